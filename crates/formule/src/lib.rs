//! The formula language of Conventio: an expression language, typed with units, exact, dated,
//! compiled to one plan that runs by columns or, with a trace, for one beneficiary.
//!
//! This crate knows no file, no clock, no thread, no database: it takes a [`Programme`] and gives a
//! [`Plan`]. It builds for WebAssembly.

mod algebre;
pub mod analyse;
pub mod colonne;
mod construction;
pub mod date;
pub mod defaut;
pub mod etat;
pub mod execution;
pub mod formateur;
pub mod fraction;
mod lexeur;
pub mod manque;
pub mod national;
mod noyaux;
pub mod plan;
pub mod programme;
pub mod resultat;
pub mod scalaire;
pub mod syntaxe;
pub mod trace;
pub mod unite;
mod voies;

pub use analyse::{lire, nombres_nus};
pub use colonne::{Absence, Cellule, Colonne, Jeu, Parts, ValeurNationale};
pub use construction::{FONCTIONS, compiler};
pub use date::Date;
pub use defaut::Defaut;
pub use etat::{Confiance, Etat, Marques};
pub use execution::Execution;
pub use formateur::{ecrire, formater};
pub use fraction::Fraction;
pub use manque::{Manque, manque};
pub use national::{etapes_nationales, etapes_nationales_par};
pub use plan::{NoeudId, Plan};
pub use programme::Programme;
pub use resultat::{Resultat, Resultats, Termes};
pub use scalaire::{ErreurDExecution, Ligne, LigneDetail, evaluer};
pub use trace::{Contenu, Source, Trace, Valeur};
pub use unite::Unite;
