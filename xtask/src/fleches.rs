//! The arrows of ARCHITECTURE.md: what each crate may depend on, and the words that it must not write.
//!
//! The page is the rule: its tables are read here, so that the map cannot say one thing and the code another.

use crate::arbre;
use crate::bilan::Bilan;
use crate::processus::{cargo, quiet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PAGE: &str = "ARCHITECTURE.md";
const FLECHES: &str = "## Arrows";
const INTERDITS: &str = "## What a part must not write";

/// Compares the manifests and the sources with the two tables of the page.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let page = arbre::read(&racine.join(PAGE))?;
    let permises = table(&page, FLECHES)?;
    let arguments = [
        "tree",
        "--workspace",
        "--edges",
        "normal,build",
        "--target",
        "all",
        "--all-features",
        "--depth",
        "1",
        "--no-dedupe",
    ];
    let reponse = quiet(racine, &cargo(), &[&arguments[..], &["--prefix", "depth", "--format", "{p}"]].concat())?;
    if !reponse.reussi {
        return Err(format!("cargo tree a échoué :\n{}", reponse.sortie));
    }
    let mut defauts = compare(&permises, &arrows(&reponse.sortie));
    let interdits = table(&page, INTERDITS)?;
    for (partie, mots) in &interdits {
        defauts.extend(forbidden(racine, partie, mots)?);
    }
    Ok(Bilan::of(defauts))
}

/// Rows `| `name` | `a`, `b` | … |` of the table under a heading: the first cell's name and the second's.
fn table(page: &str, titre: &str) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let debut = page.find(titre).ok_or_else(|| format!("{PAGE} n'a plus de partie « {titre} »"))?;
    let mut lignes = BTreeMap::new();
    for ligne in page[debut + titre.len()..].lines().take_while(|ligne| !ligne.starts_with("## ")) {
        let mut cellules = ligne.trim().trim_matches('|').split('|');
        let (Some(nom), Some(suite)) = (cellules.next(), cellules.next()) else { continue };
        if let Some(nom) = quoted(nom).into_iter().next() {
            lignes.insert(nom, quoted(suite).into_iter().collect());
        }
    }
    if lignes.is_empty() { Err(format!("{PAGE} : le tableau sous « {titre} » est vide")) } else { Ok(lignes) }
}

/// What stands between backquotes.
fn quoted(cellule: &str) -> Vec<String> {
    cellule.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Reads `cargo tree --depth 1 --prefix depth`: crates of the workspace and what each names itself.
fn arrows(sortie: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut fleches: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut depuis = String::new();
    for ligne in sortie.lines() {
        let nom = |suite: &str| suite.split(' ').next().unwrap_or_default().to_owned();
        if let Some(suite) = ligne.strip_prefix('0') {
            depuis = nom(suite);
            fleches.entry(depuis.clone()).or_default();
        } else if let Some(suite) = ligne.strip_prefix('1') {
            fleches.entry(depuis.clone()).or_default().insert(nom(suite));
        }
    }
    fleches
}

fn compare(permises: &BTreeMap<String, BTreeSet<String>>, reelles: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut defauts = Vec::new();
    for (partie, fleches) in reelles {
        let Some(droit) = permises.get(partie) else {
            defauts.push(format!(
                "« {partie} » n'a pas de ligne dans {PAGE}, « {FLECHES} » : dites ce qu'il peut connaître"
            ));
            continue;
        };
        for de_trop in fleches.difference(droit) {
            defauts.push(format!("« {partie} » dépend de « {de_trop} », que {PAGE} ne lui permet pas"));
        }
        for absente in droit.difference(fleches) {
            defauts.push(format!(
                "{PAGE} permet « {absente} » à « {partie} », qui n'en dépend plus : retirez-le du tableau"
            ));
        }
    }
    for partie in permises.keys().filter(|partie| !reelles.contains_key(*partie)) {
        defauts.push(format!("{PAGE} parle de « {partie} », qui n'existe pas"));
    }
    defauts
}

/// Whole words of the table found in the sources of a crate.
fn forbidden(racine: &Path, partie: &str, mots: &BTreeSet<String>) -> Result<Vec<String>, String> {
    let mut defauts = Vec::new();
    for fichier in arbre::files(&racine.join("crates").join(partie).join("src"))? {
        let texte = arbre::read(&fichier)?;
        for (rang, ligne) in texte.lines().enumerate() {
            let code = ligne.split("//").next().unwrap_or_default();
            for mot in mots.iter().filter(|mot| whole_word(code, mot)) {
                let lieu = arbre::relative(racine, &fichier);
                defauts.push(format!("{lieu}:{} : « {mot} » n'a pas sa place dans « {partie} » ({PAGE})", rang + 1));
            }
        }
    }
    Ok(defauts)
}

/// Does a word stand alone in a text, not inside a longer identifier?
pub(crate) fn whole_word(texte: &str, mot: &str) -> bool {
    let dedans = |c: char| c.is_alphanumeric() || c == '_';
    texte.match_indices(mot).any(|(debut, _)| {
        !texte[..debut].chars().next_back().is_some_and(dedans)
            && !texte[debut + mot.len()..].chars().next().is_some_and(dedans)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cartes(textes: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        textes.iter().map(|(nom, mots)| ((*nom).to_owned(), mots.iter().map(|m| (*m).to_owned()).collect())).collect()
    }

    #[test]
    fn an_arrow_that_the_page_does_not_allow_is_named() {
        let defauts = compare(&cartes(&[("formule", &[])]), &cartes(&[("formule", &["arrow"])]));
        assert_eq!(defauts, ["« formule » dépend de « arrow », que ARCHITECTURE.md ne lui permet pas"]);
    }

    #[test]
    fn an_arrow_that_no_longer_exists_must_leave_the_page() {
        assert_eq!(compare(&cartes(&[("formule", &["toml"])]), &cartes(&[("formule", &[])])).len(), 1);
    }

    #[test]
    fn the_output_of_cargo_tree_is_read() {
        let sortie = "0convention v0.1.0 (/x)\n1formule v0.1.0 (/x)\n1toml v1.2.0\n\n0formule v0.1.0 (/x)\n";
        assert_eq!(arrows(sortie), cartes(&[("convention", &["formule", "toml"]), ("formule", &[])]));
    }

    #[test]
    fn a_word_inside_a_longer_one_is_not_found() {
        assert!(whole_word("let x: f64 = y;", "f64"));
        assert!(!whole_word("let xf64 = buf64_;", "f64"));
    }
}
