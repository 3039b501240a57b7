//! « Ma Convention »: the pages of the professional, rendered by the server and generated from the rule folders.
//!
//! Nothing here knows a dispositif by name: what is shown comes from the rules and from what was computed with them.
//! In this version identity is a choice among fictional beneficiaries, so it must only ever be served on loopback.

mod acces;
mod adresses;
mod cadre;
mod calcul;
mod declaration;
mod detail;
mod entetes;
mod interets;
mod mots;
mod remunerations;
mod sessions;
mod suivi;
mod tableau_de_bord;

pub use adresses::{ADRESSES, routeur};
pub use calcul::Calcul;
pub use sessions::{ABSOLUE, Horloge, INACTIVITE};

use convention::{Convention, Dispositif};
use formule::Date;
use sessions::Sessions;
use std::net::SocketAddr;
use std::sync::Arc;

/// Somebody who is paid, and who may open the service.
#[derive(Debug, Clone)]
pub struct Beneficiaire {
    /// Opaque id.
    pub id: String,
    /// Name for people.
    pub nom: String,
}

/// What the pages are made from.
#[derive(Debug)]
pub struct Monde {
    /// The day of the law.
    pub jour: Date,
    /// Where the figures come from, in a sentence.
    pub origine: String,
    /// The convention of everybody here.
    pub convention: Convention,
    /// Everybody; ranks are those of the computations.
    pub beneficiaires: Vec<Beneficiaire>,
    /// One per dispositif and exercice.
    pub calculs: Vec<Calcul>,
}

impl Monde {
    pub(crate) fn dispositif(&self, code: &str) -> Option<&Dispositif> {
        self.convention.dispositifs.iter().find(|d| d.code == code)
    }

    pub(crate) fn calcul(&self, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        let calcul = self.calculs.iter().find(|c| c.dispositif == code && c.compile.exercice == exercice)?;
        Some((self.dispositif(code)?, calcul))
    }

    /// The exercice that one declares for: the one before the year of the day.
    pub(crate) fn exercice_en_cours(&self) -> i32 {
        self.jour.annee() - 1
    }
}

/// The service: what it shows, and who is looking.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) monde: Arc<Monde>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) choisis: Arc<Vec<interets::Interet>>,
}

impl Service {
    /// A service over a world; the clock only ages sessions.
    pub fn new(monde: Monde, horloge: Horloge) -> Self {
        let choisis = interets::choisir(&monde);
        Self { monde: Arc::new(monde), sessions: Arc::new(Sessions::new(horloge)), choisis: Arc::new(choisis) }
    }
}

/// Serves on loopback until the process ends; `pret` learns the address once the door is open.
///
/// # Errors
/// When the port cannot be taken.
pub fn servir(service: Service, port: u16, pret: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let moteur = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    moteur.block_on(async {
        let porte = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        pret(porte.local_addr()?);
        axum::serve(porte, routeur(service)).await
    })
}
