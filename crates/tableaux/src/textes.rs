//! Files of texts: what they mean is checked by whoever asked, and every defect is told at its place.

use crate::beneficiaires::Textes;
use crate::defauts::{Collecteur, Refus};
use crate::lecture::{Demande, Lignes, Lue, lire_fichier};
use formule::defaut::le_plus_proche;
use std::path::{Path, PathBuf};

/// Columns of texts, and the defects found in them so far.
#[derive(Debug)]
pub struct TableDeTextes {
    chemin: PathBuf,
    noms: Vec<String>,
    colonnes: Vec<Option<Textes>>,
    lignes: Lignes,
    ignorees: Vec<String>,
    defauts: Collecteur,
}

/// Reads these columns of a file; the second of each pair says whether the file is refused without it.
///
/// # Errors
/// When the file cannot be read, or lacks a column.
pub fn lire_textes(chemin: &Path, colonnes: &[(&str, bool)]) -> Result<TableDeTextes, Refus> {
    let mut defauts = Collecteur::default();
    let noms: Vec<[&str; 1]> = colonnes.iter().map(|(nom, _)| [*nom]).collect();
    let demandes: Vec<Demande<'_>> = noms.iter().map(|nom| Demande::Mots(nom)).collect();
    let lecture = lire_fichier(chemin, &demandes, &mut defauts)?;
    let lues: Vec<Option<Textes>> = lecture
        .colonnes
        .into_iter()
        .map(|lue| match lue {
            Lue::Mots(textes) => Some(textes),
            _ => None,
        })
        .collect();
    let mut manquantes = Collecteur::default();
    for ((nom, requise), lue) in colonnes.iter().zip(&lues) {
        if *requise && lue.is_none() {
            manquantes.ajouter(Some(1), None, || {
                let conseil = match le_plus_proche(nom, lecture.ignorees.iter().map(String::as_str)) {
                    Some(proche) => {
                        format!("Vouliez-vous dire « {nom} » là où le fichier porte « {proche} » ? Renommez-la")
                    }
                    None => "Ajoutez-la à l'en-tête".to_owned(),
                };
                (format!("la colonne « {nom} » manque"), conseil)
            });
        }
    }
    manquantes.conclure(chemin)?;
    Ok(TableDeTextes {
        chemin: chemin.to_owned(),
        noms: colonnes.iter().map(|(nom, _)| (*nom).to_owned()).collect(),
        colonnes: lues,
        lignes: lecture.lignes,
        ignorees: lecture.ignorees,
        defauts,
    })
}

impl TableDeTextes {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.lignes.len()
    }

    /// No row?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a cell, without the spaces around it; empty when the file does not have the column.
    pub fn lire(&self, rang: usize, colonne: usize) -> &str {
        self.colonnes.get(colonne).and_then(Option::as_ref).map_or("", |textes| textes.lire(rang))
    }

    /// The line of a row, as messages count them.
    pub fn ligne(&self, rang: usize) -> u64 {
        self.lignes.de(rang)
    }

    /// Columns of the file that were not asked for.
    pub fn ignorees(&self) -> &[String] {
        &self.ignorees
    }

    /// One more defect: what is wrong, then what to do, each without a final full stop.
    pub fn defaut(&mut self, rang: usize, colonne: usize, message: impl Into<String>, conseil: impl Into<String>) {
        let ligne = self.ligne(rang);
        let nom = self.noms.get(colonne).map(|nom| (colonne, nom.as_str()));
        self.defauts.ajouter(Some(ligne), nom, || (message.into(), conseil.into()));
    }

    /// Refuses the file when anything is wrong with it.
    ///
    /// # Errors
    /// All the defects, the first twenty told one by one.
    pub fn conclure(self) -> Result<(), Refus> {
        self.defauts.conclure(&self.chemin)
    }
}
