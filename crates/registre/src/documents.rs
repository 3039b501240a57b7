//! Documents issued: what lets anybody check a printed sheet, and says nothing of whom it is about.

use crate::erreur::Tentative;
use crate::{Instant, Registre, Resultat};
use sqlx::Row;

/// A document that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentEmis {
    /// The hash printed on it: that of what it tells.
    pub empreinte: String,
    /// What kind of document: `recapitulatif`, `remuneration`, `suivi`.
    pub genre: String,
    /// Its title, without a name or an amount.
    pub intitule: String,
    /// The hash of its file.
    pub fichier: String,
}

impl Registre {
    /// Notes that a document was issued. Issued again, it keeps its first moment.
    pub async fn document_emettre(&self, document: &DocumentEmis, instant: Instant) -> Resultat<()> {
        sqlx::query(
            "INSERT INTO documents (empreinte, genre, intitule, fichier, instant) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (empreinte) DO NOTHING",
        )
        .bind(&document.empreinte)
        .bind(&document.genre)
        .bind(&document.intitule)
        .bind(&document.fichier)
        .bind(instant.0)
        .execute(&self.base)
        .await
        .tentant("noter un document émis")?;
        Ok(())
    }

    /// The document of a printed hash, and when it was first issued.
    pub async fn document_lire(&self, empreinte: &str) -> Resultat<Option<(DocumentEmis, Instant)>> {
        let ligne =
            sqlx::query("SELECT empreinte, genre, intitule, fichier, instant FROM documents WHERE empreinte = $1")
                .bind(empreinte)
                .fetch_optional(&self.base)
                .await
                .tentant("chercher un document émis")?;
        let lu = |ligne: sqlx::any::AnyRow| -> Result<(DocumentEmis, Instant), sqlx::Error> {
            let document = DocumentEmis {
                empreinte: ligne.try_get(0)?,
                genre: ligne.try_get(1)?,
                intitule: ligne.try_get(2)?,
                fichier: ligne.try_get(3)?,
            };
            Ok((document, Instant(ligne.try_get(4)?)))
        };
        ligne.map(lu).transpose().tentant("lire un document émis")
    }
}
