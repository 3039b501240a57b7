use crate::support::{Brut, MIDI};
use convention::IdBeneficiaire;
use registre::{Droit, Personne, Portee, Qualite, Registre};
use std::time::Duration;

const JOUR: Duration = Duration::from_secs(86_400);

fn officine() -> IdBeneficiaire {
    IdBeneficiaire("990000018".to_owned())
}

async fn deleguer(registre: &Registre) {
    let personne = Personne { id: "d-1".to_owned(), nom: "Sacha Essai".to_owned(), courriel: None };
    registre.personne_inscrire(&personne).await.unwrap();
    assert_eq!(registre.personne_lire("d-1").await.unwrap(), Some(personne));
    let droit = Droit {
        id: "r-1".to_owned(),
        personne: "d-1".to_owned(),
        structure: officine(),
        qualite: Qualite::Delegue,
        portee: Portee::Preparer,
        depuis: MIDI,
        fin: Some(MIDI.plus(JOUR)),
        accorde_par: "t-1".to_owned(),
        revoque: None,
    };
    registre.droit_accorder(&droit).await.unwrap();
    assert_eq!(registre.droits_de("d-1", MIDI).await.unwrap(), [droit]);
}

pub(crate) async fn a_right_holds_until_it_ends_or_is_revoked(registre: Registre, brut: Brut) {
    deleguer(&registre).await;
    let demain = MIDI.plus(JOUR);
    assert_eq!(registre.droits_de("d-1", MIDI.minus(JOUR)).await.unwrap(), []);
    assert_eq!(registre.droits_de("d-1", demain).await.unwrap(), []);
    assert!(registre.droit_revoquer("r-1", &officine(), "t-1", MIDI).await.unwrap());
    assert!(registre.droit_revoquer("r-1", &officine(), "t-1", demain).await.unwrap());
    assert_eq!(registre.droits_de("d-1", MIDI).await.unwrap(), []);
    // It still stands in the list, with the day it was taken back the first time.
    assert_eq!(registre.droits_sur(&officine()).await.unwrap()[0].revoque, Some(MIDI));
    assert!(brut.sql("DELETE FROM droits").await.is_err());
    assert!(
        matches!(registre.journal_verifier(None).await.unwrap(), registre::Verification::Intact(tete) if tete.rang == 2)
    );
}

pub(crate) async fn a_right_on_one_structure_is_not_revoked_from_another(registre: Registre, _: Brut) {
    deleguer(&registre).await;
    let autre = IdBeneficiaire("990000026".to_owned());
    assert!(!registre.droit_revoquer("r-1", &autre, "t-2", MIDI).await.unwrap());
    assert_eq!(registre.droits_de("d-1", MIDI).await.unwrap().len(), 1);
}
