//! One dispositif among all: its files, its results, or those that are already there.

use super::Demandees;
use super::dossier::Dossier;
use crate::calcul::Preparation;
use crate::calculer::{Atelier, Demande, LigneDeBilan, bilan, executer_dans};
use crate::chiffres::Fichiers;
use crate::echec::{Code, Echec};
use crate::manifeste::{self, Manifeste};
use crate::{empreintes, nationaux};
use convention::Dispositif;
use std::path::{Path, PathBuf};

/// A dispositif to compute.
pub(crate) struct Tache<'a> {
    pub(super) dispositif: &'a Dispositif,
    /// What is missing, by name and where it should be.
    manquants: Vec<String>,
    pub(super) demande: Demande,
    pub(super) sortie: PathBuf,
}

/// A dispositif computed.
pub(super) struct Fait {
    pub(super) bilan: Vec<LigneDeBilan>,
    /// National results: their name, and their value in words.
    pub(super) nationaux: Vec<(String, String)>,
    /// Was it there already?
    pub(super) garde: bool,
    pub(super) avertissements: Vec<String>,
}

impl<'a> Tache<'a> {
    pub(super) fn de(dispositif: &'a Dispositif, demandees: &Demandees, dossier: &Dossier) -> Result<Self, Echec> {
        let code = &dispositif.code;
        let mut manquants = Vec::new();
        let mesures = dossier.chiffres(code)?;
        if mesures.is_none() {
            manquants.push(dossier.attendu(code));
        }
        let mut details = Vec::new();
        for detail in &dispositif.details {
            if let Some(chemin) = dossier.chiffres(&format!("{code}.{}", detail.code))? {
                details.push((detail.code.clone(), chemin));
            }
        }
        let mesures = mesures.unwrap_or_default();
        let extension = mesures.extension().map_or_else(|| "csv".into(), |e| e.to_string_lossy().into_owned());
        let mut tache = Self {
            dispositif,
            sortie: demandees.sortie.join(format!("{code}.{extension}")),
            demande: Demande {
                dispositif: code.clone(),
                conventions: demandees.conventions.clone(),
                exercice: demandees.exercice,
                fichiers: Fichiers { mesures, details, nationaux: dossier.nationaux(code) },
                parametres: demandees.parametres.clone(),
            },
            manquants,
        };
        tache.chercher_les_details(dossier)?;
        Ok(tache)
    }

    /// Is there a file of figures for it?
    pub(super) fn a_des_chiffres(&self) -> bool {
        !self.demande.fichiers.mesures.as_os_str().is_empty()
    }

    /// Details that the exercice reads, and only those: a file of another one's is not an error.
    fn chercher_les_details(&mut self, dossier: &Dossier) -> Result<(), Echec> {
        let preparation = self.preparation()?;
        let lus = preparation.details_lus();
        let programme = preparation.compile.plan.programme();
        let details = &mut self.demande.fichiers.details;
        details.retain(|(code, _)| programme.details.iter().any(|d| d.code == *code));
        for (_, detail) in programme.details.iter().enumerate().filter(|(rang, _)| lus.contains(rang)) {
            if !details.iter().any(|(code, _)| *code == detail.code) {
                self.manquants.push(dossier.attendu(&format!("{}.{}", self.dispositif.code, detail.code)));
            }
        }
        Ok(())
    }

    pub(super) fn preparation(&self) -> Result<Preparation, Echec> {
        Preparation::de(self.dispositif, self.demande.exercice, &self.demande.surcharges(self.dispositif)?)
    }

    /// The files that it reads.
    pub(super) fn lus(&self) -> impl Iterator<Item = &Path> {
        let fichiers = &self.demande.fichiers;
        let details = fichiers.details.iter().map(|(_, chemin)| chemin);
        std::iter::once(&fichiers.mesures).chain(details).chain(&fichiers.nationaux).map(PathBuf::as_path)
    }

    /// Computes it, unless what is there is already what it would give.
    pub(super) fn faire(&self, atelier: &Atelier<'_>) -> Result<Fait, Echec> {
        if !self.manquants.is_empty() {
            let phrase = format!("il manque {}. Ajoutez-le, puis recommencez.", self.manquants.join(" et "));
            return Err(Echec::new(Code::Acces, phrase));
        }
        if let Some(garde) = self.deja_fait(atelier) {
            return Ok(garde);
        }
        let run = executer_dans(atelier, &self.demande, self.dispositif, &self.sortie)?;
        let fait = Fait {
            bilan: bilan(&run.preparation, &run.resultats),
            nationaux: nationaux::en_mots(self.dispositif, &run.preparation, &run.chiffres.jeu),
            garde: false,
            avertissements: run.chiffres.avertissements.clone(),
        };
        run.publier(&self.sortie)?;
        Ok(fait)
    }

    /// The results of an earlier run, when everything that they were made from is still the same, to the byte.
    fn deja_fait(&self, atelier: &Atelier<'_>) -> Option<Fait> {
        let manifeste = Manifeste::lire(&manifeste::chemin(&self.sortie)).ok()?;
        let empreinte = empreintes::du_fichier(&self.sortie).ok()?;
        let surcharges = self.demande.surcharges(self.dispositif).ok()?;
        let (source, dispositif) = (atelier.source, self.dispositif);
        let attendu = Manifeste::de(&self.demande, source, dispositif, &surcharges, &self.sortie, &empreinte).ok()?;
        let bilan = manifeste.bilan_si_semblable(&attendu)?;
        let mut nationaux = Vec::new();
        if let Some(empreinte) = manifeste.texte("/resultats_nationaux_sha256") {
            let chemin = nationaux::chemin(&self.sortie);
            if empreintes::du_fichier(&chemin).ok()? != empreinte {
                return None;
            }
            nationaux = nationaux::relus_en_mots(self.dispositif, &self.preparation().ok()?, &chemin).ok()?;
        }
        Some(Fait { bilan, nationaux, garde: true, avertissements: Vec::new() })
    }
}
