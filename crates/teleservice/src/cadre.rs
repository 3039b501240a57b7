//! What every page has around it: header, bar, menu, footer; and the pages of errors.

use crate::{Monde, Service, acces};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// The frame of a page.
#[derive(Debug)]
pub(crate) struct Cadre {
    /// What the browser shows as the title.
    pub(crate) titre: String,
    pub(crate) origine: String,
    /// Nobody on the entry and on errors.
    pub(crate) qui: Option<Identite>,
    pub(crate) ici: &'static str,
}

#[derive(Debug)]
pub(crate) struct Identite {
    pub(crate) nom: String,
    pub(crate) id: String,
    pub(crate) profession: String,
    pub(crate) jeton: String,
    pub(crate) menu: Vec<Lien>,
}

#[derive(Debug)]
pub(crate) struct Lien {
    pub(crate) libelle: String,
    pub(crate) adresse: String,
}

/// Somebody who is logged in; others are led to the entry.
#[derive(Debug)]
pub(crate) struct Connecte {
    pub(crate) qui: usize,
    pub(crate) jeton: String,
}

impl FromRequestParts<Service> for Connecte {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Response> {
        let session = acces::session(service, &parts.headers).map(|(_, session)| session);
        match session.and_then(|s| Some((s.qui?, s.jeton))) {
            Some((qui, jeton)) => Ok(Self { qui, jeton }),
            None => Err(Redirect::to("/").into_response()),
        }
    }
}

impl Cadre {
    pub(crate) fn connecte(monde: &Monde, connecte: &Connecte, ici: &'static str, titre: impl Into<String>) -> Self {
        let beneficiaire = monde.beneficiaires.get(connecte.qui);
        // The last computed exercice of each dispositif, in the order of the convention.
        let menu = monde.convention.dispositifs.iter().filter_map(|d| {
            let annees = monde.calculs.iter().filter(|c| c.dispositif == d.code).map(|c| c.compile.exercice);
            let annee = annees.max()?;
            Some(Lien { libelle: d.titre.clone(), adresse: format!("/remunerations/{}/{annee}", d.code) })
        });
        let qui = Identite {
            nom: beneficiaire.map_or_else(String::new, |b| b.nom.clone()),
            id: beneficiaire.map_or_else(String::new, |b| b.id.clone()),
            profession: monde.convention.profession.clone(),
            jeton: connecte.jeton.clone(),
            menu: menu.collect(),
        };
        Self { titre: titre.into(), origine: monde.origine.clone(), qui: Some(qui), ici }
    }

    pub(crate) fn anonyme(titre: impl Into<String>, origine: &str) -> Self {
        Self { titre: titre.into(), origine: origine.to_owned(), qui: None, ici: "" }
    }
}

#[derive(Template)]
#[template(path = "erreur.html")]
struct Erreur<'a> {
    cadre: Cadre,
    message: &'a str,
}

/// A page that says what happened, and where to go.
pub(crate) fn erreur(code: StatusCode, message: &str) -> Response {
    (code, html(&Erreur { cadre: Cadre::anonyme(message, ""), message })).into_response()
}

/// A page, or the sentence that it could not be written.
pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(texte) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], texte).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "La page n'a pas pu être écrite.").into_response(),
    }
}
