//! The follow-up of a declared figure: what was transmitted, and nothing else.

use super::REPONSES;
use crate::lieu::Lieu;
use crate::{Visiteur, monde};
use std::sync::Arc;
use teleservice::Monde;

/// The same world, where the number of lecteurs is followed.
fn lieu() -> Arc<Lieu> {
    Lieu::avec(suivi_des_lecteurs())
}

fn suivi_des_lecteurs() -> Monde {
    let mut monde = monde::monde();
    let dispositifs = &mut monde.conventions[0].dispositifs;
    let mut suivi = dispositifs[0].suivis.iter().find(|s| s.code == "comptes").unwrap().clone();
    suivi.sujets = vec!["nb_lecteurs".to_owned()];
    dispositifs.iter_mut().find(|d| d.code == "equipement").unwrap().suivis.push(suivi);
    monde
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

#[test]
fn what_is_prefilled_and_untouched_counts_without_being_transmitted() {
    let mut monde = suivi_des_lecteurs();
    for dispositif in &mut monde.conventions[0].dispositifs {
        // Without the question that is new this year, and the free text, everything is prefilled.
        dispositif.entrees.retain(|e| e.code != "boite" && e.code != "marque");
    }
    let mut a1 = Visiteur::dans(&Lieu::avec(monde)).entre("A1");
    let dite = "Vos réponses préremplies comptent dans ce suivi.";
    let (page, api) = suivis(&mut a1);
    assert!(page.contains(dite) && page.contains("href=\"/declarations/equipement/2024\""), "{page}");
    assert_eq!(api, serde_json::json!(["Nombre de lecteurs", "2", "2"]));
    // 2 × 100 €, as the form estimates it.
    a1.lire("/remunerations/equipement/2024").dit(&["200,00\u{a0}€"]);
    a1.lire("/suivi/equipement/2024/suivi.pdf").dit(&[dite]);
    assert!(!a1.lire("/suivi/equipement?exercice=2023").texte.contains(dite));
    // A draft changes nothing until it is transmitted, and the page says so.
    a1.enregistre(&[("nb_lecteurs", "3")]);
    let (page, api) = suivis(&mut a1);
    assert!(page.contains(dite) && page.contains("Votre brouillon n'est pas transmis"), "{page}");
    assert_eq!(api, serde_json::json!(["Nombre de lecteurs", "2", "2"]));
    a1.transmet(&[]);
    assert_eq!(suivis(&mut a1).1, serde_json::json!(["Nombre de lecteurs", "2", "3"]));
}
