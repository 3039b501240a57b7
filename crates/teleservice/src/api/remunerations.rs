//! Remunerations: what was paid, what is not yet, and the whole explanation of each.

use super::membre::{Adresse, Membre};
use super::{Reponse, dire, exercice_demande, explications, valeurs};
use crate::declaration::expliquer;
use crate::detail::{a_venir, trouver};
use crate::refus::Refus;
use crate::remunerations::{EXERCICES, GenreDeTuile, Tuile, Verse, tuiles, verse};
use crate::sessions::Connecte;
use crate::{Service, contrats};
use axum::extract::{RawQuery, State};
use convention::ecriture::typographier;
use explication::SommeExpliquee;
use registre::Paiement;
use serde_json::{Value, json};

pub(super) async fn liste(
    State(service): State<Service>,
    Membre(connecte): Membre,
    RawQuery(question): RawQuery,
) -> Reponse {
    let voulu = exercice_demande(question.as_deref())?;
    let en_cours = service.exercice_en_cours();
    let paiements = service.registre.paiements_de(&connecte.structure).await?;
    let annees = (0..EXERCICES).map(|rang| en_cours - rang).filter(|annee| voulu.is_none_or(|v| v == *annee));
    let mut remunerations = Vec::new();
    for annee in annees {
        for (tuile, _) in tuiles(&service, &connecte, annee, &paiements).await? {
            remunerations.push(breve(&service, &connecte, &tuile).await?);
        }
    }
    dire(&json!({ "remunerations": remunerations }))
}

async fn breve(service: &Service, connecte: &Connecte, tuile: &Tuile) -> Result<Value, Refus> {
    let (monde, qui) = (&service.monde, connecte.qui);
    let contrat = tuile.contrat.as_deref();
    let calcul = tuile.dispositif.as_deref().and_then(|code| {
        let calcul = monde.contrats(qui, code, tuile.exercice).find(|c| c.code_du_contrat(qui) == contrat)?;
        Some((monde.dispositif_de(qui, code)?, calcul))
    });
    let montant = match (tuile.genre, calcul) {
        (GenreDeTuile::Estimation, _) => valeurs::montant(tuile.centimes, valeurs::ESTIME, tuile.fictif, &[]),
        (GenreDeTuile::Calcul, Some((d, calcul))) => {
            let e = expliquer(service, connecte, d, calcul).await?;
            valeurs::montant(e.montant, e.etat.mot(), tuile.fictif, &valeurs::raisons(&e))
        }
        _ => valeurs::montant(tuile.centimes, valeurs::VERSE, tuile.fictif, &[]),
    };
    Ok(json!({
        "titre": typographier(&tuile.titre),
        "exercice": tuile.exercice,
        "dispositif": tuile.dispositif,
        "contrat": tuile.contrat,
        "montant": montant,
        "versee": valeurs::date(tuile.jour),
        "detail": tuile.adresse.as_ref().map(|adresse| format!("/api/v1{adresse}")),
    }))
}

pub(super) async fn lire(
    State(service): State<Service>,
    Membre(connecte): Membre,
    adresse: Adresse,
    RawQuery(question): RawQuery,
) -> Reponse {
    let contrat = contrats::demande(question.as_deref());
    let (d, calcul) = trouver(&service, &connecte, &adresse.dispositif, (&adresse.exercice, contrat)).await?;
    let e = expliquer(&service, &connecte, d, calcul).await?;
    let annee = d.exercice(e.exercice).ok();
    let Verse { paiements, total } = verse(&service, &connecte, calcul).await?;
    dire(&json!({
        "dispositif": e.dispositif,
        "titre": typographier(&e.titre),
        "exercice": e.exercice,
        "structure": connecte.structure.0,
        "contrat": calcul.contrat(connecte.qui).map(|contrat| contrat.code.as_str()),
        "contrats": valeurs::contrats(&service.monde, connecte.qui, calcul),
        "debut": valeurs::date(annee.map(|a| a.exercice.debut)),
        "fin": valeurs::date(annee.map(|a| a.exercice.fin)),
        "versement_au_plus_tard": valeurs::date(annee.and_then(|a| a.versement_au_plus_tard)),
        "montant": valeurs::montant_explique(&e),
        "eligible": e.eligible,
        "brut": valeurs::somme(e.brut),
        "malus": valeurs::somme(e.ligne_malus),
        "verse": valeurs::somme(total),
        "versements": paiements.iter().map(versement).collect::<Vec<_>>(),
        "a_venir": a_venir(d, &e, &paiements).into_iter().map(partie).collect::<Vec<_>>(),
        "indicateurs": e.indicateurs.iter().filter(|i| i.actif).map(explications::indicateur).collect::<Vec<_>>(),
        "effets": e.effets.iter().map(explications::effet).collect::<Vec<_>>(),
    }))
}

/// A part that is still to be paid.
fn partie(s: &SommeExpliquee) -> Value {
    json!({
        "titre": typographier(&s.titre),
        "code": s.code,
        "montant": valeurs::montant(s.montant.centimes, s.etat.mot(), s.fictif, &[]),
    })
}

fn versement(p: &Paiement) -> Value {
    json!({
        "titre": typographier(&p.titre),
        "code": p.code,
        "contrat": p.contrat,
        "nature": p.nature.mot(),
        "jour": valeurs::date(Some(p.jour)),
        "montant": valeurs::montant(Some(p.centimes), valeurs::VERSE, p.fictif, &[]),
    })
}
