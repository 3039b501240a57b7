//! `demo/departement.toml`, or the file that one gives in its place: who pays, when, and the populations that are paid.

use super::population::Population;
use super::valeurs_toml::{champ, liste, mois_et_jour, mot_de_date, nombre, texte};
use crate::echec::{Code, Echec};
use crate::regles::fichier_de_demo;
use convention::Fichier;
use formule::Date;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The fictional department.
#[derive(Debug, Default)]
pub(super) struct Departement {
    pub(super) nom: String,
    pub(super) graine: u64,
    /// The exercice of which the figures are those of the laws; those of another one stray from them.
    pub(super) reference: i32,
    /// The body that pays everybody.
    pub(super) caisse: Caisse,
    /// Windows of declaration, in place of those of the rules.
    pub(super) calendrier: Vec<FenetreDite>,
    /// What was already paid.
    pub(super) versements: Versements,
    /// Those who are paid, convention by convention.
    pub(super) populations: Vec<Population>,
    /// Those who hold several of them.
    pub(super) personnes: Vec<PersonneDite>,
}

/// Somebody who holds several practices or structures, of one profession or of several.
#[derive(Debug, Clone, Default)]
pub(super) struct PersonneDite {
    pub(super) id: String,
    /// Their name; a drawn one when it is not said.
    pub(super) nom: Option<String>,
    /// How the entry presents them.
    pub(super) cas: String,
    /// The numbers of what they hold.
    pub(super) titulaire_de: Vec<String>,
    /// Do they hold it alone? Otherwise each has a holder of its own beside.
    pub(super) seul: bool,
}

/// A window of declaration of the demonstration.
#[derive(Debug, Clone, Default)]
pub(super) struct FenetreDite {
    pub(super) dispositif: String,
    pub(super) exercice: i32,
    pub(super) ouverture: Option<Date>,
    pub(super) fermeture: Option<Date>,
    pub(super) prolongation: bool,
}

/// What was already paid when the demonstration opens.
#[derive(Debug, Clone, Default)]
pub(super) struct Versements {
    /// Exercices of which the first payment was made, said below or not.
    pub(super) exercices: Vec<i32>,
    /// Month and day of the year after, for what is not said below.
    pub(super) jour: (u32, u32),
    pub(super) jours: Vec<JourDeVersement>,
    pub(super) anciens: Vec<AncienVersement>,
}

/// When a payment was made.
#[derive(Debug, Clone)]
pub(super) struct JourDeVersement {
    pub(super) dispositif: String,
    pub(super) code: String,
    /// The exercice; every one when it is not said.
    pub(super) exercice: Option<i32>,
    pub(super) jour: Jour,
}

/// A day, or the same day for every exercice.
#[derive(Debug, Clone, Copy)]
pub(super) enum Jour {
    Date(Date),
    /// Month and day, so many years after the exercice.
    DeChaqueExercice {
        mois: u32,
        quantieme: u32,
        annees_apres: i32,
    },
}

impl Versements {
    /// The day that is said of a payment; what is said of its exercice wins.
    pub(super) fn jour_de(&self, dispositif: &str, code: &str, exercice: i32) -> Option<Date> {
        let mut siens: Vec<&JourDeVersement> = self
            .jours
            .iter()
            .filter(|j| j.dispositif == dispositif && j.code == code && j.exercice.is_none_or(|e| e == exercice))
            .collect();
        siens.sort_by_key(|j| j.exercice.is_none());
        match siens.first()?.jour {
            Jour::Date(jour) => Some(jour),
            Jour::DeChaqueExercice { mois, quantieme, annees_apres } => {
                Date::new(exercice + annees_apres, mois, quantieme)
            }
        }
    }

    /// The day of the first payment of an exercice, when nobody says another one.
    pub(super) fn jour_par_defaut(&self, exercice: i32) -> Option<Date> {
        Date::new(exercice + 1, self.jour.0, self.jour.1)
    }
}

/// A payment older than the rules.
#[derive(Debug, Clone, Default)]
pub(super) struct AncienVersement {
    pub(super) titre: String,
    pub(super) exercice: i32,
    /// The convention of those who received it; the first one when it is not said.
    pub(super) convention: Option<String>,
    pub(super) jour: Option<Date>,
    /// Between so many euros and so many.
    pub(super) de: i64,
    pub(super) a: i64,
}

/// The fictional caisse.
#[derive(Debug, Clone, Default)]
pub(super) struct Caisse {
    pub(super) code: String,
    pub(super) nom: String,
    pub(super) courriel: String,
    pub(super) adresse: Vec<String>,
}

/// Reads the department that somebody names, or that of the project.
pub(super) fn charger(chemin: Option<&str>) -> Result<Departement, Echec> {
    match chemin {
        Some(chemin) => {
            let dossier = Path::new(chemin).parent().unwrap_or(Path::new(""));
            Departement::lire(&fichier(Path::new(chemin))?, |nom| fichier(&dossier.join(nom)))
        }
        None => Departement::lire(&embarque("departement.toml")?, embarque),
    }
}

/// A file of the demonstration, in the executable.
pub(super) fn embarque(nom: &str) -> Result<Fichier, Echec> {
    fichier_de_demo(nom).ok_or_else(|| Echec::new(Code::Acces, format!("« demo/{nom} » manque dans cet exécutable.")))
}

fn fichier(chemin: &Path) -> Result<Fichier, Echec> {
    let contenu = std::fs::read_to_string(chemin).map_err(|e| {
        let phrase = format!("--departement : « {} » ne se lit pas ({e}). Donnez un fichier TOML.", chemin.display());
        Echec::new(Code::Acces, phrase)
    })?;
    Ok(Fichier { chemin: chemin.display().to_string(), contenu })
}

impl Departement {
    /// Reads a department, and the files of its populations.
    fn lire(fichier: &Fichier, autre: impl Fn(&str) -> Result<Fichier, Echec>) -> Result<Self, Echec> {
        let refus = |quoi: &str| Echec::new(Code::Regles, format!("{} : {quoi}.", fichier.chemin));
        let table = DeTable::parse(&fichier.contenu).map_err(|e| refus(e.message()))?;
        let mut lu = Self::default();
        // A department of one profession says its population here.
        let mut ici = Population::default();
        for (cle, valeur) in table.get_ref().iter() {
            let (cle, valeur) = (cle.get_ref().as_ref(), valeur.get_ref());
            match cle {
                "nom" => lu.nom = texte(valeur),
                "graine" => lu.graine = nombre(valeur).unwrap_or(0).unsigned_abs(),
                "reference" => lu.reference = annee(valeur),
                "caisse" => lu.caisse = caisse(valeur),
                "calendrier" => lu.calendrier = liste(Some(valeur)).map(fenetre).collect(),
                "personnes" => lu.personnes = liste(Some(valeur)).map(personne).collect(),
                "versements" => lu.versements = versements(valeur).map_err(|quoi| refus(&quoi))?,
                "populations" => {
                    for nom in liste(Some(valeur)).map(texte) {
                        lu.populations.push(Population::lire(&autre(&nom)?)?);
                    }
                }
                cle => ici.prendre(cle, valeur).map_err(|quoi| refus(&quoi))?,
            }
        }
        if !ici.convention.is_empty() {
            lu.populations.insert(0, ici);
        }
        let mut premier = 0;
        for population in &mut lu.populations {
            population.premier = premier;
            premier += population.beneficiaires;
        }
        for population in &lu.populations {
            population
                .controler()
                .map_err(|quoi| refus(&format!("population « {} », {quoi}", population.convention)))?;
        }
        if lu.populations.is_empty() || lu.populations.iter().any(|p| p.beneficiaires == 0) {
            return Err(refus("il faut une population, et au moins un bénéficiaire dans chacune"));
        }
        for personne in &lu.personnes {
            if let Some(numero) = personne.titulaire_de.iter().find(|numero| lu.rang_de(numero).is_none()) {
                let quoi = format!("[[personnes]] « {} » : personne n'a le numéro « {numero} »", personne.id);
                return Err(refus(&quoi));
            }
        }
        Ok(lu)
    }

    /// The rank of a beneficiary among everybody, by their number.
    pub(super) fn rang_de(&self, numero: &str) -> Option<usize> {
        self.populations.iter().find_map(|population| {
            let rang = numero.strip_prefix(&population.prefixe)?.parse::<usize>().ok()?.checked_sub(1)?;
            let sien = rang < population.beneficiaires && population.identifiant(rang) == numero;
            sien.then_some(population.premier + rang)
        })
    }

    /// The population of somebody, by their rank among everybody.
    pub(super) fn population_de(&self, rang: usize) -> Option<&Population> {
        self.populations.iter().find(|p| (p.premier..p.premier + p.beneficiaires).contains(&rang))
    }
}

fn personne(valeur: &DeValue<'_>) -> PersonneDite {
    let mot = |nom| champ(valeur, nom).map(texte);
    PersonneDite {
        id: mot("id").unwrap_or_default(),
        nom: mot("nom"),
        cas: mot("cas").unwrap_or_default(),
        titulaire_de: liste(champ(valeur, "titulaire_de")).map(texte).collect(),
        seul: matches!(champ(valeur, "seul"), Some(DeValue::Boolean(true))),
    }
}

fn annee(valeur: &DeValue<'_>) -> i32 {
    nombre(valeur).and_then(|n| i32::try_from(n).ok()).unwrap_or(0)
}

fn caisse(valeur: &DeValue<'_>) -> Caisse {
    let champ = |nom| champ(valeur, nom).map(texte).unwrap_or_default();
    Caisse {
        code: champ("code"),
        nom: champ("nom"),
        courriel: champ("courriel"),
        adresse: champ("adresse").lines().map(str::to_owned).collect(),
    }
}

fn fenetre(valeur: &DeValue<'_>) -> FenetreDite {
    FenetreDite {
        dispositif: champ(valeur, "dispositif").map(texte).unwrap_or_default(),
        exercice: champ(valeur, "exercice").map_or(0, annee),
        ouverture: mot_de_date(champ(valeur, "ouverture")),
        fermeture: mot_de_date(champ(valeur, "fermeture")),
        prolongation: matches!(champ(valeur, "prolongation"), Some(DeValue::Boolean(true))),
    }
}

fn versements(valeur: &DeValue<'_>) -> Result<Versements, String> {
    let entier = |valeur: Option<&DeValue<'_>>| valeur.and_then(nombre).unwrap_or(0);
    let mot = |valeur: &DeValue<'_>, nom| champ(valeur, nom).map(texte).unwrap_or_default();
    Ok(Versements {
        exercices: liste(champ(valeur, "exercices")).filter_map(nombre).filter_map(|n| i32::try_from(n).ok()).collect(),
        jour: mois_et_jour(&mot(valeur, "jour")).unwrap_or((3, 31)),
        jours: liste(champ(valeur, "jours")).map(jour_de_versement).collect::<Result<_, _>>()?,
        anciens: liste(champ(valeur, "anciens"))
            .map(|ancien| AncienVersement {
                titre: mot(ancien, "titre"),
                exercice: champ(ancien, "exercice").map_or(0, annee),
                convention: champ(ancien, "convention").map(texte),
                jour: mot_de_date(champ(ancien, "jour")),
                de: entier(champ(ancien, "de")),
                a: entier(champ(ancien, "a")),
            })
            .collect(),
    })
}

fn jour_de_versement(valeur: &DeValue<'_>) -> Result<JourDeVersement, String> {
    let mot = |nom| champ(valeur, nom).map(texte).unwrap_or_default();
    let (dispositif, code) = (mot("dispositif"), mot("code"));
    let exercice = champ(valeur, "exercice").map(annee);
    let annees_apres = champ(valeur, "annees_apres").map_or(0, annee);
    let chaque = |(mois, quantieme)| Jour::DeChaqueExercice { mois, quantieme, annees_apres };
    let date = mot_de_date(champ(valeur, "jour")).filter(|_| exercice.is_some()).map(Jour::Date);
    let jour = date.or_else(|| mois_et_jour(&mot("jour")).map(chaque)).ok_or_else(|| {
        format!(
            "[[versements.jours]] de « {dispositif} », « {code} » : le jour s'écrit 2024-06-28 pour un exercice, \
             ou « 06-28 » avec « annees_apres » pour chacun"
        )
    })?;
    Ok(JourDeVersement { dispositif, code, exercice, jour })
}
