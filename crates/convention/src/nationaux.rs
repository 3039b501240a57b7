//! Results over all beneficiaries, and shares of an envelope.

use crate::formules::Formules;
use crate::lecture::Bloc;
use crate::{Defaut, Lu, Place};

/// A national result: formulas say `national.code`.
#[derive(Debug, Clone)]
pub struct National {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// What it computes.
    pub mode: ModeNational,
    /// Where it is written.
    pub place: Place,
    /// Is what it computes unknown, as was reported?
    pub(crate) douteux: bool,
}

/// The national aggregates.
#[derive(Debug, Clone)]
pub enum ModeNational {
    /// Sum of numerators over sum of denominators.
    Moyenne {
        /// Numerator.
        numerateur: Formules,
        /// Denominator.
        denominateur: Formules,
    },
    /// Sum.
    Somme(Formules),
    /// Mean of the values, rounded to this many decimals.
    MoyenneSimple(Formules, u8),
    /// Nearest rank percentile.
    Percentile {
        /// The value.
        de: Formules,
        /// The rank.
        rang: Formules,
    },
    /// How many satisfy it.
    Compte(Formules),
}

impl ModeNational {
    /// Its formulas, by the name of their definition.
    pub fn formules(&self) -> Vec<(&'static str, &Formules)> {
        match self {
            Self::Moyenne { numerateur, denominateur } => {
                vec![("numerateur", numerateur), ("denominateur", denominateur)]
            }
            Self::Somme(f) | Self::MoyenneSimple(f, _) => vec![("valeur", f)],
            Self::Percentile { de, rang } => vec![("de", de), ("rang", rang)],
            Self::Compte(f) => vec![("condition", f)],
        }
    }
}

/// The share of an envelope: formulas say `repartition.code`.
#[derive(Debug, Clone)]
pub struct Repartition {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// What is shared.
    pub enveloppe: Formules,
    /// In proportion to what.
    pub cle: Formules,
    /// Below this, nothing.
    pub plancher: Option<Formules>,
    /// Is what the floor sets aside shared again?
    pub reste_reparti: bool,
    /// Where it is written.
    pub place: Place,
}

impl National {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        let moyenne = bloc.bloc("moyenne").map(|b| {
            let lues = (formule_requise(&b, "numerateur"), formule_requise(&b, "denominateur"));
            b.fin();
            lues
        });
        let percentile = bloc.bloc("percentile").map(|b| {
            let lues = (formule_requise(&b, "de"), formule_requise(&b, "rang"));
            b.fin();
            lues
        });
        let mut modes = Vec::new();
        if let Some((numerateur, denominateur)) = moyenne {
            modes.push(ModeNational::Moyenne { numerateur, denominateur });
        }
        if let Some((de, rang)) = percentile {
            modes.push(ModeNational::Percentile { de, rang });
        }
        modes.extend(Formules::lire(bloc, "somme").map(ModeNational::Somme));
        modes.extend(Formules::lire(bloc, "compte").map(ModeNational::Compte));
        let decimales = bloc.entier("arrondi");
        if let Some(formule) = Formules::lire(bloc, "moyenne_simple") {
            let decimales = decimales.and_then(|d| u8::try_from(d.valeur).ok()).filter(|d| *d <= 9);
            if decimales.is_none() {
                let defaut =
                    Defaut::new(&bloc.place_de("moyenne_simple"), "une moyenne de valeurs doit dire son arrondi");
                bloc.defaut(defaut.conseil("ajoutez arrondi = 4 (de 0 à 9 décimales)"));
            }
            modes.push(ModeNational::MoyenneSimple(formule, decimales.unwrap_or(0)));
        }
        bloc.texte_libre("note");
        let douteux = modes.len() != 1;
        let mal_ecrit = bloc.touche(&["moyenne", "somme", "moyenne_simple", "percentile", "compte"]);
        bloc.fin();
        if douteux && !mal_ecrit {
            let defaut = Defaut::new(
                &code.place,
                format!("le résultat national « {} » doit avoir un mode, et un seul", code.valeur),
            );
            bloc.defaut(defaut.conseil("moyenne, somme, moyenne_simple, percentile ou compte"));
        }
        let mode = modes.into_iter().next();
        let mode = mode.unwrap_or_else(|| ModeNational::Somme(Formules::illisible(code.place.clone())));
        Self { code: code.valeur, libelle, mode, place: code.place, douteux }
    }
}

impl Repartition {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        let (enveloppe, cle) = (formule_requise(bloc, "enveloppe"), formule_requise(bloc, "cle"));
        let plancher = Formules::lire(bloc, "plancher");
        let reste = bloc.mot("reste", &[("conserve", false), ("reparti", true)]);
        bloc.texte_libre("note");
        if plancher.is_some() && reste.is_none() && !bloc.contient("reste") && !bloc.touche(&["reste"]) {
            let defaut = Defaut::new(&code.place, "on ne sait pas ce que devient ce que le plancher écarte");
            bloc.defaut(defaut.conseil("ajoutez reste = \"conserve\" ou reste = \"reparti\""));
        }
        bloc.fin();
        Self {
            code: code.valeur,
            libelle,
            enveloppe,
            cle,
            plancher,
            reste_reparti: reste.unwrap_or(false),
            place: code.place,
        }
    }
}

/// A formula that must be there; one that is not was reported, and counts as unreadable.
pub(crate) fn formule_requise(bloc: &Bloc<'_>, cle: &str) -> Formules {
    if !bloc.contient(cle) {
        bloc.manque(cle);
    }
    Formules::lire(bloc, cle).unwrap_or_else(|| Formules::illisible(bloc.place()))
}
