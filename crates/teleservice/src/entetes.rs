//! The headers of every answer, and the only names under which the service answers.

use crate::Service;
use crate::adresses::refuser;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Said on every answer, errors included.
const ENTETES: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

pub(crate) async fn poser(demande: Request, suite: Next) -> Response {
    let mut reponse = suite.run(demande).await;
    for (nom, valeur) in ENTETES {
        // What a page says of itself stands: the style sheet may be kept.
        reponse.headers_mut().entry(nom).or_insert(HeaderValue::from_static(valeur));
    }
    reponse
}

/// A page elsewhere that makes its own name point at this machine must not read this service.
pub(crate) async fn hote(State(service): State<Service>, demande: Request, suite: Next) -> Response {
    if !connu(demande.headers(), &service.reglages.hotes) {
        let phrase = "Cette adresse n'est pas celle du service";
        return refuser(demande.uri(), StatusCode::MISDIRECTED_REQUEST, phrase);
    }
    let mut reponse = suite.run(demande).await;
    if service.reglages.tls {
        let un_an = HeaderValue::from_static("max-age=31536000");
        reponse.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, un_an);
    }
    reponse
}

fn connu(entetes: &HeaderMap, hotes: &[String]) -> bool {
    let Some(hote) = entetes.get(header::HOST).and_then(|hote| hote.to_str().ok()) else { return false };
    let nom = hote
        .rsplit_once(':')
        .map_or(hote, |(nom, port)| if port.bytes().all(|octet| octet.is_ascii_digit()) { nom } else { hote });
    hotes.iter().any(|connu| connu == nom)
}
