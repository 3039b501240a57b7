//! A PostgreSQL of our own: made in a temporary folder, reached by a unix socket, stopped at the end.

use crate::HISTOIRES;
use crate::support::{Dossier, attendre, jouer};
use sqlx::{AnyPool, Executor as _};
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

struct Serveur {
    bin: PathBuf,
    dossier: Dossier,
}

impl Serveur {
    fn start(bin: PathBuf) -> Self {
        let dossier = Dossier::new();
        if est_administrateur() {
            reussir(Command::new("chown").arg("postgres").arg(&dossier.0));
        }
        let donnees = dossier.0.join("donnees");
        let mut initdb = commande(&bin.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"]);
        reussir(initdb.arg(&donnees).current_dir("/"));
        let serveur = Self { bin, dossier };
        let socket = serveur.dossier.0.display();
        // No durability: the cluster lives for one run. No port: only the socket of this folder.
        let reglages = format!("-k {socket} -c listen_addresses='' -c fsync=off -c max_connections=60");
        let mut pg_ctl = commande(&serveur.bin.join("pg_ctl"));
        pg_ctl
            .args(["start", "-w", "-t", "60", "-s", "-o", &reglages, "-l"])
            .arg(serveur.dossier.0.join("serveur.log"));
        reussir(pg_ctl.arg("-D").arg(&donnees).current_dir("/"));
        serveur
    }

    fn url(&self, base: &str) -> String {
        format!("postgres://postgres@localhost/{base}?host={}", self.dossier.0.display())
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        let mut pg_ctl = commande(&self.bin.join("pg_ctl"));
        pg_ctl.args(["stop", "-m", "immediate", "-s", "-D"]).arg(self.dossier.0.join("donnees"));
        let _ = pg_ctl.current_dir("/").status();
    }
}

#[test]
fn every_story_on_postgresql() {
    let Some(bin) = programmes() else {
        let exige = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!exige, "aucun PostgreSQL sous /usr/lib/postgresql : l'intégration continue doit en avoir un");
        eprintln!("ignoré : every_story_on_postgresql, aucun PostgreSQL sous /usr/lib/postgresql");
        return;
    };
    let serveur = Serveur::start(bin);
    attendre(async {
        sqlx::any::install_default_drivers();
        let base = AnyPool::connect(&serveur.url("postgres")).await.unwrap();
        for (rang, (nom, histoire)) in HISTOIRES.iter().enumerate() {
            eprintln!("{nom}");
            let nom_de_base = format!("histoire_{rang}");
            base.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {nom_de_base}"))).await.unwrap();
            jouer(&serveur.url(&nom_de_base), *histoire).await;
        }
        base.close().await;
    });
}
