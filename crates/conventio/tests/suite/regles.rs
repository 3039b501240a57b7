//! `verifier`, `decrire`, `formater`.

use crate::{Dossier, dit, regles};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_rules_of_the_executable_are_good() {
    let dossier = Dossier::new();
    let fin = dossier.lancer(&["verifier"]);
    dit(&fin.dit, &["cas réussis, 0 cas raté, 0 défaut"]);
    assert_eq!(fin.code, Some(0), "{}", fin.dit);
}

#[test]
fn a_failed_case_is_shown_with_its_place() {
    let dossier = Dossier::new();
    dossier.copier_les_regles();
    let cas = dossier.lire("regles/exemple/cas/cas.toml");
    dossier.ecrire("regles/exemple/cas/cas.toml", cas.replace("montant = \"1 680,00 €\"", "montant = \"1 680,01 €\""));
    let fin = dossier.lancer(&["verifier", "regles"]);
    assert_eq!(fin.code, Some(1));
    dit(&fin.dit, &["Cas raté : 24 000 FSE à 96 %", "regles/exemple/cas/cas.toml:", "1 cas raté"]);
}

#[test]
fn every_defect_is_told_at_once_with_its_place() {
    let dossier = Dossier::new();
    dossier.copier_les_regles();
    let texte = dossier.lire("regles/exemple/regles.toml");
    let texte = texte.replace("nb_fse * p.tarif_bas", "nb_fse * p.tarif_bsa").replace("au_plus =", "au_pls =");
    dossier.ecrire("regles/exemple/regles.toml", texte);
    let fin = dossier.lancer(&["verifier", "regles/exemple"]);
    assert_eq!(fin.code, Some(1));
    dit(&fin.dit, &["regles/exemple/regles.toml:", "tarif_bsa", "tarif_bas", "« au_pls »", "au_plus"]);
    let calcul = dossier.lancer(&["decrire", "regles/exemple", "--exercice", "2023"]);
    dit(&calcul.refusee(1), &["ne peuvent pas être chargées", "tarif_bsa"]);
}

#[test]
fn the_report_is_also_json() {
    let dossier = Dossier::new();
    let fin = dossier.lancer(&["verifier", regles().to_str().unwrap(), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&fin.reussie()).unwrap();
    assert_eq!(json["bon"], true);
    assert_eq!(json["cas_reussis"], 2);
    assert_eq!(json["confiances"]["inconnu"], 1);
}

#[test]
fn the_columns_of_the_files_are_described() {
    let dossier = Dossier::new();
    let conventions = regles();
    let base = ["decrire", "exemple", "--conventions", conventions.to_str().unwrap(), "--exercice", "2023"];
    let texte = dossier.lancer(&[&base[..], &["--entrees"]].concat()).reussie();
    dit(
        &texte,
        &[
            "nb_fse",
            "nombre FSE",
            "de 0 à 5 000 000",
            "exercice",
            "mesure",
            "FSE transmises",
            "--details produit=FICHIER",
            "boites",
        ],
    );
    let json = dossier.lancer(&[&base[..], &["--entrees", "--format", "json"]].concat()).reussie();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 4);
    let mots = dossier.lancer(&base).reussie();
    dit(
        &mots,
        &[
            "Dispositif d'essai (exemple) — exercice 2023",
            "socle",
            "Tarif à partir du seuil [tarif_haut] = 0,07 €",
            "30/04/2024",
        ],
    );
}

#[test]
fn formulas_are_formatted_and_nothing_else_moves() {
    let dossier = Dossier::new();
    dossier.copier_les_regles();
    let bon = dossier.lire("regles/exemple/regles.toml");
    dossier.lancer(&["formater", "regles", "--verifier"]).reussie();
    let mauvais = bon.replace("nb_fse / nb_factures", "( nb_fse )/nb_factures");
    dossier.ecrire("regles/exemple/regles.toml", &mauvais);
    let fin = dossier.lancer(&["formater", "regles/exemple/regles.toml", "--verifier"]);
    assert_eq!(fin.code, Some(1));
    dit(&fin.dit, &["regles.toml n'est pas en forme"]);
    assert_eq!(dossier.lire("regles/exemple/regles.toml"), mauvais, "--verifier writes nothing");
    dossier.lancer(&["formater", "regles"]).reussie();
    assert_eq!(dossier.lire("regles/exemple/regles.toml"), bon);
}

#[test]
fn a_fact_that_several_dispositifs_read_has_the_same_codes_everywhere() {
    let dossier = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conventions");
    let lues = convention::Regles::charger(&convention::lire_dossier(&dossier).unwrap()).unwrap();
    let mut lus: BTreeMap<(&str, &str), (&str, Vec<&str>)> = BTreeMap::new();
    for d in lues.dispositifs() {
        for entree in d.entrees.iter().filter(|entree| !entree.choix.is_empty()) {
            let codes: Vec<&str> = entree.choix.iter().map(|choix| choix.code.as_str()).collect();
            let (ailleurs, attendus) =
                lus.entry((&d.convention, &entree.code)).or_insert_with(|| (&d.code, codes.clone()));
            assert_eq!(*attendus, codes, "« {} » de « {ailleurs} » et de « {} »", entree.code, d.code);
        }
    }
    assert!(lus.len() > 3);
}
