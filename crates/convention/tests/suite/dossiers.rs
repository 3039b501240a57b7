//! The folders of the project: they load, compile for each exercice, and their cases pass.

use convention::{Fichier, Rapport, Regles, Surcharges, lire_dossier, verifier};
use std::path::{Path, PathBuf};

fn racine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rapport(dossier: &Path) -> Rapport {
    let fichiers = lire_dossier(dossier).unwrap();
    match Regles::charger(&fichiers) {
        Ok(regles) => verifier(&regles),
        Err(defauts) => panic!("{}", crate::exemple::en_lignes(&defauts)),
    }
}

/// Every difference of a report, one per line.
fn reproches(rapport: &Rapport) -> String {
    let defauts = rapport.dispositifs.iter().flat_map(|d| d.defauts.iter().map(ToString::to_string));
    let cas = rapport
        .dispositifs
        .iter()
        .flat_map(|d| &d.cas)
        .flat_map(|c| c.ecarts.iter().map(|e| format!("{} — {e}", c.nom)));
    defauts.chain(cas).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_convention_loads_compiles_and_keeps_its_promises() {
    let rapport = rapport(&racine().join("conventions"));
    assert_eq!(reproches(&rapport), "");
    assert!(rapport.cas_total() >= 120, "{} cas", rapport.cas_total());
}

#[test]
fn every_value_of_the_conventions_is_read_by_some_case() {
    let rapport = rapport(&racine().join("conventions"));
    let jamais: Vec<String> = rapport
        .dispositifs
        .iter()
        .flat_map(|d| d.jamais_atteints.iter().map(|j| format!("{} : {j}", d.code)))
        .collect();
    assert_eq!(jamais.join("\n"), "");
}

#[test]
fn the_overlay_of_the_demonstration_fits_the_conventions() {
    let regles = Regles::charger(&lire_dossier(&racine().join("conventions")).unwrap()).unwrap();
    let chemin = racine().join("demo/parametres-fictifs.toml");
    let contenu = std::fs::read_to_string(&chemin).unwrap();
    let fictives = Surcharges::fictives(&Fichier { chemin: chemin.display().to_string(), contenu }).unwrap();
    for (code, surcharges) in &fictives {
        let dispositif = regles.dispositif(code).unwrap();
        for annee in dispositif.annees() {
            if let Err(defauts) = dispositif.compiler(annee, surcharges) {
                panic!("{code} {annee} : {}", crate::exemple::en_lignes(&defauts));
            }
        }
    }
}

#[test]
fn the_hardest_dispositifs_fit_in_the_format() {
    let rapport = rapport(&racine().join("crates/convention/tests/brouillons"));
    assert_eq!(reproches(&rapport), "");
    assert!(rapport.dispositifs.len() >= 6);
}

#[test]
fn the_rules_of_the_bench_keep_their_promises() {
    assert_eq!(reproches(&rapport(&racine().join("bancs/remu_num_2023"))), "");
}

#[test]
fn a_single_folder_is_read_with_the_convention_above_it() {
    let fichiers = lire_dossier(&racine().join("crates/convention/tests/brouillons/vsm")).unwrap();
    assert!(fichiers.iter().any(|f| f.chemin.ends_with("brouillons/convention.toml")));
    assert_eq!(Regles::charger(&fichiers).unwrap().dispositifs().count(), 1);
}

/// The rows of the table of conventions in `docs/tracabilite.md`: the code, the folders, how many cases.
fn lignes_du_tableau() -> Vec<(String, String, usize)> {
    let page = std::fs::read_to_string(racine().join("docs/tracabilite.md")).unwrap();
    let (_, tableau) = page.split_once("## P24").unwrap();
    let ligne = |ligne: &str| {
        let cellules: Vec<&str> = ligne.trim_matches('|').split('|').map(str::trim).collect();
        let code = cellules.first()?.strip_prefix('`')?.split('`').next()?;
        Some((code.to_owned(), (*cellules.get(1)?).to_owned(), cellules.last()?.parse().ok()?))
    };
    tableau.lines().filter_map(ligne).collect()
}

#[test]
fn the_table_of_conventions_names_every_folder_and_counts_its_cases() {
    let regles = Regles::charger(&lire_dossier(&racine().join("conventions")).unwrap()).unwrap();
    let lues = lignes_du_tableau();
    assert_eq!(lues.len(), regles.conventions.len());
    for convention in &regles.conventions {
        let (_, dossiers, cas) = lues.iter().find(|(code, ..)| *code == convention.code).unwrap();
        for d in regles.dispositifs_de(convention) {
            assert!(dossiers.contains(&format!("`{}`", d.code)), "{} : {}", convention.code, d.code);
        }
        let combien: usize = convention.dispositifs.iter().map(|d| d.cas.len()).sum();
        assert_eq!(*cas, combien, "{}", convention.code);
    }
}
