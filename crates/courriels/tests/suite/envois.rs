use crate::annonces::{a, decision, invitation, rappel, recu, toutes};
use crate::mots::has_amount;
use crate::serveur::{Dossier, Serveur};
use courriels::{Facteur, Reglages, Tournee};
use registre::{
    Avis, Destinataire, Echec, EtatDeCourriel, Instant, MotifDEchec, NouveauCourriel, Portee, Registre, ResteAFaire,
};
use std::time::Duration;

/// 15 January 2025, noon in London.
const MIDI: Instant = Instant(1_736_942_400_000);

fn facteur(port: u16) -> Facteur {
    let reglages = Reglages::read(|nom| match nom {
        "CONVENTIO_SMTP" => Some(format!("smtp://127.0.0.1:{port}")),
        "CONVENTIO_COURRIEL_DE" => Some("« Ma Convention », le téléservice <service@convention.example.fr>".to_owned()),
        "CONVENTIO_COURRIEL_REPONSE" => Some("aide@caisse.example.fr".to_owned()),
        "CONVENTIO_ADRESSE" => Some("https://convention.example.fr/".to_owned()),
        _ => None,
    });
    Facteur::new(reglages.unwrap().unwrap()).unwrap()
}

/// A port at which nobody answers: it was free a moment ago.
fn port_libre() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Plays a story on a register of its own.
fn jouer(histoire: impl AsyncFnOnce(&Registre)) {
    let dossier = Dossier::new();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let registre = Registre::ouvrir_fichier(&dossier.0.join("registre.db")).await.unwrap();
        histoire(&registre).await;
        registre.fermer().await;
    });
}

async fn deposer(registre: &Registre, cle: &str, destinataire: &Destinataire, avis: &Avis, perime: Option<Instant>) {
    let courriel = NouveauCourriel { cle, destinataire, avis, perime };
    assert!(registre.courriel_deposer(&courriel, MIDI).await.unwrap());
}

async fn etats(registre: &Registre, cle: &str) -> Vec<(EtatDeCourriel, Option<Echec>)> {
    let etapes = registre.courriels_de(cle).await.unwrap().remove(0).etapes;
    etapes.iter().map(|etape| (etape.etat, etape.echec)).collect()
}

#[test]
fn a_message_is_received_as_it_was_meant() {
    let Some(serveur) = Serveur::start("a_message_is_received_as_it_was_meant") else { return };
    jouer(async |registre| {
        let titulaire = a("helene@officine.example.fr", Some("Hélène Œillet"));
        deposer(registre, "recu/1", &titulaire, &recu(), None).await;
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!(tournee, Tournee { envoyes: 1, ..Tournee::default() });
        // Once sent, it is not sent again.
        assert_eq!(facteur(serveur.port).tournee(registre, MIDI).await.unwrap(), Tournee::default());
        let recus = serveur.recus();
        assert_eq!(recus.len(), 1);
        let recu = &recus[0];
        assert_eq!(recu.defauts, "");
        assert_eq!(recu.expediteur, "service@convention.example.fr");
        assert_eq!(recu.destinataires, ["helene@officine.example.fr"]);
        let id = registre.courriels_de("recu/1").await.unwrap().remove(0).id;
        for (nom, valeur) in [
            ("From", "\"« Ma Convention », le téléservice\" <service@convention.example.fr>"),
            ("To", "Hélène Œillet <helene@officine.example.fr>"),
            ("Reply-To", "aide@caisse.example.fr"),
            ("Subject", "Votre déclaration a bien été reçue"),
            ("Date", "Wed, 15 Jan 2025 12:00:00 +0000"),
            ("Message-ID", &format!("<{id}@convention.example.fr>")),
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", "fr"),
        ] {
            assert_eq!(recu.entetes.get(nom).map(String::as_str), Some(valeur));
        }
        assert_eq!(recu.genres, ["multipart/alternative", "text/plain", "text/html"]);
        let attendu = "Nous avons reçu votre déclaration «\u{a0}Dispositif d'été\u{a0}» pour l'exercice 2024 le \
                       15 janvier 2025 à 10 h 42. C'est l'envoi n°\u{a0}2.";
        assert!(recu.texte.contains(attendu), "{}", recu.texte);
        assert!(recu.texte.contains("\nhttps://convention.example.fr/depots/essai/2024/2"), "{}", recu.texte);
        assert!(recu.html.contains("<html lang=\"fr\""), "{}", recu.html);
        assert!(recu.html.contains("<title>Votre déclaration a bien été reçue</title>"), "{}", recu.html);
        assert!(recu.html.contains("href=\"https://convention.example.fr/depots/essai/2024/2\""), "{}", recu.html);
        // Any relay can carry it: nothing but ASCII, in short lines.
        let mut corps = recu.brut.lines().skip_while(|ligne| !ligne.is_empty());
        assert!(recu.brut.is_ascii() && corps.all(|ligne| ligne.len() <= 76), "{}", recu.brut);
    });
}

#[test]
fn every_announcement_goes_through() {
    let Some(serveur) = Serveur::start("every_announcement_goes_through") else { return };
    jouer(async |registre| {
        for (rang, avis) in toutes().iter().enumerate() {
            deposer(registre, &format!("essai/{rang}"), &a("sam@example.fr", None), avis, None).await;
        }
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!((tournee.envoyes as usize, tournee.constats), (toutes().len(), vec![]));
        for recu in serveur.recus() {
            assert_eq!((recu.defauts.as_str(), recu.genres.len()), ("", 3));
            assert!(!has_amount(&recu.texte) && !recu.html.contains('€'), "{}", recu.texte);
            // Who reads the text misses nothing of what the other part says, and the other way round.
            let phrases: Vec<_> = recu.texte.lines().filter(|ligne| !ligne.is_empty() && *ligne != "-- ").collect();
            let html = recu.html.replace("&#39;", "'");
            assert!(
                phrases.iter().all(|phrase| html.contains(phrase.trim_end_matches("\u{a0}:"))),
                "{phrases:?}\n{html}"
            );
        }
    });
}

#[test]
fn a_relay_that_is_down_delays_and_loses_nothing() {
    let port = port_libre();
    let Some(serveur) = Serveur::start("a_relay_that_is_down_delays_and_loses_nothing") else { return };
    jouer(async |registre| {
        deposer(registre, "recu/1", &a("un@example.fr", None), &recu(), None).await;
        deposer(registre, "recu/2", &a("deux@example.fr", None), &recu(), None).await;
        let tournee = facteur(port).tournee(registre, MIDI).await.unwrap();
        // The round stops at the first silence: the second e-mail keeps its attempts.
        assert_eq!((tournee.envoyes, tournee.reportes, tournee.abandonnes), (0, 1, 0));
        assert!(tournee.constats[0].ends_with(": relais_injoignable, nouvel essai dans 1 min"), "{tournee:?}");
        let plus_tard = MIDI.plus(Duration::from_secs(60));
        assert_eq!(facteur(serveur.port).tournee(registre, plus_tard).await.unwrap().envoyes, 2);
        assert_eq!(serveur.recus().len(), 2);
        let mut etapes = etats(registre, "recu/1").await;
        etapes.extend(etats(registre, "recu/2").await);
        let reports = etapes.iter().filter(|(etat, _)| *etat == EtatDeCourriel::Reporte).count();
        assert_eq!((etapes.len(), reports), (3, 1));
    });
}

#[test]
fn a_relay_that_hangs_up_is_tried_again() {
    let Some(serveur) = Serveur::start("a_relay_that_hangs_up_is_tried_again") else { return };
    jouer(async |registre| {
        deposer(registre, "recu/1", &a("muet@example.fr", None), &recu(), None).await;
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!((tournee.reportes, serveur.recus().len()), (1, 0));
        let injoignable = Echec { motif: MotifDEchec::RelaisInjoignable, code: None };
        assert_eq!(etats(registre, "recu/1").await, [(EtatDeCourriel::Reporte, Some(injoignable))]);
    });
}

#[test]
fn a_recipient_refused_is_given_up_while_the_others_get_theirs() {
    let Some(serveur) = Serveur::start("a_recipient_refused_is_given_up_while_the_others_get_theirs") else { return };
    jouer(async |registre| {
        for nom in ["inconnu", "occupe", "claire"] {
            let personne = a(&format!("{nom}@example.fr"), Some("Claire Fontaine"));
            deposer(registre, nom, &personne, &decision(), None).await;
        }
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!((tournee.envoyes, tournee.reportes, tournee.abandonnes), (1, 1, 1));
        let destinataires: Vec<_> = serveur.recus().into_iter().flat_map(|recu| recu.destinataires).collect();
        assert_eq!(destinataires, ["claire@example.fr"]);
        let refuse = Echec { motif: MotifDEchec::DestinataireRefuse, code: Some(550) };
        assert_eq!(etats(registre, "inconnu").await, [(EtatDeCourriel::Abandonne, Some(refuse))]);
        let occupe = Echec { motif: MotifDEchec::RelaisRefuse, code: Some(451) };
        assert_eq!(etats(registre, "occupe").await, [(EtatDeCourriel::Reporte, Some(occupe))]);
        // The relay quoted the address; the log does not.
        let constats = tournee.constats.join("\n");
        assert!(constats.contains("destinataire_refuse (réponse 550), abandonné"), "{constats}");
        assert!(!constats.contains('@') && !constats.contains("Claire"), "{constats}");
    });
}

#[test]
fn a_crash_between_sending_and_noting_sends_the_same_identifier_again() {
    let Some(serveur) = Serveur::start("a_crash_between_sending_and_noting_sends_the_same_identifier_again") else {
        return;
    };
    jouer(async |registre| {
        deposer(registre, "recu/1", &a("un@example.fr", None), &recu(), None).await;
        let courriel = registre.courriels_a_envoyer(1, MIDI).await.unwrap().remove(0);
        facteur(serveur.port).envoyer(&courriel, MIDI).await.unwrap();
        // Here the service stops: nothing was noted. It starts again, and sends again.
        facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        let recus = serveur.recus();
        assert_eq!(recus.len(), 2);
        assert_eq!(recus[0].entetes["Message-ID"], recus[1].entetes["Message-ID"]);
        assert_eq!(recus[0].brut, recus[1].brut);
    });
}

#[test]
fn a_name_cannot_add_a_header_nor_a_paragraph() {
    let Some(serveur) = Serveur::start("a_name_cannot_add_a_header_nor_a_paragraph") else { return };
    jouer(async |registre| {
        let piege = "Claire\r\nBcc: voleur@example.org\r\n\r\n<script>alert(1)</script>";
        let mut avis = invitation(Portee::Voir);
        if let Avis::Invitation { invitant, structure, .. } = &mut avis {
            piege.clone_into(invitant);
            piege.clone_into(structure);
        }
        deposer(registre, "invitation/1", &a("sam@example.fr", Some(piege)), &avis, None).await;
        // An address that holds more than an address is not written to at all.
        for (rang, fausse) in
            ["sam@example.fr\r\nBcc: x@example.org", "sam@example.fr, x@example.org"].iter().enumerate()
        {
            deposer(registre, &format!("fausse/{rang}"), &a(fausse, None), &decision(), None).await;
        }
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!((tournee.envoyes, tournee.abandonnes), (1, 2));
        let recus = serveur.recus();
        assert_eq!((recus.len(), recus[0].defauts.as_str()), (1, ""));
        assert_eq!(recus[0].destinataires, ["sam@example.fr"]);
        assert_eq!(recus[0].entetes.get("Bcc"), None);
        assert_eq!(recus[0].entetes.len(), 10, "{:?}", recus[0].entetes);
        assert!(recus[0].texte.contains("Claire Bcc: voleur@example.org <script>"), "{}", recus[0].texte);
        assert!(!recus[0].html.contains("<script>"), "{}", recus[0].html);
    });
}

#[test]
fn a_link_never_leaves_the_service() {
    let Some(serveur) = Serveur::start("a_link_never_leaves_the_service") else { return };
    jouer(async |registre| {
        for (rang, ailleurs) in
            ["https://ailleurs.example.org", "//ailleurs.example.org", ".ailleurs", "/a\r\nb", "/a b"]
                .into_iter()
                .enumerate()
        {
            let mut avis = decision();
            if let Avis::Decision { chemin, .. } = &mut avis {
                ailleurs.clone_into(chemin);
            }
            deposer(registre, &format!("essai/{rang}"), &a("sam@example.fr", None), &avis, None).await;
        }
        assert_eq!(facteur(serveur.port).tournee(registre, MIDI).await.unwrap().abandonnes, 5);
        assert!(serveur.recus().is_empty());
    });
}

#[test]
fn a_reminder_that_comes_after_the_closing_is_not_sent() {
    let Some(serveur) = Serveur::start("a_reminder_that_comes_after_the_closing_is_not_sent") else { return };
    jouer(async |registre| {
        let (sam, rappel) = (a("sam@example.fr", None), rappel(ResteAFaire::Commencer));
        deposer(registre, "rappel/1", &sam, &rappel, Some(MIDI)).await;
        deposer(registre, "rappel/2", &sam, &rappel, Some(MIDI.plus(Duration::from_millis(1)))).await;
        let tournee = facteur(serveur.port).tournee(registre, MIDI).await.unwrap();
        assert_eq!((tournee.envoyes, tournee.abandonnes, serveur.recus().len()), (1, 1, 1));
        let perime = Echec { motif: MotifDEchec::Perime, code: None };
        assert_eq!(etats(registre, "rappel/1").await, [(EtatDeCourriel::Abandonne, Some(perime))]);
    });
}
