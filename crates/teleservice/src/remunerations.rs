//! Every remuneration of somebody, by exercice.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::mots::{self, Pastille};
use crate::sessions::Connecte;
use crate::{Monde, Service};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

pub(crate) const ROUTES: &[Route] = &[Route::get("/remunerations", || get(page))];

/// How many exercices are shown.
const EXERCICES: usize = 5;

/// The tile of a remuneration.
#[derive(Debug)]
pub(crate) struct Tuile {
    pub(crate) titre: String,
    pub(crate) exercice: i32,
    pub(crate) adresse: String,
    pub(crate) montant: String,
    pub(crate) echeance: String,
    pub(crate) pastille: Pastille,
    pub(crate) fictif: bool,
    /// Has it a tile of its own, or a line among the others?
    pub(crate) detail: bool,
}

/// The remunerations of one exercice.
struct Exercice {
    annee: i32,
    en_cours: bool,
    tuiles: Vec<Tuile>,
    autres: Vec<Tuile>,
}

#[derive(Template)]
#[template(path = "remunerations.html")]
struct Page {
    cadre: Cadre,
    exercices: Vec<Exercice>,
}

async fn page(State(service): State<Service>, connecte: Connecte) -> Response {
    let monde = &service.monde;
    let mut exercices: Vec<Exercice> = Vec::new();
    for tuile in tuiles(monde, connecte.qui) {
        let annee = tuile.exercice;
        if exercices.last().is_none_or(|e| e.annee != annee) {
            let en_cours = annee >= service.exercice_en_cours();
            exercices.push(Exercice { annee, en_cours, tuiles: Vec::new(), autres: Vec::new() });
        }
        if let Some(exercice) = exercices.last_mut() {
            if tuile.detail { exercice.tuiles.push(tuile) } else { exercice.autres.push(tuile) }
        }
    }
    exercices.truncate(EXERCICES);
    cadre::html(&Page { cadre: Cadre::connecte(&service, &connecte, "/remunerations", "Rémunérations"), exercices })
}

/// The tiles of somebody, the most recent exercice first.
pub(crate) fn tuiles(monde: &Monde, qui: usize) -> Vec<Tuile> {
    let mut tuiles: Vec<Tuile> = monde
        .calculs
        .iter()
        .filter_map(|calcul| {
            let d = monde.dispositif(&calcul.dispositif)?;
            let exercice = calcul.compile.exercice;
            Some(Tuile {
                titre: d.titre.clone(),
                exercice,
                adresse: format!("/remunerations/{}/{exercice}", d.code),
                montant: mots::montant(calcul.centimes(qui)),
                echeance: mots::echeance(d.exercice(exercice).ok().and_then(|e| e.versement_au_plus_tard)),
                pastille: mots::de_l_etat(calcul.etat(qui)),
                fictif: calcul.fictif(qui),
                detail: d.detail,
            })
        })
        .collect();
    tuiles.sort_by_key(|tuile| -tuile.exercice);
    tuiles
}
