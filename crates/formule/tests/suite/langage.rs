//! `docs/langage.md` is run: every example of the reference is computed both ways and compared with what it says.
//!
//! An example is a line of a fenced block marked « formule » followed by `→ what it is worth`, or a row of a table whose
//! first column is « Formule » and whose last says « Vaut » or « Réponse ». What stands above it in the block, the blocks
//! without `→` of its section, and the column « Avec » give the figures.

mod confrontation;
mod document;
mod montage;
mod regles;
mod valeurs;

use document::Document;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Everything that is wrong with the examples of a document, one reproach per line.
fn reproches(texte: &str) -> Vec<String> {
    let document = match Document::lire(texte) {
        Ok(document) => document,
        Err(malformes) => return malformes,
    };
    let mut reproches = Vec::new();
    let mut montrees = BTreeSet::new();
    for exemple in &document.exemples {
        match confrontation::confronter(exemple) {
            Ok(fonctions) => montrees.extend(fonctions),
            Err(reproche) => reproches.push(format!("ligne {} : {} : {reproche}", exemple.ligne, exemple.formule)),
        }
    }
    let absentes = formule::FONCTIONS.iter().filter(|(nom, _)| !montrees.contains(*nom));
    reproches.extend(absentes.map(|(nom, _)| format!("la fonction « {nom} » n'a pas d'exemple")));
    reproches
}

#[test]
fn every_example_of_the_reference_is_worth_what_it_says() {
    let chemin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/langage.md");
    let texte = fs::read_to_string(&chemin).unwrap();
    let reproches = reproches(&texte);
    assert!(reproches.is_empty(), "docs/langage.md :\n{}", reproches.join("\n"));
}

/// The reproaches made to a small document, functions without example left aside.
fn de(texte: &str) -> String {
    let mut tous = reproches(texte);
    tous.retain(|r| !r.starts_with("la fonction"));
    tous.join("\n")
}

fn bloc(lignes: &str) -> String {
    de(&format!("# Essai\n\n```formule\n{lignes}\n```\n"))
}

#[test]
fn a_wrong_example_is_found_at_its_line() {
    assert_eq!(bloc("n = 24 000 FSE\np.tarif = 0,064 € par FSE\narrondi(n * p.tarif)\n→ 1 536,00 €"), "");
    let faux = bloc("n = 24 000 FSE\np.tarif = 0,064 € par FSE\narrondi(n * p.tarif)\n→ 1 536,01 €");
    assert!(faux.starts_with("ligne 6 : arrondi(n * p.tarif) : "), "{faux}");
    assert!(faux.contains("vaut 1536 €"), "{faux}");
    // The same figure in another unit is another value.
    assert!(bloc("n = 3 FSE\nn + 1\n→ 4 boite").contains("vaut 4 FSE"));
    // A mark that the example does not say is a mistake too.
    assert!(bloc("p.prime = 100 €, hypothese\np.prime\n→ 100 €").contains("hypothese"));
    assert!(bloc("n = 1 FSE\np.prime = 1 €\nn + p.prime\n→ 2 €").contains("on ne peut pas additionner"));
    assert!(bloc("n = 1 FSE\nn + 1\n→ refusé : jamais").contains("n'est pas refusée"));
}

#[test]
fn a_malformed_example_is_found() {
    assert!(bloc("→ 4 FSE").contains("aucune formule"));
    assert!(bloc("n = trois FSE\nn\n→ 3 FSE").contains("« trois FSE »"));
    assert!(bloc("n = 3 FSE\nn + 1").contains("« n + 1 »"));
    assert!(de("```formule\nn = 3 FSE\n").contains("n'est pas refermé"));
    assert!(de("```formules\nn = 3 FSE\n```\n").contains("« formules »"));
    assert!(de("| Formule | Avec |\n|---|---|\n| `1` | |\n").contains("« Vaut » ou « Réponse »"));
    assert!(de("| Formule | Vaut |\n|---|---|\n| 1 + 1 | `2` |\n").contains("entre accents graves"));
    assert!(bloc("n = 3 FSE\nn+1\n→ 4 FSE").contains("s'écrit « n + 1 »"));
    assert!(bloc("n = 3 FSE\nn * 12\n→ 36 FSE").contains("un nombre nu"));
}

#[test]
fn a_function_without_example_is_named() {
    let tous = reproches("| Formule | Vaut |\n|---|---|\n| `min(0, 1)` | `0` |\n").join("\n");
    assert!(tous.contains("la fonction « bareme » n'a pas d'exemple") && !tous.contains("« min »"), "{tous}");
}
