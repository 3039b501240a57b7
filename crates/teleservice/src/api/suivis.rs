//! The follow-up of a dispositif: each widget of its rules, as the table and the sentence that its drawing says.

use super::membre::{Code, Membre};
use super::{Reponse, dire, exercice_demande, valeurs};
use crate::suivi::{Dessin, VoletDit, Widget, reserve, suivre};
use crate::{Service, mots};
use axum::extract::{RawQuery, State};
use convention::ecriture::typographier;
use serde_json::{Value, json};

pub(super) async fn lire(
    State(service): State<Service>,
    Membre(connecte): Membre,
    Code(code): Code,
    RawQuery(question): RawQuery,
) -> Reponse {
    exercice_demande(question.as_deref())?;
    let suivi = suivre(&service, &connecte, &code, question.as_deref()).await?;
    let indicateurs = suivi.explication.indicateurs.iter().filter(|i| i.actif);
    let indicateurs = indicateurs.map(|i| {
        let (a_confirmer, mot) = (reserve(suivi.d, i), mots::de_l_indicateur(i).map(|p| p.mot));
        json!({ "code": i.code, "libelle": i.libelle, "etat": i.etat, "mot": mot, "a_confirmer": a_confirmer })
    });
    dire(&json!({
        "dispositif": suivi.d.code,
        "titre": typographier(suivi.d.titre_en(suivi.exercice)),
        "exercice": suivi.exercice,
        "exercices": suivi.annees,
        "contrat": suivi.calcul.contrat(connecte.qui).map(|contrat| contrat.code.as_str()),
        "contrats": valeurs::contrats(&service.monde, connecte.qui, suivi.calcul),
        "au": valeurs::date(Some(suivi.au)),
        "fictif": suivi.explication.fictif,
        "objectifs": { "atteints": suivi.atteints, "sur": suivi.sur },
        "indicateurs": indicateurs.collect::<Vec<_>>(),
        "volets": suivi.volets.iter().map(volet).collect::<Vec<_>>(),
        "suivis": suivi.widgets.iter().map(widget).collect::<Vec<_>>(),
    }))
}

fn volet(v: &VoletDit) -> Value {
    json!({
        "code": v.code,
        "titre": typographier(&v.titre),
        "etat": v.pastille.as_ref().map(|p| p.mot.as_ref()),
        "valeur": v.valeur,
        "a_confirmer": v.reserve,
    })
}

fn widget(w: &Widget) -> Value {
    json!({
        "code": w.id.trim_start_matches("suivi-"),
        "volet": w.volet,
        "titre": typographier(&w.titre),
        "sous_titre": w.sous_titre,
        "etat": w.pastille.as_ref().map(|p| p.mot.as_ref()),
        "a_confirmer": w.reserve,
        "au": w.au,
        "phrase": w.phrase,
        "manquait": w.manquait,
        "tableaux": w.dessins.iter().map(tableau).collect::<Vec<_>>(),
    })
}

fn tableau(d: &Dessin) -> Value {
    json!({ "phrase": d.phrase, "entetes": d.tableau.entetes, "lignes": d.tableau.lignes })
}
