//! A [`Feuille`] becomes a PDF.
//!
//! The file is tagged for screen readers (PDF/UA-1) and fit for archives (PDF/A-2a); the typesetter refuses to write
//! it when it is not. The same sheet gives the same bytes, on any day and on any machine: there is no clock, no
//! network, no file and no font but the two that are embedded here.
//!
//! ```
//! use feuille::{Bloc, Feuille, Jour, Organisme};
//!
//! let jour = Jour::new(2025, 1, 15).ok_or("ce jour n'existe pas")?;
//! let mut feuille = Feuille::new("Reçu", Organisme::new("Caisse d'essai"), jour);
//! feuille.push(Bloc::paragraphe("Montant estimé : 3 108,54 €"));
//! let pdf = documents::imprimer(&feuille)?;
//! assert!(pdf.starts_with(b"%PDF-"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod caracteres;
mod contenu;
mod erreur;
mod monde;

pub use erreur::ErreurDeDocument;

use feuille::Feuille;
use monde::{Atelier, Monde};
use std::sync::OnceLock;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// How many documents ago a piece of layout may have served last and still be kept.
const ANCIENNETE: usize = 2;

/// Prints one sheet. The fonts and the template are read at the first call and kept for the next ones.
pub fn imprimer(feuille: &Feuille) -> Result<Vec<u8>, ErreurDeDocument> {
    static IMPRIMEUR: OnceLock<Imprimeur> = OnceLock::new();
    if let Some(imprimeur) = IMPRIMEUR.get() {
        return imprimeur.imprimer(feuille);
    }
    let neuf = Imprimeur::new()?;
    IMPRIMEUR.get_or_init(|| neuf).imprimer(feuille)
}

/// What is kept between two documents: fonts, template, and the typesetter's own library.
///
/// It can be shared between threads.
pub struct Imprimeur {
    atelier: Atelier,
}

impl Imprimeur {
    /// Reads the embedded fonts and the template.
    pub fn new() -> Result<Self, ErreurDeDocument> {
        Ok(Self { atelier: Atelier::new()? })
    }

    /// Prints one sheet.
    pub fn imprimer(&self, feuille: &Feuille) -> Result<Vec<u8>, ErreurDeDocument> {
        let contenu = contenu::of_feuille(feuille, &self.atelier.caracteres)?;
        let options = options(feuille, &contenu)?;
        let monde = Monde::new(&self.atelier, contenu);
        let compose = typst::compile(&monde);
        let pdf = match compose.output {
            Ok(document) => typst_pdf::pdf(&document, &options)
                .map_err(|causes| ErreurDeDocument::du_compositeur("écrire le PDF", &causes)),
            Err(causes) => Err(ErreurDeDocument::du_compositeur("composer les pages", &causes)),
        };
        // The typesetter remembers what it laid out, for every document of the process: without this its memory
        // grows with each one, and keeps what people declared.
        typst::comemo::evict(ANCIENNETE);
        pdf
    }
}

/// What the file claims to be, and its date.
fn options(feuille: &Feuille, contenu: &str) -> Result<PdfOptions, ErreurDeDocument> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|cause| ErreurDeDocument::panne("choisir les normes du PDF", cause.message()))?;
    let date = feuille.date;
    let minuit = Datetime::from_ymd_hms(i32::from(date.annee()), date.mois(), date.jour(), 0, 0, 0);
    Ok(PdfOptions {
        // Only a hash of it is written: two sheets that differ are two documents.
        ident: Smart::Custom(contenu.to_owned()),
        creator: Smart::Custom(Some("Conventio".to_owned())),
        timestamp: minuit.map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    })
}
