//! A file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file written beside its final place, and put there only once it is complete.
/// Dropped before [`Brouillon::publier`], it leaves nothing.
#[derive(Debug)]
pub struct Brouillon {
    fichier: Option<BufWriter<File>>,
    provisoire: PathBuf,
    definitif: PathBuf,
}

impl Brouillon {
    /// Opens a draft of the file.
    ///
    /// # Errors
    /// When the folder does not exist or refuses it.
    pub fn ouvrir(definitif: &Path) -> io::Result<Self> {
        let nom = definitif
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "ce n'est pas un nom de fichier"))?;
        if definitif.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "c'est un dossier"));
        }
        let mut provisoire = nom.to_os_string();
        provisoire.push(format!(".{}.partiel", std::process::id()));
        let provisoire = definitif.with_file_name(provisoire);
        let fichier = BufWriter::with_capacity(1 << 18, File::create(&provisoire)?);
        Ok(Self { fichier: Some(fichier), provisoire, definitif: definitif.to_owned() })
    }

    /// Where the draft is, until it is published.
    pub fn provisoire(&self) -> &Path {
        &self.provisoire
    }

    /// Empties the buffers, so that the draft can be read.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn terminer(&mut self) -> io::Result<()> {
        self.flush()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn publier(mut self) -> io::Result<()> {
        self.flush()?;
        self.fichier = None;
        fs::rename(&self.provisoire, &self.definitif)
    }
}

impl Write for Brouillon {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        match &mut self.fichier {
            Some(fichier) => fichier.write(octets),
            None => Err(io::Error::other("le fichier est déjà fermé")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.fichier.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Brouillon {
    fn drop(&mut self) {
        // Published, the draft is no longer there, and this does nothing.
        drop(self.fichier.take());
        let _ = fs::remove_file(&self.provisoire);
    }
}
