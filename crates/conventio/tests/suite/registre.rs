//! `journal` and `sauvegarder`.

use crate::{Dossier, dit};
use sqlx::{AnyPool, Executor as _};

/// A register with three acts.
fn trois_actes() -> Dossier {
    let dossier = Dossier::new();
    for rang in 1..=3 {
        let nom = format!("f{rang}.csv");
        let entete = "beneficiaire;convention;exercice;titre;date;montant;nature";
        dossier.ecrire(&nom, format!("{entete}\nA;essai;2022;Paiement {rang};2023-04-15;10;initial\n"));
        let arguments = ["importer", "versements", &nom, "--registre", "registre.db", "--nouveau", "--auteur", "Anne"];
        dossier.lancer(&arguments).reussie();
    }
    dossier
}

/// What somebody with all rights on the file would type.
fn sql(dossier: &Dossier, texte: &str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", dossier.chemin("registre.db").display());
    let texte = texte.to_owned();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async move {
        let base = AnyPool::connect(&url).await.unwrap();
        base.execute(sqlx::AssertSqlSafe(texte)).await.unwrap();
        base.close().await;
    });
}

const VERIFIER: [&str; 4] = ["journal", "verifier", "--registre", "registre.db"];

#[test]
fn an_intact_journal_is_told_and_its_head_is_the_witness() {
    let dossier = trois_actes();
    dit(&dossier.lancer(&VERIFIER).reussie(), &["Journal intact : 3 actes.", "Sans témoin"]);
    let tete = dossier.lancer(&["journal", "tete", "--registre", "registre.db"]).reussie();
    assert!(tete.starts_with("3:") && tete.trim().len() == 66, "{tete}");
    let texte = dossier.lancer(&[&VERIFIER[..], &["--temoin", tete.trim()]].concat()).reussie();
    assert!(!texte.contains("Sans témoin"), "{texte}");
    let faux = format!("3:{}", "0".repeat(64));
    dit(&dossier.lancer(&[&VERIFIER[..], &["--temoin", &faux]].concat()).refusee(1), &["rompu à la ligne 3", "témoin"]);
    dit(&dossier.lancer(&[&VERIFIER[..], &["--temoin", "hier"]].concat()).refusee(2), &["n'est pas un témoin"]);
}

#[test]
fn an_altered_row_is_named() {
    let dossier = trois_actes();
    sql(&dossier, "DROP TRIGGER journal_sans_modification");
    sql(&dossier, "UPDATE journal SET acteur = 'Personne' WHERE rang = 2");
    dit(&dossier.lancer(&VERIFIER).refusee(1), &["rompu à la ligne 2", "modifié après coup", "sauvegarde"]);
}

#[test]
fn a_removed_row_is_named() {
    let dossier = trois_actes();
    sql(&dossier, "DROP TRIGGER journal_sans_retrait");
    sql(&dossier, "DELETE FROM journal WHERE rang = 3");
    dit(&dossier.lancer(&VERIFIER).refusee(1), &["rompu à la ligne 3", "retirée"]);
}

#[test]
fn a_copy_made_while_a_service_writes_is_whole() {
    let dossier = trois_actes();
    let copier = ["sauvegarder", "--registre", "registre.db", "--vers", "copie.db"];
    // Somebody holds the base open and is writing.
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", dossier.chemin("registre.db").display());
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let base = AnyPool::connect(&url).await.unwrap();
        let mut ecriture = base.begin().await.unwrap();
        ecriture.execute("UPDATE journal_tete SET rang = 99").await.unwrap();
        dit(&dossier.lancer(&copier).reussie(), &["Copie écrite : copie.db"]);
        ecriture.rollback().await.unwrap();
        base.close().await;
    });
    let texte = dossier.lancer(&["journal", "verifier", "--registre", "copie.db"]).reussie();
    dit(&texte, &["Journal intact : 3 actes."]);
    dit(&dossier.lancer(&copier).refusee(1), &["existe déjà"]);
    let ailleurs = ["sauvegarder", "--registre", "registre.db", "--vers", "absent/copie.db"];
    dit(&dossier.lancer(&ailleurs).refusee(4), &["le dossier de cette copie n'existe pas"]);
    dit(&dossier.lancer(&["journal", "tete", "--registre", "rien.db"]).refusee(4), &["« rien.db » n'existe pas"]);
}
