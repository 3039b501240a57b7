//! What stands beside the form and follows each answer: the estimate, what is left, the pills of the indicators.

use super::dossier::{Dossier, Reponse};
use super::estimation::{Estimation, Poste};
use super::indicateurs::{Compte, Indicateur, compter, indicateurs};
use super::obstacles::Obstacle;
use super::saisie::Lue;
use crate::horloge::jour_et_heure;
use crate::mots::Pastille;
use crate::pieces::Pieces;
use askama::Template;

/// The pills of an indicator, and what it is worth.
#[derive(Template)]
#[template(path = "declaration_etiquettes.html")]
pub(super) struct Etiquettes {
    nouveaute: bool,
    pastille: Option<Pastille>,
    /// What the caisse decided of its pieces.
    jugement: Option<Pastille>,
    poste: Option<Poste>,
}

/// What stands beside the form, and is written again at each answer.
#[derive(Template)]
#[template(path = "declaration_cote.html")]
pub(super) struct Cote {
    estimation: Option<Estimation>,
    compte: Compte,
    /// How many documents the answers call for and do not have.
    manquantes: usize,
    obstacles: Vec<Obstacle>,
    pub(super) brouillon: Option<String>,
    pub(super) transmissible: bool,
    /// For the script: what the script moves elsewhere.
    visibles: String,
    etiquettes: Vec<(usize, Etiquettes)>,
}

impl Cote {
    /// The reasons in one paragraph, for the button.
    pub(super) fn raison(&self) -> String {
        self.obstacles.iter().map(|o| o.phrase.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn seule_attestation(&self) -> bool {
        matches!(self.obstacles.as_slice(), [seul] if seul.ancre.as_deref() == Some("attestation"))
    }
}

fn nouveau(dossier: &Dossier<'_>, indicateur: &Indicateur) -> bool {
    indicateur.rangs.iter().any(|rang| dossier.reponses[*rang].champ.nouveaute.contains(&dossier.annee))
}

pub(super) fn etiquettes(
    dossier: &Dossier<'_>,
    indicateur: &Indicateur,
    estimation: Option<&Estimation>,
    pieces: &Pieces<'_>,
) -> Etiquettes {
    let poste = estimation.and_then(|e| e.declares.iter().find(|poste| poste.numero == indicateur.numero)).cloned();
    let poses = indicateur.rangs.iter().map(|rang| &dossier.reponses[*rang]).filter(|r| r.applicable);
    Etiquettes {
        nouveaute: nouveau(dossier, indicateur),
        pastille: pastille(dossier, indicateur),
        jugement: pieces.jugement(poses.map(|r| r.entree.code.as_str())),
        poste,
    }
}

fn pastille(dossier: &Dossier<'_>, indicateur: &Indicateur) -> Option<Pastille> {
    let poses: Vec<&Reponse<'_>> =
        indicateur.rangs.iter().map(|rang| &dossier.reponses[*rang]).filter(|r| r.applicable).collect();
    let (style, signe, mot) = if poses.iter().any(|r| matches!(r.lue, Lue::Fausse(_))) {
        ("erreur", "✕", "À corriger")
    } else if poses.iter().any(|r| r.lue == Lue::Vide) {
        ("alerte", "!", "Réponse attendue")
    } else if poses.iter().any(|r| r.prerempli.is_some() && r.modifiee()) {
        ("alerte", "✎", "Pré-rempli, modifié")
    } else if poses.iter().all(|r| r.prerempli.is_some()) {
        ("prerempli", "✓", "Pré-rempli")
    } else {
        ("succes", "✓", "Répondu")
    };
    (!poses.is_empty()).then_some(Pastille::new(style, signe, mot))
}

pub(super) fn cote(
    dossier: &Dossier<'_>,
    estimation: Option<Estimation>,
    obstacles: Vec<Obstacle>,
    pieces: &Pieces<'_>,
    pour_le_script: bool,
) -> Cote {
    let ecrit = dossier.brouillon.champs.values().map(|champ| champ.instant).max();
    let etiquettes = match pour_le_script {
        true => indicateurs(dossier)
            .into_iter()
            .map(|i| (i.numero, etiquettes(dossier, &i, estimation.as_ref(), pieces)))
            .collect(),
        false => Vec::new(),
    };
    let visibles: Vec<&str> = dossier.applicables().map(|r| r.entree.code.as_str()).collect();
    Cote {
        compte: compter(dossier),
        // Answers taken up as they are were proved when they were given.
        manquantes: match dossier.fenetre.ouverte() && !dossier.intacte() {
            true => pieces.manquantes(&dossier.a_transmettre()),
            false => 0,
        },
        transmissible: obstacles.is_empty(),
        brouillon: ecrit.filter(|_| dossier.en_attente()).map(jour_et_heure),
        visibles: visibles.join(" "),
        obstacles,
        etiquettes,
        estimation,
    }
}
