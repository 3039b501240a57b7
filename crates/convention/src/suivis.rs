//! The follow-up that a rule folder declares: widgets, and the accordions that gather them.

use crate::convention::sans_double;
use crate::lecture::{Bloc, Famille};
use crate::phrases::{Phrase, VERSEMENT};
use crate::{Defaut, Lu, Place, valeurs};
use formule::{Fraction, Unite};
use std::collections::BTreeSet;

/// A widget of the follow-up.
#[derive(Debug, Clone)]
pub struct Suivi {
    /// Its code.
    pub code: String,
    /// Its shape.
    pub type_: TypeSuivi,
    /// Its title.
    pub titre: Phrase,
    /// What it follows, in its order: codes of inputs, calculs and indicators, `national.…`, `….objectif`.
    pub sujets: Vec<String>,
    /// Or every indicator of a group.
    pub groupe: Option<String>,
    /// Or every indicator of a model.
    pub modele: Option<String>,
    /// Or lines written one by one.
    pub lignes: Vec<LigneDeSuivi>,
    /// The accordion in which it stands.
    pub volet: Option<String>,
    /// And where, in this accordion.
    pub cote: Cote,
    /// The screens that show it.
    pub ecrans: Vec<Ecran>,
    /// What is said under it.
    pub phrase: Option<Phrase>,
    /// What one figure counts, in the singular.
    pub unite: Option<String>,
    /// What separates two periods is called so.
    pub ecart: Option<String>,
    /// Are its figures shown big, side by side?
    pub grands: bool,
    /// The highest end of its gauge.
    pub echelle: Option<Fraction>,
    /// The columns of its table, all when it says none.
    pub colonnes: Vec<String>,
    /// Does its table have a line for each key of its table of rules, read or not?
    pub toutes_les_cles: bool,
    /// Where it is written.
    pub place: Place,
}

/// A line of a list of figures, or of a comparison of two periods.
#[derive(Debug, Clone, Default)]
pub struct LigneDeSuivi {
    /// Its name, when it is not that of what it shows.
    pub libelle: Option<Phrase>,
    /// What it shows.
    pub sujet: Option<String>,
    /// Or a sentence, which stands before it when all that it quotes is known.
    pub phrase: Option<Phrase>,
    /// Is it a part of the line before?
    pub dont: bool,
    /// The figure of the period before.
    pub avant: Option<String>,
    /// The figure of the period observed.
    pub apres: Option<String>,
    /// What separates them, when the rules compute it or when it arrives ready made.
    pub ecart: Option<String>,
}

/// An accordion of the follow-up.
#[derive(Debug, Clone)]
pub struct Volet {
    /// Its code.
    pub code: String,
    /// Its title; else the name of what it is about.
    pub titre: Option<Phrase>,
    /// Its title on the screen of a remuneration, where it may name the last payment.
    pub titre_de_detail: Option<Phrase>,
    /// What it is about: the first of these that exists in the exercice gives its state or its value.
    pub sujets: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// Where a widget stands in its accordion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cote {
    /// In the narrow column.
    Gauche,
    /// In the wide one.
    Droite,
    /// On the whole width.
    #[default]
    Dessous,
}

/// A screen that shows widgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ecran {
    /// The follow-up of a dispositif.
    Suivi,
    /// The detail of a remuneration.
    Detail,
}

/// The shapes of a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeSuivi {
    /// A gauge against the objective.
    Jauge,
    /// One point per exercice.
    CourbeAnnuelle,
    /// One point per quarter.
    CourbeTrimestrielle,
    /// Dated readings side by side, each with its objective.
    Releves,
    /// Two figures side by side.
    Comparaison,
    /// A table.
    Tableau,
    /// Steps done and to do.
    Etapes,
    /// A list of names and figures.
    Chiffres,
    /// One figure, as long as it is known.
    Chiffre,
    /// A period, the one before, and what separates them.
    Evolution,
}

const TYPES: [(&str, TypeSuivi); 10] = [
    ("jauge", TypeSuivi::Jauge),
    ("courbe_annuelle", TypeSuivi::CourbeAnnuelle),
    ("courbe_trimestrielle", TypeSuivi::CourbeTrimestrielle),
    ("releves", TypeSuivi::Releves),
    ("comparaison", TypeSuivi::Comparaison),
    ("tableau", TypeSuivi::Tableau),
    ("etapes", TypeSuivi::Etapes),
    ("chiffres", TypeSuivi::Chiffres),
    ("chiffre", TypeSuivi::Chiffre),
    ("evolution", TypeSuivi::Evolution),
];

const COTES: [(&str, Cote); 3] = [("gauche", Cote::Gauche), ("droite", Cote::Droite), ("dessous", Cote::Dessous)];

const ECRANS: [(&str, Ecran); 2] = [("suivi", Ecran::Suivi), ("detail", Ecran::Detail)];

/// What a widget may be about, and how it is written.
const SUJETS: [&str; 7] = ["sujets", "indicateur", "calcul", "entrees", "groupe", "modele", "lignes"];

/// Keys that only some shapes read.
const PROPRES: [(&str, &[TypeSuivi]); 8] = [
    ("unite", &[TypeSuivi::Chiffre]),
    ("ecart", &[TypeSuivi::Evolution]),
    ("lignes", &[TypeSuivi::Chiffres, TypeSuivi::Evolution, TypeSuivi::Releves]),
    ("modele", &[TypeSuivi::Tableau]),
    ("forme", &[TypeSuivi::Chiffres]),
    ("echelle", &[TypeSuivi::Jauge]),
    ("colonnes", &[TypeSuivi::Tableau]),
    ("toutes_les_cles", &[TypeSuivi::Tableau]),
];

impl Suivi {
    /// Every code that it reads, in its order.
    pub fn lus(&self) -> impl Iterator<Item = &str> {
        let des_lignes = self.lignes.iter().flat_map(|l| {
            let codes = [&l.sujet, &l.avant, &l.apres, &l.ecart].into_iter().flatten().map(String::as_str);
            codes.chain(l.phrase.iter().chain(&l.libelle).flat_map(Phrase::sujets))
        });
        let phrases = self.phrase.iter().chain([&self.titre]).flat_map(Phrase::sujets);
        self.sujets.iter().map(String::as_str).chain(des_lignes).chain(phrases)
    }
}

pub(crate) fn lire_suivis(racine: &Bloc<'_>) -> Vec<Suivi> {
    let mut vus = BTreeSet::new();
    racine.blocs("suivis").iter().map(|bloc| lire_suivi(bloc, &mut vus)).collect()
}

fn lire_suivi(bloc: &Bloc<'_>, vus: &mut BTreeSet<String>) -> Suivi {
    let code = bloc.code_requis("code");
    sans_double(bloc, vus, &code, "ce suivi");
    if !bloc.contient("type") {
        bloc.manque("type");
    }
    let type_ = bloc.mot("type", &TYPES);
    if SUJETS.into_iter().filter(|cle| bloc.contient(cle)).count() != 1 {
        let defaut =
            Defaut::new(&code.place, format!("le suivi « {} » doit suivre une chose, et une seule", code.valeur));
        bloc.defaut(
            defaut
                .conseil("ajoutez sujets = [\"…\"], ou groupe = \"…\", modele = \"…\", lignes = [ … ] selon sa forme"),
        );
    }
    for (cle, formes) in PROPRES {
        if bloc.contient(cle) && type_.is_some_and(|t| !formes.contains(&t)) {
            let noms = TYPES.iter().filter(|(_, t)| formes.contains(t)).map(|(mot, _)| format!("« {mot} »"));
            let defaut = Defaut::new(&bloc.place_de(cle), format!("« {cle} » ne dit rien de cette forme de suivi"));
            let noms: Vec<String> = noms.collect();
            bloc.defaut(defaut.conseil(format!("retirez-le, ou prenez le type {}", noms.join(" ou "))));
        }
    }
    if type_ == Some(TypeSuivi::Evolution) && !bloc.contient("lignes") {
        bloc.manque("lignes");
    }
    let volet = bloc.reference("volet", Famille::Volet).map(|v| v.valeur);
    if bloc.contient("place") && volet.is_none() {
        let defaut = Defaut::new(&bloc.place_de("place"), "« place » range un suivi dans un volet");
        bloc.defaut(defaut.conseil("ajoutez volet = \"…\", ou retirez « place »"));
    }
    let mut sujets: Vec<String> = bloc.references("sujets", Famille::Sujet);
    sujets.extend(bloc.references("entrees", Famille::Entree));
    sujets.extend(bloc.reference("indicateur", Famille::Indicateur).map(|i| i.valeur));
    sujets.extend(bloc.reference("calcul", Famille::Suivi).map(|c| c.valeur));
    let suivi = Suivi {
        type_: type_.unwrap_or(TypeSuivi::Tableau),
        titre: Phrase::lire(&bloc.texte_requis("titre"), bloc),
        sujets,
        groupe: bloc.reference("groupe", Famille::Groupe).map(|g| g.valeur),
        modele: bloc.reference("modele", Famille::Modele).map(|m| m.valeur),
        lignes: bloc.blocs("lignes").iter().map(lire_ligne).collect(),
        volet,
        cote: bloc.mot("place", &COTES).unwrap_or_default(),
        ecrans: lire_ecrans(bloc),
        phrase: bloc.texte("phrase").map(|p| Phrase::lire(&p, bloc)),
        unite: bloc.texte_libre("unite"),
        ecart: bloc.texte_libre("ecart"),
        grands: bloc.mot("forme", &[("grands", true), ("liste", false)]).unwrap_or(false),
        echelle: bloc.texte("echelle").and_then(|lu| lire_echelle(&lu, bloc)),
        colonnes: bloc.textes("colonnes").into_iter().map(|c| c.valeur).collect(),
        toutes_les_cles: bloc.oui_non("toutes_les_cles").unwrap_or(false),
        place: bloc.place(),
        code: code.valeur,
    };
    bloc.texte_libre("note");
    bloc.fin();
    suivi
}

/// The follow-up only, when nothing is said.
fn lire_ecrans(bloc: &Bloc<'_>) -> Vec<Ecran> {
    let mut ecrans = Vec::new();
    for lu in bloc.textes("ecran") {
        match ECRANS.iter().find(|(mot, _)| *mot == lu.valeur) {
            Some((_, ecran)) => ecrans.push(*ecran),
            None => {
                let defaut = Defaut::new(&lu.place, format!("« {} » n'est pas un écran", lu.valeur));
                bloc.defaut(defaut.conseil("écrivez ecran = [\"suivi\"], [\"detail\"] ou [\"suivi\", \"detail\"]"));
            }
        }
    }
    if ecrans.is_empty() { vec![Ecran::Suivi] } else { ecrans }
}

fn lire_ligne(bloc: &Bloc<'_>) -> LigneDeSuivi {
    let sujet = |cle: &str| bloc.reference(cle, Famille::Sujet).map(|s| s.valeur);
    let ligne = LigneDeSuivi {
        libelle: bloc.texte("libelle").map(|l| Phrase::lire(&l, bloc)),
        sujet: sujet("sujet"),
        phrase: bloc.texte("phrase").map(|p| Phrase::lire(&p, bloc)),
        dont: bloc.oui_non("dont").unwrap_or(false),
        avant: sujet("avant"),
        apres: sujet("apres"),
        ecart: sujet("ecart"),
    };
    if (ligne.sujet.is_some() || ligne.phrase.is_some()) == ligne.apres.is_some() {
        let defaut = Defaut::new(&bloc.place(), "cette ligne ne dit pas ce qu'elle montre, ou le dit deux fois");
        bloc.defaut(defaut.conseil("écrivez sujet = \"…\", ou phrase = \"…\", ou avant = \"…\" et apres = \"…\""));
    }
    if ligne.phrase.is_some() && ligne.libelle.is_none() {
        bloc.manque("libelle");
    }
    bloc.fin();
    ligne
}

/// A rate, an amount or a count: what it is depends on what the gauge measures.
fn lire_echelle(lu: &Lu<String>, bloc: &Bloc<'_>) -> Option<Fraction> {
    let texte = lu.valeur.trim();
    let cent = Fraction::entier(100);
    let lue = valeurs::taux(texte)
        .or_else(|| valeurs::euros(texte, &Unite::euro()).and_then(|euros| euros.fois(cent)))
        .or_else(|| valeurs::nombre(texte))
        .filter(|f| f.n() > 0);
    if lue.is_none() {
        let defaut = Defaut::new(&lu.place, format!("« {texte} » n'est pas le bout d'une échelle"));
        bloc.defaut(defaut.conseil("écrivez \"20 %\", \"1 000 €\" ou \"50\", au-dessus de 0"));
    }
    lue
}

pub(crate) fn lire_volets(racine: &Bloc<'_>, suivis: &[Suivi]) -> Vec<Volet> {
    let mut vus = BTreeSet::new();
    let mut volets = Vec::new();
    for bloc in racine.blocs("volets") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut vus, &code, "ce volet");
        let titre = bloc.texte("titre").map(|t| Phrase::lire(&t, &bloc));
        let titre_de_detail = bloc.texte("titre_de_detail").map(|t| Phrase::lire_avec(&t, &bloc, &[VERSEMENT]));
        let sujets = bloc.references("sujets", Famille::Sujet);
        if titre.is_none() && sujets.is_empty() {
            bloc.manque("titre");
        }
        if !suivis.iter().any(|s| s.volet.as_deref() == Some(code.valeur.as_str())) {
            let defaut = Defaut::new(&code.place, format!("aucun suivi n'est dans le volet « {} »", code.valeur));
            bloc.defaut(defaut.conseil(format!("ajoutez volet = \"{}\" à un suivi, ou retirez le volet", code.valeur)));
        }
        if let Some(place) = titre_de_detail.as_ref().map(|_| bloc.place_de("titre_de_detail"))
            && !suivis.iter().any(|s| s.volet.as_ref() == Some(&code.valeur) && s.ecrans.contains(&Ecran::Detail))
        {
            let defaut = Defaut::new(&place, "aucun suivi de ce volet n'est montré au détail d'une rémunération");
            bloc.defaut(defaut.conseil("ajoutez ecran = [\"suivi\", \"detail\"] à l'un d'eux, ou retirez ce titre"));
        }
        volets.push(Volet { titre, titre_de_detail, sujets, place: bloc.place(), code: code.valeur });
        bloc.texte_libre("note");
        bloc.fin();
    }
    volets
}
