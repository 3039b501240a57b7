//! What a program writes, and how it is seen on the pages.

use super::{DECLARATION, reponses, trouver};
use crate::Visiteur;
use crate::lieu::Lieu;
use registre::Instant;
use serde_json::json;
use std::time::Duration;

fn envoi(version: &serde_json::Value) -> serde_json::Value {
    json!({ "attestation": true, "version": version })
}

#[test]
fn from_the_answers_to_the_receipt_then_on_the_pages() {
    let mut a1 = Visiteur::titulaire("A1");
    let lue = a1.repond(&reponses(), 200);
    assert_eq!(trouver(&lue, "nb_lecteurs")["valeur"], 3);
    assert_eq!(lue["transmissible"], true, "{}", lue["raisons"]);
    a1.lire("/declarations/equipement/2024").dit(&["Alpha n° 2"]);
    let estimee = a1.api("POST", &format!("{DECLARATION}/estimation"), Some(&json!({})), 200);
    assert!(estimee["montant"]["centimes"].is_i64(), "{estimee}");
    let adresse = format!("{DECLARATION}/transmissions");
    let recu = a1.api("POST", &adresse, Some(&envoi(&lue["version"])), 201);
    assert_eq!((&recu["numero"], &recu["par"]), (&json!(1), &json!("Camille Essai")));
    assert_eq!(recu["instant"], "2025-01-15T11:00:00Z");
    // The page of the receipt, the cards and the list of deposits all see it.
    let page = recu["page"].as_str().unwrap().to_owned();
    a1.lire(&page).dit(&["Votre déclaration est reçue", "Alpha n° 2", recu["empreinte"].as_str().unwrap()]);
    a1.lire("/declarations").dit(&["1 déclaration transmise sur 2"]);
    a1.lire("/depots").dit(&["transmission n°\u{a0}1"]);
    // Sent twice, it is received once.
    let encore = a1.api("POST", &adresse, Some(&envoi(&lue["version"])), 200);
    assert_eq!(encore, recu);
    let toutes = a1.api("GET", &adresse, None, 200);
    assert_eq!(toutes["transmissions"], json!([recu]));
    // Changed, then sent again: the first one no longer counts.
    let lue = a1.repond(&[("nb_lecteurs", json!(4))], 200);
    assert_eq!(lue["en_attente"], true);
    a1.api("POST", &adresse, Some(&envoi(&lue["version"])), 201);
    let toutes = a1.api("GET", &adresse, None, 200);
    let retenues: Vec<_> = toutes["transmissions"].as_array().unwrap().iter().map(|t| t["retenue"].clone()).collect();
    assert_eq!(retenues, [json!(false), json!(true)]);
}

#[test]
fn each_kind_of_answer_goes_and_comes_back_the_same() {
    let mut a1 = Visiteur::titulaire("A1");
    let tous = [
        ("lecteur", json!(true)),
        ("nb_lecteurs", json!(12)),
        ("marque", json!("Bêta")),
        ("lieu", json!("domicile")),
        ("cout", json!(122_550)),
        ("part", json!(9_250)),
        ("depuis_le", json!("2024-03-09")),
        ("boite", json!(false)),
    ];
    let lue = a1.repond(&tous, 200);
    for (code, valeur) in &tous {
        assert_eq!(&trouver(&lue, code)["valeur"], valeur, "{code}");
    }
    // The page shows them as people write them.
    a1.lire("/declarations/equipement/2024").dit(&["value=\"09/03/2024\"", "value=\"1225,5", "value=\"92,5"]);
    let lue = a1.repond(&[("marque", json!(null))], 200);
    assert!(trouver(&lue, "marque")["valeur"].is_null());
    assert_eq!(lue["transmissible"], false);
    assert!(lue["raisons"].as_array().unwrap().iter().any(|r| r["champ"] == "marque"));
}

#[test]
fn a_wrong_answer_is_named_and_nothing_is_kept() {
    let mut a1 = Visiteur::titulaire("A1");
    for (code, valeur) in [
        ("nb_lecteurs", json!(13)),
        ("nb_lecteurs", json!(1.5)),
        ("nb_lecteurs", json!("3")),
        ("cout", json!("12,50")),
        ("depuis_le", json!("31/12/2024")),
        ("lieu", json!("lune")),
        ("lecteur", json!("oui")),
    ] {
        let champs = json!({ "champs": [
            { "code": "marque", "valeur": "Alpha", "version": 0 },
            { "code": code, "valeur": valeur, "version": 0 },
            { "code": "rien", "valeur": 1, "version": 0 },
        ]});
        let refus = a1.api("PATCH", DECLARATION, Some(&champs), 422);
        let nommes: Vec<_> = refus["raisons"].as_array().unwrap().iter().map(|r| r["champ"].clone()).collect();
        assert_eq!(nommes, [json!(code), json!("rien")], "{code} {valeur}");
    }
    let lue = a1.api("GET", DECLARATION, None, 200);
    assert_eq!((&lue["version"], &trouver(&lue, "marque")["valeur"]), (&json!(0), &json!(null)));
}

#[test]
fn two_programs_at_once_lose_nothing() {
    let lieu = Lieu::new();
    let (mut a1, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("d-preparer"));
    autre.repond(&[("nb_lecteurs", json!(5))], 200);
    let champs = json!({ "champs": [
        { "code": "boite", "valeur": true, "version": 0 },
        { "code": "nb_lecteurs", "valeur": 3, "version": 0 },
    ]});
    let conflit = a1.api("PATCH", DECLARATION, Some(&champs), 409);
    let autres = conflit["conflits"].as_array().unwrap();
    assert_eq!(autres.len(), 1);
    assert_eq!(
        (&autres[0]["valeur"], &autres[0]["version"], &autres[0]["par"]),
        (&json!(5), &json!(1), &json!("Yaël Essai"))
    );
    // Nothing of it was kept, and with the version given it passes.
    assert_eq!(a1.api("GET", DECLARATION, None, 200)["version"], 1);
    let champs = json!({ "champs": [{ "code": "nb_lecteurs", "valeur": 3, "version": autres[0]["version"] }] });
    a1.api("PATCH", DECLARATION, Some(&champs), 200);
}

#[test]
fn what_changed_since_it_was_read_is_not_transmitted() {
    let lieu = Lieu::new();
    let (mut a1, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("d-preparer"));
    let lue = a1.repond(&reponses(), 200);
    autre.repond(&[("nb_lecteurs", json!(1))], 200);
    let adresse = format!("{DECLARATION}/transmissions");
    a1.api("POST", &adresse, Some(&envoi(&lue["version"])), 409);
    assert_eq!(a1.api("GET", &adresse, None, 200)["transmissions"], json!([]));
}

#[test]
fn the_statement_and_the_missing_answers_stop_a_transmission() {
    let mut a1 = Visiteur::titulaire("A1");
    let adresse = format!("{DECLARATION}/transmissions");
    let lue = a1.repond(&[("nb_lecteurs", json!(3))], 200);
    let refus = a1.api("POST", &adresse, Some(&envoi(&lue["version"])), 422);
    assert!(refus["raisons"].as_array().unwrap().iter().any(|r| r["champ"] == "marque"));
    let lue = a1.repond(&reponses(), 200);
    let sans = json!({ "attestation": false, "version": lue["version"] });
    let refus = a1.api("POST", &adresse, Some(&sans), 422);
    assert!(refus["raisons"][0]["phrase"].as_str().unwrap().contains("attestation"));
    a1.api("POST", &adresse, Some(&json!({ "version": lue["version"] })), 422);
    a1.api("POST", &adresse, Some(&json!({ "attestation": true })), 422);
    assert_eq!(a1.api("GET", &adresse, None, 200)["transmissions"], json!([]));
}

#[test]
fn an_estimate_keeps_nothing() {
    let mut a1 = Visiteur::titulaire("A1");
    let adresse = format!("{DECLARATION}/estimation");
    let essai = |nombre: i64| {
        json!({ "champs": [
            { "code": "lecteur", "valeur": true },
            { "code": "nb_lecteurs", "valeur": nombre },
            { "code": "boite", "valeur": true },
        ]})
    };
    let un = a1.api("POST", &adresse, Some(&essai(1)), 200);
    let trois = a1.api("POST", &adresse, Some(&essai(3)), 200);
    assert!(trois["montant"]["centimes"].as_i64() > un["montant"]["centimes"].as_i64(), "{un} {trois}");
    assert_eq!(a1.api("GET", DECLARATION, None, 200)["version"], 0);
}

#[test]
fn a_delegate_does_what_the_delegation_reaches() {
    let lieu = Lieu::new();
    let adresse = format!("{DECLARATION}/transmissions");
    let mut voir = Visiteur::dans(&lieu).entre("d-voir");
    voir.repond(&[("boite", json!(true))], 403);
    voir.api("POST", &adresse, Some(&envoi(&json!(0))), 403);
    let mut prepare = Visiteur::dans(&lieu).entre("d-preparer");
    let lue = prepare.repond(&reponses(), 200);
    assert_eq!(lue["transmissible"], false);
    assert!(lue["raisons"].to_string().contains("pas de la transmettre"));
    prepare.api("POST", &adresse, Some(&envoi(&lue["version"])), 403);
    let mut transmet = Visiteur::dans(&lieu).entre("d-transmettre");
    assert_eq!(transmet.api("POST", &adresse, Some(&envoi(&lue["version"])), 201)["par"], "Inès Essai");
    assert_eq!(voir.api("GET", &adresse, None, 200)["transmissions"].as_array().unwrap().len(), 1);
}

#[test]
fn a_window_that_is_closed_takes_nothing() {
    let lieu = Lieu::new();
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let lue = a1.repond(&reponses(), 200);
    // 31 January 2025, midnight in Paris.
    lieu.aller(Instant(1_738_364_400_000));
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let refus = a1.repond(&[("nb_lecteurs", json!(9))], 409);
    assert!(refus["detail"].as_str().unwrap().contains("n'est pas ouverte"), "{refus}");
    a1.api("POST", &format!("{DECLARATION}/transmissions"), Some(&envoi(&lue["version"])), 409);
    lieu.passer(Duration::from_secs(1));
    assert_eq!(a1.api("GET", DECLARATION, None, 200)["transmissible"], false);
}
