//! Addresses and names, checked before they come near a header.

use crate::textes::plain;
use lettre::Address;
use lettre::message::Mailbox;

/// An address and the name shown with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Boite(pub(crate) Mailbox);

impl std::fmt::Debug for Boite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Boite(…)")
    }
}

impl Boite {
    /// A mailbox; nothing when the address is not one. A name is brought to one line, and cut when it is endless.
    pub fn new(adresse: &str, nom: Option<&str>) -> Option<Self> {
        if adresse.chars().any(|c| c.is_control() || c.is_whitespace()) || adresse.len() > 254 {
            return None;
        }
        let adresse: Address = adresse.parse().ok()?;
        let nom = nom.map(|nom| plain(nom).chars().take(100).collect::<String>());
        Some(Self(Mailbox::new(nom.filter(|nom| !nom.is_empty()), adresse)))
    }

    /// Reads `Ma Convention <nom@domaine>`, or an address alone.
    pub fn read(texte: &str) -> Option<Self> {
        match texte.trim().strip_suffix('>').and_then(|texte| texte.rsplit_once('<')) {
            Some((nom, adresse)) => Self::new(adresse, Some(nom.trim().trim_matches('"'))),
            None => Self::new(texte.trim(), None),
        }
    }

    /// What follows the @.
    pub(crate) fn domaine(&self) -> &str {
        self.0.email.domain()
    }
}

#[cfg(test)]
mod tests {
    use super::Boite;

    #[test]
    fn a_mailbox_is_read_with_or_without_a_name() {
        let boite = Boite::read("Ma Convention <service@example.fr>").map(|boite| boite.0.to_string());
        assert_eq!(boite.as_deref(), Some("Ma Convention <service@example.fr>"));
        assert_eq!(Boite::read(" service@example.fr ").map(|b| b.domaine().to_owned()).as_deref(), Some("example.fr"));
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for faux in ["", "service", "a b@example.fr", "a@example.fr\r\nBcc: b@example.fr", "a@b@c", "<a@example.fr"] {
            assert_eq!(Boite::new(faux, None), None, "{faux:?}");
        }
    }
}
