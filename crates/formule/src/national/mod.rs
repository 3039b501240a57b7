//! National stages: results over all beneficiaries, and the shares of an envelope.
//!
//! What a stage reads of some rows is a [`Partiel`]; those of several runs of rows are put together, and concluded
//! once. Sums, counts and gathered values do not depend on how the rows were cut, so neither does the result.

mod partage;
mod partiel;

use crate::colonne::{Colonne, Entiers, Jeu, Parts, ValeurNationale};
use crate::execution::Execution;
use crate::plan::{NoeudId, Op, Plan};
use crate::programme::{ModeNational, Repartition};
use crate::scalaire::ErreurDExecution;
use crate::voies::{ModeDivision, diviser_128};
use crate::{Absence, Fraction, Marques};
use partage::{Partage, partager};
pub use partiel::Partiel;
use std::ops::Range;

/// Reads the given rows of a stage.
pub type Recueil<'f> = dyn Fn(Range<usize>) -> Result<Partiel, ErreurDExecution> + Sync + 'f;

/// Cuts so many rows as it likes, reads every run of them, on several threads if it likes, and gives back what was
/// read in the order of the rows.
pub type Decoupe<'f> = dyn Fn(usize, &Recueil<'_>) -> Vec<Result<Partiel, ErreurDExecution>> + 'f;

/// Computes national results and shares in the order in which they need each other, and puts them in the figures.
/// `beneficiaires` gives the order of ties: one identifier per row. Results that are already there are kept.
///
/// # Errors
/// Columns that do not fit the plan; a sum that leaves 127 bits; results that wait for one another.
pub fn etapes_nationales(plan: &Plan, jeu: &mut Jeu<'_>, beneficiaires: &[String]) -> Result<(), ErreurDExecution> {
    etapes_nationales_par(plan, jeu, beneficiaires, &|lignes, recueil| vec![recueil(0..lignes)])
}

/// The same, on rows cut as the caller likes; the values do not depend on it.
///
/// # Errors
/// As [`etapes_nationales`]; runs of rows that are not all the rows.
pub fn etapes_nationales_par(
    plan: &Plan,
    jeu: &mut Jeu<'_>,
    beneficiaires: &[String],
    decoupe: &Decoupe<'_>,
) -> Result<(), ErreurDExecution> {
    let p = plan.programme();
    if !p.repartitions.is_empty() && beneficiaires.len() != jeu.lignes {
        return Err(ErreurDExecution::Forme("il faut un identifiant par ligne pour départager les ex æquo".into()));
    }
    jeu.nationaux.resize(p.nationaux.len(), None);
    jeu.repartitions.resize(p.repartitions.len(), None);
    let recueillir = |jeu: &Jeu<'_>, lire: &Recueil<'_>| -> Result<Partiel, ErreurDExecution> {
        let mut tout: Option<Partiel> = None;
        for morceau in decoupe(jeu.lignes, lire) {
            let morceau = morceau?;
            tout = Some(match tout {
                Some(debut) => debut.suivi_de(morceau)?,
                None => morceau,
            });
        }
        let tout = tout.map_or_else(|| lire(0..0), Ok)?;
        match tout.lignes == jeu.lignes {
            true => Ok(tout),
            false => Err(ErreurDExecution::Forme(format!("{} lignes lues sur {}", tout.lignes, jeu.lignes))),
        }
    };
    loop {
        let mut avance = false;
        for (rang, national) in p.nationaux.iter().enumerate() {
            let noeuds = noeuds_lus(plan, &national.mode);
            if jeu.nationaux[rang].is_none() && pret(plan, jeu, &noeuds) {
                let partiel = recueillir(jeu, &|plage| Partiel::du_mode(plan, jeu, &national.mode, plage))?;
                jeu.nationaux[rang] = Some(conclure(plan, jeu, &national.mode, partiel)?);
                avance = true;
            }
        }
        for (rang, repartition) in p.repartitions.iter().enumerate() {
            let noeuds = noeuds_d_une_part(plan, repartition);
            if jeu.repartitions[rang].is_none() && pret(plan, jeu, &noeuds) {
                let partiel = recueillir(jeu, &|plage| Partiel::des_cles(plan, jeu, &repartition.cle, plage))?;
                jeu.repartitions[rang] = Some(repartir(plan, jeu, repartition, partiel, beneficiaires)?);
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

fn trop_grand() -> ErreurDExecution {
    ErreurDExecution::Forme("une somme nationale dépasse 127 bits".into())
}

/// A value that nobody gives: there is nothing to measure.
fn rien(marques: Marques) -> ValeurNationale {
    ValeurNationale { valeur: Fraction::ZERO, marques: marques.avec(Marques::SANS_OBJET) }
}

fn conclure(
    plan: &Plan,
    jeu: &Jeu<'_>,
    mode: &ModeNational,
    partiel: Partiel,
) -> Result<ValeurNationale, ErreurDExecution> {
    let marques = partiel.marques;
    Ok(match mode {
        ModeNational::Somme(_) | ModeNational::Compte(_) => {
            ValeurNationale { valeur: partiel.somme(0).ok_or_else(trop_grand)?, marques }
        }
        ModeNational::Moyenne { .. } => {
            let (a, b) = (partiel.somme(0).ok_or_else(trop_grand)?, partiel.somme(1).ok_or_else(trop_grand)?);
            a.sur(b).map_or_else(|| rien(marques), |valeur| ValeurNationale { valeur, marques })
        }
        ModeNational::MoyenneSimple(_, decimales) => match partiel.effectif {
            0 => rien(marques),
            effectif => {
                let moyenne = diviser_128(partiel.sommes[0], effectif, partiel::arrondi(plan));
                let valeur = Fraction::new(moyenne, partiel::echelle(*decimales)).unwrap_or(Fraction::ZERO);
                ValeurNationale { valeur, marques }
            }
        },
        ModeNational::Percentile { rang, .. } => {
            let (part, m_rang) = constante(plan, jeu, rang)?;
            let marques = marques.avec(m_rang);
            let mut valeurs = partiel.valeurs;
            // Nearest rank: the smallest value such that at least this share of the population is at or below it.
            let effectif = Fraction::entier(valeurs.len() as i128);
            let position = part.fois(effectif).ok_or_else(trop_grand)?;
            let k =
                diviser_128(position.n(), position.d(), ModeDivision::Plafond).clamp(1, valeurs.len().max(1) as i128);
            match valeurs.is_empty() {
                true => rien(marques),
                false => ValeurNationale { valeur: *valeurs.select_nth_unstable(k as usize - 1).1, marques },
            }
        }
    })
}

/// A definition that reads no input: its value on the first row, or nothing to read when there is nobody.
fn constante(plan: &Plan, jeu: &Jeu<'_>, code: &str) -> Result<(Fraction, Marques), ErreurDExecution> {
    if jeu.lignes == 0 {
        return Ok((Fraction::ZERO, Marques::AUCUNE));
    }
    let r = partiel::colonnes(plan, jeu, &[code], 0..1)?.remove(0);
    Ok((r.fraction(0).unwrap_or(Fraction::ZERO), r.marques(0)))
}

/// Shares an envelope by largest remainder, ties going to the first identifier; the parts add up to the cent.
fn repartir(
    plan: &Plan,
    jeu: &Jeu<'_>,
    r: &Repartition,
    cles: Partiel,
    beneficiaires: &[String],
) -> Result<Parts<'static>, ErreurDExecution> {
    let n = jeu.lignes;
    let (enveloppe, m_enveloppe) = constante(plan, jeu, &r.enveloppe)?;
    let mut marques = cles.marques.avec(m_enveloppe);
    let mut plancher = None;
    if let Some(code) = &r.plancher {
        let (montant, m) = constante(plan, jeu, code)?;
        marques = marques.avec(m);
        plancher = Some(diviser_128(montant.n(), montant.d(), ModeDivision::Plafond));
    }
    if !marques.connu() {
        // The share of each rests on the key of all: as long as one is missing, nobody's is known.
        let absence = if marques.contient(Marques::INCONNU) { Absence::Inconnu } else { Absence::EnAttente };
        return Ok(Parts { colonne: Colonne::de((0..n).map(|_| Err(absence)), 0), marques: Marques::AUCUNE });
    }
    let Some(enveloppe) = enveloppe.en_entier().filter(|e| *e >= 0) else {
        return Err(ErreurDExecution::Forme(format!("l'enveloppe « {} » est négative", r.enveloppe)));
    };
    let partage = Partage { enveloppe, plancher, reste_reparti: r.reste_reparti, ordre: beneficiaires };
    let parts = partager(&partage, cles.cles).ok_or_else(trop_grand)?;
    let entiers: Option<Vec<i64>> = parts.into_iter().map(|p| i64::try_from(p).ok()).collect();
    let entiers = entiers.ok_or_else(trop_grand)?;
    Ok(Parts { colonne: Colonne { entiers: Entiers::serre(entiers), absences: None }, marques })
}
