//! Moments as people read them, in the time of the law.

use convention::Date;
use registre::Instant;

const JOUR: i64 = 86_400;

/// `15/01/2025 à 13 h 04`, in Paris.
pub(crate) fn a_paris(instant: Instant) -> String {
    let (jour, secondes) = local(instant);
    format!("{} à {} h {:02}", crate::explication::jour(jour), secondes / 3_600, secondes / 60 % 60)
}

/// The day and the seconds since midnight in Paris.
fn local(instant: Instant) -> (Date, i64) {
    let secondes = instant.0.div_euclid(1_000);
    let (annee, ..) = jour(secondes).calendrier();
    // From the last Sunday of March to that of October, at 1 h UTC: two hours ahead instead of one.
    let bascule = |mois| i64::from(dernier_dimanche(annee, mois).0) * JOUR + 3_600;
    let ete = (bascule(3)..bascule(10)).contains(&secondes);
    let locales = secondes + if ete { 7_200 } else { 3_600 };
    (jour(locales), locales.rem_euclid(JOUR))
}

fn jour(secondes: i64) -> Date {
    Date(i32::try_from(secondes.div_euclid(JOUR)).unwrap_or(i32::MAX))
}

/// Months of 31 days only.
fn dernier_dimanche(annee: i32, mois: u32) -> Date {
    let dernier = Date::du_calendrier(annee, mois, 31);
    // 1970-01-01 was a Thursday: day 3 was a Sunday.
    Date(dernier.0 - (dernier.0 - 3).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winter_and_summer_have_their_own_hour() {
        // 2025-01-15 12:00 UTC, then 2025-03-30 00:59 and 01:00 UTC, then 2025-10-26 00:59 and 01:00 UTC.
        for (secondes, dit) in [
            (1_736_942_400, "15/01/2025 à 13 h 00"),
            (1_743_296_340, "30/03/2025 à 1 h 59"),
            (1_743_296_400, "30/03/2025 à 3 h 00"),
            (1_761_440_340, "26/10/2025 à 2 h 59"),
            (1_761_440_400, "26/10/2025 à 2 h 00"),
        ] {
            assert_eq!(a_paris(Instant(secondes * 1_000)), dit);
        }
    }
}
