//! The same acts for programs: `/api/v1`, in JSON, with the session and the rights of the pages.
//!
//! What is served is described by one table (`operations`), from which `openapi.json` and the page for people are
//! made. Nothing under `/api/` answers HTML: a refusal is a problem (`probleme`), in French.

mod declarations;
mod dispositifs;
mod explications;
mod membre;
mod moi;
mod openapi;
mod operations;
mod page;
mod pieces;
mod probleme;
mod remunerations;
mod schemas;
mod schemas_des_montants;
mod suivis;
mod transmissions;
mod valeurs;

pub(crate) use probleme::Probleme;

use crate::adresses::Route;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use serde_json::Value;

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/api", || get(page::page)),
    Route::get("/api/v1/openapi.json", || get(openapi::servir)),
    Route::get("/api/v1/moi", || get(moi::lire)),
    Route::get("/api/v1/dispositifs", || get(dispositifs::lire)),
    Route::get("/api/v1/declarations", || get(declarations::liste)),
    Route::get("/api/v1/declarations/{dispositif}/{exercice}", || get(declarations::lire)),
    Route::patch("/api/v1/declarations/{dispositif}/{exercice}", || patch(declarations::ecrire)),
    Route::post("/api/v1/declarations/{dispositif}/{exercice}/estimation", || post(declarations::estimation)),
    Route::get("/api/v1/declarations/{dispositif}/{exercice}/transmissions", || get(transmissions::liste)),
    Route::post("/api/v1/declarations/{dispositif}/{exercice}/transmissions", || post(transmissions::transmettre)),
    Route::get("/api/v1/declarations/{dispositif}/{exercice}/pieces", || get(pieces::liste)),
    Route::get("/api/v1/remunerations", || get(remunerations::liste)),
    Route::get("/api/v1/remunerations/{dispositif}/{exercice}", || get(remunerations::lire)),
    Route::get("/api/v1/suivis/{dispositif}", || get(suivis::lire)),
];

/// Does a program ask, rather than somebody?
pub(crate) fn est_de_l_api(uri: &Uri) -> bool {
    uri.path().starts_with("/api/")
}

type Reponse = Result<Response, Probleme>;

/// A body, with its code.
fn repondre(code: StatusCode, corps: &Value) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json")], corps.to_string()).into_response()
}

fn dire(corps: &Value) -> Reponse {
    Ok(repondre(StatusCode::OK, corps))
}

/// The exercice that a question names.
fn exercice_demande(question: Option<&str>) -> Result<Option<i32>, Probleme> {
    let Some(ecrit) = question.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("exercice="))) else {
        return Ok(None);
    };
    let lu = ecrit.parse().map_err(|_| Probleme::invalide("« exercice » est une année, par exemple 2024."))?;
    Ok(Some(lu))
}
