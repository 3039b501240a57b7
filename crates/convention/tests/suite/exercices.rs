//! What becomes of the rules in each exercice.

use crate::exemple::{REGLES, avec, dispositif};
use convention::Surcharges;

fn formule(regles: &str, annee: i32, code: &str) -> Option<String> {
    let programme = dispositif(regles, "").programme(annee, &Surcharges::aucune()).unwrap();
    programme.definitions.iter().find(|d| d.code == code).map(|d| d.formule.clone())
}

#[test]
fn socles_sum_and_total_are_made_from_the_roles() {
    let lue = |code| formule(REGLES, 2023, code).unwrap();
    assert_eq!(lue("socles_valides"), "adherent.atteint");
    assert_eq!(lue("somme_remuneres"), "volume.montant");
    assert_eq!(lue("taux_malus"), "0 %");
    assert_eq!(lue("montant_calcule"), "arrondi(brut * (1 - taux_malus))");
    assert_eq!(lue("montant"), "si eligible alors montant_calcule sinon 0 €");
}

#[test]
fn an_indicator_without_role_does_not_exist_that_year() {
    let regles = avec("exercices = [2023, 2024]\nremunere", "exercices = [2024]\nremunere");
    assert_eq!(formule(&regles, 2023, "somme_remuneres").as_deref(), Some("0 €"));
    assert_eq!(formule(&regles, 2023, "volume.montant"), None);
    assert!(formule(&regles, 2024, "volume.montant").is_some());
}

#[test]
fn a_socle_inactive_by_hypothesis_still_bears_on_the_result_when_it_is_not_reached() {
    let regles = avec(
        "socle = true\nconfiance = \"officiel\"",
        "actif = false\nmotif = \"présumé\"\nsocle = true\nconfiance = \"hypothese\"",
    );
    assert_eq!(
        formule(&regles, 2023, "socles_valides").as_deref(),
        Some("(adherent.atteint ou non p.role.adherent.socle)")
    );
    let regles = avec(
        "socle = true\nconfiance = \"officiel\"",
        "actif = false\nmotif = \"dit\"\nsocle = true\nconfiance = \"officiel\"",
    );
    assert_eq!(formule(&regles, 2023, "socles_valides").as_deref(), Some("vrai"));
    assert_eq!(formule(&regles, 2023, "adherent.atteint"), None);
}

#[test]
fn the_formula_of_the_day_is_the_one_that_counts() {
    let datee = "montant = [ { depuis = 2023-01-01, jusqu_a = 2023-12-31, formule = \"0 €\" }, { depuis = 2024-01-01, formule = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\" } ]";
    let regles = avec("montant = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\"", datee);
    assert_eq!(formule(&regles, 2023, "volume.montant").as_deref(), Some("0 €"));
    assert!(formule(&regles, 2024, "volume.montant").unwrap().contains("p.tarif"));
    let trouee = regles.replace(
        "depuis = 2023-01-01, jusqu_a = 2023-12-31, formule",
        "depuis = 2023-01-01, jusqu_a = 2023-06-30, formule",
    );
    let defauts = dispositif(&trouee, "").programme(2023, &Surcharges::aucune()).unwrap_err();
    assert!(defauts[0].message.contains("n'a pas de formule au 2023-12-31"), "{defauts:?}");
}

#[test]
fn a_formula_that_changes_within_an_exercice_needs_to_know_which_day_counts() {
    let datee = "montant = [ { depuis = 2023-01-01, jusqu_a = 2023-06-30, formule = \"0 €\" }, { depuis = 2023-07-01, formule = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\" } ]";
    let regles = avec("montant = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\"", datee);
    let defauts = dispositif(&regles, "").programme(2023, &Surcharges::aucune()).unwrap_err();
    assert!(defauts[0].message.contains("change pendant l'exercice 2023"), "{defauts:?}");
    let dite = regles.replace("resume = \"Un essai.\"", "resume = \"Un essai.\"\njour_du_droit = \"debut_exercice\"");
    assert_eq!(formule(&dite, 2023, "volume.montant").as_deref(), Some("0 €"));
}

#[test]
fn a_calcul_of_another_year_is_left_out_and_one_that_is_due_is_kept() {
    let regles = avec(
        "[indicateurs.adherent]",
        "[entrees.neuf]\nlibelle = \"Neuf\"\ntype = \"nombre FSE\"\nmax = 9\norigine = \"mesure\"\nexercices = [2024]\n[calculs.double]\nformule = \"neuf + neuf\"\n[indicateurs.adherent]",
    );
    assert_eq!(formule(&regles, 2023, "double"), None);
    assert!(formule(&regles, 2024, "double").is_some());
    let due = regles.replace("valeur = \"nb\"", "valeur = \"double\"");
    let d = dispositif(&due, "");
    let defauts = d.compiler(2023, &Surcharges::aucune()).unwrap_err();
    let conseil = defauts[0].conseil.clone().unwrap();
    assert_eq!(conseil, "l'entrée « neuf » n'existe pas cette année-là : complétez ses « exercices »");
}

#[test]
fn a_model_becomes_one_indicator_per_row_and_its_cells_keep_their_name() {
    let modele = r#"
[tables.lignes]
libelle = "Lignes"
cles = [ { code = "ligne_cle", type = "choix" } ]
colonnes = [ { code = "cible", type = "nombre FSE" } ]
[[tables.lignes.lignes]]
ligne_cle = "a"
libelle = "Première"
cible = 3
depuis = 2023-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21
[[tables.lignes.lignes]]
ligne_cle = "b"
libelle = "Seconde"
cible = "inconnu"
depuis = 2024-01-01
confiance = "inconnu"
verifie_le = 2026-11-21
[modeles.m]
table = "lignes"
prefixe = "m_"
[modeles.m.entrees.fait]
libelle = "Fait"
type = "nombre FSE"
max = 10
origine = "mesure"
[modeles.m.indicateur]
atteint = "fait >= ligne.cible"
[[modeles.m.indicateur.roles]]
exercices = [2023, 2024]
confiance = "officiel"
verifie_le = 2026-11-21
"#;
    let regles = format!("{REGLES}{modele}");
    let d = dispositif(&regles, "");
    let codes: Vec<&str> = d.indicateurs.iter().map(|i| i.libelle.as_str()).collect();
    assert_eq!(codes, ["Être adhérent", "Volume", "Première", "Seconde"]);
    assert!(formule(&regles, 2024, "m_b.atteint").is_some());
    assert_eq!(formule(&regles, 2023, "m_b.atteint"), None, "la ligne « b » n'existe qu'à partir de 2024");
    assert_eq!(formule(&regles, 2024, "lignes[b].cible").as_deref(), Some("lignes[\"b\"].cible"));
    d.compiler(2024, &Surcharges::aucune()).unwrap();
}

#[test]
fn what_was_already_paid_is_read_only_where_a_payment_asks_for_it() {
    let versements = "[[versements]]\ncode = \"avance\"\ntitre = \"Avance\"\nnature = \"avance\"\nformule = \"montant\"\n[[versements]]\ncode = \"solde\"\ntitre = \"Solde\"\nnature = \"solde\"\nformule = \"montant - deja_verse(avance)\"\n";
    let d = dispositif(&format!("{REGLES}{versements}"), "");
    let programme = d.programme(2023, &Surcharges::aucune()).unwrap();
    let codes: Vec<&str> = programme.entrees.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(codes, ["nb", "adhesion", "deja_verse_avance"]);
}
