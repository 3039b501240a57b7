//! Changes that no case can notice, because both texts say the same: `mutants-equivalents.toml`.

use super::mutants::Mutant;
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, DeValue};

pub(crate) const FICHIER: &str = "mutants-equivalents.toml";

/// Names of changes, each with its reason.
pub(crate) struct Equivalents(BTreeMap<String, String>);

impl Equivalents {
    /// Reads the list of a dispositif, if it has one: `[[equivalents]]` with `mutants = ["…"]` and `raison = "…"`.
    pub(crate) fn read(dossier: &Path) -> Result<Self, String> {
        let chemin = dossier.join(FICHIER);
        if !chemin.exists() {
            return Ok(Self(BTreeMap::new()));
        }
        Self::parse(&crate::arbre::read(&chemin)?).map_err(|defaut| format!("{} : {defaut}", chemin.display()))
    }

    fn parse(texte: &str) -> Result<Self, String> {
        let racine = DeTable::parse(texte).map_err(|defaut| defaut.to_string())?;
        let mut noms = BTreeMap::new();
        let Some(DeValue::Array(suite)) = racine.get_ref().get("equivalents").map(|v| v.get_ref()) else {
            return Err("il faut des [[equivalents]]".to_owned());
        };
        for element in suite {
            let DeValue::Table(table) = element.get_ref() else { return Err("[[equivalents]] attendu".to_owned()) };
            let Some(DeValue::String(raison)) = table.get("raison").map(|v| v.get_ref()) else {
                return Err("chaque groupe donne sa « raison »".to_owned());
            };
            let Some(DeValue::Array(mutants)) = table.get("mutants").map(|v| v.get_ref()) else {
                return Err("chaque groupe donne ses « mutants »".to_owned());
            };
            for mutant in mutants {
                let DeValue::String(nom) = mutant.get_ref() else { return Err("un mutant est un texte".to_owned()) };
                noms.insert(nom.to_string(), raison.to_string());
            }
        }
        Ok(Self(noms))
    }

    pub(crate) fn holds(&self, nom: &str) -> bool {
        self.0.contains_key(nom)
    }

    /// Those whose change no longer exists.
    pub(crate) fn without(&self, mutants: &[Mutant]) -> Vec<String> {
        self.0.keys().filter(|nom| !mutants.iter().any(|mutant| mutant.nom == **nom)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equivalent_needs_its_reason() {
        assert!(Equivalents::parse("[[equivalents]]\nmutants = [\"a\"]\n").is_err());
        let lus = Equivalents::parse("[[equivalents]]\nmutants = [\"a\", \"b\"]\nraison = \"…\"\n").expect("complete");
        assert!(lus.holds("b") && !lus.holds("c"));
        assert_eq!(lus.without(&[]), ["a", "b"]);
    }
}
