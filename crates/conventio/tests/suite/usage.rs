//! The command line itself.

use crate::{Dossier, dit};

/// Words that only an untranslated page would show.
const ANGLAIS: [&str; 10] =
    ["Usage", "Options:", "Commands", "Print", "default", "possible", "error", "required", "similar", "For more"];

#[track_caller]
fn en_francais(texte: &str) {
    for mot in ANGLAIS {
        // « Options: » is the same word in both languages; only its colon would tell.
        assert!(mot == "Options:" || !texte.contains(mot), "« {mot} » dans :\n{texte}");
    }
}

#[test]
fn every_page_of_help_is_in_french_and_gives_the_codes() {
    let dossier = Dossier::new();
    let accueil = dossier.lancer(&["--help"]).reussie();
    dit(&accueil, &["Utilisation :", "Codes de sortie", "0  tout est bon", "4  un fichier ne peut pas"]);
    en_francais(&accueil);
    for commande in [
        "demo",
        "verifier",
        "decrire",
        "calculer",
        "expliquer",
        "simuler",
        "formater",
        "rejouer",
        "completions",
        "liquider",
        "importer",
        "journal",
        "sauvegarder",
        "adresses",
        "completions",
    ] {
        let page = dossier.lancer(&[commande, "--help"]).reussie();
        dit(&page, &["Utilisation : conventio", commande]);
        en_francais(&page);
    }
    dit(&dossier.lancer(&["--version"]).reussie(), &["conventio 0."]);
}

#[test]
fn a_mistake_is_told_in_french_with_the_closest_word() {
    let dossier = Dossier::new();
    for (arguments, mots) in [
        (&["calcluer"][..], &["la commande « calcluer » n'existe pas", "« calculer »"][..]),
        (&["calculer", "x", "--mesure", "f"], &["« --mesure »", "« --mesures »"]),
        (&["calculer", "x"], &["il manque", "--exercice ANNEE", "--mesures FICHIER"]),
        (&["calculer", "x", "--exercice", "bientot"], &["« bientot » ne convient pas", "une année, comme 2024"]),
        (&["calculer", "x", "--exercice"], &["il manque la valeur de --exercice"]),
        (&["decrire", "x", "--exercice", "2023", "--format", "jsno"], &["« jsno »", "« json »"]),
        (&["decrire", "x", "--exercice", "2023", "--exercice", "2024"], &["--exercice ANNEE ne se donne qu'une fois"]),
        (&["rejouer", "a", "b"], &["« b » est de trop"]),
        (&["completions", "tcsh"], &["« tcsh »", "bash"]),
    ] {
        let phrase = dossier.lancer(arguments).refusee(2);
        dit(&phrase, mots);
        dit(&phrase, &["Utilisation :", "--help"]);
        en_francais(&phrase);
    }
}

#[test]
fn nothing_at_all_shows_the_help_and_is_a_mistake() {
    let dossier = Dossier::new();
    dit(&dossier.lancer(&[]).refusee(2), &["Utilisation :", "demo"]);
}

#[test]
fn shells_can_complete_the_commands() {
    let dossier = Dossier::new();
    for interpreteur in ["bash", "elvish", "fish", "powershell", "zsh"] {
        dit(&dossier.lancer(&["completions", interpreteur]).reussie(), &["calculer", "sans-serveur"]);
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let dossier = Dossier::new();
    let mut enfant = std::process::Command::new(env!("CARGO_BIN_EXE_conventio"))
        .args(["demo", "--sans-serveur"])
        .current_dir(dossier.chemin(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(enfant.stdout.take());
    let fin = enfant.wait_with_output().unwrap();
    assert!(fin.status.success() && fin.stderr.is_empty(), "{fin:?}");
}

#[test]
fn folders_without_rules_are_told() {
    let dossier = Dossier::new();
    dit(&dossier.lancer(&["verifier", "absent"]).refusee(4), &["« absent » n'est pas un dossier"]);
    dossier.ecrire("vide/rien.txt", "");
    dit(&dossier.lancer(&["verifier", "vide"]).refusee(1), &["aucun fichier regles.toml"]);
}

#[test]
fn the_addresses_of_the_service_are_listed_one_a_line() {
    let liste = Dossier::new().lancer(&["adresses"]).reussie();
    let lignes: Vec<_> = liste.lines().filter_map(|ligne| ligne.split_once(' ')).collect();
    assert_eq!(lignes, teleservice::adresses());
}
