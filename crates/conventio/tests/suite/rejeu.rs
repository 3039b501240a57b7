//! `rejouer`: the same bytes, or why not.

use crate::{Dossier, dit};

/// A run on a copy of the rules, which the test may then change.
fn calcule() -> Dossier {
    let dossier = Dossier::avec_mesures();
    dossier.copier_les_regles();
    let arguments =
        ["calculer", "exemple", "--conventions", "regles", "--exercice", "2023", "--mesures", "mesures.csv"];
    dossier.lancer(&[&arguments[..], &["--details", "produit=produits.csv", "--sortie", "s.csv"]].concat()).reussie();
    dossier
}

#[test]
fn the_same_rules_and_files_give_the_same_bytes() {
    for sortie in ["s.csv", "s.parquet"] {
        let dossier = Dossier::avec_mesures();
        dossier.calculer("mesures.csv", sortie).reussie();
        let manifeste = format!("{sortie}.manifeste.json");
        let avant = dossier.noms();
        dit(
            &dossier.lancer(&["rejouer", &manifeste, "--conventions", crate::regles().to_str().unwrap()]).reussie(),
            &["Rejeu identique"],
        );
        assert_eq!(dossier.noms(), avant, "a comparison leaves nothing");
        let copie = format!("copie-{sortie}");
        dossier.lancer(&["rejouer", &manifeste, "--sortie", &copie]).reussie();
        assert_eq!(std::fs::read(dossier.chemin(sortie)).unwrap(), std::fs::read(dossier.chemin(&copie)).unwrap());
    }
}

#[test]
fn a_changed_rule_is_refused_with_the_difference() {
    let dossier = calcule();
    let regles = dossier.lire("regles/exemple/regles.toml");
    dossier.ecrire("regles/exemple/regles.toml", regles.replace("0,07 €", "0,08 €"));
    let phrase = dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).refusee(1);
    dit(
        &phrase,
        &[
            "rejeu refusé",
            "tarif_haut depuis 2023-01-01",
            "- 0,07 € par FSE, officiel",
            "+ 0,08 € par FSE, officiel",
            "--conventions",
        ],
    );
    assert!(!phrase.contains("tarif_bas"), "what did not change is not told: {phrase}");
}

#[test]
fn a_changed_formula_or_a_value_added_is_part_of_the_difference() {
    let dossier = calcule();
    let regles =
        dossier.lire("regles/exemple/regles.toml").replace("a_defaut 0 % >= p.seuil", "a_defaut 0 % > p.seuil");
    let ajout = "[[tables.produits.lignes]]\nproduit = \"delta\"\nlibelle = \"Delta\"\nprime = \"3 €\"\ndepuis = 2023-01-01\nsource = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n\n[details.produit]";
    dossier.ecrire("regles/exemple/regles.toml", regles.replacen("[details.produit]", ajout, 1));
    let phrase = dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).refusee(1);
    dit(&phrase, &["ex_taux.atteint", "produits[delta].prime", "(ajouté)"]);
}

#[test]
fn a_changed_comment_changes_no_result() {
    let dossier = calcule();
    let regles = dossier.lire("regles/exemple/regles.toml");
    dossier.ecrire("regles/exemple/regles.toml", format!("# Une remarque de plus.\n{regles}"));
    let texte = dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).reussie();
    dit(&texte, &["ni leurs valeurs ni leurs formules", "Rejeu identique"]);
}

#[test]
fn a_changed_input_is_refused() {
    let dossier = calcule();
    for fichier in ["mesures.csv", "produits.csv"] {
        let avant = dossier.lire(fichier);
        dossier.ecrire(fichier, format!("{avant}\n"));
        dit(&dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).refusee(1), &["rejeu refusé", fichier, "a changé"]);
        dossier.ecrire(fichier, avant);
    }
    std::fs::remove_file(dossier.chemin("produits.csv")).unwrap();
    dit(&dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).refusee(4), &["produits.csv", "n'existe plus"]);
}

#[test]
fn the_manifest_finds_its_files_beside_it_in_another_folder() {
    let dossier = calcule();
    for nom in ["mesures.csv", "produits.csv", "s.csv.manifeste.json"] {
        let contenu = dossier.lire(nom);
        dossier.ecrire(&format!("ailleurs/{nom}"), contenu);
    }
    for nom in ["mesures.csv", "produits.csv"] {
        std::fs::remove_file(dossier.chemin(nom)).unwrap();
    }
    dit(&dossier.lancer(&["rejouer", "ailleurs/s.csv.manifeste.json"]).reussie(), &["Rejeu identique"]);
}

#[test]
fn an_output_changed_by_hand_is_told() {
    let dossier = calcule();
    dossier.ecrire("s.csv", "beneficiaire,montant,etat\nA,1000000.00,payable\n");
    dit(&dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).reussie(), &["Rejeu identique", "s.csv a été modifié"]);
}

#[test]
fn what_is_not_a_manifest_is_refused() {
    let dossier = Dossier::avec_mesures();
    dit(&dossier.lancer(&["rejouer", "mesures.csv"]).refusee(3), &["pas un manifeste", ".manifeste.json"]);
    dossier.ecrire("vide.json", "{}");
    dit(&dossier.lancer(&["rejouer", "vide.json"]).refusee(3), &["pas un manifeste"]);
    dossier.ecrire("futur.json", "{\"format\": 99}");
    dit(&dossier.lancer(&["rejouer", "futur.json"]).refusee(3), &["format 99"]);
    dit(&dossier.lancer(&["rejouer", "absent.json"]).refusee(4), &["absent.json", "n'existe pas"]);
}
