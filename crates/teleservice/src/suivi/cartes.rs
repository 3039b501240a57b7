//! The follow-up on the dashboard: how many objectives are reached in the exercice in progress, and three of them.

use super::figures::au;
use super::page::objectifs;
use crate::mots::{self, Pastille};
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Service, declaration};
use formule::Date;

/// How many indicators a card shows.
const MONTRES: usize = 3;

/// The card of a dispositif.
#[derive(Debug)]
pub(crate) struct Carte {
    pub(crate) titre: String,
    pub(crate) au: String,
    pub(crate) atteints: usize,
    pub(crate) sur: usize,
    /// The arc of the gauge, out of a hundred.
    pub(crate) arc: usize,
    pub(crate) indicateurs: Vec<Mesure>,
    pub(crate) adresse: String,
}

#[derive(Debug)]
pub(crate) struct Mesure {
    pub(crate) libelle: String,
    pub(crate) valeur: String,
    pub(crate) objectif: Option<String>,
    pub(crate) pastille: Pastille,
}

/// One card per dispositif whose rules declare a follow-up of measured rates.
pub(crate) async fn cartes(service: &Service, connecte: &Connecte) -> Result<Vec<Carte>, Refus> {
    let (monde, jour) = (&service.monde, service.horloge.jour());
    let exercice = service.exercice_en_cours();
    let mut cartes = Vec::new();
    for d in monde.dispositifs_de(connecte.qui).filter(|d| d.detail && d.a_un_suivi() && d.carte.is_none()) {
        let Some((_, calcul)) = monde.calcul(connecte.qui, &d.code, exercice) else { continue };
        let explication = declaration::expliquer(service, connecte, d, calcul).await?;
        let suivis = explication.indicateurs.iter().filter(|i| i.actif).filter_map(|i| Some((i, i.etat?)));
        let (atteints, sur) = objectifs(&explication);
        if sur == 0 {
            continue;
        }
        // What does not apply to somebody is no news: the next indicator takes its place.
        let utiles = suivis.filter(|(_, etat)| *etat != "sans_objet");
        let mesures = utiles.filter_map(|(i, _)| {
            let valeur = i.valeur.as_ref()?;
            Some(Mesure {
                libelle: i.libelle.clone(),
                valeur: valeur.ecrit.clone(),
                objectif: i.objectif.clone(),
                pastille: mots::de_l_indicateur(i)?,
            })
        });
        let fin = d.exercice(exercice).map_or(jour, |e| e.exercice.fin);
        cartes.push(Carte {
            titre: d.titre_en(exercice).to_owned(),
            au: mots::jour(au(d, calcul, Date(fin.0.min(jour.0)))),
            atteints,
            sur,
            arc: atteints * 100 / sur,
            indicateurs: mesures.take(MONTRES).collect(),
            adresse: format!("/suivi/{}", d.code),
        });
    }
    Ok(cartes)
}
