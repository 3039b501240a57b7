//! The plan run by columns: blocks of rows that fit the cache, one instruction at a time.

mod bloc;
mod marques;
mod registres;

use crate::colonne::{Colonne, Entiers, Jeu, JeuDetail};
use crate::plan::{NoeudId, Op, Plan};
use crate::programme::{Entree, Genre};
use crate::resultat::{Resultat, Resultats, Termes};
use crate::scalaire::{ErreurDExecution, verifier_les_nationaux};
use crate::voies::{Largeur, Nombre, Operande, Reg, Verite, Voie};
use crate::{Etat, Fraction, Marques};
use bloc::Bloc;
use registres::Registres;
use std::ops::Range;

/// Rows of a block: the registers of a plan of some hundred instructions stay in the second cache.
const LIGNES_PAR_BLOC: usize = 1024;

/// A plan prepared to compute some of its nodes over a population.
#[derive(Debug, Clone)]
pub struct Execution<'p> {
    plan: &'p Plan,
    sorties: Vec<NoeudId>,
    /// Amount and eligibility from which the state of each row is made.
    etat: Option<(NoeudId, NoeudId)>,
    etapes: Vec<Etape>,
    /// Steps that compute marks even where every figure is there: those that read an unknown, or may divide by 0.
    toujours: Vec<bool>,
    registres: Registres,
    lignes_par_bloc: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Etape {
    Instr(Reg),
    Marques(u32),
}

impl<'p> Execution<'p> {
    /// Prepares the computation of some nodes of the unit.
    pub fn new(plan: &'p Plan, sorties: &[NoeudId]) -> Self {
        Self::preparer(plan, sorties.to_vec(), None)
    }

    /// Prepares the computation of some nodes, and of the state of each row from its amount and its eligibility.
    pub fn avec_etat(plan: &'p Plan, sorties: &[NoeudId], montant: NoeudId, eligible: NoeudId) -> Self {
        Self::preparer(plan, sorties.to_vec(), Some((montant, eligible)))
    }

    /// The same with blocks of another size; results do not depend on it.
    #[must_use]
    pub fn par_blocs_de(mut self, lignes: usize) -> Self {
        self.lignes_par_bloc = lignes.max(1);
        self
    }

    fn preparer(plan: &'p Plan, sorties: Vec<NoeudId>, etat: Option<(NoeudId, NoeudId)>) -> Self {
        let demandes: Vec<NoeudId> =
            sorties.iter().copied().chain(etat.map(|e| [e.0, e.1]).into_iter().flatten()).collect();
        let noeuds = plan.atteints(&demandes);
        let utiles = registres::utiles(plan, &noeuds, &demandes);
        let mut etapes = Vec::new();
        let mut reg = 0;
        for &n in &noeuds {
            let apres = plan.noeuds[n].apres as usize;
            while reg < apres {
                if utiles[reg] {
                    etapes.push(Etape::Instr(reg as Reg));
                }
                reg += 1;
            }
            if !matches!(plan.noeuds[n].op, Op::Constante(_) | Op::Pourcentage(_)) {
                etapes.push(Etape::Marques(n as u32));
            }
        }
        let toujours = Self::marques_permanentes(plan, &noeuds);
        let registres = Registres::new(plan, &etapes, &demandes);
        Self { plan, sorties, etat, etapes, toujours, registres, lignes_par_bloc: LIGNES_PAR_BLOC }
    }

    /// By node: can it bear marks when every input has its figure?
    fn marques_permanentes(plan: &Plan, noeuds: &[usize]) -> Vec<bool> {
        let mut toujours = vec![false; plan.noeuds.len()];
        for &n in noeuds {
            let noeud = &plan.noeuds[n];
            let propre = noeud.fixes != Marques::AUCUNE
                || (matches!(noeud.op, Op::Sur(..)) && noeud.facultatif)
                || matches!(noeud.op, Op::National(_) | Op::Repartition(_))
                || plan.rangs.get(&(n as u32)).is_some_and(|r| r.marques.iter().any(|m| *m != Marques::AUCUNE));
            toujours[n] = propre || noeud.op.enfants().iter().any(|e| toujours[e.0 as usize]);
        }
        toujours
    }

    /// Computes over a whole population.
    ///
    /// # Errors
    /// Columns that do not fit the inputs of the plan.
    pub fn executer(&self, jeu: &Jeu<'_>) -> Result<Resultats, ErreurDExecution> {
        self.executer_plage(jeu, 0..jeu.lignes)
    }

    /// Computes over some rows only, so that a caller may share the work between threads.
    ///
    /// # Errors
    /// Columns that do not fit the inputs of the plan.
    pub fn executer_plage(&self, jeu: &Jeu<'_>, plage: Range<usize>) -> Result<Resultats, ErreurDExecution> {
        self.verifier(jeu)?;
        let mut sorties = self.preparer_les_sorties(plage.len());
        let mut bloc = Bloc::new(self, jeu);
        let mut debut = plage.start;
        while debut < plage.end {
            let fin = (debut + self.lignes_par_bloc).min(plage.end);
            bloc.executer(debut..fin)?;
            bloc.recueillir(debut - plage.start, &mut sorties);
            debut = fin;
        }
        Ok(sorties.finir())
    }

    fn verifier(&self, jeu: &Jeu<'_>) -> Result<(), ErreurDExecution> {
        let p = &self.plan.programme;
        let forme = |texte: String| Err(ErreurDExecution::Forme(texte));
        if jeu.entrees.len() != p.entrees.len() {
            return forme(format!("{} colonnes attendues, {} reçues", p.entrees.len(), jeu.entrees.len()));
        }
        if let Some(i) = jeu.entrees.iter().position(|c| c.len() != jeu.lignes) {
            return forme(format!("la colonne « {} » n'a pas {} lignes", p.entrees[i].code, jeu.lignes));
        }
        if jeu.details.len() != p.details.len() {
            return forme(format!("{} tables de détail attendues, {} reçues", p.details.len(), jeu.details.len()));
        }
        verifier_les_nationaux(self.plan, &jeu.nationaux)?;
        if jeu.repartitions.iter().flatten().any(|parts| parts.colonne.len() != jeu.lignes) {
            return forme("les parts d'une enveloppe ne sont pas celles de ces lignes".into());
        }
        for (detail, lignes) in p.details.iter().zip(&jeu.details) {
            verifier_un_detail(&detail.code, &detail.entrees, lignes, jeu.lignes)?;
        }
        Ok(())
    }

    fn preparer_les_sorties(&self, lignes: usize) -> Sorties {
        let colonnes = self.sorties.iter().map(|n| Sortie::new(self.plan, *n, lignes)).collect();
        Sorties { lignes, colonnes, etats: self.etat.map(|_| Vec::with_capacity(lignes)) }
    }
}

fn verifier_un_detail(
    code: &str,
    entrees: &[Entree],
    d: &JeuDetail<'_>,
    lignes: usize,
) -> Result<(), ErreurDExecution> {
    let total = d.cles.len();
    let juste = d.debuts.len() == lignes + 1
        && d.debuts.first() == Some(&0)
        && d.debuts.windows(2).all(|w| w[0] <= w[1])
        && d.debuts.last().is_some_and(|f| *f as usize == total)
        && d.entrees.len() == entrees.len()
        && d.entrees.iter().all(|c| c.len() == total);
    if juste { Ok(()) } else { Err(ErreurDExecution::Forme(format!("le détail « {code} » est mal découpé"))) }
}

/// Checks that only optional inputs are without object.
fn verifier_sans_objet(entree: &Entree, colonne: &Colonne<'_>, plage: &Range<usize>) -> Result<(), ErreurDExecution> {
    if let Some(absences) = &colonne.absences
        && !entree.facultative
        && absences[2].un_dans(plage.clone())
    {
        let rang = plage.clone().find(|i| absences[2].contient(*i)).unwrap_or(plage.start);
        return Err(ErreurDExecution::SansObjet(entree.code.clone(), rang));
    }
    Ok(())
}

/// Least and greatest integers that a column may hold.
fn plage_tenue(entree: &Entree) -> (i64, i64) {
    match &entree.genre {
        Genre::OuiNon => (0, 1),
        Genre::Choix(codes) => (0, codes.len() as i64 - 1),
        _ => (entree.min, entree.max),
    }
}

/// The columns being filled.
struct Sorties {
    lignes: usize,
    colonnes: Vec<Sortie>,
    etats: Option<Vec<u8>>,
}

struct Sortie {
    noeud: NoeudId,
    f: Fraction,
    n: Terme,
    d: Terme,
    marques: Option<Vec<u8>>,
}

/// A term of an output: where it is read, and what it fills.
enum Terme {
    Const(i128),
    Verite(Reg, Vec<u8>),
    U8(Reg, Vec<u8>),
    I32(Reg, Vec<i32>),
    I64(Reg, Vec<i64>),
    I128(Reg, Vec<i128>),
}

impl Terme {
    fn new(plan: &Plan, o: Operande, lignes: usize) -> Self {
        match o {
            Operande::Const(c) => Self::Const(c),
            Operande::Reg(r) => {
                let registre = &plan.voies.registres[r as usize];
                match registre.largeur {
                    Largeur::Verite => Self::Verite(r, Vec::with_capacity(lignes)),
                    Largeur::Bits128 => Self::I128(r, Vec::with_capacity(lignes)),
                    Largeur::Bits64 if registre.bas >= 0 && registre.haut <= 255 => {
                        Self::U8(r, Vec::with_capacity(lignes))
                    }
                    Largeur::Bits64
                        if registre.bas >= i128::from(i32::MIN) && registre.haut <= i128::from(i32::MAX) =>
                    {
                        Self::I32(r, Vec::with_capacity(lignes))
                    }
                    Largeur::Bits64 => Self::I64(r, Vec::with_capacity(lignes)),
                }
            }
        }
    }

    fn finir(self) -> Termes {
        match self {
            Self::Const(c) => Termes::Constant(c),
            Self::Verite(_, v) | Self::U8(_, v) => Termes::Entiers(Entiers::U8(v.into())),
            Self::I32(_, v) => Termes::Entiers(Entiers::I32(v.into())),
            Self::I64(_, v) => Termes::Entiers(Entiers::I64(v.into())),
            Self::I128(_, v) => Termes::Larges(v),
        }
    }
}

impl Sortie {
    fn new(plan: &Plan, noeud: NoeudId, lignes: usize) -> Self {
        let un = Operande::Const(1);
        let (f, n, d) = match plan.noeud(noeud).voie {
            Voie::Nombre(Nombre { f, n, d }) => (f, n, d),
            Voie::Entier(o) => (Fraction::UN, o, un),
            Voie::Verite(Verite::Const(v)) => (Fraction::UN, Operande::Const(i128::from(v)), un),
            Voie::Verite(Verite::Reg(r)) => (Fraction::UN, Operande::Reg(r), un),
        };
        Self { noeud, f, n: Terme::new(plan, n, lignes), d: Terme::new(plan, d, lignes), marques: None }
    }
}

impl Sorties {
    fn finir(self) -> Resultats {
        let colonnes = self
            .colonnes
            .into_iter()
            .map(|s| Resultat { f: s.f, n: s.n.finir(), d: s.d.finir(), marques: s.marques })
            .collect();
        Resultats { lignes: self.lignes, colonnes, etats: self.etats }
    }
}

/// The number of a state from marks and eligibility.
fn numero_d_etat(m: u8, eligible: Option<bool>) -> u8 {
    Etat::de(Marques(m), eligible) as u8
}
