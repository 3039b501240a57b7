//! What is refused: always a problem in French, never a page.

use super::{DECLARATION, reponses};
use crate::compte::inviter;
use crate::lieu::Lieu;
use crate::{Reponse, Visiteur};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

fn un_probleme(reponse: &Reponse, code: u16) -> Value {
    assert_eq!(reponse.code.as_u16(), code, "{}", reponse.texte);
    assert_eq!(reponse.entete("content-type"), "application/problem+json");
    let lu = reponse.json();
    assert_eq!(lu["status"], code);
    for nom in ["title", "detail", "que_faire"] {
        assert!(lu[nom].as_str().is_some_and(|phrase| !phrase.is_empty()), "{nom} : {lu}");
    }
    lu
}

/// A request that writes, with whatever token and kind of body.
fn ecrire(visiteur: &mut Visiteur, jeton: &str, genre: &str, corps: String) -> Reponse {
    let demande = Request::builder()
        .method("PATCH")
        .uri(DECLARATION)
        .header(header::HOST, "127.0.0.1:8080")
        .header("X-Jeton", jeton)
        .header(header::CONTENT_TYPE, genre);
    visiteur.repondre(demande.body(Body::from(corps)).unwrap())
}

#[test]
fn nobody_is_answered_a_problem_and_not_a_page() {
    let mut personne = Visiteur::anonyme();
    for adresse in ["/api/v1/moi", "/api/v1/declarations", "/api/v1/remunerations/depistage/2023"] {
        let reponse = personne.lire(adresse);
        un_probleme(&reponse, 401);
        personne.tenir("GET", adresse, &reponse);
    }
}

#[test]
fn an_address_that_does_not_exist_is_a_problem_too() {
    let mut a1 = Visiteur::titulaire("A1");
    for adresse in [
        "/api/",
        "/api/v2/moi",
        "/api/v1/rien",
        "/api/v1/declarations/rien/2024",
        "/api/v1/declarations/equipement/1999",
        "/api/v1/declarations/equipement/02024",
        "/api/v1/declarations/equipement/%ff",
        "/api/v1/declarations/depistage/2024/pieces",
        "/api/v1/remunerations/depistage/x",
    ] {
        un_probleme(&a1.lire(adresse), 404);
    }
    un_probleme(&a1.demander("DELETE", "/api/v1/moi", ""), 405);
    un_probleme(&a1.demander("PUT", DECLARATION, ""), 405);
    un_probleme(&a1.chez("exemple.fr", "GET", "/api/v1/moi", ""), 421);
}

#[test]
fn what_is_written_needs_the_token_of_the_session_and_json() {
    let lieu = Lieu::new();
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let jeton = a1.jeton_api();
    let autre = Visiteur::dans(&lieu).entre("B2").jeton_api();
    let corps = json!({ "champs": [{ "code": "boite", "valeur": true, "version": 0 }] }).to_string();
    for faux in ["", &autre, &"0".repeat(64)] {
        un_probleme(&ecrire(&mut a1, faux, "application/json", corps.clone()), 403);
    }
    for genre in ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        un_probleme(&ecrire(&mut a1, &jeton, genre, corps.clone()), 415);
    }
    for illisible in ["", "[]", "{", "null", "{\"champs\":{}}", "{\"champs\":[1]}", "{\"champs\":[],\"x\":1}"] {
        un_probleme(&ecrire(&mut a1, &jeton, "application/json", illisible.to_owned()), 422);
    }
    let long = format!("{{\"champs\":[],\"x\":\"{}\"}}", "x".repeat(70_000));
    un_probleme(&ecrire(&mut a1, &jeton, "application/json", long), 413);
    assert_eq!(a1.api("GET", DECLARATION, None, 200)["version"], 0);
    assert_eq!(ecrire(&mut a1, &jeton, "application/json; charset=utf-8", corps).code.as_u16(), 200);
}

#[test]
fn what_is_somebody_elses_is_out_of_reach() {
    let lieu = Lieu::new();
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let lue = a1.repond(&reponses(), 200);
    let adresse = format!("{DECLARATION}/transmissions");
    a1.api("POST", &adresse, Some(&json!({ "attestation": true, "version": lue["version"] })), 201);
    let mut b2 = Visiteur::dans(&lieu).entre("B2");
    assert_eq!(b2.api("GET", &adresse, None, 200)["transmissions"], json!([]));
    let sienne = b2.api("GET", DECLARATION, None, 200);
    assert_eq!((&sienne["structure"], &sienne["version"]), (&json!("B2"), &json!(0)));
    assert!(!sienne.to_string().contains("Alpha n° 2"));
    let moi = b2.api("GET", "/api/v1/moi", None, 200).to_string();
    assert!(!moi.contains("Camille") && !moi.contains("A1"), "{moi}");
}

#[test]
fn somebody_without_any_right_is_told_whom_to_ask() {
    let lieu = Lieu::new();
    // Somebody without a right may only come in to answer an invitation.
    let (_, code) = inviter(&mut Visiteur::dans(&lieu).entre("A1"), "voir");
    let mut sans = Visiteur::dans(&lieu);
    let jeton = sans.lire("/").jeton();
    sans.envoyer("/connexion", &format!("jeton={jeton}&personne=sans-droit&suite=/invitation/{code}"));
    let refus = sans.api("GET", "/api/v1/moi", None, 403).to_string();
    assert!(refus.contains("Vous n'avez de droit sur aucune structure"), "{refus}");
}
