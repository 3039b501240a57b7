//! « Déclarer mes indicateurs »: one form per dispositif and exercice, generated from the declared fields of its rules.
//!
//! An answer is kept field by field in a draft; a transmission takes the whole form, numbered and immutable. Every act
//! checks the window of the rules on the clock, to the second.

pub(crate) mod cartes;
mod champ_de_page;
mod condition;
mod cote;
mod depots;
pub(crate) mod dossier;
pub(crate) mod enregistrement;
pub(crate) mod estimation;
pub(crate) mod fenetre;
mod formulaire;
pub(crate) mod indicateurs;
mod jonction;
mod json;
pub(crate) mod obstacles;
pub(crate) mod pages;
mod prefill;
mod recepisse;
mod reponses;
pub(crate) mod saisie;
pub(crate) mod transmission;

pub(crate) use cartes::{Carte, cartes};
pub(crate) use dossier::{champs_numerotes, cle_de};
pub(crate) use fenetre::Fenetre;
pub(crate) use jonction::{garder_saisies, montrer_saisies};
pub(crate) use pages::transmises;
pub(crate) use recepisse::{AdresseDeDepot, DepotLu, lire_depot};
pub use reponses::reponses_des_chiffres;
pub(crate) use reponses::{ATTESTATION, Preremplies, expliquer, figures, figures_expliquees, preremplies};

use crate::adresses::Route;
use axum::routing::{get, post};

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/declarations", || get(cartes::page)),
    Route::get("/declarations/{dispositif}/{exercice}", || get(formulaire::page)),
    Route::post("/declarations/{dispositif}/{exercice}/champ", || post(enregistrement::champ)),
    Route::post("/declarations/{dispositif}/{exercice}/enregistrer", || post(enregistrement::enregistrer)),
    Route::post("/declarations/{dispositif}/{exercice}/estimer", || post(enregistrement::estimer)),
    Route::get("/declarations/{dispositif}/{exercice}/resume", || get(transmission::relire)),
    Route::post("/declarations/{dispositif}/{exercice}/resume", || post(transmission::resume)),
    Route::post("/declarations/{dispositif}/{exercice}/transmettre", || post(transmission::transmettre)),
    Route::get("/depots", || get(depots::page)),
    Route::get("/depots/{dispositif}/{exercice}/{numero}", || get(recepisse::page)),
];
