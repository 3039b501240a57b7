//! `simuler`.

use crate::{Dossier, dit, regles};

fn simuler(dossier: &Dossier, suite: &[&str]) -> crate::Fin {
    let conventions = regles();
    let base = [
        "simuler",
        "exemple",
        "--conventions",
        conventions.to_str().unwrap(),
        "--exercice",
        "2023",
        "--mesures",
        "mesures.csv",
        "--details",
        "produit=produits.csv",
    ];
    dossier.lancer(&[&base[..], suite].concat())
}

#[test]
fn winners_losers_and_totals_are_compared_to_the_cent() {
    let dossier = Dossier::avec_mesures();
    let avant = dossier.noms();
    let texte = simuler(&dossier, &["--parametre", "tarif_haut=0,08 €", "--parametre", "tarif_bas=0,05 €"]).reussie();
    // A: 24,000 × 0.01 € more; B: 23,040 × 0.014 € less.
    dit(
        &texte,
        &[
            "3 336,56 €",
            "3 254,00 €",
            "−82,56 €",
            "+240,00 €",
            "−322,56 €",
            "rien n'est modifié",
            "inconnu avant : 1, après : 1",
        ],
    );
    assert_eq!(dossier.noms(), avant, "nothing is written");
}

#[test]
fn the_json_gives_integers() {
    let dossier = Dossier::avec_mesures();
    let json = simuler(&dossier, &["--parametre", "seuil=90 %", "--format", "json"]).reussie();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["gagnants"], 1, "B reaches the new threshold");
    assert_eq!(json["perdants"], 0);
    // 23,040 × 0.006 €.
    assert_eq!(json["apres_centimes"], "347480");
}

#[test]
fn a_cell_of_a_table_a_dated_value_and_a_role_can_be_changed() {
    let dossier = Dossier::avec_mesures();
    dit(&simuler(&dossier, &["--parametre", "produits[alpha].prime=3 €"]).reussie(), &["+91,00 €"]);
    dit(&simuler(&dossier, &["--parametre", "tarif_haut@2023-01-01=0,08 €"]).reussie(), &["+240,00 €"]);
    dit(&simuler(&dossier, &["--parametre", "role.ex_coordonne.socle=non"]).reussie(), &["+1 474,56 €"]);
}

#[test]
fn an_unknown_parameter_or_a_value_of_another_kind_is_a_mistake_of_the_command() {
    let dossier = Dossier::avec_mesures();
    dit(&simuler(&dossier, &["--parametre", "tarif_hautt=1 €"]).refusee(2), &["« tarif_hautt »", "tarif_haut"]);
    dit(&simuler(&dossier, &["--parametre", "tarif_haut=bleu"]).refusee(2), &["tarif_haut"]);
    dit(&simuler(&dossier, &["--parametre", "tarif_haut"]).refusee(2), &["CODE=VALEUR"]);
}
