//! What a national stage reads of some rows, and how two such readings make one.

use super::{Execution, trop_grand};
use crate::colonne::Jeu;
use crate::plan::Plan;
use crate::programme::ModeNational;
use crate::resultat::Resultat;
use crate::scalaire::ErreurDExecution;
use crate::voies::{Arrondi2, ModeDivision, diviser_128};
use crate::{Fraction, Marques};
use std::ops::Range;

/// What a stage read of some rows. Only what the stage needs is filled.
#[derive(Debug, Clone)]
pub struct Partiel {
    /// How many rows were read.
    pub(super) lignes: usize,
    /// The marks of all the rows that count.
    pub(super) marques: Marques,
    /// Sums of whole terms, before the constant factor of their definition.
    pub(super) sommes: [i128; 2],
    /// Those factors: the same on every row.
    facteurs: [Fraction; 2],
    /// How many values are in the first sum.
    pub(super) effectif: i128,
    /// The values themselves, when their order matters.
    pub(super) valeurs: Vec<Fraction>,
    /// The key of each row, in the order of the rows.
    pub(super) cles: Vec<i128>,
}

impl Partiel {
    fn de(lignes: usize) -> Self {
        Self {
            lignes,
            marques: Marques::AUCUNE,
            sommes: [0; 2],
            facteurs: [Fraction::UN; 2],
            effectif: 0,
            valeurs: Vec::new(),
            cles: Vec::new(),
        }
    }

    /// What a national result reads of the given rows.
    pub(super) fn du_mode(
        plan: &Plan,
        jeu: &Jeu<'_>,
        mode: &ModeNational,
        plage: Range<usize>,
    ) -> Result<Self, ErreurDExecution> {
        let mut lu = Self::de(plage.len());
        match mode {
            ModeNational::Somme(de) => lu.sommer(&colonnes(plan, jeu, &[de], plage)?)?,
            ModeNational::Moyenne { numerateur, denominateur } => {
                lu.sommer(&colonnes(plan, jeu, &[numerateur, denominateur], plage)?)?;
            }
            ModeNational::Compte(de) => {
                let r = &colonnes(plan, jeu, &[de], plage)?[0];
                lu.parcourir(r, |lu, i| {
                    lu.sommes[0] += i128::from(r.oui_non(i) == Some(true));
                    Some(())
                })?;
            }
            ModeNational::MoyenneSimple(de, decimales) => {
                let (arrondi, echelle) = (arrondi(plan), echelle(*decimales));
                let r = &colonnes(plan, jeu, &[de], plage)?[0];
                lu.parcourir(r, |lu, i| {
                    lu.sommes[0] = lu.sommes[0].checked_add(arrondie(r, i, echelle, arrondi)?)?;
                    lu.effectif += 1;
                    Some(())
                })?;
            }
            ModeNational::Percentile { de, .. } => {
                let r = &colonnes(plan, jeu, &[de], plage)?[0];
                lu.parcourir(r, |lu, i| {
                    lu.valeurs.extend(r.fraction(i));
                    Some(())
                })?;
            }
        }
        Ok(lu)
    }

    /// The keys of the given rows; nothing is shared with whom the key has no object for.
    pub(super) fn des_cles(
        plan: &Plan,
        jeu: &Jeu<'_>,
        cle: &str,
        plage: Range<usize>,
    ) -> Result<Self, ErreurDExecution> {
        let mut lu = Self::de(plage.len());
        lu.cles = vec![0; plage.len()];
        let r = &colonnes(plan, jeu, &[cle], plage)?[0];
        lu.parcourir(r, |lu, i| {
            lu.cles[i] = r.n.lire(i).max(0);
            Some(())
        })?;
        Ok(lu)
    }

    /// The rows of this reading, then those of another: sums are added, what was gathered is put together.
    ///
    /// # Errors
    /// A sum that leaves 127 bits.
    pub fn suivi_de(mut self, suite: Partiel) -> Result<Self, ErreurDExecution> {
        self.lignes += suite.lignes;
        self.marques = self.marques.avec(suite.marques);
        for (somme, autre) in self.sommes.iter_mut().zip(suite.sommes) {
            *somme = somme.checked_add(autre).ok_or_else(trop_grand)?;
        }
        self.effectif += suite.effectif;
        self.valeurs.extend(suite.valeurs);
        self.cles.extend(suite.cles);
        Ok(self)
    }

    /// The exact sum of a column.
    pub(super) fn somme(&self, rang: usize) -> Option<Fraction> {
        Fraction::entier(self.sommes[rang]).fois(self.facteurs[rang])
    }

    /// Sums of the known values, and the marks of all: what has no object is left out, what is absent makes the sum so.
    fn sommer(&mut self, colonnes: &[Resultat]) -> Result<(), ErreurDExecution> {
        for (rang, r) in colonnes.iter().enumerate() {
            self.facteurs[rang] = r.f;
            self.parcourir(r, |lu, i| {
                lu.sommes[rang] = lu.sommes[rang].checked_add(r.n.lire(i))?;
                Some(())
            })?;
        }
        Ok(())
    }

    /// Takes the rows that have a value, and the marks of those that have an object.
    fn parcourir(
        &mut self,
        r: &Resultat,
        mut prendre: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Result<(), ErreurDExecution> {
        for i in 0..self.lignes {
            let m = r.marques(i);
            if m.contient(Marques::SANS_OBJET) {
                continue;
            }
            self.marques = self.marques.avec(m);
            if m.connu() {
                prendre(self, i).ok_or_else(trop_grand)?;
            }
        }
        Ok(())
    }
}

/// Columns of definitions over some rows, in one execution.
pub(super) fn colonnes(
    plan: &Plan,
    jeu: &Jeu<'_>,
    codes: &[&str],
    plage: Range<usize>,
) -> Result<Vec<Resultat>, ErreurDExecution> {
    let noeuds: Vec<_> = codes
        .iter()
        .map(|code| plan.definition(code).ok_or_else(|| ErreurDExecution::Forme(format!("aucune formule « {code} »"))))
        .collect::<Result<_, _>>()?;
    Ok(Execution::new(plan, &noeuds).executer_plage(jeu, plage)?.colonnes)
}

/// A value times the scale, brought to an integer.
fn arrondie(r: &Resultat, rang: usize, echelle: i128, arrondi: ModeDivision) -> Option<i128> {
    // Both terms as they are: reducing them first would give the same quotient, for longer.
    let n = r.n.lire(rang).checked_mul(r.f.n()).and_then(|n| n.checked_mul(echelle));
    let d = r.d.lire(rang).checked_mul(r.f.d()).filter(|d| *d > 0);
    if let (Some(n), Some(d)) = (n, d) {
        return Some(diviser_128(n, d, arrondi));
    }
    let f = r.fraction(rang)?;
    Some(diviser_128(f.n().checked_mul(echelle)?, f.d(), arrondi))
}

/// How the programme rounds.
pub(super) fn arrondi(plan: &Plan) -> ModeDivision {
    ModeDivision::Arrondi(Arrondi2::from(plan.programme().arrondi))
}

/// 1 with so many zeros.
pub(super) fn echelle(decimales: u8) -> i128 {
    10_i128.pow(u32::from(decimales).min(9))
}
