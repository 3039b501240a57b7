//! The shape of every body. Nothing else than what is named here may be sent or answered.

use super::schemas_des_montants::{des_montants, suivi};
use super::valeurs::{NATURES, etats};
use serde_json::{Map, Value, json};

pub(super) fn renvoi(nom: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{nom}") })
}

pub(super) fn texte() -> Value {
    json!({ "type": "string" })
}

pub(super) fn entier() -> Value {
    json!({ "type": "integer" })
}

pub(super) fn vrai_ou_faux() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn instant() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn parmi(mots: &[&str]) -> Value {
    json!({ "type": "string", "enum": mots })
}

pub(super) fn liste(de: Value) -> Value {
    json!({ "type": "array", "items": de })
}

pub(super) fn ou_rien(schema: Value) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }] })
}

/// An object whose members are all present.
pub(super) fn objet<const N: usize>(membres: [(&str, Value); N]) -> Value {
    avec_facultatifs(membres, [])
}

fn avec_facultatifs<const N: usize, const M: usize>(
    membres: [(&str, Value); N],
    facultatifs: [(&str, Value); M],
) -> Value {
    let requis: Vec<&str> = membres.iter().map(|(nom, _)| *nom).collect();
    let requis = json!(requis);
    let tous = membres.into_iter().chain(facultatifs);
    let proprietes: Map<String, Value> = tous.map(|(nom, schema)| (nom.to_owned(), schema)).collect();
    json!({ "type": "object", "properties": proprietes, "required": requis, "additionalProperties": false })
}

/// An answer: true or false, an integer (cents for an amount), a code, a day, a text.
fn valeur() -> Value {
    json!({ "type": ["boolean", "integer", "string", "null"] })
}

pub(super) fn schemas() -> Value {
    let groupes =
        [communs(), de_la_personne(), des_dispositifs(), des_declarations(), des_transmissions(), des_montants()];
    let tous = groupes.into_iter().flatten().chain([
        ("Description", json!({ "type": "object" })),
        ("Pieces", pieces()),
        ("Suivi", suivi()),
    ]);
    Value::Object(tous.map(|(nom, schema)| (nom.to_owned(), schema)).collect())
}

pub(super) type Schemas = Vec<(&'static str, Value)>;

fn communs() -> Schemas {
    let raison = objet([("phrase", texte()), ("champ", ou_rien(texte())), ("erreur", vrai_ou_faux())]);
    let conflit = objet([
        ("champ", texte()),
        ("valeur", valeur()),
        ("version", entier()),
        ("par", texte()),
        ("instant", instant()),
    ]);
    let probleme = avec_facultatifs(
        [("type", texte()), ("title", texte()), ("status", entier()), ("detail", texte()), ("que_faire", texte())],
        [("raisons", liste(renvoi("Raison"))), ("conflits", liste(renvoi("Conflit")))],
    );
    let montant = objet([
        ("centimes", ou_rien(entier())),
        ("ecrit", texte()),
        ("etat", parmi(&etats())),
        ("fictif", vrai_ou_faux()),
        ("raisons", liste(texte())),
    ]);
    let somme = objet([("centimes", ou_rien(entier())), ("ecrit", texte())]);
    vec![("Raison", raison), ("Conflit", conflit), ("Probleme", probleme), ("Montant", montant), ("Somme", somme)]
}

fn portee() -> Value {
    parmi(&["voir", "preparer", "transmettre"])
}

fn de_la_personne() -> Schemas {
    let structure = objet([
        ("identifiant", texte()),
        ("nom", texte()),
        ("adresse", liste(texte())),
        ("qualite", parmi(&["titulaire", "delegue"])),
        ("portee", portee()),
        ("fin", ou_rien(instant())),
    ]);
    let delegation = objet([
        ("identifiant", texte()),
        ("nom", texte()),
        ("portee", portee()),
        ("depuis", instant()),
        ("fin", ou_rien(instant())),
        ("revoquee", ou_rien(instant())),
        ("en_cours", vrai_ou_faux()),
    ]);
    let moi = objet([
        ("personne", objet([("identifiant", texte()), ("nom", texte()), ("courriel", ou_rien(texte()))])),
        ("structure", ou_rien(texte())),
        ("structures", liste(structure)),
        ("delegations", liste(delegation)),
        ("jeton", texte()),
        ("session", objet([("fin", instant()), ("limite", instant())])),
    ]);
    vec![("Moi", moi)]
}

fn des_dispositifs() -> Schemas {
    let champ = objet([
        ("code", texte()),
        ("numero", ou_rien(entier())),
        ("titre", texte()),
        ("question", texte()),
        ("aide", ou_rien(texte())),
        ("nature", parmi(&NATURES)),
        ("echelle", ou_rien(entier())),
        ("min", json!({ "type": ["integer", "string", "null"] })),
        ("max", json!({ "type": ["integer", "string", "null"] })),
        ("choix", liste(objet([("code", texte()), ("libelle", texte())]))),
        ("depend_de", ou_rien(texte())),
        ("conditionnel", vrai_ou_faux()),
        ("piece", ou_rien(texte())),
        ("nouveaute", vrai_ou_faux()),
    ]);
    let saisie =
        objet([("ouverture", ou_rien(date())), ("fermeture", ou_rien(date())), ("prolongation", vrai_ou_faux())]);
    let exercice = objet([
        ("annee", entier()),
        ("debut", date()),
        ("fin", date()),
        ("versement_au_plus_tard", ou_rien(date())),
        ("saisies", liste(saisie)),
        ("champs", liste(renvoi("Question"))),
    ]);
    let dispositif = objet([
        ("code", texte()),
        ("titre", texte()),
        ("resume", texte()),
        ("suivi", vrai_ou_faux()),
        ("exercices", liste(exercice)),
    ]);
    let dispositifs = objet([
        ("convention", texte()),
        ("titre", texte()),
        ("profession", texte()),
        ("dispositifs", liste(renvoi("Dispositif"))),
    ]);
    vec![("Question", champ), ("Dispositif", dispositif), ("Dispositifs", dispositifs)]
}

/// What a declaration says of itself, with or without its answers.
fn entete() -> [(&'static str, Value); 10] {
    let fenetre = objet([
        ("etat", parmi(&["ouverte", "a_venir", "close", "inconnue"])),
        ("ouverture", ou_rien(date())),
        ("fermeture", ou_rien(date())),
        ("fermeture_initiale", ou_rien(date())),
    ]);
    [
        ("dispositif", texte()),
        ("exercice", entier()),
        ("titre", texte()),
        ("structure", texte()),
        ("fenetre", fenetre),
        ("indicateurs", objet([("declares", entier()), ("total", entier())])),
        ("version", entier()),
        ("en_attente", vrai_ou_faux()),
        ("derniere_transmission", ou_rien(renvoi("Transmission"))),
        ("adresse", texte()),
    ]
}

fn des_declarations() -> Schemas {
    let champ = objet([
        ("code", texte()),
        ("numero", entier()),
        ("question", texte()),
        ("nature", parmi(&NATURES)),
        ("valeur", valeur()),
        ("ecrit", texte()),
        ("erreur", ou_rien(texte())),
        ("version", entier()),
        ("prerempli", ou_rien(objet([("valeur", valeur()), ("origine", texte())]))),
        ("modifie", vrai_ou_faux()),
        ("applicable", vrai_ou_faux()),
    ]);
    let [a, b, c, d, e, f, g, h, i, j] = entete();
    let declaration = objet([
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
        i,
        j,
        ("champs", liste(renvoi("Champ"))),
        ("attestation", texte()),
        ("transmissible", vrai_ou_faux()),
        ("raisons", liste(renvoi("Raison"))),
    ]);
    let reponse = objet([("code", texte()), ("valeur", valeur()), ("version", entier())]);
    let essai = objet([("code", texte()), ("valeur", valeur())]);
    let poste = objet([
        ("numero", ou_rien(entier())),
        ("libelle", texte()),
        ("centimes", ou_rien(entier())),
        ("ecrit", texte()),
        ("a_gagner", vrai_ou_faux()),
        ("socle", vrai_ou_faux()),
    ]);
    let estimation = objet([
        ("montant", renvoi("Montant")),
        ("declares", liste(renvoi("Poste"))),
        ("mesures", liste(renvoi("Poste"))),
        ("calculee", instant()),
    ]);
    vec![
        ("Declarations", objet([("declarations", liste(objet(entete())))])),
        ("Champ", champ),
        ("Declaration", declaration),
        ("Reponses", objet([("champs", liste(reponse))])),
        ("Essai", avec_facultatifs([], [("champs", liste(essai))])),
        ("Poste", poste),
        ("Estimation", estimation),
    ]
}

fn des_transmissions() -> Schemas {
    let reponse = objet([("code", texte()), ("question", texte()), ("valeur", valeur()), ("ecrit", texte())]);
    let transmission = objet([
        ("numero", entier()),
        ("instant", instant()),
        ("par", texte()),
        ("empreinte", texte()),
        ("regles", texte()),
        ("retenue", vrai_ou_faux()),
        ("attestation", ou_rien(texte())),
        ("reponses", liste(reponse)),
        ("page", texte()),
    ]);
    vec![
        ("ATransmettre", objet([("attestation", vrai_ou_faux()), ("version", entier())])),
        ("Transmission", transmission),
        ("Transmissions", objet([("transmissions", liste(renvoi("Transmission")))])),
    ]
}

fn pieces() -> Value {
    let piece = objet([
        ("identifiant", texte()),
        ("nom", texte()),
        ("taille", entier()),
        ("etat", parmi(&["deposee", "en_analyse", "a_controler", "validee", "refusee", "retiree"])),
        ("ecrit", texte()),
        ("motif", ou_rien(texte())),
        ("deposee", ou_rien(instant())),
        ("adresse", ou_rien(texte())),
    ]);
    let demande = objet([
        ("code", texte()),
        ("titre", texte()),
        ("libelle", texte()),
        ("obligatoire", vrai_ou_faux()),
        ("pieces", liste(piece)),
    ]);
    objet([("ouverte", vrai_ou_faux()), ("demandes", liste(demande))])
}
