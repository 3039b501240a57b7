//! Columns of figures: slices of integers, and bitmaps for what is absent.

use crate::Marques;
use std::borrow::Cow;

/// Why a cell holds no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Nobody knows.
    Inconnu,
    /// It has not arrived yet.
    EnAttente,
    /// There is nothing to measure, or nothing was declared.
    SansObjet,
}

impl Absence {
    /// The mark left on a value.
    pub const fn marques(self) -> Marques {
        match self {
            Self::Inconnu => Marques::INCONNU,
            Self::EnAttente => Marques::EN_ATTENTE,
            Self::SansObjet => Marques::SANS_OBJET,
        }
    }
}

/// A cell: a figure as it is held (cents, rank, days, 0 or 1), or an absence.
pub type Cellule = Result<i64, Absence>;

/// The integers of a column, as narrow as its range allows.
#[derive(Debug, Clone)]
pub enum Entiers<'a> {
    /// 0 or 1, and short lists.
    U8(Cow<'a, [u8]>),
    /// Ranges within 32 bits.
    I32(Cow<'a, [i32]>),
    /// The rest.
    I64(Cow<'a, [i64]>),
}

impl Entiers<'_> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::U8(v) => v.len(),
            Self::I32(v) => v.len(),
            Self::I64(v) => v.len(),
        }
    }

    /// No row?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The integer of a row.
    pub fn lire(&self, rang: usize) -> i64 {
        match self {
            Self::U8(v) => i64::from(v[rang]),
            Self::I32(v) => i64::from(v[rang]),
            Self::I64(v) => v[rang],
        }
    }
}

/// A set of rows: one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// No row among `n`.
    pub fn aucun(n: usize) -> Self {
        Self(vec![0; n.div_ceil(64)])
    }

    /// Puts a row in.
    pub fn mettre(&mut self, rang: usize) {
        self.0[rang / 64] |= 1 << (rang % 64);
    }

    /// Is a row in?
    pub fn contient(&self, rang: usize) -> bool {
        self.0.get(rang / 64).is_some_and(|mot| mot >> (rang % 64) & 1 == 1)
    }

    /// Is any row of the range in?
    pub fn un_dans(&self, plage: std::ops::Range<usize>) -> bool {
        if plage.is_empty() {
            return false;
        }
        let (premier, dernier) = (plage.start / 64, (plage.end - 1) / 64);
        (premier..=dernier.min(self.0.len().saturating_sub(1))).any(|i| {
            let mut mot = self.0.get(i).copied().unwrap_or(0);
            if i == premier {
                mot &= u64::MAX << (plage.start % 64);
            }
            if i == dernier {
                mot &= u64::MAX >> (63 - (plage.end - 1) % 64);
            }
            mot != 0
        })
    }
}

/// A column: integers within the declared range of their input, and the rows that hold none.
/// An absent row holds any integer of the range.
#[derive(Debug, Clone)]
pub struct Colonne<'a> {
    /// The integers.
    pub entiers: Entiers<'a>,
    /// Rows without a figure, by reason. `None`: every row has one.
    pub absences: Option<Box<[Bits; 3]>>,
}

impl Colonne<'_> {
    /// A column from its cells; absent rows hold `bouche`, which must lie within the range of the input.
    pub fn de(cellules: impl IntoIterator<Item = Cellule>, bouche: i64) -> Colonne<'static> {
        let cellules: Vec<Cellule> = cellules.into_iter().collect();
        let mut absences: Option<Box<[Bits; 3]>> = None;
        let mut entiers = Vec::with_capacity(cellules.len());
        for (rang, cellule) in cellules.iter().enumerate() {
            entiers.push(cellule.unwrap_or(bouche));
            if let Err(absence) = cellule {
                let bits = absences.get_or_insert_with(|| Box::new([(); 3].map(|()| Bits::aucun(cellules.len()))));
                bits[*absence as usize].mettre(rang);
            }
        }
        Colonne { entiers: Entiers::serre(entiers), absences }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.entiers.len()
    }

    /// No row?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a row.
    pub fn lire(&self, rang: usize) -> Cellule {
        let m = self.marques(rang);
        match m {
            Marques::AUCUNE => Ok(self.entiers.lire(rang)),
            Marques::INCONNU => Err(Absence::Inconnu),
            Marques::EN_ATTENTE => Err(Absence::EnAttente),
            _ => Err(Absence::SansObjet),
        }
    }

    /// The marks of a row.
    pub fn marques(&self, rang: usize) -> Marques {
        match &self.absences {
            None => Marques::AUCUNE,
            Some(bits) => Marques(
                u8::from(bits[0].contient(rang))
                    | u8::from(bits[1].contient(rang)) << 1
                    | u8::from(bits[2].contient(rang)) << 2,
            ),
        }
    }
}

impl Entiers<'static> {
    /// The narrowest form that holds these integers.
    pub fn serre(entiers: Vec<i64>) -> Self {
        let (mut bas, mut haut) = (0, 0);
        for &e in &entiers {
            bas = bas.min(e);
            haut = haut.max(e);
        }
        if bas >= 0 && haut <= 255 {
            Self::U8(entiers.iter().map(|&e| e as u8).collect())
        } else if bas >= i64::from(i32::MIN) && haut <= i64::from(i32::MAX) {
            Self::I32(entiers.iter().map(|&e| e as i32).collect())
        } else {
            Self::I64(entiers.into())
        }
    }
}

/// All the figures of a population: the columns of the programme, in its order, and its detail lines.
#[derive(Debug, Clone, Default)]
pub struct Jeu<'a> {
    /// Number of beneficiaries.
    pub lignes: usize,
    /// One column per input of the programme, in the same order.
    pub entrees: Vec<Colonne<'a>>,
    /// One per detail of the programme, in the same order.
    pub details: Vec<JeuDetail<'a>>,
    /// One per national result, in the order of the programme, once known.
    pub nationaux: Vec<Option<ValeurNationale>>,
    /// The shares of each envelope, once known.
    pub repartitions: Vec<Option<Parts<'a>>>,
}

/// The shares of an envelope: cents for each beneficiary, and the confidence that the sharing left on all of them.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// Cents, or an absence.
    pub colonne: Colonne<'a>,
    /// Marks of confidence: a share rests on the envelope, the floor and everybody's key.
    pub marques: Marques,
}

impl Parts<'_> {
    /// The share of a row, with its marks of confidence.
    pub fn lire(&self, rang: usize) -> (Cellule, Marques) {
        (self.colonne.lire(rang), self.marques)
    }
}

/// Detail lines, sorted by beneficiary.
#[derive(Debug, Clone, Default)]
pub struct JeuDetail<'a> {
    /// `debuts[i]..debuts[i + 1]` are the lines of beneficiary `i`; one more than beneficiaries.
    pub debuts: Vec<u32>,
    /// Rank of each line's key in the list of the table's first key.
    pub cles: Vec<u32>,
    /// One column per input of the detail.
    pub entrees: Vec<Colonne<'a>>,
}

/// A national result: an exact fraction (cents for an amount), or an absence, with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValeurNationale {
    /// The value; meaningless when the marks say it is absent.
    pub valeur: crate::Fraction,
    /// Its marks.
    pub marques: Marques,
}

impl ValeurNationale {
    pub(crate) fn n(&self) -> i128 {
        self.valeur.n()
    }

    pub(crate) fn d(&self) -> i128 {
        self.valeur.d()
    }
}
