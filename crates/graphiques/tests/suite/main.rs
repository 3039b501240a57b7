//! Charts through their one door: the drawing, the table, the sentence.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop there")]

mod dessins;
mod hasard;
mod lecture;

use graphiques::*;

pub(crate) fn valeur(mesure: i64) -> Valeur {
    Valeur::new(mesure, format!("{mesure}\u{a0}%"))
}

pub(crate) fn connue(mesure: i64) -> Mesure {
    Mesure::Connue(valeur(mesure))
}

pub(crate) fn axe(figures: &[i64]) -> Axe {
    Axe::pour(figures.iter().copied(), 1, |m| format!("{m}\u{a0}%"))
}

pub(crate) fn jauge(mesure: Mesure, objectif: Option<(i64, Option<bool>)>) -> Jauge {
    Jauge {
        titre: "Taux d'essai".to_owned(),
        valeur: mesure,
        objectif: objectif.map(|(o, atteint)| Objectif {
            nom: None,
            valeur: valeur(o),
            sens: Some(Sens::Hausse),
            atteint,
            mot: None,
        }),
        bas: valeur(0),
        haut: valeur(100),
    }
}

pub(crate) fn courbe(series: &[(&str, Vec<Mesure>)], objectifs: Vec<Option<Valeur>>) -> Courbe {
    let longueur = series.iter().map(|(_, mesures)| mesures.len()).max().unwrap_or(0);
    let figures =
        series.iter().flat_map(|(_, m)| m.iter().filter_map(Mesure::valeur)).chain(objectifs.iter().flatten());
    let figures: Vec<i64> = figures.map(|v| v.mesure).collect();
    Courbe {
        titre: "Taux d'essai".to_owned(),
        abscisse: "Année".to_owned(),
        abscisses: (0..longueur).map(|rang| (2020 + rang).to_string()).collect(),
        series: series
            .iter()
            .map(|(nom, m)| Serie { nom: (*nom).to_owned(), repere: false, mesures: m.clone() })
            .collect(),
        objectifs,
        nom_des_objectifs: None,
        sens: Some(Sens::Hausse),
        axe: axe(&figures),
    }
}
