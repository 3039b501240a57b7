//! A PostgreSQL of our own: made in a temporary folder, reached by a unix socket, stopped at the end. Other suites
//! include this file.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs of the newest version installed.
fn programmes() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut dossiers: Vec<(u32, PathBuf)> = versions
        .flatten()
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    dossiers.sort();
    dossiers.pop().map(|(_, bin)| bin)
}

fn est_administrateur() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|sortie| sortie.stdout.trim_ascii() == b"0")
}

/// PostgreSQL refuses to run as root: there, it runs as its own user.
fn commande(programme: &Path) -> Command {
    if est_administrateur() {
        let mut commande = Command::new("runuser");
        commande.args(["-u", "postgres", "--"]).arg(programme);
        commande
    } else {
        Command::new(programme)
    }
}

fn reussir(commande: &mut Command) {
    let sortie = commande.output().unwrap();
    assert!(sortie.status.success(), "{commande:?} : {}", String::from_utf8_lossy(&sortie.stderr));
}

pub(crate) struct Serveur {
    bin: PathBuf,
    dossier: PathBuf,
}

impl Serveur {
    /// Starts one, or says that none is installed: a failure in continuous integration, a line elsewhere.
    pub(crate) fn start_if_installed(pour: &str) -> Option<Self> {
        let bin = programmes();
        if bin.is_none() {
            let exige = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!exige, "aucun PostgreSQL sous /usr/lib/postgresql : l'intégration continue doit en avoir un");
            eprintln!("ignoré : {pour}, aucun PostgreSQL sous /usr/lib/postgresql");
        }
        bin.map(|bin| Self::start(bin, pour))
    }

    fn start(bin: PathBuf, pour: &str) -> Self {
        let dossier = std::env::temp_dir().join(format!("pg-{pour}-{}", std::process::id()));
        std::fs::create_dir_all(&dossier).unwrap();
        if est_administrateur() {
            reussir(Command::new("chown").arg("postgres").arg(&dossier));
        }
        let donnees = dossier.join("donnees");
        let mut initdb = commande(&bin.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"]);
        reussir(initdb.arg(&donnees).current_dir("/"));
        let serveur = Self { bin, dossier };
        let socket = serveur.dossier.display();
        // No durability: the cluster lives for one run. No port: only the socket of this folder.
        let reglages = format!("-k {socket} -c listen_addresses='' -c fsync=off -c max_connections=60");
        let mut pg_ctl = commande(&serveur.bin.join("pg_ctl"));
        pg_ctl.args(["start", "-w", "-t", "60", "-s", "-o", &reglages, "-l"]).arg(serveur.dossier.join("serveur.log"));
        reussir(pg_ctl.arg("-D").arg(&donnees).current_dir("/"));
        serveur
    }

    pub(crate) fn url(&self, base: &str) -> String {
        format!("postgres://postgres@localhost/{base}?host={}", self.dossier.display())
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        let mut pg_ctl = commande(&self.bin.join("pg_ctl"));
        pg_ctl.args(["stop", "-m", "immediate", "-s", "-D"]).arg(self.dossier.join("donnees"));
        let _ = pg_ctl.current_dir("/").status();
        let _ = std::fs::remove_dir_all(&self.dossier);
    }
}
