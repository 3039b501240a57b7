//! The time of the law: Europe/Paris, on a clock that is an argument.

use formule::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use registre::Instant;
use std::fmt;
use std::sync::Arc;

/// The clock: tests make an hour pass, and the demonstration lives on its own day.
#[derive(Clone)]
pub struct Horloge(pub Arc<dyn Fn() -> Instant + Send + Sync>);

impl Horloge {
    /// What it says.
    pub fn maintenant(&self) -> Instant {
        (self.0)()
    }

    /// The day of the law.
    pub fn jour(&self) -> Date {
        jour_de_paris(self.maintenant())
    }
}

impl fmt::Debug for Horloge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Horloge")
    }
}

fn paris(instant: Instant) -> Zoned {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    Timestamp::from_millisecond(instant.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
}

/// The day in Paris.
pub fn jour_de_paris(instant: Instant) -> Date {
    let jour = paris(instant).date();
    Date::du_calendrier(i32::from(jour.year()), jour.month().unsigned_abs().into(), jour.day().unsigned_abs().into())
}

/// The moment of a time of day in Paris: what a window of the rules means by its days.
pub fn instant_de_paris(jour: Date, heure: i8, minute: i8, seconde: i8) -> Instant {
    let (annee, mois, quantieme) = jour.calendrier();
    let civil = i16::try_from(annee).ok().zip(i8::try_from(mois).ok().zip(i8::try_from(quantieme).ok())).and_then(
        |(annee, (mois, jour))| jiff::civil::DateTime::new(annee, mois, jour, heure, minute, seconde, 0).ok(),
    );
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    civil
        .and_then(|civil| civil.to_zoned(zone).ok())
        .map_or(Instant(0), |zoned| Instant(zoned.timestamp().as_millisecond()))
}

/// The last moment of a day in Paris, excluded: a window that closes on that day is open until then.
pub fn fin_du_jour(jour: Date) -> Instant {
    instant_de_paris(Date(jour.0 + 1), 0, 0, 0)
}

/// « 2025-01-15T11:00:00Z », for programs.
pub(crate) fn iso(instant: Instant) -> String {
    Timestamp::from_millisecond(instant.0).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// « 10 h 42 ».
pub(crate) fn heure(instant: Instant) -> String {
    let paris = paris(instant);
    format!("{}\u{a0}h\u{a0}{:02}", paris.hour(), paris.minute())
}

/// « 15/01/2025 à 10 h 42 ».
pub fn jour_et_heure(instant: Instant) -> String {
    format!("{} à {}", explication::jour(jour_de_paris(instant)), heure(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_paris_ends_at_its_own_midnight_in_winter_and_in_summer() {
        let hiver = fin_du_jour(Date::du_calendrier(2025, 1, 31));
        // 2025-01-31T23:00:00Z is midnight in Paris.
        assert_eq!(hiver, Instant(1_738_364_400_000));
        assert_eq!(jour_de_paris(Instant(hiver.0 - 1)), Date::du_calendrier(2025, 1, 31));
        assert_eq!(jour_de_paris(hiver), Date::du_calendrier(2025, 2, 1));
        // 2025-06-30T22:00:00Z.
        assert_eq!(fin_du_jour(Date::du_calendrier(2025, 6, 30)), Instant(1_751_320_800_000));
        assert_eq!(jour_et_heure(Instant(hiver.0 - 1000)), "31/01/2025 à 23\u{a0}h\u{a0}59");
    }
}
