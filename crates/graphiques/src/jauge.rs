//! One figure against its objective, on a half circle.

use crate::axe::place;
use crate::svg::{Ancre, FORT, PLEIN, Svg, Ton, couper};
use crate::tableau::minuscule;
use crate::{Graphique, Mesure, Sens, Tableau, Valeur};

/// A gauge.
#[derive(Debug, Clone)]
pub struct Jauge {
    /// What is measured.
    pub titre: String,
    /// How much of it.
    pub valeur: Mesure,
    /// What it should be.
    pub objectif: Option<Objectif>,
    /// The lowest end of the scale.
    pub bas: Valeur,
    /// The highest end.
    pub haut: Valeur,
}

/// What a figure should be.
#[derive(Debug, Clone)]
pub struct Objectif {
    /// What it is called, when it is not simply the objective.
    pub nom: Option<String>,
    /// The figure to reach, or not to exceed.
    pub valeur: Valeur,
    /// On which side; none for a mark that nothing is judged against.
    pub sens: Option<Sens>,
    /// Is it reached, when that is known?
    pub atteint: Option<bool>,
    /// What this is called, where « atteint » or « non atteint » would mislead.
    pub mot: Option<String>,
}

const CENTRE: (i32, i32) = (1_100, 1_040);
const RAYON: i32 = 840;
/// How many letters of a name stand on one line under the gauge, and how far apart two lines are.
const LARGEUR_DU_NOM: usize = 28;
const INTERLIGNE: i32 = 170;
/// The half circle counted in thousandths.
const TOUR: i32 = 1_000;

impl Graphique for Jauge {
    fn svg(&self, id: &str) -> String {
        let mut svg = Svg::new(id);
        let noms = self.objectif.as_ref().map_or_else(Vec::new, |o| couper(o.nom(), LARGEUR_DU_NOM));
        let de_plus = (1..).take(noms.len().saturating_sub(1)).last().unwrap_or(0) * INTERLIGNE;
        let debut = point(0, RAYON);
        svg.arc(debut, RAYON, point(TOUR, RAYON), Svg::rail());
        let en_place = |mesure| place(mesure, self.bas.mesure, self.haut.mesure, TOUR);
        let atteint = self.objectif.as_ref().and_then(|o| o.atteint);
        if let Some(valeur) = self.valeur.valeur() {
            let hachure = valeur.provisoire || atteint == Some(false);
            let trait_ = if hachure { svg.motif('h') } else { PLEIN.to_owned() };
            if en_place(valeur.mesure) > 0 {
                svg.arc(debut, RAYON, point(en_place(valeur.mesure), RAYON), &trait_);
            }
        }
        if let Some(objectif) = &self.objectif {
            let au = en_place(objectif.valeur.mesure);
            let (dedans, dehors) = (point(au, RAYON - 140), point(au, RAYON + 140));
            let repere = [('M', dedans.0, dedans.1), ('L', dehors.0, dehors.1)];
            svg.chemin(&repere, "fill=\"none\" stroke=\"#fff\" stroke-width=\"7\"");
            svg.chemin(&repere, &format!("class=\"g-objectif\" fill=\"none\" stroke=\"{FORT}\" stroke-width=\"3.5\""));
        }
        match &self.valeur {
            Mesure::Connue(v) => svg.texte((1_100, 920), Ancre::Milieu, Ton::Grand, &v.ecrit),
            Mesure::Absente(absence) => svg.texte((1_100, 920), Ancre::Milieu, Ton::Grand, absence.signe()),
        }
        svg.texte((120, 1_240), Ancre::Debut, Ton::Axe, &self.bas.ecrit);
        svg.texte((2_080, 1_240), Ancre::Fin, Ton::Axe, &self.haut.ecrit);
        if let Some(objectif) = &self.objectif {
            for (rang, ligne) in (0..).zip(&noms) {
                svg.texte((1_100, 1_470 + rang * INTERLIGNE), Ancre::Milieu, Ton::Nom, ligne);
            }
            svg.texte((1_100, 1_650 + de_plus), Ancre::Milieu, Ton::Valeur, &objectif.dit());
        }
        let haut = if self.objectif.is_some() { 1_740 + de_plus } else { 1_320 };
        let echelle = format!("Échelle de {} à {}.", self.bas.ecrit, self.haut.ecrit);
        svg.finir("g-jauge", (2_200, haut), &self.titre, &format!("{} {echelle}", self.phrase()))
    }

    fn tableau(&self) -> Tableau {
        let nom = self.objectif.as_ref().map_or("Objectif", Objectif::nom);
        let mut tableau = Tableau::new(["Ce qui est mesuré", "Valeur", nom]);
        let objectif = self.objectif.as_ref().map_or_else(|| "aucun".to_owned(), Objectif::dit);
        tableau.ligne([self.titre.clone(), self.valeur.ecrit(), objectif]);
        tableau
    }

    fn phrase(&self) -> String {
        let (titre, valeur) = (&self.titre, self.valeur.ecrit());
        let Some(objectif) = &self.objectif else { return format!("{titre}\u{a0}: {valeur}.") };
        let usuel = objectif.atteint.map(|atteint| if atteint { "atteint" } else { "non atteint" });
        let mot =
            usuel.map(|usuel| objectif.mot.as_deref().unwrap_or(usuel)).filter(|_| self.valeur.valeur().is_some());
        let fin = mot.map_or_else(String::new, |mot| format!(", {mot}"));
        match &objectif.nom {
            Some(nom) => format!("{titre}\u{a0}: {valeur}{fin}\u{a0}; {}\u{a0}: {}.", minuscule(nom), objectif.dit()),
            None => format!("{titre}\u{a0}: {valeur}, pour un objectif de {}{fin}.", objectif.dit()),
        }
    }
}

impl Objectif {
    fn nom(&self) -> &str {
        self.nom.as_deref().unwrap_or("Objectif")
    }

    /// What its name already says is not said again: « Au plus : 20 % ».
    fn dit(&self) -> String {
        match self.sens.filter(|_| self.nom.is_none()) {
            Some(sens) => sens.dire(&self.valeur.ecrit),
            None => self.valeur.ecrit.clone(),
        }
    }
}

/// A point of the half circle, from its left end to its right end.
fn point(rang: i32, rayon: i32) -> (i32, i32) {
    // From 0 to 1 800 tenths of a degree, clockwise from the left.
    let angle = rang * 1_800 / TOUR;
    let cosinus = if angle <= 900 { sinus(900 - angle) } else { -sinus(angle - 900) };
    (CENTRE.0 - rayon * cosinus / 10_000, CENTRE.1 - rayon * sinus(angle) / 10_000)
}

/// The sine of an angle between 0 and 180 degrees, in ten-thousandths of the radius; the angle in tenths of a degree.
/// Bhaskara's formula: it errs by less than two thousandths, a seventh of a unit here.
fn sinus(angle: i32) -> i32 {
    let produit = i64::from(angle) * i64::from(1_800 - angle);
    i32::try_from(40_000 * produit / (4_050_000 - produit)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_circle_goes_from_left_to_right_through_the_top() {
        assert_eq!(point(0, RAYON), (260, 1_040));
        assert_eq!(point(TOUR / 2, RAYON), (1_100, 200));
        assert_eq!(point(TOUR, RAYON), (1_940, 1_040));
        assert_eq!(sinus(300), 5_000);
    }
}
