use crate::support::{Brut, MIDI, cle};
use registre::{ATransmettre, Enregistrement, Envoi, Registre, ValeurSaisie};
use std::collections::BTreeMap;
use std::time::Duration;

async fn saisir(registre: &Registre, champ: &str, valeur: Option<&str>, version_lue: i64) -> Enregistrement {
    let saisie = ValeurSaisie { champ, valeur, version_lue, auteur: "titulaire-1" };
    registre.brouillon_enregistrer(&cle(), &saisie, MIDI).await.unwrap()
}

fn valeur(enregistrement: &Enregistrement) -> (bool, Option<&str>, i64) {
    match enregistrement {
        Enregistrement::Fait(champ) => (true, champ.valeur.as_deref(), champ.version),
        Enregistrement::Conflit(champ) => (false, champ.valeur.as_deref(), champ.version),
    }
}

fn reponses(textes: &[(&str, &str)]) -> BTreeMap<String, String> {
    textes.iter().map(|(champ, valeur)| ((*champ).to_owned(), (*valeur).to_owned())).collect()
}

async fn envoyer(registre: &Registre, version_lue: i64, reponses: &BTreeMap<String, String>) -> Envoi {
    let envoi = ATransmettre { version_lue, regles: "abc", reponses, auteur: "titulaire-1" };
    registre.transmettre(&cle(), &envoi, MIDI.plus(Duration::from_secs(60 * version_lue.unsigned_abs()))).await.unwrap()
}

fn numero(envoi: &Envoi) -> i64 {
    match envoi {
        Envoi::Recue(recu) => recu.numero,
        Envoi::Conflit(version) => panic!("conflit avec la version {version}"),
    }
}

pub(crate) async fn a_field_is_kept_and_read_back(registre: Registre, _: Brut) {
    assert_eq!(registre.brouillon_lire(&cle()).await.unwrap().version, 0);
    saisir(&registre, "dmp", Some("oui"), 0).await;
    let brouillon = registre.brouillon_lire(&cle()).await.unwrap();
    let champ = &brouillon.champs["dmp"];
    assert_eq!((champ.valeur.as_deref(), champ.version, champ.auteur.as_str()), (Some("oui"), 1, "titulaire-1"));
    assert_eq!((champ.instant, brouillon.version, brouillon.en_attente()), (MIDI, 1, true));
}

pub(crate) async fn two_tabs_do_not_overwrite_each_other(registre: Registre, _: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    let premier = saisir(&registre, "dmp", Some("non"), 1).await;
    let second = saisir(&registre, "dmp", Some("peut-être"), 1).await;
    assert_eq!(valeur(&premier), (true, Some("non"), 2));
    assert_eq!(valeur(&second), (false, Some("non"), 2));
    assert_eq!(registre.brouillon_lire(&cle()).await.unwrap().champs["dmp"].valeur.as_deref(), Some("non"));
}

pub(crate) async fn the_same_value_sent_twice_is_kept_once(registre: Registre, _: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    assert_eq!(valeur(&saisir(&registre, "dmp", Some("oui"), 0).await), (true, Some("oui"), 1));
    assert_eq!(registre.brouillon_lire(&cle()).await.unwrap().version, 1);
}

pub(crate) async fn a_field_emptied_is_kept_empty(registre: Registre, _: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    assert_eq!(valeur(&saisir(&registre, "dmp", None, 1).await), (true, None, 2));
    assert_eq!(registre.brouillon_lire(&cle()).await.unwrap().champs["dmp"].valeur, None);
}

pub(crate) async fn two_people_at_once_lose_nothing(registre: Registre, _: Brut) {
    let taches: Vec<_> = (0..10)
        .map(|rang| {
            let registre = registre.clone();
            tokio::spawn(async move {
                saisir(&registre, &format!("champ{rang}"), Some("oui"), 0).await;
                saisir(&registre, "commun", Some(&format!("valeur {rang}")), 0).await
            })
        })
        .collect();
    let mut gardes = 0;
    for tache in taches {
        gardes += i32::from(matches!(tache.await.unwrap(), Enregistrement::Fait(_)));
    }
    let brouillon = registre.brouillon_lire(&cle()).await.unwrap();
    assert_eq!((gardes, brouillon.champs.len(), brouillon.version), (1, 11, 11));
}

pub(crate) async fn transmissions_are_numbered_and_the_last_one_counts(registre: Registre, _: Brut) {
    assert_eq!(registre.transmission_retenue(&cle()).await.unwrap(), None);
    saisir(&registre, "dmp", Some("oui"), 0).await;
    assert_eq!(numero(&envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await), 1);
    assert!(!registre.brouillon_lire(&cle()).await.unwrap().en_attente());
    saisir(&registre, "dmp", Some("non"), 1).await;
    assert!(registre.brouillon_lire(&cle()).await.unwrap().en_attente());
    assert_eq!(numero(&envoyer(&registre, 2, &reponses(&[("dmp", "non"), ("prerempli", "12")])).await), 2);

    let toutes = registre.transmissions(&cle()).await.unwrap();
    assert_eq!(toutes[0].reponses, reponses(&[("dmp", "oui")]));
    let retenue = registre.transmission_retenue(&cle()).await.unwrap().unwrap();
    assert_eq!(retenue, toutes[1]);
    assert_eq!((retenue.regles.as_str(), retenue.reponses["prerempli"].as_str()), ("abc", "12"));
    let journal = registre.journal_lire(0, 10).await.unwrap();
    assert_eq!(journal.len(), 2);
    assert!(journal[1].charge.contains(&retenue.recu.empreinte) && !journal[1].charge.contains("dmp"));
}

pub(crate) async fn a_button_pressed_twice_gives_one_receipt(registre: Registre, _: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    let premier = envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await;
    assert_eq!(envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await, premier);
    assert_eq!(registre.transmissions(&cle()).await.unwrap().len(), 1);
}

pub(crate) async fn a_field_changed_since_the_summary_stops_the_transmission(registre: Registre, _: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    saisir(&registre, "autre", Some("3"), 0).await;
    assert_eq!(envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await, Envoi::Conflit(2));
    assert!(registre.transmissions(&cle()).await.unwrap().is_empty());
}

pub(crate) async fn a_transmission_cannot_be_changed(registre: Registre, brut: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await;
    for refuse in [
        "UPDATE transmissions SET regles = 'autres'",
        "UPDATE transmission_reponses SET valeur = 'non'",
        "DELETE FROM transmission_reponses",
        "DELETE FROM transmissions",
    ] {
        assert!(brut.sql(refuse).await.is_err(), "{refuse}");
    }
}

pub(crate) async fn a_transmission_altered_behind_the_triggers_is_a_failure(registre: Registre, brut: Brut) {
    saisir(&registre, "dmp", Some("oui"), 0).await;
    envoyer(&registre, 1, &reponses(&[("dmp", "oui")])).await;
    brut.sql_sans_gardien("transmission_reponses", "UPDATE transmission_reponses SET valeur = 'non'").await;
    let erreur = registre.transmission_retenue(&cle()).await.unwrap_err();
    assert!(erreur.pour_le_journal.contains("n'a plus son empreinte"), "{erreur}");
}

pub(crate) async fn errors_quote_no_value(registre: Registre, brut: Brut) {
    brut.sql("DROP TABLE brouillons").await.unwrap();
    let saisie = ValeurSaisie { champ: "dmp", valeur: Some("secret-42"), version_lue: 0, auteur: "titulaire-1" };
    let erreur = registre.brouillon_enregistrer(&cle(), &saisie, MIDI).await.unwrap_err();
    let dit = format!("{erreur:?}");
    for cache in ["secret-42", "titulaire-1", "990000018"] {
        assert!(!dit.contains(cache), "{dit}");
    }
    let nul = ValeurSaisie { valeur: Some("a\0b"), ..saisie };
    let refus = registre.brouillon_enregistrer(&cle(), &nul, MIDI).await.unwrap_err();
    assert_eq!(refus.genre, registre::GenreDErreur::Refus);
}
