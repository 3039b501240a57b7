//! A service of a test: its world, its register, its clock.

use crate::monde;
use axum::Router;
use registre::{Coffre, Instant, Registre};
use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use teleservice::{Horloge, Imprimeur, Reglages, Service};
use tokio::runtime::{Builder, Runtime};

/// Wednesday 15 January 2025, noon in Paris.
pub(crate) const MIDI: Instant = Instant(1_736_938_800_000);

/// When this variable names a PostgreSQL server, every place of the suite gets a database there.
pub(crate) const SERVEUR: &str = "CONVENTIO_ESSAI_POSTGRESQL";

pub(crate) struct Lieu {
    pub(crate) routeur: Router,
    pub(crate) service: Service,
    pub(crate) registre: Registre,
    pub(crate) coffre: Coffre,
    maintenant: Arc<AtomicI64>,
    dossier: PathBuf,
}

impl Lieu {
    /// The world of the suite, its people and their rights, at noon.
    pub(crate) fn new() -> Arc<Self> {
        Self::avec(monde::monde())
    }

    pub(crate) fn avec(monde: teleservice::Monde) -> Arc<Self> {
        Self::regle(monde, reglages())
    }

    /// The same, as an installation decides.
    pub(crate) fn regle(monde: teleservice::Monde, reglages: Reglages) -> Arc<Self> {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let rang = RANG.fetch_add(1, Ordering::Relaxed);
        let dossier = std::env::temp_dir().join(format!("teleservice-{}-{rang}", std::process::id()));
        std::fs::create_dir_all(&dossier).unwrap();
        let maintenant = Arc::new(AtomicI64::new(MIDI.0));
        let lu = maintenant.clone();
        let horloge = Horloge(Arc::new(move || Instant(lu.load(Ordering::Relaxed))));
        let coffre = Coffre::ouvrir(&dossier.join("coffre")).unwrap();
        let registre = attendre({
            let dossier = dossier.clone();
            async move {
                let registre = match std::env::var(SERVEUR) {
                    Ok(serveur) => {
                        let base = format!("essai_{}_{rang}", std::process::id());
                        crate::postgresql::creer(&serveur, &base).await;
                        Registre::ouvrir_url(&serveur.replace("/postgres?", &format!("/{base}?"))).await.unwrap()
                    }
                    Err(_) => Registre::ouvrir_fichier_a_remplir(&dossier.join("registre.db")).await.unwrap(),
                };
                monde::peupler(&registre).await;
                registre
            }
        });
        let service = Service::new(monde, registre.clone(), coffre.clone(), horloge, reglages);
        let routeur = teleservice::routeur(service.clone());
        Arc::new(Self { routeur, service, registre, coffre, maintenant, dossier })
    }

    /// How many files the store holds, those being received included.
    pub(crate) fn fichiers(&self) -> usize {
        let dossiers = std::fs::read_dir(self.dossier.join("coffre")).unwrap();
        dossiers.map(|dossier| std::fs::read_dir(dossier.unwrap().path()).unwrap().count()).sum()
    }

    pub(crate) fn passer(&self, duree: Duration) {
        self.maintenant.fetch_add(i64::try_from(duree.as_millis()).unwrap(), Ordering::Relaxed);
    }

    /// Puts the clock at a moment.
    pub(crate) fn aller(&self, instant: Instant) {
        self.maintenant.store(instant.0, Ordering::Relaxed);
    }

    pub(crate) fn maintenant(&self) -> Instant {
        Instant(self.maintenant.load(Ordering::Relaxed))
    }
}

/// A printer that writes what it was given: how a sheet becomes a PDF is tested where it is done.
pub(crate) fn reglages() -> Reglages {
    let imprimeur =
        Imprimeur(Arc::new(|feuille| Ok(format!("{feuille:#?}").replace("\\u{a0}", "\u{a0}").into_bytes())));
    Reglages { imprimeur: Some(imprimeur), adresse: "https://convention.example".to_owned(), ..Reglages::default() }
}

impl Drop for Lieu {
    fn drop(&mut self) {
        let registre = self.registre.clone();
        attendre(async move { registre.fermer().await });
        let _ = std::fs::remove_dir_all(&self.dossier);
    }
}

/// Connections belong to the engine on which they were opened: there is one for the whole suite.
pub(crate) fn attendre<T: Send + 'static>(quoi: impl Future<Output = T> + Send + 'static) -> T {
    static MOTEUR: OnceLock<Runtime> = OnceLock::new();
    let moteur = MOTEUR.get_or_init(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());
    let (envoi, reception) = std::sync::mpsc::channel();
    moteur.spawn(async move {
        let _ = envoi.send(quoi.await);
    });
    reception.recv().unwrap()
}
