//! What was typed in a session that ended before the form was sent: kept in the page, and sent again once the same
//! person is back.
//!
//! Nothing is stored. The form must bear the token of the session that ended, which only a page served to this browser
//! knows; what is then carried from page to page is sealed with the secret of that session. It is sent again only
//! after the person has read it and asked for it, to the same address, for the same structure.

use crate::Service;
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::refus::Refus;
use crate::sessions::{self, Champs, Visiteur, egaux, etranger, jeton_de, lire_champs, structure_du};
use askama::Template;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use convention::empreinte_de;
use registre::{Secret, Session};
use std::time::Duration;

pub(crate) const ROUTES: &[Route] =
    &[Route::post("/reprise", || post(reprendre).layer(DefaultBodyLimit::max(CORPS_AU_PLUS)))];

/// A form of the service holds at most half of this; carried along, each of its fields has two names.
const CORPS_AU_PLUS: usize = 262_144;

/// How many fields are carried.
const CHAMPS_AU_PLUS: usize = 500;

/// The field in which the structure of the form is carried, sealed with the rest.
const STRUCTURE: &str = "structure";

/// After this long, what was typed is no longer taken up.
const OUBLI: Duration = Duration::from_secs(86_400);

/// A form that could not be received as it came.
pub(crate) struct Envoi {
    adresse: String,
    entetes: HeaderMap,
    visiteur: Option<Visiteur>,
    pub(crate) champs: Champs,
}

impl Envoi {
    pub(crate) fn de(demande: &Request, visiteur: Option<Visiteur>) -> Self {
        let adresse = demande.uri().path_and_query().map_or("/", |adresse| adresse.as_str()).to_owned();
        Self { adresse, entetes: demande.headers().clone(), visiteur, champs: Champs::default() }
    }
}

/// What is carried, and the seal that proves that it was typed in the session that ended.
struct Saisie {
    adresse: String,
    champs: Vec<(String, String)>,
    sceau: String,
}

impl Saisie {
    fn sceller(secret: &[u8; 32], adresse: String, champs: Vec<(String, String)>) -> Self {
        let sceau = sceau(secret, &adresse, &champs);
        Self { adresse, champs, sceau }
    }

    /// Reads what a page carried.
    fn relire(recus: Champs) -> Option<Self> {
        let (adresse, sceau) = (recus.lire("adresse")?.to_owned(), recus.lire("sceau")?.to_owned());
        let portes = recus.0.into_iter().filter(|(nom, _)| nom == "nom" || nom == "valeur");
        let mut champs = Vec::new();
        let mut nom_lu = None;
        for (nom, valeur) in portes {
            if nom == "nom" {
                nom_lu = Some(valeur);
            } else {
                champs.push((nom_lu.take()?, valeur));
            }
        }
        Some(Self { adresse, champs, sceau })
    }
}

/// The seal of what was typed. Each part is preceded by its length: no two forms have the same bytes.
fn sceau(secret: &[u8; 32], adresse: &str, champs: &[(String, String)]) -> String {
    let mut octets = [secret.as_slice(), b"reprise\n"].concat();
    let parts = champs.iter().flat_map(|(nom, valeur)| [nom.as_str(), valeur.as_str()]);
    for part in [adresse].into_iter().chain(parts) {
        octets.extend_from_slice(format!("{}:{part}\n", part.len()).as_bytes());
    }
    empreinte_de(&octets)
}

/// A session that ended by itself, with the secret that its browser still holds.
struct Finie {
    secret: [u8; 32],
    session: Session,
}

/// The sessions of this browser that ended by themselves: the last one, and the one before the present one.
async fn finies(service: &Service, entetes: &HeaderMap) -> Result<Vec<Finie>, Refus> {
    let instant = service.horloge.maintenant();
    let mut finies = Vec::new();
    for secret in [sessions::secret(entetes), sessions::ancien_secret(entetes)].into_iter().flatten() {
        let lue = service.registre.session_lire(&Secret(secret)).await?;
        if let Some(session) = lue.filter(|session| session.fin() <= instant && instant < session.limite().plus(OUBLI))
        {
            finies.push(Finie { secret, session });
        }
    }
    Ok(finies)
}

/// Answers a form whose token is not that of an open session: with what was typed when it comes from a session that
/// ended, with a refusal otherwise.
pub(crate) async fn suspendre(service: &Service, envoi: Envoi) -> Refus {
    match garder(service, envoi).await {
        Ok(reponse) => reponse.into(),
        Err(refus) => refus,
    }
}

async fn garder(service: &Service, envoi: Envoi) -> Result<Response, Refus> {
    let finies = finies(service, &envoi.entetes).await?;
    let Some(finie) = finies.into_iter().find(|f| envoi.champs.portent(&jeton_de(&f.secret))) else {
        return Err(etranger());
    };
    let structure = envoi.champs.lire("jeton").and_then(structure_du).map(str::to_owned);
    let mut champs = envoi.champs.0;
    champs.retain(|(nom, _)| nom != "jeton" && nom != STRUCTURE);
    champs.extend(structure.map(|structure| (STRUCTURE.to_owned(), structure)));
    if champs.len() > CHAMPS_AU_PLUS {
        return Err(etranger());
    }
    let saisie = Saisie::sceller(&finie.secret, envoi.adresse, champs);
    match envoi.visiteur {
        None => Ok((StatusCode::FORBIDDEN, attente(service, saisie, false)).into_response()),
        Some(visiteur) => proposer(service, &visiteur, &finie.session, saisie).await,
    }
}

#[derive(Template)]
#[template(path = "session_finie.html")]
struct Attente {
    cadre: Cadre,
    saisie: Saisie,
    /// Did they come back without having logged in?
    pas_encore: bool,
}

/// The page that keeps what was typed while the person logs in again elsewhere.
fn attente(service: &Service, saisie: Saisie, pas_encore: bool) -> Response {
    let cadre = Cadre::inconnu(service, "Votre session a pris fin");
    cadre::html(&Attente { cadre, saisie, pas_encore })
}

async fn reprendre(State(service): State<Service>, demande: Request) -> Result<Response, Refus> {
    let entetes = demande.headers().clone();
    let Some(saisie) = Saisie::relire(lire_champs(demande, &service).await?) else { return Err(etranger()) };
    let finies = finies(&service, &entetes).await?;
    let finie = finies.into_iter().find(|f| egaux(&sceau(&f.secret, &saisie.adresse, &saisie.champs), &saisie.sceau));
    let Some(finie) = finie else { return Err(etranger()) };
    match sessions::visiteur(&service, &entetes).await? {
        None => Ok(attente(&service, saisie, true)),
        Some(visiteur) => proposer(&service, &visiteur, &finie.session, saisie).await,
    }
}

#[derive(Template)]
#[template(path = "reprise.html")]
struct Reprise {
    cadre: Cadre,
    saisie: Saisie,
    jeton: String,
}

/// Shows what was typed to the person who typed it, with the token of their new session.
async fn proposer(
    service: &Service,
    visiteur: &Visiteur,
    session: &Session,
    saisie: Saisie,
) -> Result<Response, Refus> {
    if visiteur.personne.id != session.personne {
        return Err(Refus::interdit(
            "Cette saisie a été commencée par une autre personne. Déconnectez-vous, puis reconnectez-vous avec votre compte",
        ));
    }
    let typee = saisie.champs.iter().find(|(nom, _)| nom == STRUCTURE).map(|(_, structure)| structure);
    let structure = typee.or(session.structure.as_ref());
    let droit = visiteur.droits.iter().find(|droit| Some(&droit.structure.0) == structure);
    let Some(droit) = droit else {
        return Err(Refus::interdit("Votre droit sur la structure de cette saisie a pris fin. Rien n'a été envoyé"));
    };
    let instant = service.horloge.maintenant();
    service.registre.session_choisir(&visiteur.secret, &droit.structure.0, instant).await?;
    let choisi = Visiteur { choisi: Some(droit.clone()), ..visiteur.clone() };
    let titre = "Reprendre votre saisie";
    let (cadre, jeton) = match choisi.connecte(service) {
        Some(connecte) => (Cadre::connecte(service, &connecte, "", titre), connecte.jeton),
        None => (Cadre::visiteur(service, visiteur, titre), visiteur.jeton.clone()),
    };
    Ok(cadre::html(&Reprise { cadre, saisie, jeton }))
}
