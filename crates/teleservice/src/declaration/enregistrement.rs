//! Keeping what is typed: one field as it changes, or the whole form at once when there is no script.

use super::dossier::Dossier;
use super::formulaire::{self, Suite};
use super::jonction::{montrer_refuses, oubliees};
use super::json::repondre;
use super::obstacles::cloture;
use super::pages::nom_de;
use super::saisie::{self, Lue};
use crate::Service;
use crate::horloge::{heure, jour_et_heure};
use crate::pieces::Pieces;
use crate::refus::Refus;
use crate::sessions::{Champs, Connecte, Formulaire};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use convention::ecriture::typographier;
use registre::{ChampDeBrouillon, Enregistrement, Portee, ValeurSaisie};
use std::collections::BTreeMap;

type Adresse = Path<(String, String)>;

/// One field, for the script: what became of it.
pub(super) async fn champ(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Response {
    let Formulaire { connecte, champs } = formulaire;
    match garder_un(&service, &connecte, &code, &exercice, &champs).await {
        Ok(reponse) => reponse,
        Err(refus) => {
            let (code, message) = refus.dire();
            repondre(code, &[("etat", "refus"), ("message", &message)])
        }
    }
}

async fn garder_un(
    service: &Service,
    connecte: &Connecte,
    code: &str,
    exercice: &str,
    champs: &Champs,
) -> Result<Response, Refus> {
    let dossier = Dossier::lire(service, &connecte.structure, code, exercice).await?;
    connecte.exiger(Portee::Preparer)?;
    if let Some(refus) = dossier.fenetre.refus() {
        let message = typographier(&cloture(&dossier, refus));
        return Ok(repondre(StatusCode::CONFLICT, &[("etat", "clos"), ("message", &message)]));
    }
    let nom = champs.lire("champ").unwrap_or_default();
    let Some(rang) = dossier.rang(nom) else { return Err(Refus::absent("Cette question n'existe pas")) };
    let entree = dossier.reponses[rang].entree;
    let tape = sans_nul(champs.lire("valeur").unwrap_or_default());
    let version = champs.lire("version").and_then(|v| v.parse().ok()).unwrap_or(0);
    match ecrire(service, connecte, &dossier, nom, &tape, version).await? {
        Enregistrement::Fait(garde) => {
            let erreur = match saisie::lire(entree, &tape) {
                Lue::Fausse(message) => message,
                _ => String::new(),
            };
            Ok(repondre(
                StatusCode::OK,
                &[
                    ("etat", "garde"),
                    ("version", &garde.version.to_string()),
                    ("heure", &heure(garde.instant)),
                    ("erreur", &erreur),
                ],
            ))
        }
        Enregistrement::Conflit(garde) => {
            let valeur = garde.valeur.as_deref().unwrap_or_default();
            let dit = match saisie::lire(entree, valeur) {
                Lue::Juste { canonique, .. } => saisie::dire(entree, &canonique),
                Lue::Vide => "aucune réponse".to_owned(),
                Lue::Fausse(_) => valeur.to_owned(),
            };
            Ok(repondre(
                StatusCode::CONFLICT,
                &[
                    ("etat", "conflit"),
                    ("version", &garde.version.to_string()),
                    ("valeur", valeur),
                    ("dit", &dit),
                    ("auteur", &nom_de(service, &garde.auteur).await?),
                    ("quand", &jour_et_heure(garde.instant)),
                ],
            ))
        }
    }
}

/// Keeps one field, as typed.
pub(crate) async fn ecrire(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    champ: &str,
    tape: &str,
    version_lue: i64,
) -> Result<Enregistrement, Refus> {
    let valeur = Some(tape).filter(|tape| !tape.is_empty());
    let saisie = ValeurSaisie { champ, valeur, version_lue, auteur: &connecte.personne.id };
    Ok(service.registre.brouillon_enregistrer(&dossier.cle, &saisie, dossier.instant).await?)
}

/// The database cannot keep this character, and no keyboard types it.
fn sans_nul(tape: &str) -> String {
    tape.replace('\0', "")
}

/// What the form holds for each of its fields, as typed.
pub(super) fn tapes(dossier: &Dossier<'_>, champs: &Champs) -> BTreeMap<String, String> {
    let lire = |code: &str| champs.lire(&format!("champ.{code}")).map(sans_nul);
    dossier.reponses.iter().filter_map(|r| Some((r.entree.code.clone(), lire(&r.entree.code)?))).collect()
}

/// Keeps every field of a form that changed since its page was made. A field that somebody else wrote meanwhile is
/// not kept: it is given back with what they wrote.
pub(super) async fn garder(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    champs: &Champs,
) -> Result<BTreeMap<String, ChampDeBrouillon>, Refus> {
    let mut conflits = BTreeMap::new();
    for reponse in &dossier.reponses {
        let code = &reponse.entree.code;
        let envoye = |quoi: &str| champs.lire(&format!("{quoi}.{code}"));
        // « Prendre l'autre »: what stands in the register stays.
        if champs.lire("prendre") == Some(code) {
            continue;
        }
        let prerempli = reponse.prerempli.as_ref().filter(|_| champs.lire("reprendre") == Some(code));
        let repris = prerempli.map(|prerempli| saisie::montrer(reponse.entree, &prerempli.canonique));
        let Some(tape) = repris.clone().or_else(|| envoye("champ").map(sans_nul)) else { continue };
        // What this page showed and nobody touched in it is not an act of this page.
        let touche = match envoye("lu") {
            Some(lu) => lu != tape,
            None => reponse.lu != tape,
        };
        if !touche && (repris.is_none() || reponse.lu == tape) {
            continue;
        }
        let version = envoye("version").and_then(|v| v.parse().ok()).unwrap_or(0);
        if let Enregistrement::Conflit(garde) = ecrire(service, connecte, dossier, code, &tape, version).await? {
            conflits.insert(code.clone(), garde);
        }
    }
    Ok(conflits)
}

/// Keeps the whole form, and reads it again. When something stands in the way (the window has closed, somebody else
/// answered, a file was chosen and not sent), the answer is the form that says so.
pub(super) async fn garder_tout<'s>(
    service: &'s Service,
    connecte: &Connecte,
    (code, exercice): (&str, &str),
    champs: &Champs,
) -> Result<Dossier<'s>, Refus> {
    let dossier = Dossier::lire(service, &connecte.structure, code, exercice).await?;
    connecte.exiger(Portee::Preparer)?;
    if !dossier.fenetre.ouverte() {
        return Err(refuser_clos(service, connecte, dossier, champs).await?.into());
    }
    let conflits = garder(service, connecte, &dossier, champs).await?;
    if !conflits.is_empty() {
        let suite = Suite { conflits, ..Suite::default() };
        return Err(montrer_conflits(service, connecte, &dossier, champs, suite).await?.into());
    }
    let pieces = Pieces::lire(service, connecte, dossier.dispositif, dossier.annee).await?;
    let oubliees = oubliees(&pieces, champs);
    if !oubliees.is_empty() {
        return Err(montrer_refuses(service, connecte, &dossier, champs, oubliees).await?.into());
    }
    Dossier::lire(service, &connecte.structure, code, exercice).await
}

/// The whole form, without a script.
pub(super) async fn enregistrer(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Result<Response, Refus> {
    let Formulaire { connecte, champs } = formulaire;
    let dossier = garder_tout(&service, &connecte, (&code, &exercice), &champs).await?;
    let fausse = dossier.applicables().any(|r| matches!(r.lue, Lue::Fausse(_)));
    let ancre = if fausse { "erreurs" } else { "enregistre" };
    Ok(Redirect::to(&format!("/declarations/{code}/{}#{ancre}", dossier.annee)).into_response())
}

/// The estimate on what is typed, kept or not.
pub(super) async fn estimer(
    State(service): State<Service>,
    Path((code, exercice)): Adresse,
    formulaire: Formulaire,
) -> Result<Response, Refus> {
    let Formulaire { connecte, champs } = formulaire;
    let mut dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    dossier.saisir(&service, &tapes(&dossier, &champs));
    let attestee = champs.lire("attestation").is_some();
    if champs.lire("fragment").is_some() {
        return formulaire::fragment(&service, &connecte, &dossier, attestee).await;
    }
    let change = dossier.reponses.iter().any(|r| r.texte != r.lu);
    let suite = Suite {
        attestee,
        non_gardee: change.then_some("L'estimation tient compte de vos réponses, qui ne sont pas encore enregistrées."),
        ..Suite::default()
    };
    formulaire::montrer(&service, &connecte, &dossier, suite, StatusCode::OK).await
}

/// The window has closed while the page was open: nothing is kept, and nothing that was typed is lost.
pub(super) async fn refuser_clos(
    service: &Service,
    connecte: &Connecte,
    mut dossier: Dossier<'_>,
    champs: &Champs,
) -> Result<Response, Refus> {
    dossier.saisir(service, &tapes(&dossier, champs));
    let change = dossier.reponses.iter().any(|r| r.texte != r.lu);
    let suite = Suite {
        refusee: true,
        non_gardee: change
            .then_some("Vos dernières saisies restent affichées ci-dessous, mais ne sont pas enregistrées."),
        ..Suite::default()
    };
    formulaire::montrer(service, connecte, &dossier, suite, StatusCode::CONFLICT).await
}

/// The form again, with what each of the two wrote.
pub(super) async fn montrer_conflits(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    champs: &Champs,
    suite: Suite,
) -> Result<Response, Refus> {
    let cle = &dossier.cle;
    let mut relu = Dossier::lire(service, &cle.beneficiaire, &cle.dispositif, &cle.exercice).await?;
    let mut miennes = tapes(dossier, champs);
    miennes.retain(|code, _| suite.conflits.contains_key(code));
    relu.saisir(service, &miennes);
    let suite = Suite {
        attestee: champs.lire("attestation").is_some(),
        non_gardee: Some(
            "Une autre personne a répondu en même temps que vous. Choisissez la réponse à garder\u{a0}: les autres sont enregistrées.",
        ),
        ..suite
    };
    formulaire::montrer(service, connecte, &relu, suite, StatusCode::CONFLICT).await
}
