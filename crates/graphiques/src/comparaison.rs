//! Two figures of the same thing, one under the other.

use crate::svg::{Ancre, Boite, Fond, Svg, Ton, couper};
use crate::{Axe, Cle, Graphique, Mesure, Tableau};

/// A figure before, and the same after.
#[derive(Debug, Clone)]
pub struct Comparaison {
    /// What is measured.
    pub titre: String,
    /// When, then how much.
    pub avant: (String, Mesure),
    /// When, then how much.
    pub apres: (String, Mesure),
    /// The difference with its sign, in words, when both are known.
    pub ecart: Option<String>,
    /// Does the second figure do what is asked, when that is known?
    pub atteint: Option<bool>,
    /// The scale.
    pub axe: Axe,
}

/// The bars leave room on the right for their figures, on the left for a decrease.
const LARGE: i32 = 2_500;

/// How many characters of a name fit on a line.
const LETTRES: usize = 28;

impl Graphique for Comparaison {
    fn svg(&self, id: &str) -> String {
        let mut svg = Svg::new(id);
        let zero = self.axe.place(0, LARGE);
        let mut y = 0;
        for (rang, (quand, mesure)) in [&self.avant, &self.apres].into_iter().enumerate() {
            for ligne in couper(quand, LETTRES) {
                y += 240;
                svg.texte((0, y), Ancre::Debut, Ton::Nom, &ligne);
            }
            let barre = y + 80;
            y = barre + 340 + 150;
            svg.barre(Boite { x: 0, y: barre, large: LARGE, haut: 340 }, Fond::Rail);
            match mesure {
                Mesure::Connue(valeur) => {
                    let x = self.axe.place(valeur.mesure, LARGE);
                    let manque = rang == 1 && self.atteint == Some(false);
                    let fond = match (rang, manque || valeur.provisoire) {
                        (0, _) => Fond::Points,
                        (_, true) => Fond::Hachures,
                        (_, false) => Fond::Plein,
                    };
                    if x != zero {
                        svg.barre(Boite { x: x.min(zero), y: barre, large: (x - zero).abs(), haut: 340 }, fond);
                    }
                    svg.texte((LARGE + 100, barre + 220), Ancre::Debut, Ton::Valeur, &valeur.ecrit);
                }
                Mesure::Absente(absence) => {
                    svg.vide(Boite { x: zero, y: barre, large: 700, haut: 340 }, absence.signe());
                }
            }
        }
        svg.finir("g-comparaison", (4_000, y), &self.titre, &self.phrase())
    }

    fn tableau(&self) -> Tableau {
        let ((avant, de), (apres, a)) = (&self.avant, &self.apres);
        let mut tableau = Tableau::new(["Ce qui est mesuré", avant, apres, "Écart"]);
        let ecart = self.ecart.clone().unwrap_or_else(|| "non calculé".to_owned());
        tableau.ligne([self.titre.clone(), de.ecrit(), a.ecrit(), ecart]);
        tableau
    }

    fn phrase(&self) -> String {
        let ((avant, de), (apres, a)) = (&self.avant, &self.apres);
        let (titre, de, a) = (&self.titre, de.ecrit(), a.ecrit());
        let ecart = self.ecart.as_ref().map_or_else(String::new, |ecart| format!("\u{a0}; écart\u{a0}: {ecart}"));
        format!("{titre}\u{a0}: {avant}, {de}\u{a0}; {apres}, {a}{ecart}.")
    }

    fn legende(&self, id: &str) -> Vec<Cle> {
        let mut cles = Vec::new();
        if let Some(valeur) = self.apres.1.valeur() {
            if self.atteint == Some(false) {
                cles.push(Cle::hachures(id, "Objectif non atteint"));
            } else if valeur.provisoire {
                cles.push(Cle::hachures(id, "Valeur provisoire"));
            }
        }
        cles.extend(Cle::absences([&self.avant.1, &self.apres.1]));
        cles
    }
}
