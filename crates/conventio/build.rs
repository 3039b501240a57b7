//! Puts the rule folders and the figures of the demonstration in the executable, with the hash of the sources.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let ici = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let racine = ici.join("../..").canonicalize()?;
    let sortie = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);

    let mut code = String::new();
    for (nom, dossier) in [("CONVENTIONS", "conventions"), ("DEMO", "demo")] {
        let mut fichiers = Vec::new();
        parcourir(&racine.join(dossier), "toml", &mut fichiers)?;
        writeln!(code, "/// Every TOML file under `{dossier}/`, with its text.").map_err(io::Error::other)?;
        writeln!(code, "pub(crate) static {nom}: &[(&str, &str)] = &[").map_err(io::Error::other)?;
        for fichier in &fichiers {
            let relatif = relatif(&racine, fichier);
            writeln!(code, "    ({relatif:?}, include_str!({:?})),", fichier.display().to_string())
                .map_err(io::Error::other)?;
        }
        code.push_str("];\n");
        println!("cargo::rerun-if-changed={}", racine.join(dossier).display());
    }
    fs::write(sortie.join("embarque.rs"), code)?;

    // Paths relative to the project: the same sources give the same hash wherever they are built.
    let mut sources = vec![racine.join("Cargo.toml"), racine.join("Cargo.lock")];
    for entree in fs::read_dir(racine.join("crates"))? {
        let partie = entree?.path();
        sources.push(partie.join("Cargo.toml"));
        sources.push(partie.join("build.rs"));
        parcourir(&partie.join("src"), "rs", &mut sources)?;
        println!("cargo::rerun-if-changed={}", partie.join("src").display());
        println!("cargo::rerun-if-changed={}", partie.join("Cargo.toml").display());
    }
    println!("cargo::rerun-if-changed={}", racine.join("Cargo.lock").display());
    println!("cargo::rerun-if-changed=build.rs");
    sources.retain(|source| source.is_file());
    sources.sort();
    let mut empreinte = Sha256::new();
    for source in &sources {
        let texte = fs::read(source)?;
        empreinte.update(format!("{}\0{}\0", relatif(&racine, source), texte.len()));
        empreinte.update(&texte);
    }
    let hexa = empreinte.finalize().iter().fold(String::new(), |mut hexa, octet| {
        let _ = write!(hexa, "{octet:02x}");
        hexa
    });
    println!("cargo::rustc-env=CONVENTIO_SOURCES={hexa}");
    Ok(())
}

fn relatif(racine: &Path, fichier: &Path) -> String {
    fichier.strip_prefix(racine).unwrap_or(fichier).to_string_lossy().replace('\\', "/")
}

/// The files of a folder with this extension, sorted; none when there is no such folder.
fn parcourir(dossier: &Path, extension: &str, fichiers: &mut Vec<PathBuf>) -> io::Result<()> {
    if !dossier.is_dir() {
        return Ok(());
    }
    let mut noms: Vec<PathBuf> = fs::read_dir(dossier)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
    noms.sort();
    for nom in noms {
        if nom.is_dir() {
            parcourir(&nom, extension, fichiers)?;
        } else if nom.extension().is_some_and(|e| e == extension) {
            fichiers.push(nom);
        }
    }
    Ok(())
}
