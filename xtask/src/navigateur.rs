//! `cargo xtask navigateur` and `ecrans`: the pages in a real Chromium, driven from `navigateur/`.

use crate::bilan::{Bilan, count_after};
use crate::outils::{CHROMIUM, NODE, NPM, Outil, PAQUETS_DU_NAVIGATEUR, PNGQUANT};
use crate::processus::{cargo, run as start, show};
use std::path::Path;

const DOSSIER: &str = "navigateur";

/// What the tests of the pages need, in the order in which it is installed.
pub(crate) const OUTILS: &[Outil] = &[CHROMIUM, NODE, NPM, PAQUETS_DU_NAVIGATEUR];

/// Visits every page, and counts.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    visit(racine, &[], "0")
}

/// Runs every test, or those of some files, and shows them.
pub(crate) fn run(racine: &Path, fichiers: &[&str], installer: bool) -> Result<bool, String> {
    OUTILS.iter().try_for_each(|outil| outil.require(racine, installer))?;
    conclude(&visit(racine, fichiers, "0")?)
}

/// Takes the pictures of the pages again, while testing them.
pub(crate) fn ecrans(racine: &Path, installer: bool) -> Result<bool, String> {
    OUTILS.iter().chain([&PNGQUANT]).try_for_each(|outil| outil.require(racine, installer))?;
    conclude(&visit(racine, &["essais/pages.test.mjs"], "1")?)
}

fn conclude(bilan: &Bilan) -> Result<bool, String> {
    println!("{} passed, {} failed", bilan.reussis, bilan.rates);
    Ok(bilan.rates == 0)
}

fn visit(racine: &Path, fichiers: &[&str], ecrans: &str) -> Result<Bilan, String> {
    let conventio = build(racine)?;
    let reglages = [format!("CONVENTIO={conventio}"), format!("ECRANS={ecrans}")];
    let mut arguments: Vec<&str> = reglages.iter().map(String::as_str).collect();
    arguments.extend(["node", "--test", "--test-reporter=tap"]);
    arguments.extend(fichiers);
    let reponse = start(&racine.join(DOSSIER), "env", &arguments)?;
    let mut bilan = of_node(&reponse.sortie);
    if !reponse.reussi || bilan.rates > 0 {
        show(&reponse.sortie);
        // A file that dies before its first test has no count of its own.
        bilan.rates = bilan.rates.max(1);
    }
    Ok(bilan)
}

/// Builds the executable, and says where it is.
fn build(racine: &Path) -> Result<String, String> {
    let arguments = ["build", "--quiet", "--locked", "--package", "conventio"];
    let message = "--message-format=json-render-diagnostics";
    let reponse = start(racine, &cargo(), &[&arguments[..], &[message]].concat())?;
    let chemin = executable(&reponse.sortie).filter(|_| reponse.reussi);
    chemin.ok_or_else(|| "l'exécutable « conventio » ne se construit pas".to_owned())
}

/// The last executable that cargo names in its messages.
fn executable(messages: &str) -> Option<String> {
    let (_, suite) = messages.rsplit_once("\"executable\":\"")?;
    Some(suite.split('"').next()?.to_owned())
}

/// The counts that Node writes at the end. A test that did not run to its end did not pass.
fn of_node(tap: &str) -> Bilan {
    let compte = |mot: &str| count_after(tap, &format!("\n# {mot} "));
    let rates = compte("fail") + compte("cancelled") + compte("skipped") + compte("todo");
    Bilan { reussis: compte("pass"), rates, constats: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIN: &str = "ok 1 - # pass 99\n1..3\n# tests 7\n# suites 1\n# pass 4\n# fail 1\n# cancelled 0\n# skipped 2\n\
                       # todo 0\n# duration_ms 12.5\n";

    #[test]
    fn the_counts_of_node_are_read_and_a_skipped_test_is_a_failure() {
        let bilan = of_node(FIN);
        assert_eq!((bilan.reussis, bilan.rates), (4, 3));
    }

    #[test]
    fn the_executable_is_the_one_that_cargo_names() {
        let messages = "{\"executable\":null}\n{\"executable\":\"/x/conventio\",\"fresh\":true}\n{\"success\":true}\n";
        assert_eq!(executable(messages).as_deref(), Some("/x/conventio"));
        assert_eq!(executable("{\"executable\":null}"), None);
    }
}
