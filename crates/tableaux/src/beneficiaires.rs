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
}

impl Beneficiaires {
    /// People named one by one, each with one row.
    pub fn nommes(noms: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut textes = Textes::default();
        noms.into_iter().for_each(|nom| textes.pousser(nom.as_ref()));
        Self::Nommes(textes)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Rangs(n) => *n,
            Self::Nommes(textes) => textes.len(),
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
            Self::Nommes(textes) => Cow::Borrowed(textes.lire(rang)),
        }
    }

    /// The row of somebody.
    pub fn rang(&self, id: &str) -> Option<usize> {
        match self {
            Self::Rangs(n) => id.parse::<usize>().ok().filter(|rang| (1..=*n).contains(rang)).map(|rang| rang - 1),
            Self::Nommes(textes) => (0..textes.len()).find(|rang| textes.lire(*rang) == id),
        }
    }

    /// The rows by identifier, to look many up.
    pub(crate) fn index(&self) -> HashMap<Cow<'_, str>, u32> {
        (0..self.len()).map(|rang| (self.id(rang), rang as u32)).collect()
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
