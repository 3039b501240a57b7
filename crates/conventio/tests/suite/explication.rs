//! `expliquer`.

use crate::{Dossier, dit, regles};

fn expliquer(dossier: &Dossier, qui: &str, format: &str) -> crate::Fin {
    dossier.lancer(&[
        "expliquer",
        "exemple",
        "--conventions",
        regles().to_str().unwrap(),
        "--exercice",
        "2023",
        "--mesures",
        "mesures.csv",
        "--details",
        "produit=produits.csv",
        "--beneficiaire",
        qui,
        "--format",
        format,
    ])
}

#[test]
fn the_amount_is_explained_with_its_counts_its_branch_and_what_was_missing() {
    let dossier = Dossier::avec_mesures();
    let texte = expliquer(&dossier, "B", "texte").reussie();
    // Long lines are folded: what they say is compared, not where.
    let texte = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    dit(
        &texte,
        &[
            "1 656,56 € — payable",
            "23 040 / 24 750 = 93,09 %",
            "objectif 95 %",
            // 95 % of 24,750 is 23,512.5.
            "il en manquait 473",
            "arrondi(23 040 × 0,064 € par FSE) = 1 474,56 €",
            "car ex_taux.atteint → non",
            "Tarif au-dessous du seuil (tarif_bas) = 0,064 € par FSE [T1, article 2 ; S1 ; officiel]",
            "alpha = arrondi(boites × produits.prime) = arrondi(91 × 2 € par boite) = 182,00 €",
            "T1 Texte d'essai du 1er janvier 2023",
            "S1 Source d'essai",
        ],
    );
}

#[test]
fn the_lines_of_the_sum_add_up() {
    let dossier = Dossier::avec_mesures();
    let texte = expliquer(&dossier, "B", "texte").reussie();
    let (_, addition) = texte.split_once("ADDITION").unwrap();
    let lignes: Vec<&str> = addition.lines().filter(|l| l.contains("..")).collect();
    let montants: Vec<&str> = lignes.iter().map(|l| l.rsplit(". ").next().unwrap().trim()).collect();
    assert_eq!(montants, ["1 474,56 €", "182,00 €", "1 656,56 €", "1 656,56 €", "1 656,56 €"]);
}

#[test]
fn a_failed_socle_and_a_figure_that_has_not_arrived_are_said() {
    let dossier = Dossier::avec_mesures();
    dit(
        &expliquer(&dossier, "C", "texte").reussie(),
        &["0,00 € — non éligible", "✘ Exercice coordonné", "rien, un socle n'est pas atteint"],
    );
    let attente = expliquer(&dossier, "D", "texte").reussie();
    dit(&attente, &["montant non connu — en attente", "FSE transmises (nb_fse)", "pas encore disponible"]);
}

#[test]
fn what_is_unknown_is_named() {
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("produits.csv", "beneficiaire,cle,boites\nA,beta,10\n");
    dit(&expliquer(&dossier, "A", "texte").reussie(), &["incomplet", "Ce qui n'est pas connu", "produits[beta].prime"]);
}

#[test]
fn the_json_says_the_same() {
    let dossier = Dossier::avec_mesures();
    let json: serde_json::Value = serde_json::from_str(&expliquer(&dossier, "B", "json").reussie()).unwrap();
    assert_eq!(json["montant_centimes"], 165_656);
    assert_eq!(json["etat"], "payable");
    assert_eq!(json["indicateurs"][1]["etat"], "non_atteint");
    assert_eq!(json["indicateurs"][1]["valeur"]["quotient"], "23 040 / 24 750");
    assert_eq!(json["indicateurs"][1]["etapes"][1]["branches"][0]["vraie"], false);
}

#[test]
fn somebody_who_is_not_in_the_file_is_not_explained() {
    let dossier = Dossier::avec_mesures();
    dit(&expliquer(&dossier, "personne", "texte").refusee(2), &["« personne »", "Il y en a 4"]);
}
