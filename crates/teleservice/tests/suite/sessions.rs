//! Logging in and out.

use crate::Visiteur;
use crate::lieu::attendre;
use std::time::Duration;

#[test]
fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let reponse = Visiteur::anonyme().lire("/");
    let pose = reponse.entete("set-cookie");
    assert!(pose.contains("HttpOnly") && pose.contains("SameSite=Lax") && pose.contains("Path=/"), "{pose}");
    assert_eq!(pose.split([';', '=']).nth(1).unwrap().len(), 64);
}

#[test]
fn the_id_known_before_the_login_is_worth_nothing_after() {
    let mut visiteur = Visiteur::anonyme();
    visiteur.lire("/");
    let avant = visiteur.temoin.clone();
    visiteur.entrer("A1");
    assert_ne!(visiteur.temoin, avant);
    visiteur.temoin = avant;
    assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 303);
}

#[test]
fn a_form_without_the_token_of_its_session_does_nothing() {
    let mut visiteur = Visiteur::titulaire("A1");
    let autre = Visiteur::titulaire("B2").lire("/tableau-de-bord").jeton();
    for corps in [String::new(), "jeton=".to_owned(), format!("jeton={autre}"), "x".repeat(60_000)] {
        assert_eq!(visiteur.envoyer("/deconnexion", &corps).code.as_u16(), 403);
        assert_eq!(visiteur.envoyer("/connexion", &format!("{corps}&personne=B2")).code.as_u16(), 403);
    }
    visiteur.lire("/tableau-de-bord").dit(&["Camille"]);
}

#[test]
fn a_session_closed_is_not_used_again() {
    let mut visiteur = Visiteur::titulaire("A1");
    let temoin = visiteur.temoin.clone();
    let jeton = visiteur.lire("/tableau-de-bord").jeton();
    assert_eq!(visiteur.envoyer("/deconnexion", &format!("jeton={jeton}")).code.as_u16(), 303);
    visiteur.temoin = temoin;
    assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 303);
}

#[test]
fn a_session_ends_after_an_hour_of_silence_and_after_four_hours() {
    let mut visiteur = Visiteur::titulaire("A1");
    for _ in 0..4 {
        visiteur.passer(Duration::from_secs(59 * 60));
        assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 200);
    }
    visiteur.passer(Duration::from_secs(5 * 60));
    assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 303);
    visiteur.entrer("A1");
    visiteur.passer(registre::DUREE_INACTIVE);
    assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 303);
}

#[test]
fn an_unknown_person_is_told_so_beside_the_form() {
    let mut visiteur = Visiteur::anonyme();
    let jeton = visiteur.lire("/").jeton();
    let reponse = visiteur.envoyer("/connexion", &format!("jeton={jeton}&personne=Z9"));
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["role=\"alert\"", "Personne dans la démonstration"]);
}

#[test]
fn somebody_with_two_structures_chooses_and_changes() {
    let mut visiteur = Visiteur::anonyme().entre("p-deux");
    assert_eq!(visiteur.lire("/tableau-de-bord").entete("location"), "/structures");
    let page = visiteur.lire("/structures");
    page.dit(&["Cabinet &#60;Essai&#62;", "Cabinet Dominique"]);
    let jeton = page.jeton();
    assert_eq!(visiteur.envoyer("/structures", &format!("jeton={jeton}&structure=Z9")).code.as_u16(), 404);
    visiteur.envoyer("/structures", &format!("jeton={jeton}&structure=B2"));
    visiteur.lire("/tableau-de-bord").dit(&["n° B2", "Changer de structure"]);
    visiteur.envoyer("/structures", &format!("jeton={jeton}&structure=A1"));
    visiteur.lire("/tableau-de-bord").dit(&["n° A1"]);
}

#[test]
fn a_right_revoked_or_ended_closes_the_door_at_once() {
    let mut delegue = Visiteur::anonyme().entre("d-voir");
    delegue.lire("/tableau-de-bord").dit(&["Noa Essai, délégué"]);
    let registre = delegue.lieu.registre.clone();
    let maintenant = delegue.lieu.maintenant();
    attendre(async move {
        let structure = convention::IdBeneficiaire("A1".to_owned());
        assert!(registre.droit_revoquer("d-voir-A1", &structure, "p-a1", maintenant).await.unwrap());
    });
    assert_eq!(delegue.lire("/tableau-de-bord").code.as_u16(), 303);
}

#[test]
fn somebody_without_any_right_does_not_come_in() {
    let mut visiteur = Visiteur::anonyme();
    let jeton = visiteur.lire("/").jeton();
    let reponse = visiteur.envoyer("/connexion", &format!("jeton={jeton}&personne=sans-droit"));
    assert_eq!(reponse.code.as_u16(), 403);
    reponse.dit(&["droit sur aucune structure"]);
}
