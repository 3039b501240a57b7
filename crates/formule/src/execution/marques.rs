//! The marks of a block: none, the same for all rows, or one byte a row.

use super::bloc::{Bloc, Question, plan};
use crate::algebre;
use crate::colonne::Colonne;
use crate::plan::{NoeudId, Op};
use crate::voies::Operande;
use std::ops::Range;

/// Marks of a node over a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarquesDeBloc {
    Aucune,
    Partout(u8),
    ParLigne(Vec<u8>),
}

impl MarquesDeBloc {
    #[inline(always)]
    pub(super) fn lire(&self, i: usize) -> u8 {
        match self {
            Self::Aucune => 0,
            Self::Partout(m) => *m,
            Self::ParLigne(v) => v[i],
        }
    }

    fn partout(m: u8) -> Self {
        if m == 0 { Self::Aucune } else { Self::Partout(m) }
    }

    /// The same marks for all rows, if they are.
    fn uniformes(&self) -> Option<u8> {
        match self {
            Self::Aucune => Some(0),
            Self::Partout(m) => Some(*m),
            Self::ParLigne(_) => None,
        }
    }

    fn par_ligne(marques: Vec<u8>) -> Self {
        match marques.first() {
            None => Self::Aucune,
            Some(&premiere) if marques.iter().all(|m| *m == premiere) => Self::partout(premiere),
            Some(_) => Self::ParLigne(marques),
        }
    }

    pub(super) fn ajouter_a(&self, marques: &mut Vec<u8>, n: usize) {
        match self {
            Self::ParLigne(v) => marques.extend_from_slice(&v[..n]),
            autre => marques.resize(marques.len() + n, autre.lire(0)),
        }
    }
}

impl Bloc<'_, '_, '_> {
    pub(super) fn marquer(&mut self, rang: usize) {
        let calculees = self.calculer_les_marques(rang);
        self.marques[rang] = calculees;
    }

    fn de(&self, n: NoeudId) -> &MarquesDeBloc {
        &self.marques[n.0 as usize]
    }

    fn calculer_les_marques(&self, rang: usize) -> MarquesDeBloc {
        let noeud = &plan(self).noeuds[rang];
        let n = self.longueur(noeud.niveau);
        match &noeud.op {
            Op::Constante(_) | Op::Pourcentage(_) => MarquesDeBloc::Aucune,
            Op::Parametre(..) => MarquesDeBloc::partout(noeud.fixes.0),
            Op::Entree(e) => des_cellules(&self.jeu.entrees[*e as usize], self.debut(None)..self.debut(None) + n),
            Op::EntreeDetail(d, c) => {
                let debut = self.debut(Some(*d));
                des_cellules(&self.jeu.details[*d as usize].entrees[*c as usize], debut..debut + n)
            }
            Op::National(r) => MarquesDeBloc::partout(self.national(*r).marques.0),
            Op::Repartition(r) => match self.jeu.repartitions.get(*r as usize).and_then(Option::as_ref) {
                Some(parts) => {
                    let absences = des_cellules(&parts.colonne, self.debut(None)..self.debut(None) + n);
                    if absences == MarquesDeBloc::Aucune { MarquesDeBloc::partout(parts.marques.0) } else { absences }
                }
                None => MarquesDeBloc::partout(crate::Marques::EN_ATTENTE.0),
            },
            Op::LigneDeCle(..) => self.du_rang(rang, n),
            Op::ParametreALaDate(_, a) | Op::Bareme(_, _, a) => {
                self.communes(&[&self.du_rang(rang, n), self.de(*a)], n)
            }
            Op::Recherche(_, _, cles, date, _) => {
                let propres = self.du_rang(rang, n);
                let toutes: Vec<&MarquesDeBloc> =
                    std::iter::once(&propres).chain(cles.iter().chain(date).map(|c| self.de(*c))).collect();
                self.communes(&toutes, n)
            }
            Op::Oppose(a) | Op::Non(a) | Op::Arrondi(a) | Op::PartieEntiere(a) | Op::NombreDe(a) => self.de(*a).clone(),
            Op::Plus(a, b)
            | Op::Moins(a, b)
            | Op::Min(a, b)
            | Op::Max(a, b)
            | Op::Comparer(_, a, b)
            | Op::Tranches(a, b, _) => self.communes(&[self.de(*a), self.de(*b)], n),
            Op::Date(_, a, b) => match b {
                Some(b) => self.communes(&[self.de(*a), self.de(*b)], n),
                None => self.de(*a).clone(),
            },
            Op::Fois(a, b) => self.reglees([*a, *b], n, |x| self.nuls(x)),
            Op::Et(a, b) => self.reglees([*a, *b], n, |x| self.faux(x)),
            Op::Ou(a, b) => self.reglees([*a, *b], n, |x| self.vrais(x)),
            Op::Sur(a, b) => {
                let (ma, mb, nuls) = (self.de(*a), self.de(*b), self.nuls(*b));
                if !nuls.pour_une(n) {
                    return self.communes(&[ma, mb], n);
                }
                MarquesDeBloc::par_ligne((0..n).map(|i| algebre::sur(ma.lire(i), mb.lire(i), nuls.a(i))).collect())
            }
            Op::Si(c, a, b) => self.choisies(*c, *a, *b, n),
            Op::ADefaut(a, b) => {
                let (ma, mb) = (self.de(*a), self.de(*b));
                if let (Some(x), Some(y)) = (ma.uniformes(), mb.uniformes()) {
                    return MarquesDeBloc::partout(algebre::a_defaut(x, y));
                }
                MarquesDeBloc::par_ligne((0..n).map(|i| algebre::a_defaut(ma.lire(i), mb.lire(i))).collect())
            }
            Op::EstSansObjet(a) | Op::Certain(a) => match self.de(*a) {
                MarquesDeBloc::ParLigne(v) => {
                    MarquesDeBloc::par_ligne(v.iter().map(|m| algebre::sans_objet_leve(*m)).collect())
                }
                autre => MarquesDeBloc::partout(algebre::sans_objet_leve(autre.lire(0))),
            },
            Op::SommeLignes(d, a) | Op::PlusGrandeLigne(d, a) => match self.de(*a) {
                MarquesDeBloc::Aucune => MarquesDeBloc::Aucune,
                m => MarquesDeBloc::par_ligne(
                    (0..n)
                        .map(|i| self.lignes_du_rang(*d, i).fold(0, |somme, l| algebre::commun(somme, m.lire(l))))
                        .collect(),
                ),
            },
            Op::Diffuser(d, a) => match self.de(*a) {
                MarquesDeBloc::ParLigne(v) => {
                    MarquesDeBloc::par_ligne((0..n).map(|l| v[self.rang_de_ligne(*d, l)]).collect())
                }
                autre => autre.clone(),
            },
            Op::Marquer(a, m) => self.communes(&[self.de(*a), &MarquesDeBloc::Partout(*m)], n),
        }
    }

    fn communes(&self, toutes: &[&MarquesDeBloc], n: usize) -> MarquesDeBloc {
        let mut partout = 0;
        let mut lignes: Option<Vec<u8>> = None;
        for m in toutes {
            match (m, &mut lignes) {
                (MarquesDeBloc::ParLigne(v), None) => lignes = Some(v[..n].to_vec()),
                (MarquesDeBloc::ParLigne(v), Some(l)) => {
                    l.iter_mut().zip(v).for_each(|(x, y)| *x = algebre::commun(*x, *y));
                }
                (autre, _) => partout = algebre::commun(partout, autre.lire(0)),
            }
        }
        match lignes {
            None => MarquesDeBloc::partout(partout),
            Some(mut l) => {
                if partout != 0 {
                    l.iter_mut().for_each(|x| *x = algebre::commun(*x, partout));
                }
                MarquesDeBloc::ParLigne(l)
            }
        }
    }

    /// An operation that either operand may settle alone, where the answer to its question is yes.
    fn reglees<'b>(
        &'b self,
        [a, b]: [NoeudId; 2],
        n: usize,
        question: impl Fn(NoeudId) -> Question<'b>,
    ) -> MarquesDeBloc {
        let (ma, mb) = (self.de(a), self.de(b));
        if let (MarquesDeBloc::Aucune, MarquesDeBloc::Aucune) = (ma, mb) {
            return MarquesDeBloc::Aucune;
        }
        let (qa, qb) = (question(a), question(b));
        let marquer = |i| match (ma.lire(i), mb.lire(i)) {
            (0, 0) => 0,
            (x, y) => algebre::regle_par(x, qa.a(i), y, qb.a(i)),
        };
        MarquesDeBloc::par_ligne((0..n).map(marquer).collect())
    }

    fn choisies(&self, c: NoeudId, a: NoeudId, b: NoeudId, n: usize) -> MarquesDeBloc {
        let (mc, ma, mb) = (self.de(c), self.de(a), self.de(b));
        if let (MarquesDeBloc::Aucune, Some(x), Some(y)) = (mc, ma.uniformes(), mb.uniformes())
            && x == y
        {
            return MarquesDeBloc::partout(x);
        }
        let vrais = self.vrais(c);
        MarquesDeBloc::par_ligne(
            (0..n)
                .map(|i| algebre::si(mc.lire(i), vrais.a(i), ma.lire(i), mb.lire(i), || self.egaux(a, b, i)))
                .collect(),
        )
    }

    fn du_rang(&self, rang: usize, n: usize) -> MarquesDeBloc {
        let noeud = &plan(self).noeuds[rang];
        let (Some(r), Some(rangs)) = (noeud.rang, plan(self).rangs.get(&(rang as u32))) else {
            return MarquesDeBloc::Aucune;
        };
        if rangs.marques.iter().all(|m| *m == rangs.marques[0]) {
            return MarquesDeBloc::partout(rangs.marques[0].0);
        }
        match r {
            Operande::Const(c) => MarquesDeBloc::partout(rangs.lire(c).0.0),
            Operande::Reg(_) => MarquesDeBloc::par_ligne((0..n).map(|i| rangs.lire(self.entier(r, i)).0.0).collect()),
        }
    }
}

fn des_cellules(colonne: &Colonne<'_>, plage: Range<usize>) -> MarquesDeBloc {
    match &colonne.absences {
        Some(absences) if absences.iter().any(|b| b.un_dans(plage.clone())) => {
            MarquesDeBloc::ParLigne(plage.map(|i| colonne.marques(i).0).collect())
        }
        _ => MarquesDeBloc::Aucune,
    }
}
