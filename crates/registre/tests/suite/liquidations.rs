use crate::support::{Brut, MIDI, empreintes};
use convention::{Date, IdBeneficiaire, Nature};
use registre::{
    DejaVerse, EtatDeLiquidation, Instant, LigneDeLiquidation, MotifDeReserve, NouvelleLiquidation, Ordonnancement,
    OrdreDeVersement, OrigineDePaiement, Registre, Reserve, Resultat, Versement, empreinte_des_lignes,
};
use std::time::Duration;

const AVRIL: Date = Date::du_calendrier(2025, 4, 15);

fn beneficiaire(rang: u32) -> IdBeneficiaire {
    IdBeneficiaire(format!("99000001{rang}"))
}

fn ligne(rang: u32, centimes: i64) -> LigneDeLiquidation {
    let nature = if centimes < 0 { Nature::Indu } else { Nature::Initial };
    LigneDeLiquidation { beneficiaire: beneficiaire(rang), contrat: None, nature, centimes, deja: DejaVerse::default() }
}

async fn preparer(registre: &Registre, lignes: &[LigneDeLiquidation], reserves: &[Reserve]) -> Resultat<i64> {
    let empreintes = empreintes();
    let nouvelle = NouvelleLiquidation {
        dispositif: "essai",
        exercice: "2024",
        versement: "initial",
        titre: "Essai : paiement initial",
        annee_du_versement: false,
        periode: Some("année 2024"),
        empreintes: &empreintes,
        manifeste: "s.csv.manifeste.json",
        lignes,
        reserves,
        auteur: "national-1",
    };
    registre.preparer_liquidation(&nouvelle, MIDI).await
}

fn par(auteur: &str, numero: i64) -> Ordonnancement<'_> {
    Ordonnancement { numero, auteur, instant: MIDI.plus(Duration::from_secs(60)) }
}

async fn etat(registre: &Registre, numero: i64) -> EtatDeLiquidation {
    registre.liquidation(numero).await.unwrap().unwrap().etat()
}

pub(crate) async fn a_run_goes_from_preparation_to_the_ledger(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 120_050), ligne(2, -3_000)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    assert_eq!(etat(&registre, numero).await, EtatDeLiquidation::Preparee);
    assert!(registre.paiements_de(&beneficiaire(1)).await.unwrap().is_empty());
    registre.valider_liquidation(&par("national-2", numero), &empreinte_des_lignes(&lignes)).await.unwrap();
    registre.payer_liquidation(&par("comptable", numero), AVRIL).await.unwrap();

    let gardee = registre.liquidation(numero).await.unwrap().unwrap();
    assert_eq!(gardee.etat(), EtatDeLiquidation::Payee);
    // 1 200,50 − 30,00 = 1 170,50 €
    assert_eq!(gardee.total, (2, 117_050));
    let auteurs: Vec<&str> = gardee.etapes.iter().map(|e| e.auteur.as_str()).collect();
    assert_eq!(auteurs, ["national-1", "national-2", "comptable"]);
    assert_eq!(gardee.etapes[0].instant, MIDI);
    assert_eq!(gardee.etapes[2].jour, Some(AVRIL));

    let paiements = registre.paiements_de(&beneficiaire(1)).await.unwrap();
    assert_eq!(paiements.len(), 1);
    let p = &paiements[0];
    assert_eq!((p.titre.as_str(), p.centimes, p.jour), ("Essai : paiement initial", 120_050, AVRIL));
    assert_eq!((p.exercice.as_str(), p.exercice_affiche.as_str()), ("2024", "2024"));
    assert_eq!((p.dispositif.as_deref(), p.code.as_deref()), (Some("essai"), Some("initial")));
    assert_eq!((&p.origine, p.fictif), (&OrigineDePaiement::Calcul(gardee.calcul.clone()), false));
    assert_eq!(registre.paiements_de(&beneficiaire(2)).await.unwrap()[0].nature, Nature::Indu);
    let actes: Vec<String> = registre.journal_lire(0, 10).await.unwrap().into_iter().map(|l| l.acte).collect();
    assert_eq!(actes, ["preparer", "valider", "verser", "payer"]);
}

pub(crate) async fn the_person_who_prepared_does_not_validate(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 100)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    for meme in ["national-1", " National-1 "] {
        let refus = registre.valider_liquidation(&par(meme, numero), &empreinte_des_lignes(&lignes)).await.unwrap_err();
        assert!(refus.message.contains("Une autre doit la valider"), "{}", refus.message);
    }
    assert_eq!(etat(&registre, numero).await, EtatDeLiquidation::Preparee);
    assert_eq!(registre.journal_tete().await.unwrap().rang, 1, "a refusal leaves no act");
}

pub(crate) async fn a_run_that_rests_on_something_unknown_is_never_an_order(registre: Registre, brut: Brut) {
    let lignes = [ligne(1, 100)];
    let reserve = |motif, nom: &str| Reserve { motif, nom: nom.to_owned(), beneficiaires: 3 };
    let reserves =
        [reserve(MotifDeReserve::Inconnu, "Prime (prime)"), reserve(MotifDeReserve::Hypothese, "Seuil (seuil)")];
    let numero = preparer(&registre, &lignes, &reserves).await.unwrap();
    let refus = registre.valider_liquidation(&par("b", numero), &empreinte_des_lignes(&lignes)).await.unwrap_err();
    for mot in ["n'est pas un ordre de paiement", "Prime (prime)", "hypothèse", "Seuil (seuil)"] {
        assert!(refus.message.contains(mot), "« {mot} » manque dans {}", refus.message);
    }
    assert_eq!(registre.liquidation(numero).await.unwrap().unwrap().reserves, reserves);
    // Even a validation written behind the back of the register does not make it an order.
    brut.sql(&format!("INSERT INTO liquidation_etapes VALUES ({numero}, 2, 'validee', 'x', 0, NULL, NULL)"))
        .await
        .unwrap();
    let refus = registre.payer_liquidation(&par("c", numero), AVRIL).await.unwrap_err();
    assert!(refus.message.contains("Prime (prime)"), "{}", refus.message);
    assert!(registre.paiements_de(&beneficiaire(1)).await.unwrap().is_empty());
}

pub(crate) async fn a_payment_made_since_the_preparation_stops_the_run(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 100), ligne(2, 200)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    registre.valider_liquidation(&par("b", numero), &empreinte_des_lignes(&lignes)).await.unwrap();
    let versements = [Versement {
        beneficiaire: beneficiaire(2),
        contrat: None,
        dispositif: "essai".to_owned(),
        exercice: "2024".to_owned(),
        code: "avance".to_owned(),
        nature: Nature::Avance,
        centimes: 50,
    }];
    let ordre = OrdreDeVersement { calcul: "ailleurs", versements: &versements, auteur: "x" };
    registre.verser(&ordre, MIDI).await.unwrap();
    let refus = registre.payer_liquidation(&par("c", numero), AVRIL).await.unwrap_err();
    assert!(refus.message.contains("grand livre"), "{}", refus.message);
    assert!(registre.paiements_de(&beneficiaire(1)).await.unwrap().is_empty(), "all or none");
    registre.abandonner_liquidation(&par("c", numero), "à refaire").await.unwrap();
    assert_eq!(etat(&registre, numero).await, EtatDeLiquidation::Abandonnee);
}

pub(crate) async fn the_same_run_is_not_prepared_twice_at_once(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 100)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    let refus = preparer(&registre, &lignes, &[]).await.unwrap_err();
    assert!(refus.message.contains("attend une décision"), "{}", refus.message);
    registre.abandonner_liquidation(&par("b", numero), "doublon").await.unwrap();
    assert_eq!(preparer(&registre, &lignes, &[]).await.unwrap(), numero + 1);
    let refus = preparer(&registre, &[], &[]).await.unwrap_err();
    assert!(refus.message.contains("rien à verser"), "{}", refus.message);
}

pub(crate) async fn a_decision_out_of_turn_is_refused(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 100)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    let dit = |refus: registre::ErreurDeRegistre, mots: &str| {
        assert!(refus.message.contains(mots), "« {mots} » manque dans {}", refus.message);
    };
    dit(registre.payer_liquidation(&par("b", numero), AVRIL).await.unwrap_err(), "attend encore sa validation");
    dit(registre.valider_liquidation(&par("b", numero), "autre").await.unwrap_err(), "ne dit plus");
    dit(registre.valider_liquidation(&par("b", 99), "x").await.unwrap_err(), "n'existe pas");
    dit(registre.valider_liquidation(&par(" ", numero), "x").await.unwrap_err(), "Dites qui");
    dit(registre.abandonner_liquidation(&par("b", numero), " ").await.unwrap_err(), "Dites pourquoi");
    registre.valider_liquidation(&par("b", numero), &empreinte_des_lignes(&lignes)).await.unwrap();
    dit(registre.valider_liquidation(&par("c", numero), "x").await.unwrap_err(), "est déjà validée");
    registre.payer_liquidation(&par("b", numero), AVRIL).await.unwrap();
    dit(registre.payer_liquidation(&par("b", numero), AVRIL).await.unwrap_err(), "est déjà payée");
    dit(registre.abandonner_liquidation(&par("b", numero), "trop tard").await.unwrap_err(), "est déjà payée");
}

pub(crate) async fn two_people_who_pay_at_once_pay_once(registre: Registre, _: Brut) {
    let lignes = [ligne(1, 100)];
    let numero = preparer(&registre, &lignes, &[]).await.unwrap();
    registre.valider_liquidation(&par("b", numero), &empreinte_des_lignes(&lignes)).await.unwrap();
    let taches: Vec<_> = (0..4)
        .map(|_| {
            let registre = registre.clone();
            tokio::spawn(async move { registre.payer_liquidation(&par("c", numero), AVRIL).await.is_ok() })
        })
        .collect();
    let mut reussies = 0;
    for tache in taches {
        reussies += u32::from(tache.await.unwrap());
    }
    assert_eq!(reussies, 1);
    assert_eq!(registre.paiements_de(&beneficiaire(1)).await.unwrap().len(), 1);
}

pub(crate) async fn what_was_prepared_cannot_be_changed(registre: Registre, brut: Brut) {
    let reserve = Reserve { motif: MotifDeReserve::Fictif, nom: "x".to_owned(), beneficiaires: 1 };
    preparer(&registre, &[ligne(1, 100)], &[reserve]).await.unwrap();
    for table in ["liquidations", "liquidation_lignes", "liquidation_reserves", "liquidation_etapes"] {
        brut.sql(&format!("DELETE FROM {table}")).await.unwrap_err();
    }
    brut.sql("UPDATE liquidation_lignes SET centimes = 1000000").await.unwrap_err();
    brut.sql("UPDATE liquidation_etapes SET auteur = 'autre'").await.unwrap_err();
}

pub(crate) async fn two_payments_of_a_beneficiary_never_bear_the_same_title(registre: Registre, _: Brut) {
    for (rang, centimes) in [(1, 100), (2, 250)] {
        let mut lignes = [ligne(1, centimes)];
        lignes[0].deja = registre
            .deja_verse_a_tous("essai", "2024")
            .await
            .unwrap()
            .remove(&beneficiaire(1).into())
            .unwrap_or_default();
        let numero = preparer(&registre, &lignes, &[]).await.unwrap();
        assert_eq!(numero, rang);
        registre.valider_liquidation(&par("b", numero), &empreinte_des_lignes(&lignes)).await.unwrap();
        let o = Ordonnancement { instant: Instant(MIDI.0 + rang), ..par("b", numero) };
        registre.payer_liquidation(&o, AVRIL).await.unwrap();
    }
    let paiements = registre.paiements_de(&beneficiaire(1)).await.unwrap();
    let titres: Vec<&str> = paiements.iter().map(|p| p.titre.as_str()).collect();
    assert_eq!(titres, ["Essai : paiement initial (n°\u{a0}2)", "Essai : paiement initial"]);
    assert_eq!(registre.deja_verse(&beneficiaire(1).into(), "essai", "2024").await.unwrap()["initial"], 350);
}
