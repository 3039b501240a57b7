//! Whatever the figures, the table holds every figure of the drawing, and the same figures give the same bytes.

use crate::lecture::{attribut, textes, verifier};
use crate::{axe, courbe, valeur};
use graphiques::*;

/// A small generator of its own: the same runs everywhere.
struct Hasard(u64);

impl Hasard {
    fn suivant(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn sous(&mut self, borne: u64) -> u64 {
        self.suivant() % borne
    }

    fn figure(&mut self) -> i64 {
        match self.sous(8) {
            0 => 0,
            1 => i64::MAX,
            2 => i64::MIN,
            3 => -(self.sous(1_000) as i64),
            _ => self.sous(10_000) as i64,
        }
    }

    fn mesure(&mut self) -> Mesure {
        match self.sous(6) {
            0 => Mesure::Absente(Absence::NonDisponible),
            1 => Mesure::Absente(Absence::SansObjet),
            2 => Mesure::Connue(valeur(self.figure()).provisoire()),
            _ => Mesure::Connue(valeur(self.figure())),
        }
    }

    fn atteint(&mut self) -> Option<bool> {
        [None, Some(true), Some(false)][self.sous(3) as usize]
    }

    fn dessin(&mut self) -> Box<dyn Graphique> {
        match self.sous(4) {
            0 => {
                let objectif = (self.sous(2) == 0).then(|| (self.figure(), self.atteint()));
                Box::new(crate::jauge(self.mesure(), objectif))
            }
            1 => {
                let moments = self.sous(6);
                let noms = ["Un", "Deux au nom plus long que la place", "Trois", "Quatre"];
                let series: Vec<(&str, Vec<Mesure>)> = noms[..self.sous(5) as usize]
                    .iter()
                    .map(|nom| (*nom, (0..moments).map(|_| self.mesure()).collect()))
                    .collect();
                let objectifs = (0..moments).map(|_| (self.sous(2) == 0).then(|| valeur(self.figure()))).collect();
                Box::new(courbe(&series, objectifs))
            }
            2 => {
                let (avant, apres) = (self.mesure(), self.mesure());
                let figures: Vec<i64> = [&avant, &apres].iter().filter_map(|m| Some(m.valeur()?.mesure)).collect();
                Box::new(Comparaison {
                    titre: "Essai".to_owned(),
                    avant: ("2019".to_owned(), avant),
                    apres: ("2024".to_owned(), apres),
                    ecart: None,
                    atteint: self.atteint(),
                    axe: axe(&figures),
                })
            }
            _ => {
                let avancements = [Avancement::Fait, Avancement::NonFait, Avancement::SansReponse];
                let etapes = (0..self.sous(7)).map(|rang| Etape {
                    libelle: format!("Étape {rang} {}", "mot ".repeat(self.sous(30) as usize)),
                    avancement: avancements[self.sous(3) as usize],
                });
                Box::new(Etapes { titre: "Essai".to_owned(), etapes: etapes.collect() })
            }
        }
    }
}

#[test]
fn every_figure_of_a_drawing_is_in_its_table() {
    let mut hasard = Hasard(0x5eed);
    let mut vues = 0;
    for _ in 0..2_000 {
        let dessin = hasard.dessin();
        let (svg, tableau) = (dessin.svg("h"), dessin.tableau());
        verifier(&svg, "h");
        assert_eq!(svg, dessin.svg("h"));
        assert!(tableau.lignes.iter().all(|ligne| ligne.len() == tableau.entetes.len()), "{tableau:?}");
        let cellules = tableau.lignes.concat();
        for figure in textes(&svg, "g-valeur") {
            let mots = ["n.\u{a0}d.", "s.\u{a0}o.", "?"];
            let suites = ["", " (provisoire)", " ou plus", " au plus"];
            let dite = cellules.iter().any(|c| suites.iter().any(|suite| *c == format!("{figure}{suite}")));
            assert!(dite || mots.contains(&figure.as_str()) || figure.is_empty(), "« {figure} » : {tableau:?}");
            vues += 1;
        }
        assert!(dessin.phrase().ends_with('.'));
    }
    assert!(vues > 2_000, "{vues}");
}

#[test]
fn no_bar_leaves_its_drawing() {
    let mut hasard = Hasard(0xba4);
    for _ in 0..1_000 {
        let svg = hasard.dessin().svg("h");
        let cadre: Vec<i32> = attribut(&svg, "viewBox").split(' ').map(nombre).collect();
        for rect in svg.split("<rect ").skip(1).filter(|r| r.contains(" x=\"") || r.starts_with("x=\"")) {
            let [x, y, large, haut] = ["x", "y", "width", "height"].map(|a| nombre(attribut(rect, a)));
            assert!(x >= 0 && y >= 0 && large >= 0 && haut >= 0, "{rect}");
            assert!(x + large <= cadre[2] && y + haut <= cadre[3], "{rect}");
        }
    }
}

/// Tenths, read back.
fn nombre(ecrit: &str) -> i32 {
    let (entier, reste) = ecrit.split_once('.').unwrap_or((ecrit, "0"));
    let signe = if ecrit.starts_with('-') { -1 } else { 1 };
    entier.parse::<i32>().unwrap() * 10 + signe * reste.parse::<i32>().unwrap()
}
