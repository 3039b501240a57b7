//! Bars side by side, each with its figure.

use crate::courbe::Cadre;
use crate::svg::{Ancre, Boite, Fond, Svg, Ton};
use crate::{Mesure, Valeur};

pub(crate) fn dessiner(svg: &mut Svg, cadre: &Cadre<'_>) {
    let series = &cadre.courbe.series;
    let nombre = i32::try_from(series.len()).unwrap_or(1).max(1);
    let large = (cadre.pas() * 70 / 100 / nombre).min(560);
    for rang in 0..cadre.courbe.abscisses.len() {
        for (numero, serie) in (0..).zip(series) {
            let x = cadre.x(rang) + large * (2 * numero + 1 - nombre) / 2;
            match serie.mesure(rang) {
                Mesure::Connue(valeur) => {
                    let y = barre(svg, cadre, (x, large * 92 / 100), &valeur, numero > 0 || serie.repere);
                    let y = degager(y, cadre.courbe.objectif(rang).map(|o| cadre.y(o.mesure)));
                    // Two figures side by side are pushed apart.
                    let x = x + 60 * (2 * numero + 1 - nombre);
                    svg.texte((x, y), Ancre::Milieu, Ton::Valeur, &valeur.ecrit);
                }
                Mesure::Absente(absence) => svg.vide(cadre.vide(x, large * 92 / 100), absence.signe()),
            }
        }
    }
}

/// Draws a bar, and says where its figure goes.
fn barre(svg: &mut Svg, cadre: &Cadre<'_>, (x, large): (i32, i32), valeur: &Valeur, repere: bool) -> i32 {
    let (zero, y) = (cadre.y(0), cadre.y(valeur.mesure));
    let fond = match (repere, valeur.provisoire) {
        (true, _) => Fond::Points,
        (false, true) => Fond::Hachures,
        (false, false) => Fond::Plein,
    };
    // Nothing is drawn for zero but its figure.
    if y != zero {
        svg.barre(Boite { x: x - large / 2, y: y.min(zero), large, haut: (y - zero).abs() }, fond);
    }
    if valeur.mesure < 0 { y + 150 } else { y - 60 }
}

/// A figure that the mark of an objective would cross goes above it.
fn degager(y: i32, objectif: Option<i32>) -> i32 {
    match objectif {
        Some(repere) if (y - 190..y + 60).contains(&repere) => repere - 90,
        _ => y,
    }
}
