//! The tree of the project: where it starts, and which files lie under a folder.

use std::path::{Path, PathBuf};

/// The folder that holds the workspace.
pub(crate) fn racine() -> PathBuf {
    let ici = Path::new(env!("CARGO_MANIFEST_DIR"));
    ici.parent().unwrap_or(ici).to_path_buf()
}

/// Every file under a folder, sorted, without what cargo and git keep for themselves.
pub(crate) fn files(dossier: &Path) -> Result<Vec<PathBuf>, String> {
    let mut trouves = Vec::new();
    walk(dossier, &mut trouves)?;
    trouves.sort();
    Ok(trouves)
}

fn walk(dossier: &Path, trouves: &mut Vec<PathBuf>) -> Result<(), String> {
    let lire = |source| format!("{} ne se lit pas : {source}", dossier.display());
    for entree in std::fs::read_dir(dossier).map_err(lire)? {
        let chemin = entree.map_err(lire)?.path();
        let nom = chemin.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if chemin.is_dir() {
            if !matches!(nom, "target" | ".git" | "node_modules") {
                walk(&chemin, trouves)?;
            }
        } else {
            trouves.push(chemin);
        }
    }
    Ok(())
}

/// The text of a file.
pub(crate) fn read(chemin: &Path) -> Result<String, String> {
    std::fs::read_to_string(chemin).map_err(|source| format!("{} ne se lit pas : {source}", chemin.display()))
}

/// The path of a file as the reader of the project writes it.
pub(crate) fn relative(racine: &Path, chemin: &Path) -> String {
    chemin.strip_prefix(racine).unwrap_or(chemin).display().to_string()
}
