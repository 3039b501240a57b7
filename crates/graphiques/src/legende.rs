//! What fills and signs mean.

use crate::svg::{FILET_FORT, FORT, PLEIN, identifiant};
use crate::{Absence, Mesure, lignes};

/// A sign and its meaning. The sign is a decoration: the meaning is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cle {
    /// A small drawing, hidden from those who do not look.
    pub svg: String,
    /// What it means.
    pub nom: String,
}

impl Cle {
    pub(crate) fn plein(nom: &str) -> Self {
        Self::carre(PLEIN, nom)
    }

    pub(crate) fn points(id: &str, nom: &str) -> Self {
        Self::carre(&format!("url(#{}-p)", identifiant(id)), nom)
    }

    pub(crate) fn hachures(id: &str, nom: &str) -> Self {
        Self::carre(&format!("url(#{}-h)", identifiant(id)), nom)
    }

    pub(crate) fn objectif(nom: &str) -> Self {
        let losange = format!("<path d=\"M9 7l5-5 5 5-5 5z\" fill=\"#fff\" stroke=\"{FORT}\" stroke-width=\"2\"/>");
        Self::signe(&format!("<path d=\"M0 7h28\" stroke=\"{FORT}\" stroke-width=\"3\"/>{losange}"), nom)
    }

    pub(crate) fn ligne(numero: usize, nom: &str) -> Self {
        Self::signe(&lignes::cle(numero), nom)
    }

    /// The absences of some figures, each once.
    pub(crate) fn absences<'m>(mesures: impl IntoIterator<Item = &'m Mesure>) -> Vec<Self> {
        let mut vues: Vec<Absence> = Vec::new();
        for mesure in mesures {
            match mesure {
                Mesure::Absente(absence) if !vues.contains(absence) => vues.push(*absence),
                _ => {}
            }
        }
        let vide = format!(
            "<rect x=\"1\" y=\"1\" width=\"26\" height=\"12\" rx=\"2\" fill=\"none\" stroke=\"{FILET_FORT}\" stroke-dasharray=\"4 3\"/>"
        );
        vues.into_iter().map(|a| Self::signe(&vide, &format!("{} ({})", majuscule(a.mot()), a.signe()))).collect()
    }

    fn carre(fond: &str, nom: &str) -> Self {
        let carre = "<rect x=\".5\" y=\".5\" width=\"27\" height=\"13\" rx=\"2\"";
        Self::signe(&format!("{carre} fill=\"{fond}\" stroke=\"{FORT}\"/>"), nom)
    }

    fn signe(corps: &str, nom: &str) -> Self {
        let svg = format!(
            "<svg class=\"g-cle\" viewBox=\"0 0 28 14\" width=\"28\" height=\"14\" aria-hidden=\"true\" focusable=\"false\">{corps}</svg>"
        );
        Self { svg, nom: nom.to_owned() }
    }
}

fn majuscule(mot: &str) -> String {
    let mut lettres = mot.chars();
    lettres.next().map_or_else(String::new, |initiale| initiale.to_uppercase().chain(lettres).collect())
}
