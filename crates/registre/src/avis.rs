//! What an e-mail announces: a closed list. The register keeps it; the words are chosen where it is sent.

use crate::Portee;
use std::collections::BTreeMap;

/// What an e-mail announces. It holds no answer, no amount and no reason: those are read in the service.
///
/// Moments are given as the pages write them, in the time of the law: « 28 février 2025 à 23 h 59 ».
/// `chemin` is the page of the service where it goes on; it begins with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Avis {
    /// A declaration was received.
    Recu {
        /// The title of the dispositif.
        dispositif: String,
        /// The exercice, as shown.
        exercice: String,
        /// The number of the receipt.
        numero: i64,
        /// When it was received.
        recue_le: String,
        /// The page of the receipt.
        chemin: String,
    },
    /// A period closes soon, and the declaration is not transmitted.
    Rappel {
        /// The title of the dispositif.
        dispositif: String,
        /// The exercice, as shown.
        exercice: String,
        /// What remains to be done.
        reste: ResteAFaire,
        /// When the period closes.
        ferme_le: String,
        /// The page of the form.
        chemin: String,
    },
    /// The caisse decided about a piece; which way is read in the service.
    Decision {
        /// The title of the dispositif.
        dispositif: String,
        /// The exercice, as shown.
        exercice: String,
        /// The page of the pieces.
        chemin: String,
    },
    /// Somebody is invited to act for a structure.
    Invitation {
        /// Who invites.
        invitant: String,
        /// The name of the structure.
        structure: String,
        /// What they will be allowed to do.
        portee: Portee,
        /// Until when the invitation can be accepted.
        expire_le: String,
        /// The page where it is accepted.
        chemin: String,
    },
}

/// What is left to do before a period closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResteAFaire {
    /// Nothing was typed.
    Commencer,
    /// Something was typed, nothing was transmitted.
    Transmettre,
    /// A transmission was received, and answers were changed since.
    TransmettreANouveau,
}

const RESTES: [(&str, ResteAFaire); 3] = [
    ("commencer", ResteAFaire::Commencer),
    ("transmettre", ResteAFaire::Transmettre),
    ("transmettre_a_nouveau", ResteAFaire::TransmettreANouveau),
];

impl ResteAFaire {
    /// The word kept in the database.
    pub fn mot(self) -> &'static str {
        RESTES.iter().find(|(_, reste)| *reste == self).map_or("", |(mot, _)| mot)
    }

    fn du_mot(mot: &str) -> Option<Self> {
        RESTES.iter().find(|(connu, _)| *connu == mot).map(|(_, reste)| *reste)
    }
}

impl Avis {
    /// The word kept in the database.
    pub fn genre(&self) -> &'static str {
        match self {
            Avis::Recu { .. } => "recu",
            Avis::Rappel { .. } => "rappel",
            Avis::Decision { .. } => "decision",
            Avis::Invitation { .. } => "invitation",
        }
    }

    /// What the text needs, by name.
    pub(crate) fn parametres(&self) -> Vec<(&'static str, String)> {
        match self.clone() {
            Avis::Recu { dispositif, exercice, numero, recue_le, chemin } => vec![
                ("dispositif", dispositif),
                ("exercice", exercice),
                ("numero", numero.to_string()),
                ("recue_le", recue_le),
                ("chemin", chemin),
            ],
            Avis::Rappel { dispositif, exercice, reste, ferme_le, chemin } => vec![
                ("dispositif", dispositif),
                ("exercice", exercice),
                ("reste", reste.mot().to_owned()),
                ("ferme_le", ferme_le),
                ("chemin", chemin),
            ],
            Avis::Decision { dispositif, exercice, chemin } => {
                vec![("dispositif", dispositif), ("exercice", exercice), ("chemin", chemin)]
            }
            Avis::Invitation { invitant, structure, portee, expire_le, chemin } => vec![
                ("invitant", invitant),
                ("structure", structure),
                ("portee", portee.mot().to_owned()),
                ("expire_le", expire_le),
                ("chemin", chemin),
            ],
        }
    }

    /// What was kept, read again; nothing when a parameter is missing or is not one of its words.
    pub(crate) fn read(genre: &str, mut parametres: BTreeMap<String, String>) -> Option<Self> {
        let mut texte = |nom: &str| parametres.remove(nom);
        Some(match genre {
            "recu" => Avis::Recu {
                dispositif: texte("dispositif")?,
                exercice: texte("exercice")?,
                numero: texte("numero")?.parse().ok()?,
                recue_le: texte("recue_le")?,
                chemin: texte("chemin")?,
            },
            "rappel" => Avis::Rappel {
                dispositif: texte("dispositif")?,
                exercice: texte("exercice")?,
                reste: ResteAFaire::du_mot(&texte("reste")?)?,
                ferme_le: texte("ferme_le")?,
                chemin: texte("chemin")?,
            },
            "decision" => Avis::Decision {
                dispositif: texte("dispositif")?,
                exercice: texte("exercice")?,
                chemin: texte("chemin")?,
            },
            "invitation" => Avis::Invitation {
                invitant: texte("invitant")?,
                structure: texte("structure")?,
                portee: Portee::du_mot(&texte("portee")?)?,
                expire_le: texte("expire_le")?,
                chemin: texte("chemin")?,
            },
            _ => return None,
        })
    }
}
