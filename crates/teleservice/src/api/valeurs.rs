//! Answers, amounts and days as JSON: an amount is always an integer of cents, and nothing is ever a float.

use crate::declaration::saisie::{self, Lue};
use crate::{Calcul, Monde, contrats, mots};
use convention::{Entree, TypeValeur};
use explication::Explication;
use formule::{Date, Etat};
use serde_json::{Value, json};

/// The contracts of somebody for an exercice, the most recent first; none where there is only one to show.
pub(super) fn contrats(monde: &Monde, qui: usize, calcul: &Calcul) -> Value {
    contrats::choix(monde, qui, calcul, str::to_owned)
        .iter()
        .map(|c| json!({ "code": c.adresse, "nom": c.nom }))
        .collect()
}

/// The kind of an answer.
pub(super) const NATURES: [&str; 7] = ["oui_non", "nombre", "taux", "montant", "date", "choix", "texte"];

pub(super) fn nature(entree: &Entree) -> &'static str {
    match entree.type_ {
        TypeValeur::OuiNon => "oui_non",
        TypeValeur::Nombre(_) => "nombre",
        TypeValeur::Taux => "taux",
        TypeValeur::Montant(_) => "montant",
        TypeValeur::Date => "date",
        TypeValeur::Choix(_) => "choix",
        TypeValeur::Texte => "texte",
    }
}

/// A figure is held as an integer, `echelle` of which make one: cents, ten-thousandths.
pub(super) fn chiffre(entree: &Entree) -> bool {
    matches!(entree.type_, TypeValeur::Nombre(_) | TypeValeur::Taux | TypeValeur::Montant(_))
}

/// An answer that was read.
pub(super) fn ecrire(entree: &Entree, lue: &Lue) -> Value {
    match (&entree.type_, lue.tenue(), lue.canonique()) {
        (TypeValeur::OuiNon, Some(tenue), _) => json!(tenue == 1),
        (_, Some(tenue), _) if chiffre(entree) => json!(tenue),
        (TypeValeur::Date | TypeValeur::Choix(_) | TypeValeur::Texte, _, Some(canonique)) => json!(canonique),
        _ => Value::Null,
    }
}

/// An answer that was sent, as the form would hold it; else what to send.
pub(super) fn lire(entree: &Entree, valeur: &Value) -> Result<String, String> {
    let texte = match (&entree.type_, valeur) {
        (_, Value::Null) => return Ok(String::new()),
        // People may write a day in several ways; programs write it in one.
        (TypeValeur::Date, Value::String(texte)) if texte.parse::<Date>().is_err() => return Err(attendu(entree)),
        (TypeValeur::OuiNon, Value::Bool(oui)) => if *oui { "oui" } else { "non" }.to_owned(),
        (TypeValeur::Date | TypeValeur::Choix(_) | TypeValeur::Texte, Value::String(texte)) => texte.replace('\0', ""),
        (_, Value::Number(nombre)) if chiffre(entree) => {
            saisie::ecrire(entree, nombre.as_i64().ok_or_else(|| attendu(entree))?)
        }
        _ => return Err(attendu(entree)),
    };
    match saisie::lire(entree, &texte) {
        Lue::Fausse(message) => Err(message),
        Lue::Vide => Ok(String::new()),
        Lue::Juste { canonique, .. } => Ok(saisie::montrer(entree, &canonique)),
    }
}

fn attendu(entree: &Entree) -> String {
    match entree.type_ {
        TypeValeur::OuiNon => "Envoyez true, false ou null.".to_owned(),
        TypeValeur::Montant(_) => "Envoyez un nombre entier de centimes, ou null.".to_owned(),
        TypeValeur::Nombre(_) | TypeValeur::Taux => match entree.echelle {
            1 => "Envoyez un nombre entier, ou null.".to_owned(),
            echelle => format!("Envoyez un nombre entier ({echelle} pour l'unité), ou null."),
        },
        TypeValeur::Date => "Envoyez une date comme « 2024-12-31 », ou null.".to_owned(),
        TypeValeur::Choix(_) => "Envoyez le code d'une des réponses proposées, ou null.".to_owned(),
        TypeValeur::Texte => "Envoyez un texte, ou null.".to_owned(),
    }
}

pub(super) fn date(date: Option<Date>) -> Value {
    date.map_or(Value::Null, |date| json!(date.to_string()))
}

/// An amount in cents and in words; unknown, it is null.
pub(super) fn somme(centimes: Option<i64>) -> Value {
    json!({ "centimes": centimes, "ecrit": mots::montant(centimes) })
}

/// An amount with its state, and why it is not known or not sure.
pub(super) fn montant(centimes: Option<i64>, etat: &str, fictif: bool, raisons: &[String]) -> Value {
    json!({
        "centimes": centimes,
        "ecrit": mots::montant(centimes),
        "etat": etat,
        "fictif": fictif,
        "raisons": raisons,
    })
}

/// The amount that was explained.
pub(super) fn montant_explique(e: &Explication) -> Value {
    montant(e.montant, e.etat.mot(), e.fictif, &raisons(e))
}

/// What an amount lacks, waits for, or rests on.
pub(super) fn raisons(e: &Explication) -> Vec<String> {
    let dire = |quoi: &str, nom: &explication::Nomme| format!("{quoi}\u{a0}: {}", nom.libelle);
    let inconnus = e.inconnus.iter().map(|nom| dire("Inconnu", nom));
    let attendus = e.attendus.iter().map(|nom| dire("Attendu", nom));
    let hypotheses = e.hypotheses.iter().map(|nom| dire("Hypothèse", nom));
    inconnus.chain(attendus).chain(hypotheses).collect()
}

/// Every state that an amount may have; « verse » when it was paid, « estimation » when it never will be.
pub(super) fn etats() -> Vec<&'static str> {
    Etat::TOUS.iter().map(|etat| etat.mot()).chain([VERSE, ESTIME]).collect()
}

pub(super) const VERSE: &str = "verse";
pub(super) const ESTIME: &str = "estimation";
