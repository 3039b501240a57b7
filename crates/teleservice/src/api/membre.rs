//! Who asks: the session of the pages, without a redirection, and the token in a header for what writes.

use super::Probleme;
use crate::Service;
use crate::sessions::{self, Connecte, Visiteur, meme_session};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

/// The header that bears the token given by `/api/v1/moi`.
pub(super) const JETON: &str = "x-jeton";

/// Somebody who is logged in and has a right somewhere.
pub(super) struct Arrive(pub(super) Visiteur);

/// Somebody who is looking at a structure.
pub(super) struct Membre(pub(super) Connecte);

/// A body sent by somebody who is looking at a structure, with the token of their session.
pub(super) struct Ecrit {
    pub(super) connecte: Connecte,
    pub(super) corps: Map<String, Value>,
}

async fn arrive(service: &Service, entetes: &HeaderMap) -> Result<Visiteur, Probleme> {
    if let Some(visiteur) = sessions::visiteur(service, entetes).await? {
        return Ok(visiteur);
    }
    Err(match sessions::identifier(service, entetes).await? {
        None => Probleme::new(StatusCode::UNAUTHORIZED, "Votre session n'est pas ouverte, ou elle a pris fin."),
        Some(_) => Probleme::new(StatusCode::FORBIDDEN, "Vous n'avez de droit sur aucune structure.")
            .en_faisant("Demandez à un titulaire de vous inviter."),
    })
}

async fn membre(service: &Service, entetes: &HeaderMap) -> Result<Connecte, Probleme> {
    let visiteur = arrive(service, entetes).await?;
    visiteur.connecte(service).ok_or_else(|| {
        Probleme::new(StatusCode::FORBIDDEN, "Aucune structure n'est choisie dans cette session.")
            .en_faisant("Choisissez la structure à l'adresse /structures.")
    })
}

impl FromRequestParts<Service> for Arrive {
    type Rejection = Probleme;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Probleme> {
        Ok(Self(arrive(service, &parts.headers).await?))
    }
}

impl FromRequestParts<Service> for Membre {
    type Rejection = Probleme;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Probleme> {
        Ok(Self(membre(service, &parts.headers).await?))
    }
}

impl FromRequest<Service> for Ecrit {
    type Rejection = Probleme;

    async fn from_request(demande: Request, service: &Service) -> Result<Self, Probleme> {
        let connecte = membre(service, demande.headers()).await?;
        let jeton = demande.headers().get(JETON).and_then(|jeton| jeton.to_str().ok());
        if !jeton.is_some_and(|jeton| meme_session(jeton, &connecte.jeton)) {
            return Err(Probleme::new(
                StatusCode::FORBIDDEN,
                "L'en-tête X-Jeton manque, ou n'est pas celui de votre session.",
            )
            .en_faisant("Lisez « jeton » à l'adresse /api/v1/moi et renvoyez-le dans l'en-tête X-Jeton."));
        }
        if !en_json(demande.headers()) {
            return Err(Probleme::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Le corps n'est pas annoncé comme du JSON."));
        }
        let octets = Bytes::from_request(demande, service).await.map_err(|rejet| match rejet.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Probleme::new(StatusCode::PAYLOAD_TOO_LARGE, "Le corps dépasse la taille permise.")
            }
            _ => Probleme::invalide("Le corps n'est pas arrivé en entier."),
        })?;
        match serde_json::from_slice(&octets) {
            Ok(Value::Object(corps)) => Ok(Self { connecte, corps }),
            _ => Err(Probleme::invalide("Le corps n'est pas un objet JSON.")),
        }
    }
}

fn en_json(entetes: &HeaderMap) -> bool {
    let genre = entetes.get(header::CONTENT_TYPE).and_then(|genre| genre.to_str().ok()).unwrap_or_default();
    genre.split(';').next().is_some_and(|genre| genre.trim().eq_ignore_ascii_case("application/json"))
}

impl Ecrit {
    /// Goes on only when the body holds nothing else than these names: a name mistyped must not be lost in silence.
    pub(super) fn seulement(&self, permis: &[&str]) -> Result<(), Probleme> {
        seulement(&self.corps, permis)
    }
}

/// The same for an object of the body.
pub(super) fn seulement(objet: &Map<String, Value>, permis: &[&str]) -> Result<(), Probleme> {
    match objet.keys().find(|nom| !permis.contains(&nom.as_str())) {
        None => Ok(()),
        Some(nom) => Err(Probleme::invalide(format!("« {} » n'est pas attendu.", abrege(nom)))
            .en_faisant(format!("Envoyez seulement : {}.", permis.join(", ")))),
    }
}

/// What was sent is repeated, but never at length.
pub(super) fn abrege(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The declaration that an address names.
pub(super) struct Adresse {
    pub(super) dispositif: String,
    pub(super) exercice: String,
}

impl FromRequestParts<Service> for Adresse {
    type Rejection = Probleme;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Probleme> {
        match Path::<(String, String)>::from_request_parts(parts, service).await {
            Ok(Path((dispositif, exercice))) => Ok(Self { dispositif, exercice }),
            Err(_) => Err(Probleme::absent("Cette adresse n'existe pas.")),
        }
    }
}

/// The dispositif that an address names.
pub(super) struct Code(pub(super) String);

impl FromRequestParts<Service> for Code {
    type Rejection = Probleme;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Probleme> {
        match Path::<String>::from_request_parts(parts, service).await {
            Ok(Path(code)) => Ok(Self(code)),
            Err(_) => Err(Probleme::absent("Cette adresse n'existe pas.")),
        }
    }
}
