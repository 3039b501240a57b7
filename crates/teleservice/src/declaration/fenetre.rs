//! The window in which one declares, on the clock: from the first second of its first day to the last of its last.

use crate::horloge::{fin_du_jour, instant_de_paris, jour_de_paris};
use convention::{Dispositif, Saisie};
use explication::jour;
use formule::Date;
use registre::Instant;

/// What the windows of an exercice say at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fenetre {
    /// One may declare until the end of this day; `initiale` is the day that a prolongation replaced.
    Ouverte { fermeture: Date, initiale: Option<Date> },
    /// It will open on this day.
    AVenir { ouverture: Date },
    /// It closed at the end of this day.
    Close { fermeture: Date },
    /// The rules do not say.
    Inconnue,
}

impl Fenetre {
    /// Reads the windows of an exercice, prolongations included.
    pub(crate) fn de(saisies: &[Saisie], instant: Instant) -> Self {
        let bornes = |s: &Saisie| Some((s.ouverture?, s.fermeture?));
        let ouverte = saisies.iter().find(|s| {
            bornes(s).is_some_and(|(o, f)| instant_de_paris(o, 0, 0, 0) <= instant && instant < fin_du_jour(f))
        });
        if let Some((s, (_, fermeture))) = ouverte.and_then(|s| Some((s, bornes(s)?))) {
            let avant = saisies.iter().filter(|autre| !autre.prolongation).filter_map(|autre| autre.fermeture);
            let initiale = s.prolongation.then(|| avant.filter(|f| *f < fermeture).max()).flatten();
            return Self::Ouverte { fermeture, initiale };
        }
        let jour = jour_de_paris(instant);
        if let Some(ouverture) = saisies.iter().filter_map(|s| s.ouverture).filter(|o| *o > jour).min() {
            return Self::AVenir { ouverture };
        }
        let closes = saisies.iter().filter_map(|s| s.fermeture).filter(|f| fin_du_jour(*f) <= instant);
        closes.max().map_or(Self::Inconnue, |fermeture| Self::Close { fermeture })
    }

    /// The window of an exercice, whether the rules know this exercice or not.
    pub(crate) fn en(dispositif: &Dispositif, annee: i32, instant: Instant) -> Self {
        Self::de(dispositif.exercice(annee).map_or(&[][..], |e| &e.saisies), instant)
    }

    pub(crate) fn ouverte(self) -> bool {
        matches!(self, Self::Ouverte { .. })
    }

    /// Is there something to see of it yet?
    pub(crate) fn a_commence(self) -> bool {
        matches!(self, Self::Ouverte { .. } | Self::Close { .. })
    }

    /// May answers still change one day?
    pub(crate) fn finie(self) -> bool {
        matches!(self, Self::Close { .. })
    }

    /// Why nothing can be written, in a sentence; nothing when it can.
    pub(crate) fn refus(self) -> Option<String> {
        match self {
            Self::Ouverte { .. } => None,
            Self::AVenir { ouverture } => {
                Some(format!("La saisie n'est pas ouverte. Elle ouvrira le {}.", jour(ouverture)))
            }
            Self::Close { fermeture } => {
                Some(format!("La période est close depuis le {} à 23\u{a0}h\u{a0}59.", jour(fermeture)))
            }
            Self::Inconnue => Some("La saisie n'est pas ouverte, et sa date d'ouverture n'est pas connue.".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convention::ConfianceDite;

    fn saisie(ouverture: (i32, u32, u32), fermeture: (i32, u32, u32), prolongation: bool) -> Saisie {
        let date = |(a, m, j)| Some(Date::du_calendrier(a, m, j));
        Saisie {
            ouverture: date(ouverture),
            fermeture: date(fermeture),
            prolongation,
            source: None,
            confiance: ConfianceDite::Officiel,
            note: None,
        }
    }

    #[test]
    fn a_window_is_open_from_its_first_second_to_its_last() {
        let saisies = [saisie((2024, 12, 9), (2025, 1, 31), false), saisie((2025, 2, 3), (2025, 2, 28), true)];
        let a = |jour: (i32, u32, u32), h, m, s| {
            let date = Date::du_calendrier(jour.0, jour.1, jour.2);
            Fenetre::de(&saisies, instant_de_paris(date, h, m, s))
        };
        let (janvier, fevrier) = (Date::du_calendrier(2025, 1, 31), Date::du_calendrier(2025, 2, 28));
        assert_eq!(a((2024, 12, 8), 23, 59, 59), Fenetre::AVenir { ouverture: Date::du_calendrier(2024, 12, 9) });
        assert_eq!(a((2024, 12, 9), 0, 0, 0), Fenetre::Ouverte { fermeture: janvier, initiale: None });
        assert_eq!(a((2025, 1, 31), 23, 59, 59), Fenetre::Ouverte { fermeture: janvier, initiale: None });
        assert_eq!(a((2025, 2, 1), 0, 0, 0), Fenetre::AVenir { ouverture: Date::du_calendrier(2025, 2, 3) });
        assert_eq!(a((2025, 2, 3), 0, 0, 0), Fenetre::Ouverte { fermeture: fevrier, initiale: Some(janvier) });
        assert_eq!(a((2025, 3, 1), 0, 0, 0), Fenetre::Close { fermeture: fevrier });
        assert_eq!(Fenetre::de(&[], Instant(0)), Fenetre::Inconnue);
    }
}
