//! `cargo xtask muter [DISPOSITIF…]`: are the cases good enough to notice a wrong figure?
//!
//! Each figure, bound, flag and operator of a `regles.toml` is changed in turn, in memory. The change must make the
//! loader refuse or a case fail; else it survives, and a case is missing. What cannot be noticed because both texts
//! say the same is listed, with the reason, in `mutants-equivalents.toml` beside the rules.

mod equivalents;
mod formules;
mod mutants;
mod valeurs;

use convention::{Fichier, Regles, lire_dossier};
use equivalents::Equivalents;
use mutants::Mutant;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What became of the changes of one dispositif.
#[derive(Default)]
struct Score {
    refuses: usize,
    vus: usize,
    equivalents: usize,
    survivants: Vec<String>,
    /// Equivalents whose change no longer exists, or is noticed after all.
    perimes: Vec<String>,
}

/// Tries every change of the dispositifs named, or of all of them.
pub(crate) fn run(racine: &Path, dispositifs: &[&str]) -> Result<bool, String> {
    let dossiers = folders(&racine.join("conventions"), dispositifs)?;
    let debut = Instant::now();
    let mut total = Score::default();
    let mut bancals = 0;
    for dossier in &dossiers {
        let nom = dossier.file_name().map(|nom| nom.to_string_lossy().into_owned()).unwrap_or_default();
        let score = match mutate(dossier) {
            Ok(score) => score,
            Err(message) => {
                println!("{nom:<32} {message}");
                bancals += 1;
                continue;
            }
        };
        println!("{nom:<32} {}", score.line());
        for survivant in &score.survivants {
            println!("    survit : {survivant}");
        }
        for perime in &score.perimes {
            println!("    à retirer de {} : {perime}", equivalents::FICHIER);
        }
        total.add(score);
    }
    println!("{:<32} {} en {} s", "tous", total.line(), debut.elapsed().as_secs());
    Ok(bancals == 0 && total.survivants.is_empty() && total.perimes.is_empty())
}

/// Folders that hold a `regles.toml`, all of them or those whose name is asked for.
fn folders(conventions: &Path, demandes: &[&str]) -> Result<Vec<PathBuf>, String> {
    let tous: Vec<PathBuf> = crate::arbre::files(conventions)?
        .into_iter()
        .filter(|fichier| fichier.file_name().is_some_and(|nom| nom == "regles.toml"))
        .filter_map(|fichier| fichier.parent().map(Path::to_path_buf))
        .collect();
    let nomme = |dossier: &PathBuf, nom: &str| dossier.file_name().is_some_and(|n| n == nom);
    if let Some(inconnu) = demandes.iter().find(|nom| !tous.iter().any(|dossier| nomme(dossier, nom))) {
        return Err(format!("aucun dispositif « {inconnu} » sous {}", conventions.display()));
    }
    Ok(tous.into_iter().filter(|d| demandes.is_empty() || demandes.iter().any(|nom| nomme(d, nom))).collect())
}

fn mutate(dossier: &Path) -> Result<Score, String> {
    let fichiers = lire_dossier(dossier).map_err(|source| source.to_string())?;
    let rang = fichiers
        .iter()
        .position(|fichier| fichier.chemin.ends_with("regles.toml"))
        .ok_or_else(|| format!("{} : pas de regles.toml", dossier.display()))?;
    let mut ordre = Vec::new();
    match judge(&fichiers, &mut ordre) {
        Sort::Survit => {}
        Sort::Vu(cas) => return Err(format!("le cas « {cas} » échoue sans aucun changement")),
        Sort::Refuse => return Err("le dossier ne se charge pas : lancez d'abord « conventio verifier »".to_owned()),
    }
    let mutants = mutants::all(&fichiers[rang].contenu)?;
    let equivalents = Equivalents::read(dossier)?;
    let sorts = judge_all(&fichiers, rang, &mutants);
    let mut score = Score { perimes: equivalents.without(&mutants), ..Score::default() };
    for (mutant, sort) in mutants.iter().zip(sorts) {
        match (sort, equivalents.holds(&mutant.nom)) {
            (Sort::Survit, false) => score.survivants.push(mutant.nom.clone()),
            (Sort::Survit, true) => score.equivalents += 1,
            (_, true) => score.perimes.push(mutant.nom.clone()),
            (Sort::Refuse, false) => score.refuses += 1,
            (Sort::Vu(_), false) => score.vus += 1,
        }
    }
    Ok(score)
}

/// What a change meets.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sort {
    /// The loader refuses the folder.
    Refuse,
    /// A case fails: its name.
    Vu(String),
    Survit,
}

/// Judges every change, on the cores that are there.
fn judge_all(fichiers: &[Fichier], rang: usize, mutants: &[Mutant]) -> Vec<Sort> {
    let suivant = AtomicUsize::new(0);
    let sorts = Mutex::new(vec![Sort::Survit; mutants.len()]);
    let fils = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|portee| {
        for _ in 0..fils {
            portee.spawn(|| {
                let mut essai = fichiers.to_vec();
                let mut ordre = Vec::new();
                loop {
                    let i = suivant.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(i) else { return };
                    if i.is_multiple_of(100) {
                        eprintln!("    {i} changements sur {}", mutants.len());
                    }
                    let mut texte = fichiers[rang].contenu.clone();
                    texte.replace_range(mutant.place.clone(), &mutant.remplacement);
                    essai[rang].contenu = texte;
                    let sort = judge(&essai, &mut ordre);
                    if let Ok(mut sorts) = sorts.lock() {
                        sorts[i] = sort;
                    }
                }
            });
        }
    });
    sorts.into_inner().unwrap_or_default()
}

/// Loads the files and runs the cases, those that noticed the last changes first: neighbours are noticed by the same.
fn judge(fichiers: &[Fichier], ordre: &mut Vec<usize>) -> Sort {
    let Ok(regles) = Regles::charger(fichiers) else { return Sort::Refuse };
    let Some(dispositif) = regles.dispositifs().next() else { return Sort::Refuse };
    if ordre.len() != dispositif.cas.len() {
        *ordre = (0..dispositif.cas.len()).collect();
    }
    for place in 0..ordre.len() {
        let rang = ordre[place];
        let resultat = dispositif.cas[rang].executer(dispositif);
        if !resultat.ecarts.is_empty() {
            ordre.remove(place);
            ordre.insert(0, rang);
            return Sort::Vu(resultat.nom);
        }
    }
    Sort::Survit
}

impl Score {
    fn add(&mut self, autre: Self) {
        self.refuses += autre.refuses;
        self.vus += autre.vus;
        self.equivalents += autre.equivalents;
        self.survivants.extend(autre.survivants);
        self.perimes.extend(autre.perimes);
    }

    fn line(&self) -> String {
        let tues = self.refuses + self.vus;
        let total = tues + self.survivants.len();
        let pour_mille = (tues * 1000).checked_div(total).unwrap_or(1000);
        format!(
            "{tues:>5}/{total:<5} vus ({},{} %), dont {} refusés au chargement ; {} équivalents ; {} survivants",
            pour_mille / 10,
            pour_mille % 10,
            self.refuses,
            self.equivalents,
            self.survivants.len()
        )
    }
}
