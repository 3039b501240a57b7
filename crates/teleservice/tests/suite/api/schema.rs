//! A small validator: what the served description says of a body is held against the body.

use serde_json::Value;

/// Everything that a body does not respect, each with its place.
pub(super) fn ecarts(description: &Value, schema: &Value, corps: &Value) -> Vec<String> {
    let mut ecarts = Vec::new();
    valider(description, schema, corps, "$", &mut ecarts);
    ecarts
}

fn valider(description: &Value, schema: &Value, corps: &Value, ou: &str, ecarts: &mut Vec<String>) {
    if let Some(renvoi) = schema.get("$ref").and_then(Value::as_str) {
        let vise = description.pointer(renvoi.trim_start_matches('#'));
        let vise = vise.unwrap_or_else(|| panic!("{renvoi} ne mène nulle part"));
        return valider(description, vise, corps, ou, ecarts);
    }
    if let Some(choix) = schema.get("oneOf").and_then(Value::as_array) {
        let essais: Vec<Vec<String>> = choix.iter().map(|c| self::ecarts(description, c, corps)).collect();
        match essais.iter().filter(|essai| essai.is_empty()).count() {
            1 => {}
            0 => ecarts.push(format!("{ou} : {}", essais.concat().join(" ; "))),
            _ => ecarts.push(format!("{ou} : plusieurs schémas conviennent")),
        }
        return;
    }
    if let Some(types) = schema.get("type") {
        let types: Vec<&str> = match types {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            _ => types.as_str().into_iter().collect(),
        };
        if !types.iter().any(|nom| est(nom, corps)) {
            ecarts.push(format!("{ou} : {corps} n'est pas {types:?}"));
            return;
        }
    }
    if let Some(mots) = schema.get("enum").and_then(Value::as_array)
        && !mots.contains(corps)
    {
        ecarts.push(format!("{ou} : {corps} n'est pas de {mots:?}"));
    }
    if let (Some(format), Some(texte)) = (schema.get("format").and_then(Value::as_str), corps.as_str()) {
        let bon = match format {
            "date" => texte.len() == 10 && texte.parse::<formule::Date>().is_ok(),
            "date-time" => texte.len() >= 20 && texte.ends_with('Z') && texte[..10].parse::<formule::Date>().is_ok(),
            autre => panic!("format inconnu : {autre}"),
        };
        if !bon {
            ecarts.push(format!("{ou} : « {texte} » n'est pas {format}"));
        }
    }
    if let (Some(items), Some(elements)) = (schema.get("items"), corps.as_array()) {
        for (rang, element) in elements.iter().enumerate() {
            valider(description, items, element, &format!("{ou}[{rang}]"), ecarts);
        }
    }
    let Some(objet) = corps.as_object() else { return };
    for requis in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if !objet.contains_key(requis) {
            ecarts.push(format!("{ou}.{requis} manque"));
        }
    }
    let proprietes = schema.get("properties").and_then(Value::as_object);
    for (nom, membre) in objet {
        match proprietes.and_then(|p| p.get(nom)) {
            Some(schema) => valider(description, schema, membre, &format!("{ou}.{nom}"), ecarts),
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                ecarts.push(format!("{ou}.{nom} n'est pas prévu"));
            }
            None => {}
        }
    }
}

fn est(nom: &str, corps: &Value) -> bool {
    match nom {
        "object" => corps.is_object(),
        "array" => corps.is_array(),
        "string" => corps.is_string(),
        "integer" => corps.is_i64() || corps.is_u64(),
        "boolean" => corps.is_boolean(),
        "null" => corps.is_null(),
        autre => panic!("type inconnu : {autre}"),
    }
}

#[test]
fn the_validator_sees_what_is_wrong() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": { "a": { "type": "integer" }, "b": { "oneOf": [{ "type": "string" }, { "type": "null" }] } },
        "required": ["a", "b"],
        "additionalProperties": false,
    });
    let juger = |corps: Value| ecarts(&Value::Null, &schema, &corps).len();
    assert_eq!(juger(serde_json::json!({ "a": 1, "b": null })), 0);
    assert_eq!(juger(serde_json::json!({ "a": 1.5, "b": "x" })), 1);
    assert_eq!(juger(serde_json::json!({ "a": 1 })), 1);
    assert_eq!(juger(serde_json::json!({ "a": 1, "b": 2 })), 1);
    assert_eq!(juger(serde_json::json!({ "a": 1, "b": null, "c": 0 })), 1);
}
