//! What comes out of the printer, read back with the programs that readers use.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod essai;
mod recapitulatif;
