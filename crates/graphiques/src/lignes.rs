//! Lines told apart by their dashes and their markers, each named at its end.

use crate::courbe::Cadre;
use crate::svg::{Ancre, FORT, PLEIN, Svg, Ton, couper};
use crate::{Mesure, Serie};

/// Dashes, in the order of the series.
const TIRETS: [&str; 4] = ["none", "8 4", "2 4", "10 4 2 4"];

/// The least distance between two names.
const ENTRE: i32 = 180;

/// How many characters of a name fit on the right.
const LETTRES: usize = 15;

pub(crate) fn dessiner(svg: &mut Svg, cadre: &Cadre<'_>) {
    let mut noms: Vec<(i32, Vec<String>)> = Vec::new();
    let series = &cadre.courbe.series;
    for (numero, serie) in series.iter().enumerate() {
        let mut dernier = None;
        let mut trace = Vec::new();
        let mut leve = true;
        for rang in 0..cadre.courbe.abscisses.len() {
            let x = cadre.x(rang);
            match serie.mesure(rang) {
                Mesure::Connue(valeur) => {
                    let y = cadre.y(valeur.mesure);
                    trace.push((if leve { 'M' } else { 'L' }, x, y));
                    leve = false;
                    dernier = Some((y, valeur.ecrit));
                }
                Mesure::Absente(absence) => {
                    // A gap is a gap: the line stops, and starts again after it.
                    leve = true;
                    let y = cadre.y(0) - 50 - 150 * i32::try_from(numero).unwrap_or(0);
                    svg.texte((x, y), Ancre::Milieu, Ton::Axe, absence.signe());
                }
            }
        }
        let tirets = TIRETS[numero % TIRETS.len()];
        svg.chemin(
            &trace,
            &format!("fill=\"none\" stroke=\"{FORT}\" stroke-width=\"2.5\" stroke-dasharray=\"{tirets}\""),
        );
        for (_, x, y) in &trace {
            marqueur(svg, (*x, *y), numero);
        }
        let (y, valeur) = dernier.unwrap_or((cadre.y(0), String::new()));
        let mut lignes = if noms_au_bout(series) { couper(&serie.nom, LETTRES) } else { Vec::new() };
        lignes.push(valeur);
        noms.push((y, lignes));
    }
    ecrire_les_noms(svg, cadre, noms);
}

/// Are all names short enough to stand at the end of their line? Otherwise the legend names the markers.
pub(crate) fn noms_au_bout(series: &[Serie]) -> bool {
    series.iter().all(|serie| couper(&serie.nom, LETTRES).len() <= 2)
}

/// The dashes and the marker of a line, for the legend.
pub(crate) fn cle(numero: usize) -> String {
    let mut svg = Svg::new("");
    let tirets = TIRETS[numero % TIRETS.len()];
    let trait_ = format!("fill=\"none\" stroke=\"{FORT}\" stroke-width=\"2.5\" stroke-dasharray=\"{tirets}\"");
    svg.chemin(&[('M', 0, 70), ('L', 280, 70)], &trait_);
    marqueur(&mut svg, (140, 70), numero);
    svg.corps()
}

/// Names at the height of their line's end, pushed apart where they would cover each other.
fn ecrire_les_noms(svg: &mut Svg, cadre: &Cadre<'_>, noms: Vec<(i32, Vec<String>)>) {
    let mut dans_l_ordre: Vec<(usize, i32, Vec<String>)> =
        noms.into_iter().enumerate().map(|(numero, (y, lignes))| (numero, y, lignes)).collect();
    dans_l_ordre.sort_by_key(|(numero, y, _)| (*y, *numero));
    let hauteur: i32 = dans_l_ordre.iter().map(|(_, _, lignes)| haut(lignes)).sum();
    let mut libre = cadre.haut - 200;
    let mut reste = hauteur;
    for (numero, y, lignes) in dans_l_ordre {
        // As near its line as the names above and below allow.
        let au_plus_bas = cadre.bas + 150 - reste;
        let mut ici = (y - 60).min(au_plus_bas).max(libre);
        reste -= haut(&lignes);
        libre = ici + haut(&lignes);
        let x = cadre.gauche + cadre.large;
        marqueur(svg, (x + 40, ici), numero);
        ici += 50;
        let derniere = lignes.len().saturating_sub(1);
        for (rang, ligne) in lignes.iter().enumerate() {
            let ton = if rang == derniere { Ton::Valeur } else { Ton::Nom };
            svg.texte((x + 120, ici), Ancre::Debut, ton, ligne);
            ici += 150;
        }
    }
}

fn haut(lignes: &[String]) -> i32 {
    150 * i32::try_from(lignes.len()).unwrap_or(1) + ENTRE - 150
}

/// One shape per series: disc, square, triangle, diamond.
fn marqueur(svg: &mut Svg, (x, y): (i32, i32), numero: usize) {
    let attributs = format!("fill=\"{PLEIN}\" stroke=\"{FORT}\" stroke-width=\"1.5\"");
    let (g, d, h, b) = (x - 45, x + 45, y - 45, y + 45);
    let trace = match numero % TIRETS.len() {
        0 => vec![
            ('M', g, y),
            ('L', x - 30, h + 15),
            ('L', x, h),
            ('L', x + 30, h + 15),
            ('L', d, y),
            ('L', x + 30, b - 15),
            ('L', x, b),
            ('L', x - 30, b - 15),
            ('L', g, y),
        ],
        1 => vec![('M', g, h), ('L', d, h), ('L', d, b), ('L', g, b), ('L', g, h)],
        2 => vec![('M', x, h), ('L', d, b), ('L', g, b), ('L', x, h)],
        _ => vec![('M', x, h - 10), ('L', d + 10, y), ('L', x, b + 10), ('L', g - 10, y), ('L', x, h - 10)],
    };
    svg.chemin(&trace, &attributs);
}
