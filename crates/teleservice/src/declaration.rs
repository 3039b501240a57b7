//! The windows in which one declares, as the rules date them.

use crate::{Service, mots};
use convention::{Dispositif, ExerciceDeDispositif, Saisie};
use formule::Date;

/// The card of a dispositif.
#[derive(Debug)]
pub(crate) struct Carte {
    pub(crate) titre: String,
    pub(crate) ouverte: bool,
    pub(crate) phrase: String,
    pub(crate) precision: Option<String>,
    pub(crate) prolongee: bool,
}

/// One card per dispositif that asks for something.
pub(crate) fn cartes(service: &Service) -> Vec<Carte> {
    let jour = service.horloge.jour();
    service.monde.convention.dispositifs.iter().filter_map(|d| une(jour, d)).collect()
}

fn une(jour: Date, d: &Dispositif) -> Option<Carte> {
    if d.exercices.iter().all(|e| e.saisies.is_empty()) {
        return None;
    }
    let ouverte = |s: &&Saisie| s.ouverture.is_some_and(|o| o <= jour) && s.fermeture.is_some_and(|f| jour <= f);
    let trouvee = d.exercices.iter().rev().find_map(|e| Some((e, e.saisies.iter().find(ouverte)?)));
    let Some((exercice, saisie)) = trouvee else {
        return Some(Carte {
            titre: d.titre.clone(),
            ouverte: false,
            phrase: "La saisie n'est pas ouverte.".to_owned(),
            precision: prochaine(jour, d),
            prolongee: false,
        });
    };
    let annee = exercice.exercice.annee;
    let combien = a_declarer(d, exercice);
    let quoi = if combien > 1 { "informations à déclarer" } else { "information à déclarer" };
    Some(Carte {
        titre: d.titre.clone(),
        ouverte: true,
        phrase: saisie.fermeture.map_or_else(String::new, |f| format!("La saisie sera fermée le {}.", mots::jour(f))),
        precision: Some(format!("Exercice {annee} : {combien} {quoi}.")),
        prolongee: saisie.prolongation,
    })
}

fn a_declarer(d: &Dispositif, exercice: &ExerciceDeDispositif) -> usize {
    let annee = exercice.exercice.annee;
    d.entrees.iter().filter(|e| e.champ.is_some() && e.existe_en(annee)).count()
}

/// When it opens next, if the rules say so.
fn prochaine(jour: Date, d: &Dispositif) -> Option<String> {
    let saisies = d.exercices.iter().flat_map(|e| &e.saisies);
    let prochaine = saisies.filter_map(|s| s.ouverture).filter(|o| *o > jour).min();
    prochaine.map(|o| format!("Elle ouvrira le {}.", mots::jour(o)))
}
