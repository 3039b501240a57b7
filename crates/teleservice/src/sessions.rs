//! Who is looking: the cookie, the session behind it, the token of every form.

use crate::hasard;
use crate::refus::Refus;
use crate::{Service, cadre};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use convention::empreinte_de;
use registre::{Droit, Instant, Personne, Portee, Qualite, Secret};

const TEMOIN: &str = "session";

/// Somebody who is logged in, whether they chose a structure or not.
#[derive(Debug, Clone)]
pub(crate) struct Visiteur {
    pub(crate) secret: Secret,
    pub(crate) personne: Personne,
    /// The rights that hold now; never empty.
    pub(crate) droits: Vec<Droit>,
    /// The structure that they chose, if the right to it still holds.
    pub(crate) choisi: Option<Droit>,
    /// What every form must send back.
    pub(crate) jeton: String,
    /// When the session ends if nothing is done.
    pub(crate) fin: Instant,
}

/// Somebody who is looking at a structure: what most pages are for.
#[derive(Debug, Clone)]
pub(crate) struct Connecte {
    pub(crate) personne: Personne,
    /// The rank of the structure among the beneficiaries.
    pub(crate) qui: usize,
    pub(crate) structure: convention::IdBeneficiaire,
    pub(crate) qualite: Qualite,
    pub(crate) portee: Portee,
    pub(crate) plusieurs_structures: bool,
    pub(crate) jeton: String,
    pub(crate) fin: Instant,
}

impl Connecte {
    /// Goes on only with a right that reaches this far.
    pub(crate) fn exiger(&self, portee: Portee) -> Result<(), Refus> {
        if self.portee >= portee {
            return Ok(());
        }
        Err(Refus::interdit(match portee {
            Portee::Transmettre => {
                "Votre délégation ne permet pas de transmettre. Demandez au titulaire de le faire, ou d'étendre votre délégation"
            }
            _ => "Votre délégation permet seulement de voir. Demandez au titulaire de l'étendre",
        }))
    }

    /// Goes on only for the titulaire.
    pub(crate) fn exiger_titulaire(&self) -> Result<(), Refus> {
        match self.qualite {
            Qualite::Titulaire => Ok(()),
            Qualite::Delegue => Err(Refus::interdit("Seul le titulaire peut faire cela")),
        }
    }
}

/// The token of the forms of a session: known from its secret, and telling nothing of it.
pub(crate) fn jeton_de(secret: &[u8; 32]) -> String {
    empreinte_de(&[secret.as_slice(), b"formulaire"].concat())
}

/// The secret that a request carries.
pub(crate) fn secret(entetes: &HeaderMap) -> Option<[u8; 32]> {
    let temoins = entetes.get_all(header::COOKIE).iter().filter_map(|t| t.to_str().ok());
    let valeur = temoins.flat_map(|t| t.split(';')).find_map(|t| t.trim().strip_prefix(TEMOIN)?.strip_prefix('='))?;
    hasard::lire(valeur)
}

/// The cookie of a secret. Loopback has no TLS, and a browser would drop a `Secure` cookie there.
pub(crate) fn temoin(service: &Service, secret: &[u8; 32]) -> String {
    let sur = if service.reglages.tls { "; Secure" } else { "" };
    format!("{TEMOIN}={}; HttpOnly; SameSite=Lax; Path=/{sur}", hasard::ecrire(secret))
}

/// The cookie that takes the other one away.
pub(crate) fn temoin_vide(service: &Service) -> String {
    let sur = if service.reglages.tls { "; Secure" } else { "" };
    format!("{TEMOIN}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0{sur}")
}

/// The person behind a request, or nothing when the session is over or unknown.
pub(crate) async fn visiteur(service: &Service, entetes: &HeaderMap) -> Result<Option<Visiteur>, Refus> {
    let Some(octets) = secret(entetes) else { return Ok(None) };
    let (secret, instant) = (Secret(octets), service.horloge.maintenant());
    let Some(session) = service.registre.session_utiliser(&secret, instant).await? else { return Ok(None) };
    let Some(personne) = service.registre.personne_lire(&session.personne).await? else { return Ok(None) };
    let mut droits = service.registre.droits_de(&personne.id, instant).await?;
    // A right on a structure that is not here opens nothing.
    droits.retain(|droit| service.monde.rang(&droit.structure).is_some());
    // Among several rights on the same structure, the farthest counts.
    droits.sort_by(|a, b| a.structure.0.cmp(&b.structure.0).then(b.portee.cmp(&a.portee)));
    droits.dedup_by(|b, a| a.structure == b.structure);
    if droits.is_empty() {
        return Ok(None);
    }
    let choisi = session.structure.as_ref().and_then(|id| droits.iter().find(|d| d.structure.0 == *id)).cloned();
    let fin = session.fin();
    Ok(Some(Visiteur { jeton: jeton_de(&octets), secret, personne, droits, choisi, fin }))
}

impl FromRequestParts<Service> for Visiteur {
    type Rejection = Refus;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Refus> {
        let trouve = visiteur(service, &parts.headers).await?;
        trouve.ok_or_else(|| Redirect::to("/").into_response().into())
    }
}

impl FromRequestParts<Service> for Connecte {
    type Rejection = Refus;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Refus> {
        let visiteur = Visiteur::from_request_parts(parts, service).await?;
        visiteur.connecte(service).ok_or_else(|| Redirect::to("/structures").into_response().into())
    }
}

impl Visiteur {
    /// The same, looking at the structure that they chose.
    pub(crate) fn connecte(&self, service: &Service) -> Option<Connecte> {
        let droit = self.choisi.as_ref()?;
        Some(Connecte {
            personne: self.personne.clone(),
            qui: service.monde.rang(&droit.structure)?,
            structure: droit.structure.clone(),
            qualite: droit.qualite,
            portee: droit.portee,
            plusieurs_structures: self.droits.len() > 1,
            jeton: self.jeton.clone(),
            fin: self.fin,
        })
    }
}

/// What a form sent, in its order; a name may come several times.
#[derive(Clone, Default)]
pub(crate) struct Champs(pub(crate) Vec<(String, String)>);

impl Champs {
    /// The last value of a name.
    pub(crate) fn lire(&self, nom: &str) -> Option<&str> {
        self.0.iter().rev().find(|(connu, _)| connu == nom).map(|(_, valeur)| valeur.as_str())
    }
}

/// A form sent from one of our pages, by somebody who is looking at a structure.
pub(crate) struct Formulaire {
    pub(crate) connecte: Connecte,
    pub(crate) champs: Champs,
}

impl FromRequest<Service> for Formulaire {
    type Rejection = Refus;

    async fn from_request(demande: Request, service: &Service) -> Result<Self, Refus> {
        let visiteur = visiteur(service, demande.headers()).await?;
        let Some(connecte) = visiteur.as_ref().and_then(|v| v.connecte(service)) else { return Err(etranger()) };
        let champs = lire_formulaire(demande, service, &connecte.jeton).await?;
        Ok(Self { connecte, champs })
    }
}

/// Reads a form and checks its token.
pub(crate) async fn lire_formulaire(demande: Request, service: &Service, jeton: &str) -> Result<Champs, Refus> {
    let lu: Result<Form<Vec<(String, String)>>, FormRejection> = Form::from_request(demande, service).await;
    let champs = match lu {
        Ok(Form(champs)) => Champs(champs),
        Err(rejet) if rejet.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err(Refus::Page(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Ce formulaire est trop long. Raccourcissez vos réponses".to_owned(),
            ));
        }
        Err(_) => return Err(etranger()),
    };
    match champs.lire("jeton") {
        Some(recu) if egaux(recu, jeton) => Ok(champs),
        _ => Err(etranger()),
    }
}

/// Nothing was done: the form is not ours, or the session is over.
pub(crate) fn etranger() -> Refus {
    cadre::erreur(
        StatusCode::FORBIDDEN,
        "Votre session a pris fin, ou ce formulaire ne vient pas du service. Rien n'a été fait",
    )
    .into()
}

/// Compares without saying by its time where the first difference is.
pub(crate) fn egaux(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |ecart, (a, b)| ecart | (a ^ b)) == 0
}
