//! A file that arrives piece by piece, before it is kept in the [`Coffre`].

use crate::coffre::{Lieu, place, temporary};
use crate::erreur::Tentative;
use crate::{Coffre, Resultat};
use convention::empreinte_de;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

/// A file being received. Dropped before it is put in its place, it leaves nothing.
#[derive(Debug)]
pub struct Reception {
    coffre: Coffre,
    attente: Attente,
}

/// Where what arrives waits.
#[derive(Debug)]
enum Attente {
    /// Beside the files that are whole.
    Fichier { chemin: PathBuf, fichier: File },
    /// In memory, before it goes to a bucket: what arrives is bounded by the caller.
    #[cfg(feature = "s3")]
    Memoire(Vec<u8>),
}

/// A content in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rangement {
    /// Its hash.
    pub empreinte: String,
    /// Was it absent before? If what follows fails, it may then be removed.
    pub nouveau: bool,
}

impl Coffre {
    /// Begins to receive a file, apart from those that are whole.
    pub fn commencer(&self) -> Resultat<Reception> {
        let attente = match &self.lieu {
            Lieu::Dossier(dossier) => {
                let (chemin, fichier) = temporary(dossier)?;
                Attente::Fichier { chemin, fichier }
            }
            #[cfg(feature = "s3")]
            Lieu::Seau(_) => Attente::Memoire(Vec::new()),
        };
        Ok(Reception { coffre: self.clone(), attente })
    }
}

impl Reception {
    /// What just arrived.
    pub fn ajouter(&mut self, morceau: &[u8]) -> Resultat<()> {
        match &mut self.attente {
            Attente::Fichier { fichier, .. } => fichier.write_all(morceau).tentant("recevoir un fichier"),
            #[cfg(feature = "s3")]
            Attente::Memoire(recu) => {
                recu.extend_from_slice(morceau);
                Ok(())
            }
        }
    }

    /// Everything that arrived.
    pub fn relire(&self) -> Resultat<Vec<u8>> {
        match &self.attente {
            Attente::Fichier { chemin, .. } => fs::read(chemin).tentant("relire un fichier reçu"),
            #[cfg(feature = "s3")]
            Attente::Memoire(recu) => Ok(recu.clone()),
        }
    }

    /// Puts it in its place, flushed then renamed: a file in its place is whole. The same content twice is one file.
    pub fn ranger(self) -> Resultat<Rangement> {
        let empreinte = empreinte_de(&self.relire()?);
        // A file already there is trusted only if it still has its hash; otherwise it is put right.
        if self.coffre.lire(&empreinte).is_ok() {
            return Ok(Rangement { empreinte, nouveau: false });
        }
        match (&self.coffre.lieu, &self.attente) {
            (Lieu::Dossier(dossier), Attente::Fichier { chemin, fichier }) => {
                let place = place(dossier, &empreinte)?;
                let absent = || std::io::Error::from(ErrorKind::NotFound);
                let casier = place.parent().ok_or_else(absent).tentant("ranger un fichier")?;
                fichier.sync_all().tentant("ranger un fichier")?;
                fs::create_dir_all(casier)
                    .and_then(|()| fs::rename(chemin, &place))
                    // The rename itself must survive a power cut.
                    .and_then(|()| File::open(casier)?.sync_all())
                    .tentant("ranger un fichier")?;
            }
            #[cfg(feature = "s3")]
            (Lieu::Seau(seau), _) => {
                seau.deposer(&empreinte, &self.relire()?)?;
                // What went over a network is read back before anybody gets a receipt.
                self.coffre.lire(&empreinte)?;
            }
            #[cfg(feature = "s3")]
            (Lieu::Dossier(_), Attente::Memoire(_)) => {
                return Err(crate::ErreurDeRegistre::panne("ranger un fichier : reçu pour un autre coffre"));
            }
        }
        Ok(Rangement { empreinte, nouveau: true })
    }
}

impl Drop for Reception {
    /// Once in its place it is no longer here; a rest that cannot be removed goes at the next opening.
    fn drop(&mut self) {
        match &self.attente {
            Attente::Fichier { chemin, .. } => {
                let _ = fs::remove_file(chemin);
            }
            #[cfg(feature = "s3")]
            Attente::Memoire(_) => {}
        }
    }
}
