//! The blocks of a document.

/// One block, drawn below the one before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Bloc {
    /// A heading under the title of the document.
    Titre {
        /// Its rank.
        niveau: Niveau,
        /// Its text, on one line or two.
        texte: String,
    },
    /// A paragraph.
    Paragraphe(String),
    /// A list with bullets.
    Liste(Vec<String>),
    /// Pairs of a term and its value, side by side.
    Definitions(Vec<(String, Cellule)>),
    /// A table, whose header is repeated on each page that it crosses.
    Tableau(Tableau),
    /// A message set apart.
    Encadre(Encadre),
    /// A figure on its scale.
    Jauge(Jauge),
}

impl Bloc {
    /// A heading of a section.
    pub fn section(texte: impl Into<String>) -> Self {
        Self::Titre { niveau: Niveau::Section, texte: texte.into() }
    }

    /// A heading inside a section.
    pub fn sous_section(texte: impl Into<String>) -> Self {
        Self::Titre { niveau: Niveau::SousSection, texte: texte.into() }
    }

    /// A paragraph.
    pub fn paragraphe(texte: impl Into<String>) -> Self {
        Self::Paragraphe(texte.into())
    }

    /// A message set apart.
    pub fn encadre(genre: Genre, titre: impl Into<String>, texte: impl Into<String>) -> Self {
        Self::Encadre(Encadre { genre, titre: titre.into(), texte: texte.into() })
    }
}

/// The rank of a heading. The title of the document stands above both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Niveau {
    /// A part of the document.
    Section,
    /// A part of a section.
    SousSection,
}

/// What stands in a table or beside a term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cellule {
    /// Plain text. An absence is said in words: a cell is never left blank to mean it.
    Texte(String),
    /// Text, and a smaller line under it.
    Detaille {
        /// What is read first.
        texte: String,
        /// What makes it precise.
        precision: String,
    },
    /// A state: a sign and a word, never the colour alone.
    Pastille {
        /// Which sign and colour.
        etat: Etat,
        /// The word.
        texte: String,
    },
}

impl Cellule {
    /// Text, and a smaller line under it.
    pub fn detaillee(texte: impl Into<String>, precision: impl Into<String>) -> Self {
        Self::Detaille { texte: texte.into(), precision: precision.into() }
    }

    /// A state and its word.
    pub fn pastille(etat: Etat, texte: impl Into<String>) -> Self {
        Self::Pastille { etat, texte: texte.into() }
    }
}

impl From<&str> for Cellule {
    fn from(texte: &str) -> Self {
        Self::Texte(texte.to_owned())
    }
}

impl From<String> for Cellule {
    fn from(texte: String) -> Self {
        Self::Texte(texte)
    }
}

/// What a state means for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Etat {
    /// Reached, validated, transmitted.
    Favorable,
    /// Not reached, refused.
    Defavorable,
    /// Somebody has something to do, or to wait for.
    Attente,
    /// Nothing to judge.
    Neutre,
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tableau {
    /// What the table shows, above it.
    pub legende: String,
    /// Its columns, from left to right.
    pub colonnes: Vec<Colonne>,
    /// Its rows, each with one cell per column. The first cell names the row.
    pub lignes: Vec<Vec<Cellule>>,
    /// The row that sums up, if there is one, with one cell per column.
    pub pied: Option<Vec<Cellule>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Colonne {
    /// Its header.
    pub entete: String,
    /// Whether it holds figures: these are set to the right and never cut.
    pub numerique: bool,
}

impl Colonne {
    /// A column of words.
    pub fn texte(entete: impl Into<String>) -> Self {
        Self { entete: entete.into(), numerique: false }
    }

    /// A column of amounts, rates or counts.
    pub fn nombre(entete: impl Into<String>) -> Self {
        Self { entete: entete.into(), numerique: true }
    }
}

/// A message set apart from the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Encadre {
    /// What kind of message it is.
    pub genre: Genre,
    /// Its first line.
    pub titre: String,
    /// What it says; may be empty when the first line is enough.
    pub texte: String,
}

/// The kinds of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Genre {
    /// Good to know.
    Info,
    /// Something to do or to beware of.
    Alerte,
    /// Values that were made up for a demonstration.
    Fictif,
}

/// A figure between the two ends of its scale.
///
/// The drawing is decoration: everything it shows is also written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Jauge {
    /// What is measured.
    pub libelle: String,
    /// The figure as it is written, such as « 92,90 % ».
    pub valeur: String,
    /// Where the figure stands on the scale, in thousandths of its length; beyond 1000 the gauge is full.
    pub milliemes: u16,
    /// The mark to reach.
    pub objectif: Option<Objectif>,
    /// The two ends of the scale as they are written.
    pub echelle: (String, String),
}

/// The mark of a gauge.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Objectif {
    /// How it is written, such as « Objectif 85 % ».
    pub texte: String,
    /// Where it stands, in thousandths of the scale.
    pub milliemes: u16,
}
