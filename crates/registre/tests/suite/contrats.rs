//! Somebody who has several contracts: each is paid and counted alone.

use crate::support::{Brut, Dossier, MIDI, empreintes};
use convention::{Date, IdBeneficiaire, Nature, empreinte_de};
use registre::{
    CleDePaiement, ContratDeLigne, DejaVerse, Import, Importation, LigneDeLiquidation, NouvelleLiquidation,
    Ordonnancement, OrdreDeVersement, PaiementAImporter, Registre, Resultat, Versement, empreinte_des_lignes,
};
use sqlx::{AnyPool, Executor as _};
use std::path::Path;

const AVRIL: Date = Date::du_calendrier(2025, 4, 15);

fn medecin() -> IdBeneficiaire {
    IdBeneficiaire("980000001".to_owned())
}

fn cle(contrat: &str) -> CleDePaiement {
    CleDePaiement { beneficiaire: medecin(), contrat: Some(contrat.to_owned()) }
}

fn ligne(code: &str, nom: Option<&str>, centimes: i64) -> LigneDeLiquidation {
    LigneDeLiquidation {
        beneficiaire: medecin(),
        contrat: Some(ContratDeLigne { code: code.to_owned(), nom: nom.map(str::to_owned) }),
        nature: Nature::Avance,
        centimes,
        deja: DejaVerse::default(),
    }
}

async fn preparer(registre: &Registre, lignes: &[LigneDeLiquidation]) -> Resultat<i64> {
    let empreintes = empreintes();
    let nouvelle = NouvelleLiquidation {
        dispositif: "essai",
        exercice: "2024",
        versement: "avance",
        titre: "Essai : avance",
        annee_du_versement: false,
        periode: None,
        empreintes: &empreintes,
        manifeste: "s.csv.manifeste.json",
        lignes,
        reserves: &[],
        auteur: "Anne",
    };
    registre.preparer_liquidation(&nouvelle, MIDI).await
}

async fn payer(registre: &Registre, lignes: &[LigneDeLiquidation]) -> Resultat<()> {
    let numero = preparer(registre, lignes).await?;
    let par = |auteur| Ordonnancement { numero, auteur, instant: MIDI };
    registre.valider_liquidation(&par("Bruno"), &empreinte_des_lignes(lignes)).await?;
    registre.payer_liquidation(&par("Carole"), AVRIL).await
}

pub(crate) async fn each_contract_is_paid_and_counted_alone(registre: Registre, _: Brut) {
    let lignes =
        [ligne("c2020", Some("contrat du 01/10/2020"), 100), ligne("c2024", Some("contrat du 01/03/2024"), 250)];
    payer(&registre, &lignes).await.unwrap();
    let paiements = registre.paiements_de(&medecin()).await.unwrap();
    let mut vus: Vec<_> = paiements.iter().map(|p| (p.titre.as_str(), p.contrat.as_deref(), p.centimes)).collect();
    vus.sort_unstable();
    let attendus = [
        ("Essai : avance, contrat du 01/03/2024", Some("c2024"), 250),
        ("Essai : avance, contrat du 01/10/2020", Some("c2020"), 100),
    ];
    assert_eq!(vus, attendus);
    assert_eq!(registre.deja_verse(&cle("c2020"), "essai", "2024").await.unwrap()["avance"], 100);
    let tous = registre.deja_verse_a_tous("essai", "2024").await.unwrap();
    assert_eq!((tous.len(), tous[&cle("c2024")].sous("avance")), (2, 250));
    assert!(
        registre.deja_verse(&medecin().into(), "essai", "2024").await.unwrap().is_empty(),
        "nothing without a contract"
    );
    let lues = registre.lignes_de_liquidation(1).await.unwrap();
    assert_eq!(lues, [(cle("c2020"), Nature::Avance, 100), (cle("c2024"), Nature::Avance, 250)]);
    let ecrits: Vec<_> = registre.versements_de(&medecin()).await.unwrap();
    assert_eq!(ecrits[1].versement.contrat.as_deref(), Some("c2024"));
}

pub(crate) async fn the_same_contract_is_not_paid_twice_by_one_run(registre: Registre, _: Brut) {
    preparer(&registre, &[ligne("c2020", None, 100), ligne("c2020", None, 100)]).await.unwrap_err();
    let versement = |contrat: &str| Versement {
        beneficiaire: medecin(),
        contrat: Some(contrat.to_owned()),
        dispositif: "essai".to_owned(),
        exercice: "2024".to_owned(),
        code: "avance".to_owned(),
        nature: Nature::Avance,
        centimes: 50,
    };
    let verser = async |un: &str, autre: &str| {
        let versements = [versement(un), versement(autre)];
        registre.verser(&OrdreDeVersement { calcul: "a", versements: &versements, auteur: "x" }, MIDI).await
    };
    verser("c2020", "c2020").await.unwrap_err();
    assert!(verser("c2020", "c2024").await.unwrap());
    let refus = verser("c2020", "c2023").await.unwrap_err();
    assert!(refus.message.contains("d'autres montants"), "the contract is part of what was ordered: {}", refus.message);
}

pub(crate) async fn only_a_payment_under_the_same_contract_makes_a_run_stale(registre: Registre, _: Brut) {
    let lignes = [ligne("c2020", None, 100)];
    assert_ne!(empreinte_des_lignes(&lignes), empreinte_des_lignes(&[ligne("c2024", None, 100)]));
    let numero = preparer(&registre, &lignes).await.unwrap();
    let par = |auteur| Ordonnancement { numero, auteur, instant: MIDI };
    registre.valider_liquidation(&par("Bruno"), &empreinte_des_lignes(&lignes)).await.unwrap();
    assert_eq!(importer(&registre, "f1", &[paiement("Avance, ancien contrat", "c2019")]).await, Importation::Faite);
    registre.payer_liquidation(&par("Carole"), AVRIL).await.unwrap();
    // Deduced from nothing paid, while 1 € was.
    let refus = payer(&registre, &[ligne("c2020", None, 70)]).await.unwrap_err();
    assert!(refus.message.contains("ne dit plus ce qui reste"), "{}", refus.message);
}

fn paiement(titre: &str, contrat: &str) -> PaiementAImporter {
    PaiementAImporter {
        beneficiaire: medecin(),
        convention: "essai".to_owned(),
        exercice: "2024".to_owned(),
        exercice_affiche: "2024".to_owned(),
        dispositif: Some("essai".to_owned()),
        code: Some("avance".to_owned()),
        contrat: Some(contrat.to_owned()),
        titre: titre.to_owned(),
        nature: Nature::Avance,
        centimes: 7,
        jour: AVRIL,
        periode: None,
    }
}

async fn importer(registre: &Registre, empreinte: &str, paiements: &[PaiementAImporter]) -> Importation {
    let import = Import { empreinte, fictif: false, auteur: "Anne", paiements };
    registre.importer_paiements(&import, MIDI).await.unwrap()
}

pub(crate) async fn an_imported_payment_counts_for_its_contract_and_has_a_title_of_its_own(
    registre: Registre,
    _: Brut,
) {
    let nom = Some("contrat du 01/10/2020");
    payer(&registre, &[ligne("c2020", nom, 100), ligne("c2024", Some("contrat du 01/03/2024"), 100)]).await.unwrap();
    let doublon = paiement("Essai : avance, contrat du 01/10/2020", "c2020");
    assert_eq!(importer(&registre, "f1", &[doublon]).await, Importation::Doublons(vec![0]));
    assert_eq!(importer(&registre, "f1", &[paiement("Essai : avance", "c2020")]).await, Importation::Faite);
    let meme_titre = [paiement("Ancienne avance", "c2020"), paiement("Ancienne avance", "c2024")];
    assert_eq!(importer(&registre, "f2", &meme_titre).await, Importation::Doublons(vec![1]));
    assert_eq!(registre.deja_verse(&cle("c2020"), "essai", "2024").await.unwrap()["avance"], 107);
    assert_eq!(registre.deja_verse(&cle("c2024"), "essai", "2024").await.unwrap()["avance"], 100);
}

/// The tables as they were before contracts, with a payment of each kind.
async fn avant_les_contrats(moteur: &str, base: &AnyPool) {
    let dossier = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(moteur);
    let mut noms: Vec<String> =
        std::fs::read_dir(&dossier).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    noms.sort();
    noms.retain(|nom| nom.as_str() < "0012_contrats");
    let sql = async |texte: String| base.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(texte))).await.map(|_| ()).unwrap();
    sql("CREATE TABLE migrations (numero BIGINT PRIMARY KEY, nom TEXT NOT NULL, empreinte TEXT NOT NULL)".to_owned())
        .await;
    for (rang, nom) in noms.iter().enumerate() {
        let texte = std::fs::read_to_string(dossier.join(nom)).unwrap();
        let (nom, empreinte) = (nom.trim_end_matches(".sql"), empreinte_de(texte.as_bytes()));
        sql(texte).await;
        sql(format!("INSERT INTO migrations VALUES ({}, '{nom}', '{empreinte}')", rang + 1)).await;
    }
    let h = "0".repeat(64);
    for ecrit in [
        "INSERT INTO ordres VALUES ('liquidation-1', 'e', 'Anne', 5)".to_owned(),
        "INSERT INTO versements VALUES ('liquidation-1', 1, '980000001', 'essai', '2024', 'avance', 'avance', 100)".to_owned(),
        format!("INSERT INTO liquidations VALUES (1, 'liquidation-1', 'essai', '2024', 'avance', 'Essai : avance', 0, NULL, '{h}', '{h}', '', '{h}', '{h}', 'm', '{h}')"),
        "INSERT INTO liquidation_lignes VALUES (1, 1, '980000001', 'avance', 100, '')".to_owned(),
        "INSERT INTO liquidation_etapes VALUES (1, 1, 'payee', 'Anne', 5, '2025-04-15', NULL)".to_owned(),
        "INSERT INTO imports VALUES ('f', 'Anne', 4, 0)".to_owned(),
        "INSERT INTO paiements_importes VALUES ('f', 1, '980000001', 'essai', '2024', '2024', 'essai', 'avance', 'Reprise', 'avance', 11, '2024-04-15', NULL)".to_owned(),
    ] {
        sql(ecrit).await;
    }
}

pub(crate) async fn what_was_paid_before_contracts_is_kept_and_still_guarded(_: Registre, brut: Brut) {
    let dossier = Dossier::new();
    let (url, moteur) = if brut.est_sqlite() {
        (format!("sqlite://{}/avant.db", dossier.0.display()), "sqlite")
    } else {
        brut.sql("DROP SCHEMA public CASCADE").await.unwrap();
        brut.sql("CREATE SCHEMA public").await.unwrap();
        (brut.url.clone(), "postgresql")
    };
    let creer = if brut.est_sqlite() { format!("{url}?mode=rwc") } else { url.clone() };
    let base = AnyPool::connect(&creer).await.unwrap();
    avant_les_contrats(moteur, &base).await;
    let brut = Brut { base, url };
    let registre = brut.rouvrir().await.unwrap();
    let paiements = registre.paiements_de(&medecin()).await.unwrap();
    let vus: Vec<_> = paiements.iter().map(|p| (p.titre.as_str(), p.contrat.as_deref(), p.centimes)).collect();
    assert_eq!(vus, [("Essai : avance", None, 100), ("Reprise", None, 11)]);
    assert_eq!(registre.deja_verse(&medecin().into(), "essai", "2024").await.unwrap()["avance"], 111);
    assert_eq!(registre.lignes_de_liquidation(1).await.unwrap(), [(medecin().into(), Nature::Avance, 100)]);
    for table in ["versements", "liquidation_lignes", "paiements_importes"] {
        brut.sql(&format!("DELETE FROM {table}")).await.unwrap_err();
        brut.sql(&format!("UPDATE {table} SET contrat = 'c'")).await.unwrap_err();
    }
    registre.fermer().await;
    brut.base.close().await;
}
