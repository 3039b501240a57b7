//! Exact rational constants: what parameters hold.

use std::cmp::Ordering;
use std::fmt;

/// An exact fraction in lowest terms, with a denominator above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    n: i128,
    d: i128,
}

impl Fraction {
    /// 0.
    pub const ZERO: Fraction = Fraction { n: 0, d: 1 };
    /// 1.
    pub const UN: Fraction = Fraction { n: 1, d: 1 };

    /// `n / d` in lowest terms; `None` when `d` is 0 or a term leaves 127 bits.
    pub fn new(n: i128, d: i128) -> Option<Self> {
        if d == 0 {
            return None;
        }
        let g = pgcd(n, d);
        let (n, d) = (n / g, d / g);
        if d < 0 { Some(Self { n: n.checked_neg()?, d: d.checked_neg()? }) } else { Some(Self { n, d }) }
    }

    /// A whole number.
    pub const fn entier(n: i128) -> Self {
        Self { n, d: 1 }
    }

    /// Numerator, which carries the sign.
    pub const fn n(self) -> i128 {
        self.n
    }

    /// Denominator, above 0.
    pub const fn d(self) -> i128 {
        self.d
    }

    /// The whole number, if it is one.
    pub const fn en_entier(self) -> Option<i128> {
        if self.d == 1 { Some(self.n) } else { None }
    }

    /// Sum, `None` on overflow.
    pub fn plus(self, b: Fraction) -> Option<Self> {
        Self::new(self.n.checked_mul(b.d)?.checked_add(b.n.checked_mul(self.d)?)?, self.d.checked_mul(b.d)?)
    }

    /// Difference, `None` on overflow.
    pub fn moins(self, b: Fraction) -> Option<Self> {
        self.plus(b.oppose()?)
    }

    /// Opposite, `None` on overflow.
    pub fn oppose(self) -> Option<Self> {
        Some(Self { n: self.n.checked_neg()?, d: self.d })
    }

    /// Product, `None` on overflow.
    pub fn fois(self, b: Fraction) -> Option<Self> {
        // Crossed simplification first, so that the products stay as small as the result allows.
        let (g, h) = (pgcd(self.n, b.d), pgcd(b.n, self.d));
        Self::new((self.n / g).checked_mul(b.n / h)?, (self.d / h).checked_mul(b.d / g)?)
    }

    /// Quotient, `None` on overflow or when `b` is 0.
    pub fn sur(self, b: Fraction) -> Option<Self> {
        self.fois(Self::new(b.d, b.n)?)
    }

    /// Comparison, exact even where the cross products leave 128 bits.
    pub fn comparer(self, b: Fraction) -> Ordering {
        match (self.n.checked_mul(b.d), b.n.checked_mul(self.d)) {
            (Some(x), Some(y)) => x.cmp(&y),
            // Compare whole parts, then the inverses of the remainders, as in Euclid's algorithm.
            _ => {
                let (qa, qb) = (self.n.div_euclid(self.d), b.n.div_euclid(b.d));
                qa.cmp(&qb).then_with(|| {
                    let (ra, rb) = (self.n.rem_euclid(self.d), b.n.rem_euclid(b.d));
                    match (ra, rb) {
                        (0, 0) => Ordering::Equal,
                        (0, _) => Ordering::Less,
                        (_, 0) => Ordering::Greater,
                        _ => Fraction { n: b.d, d: rb }.comparer(Fraction { n: self.d, d: ra }),
                    }
                })
            }
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        self.comparer(*other)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.d == 1 { write!(f, "{}", self.n) } else { write!(f, "{}/{}", self.n, self.d) }
    }
}

/// Greatest common divisor, above 0 (1 when both are 0).
pub(crate) fn pgcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    // 2^127 does not fit: dividing by 1 instead only leaves the fraction unreduced.
    i128::try_from(a.max(1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_stay_in_lowest_terms_with_a_positive_denominator() {
        let f = Fraction::new(6, -4).unwrap();
        assert_eq!((f.n(), f.d()), (-3, 2));
        assert_eq!(f.plus(Fraction::new(1, 2).unwrap()), Some(Fraction::entier(-1)));
    }

    #[test]
    fn comparing_huge_fractions_does_not_overflow() {
        let a = Fraction::new(i128::MAX, i128::MAX - 1).unwrap();
        let b = Fraction::new(i128::MAX - 1, i128::MAX - 2).unwrap();
        assert_eq!(a.comparer(b), Ordering::Less);
        assert_eq!(b.comparer(a), Ordering::Greater);
        assert_eq!(a.comparer(a), Ordering::Equal);
    }
}
