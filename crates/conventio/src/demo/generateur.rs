//! Figures for a programme, from the declarations of its inputs and the laws of the department.

use super::departement::Departement;
use super::population::Population;
use super::tirage::{Lieu, Tirage};
use crate::echec::{Code, Echec};
use formule::colonne::JeuDetail;
use formule::programme::{Detail, Programme};
use formule::{Cellule, Colonne, Jeu};
use tableaux::Cles;

/// Everybody's figures for the programme of an exercice.
pub(super) fn generer(
    departement: &Departement,
    population: &Population,
    programme: &Programme,
    exercice: i32,
) -> Result<Jeu<'static>, Echec> {
    let refus = |quoi: String| {
        let phrase = format!("population « {} », exercice {exercice} : {quoi}.", population.convention);
        Echec::new(Code::Regles, phrase)
    };
    let tirage = Tirage::new(departement, population, programme, exercice);
    tirage.controler(programme).map_err(refus)?;
    let lignes = population.beneficiaires;
    let entrees = programme.entrees.iter().map(|entree| {
        let cellules = (0..lignes).map(|qui| tirage.cellule(entree, qui, Lieu::default()));
        Colonne::de(cellules, entree.min)
    });
    let entrees = entrees.collect();
    let details = programme.details.iter().map(|detail| un_detail(&tirage, programme, detail, lignes));
    let details = details.collect::<Result<Vec<_>, _>>().map_err(refus)?;
    Ok(Jeu { lignes, entrees, details, ..Jeu::default() })
}

/// The lines of everybody: those that the file says, else one for each key by chance.
fn un_detail(
    tirage: &Tirage<'_>,
    programme: &Programme,
    detail: &Detail,
    lignes: usize,
) -> Result<JeuDetail<'static>, String> {
    let cles = Cles::de(programme, detail);
    let mut jeu = JeuDetail { debuts: vec![0], ..JeuDetail::default() };
    let mut cellules: Vec<Vec<Cellule>> = vec![Vec::new(); detail.entrees.len()];
    for qui in 0..lignes {
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
