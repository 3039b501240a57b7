//! The e-mails as their recipients get them: sent to a real SMTP server, which the tests start themselves.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod annonces;
mod envois;
mod mots;
mod serveur;
