//! Every address of the service, in one table: what is not here answers 404.

use crate::{Service, api, cadre, entetes, journal};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

/// An address, its method, and what answers. Each module exports its own.
pub(crate) struct Route {
    methode: &'static str,
    adresse: &'static str,
    ouvrir: fn() -> MethodRouter<Service>,
}

impl Route {
    pub(crate) const fn get(adresse: &'static str, ouvrir: fn() -> MethodRouter<Service>) -> Self {
        Self { methode: "GET", adresse, ouvrir }
    }

    pub(crate) const fn post(adresse: &'static str, ouvrir: fn() -> MethodRouter<Service>) -> Self {
        Self { methode: "POST", adresse, ouvrir }
    }

    pub(crate) const fn patch(adresse: &'static str, ouvrir: fn() -> MethodRouter<Service>) -> Self {
        Self { methode: "PATCH", adresse, ouvrir }
    }
}

/// The routes of every module.
const ROUTES: &[&[Route]] = &[
    crate::acces::ROUTES,
    crate::prolongation::ROUTES,
    crate::reprise::ROUTES,
    crate::tableau_de_bord::ROUTES,
    crate::declaration::ROUTES,
    crate::suivi::ROUTES,
    crate::remunerations::ROUTES,
    crate::detail::ROUTES,
    crate::simulation::ROUTES,
    crate::compte::ROUTES,
    crate::delegations::ROUTES,
    crate::invitation::ROUTES,
    crate::document_utile::ROUTES,
    crate::documents::ROUTES,
    crate::informations::ROUTES,
    crate::impression::ROUTES,
    crate::pieces::ROUTES,
    crate::api::ROUTES,
    crate::statique::ROUTES,
];

/// Method and address of every route. The router is built from the same table, and the tests hold an access for each
/// row.
pub fn adresses() -> Vec<(&'static str, &'static str)> {
    ROUTES.iter().copied().flatten().map(|route| (route.methode, route.adresse)).collect()
}

/// A form without files holds answers and a token; a module whose forms are larger says so on its own route.
const CORPS_AU_PLUS: usize = 65_536;

/// The service behind its front door.
pub fn routeur(service: Service) -> Router {
    let mut routeur = Router::new();
    for route in ROUTES.iter().copied().flatten() {
        routeur = routeur.route(route.adresse, (route.ouvrir)());
    }
    routeur
        .fallback(|uri: Uri| async move { refuser(&uri, StatusCode::NOT_FOUND, "Cette page n'existe pas") })
        .method_not_allowed_fallback(|uri: Uri| async move {
            refuser(&uri, StatusCode::METHOD_NOT_ALLOWED, "Cette page ne s'ouvre pas de cette façon")
        })
        .layer(DefaultBodyLimit::max(CORPS_AU_PLUS))
        .layer(from_fn_with_state(service.clone(), entetes::hote))
        .layer(from_fn_with_state(service.clone(), journal::noter))
        .layer(from_fn(entetes::poser))
        .with_state(service)
}

/// A refusal for who asks: a page for people, a problem for programs.
pub(crate) fn refuser(uri: &Uri, code: StatusCode, phrase: &str) -> Response {
    if api::est_de_l_api(uri) { api::Probleme::new(code, phrase).into_response() } else { cadre::erreur(code, phrase) }
}
