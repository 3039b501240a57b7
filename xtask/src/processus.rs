//! Running a program and reading what it says.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a program answered.
pub(crate) struct Reponse {
    pub(crate) reussi: bool,
    pub(crate) sortie: String,
}

/// Runs a program and keeps its standard output. Its standard error is the reader's: cargo shows its progress there.
pub(crate) fn run(racine: &Path, programme: &str, arguments: &[&str]) -> Result<Reponse, String> {
    let mut enfant = Command::new(programme)
        .args(arguments)
        .current_dir(racine)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|source| format!("« {programme} » ne démarre pas : {source}"))?;
    let mut sortie = String::new();
    if let Some(flux) = enfant.stdout.take() {
        for ligne in BufReader::new(flux).lines() {
            let ligne = ligne.map_err(|source| format!("sortie de « {programme} » illisible : {source}"))?;
            sortie.push_str(&ligne);
            sortie.push('\n');
        }
    }
    let fin = enfant.wait().map_err(|source| format!("« {programme} » : {source}"))?;
    Ok(Reponse { reussi: fin.success(), sortie })
}

/// Runs the executable of the project as its users do.
pub(crate) fn conventio(racine: &Path, arguments: &[&str]) -> Result<Reponse, String> {
    let devant = ["run", "--quiet", "--locked", "--package", "conventio", "--"];
    run(racine, &cargo(), &[&devant[..], arguments].concat())
}

/// Runs a program whose two outputs matter only when it fails.
pub(crate) fn quiet(racine: &Path, programme: &str, arguments: &[&str]) -> Result<Reponse, String> {
    let fin = Command::new(programme)
        .args(arguments)
        .current_dir(racine)
        .stdin(Stdio::null())
        .output()
        .map_err(|source| format!("« {programme} » ne démarre pas : {source}"))?;
    let mut sortie = String::from_utf8_lossy(&fin.stdout).into_owned();
    sortie.push_str(&String::from_utf8_lossy(&fin.stderr));
    Ok(Reponse { reussi: fin.status.success(), sortie })
}

/// Shows what a program wrote, on standard error, so that the counts stay alone on standard output.
pub(crate) fn show(texte: &str) {
    let mut erreur = std::io::stderr().lock();
    // Nothing can be done for a reader who closed their terminal.
    let _ = erreur.write_all(texte.as_bytes());
}

/// The cargo that runs us, so that a chosen toolchain stays the same all along.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
