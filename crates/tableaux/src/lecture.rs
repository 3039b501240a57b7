//! What is asked of a file, and what was read: the same for CSV and Parquet.

use crate::beneficiaires::Textes;
use crate::chantier::Chantier;
use crate::defauts::{Collecteur, Refus};
use formule::defaut::le_plus_proche;
use formule::programme::Entree;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// A column that is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Demande<'a> {
    /// Figures; without the column, the file is refused when they are required.
    Chiffres { entree: &'a Entree, requis: bool },
    /// Identifiers or keys, under the first of these names that the file has.
    Mots(&'a [&'a str]),
}

/// A column that was read.
#[derive(Debug)]
pub(crate) enum Lue {
    Chiffres(Chantier),
    Mots(Textes),
    /// The file does not have it.
    Absente,
}

/// Everything that was read, in the order of what was asked.
#[derive(Debug)]
pub(crate) struct Lecture {
    pub(crate) colonnes: Vec<Lue>,
    pub(crate) lignes: Lignes,
    /// Columns of the file that were not asked for.
    pub(crate) ignorees: Vec<String>,
}

/// Where each row is in its file.
#[derive(Debug)]
pub(crate) enum Lignes {
    /// The first row is row 1.
    Rangs(usize),
    /// Lines of the text, which may be blank or hold several of these.
    Texte(Vec<u32>),
}

impl Lignes {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rangs(n) => *n,
            Self::Texte(lignes) => lignes.len(),
        }
    }

    /// The line of a row, as messages count them.
    pub(crate) fn de(&self, rang: usize) -> u64 {
        match self {
            Self::Rangs(_) => rang as u64 + 1,
            Self::Texte(lignes) => u64::from(lignes[rang]),
        }
    }
}

/// Reads the columns asked for, whatever the format of the file.
pub(crate) fn lire_fichier(
    chemin: &Path,
    demandes: &[Demande<'_>],
    defauts: &mut Collecteur,
) -> Result<Lecture, Refus> {
    let refus_d_acces = |e: std::io::Error| {
        let (message, conseil) = match e.kind() {
            std::io::ErrorKind::NotFound => ("ce fichier n'existe pas", "Vérifiez le chemin"),
            std::io::ErrorKind::PermissionDenied => ("ce fichier n'est pas lisible", "Vérifiez vos droits"),
            _ => return Refus::acces(chemin, format!("lecture impossible ({e})"), "Vérifiez le chemin et le disque"),
        };
        Refus::acces(chemin, message, conseil)
    };
    if chemin.is_dir() {
        return Err(Refus::acces(chemin, "c'est un dossier", "Donnez un fichier CSV ou Parquet"));
    }
    let mut fichier = File::open(chemin).map_err(refus_d_acces)?;
    let mut debut = [0; 4];
    let lus = lire_au_plus(&mut fichier, &mut debut).map_err(refus_d_acces)?;
    fichier.rewind().map_err(refus_d_acces)?;
    if lus == 0 {
        return Err(Refus::entier(
            chemin,
            "ce fichier est vide",
            "Il faut une ligne d'en-tête, puis les lignes de chiffres",
        ));
    }
    let nomme_parquet =
        chemin.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet") || e.eq_ignore_ascii_case("pq"));
    match &debut[..lus] {
        b"PAR1" => crate::fichier_parquet::lire(chemin, fichier, demandes, defauts),
        _ if nomme_parquet => Err(Refus::entier(
            chemin,
            "ce n'est pas un fichier Parquet : il ne commence pas par PAR1",
            "Écrivez-le de nouveau, ou donnez-lui l'extension .csv si c'est un texte",
        )),
        b"PK\x03\x04" => {
            Err(Refus::entier(chemin, "c'est un classeur ou une archive", "Enregistrez la feuille au format CSV UTF-8"))
        }
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd] => {
            Err(Refus::entier(chemin, "ce fichier est compressé", "Décompressez-le d'abord"))
        }
        _ => crate::fichier_csv::lire(chemin, fichier, demandes, defauts),
    }
}

fn lire_au_plus(fichier: &mut File, octets: &mut [u8]) -> std::io::Result<usize> {
    let mut lus = 0;
    while lus < octets.len() {
        match fichier.read(&mut octets[lus..])? {
            0 => break,
            n => lus += n,
        }
    }
    Ok(lus)
}

/// Finds each column asked for among those of the file: its place, or nothing.
pub(crate) fn placer(
    noms: &[String],
    ligne: Option<u64>,
    demandes: &[Demande<'_>],
    defauts: &mut Collecteur,
) -> (Vec<Option<usize>>, Vec<String>) {
    for (rang, nom) in noms.iter().enumerate() {
        if nom.is_empty() {
            defauts.ajouter(ligne, None, || {
                (
                    format!("la colonne {} n'a pas de nom", rang + 1),
                    "Donnez-lui un nom dans l'en-tête, ou ôtez-la".into(),
                )
            });
        } else if noms[..rang].contains(nom) {
            defauts
                .ajouter(ligne, Some((rang, nom)), || ("deux colonnes portent ce nom".into(), "Gardez-en une".into()));
        }
    }
    let places: Vec<Option<usize>> = demandes
        .iter()
        .map(|demande| match demande {
            Demande::Chiffres { entree, .. } => noms.iter().position(|nom| *nom == entree.code),
            Demande::Mots(possibles) => possibles.iter().find_map(|p| noms.iter().position(|nom| nom == p)),
        })
        .collect();
    let inconnues: Vec<&str> = noms
        .iter()
        .enumerate()
        .filter(|(rang, nom)| !places.contains(&Some(*rang)) && !nom.is_empty())
        .map(|(_, nom)| nom.as_str())
        .collect();
    // Only a few names are quoted: a file with hundreds of columns of its own is not the subject.
    let etrangeres = inconnues.iter().take(5).map(|nom| format!("« {nom} »")).collect::<Vec<_>>().join(", ");
    let mut prises: Vec<&str> = Vec::new();
    for (demande, place) in demandes.iter().zip(&places) {
        let Demande::Chiffres { entree, requis: true } = demande else { continue };
        if place.is_some() {
            continue;
        }
        let proche = le_plus_proche(&entree.code, inconnues.iter().copied());
        prises.extend(proche);
        defauts.ajouter(ligne, None, || {
            let conseil = match proche {
                Some(proche) => {
                    format!("Vouliez-vous dire « {} » là où le fichier porte « {proche} » ? Renommez-la", entree.code)
                }
                None if etrangeres.is_empty() => format!(
                    "Ajoutez-la : il y faut {} (« conventio decrire … --entrees » dit toutes les colonnes)",
                    crate::cellule::attendu(entree)
                ),
                None => format!(
                    "Ajoutez-la, ou renommez celle qui la porte : il y faut {} ; le fichier a en trop {etrangeres}",
                    crate::cellule::attendu(entree)
                ),
            };
            (format!("la colonne « {} » manque", entree.code), conseil)
        });
    }
    let ignorees = inconnues.iter().filter(|nom| !prises.contains(nom)).map(|nom| (*nom).to_owned()).collect();
    (places, ignorees)
}
