//! Who is looking: the cookie, the session behind it, the token of every form.

use crate::hasard;
use crate::refus::Refus;
use crate::reprise::{self, Envoi};
use crate::{Service, cadre};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use convention::empreinte_de;
use registre::{Droit, Instant, Personne, Portee, Qualite, Secret};

const TEMOIN: &str = "session";
/// The secret of the session before this one: what was typed in it may be taken up again.
const TEMOIN_ANCIEN: &str = "ancienne";

/// Somebody whose session is open, whatever they may see.
#[derive(Debug, Clone)]
pub(crate) struct Identifie {
    pub(crate) secret: Secret,
    pub(crate) personne: Personne,
    /// The structure that they chose, whether they may still see it or not.
    structure: Option<String>,
    pub(crate) jeton: String,
    pub(crate) fin: Instant,
    pub(crate) limite: Instant,
}

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
    /// When it ends whatever is done.
    pub(crate) limite: Instant,
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
    pub(crate) limite: Instant,
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
    du_temoin(entetes, TEMOIN)
}

/// The secret of the session before.
pub(crate) fn ancien_secret(entetes: &HeaderMap) -> Option<[u8; 32]> {
    du_temoin(entetes, TEMOIN_ANCIEN)
}

fn du_temoin(entetes: &HeaderMap, nom: &str) -> Option<[u8; 32]> {
    let temoins = entetes.get_all(header::COOKIE).iter().filter_map(|t| t.to_str().ok());
    let valeur = temoins.flat_map(|t| t.split(';')).find_map(|t| t.trim().strip_prefix(nom)?.strip_prefix('='))?;
    hasard::lire(valeur)
}

/// The cookie of a secret. Loopback has no TLS, and a browser would drop a `Secure` cookie there.
pub(crate) fn temoin(service: &Service, secret: &[u8; 32]) -> String {
    let sur = if service.reglages.tls { "; Secure" } else { "" };
    format!("{TEMOIN}={}; HttpOnly; SameSite=Lax; Path=/{sur}", hasard::ecrire(secret))
}

/// The cookie of the secret before, for as long as its session could have lasted, and for our own pages only.
pub(crate) fn temoin_ancien(service: &Service, secret: &[u8; 32]) -> String {
    let sur = if service.reglages.tls { "; Secure" } else { "" };
    let duree = registre::DUREE_TOTALE.as_secs();
    format!("{TEMOIN_ANCIEN}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={duree}{sur}", hasard::ecrire(secret))
}

/// The cookie that takes the other one away.
pub(crate) fn temoin_vide(service: &Service) -> String {
    let sur = if service.reglages.tls { "; Secure" } else { "" };
    format!("{TEMOIN}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0{sur}")
}

/// The person behind a request, or nothing when the session is over or unknown.
pub(crate) async fn identifier(service: &Service, entetes: &HeaderMap) -> Result<Option<Identifie>, Refus> {
    let Some(octets) = secret(entetes) else { return Ok(None) };
    let (secret, instant) = (Secret(octets), service.horloge.maintenant());
    let Some(session) = service.registre.session_utiliser(&secret, instant).await? else { return Ok(None) };
    let Some(personne) = service.registre.personne_lire(&session.personne).await? else { return Ok(None) };
    let (fin, limite) = (session.fin(), session.limite());
    Ok(Some(Identifie { jeton: jeton_de(&octets), secret, personne, structure: session.structure, fin, limite }))
}

/// The same with their rights, or nothing when they have none.
pub(crate) async fn visiteur(service: &Service, entetes: &HeaderMap) -> Result<Option<Visiteur>, Refus> {
    let Some(identifie) = identifier(service, entetes).await? else { return Ok(None) };
    let Identifie { secret, personne, structure, jeton, fin, limite } = identifie;
    let mut droits = service.registre.droits_de(&personne.id, service.horloge.maintenant()).await?;
    // A right on a structure that is not here opens nothing.
    droits.retain(|droit| service.monde.rang(&droit.structure).is_some());
    // Among several rights on the same structure, the farthest counts.
    droits.sort_by(|a, b| a.structure.0.cmp(&b.structure.0).then(b.portee.cmp(&a.portee)));
    droits.dedup_by(|b, a| a.structure == b.structure);
    if droits.is_empty() {
        return Ok(None);
    }
    let choisi = structure.as_ref().and_then(|id| droits.iter().find(|d| d.structure.0 == *id)).cloned();
    Ok(Some(Visiteur { secret, personne, droits, choisi, jeton, fin, limite }))
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
            limite: self.limite,
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

    /// Do they come from a form that bears this token?
    pub(crate) fn portent(&self, jeton: &str) -> bool {
        self.lire("jeton").is_some_and(|recu| egaux(recu, jeton))
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
        let connecte = visiteur.as_ref().and_then(|v| v.connecte(service));
        let mut envoi = Envoi::de(&demande, visiteur);
        envoi.champs = lire_champs(demande, service).await?;
        match connecte {
            Some(connecte) if envoi.champs.portent(&connecte.jeton) => Ok(Self { connecte, champs: envoi.champs }),
            // A form of a session that is over keeps what was typed in it; any other is not ours.
            _ => Err(reprise::suspendre(service, envoi).await),
        }
    }
}

/// Reads a form and checks its token.
pub(crate) async fn lire_formulaire(demande: Request, service: &Service, jeton: &str) -> Result<Champs, Refus> {
    let champs = lire_champs(demande, service).await?;
    if champs.portent(jeton) { Ok(champs) } else { Err(etranger()) }
}

/// Reads a form whose token is checked by the caller.
pub(crate) async fn lire_champs(demande: Request, service: &Service) -> Result<Champs, Refus> {
    let lu: Result<Form<Vec<(String, String)>>, FormRejection> = Form::from_request(demande, service).await;
    match lu {
        Ok(Form(champs)) => Ok(Champs(champs)),
        Err(rejet) if rejet.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Refus::Page(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Ce formulaire est trop long. Raccourcissez vos réponses".to_owned(),
        )),
        Err(_) => Err(etranger()),
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
