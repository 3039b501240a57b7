//! Writes a formula the one way it is written.

use crate::analyse::lire;
use crate::defaut::Defaut;
use crate::syntaxe::{Expr, Manque, Nature, Suffixe};
use std::fmt::Write as _;

/// The formula, laid out: one space around operators, no superfluous parenthesis, one line.
///
/// # Errors
/// What [`lire`] refuses.
pub fn formater(texte: &str) -> Result<String, Defaut> {
    Ok(ecrire(&lire(texte)?))
}

/// The text of an expression.
pub fn ecrire(expr: &Expr) -> String {
    let mut texte = String::new();
    poser(expr, &mut texte);
    texte
}

/// How tightly the outermost operation of an expression binds; 9 when nothing can come apart.
fn force(expr: &Expr) -> u8 {
    match &expr.nature {
        Nature::Si(..) => 0,
        Nature::Binaire(op, ..) => op.force(),
        Nature::Non(_) => 3,
        Nature::Manque { .. } | Nature::Dans(..) => 4,
        Nature::Oppose(_) => 7,
        Nature::ADefaut(..) | Nature::ALaDate(..) => 8,
        _ => 9,
    }
}

fn entre(expr: &Expr, au_moins: u8, texte: &mut String) {
    if force(expr) < au_moins {
        texte.push('(');
        poser(expr, texte);
        texte.push(')');
    } else {
        poser(expr, texte);
    }
}

fn liste(exprs: &[Expr], texte: &mut String) {
    for (rang, e) in exprs.iter().enumerate() {
        if rang > 0 {
            texte.push_str(", ");
        }
        poser(e, texte);
    }
}

fn poser(expr: &Expr, texte: &mut String) {
    match &expr.nature {
        Nature::Nombre(n, suffixe) => nombre(*n, *suffixe, texte),
        Nature::OuiNon(b) => texte.push_str(if *b { "vrai" } else { "faux" }),
        Nature::Chaine(code) => {
            let _ = write!(texte, "\"{code}\"");
        }
        Nature::Jour(jour) => {
            let _ = write!(texte, "{jour}");
        }
        Nature::Nom(segments) => texte.push_str(&segments.join(".")),
        Nature::Ligne { table, cles, colonne } => {
            texte.push_str(table);
            texte.push('[');
            liste(cles, texte);
            let _ = write!(texte, "].{colonne}");
        }
        Nature::Appel(nom, arguments) => {
            texte.push_str(nom);
            texte.push('(');
            liste(arguments, texte);
            texte.push(')');
        }
        Nature::Oppose(a) => {
            texte.push('-');
            // Two minus signs in a row stay apart, so that they never look like something else.
            entre(a, 8, texte);
        }
        Nature::Non(a) => {
            texte.push_str("non ");
            entre(a, 3, texte);
        }
        Nature::Binaire(op, a, b) => {
            // A comparison does not chain, so both its sides are parenthesised when they compare too.
            let a_gauche = if op.force() == 4 { 5 } else { op.force() };
            entre(a, a_gauche, texte);
            let _ = write!(texte, " {} ", op.signe());
            entre(b, op.force() + 1, texte);
        }
        Nature::Si(c, a, b) => {
            texte.push_str("si ");
            poser(c, texte);
            texte.push_str(" alors ");
            poser(a, texte);
            texte.push_str(" sinon ");
            poser(b, texte);
        }
        Nature::ADefaut(a, b) => {
            entre(a, 8, texte);
            texte.push_str(" a_defaut ");
            entre(b, 9, texte);
        }
        Nature::ALaDate(a, d) => {
            entre(a, 8, texte);
            texte.push_str(" a_la_date(");
            poser(d, texte);
            texte.push(')');
        }
        Nature::Manque { de, mot, nie } => {
            entre(de, 5, texte);
            texte.push_str(if *nie { " n'est pas " } else { " est " });
            texte.push_str(match mot {
                Manque::SansObjet => "sans objet",
                Manque::NonDeclare => "non declare",
            });
        }
        Nature::Dans(a, choix) => {
            entre(a, 5, texte);
            texte.push_str(" dans (");
            liste(choix, texte);
            texte.push(')');
        }
    }
}

fn nombre(n: crate::Fraction, suffixe: Suffixe, texte: &mut String) {
    let (fois, signe) = match suffixe {
        Suffixe::Aucun => (1, ""),
        Suffixe::Pourcent => (100, " %"),
        Suffixe::Euro => (1, " €"),
    };
    // The lexer only builds decimals, so ten to some power up to eleven always clears the denominator.
    let mut echelle = 1_i128;
    let mut decimales = 0;
    while (n.n() * fois * echelle) % n.d() != 0 && decimales < 12 {
        echelle *= 10;
        decimales += 1;
    }
    let entier = n.n() * fois * echelle / n.d();
    if decimales == 0 {
        let _ = write!(texte, "{entier}{signe}");
    } else {
        let _ = write!(texte, "{},{:0largeur$}{signe}", entier / echelle, entier % echelle, largeur = decimales);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_laid_out_and_then_stays_as_it_is() {
        for (avant, apres) in [
            ("si(a>=p.seuil)alors nb*p.haut sinon((nb*p.bas))", "si a >= p.seuil alors nb * p.haut sinon nb * p.bas"),
            ("a-(b-c)", "a - (b - c)"),
            ("(a-b)-c", "a - b - c"),
            ("non(a et b)ou c", "non (a et b) ou c"),
            ("x  a_defaut 0%>=p.s", "x a_defaut 0 % >= p.s"),
            ("t[ a,1 ].c a_la_date( d )", "t[a, 1].c a_la_date(d)"),
            ("(si a alors b sinon c)+1", "(si a alors b sinon c) + 1"),
            ("x  n'est   pas sans objet", "x n'est pas sans objet"),
            ("2,50% * 3,1€", "2,5 % * 3,1 €"),
            ("-(-a)", "-(-a)"),
        ] {
            assert_eq!(formater(avant).unwrap(), apres);
            assert_eq!(formater(apres).unwrap(), apres);
        }
    }
}
