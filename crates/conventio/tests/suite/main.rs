//! The executable as people use it: each test runs it, and reads what it prints, writes and answers.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop there")]

mod calcul;
mod coherence_de_demo;
mod contrats;
mod demo_ouverte;
mod demonstration;
mod dossier_depose;
mod explication;
mod fichiers_refuses;
mod importation;
mod journal_technique;
mod liquidation;
mod lois_de_demo;
mod nationaux_fixes;
mod registre;
mod regles;
mod rejeu;
mod service_de_demo;
mod simulation;
mod tout;
mod usage;
mod versements_de_demo;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Measures that the small dispositif of the tests accepts.
pub(crate) const MESURES: &str = "\
beneficiaire,nb_factures,nb_fse,coordonne
A,25000,24000,1
B,24750,23040,1
C,24750,23040,0
D,10,,1
";

/// A folder for one test, removed when it ends.
pub(crate) struct Dossier(PathBuf);

impl Dossier {
    pub(crate) fn new() -> Self {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let nom = format!("conventio-essai-{}-{}", std::process::id(), RANG.fetch_add(1, Ordering::Relaxed));
        let dossier = std::env::temp_dir().join(nom);
        std::fs::create_dir_all(&dossier).unwrap();
        Self(dossier)
    }

    /// A folder with the measures and no detail line.
    pub(crate) fn avec_mesures() -> Self {
        let dossier = Self::new();
        dossier.ecrire("mesures.csv", MESURES);
        dossier.ecrire("produits.csv", "beneficiaire,cle,boites\nB,alpha,91\n");
        dossier
    }

    pub(crate) fn chemin(&self, nom: &str) -> PathBuf {
        self.0.join(nom)
    }

    pub(crate) fn ecrire(&self, nom: &str, contenu: impl AsRef<[u8]>) {
        let chemin = self.chemin(nom);
        std::fs::create_dir_all(chemin.parent().unwrap()).unwrap();
        std::fs::write(chemin, contenu).unwrap();
    }

    pub(crate) fn lire(&self, nom: &str) -> String {
        std::fs::read_to_string(self.chemin(nom)).unwrap()
    }

    /// The names that it holds.
    pub(crate) fn noms(&self) -> Vec<String> {
        let mut noms: Vec<String> =
            std::fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        noms.sort();
        noms
    }

    /// A copy of the rules of the tests, to change.
    pub(crate) fn copier_les_regles(&self) {
        for fichier in ["convention.toml", "exemple/regles.toml", "exemple/cas/cas.toml"] {
            let contenu = std::fs::read(regles().join(fichier)).unwrap();
            self.ecrire(&format!("regles/{fichier}"), contenu);
        }
    }

    /// Runs the executable in this folder.
    pub(crate) fn lancer(&self, arguments: &[&str]) -> Fin {
        let sortie =
            Command::new(env!("CARGO_BIN_EXE_conventio")).args(arguments).current_dir(&self.0).output().unwrap();
        let texte = |octets: Vec<u8>| String::from_utf8(octets).unwrap().replace('\u{a0}', " ");
        Fin { code: sortie.status.code(), dit: texte(sortie.stdout), plaint: texte(sortie.stderr) }
    }

    /// Runs `calculer` on the small dispositif, with its detail lines.
    pub(crate) fn calculer(&self, mesures: &str, sortie: &str) -> Fin {
        self.lancer(&[
            "calculer",
            "exemple",
            "--conventions",
            regles().to_str().unwrap(),
            "--exercice",
            "2023",
            "--mesures",
            mesures,
            "--details",
            "produit=produits.csv",
            "--sortie",
            sortie,
        ])
    }
}

impl Drop for Dossier {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// How a command ended, with plain spaces.
#[derive(Debug)]
pub(crate) struct Fin {
    pub(crate) code: Option<i32>,
    pub(crate) dit: String,
    pub(crate) plaint: String,
}

impl Fin {
    /// What it printed, having succeeded.
    #[track_caller]
    pub(crate) fn reussie(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.dit
    }

    /// What it complained of, having failed with this code and printed nothing else.
    #[track_caller]
    pub(crate) fn refusee(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.dit.is_empty(), "{self:?}");
        self.plaint
    }
}

/// The rules of the tests.
pub(crate) fn regles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regles/essai")
}

/// Every phrase holds every word.
#[track_caller]
pub(crate) fn dit(phrase: &str, mots: &[&str]) {
    for mot in mots {
        assert!(phrase.contains(mot), "« {mot} » manque dans :\n{phrase}");
    }
}
