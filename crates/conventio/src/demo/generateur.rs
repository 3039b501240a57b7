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

/// Everybody's figures for the programme of an exercice.
pub(super) fn generer(
    departement: &Departement,
    population: &Population,
    programme: &Programme,
    exercice: i32,
) -> Result<Jeu<'static>, Echec> {
    let tirages = [Tirage::new(departement, population, programme, (exercice, None))];
    let lignes: Vec<_> = (0..population.beneficiaires).map(|qui| (&tirages[0], qui)).collect();
    dessiner(population, programme, exercice, &lignes)
}

/// The figures of a population for a dispositif.
pub(super) struct Figures {
    pub(super) jeu: Jeu<'static>,
    /// Whom each row is about.
    pub(super) qui: Beneficiaires,
    /// The same by rank, where each contract is computed alone; nothing elsewhere.
    pub(super) contrats: Contrats,
}

/// A row for each person; where each contract is computed alone, a row for their first contract, then one for each that
/// the file adds.
pub(super) fn figures(
    departement: &Departement,
    population: &Population,
    (dispositif, programme): (&Dispositif, &Programme),
    exercice: i32,
) -> Result<Figures, Echec> {
    if dispositif.par_contrat() {
        return par_contrat(departement, population, programme, exercice);
    }
    let jeu = generer(departement, population, programme, exercice)?;
    let qui = Beneficiaires::nommes((0..jeu.lignes).map(|rang| population.identifiant(rang)));
    Ok(Figures { jeu, qui, contrats: Contrats::new() })
}

fn par_contrat(
    departement: &Departement,
    population: &Population,
    programme: &Programme,
    exercice: i32,
) -> Result<Figures, Echec> {
    let ici = population.exacts.iter().filter(|e| e.exercice.is_none_or(|annee| annee == exercice));
    let ici = ici.filter(|e| e.rang <= population.beneficiaires);
    // By person, the first contract before those that the file adds: a larger population begins with the same rows.
    let mut siens: BTreeSet<(usize, Option<&str>)> =
        ici.filter(|e| e.contrat.is_some()).map(|e| (e.rang - 1, e.contrat.as_deref())).collect();
    let codes: BTreeSet<Option<&str>> = siens.iter().map(|(_, code)| *code).chain([None]).collect();
    siens.extend((0..population.beneficiaires).map(|qui| (qui, None)));
    let tirages: BTreeMap<Option<&str>, Tirage<'_>> = codes
        .into_iter()
        .map(|code| (code, Tirage::new(departement, population, programme, (exercice, code))))
        .collect();
    let lignes: Vec<_> = siens.iter().filter_map(|(qui, code)| Some((tirages.get(code)?, *qui))).collect();
    let nom = |code: &Option<&str>| code.unwrap_or(PREMIER_CONTRAT).to_owned();
    let contrats: Contrats = siens.iter().map(|(qui, code)| (*qui, nom(code))).collect();
    let jeu = dessiner(population, programme, exercice, &lignes)?;
    let qui = contrats.iter().map(|(qui, code)| (population.identifiant(*qui), code));
    Ok(Figures { jeu, qui: Beneficiaires::par_contrat(qui), contrats })
}

/// The figures of some rows, each with its draws and whom it is about.
fn dessiner(
    population: &Population,
    programme: &Programme,
    exercice: i32,
    lignes: &[(&Tirage<'_>, usize)],
) -> Result<Jeu<'static>, Echec> {
    let refus = |quoi: String| {
        let phrase = format!("population « {} », exercice {exercice} : {quoi}.", population.convention);
        Echec::new(Code::Regles, phrase)
    };
    if let Some((tirage, _)) = lignes.first() {
        tirage.controler(programme).map_err(refus)?;
    }
    let entrees = programme.entrees.iter().map(|entree| {
        let cellules = lignes.iter().map(|(tirage, qui)| tirage.cellule(entree, *qui, Lieu::default()));
        Colonne::de(cellules, entree.min)
    });
    let entrees = entrees.collect();
    let details = programme.details.iter().map(|detail| un_detail(programme, detail, lignes));
    let details = details.collect::<Result<Vec<_>, _>>().map_err(refus)?;
    Ok(Jeu { lignes: lignes.len(), entrees, details, ..Jeu::default() })
}

/// The lines of everybody: those that the file says, else one for each key by chance.
fn un_detail(
    programme: &Programme,
    detail: &Detail,
    lignes: &[(&Tirage<'_>, usize)],
) -> Result<JeuDetail<'static>, String> {
    let cles = Cles::de(programme, detail);
    let mut jeu = JeuDetail { debuts: vec![0], ..JeuDetail::default() };
    let mut cellules: Vec<Vec<Cellule>> = vec![Vec::new(); detail.entrees.len()];
    for &(tirage, qui) in lignes {
        let dites = tirage.lignes_dites(qui, &detail.code);
        if let Some(cle) = dites.and_then(|dites| dites.keys().find(|cle| !cles.codes.contains(&cle.as_str()))) {
            return Err(format!(
                "[[exacts]] donne une ligne à « {cle} », qui n'est pas une clé de « {} »",
                detail.code
            ));
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
