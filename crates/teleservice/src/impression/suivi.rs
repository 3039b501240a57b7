//! The follow-up, printed: every indicator of the exercice, its value, its objective, what was missing.

use super::remuneration::etat;
use super::{Document, envoyer, feuille, mention_fictive};
use crate::mots;
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Service, declaration};
use axum::extract::State;
use axum::response::Response;
use feuille::{Bloc, Cellule, Colonne, Tableau};

pub(super) async fn pdf(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let annee = service.exercice_en_cours();
    let jour = service.horloge.jour();
    let sous_titre = format!("Exercice {annee}, situation au {}", mots::jour(jour));
    let mut page = feuille(&service, &connecte, "Suivi des indicateurs", sous_titre.clone(), jour)?;
    for d in service.monde.dispositifs_de(connecte.qui).filter(|d| !d.suivis.is_empty()) {
        let Some((_, calcul)) = service.monde.calcul(connecte.qui, &d.code, annee) else { continue };
        let e = declaration::expliquer(&service, &connecte, d, calcul).await?;
        let lignes: Vec<Vec<Cellule>> = e
            .indicateurs
            .iter()
            .filter(|i| i.actif)
            .filter_map(|i| {
                let pastille = mots::de_l_indicateur(i.etat?);
                let valeur = i.valeur.as_ref().map_or_else(|| "Non mesuré".to_owned(), |v| v.ecrit.clone());
                let nom = match i.manquait.first() {
                    Some(manque) => Cellule::detaillee(i.libelle.clone(), format!("{manque}.")),
                    None => Cellule::Texte(i.libelle.clone()),
                };
                let objectif = i.objectif.clone().unwrap_or_else(|| "Sans objectif chiffré".to_owned());
                Some(vec![
                    nom,
                    Cellule::Texte(valeur),
                    Cellule::Texte(objectif),
                    Cellule::pastille(etat(i.etat?), pastille.mot),
                ])
            })
            .collect();
        if lignes.is_empty() {
            continue;
        }
        if e.fictif {
            page.mention = Some(mention_fictive());
        }
        page.push(Bloc::section(d.titre.clone()));
        page.push(Bloc::Tableau(Tableau {
            legende: format!("{}, exercice {annee}", d.titre),
            colonnes: vec![
                Colonne::texte("Indicateur"),
                Colonne::nombre("Valeur"),
                Colonne::nombre("Objectif"),
                Colonne::texte("État"),
            ],
            lignes,
            pied: None,
        }));
    }
    if page.blocs.is_empty() {
        page.push(Bloc::paragraphe("Rien n'est encore mesuré pour cet exercice."));
    }
    let document = Document {
        genre: "suivi",
        intitule: format!("Suivi des indicateurs, {sous_titre}"),
        nom: format!("suivi-{annee}"),
    };
    envoyer(&service, document, page).await
}
