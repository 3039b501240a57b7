//! `demo`.

use crate::{Dossier, dit};

#[test]
fn the_demonstration_needs_nothing_and_is_the_same_every_time() {
    let dossier = Dossier::new();
    let texte = dossier.lancer(&["demo", "--sans-serveur"]).reussie();
    dit(
        &texte,
        &["200 pharmacies", "exercice 2024", "Ensemble", "valeur fictive de démonstration", "ADDITION", "Montant dû"],
    );
    assert_eq!(dossier.lancer(&["demo", "--sans-serveur"]).reussie(), texte);
    assert!(dossier.noms().is_empty());
}

#[test]
fn what_the_demonstration_invents_is_never_payable() {
    let dossier = Dossier::new();
    let texte = dossier.lancer(&["demo", "--sans-serveur"]).reussie();
    let lignes: Vec<&str> = texte.lines().filter(|l| l.ends_with("€ *")).collect();
    assert!(!lignes.is_empty());
    let (_, explication) = texte.split_once("Une explication").unwrap();
    dit(explication, &["à confirmer, ne peut pas être payé en l'état — valeur fictive de démonstration"]);
}

#[test]
fn another_day_is_another_exercice() {
    let dossier = Dossier::new();
    dit(
        &dossier.lancer(&["demo", "--sans-serveur", "--date", "2024-02-01"]).reussie(),
        &["exercice 2023", "01/02/2024"],
    );
    dit(&dossier.lancer(&["demo", "--sans-serveur", "--date", "1999-01-01"]).refusee(2), &["1998"]);
    dit(&dossier.lancer(&["demo", "--sans-serveur", "--date", "hier"]).refusee(2), &["AAAA-MM-JJ"]);
}
