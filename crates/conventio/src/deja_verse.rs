//! What was already paid, in the inputs that the formula of a payment reads, and what then remains to be paid.

use convention::{Nature, Versement};
use formule::{Colonne, Jeu, NoeudId, Plan};

/// What the inputs of a payment already made are called, before its code.
const PREFIXE: &str = "deja_verse_";

/// Is an input what a payment already came to?
pub(crate) fn est_un_deja_verse(entree: &str) -> bool {
    entree.starts_with(PREFIXE)
}

/// A payment of the rules, in a plan.
#[derive(Clone, Copy)]
pub(crate) struct AVerser<'a> {
    pub(crate) versement: &'a Versement,
    pub(crate) plan: &'a Plan,
    pub(crate) noeud: NoeudId,
}

impl AVerser<'_> {
    /// Puts in the inputs what was paid under each code, whatever they held.
    ///
    /// # Errors
    /// The row of somebody whose sum is not within what the rules count.
    pub(crate) fn poser(&self, jeu: &mut Jeu<'_>, sous: impl Fn(usize, &str) -> i64) -> Result<(), usize> {
        for (rang, entree) in self.plan.programme().entrees.iter().enumerate() {
            let Some(code) = entree.code.strip_prefix(PREFIXE) else { continue };
            let sommes = (0..jeu.lignes).map(|ligne| {
                let somme = sous(ligne, code);
                if (entree.min..=entree.max).contains(&somme) { Ok(Ok(somme)) } else { Err(ligne) }
            });
            let sommes = sommes.collect::<Result<Vec<_>, usize>>()?;
            if let Some(colonne) = jeu.entrees.get_mut(rang) {
                *colonne = Colonne::de(sommes, 0);
            }
        }
        Ok(())
    }

    /// Does its formula read what was paid under its own code?
    fn lit_son_code(&self) -> bool {
        let entrees = &self.plan.programme().entrees;
        let lues = self.plan.entrees_lues(&[self.noeud]);
        let codes = lues.iter().filter_map(|rang| entrees.get(*rang)?.code.strip_prefix(PREFIXE));
        codes.into_iter().any(|code| code == self.versement.code)
    }

    /// What remains of what is due, once what was paid under this code is taken off: a formula that reads it already
    /// says what remains, any other says all that is due.
    pub(crate) fn reste(&self) -> impl Fn(i64, i64) -> Option<i64> {
        let lit_son_code = self.lit_son_code();
        move |du, deja| du.checked_sub(if lit_son_code { 0 } else { deja })
    }
}

/// What a sum is called: what is taken back is an « indu », unless it settles.
pub(crate) fn nature(versement: &Versement, centimes: i64) -> Nature {
    let repris = centimes < 0 && versement.nature != Nature::Regularisation;
    if repris { Nature::Indu } else { versement.nature }
}
