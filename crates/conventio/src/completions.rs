//! `completions`: what a shell needs to complete commands.

use crate::echec::{Code, Echec};
use crate::{Sortie, ligne_de_commande};
use clap::ArgMatches;
use clap_complete::Shell;
use std::str::FromStr;

pub(crate) fn completions(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let nom = lus.get_one::<String>("INTERPRETEUR").map_or("bash", String::as_str);
    let shell = Shell::from_str(nom).map_err(|_| Echec::new(Code::Usage, format!("« {nom} » est inconnu")))?;
    let mut texte = Vec::new();
    clap_complete::generate(shell, &mut ligne_de_commande::commande(), "conventio", &mut texte);
    Ok(String::from_utf8_lossy(&texte).into_owned().into())
}
