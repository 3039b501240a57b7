//! Where the pieces of an answer stand, on the pages that take none: a summary, a receipt, the head of an indicator.

use super::bloc::{Pieces, pastille};
use super::demandes::Demande;
use crate::mots::Pastille;
use registre::{EtatDePiece, Instant, Piece};
use std::collections::BTreeMap;

/// The answer that has nothing to prove.
pub(crate) const NON: &str = "non";

/// What was sent for an answer, and what is still waited for.
#[derive(Debug, Default)]
pub(crate) struct Jointe {
    pub(crate) pieces: Vec<PieceDite>,
    /// « Pièce attendue : … »; nothing when nothing is missing.
    pub(crate) attendue: Option<String>,
}

/// A piece in a list.
#[derive(Debug)]
pub(crate) struct PieceDite {
    pub(crate) nom: String,
    pub(crate) pastille: Pastille,
}

impl Pieces<'_> {
    /// What goes with an answer that is about to be transmitted. A piece that is missing is said and stops nothing:
    /// it may still be sent until the end of the window, here or by mail.
    pub(crate) fn jointe(&self, code: &str, due: bool, avant: &str) -> Jointe {
        let pieces: Vec<&Piece> = self.presentes(code).collect();
        let manque = pieces.iter().all(|piece| piece.etat() == EtatDePiece::Refusee);
        // What was sent freely and refused is to be replaced too.
        let demande = self.ou.demande(code).filter(|d| due && manque && (d.obligatoire || !pieces.is_empty()));
        let attendue = demande.map(|demande| match pieces.is_empty() {
            true => format!("Pièce attendue, à envoyer avant le {avant}\u{a0}: {}.", demande.libelle),
            false => format!("Pièce refusée, à remplacer avant le {avant}\u{a0}: {}.", demande.libelle),
        });
        Jointe { pieces: self.dire(pieces), attendue }
    }

    /// What went with a transmission, as it stands now.
    pub(crate) fn jointe_a(&self, code: &str, transmission: Instant) -> Jointe {
        let avec = |piece: &&Piece| piece.etapes.first().is_some_and(|depot| depot.instant <= transmission);
        Jointe { pieces: self.dire(self.presentes(code).filter(avec).collect()), attendue: None }
    }

    /// How many documents are still waited for, or to be replaced, for these answers.
    pub(crate) fn manquantes(&self, reponses: &BTreeMap<String, String>) -> usize {
        let due = |demande: &&Demande| demande.seule || reponses.get(&demande.code).is_some_and(|r| r != NON);
        let dues = self.ou.demandes.iter().filter(due);
        dues.filter(|demande| self.jointe(&demande.code, true, "").attendue.is_some()).count()
    }

    /// The documents that no answer calls for, by their titles.
    pub(crate) fn seules<'s>(&'s self, jointe: impl Fn(&str) -> Jointe + 's) -> Vec<(String, Jointe)> {
        let seules = self.ou.demandes.iter().filter(|demande| demande.seule);
        let dites = seules.map(|demande| (demande.titre.clone(), jointe(&demande.code)));
        dites.filter(|(_, jointe)| !jointe.pieces.is_empty() || jointe.attendue.is_some()).collect()
    }

    /// The pill of an indicator whose answers are these, once the caisse has judged its pieces.
    pub(crate) fn jugement<'c>(&self, codes: impl Iterator<Item = &'c str>) -> Option<Pastille> {
        let etats: Vec<Vec<EtatDePiece>> = codes
            .filter(|code| self.ou.demande(code).is_some())
            .map(|code| self.presentes(code).map(Piece::etat).collect::<Vec<_>>())
            .filter(|etats| !etats.is_empty())
            .collect();
        let valide = |etats: &Vec<EtatDePiece>| etats.contains(&EtatDePiece::Validee);
        let refuse = |etats: &Vec<EtatDePiece>| etats.iter().all(|etat| *etat == EtatDePiece::Refusee);
        if etats.iter().any(refuse) {
            return Some(Pastille::new("erreur", "✕", "Pièce justificative refusée"));
        }
        let toutes = !etats.is_empty() && etats.iter().all(valide);
        toutes.then_some(Pastille::new("succes", "✓", "Pièce justificative validée par la CPAM"))
    }

    fn dire(&self, pieces: Vec<&Piece>) -> Vec<PieceDite> {
        let dites = pieces.into_iter().map(|piece| PieceDite {
            nom: piece.nom.clone(),
            pastille: pastille(piece.etat(), self.transmise.is_some()),
        });
        dites.collect()
    }
}
