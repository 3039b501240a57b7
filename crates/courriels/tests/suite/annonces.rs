//! One of each announcement.

use registre::{Avis, Destinataire, Portee, ResteAFaire};

const DISPOSITIF: &str = "Dispositif d'été";

pub(crate) fn recu() -> Avis {
    Avis::Recu {
        dispositif: DISPOSITIF.to_owned(),
        exercice: "2024".to_owned(),
        numero: 2,
        recue_le: "15 janvier 2025 à 10 h 42".to_owned(),
        chemin: "/depots/essai/2024/2".to_owned(),
    }
}

pub(crate) fn rappel(reste: ResteAFaire) -> Avis {
    Avis::Rappel {
        dispositif: DISPOSITIF.to_owned(),
        exercice: "2024".to_owned(),
        reste,
        ferme_le: "28 février 2025 à 23 h 59".to_owned(),
        chemin: "/declarer/essai".to_owned(),
    }
}

pub(crate) fn decision() -> Avis {
    Avis::Decision {
        dispositif: DISPOSITIF.to_owned(),
        exercice: "2024".to_owned(),
        chemin: "/declarer/essai/pieces".to_owned(),
    }
}

pub(crate) fn invitation(portee: Portee) -> Avis {
    Avis::Invitation {
        invitant: "Claire Fontaine".to_owned(),
        structure: "Officine du Port".to_owned(),
        portee,
        expire_le: "22 janvier 2025".to_owned(),
        chemin: "/invitations/k3p9".to_owned(),
    }
}

/// Every text that can be sent.
pub(crate) fn toutes() -> Vec<Avis> {
    let restes = [ResteAFaire::Commencer, ResteAFaire::Transmettre, ResteAFaire::TransmettreANouveau];
    let portees = [Portee::Voir, Portee::Preparer, Portee::Transmettre];
    let mut avis = vec![recu(), decision()];
    avis.extend(restes.map(rappel));
    avis.extend(portees.map(invitation));
    avis
}

pub(crate) fn a(adresse: &str, nom: Option<&str>) -> Destinataire {
    Destinataire { adresse: adresse.to_owned(), nom: nom.map(str::to_owned) }
}
