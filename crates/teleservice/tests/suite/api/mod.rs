//! The API through the front door: each answer is held against the description that is served.

mod actes;
mod lectures;
mod refus;
mod schema;

use crate::{Reponse, Visiteur};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

const DECLARATION: &str = "/api/v1/declarations/equipement/2024";

/// Which row of the description an address is.
fn route(description: &Value, adresse: &str) -> String {
    let chemin: Vec<&str> = adresse.split('?').next().unwrap().split('/').collect();
    let convient = |modele: &&String| {
        let modele: Vec<&str> = modele.split('/').collect();
        modele.len() == chemin.len() && modele.iter().zip(&chemin).all(|(m, c)| m == c || m.starts_with('{'))
    };
    let chemins = description["paths"].as_object().unwrap();
    chemins.keys().find(convient).unwrap_or_else(|| panic!("{adresse} n'est pas décrite")).clone()
}

impl Reponse {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.octets).unwrap_or_else(|e| panic!("{e} : {}", self.texte))
    }
}

impl Visiteur {
    fn description(&mut self) -> Value {
        self.lire("/api/v1/openapi.json").json()
    }

    fn jeton_api(&mut self) -> String {
        self.api("GET", "/api/v1/moi", None, 200)["jeton"].as_str().unwrap().to_owned()
    }

    /// Asks, and holds the answer against the description.
    fn api(&mut self, methode: &str, adresse: &str, corps: Option<&Value>, code: u16) -> Value {
        let jeton = corps.map(|_| self.jeton_api());
        let mut demande = Request::builder().method(methode).uri(adresse).header(header::HOST, "127.0.0.1:8080");
        if let Some(jeton) = jeton {
            demande = demande.header("X-Jeton", jeton).header(header::CONTENT_TYPE, "application/json");
        }
        let envoye = corps.map_or_else(String::new, Value::to_string);
        let reponse = self.repondre(demande.body(Body::from(envoye)).unwrap());
        assert_eq!(reponse.code.as_u16(), code, "{methode} {adresse} : {}", reponse.texte);
        self.tenir(methode, adresse, &reponse)
    }

    /// What came back is what the description says, and nothing else.
    fn tenir(&mut self, methode: &str, adresse: &str, reponse: &Reponse) -> Value {
        let description = self.description();
        let route = route(&description, adresse);
        let decrite = &description["paths"][&route][methode.to_lowercase()]["responses"][reponse.code.as_str()];
        let genre = reponse.entete("content-type");
        let schema = &decrite["content"][genre]["schema"];
        assert!(schema.is_object(), "{methode} {adresse} {} {genre} n'est pas décrit", reponse.code);
        let lu = reponse.json();
        assert_eq!(schema::ecarts(&description, schema, &lu), Vec::<String>::new(), "{methode} {adresse}");
        assert_eq!(reponse.entete("cache-control"), "no-store");
        lu
    }

    /// Sends answers with the versions that stand.
    fn repond(&mut self, reponses: &[(&str, Value)], code: u16) -> Value {
        let lue = self.api("GET", DECLARATION, None, 200);
        let champs: Vec<Value> = reponses
            .iter()
            .map(|(champ, valeur)| json!({ "code": champ, "valeur": valeur, "version": trouver(&lue, champ)["version"] }))
            .collect();
        self.api("PATCH", DECLARATION, Some(&json!({ "champs": champs })), code)
    }
}

/// A field of a declaration.
fn trouver<'v>(declaration: &'v Value, code: &str) -> &'v Value {
    declaration["champs"].as_array().unwrap().iter().find(|champ| champ["code"] == code).unwrap()
}

fn reponses() -> [(&'static str, Value); 4] {
    [("lecteur", json!(true)), ("nb_lecteurs", json!(3)), ("marque", json!("Alpha n° 2")), ("boite", json!(true))]
}
