//! How long the session still lasts, and its prolongation, with or without a script.

use crate::Service;
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::horloge::heure;
use crate::refus::Refus;
use crate::sessions::{self, Identifie, jeton_de, lire_formulaire};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use registre::{Instant, Secret};

pub(crate) const ROUTES: &[Route] =
    &[Route::get("/session", || get(reste)), Route::post("/session/prolonger", || post(prolonger))];

/// Tells without prolonging: asking how long is left must not be what keeps the session open.
async fn reste(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    let instant = service.horloge.maintenant();
    let session = match sessions::secret(&entetes) {
        Some(secret) => service.registre.session_lire(&Secret(secret)).await?,
        None => None,
    };
    let session = session.filter(|session| instant < session.fin());
    let (fin, limite) = session.map_or((instant, instant), |session| (session.fin(), session.limite()));
    Ok(json(instant, fin, limite))
}

fn json(instant: Instant, fin: Instant, limite: Instant) -> Response {
    let (reste, limite) = ((fin.0 - instant.0) / 1000, (limite.0 - instant.0) / 1000);
    let texte = format!("{{\"reste\":{reste},\"limite\":{limite}}}");
    ([(header::CONTENT_TYPE, "application/json")], texte).into_response()
}

#[derive(Template)]
#[template(path = "session_prolongee.html")]
struct Prolongee {
    cadre: Cadre,
    fin: String,
    /// Is it the end that nothing prolongs?
    derniere: bool,
}

async fn prolonger(State(service): State<Service>, demande: Request) -> Result<Response, Refus> {
    let Some(secret) = sessions::secret(demande.headers()) else { return Err(sessions::etranger()) };
    let entetes = demande.headers().clone();
    let par_le_script = entetes.get(header::ACCEPT).is_some_and(|types| types.as_bytes() == b"application/json");
    lire_formulaire(demande, &service, &jeton_de(&secret)).await?;
    let instant = service.horloge.maintenant();
    // Being looked up is what prolongs it.
    let Some(qui) = sessions::identifier(&service, &entetes).await? else {
        return if par_le_script { Ok(json(instant, instant, instant)) } else { Err(sessions::etranger()) };
    };
    let Identifie { fin, limite, .. } = qui;
    if par_le_script {
        return Ok(json(instant, fin, limite));
    }
    let cadre = Cadre::identifie(&service, &qui, "Votre session est prolongée");
    Ok(cadre::html(&Prolongee { cadre, fin: heure(fin), derniere: fin == limite }))
}
