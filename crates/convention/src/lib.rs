//! The words of the field: conventions, dispositifs, indicators, parameters, exercices, payments; rule folders read,
//! checked with every defect at once, and turned into programmes that the engine compiles; cases computed by hand.
//!
//! This crate reads no clock and no database. [`lire_dossier`] is its only door to the file system: everything else
//! takes files held in memory.

mod application;
mod bloc;
mod calendrier;
mod carte;
mod cas;

mod coherence;
mod compile;
mod contrats;
mod convention;
mod defaut;
mod depliage;
mod dispositif;
mod documents;
pub mod ecriture;
mod empreinte;
mod entrees;
mod estimations;
mod examen;
mod expansion;
mod fichier;
mod formules;
mod groupes;
mod indicateurs;
mod lecture;
mod ligne_de_modele;
mod menu;
mod modeles;
mod mots;
mod nationaux;
pub mod nombres;
mod pages;
mod parametres;
mod phrases;
mod place;
mod programme;
mod provenance;
mod regles;
mod roles;
mod selection;
mod suivis;
mod surcharges;
mod tables;
mod titres;
mod total;
mod transcription;
mod valeurs;
pub mod valeurs_ecrites;
mod verification;

pub use calendrier::{Etape, ExerciceDeDispositif, Jalon, Saisie};
pub use carte::Carte;
pub use cas::{Cas, ResultatDeCas};
pub use compile::{Compile, ValeurDite};
pub use convention::{Beneficiaire, Convention, IdBeneficiaire, SourceCitee, TexteCite};
pub use defaut::Defaut;
pub use dispositif::{Dispositif, JourDuDroit, Nature, Total, UniteDeCalcul, Versement};
pub use documents::{DocumentUtile, Partie};
pub use empreinte::{Difference, articles, differences, empreinte, empreinte_de};
pub use entrees::{Champ, Detail, Entree, Origine, Prefill};
pub use estimations::Estimation;
pub use fichier::{Fichier, lire_dossier};
pub use formule::Date;
pub use formules::{Formules, VersionDeFormule};
pub use indicateurs::{Affichage, Calcul, Indicateur, MotsDEtat, Portee, Role, Sens, TypeIndicateur};
pub use menu::{CibleDeMenu, EntreeDeMenu, Rubrique};
pub use nationaux::{ModeNational, National, Repartition};
pub use pages::{LectureDuTexte, Piece, TexteDePage};
pub use parametres::{Choix, ContenuDeParametre, PalierDeBareme, Parametre, TypeParametre, VersionDeParametre};
pub use phrases::{Morceau, Phrase, VERSEMENT};
pub use place::{Lu, Place};
pub use programme::{SortieIndicateur, Sorties};
pub use provenance::{ConfianceDite, Provenance};
pub use regles::{Regles, ranger};
pub use suivis::{Cote, Ecran, LigneDeSuivi, Suivi, TypeSuivi, Volet};
pub use surcharges::Surcharges;
pub use tables::{CleDeLigne, ColonneDeTable, LigneDeTable, Table};
pub use titres::TexteDate;
pub use valeurs::{Refus, TypeValeur};
pub use verification::{Decompte, Rapport, RapportDispositif, verifier};
