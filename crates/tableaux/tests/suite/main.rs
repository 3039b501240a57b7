//! Files that people really bring: each test writes one, reads it, and says what comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop there")]

mod chiffres_relus;
mod contrats;
mod csv_lu;
mod details_lus;
mod ecrits;
mod parquet_lu;

use formule::Unite;
use formule::programme::{Entree, Genre};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tableaux::{Mesures, Refus, UneLignePar, lire};

/// A folder for one test, removed when it ends.
pub(crate) struct Dossier(PathBuf);

impl Dossier {
    pub(crate) fn new() -> Self {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let nom = format!("tableaux-{}-{}", std::process::id(), RANG.fetch_add(1, Ordering::Relaxed));
        let dossier = std::env::temp_dir().join(nom);
        std::fs::create_dir_all(&dossier).unwrap();
        Self(dossier)
    }

    pub(crate) fn fichier(&self, nom: &str) -> PathBuf {
        self.0.join(nom)
    }

    pub(crate) fn ecrire(&self, nom: &str, contenu: impl AsRef<[u8]>) -> PathBuf {
        let chemin = self.fichier(nom);
        std::fs::write(&chemin, contenu).unwrap();
        chemin
    }
}

impl Drop for Dossier {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn entree(code: &str, genre: Genre, max: i64, echelle: i64) -> Entree {
    Entree {
        code: code.into(),
        libelle: String::new(),
        genre,
        min: 0,
        max,
        echelle,
        facultative: false,
        non_declare: None,
        au_plus: None,
        libelles: Vec::new(),
        declaree: false,
    }
}

/// Invoices, those sent securely, and one declared answer.
pub(crate) fn entrees() -> Vec<Entree> {
    let mut fse = entree("nb_fse", Genre::Nombre(Unite::simple("FSE")), 5_000_000, 1);
    fse.au_plus = Some("nb_factures".into());
    let mut coordonne = entree("coordonne", Genre::OuiNon, 1, 1);
    coordonne.declaree = true;
    coordonne.facultative = true;
    vec![entree("nb_factures", Genre::Nombre(Unite::simple("facture")), 5_000_000, 1), fse, coordonne]
}

pub(crate) fn tout_lire(chemin: &Path) -> Result<Mesures, Refus> {
    lire(chemin, &entrees(), UneLignePar::Beneficiaire, &|_| true)
}

/// What a refused CSV says, without the folder of its file.
pub(crate) fn refus(contenu: impl AsRef<[u8]>) -> String {
    let dossier = Dossier::new();
    let chemin = dossier.ecrire("mesures.csv", contenu);
    tout_lire(&chemin)
        .unwrap_err()
        .to_string()
        .replace('\u{a0}', " ")
        .replace(&chemin.display().to_string(), "mesures.csv")
}
