//! The syntax tree of a formula.

use crate::{Date, Fraction};
use std::ops::Range;

/// An expression and the bytes of the formula that wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub nature: Nature,
    /// Where it is.
    pub place: Range<usize>,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Nature {
    /// A number, with the sign that follows it.
    Nombre(Fraction, Suffixe),
    /// `vrai` or `faux`.
    OuiNon(bool),
    /// The code of a choice, between quotes.
    Chaine(String),
    /// A day, `2024-06-22`.
    Jour(Date),
    /// A name, its segments separated by dots.
    Nom(Vec<String>),
    /// `table[cle, …].colonne`.
    Ligne {
        /// The table.
        table: String,
        /// One expression per key.
        cles: Vec<Expr>,
        /// The column.
        colonne: String,
    },
    /// `fonction(argument, …)`.
    Appel(String, Vec<Expr>),
    /// `- a`.
    Oppose(Box<Expr>),
    /// `non a`.
    Non(Box<Expr>),
    /// `a + b` and its kind.
    Binaire(Binaire, Box<Expr>, Box<Expr>),
    /// `si c alors a sinon b`.
    Si(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a a_defaut b`.
    ADefaut(Box<Expr>, Box<Expr>),
    /// `a a_la_date(d)`.
    ALaDate(Box<Expr>, Box<Expr>),
    /// `a est sans objet`, `a n'est pas non declare`.
    Manque {
        /// What may be missing.
        de: Box<Expr>,
        /// The words used.
        mot: Manque,
        /// Negated?
        nie: bool,
    },
    /// `a dans ("x", "y")`.
    Dans(Box<Expr>, Vec<Expr>),
}

/// What follows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suffixe {
    /// Nothing.
    Aucun,
    /// `%`: the number is already divided by 100.
    Pourcent,
    /// `€`.
    Euro,
}

/// The words for what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manque {
    /// `sans objet`.
    SansObjet,
    /// `non declare`.
    NonDeclare,
}

/// Operators between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Binaire {
    Ou,
    Et,
    Egal,
    Different,
    Inferieur,
    InferieurOuEgal,
    Superieur,
    SuperieurOuEgal,
    Plus,
    Moins,
    Fois,
    Sur,
}

impl Binaire {
    /// The sign written in a formula.
    pub const fn signe(self) -> &'static str {
        match self {
            Self::Ou => "ou",
            Self::Et => "et",
            Self::Egal => "=",
            Self::Different => "!=",
            Self::Inferieur => "<",
            Self::InferieurOuEgal => "<=",
            Self::Superieur => ">",
            Self::SuperieurOuEgal => ">=",
            Self::Plus => "+",
            Self::Moins => "-",
            Self::Fois => "*",
            Self::Sur => "/",
        }
    }

    /// How tightly it binds: the higher, the tighter.
    pub const fn force(self) -> u8 {
        match self {
            Self::Ou => 1,
            Self::Et => 2,
            Self::Egal
            | Self::Different
            | Self::Inferieur
            | Self::InferieurOuEgal
            | Self::Superieur
            | Self::SuperieurOuEgal => 4,
            Self::Plus | Self::Moins => 5,
            Self::Fois | Self::Sur => 6,
        }
    }
}

impl Expr {
    /// The expressions directly inside this one, in the order of the text.
    pub fn enfants(&self) -> Vec<&Expr> {
        match &self.nature {
            Nature::Nombre(..) | Nature::OuiNon(_) | Nature::Chaine(_) | Nature::Jour(_) | Nature::Nom(_) => Vec::new(),
            Nature::Ligne { cles: liste, .. } | Nature::Appel(_, liste) => liste.iter().collect(),
            Nature::Oppose(a) | Nature::Non(a) | Nature::Manque { de: a, .. } => vec![a],
            Nature::Binaire(_, a, b) | Nature::ADefaut(a, b) | Nature::ALaDate(a, b) => vec![a, b],
            Nature::Si(c, a, b) => vec![c, a, b],
            Nature::Dans(a, liste) => std::iter::once(a.as_ref()).chain(liste).collect(),
        }
    }
}
