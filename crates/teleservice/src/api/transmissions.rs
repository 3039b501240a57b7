//! Transmissions: every receipt of a declaration, and a new one.

use super::declarations::close;
use super::membre::{Adresse, Ecrit, Membre};
use super::{Probleme, Reponse, dire, repondre, valeurs};
use crate::Service;
use crate::declaration::ATTESTATION;
use crate::declaration::dossier::Dossier;
use crate::declaration::obstacles::obstacles;
use crate::declaration::pages::{nom_de, transmises};
use crate::declaration::saisie;
use crate::declaration::transmission::{Issue, envoyer};
use crate::horloge::iso;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use registre::{Portee, Transmission};
use serde_json::{Value, json};

/// The receipt of a transmission.
pub(super) async fn recu(
    service: &Service,
    dossier: &Dossier<'_>,
    transmission: &Transmission,
) -> Result<Value, Probleme> {
    let recu = &transmission.recu;
    let (d, annee) = (dossier.dispositif, dossier.annee);
    let reponses = transmises(d, annee, &transmission.reponses).into_iter().map(|dite| {
        let transmise = transmission.reponses.get(&dite.code).map_or("", String::as_str);
        let valeur = d.entree(&dite.code).map(|entree| valeurs::ecrire(entree, &saisie::lire(entree, transmise)));
        json!({ "code": dite.code, "question": dite.question, "valeur": valeur, "ecrit": dite.reponse })
    });
    Ok(json!({
        "numero": recu.numero,
        "instant": iso(recu.instant),
        "par": nom_de(service, &transmission.auteur).await?,
        "empreinte": recu.empreinte,
        "regles": transmission.regles,
        "retenue": dossier.derniere.as_ref().is_none_or(|derniere| derniere.recu.numero <= recu.numero),
        "attestation": transmission.reponses.get(ATTESTATION),
        "reponses": reponses.collect::<Vec<_>>(),
        "page": format!("/depots/{}/{annee}/{}", d.code, recu.numero),
    }))
}

pub(super) async fn liste(State(service): State<Service>, Membre(connecte): Membre, adresse: Adresse) -> Reponse {
    let dossier = Dossier::lire(&service, &connecte.structure, &adresse.dispositif, &adresse.exercice).await?;
    let mut recus = Vec::new();
    for transmission in service.registre.transmissions(&dossier.cle).await? {
        recus.push(recu(&service, &dossier, &transmission).await?);
    }
    dire(&json!({ "transmissions": recus }))
}

pub(super) async fn transmettre(State(service): State<Service>, adresse: Adresse, ecrit: Ecrit) -> Reponse {
    let connecte = &ecrit.connecte;
    let Adresse { dispositif, exercice } = &adresse;
    let dossier = Dossier::lire(&service, &connecte.structure, dispositif, exercice).await?;
    connecte.exiger(Portee::Transmettre)?;
    ecrit.seulement(&["attestation", "version"])?;
    let Some(Value::Bool(attestee)) = ecrit.corps.get("attestation") else {
        return Err(Probleme::invalide("« attestation » manque : true dit que le signataire atteste sur l'honneur."));
    };
    let Some(version) = ecrit.corps.get("version").and_then(Value::as_i64) else {
        return Err(Probleme::invalide("« version » manque : c'est celle de la déclaration que vous avez lue."));
    };
    let (numero, code) = match envoyer(&service, connecte, &dossier, *attestee, version).await? {
        Issue::Recue(numero) => (numero, StatusCode::CREATED),
        // The same demand sent twice gives the same receipt.
        Issue::Deja(numero) => (numero, StatusCode::OK),
        Issue::Empechee => return Err(empechee(&dossier, connecte.portee, *attestee)),
        Issue::Change => {
            return Err(Probleme::conflit(
                "Une réponse a changé depuis la version que vous avez lue. Rien n'est transmis.",
            )
            .en_faisant("Relisez la déclaration, faites-la relire, puis transmettez avec sa version."));
        }
    };
    let apres = Dossier::lire(&service, &connecte.structure, dispositif, exercice).await?;
    let toutes = service.registre.transmissions(&apres.cle).await?;
    let transmission = toutes.iter().find(|t| t.recu.numero == numero);
    let transmission = transmission.ok_or_else(|| Probleme::absent("Ce dépôt n'existe pas."))?;
    let mut reponse = repondre(code, &recu(&service, &apres, transmission).await?);
    let adresse = format!("/api/v1/declarations/{dispositif}/{exercice}/transmissions");
    if let Ok(adresse) = HeaderValue::from_str(&adresse) {
        reponse.headers_mut().insert(header::LOCATION, adresse);
    }
    Ok(reponse)
}

fn empechee(dossier: &Dossier<'_>, portee: Portee, attestee: bool) -> Probleme {
    match dossier.fenetre.refus() {
        Some(refus) => close(dossier, refus),
        None => Probleme::invalide("La déclaration ne peut pas encore être transmise.")
            .avec_raisons(&obstacles(dossier, portee, attestee)),
    }
}
