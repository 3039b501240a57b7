//! The integer program under a plan: one instruction per register, each register bounded.
//!
//! Numbers become a fraction `f × n / d`, where `f` is a constant and `n`, `d` are integer registers (`d` above
//! 0 where the value exists). Bounds come from the declared ranges of inputs; they choose 64 or 128 bits, and
//! refuse what would need more, so that no operation can overflow at run time.

use crate::Fraction;
use crate::programme::Arrondi;
use std::collections::HashMap;

mod nombres;

/// Rank of an instruction, and of the register that it fills.
pub(crate) type Reg = u32;

/// A register, or a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Operande {
    Reg(Reg),
    Const(i128),
}

pub(crate) const UN: Operande = Operande::Const(1);

/// A truth register, or a known truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verite {
    Reg(Reg),
    Const(bool),
}

/// What holds the value of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voie {
    /// True or false.
    Verite(Verite),
    /// `f × n / d`.
    Nombre(Nombre),
    /// A day, or the rank of a choice.
    Entier(Operande),
}

/// `f × n / d`. A constant is `f` with `n = d = 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nombre {
    pub(crate) f: Fraction,
    pub(crate) n: Operande,
    pub(crate) d: Operande,
}

impl Nombre {
    pub(crate) const fn constante(f: Fraction) -> Self {
        Nombre { f, n: UN, d: UN }
    }

    pub(crate) const fn entier(n: Operande) -> Self {
        match n {
            Operande::Const(c) => Nombre::constante(Fraction::entier(c)),
            Operande::Reg(_) => Nombre { f: Fraction::UN, n, d: UN },
        }
    }

    /// The constant, if it is one.
    pub(crate) fn en_constante(self) -> Option<Fraction> {
        (self.n == UN && self.d == UN).then_some(self.f)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ordre {
    Egal,
    Inferieur,
    InferieurOuEgal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ModeDivision {
    Arrondi(Arrondi2),
    Plancher,
    Plafond,
}

/// [`Arrondi`] with the traits needed to be shared between equal instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Arrondi2 {
    DemiLoinDeZero,
    DemiSuperieur,
    DemiPair,
    Troncature,
}

impl From<Arrondi> for Arrondi2 {
    fn from(a: Arrondi) -> Self {
        match a {
            Arrondi::DemiLoinDeZero => Self::DemiLoinDeZero,
            Arrondi::DemiSuperieur => Self::DemiSuperieur,
            Arrondi::DemiPair => Self::DemiPair,
            Arrondi::Troncature => Self::Troncature,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FonctionDate {
    AnneesEntieres,
    MoisEntiers,
    PlusMois,
    Anniversaire,
    PlusJours,
    Annee,
}

/// One instruction. Its level (the unit, or the lines of a detail) is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Instr {
    Entree(u32),
    EntreeVerite(u32),
    EntreeDetail(u16, u16),
    EntreeDetailVerite(u16, u16),
    CleDetail(u16),
    NationalN(u32),
    NationalD(u32),
    Repartition(u32),
    /// Sum of registers times constants, plus a constant. Terms are sorted and not empty.
    Lineaire(Box<[(Reg, i128)]>, i128),
    Produit(Reg, Reg),
    Min(Reg, Operande),
    Max(Reg, Operande),
    Comparer(Ordre, Operande, Operande),
    Et(Reg, Reg),
    Ou(Reg, Reg),
    Non(Reg),
    EntierDeVerite(Reg),
    Choisir(Reg, Operande, Operande),
    ChoisirVerite(Reg, Reg, Reg),
    Diviser(Reg, Operande, ModeDivision),
    /// Number of true registers.
    Compter(Box<[Reg]>),
    /// The value at a rank.
    Tableau(Box<[i128]>, Reg),
    /// The rank of the row of a search, or the number of rows when none fits.
    Chercher(u32, Box<[Operande]>),
    Date(FonctionDate, Operande, Operande),
    /// Is the node without object? Read from its marks.
    SansObjet(u32),
    Diffuser(u16, Reg),
    SommeLignes(u16, Reg),
    PlusGrandeLigne(u16, Reg),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Largeur {
    Verite,
    Bits64,
    Bits128,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Registre {
    pub(crate) bas: i128,
    pub(crate) haut: i128,
    pub(crate) largeur: Largeur,
    /// Detail whose lines it runs along; `None` for the unit.
    pub(crate) niveau: Option<u16>,
}

/// A value would need more than 126 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TropGrand;

type R<T> = Result<T, TropGrand>;

const LIMITE_64: i128 = 1 << 62;
const LIMITE_128: i128 = 1 << 126;
/// More lines or beneficiaries than this in one sum is not expected: 2^32.
pub(crate) const NOMBRE_MAX: i128 = 1 << 32;

fn largeur(bas: i128, haut: i128, interne: i128) -> R<Largeur> {
    let m = bas.checked_neg().ok_or(TropGrand)?.max(haut).max(interne);
    if m < LIMITE_64 {
        Ok(Largeur::Bits64)
    } else if m < LIMITE_128 {
        Ok(Largeur::Bits128)
    } else {
        Err(TropGrand)
    }
}

fn mul(a: i128, b: i128) -> R<i128> {
    a.checked_mul(b).ok_or(TropGrand)
}

fn add(a: i128, b: i128) -> R<i128> {
    a.checked_add(b).ok_or(TropGrand)
}

/// The instructions of a plan, equal ones shared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Voies {
    pub(crate) instrs: Vec<Instr>,
    pub(crate) registres: Vec<Registre>,
    index: HashMap<(Instr, Option<u16>), Reg>,
}

impl Voies {
    fn poser(&mut self, instr: Instr, niveau: Option<u16>, bas: i128, haut: i128, interne: i128) -> R<Reg> {
        if let Some(&reg) = self.index.get(&(instr.clone(), niveau)) {
            return Ok(reg);
        }
        let largeur = largeur(bas, haut, interne)?;
        Ok(self.ajouter(instr, Registre { bas, haut, largeur, niveau }))
    }

    fn poser_verite(&mut self, instr: Instr, niveau: Option<u16>) -> Reg {
        if let Some(&reg) = self.index.get(&(instr.clone(), niveau)) {
            return reg;
        }
        self.ajouter(instr, Registre { bas: 0, haut: 1, largeur: Largeur::Verite, niveau })
    }

    fn ajouter(&mut self, instr: Instr, registre: Registre) -> Reg {
        let reg = self.instrs.len() as Reg;
        self.index.insert((instr.clone(), registre.niveau), reg);
        self.instrs.push(instr);
        self.registres.push(registre);
        reg
    }

    pub(crate) fn bornes(&self, a: Operande) -> (i128, i128) {
        match a {
            Operande::Const(c) => (c, c),
            Operande::Reg(r) => (self.registres[r as usize].bas, self.registres[r as usize].haut),
        }
    }

    fn niveau(&self, a: Operande) -> Option<u16> {
        match a {
            Operande::Const(_) => None,
            Operande::Reg(r) => self.registres[r as usize].niveau,
        }
    }

    /// The level of an operation on several registers, which have the same one or none.
    fn niveau_de(&self, regs: &[Operande]) -> Option<u16> {
        regs.iter().find_map(|r| self.niveau(*r))
    }

    /// A register that the run fills itself.
    pub(crate) fn source(&mut self, instr: Instr, niveau: Option<u16>, bas: i128, haut: i128) -> R<Operande> {
        let reg = self.poser(instr, niveau, bas, haut, 0)?;
        Ok(if bas == haut { Operande::Const(bas) } else { Operande::Reg(reg) })
    }

    pub(crate) fn source_verite(&mut self, instr: Instr, niveau: Option<u16>) -> Verite {
        Verite::Reg(self.poser_verite(instr, niveau))
    }

    /// `ka × a + kb × b`.
    pub(crate) fn lineaire(&mut self, a: Operande, ka: i128, b: Operande, kb: i128) -> R<Operande> {
        let mut termes: Vec<(Reg, i128)> = Vec::new();
        let mut c = 0;
        let niveau = self.niveau_de(&[a, b]);
        for (x, k) in [(a, ka), (b, kb)] {
            match x {
                _ if k == 0 => {}
                Operande::Const(v) => c = add(c, mul(v, k)?)?,
                Operande::Reg(r) => match &self.instrs[r as usize] {
                    // A sum inside a sum is one sum; a long one that is only scaled or subtracted stays apart.
                    Instr::Lineaire(dedans, v)
                        if self.registres[r as usize].niveau == niveau && (k == 1 || dedans.len() <= 2) =>
                    {
                        c = add(c, mul(*v, k)?)?;
                        for (s, h) in dedans.iter() {
                            termes.push((*s, mul(*h, k)?));
                        }
                    }
                    _ => termes.push((r, k)),
                },
            }
        }
        termes.sort_unstable();
        let mut sommes: Vec<(Reg, i128)> = Vec::new();
        for (r, k) in termes {
            match sommes.last_mut() {
                Some((dernier, total)) if *dernier == r => *total = add(*total, k)?,
                _ => sommes.push((r, k)),
            }
        }
        sommes.retain(|(_, k)| *k != 0);
        if sommes.is_empty() {
            return Ok(Operande::Const(c));
        }
        if let [(r, 1)] = sommes[..]
            && c == 0
        {
            return Ok(Operande::Reg(r));
        }
        let (mut bas, mut haut, mut interne) = (c, c, c.checked_abs().ok_or(TropGrand)?);
        for &(r, k) in &sommes {
            let (x, y) = self.bornes(Operande::Reg(r));
            let (x, y) = (mul(x, k)?, mul(y, k)?);
            bas = add(bas, x.min(y))?;
            haut = add(haut, x.max(y))?;
            interne = add(interne, x.checked_abs().ok_or(TropGrand)?.max(y.checked_abs().ok_or(TropGrand)?))?;
            interne = interne.max(k.checked_abs().ok_or(TropGrand)?);
        }
        Ok(Operande::Reg(self.poser(Instr::Lineaire(sommes.into(), c), niveau, bas, haut, interne)?))
    }

    pub(crate) fn fois_constante(&mut self, a: Operande, k: i128) -> R<Operande> {
        self.lineaire(a, k, Operande::Const(0), 1)
    }

    pub(crate) fn produit(&mut self, a: Operande, b: Operande) -> R<Operande> {
        match (a, b) {
            (Operande::Const(k), x) | (x, Operande::Const(k)) => self.fois_constante(x, k),
            (Operande::Reg(x), Operande::Reg(y)) => {
                let ((a0, a1), (b0, b1)) = (self.bornes(a), self.bornes(b));
                let coins = [mul(a0, b0)?, mul(a0, b1)?, mul(a1, b0)?, mul(a1, b1)?];
                let bas = coins.into_iter().min().unwrap_or(0);
                let haut = coins.into_iter().max().unwrap_or(0);
                let niveau = self.niveau_de(&[a, b]);
                Ok(Operande::Reg(self.poser(Instr::Produit(x.min(y), x.max(y)), niveau, bas, haut, 0)?))
            }
        }
    }

    pub(crate) fn min_entier(&mut self, a: Operande, b: Operande, plus_grand: bool) -> R<Operande> {
        let ((a0, a1), (b0, b1)) = (self.bornes(a), self.bornes(b));
        let (a_gagne, b_gagne) = if plus_grand { (a0 >= b1, b0 >= a1) } else { (a1 <= b0, b1 <= a0) };
        if a_gagne {
            return Ok(a);
        }
        if b_gagne {
            return Ok(b);
        }
        let niveau = self.niveau_de(&[a, b]);
        let (r, autre) = match (a, b) {
            (Operande::Reg(r), x) | (x @ Operande::Const(_), Operande::Reg(r)) => (r, x),
            (Operande::Const(x), Operande::Const(y)) => {
                return Ok(Operande::Const(if plus_grand { x.max(y) } else { x.min(y) }));
            }
        };
        // The constant fits wherever the register does: the other cases were settled above.
        let reg = if plus_grand {
            self.poser(Instr::Max(r, autre), niveau, a0.max(b0), a1.max(b1), 0)?
        } else {
            self.poser(Instr::Min(r, autre), niveau, a0.min(b0), a1.min(b1), 0)?
        };
        Ok(Operande::Reg(reg))
    }

    pub(crate) fn comparer(&mut self, ordre: Ordre, a: Operande, b: Operande) -> Verite {
        let ((a0, a1), (b0, b1)) = (self.bornes(a), self.bornes(b));
        let connu = match ordre {
            Ordre::Egal if a == b || (a0 == a1 && b0 == b1 && a0 == b0) => Some(true),
            Ordre::Egal if a1 < b0 || b1 < a0 => Some(false),
            Ordre::Inferieur if a1 < b0 => Some(true),
            Ordre::Inferieur if a0 >= b1 || a == b => Some(false),
            Ordre::InferieurOuEgal if a1 <= b0 || a == b => Some(true),
            Ordre::InferieurOuEgal if a0 > b1 => Some(false),
            _ => None,
        };
        match connu {
            Some(v) => Verite::Const(v),
            None => Verite::Reg(self.poser_verite(Instr::Comparer(ordre, a, b), self.niveau_de(&[a, b]))),
        }
    }

    pub(crate) fn et(&mut self, a: Verite, b: Verite) -> Verite {
        match (a, b) {
            (Verite::Const(false), _) | (_, Verite::Const(false)) => Verite::Const(false),
            (Verite::Const(true), x) | (x, Verite::Const(true)) => x,
            (Verite::Reg(x), Verite::Reg(y)) if x == y => a,
            (Verite::Reg(x), Verite::Reg(y)) => {
                let niveau = self.niveau_de(&[Operande::Reg(x), Operande::Reg(y)]);
                Verite::Reg(self.poser_verite(Instr::Et(x.min(y), x.max(y)), niveau))
            }
        }
    }

    pub(crate) fn ou(&mut self, a: Verite, b: Verite) -> Verite {
        match (a, b) {
            (Verite::Const(true), _) | (_, Verite::Const(true)) => Verite::Const(true),
            (Verite::Const(false), x) | (x, Verite::Const(false)) => x,
            (Verite::Reg(x), Verite::Reg(y)) if x == y => a,
            (Verite::Reg(x), Verite::Reg(y)) => {
                let niveau = self.niveau_de(&[Operande::Reg(x), Operande::Reg(y)]);
                Verite::Reg(self.poser_verite(Instr::Ou(x.min(y), x.max(y)), niveau))
            }
        }
    }

    pub(crate) fn non(&mut self, a: Verite) -> Verite {
        match a {
            Verite::Const(v) => Verite::Const(!v),
            Verite::Reg(r) => match self.instrs[r as usize] {
                Instr::Non(dedans) => Verite::Reg(dedans),
                _ => Verite::Reg(self.poser_verite(Instr::Non(r), self.niveau(Operande::Reg(r)))),
            },
        }
    }

    pub(crate) fn entier_de_verite(&mut self, a: Verite) -> R<Operande> {
        match a {
            Verite::Const(v) => Ok(Operande::Const(i128::from(v))),
            Verite::Reg(r) => {
                let niveau = self.niveau(Operande::Reg(r));
                Ok(Operande::Reg(self.poser(Instr::EntierDeVerite(r), niveau, 0, 1, 0)?))
            }
        }
    }

    pub(crate) fn choisir(&mut self, c: Verite, a: Operande, b: Operande) -> R<Operande> {
        match c {
            Verite::Const(v) => Ok(if v { a } else { b }),
            Verite::Reg(_) if a == b => Ok(a),
            Verite::Reg(_) if (a, b) == (UN, Operande::Const(0)) => self.entier_de_verite(c),
            Verite::Reg(r) => {
                let ((a0, a1), (b0, b1)) = (self.bornes(a), self.bornes(b));
                let niveau = self.niveau_de(&[Operande::Reg(r), a, b]);
                Ok(Operande::Reg(self.poser(Instr::Choisir(r, a, b), niveau, a0.min(b0), a1.max(b1), 0)?))
            }
        }
    }

    pub(crate) fn choisir_verite(&mut self, c: Verite, a: Verite, b: Verite) -> Verite {
        match (c, a, b) {
            (Verite::Const(v), a, b) => {
                if v {
                    a
                } else {
                    b
                }
            }
            (_, a, b) if a == b => a,
            (c, Verite::Const(true), b) => self.ou(c, b),
            (c, a, Verite::Const(false)) => self.et(c, a),
            (c, Verite::Const(false), b) => {
                let n = self.non(c);
                self.et(n, b)
            }
            (c, a, Verite::Const(true)) => {
                let n = self.non(c);
                self.ou(n, a)
            }
            (Verite::Reg(c), Verite::Reg(x), Verite::Reg(y)) => {
                let niveau = self.niveau_de(&[Operande::Reg(c), Operande::Reg(x), Operande::Reg(y)]);
                Verite::Reg(self.poser_verite(Instr::ChoisirVerite(c, x, y), niveau))
            }
        }
    }

    /// `n / d` brought to an integer; `d` is above 0.
    pub(crate) fn diviser(&mut self, n: Operande, d: Operande, mode: ModeDivision) -> R<Operande> {
        if d == UN {
            return Ok(n);
        }
        let (n0, n1) = self.bornes(n);
        let (d0, d1) = self.bornes(d);
        // The quotient is largest where the divisor is smallest.
        let coins = [n0 / d0.max(1), n1 / d0.max(1), n0 / d1.max(1), n1 / d1.max(1)];
        let bas = coins.into_iter().min().unwrap_or(0) - 1;
        let haut = coins.into_iter().max().unwrap_or(0) + 1;
        let (bas, haut) = (if n0 >= 0 { bas.max(0) } else { bas }, if n1 <= 0 { haut.min(0) } else { haut });
        if let (Operande::Const(x), Operande::Const(y)) = (n, d) {
            return Ok(Operande::Const(diviser_128(x, y, mode)));
        }
        let interne = add(
            add(mul(n0.checked_abs().ok_or(TropGrand)?.max(n1.checked_abs().ok_or(TropGrand)?), 2)?, mul(d1, 2)?)?,
            2,
        )?;
        let niveau = self.niveau_de(&[n, d]);
        let n = match n {
            Operande::Reg(r) => r,
            // A constant over a register: rare enough to be held in a register.
            Operande::Const(c) => {
                let zero = self.zero(d)?;
                self.poser(Instr::Tableau(Box::new([c]), zero), niveau, c, c, 0)?
            }
        };
        Ok(Operande::Reg(self.poser(Instr::Diviser(n, d, mode), niveau, bas, haut, interne)?))
    }

    /// A register of zeros at the level of another operand, to index a table of one value.
    fn zero(&mut self, modele: Operande) -> R<Reg> {
        let Operande::Reg(r) = modele else { return Err(TropGrand) };
        self.poser(Instr::Lineaire(Box::new([(r, 0)]), 0), self.niveau(modele), 0, 0, 0)
    }

    /// Number of true values among some.
    pub(crate) fn compter(&mut self, verites: &[Verite]) -> R<Operande> {
        let connues = verites.iter().filter(|v| **v == Verite::Const(true)).count() as i128;
        let mut regs: Vec<Reg> =
            verites.iter().filter_map(|v| if let Verite::Reg(r) = v { Some(*r) } else { None }).collect();
        if regs.is_empty() {
            return Ok(Operande::Const(connues));
        }
        regs.sort_unstable();
        let niveau = self.niveau_de(&regs.iter().map(|r| Operande::Reg(*r)).collect::<Vec<_>>());
        let n = regs.len() as i128;
        let reg = self.poser(Instr::Compter(regs.into()), niveau, 0, n, 0)?;
        self.lineaire(Operande::Reg(reg), 1, Operande::Const(connues), 1)
    }

    pub(crate) fn tableau(&mut self, valeurs: &[i128], rang: Operande) -> R<Operande> {
        match rang {
            Operande::Const(c) => Ok(Operande::Const(valeurs[usize::try_from(c).unwrap_or(0).min(valeurs.len() - 1)])),
            Operande::Reg(r) => {
                let bas = valeurs.iter().copied().min().unwrap_or(0);
                let haut = valeurs.iter().copied().max().unwrap_or(0);
                if bas == haut {
                    return Ok(Operande::Const(bas));
                }
                let niveau = self.niveau(rang);
                Ok(Operande::Reg(self.poser(Instr::Tableau(valeurs.into(), r), niveau, bas, haut, 0)?))
            }
        }
    }

    pub(crate) fn chercher(&mut self, recherche: u32, lignes: usize, cles: Vec<Operande>) -> R<Operande> {
        let niveau = self.niveau_de(&cles);
        let reg = self.poser(Instr::Chercher(recherche, cles.into()), niveau, 0, lignes as i128, 0)?;
        Ok(Operande::Reg(reg))
    }

    pub(crate) fn date(&mut self, f: FonctionDate, a: Operande, b: Operande, bas: i128, haut: i128) -> R<Operande> {
        if let (Operande::Const(x), Operande::Const(y)) = (a, b) {
            return Ok(Operande::Const(calculer_date(f, x, y)));
        }
        let niveau = self.niveau_de(&[a, b]);
        Ok(Operande::Reg(self.poser(Instr::Date(f, a, b), niveau, bas, haut, 0)?))
    }

    pub(crate) fn diffuser(&mut self, detail: u16, a: Operande) -> R<Operande> {
        match a {
            Operande::Reg(r) if self.registres[r as usize].niveau.is_none() => {
                let (bas, haut) = self.bornes(a);
                Ok(Operande::Reg(self.poser(Instr::Diffuser(detail, r), Some(detail), bas, haut, 0)?))
            }
            autre => Ok(autre),
        }
    }

    pub(crate) fn diffuser_verite(&mut self, detail: u16, a: Verite) -> Verite {
        match a {
            Verite::Reg(r) if self.registres[r as usize].niveau.is_none() => {
                Verite::Reg(self.poser_verite(Instr::Diffuser(detail, r), Some(detail)))
            }
            autre => autre,
        }
    }

    /// Sum, or greatest, of a register along the lines of a detail. A constant needs the number of lines: `cles`.
    pub(crate) fn lignes(&mut self, detail: u16, a: Operande, plus_grande: bool, cles: Operande) -> R<Operande> {
        let (bas, haut) = self.bornes(a);
        let reg = match a {
            Operande::Reg(r) => r,
            Operande::Const(c) => {
                let zero = self.zero(cles)?;
                self.poser(Instr::Tableau(Box::new([c]), zero), Some(detail), c, c, 0)?
            }
        };
        let posee = if plus_grande {
            self.poser(Instr::PlusGrandeLigne(detail, reg), None, bas.min(0), haut.max(0), 0)?
        } else {
            self.poser(
                Instr::SommeLignes(detail, reg),
                None,
                mul(bas.min(0), NOMBRE_MAX)?,
                mul(haut.max(0), NOMBRE_MAX)?,
                0,
            )?
        };
        Ok(Operande::Reg(posee))
    }
}

/// `n / d` brought to an integer; `d` is above 0. The reference for every width.
pub(crate) fn diviser_128(n: i128, d: i128, mode: ModeDivision) -> i128 {
    match mode {
        ModeDivision::Plancher => n.div_euclid(d),
        ModeDivision::Plafond => -((-n).div_euclid(d)),
        ModeDivision::Arrondi(Arrondi2::Troncature) => n / d,
        ModeDivision::Arrondi(Arrondi2::DemiSuperieur) => (2 * n + d).div_euclid(2 * d),
        ModeDivision::Arrondi(Arrondi2::DemiLoinDeZero) => {
            let q = (2 * n.abs() + d) / (2 * d);
            if n < 0 { -q } else { q }
        }
        ModeDivision::Arrondi(Arrondi2::DemiPair) => {
            let (q, r) = (n.div_euclid(d), n.rem_euclid(d));
            match (2 * r).cmp(&d) {
                std::cmp::Ordering::Less => q,
                std::cmp::Ordering::Greater => q + 1,
                std::cmp::Ordering::Equal => q + (q & 1),
            }
        }
    }
}

/// A function of dates, on days or numbers held as integers.
pub(crate) fn calculer_date(f: FonctionDate, a: i128, b: i128) -> i128 {
    use crate::Date;
    let jour = |x: i128| Date(x.clamp(i128::from(i32::MIN / 4), i128::from(i32::MAX / 4)) as i32);
    let petit = |x: i128| x.clamp(-12_000, 12_000) as i32;
    i128::from(match f {
        FonctionDate::AnneesEntieres => jour(a).annees_entieres(jour(b)),
        FonctionDate::MoisEntiers => jour(a).mois_entiers(jour(b)),
        FonctionDate::PlusMois => jour(a).plus_mois(petit(b)).0,
        FonctionDate::Anniversaire => jour(a).plus_mois(petit(b) * 12).0,
        FonctionDate::PlusJours => jour(a).0 + b.clamp(-400_000, 400_000) as i32,
        FonctionDate::Annee => jour(a).annee(),
    })
}
