//! The description of the API for programs: OpenAPI 3.1, made from the table of its acts.

use super::operations::{OPERATIONS, Operation};
use super::{Reponse, dire, schemas};
use serde_json::{Map, Value, json};

pub(super) async fn servir() -> Reponse {
    dire(&description())
}

pub(super) fn description() -> Value {
    let mut adresses = Map::new();
    for operation in OPERATIONS {
        let adresse = adresses.entry(operation.adresse).or_insert_with(|| json!({}));
        if let Some(adresse) = adresse.as_object_mut() {
            adresse.insert(operation.methode.to_lowercase(), decrire(operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ma Convention",
            "version": "1",
            "description": "Les mêmes actes que les pages, avec les mêmes droits. Un montant est un nombre entier de \
                            centimes ; inconnu, il vaut null et dit pourquoi. Les dates suivent ISO 8601.",
        },
        "servers": [{ "url": "/" }],
        "paths": adresses,
        "components": {
            "schemas": schemas::schemas(),
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "session" },
                "jeton": { "type": "apiKey", "in": "header", "name": "X-Jeton" },
            },
        },
    })
}

fn decrire(operation: &Operation) -> Value {
    let mut reponses = Map::new();
    for (code, schema) in operation.reponses {
        let contenu = json!({ "application/json": { "schema": schemas::renvoi(schema) } });
        reponses.insert(code.to_string(), json!({ "description": operation.resume, "content": contenu }));
    }
    for code in operation.refus {
        let contenu = json!({ "application/problem+json": { "schema": schemas::renvoi("Probleme") } });
        reponses.insert(code.to_string(), json!({ "description": "Refus", "content": contenu }));
    }
    let mut decrite = json!({
        "operationId": operation.nom,
        "summary": operation.resume,
        "parameters": parametres(operation),
        "responses": reponses,
        "security": match (operation.session, operation.corps) {
            (false, _) => json!([]),
            (true, None) => json!([{ "session": [] }]),
            (true, Some(_)) => json!([{ "session": [], "jeton": [] }]),
        },
    });
    if let (Some(schema), Some(decrite)) = (operation.corps, decrite.as_object_mut()) {
        let contenu = json!({ "application/json": { "schema": schemas::renvoi(schema) } });
        decrite.insert("requestBody".to_owned(), json!({ "required": true, "content": contenu }));
    }
    decrite
}

fn parametres(operation: &Operation) -> Vec<Value> {
    let morceaux = operation.adresse.split('/').filter_map(|m| m.strip_prefix('{')?.strip_suffix('}'));
    let mut parametres: Vec<Value> = morceaux
        .map(|nom| {
            let schema = if nom == "exercice" { json!({ "type": "integer" }) } else { json!({ "type": "string" }) };
            json!({ "name": nom, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if operation.par_exercice {
        let schema = json!({ "type": "integer" });
        parametres.push(json!({ "name": "exercice", "in": "query", "required": false, "schema": schema }));
    }
    if operation.par_contrat {
        let schema = json!({ "type": "string" });
        parametres.push(json!({ "name": "contrat", "in": "query", "required": false, "schema": schema }));
    }
    parametres
}
