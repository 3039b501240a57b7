//! Where the rules come from: the executable, a folder of conventions, or the folder of one dispositif.

use crate::echec::{Code, Echec};
use clap::ArgMatches;
use convention::{Convention, Dispositif, DocumentUtile, Fichier, Regles};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/embarque.rs"));

/// The rules of a command, and the files they were read from.
pub(crate) struct Source {
    pub(crate) fichiers: Vec<Fichier>,
    pub(crate) regles: Regles,
    /// The folder they were read from; none for those of the executable.
    pub(crate) dossier: Option<PathBuf>,
}

impl Source {
    /// Loads the rules; every defect is told at once.
    pub(crate) fn de(dossier: Option<&Path>) -> Result<Self, Echec> {
        Self::charger(fichiers(dossier)?, dossier)
    }

    /// The same, of what the executable holds only what a service shows: the conventions that it serves, and of their
    /// cases those that a document cites. Rules take long to read, and stay in memory.
    pub(crate) fn a_servir(dossier: Option<&Path>, conventions: &[&str]) -> Result<Self, Echec> {
        let mut fichiers = fichiers(dossier)?;
        if dossier.is_none() {
            servir(&mut fichiers, conventions);
        }
        Self::charger(fichiers, dossier)
    }

    /// The dispositifs of a convention: those of its folder, and those that it shares.
    pub(crate) fn dispositifs_de(&self, convention: &str) -> impl Iterator<Item = &Dispositif> {
        self.regles.convention(convention).into_iter().flat_map(|convention| self.regles.dispositifs_de(convention))
    }

    fn charger(fichiers: Vec<Fichier>, dossier: Option<&Path>) -> Result<Self, Echec> {
        let regles = Regles::charger(&fichiers).map_err(|defauts| Echec::regles(&defauts))?;
        Ok(Self { fichiers, regles, dossier: dossier.map(Path::to_owned) })
    }

    /// A dispositif by its code.
    pub(crate) fn dispositif(&self, code: &str) -> Result<&Dispositif, Echec> {
        self.regles.dispositif(code).map_err(|phrase| Echec::new(Code::Usage, phrase))
    }
}

/// Keeps the folders of these conventions, those of the dispositifs that they share, and the cases that they cite. The
/// folder of a convention bears its code, and that of a dispositif its own.
fn servir(fichiers: &mut Vec<Fichier>, conventions: &[&str]) {
    let servie = |f: &&Fichier| conventions.iter().any(|code| f.chemin.ends_with(&format!("{code}/convention.toml")));
    let servies: Vec<Convention> = fichiers.iter().filter(servie).map(Convention::du_fichier).collect();
    let ou = |code: &String| {
        let fin = format!("/{code}/regles.toml");
        let dossier = fichiers.iter().find_map(|f| f.chemin.strip_suffix(&fin))?;
        dossier.rsplit('/').next().map(str::to_owned)
    };
    let partages: Vec<String> = servies.iter().flat_map(|c| &c.partages).filter_map(ou).collect();
    let dossiers: BTreeSet<&str> = conventions.iter().copied().chain(partages.iter().map(String::as_str)).collect();
    fichiers.retain(|f| f.chemin.split('/').any(|morceau| dossiers.contains(morceau)));
    let ici = fichiers.iter().filter(|f| f.chemin.ends_with("/convention.toml")).map(Convention::du_fichier);
    let documents: Vec<DocumentUtile> = ici.flat_map(|convention| convention.documents).collect();
    let avec_exemples = documents.iter().filter(|document| !document.exemples.is_empty());
    let montres: BTreeSet<&str> = avec_exemples.flat_map(|d| &d.dispositifs).map(String::as_str).collect();
    // The cases of a dispositif stand together: one may start from what another file says.
    fichiers.retain(|f| match f.chemin.rsplit('/').collect::<Vec<_>>().as_slice() {
        [_, "cas", dispositif, ..] => montres.contains(dispositif),
        _ => true,
    });
}

/// The files of the rules, embedded or read.
pub(crate) fn fichiers(dossier: Option<&Path>) -> Result<Vec<Fichier>, Echec> {
    let Some(dossier) = dossier else { return Ok(embarques(CONVENTIONS)) };
    if !dossier.is_dir() {
        let phrase = format!("« {} » n'est pas un dossier. Vérifiez le chemin.", dossier.display());
        return Err(Echec::new(Code::Acces, phrase));
    }
    let fichiers = convention::lire_dossier(dossier).map_err(|e| Echec::acces(dossier, &e))?;
    if !fichiers.iter().any(|f| f.chemin.ends_with("regles.toml")) {
        let phrase = format!(
            "« {} » ne contient aucun fichier regles.toml. Donnez le dossier d'un dispositif, ou celui des conventions.",
            dossier.display()
        );
        return Err(Echec::new(Code::Regles, phrase));
    }
    Ok(fichiers)
}

/// A file of the demonstration, by the end of its path.
pub(crate) fn fichier_de_demo(nom: &str) -> Option<Fichier> {
    embarques(DEMO).into_iter().find(|f| f.chemin.ends_with(nom))
}

fn embarques(fichiers: &[(&str, &str)]) -> Vec<Fichier> {
    fichiers
        .iter()
        .map(|(chemin, contenu)| Fichier { chemin: (*chemin).to_owned(), contenu: (*contenu).to_owned() })
        .collect()
}

/// The rules and the dispositif that a command names, by code or by folder.
pub(crate) fn demandees(lus: &ArgMatches) -> Result<(Source, String), Echec> {
    let nom = lus.get_one::<String>("DISPOSITIF").map_or("", String::as_str);
    trouver(nom, lus.get_one::<String>("conventions").map(Path::new))
}

/// The same from what is already read of the command line.
pub(crate) fn trouver(nom: &str, conventions: Option<&Path>) -> Result<(Source, String), Echec> {
    let dossier = Path::new(nom);
    if !dossier.is_dir() {
        let source = Source::de(conventions)?;
        source.dispositif(nom)?;
        return Ok((source, nom.to_owned()));
    }
    // A code wins over a folder of the same name; a path with a separator can only be a folder.
    if dossier.components().count() == 1 && !nom.contains(['/', '\\', '.']) {
        let source = Source::de(conventions)?;
        if source.regles.dispositif(nom).is_ok() {
            return Ok((source, nom.to_owned()));
        }
    }
    let source = Source::de(Some(dossier))?;
    let codes: Vec<String> = source.regles.dispositifs().map(|d| d.code.clone()).collect();
    match codes.as_slice() {
        [code] => Ok((source, code.clone())),
        _ => Err(Echec::new(
            Code::Usage,
            format!(
                "« {nom} » contient {} dispositifs ({}). Donnez le dossier d'un seul, ou « --conventions {nom} » et un code.",
                codes.len(),
                codes.join(", ")
            ),
        )),
    }
}
