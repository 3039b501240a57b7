//! The e-mails of the service: their words, when a reminder is due, and the one who takes them to the relay.
//!
//! They carry no answer, no amount and no reason of a decision: they say what to do next, and lead to the service.
//! This crate knows no HTTP and no rule. It reads neither clock nor chance: the moment is always given, and a message
//! sent again after a crash bears the same identifier, so that whoever receives it can tell.

mod adresse;
mod facteur;
mod lettres;
mod rappels;
mod reglages;
mod textes;

pub use adresse::Boite;
pub use facteur::{Facteur, Tournee};
pub use lettres::{Lettre, composer};
pub use rappels::{AVANCES, EtatDeDeclaration, Fermeture, Rappel, rappels_dus};
pub use reglages::{ReglageFautif, Reglages};
pub use textes::{Texte, texte};
