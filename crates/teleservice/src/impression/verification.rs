//! The public page on which anybody checks a printed document. It says nothing of whom the document is about.

use crate::Service;
use crate::cadre::{self, Cadre};
use crate::horloge::jour_et_heure;
use crate::refus::Refus;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "verification.html")]
struct Page {
    cadre: Cadre,
    demandee: String,
    refus: Option<&'static str>,
    trouve: Option<Trouve>,
}

struct Trouve {
    intitule: String,
    emis: String,
    fichier: String,
}

/// The form, for a hash read on paper.
pub(super) async fn demande(
    State(service): State<Service>,
    entetes: HeaderMap,
    Query(champs): Query<HashMap<String, String>>,
) -> Result<Response, Refus> {
    let Some(empreinte) = champs.get("empreinte") else { return montrer(&service, &entetes, "").await };
    // Copied from paper: spaces and capitals do not count.
    let lue: String = empreinte.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if est_une_empreinte(&lue) {
        return Ok(Redirect::to(&format!("/verifier/{lue}")).into_response());
    }
    montrer(&service, &entetes, empreinte).await
}

pub(super) async fn page(
    State(service): State<Service>,
    entetes: HeaderMap,
    Path(empreinte): Path<String>,
) -> Result<Response, Refus> {
    montrer(&service, &entetes, &empreinte).await
}

async fn montrer(service: &Service, entetes: &HeaderMap, demandee: &str) -> Result<Response, Refus> {
    let (mut refus, mut trouve) = (None, None);
    if est_une_empreinte(demandee) {
        trouve = service.registre.document_lire(demandee).await?.map(|(document, instant)| Trouve {
            intitule: document.intitule,
            emis: jour_et_heure(instant),
            fichier: document.fichier,
        });
        if trouve.is_none() {
            refus = Some(
                "Aucun document émis par ce service ne porte cette empreinte. Vérifiez la recopie ; si elle est exacte, ce document ne vient pas d'ici.",
            );
        }
    } else if !demandee.is_empty() {
        refus = Some("Une empreinte compte 64 chiffres ou lettres de a à f. Recopiez celle du bas du document.");
    }
    let titre = match (&trouve, refus) {
        (Some(_), _) => "Document vérifié",
        (None, Some(_)) => "Document non reconnu",
        (None, None) => "Vérifier un document",
    };
    let cadre = Cadre::de_passage(service, entetes, "/verifier", titre).await?;
    let demandee = demandee.chars().take(80).collect();
    Ok(cadre::html(&Page { cadre, demandee, refus, trouve }))
}

fn est_une_empreinte(texte: &str) -> bool {
    texte.len() == 64 && texte.bytes().all(|octet| matches!(octet, b'0'..=b'9' | b'a'..=b'f'))
}
