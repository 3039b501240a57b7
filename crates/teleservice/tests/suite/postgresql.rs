//! The whole suite once more, on a PostgreSQL started for it.

use crate::lieu::SERVEUR;
use crate::serveur_postgresql::Serveur;
use sqlx::{AnyPool, Executor as _};
use std::process::Command;

/// A database of its own for a place of the suite.
pub(crate) async fn creer(serveur: &str, base: &str) {
    sqlx::any::install_default_drivers();
    let administration = AnyPool::connect(serveur).await.unwrap();
    administration.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {base}"))).await.unwrap();
    administration.close().await;
}

#[test]
fn every_test_on_postgresql() {
    if std::env::var_os(SERVEUR).is_some() {
        return;
    }
    let Some(serveur) = Serveur::start_if_installed("teleservice") else { return };
    let sortie = Command::new(std::env::current_exe().unwrap())
        .args(["--skip", "every_test_on_postgresql", "--test-threads", "4"])
        .env(SERVEUR, serveur.url("postgres"))
        .output()
        .unwrap();
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stdout));
}
