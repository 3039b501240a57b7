//! From the form to the receipt: a summary that one confirms, then the transmission, once.

use super::ATTESTATION;
use super::dossier::Dossier;
use super::enregistrement::garder_tout;
use super::estimation::{Estimation, estimer};
use super::fenetre::Fenetre;
use super::formulaire::{self, Suite};
use super::obstacles::obstacles;
use super::pages::{Dite, attestation, dites};
use super::saisie::Lue;
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::horloge::jour_et_heure;
use crate::pieces::{self, Jointe, Pieces};
use crate::refus::Refus;
use crate::sessions::{Connecte, Formulaire, egaux};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use convention::ecriture::typographier;
use convention::empreinte_de;
use explication::jour;
use registre::{ATransmettre, Avis, CleDeDeclaration, Destinataire, Envoi, NouveauCourriel, Portee, Recu};
use std::collections::HashMap;

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
    /// Documents that no answer calls for.
    autres: Vec<(String, Jointe)>,
    /// Where pieces are sent, when some are asked.
    pieces: Option<String>,
    attestation: String,
    version: i64,
    estimation: Option<Estimation>,
    /// Did an answer change since the summary that was confirmed?
    change: bool,
    deja: bool,
}

/// Keeps every answer and, when nothing stands in the way, leads to their summary: a page of its own, to which one may
/// come back.
pub(super) async fn resume(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Result<Response, Refus> {
    let Formulaire { connecte, champs } = formulaire;
    let dossier = garder_tout(&service, &connecte, (&code, &exercice), &champs).await?;
    let attestee = champs.lire("attestation").is_some();
    if !obstacles(&dossier, connecte.portee, attestee).is_empty() {
        return refuser(&service, &connecte, &dossier, attestee).await;
    }
    let adresse = format!("{}/resume?attestation={}", adresse_de(&dossier), sceau(&connecte, &dossier));
    Ok(Redirect::to(&adresse).into_response())
}

/// What proves that somebody swore to these very answers: it holds for their session, their structure and this version.
fn sceau(connecte: &Connecte, dossier: &Dossier<'_>) -> String {
    let vu = format!("{} {} {}", connecte.jeton, adresse_de(dossier), dossier.brouillon.version);
    empreinte_de(vu.as_bytes())
}

/// The summary. Whoever did not swear to these answers, or can no longer transmit them, is led to the form.
pub(super) async fn relire(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    Query(question): Query<HashMap<String, String>>,
    connecte: Connecte,
) -> Result<Response, Refus> {
    let dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    let attestee = question.get("attestation").is_some_and(|recue| egaux(recue, &sceau(&connecte, &dossier)));
    if !attestee || !obstacles(&dossier, connecte.portee, attestee).is_empty() {
        return Ok(Redirect::to(&adresse_de(&dossier)).into_response());
    }
    recapituler(&service, &connecte, &dossier, false, StatusCode::OK).await
}

fn adresse_de(dossier: &Dossier<'_>) -> String {
    format!("/declarations/{}/{}", dossier.dispositif.code, dossier.annee)
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

async fn recapituler(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    change: bool,
    code: StatusCode,
) -> Result<Response, Refus> {
    let titre = typographier(dossier.dispositif.titre_en(dossier.annee));
    let pieces = Pieces::lire(service, connecte, dossier.dispositif, dossier.annee).await?;
    let avant = match dossier.fenetre {
        Fenetre::Ouverte { fermeture, .. } => format!("{} à 23\u{a0}h\u{a0}59", jour(fermeture)),
        _ => String::new(),
    };
    let mut dites = dites(dossier);
    for dite in &mut dites {
        let reponse = dossier.rang(&dite.code).map(|rang| &dossier.reponses[rang].lue);
        let due = reponse.and_then(Lue::canonique).is_some_and(|reponse| reponse != pieces::NON);
        dite.jointe = pieces.jointe(&dite.code, due, &avant);
    }
    let page = Resume {
        cadre: Cadre::connecte(
            service,
            connecte,
            "/declarations",
            format!("Récapitulatif avant transmission\u{a0}: {titre} {}", dossier.annee),
        ),
        jeton: connecte.jeton.clone(),
        annee: dossier.annee,
        adresse: adresse_de(dossier),
        autres: pieces.seules(|code| pieces.jointe(code, true, &avant)),
        pieces: crate::pieces::adresse(dossier.dispositif, dossier.annee),
        dites,
        attestation: attestation(dossier.dispositif),
        version: dossier.brouillon.version,
        estimation: estimer(service, dossier),
        change,
        deja: dossier.derniere.is_some(),
        titre,
    };
    Ok((code, cadre::html(&page)).into_response())
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
            recapituler(&service, &connecte, &relu, true, StatusCode::CONFLICT).await
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
        if derniere.auteur == connecte.personne.id {
            apres(service, connecte, dossier, &derniere.recu).await;
        }
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
        Envoi::Recue(recu) => {
            apres(service, connecte, dossier, &recu).await;
            Issue::Recue(recu.numero)
        }
        Envoi::Conflit(_) => Issue::Change,
    })
}

/// What a transmission brings about. It is received by now, so whatever fails here is written in the log and tried
/// again when the same button is pressed: nobody is told that their declaration did not arrive.
async fn apres(service: &Service, connecte: &Connecte, dossier: &Dossier<'_>, recu: &Recu) {
    if let Err(refus) = pieces::transmises(service, &dossier.cle, &connecte.personne.id).await {
        refus.dire();
    }
    if let Err(refus) = envoyer_le_recu(service, connecte, dossier, recu).await {
        refus.dire();
    }
}

/// Once, to whoever transmitted it, if they have an address.
async fn envoyer_le_recu(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    recu: &Recu,
) -> Result<(), Refus> {
    let Some(destinataire) = Destinataire::de(&connecte.personne) else { return Ok(()) };
    let CleDeDeclaration { beneficiaire, dispositif, exercice } = &dossier.cle;
    let avis = Avis::Recu {
        dispositif: typographier(dossier.dispositif.titre_en(dossier.annee)),
        exercice: exercice.clone(),
        numero: recu.numero,
        recue_le: jour_et_heure(recu.instant),
        chemin: adresse_du_recu(dossier, recu.numero),
    };
    let courriel = NouveauCourriel {
        cle: &format!("recu/{}/{dispositif}/{exercice}/{}", beneficiaire.0, recu.numero),
        destinataire: &destinataire,
        avis: &avis,
        perime: None,
    };
    service.registre.courriel_deposer(&courriel, recu.instant).await?;
    Ok(())
}

fn vers_le_recu(dossier: &Dossier<'_>, numero: i64) -> Response {
    Redirect::to(&adresse_du_recu(dossier, numero)).into_response()
}

fn adresse_du_recu(dossier: &Dossier<'_>, numero: i64) -> String {
    format!("/depots/{}/{}/{numero}", dossier.dispositif.code, dossier.annee)
}
