//! The measures of a population: one row per beneficiary or per contract, one column per input.

use crate::beneficiaires::Beneficiaires;
use crate::cellule::montrer;
use crate::chantier::Chantier;
use crate::contrats::{self, CONTRAT, UneLignePar};
use crate::defauts::{Collecteur, Refus};
use crate::lecture::{Demande, Lecture, Lignes, Lue, lire_fichier};
use formule::Colonne;
use formule::programme::Entree;
use std::collections::HashMap;
use std::path::Path;

/// What a file of measures holds, checked.
#[derive(Debug)]
pub struct Mesures {
    /// Who the rows are about.
    pub beneficiaires: Beneficiaires,
    /// One column per input asked for, in the same order.
    pub entrees: Vec<Colonne<'static>>,
    /// Columns of the file that no input names.
    pub colonnes_ignorees: Vec<String>,
}

/// Names under which a file gives the beneficiary.
pub(crate) const BENEFICIAIRE: &[&str] = &["beneficiaire", "professionnel"];

/// Reads a file of measures: CSV or Parquet, recognised by its content. The column of an input may be
/// left out unless `requise` says, by its rank, that some result reads it; its cells are then empty.
///
/// # Errors
/// All the defects of the file, the first twenty told one by one.
pub fn lire(
    chemin: &Path,
    entrees: &[Entree],
    une_ligne: UneLignePar,
    requise: &dyn Fn(usize) -> bool,
) -> Result<Mesures, Refus> {
    let mut defauts = Collecteur::default();
    // An input may be called so, where a row is not a contract.
    let prise = entrees.iter().any(|entree| entree.code == CONTRAT);
    let nom_du_contrat: &[&str] = if prise { &[] } else { &[CONTRAT] };
    let mut demandes = vec![Demande::Mots(BENEFICIAIRE), Demande::Mots(nom_du_contrat)];
    demandes
        .extend(entrees.iter().enumerate().map(|(rang, entree)| Demande::Chiffres { entree, requis: requise(rang) }));
    let Lecture { mut colonnes, lignes, ignorees } = lire_fichier(chemin, &demandes, &mut defauts)?;
    if lignes.len() == 0 && defauts.est_vide() {
        return Err(Refus::entier(
            chemin,
            "ce fichier n'a aucune ligne de chiffres",
            "Ajoutez une ligne par bénéficiaire, puis recommencez",
        ));
    }
    let contrats = colonnes.remove(1);
    let beneficiaires = match (une_ligne, colonnes.remove(0), contrats) {
        (UneLignePar::Beneficiaire, qui, contrats) => {
            if matches!(contrats, Lue::Mots(_)) {
                defauts.ajouter(None, None, contrats::de_trop);
            }
            match qui {
                Lue::Mots(noms) => Beneficiaires::Nommes(noms),
                _ => Beneficiaires::Rangs(lignes.len()),
            }
        }
        (UneLignePar::Contrat, Lue::Mots(noms), Lue::Mots(contrats)) => {
            contrats::controler(&contrats, &lignes, 1, &mut defauts);
            Beneficiaires::ParContrat { noms, contrats }
        }
        (UneLignePar::Contrat, qui, _) => {
            let colonne = if matches!(qui, Lue::Mots(_)) { CONTRAT } else { BENEFICIAIRE[0] };
            defauts.ajouter(None, None, || contrats::manque(colonne));
            Beneficiaires::Rangs(lignes.len())
        }
    };
    uniques(&beneficiaires, &lignes, &mut defauts);
    let entrees_lues: Vec<Colonne<'static>> =
        colonnes.into_iter().zip(entrees).map(|(colonne, entree)| finir(colonne, entree, lignes.len())).collect();
    au_plus(entrees, &entrees_lues, &lignes, &mut defauts);
    defauts.conclure(chemin)?;
    Ok(Mesures { beneficiaires, entrees: entrees_lues, colonnes_ignorees: ignorees })
}

/// The finished column.
pub(crate) fn finir(lue: Lue, entree: &Entree, lignes: usize) -> Colonne<'static> {
    match lue {
        Lue::Chiffres(chantier) => chantier.finir(),
        _ => Chantier::vide(entree, lignes).finir(),
    }
}

/// Everybody appears once, under a name; or once per contract.
fn uniques(beneficiaires: &Beneficiaires, lignes: &Lignes, defauts: &mut Collecteur) {
    let noms = match beneficiaires {
        Beneficiaires::Rangs(_) => return,
        Beneficiaires::Nommes(noms) | Beneficiaires::ParContrat { noms, .. } => noms,
    };
    let mut vus: HashMap<(&str, &str), usize> = HashMap::with_capacity(noms.len());
    for rang in 0..noms.len() {
        let (id, ligne) = (noms.lire(rang), lignes.de(rang));
        let contrat = beneficiaires.contrat(rang);
        if id.is_empty() {
            defauts.ajouter(Some(ligne), None, || {
                ("le bénéficiaire n'est pas nommé".into(), "Donnez son identifiant, ou ôtez la ligne".into())
            });
        } else if let Some(premier) = vus.insert((id, contrat.unwrap_or("")), rang) {
            let premiere = lignes.de(premier);
            defauts.ajouter(Some(ligne), None, || match contrat {
                None => (
                    format!("le bénéficiaire « {id} » est déjà à la ligne {premiere}"),
                    "Gardez une seule ligne par bénéficiaire".into(),
                ),
                Some(contrat) => (
                    format!("le contrat « {contrat} » du bénéficiaire « {id} » est déjà à la ligne {premiere}"),
                    "Gardez une seule ligne par contrat".into(),
                ),
            });
        }
    }
}

/// A numerator is not above its denominator.
pub(crate) fn au_plus(entrees: &[Entree], colonnes: &[Colonne<'static>], lignes: &Lignes, defauts: &mut Collecteur) {
    for (rang, entree) in entrees.iter().enumerate() {
        let Some(plafond) = &entree.au_plus else { continue };
        let Some(place) = entrees.iter().position(|autre| autre.code == *plafond) else { continue };
        let (dessus, dessous) = (&colonnes[rang], &colonnes[place]);
        let autre = &entrees[place];
        for i in 0..lignes.len() {
            let (Ok(n), Ok(d)) = (dessus.lire(i), dessous.lire(i)) else { continue };
            if i128::from(n) * i128::from(autre.echelle) <= i128::from(d) * i128::from(entree.echelle) {
                continue;
            }
            defauts.ajouter(Some(lignes.de(i)), Some((rang, &entree.code)), || {
                (
                    format!(
                        "{} dépasse « {plafond} », qui vaut {} sur la même ligne",
                        montrer(n, entree),
                        montrer(d, autre)
                    ),
                    format!("« {} » compte une partie de « {plafond} » : vérifiez les deux", entree.code),
                )
            });
        }
    }
}
