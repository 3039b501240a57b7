//! The store of files, by the hash of their content: a local folder, or a bucket that speaks S3.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Resultat};
use convention::empreinte_de;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Files named after their hash. Its calls block: a service runs them on a thread made for that.
#[derive(Debug, Clone)]
pub struct Coffre {
    pub(crate) lieu: Lieu,
}

#[derive(Debug, Clone)]
pub(crate) enum Lieu {
    Dossier(PathBuf),
    #[cfg(feature = "s3")]
    Seau(Box<crate::coffre_s3::Seau>),
}

impl Coffre {
    /// Opens the folder, created if absent. Files that a crash left half written are removed.
    pub fn ouvrir(dossier: &Path) -> Resultat<Self> {
        let en_cours = dossier.join("en-cours");
        fs::create_dir_all(&en_cours).tentant("ouvrir le coffre")?;
        for reste in fs::read_dir(&en_cours).tentant("ouvrir le coffre")? {
            fs::remove_file(reste.tentant("ouvrir le coffre")?.path()).tentant("vider ce qui était en cours")?;
        }
        Ok(Self { lieu: Lieu::Dossier(dossier.to_owned()) })
    }

    /// Opens the bucket at `s3://bucket/prefix`. Nothing is asked of it yet.
    #[cfg(feature = "s3")]
    pub fn ouvrir_url(url: &str, acces: &crate::AccesAuSeau) -> Resultat<Self> {
        let lieu = url.strip_prefix("s3://").ok_or_else(|| {
            ErreurDeRegistre::refus(
                "L'adresse du coffre doit commencer par « s3:// ». Pour un dossier, donnez son chemin.",
                "adresse de coffre d'un genre inconnu",
            )
        })?;
        Ok(Self { lieu: Lieu::Seau(Box::new(crate::coffre_s3::Seau::ouvrir(lieu, acces)?)) })
    }

    /// Keeps a content and gives its hash. The same content twice is one file.
    pub fn deposer(&self, contenu: &[u8]) -> Resultat<String> {
        let mut reception = self.commencer()?;
        reception.ajouter(contenu)?;
        Ok(reception.ranger()?.empreinte)
    }

    /// The content of a hash, checked: a file that was altered is a failure, never an answer.
    pub fn lire(&self, empreinte: &str) -> Resultat<Vec<u8>> {
        let contenu = match &self.lieu {
            Lieu::Dossier(dossier) => fs::read(place(dossier, empreinte)?).tentant("lire un fichier du coffre")?,
            #[cfg(feature = "s3")]
            Lieu::Seau(seau) => {
                well_formed(empreinte)?;
                seau.lire(empreinte)?
                    .ok_or_else(|| ErreurDeRegistre::panne("lire un fichier du coffre : l'objet n'y est pas"))?
            }
        };
        if empreinte_de(&contenu) == empreinte {
            Ok(contenu)
        } else {
            Err(ErreurDeRegistre::panne(format!("lire un fichier du coffre : {empreinte} n'a plus son contenu")))
        }
    }

    /// Erases a content. The caller knows that nothing refers to it any more.
    pub fn retirer(&self, empreinte: &str) -> Resultat<()> {
        match &self.lieu {
            Lieu::Dossier(dossier) => match fs::remove_file(place(dossier, empreinte)?) {
                Err(erreur) if erreur.kind() != ErrorKind::NotFound => {
                    Err(erreur).tentant("retirer un fichier du coffre")
                }
                _ => Ok(()),
            },
            // A bucket keeps it: its own rules of life decide, and nothing refers to it any more.
            #[cfg(feature = "s3")]
            Lieu::Seau(_) => well_formed(empreinte),
        }
    }
}

/// A name that cannot be that of another folder.
fn well_formed(empreinte: &str) -> Resultat<()> {
    let hexa = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    if empreinte.len() == 64 && empreinte.bytes().all(hexa) {
        Ok(())
    } else {
        Err(ErreurDeRegistre::panne("lire un fichier du coffre : empreinte mal formée"))
    }
}

/// Where a hash lies.
pub(crate) fn place(dossier: &Path, empreinte: &str) -> Resultat<PathBuf> {
    well_formed(empreinte)?;
    let (casier, reste) = empreinte.split_at(2);
    Ok(dossier.join(casier).join(reste))
}

/// A new file of our own, among those being received.
pub(crate) fn temporary(dossier: &Path) -> Resultat<(PathBuf, File)> {
    static RANG: AtomicU64 = AtomicU64::new(0);
    loop {
        let chemin = dossier.join("en-cours").join(RANG.fetch_add(1, Ordering::Relaxed).to_string());
        match OpenOptions::new().write(true).create_new(true).open(&chemin) {
            // Another service over the same folder took this name: the next one is free.
            Err(erreur) if erreur.kind() == ErrorKind::AlreadyExists => {}
            ouvert => return Ok((chemin, ouvert.tentant("commencer un fichier")?)),
        }
    }
}
