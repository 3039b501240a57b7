//! What the compiler is given: the rules of one dispositif for one exercice, already read from their folder.

use crate::{Confiance, Date, Fraction, Unite};

/// The rules of one dispositif for one exercice. Every code is unique among inputs, definitions and details.
#[derive(Debug, Clone, Default)]
pub struct Programme {
    /// The exercice.
    pub exercice: Exercice,
    /// The day whose parameters and formulas apply.
    pub jour_du_droit: Option<Date>,
    /// Did the rules say which day counts? Then a parameter may change within the exercice.
    pub jour_dit: bool,
    /// How `arrondi` rounds.
    pub arrondi: Arrondi,
    /// Inputs of the unit of computation.
    pub entrees: Vec<Entree>,
    /// Detail lines.
    pub details: Vec<Detail>,
    /// Dated parameters.
    pub parametres: Vec<Parametre>,
    /// Keyed tables.
    pub tables: Vec<Table>,
    /// Named formulas, in any order.
    pub definitions: Vec<Definition>,
    /// National results.
    pub nationaux: Vec<National>,
    /// Shares of an envelope.
    pub repartitions: Vec<Repartition>,
    /// What people read for the codes of choices that no input offers.
    pub choix: Vec<ListeDeChoix>,
}

/// The codes of a choice, and what people read for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeDeChoix {
    /// What files and formulas say.
    pub codes: Vec<String>,
    /// What people read, in the same order.
    pub libelles: Vec<String>,
}

impl Programme {
    /// What people read for a choice of a list; its code when the rules give no label.
    pub fn choix_ecrit<'a>(&'a self, codes: &'a [String], rang: usize) -> Option<&'a str> {
        let code = codes.get(rang)?;
        let entrees = self.entrees.iter().chain(self.details.iter().flat_map(|d| &d.entrees));
        let offerts = entrees.filter_map(|e| match &e.genre {
            Genre::Choix(siens) if !e.libelles.is_empty() => Some((siens, &e.libelles)),
            _ => None,
        });
        let mut listes = offerts.chain(self.choix.iter().map(|l| (&l.codes, &l.libelles)));
        let libelle = listes.find(|(siens, _)| siens[..] == *codes).and_then(|(_, libelles)| libelles.get(rang));
        Some(libelle.unwrap_or(code))
    }
}

/// First and last day of an exercice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exercice {
    /// The year that names it.
    pub annee: i32,
    /// First day.
    pub debut: Date,
    /// Last day, included.
    pub fin: Date,
}

impl Exercice {
    /// The civil year.
    pub const fn civil(annee: i32) -> Self {
        Self { annee, debut: Date::du_calendrier(annee, 1, 1), fin: Date::du_calendrier(annee, 12, 31) }
    }
}

impl Default for Exercice {
    fn default() -> Self {
        Self::civil(2000)
    }
}

/// How an amount between two cents is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrondi {
    /// To the nearest, a half goes away from zero.
    #[default]
    DemiLoinDeZero,
    /// To the nearest, a half goes up.
    DemiSuperieur,
    /// To the nearest, a half goes to the even one.
    DemiPair,
    /// Towards zero.
    Troncature,
}

/// The kind of a value, as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Genre {
    /// True or false.
    OuiNon,
    /// A quantity with its unit. Amounts carry the euro (held in cents), rates have no unit.
    Nombre(Unite),
    /// A day.
    Date,
    /// One of the codes, held by its rank.
    Choix(Vec<String>),
    /// Free text, which no formula reads.
    Texte,
}

/// An input: a column of figures, or a field.
#[derive(Debug, Clone)]
pub struct Entree {
    /// Its code, which formulas and files use.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// Its kind.
    pub genre: Genre,
    /// Least value, in the units held: cents for an amount, `1/echelle` for a rate, days for a date.
    pub min: i64,
    /// Greatest value, in the same units.
    pub max: i64,
    /// Divisor between what is held and the value: 1 for a count, 100 for an amount, 10^decimals for a rate or for a
    /// number that has some.
    pub echelle: i64,
    /// May it be « sans objet » or « non déclaré »? Then formulas must say where that falls.
    pub facultative: bool,
    /// What an unanswered field is worth, held as the column is.
    pub non_declare: Option<i64>,
    /// Another input (same level) that this one may not exceed.
    pub au_plus: Option<String>,
    /// What people read for each code of a choice, in the same order; nothing when they read the codes.
    pub libelles: Vec<String>,
    /// A declared field: an empty cell is « non déclaré » instead of « pas encore disponible ».
    pub declaree: bool,
}

/// A table of detail lines of a beneficiary.
#[derive(Debug, Clone)]
pub struct Detail {
    /// Its code.
    pub code: String,
    /// The table in which each key has a row; its first key is the key of the lines.
    pub table: Option<String>,
    /// Columns of a line.
    pub entrees: Vec<Entree>,
}

/// A dated parameter.
#[derive(Debug, Clone)]
pub struct Parametre {
    /// Its code: formulas say `p.code`.
    pub code: String,
    /// Its kind; for a barème, that of its output.
    pub genre: Genre,
    /// For a barème, its mode and the unit of what it is applied to.
    pub bareme: Option<(ModeBareme, Unite)>,
    /// Its values, one per period.
    pub versions: Vec<Version>,
}

/// How a barème is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeBareme {
    /// The value of the step in which the number falls.
    Palier,
    /// Each slice of the number has its own price.
    Tranche,
}

/// The value of a parameter over a period.
#[derive(Debug, Clone)]
pub struct Version {
    /// First day.
    pub depuis: Date,
    /// Last day, included; open when absent.
    pub jusqu_a: Option<Date>,
    /// The value.
    pub contenu: Contenu,
}

/// A value, or the steps of a barème.
#[derive(Debug, Clone)]
pub enum Contenu {
    /// One value.
    Valeur(Constante),
    /// Steps in increasing order; the last has no bound.
    Bareme(Vec<Palier>),
}

/// One step of a barème.
#[derive(Debug, Clone)]
pub struct Palier {
    /// Upper bound, and whether it belongs to this step; absent for the last.
    pub jusqu_a: Option<(Fraction, bool)>,
    /// The value, or the price per unit.
    pub valeur: Constante,
}

/// A constant with what is known of it. Amounts are in euros here, rates as fractions of 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constante {
    /// `None` when it was not found.
    pub valeur: Option<Scalaire>,
    /// How sure it is.
    pub confiance: Confiance,
}

impl Constante {
    /// What was not found.
    pub const INCONNUE: Constante = Constante { valeur: None, confiance: Confiance::Officiel };
}

/// The figure of a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalaire {
    /// A quantity.
    Nombre(Fraction),
    /// True or false.
    OuiNon(bool),
    /// A day.
    Date(Date),
    /// The rank of a code in its list.
    Choix(u32),
}

/// A keyed, dated table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its code.
    pub code: String,
    /// Its keys: codes and kinds (a choice, or a number).
    pub cles: Vec<(String, Genre)>,
    /// Its columns: codes and kinds.
    pub colonnes: Vec<(String, Genre)>,
    /// Its rows.
    pub lignes: Vec<LigneTable>,
}

/// One row.
#[derive(Debug, Clone)]
pub struct LigneTable {
    /// One per key: the rank of a choice or a number, as an interval with both ends included.
    pub cles: Vec<(i64, i64)>,
    /// First day.
    pub depuis: Date,
    /// Last day, included.
    pub jusqu_a: Option<Date>,
    /// One per column.
    pub valeurs: Vec<Constante>,
}

/// A named formula.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its code. Results of indicators have a dot: `taux.montant`.
    pub code: String,
    /// The text of the formula.
    pub formule: String,
    /// The kind it must have, if the rules say.
    pub genre: Option<Genre>,
    /// The detail whose lines it is computed on.
    pub niveau: Option<String>,
    /// How sure the formula itself is.
    pub confiance: Confiance,
    /// Must it be exact to the cent? True for amounts that are paid.
    pub au_centime: bool,
    /// The day at which parameters are read, when it is not that of the programme (a jalon).
    pub jour: Option<Date>,
    /// Names that this formula may use for others (models and jalons): short name → full code.
    pub alias: Vec<(String, String)>,
    /// May its value be « sans objet »? True where the answer is only shown.
    pub sans_objet_admis: bool,
}

impl Definition {
    /// A plain formula at the level of the unit.
    pub fn simple(code: impl Into<String>, formule: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            formule: formule.into(),
            genre: None,
            niveau: None,
            confiance: Confiance::Officiel,
            au_centime: false,
            jour: None,
            alias: Vec::new(),
            sans_objet_admis: true,
        }
    }
}

/// A result computed over all beneficiaries.
#[derive(Debug, Clone)]
pub struct National {
    /// Its code: formulas say `national.code`.
    pub code: String,
    /// What it computes. The names are those of definitions of the same programme.
    pub mode: ModeNational,
}

/// The national aggregates. Each name is the code of a definition at the level of the unit.
#[derive(Debug, Clone)]
pub enum ModeNational {
    /// Sum of numerators over sum of denominators, leaving « sans objet » out.
    Moyenne {
        /// Definition of the numerator.
        numerateur: String,
        /// Definition of the denominator.
        denominateur: String,
    },
    /// Sum.
    Somme(String),
    /// Number of beneficiaries for whom it is true.
    Compte(String),
    /// Mean of the values, rounded to this many decimals.
    MoyenneSimple(String, u8),
    /// Nearest rank percentile.
    Percentile {
        /// Definition of the value.
        de: String,
        /// Definition of the rank, a rate that reads no input.
        rang: String,
    },
}

/// The share of an envelope.
#[derive(Debug, Clone)]
pub struct Repartition {
    /// Its code: formulas say `repartition.code`.
    pub code: String,
    /// Definition of the envelope, an amount that reads no input of the unit.
    pub enveloppe: String,
    /// Definition of the key, a number not below 0.
    pub cle: String,
    /// Definition of the least share, if any.
    pub plancher: Option<String>,
    /// Is what the floor sets aside shared again?
    pub reste_reparti: bool,
}
