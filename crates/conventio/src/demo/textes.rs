//! The texts that an installation writes in its own words, one file each.

use crate::echec::{Code, Echec};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The texts of a folder; those that it lacks keep the words of the project.
pub(super) fn lire(dossier: Option<&Path>) -> Result<BTreeMap<String, String>, Echec> {
    let mut textes = BTreeMap::new();
    let Some(dossier) = dossier else { return Ok(textes) };
    if !dossier.is_dir() {
        let phrase = format!("--textes : « {} » n'est pas un dossier.", dossier.display());
        return Err(Echec::new(Code::Acces, phrase));
    }
    for nom in teleservice::noms_des_textes() {
        let fichier = dossier.join(format!("{nom}.md"));
        match fs::read_to_string(&fichier) {
            Ok(texte) => {
                textes.insert(nom.to_owned(), texte);
            }
            Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => {}
            Err(erreur) => return Err(Echec::acces(&fichier, &erreur)),
        }
    }
    Ok(textes)
}
