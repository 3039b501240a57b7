//! The dashboard: follow-up, declaration, remunerations.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::markdown::Rendu;
use crate::refus::Refus;
use crate::remunerations::{self, Tuile};
use crate::sessions::Connecte;
use crate::{Service, cartes, declaration, documents, mots, suivi};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

pub(crate) const ROUTES: &[Route] = &[Route::get("/tableau-de-bord", || get(page))];

/// How many remunerations are shown.
const DERNIERES: usize = 3;

#[derive(Template)]
#[template(path = "tableau_de_bord.html")]
struct Page<'a> {
    cadre: Cadre,
    nom: String,
    exercice: i32,
    jour: String,
    /// An administrator's message, in the place of the follow-up.
    message: Option<&'a Rendu>,
    /// Where the blocks can be printed, when they can.
    pdf_du_suivi: Option<&'a str>,
    pdf_de_la_declaration: Option<&'a str>,
    cartes: Vec<cartes::Carte>,
    suivis: Vec<suivi::Carte>,
    declarations: Vec<declaration::Carte>,
    dernieres: Vec<Tuile>,
    /// What may be read, when the convention chooses it.
    documents: Vec<documents::Carte>,
}

async fn page(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let monde = &service.monde;
    let choisis = monde.convention_de(connecte.qui).filter(|convention| !convention.documents.is_empty());
    let imprime = service.reglages.imprimeur.is_some();
    let dernieres = remunerations::dernieres(&service, &connecte, DERNIERES).await?;
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(&service, &connecte, "/tableau-de-bord", "Tableau de bord"),
        nom: monde.beneficiaires.get(connecte.qui).map_or_else(String::new, |b| b.nom.clone()),
        exercice: service.exercice_en_cours(),
        jour: mots::jour(service.horloge.jour()),
        message: service.textes.message(service.horloge.jour()),
        pdf_du_suivi: imprime.then_some("/suivi/indicateurs.pdf"),
        pdf_de_la_declaration: imprime.then_some("/depots/recapitulatif.pdf"),
        cartes: cartes::cartes(&service, &connecte).await?,
        suivis: suivi::cartes(&service, &connecte).await?,
        declarations: declaration::cartes(&service, &connecte).await?,
        dernieres,
        documents: choisis.map_or_else(Vec::new, |convention| documents::cartes(monde, convention)),
    }))
}
