//! `importer`: what exists elsewhere enters the register.

mod nationaux;
mod paiements;

use crate::Sortie;
use crate::base::{avec_registre, maintenant};
use crate::echec::{Code, Echec};
use crate::nombres::{effectif, euros};
use crate::{chiffres, empreintes, regles};
use clap::ArgMatches;
use paiements::Lecture;
use registre::{Import, Importation};
use std::path::Path;

pub(crate) fn importer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    match lus.subcommand() {
        Some(("versements", lus)) => versements(lus),
        Some(("nationaux", lus)) => nationaux::importer(lus),
        _ => Err(Echec::new(Code::Usage, "il faut une commande : conventio importer --help")),
    }
}

fn versements(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let texte = |nom: &str| lus.get_one::<String>(nom).map(String::as_str);
    let chemin = Path::new(texte("FICHIER").unwrap_or_default());
    let source = regles::Source::de(texte("conventions").map(Path::new))?;
    let mut lecture = Lecture::lire(chemin, &source.regles)?;
    chiffres::avertir(&lecture.avertissements());
    let paiements = lecture.controler()?;
    let empreinte = empreintes::du_fichier(chemin)?;
    let fictif = lus.get_flag("fictif");
    avec_registre(lus, async |registre| {
        let import = Import {
            empreinte: &empreinte,
            fictif,
            auteur: texte("auteur").unwrap_or("ligne de commande"),
            paiements: &paiements,
        };
        match registre.importer_paiements(&import, maintenant()).await? {
            Importation::Faite => {
                let somme: i128 = paiements.iter().map(|p| i128::from(p.centimes)).sum();
                Ok(format!(
                    "{} {}, {} au total{}.\n",
                    effectif(paiements.len()),
                    if paiements.len() > 1 { "paiements importés" } else { "paiement importé" },
                    euros(somme),
                    if fictif { ", marqués fictifs" } else { "" }
                )
                .into())
            }
            Importation::DejaFaite => {
                Ok("Ce fichier a déjà été importé, au même octet près : rien n'est écrit de plus.\n".to_owned().into())
            }
            Importation::Doublons(rangs) => Err(lecture.deja_au_registre(&rangs)),
        }
    })
}
