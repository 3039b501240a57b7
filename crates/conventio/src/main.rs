//! The one executable: reads the command line, hands over, and says how it ended.

mod base;
mod calcul;
mod calculer;
mod chiffres;
mod commandes_du_registre;
mod completions;
mod contrats;
mod decrire;
mod deja_verse;
mod demo;
mod echec;
mod empreintes;
mod explication;
mod expliquer;
mod fils;
mod formater;
mod importer;
mod instants;
mod journal;
mod journal_technique;
mod ligne_de_commande;
mod liquider;
mod manifeste;
mod nationaux;
mod progression;
mod regles;
mod rejouer;
mod sauvegarder;
mod simuler;
mod tableau;
mod tout;
mod usage;
mod verifier;

use ::explication::nombres;
use clap::ArgMatches;
use clap::error::ErrorKind;
use echec::{Code, Echec};
use std::io::{self, Write};
use std::process::ExitCode;

/// What a command prints, and the code with which it ends.
pub(crate) struct Sortie {
    pub(crate) texte: String,
    pub(crate) code: u8,
}

impl From<String> for Sortie {
    fn from(texte: String) -> Self {
        Self { texte, code: 0 }
    }
}

fn main() -> ExitCode {
    let lus = match ligne_de_commande::commande().try_get_matches() {
        Ok(lus) => lus,
        Err(erreur) => return mal_ecrite(&erreur),
    };
    if let Err(echec) = journal_technique::ouvrir() {
        eprintln!("conventio : {}", echec.message);
        return ExitCode::from(echec.code as u8);
    }
    match executer(&lus) {
        Ok(sortie) => {
            afficher(&sortie.texte);
            ExitCode::from(sortie.code)
        }
        Err(echec) => {
            eprintln!("conventio : {}", echec.message);
            ExitCode::from(echec.code as u8)
        }
    }
}

fn executer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    match lus.subcommand() {
        Some(("demo", lus)) => demo::demo(lus),
        Some(("verifier", lus)) => verifier::verifier(lus),
        Some(("decrire", lus)) => decrire::decrire(lus),
        Some(("calculer", lus)) => calculer::calculer(lus),
        Some(("calculer-tout", lus)) => tout::calculer_tout(lus),
        Some(("peupler", lus)) => demo::peupler(lus),
        Some(("expliquer", lus)) => expliquer::expliquer(lus),
        Some(("simuler", lus)) => simuler::simuler(lus),
        Some(("formater", lus)) => formater::formater(lus),
        Some(("rejouer", lus)) => rejouer::rejouer(lus),
        Some(("liquider", lus)) => liquider::liquider(lus),
        Some(("importer", lus)) => importer::importer(lus),
        Some(("journal", lus)) => journal::journal(lus),
        Some(("sauvegarder", lus)) => sauvegarder::sauvegarder(lus),
        Some(("adresses", _)) => Ok(adresses()),
        Some(("completions", lus)) => completions::completions(lus),
        _ => Err(Echec::new(Code::Usage, "il faut une commande : conventio --help")),
    }
}

/// One address a line, its method first, as the router has them.
fn adresses() -> Sortie {
    teleservice::adresses().iter().map(|(methode, route)| format!("{methode} {route}\n")).collect::<String>().into()
}

fn mal_ecrite(erreur: &clap::Error) -> ExitCode {
    match erreur.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            afficher(&erreur.to_string());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{erreur}");
            ExitCode::from(Code::Usage as u8)
        }
        _ => {
            eprintln!("conventio : {}", usage::phrase(erreur));
            ExitCode::from(Code::Usage as u8)
        }
    }
}

/// Prints; a reader who leaves before the end (`| head`) is not a failure.
fn afficher(texte: &str) {
    let mut sortie = io::stdout().lock();
    if sortie.write_all(texte.as_bytes()).and_then(|()| sortie.flush()).is_err() {
        // Nothing more can be said on a closed output.
    }
}
