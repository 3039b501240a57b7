//! Moments as people read them, in the time of the law.

use registre::Instant;
use teleservice::jour_et_heure;

/// `15/01/2025 à 13 h 04`, in Paris, with the plain spaces of a terminal.
pub(crate) fn a_paris(instant: Instant) -> String {
    jour_et_heure(instant).replace('\u{a0}', " ")
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
