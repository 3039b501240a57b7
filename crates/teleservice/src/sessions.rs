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
    /// What the forms of this structure send back: the token of the session, then whose page it is.
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

/// What stands between the token of a session and the structure that a page was about.
const DE_LA_STRUCTURE: char = '.';

/// Do two tokens come from the same session, whatever structures they are about?
pub(crate) fn meme_session(recu: &str, jeton: &str) -> bool {
    let de_session = |jeton: &str| jeton.split(DE_LA_STRUCTURE).next().unwrap_or_default().to_owned();
    egaux(&de_session(recu), &de_session(jeton))
}

/// The structure that the page of a token was about.
pub(crate) fn structure_du(jeton: &str) -> Option<&str> {
    jeton.split_once(DE_LA_STRUCTURE).map(|(_, structure)| structure)
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
        self.sur(service, self.choisi.as_ref()?)
    }

    /// The same, looking at the structure of the page that sent this token: somebody with several structures has one
    /// in each tab, and what is typed for one never goes to another. Nothing when the token is not of this session.
    pub(crate) fn du_formulaire(&self, service: &Service, jeton: &str) -> Result<Option<Connecte>, Refus> {
        if !meme_session(jeton, &self.jeton) {
            return Ok(None);
        }
        let Some(structure) = structure_du(jeton) else { return Ok(self.connecte(service)) };
        let droit = self.droits.iter().find(|droit| droit.structure.0 == structure);
        let connecte = droit.and_then(|droit| self.sur(service, droit));
        connecte.map(Some).ok_or_else(|| {
            Refus::interdit("Votre droit sur la structure de ce formulaire a pris fin. Rien n'a été fait")
        })
    }

    /// The pages that follow a form are those of its structure. What a script sends in the background changes nothing
    /// of what the other tabs show.
    pub(crate) async fn rester_sur(
        &self,
        service: &Service,
        connecte: &Connecte,
        entetes: &HeaderMap,
    ) -> Result<(), Refus> {
        let en_fond = entetes.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate");
        if en_fond || self.choisi.as_ref().is_some_and(|choisi| choisi.structure == connecte.structure) {
            return Ok(());
        }
        let instant = service.horloge.maintenant();
        service.registre.session_choisir(&self.secret, &connecte.structure.0, instant).await?;
        Ok(())
    }

    fn sur(&self, service: &Service, droit: &Droit) -> Option<Connecte> {
        Some(Connecte {
            personne: self.personne.clone(),
            qui: service.monde.rang(&droit.structure)?,
            structure: droit.structure.clone(),
            qualite: droit.qualite,
            portee: droit.portee,
            plusieurs_structures: self.droits.len() > 1,
            jeton: format!("{}{DE_LA_STRUCTURE}{}", self.jeton, droit.structure.0),
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

    /// Do they come from a form of the session of this token?
    pub(crate) fn portent(&self, jeton: &str) -> bool {
        self.lire("jeton").is_some_and(|recu| meme_session(recu, jeton))
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
        let entetes = demande.headers().clone();
        let mut envoi = Envoi::de(&demande, visiteur.clone());
        envoi.champs = lire_champs(demande, service).await?;
        let jeton = envoi.champs.lire("jeton").unwrap_or_default();
        if let Some(visiteur) = visiteur
            && let Some(connecte) = visiteur.du_formulaire(service, jeton)?
        {
            visiteur.rester_sur(service, &connecte, &entetes).await?;
            return Ok(Self { connecte, champs: envoi.champs });
        }
        // A form of a session that is over keeps what was typed in it; any other is not ours.
        Err(reprise::suspendre(service, envoi).await)
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
