//! The day that a document bears, and what proves that it was not altered.

use std::fmt;

/// What lets anybody check a document against what the service keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Preuve {
    /// The hash of what the document tells, as the service keeps it.
    pub empreinte: Empreinte,
    /// Where it can be checked: an address that anybody may open.
    pub adresse: String,
    /// What the hash covers and what to do at the address, in one sentence.
    pub explication: String,
}

/// A SHA-256, written as sixty-four lowercase hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Empreinte(String);

impl Empreinte {
    /// Reads the sixty-four digits; anything else is not a hash.
    pub fn new(hexadecimal: &str) -> Option<Self> {
        let digits = hexadecimal.bytes().all(|octet| matches!(octet, b'0'..=b'9' | b'a'..=b'f'));
        (digits && hexadecimal.len() == 64).then(|| Self(hexadecimal.to_owned()))
    }

    /// The hash of thirty-two bytes.
    pub fn of_bytes(octets: [u8; 32]) -> Self {
        Self(octets.iter().map(|octet| format!("{octet:02x}")).collect())
    }

    /// The sixty-four digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight digits, enough to tell two printed sheets apart.
    pub fn debut(&self) -> &str {
        &self.0[..8]
    }
}

impl fmt::Display for Empreinte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A day that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jour {
    annee: u16,
    mois: u8,
    jour: u8,
}

/// The months, as they are written after a day.
pub const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Jour {
    /// A day of the calendar, between the years 1000 and 9999, or nothing.
    pub fn new(annee: u16, mois: u8, jour: u8) -> Option<Self> {
        let bissextile = annee.is_multiple_of(4) && (!annee.is_multiple_of(100) || annee.is_multiple_of(400));
        let longueur = match mois {
            4 | 6 | 9 | 11 => 30,
            2 if bissextile => 29,
            2 => 28,
            1..=12 => 31,
            _ => 0,
        };
        let existe = (1000..=9999).contains(&annee) && (1..=longueur).contains(&jour);
        existe.then_some(Self { annee, mois, jour })
    }

    /// The year.
    pub fn annee(self) -> u16 {
        self.annee
    }

    /// The month, from 1 to 12.
    pub fn mois(self) -> u8 {
        self.mois
    }

    /// The day of the month, from 1.
    pub fn jour(self) -> u8 {
        self.jour
    }
}

/// Written in full, as in « 1er mars 2025 », with no-break spaces.
impl fmt::Display for Jour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quantieme = if self.jour == 1 { "1er".to_owned() } else { self.jour.to_string() };
        let mois = MOIS.get(usize::from(self.mois).wrapping_sub(1)).unwrap_or(&"");
        write!(f, "{quantieme}\u{a0}{mois}\u{a0}{}", self.annee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sixty_four_lowercase_hexadecimal_digits_are_a_hash() {
        assert!(Empreinte::new(&"0f".repeat(32)).is_some());
        assert_eq!(Empreinte::new(&"0F".repeat(32)), None);
        assert_eq!(Empreinte::new(&"0f".repeat(31)), None);
        assert_eq!(Empreinte::new(&"é".repeat(32)), None);
        assert_eq!(Empreinte::of_bytes([10; 32]).as_str(), "0a".repeat(32));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!(Jour::new(2024, 2, 29).is_some());
        assert!(Jour::new(2000, 2, 29).is_some());
        assert_eq!(Jour::new(2025, 2, 29), None);
        assert_eq!(Jour::new(1900, 2, 29), None);
        assert_eq!(Jour::new(2025, 4, 31), None);
        assert_eq!(Jour::new(2025, 13, 1), None);
        assert_eq!(Jour::new(2025, 1, 0), None);
    }

    #[test]
    fn a_day_is_written_in_french() {
        assert_eq!(Jour::new(2025, 8, 1).unwrap().to_string(), "1er\u{a0}août\u{a0}2025");
        assert_eq!(Jour::new(2025, 12, 31).unwrap().to_string(), "31\u{a0}décembre\u{a0}2025");
    }
}
