//! A field of the form, as it is shown: its answer, its error, what was prefilled, what somebody else wrote.

use super::dossier::Reponse;
use super::saisie::{self, Lue};
use crate::horloge::heure;
use askama::Template;
use convention::TypeValeur;
use convention::ecriture::typographier;

/// A field to answer.
#[derive(Template)]
#[template(path = "declaration_champ.html")]
pub(super) struct ChampDePage {
    code: String,
    question: String,
    genre: Genre,
    texte: String,
    options: Vec<Choix>,
    indication: Option<String>,
    unite: Option<String>,
    erreur: Option<String>,
    aide: Option<String>,
    retour: Option<Retour>,
    conflit: Option<Conflit>,
    lu: String,
    version: i64,
    applicable: bool,
    fige: bool,
    /// Fields whose condition is that this one is answered by oui.
    pub(super) suite: Vec<ChampDePage>,
    /// The supporting documents of this field, already written as HTML.
    pub(super) bloc: String,
    enregistre: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Genre {
    Choix,
    Chiffre,
    Texte,
}

struct Choix {
    valeur: String,
    libelle: String,
    coche: bool,
}

/// A prefilled value, and the way back to it.
struct Retour {
    dit: String,
    valeur: String,
    origine: String,
    modifie: bool,
}

/// What somebody else wrote in the same field.
#[derive(Debug, Clone)]
pub(super) struct Conflit {
    pub(super) dit: String,
    pub(super) auteur: String,
    pub(super) quand: String,
}

impl ChampDePage {
    fn un_choix(&self) -> bool {
        self.genre == Genre::Choix
    }

    fn un_chiffre(&self) -> bool {
        self.genre == Genre::Chiffre
    }

    /// What describes the field: its hint, its error, its conflict.
    fn decrit(&self) -> String {
        let mut ids = Vec::new();
        for (present, nom) in [
            (self.indication.is_some(), "indication"),
            (self.erreur.is_some(), "erreur"),
            (self.conflit.is_some(), "conflit"),
        ] {
            if present {
                ids.push(format!("{nom}-{}", self.code));
            }
        }
        ids.join(" ")
    }
}

/// A field with its answer; those that depend on it come after.
pub(super) fn champ_de_page(r: &Reponse<'_>, modifiable: bool, conflit: Option<Conflit>) -> ChampDePage {
    let entree = r.entree;
    let genre = match entree.type_ {
        TypeValeur::OuiNon | TypeValeur::Choix(_) => Genre::Choix,
        TypeValeur::Texte => Genre::Texte,
        _ => Genre::Chiffre,
    };
    let option = |valeur: &str, libelle: &str| Choix {
        valeur: valeur.to_owned(),
        libelle: typographier(libelle),
        coche: r.texte == valeur,
    };
    let options = match entree.type_ {
        TypeValeur::OuiNon => vec![option("oui", "Oui"), option("non", "Non")],
        // Beside a free text, they are only suggested.
        _ => entree.choix.iter().map(|choix| option(&choix.code, &choix.libelle)).collect(),
    };
    let modifie = r.modifiee();
    ChampDePage {
        code: entree.code.clone(),
        question: typographier(&r.champ.question),
        genre,
        texte: r.texte.clone(),
        options,
        indication: saisie::indication(entree),
        unite: saisie::unite(entree),
        erreur: match &r.lue {
            Lue::Fausse(message) if r.applicable => Some(message.clone()),
            _ => None,
        },
        aide: r.champ.aide.as_deref().map(typographier),
        retour: r.prerempli.as_ref().map(|p| Retour {
            dit: saisie::dire(entree, &p.canonique),
            valeur: saisie::montrer(entree, &p.canonique),
            origine: p.origine.clone(),
            modifie,
        }),
        conflit,
        lu: r.lu.clone(),
        version: r.version(),
        applicable: r.applicable,
        fige: !modifiable,
        suite: Vec::new(),
        bloc: String::new(),
        enregistre: r.garde.as_ref().map(|garde| heure(garde.instant)),
    }
}
