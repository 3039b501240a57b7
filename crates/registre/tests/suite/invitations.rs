use crate::support::{Brut, MIDI};
use convention::IdBeneficiaire;
use registre::{DUREE_D_INVITATION, Droit, NouvelleInvitation, Personne, Portee, Qualite, Registre, Reponse, Secret};
use std::time::Duration;

const AN: Duration = Duration::from_secs(365 * 86_400);
const CODE: Secret = Secret([7; 32]);

fn officine() -> IdBeneficiaire {
    IdBeneficiaire("990000018".to_owned())
}

/// A titulaire invites somebody.
async fn inviter(registre: &Registre) {
    for id in ["t-1", "d-1"] {
        let personne = Personne { id: id.to_owned(), nom: "Sacha Essai".to_owned(), courriel: None };
        registre.personne_inscrire(&personne).await.unwrap();
    }
    let droit = Droit {
        id: "r-1".to_owned(),
        personne: "t-1".to_owned(),
        structure: officine(),
        qualite: Qualite::Titulaire,
        portee: Portee::Transmettre,
        depuis: MIDI,
        fin: None,
        accorde_par: "annuaire".to_owned(),
        revoque: None,
    };
    registre.droit_accorder(&droit).await.unwrap();
    let offre = NouvelleInvitation {
        id: "i-1".to_owned(),
        structure: officine(),
        nom: "Sacha".to_owned(),
        courriel: "sacha@officine.example".to_owned(),
        portee: Portee::Preparer,
        fin_du_droit: MIDI.plus(AN),
        invite_par: "t-1".to_owned(),
    };
    registre.invitation_creer(&offre, &CODE, MIDI).await.unwrap();
}

pub(crate) async fn an_invitation_is_accepted_once(registre: Registre, _: Brut) {
    inviter(&registre).await;
    let droit = registre.invitation_accepter(&CODE, "d-1", "r-2", MIDI).await.unwrap().unwrap();
    assert_eq!((droit.portee, droit.fin), (Portee::Preparer, Some(MIDI.plus(AN))));
    assert_eq!(registre.droits_de("d-1", MIDI).await.unwrap(), [droit]);
    assert!(registre.invitation_accepter(&CODE, "d-1", "r-3", MIDI).await.unwrap().is_none());
    assert!(!registre.invitation_decliner(&CODE, "d-1", MIDI).await.unwrap());
    let lue = registre.invitation_du_code(&CODE).await.unwrap().unwrap();
    assert_eq!(lue.reponse, Some((Reponse::Acceptee, MIDI)));
    let actes = registre.journal_lire(0, 10).await.unwrap();
    assert_eq!(
        actes.iter().map(|l| l.acte.as_str()).collect::<Vec<_>>(),
        ["accorder", "inviter", "accorder", "accepter"]
    );
    assert!(!actes.iter().any(|l| l.charge.contains("Sacha") || l.charge.contains("example")));
}

pub(crate) async fn an_invitation_ends_after_fifteen_days(registre: Registre, _: Brut) {
    inviter(&registre).await;
    let tard = MIDI.plus(DUREE_D_INVITATION);
    assert!(registre.invitation_accepter(&CODE, "d-1", "r-2", tard).await.unwrap().is_none());
    assert!(!registre.invitation_annuler("i-1", "t-1", tard).await.unwrap());
    let juste = tard.minus(Duration::from_millis(1));
    assert!(registre.invitation_accepter(&CODE, "d-1", "r-2", juste).await.unwrap().is_some());
}

pub(crate) async fn an_invitation_of_somebody_who_is_no_longer_titulaire_gives_nothing(registre: Registre, _: Brut) {
    inviter(&registre).await;
    registre.droit_revoquer("r-1", &officine(), "annuaire", MIDI).await.unwrap();
    assert!(registre.invitation_accepter(&CODE, "d-1", "r-2", MIDI).await.unwrap().is_none());
    assert_eq!(registre.droits_de("d-1", MIDI).await.unwrap(), []);
}

pub(crate) async fn the_code_of_an_invitation_is_not_in_the_database(registre: Registre, brut: Brut) {
    inviter(&registre).await;
    let lues: Vec<(String,)> = sqlx::query_as("SELECT empreinte FROM invitations").fetch_all(&brut.base).await.unwrap();
    assert_eq!(lues.len(), 1);
    assert_ne!(lues[0].0, "07".repeat(32));
    let offerte = &registre.invitations_sur(&officine()).await.unwrap()[0];
    assert!(offerte.est_de(&CODE) && !offerte.est_de(&Secret([8; 32])));
}
