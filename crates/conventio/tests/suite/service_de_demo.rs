//! `demo` with its pages: the real executable, on a real port.

use crate::demo_ouverte::{Demo, entre};
use std::collections::BTreeSet;

/// The cents of an amount as a page writes it.
fn centimes(ecrit: &str) -> Option<i64> {
    let chiffres: String = ecrit.strip_suffix('€')?.chars().filter(|c| !c.is_whitespace()).collect();
    let (euros, decimales) = chiffres.split_once(',')?;
    (decimales.len() == 2).then(|| format!("{euros}{decimales}").replace('−', "-").parse().ok())?
}

#[test]
fn for_everybody_the_lines_shown_add_up_to_the_total_shown() {
    let demo = Demo::ouvrir();
    let mut totaux = 0;
    for rang in 1..=200 {
        let temoin = demo.entrer(&format!("99{rang:07}"));
        let (_, tuiles) = demo.demander("GET", "/remunerations", &temoin, "");
        let adresses: BTreeSet<&str> = tuiles
            .match_indices("href=\"/remunerations/")
            .map(|(debut, _)| entre(&tuiles[debut..], "href=\"", "\""))
            .collect();
        assert!(adresses.len() > 10);
        // Two payments never bear the same title.
        let (_, lues) = demo.demander("GET", "/api/v1/remunerations", &temoin, "");
        let lues: serde_json::Value = serde_json::from_str(&lues).unwrap();
        let titres: Vec<&str> =
            lues["remunerations"].as_array().unwrap().iter().filter_map(|r| r["titre"].as_str()).collect();
        let differents: BTreeSet<&str> = titres.iter().copied().collect();
        assert!(titres.len() > 20 && differents.len() == titres.len(), "pharmacie {rang} : {titres:?}");
        for adresse in adresses {
            let (tete, page) = demo.demander("GET", adresse, &temoin, "");
            assert!(tete.starts_with("HTTP/1.1 200"), "{adresse} : {tete}");
            let tableau = entre(&page, "<table class=\"tableau\">", "</table>");
            let montants: Vec<_> = tableau
                .match_indices("<td class=\"num\">")
                .map(|(debut, _)| centimes(entre(&tableau[debut..], "<td class=\"num\">", "</td>")))
                .collect();
            let (total, lignes) = montants.split_last().unwrap();
            let Some(total) = total else { continue };
            let somme: Option<i64> = lignes.iter().copied().sum();
            assert_eq!(somme, Some(*total), "pharmacie {rang}, {adresse} :\n{tableau}");
            assert_eq!(centimes(entre(&page, "class=\"grand\">", "</strong>")), Some(*total));
            totaux += 1;
        }
    }
    assert!(totaux > 2_000, "{totaux} totaux connus");
}

#[test]
fn a_port_that_is_no_port_is_refused() {
    crate::dit(&crate::Dossier::new().lancer(&["demo", "--port", "mille"]).refusee(2), &["« mille »", "65535"]);
}
