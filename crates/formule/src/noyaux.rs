//! Loops over the integers of a block. Each works on slices of one length; bounds were checked when the plan was
//! built, so that no operation here can overflow.

use crate::voies::{Arrondi2, ModeDivision, Ordre, diviser_128};

/// The integers of registers: 64 or 128 bits.
pub(crate) trait Entier: Copy + Ord + Default + 'static {
    fn de(v: i128) -> Self;
    fn vers(self) -> i128;
    fn plus(self, b: Self) -> Self;
    fn fois(self, b: Self) -> Self;
    /// Quotient of a dividend not below 0 by a divisor above 0.
    fn quotient(self, d: Self) -> Self;
}

impl Entier for i64 {
    #[inline(always)]
    fn de(v: i128) -> Self {
        v as i64
    }
    #[inline(always)]
    fn vers(self) -> i128 {
        i128::from(self)
    }
    #[inline(always)]
    fn plus(self, b: Self) -> Self {
        self.wrapping_add(b)
    }
    #[inline(always)]
    fn fois(self, b: Self) -> Self {
        self.wrapping_mul(b)
    }
    #[inline(always)]
    fn quotient(self, d: Self) -> Self {
        // A 32-bit division takes a third of the time of a 64-bit one.
        if (self | d) >> 32 == 0 {
            i64::from(self as u32 / (d as u32).max(1))
        } else {
            (self as u64 / (d as u64).max(1)) as i64
        }
    }
}

impl Entier for i128 {
    #[inline(always)]
    fn de(v: i128) -> Self {
        v
    }
    #[inline(always)]
    fn vers(self) -> i128 {
        self
    }
    #[inline(always)]
    fn plus(self, b: Self) -> Self {
        self.wrapping_add(b)
    }
    #[inline(always)]
    fn fois(self, b: Self) -> Self {
        self.wrapping_mul(b)
    }
    #[inline(always)]
    fn quotient(self, d: Self) -> Self {
        self / d.max(1)
    }
}

/// A slice, or one value for all rows.
#[derive(Clone, Copy)]
pub(crate) enum Vue<'a, T> {
    Tranche(&'a [T]),
    Const(T),
}

#[inline(always)]
pub(crate) fn unaire<T: Entier, U>(r: &mut [U], a: &[T], f: impl Fn(T) -> U) {
    for (r, &x) in r.iter_mut().zip(a) {
        *r = f(x);
    }
}

#[inline(always)]
pub(crate) fn binaire<T: Entier, U>(r: &mut [U], a: &[T], b: &[T], f: impl Fn(T, T) -> U) {
    for ((r, &x), &y) in r.iter_mut().zip(a).zip(b) {
        *r = f(x, y);
    }
}

/// One operand of each kind, without asking at each row which it is.
#[inline(always)]
pub(crate) fn mixte<T: Entier, U>(r: &mut [U], a: Vue<'_, T>, b: Vue<'_, T>, f: impl Fn(T, T) -> U + Copy) {
    match (a, b) {
        (Vue::Tranche(a), Vue::Tranche(b)) => binaire(r, a, b, f),
        (Vue::Tranche(a), Vue::Const(c)) => unaire(r, a, |x| f(x, c)),
        (Vue::Const(c), Vue::Tranche(b)) => unaire(r, b, |y| f(c, y)),
        (Vue::Const(c), Vue::Const(d)) => r.iter_mut().for_each(|r| *r = f(c, d)),
    }
}

#[inline(always)]
pub(crate) fn comparer<T: Entier>(r: &mut [u8], ordre: Ordre, a: Vue<'_, T>, b: Vue<'_, T>) {
    match ordre {
        Ordre::Egal => mixte(r, a, b, |x, y| u8::from(x == y)),
        Ordre::Inferieur => mixte(r, a, b, |x, y| u8::from(x < y)),
        Ordre::InferieurOuEgal => mixte(r, a, b, |x, y| u8::from(x <= y)),
    }
}

/// `c + Σ k × a`, two terms at a time.
#[inline(always)]
pub(crate) fn lineaire<T: Entier>(r: &mut [T], termes: &[(&[T], T)], c: T) {
    let un = T::de(1);
    let (premiers, reste) = termes.split_at(termes.len().min(2));
    match premiers {
        [(a, k), (b, h)] if *k == un && *h == un => binaire(r, a, b, |x, y| x.plus(y).plus(c)),
        [(a, k), (b, h)] => {
            let (k, h) = (*k, *h);
            binaire(r, a, b, |x, y| x.fois(k).plus(y.fois(h)).plus(c));
        }
        [(a, k)] => {
            let k = *k;
            unaire(r, a, |x| x.fois(k).plus(c));
        }
        _ => r.fill(c),
    }
    for paire in reste.chunks(2) {
        match paire {
            [(a, k), (b, h)] if *k == un && *h == un => {
                for ((r, &x), &y) in r.iter_mut().zip(*a).zip(*b) {
                    *r = r.plus(x).plus(y);
                }
            }
            [(a, k), (b, h)] => {
                let (k, h) = (*k, *h);
                for ((r, &x), &y) in r.iter_mut().zip(*a).zip(*b) {
                    *r = r.plus(x.fois(k)).plus(y.fois(h));
                }
            }
            [(a, k)] => {
                let k = *k;
                for (r, &x) in r.iter_mut().zip(*a) {
                    *r = r.plus(x.fois(k));
                }
            }
            _ => {}
        }
    }
}

#[inline(always)]
pub(crate) fn choisir<T: Entier>(r: &mut [T], c: &[u8], a: Vue<'_, T>, b: Vue<'_, T>) {
    match (a, b) {
        (Vue::Tranche(a), Vue::Tranche(b)) => {
            for (((r, &c), &x), &y) in r.iter_mut().zip(c).zip(a).zip(b) {
                *r = if c != 0 { x } else { y };
            }
        }
        (Vue::Tranche(a), Vue::Const(y)) => {
            for ((r, &c), &x) in r.iter_mut().zip(c).zip(a) {
                *r = if c != 0 { x } else { y };
            }
        }
        (Vue::Const(x), Vue::Tranche(b)) => {
            for ((r, &c), &y) in r.iter_mut().zip(c).zip(b) {
                *r = if c != 0 { x } else { y };
            }
        }
        (Vue::Const(x), Vue::Const(y)) => {
            for (r, &c) in r.iter_mut().zip(c) {
                *r = if c != 0 { x } else { y };
            }
        }
    }
}

/// A divisor known for all rows, as a multiplication: `n / d = n × m >> (64 + s)` for any `n` of 63 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Diviseur {
    m: u64,
    s: u32,
}

impl Diviseur {
    /// For divisors from 2 to 2^62.
    pub(crate) fn new(d: i128) -> Option<Self> {
        let d = u128::try_from(d).ok().filter(|d| (2..=1 << 62).contains(d))?;
        let bits = u128::BITS - (d - 1).leading_zeros();
        let m = (1_u128 << (63 + bits)).div_ceil(d);
        u64::try_from(m).ok().map(|m| Self { m, s: bits - 1 })
    }

    #[inline(always)]
    pub(crate) fn diviser(self, n: i64) -> i64 {
        (((n as u64 as u128 * self.m as u128) >> 64) as u64 >> self.s) as i64
    }
}

/// Division brought to an integer. `positif`: no dividend is below 0.
#[inline(always)]
pub(crate) fn diviser<T: Entier>(r: &mut [T], n: &[T], d: Vue<'_, T>, mode: ModeDivision, positif: bool) {
    use ModeDivision::{Arrondi, Plafond, Plancher};
    let un = T::de(1);
    match mode {
        Arrondi(Arrondi2::DemiLoinDeZero | Arrondi2::DemiSuperieur) if positif => {
            mixte(r, Vue::Tranche(n), d, |n, d| n.plus(T::de(d.vers() >> 1)).quotient(d));
        }
        Plancher | Arrondi(Arrondi2::Troncature) if positif => mixte(r, Vue::Tranche(n), d, T::quotient),
        Plafond if positif => {
            let moins_un = T::de(-1);
            mixte(r, Vue::Tranche(n), d, |n, d| n.plus(d.max(un)).plus(moins_un).quotient(d));
        }
        _ => mixte(r, Vue::Tranche(n), d, |n, d| T::de(diviser_128(n.vers(), d.vers().max(1), mode))),
    }
}

/// The same by a constant, where a multiplication will do.
#[inline(always)]
pub(crate) fn diviser_par(r: &mut [i64], n: &[i64], d: i64, par: Diviseur, mode: ModeDivision) {
    let plus = match mode {
        ModeDivision::Arrondi(Arrondi2::DemiLoinDeZero | Arrondi2::DemiSuperieur) => d >> 1,
        ModeDivision::Plafond => d - 1,
        _ => 0,
    };
    unaire(r, n, |x| par.diviser(x.wrapping_add(plus)));
}

/// Copies integers into a register and says whether all lie within bounds.
#[inline(always)]
pub(crate) fn charger<S: Copy + Into<i64>, T: Entier>(r: &mut [T], source: &[S], bas: i64, haut: i64) -> bool {
    let mut hors = false;
    for (r, &x) in r.iter_mut().zip(source) {
        let x: i64 = x.into();
        hors |= (x < bas) | (x > haut);
        *r = T::de(i128::from(x));
    }
    !hors
}

/// The same for truths.
#[inline(always)]
pub(crate) fn charger_verites<S: Copy + Into<i64>>(r: &mut [u8], source: &[S]) -> bool {
    let mut hors = false;
    for (r, &x) in r.iter_mut().zip(source) {
        let x: i64 = x.into();
        hors |= x & !1 != 0;
        *r = x as u8;
    }
    !hors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplying_by_the_inverse_divides_exactly_on_the_edges() {
        for d in [2, 3, 5, 7, 10, 100, 400, 641, 1_000_000, (1 << 31) - 1, 1 << 31, (1 << 40) + 7, (1 << 62) - 1] {
            let par = Diviseur::new(d).unwrap();
            let d = d as i64;
            for n in [
                0,
                1,
                d - 1,
                d,
                d + 1,
                (i64::MAX / d).min(99) * d - 1,
                (i64::MAX / d).min(99) * d,
                i64::MAX / 2,
                i64::MAX / d * d,
                i64::MAX / d * d - 1,
                i64::MAX,
            ] {
                let n = n.max(0);
                assert_eq!(par.diviser(n), n / d, "{n} / {d}");
            }
        }
    }
}
