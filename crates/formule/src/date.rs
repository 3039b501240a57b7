//! Days of the proleptic Gregorian calendar, counted from 1970-01-01.

use std::fmt;
use std::str::FromStr;

/// A day. The number is the count of days since 1970-01-01, as in Parquet's DATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// First day that the rules may name: 1900-01-01.
    pub const MIN: Date = Date::du_calendrier(1900, 1, 1);
    /// Last day that the rules may name: 2199-12-31.
    pub const MAX: Date = Date::du_calendrier(2199, 12, 31);

    /// The day of a year, month (1 to 12) and day of the month, without any check.
    pub const fn du_calendrier(annee: i32, mois: u32, jour: u32) -> Self {
        // Years begin in March so that the leap day is the last of its year.
        let a = if mois <= 2 { annee - 1 } else { annee };
        let ere = a.div_euclid(400);
        let annee_d_ere = a - ere * 400;
        let mois_de_mars = (mois as i32 + 9) % 12;
        let jour_d_annee = (153 * mois_de_mars + 2) / 5 + jour as i32 - 1;
        let jour_d_ere = annee_d_ere * 365 + annee_d_ere / 4 - annee_d_ere / 100 + jour_d_annee;
        Date(ere * 146_097 + jour_d_ere - 719_468)
    }

    /// The day of a year, month and day of the month, if it exists and lies within [`Date::MIN`] and [`Date::MAX`].
    pub fn new(annee: i32, mois: u32, jour: u32) -> Option<Self> {
        if !(1..=12).contains(&mois) || jour == 0 || jour > jours_du_mois(annee, mois) {
            return None;
        }
        let date = Self::du_calendrier(annee, mois, jour);
        (Self::MIN..=Self::MAX).contains(&date).then_some(date)
    }

    /// Year, month (1 to 12) and day of the month.
    pub const fn calendrier(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let ere = z.div_euclid(146_097);
        let jour_d_ere = z - ere * 146_097;
        let annee_d_ere = (jour_d_ere - jour_d_ere / 1_460 + jour_d_ere / 36_524 - jour_d_ere / 146_096) / 365;
        let jour_d_annee = jour_d_ere - (365 * annee_d_ere + annee_d_ere / 4 - annee_d_ere / 100);
        let mois_de_mars = (5 * jour_d_annee + 2) / 153;
        let jour = (jour_d_annee - (153 * mois_de_mars + 2) / 5 + 1) as u32;
        let mois = if mois_de_mars < 10 { mois_de_mars + 3 } else { mois_de_mars - 9 } as u32;
        let annee = annee_d_ere + ere * 400 + if mois <= 2 { 1 } else { 0 };
        (annee, mois, jour)
    }

    /// The year.
    pub const fn annee(self) -> i32 {
        self.calendrier().0
    }

    /// The same day `n` months later; the last day of the month when that one is shorter.
    pub const fn plus_mois(self, n: i32) -> Self {
        let (annee, mois, jour) = self.calendrier();
        let rang = annee * 12 + mois as i32 - 1 + n;
        let (annee, mois) = (rang.div_euclid(12), rang.rem_euclid(12) as u32 + 1);
        let dernier = jours_du_mois(annee, mois);
        Self::du_calendrier(annee, mois, if jour < dernier { jour } else { dernier })
    }

    /// Whole months from `self` to `fin`: negative when `fin` comes first.
    pub const fn mois_entiers(self, fin: Date) -> i32 {
        let (a1, m1, _) = self.calendrier();
        let (a2, m2, _) = fin.calendrier();
        let n = (a2 - a1) * 12 + m2 as i32 - m1 as i32;
        if fin.0 >= self.0 {
            if self.plus_mois(n).0 > fin.0 { n - 1 } else { n }
        } else if self.plus_mois(n).0 < fin.0 {
            n + 1
        } else {
            n
        }
    }

    /// Whole years from `self` to `fin`.
    pub const fn annees_entieres(self, fin: Date) -> i32 {
        self.mois_entiers(fin) / 12
    }
}

const fn jours_du_mois(annee: i32, mois: u32) -> u32 {
    match mois {
        2 if annee % 4 == 0 && (annee % 100 != 0 || annee % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    /// ISO form, `2024-02-29`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, m, j) = self.calendrier();
        write!(f, "{a:04}-{m:02}-{j:02}")
    }
}

impl FromStr for Date {
    type Err = String;

    /// Reads the ISO form.
    fn from_str(texte: &str) -> Result<Self, String> {
        let refus = || format!("« {texte} » n'est pas une date (écrivez AAAA-MM-JJ)");
        let mut morceaux = texte.splitn(3, '-');
        let mut morceau = |longueur: usize| {
            morceaux
                .next()
                .filter(|m| m.len() == longueur && m.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|m| m.parse::<u32>().ok())
        };
        let (annee, mois, jour) = (morceau(4), morceau(2), morceau(2));
        match (annee, mois, jour) {
            (Some(a), Some(m), Some(j)) => Date::new(a as i32, m, j).ok_or_else(refus),
            _ => Err(refus()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_three_centuries_goes_and_comes_back() {
        let mut attendu = Date::MIN;
        while attendu <= Date::MAX {
            let (a, m, j) = attendu.calendrier();
            assert_eq!(Date::new(a, m, j), Some(attendu));
            attendu = Date(attendu.0 + 1);
        }
    }

    #[test]
    fn the_leap_day_has_its_anniversary_on_the_28th() {
        let naissance = Date::du_calendrier(1960, 2, 29);
        assert_eq!(naissance.plus_mois(12 * 65).to_string(), "2025-02-28");
        assert_eq!(naissance.annees_entieres(Date::du_calendrier(2025, 2, 28)), 65);
        assert_eq!(naissance.annees_entieres(Date::du_calendrier(2025, 2, 27)), 64);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!("2023-02-29".parse::<Date>().is_err());
        assert!("2023-2-9".parse::<Date>().is_err());
        assert!("2024-02-29".parse::<Date>().is_ok());
    }
}
