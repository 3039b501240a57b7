use crate::support::{Brut, MIDI};
use convention::{IdBeneficiaire, Nature};
use registre::{OrdreDeVersement, Registre, Resultat, Versement};
use std::time::Duration;

fn versement(code: &str, nature: Nature, centimes: i64) -> Versement {
    Versement {
        contrat: None,
        beneficiaire: IdBeneficiaire("990000018".to_owned()),
        dispositif: "essai".to_owned(),
        exercice: "2024".to_owned(),
        code: code.to_owned(),
        nature,
        centimes,
    }
}

async fn verser(registre: &Registre, calcul: &str, versements: &[Versement], minutes: u64) -> Resultat<bool> {
    let ordre = OrdreDeVersement { calcul, versements, auteur: "national-1" };
    registre.verser(&ordre, MIDI.plus(Duration::from_secs(60 * minutes))).await
}

pub(crate) async fn a_correction_is_one_more_line(registre: Registre, brut: Brut) {
    verser(&registre, "c1", &[versement("solde", Nature::Solde, 120_000)], 0).await.unwrap();
    let suite = [versement("solde", Nature::Indu, -20_050), versement("avance", Nature::Avance, 500)];
    verser(&registre, "c2", &suite, 1).await.unwrap();
    let beneficiaire = IdBeneficiaire("990000018".to_owned());
    let deja = registre.deja_verse(&beneficiaire.clone().into(), "essai", "2024").await.unwrap();
    // 1 200,00 − 200,50 = 999,50 €
    assert_eq!(deja, [("avance".to_owned(), 500), ("solde".to_owned(), 99_950)].into());
    assert!(registre.deja_verse(&beneficiaire.clone().into(), "essai", "2023").await.unwrap().is_empty());
    let lignes = registre.versements_de(&beneficiaire).await.unwrap();
    assert_eq!(lignes.iter().map(|l| l.calcul.as_str()).collect::<Vec<_>>(), ["c1", "c2", "c2"]);
    assert_eq!(lignes[1].versement, suite[0]);
    brut.sql("UPDATE versements SET centimes = 0").await.unwrap_err();
    brut.sql("DELETE FROM versements").await.unwrap_err();
    brut.sql("DELETE FROM ordres").await.unwrap_err();
}

pub(crate) async fn an_order_sent_twice_is_written_once(registre: Registre, _: Brut) {
    let lignes = [versement("solde", Nature::Solde, 120_000)];
    assert!(verser(&registre, "c1", &lignes, 0).await.unwrap());
    assert!(!verser(&registre, "c1", &lignes, 1).await.unwrap());
    assert_eq!(registre.versements_de(&lignes[0].beneficiaire).await.unwrap().len(), 1);
    assert_eq!(registre.journal_tete().await.unwrap().rang, 1);
}

pub(crate) async fn another_order_under_the_same_run_is_refused(registre: Registre, _: Brut) {
    verser(&registre, "c1", &[versement("solde", Nature::Solde, 120_000)], 0).await.unwrap();
    let refus = verser(&registre, "c1", &[versement("solde", Nature::Solde, 130_000)], 1).await.unwrap_err();
    assert!(refus.message.contains("déjà été versé"), "{}", refus.message);
    let enorme = [versement("a", Nature::Solde, i64::MAX), versement("b", Nature::Solde, 1)];
    verser(&registre, "c2", &enorme, 1).await.unwrap_err();
}
