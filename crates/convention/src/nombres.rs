//! Numbers with the decimals that a screen asks for; exact values are written by `crate::ecriture`.

use crate::ecriture::MOINS;
use formule::Fraction;

pub use crate::ecriture::{montant as euros, nombre as exact};

/// The space that keeps a number in one piece.
pub const INSECABLE: char = '\u{a0}';

/// `23 040`.
pub fn entier(n: impl Into<i128>) -> String {
    exact(Fraction::entier(n.into()))
}

/// A count of people or files, which no integer of a file exceeds.
pub fn effectif(n: usize) -> String {
    entier(i128::try_from(n).unwrap_or(i128::MAX))
}

/// How the last decimal shown is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coupe {
    /// To the nearest, a half goes away from zero.
    Arrondi,
    /// Towards zero.
    Troncature,
}

/// A fraction with this many decimals.
pub fn decimal(f: Fraction, decimales: u32, coupe: Coupe) -> String {
    let (Some(echelle), d) = (10_i128.checked_pow(decimales), f.d().unsigned_abs()) else { return f.to_string() };
    let Some(dixieme) = f.n().checked_mul(echelle) else { return f.to_string() };
    let (quotient, reste) = (dixieme.unsigned_abs() / d, dixieme.unsigned_abs() % d);
    let monte = coupe == Coupe::Arrondi && reste > 0 && reste >= d - reste;
    let Ok(tout) = i128::try_from(quotient + u128::from(monte)) else { return f.to_string() };
    let signe = if f.n() < 0 && tout != 0 { MOINS } else { "" };
    if decimales == 0 {
        return format!("{signe}{}", entier(tout));
    }
    format!("{signe}{},{:0largeur$}", entier(tout / echelle), tout % echelle, largeur = decimales as usize)
}

/// A fraction as `96,00 %`.
pub fn pourcent(f: Fraction, decimales: u32, coupe: Coupe) -> String {
    match f.fois(Fraction::entier(100)) {
        Some(cent) => format!("{}{INSECABLE}%", decimal(cent, decimales, coupe)),
        None => f.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rate_can_be_cut_or_rounded() {
        let f = |n, d| Fraction::new(n, d).unwrap();
        assert_eq!(pourcent(f(7, 553), 2, Coupe::Troncature), "1,26\u{a0}%");
        assert_eq!(pourcent(f(7, 553), 2, Coupe::Arrondi), "1,27\u{a0}%");
        assert_eq!(pourcent(f(157, 305), 2, Coupe::Arrondi), "51,48\u{a0}%");
        assert_eq!(pourcent(f(-1, 8), 0, Coupe::Arrondi), "−13\u{a0}%");
    }
}
