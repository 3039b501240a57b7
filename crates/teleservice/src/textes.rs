//! The texts that an installation may write in its own words: compiled in, and replaced by those that it gives.

use crate::markdown::{Rendu, rendre};
use formule::Date;
use std::collections::BTreeMap;

/// The texts, by name, as the project writes them.
const FOURNIS: [(&str, &str); 5] = [
    ("accessibilite", include_str!("../../../textes/accessibilite.md")),
    ("aide", include_str!("../../../textes/aide.md")),
    ("donnees-personnelles", include_str!("../../../textes/donnees-personnelles.md")),
    ("mentions-legales", include_str!("../../../textes/mentions-legales.md")),
    (MESSAGE, include_str!("../../../textes/message-suivi.md")),
];

/// The message that may stand in the place of the follow-up.
const MESSAGE: &str = "message-suivi";

/// The names of the texts that an installation may give.
pub fn noms_des_textes() -> impl Iterator<Item = &'static str> {
    FOURNIS.iter().map(|(nom, _)| *nom)
}

/// A text, and what its first lines say of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texte {
    entete: BTreeMap<String, String>,
    pub(crate) rendu: Rendu,
}

impl Texte {
    /// Reads `clé : valeur` between two lines of dashes, then the text.
    fn lire(source: &str) -> Self {
        let source = source.replace("\r\n", "\n");
        let (entete, corps) =
            source.strip_prefix("---\n").and_then(|reste| reste.split_once("\n---\n")).unwrap_or(("", source.as_str()));
        let cles = entete.lines().filter_map(|ligne| ligne.split_once(':'));
        let entete = cles.map(|(cle, valeur)| (cle.trim().to_owned(), valeur.trim().to_owned())).collect();
        Self { entete, rendu: rendre(corps) }
    }

    fn dit(&self, cle: &str) -> Option<&str> {
        self.entete.get(cle).map(String::as_str)
    }

    /// Is it to be shown on this day? A date that cannot be read shows nothing: silence is safer than a wrong day.
    fn vaut(&self, jour: Date) -> bool {
        let borne = |cle: &str, tient: fn(Date, Date) -> bool| match self.dit(cle) {
            None | Some("") => true,
            Some(ecrite) => ecrite.parse::<Date>().is_ok_and(|borne| tient(borne, jour)),
        };
        self.dit("actif") == Some("oui")
            && borne("depuis", |borne, jour| borne <= jour)
            && borne("jusqu_a", |borne, jour| jour <= borne)
    }
}

/// Every text of an installation.
#[derive(Debug)]
pub(crate) struct Textes(BTreeMap<&'static str, Texte>);

impl Textes {
    /// The texts given, and ours in the place of those that are not.
    pub(crate) fn lire(donnes: &BTreeMap<String, String>) -> Self {
        let texte = |(nom, fourni): &(&'static str, &str)| {
            (*nom, Texte::lire(donnes.get(*nom).map_or(*fourni, String::as_str)))
        };
        Self(FOURNIS.iter().map(texte).collect())
    }

    pub(crate) fn nomme(&self, nom: &str) -> Option<&Rendu> {
        self.0.get(nom).map(|texte| &texte.rendu)
    }

    /// The message of the dashboard on this day.
    pub(crate) fn message(&self, jour: Date) -> Option<&Rendu> {
        self.0.get(MESSAGE).filter(|texte| texte.vaut(jour)).map(|texte| &texte.rendu)
    }

    /// What the statement of accessibility says of the service, in two words.
    pub(crate) fn conformite(&self) -> String {
        let dite = self.0.get("accessibilite").and_then(|texte| texte.dit("conformite"));
        dite.unwrap_or("non conforme").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Texte;
    use formule::Date;

    #[test]
    fn a_message_is_shown_between_its_two_days() {
        let le = |mois, jour| Date::du_calendrier(2025, mois, jour);
        let texte = |entete: &str| Texte::lire(&format!("---\n{entete}\n---\n# Bonjour\n"));
        let date = texte("actif : oui\ndepuis : 2025-01-10\njusqu_a : 2025-01-20");
        let jours = [9, 10, 20, 21].map(|jour| date.vaut(le(1, jour)));
        assert_eq!(jours, [false, true, true, false]);
        assert!(texte("actif : oui").vaut(le(1, 1)));
        assert!(!texte("actif : non").vaut(le(1, 1)));
        assert!(!texte("actif : oui\ndepuis : demain").vaut(le(1, 1)));
        assert!(!Texte::lire("# Bonjour\n").vaut(le(1, 1)));
    }
}
