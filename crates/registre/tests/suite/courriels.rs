use crate::support::{Brut, MIDI};
use registre::{
    Avis, Destinataire, Echec, EtatDeCourriel, Instant, MotifDEchec, NouveauCourriel, Portee, Registre, ResteAFaire,
};
use std::time::Duration;

const INJOIGNABLE: Echec = Echec { motif: MotifDEchec::RelaisInjoignable, code: None };
const REFUS_DEFINITIF: Echec = Echec { motif: MotifDEchec::DestinataireRefuse, code: Some(550) };

fn titulaire() -> Destinataire {
    Destinataire { adresse: "claire.fontaine@example.fr".to_owned(), nom: Some("Claire Fontaine".to_owned()) }
}

fn decision() -> Avis {
    Avis::Decision {
        dispositif: "Dispositif d'essai".to_owned(),
        exercice: "2024".to_owned(),
        chemin: "/declarer/essai/pieces".to_owned(),
    }
}

async fn deposer(registre: &Registre, cle: &str, destinataire: &Destinataire, avis: &Avis) -> bool {
    registre.courriel_deposer(&NouveauCourriel { cle, destinataire, avis, perime: None }, MIDI).await.unwrap()
}

fn apres(minutes: u64) -> Instant {
    MIDI.plus(Duration::from_secs(60 * minutes))
}

async fn lignes(brut: &Brut, table: &str) -> i64 {
    let requete = format!("SELECT COUNT(*) FROM {table}");
    let (nombre,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(requete)).fetch_one(&brut.base).await.unwrap();
    nombre
}

pub(crate) async fn an_announcement_goes_out_once_and_leaves_only_its_trace(registre: Registre, brut: Brut) {
    assert!(deposer(&registre, "decision/p1/3", &titulaire(), &decision()).await);
    assert!(registre.courriels_a_envoyer(10, MIDI.minus(Duration::from_millis(1))).await.unwrap().is_empty());
    let a_envoyer = registre.courriels_a_envoyer(10, MIDI).await.unwrap();
    assert_eq!(a_envoyer.len(), 1);
    assert_eq!((&a_envoyer[0].destinataire, a_envoyer[0].avis.as_ref()), (&titulaire(), Some(&decision())));
    registre.courriel_envoye(&a_envoyer[0].id, apres(1)).await.unwrap();
    registre.courriel_envoye(&a_envoyer[0].id, apres(2)).await.unwrap();
    assert!(registre.courriels_a_envoyer(10, apres(60)).await.unwrap().is_empty());
    let traces = registre.courriels_de("decision/p1/3").await.unwrap();
    assert_eq!((traces.len(), traces[0].genre.as_str(), traces[0].depose), (1, "decision", MIDI));
    let etapes: Vec<_> = traces[0].etapes.iter().map(|etape| (etape.etat, etape.echec, etape.instant)).collect();
    assert_eq!(etapes, [(EtatDeCourriel::Envoye, None, apres(1))]);
    // Neither the address nor what the text said is kept once it is sent.
    assert_eq!((lignes(&brut, "courriel_file").await, lignes(&brut, "courriel_parametres").await), (0, 0));
}

pub(crate) async fn every_announcement_is_read_back_as_it_was_kept(registre: Registre, _: Brut) {
    let (dispositif, exercice, chemin) = ("« Essai » d'été".to_owned(), "2024".to_owned(), "/x".to_owned());
    let rappel = |reste| Avis::Rappel {
        dispositif: dispositif.clone(),
        exercice: exercice.clone(),
        reste,
        ferme_le: "28 février 2025 à 23 h 59".to_owned(),
        chemin: chemin.clone(),
    };
    let invitation = |portee| Avis::Invitation {
        invitant: "Zoé Ö'Neill".to_owned(),
        structure: "Pharmacie du Port".to_owned(),
        portee,
        expire_le: "22 janvier 2025".to_owned(),
        chemin: chemin.clone(),
    };
    let avis = [
        decision(),
        Avis::Recu {
            dispositif: dispositif.clone(),
            exercice: exercice.clone(),
            numero: 12,
            recue_le: "15 janvier 2025 à 10 h 42".to_owned(),
            chemin: chemin.clone(),
        },
        rappel(ResteAFaire::Commencer),
        rappel(ResteAFaire::Transmettre),
        rappel(ResteAFaire::TransmettreANouveau),
        invitation(Portee::Voir),
        invitation(Portee::Preparer),
        invitation(Portee::Transmettre),
    ];
    for (rang, avis) in avis.iter().enumerate() {
        let cle = format!("essai/{rang}");
        assert!(deposer(&registre, &cle, &titulaire(), avis).await);
        let lus = registre.courriels_a_envoyer(1, MIDI).await.unwrap();
        assert_eq!(lus[0].avis.as_ref(), Some(avis));
        registre.courriel_envoye(&lus[0].id, MIDI).await.unwrap();
    }
}

pub(crate) async fn the_same_announcement_is_kept_once_for_an_address(registre: Registre, _: Brut) {
    let delegue = Destinataire { adresse: "sam@example.fr".to_owned(), nom: None };
    let meme = Destinataire { adresse: "Claire.Fontaine@EXAMPLE.fr".to_owned(), nom: None };
    assert!(deposer(&registre, "rappel/1", &titulaire(), &decision()).await);
    assert!(!deposer(&registre, "rappel/1", &meme, &decision()).await);
    assert!(deposer(&registre, "rappel/1", &delegue, &decision()).await);
    assert!(deposer(&registre, "rappel/2", &titulaire(), &decision()).await);
    let a_envoyer = registre.courriels_a_envoyer(10, MIDI).await.unwrap();
    assert_eq!(a_envoyer.len(), 3);
    assert_eq!(registre.courriels_a_envoyer(2, MIDI).await.unwrap().len(), 2);
    for courriel in &a_envoyer {
        registre.courriel_envoye(&courriel.id, MIDI).await.unwrap();
    }
    // Sent, it is still known.
    assert!(!deposer(&registre, "rappel/1", &titulaire(), &decision()).await);
    assert_eq!(registre.courriels_de("rappel/1").await.unwrap().len(), 2);
}

pub(crate) async fn an_attempt_that_fails_is_made_again_later_and_later(registre: Registre, brut: Brut) {
    deposer(&registre, "recu/1", &titulaire(), &decision()).await;
    let id = registre.courriels_a_envoyer(1, MIDI).await.unwrap().remove(0).id;
    let mut instant = MIDI;
    let mut attentes = Vec::new();
    while let Some(prochaine) = registre.courriel_echoue(&id, INJOIGNABLE, instant).await.unwrap() {
        let juste_avant = prochaine.minus(Duration::from_millis(1));
        assert!(registre.courriels_a_envoyer(1, juste_avant).await.unwrap().is_empty());
        assert_eq!(registre.courriels_a_envoyer(1, prochaine).await.unwrap()[0].id, id);
        attentes.push((prochaine.0 - instant.0) / 60_000);
        instant = prochaine;
    }
    assert_eq!(attentes, [1, 5, 15, 60, 240, 720, 1200, 1440]);
    assert!(registre.courriels_a_envoyer(1, instant.plus(Duration::from_secs(864_000))).await.unwrap().is_empty());
    let etapes = registre.courriels_de("recu/1").await.unwrap().remove(0).etapes;
    assert_eq!(etapes.len(), 9);
    assert!(etapes[..8].iter().all(|etape| etape.etat == EtatDeCourriel::Reporte));
    assert_eq!((etapes[8].etat, etapes[8].echec), (EtatDeCourriel::Abandonne, Some(INJOIGNABLE)));
    assert_eq!((lignes(&brut, "courriel_file").await, lignes(&brut, "courriel_parametres").await), (0, 0));
}

pub(crate) async fn a_recipient_refused_for_good_is_given_up_at_once(registre: Registre, _: Brut) {
    deposer(&registre, "recu/1", &titulaire(), &decision()).await;
    let id = registre.courriels_a_envoyer(1, MIDI).await.unwrap().remove(0).id;
    assert_eq!(registre.courriel_echoue(&id, REFUS_DEFINITIF, MIDI).await.unwrap(), None);
    // A late word about it changes nothing.
    assert_eq!(registre.courriel_echoue(&id, INJOIGNABLE, apres(1)).await.unwrap(), None);
    registre.courriel_envoye(&id, apres(2)).await.unwrap();
    let etapes = registre.courriels_de("recu/1").await.unwrap().remove(0).etapes;
    assert_eq!(etapes.len(), 1);
    assert_eq!((etapes[0].etat, etapes[0].echec), (EtatDeCourriel::Abandonne, Some(REFUS_DEFINITIF)));
}

pub(crate) async fn the_trace_of_what_was_sent_cannot_be_changed(registre: Registre, brut: Brut) {
    deposer(&registre, "recu/1", &titulaire(), &decision()).await;
    let courriel = registre.courriels_a_envoyer(1, MIDI).await.unwrap().remove(0);
    assert!(!format!("{courriel:?}").contains("laire"), "{courriel:?}");
    registre.courriel_envoye(&courriel.id, MIDI).await.unwrap();
    for interdit in [
        "UPDATE courriels SET genre = 'x'",
        "DELETE FROM courriels",
        "UPDATE courriel_etapes SET etat = 'abandonne'",
        "DELETE FROM courriel_etapes",
    ] {
        brut.sql(interdit).await.unwrap_err();
    }
}
