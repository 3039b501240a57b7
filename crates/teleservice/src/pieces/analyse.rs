//! The antivirus, when there is one: a piece is « en analyse » until it has answered.

use super::decision;
use super::envoi::hors_du_moteur;
use crate::Service;
use crate::refus::Refus;
use registre::{Decision, EtatDePiece, Piece};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Antivirus {
    /// On a socket of this machine.
    Local(PathBuf),
    /// At an address « host:port ».
    Reseau(String),
}

/// Who decides of a piece when it is the antivirus.
pub(crate) const AUTEUR: &str = "antivirus";
const MOTIF: &str = "L'antivirus a trouvé un programme dangereux dans ce fichier. Vérifiez votre ordinateur, puis joignez un autre fichier.";
const DUREE: Duration = Duration::from_secs(60);
/// What clamd takes at once.
const BLOC: usize = 64 * 1024;

/// What it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Sain,
    Dangereux,
}

/// Why it did not answer, for the log.
#[derive(Debug)]
struct SansReponse(String);

impl fmt::Display for SansReponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for SansReponse {
    fn from(erreur: std::io::Error) -> Self {
        Self(erreur.kind().to_string())
    }
}

/// Has a new piece read, if there is an antivirus.
pub(crate) async fn lancer(service: &Service, id: &str) -> Result<(), Refus> {
    if service.reglages.antivirus.is_none() {
        return Ok(());
    }
    let decision = Decision { depuis: EtatDePiece::Deposee, vers: EtatDePiece::EnAnalyse, motif: None, auteur: AUTEUR };
    service.registre.piece_decider(id, &decision, service.horloge.maintenant()).await?;
    if let Some(piece) = service.registre.piece_lire(id).await? {
        tokio::spawn(analyser(service.clone(), piece));
    }
    Ok(())
}

/// Starts again the analyses that a stop of either side left without an answer.
pub(crate) async fn relancer(service: &Service, piece: &Piece) -> Result<(), Refus> {
    match piece.etat() {
        EtatDePiece::Deposee => lancer(service, &piece.id).await?,
        EtatDePiece::EnAnalyse if service.reglages.antivirus.is_some() => {
            tokio::spawn(analyser(service.clone(), piece.clone()));
        }
        _ => {}
    }
    Ok(())
}

/// One reading of one piece, unless it is already being read.
async fn analyser(service: Service, piece: Piece) {
    if !service.receptions.en_analyse(&piece.id, true) {
        return;
    }
    if let Err(refus) = decider(&service, &piece).await {
        // `dire` writes the cause in the log; the piece stays « en analyse » and is read again when it is next shown.
        refus.dire();
    }
    service.receptions.en_analyse(&piece.id, false);
}

async fn decider(service: &Service, piece: &Piece) -> Result<(), Refus> {
    let Some(antivirus) = &service.reglages.antivirus else { return Ok(()) };
    let (coffre, empreinte) = (service.coffre.clone(), piece.empreinte.clone());
    let contenu = hors_du_moteur(move || coffre.lire(&empreinte)).await?;
    let lu = tokio::time::timeout(DUREE, demander(antivirus, &contenu)).await;
    let verdict = lu
        .unwrap_or_else(|_| Err(SansReponse("pas de réponse à temps".to_owned())))
        .map_err(|cause| Refus::panne(format!("faire lire une pièce par l'antivirus : {cause}")))?;
    let (vers, motif) = match verdict {
        Verdict::Sain => (EtatDePiece::AControler, None),
        Verdict::Dangereux => (EtatDePiece::Refusee, Some(MOTIF)),
    };
    let decision = Decision { depuis: EtatDePiece::EnAnalyse, vers, motif, auteur: AUTEUR };
    decision::decider(service, piece, &decision).await
}

async fn demander(antivirus: &Antivirus, contenu: &[u8]) -> Result<Verdict, SansReponse> {
    match antivirus {
        Antivirus::Local(chemin) => dialoguer(UnixStream::connect(chemin).await?, contenu).await,
        Antivirus::Reseau(adresse) => dialoguer(TcpStream::connect(adresse.as_str()).await?, contenu).await,
    }
}

/// The INSTREAM dialogue of clamd: blocks with their length, an empty one, then one answer.
async fn dialoguer(mut liaison: impl AsyncRead + AsyncWrite + Unpin, contenu: &[u8]) -> Result<Verdict, SansReponse> {
    liaison.write_all(b"zINSTREAM\0").await?;
    for bloc in contenu.chunks(BLOC) {
        liaison.write_all(&u32::try_from(bloc.len()).unwrap_or(0).to_be_bytes()).await?;
        liaison.write_all(bloc).await?;
    }
    liaison.write_all(&[0; 4]).await?;
    let mut reponse = Vec::new();
    liaison.take(4096).read_to_end(&mut reponse).await?;
    let reponse = String::from_utf8_lossy(&reponse);
    match reponse.trim_end_matches('\0').trim() {
        "stream: OK" => Ok(Verdict::Sain),
        trouve if trouve.starts_with("stream: ") && trouve.ends_with(" FOUND") => Ok(Verdict::Dangereux),
        // What it says of an error names a limit or a file of its own, never ours.
        autre => Err(SansReponse(format!("clamd répond « {} »", autre.chars().take(120).collect::<String>()))),
    }
}
