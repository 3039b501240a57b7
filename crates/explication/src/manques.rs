//! What one count lacked, for an indicator to be reached or for its next step.

use crate::nombres;
use convention::valeurs_ecrites as valeurs;
use formule::plan::{Op, Plan};
use formule::programme::{Entree, Genre};
use formule::trace::{Contenu, Trace};
use formule::{Fraction, Ligne, Manque, NoeudId};

/// What one count lacked, or had in excess, for a question to be answered by yes; and what it would have paid.
pub(super) fn pour_atteindre(
    trace: &Trace<'_>,
    ligne: &Ligne,
    question: NoeudId,
    montant: Option<NoeudId>,
) -> Option<String> {
    let plan = trace.plan();
    let manque = formule::manque(plan, ligne, question)?;
    let paye = montant.and_then(|n| {
        let apres = avec(plan, ligne, manque.entree as usize, manque.necessaire)?;
        super::centimes(&apres, n).filter(|centimes| Some(*centimes) > super::centimes(trace, n))
    });
    let paye = paye.map_or_else(String::new, |centimes| format!(", pour {}", nombres::euros(i128::from(centimes))));
    Some(phrase(plan, manque) + &paye)
}

/// What one count lacked for the next step of an amount, and what that step pays.
pub(super) fn pour_le_palier_suivant(trace: &Trace<'_>, ligne: &Ligne, montant: NoeudId) -> Option<String> {
    let plan = trace.plan();
    let avant = super::centimes(trace, montant)?;
    let mut mieux: Option<(Manque, i64)> = None;
    for (n, rang) in trace.suivis(montant, 0) {
        if rang > 0 || plan.noeud(n).niveau.is_some() {
            continue;
        }
        let trouve = match &plan.noeud(n).op {
            Op::Comparer(..) => formule::manque(plan, ligne, n),
            Op::Tranches(a, ..) => {
                let tranches = nombre(trace, n);
                suivant(plan, ligne, *a, &|essai| nombre(essai, n) > tranches)
            }
            Op::Bareme(_, _, a) => {
                let palier = trace.objet_choisi(n, 0);
                suivant(plan, ligne, *a, &|essai| essai.objet_choisi(n, 0) > palier)
            }
            _ => None,
        };
        let Some(manque) = trouve else { continue };
        let apres = avec(plan, ligne, manque.entree as usize, manque.necessaire)
            .and_then(|essai| super::centimes(&essai, montant))
            .filter(|apres| *apres > avant);
        if let Some(apres) = apres
            && mieux.is_none_or(|(autre, _)| ecart(manque) < ecart(autre))
        {
            mieux = Some((manque, apres));
        }
    }
    let (manque, apres) = mieux?;
    Some(format!("{}, pour {}", phrase(plan, manque), nombres::euros(i128::from(apres))))
}

/// What the count of a detail line lacked for the line to be paid: a part of another count, the only thing that
/// grows alone.
pub(super) fn pour_la_ligne(r: &super::Redacteur<'_>, detail: usize, ligne: usize, montant: NoeudId) -> Option<String> {
    let (plan, programme) = (r.plan(), r.plan().programme());
    let entrees = &programme.details.get(detail)?.entrees;
    let (rang, entree) = entrees.iter().enumerate().find(|(_, e)| e.au_plus.is_some())?;
    let tout = entrees.iter().position(|e| Some(&e.code) == entree.au_plus.as_ref())?;
    let cellules = &r.ligne.details.get(detail)?.get(ligne)?.entrees;
    let (actuel, haut) = (cellules.get(rang)?.ok()?, cellules.get(tout)?.ok()?);
    let paye = |figure: i64| {
        let mut autre = r.ligne.clone();
        *autre.details.get_mut(detail)?.get_mut(ligne)?.entrees.get_mut(rang)? = Ok(figure);
        let valeur = formule::evaluer(plan, &autre).ok()?.valeur_de_ligne(montant, ligne);
        match valeur.contenu {
            Contenu::Nombre(f) if valeur.marques.connu() && f > Fraction::ZERO => f.en_entier(),
            _ => None,
        }
    };
    let (mut non, mut oui) = (actuel, haut.min(entree.max));
    if oui <= non || paye(oui).is_none() {
        return None;
    }
    while oui - non > 1 {
        let milieu = non + (oui - non) / 2;
        if paye(milieu).is_some() { oui = milieu } else { non = milieu }
    }
    let (ecart, actuel) = (ecrire(entree, oui - actuel), ecrire(entree, actuel));
    let (libelle, il_faut) = (&entree.libelle, ecrire(entree, oui));
    let pour = paye(oui).map_or_else(String::new, |c| format!(", pour {}", nombres::euros(c)));
    Some(format!("il en manquait {ecart} (« {libelle} » : {actuel}, il en fallait {il_faut}){pour}"))
}

fn ecart(manque: Manque) -> u64 {
    manque.actuel.abs_diff(manque.necessaire)
}

fn phrase(plan: &Plan, manque: Manque) -> String {
    let entree = &plan.entrees()[manque.entree as usize];
    let libelle = &entree.libelle;
    let (actuel, necessaire) = (ecrire(entree, manque.actuel), ecrire(entree, manque.necessaire));
    let ecart = ecrire(entree, i64::try_from(ecart(manque)).unwrap_or(i64::MAX));
    if manque.necessaire > manque.actuel {
        format!("il en manquait {ecart} (« {libelle} » : {actuel}, il en fallait {necessaire})")
    } else {
        format!("il y en avait {ecart} de trop (« {libelle} » : {actuel}, au plus {necessaire})")
    }
}

/// A figure as people read it.
fn ecrire(entree: &Entree, tenue: i64) -> String {
    match &entree.genre {
        Genre::Nombre(unite) => valeurs::tenu(entree, unite, tenue),
        _ => nombres::entier(tenue),
    }
}

/// The smallest growth of the count that a step is applied to which changes the step.
fn suivant(plan: &Plan, ligne: &Ligne, n: NoeudId, change: &dyn Fn(&Trace<'_>) -> bool) -> Option<Manque> {
    let rang = compte(plan, n)?;
    let entree = &plan.entrees()[rang];
    let actuel = ligne.entrees.get(rang).copied()?.ok()?;
    let tout = entree.au_plus.as_ref().and_then(|code| plan.entrees().iter().position(|e| e.code == *code));
    let tout = tout.and_then(|tout| ligne.entrees.get(tout).copied()?.ok());
    let suffit = |figure: i64| avec(plan, ligne, rang, figure).is_some_and(|essai| change(&essai));
    let (mut non, mut oui) = (actuel, tout.unwrap_or(entree.max).min(entree.max));
    if oui <= non || !suffit(oui) {
        return None;
    }
    while oui - non > 1 {
        let milieu = non + (oui - non) / 2;
        if suffit(milieu) { oui = milieu } else { non = milieu }
    }
    Some(Manque { entree: u32::try_from(rang).ok()?, actuel, necessaire: oui })
}

/// The count with which a node rises: the node itself, or the numerator of a rate.
fn compte(plan: &Plan, n: NoeudId) -> Option<usize> {
    match &plan.noeud(n).op {
        Op::Entree(rang) => Some(*rang as usize),
        Op::Certain(a) | Op::Marquer(a, _) | Op::ADefaut(a, _) => compte(plan, *a),
        Op::Sur(a, b) if matches!(plan.noeud(*b).op, Op::Entree(_)) && a != b => compte(plan, *a),
        _ => None,
    }
}

/// The same beneficiary with another figure.
fn avec<'p>(plan: &'p Plan, ligne: &Ligne, rang: usize, figure: i64) -> Option<Trace<'p>> {
    let mut autre = ligne.clone();
    *autre.entrees.get_mut(rang)? = Ok(figure);
    formule::evaluer(plan, &autre).ok()
}

fn nombre(trace: &Trace<'_>, n: NoeudId) -> Option<Fraction> {
    let valeur = trace.valeur(n);
    match valeur.contenu {
        Contenu::Nombre(f) if valeur.marques.connu() => Some(f),
        _ => None,
    }
}
