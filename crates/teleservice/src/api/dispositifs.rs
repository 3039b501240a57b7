//! What the convention asks, exercice by exercice: enough for a program to draw a form.

use super::membre::Membre;
use super::valeurs::{chiffre, date, nature};
use super::{Reponse, dire};
use crate::Service;
use crate::declaration::dossier::champs_de;
use crate::refus::Refus;
use ::convention::ecriture::typographier;
use ::convention::{Champ, Dispositif, Entree, ExerciceDeDispositif, TypeValeur};
use axum::extract::State;
use formule::Date;
use serde_json::{Value, json};

pub(super) async fn lire(State(service): State<Service>, Membre(connecte): Membre) -> Reponse {
    let absente = || Refus::absent("Cette convention n'existe pas");
    let convention = service.monde.convention_de(connecte.qui).ok_or_else(absente)?;
    dire(&json!({
        "convention": convention.code,
        "titre": typographier(&convention.titre),
        "profession": convention.profession,
        "dispositifs": service.monde.dispositifs_de(connecte.qui).map(dispositif).collect::<Vec<_>>(),
    }))
}

fn dispositif(d: &Dispositif) -> Value {
    json!({
        "code": d.code,
        "titre": typographier(&d.titre),
        "resume": typographier(&d.resume),
        "suivi": d.a_un_suivi(),
        "exercices": d.exercices.iter().map(|exercice| un_exercice(d, exercice)).collect::<Vec<_>>(),
    })
}

fn un_exercice(d: &Dispositif, e: &ExerciceDeDispositif) -> Value {
    let annee = e.exercice.annee;
    let saisies = e.saisies.iter().map(|saisie| {
        json!({
            "ouverture": date(saisie.ouverture),
            "fermeture": date(saisie.fermeture),
            "prolongation": saisie.prolongation,
        })
    });
    let champs = champs_de(d, annee);
    json!({
        "annee": annee,
        "debut": date(Some(e.exercice.debut)),
        "fin": date(Some(e.exercice.fin)),
        "versement_au_plus_tard": date(e.versement_au_plus_tard),
        "saisies": saisies.collect::<Vec<_>>(),
        "champs": champs.iter().map(|(entree, question)| champ(entree, question, &champs, annee)).collect::<Vec<_>>(),
    })
}

fn champ(entree: &Entree, champ: &Champ, tous: &[(&Entree, &Champ)], annee: i32) -> Value {
    let condition = champ.si.as_ref().map(|si| si.valeur.trim());
    let depend_de = champ.parent().filter(|code| *code != entree.code && tous.iter().any(|(e, _)| e.code == *code));
    let choix = entree.choix.iter().map(|c| json!({ "code": c.code, "libelle": typographier(&c.libelle) }));
    json!({
        "code": entree.code,
        "numero": champ.numero,
        "titre": typographier(champ.titre.as_deref().unwrap_or(&entree.libelle)),
        "question": typographier(&champ.question),
        "aide": champ.aide.as_deref().map(typographier),
        "nature": nature(entree),
        "echelle": chiffre(entree).then_some(entree.echelle),
        "min": borne(entree, entree.min),
        "max": borne(entree, entree.max),
        "choix": choix.collect::<Vec<_>>(),
        "depend_de": depend_de,
        "conditionnel": condition.is_some(),
        "piece": champ.piece,
        "nouveaute": champ.nouveaute.contains(&annee),
    })
}

/// A bound is written as the answers are: an integer for a figure, a day for a date.
fn borne(entree: &Entree, tenue: i64) -> Value {
    match entree.type_ {
        TypeValeur::Date => date(i32::try_from(tenue).ok().map(Date)),
        _ if chiffre(entree) => json!(tenue),
        _ => Value::Null,
    }
}
