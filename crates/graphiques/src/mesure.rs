//! A figure: where it stands on the scale, and how it is written.

/// A figure that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valeur {
    /// Its place on the scale of the chart; every figure of a chart uses the same one.
    pub mesure: i64,
    /// The figure as people read it, unit included.
    pub ecrit: String,
    /// May it still change?
    pub provisoire: bool,
}

impl Valeur {
    /// A figure that will not change.
    pub fn new(mesure: i64, ecrit: impl Into<String>) -> Self {
        Self { mesure, ecrit: ecrit.into(), provisoire: false }
    }

    /// The same, while it may still change.
    #[must_use]
    pub fn provisoire(mut self) -> Self {
        self.provisoire = true;
        self
    }
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// It has not arrived.
    NonDisponible,
    /// Nothing was to be counted.
    SansObjet,
    /// Nobody could establish it.
    Inconnue,
}

impl Absence {
    /// In words.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::NonDisponible => "non disponible",
            Self::SansObjet => "sans objet",
            Self::Inconnue => "non connu",
        }
    }

    /// In a drawing, where there is little room.
    pub const fn signe(self) -> &'static str {
        match self {
            Self::NonDisponible => "n.\u{a0}d.",
            Self::SansObjet => "s.\u{a0}o.",
            Self::Inconnue => "?",
        }
    }
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mesure {
    /// It is known.
    Connue(Valeur),
    /// It is not.
    Absente(Absence),
}

impl Mesure {
    /// The figure, when there is one.
    pub const fn valeur(&self) -> Option<&Valeur> {
        match self {
            Self::Connue(valeur) => Some(valeur),
            Self::Absente(_) => None,
        }
    }

    /// The figure, or why there is none, in words.
    pub fn ecrit(&self) -> String {
        match self {
            Self::Connue(v) if v.provisoire => format!("{} (provisoire)", v.ecrit),
            Self::Connue(v) => v.ecrit.clone(),
            Self::Absente(absence) => absence.mot().to_owned(),
        }
    }
}

/// On which side an objective is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sens {
    /// At least this much.
    Hausse,
    /// No more than this.
    Baisse,
}

impl Sens {
    /// An objective in words.
    pub(crate) fn dire(self, objectif: &str) -> String {
        match self {
            Self::Hausse => format!("{objectif} ou plus"),
            Self::Baisse => format!("{objectif} au plus"),
        }
    }
}
