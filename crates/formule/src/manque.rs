//! What was missing: the smallest change of one count that would make a condition true.

use crate::colonne::Jeu;
use crate::plan::{Comparaison, NoeudId, Op, Plan};
use crate::programme::Genre;
use crate::scalaire::{Ligne, evaluer};
use crate::trace::Contenu;
use crate::voies::Voie;
use crate::{Fraction, Marques};
use std::collections::HashMap;

/// What one count should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manque {
    /// Rank of the input.
    pub entree: u32,
    /// What it is, as it is held.
    pub actuel: i64,
    /// The nearest value that makes the condition true, as it is held.
    pub necessaire: i64,
}

/// How a node moves when an input grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sens {
    Constant,
    Croissant,
    Decroissant,
    Inconnu,
}

impl Sens {
    const fn avec(self, b: Sens) -> Sens {
        match (self, b) {
            (Sens::Constant, x) | (x, Sens::Constant) => x,
            (Sens::Croissant, Sens::Croissant) => Sens::Croissant,
            (Sens::Decroissant, Sens::Decroissant) => Sens::Decroissant,
            _ => Sens::Inconnu,
        }
    }

    const fn renverse(self) -> Sens {
        match self {
            Sens::Croissant => Sens::Decroissant,
            Sens::Decroissant => Sens::Croissant,
            autre => autre,
        }
    }
}

/// The one count that would have to change for a condition that is false to be true.
///
/// Given only where the condition moves one way with exactly one count, the others left as they are: a part (an input
/// bounded by another) is preferred to the whole, a numerator to a denominator. `None` when the condition is true or absent, or when no value within the declared range
/// (and below the input that bounds it) is enough.
pub fn manque(plan: &Plan, ligne: &Ligne, condition: NoeudId) -> Option<Manque> {
    let vrai = |l: &Ligne| {
        let trace = evaluer(plan, l).ok()?;
        let v = trace.valeur(condition);
        match v.contenu {
            Contenu::OuiNon(b) if v.marques.connu() => Some(b),
            _ => None,
        }
    };
    if vrai(ligne)? {
        return None;
    }
    let diviseurs = diviseurs(plan, condition);
    let mut candidats = Vec::new();
    for e in plan.entrees_lues(&[condition]) {
        if !matches!(plan.entrees()[e].genre, Genre::Nombre(_)) {
            continue;
        }
        match sens(plan, condition, e as u32, &mut HashMap::new()) {
            Sens::Croissant => candidats.push((e, true)),
            Sens::Decroissant => candidats.push((e, false)),
            Sens::Constant => {}
            Sens::Inconnu => return None,
        }
    }
    // What people can change is the part, not the whole that it is a part of.
    let parts = |e: usize| plan.entrees()[e].au_plus.is_some();
    if candidats.iter().any(|(e, _)| parts(*e)) {
        candidats.retain(|(e, _)| parts(*e));
    } else if candidats.iter().any(|(e, _)| !diviseurs.contains(e)) {
        candidats.retain(|(e, _)| !diviseurs.contains(e));
    }
    match candidats[..] {
        [(e, en_montant)] => chercher(plan, ligne, e, en_montant, vrai),
        _ => None,
    }
}

/// Inputs read by some divisor under a node.
fn diviseurs(plan: &Plan, n: NoeudId) -> Vec<usize> {
    let diviseurs: Vec<NoeudId> = plan
        .atteints(&[n])
        .into_iter()
        .filter_map(|n| match plan.noeuds[n].op {
            Op::Sur(_, b) | Op::Tranches(_, b, _) => Some(b),
            _ => None,
        })
        .collect();
    plan.entrees_lues(&diviseurs)
}

/// The nearest value that makes the condition true, by halving.
fn chercher(
    plan: &Plan,
    ligne: &Ligne,
    e: usize,
    en_montant: bool,
    vrai: impl Fn(&Ligne) -> Option<bool>,
) -> Option<Manque> {
    let entree = &plan.entrees()[e];
    let actuel = ligne.entrees[e].ok()?;
    let plafond = entree.au_plus.as_ref().and_then(|code| {
        let rang = plan.entrees().iter().position(|x| x.code == *code)?;
        ligne.entrees[rang].ok()
    });
    let limite = if en_montant { plafond.unwrap_or(entree.max).min(entree.max) } else { entree.min };
    let mut essai = ligne.clone();
    let mut suffit = |v: i64| {
        essai.entrees[e] = Ok(v);
        vrai(&essai).unwrap_or(false)
    };
    if (en_montant && limite <= actuel) || (!en_montant && limite >= actuel) || !suffit(limite) {
        return None;
    }
    // `non` does not suffice, `oui` does.
    let (mut non, mut oui) = (actuel, limite);
    while (oui - non).abs() > 1 {
        let milieu = non + (oui - non) / 2;
        if suffit(milieu) {
            oui = milieu;
        } else {
            non = milieu;
        }
    }
    Some(Manque { entree: e as u32, actuel, necessaire: oui })
}

fn sens(plan: &Plan, n: NoeudId, e: u32, vus: &mut HashMap<NoeudId, Sens>) -> Sens {
    if let Some(s) = vus.get(&n) {
        return *s;
    }
    let s = sens_de(plan, n, e, vus);
    vus.insert(n, s);
    s
}

fn sens_de(plan: &Plan, n: NoeudId, e: u32, vus: &mut HashMap<NoeudId, Sens>) -> Sens {
    let mut de = |n: NoeudId| sens(plan, n, e, vus);
    match &plan.noeud(n).op {
        Op::Constante(_)
        | Op::Pourcentage(_)
        | Op::Parametre(..)
        | Op::EntreeDetail(..)
        | Op::National(_)
        | Op::Repartition(_)
        | Op::LigneDeCle(..) => Sens::Constant,
        Op::Entree(x) if *x == e => Sens::Croissant,
        Op::Entree(_) => Sens::Constant,
        Op::Oppose(a) | Op::Non(a) => de(*a).renverse(),
        Op::Plus(a, b) | Op::Min(a, b) | Op::Max(a, b) | Op::Et(a, b) | Op::Ou(a, b) => de(*a).avec(de(*b)),
        Op::Moins(a, b) => de(*a).avec(de(*b).renverse()),
        Op::Fois(a, b) => match (de(*a), de(*b)) {
            (Sens::Constant, Sens::Constant) => Sens::Constant,
            (x, y) if positif(plan, *a) && positif(plan, *b) => x.avec(y),
            _ => Sens::Inconnu,
        },
        Op::Sur(a, b) | Op::Tranches(a, b, _) => match (de(*a), de(*b)) {
            (x, Sens::Constant) => x,
            (x, y) if positif(plan, *a) => x.avec(y.renverse()),
            _ => Sens::Inconnu,
        },
        Op::Comparer(c, a, b) => {
            let monte = de(*a).avec(de(*b).renverse());
            match c {
                Comparaison::Superieur | Comparaison::SuperieurOuEgal => monte,
                Comparaison::Inferieur | Comparaison::InferieurOuEgal => monte.renverse(),
                Comparaison::Egal | Comparaison::Different if monte == Sens::Constant => Sens::Constant,
                _ => Sens::Inconnu,
            }
        }
        Op::Si(c, a, b) => match de(*c) {
            Sens::Constant => de(*a).avec(de(*b)),
            _ => Sens::Inconnu,
        },
        Op::ADefaut(a, b) => de(*a).avec(de(*b)),
        Op::EstSansObjet(a) => match de(*a) {
            Sens::Constant => Sens::Constant,
            _ => Sens::Inconnu,
        },
        Op::Certain(a)
        | Op::Arrondi(a)
        | Op::PartieEntiere(a)
        | Op::NombreDe(a)
        | Op::SommeLignes(_, a)
        | Op::PlusGrandeLigne(_, a)
        | Op::Diffuser(_, a)
        | Op::Marquer(a, _) => de(*a),
        Op::Bareme(p, v, a) => match de(*a) {
            Sens::Constant => Sens::Constant,
            s => s_du_bareme(plan, *p, *v, s),
        },
        Op::ParametreALaDate(_, a) | Op::Date(_, a, None) => {
            if de(*a) == Sens::Constant {
                Sens::Constant
            } else {
                Sens::Inconnu
            }
        }
        Op::Date(_, a, Some(b)) => {
            if de(*a).avec(de(*b)) == Sens::Constant {
                Sens::Constant
            } else {
                Sens::Inconnu
            }
        }
        Op::Recherche(_, _, cles, date, _) => {
            if cles.iter().chain(date).all(|c| de(*c) == Sens::Constant) {
                Sens::Constant
            } else {
                Sens::Inconnu
            }
        }
    }
}

/// A barème whose steps all rise, or all fall, moves with what it is applied to.
fn s_du_bareme(plan: &Plan, parametre: u32, version: u32, s: Sens) -> Sens {
    use crate::programme::{Contenu as Valeurs, ModeBareme, Scalaire};
    let Valeurs::Bareme(paliers) = &plan.programme().parametres[parametre as usize].versions[version as usize].contenu
    else {
        return Sens::Inconnu;
    };
    let valeurs: Option<Vec<Fraction>> =
        paliers.iter().map(|p| if let Some(Scalaire::Nombre(f)) = p.valeur.valeur { Some(f) } else { None }).collect();
    match (valeurs, plan.mode_bareme(parametre)) {
        (Some(v), Some(ModeBareme::Tranche)) if v.iter().all(|f| *f >= Fraction::ZERO) => s,
        (Some(v), Some(ModeBareme::Palier)) if v.windows(2).all(|w| w[0] <= w[1]) => s,
        (Some(v), Some(ModeBareme::Palier)) if v.windows(2).all(|w| w[0] >= w[1]) => s.renverse(),
        _ => Sens::Inconnu,
    }
}

/// Is a number never below 0?
fn positif(plan: &Plan, n: NoeudId) -> bool {
    match plan.noeud(n).voie {
        Voie::Nombre(x) => x.f >= Fraction::ZERO && plan.voies.bornes(x.n).0 >= 0,
        _ => false,
    }
}

impl Jeu<'_> {
    /// The figures of one row, as one beneficiary.
    pub fn ligne(&self, rang: usize) -> Ligne {
        Ligne {
            entrees: self.entrees.iter().map(|c| c.lire(rang)).collect(),
            details: self
                .details
                .iter()
                .map(|d| {
                    (d.debuts[rang] as usize..d.debuts[rang + 1] as usize)
                        .map(|i| crate::scalaire::LigneDetail {
                            cle: d.cles[i],
                            entrees: d.entrees.iter().map(|c| c.lire(i)).collect(),
                        })
                        .collect()
                })
                .collect(),
            nationaux: self.nationaux.clone(),
            repartitions: self.repartitions.iter().map(|r| r.as_ref().map(|parts| parts.lire(rang))).collect(),
        }
    }

    /// Is a national result still missing, or absent?
    pub fn nationaux_connus(&self) -> bool {
        self.nationaux.iter().all(|n| n.is_some_and(|v| v.marques == Marques::AUCUNE))
    }
}
