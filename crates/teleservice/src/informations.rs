//! Help, legal pages and site map: what anybody may read, logged in or not.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::markdown::Rendu;
use crate::menu::RUBRIQUES;
use crate::refus::Refus;
use crate::{Service, mots, sessions};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use convention::Convention;

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

/// What the rules of a profession explain.
struct Profession {
    /// Nothing where there is only one.
    nom: Option<String>,
    /// Addresses and titles.
    dispositifs: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct Plan {
    cadre: Cadre,
    rubriques: Vec<(&'static str, &'static str)>,
    /// Those of whoever is looking, else of every profession, each under its name.
    professions: Vec<Profession>,
    libres: &'static [(&'static str, &'static str)],
}

async fn plan(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    let monde = &service.monde;
    let connecte = sessions::visiteur(&service, &entetes).await?.and_then(|visiteur| visiteur.connecte(&service));
    let sienne = connecte.as_ref().and_then(|connecte| monde.convention_de(connecte.qui));
    let conventions = monde.conventions.iter().filter(|c| sienne.is_none_or(|sienne| sienne.code == c.code));
    let profession = |convention: &Convention| Profession {
        nom: sienne.is_none().then(|| mots::majuscule(&convention.profession)),
        dispositifs: convention
            .dispositifs
            .iter()
            .map(|d| (format!("/documents-utiles/{}", d.code), d.titre.clone()))
            .collect(),
    };
    let professions = conventions.map(profession).filter(|p| !p.dispositifs.is_empty()).collect();
    Ok(cadre::html(&Plan {
        cadre: Cadre::de_passage(&service, &entetes, "/plan", "Plan du site").await?,
        rubriques: RUBRIQUES.iter().map(|(_, adresse, libelle)| (*adresse, *libelle)).collect(),
        professions,
        libres: &LIBRES,
    }))
}
