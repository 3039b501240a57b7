//! « Mes dépôts »: every transmission of the structure, the most recent first.

use super::dossier::{champs_de, cle_de};
use super::pages::{Depot, depot_de};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// A deposit, and whether it is the one that counts.
struct Ligne {
    depot: Depot,
    retenu: bool,
}

#[derive(Template)]
#[template(path = "declaration_depots.html")]
struct Page {
    cadre: Cadre,
    lignes: Vec<Ligne>,
}

pub(super) async fn page(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let mut lignes = Vec::new();
    for dispositif in service.monde.siens(connecte.qui) {
        for annee in dispositif.annees().into_iter().filter(|annee| !champs_de(dispositif, *annee).is_empty()) {
            let transmissions = service.registre.transmissions(&cle_de(&connecte.structure, dispositif, annee)).await?;
            for (rang, transmission) in transmissions.iter().enumerate() {
                let depot = depot_de(&service, dispositif, annee, transmission).await?;
                lignes.push(Ligne { depot, retenu: rang + 1 == transmissions.len() });
            }
        }
    }
    lignes.sort_by_key(|ligne| -ligne.depot.instant);
    Ok(cadre::html(&Page { cadre: Cadre::connecte(&service, &connecte, "/depots", "Mes dépôts"), lignes }))
}
