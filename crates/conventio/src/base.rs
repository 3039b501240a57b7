//! The register that a command names: the path of a SQLite file, or the address of a PostgreSQL server.

use crate::echec::{Code, Echec};
use clap::ArgMatches;
use registre::{ErreurDeRegistre, GenreDErreur, Instant, Registre};
use std::future::Future;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Opens the register, does something with it, and closes it.
pub(crate) fn avec_registre<T, F: Future<Output = Result<T, Echec>>>(
    lus: &ArgMatches,
    faire: impl FnOnce(Registre) -> F,
) -> Result<T, Echec> {
    let base = lus.get_one::<String>("registre").map_or("", String::as_str);
    let creer = lus.try_get_one::<bool>("nouveau").ok().flatten().copied().unwrap_or(false);
    let reacteur = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let reacteur =
        reacteur.map_err(|e| Echec::new(Code::Acces, format!("le registre ne peut pas être ouvert ({e}).")))?;
    reacteur.block_on(async {
        let registre = ouvrir(base, creer).await?;
        let fait = faire(registre.clone()).await;
        registre.fermer().await;
        fait
    })
}

async fn ouvrir(base: &str, creer: bool) -> Result<Registre, Echec> {
    if base.contains("://") {
        return Ok(Registre::ouvrir_url(base).await?);
    }
    let chemin = Path::new(base);
    // A mistyped path must not open an empty register, in which nothing was ever paid.
    if !creer && !chemin.is_file() {
        let phrase = format!(
            "le registre « {base} » n'existe pas. Vérifiez le chemin, ou ajoutez --nouveau à « importer » ou à « liquider preparer » pour le créer."
        );
        return Err(Echec::new(Code::Acces, phrase));
    }
    Ok(Registre::ouvrir_fichier(chemin).await?)
}

/// Now, for what is kept: rules never see it.
pub(crate) fn maintenant() -> Instant {
    let duree = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(duree.as_millis()).unwrap_or(i64::MAX))
}

impl From<ErreurDeRegistre> for Echec {
    fn from(erreur: ErreurDeRegistre) -> Self {
        match erreur.genre {
            GenreDErreur::Refus => Self::new(Code::Regles, erreur.message),
            // Whoever types a command is the operator too.
            GenreDErreur::Panne => {
                Self::new(Code::Acces, format!("{}\nCause : {}.", erreur.message, erreur.pour_le_journal))
            }
        }
    }
}
