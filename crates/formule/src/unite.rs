//! Units: what a number counts.

use std::collections::BTreeMap;
use std::fmt;

/// A product of powers of base units. The euro is one of them; a rate or a bare number has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Unite(BTreeMap<String, i8>);

impl Unite {
    /// No unit: a rate, or a bare number.
    pub fn aucune() -> Self {
        Self::default()
    }

    /// One base unit, in the singular (`patient`, `FSE`, `€`).
    pub fn simple(nom: &str) -> Self {
        Self(BTreeMap::from([(nom.to_owned(), 1)]))
    }

    /// The euro.
    pub fn euro() -> Self {
        Self::simple("€")
    }

    /// No unit at all?
    pub fn est_aucune(&self) -> bool {
        self.0.is_empty()
    }

    /// Does the euro appear to the power one? Such values are held in cents.
    pub fn en_euros(&self) -> bool {
        self.0.get("€") == Some(&1)
    }

    /// The power of the euro.
    pub fn puissance_euro(&self) -> i8 {
        self.0.get("€").copied().unwrap_or(0)
    }

    /// The unit of a product.
    #[must_use]
    pub fn fois(&self, autre: &Unite) -> Unite {
        self.composer(autre, 1)
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn sur(&self, autre: &Unite) -> Unite {
        self.composer(autre, -1)
    }

    fn composer(&self, autre: &Unite, signe: i8) -> Unite {
        let mut puissances = self.0.clone();
        for (nom, puissance) in &autre.0 {
            let somme = puissances.entry(nom.clone()).or_insert(0);
            *somme = somme.saturating_add(puissance.saturating_mul(signe));
        }
        puissances.retain(|_, puissance| *puissance != 0);
        Unite(puissances)
    }

    /// Reads `FSE`, `FSE par patient`, `point par patient par mois`; the empty text is no unit.
    ///
    /// # Errors
    /// A sentence in French when a word is missing around « par ».
    pub fn lire(texte: &str) -> Result<Unite, String> {
        let mut unite = Unite::aucune();
        if texte.trim().is_empty() {
            return Ok(unite);
        }
        for (rang, morceau) in format!(" {} ", texte.trim()).split(" par ").enumerate() {
            let nom = morceau.trim();
            if nom.is_empty() && rang == 0 {
                continue;
            }
            if nom.is_empty() || nom.contains(' ') {
                return Err(format!("« {texte} » n'est pas une unité (un mot au singulier, ou « mot par mot »)"));
            }
            let simple = Unite::simple(nom);
            unite = if rang == 0 { simple } else { unite.sur(&simple) };
        }
        Ok(unite)
    }
}

impl fmt::Display for Unite {
    /// As it is written in a rule folder: `FSE`, `€ par FSE`; empty for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut premier = true;
        for (nom, puissance) in self.0.iter().filter(|(_, p)| **p > 0) {
            for _ in 0..*puissance {
                write!(f, "{}{nom}", if premier { "" } else { " × " })?;
                premier = false;
            }
        }
        for (nom, puissance) in self.0.iter().filter(|(_, p)| **p < 0) {
            for _ in 0..puissance.unsigned_abs() {
                write!(f, "{}par {nom}", if premier { "" } else { " " })?;
                premier = false;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_per_box_times_boxes_are_euros() {
        let prime = Unite::lire("€ par boite").unwrap();
        assert_eq!(prime.fois(&Unite::simple("boite")), Unite::euro());
        assert_eq!(prime.to_string(), "€ par boite");
        assert!(Unite::lire("boite par").is_err());
    }
}
