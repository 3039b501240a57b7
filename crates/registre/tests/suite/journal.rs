use crate::support::{Brut, MIDI};
use registre::{Acte, Charge, Registre, Rupture, Tete, Verification};

fn acte(objet: &str) -> Acte<'_> {
    Acte { acteur: "agent-1", acte: "consulter", objet, charge: Charge::new().avec("page", "suivi") }
}

async fn trois_actes(registre: &Registre) -> Tete {
    for objet in ["dossier/1", "dossier/2"] {
        registre.journal_ajouter(&acte(objet), MIDI).await.unwrap();
    }
    registre.journal_ajouter(&acte("dossier/3"), MIDI).await.unwrap()
}

async fn rupture(registre: &Registre) -> Verification {
    registre.journal_verifier(None).await.unwrap()
}

pub(crate) async fn acts_are_chained_and_verified(registre: Registre, _: Brut) {
    let tete = trois_actes(&registre).await;
    assert_eq!(registre.journal_verifier(Some(&tete)).await.unwrap(), Verification::Intact(tete));
    let lignes = registre.journal_lire(1, 10).await.unwrap();
    assert_eq!(lignes.len(), 2);
    assert_eq!((lignes[0].objet.as_str(), lignes[0].charge.as_str()), ("dossier/2", r#"{"page":"suivi"}"#));
    assert_eq!(lignes[1].precedente, lignes[0].empreinte);
}

pub(crate) async fn an_altered_row_is_found(registre: Registre, brut: Brut) {
    trois_actes(&registre).await;
    brut.sql_sans_gardien("journal", "UPDATE journal SET acteur = 'personne' WHERE rang = 2").await;
    assert_eq!(rupture(&registre).await, Verification::Rompu(2, Rupture::Modifiee));
}

pub(crate) async fn a_removed_row_is_found(registre: Registre, brut: Brut) {
    trois_actes(&registre).await;
    brut.sql_sans_gardien("journal", "DELETE FROM journal WHERE rang = 1").await;
    assert_eq!(rupture(&registre).await, Verification::Rompu(1, Rupture::Retiree));
}

pub(crate) async fn swapped_rows_are_found(registre: Registre, brut: Brut) {
    trois_actes(&registre).await;
    brut.sql_sans_gardien("journal", "UPDATE journal SET rang = 20 WHERE rang = 2").await;
    brut.sql("UPDATE journal SET rang = 2 WHERE rang = 3").await.unwrap();
    brut.sql("UPDATE journal SET rang = 3 WHERE rang = 20").await.unwrap();
    assert_eq!(rupture(&registre).await, Verification::Rompu(2, Rupture::Deplacee));
}

pub(crate) async fn a_cut_end_is_found(registre: Registre, brut: Brut) {
    trois_actes(&registre).await;
    brut.sql_sans_gardien("journal", "DELETE FROM journal WHERE rang = 3").await;
    assert_eq!(rupture(&registre).await, Verification::Rompu(3, Rupture::Retiree));
}

pub(crate) async fn a_row_written_without_the_register_is_found(registre: Registre, brut: Brut) {
    let avant = trois_actes(&registre).await;
    registre.journal_ajouter(&acte("dossier/4"), MIDI).await.unwrap();
    let retour = format!("UPDATE journal_tete SET rang = 3, empreinte = '{}'", avant.empreinte);
    brut.sql(&retour).await.unwrap();
    assert_eq!(rupture(&registre).await, Verification::Rompu(4, Rupture::Ajoutee));
}

pub(crate) async fn a_chain_made_again_is_betrayed_by_the_head_noted_outside(registre: Registre, brut: Brut) {
    let temoin = trois_actes(&registre).await;
    let origine = "0".repeat(64);
    brut.sql_sans_gardien("journal", "DELETE FROM journal").await;
    brut.sql(&format!("UPDATE journal_tete SET rang = 0, empreinte = '{origine}'")).await.unwrap();
    for objet in ["dossier/1", "dossier/9", "dossier/3"] {
        registre.journal_ajouter(&acte(objet), MIDI).await.unwrap();
    }
    assert!(matches!(rupture(&registre).await, Verification::Intact(_)));
    let vue = registre.journal_verifier(Some(&temoin)).await.unwrap();
    assert_eq!(vue, Verification::Rompu(3, Rupture::Reecrite));
}

pub(crate) async fn the_database_refuses_to_change_or_remove_a_row(registre: Registre, brut: Brut) {
    let tete = trois_actes(&registre).await;
    brut.sql("UPDATE journal SET acteur = 'personne'").await.unwrap_err();
    brut.sql("DELETE FROM journal WHERE rang = 3").await.unwrap_err();
    brut.sql("DELETE FROM journal_tete").await.unwrap_err();
    if !brut.est_sqlite() {
        brut.sql("TRUNCATE journal").await.unwrap_err();
    }
    assert_eq!(rupture(&registre).await, Verification::Intact(tete));
}

pub(crate) async fn acts_written_at_once_stand_in_line(registre: Registre, _: Brut) {
    let taches: Vec<_> = (0..20)
        .map(|rang| {
            let registre = registre.clone();
            tokio::spawn(async move {
                registre.journal_ajouter(&acte(&format!("dossier/{rang}")), MIDI).await.unwrap();
            })
        })
        .collect();
    for tache in taches {
        tache.await.unwrap();
    }
    let Verification::Intact(tete) = rupture(&registre).await else { panic!("la chaîne est rompue") };
    assert_eq!(tete.rang, 20);
}
