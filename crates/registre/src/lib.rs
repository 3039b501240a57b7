//! What the service keeps: declarations and their transmissions, pieces, sessions, payments, and the journal of acts
//! chained by hashes. SQLite is the default; a PostgreSQL URL changes the engine and nothing else.
//!
//! This crate knows no HTTP and no rule: whether a period is open is decided above it. It reads neither clock nor
//! chance: an [`Instant`], a secret or an identifier is always given. What the law forbids to rewrite is refused by
//! triggers of the database itself, not only by this code.

mod avis;
mod base;
mod charge;
mod coffre;
#[cfg(feature = "s3")]
mod coffre_s3;
mod contrats;
mod courriels;
mod declarations;
mod deja_verse;
mod documents;
mod erreur;
mod imports;
mod instant;
mod invitations;
mod journal;
mod liquidations;
mod liquidations_gardees;
mod migrations;
mod nationaux;
mod ordonnancement;
mod paiements;
mod personnes;
mod pieces;
mod reception;
mod sessions;
mod transmissions;
mod versements;

pub use avis::{Avis, ResteAFaire};
pub use base::{Moteur, Registre};
pub use charge::Charge;
pub use coffre::Coffre;
#[cfg(feature = "s3")]
pub use coffre_s3::AccesAuSeau;
pub use contrats::{CleDePaiement, ContratDeLigne};
pub use courriels::{
    CourrielAEnvoyer, Destinataire, Echec, EtapeDeCourriel, EtatDeCourriel, MotifDEchec, NouveauCourriel,
    TraceDeCourriel,
};
pub use declarations::{Brouillon, ChampDeBrouillon, CleDeDeclaration, Enregistrement, ValeurSaisie};
pub use deja_verse::DejaVerse;
pub use documents::DocumentEmis;
pub use erreur::{ErreurDeRegistre, GenreDErreur, Resultat};
pub use imports::{Import, Importation, PaiementAImporter};
pub use instant::Instant;
pub use invitations::{DUREE_D_INVITATION, Invitation, NouvelleInvitation, Reponse};
pub use journal::{Acte, LigneDeJournal, Rupture, Tete, Verification};
pub use liquidations::{
    EmpreintesDeCalcul, EtapeDeLiquidation, EtatDeLiquidation, LigneDeLiquidation, Liquidation, MotifDeReserve,
    NouvelleLiquidation, Reserve, empreinte_des_lignes,
};
pub use nationaux::{Fixation, NationauxAFixer, NationauxFixes};
pub use ordonnancement::Ordonnancement;
pub use paiements::{OrigineDePaiement, Paiement};
pub use personnes::{Droit, Personne, Portee, Qualite};
pub use pieces::{Decision, EtapeDePiece, EtatDePiece, NouvellePiece, Piece};
pub use reception::{Rangement, Reception};
pub use sessions::{DUREE_INACTIVE, DUREE_TOTALE, Secret, Session};
pub use transmissions::{ATransmettre, Envoi, Recu, Transmission};
pub use versements::{LigneDeVersement, OrdreDeVersement, Versement};
