//! The algebra of marks, written once for both ways of running.
//!
//! Each function takes the marks of the operands, with the least that must be known of their values, and gives the
//! marks of the result. A value counts only where the result rests on it: `faux et inconnu` is `faux`, `0 × inconnu`
//! is 0, and the branch that is not taken leaves nothing behind.

use crate::Marques;

const ABSENCES: u8 = Marques::ABSENCES;
const SANS_OBJET: u8 = Marques::SANS_OBJET.0;

/// Does the mark say that there is a figure?
pub(crate) const fn connu(m: u8) -> bool {
    m & ABSENCES == 0
}

/// Any operation that rests on both operands.
pub(crate) const fn commun(a: u8, b: u8) -> u8 {
    Marques::propre(a | b).0
}

/// An operation that either operand may settle alone: `a_regle` says that the known value of `a` does.
pub(crate) const fn regle_par(a: u8, a_regle: bool, b: u8, b_regle: bool) -> u8 {
    let (x, y) = (a_regle && connu(a), b_regle && connu(b));
    match (x, y) {
        // Either suffices: only what weighs on both weighs on the result.
        (true, true) => a & b,
        (true, false) => a,
        (false, true) => b,
        (false, false) => commun(a, b),
    }
}

/// Quotient: a known divisor of 0 means that there is nothing to measure.
pub(crate) const fn sur(a: u8, b: u8, b_nul: bool) -> u8 {
    if connu(b) && b_nul { b | SANS_OBJET } else { commun(a, b) }
}

/// Choice. `egaux` is asked only when the condition is not simply known.
pub(crate) fn si(c: u8, vrai: bool, a: u8, b: u8, egaux: impl FnOnce() -> bool) -> u8 {
    if c != 0 && connu(a) && connu(b) && egaux() {
        return a | b;
    }
    if connu(c) { commun(c, if vrai { a } else { b }) } else { c }
}

/// Does a choice hold whatever its condition?
pub(crate) fn si_indifferent(c: u8, a: u8, b: u8, egaux: impl FnOnce() -> bool) -> bool {
    c != 0 && connu(a) && connu(b) && egaux()
}

/// The second value where the first has no object.
pub(crate) const fn a_defaut(a: u8, b: u8) -> u8 {
    if a & SANS_OBJET != 0 { commun(a & !SANS_OBJET, b) } else { a }
}

/// A question on the absence itself, or a value read where it is known to have an object.
pub(crate) const fn sans_objet_leve(a: u8) -> u8 {
    a & !SANS_OBJET
}
