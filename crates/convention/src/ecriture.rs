//! How values are written for people, exactly.

use formule::Fraction;

/// No-break space, between thousands and before units.
const ESPACE: char = '\u{a0}';

/// The sign of what is below zero: as wide as « + », which a hyphen is not.
pub const MOINS: &str = "−";

/// An amount held in cents: `1 536,00 €`.
pub fn montant(cents: i128) -> String {
    let signe = if cents < 0 { MOINS } else { "" };
    let absolu = cents.unsigned_abs();
    format!("{signe}{},{:02}{ESPACE}€", milliers(absolu / 100), absolu % 100)
}

/// An exact number: with its decimals when they end, else as a fraction.
pub fn nombre(f: Fraction) -> String {
    let signe = if f.n() < 0 { MOINS } else { "" };
    let (n, mut d) = (f.n().unsigned_abs(), f.d().unsigned_abs());
    let mut decimales = 0_u32;
    let mut echelle = 1_u128;
    for (premier, autre) in [(2, 5_u128), (5, 2)] {
        while d % premier == 0 {
            d /= premier;
            match echelle.checked_mul(autre) {
                Some(e) => echelle = e,
                None => return f.to_string(),
            }
            decimales += 1;
        }
    }
    // Each factor 2 was answered by a 5 and each 5 by a 2: n × echelle is over 10^decimales.
    let (Some(tout), Some(base)) = (n.checked_mul(echelle), 10_u128.checked_pow(decimales)) else {
        return f.to_string();
    };
    if d != 1 {
        return f.to_string();
    }
    let fin = format!("{:0largeur$}", tout % base, largeur = decimales as usize);
    let fin = if decimales == 0 { "" } else { fin.trim_end_matches('0') };
    if fin.is_empty() {
        format!("{signe}{}", milliers(tout / base))
    } else {
        format!("{signe}{},{fin}", milliers(tout / base))
    }
}

/// A rate: `95 %`, or `157/305` when its decimals do not end.
pub fn taux(f: Fraction) -> String {
    let pourcents = f.fois(Fraction::entier(100)).map(nombre).filter(|t| !t.contains('/'));
    pourcents.map_or_else(|| f.to_string(), |t| format!("{t}{ESPACE}%"))
}

/// Euros, exact: `0,064 €`.
pub fn euros(f: Fraction) -> String {
    match f.fois(Fraction::entier(100)).and_then(Fraction::en_entier) {
        Some(cents) if cents % 100 != 0 => montant(cents),
        _ => format!("{}{ESPACE}€", nombre(f)),
    }
}

/// A sentence with the no-break spaces that French asks for: before `: ; ? ! »` and after `«`.
pub fn typographier(phrase: &str) -> String {
    let mut ecrite = String::with_capacity(phrase.len() + 8);
    let mut avant = None;
    let mut suite = phrase.chars().peekable();
    while let Some(c) = suite.next() {
        let double = c == ' ' && matches!(suite.peek(), Some(':' | ';' | '?' | '!' | '»'));
        // `!=` is a sign of the language, not an exclamation.
        let signe = double && { suite.clone().take(2).eq(['!', '=']) };
        let apres_guillemet = c == ' ' && avant == Some('«');
        ecrite.push(if (double && !signe) || apres_guillemet { ESPACE } else { c });
        avant = Some(c);
    }
    ecrite
}

/// French runs « de le » and « de les » together; what fills the hole of a sentence may bring them side by side.
pub fn contracter(phrase: &str) -> String {
    phrase.replace(" de le ", " du ").replace(" de les ", " des ").replace(" à le ", " au ").replace(" à les ", " aux ")
}

fn milliers(n: u128) -> String {
    let chiffres = n.to_string();
    let mut ecrit = String::with_capacity(chiffres.len() + chiffres.len() / 3);
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            ecrit.push(ESPACE);
        }
        ecrit.push(chiffre);
    }
    ecrit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f(n: i128, d: i128) -> Fraction {
        Fraction::new(n, d).unwrap()
    }

    #[test]
    fn a_sentence_gets_its_no_break_spaces_and_keeps_its_formulas() {
        assert_eq!(typographier("« a != b » : non ?"), "«\u{a0}a != b\u{a0}»\u{a0}: non\u{a0}?");
    }

    #[test]
    fn articles_run_together_where_french_runs_them_together() {
        assert_eq!(contracter("Suivi au calcul de le solde de 2024"), "Suivi au calcul du solde de 2024");
        assert_eq!(contracter("Suivi au calcul de l'avance 1"), "Suivi au calcul de l'avance 1");
    }

    #[test]
    fn values_are_written_as_the_texts_write_them() {
        let lisible = |texte: String| texte.replace(ESPACE, " ");
        assert_eq!(lisible(montant(153_600)), "1 536,00 €");
        assert_eq!(lisible(montant(-5)), "−0,05 €");
        assert_eq!(nombre(f(64, 1000)), "0,064");
        assert_eq!(lisible(taux(f(95, 100))), "95 %");
        assert_eq!(taux(f(157, 305)), "157/305");
        assert_eq!(lisible(euros(f(64, 1000))), "0,064 €");
        assert_eq!(lisible(euros(f(1225, 1))), "1 225 €");
        assert_eq!(lisible(euros(f(5, 2))), "2,50 €");
    }
}
