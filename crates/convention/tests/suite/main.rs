//! Rule folders: what they say, what is refused, what they promise.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its figures must stop there")]

mod cas_calcules;
mod contrats;
mod defauts;
mod documents;
mod dossiers;
mod ecrits;
mod empreintes;
mod exemple;
mod exercices;
mod jeux_de_valeurs;
mod modeles_sommes;
mod suivi_seul;
mod suivis;
mod tombees;
mod tout_d_un_coup;
