//! What pages show beside figures: supporting documents, readings of the text, texts.

use crate::Place;
use crate::convention::sans_double;
use crate::lecture::{Bloc, Famille};
use crate::provenance::{ConfianceDite, confiance};
use formule::Date;
use std::collections::BTreeSet;

/// A supporting document.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// Is it due?
    pub obligatoire: bool,
    /// Fields for which the same document serves.
    pub commune_avec: Vec<String>,
    /// How long it is valid, in words.
    pub valable: Option<String>,
    /// Who says so.
    pub source: Option<String>,
    /// How sure that is.
    pub confiance: Option<ConfianceDite>,
    /// Where it is written.
    pub place: Place,
}

/// What the text does not say, and what was retained.
#[derive(Debug, Clone)]
pub struct LectureDuTexte {
    /// Its code.
    pub code: String,
    /// What the text leaves open.
    pub question: String,
    /// What was retained.
    pub choix: String,
    /// Why.
    pub motif: String,
    /// Who decided.
    pub decide_par: String,
    /// When.
    pub decide_le: Option<Date>,
    /// Codes of what it bears on.
    pub porte_sur: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// A text of a page.
#[derive(Debug, Clone)]
pub struct TexteDePage {
    /// Where it goes.
    pub code: String,
    /// Its title, in a document.
    pub titre: Option<String>,
    /// The text.
    pub texte: String,
}

pub(crate) fn lire_pieces(racine: &Bloc<'_>) -> Vec<Piece> {
    let mut vus = BTreeSet::new();
    let mut pieces = Vec::new();
    for bloc in racine.blocs("pieces") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut vus, &code, "cette pièce");
        pieces.push(Piece {
            code: code.valeur,
            libelle: bloc.texte_requis("libelle").valeur,
            obligatoire: bloc.oui_non("obligatoire").unwrap_or(false),
            commune_avec: bloc.references("commune_avec", Famille::Entree),
            valable: bloc.texte_libre("valable"),
            source: bloc.reference("source", Famille::Source).map(|s| s.valeur),
            confiance: confiance(&bloc, "confiance"),
            place: bloc.place(),
        });
        bloc.texte_libre("note");
        bloc.fin();
    }
    pieces
}

pub(crate) fn lire_lectures(racine: &Bloc<'_>) -> Vec<LectureDuTexte> {
    let mut vus = BTreeSet::new();
    let mut lectures = Vec::new();
    for bloc in racine.blocs("lectures") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut vus, &code, "cette lecture");
        lectures.push(LectureDuTexte {
            code: code.valeur,
            question: bloc.texte_requis("question").valeur,
            choix: bloc.texte_requis("choix").valeur,
            motif: bloc.texte_requis("motif").valeur,
            decide_par: bloc.texte_requis("decide_par").valeur,
            decide_le: bloc.date_requise("decide_le"),
            porte_sur: bloc.references("porte_sur", Famille::Element),
            place: bloc.place(),
        });
        bloc.fin();
    }
    lectures
}

pub(crate) fn lire_textes_de_page(racine: &Bloc<'_>) -> Vec<TexteDePage> {
    let mut vus = BTreeSet::new();
    let mut textes = Vec::new();
    for bloc in racine.blocs("textes_de_page") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut vus, &code, "ce texte de page");
        textes.push(TexteDePage {
            code: code.valeur,
            titre: bloc.texte_libre("titre"),
            texte: bloc.texte_requis("texte").valeur,
        });
        bloc.fin();
    }
    textes
}
