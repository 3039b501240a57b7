//! What was declared, printed: one deposit, or the last one of each dispositif.

use super::{Document, envoyer, feuille};
use crate::Service;
use crate::declaration::{ATTESTATION, AdresseDeDepot, DepotLu, cle_de, lire_depot, transmises};
use crate::horloge::{jour_de_paris, jour_et_heure};
use crate::refus::Refus;
use crate::sessions::Connecte;
use axum::extract::{Path, State};
use axum::response::Response;
use convention::Dispositif;
use feuille::{Bloc, Cellule, Colonne, Feuille, Tableau};
use registre::Transmission;

/// One deposit. Its date is that of the deposit: printed a year later, it is the same document.
pub(super) async fn depot(
    State(service): State<Service>,
    connecte: Connecte,
    Path(adresse): Path<AdresseDeDepot>,
) -> Result<Response, Refus> {
    let DepotLu { dispositif, annee, transmission, .. } = lire_depot(&service, &connecte, &adresse).await?;
    let rang = transmission.recu.numero;
    let sous_titre = format!("{}, exercice {annee}, dépôt n°\u{a0}{rang}", dispositif.titre_en(annee));
    let jour = jour_de_paris(transmission.recu.instant);
    let mut page = feuille(&service, &connecte, "Récapitulatif de la déclaration", sous_titre.clone(), jour)?;
    ecrire(&service, dispositif, annee, &transmission, &mut page).await?;
    let document = Document {
        genre: "recapitulatif",
        intitule: format!("Récapitulatif de la déclaration, {sous_titre}"),
        nom: format!("declaration-{}-{annee}-{rang}", dispositif.code.replace('_', "-")),
    };
    envoyer(&service, document, page).await
}

/// Everything declared for the exercice in progress: the last deposit of each dispositif.
pub(super) async fn tout(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let annee = service.exercice_en_cours();
    let sous_titre = format!("Tout ce qui a été déclaré pour l'exercice {annee}");
    let jour = service.horloge.jour();
    let mut page = feuille(&service, &connecte, "Récapitulatif des déclarations", sous_titre.clone(), jour)?;
    let mut rien = true;
    for dispositif in service.monde.siens(connecte.qui).filter(|d| d.annees().contains(&annee)) {
        let cle = cle_de(&connecte.structure, dispositif, annee);
        if let Some(transmission) = service.registre.transmission_retenue(&cle).await? {
            rien = false;
            page.push(Bloc::section(dispositif.titre_en(annee).to_owned()));
            ecrire(&service, dispositif, annee, &transmission, &mut page).await?;
        }
    }
    if rien {
        page.push(Bloc::paragraphe("Aucune déclaration n'a encore été transmise pour cet exercice."));
    }
    let document = Document { genre: "recapitulatif", intitule: sous_titre, nom: format!("declarations-{annee}") };
    envoyer(&service, document, page).await
}

async fn ecrire(
    service: &Service,
    dispositif: &Dispositif,
    annee: i32,
    transmission: &Transmission,
    page: &mut Feuille,
) -> Result<(), Refus> {
    let recu = &transmission.recu;
    let auteur = service.registre.personne_lire(&transmission.auteur).await?;
    page.push(Bloc::Definitions(vec![
        ("Dépôt".to_owned(), Cellule::Texte(format!("n°\u{a0}{}", recu.numero))),
        ("Transmis le".to_owned(), Cellule::Texte(jour_et_heure(recu.instant))),
        ("Par".to_owned(), Cellule::Texte(auteur.map_or_else(|| "Personne retirée".to_owned(), |p| p.nom))),
        ("Empreinte du dépôt".to_owned(), Cellule::Texte(par_seize(&recu.empreinte))),
        ("Empreinte des règles".to_owned(), Cellule::Texte(par_seize(&transmission.regles))),
    ]));
    let lignes = transmises(dispositif, annee, &transmission.reponses).into_iter().map(|dite| {
        let titre = dite.numero.map_or_else(|| dite.titre.clone(), |n| format!("{n}. {}", dite.titre));
        vec![Cellule::detaillee(titre, dite.question), Cellule::Texte(dite.reponse)]
    });
    page.push(Bloc::Tableau(Tableau {
        legende: "Réponses transmises".to_owned(),
        colonnes: vec![Colonne::texte("Indicateur"), Colonne::texte("Réponse")],
        lignes: lignes.collect(),
        pied: None,
    }));
    if let Some(attestation) = transmission.reponses.get(ATTESTATION) {
        page.push(Bloc::paragraphe(format!("Attestation sur l'honneur\u{a0}: {attestation}")));
    }
    Ok(())
}

/// A hash in groups, so that a line of paper holds it; whoever reads it back ignores the spaces.
fn par_seize(empreinte: &str) -> String {
    let chiffres: Vec<char> = empreinte.chars().collect();
    chiffres.chunks(16).map(|groupe| groupe.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
