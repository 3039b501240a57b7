//! The dashboard: follow-up, declaration, remunerations.

use crate::cadre::{self, Cadre, Connecte};
use crate::remunerations::{self, Tuile};
use crate::{Service, declaration, mots, suivi};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// How many remunerations are shown.
const DERNIERES: usize = 3;

#[derive(Template)]
#[template(path = "tableau_de_bord.html")]
struct Page {
    cadre: Cadre,
    nom: String,
    exercice: i32,
    jour: String,
    suivis: Vec<suivi::Carte>,
    declarations: Vec<declaration::Carte>,
    dernieres: Vec<Tuile>,
}

pub(crate) async fn page(State(service): State<Service>, connecte: Connecte) -> Response {
    let monde = &service.monde;
    let mut dernieres = remunerations::tuiles(monde, connecte.qui);
    dernieres.retain(|tuile| tuile.exercice < monde.exercice_en_cours() && tuile.detail);
    dernieres.truncate(DERNIERES);
    cadre::html(&Page {
        cadre: Cadre::connecte(monde, &connecte, "/tableau-de-bord", "Tableau de bord"),
        nom: monde.beneficiaires.get(connecte.qui).map_or_else(String::new, |b| b.nom.clone()),
        exercice: monde.exercice_en_cours(),
        jour: mots::jour(monde.jour),
        suivis: suivi::cartes(monde, &connecte),
        declarations: declaration::cartes(monde),
        dernieres,
    })
}
