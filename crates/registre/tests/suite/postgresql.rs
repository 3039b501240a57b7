//! Every story on a PostgreSQL started for them.

use crate::HISTOIRES;
use crate::serveur_postgresql::Serveur;
use crate::support::{attendre, jouer};
use sqlx::{AnyPool, Executor as _};

#[test]
fn every_story_on_postgresql() {
    let Some(serveur) = Serveur::start_if_installed("histoires") else { return };
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
