//! What each fuzz target promises, and how its bytes become a formula, a programme or a rule folder.

pub mod analyse;
pub mod chargeur;
mod chiffres;
pub mod compilation;
mod decor;
mod octets;
mod plume;
