//! A sending of pieces: the token first, then answers and files, kept apart until the last byte has arrived.

use super::debit::{Debit, congedier};
use super::demandes::Demande;
use super::formats::{Format, TETE, extensions};
use super::nom::{self, NomRefuse};
use crate::Service;
use crate::refus::Refus;
use crate::sessions::{Champs, etranger};
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use registre::Reception;
use std::future::Future;
use std::time::Duration;
use tokio::sync::SemaphorePermit;

/// « 10 Mo », counted as the file managers of most people do.
pub(crate) const FICHIER_AU_PLUS: usize = 10 * 1024 * 1024;
/// Five files of the largest size, and the answers around them.
pub(crate) const ENVOI_AU_PLUS: usize = 5 * FICHIER_AU_PLUS + 512 * 1024;
const FICHIERS_AU_PLUS: usize = 20;
const REPONSES_AU_PLUS: usize = 64 * 1024;
const MORCEAU: usize = 256 * 1024;
/// Silence after which a sending is given up.
const SILENCE: Duration = Duration::from_secs(30);
/// How long one waits for a place among the sendings under way.
const ATTENTE: Duration = Duration::from_secs(10);
/// Sendings read at the same time.
pub(crate) const PLACES: usize = 32;

/// What arrived whole.
pub(crate) struct Envoi {
    /// The answers typed in the same form.
    pub(crate) champs: Champs,
    pub(crate) recus: Vec<Recu>,
    pub(crate) refuses: Vec<PieceRefusee>,
}

/// A file that arrived whole, whose name and first bytes agree.
pub(crate) struct Recu {
    /// The code of its demand.
    pub(crate) demande: String,
    pub(crate) nom: String,
    pub(crate) format: &'static Format,
    pub(crate) taille: i64,
    pub(crate) reception: Reception,
}

/// A file that is not kept, and why.
#[derive(Debug, Clone)]
pub(crate) struct PieceRefusee {
    pub(crate) demande: String,
    pub(crate) nom: String,
    /// What is wrong, then what to do.
    pub(crate) raison: String,
}

/// A sending of which only the token was read.
pub(crate) struct Ouvert<'s> {
    pub(crate) jeton: String,
    parties: Multipart,
    _place: SemaphorePermit<'s>,
}

/// Reads the token of a sending: it says who sends, and for which structure.
pub(crate) async fn ouvrir(service: &Service, demande: Request) -> Result<Ouvert<'_>, Refus> {
    if longueur_annoncee(&demande).is_some_and(|octets| octets > ENVOI_AU_PLUS) {
        congedier(demande);
        return Err(trop_long());
    }
    let place = tokio::time::timeout(ATTENTE, service.receptions.places.acquire()).await;
    let Ok(Ok(place)) = place else {
        congedier(demande);
        return Err(Refus::Page(
            StatusCode::SERVICE_UNAVAILABLE,
            "Trop d'envois arrivent en ce moment. Rien n'a été gardé\u{a0}: recommencez dans une minute".to_owned(),
        ));
    };
    let demande = demande.map(Debit::de);
    let Ok(mut parties) = Multipart::from_request(demande, service).await else { return Err(etranger()) };
    match parties.next_field().await {
        Ok(Some(premier)) if premier.name() == Some("jeton") => {
            let recu = bornee(premier, 256).await?;
            let jeton = String::from_utf8_lossy(&recu).into_owned();
            Ok(Ouvert { jeton, parties, _place: place })
        }
        Ok(Some(autre)) => {
            drop(autre);
            taire(parties);
            Err(etranger())
        }
        _ => Err(etranger()),
    }
}

impl Ouvert<'_> {
    /// Refuses what follows: a browser shows an answer only once it has sent everything.
    pub(crate) fn refuser(self, refus: Refus) -> Refus {
        taire(self.parties);
        refus
    }

    /// Reads a sending to its end. Until then nothing is kept: what was received is dropped with this call.
    pub(crate) async fn lire(self, service: &Service, demandes: &[Demande]) -> Result<Envoi, Refus> {
        lire(service, self.parties, demandes).await
    }
}

async fn lire(service: &Service, mut parties: Multipart, demandes: &[Demande]) -> Result<Envoi, Refus> {
    let mut envoi = Envoi { champs: Champs::default(), recus: Vec::new(), refuses: Vec::new() };
    let mut reponses = 0;
    while let Some(partie) = attendre(parties.next_field()).await? {
        let nom = partie.name().unwrap_or_default().to_owned();
        let Some(code) = nom.strip_prefix("piece.") else {
            let valeur = bornee(partie, REPONSES_AU_PLUS.saturating_sub(reponses)).await?;
            reponses += valeur.len() + nom.len();
            envoi.champs.0.push((nom, String::from_utf8_lossy(&valeur).into_owned()));
            continue;
        };
        if !demandes.iter().any(|connue| connue.code == code) {
            drop(partie);
            taire(parties);
            return Err(Refus::absent("Cet indicateur ne demande pas de pièce"));
        }
        recevoir(service, partie, code, &mut envoi).await?;
    }
    Ok(envoi)
}

/// One file, to its end whatever happens to it: others may follow.
async fn recevoir(service: &Service, mut partie: Field<'_>, code: &str, envoi: &mut Envoi) -> Result<(), Refus> {
    let brut = partie.file_name().map(str::to_owned);
    let mut morceau = attendre(partie.chunk()).await?;
    // What a browser sends for a field where nothing was chosen.
    if brut.as_deref().is_none_or(str::is_empty) && morceau.as_ref().is_none_or(Bytes::is_empty) {
        return Ok(());
    }
    let brut = brut.unwrap_or_default();
    let mut refus = None;
    let mut bon = match choisir(&brut, envoi) {
        Ok((nom, format)) => Some((nom, format, commencer(service).await?)),
        Err(raison) => {
            refus = Some(raison);
            None
        }
    };
    let (mut taille, mut tampon) = (0_usize, Vec::new());
    while let Some(octets) = morceau {
        taille = taille.saturating_add(octets.len());
        if bon.is_some() && taille > FICHIER_AU_PLUS {
            (bon, refus) = (None, Some(TROP_GROS.to_owned()));
            tampon = Vec::new();
        }
        if let Some((nom, format, reception)) = bon.take() {
            tampon.extend_from_slice(&octets);
            let debut = taille == tampon.len();
            if debut && tampon.len() >= TETE && !format.commence(&tampon) {
                refus = Some(contenu_different(format));
            } else {
                let reception = if tampon.len() < MORCEAU {
                    reception
                } else {
                    ajouter(reception, std::mem::take(&mut tampon)).await?
                };
                bon = Some((nom, format, reception));
            }
        }
        morceau = attendre(partie.chunk()).await?;
    }
    if let Some((nom, format, reception)) = bon {
        let debut = taille == tampon.len();
        if taille == 0 {
            refus = Some(VIDE.to_owned());
        } else if debut && !format.commence(&tampon) {
            refus = Some(contenu_different(format));
        } else {
            let reception = ajouter(reception, tampon).await?;
            let taille = i64::try_from(taille).unwrap_or(i64::MAX);
            envoi.recus.push(Recu { demande: code.to_owned(), nom, format, taille, reception });
        }
    }
    if let Some(raison) = refus {
        envoi.refuses.push(PieceRefusee { demande: code.to_owned(), nom: nom::montrer(&brut), raison });
    }
    Ok(())
}

const VIDE: &str = "ce fichier est vide. Vérifiez qu'il s'ouvre sur votre ordinateur, puis joignez-le à nouveau.";
const TROP_GROS: &str =
    "ce fichier dépasse 10\u{a0}Mo. Réduisez-le ou partagez-le en plusieurs fichiers, puis joignez-les.";

/// What is known from the name alone.
fn choisir(brut: &str, envoi: &Envoi) -> Result<(String, &'static Format), String> {
    if envoi.recus.len() + envoi.refuses.len() >= FICHIERS_AU_PLUS {
        return Err(format!("un envoi contient au plus {FICHIERS_AU_PLUS} fichiers. Joignez celui-ci à part."));
    }
    let nom = nom::nettoyer(brut).map_err(|refus| match refus {
        NomRefuse::Invisible => {
            "son nom contient des caractères invisibles. Renommez ce fichier, puis joignez-le à nouveau.".to_owned()
        }
        NomRefuse::Vide => "ce fichier n'a pas de nom. Donnez-lui un nom, puis joignez-le à nouveau.".to_owned(),
    })?;
    let format = Format::du_nom(&nom).ok_or_else(|| {
        format!(
            "ce format n'est pas accepté. Enregistrez ce document en PDF, puis joignez-le à nouveau. Formats acceptés\u{a0}: {}.",
            extensions()
        )
    })?;
    Ok((nom, format))
}

/// The name says one thing and the content another.
pub(crate) fn contenu_different(format: &Format) -> String {
    format!(
        "son contenu n'est pas celui d'un fichier .{}, ou il est abîmé. Ouvrez-le avec le logiciel qui l'a créé, enregistrez-le en PDF, puis joignez-le à nouveau.",
        format.extension
    )
}

async fn commencer(service: &Service) -> Result<Reception, Refus> {
    let coffre = service.coffre.clone();
    hors_du_moteur(move || coffre.commencer()).await
}

async fn ajouter(mut reception: Reception, octets: Vec<u8>) -> Result<Reception, Refus> {
    hors_du_moteur(move || reception.ajouter(&octets).map(|()| reception)).await
}

/// The store blocks: it has its own threads.
pub(crate) async fn hors_du_moteur<T: Send + 'static>(
    quoi: impl FnOnce() -> registre::Resultat<T> + Send + 'static,
) -> Result<T, Refus> {
    let fait = tokio::task::spawn_blocking(quoi).await;
    Ok(fait.map_err(|_| Refus::panne("écrire dans le coffre : le fil s'est arrêté"))??)
}

fn longueur_annoncee(demande: &Request) -> Option<usize> {
    demande.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn trop_long() -> Refus {
    Refus::Page(
        StatusCode::PAYLOAD_TOO_LARGE,
        "Cet envoi est trop lourd\u{a0}: rien n'a été gardé. Envoyez au plus 50\u{a0}Mo à la fois, et 10\u{a0}Mo par fichier"
            .to_owned(),
    )
}

async fn attendre<T>(quoi: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Refus> {
    match tokio::time::timeout(SILENCE, quoi).await {
        Ok(Ok(lu)) => Ok(lu),
        Ok(Err(erreur)) if erreur.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(trop_long()),
        Ok(Err(_)) | Err(_) => Err(Refus::Page(
            StatusCode::BAD_REQUEST,
            "L'envoi s'est interrompu, ou le nom d'un fichier est illisible\u{a0}: rien n'a été gardé. Recommencez"
                .to_owned(),
        )),
    }
}

/// A part that is not a file.
async fn bornee(mut partie: Field<'_>, au_plus: usize) -> Result<Vec<u8>, Refus> {
    let mut lus = Vec::new();
    while let Some(octets) = attendre(partie.chunk()).await? {
        if lus.len() + octets.len() > au_plus {
            return Err(Refus::Page(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Ce formulaire est trop long. Raccourcissez vos réponses".to_owned(),
            ));
        }
        lus.extend_from_slice(&octets);
    }
    Ok(lus)
}

/// Lets the rest of a refused sending arrive, unread: see [`congedier`].
fn taire(mut parties: Multipart) {
    tokio::spawn(async move {
        while let Ok(Some(mut partie)) = attendre(parties.next_field()).await {
            while let Ok(Some(_)) = attendre(partie.chunk()).await {}
        }
    });
}
