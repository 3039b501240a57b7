//! Where the form meets its pieces: both are one form of the page, so an act on a piece carries the answers typed.

use super::dossier::Dossier;
use super::enregistrement::{garder, montrer_conflits, refuser_clos};
use super::formulaire::{self, Suite};
use crate::Service;
use crate::pieces::{PieceRefusee, Pieces};
use crate::refus::Refus;
use crate::sessions::{Champs, Connecte};
use axum::http::StatusCode;
use axum::response::Response;
use convention::Dispositif;
use registre::ChampDeBrouillon;
use std::collections::BTreeMap;

/// Answers that came with an act on a piece, once they are kept.
pub(crate) struct Saisies<'s> {
    dossier: Dossier<'s>,
    conflits: BTreeMap<String, ChampDeBrouillon>,
}

/// Keeps the answers that came with an act on a piece. Once the window is closed, the form is shown with them instead.
pub(crate) async fn garder_saisies<'s>(
    service: &'s Service,
    connecte: &Connecte,
    (d, annee): (&Dispositif, i32),
    champs: &Champs,
) -> Result<Saisies<'s>, Refus> {
    let dossier = Dossier::lire(service, &connecte.structure, &d.code, &annee.to_string()).await?;
    if !dossier.fenetre.ouverte() {
        return Err(refuser_clos(service, connecte, dossier, champs).await?.into());
    }
    let conflits = garder(service, connecte, &dossier, champs).await?;
    Ok(Saisies { dossier, conflits })
}

/// The form again, when there is something to say: answers of somebody else, files that were not kept.
pub(crate) async fn montrer_saisies(
    service: &Service,
    connecte: &Connecte,
    saisies: Saisies<'_>,
    champs: &Champs,
    refuses: Vec<PieceRefusee>,
) -> Result<Option<Response>, Refus> {
    let Saisies { dossier, conflits } = saisies;
    if !conflits.is_empty() {
        let suite = Suite { conflits, refuses, ..Suite::default() };
        return montrer_conflits(service, connecte, &dossier, champs, suite).await.map(Some);
    }
    if refuses.is_empty() {
        return Ok(None);
    }
    montrer_refuses(service, connecte, &dossier, champs, refuses).await.map(Some)
}

/// The form with its answers, and each refused file beside its field.
pub(super) async fn montrer_refuses(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    champs: &Champs,
    refuses: Vec<PieceRefusee>,
) -> Result<Response, Refus> {
    let cle = &dossier.cle;
    let relu = Dossier::lire(service, &cle.beneficiaire, &cle.dispositif, &cle.exercice).await?;
    let suite = Suite { refuses, attestee: champs.lire("attestation").is_some(), ..Suite::default() };
    formulaire::montrer(service, connecte, &relu, suite, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Files that were chosen and not sent: without a script, « Joindre » alone sends them, and any other button only sends
/// their names. Saying nothing would let people believe that they are joined.
pub(super) fn oubliees(pieces: &Pieces<'_>, champs: &Champs) -> Vec<PieceRefusee> {
    let choisis = champs.0.iter().filter_map(|(nom, valeur)| Some((nom.strip_prefix("piece.")?, valeur)));
    let oublies = choisis.filter(|(demande, nom)| !nom.trim().is_empty() && pieces.demande(demande));
    let dits = oublies.map(|(demande, nom)| PieceRefusee {
        demande: demande.to_owned(),
        nom: pieces.nom_montre(nom),
        raison: "il a été choisi, pas envoyé. Choisissez-le à nouveau, puis appuyez sur «\u{a0}Joindre\u{a0}»."
            .to_owned(),
    });
    dits.collect()
}
