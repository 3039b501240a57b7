//! Coming in and going out. Identity is a choice here; the right to a page is the session's.

use crate::cadre::{self, Cadre};
use crate::sessions::Session;
use crate::{Service, interets};
use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;

const TEMOIN: &str = "session";

#[derive(Template)]
#[template(path = "entree.html")]
struct Entree<'a> {
    cadre: Cadre,
    jeton: String,
    choisis: &'a [interets::Interet],
    total: usize,
    refus: Option<&'a str>,
}

pub(crate) async fn entree(State(service): State<Service>, entetes: HeaderMap) -> Response {
    match session(&service, &entetes) {
        Some((_, session)) if session.qui.is_some() => Redirect::to("/tableau-de-bord").into_response(),
        Some((_, session)) => porte(&service, session.jeton, None).into_response(),
        None => match service.sessions.ouvrir(None) {
            Ok((id, session)) => {
                ([(header::SET_COOKIE, temoin(&id))], porte(&service, session.jeton, None)).into_response()
            }
            Err(_) => sans_hasard(),
        },
    }
}

fn porte(service: &Service, jeton: String, refus: Option<&str>) -> Response {
    cadre::html(&Entree {
        cadre: Cadre::anonyme("Entrer dans la démonstration", &service.monde.origine),
        jeton,
        choisis: &service.choisis,
        total: service.monde.beneficiaires.len(),
        refus,
    })
}

type Champs = Result<Form<HashMap<String, String>>, FormRejection>;

pub(crate) async fn connexion(State(service): State<Service>, entetes: HeaderMap, champs: Champs) -> Response {
    let (id, session, champs) = match formulaire(&service, &entetes, champs) {
        Ok(lu) => lu,
        Err(refus) => return *refus,
    };
    let voulu = champs.get("beneficiaire").map_or("", |id| id.trim());
    let Some(qui) = service.monde.beneficiaires.iter().position(|b| b.id == voulu) else {
        let refus =
            "Aucun bénéficiaire de la démonstration n'a cet identifiant. Vérifiez-le, ou choisissez ci-dessous.";
        return (StatusCode::UNPROCESSABLE_ENTITY, porte(&service, session.jeton, Some(refus))).into_response();
    };
    // A new id at each login: one that was known before must be worth nothing after.
    service.sessions.fermer(&id);
    match service.sessions.ouvrir(Some(qui)) {
        Ok((id, _)) => ([(header::SET_COOKIE, temoin(&id))], Redirect::to("/tableau-de-bord")).into_response(),
        Err(_) => sans_hasard(),
    }
}

pub(crate) async fn deconnexion(State(service): State<Service>, entetes: HeaderMap, champs: Champs) -> Response {
    match formulaire(&service, &entetes, champs) {
        Ok((id, ..)) => {
            service.sessions.fermer(&id);
            let fini = format!("{TEMOIN}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
            ([(header::SET_COOKIE, fini)], Redirect::to("/")).into_response()
        }
        Err(refus) => *refus,
    }
}

/// The session of a request and its id.
pub(crate) fn session(service: &Service, entetes: &HeaderMap) -> Option<(String, Session)> {
    let temoins = entetes.get_all(header::COOKIE).iter().filter_map(|t| t.to_str().ok());
    let id = temoins.flat_map(|t| t.split(';')).find_map(|t| t.trim().strip_prefix(TEMOIN)?.strip_prefix('='))?;
    Some((id.to_owned(), service.sessions.lire(id)?))
}

/// What a form sent, if it comes from one of our pages.
fn formulaire(
    service: &Service,
    entetes: &HeaderMap,
    champs: Champs,
) -> Result<(String, Session, HashMap<String, String>), Box<Response>> {
    let refus = || {
        Box::new(cadre::erreur(
            StatusCode::FORBIDDEN,
            "Votre session a pris fin, ou ce formulaire ne vient pas du service. Rien n'a été fait",
        ))
    };
    let (Some((id, session)), Ok(Form(champs))) = (session(service, entetes), champs) else { return Err(refus()) };
    match champs.get("jeton") {
        Some(jeton) if egaux(jeton, &session.jeton) => Ok((id, session, champs)),
        _ => Err(refus()),
    }
}

/// Compares without saying by its time where the first difference is.
fn egaux(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |ecart, (a, b)| ecart | (a ^ b)) == 0
}

/// `Secure` is left out: this version only answers on loopback, without TLS.
fn temoin(id: &str) -> String {
    format!("{TEMOIN}={id}; HttpOnly; SameSite=Lax; Path=/")
}

fn sans_hasard() -> Response {
    cadre::erreur(StatusCode::SERVICE_UNAVAILABLE, "Le système ne donne pas de nombre au hasard. Réessayez plus tard")
}
