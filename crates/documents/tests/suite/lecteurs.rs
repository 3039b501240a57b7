//! The programs of Poppler, with which a PDF is read back.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// A PDF on the disk for the time of a test.
pub(crate) struct Lecteur {
    chemin: PathBuf,
}

/// Gives the PDF to the readers. Nothing when they are not installed, which is said and, with `CI=true`, refused.
pub(crate) fn open(pdf: &[u8]) -> Option<Lecteur> {
    static RANG: AtomicU32 = AtomicU32::new(0);
    if Command::new("pdftotext").arg("-v").output().is_err() {
        let exige = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!exige, "pdftotext manque : installez poppler-utils, ou lancez « cargo xtask test --installer »");
        eprintln!("ignoré : pdftotext manque, ce PDF n'a pas été relu (installez poppler-utils)");
        return None;
    }
    let nom = format!("document-{}-{}.pdf", std::process::id(), RANG.fetch_add(1, Ordering::Relaxed));
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(nom);
    std::fs::write(&chemin, pdf).unwrap();
    Some(Lecteur { chemin })
}

impl Lecteur {
    /// The text in the order of the file: rows of a table one after the other.
    pub(crate) fn texte(&self) -> String {
        self.run("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"])
    }

    /// The text of one page.
    pub(crate) fn page(&self, numero: u32) -> String {
        let numero = numero.to_string();
        self.run("pdftotext", &["-raw", "-enc", "UTF-8", "-f", &numero, "-l", &numero], &["-"])
    }

    /// Each word, and the box it stands in: left, top, right, bottom, in millionths of a point, a page
    /// standing far below the one before.
    pub(crate) fn mots(&self) -> Vec<(String, [i64; 4])> {
        let lu = self.run("pdftotext", &["-bbox", "-enc", "UTF-8"], &["-"]);
        let mut page = 0;
        let mut mots = Vec::new();
        for ligne in lu.lines().map(str::trim) {
            if ligne.starts_with("<page") {
                page += 10_000_000_000;
            }
            let Some((attributs, suite)) = ligne.strip_prefix("<word ").and_then(|l| l.split_once('>')) else {
                continue;
            };
            let cote = |nom: &str| -> i64 {
                let ecrit = attributs.split_once(nom).unwrap().1.split('"').nth(1).unwrap();
                // Always written with six decimals.
                ecrit.replace('.', "").parse().unwrap()
            };
            let boite = [cote("xMin"), page + cote("yMin"), cote("xMax"), page + cote("yMax")];
            mots.push((suite.trim_end_matches("</word>").to_owned(), boite));
        }
        mots
    }

    /// What the file says of itself.
    pub(crate) fn fiche(&self) -> String {
        self.run("pdfinfo", &[], &[])
    }

    /// Its metadata, in XML.
    pub(crate) fn metadonnees(&self) -> String {
        self.run("pdfinfo", &["-meta"], &[])
    }

    /// The tree that a screen reader follows, with its text.
    pub(crate) fn arbre(&self) -> String {
        self.run("pdfinfo", &["-struct-text"], &[])
    }

    fn run(&self, programme: &str, avant: &[&str], apres: &[&str]) -> String {
        let sortie = Command::new(programme).args(avant).arg(&self.chemin).args(apres).output().unwrap();
        assert!(sortie.status.success(), "{programme} : {}", String::from_utf8_lossy(&sortie.stderr));
        // pdfinfo writes the titles of headings as they are coded in the file, which is not UTF-8.
        String::from_utf8_lossy(&sortie.stdout).into_owned()
    }
}

impl Drop for Lecteur {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.chemin);
    }
}

/// Fails unless every text stands in `ou`, each after the one before.
pub(crate) fn assert_in_order(ou: &str, textes: &[&str]) {
    let mut reste = ou;
    for texte in textes {
        let Some(place) = reste.find(texte) else {
            panic!("« {texte} » ne vient pas à sa place dans :\n{ou}");
        };
        reste = &reste[place + texte.len()..];
    }
}
