//! Whom a payment is counted for: somebody, or one of their contracts where the rules compute each alone.

use convention::IdBeneficiaire;

/// What tells one account of payments from another, for a dispositif and an exercice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CleDePaiement {
    /// Who is paid.
    pub beneficiaire: IdBeneficiaire,
    /// The code of their contract; none where the rules do not compute by contract.
    pub contrat: Option<String>,
}

impl From<IdBeneficiaire> for CleDePaiement {
    fn from(beneficiaire: IdBeneficiaire) -> Self {
        Self { beneficiaire, contrat: None }
    }
}

/// The contract of a line to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContratDeLigne {
    /// Its code.
    pub code: String,
    /// What it is called in the title of the payment, when its beneficiary has several.
    pub nom: Option<String>,
}

/// What a column holds: nothing is an empty text, which a key can compare.
pub(crate) fn kept(contrat: Option<&str>) -> &str {
    contrat.unwrap_or("")
}

/// What a column held.
pub(crate) fn read(colonne: String) -> Option<String> {
    Some(colonne).filter(|code| !code.is_empty())
}
