//! Figures for a programme, from the declarations of its inputs and the laws of the department.

use super::departement::Departement;
use super::population::Population;
use super::tirage::{Lieu, Tirage};
use crate::echec::{Code, Echec};
use convention::Dispositif;
use formule::colonne::JeuDetail;
use formule::programme::{Detail, Programme};
use formule::{Cellule, Colonne, Jeu};
use std::collections::{BTreeMap, BTreeSet};
use tableaux::{Beneficiaires, Cles};

/// The contract of everybody, where each is computed alone; what the file calls otherwise is another one.
pub(super) const PREMIER_CONTRAT: &str = "1";

/// Whose contract each row is, by their rank in the population, and its code.
pub(super) type Contrats = Vec<(usize, String)>;

/// The figures of a population for a dispositif.
pub(super) struct Figures {
    pub(super) jeu: Jeu<'static>,
    /// Whom each row is about.
    pub(super) qui: Beneficiaires,
    /// The same by rank, where each contract is computed alone; nothing elsewhere.
    pub(super) contrats: Contrats,
}

/// A row for each person of these populations; where each contract is computed alone, a row for their first contract,
/// then one for each that the file adds.
pub(super) fn figures(
    departement: &Departement,
    populations: &[&Population],
    (dispositif, programme): (&Dispositif, &Programme),
    exercice: i32,
) -> Result<Figures, Echec> {
    let par_contrat = dispositif.par_contrat();
    let mut lignes: Vec<(usize, usize, Option<&str>)> = Vec::new();
    for (rang, population) in populations.iter().enumerate() {
        let contrats = if par_contrat { contrats(population, exercice) } else { BTreeSet::new() };
        let premiers = (0..population.beneficiaires).map(|qui| (qui, None));
        let siennes: BTreeSet<(usize, Option<&str>)> = premiers.chain(contrats).collect();
        lignes.extend(siennes.into_iter().map(|(qui, contrat)| (rang, qui, contrat)));
    }
    let codes: BTreeSet<(usize, Option<&str>)> = lignes.iter().map(|(rang, _, contrat)| (*rang, *contrat)).collect();
    let tirages: BTreeMap<(usize, Option<&str>), Tirage<'_>> = codes
        .into_iter()
        .map(|cle| (cle, Tirage::new(departement, populations[cle.0], programme, (exercice, cle.1))))
        .collect();
    let tirees: Vec<_> =
        lignes.iter().filter_map(|(rang, qui, contrat)| Some((tirages.get(&(*rang, *contrat))?, *qui))).collect();
    let jeu = dessiner(programme, exercice, &tirees)?;
    let numero = |(rang, qui, _): &(usize, usize, Option<&str>)| populations[*rang].identifiant(*qui);
    if !par_contrat {
        let qui = Beneficiaires::nommes(lignes.iter().map(numero));
        return Ok(Figures { jeu, qui, contrats: Contrats::new() });
    }
    let nom = |contrat: &Option<&str>| contrat.unwrap_or(PREMIER_CONTRAT).to_owned();
    let contrats: Contrats = lignes.iter().map(|(_, qui, contrat)| (*qui, nom(contrat))).collect();
    let numeros: Vec<String> = lignes.iter().map(numero).collect();
    let qui = Beneficiaires::par_contrat(numeros.into_iter().zip(contrats.iter().map(|(_, code)| code)));
    Ok(Figures { jeu, qui, contrats })
}

/// The contracts that the file adds to the first ones.
fn contrats(population: &Population, exercice: i32) -> BTreeSet<(usize, Option<&str>)> {
    let ici = population.exacts.iter().filter(|e| e.vaut_en(exercice));
    let ici = ici.filter(|e| e.rang <= population.beneficiaires && e.contrat.is_some());
    ici.map(|e| (e.rang - 1, e.contrat.as_deref())).collect()
}

/// The figures of some rows, each with its draws and whom it is about.
fn dessiner(programme: &Programme, exercice: i32, lignes: &[(&Tirage<'_>, usize)]) -> Result<Jeu<'static>, Echec> {
    let refus = |tirage: &Tirage<'_>, quoi: String| {
        let phrase = format!("population « {} », exercice {exercice} : {quoi}.", tirage.convention());
        Echec::new(Code::Regles, phrase)
    };
    let mut controles: BTreeSet<&str> = BTreeSet::new();
    for (tirage, _) in lignes {
        if controles.insert(tirage.convention()) {
            tirage.controler(programme).map_err(|quoi| refus(tirage, quoi))?;
        }
    }
    let entrees = programme.entrees.iter().map(|entree| {
        let cellules = lignes.iter().map(|(tirage, qui)| tirage.cellule(entree, *qui, Lieu::default()));
        Colonne::de(cellules, entree.min)
    });
    let entrees = entrees.collect();
    let details = programme.details.iter().map(|detail| un_detail(programme, detail, lignes));
    let details = details.collect::<Result<Vec<_>, _>>().map_err(|(tirage, quoi)| refus(tirage, quoi))?;
    Ok(Jeu { lignes: lignes.len(), entrees, details, ..Jeu::default() })
}

/// The lines of everybody: those that the file says, else one for each key by chance.
fn un_detail<'t, 'p>(
    programme: &Programme,
    detail: &Detail,
    lignes: &[(&'t Tirage<'p>, usize)],
) -> Result<JeuDetail<'static>, (&'t Tirage<'p>, String)> {
    let cles = Cles::de(programme, detail);
    let mut jeu = JeuDetail { debuts: vec![0], ..JeuDetail::default() };
    let mut cellules: Vec<Vec<Cellule>> = vec![Vec::new(); detail.entrees.len()];
    for &(tirage, qui) in lignes {
        let dites = tirage.lignes_dites(qui, &detail.code);
        if let Some(cle) = dites.and_then(|dites| dites.keys().find(|cle| !cles.codes.contains(&cle.as_str()))) {
            let phrase =
                format!("[[exacts]] donne une ligne à « {cle} », qui n'est pas une clé de « {} »", detail.code);
            return Err((tirage, phrase));
        }
        for (rang, cle) in cles.codes.iter().copied().enumerate() {
            let ici = match dites {
                Some(dites) => dites.contains_key(cle),
                None => tirage.a_une_ligne(qui, &detail.code, cle),
            };
            if !(ici && cles.valables[rang]) {
                continue;
            }
            jeu.cles.push(rang as u32);
            for (colonne, entree) in cellules.iter_mut().zip(&detail.entrees) {
                colonne.push(tirage.cellule(entree, qui, Lieu { detail: &detail.code, cle }));
            }
        }
        jeu.debuts.push(jeu.cles.len() as u32);
    }
    let colonnes = cellules.into_iter().zip(&detail.entrees);
    jeu.entrees = colonnes.map(|(cellules, entree)| Colonne::de(cellules, entree.min)).collect();
    Ok(jeu)
}
