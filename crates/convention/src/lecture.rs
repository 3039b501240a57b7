//! Reads TOML with the place of every key and value, and gathers every defect instead of stopping at the first.

pub(crate) use crate::bloc::Bloc;
use crate::place::Source;
use crate::{Defaut, Fichier, Lu, Place};
use formule::Date;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;
use toml::de::DeTable;

/// What a key of a rule file may refer to, checked once everything has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Famille {
    Texte,
    Source,
    Indicateur,
    Entree,
    Piece,
    Table,
    Detail,
    Versement,
    Exercice,
    /// Anything that a `[[lectures]]` may be about.
    Element,
    /// A calcul or a national result, for a follow-up.
    Suivi,
    /// Anything that a follow-up may show.
    Sujet,
    /// A group of indicators.
    Groupe,
    /// A model.
    Modele,
    /// An accordion of the follow-up.
    Volet,
}

/// A code written somewhere that must exist elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) famille: Famille,
    pub(crate) code: String,
    pub(crate) place: Place,
}

/// What a file gave.
pub(crate) struct FichierLu<T> {
    pub(crate) lu: T,
    pub(crate) defauts: Vec<Defaut>,
    pub(crate) references: Vec<Reference>,
    /// Texts written under keys that do not exist: what they read cannot be told.
    pub(crate) perdus: Vec<String>,
    /// Was all of it TOML? If not, what it seems to leave out may only have been misread.
    pub(crate) entier: bool,
}

/// The reading of one file: its text, and what was found wrong in it.
pub(crate) struct Lecture {
    source: Arc<Source>,
    defauts: RefCell<Vec<Defaut>>,
    references: RefCell<Vec<Reference>>,
    perdus: RefCell<Vec<String>>,
}

/// A value as TOML wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Brut {
    Texte(String),
    Entier(i64),
    OuiNon(bool),
    Jour(Date),
}

impl Brut {
    /// The text that a person would write between quotes for this value.
    pub(crate) fn en_texte(&self) -> String {
        match self {
            Self::Texte(t) => t.clone(),
            Self::Entier(n) => n.to_string(),
            Self::OuiNon(b) => (if *b { "oui" } else { "non" }).to_owned(),
            Self::Jour(d) => d.to_string(),
        }
    }
}

impl Lecture {
    pub(crate) fn new(fichier: &Fichier) -> Self {
        let source = Arc::new(Source { chemin: fichier.chemin.clone(), contenu: fichier.contenu.clone() });
        Self { source, defauts: RefCell::default(), references: RefCell::default(), perdus: RefCell::default() }
    }

    /// Parses the file and hands its root to `lire`; then everything that was found wrong, and the references.
    pub(crate) fn lire<T>(fichier: &Fichier, lire: impl FnOnce(&Bloc<'_>) -> T) -> FichierLu<T> {
        let lecture = Self::new(fichier);
        let (racine, erreurs) = DeTable::parse_recoverable(&fichier.contenu);
        for erreur in &erreurs {
            let place = lecture.place(erreur.span().unwrap_or(0..0));
            lecture.defaut(
                Defaut::new(&place, syntaxe_en_francais(erreur.message()))
                    .conseil(conseil_de_syntaxe(erreur.message())),
            );
        }
        let bloc = Bloc::new(&lecture, String::new(), racine.get_ref(), 0..0);
        let lu = lire(&bloc);
        bloc.fin();
        let mut defauts = lecture.defauts.into_inner();
        if let Some(premiere) = erreurs.iter().filter_map(|e| e.span()).map(|s| s.start).min() {
            // What follows a syntax error is often misread, and the part that it breaks looks incomplete: beyond the
            // errors themselves, only what stands before that part is certain.
            let sur = debut_de_la_partie(&fichier.contenu, premiere);
            let mut rang = 0;
            defauts.retain(|d| {
                rang += 1;
                rang <= erreurs.len() || d.place.tient_avant(sur)
            });
        }
        let (references, perdus) = (lecture.references.into_inner(), lecture.perdus.into_inner());
        FichierLu { lu, defauts, references, perdus, entier: erreurs.is_empty() }
    }

    pub(crate) fn place(&self, octets: Range<usize>) -> Place {
        Place::new(&self.source, octets)
    }

    pub(crate) fn defaut(&self, defaut: Defaut) {
        self.defauts.borrow_mut().push(defaut);
    }

    /// Number of defects found so far.
    pub(crate) fn compte(&self) -> usize {
        self.defauts.borrow().len()
    }

    pub(crate) fn perdre(&self, texte: &str) {
        self.perdus.borrow_mut().push(texte.to_owned());
    }

    pub(crate) fn reference(&self, famille: Famille, lu: &Lu<String>) {
        let reference = Reference { famille, code: lu.valeur.clone(), place: lu.place.clone() };
        self.references.borrow_mut().push(reference);
    }
}

/// Words of the formula language, which cannot be codes.
const RESERVES: [&str; 18] = [
    "si",
    "alors",
    "sinon",
    "et",
    "ou",
    "non",
    "est",
    "dans",
    "vrai",
    "faux",
    "a_defaut",
    "a_la_date",
    "p",
    "national",
    "repartition",
    "exercice",
    "jalon",
    "ligne",
];

pub(crate) fn verifier_code(lecture: &Lecture, code: &Lu<String>) {
    let bon = code.valeur.starts_with(|c: char| c.is_ascii_lowercase())
        && code.valeur.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !bon {
        let defaut = Defaut::new(&code.place, format!("« {} » n'est pas un code", code.valeur));
        lecture.defaut(defaut.conseil("des minuscules sans accent, des chiffres et des « _ », une lettre d'abord"));
    } else if RESERVES.contains(&code.valeur.as_str()) {
        let defaut = Defaut::new(&code.place, format!("« {} » est un mot du langage des formules", code.valeur));
        lecture.defaut(defaut.conseil("choisissez un autre code"));
    }
}

/// The byte at which the part that holds a byte begins: `[parametres.seuil]` for all that is written under it, one
/// `[[cas]]` alone.
fn debut_de_la_partie(contenu: &str, octet: usize) -> usize {
    let tete = |ligne: &str| {
        let ligne = ligne.trim_start();
        let nom = ligne.strip_prefix("[[").or_else(|| ligne.strip_prefix('['))?;
        let mut segments = nom.split(']').next().unwrap_or_default().split('.').map(str::trim);
        let (premier, second) = (segments.next()?, segments.next());
        Some((premier.to_owned(), second.map(str::to_owned), ligne.starts_with("[[")))
    };
    let mut debut = 0;
    let (mut rang, mut en_cours) = (0, None);
    for ligne in contenu.split_inclusive('\n') {
        if rang > octet {
            break;
        }
        if let Some((premier, second, liste)) = tete(ligne) {
            let neuve = second.is_none() && liste;
            if neuve || en_cours.as_ref() != Some(&(premier.clone(), second.clone())) {
                debut = rang;
            }
            en_cours = Some((premier, second));
        }
        rang += ligne.len();
    }
    debut
}

/// The commonest messages of the TOML parser, in French; the others keep their words behind ours.
fn syntaxe_en_francais(message: &str) -> String {
    if message.starts_with("duplicate key") {
        return "cette clé est écrite deux fois".to_owned();
    }
    format!("le fichier n'est pas du TOML : {message}")
}

fn conseil_de_syntaxe(message: &str) -> &'static str {
    if message.starts_with("duplicate key") {
        "gardez-en une ; pour une nouvelle valeur, ajoutez une ligne datée"
    } else if message.contains("string") || message.contains("quote") || message.contains("value") {
        "une valeur est un entier, true ou false, une date, une liste, ou un texte entre guillemets droits"
    } else {
        "relisez cette ligne et celle d'avant"
    }
}
