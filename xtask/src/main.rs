//! The commands of the project, run by `cargo xtask …`.

mod arbre;
mod banc;
mod bilan;
mod couts;
mod fleches;
mod guide;
mod image;
mod liens;
mod muter;
mod navigateur;
mod noms;
mod outils;
mod processus;
mod test;

use bilan::Bilan;
use std::process::ExitCode;

const AIDE: &str = "\
Les commandes du projet :

  cargo xtask test [--installer]   tout vérifier : forme, lints, tests, règles, WebAssembly, flèches, noms
                                   --installer ajoute ce qui manque (composants de Rust, PostgreSQL, Chromium, Node)
  cargo xtask fleches              les dépendances permises par ARCHITECTURE.md
  cargo xtask noms                 aucun code ni libellé de dispositif dans le code
  cargo xtask liens                les liens relatifs de la documentation
  cargo xtask muter [DISPOSITIF…]  chaque chiffre et chaque comparaison changés tour à tour : un cas s'en aperçoit-il ?
  cargo xtask couts                la part de chaque crate dans le temps de construction
  cargo xtask navigateur [ESSAI…]  les pages dans Chromium : accessibilité, clavier, histoires
  cargo xtask ecrans [--installer] les images de docs/ecrans, prises par les essais des pages
  cargo xtask image                l'image du README, d'après ce que montre la démonstration
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mots: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let racine = arbre::racine();
    let resultat = match mots.as_slice() {
        ["test"] => test::run(&racine, false),
        ["test", "--installer"] => test::run(&racine, true),
        ["fleches"] => report(fleches::check(&racine)),
        ["noms"] => report(noms::check(&racine)),
        ["liens"] => report(liens::check(&racine)),
        ["muter", dispositifs @ ..] => muter::run(&racine, dispositifs),
        ["navigateur", "--installer", fichiers @ ..] => navigateur::run(&racine, fichiers, true),
        ["navigateur", fichiers @ ..] => navigateur::run(&racine, fichiers, false),
        ["ecrans"] => navigateur::ecrans(&racine, false),
        ["ecrans", "--installer"] => navigateur::ecrans(&racine, true),
        ["couts"] => couts::run(&racine),
        ["image"] => image::run(&racine),
        _ => {
            eprint!("{AIDE}");
            return if matches!(mots.as_slice(), [] | ["aide" | "--help" | "-h"]) {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    match resultat {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Prints what one check found, for those who run it alone.
fn report(bilan: Result<Bilan, String>) -> Result<bool, String> {
    let bilan = bilan?;
    for ligne in &bilan.constats {
        println!("{ligne}");
    }
    println!("{} passed, {} failed", bilan.reussis, bilan.rates);
    Ok(bilan.rates == 0)
}
