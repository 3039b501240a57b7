//! The service through its front door: each test sends requests and reads what comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop there")]

mod acces;
mod monde;
mod pages;
mod sessions;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// A visitor with their own cookie.
pub(crate) struct Visiteur {
    routeur: Router,
    pub(crate) temoin: Option<String>,
    avance: Arc<Mutex<Duration>>,
}

/// What came back.
pub(crate) struct Reponse {
    pub(crate) code: StatusCode,
    pub(crate) entetes: axum::http::HeaderMap,
    pub(crate) texte: String,
}

pub(crate) fn attendre<T>(quoi: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(quoi)
}

impl Visiteur {
    /// Nobody yet, before a service of its own.
    pub(crate) fn anonyme() -> Self {
        let avance = Arc::new(Mutex::new(Duration::ZERO));
        let (debut, lu) = (Instant::now(), avance.clone());
        let horloge = teleservice::Horloge(Arc::new(move || debut + *lu.lock().unwrap()));
        let service = teleservice::Service::new(monde::monde(), horloge);
        Self { routeur: teleservice::routeur(service), temoin: None, avance }
    }

    /// Logged in as the beneficiary of an id.
    pub(crate) fn titulaire(id: &str) -> Self {
        let mut visiteur = Self::anonyme();
        visiteur.entrer(id);
        visiteur
    }

    pub(crate) fn entrer(&mut self, id: &str) {
        let jeton = self.lire("/").jeton();
        let reponse = self.envoyer("/connexion", &format!("jeton={jeton}&beneficiaire={id}"));
        assert_eq!(reponse.code, StatusCode::SEE_OTHER);
    }

    pub(crate) fn passer(&self, duree: Duration) {
        *self.avance.lock().unwrap() += duree;
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
        if let Some(temoin) = &self.temoin {
            demande = demande.header(header::COOKIE, temoin);
        }
        if methode == "POST" {
            demande = demande.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let demande = demande.body(Body::from(corps.to_owned())).unwrap();
        let routeur = self.routeur.clone();
        let (parties, texte) = attendre(async {
            let (parties, corps) = routeur.oneshot(demande).await.unwrap().into_parts();
            let octets = to_bytes(corps, usize::MAX).await.unwrap();
            (parties, String::from_utf8(octets.to_vec()).unwrap())
        });
        if let Some(pose) = parties.headers.get(header::SET_COOKIE) {
            self.temoin = pose.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        Reponse { code: parties.status, entetes: parties.headers, texte }
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
