//! One line of the log a request. It names the route and not the address: an address holds ids, a form holds answers.

use crate::Service;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

pub(crate) async fn noter(State(service): State<Service>, demande: Request, suite: Next) -> Response {
    let methode = demande.method().clone();
    let route = demande.extensions().get::<MatchedPath>().cloned();
    let debut = service.horloge.maintenant();
    let reponse = suite.run(demande).await;
    let duree = service.horloge.maintenant().0 - debut.0;
    let (route, code) = (route.as_ref().map_or("aucune", MatchedPath::as_str), reponse.status().as_u16());
    if code >= 500 {
        tracing::warn!(%methode, route, code, duree_ms = duree, "une demande a échoué");
    } else {
        tracing::info!(%methode, route, code, duree_ms = duree, "demande");
    }
    reponse
}
