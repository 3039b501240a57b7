//! Supporting documents: what the rules ask, what was sent, and where it stands.
//!
//! A sending is read to its end before anything of it is kept (`envoi`), then kept file by file (`depot`). What a
//! page shows of it is a block (`bloc`), the same in the form of a declaration and on the page of all its pieces.

mod analyse;
mod attendues;
pub(crate) mod bloc;
mod debit;
mod decision;
pub(crate) mod demandes;
pub(crate) mod depot;
mod envoi;
mod formats;
mod nom;
mod page;

pub use analyse::Antivirus;
pub(crate) use attendues::Jointe;
pub(crate) use attendues::NON;
pub(crate) use bloc::{Bloc, Pieces};
pub use decision::decider_de_la_piece;
pub(crate) use envoi::PieceRefusee;

use crate::Service;
use crate::adresses::Route;
use crate::refus::Refus;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use convention::Dispositif;
use registre::{CleDeDeclaration, Decision, EtatDePiece};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/declarations/{dispositif}/{exercice}/pieces", || get(page::montrer)),
    Route::post("/declarations/{dispositif}/{exercice}/pieces", || {
        post(page::recevoir).layer(DefaultBodyLimit::max(envoi::ENVOI_AU_PLUS))
    }),
    Route::post("/declarations/{dispositif}/{exercice}/pieces/reprendre", || post(page::reprendre)),
    Route::get("/pieces/{id}", || get(page::telecharger)),
    Route::post("/pieces/{id}/retirer", || post(page::retirer)),
];

/// What the sendings of everybody share.
#[derive(Debug)]
pub(crate) struct Receptions {
    places: Semaphore,
    rangement: tokio::sync::Mutex<()>,
    analyses: Mutex<BTreeSet<String>>,
}

impl Receptions {
    pub(crate) fn new() -> Self {
        Self {
            places: Semaphore::new(envoi::PLACES),
            rangement: tokio::sync::Mutex::new(()),
            analyses: Mutex::new(BTreeSet::new()),
        }
    }

    /// Notes that a piece is being read, or no longer is; false when it was already so.
    fn en_analyse(&self, id: &str, commence: bool) -> bool {
        let mut analyses = self.analyses.lock().unwrap_or_else(PoisonError::into_inner);
        if commence { analyses.insert(id.to_owned()) } else { analyses.remove(id) }
    }
}

/// The same declaration, one exercice before.
fn avant(cle: &CleDeDeclaration) -> Option<CleDeDeclaration> {
    let exercice: i32 = cle.exercice.parse().ok()?;
    Some(CleDeDeclaration { exercice: (exercice - 1).to_string(), ..cle.clone() })
}

/// Where the pieces of a declaration are, if it asks for any.
pub(crate) fn adresse(d: &Dispositif, exercice: i32) -> Option<String> {
    let demandees = !demandes::demandes(d, exercice).is_empty();
    demandees.then(|| format!("/declarations/{}/{exercice}/pieces", d.code))
}

/// Called once pieces are kept: those that follow a transmission wait for an agent at once. Nobody has to transmit the
/// same answers again for a document.
async fn suivre(service: &Service, cle: &CleDeDeclaration, auteur: &str) -> Result<(), Refus> {
    match service.registre.transmission_retenue(cle).await? {
        Some(_) => transmises(service, cle, auteur).await,
        None => Ok(()),
    }
}

/// Called once a declaration is transmitted: its pieces wait for an agent from now on.
pub(crate) async fn transmises(service: &Service, cle: &CleDeDeclaration, auteur: &str) -> Result<(), Refus> {
    for piece in service.registre.pieces_de(cle).await? {
        if piece.etat() == EtatDePiece::Deposee {
            let decision =
                Decision { depuis: EtatDePiece::Deposee, vers: EtatDePiece::AControler, motif: None, auteur };
            service.registre.piece_decider(&piece.id, &decision, service.horloge.maintenant()).await?;
        }
    }
    Ok(())
}
