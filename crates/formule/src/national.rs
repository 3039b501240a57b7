//! National stages: results over all beneficiaries, and the shares of an envelope.

use crate::colonne::{Colonne, Entiers, Jeu, Parts, ValeurNationale};
use crate::execution::Execution;
use crate::plan::{NoeudId, Op, Plan};
use crate::programme::{ModeNational, Repartition};
use crate::resultat::Resultat;
use crate::scalaire::ErreurDExecution;
use crate::voies::{Arrondi2, ModeDivision, diviser_128};
use crate::{Fraction, Marques};

/// Computes national results and shares in the order in which they need each other, and puts them in the figures.
/// `beneficiaires` gives the order of ties: one identifier per row. Results that are already there are kept.
///
/// # Errors
/// Columns that do not fit the plan; a sum that leaves 127 bits; results that wait for one another.
pub fn etapes_nationales(plan: &Plan, jeu: &mut Jeu<'_>, beneficiaires: &[String]) -> Result<(), ErreurDExecution> {
    let p = plan.programme();
    jeu.nationaux.resize(p.nationaux.len(), None);
    jeu.repartitions.resize(p.repartitions.len(), None);
    loop {
        let mut avance = false;
        for (rang, national) in p.nationaux.iter().enumerate() {
            let noeuds = noeuds_lus(plan, &national.mode);
            if jeu.nationaux[rang].is_none() && pret(plan, jeu, &noeuds) {
                jeu.nationaux[rang] = Some(calculer(plan, jeu, &national.mode)?);
                avance = true;
            }
        }
        for (rang, repartition) in p.repartitions.iter().enumerate() {
            let noeuds = noeuds_d_une_part(plan, repartition);
            if jeu.repartitions[rang].is_none() && pret(plan, jeu, &noeuds) {
                jeu.repartitions[rang] = Some(repartir(plan, jeu, repartition, beneficiaires)?);
                avance = true;
            }
        }
        if jeu.nationaux.iter().all(Option::is_some) && jeu.repartitions.iter().all(Option::is_some) {
            return Ok(());
        }
        if !avance {
            return Err(ErreurDExecution::Forme("des résultats nationaux s'attendent l'un l'autre".into()));
        }
    }
}

/// The definitions that a national result reads.
pub(crate) fn noeuds_lus(plan: &Plan, mode: &ModeNational) -> Vec<NoeudId> {
    let codes: Vec<&str> = match mode {
        ModeNational::Moyenne { numerateur, denominateur } => vec![numerateur, denominateur],
        ModeNational::Somme(de) | ModeNational::Compte(de) | ModeNational::MoyenneSimple(de, _) => vec![de],
        ModeNational::Percentile { de, rang } => vec![de, rang],
    };
    codes.into_iter().filter_map(|c| plan.definition(c)).collect()
}

/// The definitions that a share of an envelope rests on.
pub(crate) fn noeuds_d_une_part(plan: &Plan, r: &Repartition) -> Vec<NoeudId> {
    let codes = [Some(&r.enveloppe), Some(&r.cle), r.plancher.as_ref()];
    codes.into_iter().flatten().filter_map(|c| plan.definition(c)).collect()
}

/// Is everything national that these nodes read already computed?
fn pret(plan: &Plan, jeu: &Jeu<'_>, noeuds: &[NoeudId]) -> bool {
    plan.atteints(noeuds).into_iter().all(|n| match plan.noeuds[n].op {
        Op::National(r) => jeu.nationaux[r as usize].is_some(),
        Op::Repartition(r) => jeu.repartitions[r as usize].is_some(),
        _ => true,
    })
}

fn colonne(plan: &Plan, jeu: &Jeu<'_>, code: &str) -> Result<Resultat, ErreurDExecution> {
    let Some(noeud) = plan.definition(code) else {
        return Err(ErreurDExecution::Forme(format!("aucune formule « {code} »")));
    };
    let mut r = Execution::new(plan, &[noeud]).executer(jeu)?;
    r.colonnes.pop().ok_or_else(|| ErreurDExecution::Forme(format!("aucune colonne pour « {code} »")))
}

fn trop_grand() -> ErreurDExecution {
    ErreurDExecution::Forme("une somme nationale dépasse 127 bits".into())
}

/// Sum of the known values, and the marks of all: what has no object is left out, what is absent makes the sum so.
fn sommer(r: &Resultat, lignes: usize) -> Result<(Fraction, Marques), ErreurDExecution> {
    let mut n: i128 = 0;
    let mut marques = Marques::AUCUNE;
    for i in 0..lignes {
        let m = r.marques(i);
        if m.contient(Marques::SANS_OBJET) {
            continue;
        }
        marques = marques.avec(m);
        if m.connu() {
            n = n.checked_add(r.n.lire(i)).ok_or_else(trop_grand)?;
        }
    }
    let somme = Fraction::new(n, r.d.lire(0)).and_then(|q| q.fois(r.f)).ok_or_else(trop_grand)?;
    Ok((somme, marques))
}

fn calculer(plan: &Plan, jeu: &Jeu<'_>, mode: &ModeNational) -> Result<ValeurNationale, ErreurDExecution> {
    let n = jeu.lignes;
    Ok(match mode {
        ModeNational::Somme(de) => {
            let (valeur, marques) = sommer_ou_zero(plan, jeu, de)?;
            ValeurNationale { valeur, marques }
        }
        ModeNational::Moyenne { numerateur, denominateur } => {
            let (a, ma) = sommer_ou_zero(plan, jeu, numerateur)?;
            let (b, mb) = sommer_ou_zero(plan, jeu, denominateur)?;
            let marques = ma.avec(mb);
            match a.sur(b) {
                Some(valeur) => ValeurNationale { valeur, marques },
                None => ValeurNationale {
                    valeur: Fraction::ZERO,
                    marques: Marques::propre(marques.0 | Marques::SANS_OBJET.0),
                },
            }
        }
        ModeNational::Compte(de) => {
            let r = colonne(plan, jeu, de)?;
            let (mut compte, mut marques) = (0, Marques::AUCUNE);
            for i in 0..n {
                let m = r.marques(i);
                if !m.contient(Marques::SANS_OBJET) {
                    marques = marques.avec(m);
                }
                compte += i128::from(r.oui_non(i) == Some(true));
            }
            ValeurNationale { valeur: Fraction::entier(compte), marques }
        }
        ModeNational::MoyenneSimple(de, decimales) => {
            let r = colonne(plan, jeu, de)?;
            let arrondi = ModeDivision::Arrondi(Arrondi2::from(plan.programme().arrondi));
            let echelle = 10_i128.pow(u32::from(*decimales).min(9));
            let (mut somme, mut effectif, mut marques) = (0_i128, 0_i128, Marques::AUCUNE);
            for i in 0..n {
                let m = r.marques(i);
                if m.contient(Marques::SANS_OBJET) {
                    continue;
                }
                marques = marques.avec(m);
                if let Some(f) = r.fraction(i) {
                    somme = somme
                        .checked_add(en_entier(f, echelle, arrondi).ok_or_else(trop_grand)?)
                        .ok_or_else(trop_grand)?;
                    effectif += 1;
                }
            }
            if effectif == 0 {
                let marques = Marques::propre(marques.0 | Marques::SANS_OBJET.0);
                ValeurNationale { valeur: Fraction::ZERO, marques }
            } else {
                let moyenne = diviser_128(somme, effectif, arrondi);
                ValeurNationale { valeur: Fraction::new(moyenne, echelle).unwrap_or(Fraction::ZERO), marques }
            }
        }
        ModeNational::Percentile { de, rang } => {
            let r = colonne(plan, jeu, de)?;
            let (part, m_rang) = constante(plan, jeu, rang)?;
            let mut marques = m_rang;
            let mut valeurs = Vec::new();
            for i in 0..n {
                let m = r.marques(i);
                if m.contient(Marques::SANS_OBJET) {
                    continue;
                }
                marques = marques.avec(m);
                valeurs.extend(r.fraction(i));
            }
            valeurs.sort_unstable();
            // Nearest rank: the smallest value such that at least this share of the population is at or below it.
            let effectif = Fraction::entier(valeurs.len() as i128);
            let position = part.fois(effectif).ok_or_else(trop_grand)?;
            let k =
                diviser_128(position.n(), position.d(), ModeDivision::Plafond).clamp(1, valeurs.len().max(1) as i128);
            match valeurs.get(k as usize - 1) {
                Some(valeur) => ValeurNationale { valeur: *valeur, marques },
                None => ValeurNationale {
                    valeur: Fraction::ZERO,
                    marques: Marques::propre(marques.0 | Marques::SANS_OBJET.0),
                },
            }
        }
    })
}

/// The sum of a definition; 0 over nobody.
fn sommer_ou_zero(plan: &Plan, jeu: &Jeu<'_>, code: &str) -> Result<(Fraction, Marques), ErreurDExecution> {
    if jeu.lignes == 0 {
        return Ok((Fraction::ZERO, Marques::AUCUNE));
    }
    sommer(&colonne(plan, jeu, code)?, jeu.lignes)
}

/// `f × echelle` brought to an integer.
fn en_entier(f: Fraction, echelle: i128, arrondi: ModeDivision) -> Option<i128> {
    let n = f.n().checked_mul(echelle)?;
    Some(diviser_128(n, f.d(), arrondi))
}

/// A definition that reads no input: its value on the first row, or nothing to read when there is nobody.
fn constante(plan: &Plan, jeu: &Jeu<'_>, code: &str) -> Result<(Fraction, Marques), ErreurDExecution> {
    if jeu.lignes == 0 {
        return Ok((Fraction::ZERO, Marques::AUCUNE));
    }
    let r = colonne(plan, jeu, code)?;
    Ok((r.fraction(0).unwrap_or(Fraction::ZERO), r.marques(0)))
}

/// Shares an envelope by largest remainder, ties going to the first identifier; the parts add up to the cent.
fn repartir(
    plan: &Plan,
    jeu: &Jeu<'_>,
    r: &Repartition,
    beneficiaires: &[String],
) -> Result<Parts<'static>, ErreurDExecution> {
    let n = jeu.lignes;
    let (enveloppe, mut marques) = constante(plan, jeu, &r.enveloppe)?;
    let plancher = match &r.plancher {
        None => Fraction::ZERO,
        Some(code) => {
            let (plancher, m) = constante(plan, jeu, code)?;
            marques = marques.avec(m);
            plancher
        }
    };
    let cles = colonne(plan, jeu, &r.cle)?;
    let mut poids = vec![0_i128; n];
    for (i, p) in poids.iter_mut().enumerate() {
        let m = cles.marques(i);
        if m.contient(Marques::SANS_OBJET) {
            continue;
        }
        marques = marques.avec(m);
        if m.connu() {
            *p = cles.n.lire(i).max(0);
        }
    }
    if !marques.connu() {
        // The share of each rests on the key of all: as long as one is missing, nobody's is known.
        let absence =
            if marques.contient(Marques::INCONNU) { crate::Absence::Inconnu } else { crate::Absence::EnAttente };
        return Ok(Parts { colonne: Colonne::de((0..n).map(|_| Err(absence)), 0), marques: Marques::AUCUNE });
    }
    let Some(enveloppe) = enveloppe.en_entier().filter(|e| *e >= 0) else {
        return Err(ErreurDExecution::Forme(format!("l'enveloppe « {} » est négative", r.enveloppe)));
    };
    let ordre = |i: usize| beneficiaires.get(i).map_or("", String::as_str);
    let mut parts = plus_fort_reste(enveloppe, &poids, ordre)?;
    let sous_plancher = |part: i128| part > 0 && Fraction::entier(part) < plancher;
    if r.reste_reparti {
        // Those whom the floor sets aside leave their share to the others, until nobody is below it.
        while let Some(i) =
            (0..n).filter(|i| sous_plancher(parts[*i])).min_by_key(|i| (parts[*i], std::cmp::Reverse(ordre(*i))))
        {
            poids[i] = 0;
            parts = plus_fort_reste(enveloppe, &poids, ordre)?;
        }
    } else {
        parts.iter_mut().filter(|p| sous_plancher(**p)).for_each(|p| *p = 0);
    }
    let entiers: Option<Vec<i64>> = parts.into_iter().map(|p| i64::try_from(p).ok()).collect();
    let entiers = entiers.ok_or_else(trop_grand)?;
    Ok(Parts { colonne: Colonne { entiers: Entiers::serre(entiers), absences: None }, marques })
}

fn plus_fort_reste<'a>(
    enveloppe: i128,
    poids: &[i128],
    ordre: impl Fn(usize) -> &'a str,
) -> Result<Vec<i128>, ErreurDExecution> {
    let total = poids.iter().try_fold(0_i128, |s, p| s.checked_add(*p)).ok_or_else(trop_grand)?;
    if total == 0 {
        return Ok(vec![0; poids.len()]);
    }
    let mut parts = Vec::with_capacity(poids.len());
    let mut restes = Vec::with_capacity(poids.len());
    for (i, p) in poids.iter().enumerate() {
        let produit = enveloppe.checked_mul(*p).ok_or_else(trop_grand)?;
        parts.push(produit / total);
        restes.push((std::cmp::Reverse(produit % total), ordre(i), i));
    }
    let distribue: i128 = parts.iter().sum();
    restes.retain(|(reste, ..)| reste.0 > 0);
    restes.sort_unstable();
    for (_, _, i) in restes.iter().take(usize::try_from(enveloppe - distribue).unwrap_or(0)) {
        parts[*i] += 1;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_envelope_and_ties_go_to_the_first_name() {
        let noms = ["c", "a", "b"];
        let parts = plus_fort_reste(100, &[1, 1, 1], |i| noms[i]).unwrap();
        // 33 each, and the cent that is left goes to « a ».
        assert_eq!(parts, [33, 34, 33]);
    }

    #[test]
    fn nobody_with_a_key_leaves_the_envelope_whole() {
        assert_eq!(plus_fort_reste(100, &[0, 0], |_| "").unwrap(), [0, 0]);
    }
}
