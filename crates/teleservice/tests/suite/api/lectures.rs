//! What a program reads.

use crate::Visiteur;
use crate::lieu::Lieu;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use teleservice::adresses;

#[test]
fn the_description_holds_every_address_of_the_api() {
    let description = Visiteur::anonyme().description();
    assert_eq!(description["openapi"], "3.1.0");
    let mut decrites = BTreeSet::new();
    let mut noms = BTreeSet::new();
    for (adresse, methodes) in description["paths"].as_object().unwrap() {
        for (methode, operation) in methodes.as_object().unwrap() {
            decrites.insert((methode.to_uppercase(), adresse.clone()));
            assert!(noms.insert(operation["operationId"].to_string()), "{adresse} : deux fois le même nom");
            assert!(operation["summary"].as_str().is_some_and(|resume| resume.ends_with('.')), "{adresse}");
            let nommes = operation["parameters"].as_array().unwrap().iter().filter(|p| p["in"] == "path").count();
            assert_eq!(nommes, adresse.matches('{').count(), "{adresse}");
        }
    }
    let servies: BTreeSet<(String, String)> = adresses()
        .into_iter()
        .filter(|(_, adresse)| adresse.starts_with("/api/"))
        .map(|(methode, adresse)| (methode.to_owned(), adresse.to_owned()))
        .collect();
    assert_eq!(decrites, servies);
}

#[test]
fn every_schema_that_is_named_exists() {
    let description = Visiteur::anonyme().description();
    let texte = description.to_string();
    for suite in texte.split("\"$ref\":\"#").skip(1) {
        let renvoi = suite.split('"').next().unwrap();
        assert!(description.pointer(renvoi).is_some(), "{renvoi}");
    }
    for nom in description["components"]["schemas"].as_object().unwrap().keys() {
        assert!(texte.contains(&format!("\"#/components/schemas/{nom}\"")), "{nom} ne sert à rien");
    }
}

#[test]
fn one_reads_who_one_is() {
    let lieu = Lieu::new();
    let moi = Visiteur::dans(&lieu).entre("A1").api("GET", "/api/v1/moi", None, 200);
    assert_eq!(moi["structure"], "A1");
    assert_eq!(moi["structures"][0]["portee"], "transmettre");
    assert_eq!(moi["delegations"].as_array().unwrap().len(), 3);
    let moi = Visiteur::dans(&lieu).entre("d-voir").api("GET", "/api/v1/moi", None, 200);
    assert_eq!(moi["structures"][0]["qualite"], "delegue");
    assert_eq!(moi["delegations"].as_array().unwrap().len(), 1);
    // Two structures, none chosen yet.
    let mut deux = Visiteur::dans(&lieu).entre("p-deux");
    let moi = deux.api("GET", "/api/v1/moi", None, 200);
    assert_eq!((&moi["structure"], moi["structures"].as_array().unwrap().len()), (&Value::Null, 2));
    deux.api("GET", "/api/v1/declarations", None, 403);
}

#[test]
fn a_form_can_be_drawn_from_what_the_rules_say() {
    let lus = Visiteur::titulaire("A1").api("GET", "/api/v1/dispositifs", None, 200);
    let dispositifs = lus["dispositifs"].as_array().unwrap();
    // A dispositif of the test world: no code of the service knows it.
    let equipement = dispositifs.iter().find(|d| d["code"] == "equipement").unwrap();
    let exercice = equipement["exercices"].as_array().unwrap().iter().find(|e| e["annee"] == 2024).unwrap();
    assert_eq!(exercice["saisies"][1]["fermeture"], "2025-02-20");
    let champ = |code: &str| exercice["champs"].as_array().unwrap().iter().find(|c| c["code"] == code).unwrap();
    assert_eq!(champ("cout")["nature"], "montant");
    assert_eq!(champ("cout")["max"], 1_000_000);
    assert_eq!((&champ("part")["echelle"], &champ("part")["max"]), (&json!(10_000), &json!(10_000)));
    assert_eq!(champ("depuis_le")["max"], "2025-12-31");
    assert_eq!(champ("lieu")["choix"][2]["code"], "ecole");
    assert_eq!(champ("nb_lecteurs")["depend_de"], "lecteur");
    assert_eq!(champ("boite")["nouveaute"], true);
}

#[test]
fn declarations_are_read_as_on_their_cards() {
    let mut a1 = Visiteur::titulaire("A1");
    let lues = a1.api("GET", "/api/v1/declarations", None, 200);
    let lues = lues["declarations"].as_array().unwrap();
    let equipement = |annee: i32| lues.iter().find(|d| d["dispositif"] == "equipement" && d["exercice"] == annee);
    let ouverte = equipement(2024).unwrap();
    assert_eq!(
        (&ouverte["fenetre"]["etat"], &ouverte["fenetre"]["fermeture"]),
        (&json!("ouverte"), &json!("2025-01-31"))
    );
    assert_eq!(equipement(2025).unwrap()["fenetre"]["etat"], "a_venir");
    let adresse = ouverte["adresse"].as_str().unwrap().to_owned();
    assert_eq!(a1.api("GET", &adresse, None, 200)["version"], 0);
}

#[test]
fn an_amount_is_in_cents_and_says_why() {
    let mut a1 = Visiteur::titulaire("A1");
    let lue = a1.api("GET", "/api/v1/remunerations/depistage/2023", None, 200);
    assert_eq!(lue["montant"]["centimes"], 10_000);
    assert_eq!(lue["montant"]["ecrit"], "100,00\u{a0}€");
    assert_eq!(lue["montant"]["etat"], "payable");
    let indicateur = &lue["indicateurs"][0];
    assert_eq!((&indicateur["etat"], &indicateur["montant"]["centimes"]), (&json!("atteint"), &json!(10_000)));
    assert!(!indicateur["etapes"].as_array().unwrap().is_empty());
    assert!(indicateur["sources"].as_array().unwrap().iter().any(|s| s["confiance"] == "officiel"));
    // What misses its socle is a known zero, which says so.
    let lue = Visiteur::titulaire("B2").api("GET", "/api/v1/remunerations/depistage/2023", None, 200);
    assert_eq!((&lue["montant"]["centimes"], &lue["montant"]["etat"]), (&json!(0), &json!("non_eligible")));
}

#[test]
fn remunerations_are_those_of_the_page() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.lire("/remunerations");
    let toutes = a1.api("GET", "/api/v1/remunerations", None, 200);
    let toutes = toutes["remunerations"].as_array().unwrap();
    assert!(!toutes.is_empty());
    for r in toutes {
        page.dit(&[&r["montant"]["ecrit"].as_str().unwrap().replace('\'', "&#39;")]);
        if let Some(detail) = r["detail"].as_str() {
            a1.api("GET", detail, None, 200);
        }
        // An amount that is not known is nothing, and never zero; its state and its reasons say why.
        let inconnu = ["incomplet", "en_attente"].contains(&r["montant"]["etat"].as_str().unwrap());
        assert_eq!(r["montant"]["centimes"].is_null(), inconnu, "{r}");
        assert!(!inconnu || !r["montant"]["raisons"].as_array().unwrap().is_empty(), "{r}");
    }
    let une = a1.api("GET", "/api/v1/remunerations?exercice=2023", None, 200);
    assert!(une["remunerations"].as_array().unwrap().iter().all(|r| r["exercice"] == 2023));
    a1.api("GET", "/api/v1/remunerations?exercice=x", None, 422);
}

#[test]
fn a_follow_up_is_read_as_tables() {
    let mut a1 = Visiteur::titulaire("A1");
    let lu = a1.api("GET", "/api/v1/suivis/depistage?exercice=2023", None, 200);
    assert_eq!(lu["au"], "2023-12-31");
    assert_eq!(lu["suivis"].as_array().unwrap().len(), 6);
    assert!(lu["suivis"][0]["tableaux"][0]["lignes"].to_string().contains("40"));
    a1.api("GET", "/api/v1/suivis/depistage?exercice=1999", None, 404);
    a1.api("GET", "/api/v1/suivis/rien", None, 404);
}

#[test]
fn pieces_are_read_by_demand() {
    let lues = Visiteur::titulaire("A1").api("GET", "/api/v1/declarations/logiciels/2024/pieces", None, 200);
    let codes: Vec<&str> = lues["demandes"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["logiciel", "messagerie", "local", "engagement"]);
    assert_eq!(lues["ouverte"], true);
}

#[test]
fn people_find_how_to_begin() {
    let page = Visiteur::anonyme().lire("/api");
    page.dit(&["openapi.json", "curl", "X-Jeton", "/api/v1/suivis/{dispositif}"]);
    assert!(page.entete("content-type").starts_with("text/html"));
}
