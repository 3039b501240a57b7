//! `cargo xtask couts`: the share of each crate in the time of a build from nothing.

use crate::arbre;
use crate::processus::{cargo, run as start};
use std::collections::BTreeMap;
use std::path::Path;

/// Builds the executable from nothing in a folder of its own, and prints the twenty dearest crates.
pub(crate) fn run(racine: &Path) -> Result<bool, String> {
    let dossier = racine.join("target").join("couts");
    if dossier.exists() {
        std::fs::remove_dir_all(&dossier).map_err(|source| format!("{} : {source}", dossier.display()))?;
    }
    let cible = dossier.display().to_string();
    let arguments = ["build", "--locked", "--package", "conventio", "--timings", "--target-dir", &cible];
    if !start(racine, &cargo(), &arguments)?.reussi {
        return Ok(false);
    }
    let rapport = arbre::read(&dossier.join("cargo-timings").join("cargo-timing.html"))?;
    let couts = costs(&rapport);
    let total: u64 = couts.values().sum();
    let mut tri: Vec<(&String, &u64)> = couts.iter().collect();
    tri.sort_by_key(|(nom, duree)| (std::cmp::Reverse(**duree), *nom));
    println!("{} crates, {},{} s de calcul", couts.len(), total / 1000, total % 1000 / 100);
    for (nom, duree) in tri.iter().take(20) {
        let pour_mille = **duree * 1000 / total.max(1);
        println!(
            "{:>4},{} s  {:>3},{} %  {nom}",
            **duree / 1000,
            **duree % 1000 / 100,
            pour_mille / 10,
            pour_mille % 10
        );
    }
    Ok(true)
}

/// Milliseconds by crate, from the data that cargo's report embeds.
fn costs(rapport: &str) -> BTreeMap<String, u64> {
    let mut couts = BTreeMap::new();
    let donnees = rapport.find("UNIT_DATA = ").map_or("", |debut| &rapport[debut..]);
    let donnees = &donnees[..donnees.find("];").unwrap_or(donnees.len())];
    for unite in donnees.split("\"name\":").skip(1) {
        let nom = unite.split('"').nth(1).unwrap_or_default();
        let duree = unite.split("\"duration\":").nth(1).map_or(0, milliseconds);
        *couts.entry(nom.to_owned()).or_insert(0) += duree;
    }
    couts
}

/// Reads ` 12.34,…` as 12 340 ms.
fn milliseconds(texte: &str) -> u64 {
    let nombre = texte.trim_start().split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
    let (secondes, fraction) = nombre.split_once('.').unwrap_or((nombre, ""));
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    secondes.parse::<u64>().unwrap_or(0) * 1000 + millis.parse::<u64>().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_of_one_crate_are_summed() {
        let rapport = r#"const UNIT_DATA = [ {"i":0,"name": "arrow","duration": 1.5,"x":1},{"name": "arrow","duration": 0.25},
            {"name": "toml","duration": 2}]; const CPU = [{"name": "non"}];"#;
        assert_eq!(costs(rapport), BTreeMap::from([("arrow".to_owned(), 1750), ("toml".to_owned(), 2000)]));
    }
}
