//! Tables change forward only: a migration that has run is never edited, and a database from the future is refused.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Moteur, Registre, Resultat};
use convention::empreinte_de;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// One step, in its two dialects.
pub(crate) struct Migration {
    pub(crate) nom: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgresql: &'static str,
}

impl Migration {
    fn texte(&self, moteur: Moteur) -> &'static str {
        match moteur {
            Moteur::Sqlite => self.sqlite,
            Moteur::Postgresql => self.postgresql,
        }
    }
}

macro_rules! migration {
    ($nom:literal) => {
        Migration {
            nom: $nom,
            sqlite: include_str!(concat!("../migrations/sqlite/", $nom, ".sql")),
            postgresql: include_str!(concat!("../migrations/postgresql/", $nom, ".sql")),
        }
    };
}

/// In order. Add at the end; never edit one that has been published.
pub(crate) const MIGRATIONS: &[Migration] = &[
    migration!("0001_journal"),
    migration!("0002_declarations"),
    migration!("0003_sessions"),
    migration!("0004_pieces"),
    migration!("0005_versements"),
    migration!("0006_personnes"),
    migration!("0007_liquidations"),
    migration!("0008_imports"),
    migration!("0009_courriels"),
    migration!("0010_documents"),
    migration!("0011_invitations"),
    migration!("0012_contrats"),
    migration!("0013_resultats_nationaux"),
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations \
     (numero BIGINT PRIMARY KEY, nom TEXT NOT NULL, empreinte TEXT NOT NULL)";

/// Brings the tables up to date, in one transaction: all steps or none.
pub(crate) async fn apply(registre: &Registre) -> Resultat<()> {
    // Nothing to do is the rule: a register opens while somebody else writes, without waiting for them.
    if let Ok(faites) =
        sqlx::query("SELECT nom, empreinte FROM migrations ORDER BY numero").fetch_all(&registre.base).await
        && faites.len() == MIGRATIONS.len()
        && faites.iter().zip(MIGRATIONS).all(|(faite, etape)| is_applied(faite, etape, registre.moteur()))
    {
        return Ok(());
    }
    let mut tx = registre.ecrire().await?;
    if registre.moteur() == Moteur::Postgresql {
        // Two services that start together must not both create the tables. The number is ours, and means nothing.
        let verrou = sqlx::query("SELECT CAST(pg_advisory_xact_lock(7305442) AS TEXT)").execute(&mut *tx).await;
        verrou.tentant("attendre la mise à jour des tables")?;
    }
    apply_in(&mut tx, registre.moteur(), MIGRATIONS).await?;
    tx.commit().await.tentant("valider la mise à jour des tables")
}

fn is_applied(faite: &AnyRow, etape: &Migration, moteur: Moteur) -> bool {
    let empreinte = empreinte_de(etape.texte(moteur).as_bytes());
    let texte = |rang: usize| faite.try_get::<String, _>(rang).unwrap_or_default();
    texte(0) == etape.nom && texte(1) == empreinte
}

async fn apply_in(tx: &mut Transaction<'static, Any>, moteur: Moteur, etapes: &[Migration]) -> Resultat<()> {
    sqlx::query(TABLE).execute(&mut **tx).await.tentant("créer la table des migrations")?;
    let faites = sqlx::query("SELECT nom, empreinte FROM migrations ORDER BY numero")
        .fetch_all(&mut **tx)
        .await
        .tentant("lire les migrations faites")?;
    if faites.len() > etapes.len() {
        return Err(ErreurDeRegistre::refus(
            "Cette base a été mise à jour par une version plus récente de Conventio. Installez cette version.",
            format!("{} migrations faites, {} connues", faites.len(), etapes.len()),
        ));
    }
    for (rang, etape) in etapes.iter().enumerate() {
        let texte = etape.texte(moteur);
        let empreinte = empreinte_de(texte.as_bytes());
        if let Some(faite) = faites.get(rang) {
            let nom: String = faite.try_get(0).tentant("lire une migration")?;
            let ancienne: String = faite.try_get(1).tentant("lire une migration")?;
            if nom != etape.nom || ancienne != empreinte {
                return Err(ErreurDeRegistre::refus(
                    "Les tables de cette base ne sont pas celles de cette version de Conventio. Reprenez la version \
                     qui l'a créée, ou une sauvegarde.",
                    format!("la migration {} a changé après avoir été appliquée", etape.nom),
                ));
            }
            continue;
        }
        sqlx::raw_sql(texte).execute(&mut **tx).await.tentant(&format!("appliquer la migration {}", etape.nom))?;
        sqlx::query("INSERT INTO migrations (numero, nom, empreinte) VALUES ($1, $2, $3)")
            .bind(i64::try_from(rang + 1).unwrap_or(i64::MAX))
            .bind(etape.nom)
            .bind(empreinte)
            .execute(&mut **tx)
            .await
            .tentant("noter une migration")?;
    }
    Ok(())
}
