//! From exact figures to the integers that charts are made of.

use super::figures::{Sujet, Vue};
use convention::Sens;
use explication::{Chiffre, Nature};
use formule::{Fraction, Marques};
use graphiques::{Absence, Axe, Mesure, Valeur};

/// Charts hold millionths: no rate, price or count of a rule folder needs more to be drawn.
const ECHELLE: i128 = 1_000_000;

/// Up to this rate, a gauge of a hundred percent would show nothing.
const PETIT_TAUX: i64 = 250_000;

/// Its place on the scale of charts.
pub(super) fn rang(f: Fraction) -> i64 {
    let borne = |n: i128| i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX });
    f.n().checked_mul(ECHELLE).map_or_else(|| borne(f.n() / f.d()), |n| borne(n / f.d()))
}

/// A figure for a chart; nothing when it cannot be drawn at all.
pub(super) fn mesure(chiffre: &Chiffre, provisoire: bool) -> Option<Mesure> {
    if !chiffre.marques.connu() {
        return Some(Mesure::Absente(absence(chiffre.marques)));
    }
    let valeur = Valeur::new(rang(chiffre.exact?), chiffre.ecrit.clone());
    Some(Mesure::Connue(if provisoire { valeur.provisoire() } else { valeur }))
}

/// A known figure for a chart.
pub(super) fn valeur(chiffre: &Chiffre) -> Option<Valeur> {
    mesure(chiffre, false)?.valeur().cloned()
}

fn absence(marques: Marques) -> Absence {
    if marques.contient(Marques::INCONNU) {
        Absence::Inconnue
    } else if marques.contient(Marques::EN_ATTENTE) {
        Absence::NonDisponible
    } else {
        Absence::SansObjet
    }
}

/// The scale that holds some figures.
pub(super) fn axe(nature: Nature, figures: impl IntoIterator<Item = i64>) -> Axe {
    let unite = match nature {
        Nature::Taux => 10_000,
        Nature::Montant => 100_000_000,
        Nature::Nombre | Nature::Reponse => 1_000_000,
    };
    Axe::pour(figures, unite, |m| ecrire(nature, m))
}

/// The two ends of a gauge: the whole for a rate, round figures for what is small or counted.
pub(super) fn bouts(nature: Nature, figures: &[i64]) -> (Valeur, Valeur) {
    let haut = figures.iter().copied().max().unwrap_or(0);
    let entier = i64::try_from(ECHELLE).unwrap_or(i64::MAX);
    let tout = nature == Nature::Taux && haut <= entier && (haut > PETIT_TAUX || haut == 0);
    let axe = if tout { axe(nature, [entier]) } else { axe(nature, [haut.saturating_add(haut / 5)]) };
    axe.bouts()
}

pub(super) fn ecrire(nature: Nature, mesure: i64) -> String {
    Fraction::new(mesure.into(), ECHELLE).map_or_else(String::new, |f| nature.ecrire(f))
}

/// On which side the objective of something is.
pub(super) fn sens(vue: &Vue<'_>, sujet: Sujet<'_>) -> graphiques::Sens {
    match sujet {
        Sujet::Indicateur(code) if vue.indicateur(code).is_some_and(|(i, _)| i.sens == Sens::Baisse) => {
            graphiques::Sens::Baisse
        }
        _ => graphiques::Sens::Hausse,
    }
}
