//! The store of files, by the hash of their content: a local folder, or a bucket that speaks S3.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Resultat};
use convention::empreinte_de;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Files named after their hash. Its calls block: a service runs them on a thread made for that.
#[derive(Debug, Clone)]
pub struct Coffre {
    lieu: Lieu,
}

#[derive(Debug, Clone)]
enum Lieu {
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

    /// Keeps a content and gives its hash. Written apart, flushed, then renamed: a file in its place is whole. The
    /// same content twice is one file.
    pub fn deposer(&self, contenu: &[u8]) -> Resultat<String> {
        let empreinte = empreinte_de(contenu);
        // A file already there is trusted only if it still has its hash; otherwise it is put right.
        if self.lire(&empreinte).is_ok() {
            return Ok(empreinte);
        }
        match &self.lieu {
            Lieu::Dossier(dossier) => put(dossier, &empreinte, contenu)?,
            #[cfg(feature = "s3")]
            Lieu::Seau(seau) => {
                seau.deposer(&empreinte, contenu)?;
                // What went over a network is read back before anybody gets a receipt.
                self.lire(&empreinte)?;
            }
        }
        Ok(empreinte)
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
fn place(dossier: &Path, empreinte: &str) -> Resultat<PathBuf> {
    well_formed(empreinte)?;
    let (casier, reste) = empreinte.split_at(2);
    Ok(dossier.join(casier).join(reste))
}

/// Writes a file: nobody sees it before it is whole.
fn put(dossier: &Path, empreinte: &str, contenu: &[u8]) -> Resultat<()> {
    let place = place(dossier, empreinte)?;
    let (temporaire, mut fichier) = temporary(dossier, empreinte)?;
    let ecrit = fichier.write_all(contenu).and_then(|()| fichier.sync_all());
    let range = ecrit.and_then(|()| match place.parent() {
        Some(casier) => fs::create_dir_all(casier)
            .and_then(|()| fs::rename(&temporaire, &place))
            // The rename itself must survive a power cut.
            .and_then(|()| File::open(casier)?.sync_all()),
        None => Err(ErrorKind::NotFound.into()),
    });
    if range.is_err() {
        // What failed is told below; a rest that cannot be removed either goes at the next opening.
        let _ = fs::remove_file(&temporaire);
    }
    range.tentant("ranger un fichier")?;
    Ok(())
}

/// A new file of our own, even when the same content arrives twice at once.
fn temporary(dossier: &Path, empreinte: &str) -> Resultat<(PathBuf, File)> {
    for essai in 0..100_u8 {
        let chemin = dossier.join("en-cours").join(format!("{empreinte}.{essai}"));
        match OpenOptions::new().write(true).create_new(true).open(&chemin) {
            Err(erreur) if erreur.kind() == ErrorKind::AlreadyExists => {}
            ouvert => return Ok((chemin, ouvert.tentant("commencer un fichier")?)),
        }
    }
    Err(ErreurDeRegistre::panne("commencer un fichier : le même contenu arrive cent fois à la fois"))
}
