use crate::support::{Brut, MIDI};
use registre::{DUREE_INACTIVE, DUREE_TOTALE, Registre, Secret};
use std::time::Duration;

const SECRET: Secret = Secret([7; 32]);
const MILLISECONDE: Duration = Duration::from_millis(1);

pub(crate) async fn a_session_ends_after_an_hour_unused(registre: Registre, _: Brut) {
    registre.session_ouvrir(&SECRET, "titulaire-1", MIDI).await.unwrap();
    let juste_avant = MIDI.plus(DUREE_INACTIVE).minus(MILLISECONDE);
    let session = registre.session_utiliser(&SECRET, juste_avant).await.unwrap().unwrap();
    assert_eq!((session.personne.as_str(), session.structure.clone()), ("titulaire-1", None));
    assert_eq!(session.fin(), juste_avant.plus(DUREE_INACTIVE));
    assert!(registre.session_choisir(&SECRET, "990000018", juste_avant).await.unwrap());
    assert_eq!(registre.session_utiliser(&SECRET, session.fin()).await.unwrap(), None);
    assert_eq!(registre.sessions_purger(session.fin()).await.unwrap(), 1);
}

pub(crate) async fn a_session_used_without_pause_ends_after_four_hours(registre: Registre, _: Brut) {
    registre.session_ouvrir(&SECRET, "titulaire-1", MIDI).await.unwrap();
    for demi_heure in 1..8_u32 {
        let instant = MIDI.plus(Duration::from_secs(1800) * demi_heure);
        assert!(registre.session_utiliser(&SECRET, instant).await.unwrap().is_some());
    }
    assert_eq!(registre.session_utiliser(&SECRET, MIDI.plus(DUREE_TOTALE)).await.unwrap(), None);
}

pub(crate) async fn a_closed_session_opens_nothing(registre: Registre, _: Brut) {
    registre.session_ouvrir(&SECRET, "titulaire-1", MIDI).await.unwrap();
    registre.session_fermer(&SECRET).await.unwrap();
    assert_eq!(registre.session_utiliser(&SECRET, MIDI).await.unwrap(), None);
    assert!(!registre.session_choisir(&SECRET, "990000018", MIDI).await.unwrap());
}

pub(crate) async fn the_secret_is_not_in_the_database(registre: Registre, brut: Brut) {
    registre.session_ouvrir(&SECRET, "titulaire-1", MIDI).await.unwrap();
    let (garde,): (String,) = sqlx::query_as("SELECT empreinte FROM sessions").fetch_one(&brut.base).await.unwrap();
    assert_eq!(garde, convention::empreinte_de(&SECRET.0));
    assert_eq!(format!("{SECRET:?}"), "Secret(…)");
}
