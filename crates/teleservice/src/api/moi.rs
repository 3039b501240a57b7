//! Who one is, which structures one may open, and who else may open the one that is chosen.

use super::membre::Arrive;
use super::{Reponse, dire};
use crate::Service;
use crate::declaration::pages::nom_de;
use crate::horloge::iso;
use axum::extract::State;
use registre::{Droit, Qualite};
use serde_json::{Value, json};

pub(super) async fn lire(State(service): State<Service>, Arrive(visiteur): Arrive) -> Reponse {
    let choisie = visiteur.choisi.as_ref().map(|droit| &droit.structure);
    let structures: Vec<Value> = visiteur.droits.iter().map(|droit| structure(&service, droit)).collect();
    let mut delegations = Vec::new();
    if let Some(droit) = &visiteur.choisi {
        for autre in service.registre.droits_sur(&droit.structure).await? {
            // As on the account page: a titulaire sees everybody, a delegate their own rights.
            let sien = droit.qualite == Qualite::Titulaire || autre.personne == visiteur.personne.id;
            if autre.qualite == Qualite::Delegue && sien {
                delegations.push(delegation(&service, &autre).await?);
            }
        }
    }
    let personne = &visiteur.personne;
    dire(&json!({
        "personne": { "identifiant": personne.id, "nom": personne.nom, "courriel": personne.courriel },
        "structure": choisie.map(|id| &id.0),
        "structures": structures,
        "delegations": delegations,
        "jeton": visiteur.jeton,
        "session": { "fin": iso(visiteur.fin), "limite": iso(visiteur.limite) },
    }))
}

fn structure(service: &Service, droit: &Droit) -> Value {
    let beneficiaire = service.monde.rang(&droit.structure).and_then(|qui| service.monde.beneficiaires.get(qui));
    json!({
        "identifiant": droit.structure.0,
        "nom": beneficiaire.map_or("", |b| b.nom.as_str()),
        "adresse": beneficiaire.map_or(&[][..], |b| b.adresse.as_slice()),
        "qualite": droit.qualite.mot(),
        "portee": droit.portee.mot(),
        "fin": droit.fin.map(iso),
    })
}

async fn delegation(service: &Service, droit: &Droit) -> Result<Value, super::Probleme> {
    Ok(json!({
        "identifiant": droit.id,
        "nom": nom_de(service, &droit.personne).await?,
        "portee": droit.portee.mot(),
        "depuis": iso(droit.depuis),
        "fin": droit.fin.map(iso),
        "revoquee": droit.revoque.map(iso),
        "en_cours": droit.vaut(service.horloge.maintenant()),
    }))
}
