//! Where the demonstration keeps what is done in it.

use crate::echec::{Code, Echec};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder asked for, or that of the person's data.
pub(super) fn de(voulu: Option<&Path>) -> Result<PathBuf, Echec> {
    if let Some(voulu) = voulu {
        return Ok(voulu.to_owned());
    }
    let lieu = |nom: &str| env::var_os(nom).filter(|v| !v.is_empty()).map(PathBuf::from);
    lieu("XDG_DATA_HOME")
        .or_else(|| lieu("HOME").map(|maison| maison.join(".local/share")))
        .or_else(|| lieu("LOCALAPPDATA"))
        .map(|base| base.join("conventio/demo"))
        .ok_or_else(|| Echec::new(Code::Usage, "aucun dossier de données n'est connu ici : donnez --donnees DOSSIER."))
}

/// What a folder holds once it is filled: without this file, the filling was interrupted.
const COMPLET: &str = "complet";

/// A folder for one state of the rules and of the demonstration; a change of either begins another one.
#[derive(Debug)]
pub(super) struct Dossier {
    chemin: PathBuf,
}

impl Dossier {
    /// The folder of a fingerprint, under this place. What an interrupted filling left is removed.
    pub(super) fn ouvrir(lieu: &Path, empreinte: &str) -> Result<Self, Echec> {
        let chemin = lieu.join(empreinte.get(..16).unwrap_or(empreinte));
        let dossier = Self { chemin };
        if dossier.chemin.exists() && !dossier.complet() {
            fs::remove_dir_all(&dossier.chemin).map_err(|e| Echec::acces(&dossier.chemin, &e))?;
        }
        fs::create_dir_all(&dossier.chemin).map_err(|e| Echec::acces(&dossier.chemin, &e))?;
        Ok(dossier)
    }

    pub(super) fn complet(&self) -> bool {
        self.chemin.join(COMPLET).exists()
    }

    pub(super) fn noter_complet(&self) -> Result<(), Echec> {
        let fichier = self.chemin.join(COMPLET);
        fs::write(&fichier, "").map_err(|e| Echec::acces(&fichier, &e))
    }

    pub(super) fn registre(&self) -> PathBuf {
        self.chemin.join("registre.db")
    }

    pub(super) fn coffre(&self) -> PathBuf {
        self.chemin.join("pieces")
    }
}
