//! A session is announced, prolonged, and loses nothing when it ends.

use crate::Visiteur;
use crate::lieu::Lieu;
use axum::body::Body;
use axum::http::{Request, header};
use std::time::Duration;

const HEURE: Duration = Duration::from_secs(3600);
const INVITATION: &str = "nom=R%C3%A9mi+%3Cb%3E&courriel=remi%40essai.example&portee=voir&fin=2025-06-30";

/// What the hidden fields of the form to an address would send.
fn porte(page: &str, adresse: &str) -> String {
    let (_, suite) = page.split_once(&format!("action=\"{adresse}\"")).unwrap();
    let formulaire = suite.split("</form>").next().unwrap();
    let champs = formulaire.split("<input type=\"hidden\" name=\"").skip(1).map(|champ| {
        let (nom, suite) = champ.split_once("\" value=\"").unwrap();
        let valeur = suite.split('"').next().unwrap().replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&");
        let code: String = valeur.bytes().map(|octet| format!("%{octet:02X}")).collect();
        format!("{nom}={code}")
    });
    champs.collect::<Vec<_>>().join("&")
}

/// A titulaire whose session ended while they were typing, and the page that they get by sending what they typed.
fn interrompu(qui: &str) -> (Visiteur, String) {
    let mut visiteur = Visiteur::titulaire(qui);
    if qui == "p-deux" {
        let jeton = visiteur.lire("/structures").jeton();
        visiteur.envoyer("/structures", &format!("jeton={jeton}&structure=A1"));
    }
    let jeton = visiteur.lire("/compte").jeton();
    visiteur.passer(HEURE);
    let reponse = visiteur.envoyer("/compte/invitations", &format!("jeton={jeton}&{INVITATION}"));
    assert_eq!(reponse.code.as_u16(), 403);
    reponse.dit(&["Votre session a pris fin", "rien n'est perdu"]);
    assert!(!reponse.texte.contains("<b>"));
    (visiteur, porte(&reponse.texte, "/reprise"))
}

#[test]
fn what_was_typed_is_sent_again_by_the_same_person_after_they_read_it() {
    let (mut visiteur, saisie) = interrompu("p-a1");
    // Coming back without having logged in loses nothing either.
    let encore = visiteur.envoyer("/reprise", &saisie);
    encore.dit(&["Vous n'êtes pas encore reconnecté"]);
    assert_eq!(porte(&encore.texte, "/reprise"), saisie);
    visiteur.entrer("p-a1");
    let page = visiteur.envoyer("/reprise", &saisie);
    page.dit(&["Rémi &#60;b&#62;", "remi@essai.example", "Reprendre ma saisie"]);
    // Nothing was sent yet.
    assert!(!visiteur.lire("/compte").texte.contains("remi@essai.example"));
    let reponse = visiteur.envoyer("/compte/invitations", &porte(&page.texte, "/compte/invitations"));
    assert_eq!(reponse.code.as_u16(), 303);
    visiteur.lire("/compte").dit(&["Rémi &#60;b&#62;"]);
}

#[test]
fn a_form_sent_from_a_tab_left_open_after_logging_in_again_is_taken_up_too() {
    let mut visiteur = Visiteur::titulaire("p-a1");
    let jeton = visiteur.lire("/compte").jeton();
    visiteur.passer(HEURE);
    visiteur.entrer("p-a1");
    let page = visiteur.envoyer("/compte/invitations", &format!("jeton={jeton}&{INVITATION}"));
    page.dit(&["Reprendre votre saisie", "remi@essai.example"]);
    let reponse = visiteur.envoyer("/compte/invitations", &porte(&page.texte, "/compte/invitations"));
    assert_eq!(reponse.code.as_u16(), 303);
}

#[test]
fn the_structure_chosen_before_is_chosen_again() {
    let (mut visiteur, saisie) = interrompu("p-deux");
    visiteur.entrer("p-deux");
    assert_eq!(visiteur.lire("/compte").entete("location"), "/structures");
    visiteur.envoyer("/reprise", &saisie).dit(&["n° A1", "Reprendre ma saisie"]);
}

#[test]
fn somebody_else_does_not_take_it_up() {
    let (mut visiteur, saisie) = interrompu("p-a1");
    visiteur.entrer("p-b2");
    let reponse = visiteur.envoyer("/reprise", &saisie);
    assert_eq!(reponse.code.as_u16(), 403);
    reponse.dit(&["commencée par une autre personne"]);
    assert!(!reponse.texte.contains("remi@essai.example"));
}

#[test]
fn nothing_can_be_planted_by_another_site_or_another_browser() {
    let (mut visiteur, saisie) = interrompu("p-a1");
    visiteur.entrer("p-a1");
    // A field changed, another address, a seal made up.
    let autre_champ = saisie.replace("%72%65%6D%69", "%72%65%6D%70");
    assert_ne!(autre_champ, saisie);
    let adresse: String = "/compte/invitations".bytes().map(|o| format!("%{o:02X}")).collect();
    let autre_adresse = saisie.replace(&adresse, "%2Fstructures");
    assert_ne!(autre_adresse, saisie);
    let forge = format!("adresse=%2Fcompte&sceau={}&nom=a&valeur=b", "0".repeat(64));
    for corps in [autre_champ.as_str(), autre_adresse.as_str(), forge.as_str(), "", "adresse=/compte&sceau="] {
        let reponse = visiteur.envoyer("/reprise", corps);
        assert_eq!(reponse.code.as_u16(), 403);
        reponse.dit(&["Rien n&#39;a été fait"]);
    }
    // The same page in another browser, even that of the same person.
    let mut ailleurs = Visiteur::dans(&visiteur.lieu).entre("p-a1");
    assert_eq!(ailleurs.envoyer("/reprise", &saisie).code.as_u16(), 403);
    // A form that never came from us is not kept.
    visiteur.passer(HEURE);
    let reponse = visiteur.envoyer("/compte/invitations", &format!("jeton={}&{INVITATION}", "0".repeat(64)));
    assert!(!reponse.texte.contains("remi@essai.example"));
}

#[test]
fn going_out_leaves_nothing_to_take_up() {
    let mut visiteur = Visiteur::titulaire("p-a1");
    let jeton = visiteur.lire("/compte").jeton();
    visiteur.envoyer("/deconnexion", &format!("jeton={jeton}"));
    visiteur.entrer("p-a1");
    let reponse = visiteur.envoyer("/compte/invitations", &format!("jeton={jeton}&{INVITATION}"));
    assert!(!reponse.texte.contains("remi@essai.example"));
}

/// How long is left, and until the end that nothing prolongs.
fn reste(visiteur: &mut Visiteur) -> String {
    let reponse = visiteur.lire("/session");
    assert_eq!(reponse.entete("content-type"), "application/json");
    reponse.texte
}

#[test]
fn asking_how_long_is_left_prolongs_nothing_and_a_click_does() {
    let mut visiteur = Visiteur::titulaire("p-a1");
    let jeton = visiteur.lire("/compte").jeton();
    visiteur.passer(Duration::from_secs(3400));
    for _ in 0..2 {
        assert_eq!(reste(&mut visiteur), "{\"reste\":200,\"limite\":11000}");
    }
    let demande = Request::post("/session/prolonger")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json");
    let reponse = visiteur.repondre(demande.body(Body::from(format!("jeton={jeton}"))).unwrap());
    assert_eq!(reponse.texte, "{\"reste\":3600,\"limite\":11000}");
    visiteur.passer(Duration::from_secs(3000));
    visiteur.envoyer("/session/prolonger", &format!("jeton={jeton}")).dit(&["prolongée jusqu'à 14\u{a0}h\u{a0}46"]);
    visiteur.passer(HEURE);
    assert_eq!(reste(&mut visiteur), "{\"reste\":0,\"limite\":0}");
}

#[test]
fn the_end_that_nothing_prolongs_is_said() {
    let mut visiteur = Visiteur::titulaire("p-a1");
    let jeton = visiteur.lire("/compte").jeton();
    for _ in 0..4 {
        visiteur.passer(Duration::from_secs(3500));
        visiteur.lire("/compte");
    }
    visiteur.envoyer("/session/prolonger", &format!("jeton={jeton}")).dit(&["quatre heures au plus"]);
    assert_eq!(reste(&mut visiteur), "{\"reste\":400,\"limite\":400}");
    visiteur.lire("/compte").dit(&["data-reste=\"400\" data-limite=\"400\""]);
}

#[test]
fn a_form_of_somebody_who_lost_their_right_meanwhile_is_not_sent() {
    let lieu = Lieu::new();
    let mut delegue = Visiteur::dans(&lieu).entre("d-voir");
    let jeton = delegue.lire("/compte").jeton();
    delegue.passer(HEURE);
    let page = delegue.envoyer("/compte/droits/d-voir-A1/revoquer", &format!("jeton={jeton}"));
    let saisie = porte(&page.texte, "/reprise");
    let mut titulaire = Visiteur::dans(&lieu).entre("p-a1");
    // They get another right elsewhere, then lose this one.
    let registre = lieu.registre.clone();
    let maintenant = lieu.maintenant();
    crate::lieu::attendre(async move {
        let ailleurs = registre.droits_sur(&convention::IdBeneficiaire("B2".to_owned())).await.unwrap();
        let droit = registre::Droit { id: "x".to_owned(), personne: "d-voir".to_owned(), ..ailleurs[0].clone() };
        registre.droit_accorder(&droit).await.unwrap();
        let ici = convention::IdBeneficiaire("A1".to_owned());
        assert!(registre.droit_revoquer("d-voir-A1", &ici, "p-a1", maintenant).await.unwrap());
    });
    titulaire.lire("/compte").dit(&["Révoquée"]);
    delegue.entrer("d-voir");
    delegue.envoyer("/reprise", &saisie).dit(&["a pris fin", "Rien n&#39;a été envoyé"]);
}
