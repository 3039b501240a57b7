//! Columns of results.

use crate::colonne::Entiers;
use crate::{Etat, Fraction, Marques};

/// The column of a node over a population: `f × n / d`, with its marks.
#[derive(Debug, Clone)]
pub struct Resultat {
    /// Constant factor.
    pub f: Fraction,
    /// Numerators, or truths (0 or 1), days, ranks.
    pub n: Termes,
    /// Denominators.
    pub d: Termes,
    /// Marks of each row; absent when no row has any.
    pub marques: Option<Vec<u8>>,
}

/// The integers of a column of results.
#[derive(Debug, Clone)]
pub enum Termes {
    /// The same on every row.
    Constant(i128),
    /// One per row.
    Entiers(Entiers<'static>),
    /// One per row, wider than 64 bits.
    Larges(Vec<i128>),
}

impl Termes {
    /// The integer of a row.
    pub fn lire(&self, rang: usize) -> i128 {
        match self {
            Self::Constant(c) => *c,
            Self::Entiers(e) => i128::from(e.lire(rang)),
            Self::Larges(v) => v[rang],
        }
    }

    /// The same for every row?
    pub const fn est_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    fn prolonger(&mut self, suite: Termes) {
        match (self, suite) {
            (Self::Entiers(Entiers::U8(a)), Self::Entiers(Entiers::U8(b))) => a.to_mut().extend_from_slice(&b),
            (Self::Entiers(Entiers::I32(a)), Self::Entiers(Entiers::I32(b))) => a.to_mut().extend_from_slice(&b),
            (Self::Entiers(Entiers::I64(a)), Self::Entiers(Entiers::I64(b))) => a.to_mut().extend_from_slice(&b),
            (Self::Larges(a), Self::Larges(b)) => a.extend_from_slice(&b),
            // The same execution gives the same widths: only constants come here.
            _ => {}
        }
    }
}

impl Resultat {
    /// The marks of a row.
    pub fn marques(&self, rang: usize) -> Marques {
        Marques(self.marques.as_ref().map_or(0, |m| m[rang]))
    }

    /// The exact value of a row (cents for an amount); `None` when it is absent.
    pub fn fraction(&self, rang: usize) -> Option<Fraction> {
        if !self.marques(rang).connu() {
            return None;
        }
        Fraction::new(self.n.lire(rang), self.d.lire(rang)).and_then(|q| q.fois(self.f))
    }

    /// The whole cents of a row; `None` when absent, or when the value is not whole.
    pub fn centimes(&self, rang: usize) -> Option<i64> {
        if !self.marques(rang).connu() {
            return None;
        }
        if let (Some(f), Termes::Constant(1)) = (self.f.en_entier(), &self.d) {
            return i64::try_from(self.n.lire(rang).checked_mul(f)?).ok();
        }
        self.fraction(rang).and_then(Fraction::en_entier).and_then(|c| i64::try_from(c).ok())
    }

    /// The truth of a row; `None` when it is absent.
    pub fn oui_non(&self, rang: usize) -> Option<bool> {
        self.marques(rang).connu().then(|| self.n.lire(rang) != 0)
    }
}

/// The columns of an execution.
#[derive(Debug, Clone)]
pub struct Resultats {
    /// Number of rows.
    pub lignes: usize,
    /// One per node asked, in the order asked.
    pub colonnes: Vec<Resultat>,
    /// The number of the state of each row, if it was asked.
    pub etats: Option<Vec<u8>>,
}

impl Resultats {
    /// The state of a row.
    pub fn etat(&self, rang: usize) -> Option<Etat> {
        self.etats.as_ref().map(|e| Etat::TOUS[e[rang] as usize])
    }

    /// Puts the rows of another execution of the same plan after these.
    #[must_use]
    pub fn suivis_de(mut self, suite: Resultats) -> Self {
        let (avant, apres) = (self.lignes, suite.lignes);
        for (a, b) in self.colonnes.iter_mut().zip(suite.colonnes) {
            a.n.prolonger(b.n);
            a.d.prolonger(b.d);
            a.marques = match (a.marques.take(), b.marques) {
                (None, None) => None,
                (x, y) => {
                    let mut x = x.unwrap_or_else(|| vec![0; avant]);
                    x.extend_from_slice(&y.unwrap_or_else(|| vec![0; apres]));
                    Some(x)
                }
            };
        }
        if let (Some(a), Some(b)) = (&mut self.etats, suite.etats) {
            a.extend_from_slice(&b);
        }
        self.lignes += apres;
        self
    }
}
