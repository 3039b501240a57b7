//! Bars side by side, each with its figure.

use crate::courbe::Cadre;
use crate::svg::{Boite, Etiquette, Fond, Svg, Ton};
use crate::{Mesure, Valeur};

/// Draws the bars, and says which they are and what is to be written on them.
pub(crate) fn dessiner(svg: &mut Svg, cadre: &Cadre<'_>) -> (Vec<Boite>, Vec<Etiquette>) {
    let (mut barres, mut figures) = (Vec::new(), Vec::new());
    let series = &cadre.courbe.series;
    let nombre = i32::try_from(series.len()).unwrap_or(1).max(1);
    let large = (cadre.pas() * 70 / 100 / nombre).min(560);
    // The latest figure of the first series is the one that is looked for.
    for (numero, serie) in (0..).zip(series) {
        for rang in (0..cadre.courbe.abscisses.len()).rev() {
            let x = cadre.x(rang) + large * (2 * numero + 1 - nombre) / 2;
            match serie.mesure(rang) {
                Mesure::Connue(valeur) => {
                    let (boite, y) = barre(svg, cadre, (x, large * 92 / 100), &valeur, numero > 0 || serie.repere);
                    barres.push(boite);
                    let y = degager(y, cadre.courbe.objectif(rang).map(|o| cadre.y(o.mesure)));
                    // Two figures side by side are pushed apart.
                    let x = x + 60 * (2 * numero + 1 - nombre);
                    figures.push(Etiquette { place: (x, y), ton: Ton::Valeur, texte: valeur.ecrit });
                }
                Mesure::Absente(absence) => svg.vide(cadre.vide(x, large * 92 / 100), absence.signe()),
            }
        }
    }
    (barres, figures)
}

/// Draws a bar, and says where it is and where its figure goes.
fn barre(svg: &mut Svg, cadre: &Cadre<'_>, (x, large): (i32, i32), valeur: &Valeur, repere: bool) -> (Boite, i32) {
    let (zero, y) = (cadre.y(0), cadre.y(valeur.mesure));
    let fond = match (repere, valeur.provisoire) {
        (true, _) => Fond::Points,
        (false, true) => Fond::Hachures,
        (false, false) => Fond::Plein,
    };
    let boite = Boite { x: x - large / 2, y: y.min(zero), large, haut: (y - zero).abs() };
    // Nothing is drawn for zero but its figure.
    if y != zero {
        svg.barre(boite, fond);
    }
    (boite, if valeur.mesure < 0 { y + 190 } else { y - 60 })
}

/// A figure that the mark of an objective would cross goes above it.
fn degager(y: i32, objectif: Option<i32>) -> i32 {
    match objectif {
        Some(repere) if (y - 190..y + 90).contains(&repere) => repere - 90,
        _ => y,
    }
}
