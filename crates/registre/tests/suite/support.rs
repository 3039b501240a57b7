//! An empty register per story, and a raw connection to do what the register refuses.

use registre::{CleDeDeclaration, EmpreintesDeCalcul, Instant, Registre};
use sqlx::{AnyPool, Executor as _};
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};

/// A raw connection to the base of a story.
#[derive(Clone)]
pub(crate) struct Brut {
    pub(crate) base: AnyPool,
    pub(crate) url: String,
}

impl Brut {
    pub(crate) fn est_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// What a person with all rights on the database would type.
    pub(crate) async fn sql(&self, texte: &str) -> Result<(), sqlx::Error> {
        self.base.execute(sqlx::AssertSqlSafe(texte.to_owned())).await.map(|_| ())
    }

    /// The same, once the triggers of a table are put out of the way.
    pub(crate) async fn sql_sans_gardien(&self, table: &str, texte: &str) {
        if self.est_sqlite() {
            let gardiens: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
            )))
            .fetch_all(&self.base)
            .await
            .unwrap();
            for (gardien,) in gardiens {
                self.sql(&format!("DROP TRIGGER {gardien}")).await.unwrap();
            }
        } else {
            self.sql(&format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await.unwrap();
        }
        self.sql(texte).await.unwrap();
    }

    /// Opens the same base again, as a service that restarts.
    pub(crate) async fn rouvrir(&self) -> registre::Resultat<Registre> {
        match self.url.strip_prefix("sqlite://") {
            Some(chemin) => Registre::ouvrir_fichier(chemin.as_ref()).await,
            None => Registre::ouvrir_url(&self.url).await,
        }
    }
}

pub(crate) type Fait = Pin<Box<dyn Future<Output = ()> + Send>>;
pub(crate) type Histoire = fn(Registre, Brut) -> Fait;

/// A folder of the tests, removed at the end.
pub(crate) struct Dossier(pub(crate) PathBuf);

impl Dossier {
    pub(crate) fn new() -> Self {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let nom = format!("registre-{}-{}", std::process::id(), RANG.fetch_add(1, Ordering::Relaxed));
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

pub(crate) fn attendre<F: Future>(tache: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(tache)
}

/// Plays a story on a register of its own.
pub(crate) async fn jouer(url: &str, histoire: Histoire) {
    sqlx::any::install_default_drivers();
    let brut = |base| Brut { base, url: url.to_owned() };
    let registre = match url.strip_prefix("sqlite://") {
        Some(chemin) => Registre::ouvrir_fichier(chemin.as_ref()).await.unwrap(),
        None => Registre::ouvrir_url(url).await.unwrap(),
    };
    let base = AnyPool::connect(url).await.unwrap();
    histoire(registre.clone(), brut(base.clone())).await;
    base.close().await;
    registre.fermer().await;
}

pub(crate) fn sur_sqlite(histoire: Histoire) {
    let dossier = Dossier::new();
    let url = format!("sqlite://{}/registre.db", dossier.0.display());
    attendre(jouer(&url, histoire));
}

/// Noon of a fictional day.
pub(crate) const MIDI: Instant = Instant(1_736_942_400_000);

pub(crate) fn cle() -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: convention::IdBeneficiaire("990000018".to_owned()),
        dispositif: "essai".to_owned(),
        exercice: "2024".to_owned(),
    }
}

/// The hashes of a run that nobody looks at.
pub(crate) fn empreintes() -> EmpreintesDeCalcul {
    EmpreintesDeCalcul {
        regles: "r".repeat(64),
        entrees: "e".repeat(64),
        executable: String::new(),
        sortie: "s".repeat(64),
        manifeste: "m".repeat(64),
    }
}
