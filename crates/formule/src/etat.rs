//! How sure a value is: the absences, the confidence, and the state of a result.

use std::fmt;

/// How sure the project is of a value written in a rule folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confiance {
    /// Read in a published text or a publication of the Assurance Maladie.
    Officiel,
    /// Read in the press, a union or a copy.
    Secondaire,
    /// Deduced by an author: may be simulated, never paid.
    Hypothese,
    /// Invented for the demonstration: may be shown with its stamp, never paid.
    Fictif,
}

impl Confiance {
    /// The word used in rule folders.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::Secondaire => "secondaire",
            Self::Hypothese => "hypothese",
            Self::Fictif => "fictif",
        }
    }

    /// What this confidence leaves on every value that used it.
    pub const fn marques(self) -> Marques {
        match self {
            Self::Officiel | Self::Secondaire => Marques::AUCUNE,
            Self::Hypothese => Marques::HYPOTHESE,
            Self::Fictif => Marques::FICTIF,
        }
    }
}

/// What is to be known of a value beside its figure: a set of marks, one byte.
///
/// Three marks say that the value is absent (`INCONNU`, `EN_ATTENTE`, `SANS_OBJET`), two that it is known
/// but rests on something that cannot be paid (`HYPOTHESE`, `FICTIF`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Marques(pub u8);

impl Marques {
    /// Known and payable.
    pub const AUCUNE: Marques = Marques(0);
    /// The text or the parameter was not found.
    pub const INCONNU: Marques = Marques(1);
    /// The figure has not arrived yet.
    pub const EN_ATTENTE: Marques = Marques(2);
    /// Nothing to measure, or nothing declared.
    pub const SANS_OBJET: Marques = Marques(4);
    /// A deduction of the authors was used.
    pub const HYPOTHESE: Marques = Marques(8);
    /// A value of the demonstration was used.
    pub const FICTIF: Marques = Marques(16);
    /// The marks of absence.
    pub const ABSENCES: u8 = 7;

    /// Is there a figure?
    pub const fn connu(self) -> bool {
        self.0 & Self::ABSENCES == 0
    }

    /// Are all marks of `autre` here?
    pub const fn contient(self, autre: Marques) -> bool {
        self.0 & autre.0 == autre.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn avec(self, autre: Marques) -> Marques {
        Marques::propre(self.0 | autre.0)
    }

    /// Keeps one absence only: what nobody knows will not arrive, and what has not arrived may yet have an object.
    #[must_use]
    pub const fn propre(m: u8) -> Marques {
        Marques(m & !(((m & 1) << 1) | ((m & 1) << 2) | ((m & 2) << 1)))
    }

    /// Without the given marks.
    #[must_use]
    pub const fn sans(self, autre: Marques) -> Marques {
        Marques(self.0 & !autre.0)
    }
}

/// What can be done with a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Etat {
    /// Known, and every value used was found in a source.
    Payable = 0,
    /// A socle is known to fail: 0 €, whatever else is unknown.
    NonEligible = 1,
    /// Known, but a `hypothese` or a `fictif` was used on the branches taken.
    AConfirmer = 2,
    /// Depends on an `inconnu`.
    Incomplet = 3,
    /// Depends on a figure that has not arrived.
    EnAttente = 4,
    /// Nothing is paid in this exercice: there is no amount, only a follow-up. Said of rules, never computed.
    Suivi = 5,
}

impl Etat {
    /// All of them, in the order of their numbers.
    pub const TOUS: [Etat; 6] =
        [Etat::Payable, Etat::NonEligible, Etat::AConfirmer, Etat::Incomplet, Etat::EnAttente, Etat::Suivi];

    /// The word used in files.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Payable => "payable",
            Self::NonEligible => "non_eligible",
            Self::AConfirmer => "a_confirmer",
            Self::Incomplet => "incomplet",
            Self::EnAttente => "en_attente",
            Self::Suivi => "suivi",
        }
    }

    /// The state of an amount, from its marks and from what is known of the eligibility.
    pub const fn de(montant: Marques, eligible: Option<bool>) -> Etat {
        if montant.contient(Marques::INCONNU) || montant.contient(Marques::SANS_OBJET) {
            Etat::Incomplet
        } else if montant.contient(Marques::EN_ATTENTE) {
            Etat::EnAttente
        } else if montant.0 != 0 {
            Etat::AConfirmer
        } else if matches!(eligible, Some(false)) {
            Etat::NonEligible
        } else {
            Etat::Payable
        }
    }
}

impl fmt::Display for Etat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mot())
    }
}
