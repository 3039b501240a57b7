//! What is on a printed document, without saying how it is drawn.
//!
//! The pages say what they want printed with these types; the typesetter draws them. Neither needs the other: a
//! page can be tested by reading its [`Feuille`], and the typesetter by giving it one.
//!
//! Every text is plain text. Nothing in it is ever read as markup: a name that holds `#`, `*` or `$` is printed
//! with them. Amounts, rates and dates arrive already written in French, with their no-break spaces; nothing is
//! computed here.

mod blocs;
mod preuve;

pub use blocs::{Bloc, Cellule, Colonne, Encadre, Etat, Genre, Jauge, Niveau, Objectif, Tableau};
pub use preuve::{Empreinte, Jour, MOIS, Preuve};

/// A document to print.
///
/// ```
/// use feuille::{Bloc, Feuille, Jour, Organisme};
///
/// let jour = Jour::new(2025, 1, 15).ok_or("ce jour n'existe pas")?;
/// let mut feuille = Feuille::new("Récapitulatif de la déclaration", Organisme::new("Caisse d'essai"), jour);
/// feuille.identite = vec!["Pharmacie du Marché".to_owned(), "FINESS 00 000000 0".to_owned()];
/// feuille.push(Bloc::paragraphe("Vos réponses sont conservées telles que vous les avez transmises."));
/// assert_eq!(feuille.blocs.len(), 1);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Feuille {
    /// What the document is: its heading, and its title for the reader of the file.
    pub titre: String,
    /// Which one it is: the dispositif and its exercice, most often.
    pub sous_titre: Option<String>,
    /// Who issues it: the slot at the top left, neutral.
    pub organisme: Organisme,
    /// Whom it is about: a name, then what identifies it, then its address. One line each.
    pub identite: Vec<String>,
    /// The language of the text.
    pub langue: Langue,
    /// A warning stamped on every page, such as « Valeurs fictives ».
    pub mention: Option<Mention>,
    /// The day that the document bears. It is given: the typesetter has no clock.
    pub date: Jour,
    /// What proves that the document was not altered since.
    pub preuve: Option<Preuve>,
    /// The content, in reading order.
    pub blocs: Vec<Bloc>,
}

impl Feuille {
    /// An empty document in French.
    pub fn new(titre: impl Into<String>, organisme: Organisme, date: Jour) -> Self {
        Self {
            titre: titre.into(),
            sous_titre: None,
            organisme,
            identite: Vec::new(),
            langue: Langue::Francais,
            mention: None,
            date,
            preuve: None,
            blocs: Vec::new(),
        }
    }

    /// Adds a block at the end.
    pub fn push(&mut self, bloc: Bloc) {
        self.blocs.push(bloc);
    }
}

/// Who issues the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Organisme {
    /// Its name.
    pub nom: String,
    /// The service that made the document, under the name.
    pub service: Option<String>,
}

impl Organisme {
    /// An issuer known by its name only.
    pub fn new(nom: impl Into<String>) -> Self {
        Self { nom: nom.into(), service: None }
    }
}

/// A stamp on every page, and the sentence that explains it once, at the top of the first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mention {
    /// A few words, such as « Valeurs fictives ».
    pub tampon: String,
    /// What it means for the reader.
    pub explication: String,
}

/// The language of a document: it chooses hyphenation, and how a screen reader pronounces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Langue {
    /// French of France.
    Francais,
}

impl Langue {
    /// The code of the language, then that of the region.
    pub fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Francais => ("fr", "FR"),
        }
    }
}
