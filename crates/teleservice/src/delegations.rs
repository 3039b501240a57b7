//! What a titulaire does with the rights on their structure: invite, take an invitation back, revoke. A delegate may
//! renounce their own right.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::compte::{self, LigneDeDroit, PORTEES, dernier_jour, portee};
use crate::hasard;
use crate::horloge::{fin_du_jour, jour_et_heure};
use crate::invitation::{code_de, lien};
use crate::mots::Pastille;
use crate::refus::Refus;
use crate::sessions::{self, Connecte, Formulaire};
use crate::{Service, mots};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use formule::Date;
use registre::{Droit, Invitation, NouvelleInvitation, Portee, Qualite, Secret};

pub(crate) const ROUTES: &[Route] = &[
    Route::post("/compte/invitations", || post(inviter)),
    Route::get("/compte/invitations/{id}", || get(envoyee)),
    Route::post("/compte/invitations/{id}/annuler", || post(annuler)),
    Route::get("/compte/droits/{id}/revoquer", || get(confirmer)),
    Route::post("/compte/droits/{id}/revoquer", || post(revoquer)),
];

/// How long a right lasts unless said otherwise, and at most, in months.
const MOIS_PAR_DEFAUT: i32 = 12;
const MOIS_AU_PLUS: i32 = 24;

/// A reach to choose.
pub(crate) struct Choix {
    pub(crate) code: &'static str,
    pub(crate) mot: &'static str,
    pub(crate) sens: &'static str,
    pub(crate) choisie: bool,
}

/// The form of invitation, with what was typed and what is wrong with it.
pub(crate) struct FormulaireDInvitation {
    pub(crate) nom: String,
    pub(crate) courriel: String,
    pub(crate) portee: Option<Portee>,
    pub(crate) fin: String,
    /// The first and the last day that may be chosen.
    pub(crate) des: String,
    pub(crate) jusqu_a: String,
    refus: Vec<(&'static str, &'static str)>,
}

impl FormulaireDInvitation {
    pub(crate) fn vide(service: &Service) -> Self {
        let jour = service.horloge.jour();
        Self {
            nom: String::new(),
            courriel: String::new(),
            portee: Some(Portee::Voir),
            fin: jour.plus_mois(MOIS_PAR_DEFAUT).to_string(),
            des: Date(jour.0 + 1).to_string(),
            jusqu_a: jour.plus_mois(MOIS_AU_PLUS).to_string(),
            refus: Vec::new(),
        }
    }

    pub(crate) fn portees(&self) -> Vec<Choix> {
        let choix = |(portee, mot, sens): (Portee, _, _)| Choix {
            code: portee.mot(),
            mot,
            sens,
            choisie: self.portee == Some(portee),
        };
        PORTEES.map(choix).into()
    }

    /// What is wrong with a field.
    pub(crate) fn refus_de(&self, champ: &str) -> Option<&'static str> {
        self.refus.iter().find(|(connu, _)| *connu == champ).map(|(_, phrase)| *phrase)
    }

    pub(crate) fn refuse(&self) -> bool {
        !self.refus.is_empty()
    }

    /// Reads what was typed; the day when nothing is wrong.
    fn lire(&mut self, recu: &Formulaire, service: &Service) -> Option<(Portee, Date)> {
        let champ = |nom: &str| recu.champs.lire(nom).unwrap_or_default().trim().to_owned();
        (self.nom, self.courriel, self.fin) = (champ("nom"), champ("courriel"), champ("fin"));
        self.portee = Portee::du_mot(&champ("portee"));
        let jour = service.horloge.jour();
        let fin = self.fin.parse::<Date>().ok();
        let propre = |texte: &str, au_plus: usize| {
            !texte.is_empty() && texte.chars().count() <= au_plus && !texte.chars().any(char::is_control)
        };
        if !propre(&self.nom, 100) {
            self.refus.push(("nom", "Indiquez le nom de la personne, en cent caractères au plus."));
        }
        if !propre(&self.courriel, 254) || !est_une_adresse(&self.courriel) {
            self.refus.push(("courriel", "Indiquez une adresse de la forme nom@exemple.fr."));
        }
        if self.portee.is_none() {
            self.refus.push(("portee", "Choisissez ce que la personne pourra faire."));
        }
        match fin {
            None => self.refus.push(("fin", "Indiquez le dernier jour de la délégation, par exemple 2026-01-31.")),
            Some(fin) if fin <= jour => self.refus.push(("fin", "Choisissez un jour à venir.")),
            Some(fin) if jour.plus_mois(MOIS_AU_PLUS) < fin => {
                self.refus.push(("fin", "Une délégation dure deux ans au plus\u{a0}: choisissez un jour plus proche."));
            }
            Some(_) => {}
        }
        if self.refus.is_empty() { self.portee.zip(fin) } else { None }
    }
}

/// Enough to catch a slip; only the answer proves an address.
fn est_une_adresse(texte: &str) -> bool {
    let Some((nom, lieu)) = texte.split_once('@') else { return false };
    let libre = |c: char| c.is_whitespace() || matches!(c, '@' | '<' | '>' | ',' | ';' | '"');
    !nom.is_empty()
        && lieu.contains('.')
        && !lieu.starts_with('.')
        && !lieu.ends_with('.')
        && !texte.replacen('@', "", 1).contains(libre)
}

async fn inviter(State(service): State<Service>, entetes: HeaderMap, recu: Formulaire) -> Result<Response, Refus> {
    recu.connecte.exiger_titulaire()?;
    let mut formulaire = FormulaireDInvitation::vide(&service);
    let Some((portee, jour)) = formulaire.lire(&recu, &service) else {
        let Some(visiteur) = sessions::visiteur(&service, &entetes).await? else {
            return Err(sessions::etranger());
        };
        let page = compte::montrer(&service, &visiteur, &recu.connecte, formulaire).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let Some(secret) = sessions::secret(&entetes) else { return Err(sessions::etranger()) };
    let offre = NouvelleInvitation {
        id: hasard::identifiant()?,
        structure: recu.connecte.structure.clone(),
        nom: formulaire.nom,
        courriel: formulaire.courriel,
        portee,
        fin_du_droit: fin_du_jour(jour),
        invite_par: recu.connecte.personne.id.clone(),
    };
    let code = code_de(&secret, &offre.id);
    service.registre.invitation_creer(&offre, &code, service.horloge.maintenant()).await?;
    Ok(Redirect::to(&format!("/compte/invitations/{}", offre.id)).into_response())
}

/// An invitation of the structure of a titulaire.
async fn la_leur(service: &Service, connecte: &Connecte, id: &str) -> Result<Invitation, Refus> {
    connecte.exiger_titulaire()?;
    let toutes = service.registre.invitations_sur(&connecte.structure).await?;
    toutes.into_iter().find(|i| i.offre.id == id).ok_or_else(|| Refus::absent("Cette invitation n'existe pas"))
}

#[derive(Template)]
#[template(path = "invitation_envoyee.html")]
struct Envoyee {
    cadre: Cadre,
    jeton: String,
    invitation: Invitation,
    portee: &'static str,
    etat: Pastille,
    attend: bool,
    expire: String,
    fin: String,
    structure: String,
    titulaire: String,
    /// Only shown in the session that made it: nothing else knows it.
    lien: Option<String>,
}

async fn envoyee(
    State(service): State<Service>,
    connecte: Connecte,
    Path(id): Path<String>,
    entetes: HeaderMap,
) -> Result<Response, Refus> {
    let invitation = la_leur(&service, &connecte, &id).await?;
    let instant = service.horloge.maintenant();
    let attend = invitation.attend(instant);
    let code = sessions::secret(&entetes).map(|secret| code_de(&secret, &id));
    let code = code.filter(|code| attend && invitation.est_de(code));
    Ok(cadre::html(&Envoyee {
        cadre: Cadre::connecte(&service, &connecte, "/compte", format!("Invitation de {}", invitation.offre.nom)),
        jeton: connecte.jeton.clone(),
        portee: portee(invitation.offre.portee),
        etat: compte::etat_d_invitation(&invitation, instant),
        attend,
        expire: jour_et_heure(invitation.expire),
        fin: dernier_jour(invitation.offre.fin_du_droit),
        structure: service.monde.beneficiaires.get(connecte.qui).map_or_else(String::new, |b| b.nom.clone()),
        titulaire: connecte.personne.nom.clone(),
        lien: code.map(|Secret(octets)| lien(&service, &octets)),
        invitation,
    }))
}

async fn annuler(State(service): State<Service>, Path(id): Path<String>, recu: Formulaire) -> Result<Response, Refus> {
    la_leur(&service, &recu.connecte, &id).await?;
    let instant = service.horloge.maintenant();
    if !service.registre.invitation_annuler(&id, &recu.connecte.personne.id, instant).await? {
        return Err(Refus::invalide(
            "Cette invitation n'attend plus de réponse. Si elle a été acceptée, révoquez le droit",
        ));
    }
    Ok(Redirect::to("/compte").into_response())
}

/// A delegate's right that this person may take back: as the titulaire, or because it is theirs.
async fn retirable(service: &Service, connecte: &Connecte, id: &str) -> Result<Droit, Refus> {
    let droits = service.registre.droits_sur(&connecte.structure).await?;
    let sien = |droit: &Droit| connecte.qualite == Qualite::Titulaire || droit.personne == connecte.personne.id;
    droits
        .into_iter()
        .find(|droit| droit.id == id && droit.qualite == Qualite::Delegue && sien(droit))
        .ok_or_else(|| Refus::absent("Ce droit n'existe pas"))
}

#[derive(Template)]
#[template(path = "revoquer.html")]
struct Confirmation {
    cadre: Cadre,
    jeton: String,
    droit: LigneDeDroit,
    le_sien: bool,
    jour: String,
}

async fn confirmer(
    State(service): State<Service>,
    connecte: Connecte,
    Path(id): Path<String>,
) -> Result<Response, Refus> {
    let droit = retirable(&service, &connecte, &id).await?;
    let le_sien = droit.personne == connecte.personne.id;
    let titre = if le_sien { "Renoncer à votre délégation" } else { "Révoquer une délégation" };
    Ok(cadre::html(&Confirmation {
        cadre: Cadre::connecte(&service, &connecte, "/compte", titre),
        jeton: connecte.jeton.clone(),
        droit: compte::ligne(&service, &droit, service.horloge.maintenant()).await?,
        le_sien,
        jour: mots::jour(service.horloge.jour()),
    }))
}

async fn revoquer(State(service): State<Service>, Path(id): Path<String>, recu: Formulaire) -> Result<Response, Refus> {
    let connecte = &recu.connecte;
    retirable(&service, connecte, &id).await?;
    let instant = service.horloge.maintenant();
    service.registre.droit_revoquer(&id, &connecte.structure, &connecte.personne.id, instant).await?;
    Ok(Redirect::to("/compte").into_response())
}

#[cfg(test)]
mod tests {
    use super::est_une_adresse;

    #[test]
    fn a_slip_in_an_address_is_caught() {
        for bonne in ["a@b.fr", "prenom.nom@officine.example"] {
            assert!(est_une_adresse(bonne), "{bonne}");
        }
        for mauvaise in ["", "a", "a@b", "@b.fr", "a@.fr", "a@b.", "a b@c.fr", "a@b@c.fr", "a@b.fr,c@d.fr", "<a@b.fr>"]
        {
            assert!(!est_une_adresse(mauvaise), "{mauvaise}");
        }
    }
}
