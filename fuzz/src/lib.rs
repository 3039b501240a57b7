//! What each fuzz target promises, and how its bytes become a formula, a programme or a rule folder.

pub mod analyse;
pub mod chargeur;
pub mod compilation;
mod chiffres;
mod decor;
mod octets;
mod plume;
