use crate::support::{Brut, Dossier, MIDI};
use registre::{Acte, Charge, GenreDErreur, Moteur, Registre};

pub(crate) async fn a_second_opening_changes_nothing(registre: Registre, brut: Brut) {
    let encore = brut.rouvrir().await.unwrap();
    assert_eq!(encore.moteur(), registre.moteur());
    assert_eq!(encore.moteur() == Moteur::Sqlite, brut.est_sqlite());
    encore.fermer().await;
}

pub(crate) async fn a_migration_changed_after_it_ran_is_refused(_: Registre, brut: Brut) {
    brut.sql("UPDATE migrations SET empreinte = 'autre' WHERE numero = 2").await.unwrap();
    let refus = brut.rouvrir().await.unwrap_err();
    assert!(refus.pour_le_journal.contains("0002_declarations a changé"), "{refus}");
}

pub(crate) async fn a_database_from_the_future_is_refused(_: Registre, brut: Brut) {
    brut.sql("INSERT INTO migrations (numero, nom, empreinte) VALUES (99, 'demain', 'x')").await.unwrap();
    let refus = brut.rouvrir().await.unwrap_err();
    assert!(refus.message.contains("plus récente"), "{}", refus.message);
}

pub(crate) async fn a_copy_made_while_running_opens_with_the_same_journal(registre: Registre, _: Brut) {
    let acte = Acte { acteur: "agent-1", acte: "consulter", objet: "dossier/1", charge: Charge::new() };
    let tete = registre.journal_ajouter(&acte, MIDI).await.unwrap();
    let dossier = Dossier::new();
    let chemin = dossier.0.join("copie d'un soir.db");
    if registre.moteur() == Moteur::Postgresql {
        assert_eq!(registre.sauvegarder(&chemin).await.unwrap_err().genre, GenreDErreur::Refus);
        return;
    }
    registre.sauvegarder(&chemin).await.unwrap();
    assert_eq!(registre.sauvegarder(&chemin).await.unwrap_err().genre, GenreDErreur::Refus);
    let copie = Registre::ouvrir_fichier(&chemin).await.unwrap();
    assert_eq!(copie.journal_tete().await.unwrap(), tete);
    copie.fermer().await;
}
