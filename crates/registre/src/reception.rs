//! A file that arrives piece by piece, before it is kept in the [`Coffre`].

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
    chemin: PathBuf,
    fichier: File,
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
        let (chemin, fichier) = self.temporary()?;
        Ok(Reception { coffre: self.clone(), chemin, fichier })
    }
}

impl Reception {
    /// What just arrived.
    pub fn ajouter(&mut self, morceau: &[u8]) -> Resultat<()> {
        self.fichier.write_all(morceau).tentant("recevoir un fichier")
    }

    /// Everything that arrived.
    pub fn relire(&self) -> Resultat<Vec<u8>> {
        fs::read(&self.chemin).tentant("relire un fichier reçu")
    }

    /// Puts it in its place, flushed then renamed: a file in its place is whole. The same content twice is one file.
    pub fn ranger(self) -> Resultat<Rangement> {
        let empreinte = empreinte_de(&self.relire()?);
        // A file already there is trusted only if it still has its hash; otherwise it is put right.
        if self.coffre.lire(&empreinte).is_ok() {
            return Ok(Rangement { empreinte, nouveau: false });
        }
        let place = self.coffre.place(&empreinte)?;
        let casier = place.parent().ok_or(std::io::Error::from(ErrorKind::NotFound)).tentant("ranger un fichier")?;
        self.fichier.sync_all().tentant("ranger un fichier")?;
        fs::create_dir_all(casier)
            .and_then(|()| fs::rename(&self.chemin, &place))
            // The rename itself must survive a power cut.
            .and_then(|()| File::open(casier)?.sync_all())
            .tentant("ranger un fichier")?;
        Ok(Rangement { empreinte, nouveau: true })
    }
}

impl Drop for Reception {
    /// Once in its place it is no longer here; a rest that cannot be removed goes at the next opening.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.chemin);
    }
}
