//! The explanation of an amount, as a text for the terminal and as JSON for programs.

mod json;
mod texte;

pub(crate) use ::explication::{TAMPON, expliquer, jour};
pub(crate) use json::en_json;
pub(crate) use texte::en_texte;
