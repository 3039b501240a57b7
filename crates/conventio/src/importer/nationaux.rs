//! `importer nationaux`: the national results of a run are fixed for its exercice.

use crate::Sortie;
use crate::base::{avec_registre, maintenant};
use crate::echec::{Code, Echec};
use crate::manifeste::Manifeste;
use crate::nationaux::chemin as chemin_des_nationaux;
use clap::ArgMatches;
use registre::{Fixation, NationauxAFixer};
use std::path::Path;

pub(super) fn importer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let texte = |nom: &str| lus.get_one::<String>(nom).map(String::as_str);
    let chemin = Path::new(texte("MANIFESTE").unwrap_or_default());
    let manifeste = Manifeste::lire(chemin)?;
    let contenu = contenu(&manifeste, chemin)?;
    let dispositif = manifeste.texte("/dispositif").unwrap_or_default();
    let exercice = manifeste.exercice();
    avec_registre(lus, async |registre| {
        let auteur = texte("auteur").unwrap_or("ligne de commande");
        let nationaux = NationauxAFixer { dispositif, exercice, contenu: &contenu, auteur, motif: texte("motif") };
        let fait = registre.nationaux_fixer(nationaux, maintenant()).await?;
        Ok(match fait {
            Fixation::Faite => {
                format!("Résultats nationaux de « {dispositif} », exercice {exercice} : fixés.\n")
            }
            Fixation::DejaFaite => "Ces résultats nationaux sont déjà fixés : rien n'est écrit de plus.\n".to_owned(),
        }
        .into())
    })
}

/// The national results that a manifest vouches for.
fn contenu(manifeste: &Manifeste, chemin: &Path) -> Result<String, Echec> {
    let Some(attendue) = manifeste.texte("/resultats_nationaux_sha256") else {
        let phrase = format!("{} : ce calcul n'a pas de résultat national à fixer.", chemin.display());
        return Err(Echec::new(Code::Usage, phrase));
    };
    let fichier = chemin_des_nationaux(&manifeste.sortie(chemin)?);
    let contenu = std::fs::read_to_string(&fichier).map_err(|e| Echec::acces(&fichier, &e))?;
    if convention::empreinte_de(contenu.as_bytes()) != attendue {
        let phrase = format!(
            "{} : ces résultats ont changé depuis le calcul. Refaites « calculer », puis recommencez.",
            fichier.display()
        );
        return Err(Echec::new(Code::Regles, phrase));
    }
    Ok(contenu)
}
