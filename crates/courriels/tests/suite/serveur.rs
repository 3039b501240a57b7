//! A real SMTP server, started by the test that needs it and ended with it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of the tests, removed at the end.
pub(crate) struct Dossier(pub(crate) PathBuf);

impl Dossier {
    pub(crate) fn new() -> Self {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let nom = format!("courriels-{}-{}", std::process::id(), RANG.fetch_add(1, Ordering::Relaxed));
        let dossier = std::env::temp_dir().join(nom);
        std::fs::create_dir_all(&dossier).unwrap();
        Self(dossier)
    }
}

impl Drop for Dossier {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) struct Serveur {
    processus: Child,
    dossier: Dossier,
    pub(crate) port: u16,
}

/// What the server received, read by another library than the one that wrote it.
#[derive(Debug)]
pub(crate) struct Recu {
    pub(crate) brut: String,
    pub(crate) expediteur: String,
    pub(crate) destinataires: Vec<String>,
    pub(crate) entetes: BTreeMap<String, String>,
    pub(crate) defauts: String,
    pub(crate) genres: Vec<String>,
    pub(crate) texte: String,
    pub(crate) html: String,
}

/// The Python that has the server: that of the system first, where its package is installed.
fn python() -> Option<&'static str> {
    ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let essai = Command::new(python).args(["-c", "import aiosmtpd.smtp"]).stderr(Stdio::null()).status();
        essai.is_ok_and(|fin| fin.success())
    })
}

impl Serveur {
    /// Starts a server; nothing, and a line that says so, where there is none and none is required.
    pub(crate) fn start(test: &str) -> Option<Self> {
        Self::start_on(test, 0)
    }

    /// The same, on a given port.
    pub(crate) fn start_on(test: &str, port: u16) -> Option<Self> {
        let Some(python) = python() else {
            let exige = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!exige, "aucun serveur SMTP : l'intégration continue doit avoir python3-aiosmtpd");
            eprintln!("ignoré : {test}, aucun serveur SMTP (python3-aiosmtpd)");
            return None;
        };
        let dossier = Dossier::new();
        let programme = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serveur/recevoir.py");
        let mut processus = Command::new(python)
            .arg(programme)
            .arg(&dossier.0)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ligne = String::new();
        BufReader::new(processus.stdout.take().unwrap()).read_line(&mut ligne).unwrap();
        Some(Self { processus, dossier, port: ligne.trim().parse().unwrap() })
    }

    /// Everything received, in order. The server answers once a message is written: there is nothing to wait for.
    pub(crate) fn recus(&self) -> Vec<Recu> {
        (0..).map(|rang| self.dossier.0.join(rang.to_string())).take_while(|d| d.is_dir()).map(|d| read(&d)).collect()
    }
}

fn read(dossier: &std::path::Path) -> Recu {
    let lire = |nom: &str| std::fs::read_to_string(dossier.join(nom)).unwrap();
    let lignes = |texte: String| texte.lines().map(str::to_owned).collect::<Vec<_>>();
    let mut enveloppe = lignes(lire("enveloppe"));
    let mut entetes = BTreeMap::new();
    for ligne in lire("entetes").lines() {
        let (nom, valeur) = ligne.split_once(": ").unwrap();
        assert!(entetes.insert(nom.to_owned(), valeur.to_owned()).is_none(), "deux en-têtes {nom}");
    }
    Recu {
        brut: lire("brut"),
        expediteur: enveloppe.remove(0),
        destinataires: enveloppe,
        entetes,
        defauts: lire("defauts"),
        genres: lignes(lire("genres")),
        texte: lire("texte"),
        html: lire("html"),
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        let _ = self.processus.kill();
        let _ = self.processus.wait();
    }
}
