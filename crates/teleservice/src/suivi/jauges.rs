//! Gauges: one figure against what it should be, or against a mark.

use super::dessins::{bouts, ecrire, mesure, rang, sens, valeur};
use super::figures::Sujet;
use super::tableaux;
use super::widgets::{Dessin, Fonds, dessine};
use crate::mots;
use explication::Nature;
use formule::Fraction;
use graphiques::{Jauge, Objectif, Valeur};

/// A count without an objective has no end to be measured against, unless the rules write one: it stays a table.
pub(super) fn jauge(
    titre: &str,
    sujet: Sujet<'_>,
    echelle: Option<Fraction>,
    fonds: &Fonds<'_, '_>,
    id: &str,
) -> Dessin {
    let vue = fonds.vue;
    let (chiffre, objectif) = (vue.valeur(sujet), vue.objectif(sujet).and_then(|c| valeur(&c)));
    let lu = chiffre.as_ref().and_then(|c| Some((c.nature, mesure(c, vue.provisoire(sujet))?)));
    let mesurable = |nature| nature == Nature::Taux || objectif.is_some() || echelle.is_some();
    let Some((nature, mesure)) = lu.filter(|(nature, _)| mesurable(*nature)) else {
        return tableaux::simple(titre, &[sujet], fonds);
    };
    let figures: Vec<i64> = mesure.valeur().into_iter().chain(&objectif).map(|v| v.mesure).collect();
    // An end that the figure has passed is no longer one.
    let ecrite = echelle.filter(|e| figures.iter().all(|f| *f <= rang(*e)));
    let (bas, haut) = match ecrite {
        Some(e) => (Valeur::new(0, ecrire(nature, 0)), Valeur::new(rang(e), nature.ecrire(e))),
        None => bouts(nature, &figures),
    };
    let code = if let Sujet::Indicateur(code) = sujet { code } else { "" };
    let objectif = objectif.map(|valeur| Objectif {
        nom: vue.nom_de_l_objectif(code),
        valeur,
        sens: vue.juge(code).then(|| sens(vue, sujet)),
        atteint: fonds.atteint(sujet),
        mot: fonds.explique(sujet).and_then(|i| i.mot_de_l_etat.as_deref()).map(mots::minuscule),
    });
    let mut dessin = dessine(&Jauge { titre: sujet.libelle(vue), valeur: mesure, objectif, bas, haut }, id);
    let quotient = fonds.explique(sujet).and_then(|i| i.valeur.as_ref()).and_then(|v| v.quotient.as_ref());
    if let (Some(quotient), Some(chiffre)) = (quotient, chiffre.filter(|c| c.marques.connu())) {
        let calcul = format!(" Calcul\u{a0}: {} = {}.", quotient.replace(" / ", " ÷ "), chiffre.ecrit);
        dessin.phrase.push_str(&calcul);
    }
    dessin
}
