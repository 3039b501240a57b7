//! Files of figures: CSV and Parquet, in and out.
//!
//! What is read is checked here, cell by cell, against the declared inputs: a value that reaches the
//! engine lies within its range. Every defect says its file, line, column, and what to do.

mod beneficiaires;
mod brouillon;
mod cellule;
mod chantier;
mod chiffres_ecrits;
mod contrats;
mod defauts;
mod details;
mod fichier_csv;
mod fichier_parquet;
mod lecture;
mod mesures;
mod sortie;
mod textes;

pub use beneficiaires::Beneficiaires;
pub use brouillon::Brouillon;
pub use chiffres_ecrits::{ChiffresAEcrire, Mots, ecrire_chiffres};
pub use contrats::{UneLignePar, contrat_attendu, contrat_valable};
pub use defauts::{ErreurDeFichier, Refus};
pub use details::{Cles, lire_detail};
pub use mesures::{Mesures, lire};
pub use sortie::{Centimes, Resultats, ecrire};
pub use textes::{TableDeTextes, lire_textes};
