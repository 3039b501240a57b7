//! Exercices for which nothing is paid: followed, never paid.

use crate::exemple::{REGLES, avec, defauts_de, dispositif, en_lignes};
use convention::Surcharges;

/// The example, in which nothing is paid for 2023.
fn suivi_en_2023() -> String {
    let regles = avec("annee = 2023", "annee = 2023\nremuneration = false");
    regles.replace("exercices = [2023, 2024]\nremunere = true", "exercices = [2024]\nremunere = true").replace(
        "[indicateurs.volume.roles]]",
        "[indicateurs.volume.roles]]\nexercices = [2023]\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n[[indicateurs.volume.roles]]",
    ) + "[[versements]]\ncode = \"solde\"\ntitre = \"Essai\"\nnature = \"solde\"\nformule = \"montant\"\n"
}

#[test]
fn an_exercice_that_pays_nothing_keeps_its_indicators_and_has_no_payment() {
    let regles = suivi_en_2023();
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, "");
    let compile = |annee| d.compiler(annee, &Surcharges::aucune()).unwrap().sorties;
    let (suivi, paye) = (compile(2023), compile(2024));
    assert!(!suivi.remuneration && paye.remuneration);
    assert!(suivi.versements.is_empty());
    assert_eq!(paye.versements.len(), 1);
    let volume = &suivi.indicateurs[1];
    assert!(volume.montant.is_none() && volume.atteint.is_some() && volume.objectif.is_some());
    assert!(d.remunere_en(2024) && !d.remunere_en(2023) && !d.remunere_en(2030));
}

#[test]
fn a_case_of_such_an_exercice_expects_no_amount_not_even_nothing() {
    let cas = r#"
[[cas]]
nom = "Au seuil"
exercice = 2023
entrees = { nb = 100, adhesion = true }
[cas.attendu]
etat = "suivi"
atteints = { volume = "atteint" }
valeurs = { volume = "100", "volume.objectif" = "100" }
[[cas]]
nom = "Un montant qui n'existe pas"
exercice = 2023
entrees = { nb = 100, adhesion = true }
[cas.attendu]
montant = "0 €"
versements = { solde = "0 €" }
"#;
    let d = dispositif(&suivi_en_2023(), cas);
    let ecarts = |rang: usize| en_lignes(&d.cas[rang].executer(&d).ecarts);
    assert_eq!(ecarts(0), "");
    assert_eq!(ecarts(1).matches("l'exercice 2023 n'est pas rémunéré").count(), 2, "{}", ecarts(1));
}

#[test]
fn what_pays_nothing_says_neither_what_it_pays_nor_when() {
    let regles = avec("annee = 2023", "annee = 2023\nremuneration = false\nversement_au_plus_tard = 2024-04-30");
    let defauts = defauts_de(&regles);
    assert!(defauts.contains("cet exercice ne verse rien"), "{defauts}");
    assert!(defauts.contains("« volume » est rémunéré en 2023, où rien n'est rémunéré"), "{defauts}");
    let jamais = avec("resume = \"Un essai.\"", "resume = \"Un essai.\"\nremuneration = false")
        + "[total]\nmontant = \"brut\"\n[[versements]]\ncode = \"solde\"\ntitre = \"Essai\"\nnature = \"solde\"\nformule = \"montant\"\n";
    let defauts = defauts_de(&jamais);
    assert!(defauts.contains("« volume » est rémunéré en 2023, 2024"), "{defauts}");
    assert!(defauts.contains("ce dispositif ne verse rien"), "{defauts}");
    assert!(defauts.contains("ce dispositif n'a pas de montant"), "{defauts}");
    assert_eq!(defauts_de(REGLES), "");
}
