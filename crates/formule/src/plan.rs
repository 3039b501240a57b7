//! The typed plan: what a programme becomes, and what both ways of running read.

use crate::programme::{Entree, LigneTable, ModeBareme, Programme};
use crate::voies::{Operande, Voie, Voies};
use crate::{Date, Fraction, Marques, Unite};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Rank of a node in its plan. Children come before their parents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoeudId(pub u32);

/// The type of a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Typ {
    /// True or false.
    OuiNon,
    /// A quantity; amounts are held in cents.
    Nombre(Unite),
    /// A day.
    Date,
    /// A choice, held by its rank.
    Choix(Arc<[String]>),
}

/// Comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparaison {
    Egal,
    Different,
    Inferieur,
    InferieurOuEgal,
    Superieur,
    SuperieurOuEgal,
}

/// Functions of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum FonctionDate {
    Age,
    AnneesEntieres,
    MoisEntiers,
    Anniversaire,
    PlusMois,
    PlusJours,
    Annee,
}

/// What a node does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Op {
    /// A number (in cents for an amount), a truth (0 or 1), a day or a rank, known from the rules.
    Constante(Fraction),
    /// A rate written with `%`: unlike a bare 1, it never counts things.
    Pourcentage(Fraction),
    /// A parameter at the day of the law: its rank, the rank of its version.
    Parametre(u32, u32),
    /// A parameter at another day.
    ParametreALaDate(u32, NoeudId),
    /// A barème: parameter, version, what it is applied to.
    Bareme(u32, u32, NoeudId),
    Entree(u32),
    EntreeDetail(u16, u16),
    National(u32),
    Repartition(u32),
    /// The column of a table at the row of the key of a line: table, column, detail, day whose rows count.
    LigneDeCle(u16, u16, u16, Date),
    /// The column of a table at the row of some keys: table, column, keys, date asked, day whose rows count without it.
    Recherche(u16, u16, Vec<NoeudId>, Option<NoeudId>, Date),
    Oppose(NoeudId),
    Plus(NoeudId, NoeudId),
    Moins(NoeudId, NoeudId),
    Fois(NoeudId, NoeudId),
    Sur(NoeudId, NoeudId),
    Min(NoeudId, NoeudId),
    Max(NoeudId, NoeudId),
    Comparer(Comparaison, NoeudId, NoeudId),
    Et(NoeudId, NoeudId),
    Ou(NoeudId, NoeudId),
    Non(NoeudId),
    Si(NoeudId, NoeudId, NoeudId),
    /// The first, or the second where the first is without object.
    ADefaut(NoeudId, NoeudId),
    EstSansObjet(NoeudId),
    /// A node in a branch where it is known to have an object.
    Certain(NoeudId),
    /// To the cent, or to the unit.
    Arrondi(NoeudId),
    PartieEntiere(NoeudId),
    /// Number of slices of the second in the first; the last counts once begun.
    Tranches(NoeudId, NoeudId, bool),
    NombreDe(NoeudId),
    SommeLignes(u16, NoeudId),
    PlusGrandeLigne(u16, NoeudId),
    Date(FonctionDate, NoeudId, Option<NoeudId>),
    /// A value of the unit, read on each line.
    Diffuser(u16, NoeudId),
    /// A value whose formula itself is a hypothesis, or a fiction.
    Marquer(NoeudId, u8),
}

impl Op {
    /// The nodes read, in order.
    pub fn enfants(&self) -> Vec<NoeudId> {
        match self {
            Op::Constante(_)
            | Op::Pourcentage(_)
            | Op::Parametre(..)
            | Op::Entree(_)
            | Op::EntreeDetail(..)
            | Op::National(_)
            | Op::Repartition(_)
            | Op::LigneDeCle(..) => Vec::new(),
            Op::ParametreALaDate(_, a)
            | Op::Bareme(_, _, a)
            | Op::Oppose(a)
            | Op::Non(a)
            | Op::EstSansObjet(a)
            | Op::Certain(a)
            | Op::Arrondi(a)
            | Op::PartieEntiere(a)
            | Op::NombreDe(a)
            | Op::SommeLignes(_, a)
            | Op::PlusGrandeLigne(_, a)
            | Op::Diffuser(_, a)
            | Op::Marquer(a, _) => vec![*a],
            Op::Plus(a, b)
            | Op::Moins(a, b)
            | Op::Fois(a, b)
            | Op::Sur(a, b)
            | Op::Min(a, b)
            | Op::Max(a, b)
            | Op::Comparer(_, a, b)
            | Op::Et(a, b)
            | Op::Ou(a, b)
            | Op::ADefaut(a, b)
            | Op::Tranches(a, b, _) => {
                vec![*a, *b]
            }
            Op::Si(c, a, b) => vec![*c, *a, *b],
            Op::Recherche(_, _, cles, date, _) => cles.iter().chain(date).copied().collect(),
            Op::Date(_, a, b) => std::iter::once(*a).chain(*b).collect(),
        }
    }
}

/// A node.
#[derive(Debug, Clone)]
pub struct Noeud {
    /// What it does.
    pub op: Op,
    /// Its type.
    pub typ: Typ,
    /// May it be without object?
    pub facultatif: bool,
    /// The detail whose lines it runs along.
    pub niveau: Option<u16>,
    /// What holds its value.
    pub(crate) voie: Voie,
    /// The rank of the step of a barème, or of the row of a table.
    pub(crate) rang: Option<Operande>,
    /// Marks that it brings by itself: those of a parameter, of a formula.
    pub(crate) fixes: Marques,
    /// Number of instructions that stand before its marks can be computed.
    pub(crate) apres: u32,
}

/// A definition, compiled.
#[derive(Debug, Clone)]
pub struct Formule {
    /// Its code.
    pub code: String,
    /// Its text.
    pub texte: String,
    /// Its node.
    pub noeud: NoeudId,
    /// The detail whose lines it runs along.
    pub niveau: Option<u16>,
    /// The tree of its text.
    pub arbre: Arbre,
}

/// A part of the text of a formula, and the node that computes it.
#[derive(Debug, Clone)]
pub struct Arbre {
    /// Bytes of the text.
    pub place: Range<usize>,
    /// The node.
    pub noeud: NoeudId,
    /// The definition that it names, when it is the name of one.
    pub definition: Option<u32>,
    /// The parts inside it.
    pub enfants: Vec<Arbre>,
}

/// What a node chooses by rank: a step of a barème, a version of a parameter, a row of a table.
#[derive(Debug, Clone)]
pub(crate) struct Rangs {
    /// Marks of each rank; the last one serves ranks past the end.
    pub(crate) marques: Vec<Marques>,
    /// The step, version or row of each rank; `None` where there is none.
    pub(crate) objets: Vec<Option<usize>>,
}

impl Rangs {
    /// Marks and object of a rank.
    pub(crate) fn lire(&self, rang: i128) -> (Marques, Option<usize>) {
        let i = usize::try_from(rang).unwrap_or(0).min(self.marques.len() - 1);
        (self.marques[i], self.objets[i])
    }
}

/// The rows that a search goes through.
#[derive(Debug, Clone)]
pub(crate) struct Recherche {
    pub(crate) table: u16,
    pub(crate) lignes: Vec<LigneCherchee>,
}

/// A row as a search sees it: intervals of the keys, then first and last day; all ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LigneCherchee {
    pub(crate) cles: Vec<(i64, i64)>,
    pub(crate) debut: i64,
    pub(crate) fin: i64,
}

impl LigneCherchee {
    /// Does the row hold the keys, the last one being the day if rows are dated?
    pub(crate) fn convient(&self, cles: &[i64]) -> bool {
        self.cles.iter().zip(cles).all(|((bas, haut), c)| (bas..=haut).contains(&c))
            && cles.get(self.cles.len()).is_none_or(|jour| (self.debut..=self.fin).contains(jour))
    }

    /// Is there a key and a day that both rows hold?
    pub(crate) fn croise(&self, autre: &LigneCherchee) -> bool {
        self.cles.iter().zip(&autre.cles).all(|(x, y)| x.0 <= y.1 && y.0 <= x.1)
            && self.debut <= autre.fin
            && autre.debut <= self.fin
    }
}

/// A compiled programme.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) programme: Programme,
    pub(crate) noeuds: Vec<Noeud>,
    pub(crate) formules: Vec<Formule>,
    pub(crate) par_code: HashMap<String, u32>,
    pub(crate) voies: Voies,
    pub(crate) recherches: Vec<Recherche>,
    /// By node: what barèmes, searches and dated parameters choose.
    pub(crate) rangs: HashMap<u32, Rangs>,
}

impl Plan {
    /// The node of a definition.
    pub fn definition(&self, code: &str) -> Option<NoeudId> {
        self.formule(code).map(|f| f.noeud)
    }

    /// A definition, with its text and its tree.
    pub fn formule(&self, code: &str) -> Option<&Formule> {
        self.par_code.get(code).map(|i| &self.formules[*i as usize])
    }

    /// A definition by its rank, as named by [`Arbre::definition`].
    pub fn formule_de_rang(&self, rang: u32) -> &Formule {
        &self.formules[rang as usize]
    }

    /// All definitions.
    pub fn formules(&self) -> &[Formule] {
        &self.formules
    }

    /// A node.
    pub fn noeud(&self, id: NoeudId) -> &Noeud {
        &self.noeuds[id.0 as usize]
    }

    /// How many nodes there are.
    pub fn nombre_de_noeuds(&self) -> usize {
        self.noeuds.len()
    }

    /// How many instructions stand under the nodes.
    pub fn nombre_d_instructions(&self) -> usize {
        self.voies.instrs.len()
    }

    /// The rules that were compiled.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// The inputs.
    pub fn entrees(&self) -> &[Entree] {
        &self.programme.entrees
    }

    /// For a detail, whether each key of its table has a row valid at the day of the law.
    pub fn cles_valables(&self, detail: usize) -> Vec<bool> {
        let Some(detail) = self.programme.details.get(detail) else { return Vec::new() };
        let Some(table) = detail.table.as_ref().and_then(|t| self.programme.tables.iter().find(|x| &x.code == t))
        else {
            return Vec::new();
        };
        let jour = self.jour();
        let crate::programme::Genre::Choix(codes) = &table.cles[0].1 else { return Vec::new() };
        (0..codes.len() as i64).map(|cle| table.lignes.iter().any(|l| vaut(l, jour) && contient(l, cle))).collect()
    }

    /// The day whose parameters apply.
    pub fn jour(&self) -> crate::Date {
        self.programme.jour_du_droit.unwrap_or(self.programme.exercice.fin)
    }

    /// Inputs of the unit that some nodes read.
    pub fn entrees_lues(&self, noeuds: &[NoeudId]) -> Vec<usize> {
        let mut lues: Vec<usize> = self
            .atteints(noeuds)
            .into_iter()
            .filter_map(|n| if let Op::Entree(i) = self.noeuds[n].op { Some(i as usize) } else { None })
            .collect();
        lues.sort_unstable();
        lues.dedup();
        lues
    }

    /// Ranks of all nodes that some nodes read, themselves included, in increasing order.
    pub(crate) fn atteints(&self, noeuds: &[NoeudId]) -> Vec<usize> {
        let mut vus = vec![false; self.noeuds.len()];
        let mut pile: Vec<NoeudId> = noeuds.to_vec();
        while let Some(n) = pile.pop() {
            if !std::mem::replace(&mut vus[n.0 as usize], true) {
                pile.extend(self.noeuds[n.0 as usize].op.enfants());
            }
        }
        (0..vus.len()).filter(|i| vus[*i]).collect()
    }

    /// Parameter, version and, for a barème, mode.
    pub(crate) fn mode_bareme(&self, parametre: u32) -> Option<ModeBareme> {
        self.programme.parametres[parametre as usize].bareme.as_ref().map(|(mode, _)| *mode)
    }
}

/// Is a row valid on a day?
pub(crate) fn vaut(ligne: &LigneTable, jour: crate::Date) -> bool {
    ligne.depuis <= jour && ligne.jusqu_a.is_none_or(|fin| jour <= fin)
}

/// Does the first key of a row hold a rank?
pub(crate) fn contient(ligne: &LigneTable, cle: i64) -> bool {
    ligne.cles.first().is_some_and(|(bas, haut)| (*bas..=*haut).contains(&cle))
}
