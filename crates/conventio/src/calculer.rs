//! `calculer`: everybody's amounts, in a file, with the manifest of the run.

use crate::calcul::Preparation;
use crate::chiffres::{self, Chiffres, Fichiers};
use crate::echec::{Code, Echec};
use crate::fils::Fils;
use crate::manifeste::Manifeste;
use crate::nombres;
use crate::progression::Progression;
use crate::regles::{self, Source};
use crate::{Sortie, empreintes, nationaux};
use clap::ArgMatches;
use convention::{Dispositif, Fichier, Surcharges};
use formule::{Etat, Jeu, Resultat, Resultats};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tableaux::{Brouillon, Centimes};

/// Runs timed after the first.
const REPRISES: usize = 5;

/// What is asked of a run: from the command line, or from a manifest.
#[derive(Debug, Clone)]
pub(crate) struct Demande {
    /// Code of the dispositif, or folder of its rules.
    pub(crate) dispositif: String,
    pub(crate) conventions: Option<PathBuf>,
    pub(crate) exercice: i32,
    pub(crate) fichiers: Fichiers,
    pub(crate) parametres: Option<PathBuf>,
}

impl Demande {
    pub(crate) fn de(lus: &ArgMatches) -> Result<Self, Echec> {
        let chemin = |nom: &str| lus.get_one::<String>(nom).map(PathBuf::from);
        Ok(Self {
            dispositif: lus.get_one::<String>("DISPOSITIF").cloned().unwrap_or_default(),
            conventions: chemin("conventions"),
            exercice: lus.get_one::<i32>("exercice").copied().unwrap_or_default(),
            fichiers: Fichiers::de(lus)?,
            parametres: chemin("parametres"),
        })
    }

    /// The rules and the code of the dispositif.
    pub(crate) fn regles(&self) -> Result<(Source, String), Echec> {
        regles::trouver(&self.dispositif, self.conventions.as_deref())
    }

    /// Fictional values that complete the unknown ones.
    pub(crate) fn surcharges(&self, dispositif: &Dispositif) -> Result<Surcharges, Echec> {
        let Some(chemin) = &self.parametres else { return Ok(Surcharges::aucune()) };
        let contenu = std::fs::read_to_string(chemin).map_err(|e| Echec::acces(chemin, &e))?;
        fictives(&Fichier { chemin: chemin.display().to_string(), contenu }, dispositif)
    }
}

/// The overlay of a dispositif in a file that holds those of several.
pub(crate) fn fictives(fichier: &Fichier, dispositif: &Dispositif) -> Result<Surcharges, Echec> {
    let mut toutes = Surcharges::fictives(fichier).map_err(|defauts| Echec::regles(&defauts))?;
    Ok(toutes.remove(&dispositif.code).unwrap_or_default())
}

pub(crate) fn calculer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let demande = Demande::de(lus)?;
    let sortie = PathBuf::from(lus.get_one::<String>("sortie").map_or("", String::as_str));
    let run = executer(&demande, &sortie)?;
    let mut texte = run.resume();
    if lus.get_flag("chrono") {
        texte.push_str(&chrono(&run.preparation, &run.chiffres.jeu)?);
    }
    for (nom, chemin) in run.publier(&sortie)? {
        let _ = writeln!(texte, "{nom} : {}", chemin.display());
    }
    Ok(texte.into())
}

/// A run whose results are written, but not yet in their place.
pub(crate) struct Run {
    pub(crate) titre: String,
    pub(crate) preparation: Preparation,
    pub(crate) chiffres: Chiffres,
    pub(crate) resultats: Resultats,
    pub(crate) manifeste: Manifeste,
    brouillon: Brouillon,
    /// The content of the file of national results.
    nationaux: Option<String>,
}

/// Where a run is made: the rules, already read, and what may be used.
pub(crate) struct Atelier<'a> {
    pub(crate) source: &'a Source,
    pub(crate) fils: Fils,
    pub(crate) progression: &'a Progression,
}

/// Reads, computes and writes a draft of the output; says what was left aside.
pub(crate) fn executer(demande: &Demande, sortie: &Path) -> Result<Run, Echec> {
    let (source, code) = demande.regles()?;
    let progression = Progression::new();
    let atelier = Atelier { source: &source, fils: Fils::de_la_machine(), progression: &progression };
    let run = executer_dans(&atelier, demande, source.dispositif(&code)?, sortie);
    drop(progression);
    let run = run?;
    chiffres::avertir(&run.chiffres.avertissements);
    Ok(run)
}

/// Reads, computes and writes a draft of the output.
pub(crate) fn executer_dans(
    atelier: &Atelier<'_>,
    demande: &Demande,
    dispositif: &Dispositif,
    sortie: &Path,
) -> Result<Run, Echec> {
    sortie_a_part(demande, sortie)?;
    let Atelier { source, fils, progression } = *atelier;
    let surcharges = demande.surcharges(dispositif)?;
    let preparation = Preparation::de(dispositif, demande.exercice, &surcharges)?;
    progression.etape("Lecture des chiffres");
    let chiffres = chiffres::lire(dispositif, &preparation, &demande.fichiers)?;
    progression.etape(&format!("Calcul de {}", preparation.compter(chiffres.jeu.lignes)));
    let resultats = preparation.executer_sur(&chiffres.jeu, fils)?;
    progression.etape("Écriture des résultats");
    let brouillon = ecrire(sortie, &preparation, &chiffres, &resultats)?;
    progression.etape("Empreintes des fichiers");
    let empreinte = empreintes::du_fichier(brouillon.provisoire())?;
    let nationaux = nationaux::contenu(&preparation, &chiffres.jeu, &chiffres.beneficiaires);
    let mut manifeste = Manifeste::de(demande, source, dispositif, &surcharges, sortie, &empreinte)?;
    manifeste.noter_le_bilan(&bilan(&preparation, &resultats));
    manifeste.noter_les_nationaux(nationaux.as_deref());
    Ok(Run {
        titre: dispositif.titre_en(demande.exercice).to_owned(),
        preparation,
        chiffres,
        resultats,
        manifeste,
        brouillon,
        nationaux,
    })
}

/// The results may not take the place of what they are made from.
fn sortie_a_part(demande: &Demande, sortie: &Path) -> Result<(), Echec> {
    let Ok(sortie_reelle) = sortie.canonicalize() else { return Ok(()) };
    let lus = std::iter::once(&demande.fichiers.mesures)
        .chain(demande.fichiers.details.iter().map(|(_, chemin)| chemin))
        .chain(&demande.fichiers.nationaux)
        .chain(&demande.parametres);
    for lu in lus {
        if lu.canonicalize().is_ok_and(|lu| lu == sortie_reelle) {
            let phrase =
                format!("la sortie « {} » est aussi un fichier lu. Donnez-lui un autre nom.", sortie.display());
            return Err(Echec::new(Code::Usage, phrase));
        }
    }
    Ok(())
}

fn ecrire<'a>(
    sortie: &Path,
    preparation: &'a Preparation,
    chiffres: &Chiffres,
    resultats: &'a Resultats,
) -> Result<Brouillon, Echec> {
    let centimes = |colonne: &'a Resultat| -> Centimes<'a> { Box::new(move |rang| colonne.centimes(rang)) };
    let indicateurs = preparation.indicateurs.iter().zip(resultats.colonnes.iter().skip(1));
    Ok(tableaux::ecrire(
        sortie,
        &tableaux::Resultats {
            beneficiaires: &chiffres.beneficiaires,
            montant: match preparation.remunere() {
                true => centimes(&resultats.colonnes[0]),
                false => Box::new(|_| None),
            },
            etat: &|rang| preparation.etat(resultats, rang),
            indicateurs: indicateurs.map(|((code, ..), colonne)| (code.as_str(), centimes(colonne))).collect(),
        },
    )?)
}

impl Run {
    /// Puts the output in its place, with its manifest and its national results.
    pub(crate) fn publier(self, sortie: &Path) -> Result<Vec<(&'static str, PathBuf)>, Echec> {
        let chemin = crate::manifeste::chemin(sortie);
        // Everything is written before anything appears.
        let nationaux = self.nationaux.map(|contenu| nationaux::brouillon(sortie, &contenu)).transpose()?;
        let manifeste = self.manifeste.brouillon(&chemin)?;
        self.brouillon.publier().map_err(|e| Echec::acces(sortie, &e))?;
        manifeste.publier().map_err(|e| Echec::acces(&chemin, &e))?;
        let mut ecrits = vec![("Résultats", sortie.to_owned()), ("Manifeste", chemin)];
        if let Some(brouillon) = nationaux {
            let chemin = nationaux::chemin(sortie);
            brouillon.publier().map_err(|e| Echec::acces(&chemin, &e))?;
            ecrits.push(("Résultats nationaux", chemin));
        }
        Ok(ecrits)
    }

    /// Gives the output up: nothing is left on the disk.
    pub(crate) fn abandonner(self) {
        drop(self.brouillon);
    }

    /// How many of each state, and their total.
    fn resume(&self) -> String {
        let mut texte = format!(
            "{}, exercice {} : {}\n",
            self.titre,
            self.preparation.exercice,
            self.preparation.compter(self.resultats.lignes)
        );
        for ligne in bilan(&self.preparation, &self.resultats) {
            let montant = match ligne.etat {
                Etat::Suivi => "rien n'est rémunéré pour cet exercice".to_owned(),
                _ => nombres::euros(ligne.centimes),
            };
            let _ = writeln!(texte, "  {:<14} {:>10}   {montant}", ligne.etat.mot(), nombres::effectif(ligne.combien));
        }
        texte
    }
}

/// Results of one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LigneDeBilan {
    pub(crate) etat: Etat,
    pub(crate) combien: usize,
    pub(crate) centimes: i128,
}

/// How many results of each state, those that nobody has left out.
pub(crate) fn bilan(preparation: &Preparation, resultats: &Resultats) -> Vec<LigneDeBilan> {
    let mut lignes: Vec<LigneDeBilan> =
        Etat::TOUS.into_iter().map(|etat| LigneDeBilan { etat, combien: 0, centimes: 0 }).collect();
    for rang in 0..resultats.lignes {
        let ligne = &mut lignes[preparation.etat(resultats, rang) as usize];
        ligne.combien += 1;
        ligne.centimes += i128::from(resultats.colonnes[0].centimes(rang).unwrap_or(0));
    }
    lignes.retain(|ligne| ligne.combien > 0);
    lignes
}

/// The time of the computation alone: figures in memory to all output columns in memory.
fn chrono(preparation: &Preparation, jeu: &Jeu<'_>) -> Result<String, Echec> {
    let execution = preparation.execution();
    let mesurer = || -> Result<Duration, Echec> {
        let debut = Instant::now();
        let resultats = execution.executer(jeu).map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
        let duree = debut.elapsed();
        drop(resultats);
        Ok(duree)
    };
    let premiere = mesurer()?;
    let mut reprises = (0..REPRISES).map(|_| mesurer()).collect::<Result<Vec<_>, _>>()?;
    reprises.sort();
    let mediane = reprises[REPRISES / 2];
    let par_personne = |duree: Duration| {
        let dixiemes = duree.as_nanos() * 10 / jeu.lignes.max(1) as u128;
        format!("{},{} ns", nombres::entier(i128::try_from(dixiemes / 10).unwrap_or(i128::MAX)), dixiemes % 10)
    };
    let ecrire = |duree: Duration| {
        format!(
            "{},{:03} ms, {} par bénéficiaire",
            duree.as_micros() / 1_000,
            duree.as_micros() % 1_000,
            par_personne(duree)
        )
    };
    Ok(format!(
        "Calcul seul, un fil, {} colonnes et l'état\n  premier passage          {}\n  médiane de {REPRISES} passages   {}\n",
        preparation.indicateurs.len() + 1,
        ecrire(premiere),
        ecrire(mediane)
    ))
}
