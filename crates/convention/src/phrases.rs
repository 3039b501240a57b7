//! Sentences of pages with holes, which figures fill: « Votre cible : {cible} patients, à atteindre en {exercice + 1}. »

use crate::lecture::{Bloc, Famille};
use crate::{Defaut, Lu};

/// The hole for the last payment of a remuneration, in the titles of its screen: « Suivi au calcul de {versement} ».
pub const VERSEMENT: &str = "versement";

/// A text whose holes are filled exercice by exercice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// In their order.
    pub morceaux: Vec<Morceau>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Morceau {
    /// As it is written.
    Texte(String),
    /// The figure of something that a follow-up may show.
    Sujet(String),
    /// The year of the exercice, more or less some years.
    Exercice(i32),
}

impl Phrase {
    /// A sentence without holes.
    pub fn simple(texte: impl Into<String>) -> Self {
        Self { morceaux: vec![Morceau::Texte(texte.into())] }
    }

    /// The sentence for one exercice; nothing when a figure that it quotes is not known.
    pub fn remplir(&self, exercice: i32, chiffre: impl Fn(&str) -> Option<String>) -> Option<String> {
        let remplis = self.morceaux.iter().map(|morceau| match morceau {
            Morceau::Texte(texte) => Some(texte.clone()),
            Morceau::Sujet(code) => chiffre(code),
            Morceau::Exercice(decalage) => Some((exercice + decalage).to_string()),
        });
        remplis.collect()
    }

    /// The sentence where no figure is at hand.
    pub fn annoncer(&self, exercice: i32) -> String {
        self.remplir(exercice, |_| Some("…".to_owned())).unwrap_or_default()
    }

    /// What it quotes.
    pub fn sujets(&self) -> impl Iterator<Item = &str> {
        self.morceaux.iter().filter_map(|m| if let Morceau::Sujet(code) = m { Some(code.as_str()) } else { None })
    }

    /// Reads a sentence, and refers to what its holes name.
    pub(crate) fn lire(lu: &Lu<String>, bloc: &Bloc<'_>) -> Self {
        Self::lire_avec(lu, bloc, &[])
    }

    /// The same, where some holes are filled by the page.
    pub(crate) fn lire_avec(lu: &Lu<String>, bloc: &Bloc<'_>, de_la_page: &[&str]) -> Self {
        Self::lire_parmi(lu, bloc, Famille::Sujet, de_la_page)
    }

    /// The same, where the other holes name something of this family.
    pub(crate) fn lire_parmi(lu: &Lu<String>, bloc: &Bloc<'_>, famille: Famille, de_la_page: &[&str]) -> Self {
        let mut morceaux = Vec::new();
        let mut reste = lu.valeur.as_str();
        while let Some((avant, suite)) = reste.split_once('{') {
            if !avant.is_empty() {
                morceaux.push(Morceau::Texte(avant.to_owned()));
            }
            let Some((trou, apres)) = suite.split_once('}') else {
                let defaut = Defaut::new(&lu.place, "une accolade ouverte n'est pas refermée");
                bloc.defaut(defaut.conseil("écrivez {exercice}, {exercice - 1} ou {code}"));
                return Self { morceaux };
            };
            let trou = trou.trim();
            morceaux.push(match annee(trou) {
                Some(decalage) => Morceau::Exercice(decalage),
                None if de_la_page.contains(&trou) => Morceau::Sujet(trou.to_owned()),
                None => {
                    bloc.lecture.reference(famille, &Lu { valeur: trou.to_owned(), place: lu.place.clone() });
                    Morceau::Sujet(trou.to_owned())
                }
            });
            reste = apres;
        }
        if !reste.is_empty() {
            morceaux.push(Morceau::Texte(reste.to_owned()));
        }
        Self { morceaux }
    }
}

/// `exercice`, `exercice - 1`, `exercice + 2`.
fn annee(trou: &str) -> Option<i32> {
    let reste = trou.strip_prefix("exercice")?.trim_start();
    match (reste.chars().next(), reste.get(1..).and_then(|n| n.trim().parse::<i32>().ok())) {
        (None, _) => Some(0),
        (Some('-'), Some(n)) => Some(-n),
        (Some('+'), Some(n)) => Some(n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_may_hold_a_year_before_or_after() {
        assert_eq!(annee("exercice"), Some(0));
        assert_eq!(annee("exercice - 1"), Some(-1));
        assert_eq!(annee("exercice+2"), Some(2));
        assert_eq!((annee("exercices"), annee("cible")), (None, None));
    }

    #[test]
    fn a_sentence_is_not_said_when_a_figure_is_missing() {
        let phrase = Phrase {
            morceaux: vec![
                Morceau::Sujet("cible".to_owned()),
                Morceau::Texte(" en ".to_owned()),
                Morceau::Exercice(-1),
            ],
        };
        assert_eq!(phrase.remplir(2024, |_| Some("12".to_owned())).as_deref(), Some("12 en 2023"));
        assert_eq!(phrase.remplir(2024, |_| None), None);
        assert_eq!(phrase.sujets().collect::<Vec<_>>(), ["cible"]);
    }
}
