//! The folder of figures: `CODE.parquet` or `CODE.csv`, `CODE.DETAIL.parquet` or `.csv`, `CODE.nationaux.json`.

use super::tache::Tache;
use crate::echec::{Code, Echec};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The formats of figures, by extension.
pub(crate) const EXTENSIONS: [&str; 2] = ["parquet", "csv"];

/// The files of figures of a folder.
pub(super) struct Dossier {
    chemin: PathBuf,
    noms: BTreeSet<String>,
}

impl Dossier {
    pub(super) fn ouvrir(chemin: &Path) -> Result<Self, Echec> {
        let acces = |e: &std::io::Error| match e.kind() {
            std::io::ErrorKind::NotADirectory => {
                let phrase = format!("« {} » n'est pas un dossier. Donnez celui des chiffres.", chemin.display());
                Echec::new(Code::Acces, phrase)
            }
            _ => Echec::acces(chemin, e),
        };
        let entrees = std::fs::read_dir(chemin).map_err(|e| acces(&e))?;
        let noms = entrees
            .map(|entree| entree.map(|entree| entree.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_, _>>();
        Ok(Self { chemin: chemin.to_owned(), noms: noms.map_err(|e| acces(&e))? })
    }

    pub(super) fn chemin(&self) -> &Path {
        &self.chemin
    }

    /// The file of figures of this name, in the format in which it is there.
    pub(super) fn chiffres(&self, nom: &str) -> Result<Option<PathBuf>, Echec> {
        let presents: Vec<String> = EXTENSIONS
            .iter()
            .map(|extension| format!("{nom}.{extension}"))
            .filter(|fichier| self.noms.contains(fichier))
            .collect();
        match presents.as_slice() {
            [] => Ok(None),
            [seul] => Ok(Some(self.chemin.join(seul))),
            plusieurs => {
                let phrase = format!(
                    "{} : « {} » disent la même chose. Gardez-en un.",
                    self.chemin.display(),
                    plusieurs.join(" » et « ")
                );
                Err(Echec::new(Code::Usage, phrase))
            }
        }
    }

    /// The national results of an earlier run, when they are given.
    pub(super) fn nationaux(&self, code: &str) -> Option<PathBuf> {
        let nom = format!("{code}.nationaux.json");
        self.noms.contains(&nom).then(|| self.chemin.join(nom))
    }

    /// Where a file of this name should be.
    pub(super) fn attendu(&self, nom: &str) -> String {
        format!("{} (ou .csv)", self.chemin.join(format!("{nom}.{}", EXTENSIONS[0])).display())
    }

    /// Files of figures that no task reads, to be said: a name may be mistyped.
    pub(super) fn etrangers(&self, taches: &[Tache<'_>]) -> Vec<String> {
        let lus: BTreeSet<&Path> = taches.iter().flat_map(Tache::lus).collect();
        let chiffres = |nom: &&String| {
            EXTENSIONS.iter().any(|e| nom.ends_with(&format!(".{e}"))) || nom.ends_with(".nationaux.json")
        };
        let chemins = self.noms.iter().filter(chiffres).map(|nom| self.chemin.join(nom));
        chemins
            .filter(|chemin| !lus.contains(chemin.as_path()))
            .map(|chemin| format!("{} : aucun dispositif de cet exercice ne lit ce fichier", chemin.display()))
            .collect()
    }
}
