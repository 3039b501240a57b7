//! What a handler answers when it cannot do what was asked: a page for the person, a line for the log.

use crate::cadre;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use registre::{ErreurDeRegistre, GenreDErreur};

/// A refusal. Handlers return it as their error.
pub(crate) enum Refus {
    /// A page with a code and a sentence.
    Page(StatusCode, String),
    /// What the register refused or failed at.
    Registre(ErreurDeRegistre),
    /// An answer made by the handler itself: a redirection, a form shown again.
    Reponse(Box<Response>),
}

impl Refus {
    /// There is nothing here for this person. The same answer for what does not exist and for what is somebody else's.
    pub(crate) fn absent(phrase: &str) -> Self {
        Self::Page(StatusCode::NOT_FOUND, phrase.to_owned())
    }

    /// The right is missing; the sentence says who may.
    pub(crate) fn interdit(phrase: &str) -> Self {
        Self::Page(StatusCode::FORBIDDEN, phrase.to_owned())
    }

    /// What was sent cannot be accepted.
    pub(crate) fn invalide(phrase: impl Into<String>) -> Self {
        Self::Page(StatusCode::UNPROCESSABLE_ENTITY, phrase.into())
    }

    /// Something failed on our side; the cause goes to the log.
    pub(crate) fn panne(pour_le_journal: impl Into<String>) -> Self {
        Self::Registre(ErreurDeRegistre::panne(pour_le_journal))
    }

    /// The code and the sentence, for an answer that is not a page.
    pub(crate) fn dire(&self) -> (StatusCode, String) {
        match self {
            Self::Page(code, phrase) => (*code, phrase.clone()),
            Self::Registre(erreur) => {
                tracing::error!(cause = %erreur.pour_le_journal, "le registre n'a pas répondu");
                let code = match erreur.genre {
                    GenreDErreur::Refus => StatusCode::UNPROCESSABLE_ENTITY,
                    GenreDErreur::Panne => StatusCode::SERVICE_UNAVAILABLE,
                };
                (code, erreur.message.clone())
            }
            Self::Reponse(reponse) => (reponse.status(), String::new()),
        }
    }
}

impl From<ErreurDeRegistre> for Refus {
    fn from(erreur: ErreurDeRegistre) -> Self {
        Self::Registre(erreur)
    }
}

impl From<Response> for Refus {
    fn from(reponse: Response) -> Self {
        Self::Reponse(Box::new(reponse))
    }
}

impl IntoResponse for Refus {
    fn into_response(self) -> Response {
        match self {
            Self::Reponse(reponse) => *reponse,
            autre => {
                let (code, phrase) = autre.dire();
                cadre::erreur(code, &phrase)
            }
        }
    }
}
