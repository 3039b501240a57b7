//! Arithmetic of numbers `f × n / d` over registers.

use super::{LIMITE_128, ModeDivision, Nombre, Operande, Ordre, R, TropGrand, UN, Verite, Voies, mul};
use crate::Fraction;
use crate::fraction::pgcd;

impl Voies {
    /// Brings two numbers to a common constant factor and a common denominator: `f × (na, nb) / d`.
    pub(crate) fn aligner(&mut self, a: Nombre, b: Nombre) -> R<(Fraction, Operande, Operande, Operande)> {
        let l = mul(a.f.d() / pgcd(a.f.d(), b.f.d()), b.f.d())?;
        let (ka, kb) = (mul(a.f.n(), l / a.f.d())?, mul(b.f.n(), l / b.f.d())?);
        let g = if ka == 0 && kb == 0 { 1 } else { pgcd(ka, kb) };
        let f = Fraction::new(g, l).ok_or(TropGrand)?;
        let mut na = self.fois_constante(a.n, ka / g)?;
        let mut nb = self.fois_constante(b.n, kb / g)?;
        let d = if a.d == b.d {
            a.d
        } else {
            na = self.produit(na, b.d)?;
            nb = self.produit(nb, a.d)?;
            self.produit(a.d, b.d)?
        };
        Ok((f, na, nb, d))
    }

    /// `f × n / d` in the simplest of its forms; refused when its value could leave 126 bits once `f` is multiplied in.
    fn nombre(&mut self, f: Fraction, n: Operande, d: Operande) -> R<Nombre> {
        let nombre = Self::simplifier(f, n, d)?;
        let ((bas, haut), (_, diviseur)) = (self.bornes(nombre.n), self.bornes(nombre.d));
        let numerateur = bas.checked_abs().ok_or(TropGrand)?.max(haut);
        let numerateur = mul(nombre.f.n().checked_abs().ok_or(TropGrand)?, numerateur)?;
        if numerateur.max(mul(nombre.f.d(), diviseur)?) < LIMITE_128 { Ok(nombre) } else { Err(TropGrand) }
    }

    fn simplifier(f: Fraction, n: Operande, d: Operande) -> R<Nombre> {
        if let (Operande::Const(x), Operande::Const(y)) = (n, d) {
            let quotient = Fraction::new(x, y).ok_or(TropGrand)?;
            return Ok(Nombre::constante(f.fois(quotient).ok_or(TropGrand)?));
        }
        if n == Operande::Const(0) || f == Fraction::ZERO {
            return Ok(Nombre::constante(Fraction::ZERO));
        }
        if let Operande::Const(x) = n {
            let f = f.fois(Fraction::entier(x)).ok_or(TropGrand)?;
            return Ok(Nombre { f, n: UN, d });
        }
        if let Operande::Const(y) = d {
            let f = f.sur(Fraction::entier(y)).ok_or(TropGrand)?;
            return Ok(Nombre { f, n, d: UN });
        }
        Ok(Nombre { f, n, d })
    }

    pub(crate) fn plus(&mut self, a: Nombre, b: Nombre, moins: bool) -> R<Nombre> {
        let (f, na, nb, d) = self.aligner(a, b)?;
        let n = self.lineaire(na, 1, nb, if moins { -1 } else { 1 })?;
        self.nombre(f, n, d)
    }

    pub(crate) fn fois(&mut self, a: Nombre, b: Nombre) -> R<Nombre> {
        let f = a.f.fois(b.f).ok_or(TropGrand)?;
        let n = self.produit(a.n, b.n)?;
        let d = self.produit(a.d, b.d)?;
        self.nombre(f, n, d)
    }

    /// Quotient; the numerator register of `b` is not below 0 and its factor not 0.
    pub(crate) fn sur(&mut self, a: Nombre, b: Nombre) -> R<Nombre> {
        let f = a.f.sur(b.f).ok_or(TropGrand)?;
        let n = self.produit(a.n, b.d)?;
        let d = self.produit(a.d, b.n)?;
        if f == Fraction::ZERO {
            // The value is 0 where it exists, but the denominator still says where it does not.
            return Ok(Nombre { f, n: UN, d });
        }
        self.nombre(f, n, d)
    }

    pub(crate) fn choisir_nombre(&mut self, c: Verite, a: Nombre, b: Nombre) -> R<Nombre> {
        if a == b {
            return Ok(a);
        }
        let l = mul(a.f.d() / pgcd(a.f.d(), b.f.d()), b.f.d())?;
        let (ka, kb) = (mul(a.f.n(), l / a.f.d())?, mul(b.f.n(), l / b.f.d())?);
        let g = if ka == 0 && kb == 0 { 1 } else { pgcd(ka, kb) };
        let na = self.fois_constante(a.n, ka / g)?;
        let nb = self.fois_constante(b.n, kb / g)?;
        let n = self.choisir(c, na, nb)?;
        let d = self.choisir(c, a.d, b.d)?;
        let f = Fraction::new(g, l).ok_or(TropGrand)?;
        if let (Operande::Const(0), false) = (n, d == UN) {
            return Ok(Nombre { f: Fraction::ZERO, n: UN, d });
        }
        self.nombre(f, n, d)
    }

    pub(crate) fn extreme(&mut self, a: Nombre, b: Nombre, plus_grand: bool) -> R<Nombre> {
        if a.d == b.d {
            let (f, na, nb, d) = self.aligner(a, b)?;
            let n = self.min_entier(na, nb, plus_grand)?;
            return self.nombre(f, n, d);
        }
        let (f, na, nb, d) = self.aligner(a, b)?;
        // With the common denominator above 0, comparing the numerators is enough.
        let n = self.min_entier(na, nb, plus_grand)?;
        self.nombre(f, n, d)
    }

    pub(crate) fn comparer_nombres(&mut self, ordre: Ordre, a: Nombre, b: Nombre) -> R<Verite> {
        let (_, na, nb, _) = self.aligner(a, b)?;
        Ok(self.comparer(ordre, na, nb))
    }

    /// The integer nearest to a number, or below, or above, in units of the number.
    pub(crate) fn en_entier(&mut self, a: Nombre, mode: ModeDivision) -> R<Nombre> {
        let n = self.fois_constante(a.n, a.f.n())?;
        let d = self.fois_constante(a.d, a.f.d())?;
        Ok(Nombre::entier(self.diviser(n, d, mode)?))
    }
}
