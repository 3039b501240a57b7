//! Style sheets and scripts, compiled in. Each subject has its file; a page receives them as one.

use crate::adresses::Route;
use crate::refus::Refus;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(crate) const ROUTES: &[Route] = &[Route::get("/statique/{fichier}", || get(servir))];

const STYLE: &str = concat!(
    include_str!("../statique/style.css"),
    include_str!("../statique/compte.css"),
    include_str!("../statique/detail.css"),
    include_str!("../statique/suivi.css"),
    include_str!("../statique/declaration.css"),
    include_str!("../statique/pieces.css"),
);
const SCRIPT: &str = concat!(
    include_str!("../statique/page.js"),
    include_str!("../statique/session.js"),
    include_str!("../statique/declaration.js"),
    include_str!("../statique/pieces.js"),
);

async fn servir(Path(fichier): Path<String>) -> Result<Response, Refus> {
    let (genre, contenu) = match fichier.as_str() {
        "style.css" => ("text/css; charset=utf-8", STYLE),
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return Err(Refus::absent("Ce fichier n'existe pas")),
    };
    Ok(([(header::CONTENT_TYPE, genre), (header::CACHE_CONTROL, "no-cache")], contenu).into_response())
}
