//! What comes out of the printer, read back with the programs that readers use.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod hostiles;
mod lecteurs;
mod longs;
mod lu;
mod octets;
mod recapitulatif;
mod refus;
