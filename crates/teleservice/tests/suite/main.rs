//! The service through its front door: each test sends requests and reads what comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop there")]

mod acces;
mod api;
mod autrui;
mod compte;
mod contrats;
mod declaration;
mod detail;
mod deux_conventions;
mod documents;
mod equipement;
mod gardes;
mod impression;
mod lieu;
mod monde;
mod pages;
mod pieces;
mod pieces_acces;
mod pieces_antivirus;
mod postgresql;
mod reprise;
#[path = "../../../registre/tests/suite/serveur_postgresql.rs"]
mod serveur_postgresql;
mod sessions;
mod simulation;
mod suivi;
mod textes;
mod volets;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use lieu::{Lieu, attendre};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

/// A visitor with their own cookie. Several may visit the same place.
pub(crate) struct Visiteur {
    pub(crate) lieu: Arc<Lieu>,
    pub(crate) temoin: Option<String>,
    /// The cookie of the session before.
    pub(crate) ancien: Option<String>,
}

/// What came back.
pub(crate) struct Reponse {
    pub(crate) code: StatusCode,
    pub(crate) entetes: HeaderMap,
    pub(crate) octets: Vec<u8>,
    pub(crate) texte: String,
}

impl Visiteur {
    /// Nobody yet, before a service of its own.
    pub(crate) fn anonyme() -> Self {
        Self::dans(&Lieu::new())
    }

    /// Nobody yet, before this service.
    pub(crate) fn dans(lieu: &Arc<Lieu>) -> Self {
        Self { lieu: lieu.clone(), temoin: None, ancien: None }
    }

    /// Logged in as the titulaire of a structure.
    pub(crate) fn titulaire(structure: &str) -> Self {
        Self::anonyme().entre(structure)
    }

    /// The same, once logged in as this person, or as the titulaire of this structure.
    pub(crate) fn entre(mut self, qui: &str) -> Self {
        self.entrer(qui);
        self
    }

    pub(crate) fn entrer(&mut self, qui: &str) {
        let jeton = self.lire("/").jeton();
        let reponse = self.envoyer("/connexion", &format!("jeton={jeton}&personne={qui}"));
        assert_eq!(reponse.code, StatusCode::SEE_OTHER);
    }

    pub(crate) fn passer(&self, duree: Duration) {
        self.lieu.passer(duree);
    }

    pub(crate) fn lire(&mut self, adresse: &str) -> Reponse {
        self.demander("GET", adresse, "")
    }

    pub(crate) fn envoyer(&mut self, adresse: &str, corps: &str) -> Reponse {
        self.demander("POST", adresse, corps)
    }

    pub(crate) fn demander(&mut self, methode: &str, adresse: &str, corps: &str) -> Reponse {
        self.chez("127.0.0.1:8080", methode, adresse, corps)
    }

    pub(crate) fn chez(&mut self, hote: &str, methode: &str, adresse: &str, corps: &str) -> Reponse {
        let mut demande = Request::builder().method(methode).uri(adresse).header(header::HOST, hote);
        if methode == "POST" {
            demande = demande.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.repondre(demande.body(Body::from(corps.to_owned())).unwrap())
    }

    /// Sends a request made by the test, with this visitor's cookie.
    pub(crate) fn repondre(&mut self, mut demande: Request<Body>) -> Reponse {
        let temoins: Vec<_> = [&self.temoin, &self.ancien].into_iter().flatten().cloned().collect();
        if !temoins.is_empty() {
            demande.headers_mut().insert(header::COOKIE, temoins.join("; ").parse().unwrap());
        }
        let routeur = self.lieu.routeur.clone();
        let (parties, octets) = attendre(async move {
            let (parties, corps) = routeur.oneshot(demande).await.unwrap().into_parts();
            (parties, to_bytes(corps, usize::MAX).await.unwrap().to_vec())
        });
        for pose in parties.headers.get_all(header::SET_COOKIE) {
            let temoin = pose.to_str().unwrap().split(';').next().unwrap().to_owned();
            if temoin.starts_with("ancienne=") { self.ancien = Some(temoin) } else { self.temoin = Some(temoin) }
        }
        let texte = String::from_utf8_lossy(&octets).into_owned();
        Reponse { code: parties.status, entetes: parties.headers, octets, texte }
    }
}

impl Reponse {
    /// The token of the first form.
    pub(crate) fn jeton(&self) -> String {
        let (_, suite) = self.texte.split_once("name=\"jeton\" value=\"").unwrap();
        suite.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn entete(&self, nom: &str) -> &str {
        self.entetes.get(nom).map_or("", |valeur| valeur.to_str().unwrap())
    }

    pub(crate) fn dit(&self, phrases: &[&str]) {
        for phrase in phrases {
            assert!(self.texte.contains(phrase), "« {phrase} » manque dans :\n{}", self.texte);
        }
    }
}
