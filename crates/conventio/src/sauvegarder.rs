//! `sauvegarder`: a copy of a register, of one moment, while it serves.

use crate::Sortie;
use crate::base::avec_registre;
use crate::echec::{Code, Echec};
use clap::ArgMatches;
use registre::Moteur;
use std::path::Path;

pub(crate) fn sauvegarder(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let vers = Path::new(lus.get_one::<String>("vers").map_or("", String::as_str));
    avec_registre(lus, async |registre| {
        let dossier = vers.parent().filter(|dossier| !dossier.as_os_str().is_empty());
        if registre.moteur() == Moteur::Sqlite && dossier.is_some_and(|dossier| !dossier.is_dir()) {
            let phrase = format!("{} : le dossier de cette copie n'existe pas. Vérifiez le chemin.", vers.display());
            return Err(Echec::new(Code::Acces, phrase));
        }
        registre.sauvegarder(vers).await?;
        Ok(format!("Copie écrite : {}\n", vers.display()).into())
    })
}
