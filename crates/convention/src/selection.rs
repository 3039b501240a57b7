//! Which calculs exist in an exercice: those that something reads, and those that can be read.

use crate::mots::Mots;
use crate::programme::Groupe;
use formule::programme::Definition;
use std::collections::{BTreeMap, BTreeSet};

/// Keeps the groups that the results read, whatever they lack, so that a lack is reported at its place; and among the
/// others those that read nothing absent from the exercice: a calcul of another year is no defect of this one.
pub(crate) fn garder(groupes: Vec<Groupe>, racines: &[Definition], mut absents: BTreeSet<String>) -> Vec<Groupe> {
    let lus: Vec<BTreeSet<String>> = groupes.iter().map(|g| noms_lus(&g.definitions)).collect();
    let mut par_nom: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (rang, groupe) in groupes.iter().enumerate() {
        par_nom.entry(&groupe.nom).or_default().push(rang);
    }
    let racines = noms_lus(racines);
    let mut requis: BTreeSet<usize> = BTreeSet::new();
    let mut a_voir: Vec<&BTreeSet<String>> = vec![&racines];
    while let Some(noms) = a_voir.pop() {
        for rang in noms.iter().filter_map(|nom| par_nom.get(nom.as_str())).flatten() {
            if requis.insert(*rang) {
                a_voir.push(&lus[*rang]);
            }
        }
    }
    let mut ecartes: BTreeSet<usize> = BTreeSet::new();
    loop {
        let avant = ecartes.len();
        for (rang, groupe) in groupes.iter().enumerate() {
            let manque = !groupe.manques.is_empty() || lus[rang].iter().any(|nom| est_absent(nom, &absents));
            if !requis.contains(&rang) && manque && ecartes.insert(rang) {
                absents.insert(groupe.nom.clone());
            }
        }
        if ecartes.len() == avant {
            break;
        }
    }
    groupes.into_iter().enumerate().filter(|(rang, _)| !ecartes.contains(rang)).map(|(_, g)| g).collect()
}

fn est_absent(nom: &str, absents: &BTreeSet<String>) -> bool {
    absents.contains(nom) || nom.split_once('.').is_some_and(|(avant, _)| absents.contains(avant))
}

fn noms_lus(definitions: &[Definition]) -> BTreeSet<String> {
    let mut noms = BTreeSet::new();
    for definition in definitions {
        if let Ok(expr) = formule::lire(&definition.formule) {
            noms.extend(Mots::de(&expr, &definition.alias).noms);
        }
    }
    noms
}
