//! The store of files, by the hash of their content: a local folder.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Resultat};
use convention::empreinte_de;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder of files named after their hash. Its calls block: a service runs them on a thread made for that.
#[derive(Debug, Clone)]
pub struct Coffre {
    dossier: PathBuf,
}

impl Coffre {
    /// Opens the folder, created if absent. Files that a crash left half written are removed.
    pub fn ouvrir(dossier: &Path) -> Resultat<Self> {
        let en_cours = dossier.join("en-cours");
        fs::create_dir_all(&en_cours).tentant("ouvrir le coffre")?;
        for reste in fs::read_dir(&en_cours).tentant("ouvrir le coffre")? {
            fs::remove_file(reste.tentant("ouvrir le coffre")?.path()).tentant("vider ce qui était en cours")?;
        }
        Ok(Self { dossier: dossier.to_owned() })
    }

    /// Keeps a content and gives its hash. The same content twice is one file.
    pub fn deposer(&self, contenu: &[u8]) -> Resultat<String> {
        let mut reception = self.commencer()?;
        reception.ajouter(contenu)?;
        Ok(reception.ranger()?.empreinte)
    }

    /// The content of a hash, checked: a file that was altered is a failure, never an answer.
    pub fn lire(&self, empreinte: &str) -> Resultat<Vec<u8>> {
        let contenu = fs::read(self.place(empreinte)?).tentant("lire un fichier du coffre")?;
        if empreinte_de(&contenu) == empreinte {
            Ok(contenu)
        } else {
            Err(ErreurDeRegistre::panne(format!("lire un fichier du coffre : {empreinte} n'a plus son contenu")))
        }
    }

    /// Erases a content. The caller knows that nothing refers to it any more.
    pub fn retirer(&self, empreinte: &str) -> Resultat<()> {
        match fs::remove_file(self.place(empreinte)?) {
            Err(erreur) if erreur.kind() != ErrorKind::NotFound => Err(erreur).tentant("retirer un fichier du coffre"),
            _ => Ok(()),
        }
    }

    /// Where a hash lies. Anything that is not a hash is refused: it could name another folder.
    pub(crate) fn place(&self, empreinte: &str) -> Resultat<PathBuf> {
        let hexa = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        match empreinte.split_at_checked(2) {
            Some((casier, reste)) if empreinte.len() == 64 && empreinte.bytes().all(hexa) => {
                Ok(self.dossier.join(casier).join(reste))
            }
            _ => Err(ErreurDeRegistre::panne("lire un fichier du coffre : empreinte mal formée")),
        }
    }

    /// A new file of our own, among those being received.
    pub(crate) fn temporary(&self) -> Resultat<(PathBuf, File)> {
        static RANG: AtomicU64 = AtomicU64::new(0);
        loop {
            let chemin = self.dossier.join("en-cours").join(RANG.fetch_add(1, Ordering::Relaxed).to_string());
            match OpenOptions::new().write(true).create_new(true).open(&chemin) {
                // Another service over the same folder took this name: the next one is free.
                Err(erreur) if erreur.kind() == ErrorKind::AlreadyExists => {}
                ouvert => return Ok((chemin, ouvert.tentant("commencer un fichier")?)),
            }
        }
    }
}
