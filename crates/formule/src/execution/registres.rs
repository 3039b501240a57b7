//! Which registers are computed, and which buffers they share.

use super::Etape;
use crate::plan::{NoeudId, Op, Plan};
use crate::voies::{Instr, Largeur, Operande, Reg, Verite, Voie};
use std::collections::HashMap;

/// Where each register lives.
#[derive(Debug, Clone)]
pub(super) struct Registres {
    /// By register: rank of its buffer among those of its width and level.
    pub(super) tampons: Vec<u32>,
    /// By level (the unit, then each detail): number of buffers of truths, of 64 bits, of 128 bits.
    pub(super) nombres: Vec<[usize; 3]>,
}

/// Rank of a width among the kinds of buffers.
pub(super) const fn sorte(largeur: Largeur) -> usize {
    match largeur {
        Largeur::Verite => 0,
        Largeur::Bits64 => 1,
        Largeur::Bits128 => 2,
    }
}

/// Rank of a level: the unit, then each detail.
pub(super) fn etage(niveau: Option<u16>) -> usize {
    niveau.map_or(0, |d| d as usize + 1)
}

/// Registers behind the value of a node.
pub(super) fn registres_du_noeud(plan: &Plan, n: NoeudId) -> Vec<Reg> {
    let noeud = plan.noeud(n);
    let operandes = match noeud.voie {
        Voie::Nombre(x) => vec![x.n, x.d],
        Voie::Entier(o) => vec![o],
        Voie::Verite(Verite::Reg(r)) => vec![Operande::Reg(r)],
        Voie::Verite(Verite::Const(_)) => vec![],
    };
    operandes
        .into_iter()
        .chain(noeud.rang)
        .filter_map(|o| if let Operande::Reg(r) = o { Some(r) } else { None })
        .collect()
}

/// Registers that the marks of a node look at.
pub(super) fn registres_des_marques(plan: &Plan, n: usize) -> Vec<Reg> {
    let noeud = &plan.noeuds[n];
    let lus: Vec<NoeudId> = match &noeud.op {
        Op::Fois(a, b) | Op::Et(a, b) | Op::Ou(a, b) => vec![*a, *b],
        Op::Sur(_, b) => vec![*b],
        Op::Si(c, a, b) => vec![*c, *a, *b],
        _ => vec![],
    };
    let rang = noeud.rang.and_then(|o| if let Operande::Reg(r) = o { Some(r) } else { None });
    lus.into_iter().flat_map(|n| registres_du_noeud(plan, n)).chain(rang).collect()
}

pub(super) fn lus_par(instr: &Instr) -> Vec<Reg> {
    let de = |o: &Operande| if let Operande::Reg(r) = o { Some(*r) } else { None };
    match instr {
        Instr::Lineaire(termes, _) => termes.iter().map(|(r, _)| *r).collect(),
        Instr::Produit(a, b) | Instr::Et(a, b) | Instr::Ou(a, b) => vec![*a, *b],
        Instr::Min(a, b) | Instr::Max(a, b) => std::iter::once(*a).chain(de(b)).collect(),
        Instr::Comparer(_, a, b) | Instr::Date(_, a, b) => de(a).into_iter().chain(de(b)).collect(),
        Instr::Non(a)
        | Instr::EntierDeVerite(a)
        | Instr::Tableau(_, a)
        | Instr::Diffuser(_, a)
        | Instr::SommeLignes(_, a)
        | Instr::PlusGrandeLigne(_, a) => vec![*a],
        Instr::Choisir(c, a, b) => std::iter::once(*c).chain(de(a)).chain(de(b)).collect(),
        Instr::ChoisirVerite(c, a, b) => vec![*c, *a, *b],
        Instr::Diviser(a, d, _) => std::iter::once(*a).chain(de(d)).collect(),
        Instr::Compter(regs) => regs.to_vec(),
        Instr::Chercher(_, cles) => cles.iter().filter_map(de).collect(),
        _ => vec![],
    }
}

/// By register: is it needed for the nodes asked, or for the marks of a node that they rest on?
pub(super) fn utiles(plan: &Plan, noeuds: &[usize], demandes: &[NoeudId]) -> Vec<bool> {
    let mut utiles = vec![false; plan.voies.instrs.len()];
    let mut pile: Vec<Reg> = demandes.iter().flat_map(|n| registres_du_noeud(plan, *n)).collect();
    pile.extend(noeuds.iter().flat_map(|n| registres_des_marques(plan, *n)));
    while let Some(r) = pile.pop() {
        if !std::mem::replace(&mut utiles[r as usize], true) {
            pile.extend(lus_par(&plan.voies.instrs[r as usize]));
        }
    }
    utiles
}

impl Registres {
    /// Gives each register a buffer, taken back after the last step that reads it.
    pub(super) fn new(plan: &Plan, etapes: &[Etape], demandes: &[NoeudId]) -> Self {
        let mut dernier: HashMap<Reg, usize> = HashMap::new();
        for (rang, etape) in etapes.iter().enumerate() {
            let lus = match etape {
                Etape::Instr(r) => {
                    dernier.entry(*r).or_insert(rang);
                    lus_par(&plan.voies.instrs[*r as usize])
                }
                Etape::Marques(n) => registres_des_marques(plan, *n as usize),
            };
            for r in lus {
                dernier.insert(r, rang);
            }
        }
        for r in demandes.iter().flat_map(|n| registres_du_noeud(plan, *n)) {
            dernier.insert(r, usize::MAX);
        }
        let mut morts: HashMap<usize, Vec<Reg>> = HashMap::new();
        for (r, rang) in &dernier {
            morts.entry(*rang).or_default().push(*r);
        }
        let etages = plan.programme.details.len() + 1;
        let mut nombres = vec![[0; 3]; etages];
        let mut libres: Vec<[Vec<u32>; 3]> = vec![Default::default(); etages];
        let mut tampons = vec![u32::MAX; plan.voies.instrs.len()];
        for (rang, etape) in etapes.iter().enumerate() {
            if let Etape::Instr(r) = etape {
                let registre = &plan.voies.registres[*r as usize];
                let (e, s) = (etage(registre.niveau), sorte(registre.largeur));
                tampons[*r as usize] = libres[e][s].pop().unwrap_or_else(|| {
                    nombres[e][s] += 1;
                    nombres[e][s] as u32 - 1
                });
            }
            let mut rendus = morts.remove(&rang).unwrap_or_default();
            rendus.sort_unstable();
            for r in rendus {
                if tampons[r as usize] != u32::MAX {
                    let registre = &plan.voies.registres[r as usize];
                    libres[etage(registre.niveau)][sorte(registre.largeur)].push(tampons[r as usize]);
                }
            }
        }
        Self { tampons, nombres }
    }
}
