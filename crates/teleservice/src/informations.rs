//! Help, legal pages and site map: what anybody may read, logged in or not.

use crate::Service;
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::markdown::Rendu;
use crate::menu::RUBRIQUES;
use crate::refus::Refus;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/aide", || get(aide)),
    Route::get("/accessibilite", || get(accessibilite)),
    Route::get("/mentions-legales", || get(mentions)),
    Route::get("/donnees-personnelles", || get(donnees)),
    Route::get("/plan", || get(plan)),
];

/// Pages that anybody may read, in the order of the site map.
const LIBRES: [(&str, &str); 7] = [
    ("/documents-utiles", "Documents utiles"),
    ("/aide", "Aide"),
    ("/accessibilite", "Accessibilité"),
    ("/mentions-legales", "Mentions légales"),
    ("/donnees-personnelles", "Données personnelles"),
    ("/plan", "Plan du site"),
    ("/api", "API pour les logiciels"),
];

#[derive(Template)]
#[template(path = "texte.html")]
struct Page<'a> {
    cadre: Cadre,
    texte: &'a Rendu,
}

async fn aide(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    texte(&service, &entetes, "/aide").await
}

async fn accessibilite(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    texte(&service, &entetes, "/accessibilite").await
}

async fn mentions(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    texte(&service, &entetes, "/mentions-legales").await
}

async fn donnees(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    texte(&service, &entetes, "/donnees-personnelles").await
}

/// The text whose name is that of its address.
async fn texte(service: &Service, entetes: &HeaderMap, adresse: &'static str) -> Result<Response, Refus> {
    let nom = adresse.trim_start_matches('/');
    let texte = service.textes.nomme(nom).ok_or_else(|| Refus::absent("Cette page n'existe pas"))?;
    let cadre = Cadre::de_passage(service, entetes, adresse, &texte.titre).await?;
    Ok(cadre::html(&Page { cadre, texte }))
}

#[derive(Template)]
#[template(path = "plan.html")]
struct Plan {
    cadre: Cadre,
    rubriques: Vec<(&'static str, &'static str)>,
    dispositifs: Vec<(String, String)>,
    libres: &'static [(&'static str, &'static str)],
}

async fn plan(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    Ok(cadre::html(&Plan {
        cadre: Cadre::de_passage(&service, &entetes, "/plan", "Plan du site").await?,
        rubriques: RUBRIQUES.iter().map(|(_, adresse, libelle)| (*adresse, *libelle)).collect(),
        dispositifs: service
            .monde
            .dispositifs()
            .map(|d| (format!("/documents-utiles/{}", d.code), d.titre.clone()))
            .collect(),
        libres: &LIBRES,
    }))
}
