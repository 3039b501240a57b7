//! Figures for the inputs of a programme, within what it declares.

use crate::octets::Octets;
use formule::colonne::JeuDetail;
use formule::programme::{Entree, Genre, Programme};
use formule::{Absence, Cellule, Colonne, Jeu};

/// The figures of one to eight beneficiaries.
pub(crate) fn jeu(o: &mut Octets<'_>, p: &Programme) -> Jeu<'static> {
    let lignes = 1 + o.sous(8);
    let absences = o.parmi(&[0, 8, 2]);
    let details = (p.details.iter())
        .map(|d| {
            let mut debuts = vec![0];
            for i in 0..lignes {
                debuts.push(debuts[i] + o.sous(4) as u32);
            }
            let total = debuts[lignes] as usize;
            JeuDetail {
                debuts,
                cles: (0..total).map(|_| o.sous(3) as u32).collect(),
                entrees: d.entrees.iter().map(|e| colonne(o, e, total, absences)).collect(),
            }
        })
        .collect();
    let entrees = p.entrees.iter().map(|e| colonne(o, e, lignes, absences)).collect();
    Jeu { lignes, entrees, details, ..Jeu::default() }
}

fn plage(e: &Entree) -> (i64, i64) {
    match &e.genre {
        Genre::OuiNon => (0, 1),
        Genre::Choix(codes) => (0, codes.len() as i64 - 1),
        _ => (e.min, e.max),
    }
}

fn colonne(o: &mut Octets<'_>, e: &Entree, lignes: usize, absences: usize) -> Colonne<'static> {
    let (bas, haut) = plage(e);
    Colonne::de((0..lignes).map(|_| cellule(o, e, absences)).collect::<Vec<_>>(), 0.clamp(bas, haut))
}

fn cellule(o: &mut Octets<'_>, e: &Entree, absences: usize) -> Cellule {
    if absences > 0 && o.une_fois_sur(absences) {
        return Err(
            [Absence::Inconnu, Absence::EnAttente, Absence::SansObjet][o.sous(if e.facultative { 3 } else { 2 })]
        );
    }
    let (bas, haut) = plage(e);
    let etendue = i128::from(haut) - i128::from(bas) + 1;
    Ok(match o.sous(6) {
        0 => bas,
        1 => haut,
        2 => 0.clamp(bas, haut),
        3 => bas.saturating_add(o.sous(256) as i64).min(haut),
        _ => (i128::from(bas) + i128::from(o.entier()).rem_euclid(etendue)) as i64,
    })
}
