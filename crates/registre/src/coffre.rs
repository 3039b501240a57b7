//! The store of files, by the hash of their content: a local folder.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Resultat};
use convention::empreinte_de;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

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

    /// Keeps a content and gives its hash. Written apart, flushed, then renamed: a file in its place is whole. The
    /// same content twice is one file.
    pub fn deposer(&self, contenu: &[u8]) -> Resultat<String> {
        let empreinte = empreinte_de(contenu);
        let place = self.place(&empreinte)?;
        // A file already there is trusted only if it still has its hash; otherwise it is put right.
        if self.lire(&empreinte).is_ok() {
            return Ok(empreinte);
        }
        let (temporaire, mut fichier) = self.temporary(&empreinte)?;
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
        Ok(empreinte)
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

    /// Where a hash lies. Anything that is not a hash is refused: it could name another folder.
    fn place(&self, empreinte: &str) -> Resultat<PathBuf> {
        let hexa = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        match empreinte.split_at_checked(2) {
            Some((casier, reste)) if empreinte.len() == 64 && empreinte.bytes().all(hexa) => {
                Ok(self.dossier.join(casier).join(reste))
            }
            _ => Err(ErreurDeRegistre::panne("lire un fichier du coffre : empreinte mal formée")),
        }
    }

    /// A new file of our own, even when the same content arrives twice at once.
    fn temporary(&self, empreinte: &str) -> Resultat<(PathBuf, File)> {
        for essai in 0..100_u8 {
            let chemin = self.dossier.join("en-cours").join(format!("{empreinte}.{essai}"));
            match OpenOptions::new().write(true).create_new(true).open(&chemin) {
                Err(erreur) if erreur.kind() == ErrorKind::AlreadyExists => {}
                ouvert => return Ok((chemin, ouvert.tentant("commencer un fichier")?)),
            }
        }
        Err(ErreurDeRegistre::panne("commencer un fichier : le même contenu arrive cent fois à la fois"))
    }
}
