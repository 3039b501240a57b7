//! The files of rule folders.

use std::io;
use std::path::{Path, PathBuf};

/// A rule file held in memory: embedded in the executable, or read from a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fichier {
    /// Its path, with `/` between folders; the end of it says what the file is.
    pub chemin: String,
    /// Its text.
    pub contenu: String,
}

/// What a file is, as the end of its path says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    Convention,
    Regles,
    Cas,
    /// The mutations that no case can see, with their reason: only the tool that mutates rules reads them.
    Mutants,
    Autre,
}

impl Fichier {
    pub(crate) fn nature(&self) -> Nature {
        let mut noms = self.chemin.rsplit('/');
        match (noms.next(), noms.next()) {
            (Some("convention.toml"), _) => Nature::Convention,
            (Some("regles.toml"), _) => Nature::Regles,
            (Some("mutants-equivalents.toml"), _) => Nature::Mutants,
            (Some(nom), Some("cas")) if nom.ends_with(".toml") => Nature::Cas,
            _ => Nature::Autre,
        }
    }

    /// The folder of the dispositif, or of the profession for a `convention.toml`.
    pub(crate) fn dossier(&self) -> &str {
        let parent = parent(&self.chemin);
        if self.nature() == Nature::Cas { parent_de(parent) } else { parent }
    }
}

fn parent(chemin: &str) -> &str {
    chemin.rsplit_once('/').map_or("", |(avant, _)| avant)
}

/// The folder above a folder.
pub(crate) fn parent_de(dossier: &str) -> &str {
    parent(dossier)
}

/// The last name of a path.
pub(crate) fn dernier(chemin: &str) -> &str {
    chemin.rsplit('/').next().unwrap_or_default()
}

/// Reads the rule files of a folder: all conventions, those of one profession, or one dispositif (with the
/// `convention.toml` above it, if there is one). Sorted by path, so that every machine sees the same order.
///
/// # Errors
/// What the file system answers, with the path.
pub fn lire_dossier(dossier: &Path) -> io::Result<Vec<Fichier>> {
    // « . » has no name, and the name of the folder is the code of the dispositif.
    let absolu;
    let dossier = if dossier.file_name().is_none() {
        absolu = dossier.canonicalize().map_err(|e| avec_chemin(dossier, &e))?;
        absolu.as_path()
    } else {
        dossier
    };
    let mut chemins = Vec::new();
    parcourir(dossier, &mut chemins)?;
    if dossier.join("regles.toml").is_file() {
        let au_dessus = dossier.with_file_name("convention.toml");
        if au_dessus.is_file() {
            chemins.push(au_dessus);
        }
    }
    let mut fichiers = Vec::with_capacity(chemins.len());
    for chemin in chemins {
        let contenu = std::fs::read_to_string(&chemin).map_err(|e| avec_chemin(&chemin, &e))?;
        let chemin = chemin.to_string_lossy().replace('\\', "/");
        fichiers.push(Fichier { chemin, contenu });
    }
    fichiers.sort_by(|a, b| a.chemin.cmp(&b.chemin));
    Ok(fichiers)
}

fn parcourir(dossier: &Path, chemins: &mut Vec<PathBuf>) -> io::Result<()> {
    for entree in std::fs::read_dir(dossier).map_err(|e| avec_chemin(dossier, &e))? {
        let chemin = entree.map_err(|e| avec_chemin(dossier, &e))?.path();
        if chemin.is_dir() {
            parcourir(&chemin, chemins)?;
        } else if chemin.extension().is_some_and(|e| e == "toml") {
            chemins.push(chemin);
        }
    }
    Ok(())
}

fn avec_chemin(chemin: &Path, erreur: &io::Error) -> io::Error {
    io::Error::new(erreur.kind(), format!("{} : {erreur}", chemin.display()))
}
