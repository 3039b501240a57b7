//! The receipt of a transmission: the proof that it was received, with every answer.

use super::ATTESTATION;
use super::dossier::cle_de;
use super::fenetre::Fenetre;
use super::pages::{Depot, Dite, depot_de, transmises};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::pieces::{self, Jointe, Pieces};
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use convention::Dispositif;
use explication::jour;
use registre::Transmission;

#[derive(Template)]
#[template(path = "declaration_recu.html")]
struct Page {
    cadre: Cadre,
    depot: Depot,
    dites: Vec<Dite>,
    /// Documents that no answer calls for.
    autres: Vec<(String, Jointe)>,
    /// Where pieces are sent, when some are asked.
    pieces: Option<String>,
    attestation: Option<String>,
    regles: String,
    structure: String,
    numero_de_structure: String,
    /// Is it the one that counts?
    derniere: Option<i64>,
    /// How many documents are still waited for.
    manquantes: usize,
    /// Until when it may be replaced.
    jusque: Option<String>,
    formulaire: String,
    pdf: Option<String>,
}

/// The dispositif, the exercice and the number that an address holds.
pub(crate) type AdresseDeDepot = (String, String, String);

/// One deposit of a structure.
pub(crate) struct DepotLu<'s> {
    pub(crate) dispositif: &'s Dispositif,
    pub(crate) annee: i32,
    pub(crate) transmission: Transmission,
    /// The number of the one that counts, when it is another.
    derniere: Option<i64>,
}

/// Finds the deposit that an address names, among those of the structure.
pub(crate) async fn lire_depot<'s>(
    service: &'s Service,
    connecte: &Connecte,
    (code, exercice, numero): &AdresseDeDepot,
) -> Result<DepotLu<'s>, Refus> {
    let absent = || Refus::absent("Ce dépôt n'existe pas");
    let dispositif = service.monde.dispositif_de(connecte.qui, code).ok_or_else(absent)?;
    // « 02024 » is a number too, but nothing was deposited there.
    let annee: i32 = exercice.parse().ok().filter(|a: &i32| a.to_string() == *exercice).ok_or_else(absent)?;
    let rang: i64 = numero.parse().ok().filter(|n: &i64| n.to_string() == *numero).ok_or_else(absent)?;
    let transmissions = service.registre.transmissions(&cle_de(&connecte.structure, dispositif, annee)).await?;
    let derniere = transmissions.last().map(|t| t.recu.numero).filter(|derniere| *derniere != rang);
    let transmission = transmissions.into_iter().find(|t| t.recu.numero == rang).ok_or_else(absent)?;
    Ok(DepotLu { dispositif, annee, transmission, derniere })
}

pub(super) async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path(adresse): Path<AdresseDeDepot>,
) -> Result<Response, Refus> {
    let DepotLu { dispositif, annee, transmission, derniere } = lire_depot(&service, &connecte, &adresse).await?;
    let rang = transmission.recu.numero;
    let depot = depot_de(&service, dispositif, annee, &transmission).await?;
    let jusque = match Fenetre::en(dispositif, annee, service.horloge.maintenant()) {
        Fenetre::Ouverte { fermeture, .. } => Some(format!("{} à 23\u{a0}h\u{a0}59", jour(fermeture))),
        _ => None,
    };
    let jointes = Pieces::lire(&service, &connecte, dispositif, annee).await?;
    let mut dites = transmises(dispositif, annee, &transmission.reponses);
    // What is still waited for is said on the receipt that counts, as long as it may be sent.
    let avant = jusque.as_deref().filter(|_| derniere.is_none());
    for dite in &mut dites {
        dite.jointe = jointes.jointe_a(&dite.code, transmission.recu.instant);
        let due = transmission.reponses.get(&dite.code).is_some_and(|reponse| reponse != pieces::NON);
        dite.jointe.attendue = avant.and_then(|avant| jointes.jointe(&dite.code, due, avant).attendue);
    }
    let manquantes = avant.map_or(0, |_| jointes.manquantes(&transmission.reponses));
    let titre = format!("Déclaration transmise\u{a0}: {} {annee}, n°\u{a0}{rang}", depot.titre);
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(&service, &connecte, "/depots", titre),
        autres: jointes.seules(|code| Jointe {
            attendue: avant.and_then(|avant| jointes.jointe(code, true, avant).attendue),
            ..jointes.jointe_a(code, transmission.recu.instant)
        }),
        manquantes,
        pieces: crate::pieces::adresse(dispositif, annee),
        dites,
        attestation: transmission.reponses.get(ATTESTATION).cloned(),
        regles: transmission.regles.clone(),
        structure: service.monde.beneficiaires.get(connecte.qui).map_or_else(String::new, |b| b.nom.clone()),
        numero_de_structure: connecte.structure.0.clone(),
        derniere,
        jusque,
        formulaire: format!("/declarations/{}/{annee}", dispositif.code),
        pdf: service.reglages.imprimeur.as_ref().map(|_| format!("{}/recapitulatif.pdf", depot.adresse)),
        depot,
    }))
}
