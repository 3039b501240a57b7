//! What is read: counts, states, declared fields, detail lines.

use crate::expansion::traduire;
use crate::indicateurs::Portee;
use crate::lecture::{Bloc, Famille};
use crate::parametres::{Choix, lire_type_et_choix};
use crate::valeurs::{TypeValeur, tenue};
use crate::{Defaut, Lu, Place};
use formule::Date;
use formule::programme::Scalaire;

/// An input: a column of the file of figures, or a declared field.
#[derive(Debug, Clone)]
pub struct Entree {
    /// Its code, also that of the column and of the field.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// What exactly is counted or asked.
    pub sens: Option<String>,
    /// The same in a few words, behind a question mark.
    pub aide: Option<String>,
    /// Its kind.
    pub type_: TypeValeur,
    /// The options of a choice.
    pub choix: Vec<Choix>,
    /// Least value, as it is held.
    pub min: i64,
    /// Greatest value, as it is held.
    pub max: i64,
    /// Divisor between what is held and the value.
    pub echelle: i64,
    /// Where it comes from.
    pub origine: Origine,
    /// The period that is read.
    pub periode: String,
    /// Code of the fact that is counted.
    pub fait: String,
    /// Another input that it may not exceed.
    pub au_plus: Option<String>,
    /// May it be « sans objet »?
    pub sans_objet: bool,
    /// What an unanswered field is worth, as it is held.
    pub non_declare: Option<i64>,
    /// Exercices in which it exists; all when absent.
    pub exercices: Option<Vec<i32>>,
    /// One value per jalon is due.
    pub jalon: bool,
    /// How it is asked, when it is declared.
    pub champ: Option<Champ>,
    /// Where it is written.
    pub place: Place,
    /// Is its kind unknown, as was reported?
    pub(crate) douteuse: bool,
}

/// Where an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origine {
    /// Counted from claims.
    Mesure,
    /// Counted from a documented flux.
    Flux,
    /// A dated state.
    Situation,
    /// A register.
    Registre,
    /// A declared answer.
    Declaration,
    /// The state of a supporting document.
    Piece,
    /// The ledger: what has already been paid.
    Versement,
}

impl Origine {
    const MOTS: [(&'static str, Self); 6] = [
        ("mesure", Self::Mesure),
        ("flux", Self::Flux),
        ("situation", Self::Situation),
        ("registre", Self::Registre),
        ("declaration", Self::Declaration),
        ("piece", Self::Piece),
    ];

    /// The word used in rule folders.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Mesure => "mesure",
            Self::Flux => "flux",
            Self::Situation => "situation",
            Self::Registre => "registre",
            Self::Declaration => "declaration",
            Self::Piece => "piece",
            Self::Versement => "versement",
        }
    }

    /// Is an empty cell an answer that was not given?
    pub const fn declaree(self) -> bool {
        matches!(self, Self::Declaration | Self::Piece | Self::Versement)
    }
}

/// How a declared field is asked.
#[derive(Debug, Clone)]
pub struct Champ {
    /// Its number on the form.
    pub numero: Option<i64>,
    /// In a model: the column that holds it.
    pub(crate) numero_selon: Option<String>,
    /// Its title.
    pub titre: Option<String>,
    /// The question.
    pub question: String,
    /// Its help.
    pub aide: Option<String>,
    /// Exercices in which it is new.
    pub nouveaute: Vec<i32>,
    /// What fills it in beforehand.
    pub prefill: Option<Prefill>,
    /// Shown only when this holds: a field or a formula.
    pub si: Option<Lu<String>>,
    /// What the names of that condition mean, in a copy of a model.
    pub(crate) portee: Portee,
    /// Code of the supporting document.
    pub piece: Option<String>,
}

/// What fills a field in beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefill {
    /// The declaration of the exercice before.
    DeclarationPrecedente,
    /// A dated state.
    Situation,
    /// A count.
    Mesure,
    /// A register.
    Registre,
}

const PREFILLS: [(&str, Prefill); 4] = [
    ("declaration_precedente", Prefill::DeclarationPrecedente),
    ("situation", Prefill::Situation),
    ("mesure", Prefill::Mesure),
    ("registre", Prefill::Registre),
];

/// The largest divisor of a rate that is read directly: nine decimals.
const DECIMALES_AU_PLUS: i64 = 9;

impl Champ {
    /// The field that the condition names, when it is one name and no formula.
    pub fn parent(&self) -> Option<String> {
        self.si.as_ref().map(|si| traduire(si.valeur.trim(), &self.portee.alias))
    }
}

impl Entree {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        Self::lire_avec_libelle(code, libelle, bloc)
    }

    /// Inside a model, the name of the row stands for a missing name.
    pub(crate) fn lire_avec_libelle(code: Lu<String>, libelle: String, bloc: &Bloc<'_>) -> Self {
        let (type_, choix) = lire_type_et_choix(bloc);
        let echelle = lire_echelle(bloc, &type_);
        let (min, max) = lire_bornes(bloc, &type_, echelle);
        if !bloc.contient("origine") {
            bloc.manque("origine");
        }
        let origine = bloc.mot("origine", &Origine::MOTS).unwrap_or(Origine::Mesure);
        let au_plus = bloc.texte("au_plus");
        let non_declare =
            bloc.contient("non_declare").then(|| lire_tenue(bloc, "non_declare", &type_, echelle)).flatten();
        if non_declare.is_some() && !origine.declaree() && !bloc.touche(&["origine"]) {
            let defaut = Defaut::new(&bloc.place_de("non_declare"), "seul un champ déclaré peut rester sans réponse");
            bloc.defaut(defaut.conseil("retirez « non_declare », ou dites origine = \"declaration\""));
        }
        let champ = bloc.bloc("champ").map(|b| lire_champ(&b));
        let mut entree = Self {
            libelle,
            sens: bloc.texte_libre("sens"),
            aide: bloc.texte_libre("aide").filter(|a| !a.is_empty()),
            type_,
            choix,
            min,
            max,
            echelle,
            origine,
            periode: bloc.texte_libre("periode").unwrap_or_else(|| "exercice".to_owned()),
            fait: bloc.texte_libre("fait").unwrap_or_else(|| code.valeur.clone()),
            au_plus: au_plus.map(|a| a.valeur),
            sans_objet: bloc.oui_non("sans_objet").unwrap_or(false),
            non_declare,
            exercices: bloc.annees("exercices"),
            jalon: bloc.oui_non("jalon").unwrap_or(false),
            champ,
            code: code.valeur,
            place: code.place,
            douteuse: false,
        };
        bloc.texte_libre("note");
        bloc.reference("source", Famille::Source);
        entree.douteuse = bloc.touche(&["type", "choix", "jalon"]);
        if bloc.touche(&["origine", "sans_objet", "non_declare"]) {
            // Nobody knows whether it may be absent: its readers are not asked where that falls.
            (entree.sans_objet, entree.non_declare) = (false, Some(entree.non_declare.unwrap_or(entree.min)));
        }
        bloc.fin();
        entree
    }

    /// Does it exist in this exercice?
    pub fn existe_en(&self, annee: i32) -> bool {
        self.exercices.as_ref().is_none_or(|e| e.contains(&annee))
    }

    /// Must formulas say where its absence falls?
    pub fn facultative(&self) -> bool {
        self.sans_objet || (self.origine.declaree() && self.non_declare.is_none())
    }

    /// The cell of an input that nobody gave.
    pub fn sans_reponse(&self) -> formule::Cellule {
        match (self.origine.declaree(), self.non_declare) {
            (true, Some(valeur)) => Ok(valeur),
            (true, None) => Err(formule::Absence::SansObjet),
            (false, _) => Err(formule::Absence::EnAttente),
        }
    }

    /// What the engine is told.
    pub(crate) fn programme(&self) -> formule::programme::Entree {
        formule::programme::Entree {
            code: self.code.clone(),
            libelle: self.libelle.clone(),
            genre: self.type_.genre(),
            min: self.min,
            max: self.max,
            echelle: self.echelle,
            facultative: self.facultative(),
            non_declare: self.non_declare,
            au_plus: self.au_plus.clone(),
            libelles: match self.type_ {
                TypeValeur::Choix(_) => self.choix.iter().map(|c| c.libelle.clone()).collect(),
                _ => Vec::new(),
            },
            declaree: self.origine.declaree(),
        }
    }

    /// The input that says what was already paid under the code of a versement.
    pub(crate) fn deja_verse(code: &str, titre: &str, place: &Place) -> Self {
        Self {
            code: format!("deja_verse_{code}"),
            libelle: format!("Déjà versé : {titre}"),
            sens: Some("Somme des écritures déjà passées sous ce code.".to_owned()),
            aide: None,
            type_: TypeValeur::Montant(formule::Unite::euro()),
            choix: Vec::new(),
            // More may have been taken back than paid: what remains to be paid then gives it back.
            min: -DEJA_VERSE_AU_PLUS,
            max: DEJA_VERSE_AU_PLUS,
            echelle: 100,
            origine: Origine::Versement,
            periode: "exercice".to_owned(),
            fait: format!("deja_verse_{code}"),
            au_plus: None,
            sans_objet: false,
            non_declare: Some(0),
            exercices: None,
            jalon: false,
            champ: None,
            place: place.clone(),
            douteuse: false,
        }
    }
}

/// Ten million euros in cents: far above any payment to one beneficiary, and small enough to stay in 64 bits.
const DEJA_VERSE_AU_PLUS: i64 = 1_000_000_000;

fn lire_echelle(bloc: &Bloc<'_>, type_: &TypeValeur) -> i64 {
    let decimales = bloc.entier("decimales");
    match (type_, decimales) {
        (TypeValeur::Taux, Some(d)) if (0..=DECIMALES_AU_PLUS).contains(&d.valeur) => 10_i64.pow(d.valeur as u32),
        // A number that counts nothing, with decimals, could not be told from a rate.
        (TypeValeur::Nombre(unite), Some(d)) if (0..=DECIMALES_AU_PLUS).contains(&d.valeur) && !unite.est_aucune() => {
            10_i64.pow(d.valeur as u32)
        }
        (_, Some(d)) => {
            let quoi = "« decimales » va de 0 à 9, et ne vaut que pour un taux ou pour un nombre qui a une unité";
            bloc.defaut(Defaut::new(&d.place, quoi).conseil("retirez cette ligne, ou corrigez le nombre"));
            1
        }
        (TypeValeur::Taux, None) => {
            let defaut = Defaut::new(&bloc.place(), "un taux lu directement doit dire ses décimales");
            bloc.defaut(defaut.conseil("ajoutez decimales = 4 (ou lisez un numérateur et un dénominateur)"));
            10_000
        }
        (TypeValeur::Montant(_), None) => 100,
        _ => 1,
    }
}

fn lire_bornes(bloc: &Bloc<'_>, type_: &TypeValeur, echelle: i64) -> (i64, i64) {
    let (bas, haut) = match type_ {
        TypeValeur::OuiNon => (0, 1),
        TypeValeur::Choix(codes) => (0, codes.len().saturating_sub(1) as i64),
        TypeValeur::Date => (i64::from(Date::MIN.0), i64::from(Date::MAX.0)),
        TypeValeur::Taux => (0, echelle),
        TypeValeur::Texte => (0, 0),
        // Only until a missing maximum is written: a thousand gives formulas something to be typed with.
        TypeValeur::Nombre(_) | TypeValeur::Montant(_) => (0, 1_000 * echelle),
    };
    let bornes = matches!(type_, TypeValeur::Nombre(_) | TypeValeur::Montant(_));
    let avec_bornes = bornes || matches!(type_, TypeValeur::Taux | TypeValeur::Date | TypeValeur::Texte);
    let lire = |cle: &str, defaut: i64| {
        if !bloc.contient(cle) || !avec_bornes {
            return defaut;
        }
        lire_tenue(bloc, cle, type_, echelle).unwrap_or(defaut)
    };
    let (min, max) = (lire("min", bas), lire("max", haut));
    if bornes && !bloc.contient("max") {
        let defaut = Defaut::new(&bloc.place(), format!("il manque « max » dans {}", bloc.nom));
        bloc.defaut(defaut.conseil("donnez le plus grand nombre plausible : au-dessus, une donnée est refusée"));
    }
    if min > max && (bloc.contient("max") || !bornes) {
        bloc.defaut(Defaut::new(&bloc.place_de("max"), "le minimum dépasse le maximum").conseil("échangez-les"));
        return (max, min);
    }
    (min, max.max(min))
}

fn lire_tenue(bloc: &Bloc<'_>, cle: &str, type_: &TypeValeur, echelle: i64) -> Option<i64> {
    let lu = bloc.brut(cle)?;
    if *type_ == TypeValeur::Texte {
        return None;
    }
    let lue = match type_.valeur(&lu.valeur) {
        Ok(valeur) => valeur.and_then(|v: Scalaire| tenue(v, echelle)),
        Err(refus) => {
            bloc.rater(cle);
            bloc.defaut(Defaut::new(&lu.place, refus.message).conseil(refus.conseil));
            return None;
        }
    };
    if lue.is_none() {
        bloc.rater(cle);
        bloc.defaut(Defaut::new(
            &lu.place,
            format!("« {cle} » doit être une valeur connue, sans plus de décimales que l'entrée"),
        ));
    }
    lue
}

fn lire_champ(bloc: &Bloc<'_>) -> Champ {
    // In a model, each row has its own number.
    let numero_selon = bloc.texte_brut("numero").map(|t| t.valeur).filter(|t| t.starts_with("ligne."));
    let numero = match numero_selon {
        Some(_) => bloc.texte("numero").and(None),
        None => bloc.entier("numero").map(|n| n.valeur),
    };
    let champ = Champ {
        numero,
        numero_selon,
        titre: bloc.texte_libre("titre"),
        question: bloc.texte_requis("question").valeur,
        aide: bloc.texte_libre("aide"),
        nouveaute: bloc.annees("nouveaute").unwrap_or_default(),
        prefill: bloc.mot("prefill", &PREFILLS),
        si: bloc.texte("si"),
        portee: Portee::default(),
        piece: bloc.reference("piece", Famille::Piece).map(|p| p.valeur),
    };
    bloc.fin();
    champ
}

/// Detail lines of a beneficiary: one per molecule, per contract…
#[derive(Debug, Clone)]
pub struct Detail {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The table in which every key has a row.
    pub table: Option<String>,
    /// The columns of a line.
    pub entrees: Vec<Entree>,
    /// Where it is written.
    pub place: Place,
    /// Are its table or its columns unknown, as was reported?
    pub(crate) douteux: bool,
}

impl Detail {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        let table = bloc.reference("table", Famille::Table).map(|t| t.valeur);
        let entrees: Vec<Entree> =
            bloc.blocs_nommes("entrees").into_iter().map(|(code, b)| Entree::lire(code, &b)).collect();
        if entrees.is_empty() {
            bloc.manque("entrees");
        }
        let douteux = bloc.touche(&["entrees", "table"]);
        bloc.fin();
        Self { code: code.valeur, libelle, table, entrees, place: code.place, douteux }
    }
}
