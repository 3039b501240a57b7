//! What the contracts of somebody are called, from the most recent to the oldest.

use crate::Chiffre;
use convention::{Compile, Dispositif};
use formule::Ligne;
use formule::programme::Genre;

/// A contract, named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContratNomme {
    /// The rank of its figures, as given.
    pub rang: usize,
    /// Its code in the files.
    pub code: String,
    /// What people call it; no other contract of theirs is called so.
    pub nom: String,
}

impl ContratNomme {
    /// Its name inside a sentence: « contrat du 01/10/2020 ».
    pub fn dans_une_phrase(&self) -> String {
        let mut lettres = self.nom.chars();
        let premiere = lettres.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        // An acronym keeps its letters.
        match lettres.clone().next() {
            Some(seconde) if seconde.is_uppercase() => self.nom.clone(),
            _ => premiere + lettres.as_str(),
        }
    }
}

/// Names the contracts of somebody, each given by its rank, its code and its figures. The most recent comes first: the
/// one whose first day named by the rules is the latest, or whose code is the last.
pub fn nommer_les_contrats(
    dispositif: &Dispositif,
    compile: &Compile,
    contrats: impl IntoIterator<Item = (usize, String, Ligne)>,
) -> Vec<ContratNomme> {
    let nomme = |(rang, code, ligne): (usize, String, Ligne)| {
        let dit = Figures { compile, ligne: &ligne };
        let phrase = dispositif.nom_du_contrat.as_ref();
        let jour = phrase.and_then(|p| p.sujets().find_map(|cite| dit.jour(cite)));
        let nom = phrase.and_then(|p| p.remplir(compile.exercice, |cite| dit.ecrit(cite)));
        let nom = nom.unwrap_or_else(|| format!("Contrat {code}"));
        (jour, ContratNomme { rang, code, nom })
    };
    let mut tous: Vec<_> = contrats.into_iter().map(nomme).collect();
    tous.sort_by(|(a, un), (b, autre)| b.cmp(a).then_with(|| autre.code.cmp(&un.code)));
    let mut nommes: Vec<ContratNomme> = tous.into_iter().map(|(_, nomme)| nomme).collect();
    let noms: Vec<String> = nommes.iter().map(|n| n.nom.clone()).collect();
    for nomme in &mut nommes {
        if noms.iter().filter(|nom| **nom == nomme.nom).count() > 1 {
            nomme.nom = format!("{} ({})", nomme.nom, nomme.code);
        }
    }
    nommes
}

struct Figures<'a> {
    compile: &'a Compile,
    ligne: &'a Ligne,
}

impl Figures<'_> {
    fn rang(&self, code: &str) -> Option<usize> {
        self.compile.plan.entrees().iter().position(|entree| entree.code == code)
    }

    /// An input in words, when it is known.
    fn ecrit(&self, code: &str) -> Option<String> {
        let rang = self.rang(code)?;
        let (entree, cellule) = (self.compile.plan.entrees().get(rang)?, *self.ligne.entrees.get(rang)?);
        cellule.ok().map(|_| Chiffre::de_l_entree(entree, cellule).ecrit)
    }

    /// A day, as a number that grows.
    fn jour(&self, code: &str) -> Option<i64> {
        let rang = self.rang(code)?;
        self.compile.plan.entrees().get(rang).filter(|entree| entree.genre == Genre::Date)?;
        (*self.ligne.entrees.get(rang)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_capital_inside_a_sentence_unless_it_is_an_acronym() {
        let nomme = |nom: &str| ContratNomme { rang: 0, code: String::new(), nom: nom.to_owned() }.dans_une_phrase();
        assert_eq!(nomme("Contrat du 01/10/2020"), "contrat du 01/10/2020");
        assert_eq!((nomme("CAPI 2012"), nomme("")), ("CAPI 2012".to_owned(), String::new()));
    }
}
