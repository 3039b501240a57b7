//! Lines told apart by their dashes and their markers, each with its latest figure at its end; the legend names them.

use crate::Mesure;
use crate::courbe::Cadre;
use crate::svg::{Ancre, FORT, PLEIN, Svg, Ton};

/// Dashes, in the order of the series.
const TIRETS: [&str; 6] = ["none", "8 4", "2 4", "10 4 2 4", "18 5", "10 3 2 3 2 3"];

/// The least distance between two figures, large as they are in a narrow column.
const ENTRE: i32 = 240;

pub(crate) fn dessiner(svg: &mut Svg, cadre: &Cadre<'_>) {
    let mut figures: Vec<(usize, i32, String)> = Vec::new();
    let mut manques = vec![Vec::new(); cadre.courbe.abscisses.len()];
    for (numero, serie) in cadre.courbe.series.iter().enumerate() {
        let mut dernier = None;
        let mut trace = Vec::new();
        let mut leve = true;
        for (rang, manques) in manques.iter_mut().enumerate() {
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
                    if !manques.contains(&absence) {
                        manques.push(absence);
                    }
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
        figures.extend(dernier.map(|(y, ecrit)| (numero, y, ecrit)));
    }
    // What is missing is said once for each moment, whatever the number of lines: their table says which.
    for (rang, manques) in manques.iter().enumerate() {
        for (ligne, absence) in (0..).zip(manques) {
            svg.texte((cadre.x(rang), cadre.y(0) - 50 - ENTRE * ligne), Ancre::Milieu, Ton::Axe, absence.signe());
        }
    }
    ecrire_les_figures(svg, cadre, figures);
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

/// Figures at the height of their line's end, pushed apart where they would cover each other.
fn ecrire_les_figures(svg: &mut Svg, cadre: &Cadre<'_>, mut figures: Vec<(usize, i32, String)>) {
    figures.sort_by_key(|(numero, y, _)| (*y, *numero));
    let mut libre = cadre.haut - 200;
    let mut reste = ENTRE * i32::try_from(figures.len()).unwrap_or(1);
    for (numero, y, ecrit) in figures {
        // As near its line as the figures above and below allow.
        let ici = y.min(cadre.bas + 210 - reste).max(libre);
        reste -= ENTRE;
        libre = ici + ENTRE;
        let x = cadre.gauche + cadre.large;
        marqueur(svg, (x + 40, ici), numero);
        svg.texte((x + 120, ici + 60), Ancre::Debut, Ton::Valeur, &ecrit);
    }
}

/// One shape per series: disc, square, triangle, diamond, triangle on its point, cross.
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
        3 => vec![('M', x, h - 10), ('L', d + 10, y), ('L', x, b + 10), ('L', g - 10, y), ('L', x, h - 10)],
        4 => vec![('M', g, h), ('L', d, h), ('L', x, b), ('L', g, h)],
        _ => vec![
            ('M', x - 18, h),
            ('L', x + 18, h),
            ('L', x + 18, y - 18),
            ('L', d, y - 18),
            ('L', d, y + 18),
            ('L', x + 18, y + 18),
            ('L', x + 18, b),
            ('L', x - 18, b),
            ('L', x - 18, y + 18),
            ('L', g, y + 18),
            ('L', g, y - 18),
            ('L', x - 18, y - 18),
            ('L', x - 18, h),
        ],
    };
    svg.chemin(&trace, &attributs);
}
