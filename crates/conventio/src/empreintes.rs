//! SHA-256, as `sha256sum` gives them.

use crate::echec::Echec;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

/// Hash of the sources of this executable: the same wherever it was built.
pub(crate) const SOURCES: &str = env!("CONVENTIO_SOURCES");

/// Hash of a file.
pub(crate) fn du_fichier(chemin: &Path) -> Result<String, Echec> {
    lire(chemin).map_err(|e| Echec::acces(chemin, &e))
}

/// Hash of the executable that runs, when the system lets it read itself.
pub(crate) fn de_l_executable() -> Option<String> {
    // Read once: a run of many dispositifs writes it in each manifest.
    static LUE: OnceLock<Option<String>> = OnceLock::new();
    LUE.get_or_init(|| lire(&std::env::current_exe().ok()?).ok()).clone()
}

fn lire(chemin: &Path) -> io::Result<String> {
    let mut fichier = File::open(chemin)?;
    let mut empreinte = Sha256::new();
    let mut tampon = vec![0; 1 << 18];
    loop {
        match fichier.read(&mut tampon)? {
            0 => return Ok(hexa(empreinte)),
            n => empreinte.update(&tampon[..n]),
        }
    }
}

fn hexa(empreinte: Sha256) -> String {
    empreinte.finalize().iter().fold(String::with_capacity(64), |mut hexa, octet| {
        let _ = write!(hexa, "{octet:02x}");
        hexa
    })
}
