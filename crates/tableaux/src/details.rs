//! Detail lines: several per beneficiary, each with its key.

use crate::beneficiaires::Beneficiaires;
use crate::contrats::{self, CONTRAT};
use crate::defauts::{Collecteur, Refus};
use crate::lecture::{Demande, Lecture, Lue, lire_fichier};
use crate::mesures::{BENEFICIAIRE, au_plus, finir};
use formule::colonne::JeuDetail;
use formule::defaut::le_plus_proche;
use formule::programme::{Detail, Genre, Programme};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// The keys that detail lines may bear.
#[derive(Debug, Clone)]
pub struct Cles<'a> {
    /// Name of the key in its table, which a file may use instead of `cle`.
    pub nom: Option<&'a str>,
    /// The codes, in the order of the table; empty when any key will do.
    pub codes: Vec<&'a str>,
    /// Does each code have a row valid on the day of the law?
    pub valables: Vec<bool>,
}

impl<'a> Cles<'a> {
    /// The keys of a detail of a programme.
    pub fn de(programme: &'a Programme, detail: &Detail) -> Self {
        let libre = Self { nom: None, codes: Vec::new(), valables: Vec::new() };
        let Some(table) = programme.tables.iter().find(|table| Some(&table.code) == detail.table.as_ref()) else {
            return libre;
        };
        let Some((nom, Genre::Choix(codes))) = table.cles.first() else { return libre };
        let jour = programme.jour_du_droit.unwrap_or(programme.exercice.fin);
        let valables = (0..codes.len() as i64)
            .map(|rang| {
                table.lignes.iter().any(|ligne| {
                    ligne.depuis <= jour
                        && ligne.jusqu_a.is_none_or(|fin| jour <= fin)
                        && ligne.cles.first().is_some_and(|(bas, haut)| (*bas..=*haut).contains(&rang))
                })
            })
            .collect();
        Self { nom: Some(nom), codes: codes.iter().map(String::as_str).collect(), valables }
    }
}

/// Reads the detail lines of a population; also gives the columns that no input names.
///
/// # Errors
/// All the defects of the file, the first twenty told one by one.
pub fn lire_detail(
    chemin: &Path,
    detail: &Detail,
    cles: &Cles<'_>,
    beneficiaires: &Beneficiaires,
) -> Result<(JeuDetail<'static>, Vec<String>), Refus> {
    let mut defauts = Collecteur::default();
    let mut noms_de_cle = vec!["cle"];
    noms_de_cle.extend(cles.nom);
    // A key or an input may be called so, where a row is not a contract.
    let prise = noms_de_cle.contains(&CONTRAT) || detail.entrees.iter().any(|entree| entree.code == CONTRAT);
    let nom_du_contrat: &[&str] = if prise { &[] } else { &[CONTRAT] };
    let mut demandes = vec![Demande::Mots(BENEFICIAIRE), Demande::Mots(&noms_de_cle), Demande::Mots(nom_du_contrat)];
    demandes
        .extend(detail.entrees.iter().map(|entree| Demande::Chiffres { entree, requis: entree.genre != Genre::Texte }));
    let Lecture { mut colonnes, lignes, ignorees } = lire_fichier(chemin, &demandes, &mut defauts)?;
    let contrat_lu = colonnes.remove(2);
    let cle_lue = colonnes.remove(1);
    let beneficiaire_lu = colonnes.remove(0);
    let (Lue::Mots(qui), Lue::Mots(quoi)) = (&beneficiaire_lu, &cle_lue) else {
        if !matches!(beneficiaire_lu, Lue::Mots(_)) {
            defauts.ajouter(None, None, || {
                ("la colonne « beneficiaire » manque".into(), "Dites de qui est chaque ligne de détail".into())
            });
        }
        if !matches!(cle_lue, Lue::Mots(_)) {
            let noms = noms_de_cle.join(" » ou « ");
            defauts.ajouter(None, None, || {
                (format!("la colonne « {noms} » manque"), "Dites ce que compte chaque ligne de détail".into())
            });
        }
        defauts.conclure(chemin)?;
        return Err(Refus::entier(chemin, "les clés des lignes manquent", "Ajoutez « beneficiaire » et « cle »"));
    };
    let par_contrat = matches!(beneficiaires, Beneficiaires::ParContrat { .. });
    let contrats = match (par_contrat, &contrat_lu) {
        (true, Lue::Mots(contrats)) => Some(contrats),
        (false, Lue::Mots(_)) => return Err(defauts.refus_de_plus(chemin, contrats::de_trop())),
        (true, _) => return Err(defauts.refus_de_plus(chemin, contrats::manque(CONTRAT))),
        (false, _) => None,
    };
    let contrat_de = |i: usize| contrats.map_or("", |contrats| contrats.lire(i));
    let index = beneficiaires.index();
    let rangs_des_codes: HashMap<&str, u32> = cles.codes.iter().enumerate().map(|(r, c)| (*c, r as u32)).collect();
    let mut rangs_libres: HashMap<&str, u32> = HashMap::new();
    let mut rangs = Vec::with_capacity(lignes.len());
    for i in 0..lignes.len() {
        let ligne = Some(lignes.de(i));
        let personne = index.get(&(Cow::Borrowed(qui.lire(i)), contrat_de(i))).copied();
        if personne.is_none() {
            let colonne = if par_contrat { CONTRAT } else { "beneficiaire" };
            defauts.ajouter(ligne, Some((0, colonne)), || {
                (
                    format!("{} n'est pas dans le fichier de mesures", dire(qui.lire(i), contrat_de(i))),
                    "Ajoutez-le aux mesures, ou ôtez cette ligne".into(),
                )
            });
        }
        let mot = quoi.lire(i);
        let cle = if cles.codes.is_empty() {
            let suivant = rangs_libres.len() as u32;
            Some(*rangs_libres.entry(mot).or_insert(suivant))
        } else {
            rangs_des_codes.get(mot).copied()
        };
        match cle {
            Some(rang) if cles.valables.get(rang as usize).copied().unwrap_or(true) => {}
            Some(_) => defauts.ajouter(ligne, Some((1, noms_de_cle[noms_de_cle.len() - 1])), || {
                (
                    format!("la clé « {mot} » n'a pas de ligne dans la table des règles pour cet exercice"),
                    "Ôtez cette ligne, ou calculez l'exercice auquel elle appartient".into(),
                )
            }),
            None => defauts.ajouter(ligne, Some((1, noms_de_cle[noms_de_cle.len() - 1])), || {
                let conseil = match le_plus_proche(mot, cles.codes.iter().copied()) {
                    Some(proche) => format!("Vouliez-vous dire « {proche} » ?"),
                    None => format!("Les clés sont {}", cles.codes.join(", ")),
                };
                (format!("la clé « {mot} » est inconnue"), conseil)
            }),
        }
        rangs.push((personne.unwrap_or(0), cle.unwrap_or(0)));
    }
    // By beneficiary then key, so that the result does not depend on the order of the file.
    let mut ordre: Vec<u32> = (0..rangs.len() as u32).collect();
    ordre.sort_by_key(|&i| rangs[i as usize]);
    if defauts.est_vide() {
        for paire in ordre.windows(2) {
            let (avant, apres) = (paire[0] as usize, paire[1] as usize);
            if rangs[avant] == rangs[apres] {
                defauts.ajouter(Some(lignes.de(apres)), None, || {
                    (
                        format!(
                            "{} a déjà une ligne pour la clé « {} », à la ligne {}",
                            dire(qui.lire(apres), contrat_de(apres)),
                            quoi.lire(apres),
                            lignes.de(avant)
                        ),
                        "Réunissez-les en une seule".into(),
                    )
                });
            }
        }
    }
    let entrees: Vec<_> = colonnes
        .into_iter()
        .zip(&detail.entrees)
        .map(|(colonne, entree)| finir(colonne, entree, lignes.len()))
        .collect();
    au_plus(&detail.entrees, &entrees, &lignes, &mut defauts);
    defauts.conclure(chemin)?;
    let mut debuts = vec![0_u32; beneficiaires.len() + 1];
    for (personne, _) in &rangs {
        debuts[*personne as usize + 1] += 1;
    }
    for i in 1..debuts.len() {
        debuts[i] += debuts[i - 1];
    }
    let cles_rangees = ordre.iter().map(|&i| rangs[i as usize].1).collect();
    let entrees = entrees.iter().map(|colonne| crate::chantier::ranger(colonne, &ordre)).collect();
    Ok((JeuDetail { debuts, cles: cles_rangees, entrees }, ignorees))
}

/// Somebody, or one of their contracts.
fn dire(id: &str, contrat: &str) -> String {
    match contrat {
        "" => format!("le bénéficiaire « {id} »"),
        contrat => format!("le contrat « {contrat} » du bénéficiaire « {id} »"),
    }
}
