//! What is printed: sheets made from the same structures as the pages, and the proof that they were issued here.

mod declaration;
mod remuneration;
mod suivi;
mod verification;

use crate::Service;
use crate::adresses::Route;
use crate::refus::Refus;
use crate::sessions::Connecte;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use convention::empreinte_de;
use feuille::{Empreinte, Feuille, Jour, Mention, Organisme, Preuve};
use formule::Date;
use registre::DocumentEmis;
use std::fmt;
use std::sync::Arc;

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/remunerations/{dispositif}/{exercice}/detail.pdf", || get(remuneration::pdf)),
    Route::get("/depots/{dispositif}/{exercice}/{numero}/recapitulatif.pdf", || get(declaration::depot)),
    Route::get("/depots/recapitulatif.pdf", || get(declaration::tout)),
    Route::get("/suivi/indicateurs.pdf", || get(suivi::pdf)),
    Route::get("/suivi/{dispositif}/{exercice}/suivi.pdf", || get(suivi::un_dispositif)),
    Route::get("/verifier", || get(verification::demande)),
    Route::get("/verifier/{empreinte}", || get(verification::page)),
];

/// What printing gives: the bytes of a PDF, or a text for the log.
type Impression = Result<Vec<u8>, String>;

/// Turns a sheet into the bytes of a PDF; the text of its error goes to the log.
#[derive(Clone)]
pub struct Imprimeur(pub Arc<dyn Fn(&Feuille) -> Impression + Send + Sync>);

impl fmt::Debug for Imprimeur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Imprimeur")
    }
}

/// What a sheet is, for the register and for the name of its file.
pub(crate) struct Document<'a> {
    pub(crate) genre: &'a str,
    /// Without a name nor an amount: anybody who holds the hash reads it.
    pub(crate) intitule: String,
    /// The name of the file, without its extension.
    pub(crate) nom: String,
}

/// What the name of a file says of the contract that its address named: it was found, so it is a plain code.
pub(crate) fn au_nom(contrat: Option<&str>) -> String {
    contrat.map_or_else(String::new, |code| format!("-{code}"))
}

/// A sheet with the identity of the structure, not yet filled.
pub(crate) fn feuille(
    service: &Service,
    connecte: &Connecte,
    titre: &str,
    sous_titre: String,
    date: Date,
) -> Result<Feuille, Refus> {
    let monde = &service.monde;
    let caisse = monde.caisse_de(connecte.qui);
    let mut organisme = Organisme::new(caisse.map_or_else(|| "Nom de l'organisme".to_owned(), |c| c.nom.clone()));
    organisme.service = Some("Ma Convention".to_owned());
    let mut feuille = Feuille::new(titre, organisme, jour(date)?);
    feuille.sous_titre = Some(sous_titre);
    if let Some(b) = monde.beneficiaires.get(connecte.qui) {
        feuille.identite = vec![b.nom.clone(), format!("{} n°\u{a0}{}", monde.profession_de(connecte.qui), b.id)];
        feuille.identite.extend(monde.precision_de(connecte.qui).map(str::to_owned));
        feuille.identite.extend(b.adresse.iter().cloned());
    }
    Ok(feuille)
}

/// A sheet that is about nobody, not yet filled.
pub(crate) fn feuille_publique(service: &Service, titre: &str, sous_titre: String) -> Result<Feuille, Refus> {
    let mut organisme = Organisme::new("Assurance Maladie".to_owned());
    organisme.service = Some("Ma Convention".to_owned());
    let mut feuille = Feuille::new(titre, organisme, jour(service.horloge.jour())?);
    feuille.sous_titre = Some(sous_titre);
    Ok(feuille)
}

/// The stamp of what rests on values of the demonstration.
pub(crate) fn mention_fictive() -> Mention {
    Mention {
        tampon: "Valeur fictive".to_owned(),
        explication: "Ce document repose sur des valeurs fictives de démonstration\u{a0}: il ne vaut pas paiement."
            .to_owned(),
    }
}

fn jour(date: Date) -> Result<Jour, Refus> {
    let (annee, mois, jour) = date.calendrier();
    let lu = u16::try_from(annee).ok().zip(u8::try_from(mois).ok().zip(u8::try_from(jour).ok()));
    lu.and_then(|(a, (m, j))| Jour::new(a, m, j)).ok_or_else(|| Refus::panne("imprimer : le jour n'est pas imprimable"))
}

/// Prints a sheet, notes that it was issued, and sends it.
pub(crate) async fn envoyer(
    service: &Service,
    document: Document<'_>,
    mut feuille: Feuille,
) -> Result<Response, Refus> {
    let Some(imprimeur) = service.reglages.imprimeur.clone() else {
        return Err(Refus::absent("Ce service n'imprime pas de document"));
    };
    let empreinte = empreinte_de(format!("{feuille:?}").as_bytes());
    feuille.preuve = Empreinte::new(&empreinte).map(|empreinte| Preuve {
        adresse: format!("{}/verifier/{empreinte}", service.reglages.adresse),
        explication: "Cette empreinte est celle de ce que dit ce document. À cette adresse, chacun peut vérifier que ce service l'a émis, et quand."
            .to_owned(),
        empreinte,
    });
    let imprime = tokio::task::spawn_blocking(move || (imprimeur.0)(&feuille)).await;
    let octets = match imprime {
        Ok(Ok(octets)) => octets,
        Ok(Err(cause)) => return Err(Refus::panne(format!("imprimer un document : {cause}"))),
        Err(_) => return Err(Refus::panne("imprimer un document : la tâche s'est arrêtée")),
    };
    let emis = DocumentEmis {
        empreinte,
        genre: document.genre.to_owned(),
        intitule: document.intitule,
        fichier: empreinte_de(&octets),
    };
    service.registre.document_emettre(&emis, service.horloge.maintenant()).await?;
    let nom = format!("inline; filename=\"{}.pdf\"", document.nom);
    let entetes = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, nom)];
    Ok((entetes, octets).into_response())
}
