//! The page of the person invited: who invites them, to do what, until when; they accept or decline.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::compte::{PORTEES, dernier_jour};
use crate::hasard;
use crate::refus::Refus;
use crate::sessions::{self, Identifie, lire_formulaire};
use crate::{Service, acces};
use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use convention::empreinte_de;
use registre::{Invitation, Qualite, Secret};

pub(crate) const ROUTES: &[Route] =
    &[Route::get("/invitation/{code}", || get(page)), Route::post("/invitation/{code}", || post(repondre))];

const RACINE: &str = "/invitation/";

/// The code of an invitation, drawn from the secret of the session that makes it: the titulaire may read its link
/// again until they go, while the register only has its hash.
pub(crate) fn code_de(secret: &[u8; 32], id: &str) -> Secret {
    let empreinte = empreinte_de(&[secret.as_slice(), b"invitation/", id.as_bytes()].concat());
    Secret(hasard::lire(&empreinte).unwrap_or_default())
}

/// The whole address of an invitation.
pub(crate) fn lien(service: &Service, code: &[u8; 32]) -> String {
    format!("{}{RACINE}{}", service.reglages.adresse, hasard::ecrire(code))
}

/// The address of an invitation, if this is one: nothing else may be gone to after the entry.
pub(crate) fn adresse_permise(adresse: &str) -> Option<&str> {
    hasard::lire(adresse.strip_prefix(RACINE)?).map(|_| adresse)
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct Page {
    cadre: Cadre,
    jeton: String,
    adresse: String,
    titulaire: String,
    structure: String,
    portee: &'static str,
    sens: &'static str,
    fin: String,
    expire: String,
}

/// The invitation of a code that can still be answered.
async fn attendue(service: &Service, code: &str) -> Result<(Secret, Invitation), Refus> {
    let absente = || Refus::absent("Cette invitation n'existe pas");
    let code = Secret(hasard::lire(code).ok_or_else(absente)?);
    let invitation = service.registre.invitation_du_code(&code).await?.ok_or_else(absente)?;
    if !invitation.attend(service.horloge.maintenant()) {
        return Err(finie());
    }
    Ok((code, invitation))
}

fn finie() -> Refus {
    Refus::Page(
        StatusCode::GONE,
        "Cette invitation a déjà reçu une réponse, ou elle n'est plus valable. Demandez-en une autre au titulaire"
            .to_owned(),
    )
}

async fn page(State(service): State<Service>, Path(code): Path<String>, entetes: HeaderMap) -> Result<Response, Refus> {
    let (_, invitation) = attendue(&service, &code).await?;
    let adresse = format!("{RACINE}{code}");
    let Some(qui) = sessions::identifier(&service, &entetes).await? else {
        return acces::demander_qui(&service, &entetes, &adresse).await;
    };
    let offre = &invitation.offre;
    let titulaire = service.registre.personne_lire(&offre.invite_par).await?;
    let beneficiaire = service.monde.rang(&offre.structure).and_then(|qui| service.monde.beneficiaires.get(qui));
    let (_, portee, sens) = PORTEES.into_iter().find(|(p, ..)| *p == offre.portee).unwrap_or(PORTEES[0]);
    Ok(cadre::html(&Page {
        cadre: Cadre::identifie(&service, &qui, "Une invitation vous attend"),
        jeton: qui.jeton.clone(),
        adresse,
        titulaire: titulaire.map_or_else(|| "Le titulaire".to_owned(), |p| p.nom),
        structure: beneficiaire.map_or_else(|| offre.structure.0.clone(), |b| b.nom.clone()),
        portee,
        sens,
        fin: dernier_jour(offre.fin_du_droit),
        expire: dernier_jour(invitation.expire),
    }))
}

async fn repondre(
    State(service): State<Service>,
    Path(code): Path<String>,
    demande: Request,
) -> Result<Response, Refus> {
    let Some(qui) = sessions::identifier(&service, demande.headers()).await? else {
        return Err(sessions::etranger());
    };
    let champs = lire_formulaire(demande, &service, &qui.jeton).await?;
    let (code, invitation) = attendue(&service, &code).await?;
    match champs.lire("reponse") {
        Some("accepter") => accepter(&service, &qui, &code, &invitation).await,
        Some("decliner") => {
            if !service.registre.invitation_decliner(&code, &qui.personne.id, service.horloge.maintenant()).await? {
                return Err(finie());
            }
            Ok(cadre::html(&Declinee { cadre: Cadre::identifie(&service, &qui, "Invitation déclinée") }))
        }
        _ => Err(Refus::invalide("Choisissez d'accepter ou de décliner cette invitation")),
    }
}

#[derive(Template)]
#[template(path = "invitation_declinee.html")]
struct Declinee {
    cadre: Cadre,
}

async fn accepter(
    service: &Service,
    qui: &Identifie,
    code: &Secret,
    invitation: &Invitation,
) -> Result<Response, Refus> {
    let instant = service.horloge.maintenant();
    let structure = &invitation.offre.structure;
    let siens = service.registre.droits_de(&qui.personne.id, instant).await?;
    if siens.iter().any(|d| d.structure == *structure && d.qualite == Qualite::Titulaire) {
        return Err(Refus::invalide(
            "Cette structure est déjà la vôtre. Transmettez le lien à la personne que vous invitez",
        ));
    }
    let Some(droit) =
        service.registre.invitation_accepter(code, &qui.personne.id, &hasard::identifiant()?, instant).await?
    else {
        return Err(finie());
    };
    service.registre.session_choisir(&qui.secret, &droit.structure.0, instant).await?;
    Ok(Redirect::to("/compte").into_response())
}
