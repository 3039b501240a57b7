//! The opening of a register, and the transactions that write.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Resultat, migrations};
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Executor, Transaction};
use std::path::Path;
use std::time::Duration;

/// The engine behind a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moteur {
    /// A file, opened by this process alone.
    Sqlite,
    /// A server.
    Postgresql,
}

/// SQLite's settings, per connection. A row that `INSERT OR REPLACE` would erase must wake the triggers that refuse
/// it; a receipt must survive a power cut, hence the full synchronisation.
const REGLAGES_SQLITE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; \
     PRAGMA recursive_triggers = ON; PRAGMA synchronous = FULL";

/// What a register being filled gives up: waiting for the disk at each act.
const SANS_ATTENDRE: &str = "PRAGMA synchronous = OFF";

/// What the service keeps. Cloning it shares the connections.
#[derive(Debug, Clone)]
pub struct Registre {
    pub(crate) base: AnyPool,
    moteur: Moteur,
}

impl Registre {
    /// Opens the register in a SQLite file, created if absent, and brings its tables up to date.
    pub async fn ouvrir_fichier(chemin: &Path) -> Resultat<Self> {
        Self::open_file(chemin, true).await
    }

    /// The same, for filling a register that can be thrown away: a power cut may lose it.
    pub async fn ouvrir_fichier_a_remplir(chemin: &Path) -> Resultat<Self> {
        Self::open_file(chemin, false).await
    }

    async fn open_file(chemin: &Path, attendre: bool) -> Resultat<Self> {
        let chemin = chemin.to_str().ok_or_else(|| {
            ErreurDeRegistre::refus("Le chemin de la base n'est pas lisible\u{a0}: changez-le.", "chemin non UTF-8")
        })?;
        // The path is part of an address: what would end it is written as the address wants it.
        let chemin = chemin.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        Self::connect(&format!("sqlite://{chemin}?mode=rwc"), Moteur::Sqlite, attendre).await
    }

    /// Opens the register at a PostgreSQL address, and brings its tables up to date.
    pub async fn ouvrir_url(url: &str) -> Resultat<Self> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(ErreurDeRegistre::refus(
                "L'adresse de la base doit commencer par «\u{a0}postgres://\u{a0}». Pour un fichier SQLite, donnez son chemin.",
                "adresse de base d'un moteur inconnu",
            ));
        }
        Self::connect(url, Moteur::Postgresql, true).await
    }

    async fn connect(url: &str, moteur: Moteur, attendre: bool) -> Resultat<Self> {
        sqlx::any::install_default_drivers();
        let base = AnyPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(15))
            .after_connect(move |connexion, _| {
                Box::pin(async move {
                    if moteur == Moteur::Sqlite {
                        connexion.execute(REGLAGES_SQLITE).await?;
                        if !attendre {
                            connexion.execute(SANS_ATTENDRE).await?;
                        }
                    }
                    Ok(())
                })
            })
            .connect(url)
            .await
            .tentant("ouvrir la base")?;
        let registre = Self { base, moteur };
        migrations::apply(&registre).await?;
        Ok(registre)
    }

    /// The engine behind this register.
    pub fn moteur(&self) -> Moteur {
        self.moteur
    }

    /// Closes every connection; what was committed is on disk.
    pub async fn fermer(&self) {
        self.base.close().await;
    }

    /// Copies a SQLite register to a file that must not exist yet, while the service runs: the copy is that of one
    /// moment. A PostgreSQL server has its own tools.
    pub async fn sauvegarder(&self, chemin: &Path) -> Resultat<()> {
        if self.moteur == Moteur::Postgresql {
            return Err(ErreurDeRegistre::refus(
                "Cette base est un serveur PostgreSQL\u{a0}: sauvegardez-la avec pg_dump.",
                "sauvegarde demandée à PostgreSQL",
            ));
        }
        let libre = chemin.to_str().filter(|_| !chemin.exists()).ok_or_else(|| {
            ErreurDeRegistre::refus(
                "Le fichier de sauvegarde existe déjà ou son chemin n'est pas lisible\u{a0}: donnez-en un autre.",
                "chemin de sauvegarde pris ou non UTF-8",
            )
        })?;
        sqlx::query("VACUUM INTO $1").bind(libre).execute(&self.base).await.tentant("sauvegarder la base")?;
        Ok(())
    }

    /// A transaction that will write. SQLite takes its lock at once: a reader that became a writer midway would be
    /// turned away instead of waiting.
    pub(crate) async fn ecrire(&self) -> Resultat<Transaction<'static, Any>> {
        match self.moteur {
            Moteur::Sqlite => self.base.begin_with("BEGIN IMMEDIATE").await,
            Moteur::Postgresql => self.base.begin().await,
        }
        .tentant("commencer une écriture")
    }
}
