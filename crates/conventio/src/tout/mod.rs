//! `calculer-tout`: every dispositif of an exercice, for everybody, in one command that can be started again.

mod chrono;
mod dossier;
mod resume;
mod tache;

use crate::calculer::Atelier;
use crate::echec::{Code, Echec};
use crate::fils::Fils;
use crate::progression::{Avancee, Progression};
use crate::regles::Source;
use crate::{Sortie, chiffres};
use clap::ArgMatches;
use dossier::Dossier;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tache::{Fait, Tache};

/// What is asked of all dispositifs.
pub(crate) struct Demandees {
    exercice: i32,
    sortie: PathBuf,
    conventions: Option<PathBuf>,
    parametres: Option<PathBuf>,
}

pub(crate) fn calculer_tout(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let chemin = |nom: &str| lus.get_one::<String>(nom).map(PathBuf::from);
    let demandees = Demandees {
        exercice: lus.get_one::<i32>("exercice").copied().unwrap_or_default(),
        sortie: chemin("sortie").unwrap_or_default(),
        conventions: chemin("conventions"),
        parametres: chemin("parametres"),
    };
    let dossier = Dossier::ouvrir(&chemin("chiffres").unwrap_or_default())?;
    let source = Source::de(demandees.conventions.as_deref())?;
    let dispositifs: Vec<_> =
        source.regles.dispositifs().filter(|d| d.annees().contains(&demandees.exercice)).collect();
    if dispositifs.is_empty() {
        let phrase = format!("aucun dispositif n'a de règles pour l'exercice {}.", demandees.exercice);
        return Err(Echec::new(Code::Usage, phrase));
    }
    sorties_a_part(&dossier, &demandees.sortie)?;
    let taches: Vec<Tache<'_>> =
        dispositifs.into_iter().map(|d| Tache::de(d, &demandees, &dossier)).collect::<Result<_, _>>()?;
    let (taches, absentes) = presentes(taches);
    let fils = Fils::de_la_machine();
    let faits = executer(&source, &taches, fils);
    for fait in faits.iter().filter_map(|fait| fait.as_ref().ok()) {
        chiffres::avertir(&fait.avertissements);
    }
    chiffres::avertir(&dossier.etrangers(&taches));
    let mut texte = resume::ecrire(&demandees, &taches, &faits);
    if !absentes.is_empty() {
        let noms: Vec<String> = absentes.into_iter().collect();
        texte.push_str(&format!("Conventions sans aucun chiffre, laissées de côté : {}\n", noms.join(", ")));
    }
    if lus.get_flag("chrono") {
        texte.push_str(&chrono::mesurer(&demandees, &taches, &faits, fils)?);
    }
    Ok(Sortie { texte, code: code(&faits) })
}

/// What there is to do, and the conventions that have no file at all. One caisse does not hold the figures of every
/// profession: such a convention is told, and is no refusal. When none has any, the folder is wrong: all are refused.
fn presentes(taches: Vec<Tache<'_>>) -> (Vec<Tache<'_>>, BTreeSet<String>) {
    let convention = |tache: &Tache<'_>| tache.dispositif.convention.clone();
    let presentes: BTreeSet<String> = taches.iter().filter(|t| t.a_des_chiffres()).map(convention).collect();
    let toutes: BTreeSet<String> = taches.iter().map(convention).collect();
    if presentes.is_empty() {
        return (taches, BTreeSet::new());
    }
    let absentes = toutes.difference(&presentes).cloned().collect();
    (taches.into_iter().filter(|t| presentes.contains(&t.dispositif.convention)).collect(), absentes)
}

/// Makes every task; whoever is refused does not stop the others.
fn executer(source: &Source, taches: &[Tache<'_>], fils: Fils) -> Vec<Result<Fait, Echec>> {
    let muette = Progression::muette();
    // The threads are shared between dispositifs: each one has its own.
    let atelier = Atelier { source, fils: Fils::UN, progression: &muette };
    let avancee = Avancee::new(taches.len());
    fils.taches(taches, &|tache| {
        avancee.commence(&tache.dispositif.code);
        let fait = tache.faire(&atelier);
        avancee.finit(&tache.dispositif.code, &resume::en_un_mot(&fait));
        fait
    })
}

/// 0 when everything was computed; else the code of the gravest refusal.
fn code(faits: &[Result<Fait, Echec>]) -> u8 {
    faits.iter().filter_map(|fait| fait.as_ref().err()).map(|echec| echec.code as u8).max().unwrap_or(0)
}

/// Opens the folder of results, which may not be that of the figures: names are the same in both.
fn sorties_a_part(chiffres: &Dossier, sortie: &Path) -> Result<(), Echec> {
    std::fs::create_dir_all(sortie).map_err(|e| Echec::acces(sortie, &e))?;
    let reel = |chemin: &Path| chemin.canonicalize().map_err(|e| Echec::acces(chemin, &e));
    if reel(sortie)? == reel(chiffres.chemin())? {
        let phrase = format!(
            "les résultats prendraient la place des chiffres de « {} ». Donnez un autre dossier à --sortie.",
            sortie.display()
        );
        return Err(Echec::new(Code::Usage, phrase));
    }
    Ok(())
}
