//! The plan run for one beneficiary, keeping everything that an explanation needs.

use crate::algebre;
use crate::colonne::{Cellule, ValeurNationale};
use crate::plan::{LigneCherchee, Noeud, NoeudId, Op, Plan};
use crate::programme::{Entree, Genre};
use crate::trace::Trace;
use crate::voies::{Instr, Nombre, Operande, Ordre, Reg, Verite, Voie, calculer_date, diviser_128};
use crate::{Absence, Fraction, Marques};
use std::fmt;

/// The figures of one beneficiary, in the order of the programme.
#[derive(Debug, Clone, Default)]
pub struct Ligne {
    /// One per input.
    pub entrees: Vec<Cellule>,
    /// One list of lines per detail.
    pub details: Vec<Vec<LigneDetail>>,
    /// One per national result, once known.
    pub nationaux: Vec<Option<ValeurNationale>>,
    /// One per share of an envelope, in cents with its marks of confidence, once known.
    pub repartitions: Vec<Option<(Cellule, Marques)>>,
}

/// One line of a detail.
#[derive(Debug, Clone)]
pub struct LigneDetail {
    /// Rank of its key in the list of the table's first key.
    pub cle: u32,
    /// One per input of the detail.
    pub entrees: Vec<Cellule>,
}

/// Figures that the plan cannot take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErreurDExecution {
    /// There are not as many columns, or lines, as the plan has inputs.
    Forme(String),
    /// A figure outside the declared range: code of the input, rank of the row, figure held.
    HorsPlage(String, usize, i64),
    /// An input that is never without object is.
    SansObjet(String, usize),
}

impl fmt::Display for ErreurDExecution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forme(quoi) => write!(f, "les chiffres n'ont pas la forme attendue : {quoi}"),
            Self::HorsPlage(code, rang, valeur) => {
                write!(f, "« {code} », ligne {} : {valeur} sort de la plage déclarée", rang + 1)
            }
            Self::SansObjet(code, rang) => {
                write!(f, "« {code} », ligne {} : cette entrée n'est jamais sans objet", rang + 1)
            }
        }
    }
}

impl std::error::Error for ErreurDExecution {}

/// The figure that stands where there is none: the one of the range that is nearest to 0.
pub(crate) fn bouche(entree: &Entree) -> i64 {
    0.clamp(entree.min, entree.max)
}

/// Checks a cell against its input, and splits it.
fn tenir(entree: &Entree, cellule: Cellule, rang: usize) -> Result<(i64, Marques), ErreurDExecution> {
    match cellule {
        Ok(v) => {
            let (bas, haut) = match &entree.genre {
                Genre::OuiNon => (0, 1),
                Genre::Choix(codes) => (0, codes.len() as i64 - 1),
                _ => (entree.min, entree.max),
            };
            if (bas..=haut).contains(&v) {
                Ok((v, Marques::AUCUNE))
            } else {
                Err(ErreurDExecution::HorsPlage(entree.code.clone(), rang, v))
            }
        }
        Err(Absence::SansObjet) => match entree.non_declare {
            Some(v) => Ok((v, Marques::AUCUNE)),
            None if entree.facultative => Ok((bouche(entree), Marques::SANS_OBJET)),
            None => Err(ErreurDExecution::SansObjet(entree.code.clone(), rang)),
        },
        Err(absence) => Ok((bouche(entree), absence.marques())),
    }
}

/// Runs the whole plan for one beneficiary.
///
/// # Errors
/// Figures that do not fit the declared inputs.
pub fn evaluer<'p>(plan: &'p Plan, ligne: &Ligne) -> Result<Trace<'p>, ErreurDExecution> {
    let mut e = Evaluation::new(plan, ligne)?;
    let mut fait = 0;
    for rang in 0..plan.noeuds.len() {
        let apres = plan.noeuds[rang].apres as usize;
        while fait < apres {
            e.instruction(fait as Reg);
            fait += 1;
        }
        e.marquer(rang);
    }
    Ok(e.trace)
}

struct Evaluation<'p, 'l> {
    plan: &'p Plan,
    ligne: &'l Ligne,
    /// Held figures and marks of inputs, then of each detail: line after line.
    entrees: Vec<(i64, Marques)>,
    details: Vec<Vec<(i64, Marques)>>,
    trace: Trace<'p>,
}

impl<'p, 'l> Evaluation<'p, 'l> {
    fn new(plan: &'p Plan, ligne: &'l Ligne) -> Result<Self, ErreurDExecution> {
        let p = &plan.programme;
        let forme = |quoi: &str, attendu: usize, recu: usize| {
            if attendu == recu {
                Ok(())
            } else {
                Err(ErreurDExecution::Forme(format!("{attendu} {quoi} attendues, {recu} reçues")))
            }
        };
        forme("entrées", p.entrees.len(), ligne.entrees.len())?;
        forme("tables de détail", p.details.len(), ligne.details.len())?;
        let mut entrees = Vec::with_capacity(p.entrees.len());
        for (entree, cellule) in p.entrees.iter().zip(&ligne.entrees) {
            entrees.push(tenir(entree, *cellule, 0)?);
        }
        let mut details = Vec::with_capacity(p.details.len());
        for (detail, lignes) in p.details.iter().zip(&ligne.details) {
            let mut tenues = Vec::with_capacity(lignes.len() * detail.entrees.len());
            for (rang, l) in lignes.iter().enumerate() {
                forme("entrées de détail", detail.entrees.len(), l.entrees.len())?;
                for (entree, cellule) in detail.entrees.iter().zip(&l.entrees) {
                    tenues.push(tenir(entree, *cellule, rang)?);
                }
            }
            details.push(tenues);
        }
        verifier_les_nationaux(plan, &ligne.nationaux)?;
        let longueurs: Vec<usize> = ligne.details.iter().map(Vec::len).collect();
        Ok(Self { plan, ligne, entrees, details, trace: Trace::new(plan, longueurs) })
    }

    fn lire(&self, o: Operande, i: usize) -> i128 {
        self.trace.operande(o, i)
    }

    fn vrai(&self, r: Reg, i: usize) -> bool {
        self.trace.registre(r, i) != 0
    }

    fn instruction(&mut self, reg: Reg) {
        let plan = self.plan;
        let instr = &plan.voies.instrs[reg as usize];
        let n = self.trace.longueur_du_registre(reg);
        for i in 0..n {
            let v = self.calculer(instr, i);
            self.trace.poser_registre(reg, i, v);
        }
    }

    fn calculer(&self, instr: &Instr, i: usize) -> i128 {
        match instr {
            Instr::Entree(e) | Instr::EntreeVerite(e) => i128::from(self.entrees[*e as usize].0),
            Instr::EntreeDetail(d, c) | Instr::EntreeDetailVerite(d, c) => {
                let (d, c) = (*d as usize, *c as usize);
                i128::from(self.details[d][i * self.plan.programme.details[d].entrees.len() + c].0)
            }
            Instr::CleDetail(d) => i128::from(self.ligne.details[*d as usize][i].cle),
            Instr::NationalN(r) => self.national(*r).valeur.n(),
            Instr::NationalD(r) => self.national(*r).valeur.d(),
            Instr::Repartition(r) => self.repartition(*r).0.map_or(0, i128::from),
            // Bounds were checked when the plan was built: these operations cannot overflow.
            Instr::Lineaire(termes, c) => {
                termes.iter().fold(*c, |somme, (r, k)| somme + self.trace.registre(*r, i) * k)
            }
            Instr::Produit(a, b) => self.trace.registre(*a, i) * self.trace.registre(*b, i),
            Instr::Min(a, b) => self.trace.registre(*a, i).min(self.lire(*b, i)),
            Instr::Max(a, b) => self.trace.registre(*a, i).max(self.lire(*b, i)),
            Instr::Comparer(ordre, a, b) => {
                let (x, y) = (self.lire(*a, i), self.lire(*b, i));
                i128::from(match ordre {
                    Ordre::Egal => x == y,
                    Ordre::Inferieur => x < y,
                    Ordre::InferieurOuEgal => x <= y,
                })
            }
            Instr::Et(a, b) => i128::from(self.vrai(*a, i) && self.vrai(*b, i)),
            Instr::Ou(a, b) => i128::from(self.vrai(*a, i) || self.vrai(*b, i)),
            Instr::Non(a) => i128::from(!self.vrai(*a, i)),
            Instr::EntierDeVerite(a) => self.trace.registre(*a, i),
            Instr::Choisir(c, a, b) => self.lire(if self.vrai(*c, i) { *a } else { *b }, i),
            Instr::ChoisirVerite(c, a, b) => self.trace.registre(if self.vrai(*c, i) { *a } else { *b }, i),
            Instr::Diviser(a, d, mode) => diviser_128(self.trace.registre(*a, i), self.lire(*d, i), *mode),
            Instr::Compter(regs) => regs.iter().map(|r| self.trace.registre(*r, i)).sum(),
            Instr::Tableau(valeurs, r) => {
                let rang = usize::try_from(self.trace.registre(*r, i)).unwrap_or(0);
                valeurs[rang.min(valeurs.len() - 1)]
            }
            Instr::Chercher(r, cles) => {
                let lues: Vec<i64> = cles.iter().map(|c| cle(self.lire(*c, i))).collect();
                chercher(&self.plan.recherches[*r as usize].lignes, &lues) as i128
            }
            Instr::Date(f, a, b) => calculer_date(*f, self.lire(*a, i), self.lire(*b, i)),
            Instr::SansObjet(noeud) => {
                let m = self.trace.marques_a(NoeudId(*noeud), i);
                i128::from(m.contient(Marques::SANS_OBJET))
            }
            Instr::Diffuser(_, a) => self.trace.registre(*a, 0),
            Instr::SommeLignes(d, a) => {
                (0..self.ligne.details[*d as usize].len()).map(|i| self.trace.registre(*a, i)).sum()
            }
            Instr::PlusGrandeLigne(d, a) => {
                (0..self.ligne.details[*d as usize].len()).map(|i| self.trace.registre(*a, i)).max().unwrap_or(0)
            }
        }
    }

    fn national(&self, r: u32) -> ValeurNationale {
        self.ligne.nationaux.get(r as usize).copied().flatten().unwrap_or(PAS_ENCORE)
    }

    fn repartition(&self, r: u32) -> (Cellule, Marques) {
        let connue = self.ligne.repartitions.get(r as usize).copied().flatten();
        connue.unwrap_or((Err(Absence::EnAttente), Marques::AUCUNE))
    }

    fn marquer(&mut self, rang: usize) {
        let noeud = &self.plan.noeuds[rang];
        let n = self.trace.longueur_du_noeud(rang);
        for i in 0..n {
            let m = self.marques(rang, noeud, i);
            self.trace.poser_marques(rang, i, m);
        }
    }

    fn marques(&self, rang: usize, noeud: &Noeud, i: usize) -> Marques {
        let m = |n: &NoeudId| self.trace.marques_a(*n, i).0;
        Marques(match &noeud.op {
            Op::Constante(_) | Op::Pourcentage(_) => 0,
            Op::Parametre(..) => noeud.fixes.0,
            Op::Entree(e) => self.entrees[*e as usize].1.0,
            Op::EntreeDetail(d, c) => {
                let (d, c) = (*d as usize, *c as usize);
                self.details[d][i * self.plan.programme.details[d].entrees.len() + c].1.0
            }
            Op::National(r) => self.national(*r).marques.0,
            Op::Repartition(r) => {
                let (cellule, marques) = self.repartition(*r);
                cellule.map_or_else(|a| a.marques().0, |_| marques.0)
            }
            Op::ParametreALaDate(_, a) | Op::Bareme(_, _, a) => {
                algebre::commun(m(a), self.marques_du_rang(rang, noeud, i))
            }
            Op::LigneDeCle(..) => self.marques_du_rang(rang, noeud, i),
            Op::Recherche(_, _, cles, date, _) => cles
                .iter()
                .chain(date)
                .fold(self.marques_du_rang(rang, noeud, i), |somme, c| algebre::commun(somme, m(c))),
            Op::Oppose(a) | Op::Non(a) | Op::Arrondi(a) | Op::PartieEntiere(a) | Op::NombreDe(a) => m(a),
            Op::Diffuser(_, a) => self.trace.marques_a(*a, 0).0,
            Op::Plus(a, b)
            | Op::Moins(a, b)
            | Op::Min(a, b)
            | Op::Max(a, b)
            | Op::Comparer(_, a, b)
            | Op::Tranches(a, b, _) => algebre::commun(m(a), m(b)),
            Op::Date(_, a, b) => b.as_ref().map_or(m(a), |b| algebre::commun(m(a), m(b))),
            Op::Fois(a, b) => algebre::regle_par(m(a), self.trace.est_nul(*a, i), m(b), self.trace.est_nul(*b, i)),
            Op::Sur(a, b) => algebre::sur(m(a), m(b), self.trace.est_nul(*b, i)),
            Op::Et(a, b) => algebre::regle_par(m(a), !self.trace.est_vrai(*a, i), m(b), !self.trace.est_vrai(*b, i)),
            Op::Ou(a, b) => algebre::regle_par(m(a), self.trace.est_vrai(*a, i), m(b), self.trace.est_vrai(*b, i)),
            Op::Si(c, a, b) => {
                algebre::si(m(c), self.trace.est_vrai(*c, i), m(a), m(b), || self.trace.egaux(*a, *b, i))
            }
            Op::ADefaut(a, b) => algebre::a_defaut(m(a), m(b)),
            Op::EstSansObjet(a) | Op::Certain(a) => algebre::sans_objet_leve(m(a)),
            Op::SommeLignes(d, a) | Op::PlusGrandeLigne(d, a) => (0..self.ligne.details[*d as usize].len())
                .fold(0, |somme, i| algebre::commun(somme, self.trace.marques_a(*a, i).0)),
            Op::Marquer(a, marques) => algebre::commun(m(a), *marques),
        })
    }

    fn marques_du_rang(&self, rang: usize, noeud: &Noeud, i: usize) -> u8 {
        let (Some(r), Some(rangs)) = (noeud.rang, self.plan.rangs.get(&(rang as u32))) else { return 0 };
        rangs.lire(self.lire(r, i)).0.0
    }
}

/// National results may come from a file: they must be what the bounds of the plan expect.
pub(crate) fn verifier_les_nationaux(
    plan: &Plan,
    nationaux: &[Option<ValeurNationale>],
) -> Result<(), ErreurDExecution> {
    for (reg, instr) in plan.voies.instrs.iter().enumerate() {
        let (r, terme) = match instr {
            Instr::NationalN(r) => (*r, ValeurNationale::n as fn(&ValeurNationale) -> i128),
            Instr::NationalD(r) => (*r, ValeurNationale::d as fn(&ValeurNationale) -> i128),
            _ => continue,
        };
        let Some(Some(valeur)) = nationaux.get(r as usize) else { continue };
        let registre = &plan.voies.registres[reg];
        if !(registre.bas..=registre.haut).contains(&terme(valeur)) {
            let code = &plan.programme.nationaux[r as usize].code;
            return Err(ErreurDExecution::Forme(format!("le résultat national « {code} » sort de ses bornes")));
        }
    }
    Ok(())
}

/// A national result that was not computed yet.
pub(crate) const PAS_ENCORE: ValeurNationale = ValeurNationale { valeur: Fraction::ZERO, marques: Marques::EN_ATTENTE };

/// The rank of the first row that holds the keys (the last one being the day, if rows are dated), or their number.
pub(crate) fn chercher(lignes: &[LigneCherchee], cles: &[i64]) -> usize {
    lignes.iter().position(|l| l.convient(cles)).unwrap_or(lignes.len())
}

/// A key as rows hold it. One that leaves 64 bits stays beyond every row but those without an upper bound.
pub(crate) fn cle(v: i128) -> i64 {
    i64::try_from(v).unwrap_or(if v < 0 { i64::MIN } else { i64::MAX })
}

/// The truth of a voie, in a trace.
pub(crate) fn verite_de(trace: &Trace<'_>, voie: &Voie, i: usize) -> bool {
    match voie {
        Voie::Verite(Verite::Const(v)) => *v,
        Voie::Verite(Verite::Reg(r)) => trace.registre_ou_unite(*r, i) != 0,
        _ => false,
    }
}

/// Terms of a number, in a trace: the factor is folded in, the fraction is not reduced.
pub(crate) fn termes_de(trace: &Trace<'_>, n: &Nombre, i: usize) -> (Fraction, i128, i128) {
    (n.f, trace.operande(n.n, i), trace.operande(n.d, i))
}
