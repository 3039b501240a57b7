//! « Ma Convention »: the pages of the professional, rendered by the server and generated from the rule folders.
//!
//! Nothing here knows a dispositif by name: what is shown comes from the rules and from what was computed with them.
//! In this version identity is a choice among fictional beneficiaries, so it must only ever be served on loopback.

mod acces;
mod adresses;
mod api;
mod cadre;
mod calcul;
mod cartes;
mod compte;
mod contrats;
mod declaration;
mod delegations;
mod detail;
mod document_utile;
mod documents;
mod entetes;
mod formules_en_mots;
mod hasard;
mod horloge;
mod impression;
mod informations;
mod interets;
mod invitation;
mod journal;
mod markdown;
mod menu;
mod monde;
mod mots;
mod pieces;
mod postes;
mod prolongation;
mod refus;
mod remunerations;
mod reprise;
mod saisie;
mod sessions;
mod simulation;
mod statique;
mod suivi;
mod tableau_de_bord;
mod textes;

pub use adresses::{adresses, routeur};
pub use calcul::Calcul;
pub use declaration::reponses_des_chiffres;
pub use horloge::{Horloge, fin_du_jour, instant_de_paris, jour_de_paris, jour_et_heure};
pub use impression::Imprimeur;
pub use monde::{Beneficiaire, Caisse, Monde, Persona};
pub use pieces::{Antivirus, decider_de_la_piece};
pub use textes::noms_des_textes;

use registre::{Coffre, Registre};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an installation decides.
#[derive(Debug, Clone)]
pub struct Reglages {
    /// The names under which the service answers.
    pub hotes: Vec<String>,
    /// Is it behind TLS? Cookies are then `Secure`.
    pub tls: bool,
    /// Where people find the service: what printed documents and e-mails lead to, without a final slash.
    pub adresse: String,
    /// Who turns sheets into PDF; without it, no page offers one.
    pub imprimeur: Option<Imprimeur>,
    /// The texts that the installation writes in its own words, by name, in Markdown.
    pub textes: BTreeMap<String, String>,
    /// What reads each piece that is sent.
    pub antivirus: Option<Antivirus>,
}

impl Default for Reglages {
    /// On loopback, without TLS.
    fn default() -> Self {
        Self {
            hotes: ["127.0.0.1", "localhost"].map(str::to_owned).into(),
            tls: false,
            adresse: "http://localhost".to_owned(),
            imprimeur: None,
            textes: BTreeMap::new(),
            antivirus: None,
        }
    }
}

/// The service: what it shows, what it keeps, and its clock.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) monde: Arc<Monde>,
    pub(crate) registre: Registre,
    pub(crate) coffre: Arc<Coffre>,
    pub(crate) horloge: Horloge,
    pub(crate) reglages: Arc<Reglages>,
    pub(crate) choisis: Arc<Vec<interets::Choisi>>,
    pub(crate) textes: Arc<textes::Textes>,
    pub(crate) receptions: Arc<pieces::Receptions>,
}

impl Service {
    /// A service over a world, a register and a store of files.
    pub fn new(monde: Monde, registre: Registre, coffre: Coffre, horloge: Horloge, reglages: Reglages) -> Self {
        let choisis = interets::choisir(&monde);
        Self {
            monde: Arc::new(monde),
            registre,
            coffre: Arc::new(coffre),
            horloge,
            textes: Arc::new(textes::Textes::lire(&reglages.textes)),
            reglages: Arc::new(reglages),
            choisis: Arc::new(choisis),
            receptions: Arc::new(pieces::Receptions::new()),
        }
    }

    /// What it shows.
    pub fn monde(&self) -> &Monde {
        &self.monde
    }

    /// Gives back what it shows, when nobody else holds it.
    pub fn rendre(self) -> Option<Monde> {
        Arc::into_inner(self.monde)
    }

    /// The exercice that one declares for: the one before the year of the day.
    pub(crate) fn exercice_en_cours(&self) -> i32 {
        self.horloge.jour().annee() - 1
    }
}

/// Serves until the process ends, at a door that the caller opened on loopback.
///
/// # Errors
/// When the door cannot be used.
pub async fn servir(service: Service, porte: std::net::TcpListener) -> std::io::Result<()> {
    porte.set_nonblocking(true)?;
    axum::serve(tokio::net::TcpListener::from_std(porte)?, routeur(service)).await
}
