//! Exercices, windows in which one declares, steps, jalons.

use crate::lecture::{Bloc, Famille};
use crate::provenance::{ConfianceDite, confiance};
use crate::{Defaut, Place};
use formule::Date;
use formule::programme::Exercice;
use std::collections::BTreeSet;

/// An exercice of a dispositif and its calendar.
#[derive(Debug, Clone)]
pub struct ExerciceDeDispositif {
    /// Year, first and last day.
    pub exercice: Exercice,
    /// Is anything paid for it? If not, its indicators are only followed.
    pub remuneration: bool,
    /// The last day by which it is to be paid.
    pub versement_au_plus_tard: Option<Date>,
    /// Who says so.
    pub versement_source: Option<String>,
    /// How sure that is.
    pub versement_confiance: Option<ConfianceDite>,
    /// Windows in which one declares, prolongations included.
    pub saisies: Vec<Saisie>,
    /// Other dates.
    pub etapes: Vec<Etape>,
    /// Where it is written.
    pub place: Place,
}

/// A window in which one declares.
#[derive(Debug, Clone)]
pub struct Saisie {
    /// First day; `None` when it was not found.
    pub ouverture: Option<Date>,
    /// Last day; `None` when it was not found.
    pub fermeture: Option<Date>,
    /// Does it prolong an earlier one?
    pub prolongation: bool,
    /// Who says so.
    pub source: Option<String>,
    /// How sure that is.
    pub confiance: ConfianceDite,
    /// What the author wanted to add.
    pub note: Option<String>,
}

/// Another date of the calendar.
#[derive(Debug, Clone)]
pub struct Etape {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The day; `None` when it was not found.
    pub date: Option<Date>,
    /// Who says so.
    pub source: Option<String>,
    /// How sure that is.
    pub confiance: ConfianceDite,
}

/// A date at which the same formulas are computed again.
#[derive(Debug, Clone)]
pub struct Jalon {
    /// Its code, which ends the codes of what is computed there.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The day.
    pub date: Date,
    /// Is its day unknown, as was reported?
    pub(crate) douteux: bool,
}

/// The exercices, and whether some could not be read.
pub(crate) fn lire_exercices(racine: &Bloc<'_>) -> (Vec<ExerciceDeDispositif>, bool) {
    let blocs = racine.blocs("exercices");
    let mut perdus = blocs.is_empty();
    if blocs.is_empty() {
        let defaut = Defaut::new(&racine.place(), "le dispositif n'a aucun exercice");
        racine.defaut(defaut.conseil("ajoutez [[exercices]] avec annee = 2024"));
    }
    let mut vus = BTreeSet::new();
    let mut exercices = Vec::new();
    for bloc in blocs {
        if let Some(exercice) = lire_exercice(&bloc) {
            if !vus.insert(exercice.exercice.annee) {
                let message = format!("l'exercice {} est écrit deux fois", exercice.exercice.annee);
                bloc.defaut(Defaut::new(&bloc.place_de("annee"), message).conseil("gardez-en un"));
            }
            exercices.push(exercice);
        } else {
            perdus = true;
        }
        bloc.fin();
    }
    exercices.sort_by_key(|e| e.exercice.annee);
    (exercices, perdus)
}

fn lire_exercice(bloc: &Bloc<'_>) -> Option<ExerciceDeDispositif> {
    if !bloc.contient("annee") {
        bloc.manque("annee");
    }
    let lue = bloc.entier("annee");
    let (debut, fin) = (bloc.date("debut"), bloc.date("fin"));
    let remuneration = bloc.oui_non("remuneration").unwrap_or(true);
    let versement_au_plus_tard = bloc.date_ou_inconnu("versement_au_plus_tard").flatten();
    let versement_source = bloc.reference("versement_source", Famille::Source).map(|s| s.valeur);
    let versement_confiance = confiance(bloc, "versement_confiance");
    bloc.texte_libre("versement_note");
    let saisies = bloc.blocs("saisies").iter().map(lire_saisie).collect();
    let etapes = bloc.blocs("etapes").iter().map(lire_etape).collect();
    if !remuneration && bloc.contient("versement_au_plus_tard") {
        let defaut = Defaut::new(&bloc.place_de("versement_au_plus_tard"), "cet exercice ne verse rien");
        bloc.defaut(defaut.conseil("retirez cette date, ou « remuneration = false »"));
    }
    let lue = lue?;
    let annee = i32::try_from(lue.valeur).ok().filter(|a| (Date::MIN.annee()..=Date::MAX.annee()).contains(a));
    let Some(annee) = annee else {
        bloc.defaut(
            Defaut::new(&lue.place, format!("{} n'est pas une année", lue.valeur)).conseil("quatre chiffres : 2024"),
        );
        return None;
    };
    let civil = Exercice::civil(annee);
    let mut exercice =
        Exercice { annee, debut: debut.map_or(civil.debut, |d| d.valeur), fin: fin.map_or(civil.fin, |d| d.valeur) };
    if exercice.fin < exercice.debut {
        bloc.defaut(
            Defaut::new(&bloc.place_de("fin"), "l'exercice finit avant de commencer")
                .conseil("échangez « debut » et « fin »"),
        );
        exercice = civil;
    }
    Some(ExerciceDeDispositif {
        exercice,
        remuneration,
        versement_au_plus_tard,
        versement_source,
        versement_confiance,
        saisies,
        etapes,
        place: lue.place,
    })
}

fn lire_saisie(bloc: &Bloc<'_>) -> Saisie {
    for cle in ["ouverture", "fermeture"] {
        if !bloc.contient(cle) {
            bloc.manque(cle);
        }
    }
    let saisie = Saisie {
        ouverture: bloc.date_ou_inconnu("ouverture").flatten(),
        fermeture: bloc.date_ou_inconnu("fermeture").flatten(),
        prolongation: bloc.mot("acte", &[("ouverture", false), ("prolongation", true)]).unwrap_or(false),
        source: bloc.reference("source", Famille::Source).map(|s| s.valeur),
        confiance: confiance(bloc, "confiance").unwrap_or(ConfianceDite::Inconnu),
        note: bloc.texte_libre("note").filter(|n| !n.is_empty()),
    };
    bloc.fin();
    if let (Some(debut), Some(fin)) = (saisie.ouverture, saisie.fermeture)
        && fin < debut
    {
        bloc.defaut(
            Defaut::new(&bloc.place_de("fermeture"), "la saisie ferme avant d'ouvrir")
                .conseil("échangez les deux dates"),
        );
    }
    saisie
}

fn lire_etape(bloc: &Bloc<'_>) -> Etape {
    if !bloc.contient("date") {
        bloc.manque("date");
    }
    let etape = Etape {
        code: bloc.code_requis("code").valeur,
        libelle: bloc.texte_requis("libelle").valeur,
        date: bloc.date_ou_inconnu("date").flatten(),
        source: bloc.reference("source", Famille::Source).map(|s| s.valeur),
        confiance: confiance(bloc, "confiance").unwrap_or(ConfianceDite::Inconnu),
    };
    bloc.texte_libre("note");
    bloc.fin();
    etape
}

/// The jalons, and whether some could not be named.
pub(crate) fn lire_jalons(racine: &Bloc<'_>) -> (Vec<Jalon>, bool) {
    let mut perdus = false;
    let mut vus = BTreeSet::new();
    let mut jalons = Vec::new();
    for bloc in racine.blocs("jalons") {
        let code = bloc.code_requis("code");
        crate::convention::sans_double(&bloc, &mut vus, &code, "ce jalon");
        let libelle = bloc.texte_requis("libelle").valeur;
        let date = bloc.date_requise("date");
        perdus |= code.valeur.is_empty();
        let douteux = date.is_none();
        jalons.push(Jalon { code: code.valeur, libelle, date: date.unwrap_or(Date::MIN), douteux });
        bloc.texte_libre("note");
        bloc.fin();
    }
    (jalons, perdus || racine.touche(&["jalons"]))
}
