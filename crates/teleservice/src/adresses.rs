//! Every address of the service, in one table: what is not here answers 404.

use crate::{Service, acces, cadre, detail, entetes, remunerations, tableau_de_bord};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

/// Method and address of every route. The router is built from this table, and the tests hold an access for each row.
pub const ADRESSES: [(&str, &str); 7] = [
    ("GET", "/"),
    ("POST", "/connexion"),
    ("POST", "/deconnexion"),
    ("GET", "/tableau-de-bord"),
    ("GET", "/remunerations"),
    ("GET", "/remunerations/{dispositif}/{exercice}"),
    ("GET", "/statique/style.css"),
];

/// No form of this version holds more than an id and a token.
const CORPS_AU_PLUS: usize = 4_096;

/// The service behind its front door.
pub fn routeur(service: Service) -> Router {
    let mut routeur = Router::new();
    for (_, adresse) in ADRESSES {
        routeur = routeur.route(adresse, page(adresse));
    }
    routeur
        .fallback(|| async { cadre::erreur(StatusCode::NOT_FOUND, "Cette page n'existe pas") })
        .method_not_allowed_fallback(|| async {
            cadre::erreur(StatusCode::METHOD_NOT_ALLOWED, "Cette page ne s'ouvre pas de cette façon")
        })
        .layer(DefaultBodyLimit::max(CORPS_AU_PLUS))
        .layer(from_fn(entetes::poser))
        .with_state(service)
}

fn page(adresse: &str) -> MethodRouter<Service> {
    match adresse {
        "/" => get(acces::entree),
        "/connexion" => post(acces::connexion),
        "/deconnexion" => post(acces::deconnexion),
        "/tableau-de-bord" => get(tableau_de_bord::page),
        "/remunerations" => get(remunerations::page),
        "/remunerations/{dispositif}/{exercice}" => get(detail::page),
        "/statique/style.css" => get(style),
        _ => MethodRouter::new(),
    }
}

async fn style() -> Response {
    let entetes = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (entetes, include_str!("../statique/style.css")).into_response()
}
