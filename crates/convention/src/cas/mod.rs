//! Cases computed by hand: what a rule folder promises, to the cent.

mod atteinte;
mod comparaison;
mod etapes;
mod execution;
mod lecture;

pub(crate) use atteinte::tous;
pub(crate) use execution::Compilations;
pub use execution::ResultatDeCas;
pub(crate) use lecture::{Bases, lire, relier};

use crate::lecture::Brut;
use crate::{Lu, Place, Surcharges};
use formule::Etat;

/// A case: figures given, answers expected.
#[derive(Debug, Clone)]
pub struct Cas {
    /// Its name, a sentence.
    pub nom: String,
    /// The exercice.
    pub exercice: i32,
    /// Where the example was published.
    pub source: Option<String>,
    /// The arithmetic, written out.
    pub calcul: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Values of parameters that it replaces.
    pub surcharges: Surcharges,
    /// Whose figures; a single one unless national results are computed.
    pub(crate) beneficiaires: Vec<BeneficiaireDeCas>,
    pub(crate) base: Option<Lu<String>>,
    pub(crate) place_de_l_exercice: Place,
}

/// The figures of one beneficiary of a case, and the answers expected for them.
#[derive(Debug, Clone)]
pub(crate) struct BeneficiaireDeCas {
    pub(crate) id: String,
    pub(crate) place: Place,
    pub(crate) base: Option<Lu<String>>,
    /// Figures of the base first, then those of the case, which have the last word.
    pub(crate) entrees: Vec<EntreeDeCas>,
    pub(crate) details: Vec<(Lu<String>, Vec<LigneDeCas>)>,
    pub(crate) deja_verse: Vec<(Lu<String>, Lu<Brut>)>,
    pub(crate) attendu: Attendu,
}

#[derive(Debug, Clone)]
pub(crate) struct EntreeDeCas {
    pub(crate) code: Lu<String>,
    pub(crate) valeur: Lu<Brut>,
    /// A base may give figures of other exercices.
    pub(crate) de_base: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct LigneDeCas {
    pub(crate) cle: Lu<String>,
    pub(crate) entrees: Vec<EntreeDeCas>,
}

/// Codes and what is expected of each.
pub(crate) type Attendues = Vec<(Lu<String>, Lu<String>)>;

/// What is expected; everything but one is optional.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attendu {
    pub(crate) montant: Option<Lu<String>>,
    pub(crate) etat: Option<Lu<Etat>>,
    pub(crate) brut: Option<Lu<String>>,
    pub(crate) montants: Attendues,
    pub(crate) atteints: Attendues,
    pub(crate) valeurs: Attendues,
    /// What is read on the pages.
    pub(crate) affiches: Attendues,
    /// Detail or indicator, then key, then amount.
    pub(crate) lignes: Vec<(Lu<String>, Attendues)>,
    pub(crate) versements: Attendues,
    pub(crate) inconnus: Option<(Vec<String>, Place)>,
}
