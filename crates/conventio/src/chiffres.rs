//! The figures that a command names: measures, detail lines, national results.

use crate::calcul::Preparation;
use crate::echec::{Code, Echec};
use clap::ArgMatches;
use convention::Dispositif;
use formule::Jeu;
use formule::colonne::JeuDetail;
use formule::defaut::le_plus_proche;
use std::path::{Path, PathBuf};
use tableaux::{Beneficiaires, Cles, UneLignePar};

/// The files of figures.
#[derive(Debug, Clone)]
pub(crate) struct Fichiers {
    pub(crate) mesures: PathBuf,
    pub(crate) details: Vec<(String, PathBuf)>,
    pub(crate) nationaux: Option<PathBuf>,
}

impl Fichiers {
    /// As the command line names them.
    pub(crate) fn de(lus: &ArgMatches) -> Result<Self, Echec> {
        let chemin = |nom: &str| lus.get_one::<String>(nom).map(PathBuf::from);
        let mut details: Vec<(String, PathBuf)> = Vec::new();
        for texte in lus.get_many::<String>("details").into_iter().flatten() {
            let Some((table, fichier)) = texte.split_once('=').filter(|(t, f)| !t.is_empty() && !f.is_empty()) else {
                let phrase = format!("« --details {texte} » ne se comprend pas. Écrivez --details TABLE=FICHIER.");
                return Err(Echec::new(Code::Usage, phrase));
            };
            if details.iter().any(|(deja, _)| deja == table) {
                let phrase = format!("deux fichiers sont donnés pour le détail « {table} ». Gardez-en un.");
                return Err(Echec::new(Code::Usage, phrase));
            }
            details.push((table.to_owned(), PathBuf::from(fichier)));
        }
        Ok(Self { mesures: chemin("mesures").unwrap_or_default(), details, nationaux: chemin("nationaux") })
    }
}

/// What the files hold, checked.
pub(crate) struct Chiffres {
    pub(crate) beneficiaires: Beneficiaires,
    pub(crate) jeu: Jeu<'static>,
    pub(crate) avertissements: Vec<String>,
}

/// Reads everything, and makes the national stage when the rules have one.
pub(crate) fn lire(dispositif: &Dispositif, preparation: &Preparation, fichiers: &Fichiers) -> Result<Chiffres, Echec> {
    let mut lus = lire_individuels(dispositif, preparation, fichiers)?;
    crate::nationaux::completer(preparation, &mut lus.jeu, &lus.beneficiaires, fichiers.nationaux.as_deref())?;
    Ok(lus)
}

/// Reads what is known of each, before any national stage.
pub(crate) fn lire_individuels(
    dispositif: &Dispositif,
    preparation: &Preparation,
    fichiers: &Fichiers,
) -> Result<Chiffres, Echec> {
    let programme = preparation.compile.plan.programme();
    let lues = preparation.entrees_lues();
    let une_ligne = if preparation.par_contrat { UneLignePar::Contrat } else { UneLignePar::Beneficiaire };
    let mesures = tableaux::lire(&fichiers.mesures, &programme.entrees, une_ligne, &|rang| lues.contains(&rang))?;
    let connues = |nom: &str| dispositif.entrees.iter().any(|e| e.code == nom);
    let mut avertissements = ignorees(&fichiers.mesures, &mesures.colonnes_ignorees, &connues);
    for (table, _) in &fichiers.details {
        if !programme.details.iter().any(|d| d.code == *table) {
            return Err(detail_inconnu(dispositif, preparation, table));
        }
    }
    let lus = preparation.details_lus();
    let mut details = Vec::with_capacity(programme.details.len());
    for (rang, detail) in programme.details.iter().enumerate() {
        let donne = fichiers.details.iter().find(|(table, _)| *table == detail.code);
        let jeu = match donne {
            Some((_, chemin)) => {
                let cles = Cles::de(programme, detail);
                let (jeu, ignores) = tableaux::lire_detail(chemin, detail, &cles, &mesures.beneficiaires)?;
                avertissements.extend(ignorees(chemin, &ignores, &|_| false));
                jeu
            }
            None if lus.contains(&rang) => {
                // Nobody's lines would be worth 0 € without a word.
                let phrase = format!(
                    "les lignes de détail « {} » manquent. Ajoutez --details {}=FICHIER (un en-tête seul dit que personne n'en a).",
                    detail.code, detail.code
                );
                return Err(Echec::new(Code::Usage, phrase));
            }
            None => JeuDetail {
                debuts: vec![0; mesures.beneficiaires.len() + 1],
                cles: Vec::new(),
                entrees: detail.entrees.iter().map(|e| formule::Colonne::de([], e.min)).collect(),
            },
        };
        details.push(jeu);
    }
    let jeu = Jeu { lignes: mesures.beneficiaires.len(), entrees: mesures.entrees, details, ..Jeu::default() };
    Ok(Chiffres { beneficiaires: mesures.beneficiaires, jeu, avertissements })
}

fn ignorees(chemin: &Path, noms: &[String], connues: &dyn Fn(&str) -> bool) -> Vec<String> {
    noms.iter()
        .filter(|nom| !connues(nom))
        .map(|nom| format!("{} : la colonne « {nom} » n'est lue par aucune règle, elle est ignorée", chemin.display()))
        .collect()
}

fn detail_inconnu(dispositif: &Dispositif, preparation: &Preparation, table: &str) -> Echec {
    let codes: Vec<&str> = preparation.compile.plan.programme().details.iter().map(|d| d.code.as_str()).collect();
    let conseil = match (le_plus_proche(table, codes.iter().copied()), codes.as_slice()) {
        (Some(proche), _) => format!("Vouliez-vous dire « {proche} » ?"),
        (None, []) => "Il n'en a aucun : ôtez --details.".to_owned(),
        (None, codes) => format!("Ses détails sont : {}.", codes.join(", ")),
    };
    Echec::new(Code::Usage, format!("« {} » n'a pas de détail « {table} ». {conseil}", dispositif.code))
}

/// Says the warnings on the error output, which nobody pipes.
pub(crate) fn avertir(avertissements: &[String]) {
    for avertissement in avertissements {
        eprintln!("Attention : {avertissement}.");
    }
}
