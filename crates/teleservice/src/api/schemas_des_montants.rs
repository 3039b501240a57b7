//! The shape of what is paid, of its explanation, and of what is followed.

use super::explications::GENRES;
use super::schemas::{Schemas, date, entier, liste, objet, ou_rien, parmi, renvoi, texte, vrai_ou_faux};
use serde_json::Value;

pub(super) fn des_montants() -> Schemas {
    let breve = objet([
        ("titre", texte()),
        ("exercice", entier()),
        ("dispositif", ou_rien(texte())),
        ("contrat", ou_rien(texte())),
        ("montant", renvoi("Montant")),
        ("versee", ou_rien(date())),
        ("detail", ou_rien(texte())),
    ]);
    let partie = objet([("titre", texte()), ("code", texte()), ("montant", renvoi("Montant"))]);
    let versement = objet([
        ("titre", texte()),
        ("code", ou_rien(texte())),
        ("contrat", ou_rien(texte())),
        ("nature", parmi(&["initial", "avance", "solde", "complement", "regularisation", "indu"])),
        ("jour", date()),
        ("montant", renvoi("Montant")),
    ]);
    let effet = objet([
        ("genre", parmi(&GENRES)),
        ("libelle", texte()),
        ("precision", ou_rien(texte())),
        ("centimes", ou_rien(entier())),
    ]);
    let remuneration = objet([
        ("dispositif", texte()),
        ("titre", texte()),
        ("exercice", entier()),
        ("structure", texte()),
        ("contrat", ou_rien(texte())),
        ("contrats", contrats()),
        ("debut", ou_rien(date())),
        ("fin", ou_rien(date())),
        ("versement_au_plus_tard", ou_rien(date())),
        ("montant", renvoi("Montant")),
        ("eligible", ou_rien(vrai_ou_faux())),
        ("brut", renvoi("Somme")),
        ("malus", renvoi("Somme")),
        ("verse", renvoi("Somme")),
        ("versements", liste(versement)),
        ("a_venir", liste(partie)),
        ("indicateurs", liste(renvoi("Indicateur"))),
        ("effets", liste(effet)),
    ]);
    let mut schemas = des_explications();
    schemas.push(("Remunerations", objet([("remunerations", liste(breve))])));
    schemas.push(("Remuneration", remuneration));
    schemas
}

/// The contracts to choose from, by code; none where there is only one.
pub(super) fn contrats() -> Value {
    liste(objet([("code", texte()), ("nom", texte())]))
}

fn etat_d_indicateur() -> Value {
    ou_rien(parmi(&["atteint", "non_atteint", "sans_objet", "inconnu", "en_attente"]))
}

fn des_explications() -> Schemas {
    let branche = objet([("phrase", texte()), ("avec_valeurs", texte()), ("vraie", vrai_ou_faux())]);
    let etape = objet([
        ("libelle", texte()),
        ("phrase", texte()),
        ("avec_valeurs", texte()),
        ("formule", texte()),
        ("resultat", texte()),
        ("branches", liste(branche)),
        ("etapes", liste(renvoi("Etape"))),
    ]);
    let ligne = objet([
        ("libelle", texte()),
        ("cle", texte()),
        ("valeurs", liste(texte())),
        ("montant", renvoi("Somme")),
        ("manquait", ou_rien(texte())),
        ("etape", renvoi("Etape")),
    ]);
    let source = objet([
        ("code", texte()),
        ("libelle", texte()),
        ("valeur", texte()),
        ("chiffre", vrai_ou_faux()),
        ("texte", ou_rien(texte())),
        ("article", ou_rien(texte())),
        ("source", ou_rien(texte())),
        ("confiance", ou_rien(texte())),
    ]);
    let lignes = objet([("titre", texte()), ("colonnes", liste(texte())), ("lignes", liste(ligne))]);
    let valeur = objet([("ecrit", texte()), ("quotient", ou_rien(texte())), ("ecart", ou_rien(texte()))]);
    let indicateur = objet([
        ("code", texte()),
        ("libelle", texte()),
        ("groupe", ou_rien(texte())),
        ("nature", texte()),
        ("roles", liste(texte())),
        ("etat", etat_d_indicateur()),
        ("mot", ou_rien(texte())),
        ("valeur", ou_rien(valeur)),
        ("objectif", ou_rien(texte())),
        ("montant", ou_rien(renvoi("Somme"))),
        ("malus", ou_rien(texte())),
        ("manquait", liste(texte())),
        ("plafonds", liste(texte())),
        ("texte", ou_rien(texte())),
        ("article", ou_rien(texte())),
        ("lignes", ou_rien(lignes)),
        ("etapes", liste(renvoi("Etape"))),
        ("sources", liste(source)),
    ]);
    vec![("Etape", etape), ("Indicateur", indicateur)]
}

pub(super) fn suivi() -> Value {
    let tableau = objet([("phrase", texte()), ("entetes", liste(texte())), ("lignes", liste(liste(texte())))]);
    let widget = objet([
        ("code", texte()),
        ("volet", ou_rien(texte())),
        ("titre", texte()),
        ("sous_titre", ou_rien(texte())),
        ("etat", ou_rien(texte())),
        ("a_confirmer", ou_rien(texte())),
        ("au", ou_rien(texte())),
        ("phrase", ou_rien(texte())),
        ("manquait", liste(texte())),
        ("tableaux", liste(tableau)),
    ]);
    let volet = objet([
        ("code", texte()),
        ("titre", texte()),
        ("etat", ou_rien(texte())),
        ("valeur", ou_rien(texte())),
        ("a_confirmer", ou_rien(texte())),
    ]);
    let indicateur = objet([
        ("code", texte()),
        ("libelle", texte()),
        ("etat", etat_d_indicateur()),
        ("mot", ou_rien(texte())),
        ("a_confirmer", ou_rien(texte())),
    ]);
    objet([
        ("dispositif", texte()),
        ("titre", texte()),
        ("exercice", entier()),
        ("exercices", liste(entier())),
        ("contrat", ou_rien(texte())),
        ("contrats", contrats()),
        ("au", date()),
        ("fictif", vrai_ou_faux()),
        ("objectifs", objet([("atteints", entier()), ("sur", entier())])),
        ("indicateurs", liste(indicateur)),
        ("volets", liste(volet)),
        ("suivis", liste(widget)),
    ])
}
