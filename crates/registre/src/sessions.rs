//! Sessions: the database keeps the hash of their secret, so that reading it opens no door.

use crate::erreur::Tentative;
use crate::{Instant, Registre, Resultat};
use convention::empreinte_de;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::fmt;
use std::time::Duration;

/// A session unused for this long is over.
pub const DUREE_INACTIVE: Duration = Duration::from_secs(3600);
/// A session this old is over, used or not.
pub const DUREE_TOTALE: Duration = Duration::from_secs(4 * 3600);

/// A use is written down once in this long: a page must not wait for the disk because it was looked at.
const DUREE_NON_NOTEE: Duration = Duration::from_secs(60);

/// What the browser holds: 32 bytes of chance given by the caller. Its debug form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    pub(crate) fn empreinte(&self) -> String {
        empreinte_de(&self.0)
    }
}

/// A session that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub personne: String,
    /// The structure that they chose.
    pub structure: Option<String>,
    /// When it was opened.
    pub ouverte: Instant,
    /// When it was last used.
    pub vue: Instant,
}

impl Session {
    /// When it ends if nothing is done.
    pub fn fin(&self) -> Instant {
        self.vue.plus(DUREE_INACTIVE).min(self.limite())
    }

    /// When it ends whatever is done.
    pub fn limite(&self) -> Instant {
        self.ouverte.plus(DUREE_TOTALE)
    }
}

impl Registre {
    /// Opens a session. A login always brings a new secret: one known before it is worth nothing after.
    pub async fn session_ouvrir(&self, secret: &Secret, personne: &str, instant: Instant) -> Resultat<()> {
        sqlx::query("INSERT INTO sessions (empreinte, personne, structure, ouverte, vue) VALUES ($1, $2, $3, $4, $4)")
            .bind(secret.empreinte())
            .bind(personne)
            .bind(None::<String>)
            .bind(instant.0)
            .execute(&self.base)
            .await
            .tentant("ouvrir une session")?;
        Ok(())
    }

    /// The session of a secret if it is still open, prolonged by this use; nothing when it is over or unknown.
    pub async fn session_utiliser(&self, secret: &Secret, instant: Instant) -> Resultat<Option<Session>> {
        let lue = sqlx::query(
            "SELECT personne, structure, ouverte, vue FROM sessions \
             WHERE empreinte = $1 AND vue > $3 AND ouverte > $4 AND vue > $2",
        )
        .bind(secret.empreinte())
        .bind(instant.minus(DUREE_NON_NOTEE).0)
        .bind(instant.minus(DUREE_INACTIVE).0)
        .bind(instant.minus(DUREE_TOTALE).0)
        .fetch_optional(&self.base)
        .await
        .tentant("lire une session")?;
        let ligne = match lue {
            Some(ligne) => Some(ligne),
            None => sqlx::query(
                "UPDATE sessions SET vue = CASE WHEN vue > $2 THEN vue ELSE $2 END \
                 WHERE empreinte = $1 AND vue > $3 AND ouverte > $4 RETURNING personne, structure, ouverte, vue",
            )
            .bind(secret.empreinte())
            .bind(instant.0)
            .bind(instant.minus(DUREE_INACTIVE).0)
            .bind(instant.minus(DUREE_TOTALE).0)
            .fetch_optional(&self.base)
            .await
            .tentant("retrouver une session")?,
        };
        ligne.as_ref().map(read_session).transpose().tentant("lire une session")
    }

    /// The session of a secret, open or over, without prolonging it: nothing when it was closed or never was.
    pub async fn session_lire(&self, secret: &Secret) -> Resultat<Option<Session>> {
        let ligne = sqlx::query("SELECT personne, structure, ouverte, vue FROM sessions WHERE empreinte = $1")
            .bind(secret.empreinte())
            .fetch_optional(&self.base)
            .await
            .tentant("relire une session")?;
        ligne.as_ref().map(read_session).transpose().tentant("lire une session")
    }

    /// Notes the structure chosen; false when the session is over. The right to it was checked by the caller.
    pub async fn session_choisir(&self, secret: &Secret, structure: &str, instant: Instant) -> Resultat<bool> {
        if self.session_utiliser(secret, instant).await?.is_none() {
            return Ok(false);
        }
        let choix = sqlx::query("UPDATE sessions SET structure = $2 WHERE empreinte = $1")
            .bind(secret.empreinte())
            .bind(structure)
            .execute(&self.base)
            .await
            .tentant("choisir une structure")?;
        Ok(choix.rows_affected() == 1)
    }

    /// Closes a session: its secret opens nothing any more.
    pub async fn session_fermer(&self, secret: &Secret) -> Resultat<()> {
        sqlx::query("DELETE FROM sessions WHERE empreinte = $1")
            .bind(secret.empreinte())
            .execute(&self.base)
            .await
            .tentant("fermer une session")?;
        Ok(())
    }

    /// Removes sessions that are over, and says how many.
    pub async fn sessions_purger(&self, instant: Instant) -> Resultat<u64> {
        let purge = sqlx::query("DELETE FROM sessions WHERE vue <= $1 OR ouverte <= $2")
            .bind(instant.minus(DUREE_INACTIVE).0)
            .bind(instant.minus(DUREE_TOTALE).0)
            .execute(&self.base)
            .await
            .tentant("retirer les sessions finies")?;
        Ok(purge.rows_affected())
    }
}

fn read_session(ligne: &AnyRow) -> Result<Session, sqlx::Error> {
    Ok(Session {
        personne: ligne.try_get(0)?,
        structure: ligne.try_get(1)?,
        ouverte: Instant(ligne.try_get(2)?),
        vue: Instant(ligne.try_get(3)?),
    })
}
