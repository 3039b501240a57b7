//! One block of rows.

use super::marques::MarquesDeBloc;
use super::registres::{etage, sorte};
use super::{Etape, Execution, Sorties, Terme, numero_d_etat, plage_tenue, verifier_sans_objet};
use crate::colonne::{Colonne, Entiers, Jeu, ValeurNationale};
use crate::noyaux::{self, Diviseur, Entier, Vue};
use crate::plan::{NoeudId, Plan};
use crate::programme::Entree;
use crate::scalaire::{self, ErreurDExecution, PAS_ENCORE, chercher};
use crate::voies::{Instr, Largeur, Operande, Reg, Verite, Voie, calculer_date};
use std::ops::Range;

/// Buffers of one level.
#[derive(Debug, Clone, Default)]
struct Tampons {
    verites: Vec<Vec<u8>>,
    bits64: Vec<Vec<i64>>,
    bits128: Vec<Vec<i128>>,
}

/// Everything that a block needs while it is computed.
pub(super) struct Bloc<'e, 'j, 'p> {
    pub(super) e: &'e Execution<'p>,
    pub(super) jeu: &'j Jeu<'j>,
    pub(super) plage: Range<usize>,
    tampons: Vec<Tampons>,
    /// By detail: the lines of the block, and the row of each within the block.
    pub(super) lignes: Vec<Range<usize>>,
    rangs: Vec<Vec<u32>>,
    pub(super) marques: Vec<MarquesDeBloc>,
    /// Divisors known for all rows, by register of the quotient.
    diviseurs: Vec<Option<Diviseur>>,
    /// Is a figure missing among the inputs of the block?
    manque: bool,
    detail_utile: Vec<bool>,
}

impl<'e, 'j, 'p> Bloc<'e, 'j, 'p> {
    pub(super) fn new(e: &'e Execution<'p>, jeu: &'j Jeu<'j>) -> Self {
        let tampons = e
            .registres
            .nombres
            .iter()
            .map(|[v, a, b]| Tampons { verites: vec![vec![]; *v], bits64: vec![vec![]; *a], bits128: vec![vec![]; *b] })
            .collect();
        let diviseurs = (e.plan.voies.instrs.iter())
            .map(|i| if let Instr::Diviser(_, Operande::Const(d), _) = i { Diviseur::new(*d) } else { None })
            .collect();
        let details = e.plan.programme.details.len();
        let detail_utile = (0..details)
            .map(|d| {
                e.etapes.iter().any(|etape| match etape {
                    Etape::Instr(r) => e.plan.voies.registres[*r as usize].niveau == Some(d as u16),
                    Etape::Marques(n) => e.plan.noeuds[*n as usize].niveau == Some(d as u16),
                })
            })
            .collect();
        Self {
            e,
            jeu,
            plage: 0..0,
            tampons,
            lignes: vec![0..0; details],
            rangs: vec![Vec::new(); details],
            marques: vec![MarquesDeBloc::Aucune; e.plan.noeuds.len()],
            diviseurs,
            manque: false,
            detail_utile,
        }
    }

    pub(super) fn executer(&mut self, plage: Range<usize>) -> Result<(), ErreurDExecution> {
        self.ouvrir(plage)?;
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("bmi2")
            {
                // SAFETY: the features that this copy was compiled for were just found on this processor.
                return unsafe { self.etapes_avx512() };
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
                // SAFETY: as above.
                return unsafe { self.etapes_avx2() };
            }
        }
        self.etapes()
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,bmi2")]
    fn etapes_avx512(&mut self) -> Result<(), ErreurDExecution> {
        self.etapes()
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,bmi2")]
    fn etapes_avx2(&mut self) -> Result<(), ErreurDExecution> {
        self.etapes()
    }

    #[inline(always)]
    fn etapes(&mut self) -> Result<(), ErreurDExecution> {
        let e = self.e;
        for etape in &e.etapes {
            match *etape {
                Etape::Instr(r) => self.instruction(r)?,
                Etape::Marques(n) => {
                    if self.manque || e.toujours[n as usize] {
                        self.marquer(n as usize);
                    } else {
                        self.marques[n as usize] = MarquesDeBloc::Aucune;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the rows of the block and sizes the buffers.
    fn ouvrir(&mut self, plage: Range<usize>) -> Result<(), ErreurDExecution> {
        let p = &self.e.plan.programme;
        self.manque = false;
        for (entree, colonne) in p.entrees.iter().zip(&self.jeu.entrees) {
            self.manque |= manque_dans(colonne, &plage);
            verifier_sans_objet(entree, colonne, &plage)?;
        }
        for (d, detail) in p.details.iter().enumerate() {
            let jeu = &self.jeu.details[d];
            let lignes = jeu.debuts[plage.start] as usize..jeu.debuts[plage.end] as usize;
            for (entree, colonne) in detail.entrees.iter().zip(&jeu.entrees) {
                self.manque |= manque_dans(colonne, &lignes);
                verifier_sans_objet(entree, colonne, &lignes)?;
            }
            if self.detail_utile[d] {
                self.rangs[d].clear();
                for (rang, i) in plage.clone().enumerate() {
                    let nombre = (jeu.debuts[i + 1] - jeu.debuts[i]) as usize;
                    self.rangs[d].extend(std::iter::repeat_n(rang as u32, nombre));
                }
            }
            self.lignes[d] = lignes;
        }
        for (etage, tampons) in self.tampons.iter_mut().enumerate() {
            let n = if etage == 0 { plage.len() } else { self.lignes[etage - 1].len() };
            tampons.verites.iter_mut().for_each(|t| t.resize(n, 0));
            tampons.bits64.iter_mut().for_each(|t| t.resize(n, 0));
            tampons.bits128.iter_mut().for_each(|t| t.resize(n, 0));
        }
        self.plage = plage;
        Ok(())
    }

    /// Number of rows or lines of a level in the block.
    pub(super) fn longueur(&self, niveau: Option<u16>) -> usize {
        niveau.map_or(self.plage.len(), |d| self.lignes[d as usize].len())
    }

    /// First row or line of a level.
    pub(super) fn debut(&self, niveau: Option<u16>) -> usize {
        niveau.map_or(self.plage.start, |d| self.lignes[d as usize].start)
    }

    /// The row, within the block, of a line of a detail.
    pub(super) fn rang_de_ligne(&self, d: u16, ligne: usize) -> usize {
        self.rangs[d as usize][ligne] as usize
    }

    /// The lines, within the block, of a row.
    pub(super) fn lignes_du_rang(&self, d: u16, rang: usize) -> Range<usize> {
        let debuts = &self.jeu.details[d as usize].debuts;
        let (i, premiere) = (self.plage.start + rang, self.lignes[d as usize].start);
        debuts[i] as usize - premiere..debuts[i + 1] as usize - premiere
    }

    fn place(&self, r: Reg) -> (usize, usize) {
        (etage(self.e.plan.voies.registres[r as usize].niveau), self.e.registres.tampons[r as usize] as usize)
    }

    pub(super) fn verites(&self, r: Reg) -> &[u8] {
        let (e, t) = self.place(r);
        &self.tampons[e].verites[t]
    }

    fn bits64(&self, r: Reg) -> &[i64] {
        let (e, t) = self.place(r);
        &self.tampons[e].bits64[t]
    }

    fn bits128(&self, r: Reg) -> &[i128] {
        let (e, t) = self.place(r);
        &self.tampons[e].bits128[t]
    }

    fn largeur(&self, r: Reg) -> Largeur {
        self.e.plan.voies.registres[r as usize].largeur
    }

    /// The integer of an operand on a row or line of a level.
    #[inline(always)]
    pub(super) fn entier(&self, o: Operande, i: usize) -> i128 {
        match o {
            Operande::Const(c) => c,
            Operande::Reg(r) => match self.largeur(r) {
                Largeur::Verite => i128::from(self.verites(r)[i]),
                Largeur::Bits64 => i128::from(self.bits64(r)[i]),
                Largeur::Bits128 => self.bits128(r)[i],
            },
        }
    }

    fn est_large(&self, o: Operande) -> bool {
        matches!(o, Operande::Reg(r) if self.largeur(r) == Largeur::Bits128)
    }

    #[inline(always)]
    fn vue64(&self, o: Operande) -> Vue<'_, i64> {
        match o {
            Operande::Const(c) => Vue::Const(c as i64),
            Operande::Reg(r) => Vue::Tranche(self.bits64(r)),
        }
    }

    /// A copy on 128 bits: such registers are rare, and clarity wins.
    fn copie128(&self, o: Operande, n: usize) -> Vec<i128> {
        (0..n).map(|i| self.entier(o, i)).collect()
    }

    #[inline(always)]
    fn instruction(&mut self, r: Reg) -> Result<(), ErreurDExecution> {
        let (e, t) = self.place(r);
        match sorte(self.largeur(r)) {
            0 => {
                let mut sortie = std::mem::take(&mut self.tampons[e].verites[t]);
                let fait = self.instruction_verite(r, &mut sortie);
                self.tampons[e].verites[t] = sortie;
                fait
            }
            1 => {
                let mut sortie = std::mem::take(&mut self.tampons[e].bits64[t]);
                let fait = self.instruction64(r, &mut sortie);
                self.tampons[e].bits64[t] = sortie;
                fait
            }
            _ => {
                let mut sortie = std::mem::take(&mut self.tampons[e].bits128[t]);
                let fait = self.instruction128(r, &mut sortie);
                self.tampons[e].bits128[t] = sortie;
                fait
            }
        }
    }

    #[inline(always)]
    fn instruction_verite(&mut self, r: Reg, sortie: &mut [u8]) -> Result<(), ErreurDExecution> {
        let plan = self.e.plan;
        match &plan.voies.instrs[r as usize] {
            Instr::EntreeVerite(i) => {
                let i = *i as usize;
                let (entree, colonne) = (&plan.programme.entrees[i], &self.jeu.entrees[i]);
                charger_verites(sortie, entree, colonne, self.plage.clone())?;
            }
            Instr::EntreeDetailVerite(d, c) => {
                let (d, c) = (*d as usize, *c as usize);
                let (entree, colonne) = (&plan.programme.details[d].entrees[c], &self.jeu.details[d].entrees[c]);
                charger_verites(sortie, entree, colonne, self.lignes[d].clone())?;
            }
            Instr::Comparer(ordre, a, b) => {
                if self.est_large(*a) || self.est_large(*b) {
                    let (x, y) = (self.copie128(*a, sortie.len()), self.copie128(*b, sortie.len()));
                    noyaux::comparer(sortie, *ordre, Vue::Tranche(&x), Vue::Tranche(&y));
                } else {
                    // A constant beyond the bounds of the register was settled when the plan was built.
                    noyaux::comparer(sortie, *ordre, self.vue64(*a), self.vue64(*b));
                }
            }
            Instr::Et(a, b) => octets(sortie, self.verites(*a), self.verites(*b), |x, y| x & y),
            Instr::Ou(a, b) => octets(sortie, self.verites(*a), self.verites(*b), |x, y| x | y),
            Instr::Non(a) => sortie.iter_mut().zip(self.verites(*a)).for_each(|(s, x)| *s = x ^ 1),
            Instr::ChoisirVerite(c, a, b) => {
                let (c, a, b) = (self.verites(*c), self.verites(*a), self.verites(*b));
                for (((s, c), x), y) in sortie.iter_mut().zip(c).zip(a).zip(b) {
                    *s = (c & x) | ((c ^ 1) & y);
                }
            }
            Instr::SansObjet(n) => {
                let m = &self.marques[*n as usize];
                for (i, s) in sortie.iter_mut().enumerate() {
                    *s = m.lire(i) >> 2 & 1;
                }
            }
            Instr::Diffuser(d, a) => {
                let source = self.verites(*a);
                for (s, rang) in sortie.iter_mut().zip(&self.rangs[*d as usize]) {
                    *s = source[*rang as usize];
                }
            }
            _ => sortie.fill(0),
        }
        Ok(())
    }

    #[inline(always)]
    fn instruction64(&mut self, r: Reg, sortie: &mut [i64]) -> Result<(), ErreurDExecution> {
        let plan = self.e.plan;
        let instr = &plan.voies.instrs[r as usize];
        if self.commune(instr, sortie)? {
            return Ok(());
        }
        match instr {
            Instr::Lineaire(termes, c) => {
                if termes.iter().any(|(r, _)| self.largeur(*r) != Largeur::Bits64) {
                    self.lentement(instr, sortie);
                    return Ok(());
                }
                // At most a dozen terms: the list of slices is small beside the block.
                let vues: Vec<(&[i64], i64)> = termes.iter().map(|(r, k)| (self.bits64(*r), *k as i64)).collect();
                noyaux::lineaire(sortie, &vues, *c as i64);
            }
            Instr::Produit(a, b) if !self.est_large(Operande::Reg(*a)) && !self.est_large(Operande::Reg(*b)) => {
                noyaux::binaire(sortie, self.bits64(*a), self.bits64(*b), Entier::fois);
            }
            Instr::Min(a, b) if !self.est_large(Operande::Reg(*a)) && !self.est_large(*b) => {
                noyaux::mixte(sortie, Vue::Tranche(self.bits64(*a)), self.vue64(*b), std::cmp::Ord::min);
            }
            Instr::Max(a, b) if !self.est_large(Operande::Reg(*a)) && !self.est_large(*b) => {
                noyaux::mixte(sortie, Vue::Tranche(self.bits64(*a)), self.vue64(*b), std::cmp::Ord::max);
            }
            Instr::Choisir(c, a, b) if !self.est_large(*a) && !self.est_large(*b) => {
                noyaux::choisir(sortie, self.verites(*c), self.vue64(*a), self.vue64(*b));
            }
            Instr::Diviser(n, d, mode) if !self.est_large(Operande::Reg(*n)) && !self.est_large(*d) => {
                let positif = plan.voies.registres[*n as usize].bas >= 0;
                match (self.diviseurs[r as usize], d, positif) {
                    (Some(par), Operande::Const(c), true)
                        if !matches!(mode, crate::voies::ModeDivision::Arrondi(crate::voies::Arrondi2::DemiPair)) =>
                    {
                        noyaux::diviser_par(sortie, self.bits64(*n), *c as i64, par, *mode);
                    }
                    _ => noyaux::diviser(sortie, self.bits64(*n), self.vue64(*d), *mode, positif),
                }
            }
            Instr::EntierDeVerite(a) => {
                sortie.iter_mut().zip(self.verites(*a)).for_each(|(s, x)| *s = i64::from(*x));
            }
            Instr::Compter(regs) => {
                sortie.fill(0);
                for a in regs {
                    sortie.iter_mut().zip(self.verites(*a)).for_each(|(s, x)| *s += i64::from(*x));
                }
            }
            Instr::Tableau(valeurs, a) if !self.est_large(Operande::Reg(*a)) => {
                let dernier = valeurs.len() - 1;
                let valeurs: Vec<i64> = valeurs.iter().map(|v| *v as i64).collect();
                for (s, rang) in sortie.iter_mut().zip(self.bits64(*a)) {
                    *s = valeurs[(*rang as usize).min(dernier)];
                }
            }
            _ => self.lentement(instr, sortie),
        }
        Ok(())
    }

    fn instruction128(&mut self, r: Reg, sortie: &mut [i128]) -> Result<(), ErreurDExecution> {
        let instr = &self.e.plan.voies.instrs[r as usize];
        if !self.commune(instr, sortie)? {
            self.lentement(instr, sortie);
        }
        Ok(())
    }

    /// Instructions that are written the same on both widths; gives false for the others.
    #[inline(always)]
    fn commune<T: Entier>(&self, instr: &Instr, sortie: &mut [T]) -> Result<bool, ErreurDExecution> {
        let plan = self.e.plan;
        match instr {
            Instr::Entree(i) => {
                let i = *i as usize;
                charger(sortie, &plan.programme.entrees[i], &self.jeu.entrees[i], self.plage.clone())?;
            }
            Instr::EntreeDetail(d, c) => {
                let (d, c) = (*d as usize, *c as usize);
                let (entree, colonne) = (&plan.programme.details[d].entrees[c], &self.jeu.details[d].entrees[c]);
                charger(sortie, entree, colonne, self.lignes[d].clone())?;
            }
            Instr::CleDetail(d) => {
                let cles = &self.jeu.details[*d as usize].cles[self.lignes[*d as usize].clone()];
                sortie.iter_mut().zip(cles).for_each(|(s, c)| *s = T::de(i128::from(*c)));
            }
            Instr::NationalN(i) => sortie.fill(T::de(self.national(*i).valeur.n())),
            Instr::NationalD(i) => sortie.fill(T::de(self.national(*i).valeur.d())),
            Instr::Repartition(i) => match self.jeu.repartitions.get(*i as usize).and_then(Option::as_ref) {
                Some(parts) => {
                    for (s, i) in sortie.iter_mut().zip(self.plage.clone()) {
                        *s = T::de(i128::from(parts.colonne.entiers.lire(i)));
                    }
                }
                None => sortie.fill(T::default()),
            },
            Instr::Chercher(i, cles) => {
                let mut lues = vec![0; cles.len()];
                for (rang, s) in sortie.iter_mut().enumerate() {
                    for (lue, cle) in lues.iter_mut().zip(cles) {
                        *lue = scalaire::cle(self.entier(*cle, rang));
                    }
                    *s = T::de(chercher(&plan.recherches[*i as usize].lignes, &lues) as i128);
                }
            }
            Instr::Date(f, a, b) => {
                for (rang, s) in sortie.iter_mut().enumerate() {
                    *s = T::de(calculer_date(*f, self.entier(*a, rang), self.entier(*b, rang)));
                }
            }
            Instr::Diffuser(d, a) => {
                let a = Operande::Reg(*a);
                for (s, rang) in sortie.iter_mut().zip(&self.rangs[*d as usize]) {
                    *s = T::de(self.entier(a, *rang as usize));
                }
            }
            Instr::SommeLignes(d, a) => {
                for (rang, s) in sortie.iter_mut().enumerate() {
                    *s = T::de(self.lignes_du_rang(*d, rang).map(|i| self.entier(Operande::Reg(*a), i)).sum());
                }
            }
            Instr::PlusGrandeLigne(d, a) => {
                for (rang, s) in sortie.iter_mut().enumerate() {
                    let plus_grande = self.lignes_du_rang(*d, rang).map(|i| self.entier(Operande::Reg(*a), i)).max();
                    *s = T::de(plus_grande.unwrap_or(0));
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Row by row on 128 bits, for the registers that 64 bits do not hold.
    #[inline(never)]
    fn lentement<T: Entier>(&self, instr: &Instr, sortie: &mut [T]) {
        let lire = |o: Operande, i: usize| self.entier(o, i);
        for (i, s) in sortie.iter_mut().enumerate() {
            let reg = |r: Reg| lire(Operande::Reg(r), i);
            let v = match instr {
                Instr::Lineaire(termes, c) => termes.iter().fold(*c, |somme, (r, k)| somme + reg(*r) * k),
                Instr::Produit(a, b) => reg(*a) * reg(*b),
                Instr::Min(a, b) => reg(*a).min(lire(*b, i)),
                Instr::Max(a, b) => reg(*a).max(lire(*b, i)),
                Instr::Choisir(c, a, b) => lire(if self.verites(*c)[i] != 0 { *a } else { *b }, i),
                Instr::Diviser(n, d, mode) => crate::voies::diviser_128(reg(*n), lire(*d, i).max(1), *mode),
                Instr::EntierDeVerite(a) => i128::from(self.verites(*a)[i]),
                Instr::Compter(regs) => regs.iter().map(|r| i128::from(self.verites(*r)[i])).sum(),
                Instr::Tableau(valeurs, a) => valeurs[usize::try_from(reg(*a)).unwrap_or(0).min(valeurs.len() - 1)],
                _ => 0,
            };
            *s = T::de(v);
        }
    }

    pub(super) fn national(&self, i: u32) -> ValeurNationale {
        self.jeu.nationaux.get(i as usize).copied().flatten().unwrap_or(PAS_ENCORE)
    }

    // ---- reading nodes ----

    /// Where a condition is true.
    pub(super) fn vrais(&self, n: NoeudId) -> Question<'_> {
        match self.e.plan.noeud(n).voie {
            Voie::Verite(Verite::Const(v)) => Question::Partout(v),
            Voie::Verite(Verite::Reg(r)) => Question::Vrai(self.verites(r)),
            _ => Question::Partout(false),
        }
    }

    /// Where a condition is false.
    pub(super) fn faux(&self, n: NoeudId) -> Question<'_> {
        match self.vrais(n) {
            Question::Vrai(v) => Question::Faux(v),
            autre => Question::Partout(!autre.a(0)),
        }
    }

    /// Where a number is 0.
    pub(super) fn nuls(&self, n: NoeudId) -> Question<'_> {
        match self.e.plan.noeud(n).voie {
            Voie::Nombre(x) if x.f == crate::Fraction::ZERO => Question::Partout(true),
            Voie::Nombre(x) => match x.n {
                Operande::Const(c) => Question::Partout(c == 0),
                Operande::Reg(r) => match self.largeur(r) {
                    Largeur::Verite => Question::Faux(self.verites(r)),
                    Largeur::Bits64 => Question::Nul(self.bits64(r)),
                    Largeur::Bits128 => Question::NulLarge(self.bits128(r)),
                },
            },
            _ => Question::Partout(false),
        }
    }

    pub(super) fn egaux(&self, a: NoeudId, b: NoeudId, i: usize) -> bool {
        match (self.e.plan.noeud(a).voie, self.e.plan.noeud(b).voie) {
            (Voie::Nombre(x), Voie::Nombre(y)) => crate::trace::nombres_egaux(
                (x.f, self.entier(x.n, i), self.entier(x.d, i)),
                (y.f, self.entier(y.n, i), self.entier(y.d, i)),
            ),
            (Voie::Entier(x), Voie::Entier(y)) => self.entier(x, i) == self.entier(y, i),
            _ => self.vrais(a).a(i) == self.vrais(b).a(i),
        }
    }

    // ---- outputs ----

    pub(super) fn recueillir(&self, deja: usize, sorties: &mut Sorties) {
        let n = self.plage.len();
        for sortie in &mut sorties.colonnes {
            for terme in [&mut sortie.n, &mut sortie.d] {
                match terme {
                    Terme::Const(_) => {}
                    Terme::Verite(r, v) => v.extend_from_slice(&self.verites(*r)[..n]),
                    Terme::U8(r, v) => v.extend(self.bits64(*r)[..n].iter().map(|x| *x as u8)),
                    Terme::I32(r, v) => v.extend(self.bits64(*r)[..n].iter().map(|x| *x as i32)),
                    Terme::I64(r, v) => v.extend_from_slice(&self.bits64(*r)[..n]),
                    Terme::I128(r, v) => v.extend_from_slice(&self.bits128(*r)[..n]),
                }
            }
            let m = &self.marques[sortie.noeud.0 as usize];
            if sortie.marques.is_some() || !matches!(m, MarquesDeBloc::Aucune) {
                let marques = sortie.marques.get_or_insert_with(|| vec![0; deja]);
                m.ajouter_a(marques, n);
            }
        }
        if let (Some(etats), Some((montant, eligible))) = (&mut sorties.etats, self.e.etat) {
            self.recueillir_les_etats(etats, montant, eligible, n);
        }
    }

    fn recueillir_les_etats(&self, etats: &mut Vec<u8>, montant: NoeudId, eligible: NoeudId, n: usize) {
        let (m, s) = (&self.marques[montant.0 as usize], &self.marques[eligible.0 as usize]);
        let voie = self.e.plan.noeud(eligible).voie;
        let vrais = self.vrais(eligible);
        match (m, s, voie) {
            // The common case, where all is known: payable or not eligible.
            (MarquesDeBloc::Aucune, MarquesDeBloc::Aucune, Voie::Verite(Verite::Reg(r))) => {
                let (oui, non) = (numero_d_etat(0, Some(true)), numero_d_etat(0, Some(false)));
                etats.extend(self.verites(r)[..n].iter().map(|v| if *v != 0 { oui } else { non }));
            }
            _ => etats.extend((0..n).map(|i| {
                let su = crate::algebre::connu(s.lire(i));
                numero_d_etat(m.lire(i), su.then(|| vrais.a(i)))
            })),
        }
    }
}

/// A question about each row of a block, whose register is looked up once for all.
#[derive(Clone, Copy)]
pub(super) enum Question<'b> {
    Partout(bool),
    Vrai(&'b [u8]),
    Faux(&'b [u8]),
    Nul(&'b [i64]),
    NulLarge(&'b [i128]),
}

impl Question<'_> {
    /// The answer for a row.
    #[inline(always)]
    pub(super) fn a(self, i: usize) -> bool {
        match self {
            Self::Partout(reponse) => reponse,
            Self::Vrai(v) => v[i] != 0,
            Self::Faux(v) => v[i] == 0,
            Self::Nul(v) => v[i] == 0,
            Self::NulLarge(v) => v[i] == 0,
        }
    }

    /// Is the answer yes for some row?
    pub(super) fn pour_une(self, n: usize) -> bool {
        match self {
            Self::Partout(reponse) => reponse && n > 0,
            Self::Vrai(v) => v[..n].iter().any(|x| *x != 0),
            Self::Faux(v) => v[..n].contains(&0),
            Self::Nul(v) => v[..n].contains(&0),
            Self::NulLarge(v) => v[..n].contains(&0),
        }
    }
}

fn manque_dans(colonne: &Colonne<'_>, plage: &Range<usize>) -> bool {
    colonne.absences.as_ref().is_some_and(|a| a.iter().any(|bits| bits.un_dans(plage.clone())))
}

#[inline(always)]
fn octets(sortie: &mut [u8], a: &[u8], b: &[u8], f: impl Fn(u8, u8) -> u8) {
    for ((s, &x), &y) in sortie.iter_mut().zip(a).zip(b) {
        *s = f(x, y);
    }
}

#[inline(always)]
fn charger<T: Entier>(
    sortie: &mut [T],
    entree: &Entree,
    colonne: &Colonne<'_>,
    plage: Range<usize>,
) -> Result<(), ErreurDExecution> {
    let (bas, haut) = plage_tenue(entree);
    let juste = match &colonne.entiers {
        Entiers::U8(v) => noyaux::charger(sortie, &v[plage.clone()], bas, haut),
        Entiers::I32(v) => noyaux::charger(sortie, &v[plage.clone()], bas, haut),
        Entiers::I64(v) => noyaux::charger(sortie, &v[plage.clone()], bas, haut),
    };
    if juste { Ok(()) } else { Err(hors_plage(entree, colonne, plage, bas, haut)) }
}

#[inline(always)]
fn charger_verites(
    sortie: &mut [u8],
    entree: &Entree,
    colonne: &Colonne<'_>,
    plage: Range<usize>,
) -> Result<(), ErreurDExecution> {
    let juste = match &colonne.entiers {
        Entiers::U8(v) => noyaux::charger_verites(sortie, &v[plage.clone()]),
        Entiers::I32(v) => noyaux::charger_verites(sortie, &v[plage.clone()]),
        Entiers::I64(v) => noyaux::charger_verites(sortie, &v[plage.clone()]),
    };
    if juste { Ok(()) } else { Err(hors_plage(entree, colonne, plage, 0, 1)) }
}

#[cold]
fn hors_plage(entree: &Entree, colonne: &Colonne<'_>, plage: Range<usize>, bas: i64, haut: i64) -> ErreurDExecution {
    let rang = plage.clone().find(|i| !(bas..=haut).contains(&colonne.entiers.lire(*i))).unwrap_or(plage.start);
    ErreurDExecution::HorsPlage(entree.code.clone(), rang, colonne.entiers.lire(rang))
}

/// The plan of a block, for the marks.
pub(super) fn plan<'p>(bloc: &Bloc<'_, '_, 'p>) -> &'p Plan {
    bloc.e.plan
}
