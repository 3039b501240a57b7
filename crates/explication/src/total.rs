//! From the sum of the indicators to what is due: each rule that changed it, in words.

use super::noms::{au_fond, cite};
use super::{IndicateurExplique, Redacteur, verite};
use crate::nombres;
use convention::Sorties;
use formule::plan::{Op, Plan};
use formule::trace::Contenu;
use formule::{Fraction, NoeudId};
use std::collections::HashSet;

/// What a rule of the total did.
#[derive(Debug)]
pub struct Effet {
    /// Which kind of rule.
    pub genre: GenreDEffet,
    /// The rule, in a few words.
    pub libelle: String,
    /// Why it applies, or how it is written.
    pub precision: Option<String>,
    /// What it adds, or takes away; `None` when it is not known.
    pub centimes: Option<i64>,
}

/// The kinds of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenreDEffet {
    /// A formula of the rule folder.
    Regle,
    /// A rate taken away because an indicator is not reached.
    Malus,
    /// Never more, or never less, than a parameter.
    Plafond,
    /// A condition that closes everything.
    Socle,
}

/// One step from a sum to what is made of it.
struct Pas {
    genre: GenreDEffet,
    /// What the rule puts against the sum: a cap, a rate.
    avec: Option<NoeudId>,
    apres: Option<Fraction>,
}

/// Every rule that changes the sum of the indicators, in the order in which they apply.
pub(super) fn effets(r: &Redacteur<'_>, sorties: &Sorties, indicateurs: &[IndicateurExplique]) -> Vec<Effet> {
    let noeud = |code: &str| r.plan().definition(code);
    let mut effets = Vec::new();
    let payes = indicateurs.iter().filter(|i| i.actif).filter_map(|i| i.montant.as_ref());
    let affichee: Option<i64> = payes.map(|m| m.centimes).sum();
    let somme = noeud("somme_remuneres");
    if let (Some(affichee), Some(somme)) = (affichee, somme.and_then(|n| super::centimes(r.trace, n)))
        && somme != affichee
    {
        effets.push(Effet {
            genre: GenreDEffet::Regle,
            libelle: "Indicateurs qui ne comptent pas dans le total".to_owned(),
            precision: Some("Leur rôle est à confirmer pour cet exercice".to_owned()),
            centimes: Some(somme - affichee),
        });
    }
    let etapes = [(somme, &sorties.brut), (noeud(&sorties.brut), &sorties.montant_calcule)];
    for (base, code) in etapes {
        let (Some(base), Some(formule)) = (base, r.plan().formule(code)) else { continue };
        let mut pas = Vec::new();
        let malus = noeud("taux_malus");
        Marche { r, base, malus, pas: &mut pas }.aller(formule.noeud);
        let (phrase, _) = r.dire(&formule.texte, &formule.arbre, 0);
        let mut avant = super::centimes(r.trace, base);
        for un in fondre(pas) {
            let apres = un.apres.and_then(au_centime);
            let centimes = apres.zip(avant).map(|(apres, avant)| apres - avant);
            if centimes != Some(0) {
                effets.extend(dire(r, &un, avant, centimes, &phrase, (sorties, indicateurs)));
            }
            avant = apres;
        }
    }
    effets.extend(socle(r, sorties, indicateurs));
    effets
}

fn dire(
    r: &Redacteur<'_>,
    pas: &Pas,
    avant: Option<i64>,
    centimes: Option<i64>,
    phrase: &str,
    (sorties, indicateurs): (&Sorties, &[IndicateurExplique]),
) -> Option<Effet> {
    let (libelle, precision) = match (pas.genre, pas.avec) {
        (GenreDEffet::Malus, _) => {
            let coupables = coupables(r, sorties, indicateurs);
            if coupables.is_empty() && centimes.is_none() {
                return None;
            }
            let taux: Vec<&str> = coupables.iter().filter_map(|i| i.malus.as_deref()).collect();
            let noms: Vec<String> = coupables
                .iter()
                .map(|i| match i.etat {
                    Some("non_atteint") => format!("{} n'est pas atteint", cite(&i.libelle)),
                    Some("atteint") | None => cite(&i.libelle),
                    Some(_) => format!("{} n'est pas connu", cite(&i.libelle)),
                })
                .collect();
            let de = avant.map_or_else(String::new, |c| format!(" de {}", nombres::euros(i128::from(c))));
            (format!("Malus\u{a0}: {}{de}", taux.join(" et ")), Some(noms.join(", ")))
        }
        (GenreDEffet::Plafond, Some(limite)) => {
            let nom = r.nom_du_noeud(limite).unwrap_or_else(|| "Limite".to_owned());
            let haut = centimes.is_none_or(|c| c < 0);
            let mot = if haut { "au plus" } else { "au moins" };
            let sans = avant.map(|c| format!("sans cette limite\u{a0}: {}", nombres::euros(i128::from(c))));
            (format!("{nom}\u{a0}: {} {mot}", r.valeur(limite, 0)), sans)
        }
        _ => ("Règle du total".to_owned(), Some(phrase.to_owned())),
    };
    centimes.map_or_else(|| pas.genre != GenreDEffet::Regle, |_| true).then_some(Effet {
        genre: pas.genre,
        libelle,
        precision: precision.filter(|p| !p.is_empty()),
        centimes,
    })
}

/// The indicators whose malus is not surely nothing.
fn coupables<'i>(
    r: &Redacteur<'_>,
    sorties: &Sorties,
    indicateurs: &'i [IndicateurExplique],
) -> Vec<&'i IndicateurExplique> {
    let nul = |code: &str| {
        let sortie = sorties.indicateurs.iter().find(|s| s.code == code);
        let noeud = sortie.and_then(|s| s.malus.as_deref()).and_then(|m| r.plan().definition(m));
        noeud.and_then(|n| nombre(r, n)) == Some(Fraction::ZERO)
    };
    indicateurs.iter().filter(|i| i.actif && i.malus.is_some() && !nul(&i.code)).collect()
}

fn socle(r: &Redacteur<'_>, sorties: &Sorties, indicateurs: &[IndicateurExplique]) -> Option<Effet> {
    let eligible = r.plan().formule(&sorties.eligible)?;
    if verite(r.trace, eligible.noeud) != Some(false) {
        return None;
    }
    let calcule = r.plan().definition(&sorties.montant_calcule).and_then(|n| super::centimes(r.trace, n));
    let manques = indicateurs.iter().filter(|i| i.actif && i.roles.contains(&"socle") && i.etat == Some("non_atteint"));
    let noms: Vec<String> = manques.map(|i| cite(&i.libelle)).collect();
    let (libelle, precision) = match noms.len() {
        0 => ("Condition non remplie\u{a0}: rien n'est dû", r.dire(&eligible.texte, &eligible.arbre, 0).0),
        1 => ("Condition non remplie\u{a0}: rien n'est dû", noms.concat()),
        _ => ("Conditions non remplies\u{a0}: rien n'est dû", noms.join(", ")),
    };
    let effet = Effet {
        genre: GenreDEffet::Socle,
        libelle: libelle.to_owned(),
        precision: Some(precision),
        centimes: calcule.map(|c| -c),
    };
    (effet.centimes != Some(0) || !noms.is_empty()).then_some(effet)
}

/// Steps that follow one another in one formula are told by one sentence: they are one rule.
fn fondre(pas: Vec<Pas>) -> Vec<Pas> {
    let mut fondus: Vec<Pas> = Vec::new();
    for un in pas {
        match fondus.last_mut() {
            Some(avant) if (avant.genre, un.genre) == (GenreDEffet::Regle, GenreDEffet::Regle) => {
                avant.apres = un.apres
            }
            _ => fondus.push(un),
        }
    }
    fondus
}

/// The walk from the total down to the sum that it starts from.
struct Marche<'r, 'a, 'p> {
    r: &'r Redacteur<'a>,
    base: NoeudId,
    malus: Option<NoeudId>,
    pas: &'p mut Vec<Pas>,
}

impl Marche<'_, '_, '_> {
    fn aller(&mut self, n: NoeudId) {
        let plan = self.r.plan();
        if au_fond(plan, n) == au_fond(plan, self.base) {
            return;
        }
        match plan.noeud(n).op {
            Op::Certain(a) | Op::Marquer(a, _) => self.aller(a),
            Op::Arrondi(a) | Op::PartieEntiere(a) if self.part_de(a) => {
                self.aller(a);
                // Rounding belongs to the rule that made it necessary.
                match self.pas.last_mut() {
                    Some(dernier) => dernier.apres = nombre(self.r, n),
                    None => self.poser(GenreDEffet::Regle, None, n),
                }
            }
            Op::Si(..) | Op::ADefaut(..) => match self.r.trace.enfants_pris(n, 0).last() {
                Some(pris) if self.part_de(*pris) => self.aller(*pris),
                _ => self.poser(GenreDEffet::Regle, None, n),
            },
            Op::Min(a, b) | Op::Max(a, b) => self.cote(GenreDEffet::Plafond, a, b, n),
            Op::Plus(a, b) | Op::Moins(a, b) | Op::Fois(a, b) | Op::Sur(a, b) => {
                let lit_le_malus = |x| self.malus.is_some_and(|malus| lit(plan, x, malus, &mut HashSet::new()));
                let autre = if self.part_de(a) { b } else { a };
                let genre = if lit_le_malus(autre) { GenreDEffet::Malus } else { GenreDEffet::Regle };
                self.cote(genre, a, b, n);
            }
            _ => self.poser(GenreDEffet::Regle, None, n),
        }
    }

    fn part_de(&self, n: NoeudId) -> bool {
        lit(self.r.plan(), n, self.base, &mut HashSet::new())
    }

    /// One side comes from the sum, the other is what the rule puts against it.
    fn cote(&mut self, genre: GenreDEffet, a: NoeudId, b: NoeudId, n: NoeudId) {
        match (self.part_de(a), self.part_de(b)) {
            (true, false) => {
                self.aller(a);
                self.poser(genre, Some(b), n);
            }
            (false, true) => {
                self.aller(b);
                self.poser(genre, Some(a), n);
            }
            _ => self.poser(GenreDEffet::Regle, None, n),
        }
    }

    fn poser(&mut self, genre: GenreDEffet, avec: Option<NoeudId>, n: NoeudId) {
        self.pas.push(Pas { genre, avec, apres: nombre(self.r, n) });
    }
}

/// Does a node rest on another one?
fn lit(plan: &Plan, n: NoeudId, cible: NoeudId, vus: &mut HashSet<NoeudId>) -> bool {
    n == cible || (vus.insert(n) && plan.noeud(n).op.enfants().into_iter().any(|enfant| lit(plan, enfant, cible, vus)))
}

fn nombre(r: &Redacteur<'_>, n: NoeudId) -> Option<Fraction> {
    let valeur = r.trace.valeur(n);
    match valeur.contenu {
        Contenu::Nombre(f) if valeur.marques.connu() => Some(f),
        _ => None,
    }
}

/// The cent below: where a rule leaves parts of a cent, the next one takes them.
fn au_centime(f: Fraction) -> Option<i64> {
    i64::try_from(f.n().div_euclid(f.d())).ok()
}

/// The caps that hold an amount down, in a sentence each.
pub(super) fn plafonds(r: &Redacteur<'_>, montant: NoeudId) -> Vec<String> {
    let plan = r.plan();
    let mut phrases = Vec::new();
    for (n, ligne) in r.trace.suivis(montant, 0) {
        let Op::Min(a, b) = plan.noeud(n).op else { continue };
        if plan.noeud(n).niveau.is_some() || ligne > 0 {
            continue;
        }
        let de_regle = |x: NoeudId| matches!(plan.noeud(au_fond(plan, x)).op, Op::Parametre(..));
        let (limite, autre) = match (de_regle(a), de_regle(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => continue,
        };
        if let (Some(haut), Some(sans)) = (nombre(r, limite), nombre(r, autre))
            && sans > haut
        {
            let nom = r.nom_du_noeud(limite).unwrap_or_else(|| "Plafond".to_owned());
            phrases.push(format!("{nom}\u{a0}: {}, au lieu de {}", r.valeur(limite, 0), r.valeur(autre, 0)));
        }
    }
    phrases
}
