//! Logging in and out.

use crate::Visiteur;
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
    for corps in [String::new(), "jeton=".to_owned(), format!("jeton={autre}"), "x".repeat(10_000)] {
        assert_eq!(visiteur.envoyer("/deconnexion", &corps).code.as_u16(), 403);
        assert_eq!(visiteur.envoyer("/connexion", &format!("{corps}&beneficiaire=B2")).code.as_u16(), 403);
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
    visiteur.passer(teleservice::INACTIVITE);
    assert_eq!(visiteur.lire("/tableau-de-bord").code.as_u16(), 303);
}

#[test]
fn an_unknown_beneficiary_is_told_so_beside_the_form() {
    let mut visiteur = Visiteur::anonyme();
    let jeton = visiteur.lire("/").jeton();
    let reponse = visiteur.envoyer("/connexion", &format!("jeton={jeton}&beneficiaire=Z9"));
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["role=\"alert\"", "Aucun bénéficiaire"]);
}
