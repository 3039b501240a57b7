//! `rejouer`: the same run again, and the same bytes.

use crate::echec::{Code, Echec};
use crate::manifeste::Manifeste;
use crate::{Sortie, calculer, empreintes};
use clap::ArgMatches;
use convention::Difference;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn rejouer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let chemin = PathBuf::from(lus.get_one::<String>("MANIFESTE").map_or("", String::as_str));
    let manifeste = Manifeste::lire(&chemin)?;
    let mut demande = manifeste.demande(&chemin)?;
    if let Some(conventions) = lus.get_one::<String>("conventions") {
        demande.conventions = Some(PathBuf::from(conventions));
    }
    let mut texte = String::new();
    regles_inchangees(&manifeste, &demande, &mut texte)?;
    if manifeste.texte("/programme/sources_sha256") != Some(empreintes::SOURCES) {
        texte.push_str("Le programme n'est pas celui qui a fait le calcul : seul le résultat dira si cela compte.\n");
    }
    let ancienne = PathBuf::from(manifeste.texte("/sortie/chemin").unwrap_or_default());
    let gardee = lus.get_one::<String>("sortie").map(PathBuf::from);
    let nouvelle = gardee.clone().unwrap_or_else(|| provisoire(&ancienne));
    let run = calculer::executer(&demande, &nouvelle)?;
    let empreinte = |m: &Manifeste| m.texte("/sortie/sha256").unwrap_or_default().to_owned();
    let (attendue, obtenue) = (empreinte(&manifeste), empreinte(&run.manifeste));
    let memes_valeurs = manifeste.textes("/valeurs_remplacees") == run.manifeste.textes("/valeurs_remplacees");
    if attendue != obtenue || !memes_valeurs {
        run.abandonner();
        let phrase = format!(
            "rejeu différent : le résultat n'est pas celui du manifeste, octet par octet.\n  attendu : {attendue}\n  obtenu : {obtenue}\nLes règles et les fichiers sont les mêmes : comparez les versions du programme."
        );
        return Err(Echec::new(Code::Regles, phrase));
    }
    let _ = writeln!(texte, "Rejeu identique : mêmes règles, mêmes fichiers, mêmes octets.\nSHA-256 {}", attendue);
    match gardee {
        Some(sortie) => {
            run.publier(&sortie)?;
            let _ = writeln!(texte, "Résultats : {}", sortie.display());
        }
        None => run.abandonner(),
    }
    if ancienne.is_file() && empreintes::du_fichier(&ancienne)? != attendue {
        let _ = writeln!(texte, "Attention : {} a été modifié depuis le calcul.", ancienne.display());
    }
    Ok(texte.into())
}

/// A name of the same format in the folder of temporary files, for a result that is only compared.
pub(crate) fn provisoire(ancienne: &Path) -> PathBuf {
    let extension = ancienne.extension().map_or_else(|| "csv".into(), |e| e.to_string_lossy().into_owned());
    std::env::temp_dir().join(format!("conventio-rejeu.{extension}"))
}

/// Refuses when the rules changed, and says what changed.
pub(crate) fn regles_inchangees(
    manifeste: &Manifeste,
    demande: &calculer::Demande,
    texte: &mut String,
) -> Result<(), Echec> {
    let (source, code) = demande.regles()?;
    let dispositif = source.dispositif(&code)?;
    let maintenant = convention::empreinte(&source.fichiers, dispositif);
    if manifeste.texte("/regles/sha256") == Some(maintenant.as_str()) {
        return Ok(());
    }
    let differences = convention::differences(&manifeste.articles(), &convention::articles(dispositif));
    if differences.is_empty() {
        texte.push_str("Les fichiers de règles ont changé, mais ni leurs valeurs ni leurs formules.\n");
        return Ok(());
    }
    let mut phrase = format!("rejeu refusé : les règles de « {code} » ont changé depuis le calcul.");
    for difference in &differences {
        phrase.push_str(&ecrire(difference));
    }
    phrase.push_str("\nRetrouvez les règles d'origine (--conventions DOSSIER), ou lancez un nouveau « calculer ».");
    Err(Echec::new(Code::Regles, phrase))
}

fn ecrire(difference: &Difference) -> String {
    let nom = &difference.nom;
    match (&difference.avant, &difference.apres) {
        (Some(avant), Some(apres)) => format!("\n  {nom}\n    - {avant}\n    + {apres}"),
        (Some(avant), None) => format!("\n  {nom} (ôté)\n    - {avant}"),
        (None, Some(apres)) => format!("\n  {nom} (ajouté)\n    + {apres}"),
        (None, None) => String::new(),
    }
}
