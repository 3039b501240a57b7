use crate::support::{Brut, MIDI};
use convention::{Date, IdBeneficiaire, Nature};
use registre::{Import, Importation, OrigineDePaiement, PaiementAImporter, Registre};
use std::time::Instant;

fn paiement(beneficiaire: &str, titre: &str, jour: Date, centimes: i64) -> PaiementAImporter {
    PaiementAImporter {
        beneficiaire: IdBeneficiaire(beneficiaire.to_owned()),
        convention: "essai".to_owned(),
        exercice: "2023".to_owned(),
        exercice_affiche: "2024".to_owned(),
        dispositif: None,
        code: None,
        contrat: None,
        titre: titre.to_owned(),
        nature: Nature::Initial,
        centimes,
        jour,
        periode: None,
    }
}

const AVRIL: Date = Date::du_calendrier(2024, 4, 15);
const MAI: Date = Date::du_calendrier(2024, 5, 2);

async fn importer(registre: &Registre, empreinte: &str, paiements: &[PaiementAImporter]) -> Importation {
    let import = Import { empreinte, fictif: true, auteur: "national-1", paiements };
    registre.importer_paiements(&import, MIDI).await.unwrap()
}

pub(crate) async fn old_payments_are_read_back_the_most_recent_first(registre: Registre, _: Brut) {
    let mut reprise = paiement("A", "Reprise", MAI, -12_345);
    reprise.nature = Nature::Indu;
    let fichier = [paiement("A", "Initial", AVRIL, 120_000), reprise, paiement("B", "Initial", AVRIL, 1)];
    assert_eq!(importer(&registre, "f1", &fichier).await, Importation::Faite);
    let lus = registre.paiements_de(&IdBeneficiaire("A".to_owned())).await.unwrap();
    let vus: Vec<_> = lus.iter().map(|p| (p.titre.as_str(), p.centimes, p.nature, p.jour)).collect();
    assert_eq!(vus, [("Reprise", -12_345, Nature::Indu, MAI), ("Initial", 120_000, Nature::Initial, AVRIL)]);
    assert!(lus.iter().all(|p| p.fictif && p.origine == OrigineDePaiement::Import("f1".to_owned())));
    assert_eq!((lus[0].exercice.as_str(), lus[0].exercice_affiche.as_str()), ("2023", "2024"));
}

pub(crate) async fn the_same_file_is_imported_once(registre: Registre, _: Brut) {
    let fichier = [paiement("A", "Initial", AVRIL, 120_000)];
    assert_eq!(importer(&registre, "f1", &fichier).await, Importation::Faite);
    assert_eq!(importer(&registre, "f1", &fichier).await, Importation::DejaFaite);
    assert_eq!(registre.paiements_de(&IdBeneficiaire("A".to_owned())).await.unwrap().len(), 1);
    assert_eq!(registre.journal_tete().await.unwrap().rang, 1);
}

pub(crate) async fn a_payment_that_could_be_another_stops_the_import(registre: Registre, _: Brut) {
    importer(&registre, "f1", &[paiement("A", "Initial", AVRIL, 120_000)]).await;
    let mut fichier: Vec<_> = (0..450).map(|n| paiement(&format!("N{n}"), "Initial", AVRIL, 100)).collect();
    fichier[0] = paiement("A", "Initial", AVRIL, 5);
    fichier[300] = paiement("N299", "Initial", AVRIL, 7);
    assert_eq!(importer(&registre, "f2", &fichier).await, Importation::Doublons(vec![0, 300]));
    assert!(registre.paiements_de(&IdBeneficiaire("N1".to_owned())).await.unwrap().is_empty(), "nothing is written");
    // Another day, or another exercice, is another payment.
    assert_eq!(importer(&registre, "f2", &[paiement("A", "Initial", MAI, 5)]).await, Importation::Faite);
}

pub(crate) async fn an_imported_payment_counts_in_what_was_paid(registre: Registre, _: Brut) {
    let mut p = paiement("A", "Initial", AVRIL, 120_000);
    (p.dispositif, p.code) = (Some("essai".to_owned()), Some("initial".to_owned()));
    importer(&registre, "f1", &[p.clone(), paiement("A", "Autre", AVRIL, 3)]).await;
    let deja = registre.deja_verse(&p.beneficiaire.clone().into(), "essai", "2023").await.unwrap();
    assert_eq!(deja, [("initial".to_owned(), 120_000)].into());
    let tous = registre.deja_verse_a_tous("essai", "2023").await.unwrap();
    assert!(tous[&p.beneficiaire.clone().into()].fictif, "what was invented stays marked");
    assert_eq!(tous[&p.beneficiaire.clone().into()].sous("initial"), 120_000);
}

pub(crate) async fn a_department_is_imported_in_less_than_a_second(registre: Registre, _: Brut) {
    let fichier: Vec<_> = (0..600)
        .flat_map(|n| (0..6).map(move |titre| paiement(&format!("N{n}"), &format!("Titre {titre}"), AVRIL, 100)))
        .collect();
    let debut = Instant::now();
    assert_eq!(importer(&registre, "f1", &fichier).await, Importation::Faite);
    let duree = debut.elapsed();
    eprintln!("3 600 paiements importés en {} ms", duree.as_millis());
    assert!(duree.as_millis() < 5_000, "3 600 payments took {duree:?}");
}

pub(crate) async fn an_imported_payment_cannot_be_changed(registre: Registre, brut: Brut) {
    importer(&registre, "f1", &[paiement("A", "Initial", AVRIL, 120_000)]).await;
    brut.sql("UPDATE paiements_importes SET centimes = 1").await.unwrap_err();
    brut.sql("DELETE FROM paiements_importes").await.unwrap_err();
    brut.sql("UPDATE imports SET fictif = 0").await.unwrap_err();
}
