//! Who is paid: the identifiers of a file, in its order.

use std::borrow::Cow;
use std::collections::HashMap;

/// The identifiers of the rows.
#[derive(Debug, Clone)]
pub enum Beneficiaires {
    /// The file names nobody: the first row is `1`.
    Rangs(usize),
    /// As the file names them.
    Nommes(Textes),
    /// One row per contract: somebody who has two is there twice.
    ParContrat {
        /// Whose contract each row is.
        noms: Textes,
        /// The code of the contract, which tells the rows of somebody apart.
        contrats: Textes,
    },
}

impl Beneficiaires {
    /// People named one by one, each with one row.
    pub fn nommes(noms: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut textes = Textes::default();
        noms.into_iter().for_each(|nom| textes.pousser(nom.as_ref()));
        Self::Nommes(textes)
    }

    /// The same, with a row for each of their contracts.
    pub fn par_contrat(lignes: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> Self {
        let (mut noms, mut contrats) = (Textes::default(), Textes::default());
        for (nom, contrat) in lignes {
            noms.pousser(nom.as_ref());
            contrats.pousser(contrat.as_ref());
        }
        Self::ParContrat { noms, contrats }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Rangs(n) => *n,
            Self::Nommes(noms) | Self::ParContrat { noms, .. } => noms.len(),
        }
    }

    /// Nobody?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The identifier of a row.
    pub fn id(&self, rang: usize) -> Cow<'_, str> {
        match self {
            Self::Rangs(_) => Cow::Owned((rang + 1).to_string()),
            Self::Nommes(noms) | Self::ParContrat { noms, .. } => Cow::Borrowed(noms.lire(rang)),
        }
    }

    /// The contract of a row, where there is one row per contract.
    pub fn contrat(&self, rang: usize) -> Option<&str> {
        match self {
            Self::Rangs(_) | Self::Nommes(_) => None,
            Self::ParContrat { contrats, .. } => Some(contrats.lire(rang)),
        }
    }

    /// What no other row bears: the identifier, with the contract after a bar. A contract has no bar in its code.
    pub fn cle(&self, rang: usize) -> Cow<'_, str> {
        match self.contrat(rang) {
            Some(contrat) => Cow::Owned(format!("{}/{contrat}", self.id(rang))),
            None => self.id(rang),
        }
    }

    /// The rows of somebody: one, or one per contract.
    pub fn rangs(&self, id: &str) -> Vec<usize> {
        match self {
            Self::Rangs(n) => {
                let rang = id.parse::<usize>().ok().filter(|rang| (1..=*n).contains(rang));
                rang.map(|rang| rang - 1).into_iter().collect()
            }
            Self::Nommes(noms) | Self::ParContrat { noms, .. } => {
                (0..noms.len()).filter(|rang| noms.lire(*rang) == id).collect()
            }
        }
    }

    /// The rows by identifier and contract, to look many up.
    pub(crate) fn index(&self) -> HashMap<(Cow<'_, str>, &str), u32> {
        (0..self.len()).map(|rang| ((self.id(rang), self.contrat(rang).unwrap_or("")), rang as u32)).collect()
    }
}

/// Short texts, one after the other in one allocation.
#[derive(Debug, Clone, Default)]
pub struct Textes {
    tout: String,
    fins: Vec<usize>,
}

impl Textes {
    /// One more.
    pub(crate) fn pousser(&mut self, texte: &str) {
        self.tout.push_str(texte);
        self.fins.push(self.tout.len());
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.fins.len()
    }

    /// None?
    pub fn is_empty(&self) -> bool {
        self.fins.is_empty()
    }

    /// The one at this rank.
    pub fn lire(&self, rang: usize) -> &str {
        let debut = if rang == 0 { 0 } else { self.fins[rang - 1] };
        &self.tout[debut..self.fins[rang]]
    }
}
