//! `formater`: formulas of rule files written the one way they are written. Nothing else of a file moves.

use crate::echec::{Code, Echec};
use crate::{Sortie, regles};
use clap::ArgMatches;
use convention::{Dispositif, Fichier, Formules, Place, Regles};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tableaux::Brouillon;

pub(crate) fn formater(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let seulement_verifier = lus.get_flag("verifier");
    let mut changes: BTreeMap<String, String> = BTreeMap::new();
    let mut texte = String::new();
    let mut examines = 0;
    let mut defauts = Vec::new();
    for argument in lus.get_many::<String>("FICHIERS").into_iter().flatten() {
        let chemin = Path::new(argument);
        let (dossier, seul) = dossier_de(chemin)?;
        let fichiers = regles::fichiers(Some(&dossier))?;
        let (lues, trouves) = Regles::charger_sans_arret(&fichiers);
        defauts.extend(trouves);
        for fichier in fichiers.iter().filter(|f| seul.as_ref().is_none_or(|seul| meme_fichier(&f.chemin, seul))) {
            examines += 1;
            let contenu = mettre_en_forme(fichier, &lues);
            if contenu != fichier.contenu {
                changes.insert(fichier.chemin.clone(), contenu);
            }
        }
    }
    for (chemin, contenu) in &changes {
        if seulement_verifier {
            let _ = writeln!(texte, "{chemin} n'est pas en forme");
        } else {
            ecrire(Path::new(chemin), contenu).map_err(|e| Echec::acces(Path::new(chemin), &e))?;
            let _ = writeln!(texte, "{chemin} : mis en forme");
        }
    }
    if changes.is_empty() {
        let _ = writeln!(texte, "{examines} fichier{} en forme.", if examines > 1 { "s" } else { "" });
    }
    for defaut in &defauts {
        eprintln!("{defaut}");
    }
    let mauvais = !defauts.is_empty() || (seulement_verifier && !changes.is_empty());
    Ok(Sortie { texte, code: if mauvais { Code::Regles as u8 } else { 0 } })
}

/// The folder in which a rule file makes sense, and the file itself if only one was named.
fn dossier_de(chemin: &Path) -> Result<(PathBuf, Option<PathBuf>), Echec> {
    if chemin.is_dir() {
        return Ok((chemin.to_owned(), None));
    }
    if !chemin.is_file() {
        let introuvable = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Echec::acces(chemin, &introuvable));
    }
    let parent = chemin.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A file of cases stands one folder below the rules.
    let dossier = if parent.join("regles.toml").is_file() { parent.to_owned() } else { parent.join("..") };
    Ok((dossier, Some(chemin.to_owned())))
}

fn meme_fichier(lu: &str, demande: &Path) -> bool {
    match (Path::new(lu).canonicalize(), demande.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

fn ecrire(chemin: &Path, contenu: &str) -> std::io::Result<()> {
    let mut brouillon = Brouillon::ouvrir(chemin)?;
    brouillon.write_all(contenu.as_bytes())?;
    brouillon.publier()
}

/// The file with each of its formulas in its form.
fn mettre_en_forme(fichier: &Fichier, regles: &Regles) -> String {
    let mut remplacements: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for formules in regles.dispositifs().flat_map(toutes) {
        for version in &formules.versions {
            let place = &version.texte.place;
            if place.chemin() != fichier.chemin {
                continue;
            }
            let (Some(debut), Ok(ecrite)) = (octet(&fichier.contenu, place), formule::formater(&version.texte.valeur))
            else {
                continue;
            };
            let brut = place.extrait();
            if let Some(nouveau) = entre_guillemets(brut, &version.texte.valeur, &ecrite).filter(|n| n != brut) {
                remplacements.insert(debut, (debut..debut + brut.len(), nouveau));
            }
        }
    }
    let mut contenu = fichier.contenu.clone();
    for (_, (octets, nouveau)) in remplacements.into_iter().rev() {
        contenu.replace_range(octets, &nouveau);
    }
    contenu
}

/// Every formula of a dispositif.
fn toutes(d: &Dispositif) -> Vec<&Formules> {
    let mut formules: Vec<&Formules> = d.calculs.iter().map(|c| &c.formules).collect();
    formules.extend(d.concerne.iter().chain(d.estimations.iter().map(|e| &e.formules)));
    formules.extend(d.indicateurs.iter().flat_map(|i| i.formules().map(|(_, f)| f)));
    formules.extend([&d.total.eligible, &d.total.brut, &d.total.montant].into_iter().flatten());
    formules.extend(d.nationaux.iter().flat_map(|n| n.mode.formules().into_iter().map(|(_, f)| f)));
    formules
        .extend(d.repartitions.iter().flat_map(|r| [Some(&r.enveloppe), Some(&r.cle), r.plancher.as_ref()]).flatten());
    formules.extend(d.versements.iter().map(|v| &v.formules));
    formules
}

/// The byte at which a place begins.
fn octet(contenu: &str, place: &Place) -> Option<usize> {
    let debut_de_ligne: usize = contenu.split_inclusive('\n').take(place.ligne() - 1).map(str::len).sum();
    let dans_la_ligne: usize =
        contenu.get(debut_de_ligne..)?.chars().take(place.colonne() - 1).map(char::len_utf8).sum();
    Some(debut_de_ligne + dans_la_ligne)
}

/// The formula between the quotes that its author chose; nothing when these were not understood.
fn entre_guillemets(brut: &str, valeur: &str, ecrite: &str) -> Option<String> {
    for guillemets in ["\"\"\"", "'''"] {
        if let Some(dedans) = brut.strip_prefix(guillemets).and_then(|b| b.strip_suffix(guillemets)) {
            if guillemets == "\"\"\"" && dedans.contains('\\') {
                return None;
            }
            // One branch a line, and the text under its key when it was so.
            let plusieurs = valeur.trim().contains('\n');
            let corps = if plusieurs { ecrite.replace(" sinon ", "\nsinon ") } else { ecrite.to_owned() };
            let debut = if dedans.starts_with('\n') { "\n" } else { "" };
            return Some(format!("{guillemets}{debut}{corps}{guillemets}"));
        }
    }
    if brut.starts_with('\'') {
        return (!ecrite.contains('\'')).then(|| format!("'{ecrite}'"));
    }
    let echappe = ecrite.replace('\\', "\\\\").replace('"', "\\\"");
    brut.starts_with('"').then(|| format!("\"{echappe}\""))
}
