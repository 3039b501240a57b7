//! The account: who one is, which structures one may open, and who else may open this one.

use crate::Service;
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::delegations::FormulaireDInvitation;
use crate::horloge::jour_de_paris;
use crate::mots::{self, Pastille};
use crate::refus::Refus;
use crate::sessions::{Connecte, Visiteur};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use registre::{Droit, Instant, Invitation, Portee, Qualite, Reponse};

pub(crate) const ROUTES: &[Route] = &[Route::get("/compte", || get(page))];

/// What each reach allows, in one line.
pub(crate) const PORTEES: [(Portee, &str, &str); 3] = [
    (Portee::Voir, "Voir", "Lire le suivi, les déclarations, les pièces et les rémunérations."),
    (Portee::Preparer, "Préparer", "Voir, remplir les déclarations et déposer des pièces, sans transmettre."),
    (Portee::Transmettre, "Transmettre", "Préparer, et transmettre les déclarations en votre nom."),
];

/// The word of a reach.
pub(crate) fn portee(portee: Portee) -> &'static str {
    PORTEES.iter().find(|(connue, ..)| *connue == portee).map_or("", |(_, mot, _)| mot)
}

/// The last day of a right, whose end is excluded.
pub(crate) fn dernier_jour(fin: Instant) -> String {
    mots::jour(jour_de_paris(Instant(fin.0 - 1)))
}

/// A structure that one may open.
struct Structure {
    nom: String,
    id: String,
    adresse: String,
    qualite: &'static str,
    ici: bool,
}

/// Somebody else's right, or one's own.
pub(crate) struct LigneDeDroit {
    pub(crate) id: String,
    pub(crate) nom: String,
    pub(crate) portee: &'static str,
    pub(crate) depuis: String,
    pub(crate) fin: Option<String>,
    pub(crate) etat: Pastille,
    /// May it still be taken back?
    pub(crate) retirable: bool,
}

/// An invitation of the structure.
struct LigneDInvitation {
    id: String,
    nom: String,
    courriel: String,
    portee: &'static str,
    jusqu_au: String,
    etat: Pastille,
}

#[derive(Template)]
#[template(path = "compte.html")]
struct Page<'a> {
    cadre: Cadre,
    jeton: &'a str,
    personne: &'a str,
    courriel: Option<&'a str>,
    profession: &'a str,
    structure: String,
    numero: &'a str,
    adresse: Vec<String>,
    caisse: Option<&'a crate::Caisse>,
    structures: Vec<Structure>,
    titulaire: bool,
    delegues: Vec<LigneDeDroit>,
    invitations: Vec<LigneDInvitation>,
    formulaire: FormulaireDInvitation,
}

async fn page(State(service): State<Service>, visiteur: Visiteur) -> Result<Response, Refus> {
    let Some(connecte) = visiteur.connecte(&service) else {
        return Ok(Redirect::to("/structures").into_response());
    };
    let formulaire = FormulaireDInvitation::vide(&service);
    montrer(&service, &visiteur, &connecte, formulaire).await
}

/// The page, with the form of invitation as it stands.
pub(crate) async fn montrer(
    service: &Service,
    visiteur: &Visiteur,
    connecte: &Connecte,
    formulaire: FormulaireDInvitation,
) -> Result<Response, Refus> {
    let (monde, instant) = (&service.monde, service.horloge.maintenant());
    let titulaire = connecte.qualite == Qualite::Titulaire;
    let mut delegues = Vec::new();
    for droit in service.registre.droits_sur(&connecte.structure).await? {
        // A delegate sees their own rights; a titulaire sees those of everybody they gave one to.
        if droit.qualite == Qualite::Delegue && (titulaire || droit.personne == connecte.personne.id) {
            delegues.push(ligne(service, &droit, instant).await?);
        }
    }
    let mut invitations = Vec::new();
    if titulaire {
        let lues = service.registre.invitations_sur(&connecte.structure).await?;
        // What was accepted is a right, which stands above.
        let montrees = lues.iter().filter(|i| !matches!(i.reponse, Some((Reponse::Acceptee, _))));
        invitations.extend(montrees.map(|invitation| ligne_d_invitation(invitation, instant)));
    }
    let beneficiaire = monde.beneficiaires.get(connecte.qui);
    let structures = visiteur.droits.iter().filter_map(|droit| {
        let beneficiaire = monde.beneficiaires.get(monde.rang(&droit.structure)?)?;
        Some(Structure {
            nom: beneficiaire.nom.clone(),
            id: beneficiaire.id.clone(),
            adresse: beneficiaire.adresse.join(", "),
            qualite: if droit.qualite == Qualite::Titulaire { "Titulaire" } else { "Délégué" },
            ici: droit.structure == connecte.structure,
        })
    });
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(service, connecte, "/compte", "Mon compte"),
        jeton: &connecte.jeton,
        personne: &connecte.personne.nom,
        courriel: connecte.personne.courriel.as_deref(),
        profession: monde.profession_de(connecte.qui),
        structure: beneficiaire.map_or_else(String::new, |b| b.nom.clone()),
        numero: &connecte.structure.0,
        adresse: beneficiaire.map_or_else(Vec::new, |b| b.adresse.clone()),
        caisse: monde.caisse_de(connecte.qui),
        structures: structures.collect(),
        titulaire,
        delegues,
        invitations,
        formulaire,
    }))
}

/// A right as a line.
pub(crate) async fn ligne(service: &Service, droit: &Droit, instant: Instant) -> Result<LigneDeDroit, Refus> {
    let personne = service.registre.personne_lire(&droit.personne).await?;
    Ok(LigneDeDroit {
        id: droit.id.clone(),
        nom: personne.map_or_else(|| "Personne inconnue".to_owned(), |p| p.nom),
        portee: portee(droit.portee),
        depuis: mots::jour(jour_de_paris(droit.depuis)),
        fin: droit.fin.map(dernier_jour),
        etat: etat(droit, instant),
        retirable: droit.revoque.is_none() && droit.fin.is_none_or(|fin| instant < fin),
    })
}

fn etat(droit: &Droit, instant: Instant) -> Pastille {
    if droit.revoque.is_some() {
        Pastille::new("erreur", "✕", "Révoquée")
    } else if instant < droit.depuis {
        Pastille::new("info", "…", "À venir")
    } else if droit.vaut(instant) {
        Pastille::new("succes", "✓", "En cours")
    } else {
        Pastille::new("neutre", "–", "Expirée")
    }
}

fn ligne_d_invitation(invitation: &Invitation, instant: Instant) -> LigneDInvitation {
    LigneDInvitation {
        id: invitation.offre.id.clone(),
        nom: invitation.offre.nom.clone(),
        courriel: invitation.offre.courriel.clone(),
        portee: portee(invitation.offre.portee),
        jusqu_au: dernier_jour(invitation.expire),
        etat: etat_d_invitation(invitation, instant),
    }
}

/// What became of an invitation.
pub(crate) fn etat_d_invitation(invitation: &Invitation, instant: Instant) -> Pastille {
    match invitation.reponse {
        Some((Reponse::Acceptee, _)) => Pastille::new("succes", "✓", "Acceptée"),
        Some((Reponse::Declinee, _)) => Pastille::new("erreur", "✕", "Déclinée"),
        Some((Reponse::Annulee, _)) => Pastille::new("neutre", "–", "Annulée"),
        None if invitation.attend(instant) => Pastille::new("info", "…", "En attente"),
        None => Pastille::new("neutre", "–", "Expirée"),
    }
}
