//! The follow-up of a declared figure: what was transmitted, and nothing else.

use super::REPONSES;
use crate::lieu::Lieu;
use crate::{Visiteur, monde};
use std::sync::Arc;

/// The same world, where the number of lecteurs is followed.
fn lieu() -> Arc<Lieu> {
    let mut monde = monde::monde();
    let dispositifs = &mut monde.conventions[0].dispositifs;
    let mut suivi = dispositifs[0].suivis.iter().find(|s| s.code == "comptes").unwrap().clone();
    suivi.sujets = vec!["nb_lecteurs".to_owned()];
    dispositifs.iter_mut().find(|d| d.code == "equipement").unwrap().suivis.push(suivi);
    Lieu::avec(monde)
}

fn suivis(a1: &mut Visiteur) -> (String, serde_json::Value) {
    let page = a1.lire("/suivi/equipement").texte;
    let api: serde_json::Value = serde_json::from_str(&a1.lire("/api/v1/suivis/equipement").texte).unwrap();
    (page, api["suivis"][0]["tableaux"][0]["lignes"][0].clone())
}

#[test]
fn the_exercice_in_progress_follows_what_was_transmitted_and_the_one_before_what_was_computed() {
    let mut a1 = Visiteur::dans(&lieu()).entre("A1");
    // The figures of the run hold two lecteurs for both years; those of 2024 were never transmitted.
    let (page, api) = suivis(&mut a1);
    assert!(page.contains("data-titre=\"Exercice 2023\">2</td>"), "{page}");
    assert!(page.contains("data-titre=\"Exercice 2024\">0</td>"), "{page}");
    assert_eq!(api, serde_json::json!(["Nombre de lecteurs", "2", "0"]));
    a1.transmet(&REPONSES);
    let (page, api) = suivis(&mut a1);
    assert!(page.contains("data-titre=\"Exercice 2024\">3</td>"), "{page}");
    assert_eq!(api, serde_json::json!(["Nombre de lecteurs", "2", "3"]));
    // The same answer, on the page of the remuneration: 3 × 100 €.
    a1.lire("/remunerations/equipement/2024").dit(&["300,00\u{a0}€"]);
}
