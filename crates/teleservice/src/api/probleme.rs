//! What the API answers when it cannot do what was asked: `application/problem+json` (RFC 9457), in French.

use crate::declaration::obstacles::Obstacle;
use crate::refus::Refus;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use convention::ecriture::typographier;
use serde_json::{Map, Value, json};

/// A refusal for a program: what happened, and what to do next.
pub(crate) struct Probleme {
    statut: StatusCode,
    detail: String,
    que_faire: Option<String>,
    plus: Box<Map<String, Value>>,
}

impl Probleme {
    pub(crate) fn new(statut: StatusCode, detail: impl Into<String>) -> Self {
        Self { statut, detail: detail.into(), que_faire: None, plus: Box::default() }
    }

    /// What was sent cannot be accepted.
    pub(super) fn invalide(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    pub(super) fn absent(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(super) fn conflit(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    pub(super) fn en_faisant(mut self, que_faire: impl Into<String>) -> Self {
        self.que_faire = Some(que_faire.into());
        self
    }

    /// With what a program may read besides the sentence.
    pub(super) fn avec(mut self, nom: &str, valeur: Value) -> Self {
        self.plus.insert(nom.to_owned(), valeur);
        self
    }

    pub(super) fn avec_raisons(self, obstacles: &[Obstacle]) -> Self {
        self.avec("raisons", raisons(obstacles))
    }
}

/// Reasons, each with the field to which it leads.
pub(super) fn raisons(obstacles: &[Obstacle]) -> Value {
    let une = |o: &Obstacle| {
        let champ = o.ancre.as_deref().and_then(|ancre| ancre.strip_prefix("champ-"));
        json!({ "phrase": o.phrase, "champ": champ, "erreur": o.erreur })
    };
    obstacles.iter().map(une).collect()
}

/// The title of a code, and what to do when nothing more precise is known.
fn titre(statut: StatusCode) -> (&'static str, &'static str) {
    match statut {
        StatusCode::UNAUTHORIZED => (
            "Vous n'êtes pas connecté",
            "Ouvrez une session sur le site, puis envoyez son témoin (cookie) avec chaque demande.",
        ),
        StatusCode::FORBIDDEN => {
            ("Vous n'avez pas le droit de faire cela", "Vérifiez votre droit et votre jeton à l'adresse /api/v1/moi.")
        }
        StatusCode::NOT_FOUND => ("Introuvable", "Vérifiez l'adresse. /api/v1/openapi.json les donne toutes."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Méthode refusée", "/api/v1/openapi.json donne les méthodes de chaque adresse.")
        }
        StatusCode::CONFLICT => ("Conflit", "Relisez la déclaration, puis recommencez."),
        StatusCode::PAYLOAD_TOO_LARGE => ("Envoi trop long", "Envoyez moins de réponses à la fois."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("Format refusé", "Envoyez du JSON, avec l'en-tête Content-Type: application/json.")
        }
        StatusCode::UNPROCESSABLE_ENTITY => ("Demande refusée", "Corrigez ce qui est dit, puis recommencez."),
        StatusCode::MISDIRECTED_REQUEST => ("Adresse inconnue", "Utilisez le nom du service."),
        _ => ("Service indisponible", "Recommencez dans quelques minutes. Si cela dure, prévenez votre caisse."),
    }
}

impl From<Refus> for Probleme {
    fn from(refus: Refus) -> Self {
        let (statut, detail) = refus.dire();
        // What was made for a browser says nothing to a program.
        let statut = if statut.is_client_error() { statut } else { StatusCode::SERVICE_UNAVAILABLE };
        Self::new(statut, detail)
    }
}

impl From<registre::ErreurDeRegistre> for Probleme {
    fn from(erreur: registre::ErreurDeRegistre) -> Self {
        Refus::from(erreur).into()
    }
}

impl IntoResponse for Probleme {
    fn into_response(self) -> Response {
        let (titre, que_faire) = titre(self.statut);
        let phrase = |texte: &str| typographier(texte);
        let detail = if self.detail.is_empty() { titre } else { &self.detail };
        let mut corps = json!({
            "type": "about:blank",
            "title": phrase(titre),
            "status": self.statut.as_u16(),
            "detail": phrase(detail),
            "que_faire": phrase(self.que_faire.as_deref().unwrap_or(que_faire)),
        });
        if let Some(corps) = corps.as_object_mut() {
            corps.extend(*self.plus);
        }
        (self.statut, [(header::CONTENT_TYPE, "application/problem+json")], corps.to_string()).into_response()
    }
}
