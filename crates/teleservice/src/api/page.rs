//! The API, for people: what it offers, and how to begin.

use super::operations::{OPERATIONS, Operation};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::refus::Refus;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use convention::ecriture::typographier;

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    cadre: Cadre,
    adresse: String,
    operations: &'static [Operation],
}

impl Page {
    fn dire(&self, texte: &str) -> String {
        typographier(texte)
    }
}

pub(super) async fn page(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    Ok(cadre::html(&Page {
        cadre: Cadre::de_passage(&service, &entetes, "/api", "L'API de Ma Convention").await?,
        adresse: service.reglages.adresse.clone(),
        operations: OPERATIONS,
    }))
}
