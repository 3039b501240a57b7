//! What is wrong in the command line itself, in French.

use crate::ligne_de_commande;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The sentences for an error of clap: what is wrong, what to do, how the command is used.
pub(crate) fn phrase(erreur: &Error) -> String {
    let texte = |kind| contexte(erreur, kind);
    let argument = texte(ContextKind::InvalidArg).map(|a| nu(&a)).unwrap_or_default();
    let valeur = texte(ContextKind::InvalidValue).unwrap_or_default();
    let mut phrase = match erreur.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("l'option « {argument} » n'existe pas ici"),
        ErrorKind::UnknownArgument => format!("« {argument} » est de trop"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n'existe pas", texte(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingSubcommand => "il faut une commande".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::InvalidValue if valeur.is_empty() => format!("il manque la valeur de {argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {valeur} » ne convient pas pour {argument}")
        }
        ErrorKind::ArgumentConflict => match texte(ContextKind::PriorArg).map(|a| nu(&a)) {
            Some(autre) if autre != argument => format!("{argument} ne va pas avec {autre}"),
            _ => format!("{argument} ne se donne qu'une fois"),
        },
        ErrorKind::TooManyValues => format!("« {valeur} » est de trop pour {argument}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("il manque une valeur à {argument}"),
        ErrorKind::NoEquals => format!("{argument} s'écrit avec un signe égal"),
        ErrorKind::InvalidUtf8 => "un argument n'est pas en UTF-8".to_owned(),
        _ => "la commande n'a pas été comprise".to_owned(),
    };
    if erreur.kind() == ErrorKind::ValueValidation
        && let Some(source) = std::error::Error::source(erreur)
    {
        phrase += &format!(" : {source}");
    }
    phrase.push('.');
    let proches: Vec<String> =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .flat_map(|kind| proches(erreur, kind))
            .map(|proche| nu(&proche))
            .collect();
    if !proches.is_empty() {
        phrase += &format!(" Vouliez-vous dire « {} » ?", proches.join(" » ou « "));
    } else if let Some(valides) = texte(ContextKind::ValidValue) {
        phrase += &format!(" Choisissez parmi : {valides}.");
    }
    phrase += &format!("\n\nUtilisation : {}", usage());
    phrase + "\n\nPour en savoir plus : conventio --help, ou conventio COMMANDE --help"
}

/// How the command that was begun is used; clap does not always say it.
fn usage() -> String {
    let mut commande = ligne_de_commande::commande();
    for mot in std::env::args().skip(1) {
        // Only commands of commands go on: anything else is an argument.
        let Some(sous) = commande.find_subcommand(&mot).cloned() else { break };
        commande = sous;
    }
    let usage = commande.render_usage().to_string();
    usage.trim().trim_start_matches("Usage:").trim().to_owned()
}

/// What was perhaps meant, each on its own.
fn proches(erreur: &Error, kind: ContextKind) -> Vec<String> {
    match erreur.get(kind) {
        Some(ContextValue::Strings(textes)) => textes.clone(),
        _ => contexte(erreur, kind).into_iter().collect(),
    }
}

fn contexte(erreur: &Error, kind: ContextKind) -> Option<String> {
    match erreur.get(kind)? {
        ContextValue::String(texte) => Some(texte.clone()),
        ContextValue::Strings(textes) => Some(textes.join(", ")),
        ContextValue::StyledStr(texte) => Some(texte.to_string()),
        ContextValue::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// `--exercice <ANNEE>` without its brackets.
fn nu(argument: &str) -> String {
    argument.replace(['<', '>'], "")
}
