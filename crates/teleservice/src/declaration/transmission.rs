//! From the form to the receipt: a summary that one confirms, then the transmission, once.

use super::ATTESTATION;
use super::dossier::Dossier;
use super::enregistrement::{garder, montrer_conflits, refuser_clos};
use super::estimation::{Estimation, estimer};
use super::formulaire::{self, Suite};
use super::obstacles::obstacles;
use super::pages::{Dite, attestation, dites};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::refus::Refus;
use crate::sessions::{Connecte, Formulaire};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use convention::ecriture::typographier;
use registre::{ATransmettre, Envoi, Portee};

type Adresse = Path<(String, String)>;

#[derive(Template)]
#[template(path = "declaration_resume.html")]
struct Resume {
    cadre: Cadre,
    jeton: String,
    titre: String,
    annee: i32,
    adresse: String,
    dites: Vec<Dite>,
    attestation: String,
    version: i64,
    estimation: Option<Estimation>,
    /// Did an answer change since the summary that was confirmed?
    change: bool,
    deja: bool,
}

/// The summary of every answer, once they are kept and nothing stands in the way.
pub(super) async fn resume(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Result<Response, Refus> {
    let Formulaire { connecte, champs } = formulaire;
    let dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    connecte.exiger(Portee::Preparer)?;
    if !dossier.fenetre.ouverte() {
        return refuser_clos(&service, &connecte, dossier, &champs).await;
    }
    let conflits = garder(&service, &connecte, &dossier, &champs).await?;
    if !conflits.is_empty() {
        return montrer_conflits(&service, &connecte, &dossier, &champs, conflits).await;
    }
    let dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    let attestee = champs.lire("attestation").is_some();
    if !obstacles(&dossier, connecte.portee, attestee).is_empty() {
        return refuser(&service, &connecte, &dossier, attestee).await;
    }
    Ok(recapituler(&service, &connecte, &dossier, false, StatusCode::OK))
}

async fn refuser(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    attestee: bool,
) -> Result<Response, Refus> {
    let code = match (dossier.fenetre.ouverte(), connecte.portee) {
        (false, _) => StatusCode::CONFLICT,
        (true, Portee::Transmettre) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, _) => StatusCode::FORBIDDEN,
    };
    let suite = Suite { refusee: true, attestee, ..Suite::default() };
    formulaire::montrer(service, connecte, dossier, suite, code).await
}

fn recapituler(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    change: bool,
    code: StatusCode,
) -> Response {
    let titre = typographier(&dossier.dispositif.titre);
    let page = Resume {
        cadre: Cadre::connecte(
            service,
            connecte,
            "/declarations",
            format!("Récapitulatif avant transmission\u{a0}: {titre} {}", dossier.annee),
        ),
        jeton: connecte.jeton.clone(),
        annee: dossier.annee,
        adresse: format!("/declarations/{}/{}", dossier.dispositif.code, dossier.annee),
        dites: dites(dossier),
        attestation: attestation(dossier.dispositif),
        version: dossier.brouillon.version,
        estimation: estimer(service, dossier),
        change,
        deja: dossier.derniere.is_some(),
        titre,
    };
    (code, cadre::html(&page)).into_response()
}

/// Receives the declaration that was confirmed.
pub(super) async fn transmettre(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Result<Response, Refus> {
    let Formulaire { connecte, champs } = formulaire;
    let dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    let attestee = champs.lire("attestation").is_some();
    let version_lue = champs.lire("version_lue").and_then(|v| v.parse().ok()).unwrap_or(-1);
    match envoyer(&service, &connecte, &dossier, attestee, version_lue).await? {
        Issue::Recue(numero) | Issue::Deja(numero) => Ok(vers_le_recu(&dossier, numero)),
        Issue::Empechee => refuser(&service, &connecte, &dossier, attestee).await,
        Issue::Change => {
            let relu = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
            Ok(recapituler(&service, &connecte, &relu, true, StatusCode::CONFLICT))
        }
    }
}

/// What became of a transmission.
pub(crate) enum Issue {
    /// It is received, under this number.
    Recue(i64),
    /// The same was received already, under this number.
    Deja(i64),
    /// Something stands in the way: the obstacles say what.
    Empechee,
    /// An answer changed since the version that was read.
    Change,
}

/// Receives a declaration as it stood at the version that was read, by whichever door it comes.
pub(crate) async fn envoyer(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    attestee: bool,
    version_lue: i64,
) -> Result<Issue, Refus> {
    connecte.exiger(Portee::Transmettre)?;
    // The same button pressed twice leads to the same receipt.
    if let Some(derniere) = dossier.derniere.as_ref().filter(|_| dossier.fenetre.ouverte() && dossier.deja_transmise())
    {
        return Ok(Issue::Deja(derniere.recu.numero));
    }
    if !obstacles(dossier, connecte.portee, attestee).is_empty() {
        return Ok(Issue::Empechee);
    }
    let mut reponses = dossier.a_transmettre();
    reponses.insert(ATTESTATION.to_owned(), attestation(dossier.dispositif));
    let regles = service.monde.empreintes.get(&dossier.dispositif.code).map_or("", String::as_str);
    let envoi = ATransmettre { version_lue, regles, reponses: &reponses, auteur: &connecte.personne.id };
    // The answers sent are those of the version checked: a field written since makes this one too old.
    if version_lue != dossier.brouillon.version {
        return Ok(Issue::Change);
    }
    Ok(match service.registre.transmettre(&dossier.cle, &envoi, dossier.instant).await? {
        Envoi::Recue(recu) => Issue::Recue(recu.numero),
        Envoi::Conflit(_) => Issue::Change,
    })
}

fn vers_le_recu(dossier: &Dossier<'_>, numero: i64) -> Response {
    let adresse = format!("/depots/{}/{}/{numero}", dossier.dispositif.code, dossier.annee);
    Redirect::to(&adresse).into_response()
}
