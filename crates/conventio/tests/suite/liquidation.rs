//! `liquider`: from a run to the ledger, by two people.

use crate::{Dossier, Fin, dit, regles};
use std::fs;

/// The figures of the run, without the one whose FSE have not arrived.
fn calcule() -> Dossier {
    let dossier = Dossier::avec_mesures();
    dossier.calculer("mesures.csv", "s.csv").reussie();
    dossier
}

fn liquider(dossier: &Dossier, quoi: &[&str], par: &str) -> Fin {
    let regles = regles();
    let mut arguments = vec!["liquider"];
    arguments.extend(quoi);
    arguments.extend(["--registre", "registre.db", "--auteur", par, "--conventions", regles.to_str().unwrap()]);
    dossier.lancer(&arguments)
}

fn preparer(dossier: &Dossier) -> Fin {
    liquider(dossier, &["preparer", "--manifeste", "s.csv.manifeste.json", "--nouveau"], "Anne")
}

fn montrer(dossier: &Dossier, quoi: &[&str]) -> String {
    dossier.lancer(&[&["liquider", "montrer", "--registre", "registre.db"], quoi].concat()).reussie()
}

fn payer(dossier: &Dossier, numero: &str) -> Fin {
    liquider(dossier, &["payer", numero, "--date", "2024-04-15"], "Carole")
}

#[test]
fn one_person_prepares_another_validates_and_the_ledger_is_written() {
    let dossier = calcule();
    // A is owed 1 680,00 € and B 1 656,56 €; C fails its socle; D waits for a figure.
    dit(
        &preparer(&dossier).reussie(),
        &["Liquidation 1 préparée", "2 versements", "3 336,56 €", "1 bénéficiaire dont un chiffre", "Rien n'est payé"],
    );
    dit(&liquider(&dossier, &["valider", "1"], "anne ").refusee(1), &["préparée par la même personne", "Une autre"]);
    dit(&payer(&dossier, "1").refusee(1), &["attend encore sa validation"]);
    dit(&liquider(&dossier, &["valider", "1"], "Bruno").reussie(), &["Liquidation 1 validée", "3 336,56 €"]);
    dit(&payer(&dossier, "1").reussie(), &["payée le 15/04/2024", "2 versements au grand livre"]);
    dit(&payer(&dossier, "1").refusee(1), &["est déjà payée"]);
    dit(&montrer(&dossier, &[]), &["payée", "Essai 2023 : paiement initial", "3 336,56 €"]);
    let detail = montrer(&dossier, &["1"]);
    dit(&detail, &["par Anne", "par Bruno", "par Carole, au 15/04/2024", "Empreintes SHA-256"]);
    let json: serde_json::Value = serde_json::from_str(&montrer(&dossier, &["1", "--format", "json"])).unwrap();
    assert_eq!(json["lignes"][1]["beneficiaire"], "B");
    assert_eq!(json["lignes"][1]["centimes"], "165656");
    assert_eq!(json["etapes"][2]["jour"], "2024-04-15");
    let regles = json["empreintes"]["regles"].as_str().unwrap();
    dit(&dossier.lire("s.csv.manifeste.json"), &[regles]);
}

#[test]
fn a_correction_pays_the_difference_only() {
    let dossier = calcule();
    preparer(&dossier).reussie();
    liquider(&dossier, &["valider", "1"], "Bruno").reussie();
    payer(&dossier, "1").reussie();
    dit(&preparer(&dossier).refusee(1), &["rien à verser"]);
    // A sent 100 FSE less: 23,900 × 0.07 € = 1 673,00 €, 7,00 € less than paid; D's figures arrive: 10 × 0.07 €.
    let mesures = crate::MESURES.replace("A,25000,24000,1", "A,25000,23900,1").replace("D,10,,1", "D,10,10,1");
    dossier.ecrire("mesures.csv", mesures);
    dossier.calculer("mesures.csv", "s.csv").reussie();
    dit(&preparer(&dossier).reussie(), &["Liquidation 2", "2 versements", "−6,30 €", "−7,00 € à reprendre"]);
    liquider(&dossier, &["valider", "2"], "Bruno").reussie();
    payer(&dossier, "2").reussie();
    let json: serde_json::Value = serde_json::from_str(&montrer(&dossier, &["2", "--format", "json"])).unwrap();
    let ligne = |rang: usize| (json["lignes"][rang]["nature"].clone(), json["lignes"][rang]["centimes"].clone());
    assert_eq!(ligne(0), ("indu".into(), "-700".into()));
    assert_eq!(ligne(1), ("initial".into(), "70".into()));
}

#[test]
fn a_run_that_rests_on_something_unknown_names_it_and_is_never_paid() {
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("produits.csv", "beneficiaire,cle,boites\nA,beta,10\nB,beta,3\n");
    dossier.calculer("mesures.csv", "s.csv").reussie();
    let inconnu = ["valeur inconnue : Produits ciblés, Beta : prime (produits[beta].prime), 2 bénéficiaires"];
    dit(&preparer(&dossier).reussie(), &["ne pourra pas être validée", inconnu[0]]);
    dit(&liquider(&dossier, &["valider", "1"], "Bruno").refusee(1), &["n'est pas un ordre de paiement", inconnu[0]]);
    dit(&payer(&dossier, "1").refusee(1), &["n'est pas un ordre de paiement", inconnu[0]]);
    dit(&montrer(&dossier, &[]), &["préparée, à confirmer"]);
    dit(&montrer(&dossier, &["1"]), &["Ce n'est pas un ordre de paiement", inconnu[0]]);
    dit(
        &liquider(&dossier, &["abandonner", "1", "--motif", "prime à publier"], "Bruno").reussie(),
        &["abandonnée", "rien n'en sera payé"],
    );
    dit(&montrer(&dossier, &["1"]), &["par Bruno : prime à publier"]);
}

#[test]
fn a_role_or_a_value_that_is_a_hypothesis_or_fictional_is_named_too() {
    let dossier = Dossier::avec_mesures();
    dossier.copier_les_regles();
    let regles = dossier.lire("regles/exemple/regles.toml");
    let hypothese = regles.replacen(
        "socle = true\nsource = \"S1\"\nconfiance = \"officiel\"",
        "socle = true\nconfiance = \"hypothese\"",
        1,
    );
    assert_ne!(regles, hypothese);
    dossier.ecrire("regles/exemple/regles.toml", hypothese);
    dossier.ecrire("produits.csv", "beneficiaire,cle,boites\nA,beta,10\n");
    dossier.ecrire("fictif.toml", "[exemple]\n\"produits[beta].prime\" = \"3 €\"\n");
    let calculer = ["calculer", "exemple", "--conventions", "regles", "--exercice", "2023", "--mesures", "mesures.csv"];
    let suite = ["--details", "produit=produits.csv", "--sortie", "s.csv", "--parametres", "fictif.toml"];
    dossier.lancer(&[&calculer[..], &suite].concat()).reussie();
    let preparer = ["liquider", "preparer", "--manifeste", "s.csv.manifeste.json", "--registre", "r.db", "--nouveau"];
    let texte = dossier.lancer(&[&preparer[..], &["--auteur", "Anne"]].concat()).reussie();
    dit(
        &texte,
        &[
            "hypothèse : Rôle de « Exercice coordonné »",
            "valeur fictive : Produits ciblés, Beta : prime (produits[beta].prime), 1 bén",
        ],
    );
}

#[test]
fn a_file_that_changed_since_stops_everything() {
    let dossier = calcule();
    preparer(&dossier).reussie();
    for fichier in ["mesures.csv", "produits.csv", "s.csv", "s.csv.manifeste.json"] {
        let avant = dossier.lire(fichier);
        dossier.ecrire(fichier, format!("{avant}\n"));
        dit(&liquider(&dossier, &["valider", "1"], "Bruno").refusee(1), &[fichier, "a changé"]);
        dossier.ecrire(fichier, avant);
    }
    fs::remove_file(dossier.chemin("s.csv")).unwrap();
    dit(&liquider(&dossier, &["valider", "1"], "Bruno").refusee(4), &["s.csv", "n'existe plus"]);
}

#[test]
fn rules_that_changed_since_stop_the_validation_and_the_payment() {
    let dossier = calcule();
    preparer(&dossier).reussie();
    dossier.copier_les_regles();
    let regles = dossier.lire("regles/exemple/regles.toml");
    dossier.ecrire("regles/exemple/regles.toml", regles.replace("0,07 €", "0,08 €"));
    let valider = ["liquider", "valider", "1", "--registre", "registre.db", "--auteur", "Bruno"];
    dit(&dossier.lancer(&[&valider[..], &["--conventions", "regles"]].concat()).refusee(1), &["tarif_haut", "0,08 €"]);
    liquider(&dossier, &["valider", "1"], "Bruno").reussie();
    dossier.ecrire("mesures.csv", "beneficiaire,nb_factures,nb_fse,coordonne\nA,1,1,1\n");
    dit(&payer(&dossier, "1").refusee(1), &["mesures.csv", "a changé"]);
}

#[test]
fn wrong_uses_are_told() {
    let dossier = calcule();
    let sans_base = ["preparer", "--manifeste", "s.csv.manifeste.json"];
    dit(&liquider(&dossier, &sans_base, "Anne").refusee(4), &["« registre.db » n'existe pas", "--nouveau"]);
    assert!(!dossier.chemin("registre.db").exists(), "a mistyped path opens no empty register");
    preparer(&dossier).reussie();
    dit(&preparer(&dossier).refusee(1), &["attend une décision"]);
    dit(&liquider(&dossier, &["valider", "7"], "Bruno").refusee(2), &["la liquidation 7 n'existe pas", "montrer"]);
    dit(&liquider(&dossier, &["valider", "un"], "Bruno").refusee(2), &["« un »", "liquider valider"]);
    dit(&liquider(&dossier, &["payer", "1", "--date", "demain"], "C").refusee(2), &["« demain »", "2025-04-15"]);
    dit(&liquider(&dossier, &["payer", "1"], "C").refusee(2), &["il manque", "--date"]);
    dit(&liquider(&dossier, &["valider", "1"], " ").refusee(2), &["dites qui"]);
    let manifeste = ["preparer", "--manifeste", "mesures.csv"];
    dit(&liquider(&dossier, &manifeste, "Anne").refusee(3), &["pas un manifeste"]);
    let faux = ["preparer", "--manifeste", "s.csv.manifeste.json", "--versement", "initiale"];
    dit(&liquider(&dossier, &faux, "Anne").refusee(2), &["« initiale »", "« initial »"]);
    dit(&dossier.lancer(&["liquider", "vallider"]).refusee(2), &["« vallider »", "« valider »"]);
    dossier.ecrire("faux.db", "ceci n'est pas une base");
    let arguments = ["liquider", "montrer", "--registre", "faux.db"];
    dit(&dossier.lancer(&arguments).refusee(4), &["Cause :"]);
    let arguments = ["liquider", "montrer", "--registre", "mysql://ici/base"];
    dit(&dossier.lancer(&arguments).refusee(1), &["postgres://"]);
}
