//! National results and shares of envelopes over the beneficiaries of a case.

use crate::Compile;
use formule::colonne::JeuDetail;
use formule::programme::Entree;
use formule::{Cellule, Colonne, Jeu, Ligne};

/// Computes the national results over all the beneficiaries, then their shares, and hands them to each.
pub(super) fn passer(compile: &Compile, ids: &[&str], lignes: &mut [Ligne]) -> Result<(), String> {
    let programme = compile.programme();
    if programme.nationaux.is_empty() && programme.repartitions.is_empty() {
        return Ok(());
    }
    let mut jeu = jeu(compile, lignes);
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    formule::etapes_nationales(&compile.plan, &mut jeu, &ids).map_err(|erreur| erreur.to_string())?;
    for (rang, ligne) in lignes.iter_mut().enumerate() {
        ligne.nationaux.clone_from(&jeu.nationaux);
        ligne.repartitions = jeu.repartitions.iter().map(|c| c.as_ref().map(|c| c.lire(rang))).collect();
    }
    Ok(())
}

/// The figures of all the beneficiaries, by columns.
fn jeu(compile: &Compile, lignes: &[Ligne]) -> Jeu<'static> {
    let entrees = compile.plan.entrees().iter().enumerate();
    let entrees = entrees.map(|(rang, e)| colonne(e, lignes.iter().map(|l| l.entrees[rang]).collect())).collect();
    let details = compile.programme().details.iter().enumerate().map(|(d, detail)| {
        let mut debuts = vec![0_u32];
        for ligne in lignes {
            debuts.push(debuts[debuts.len() - 1] + ligne.details[d].len() as u32);
        }
        let toutes = || lignes.iter().flat_map(|l| &l.details[d]);
        let colonnes = detail.entrees.iter().enumerate();
        let entrees = colonnes.map(|(rang, e)| colonne(e, toutes().map(|l| l.entrees[rang]).collect())).collect();
        JeuDetail { debuts, cles: toutes().map(|l| l.cle).collect(), entrees }
    });
    Jeu { lignes: lignes.len(), entrees, details: details.collect(), ..Jeu::default() }
}

fn colonne(entree: &Entree, cellules: Vec<Cellule>) -> Colonne<'static> {
    Colonne::de(cellules, 0.clamp(entree.min, entree.max))
}
