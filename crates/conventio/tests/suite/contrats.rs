//! A dispositif computed by contract: each contract of somebody is computed, explained and paid alone.

use crate::{Dossier, Fin, dit, regles};

/// A signed twice, B once. 10 € a day, and the 100 € envelope by days: 150,00, 75,00 and 75,00 €; 3 € for a post.
const MESURES: &str = "\
beneficiaire,contrat,signature,jours,deja_verse_avance
A,c2020,2020-10-01,10,
A,c2024,2024-03-01,5,
B,c2024,2024-03-01,5,
";

fn dossier() -> Dossier {
    let dossier = Dossier::new();
    dossier.ecrire("mesures.csv", MESURES);
    dossier.ecrire("postes.csv", "beneficiaire,contrat,cle,primes\nA,c2024,accueil,3\n");
    dossier
}

fn conventions() -> String {
    regles().with_file_name("contrats").display().to_string()
}

fn aide(dossier: &Dossier, commande: &str, suite: &[&str]) -> Fin {
    let regles = conventions();
    let fichiers = ["--exercice", "2024", "--mesures", "mesures.csv", "--details", "poste=postes.csv"];
    dossier.lancer(&[&[commande, "aide", "--conventions", &regles][..], &fichiers, suite].concat())
}

fn calculer(dossier: &Dossier) -> Fin {
    aide(dossier, "calculer", &["--sortie", "s.csv"])
}

fn liquider(dossier: &Dossier, quoi: &[&str], par: &str) -> Fin {
    let regles = conventions();
    let suite = ["--registre", "r.db", "--auteur", par, "--conventions", &regles];
    dossier.lancer(&[&["liquider"], quoi, &suite].concat())
}

/// Prepares, validates and pays one of the payments.
fn verser(dossier: &Dossier, numero: &str, versement: &str) -> String {
    let preparer = ["preparer", "--manifeste", "s.csv.manifeste.json", "--nouveau", "--versement", versement];
    let dite = liquider(dossier, &preparer, "Anne").reussie();
    liquider(dossier, &["valider", numero], "Bruno").reussie();
    liquider(dossier, &["payer", numero, "--date", "2025-01-07"], "Carole").reussie();
    dite
}

#[test]
fn each_contract_has_its_row_in_the_results_and_its_share_of_the_envelope() {
    let dossier = dossier();
    dit(&calculer(&dossier).reussie(), &["Aide d'essai, exercice 2024 : 3 contrats", "303,00 €"]);
    assert_eq!(
        dossier.lire("s.csv"),
        "beneficiaire,contrat,montant,etat,presence,postes,part\n\
         A,c2020,150.00,payable,100.00,0.00,50.00\n\
         A,c2024,78.00,payable,50.00,3.00,25.00\n\
         B,c2024,75.00,payable,50.00,0.00,25.00\n"
    );
    dit(&dossier.lire("s.csv.nationaux.json"), &["\"A/c2020\": 5000", "\"A/c2024\": 2500"]);
    dit(&dossier.lancer(&["rejouer", "s.csv.manifeste.json"]).reussie(), &["mêmes octets"]);
    // The shares kept are those of each contract, whatever the file holds now.
    dossier.ecrire("mesures.csv", "beneficiaire,contrat,signature,jours\nA,c2024,2024-03-01,5\n");
    aide(&dossier, "calculer", &["--sortie", "t.csv", "--nationaux", "s.csv.nationaux.json"]).reussie();
    dit(&dossier.lire("t.csv"), &["A,c2024,78.00,payable,50.00,3.00,25.00"]);
}

#[test]
fn the_order_of_the_rows_changes_nothing_for_a_contract() {
    let dossier = dossier();
    calculer(&dossier).reussie();
    let premiere = dossier.lire("s.csv");
    let mut lignes: Vec<&str> = MESURES.lines().collect();
    lignes[1..].reverse();
    dossier.ecrire("mesures.csv", lignes.join("\n"));
    calculer(&dossier).reussie();
    for ligne in premiere.lines() {
        dit(&dossier.lire("s.csv"), &[ligne]);
    }
}

#[test]
fn somebody_who_has_several_contracts_is_explained_one_at_a_time() {
    let dossier = dossier();
    let expliquer = |suite: &[&str]| aide(&dossier, "expliquer", suite);
    let refus = expliquer(&["--beneficiaire", "A"]).refusee(2);
    dit(
        &refus,
        &["« A » a plusieurs contrats", "--contrat", "c2024 : Contrat du 01/03/2024\n  c2020 : Contrat du 01/10/2020"],
    );
    dit(
        &expliquer(&["--beneficiaire", "A", "--contrat", "c2020"]).reussie(),
        &["Bénéficiaire A, contrat du 01/10/2020", "150,00 €"],
    );
    dit(&expliquer(&["--beneficiaire", "B"]).reussie(), &["Bénéficiaire B, contrat du 01/03/2024", "75,00 €"]);
    let refus = expliquer(&["--beneficiaire", "B", "--contrat", "c2020"]).refusee(2);
    dit(&refus, &["« B » n'a pas de contrat « c2020 »", "Vouliez-vous dire « c2024 »"]);
    let json = expliquer(&["--beneficiaire", "A", "--contrat", "c2024", "--format", "json"]).reussie();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["beneficiaire"], &json["contrat"]["code"]), (&"A".into(), &"c2024".into()));
    assert_eq!(json["montant_centimes"], 7_800);
    let essai = Dossier::avec_mesures();
    let regles = regles();
    let exemple = [
        "expliquer",
        "exemple",
        "--conventions",
        regles.to_str().unwrap(),
        "--exercice",
        "2023",
        "--mesures",
        "mesures.csv",
    ];
    let suite = ["--details", "produit=produits.csv", "--beneficiaire", "A", "--contrat", "c2020"];
    dit(
        &essai.lancer(&[&exemple[..], &suite].concat()).refusee(2),
        &["ne se calcule pas par contrat", "ôtez --contrat"],
    );
}

#[test]
fn a_file_without_contracts_or_with_one_twice_is_refused() {
    let dossier = dossier();
    dossier.ecrire("mesures.csv", "beneficiaire,signature,jours\nA,2020-10-01,10\n");
    dit(&calculer(&dossier).refusee(3), &["la colonne « contrat » manque", "chaque contrat se calcule à part"]);
    dossier.ecrire("mesures.csv", format!("{MESURES}A,c2020,2020-10-01,1,\n"));
    dit(&calculer(&dossier).refusee(3), &["ligne 5", "le contrat « c2020 » du bénéficiaire « A »"]);
    let essai = Dossier::avec_mesures();
    essai.ecrire("mesures.csv", "beneficiaire,contrat,nb_factures,nb_fse,coordonne\nA,c,1,1,1\n");
    dit(&essai.calculer("mesures.csv", "s.csv").refusee(3), &["la colonne « contrat » est de trop"]);
    let decrit =
        dossier.lancer(&["decrire", "aide", "--exercice", "2024", "--entrees", "--conventions", &conventions()]);
    dit(&decrit.reussie(), &["(--mesures) : « beneficiaire », « contrat », puis", "« contrat », « cle », puis"]);
}

#[test]
fn what_was_paid_under_a_contract_is_taken_off_that_one_only() {
    let dossier = dossier();
    calculer(&dossier).reussie();
    let avance = verser(&dossier, "1", "avance");
    dit(&avance, &["3 versements à 2 bénéficiaires, 60,00 € au total"]);
    verser(&dossier, "2", "solde");
    let json = dossier.lancer(&["liquider", "montrer", "2", "--registre", "r.db", "--format", "json"]).reussie();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let lignes: Vec<_> = json["lignes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (l["contrat"].as_str().unwrap(), l["centimes"].as_str().unwrap()))
        .collect();
    // 150 − 20, 78 − 20, 75 − 20.
    assert_eq!(lignes, [("c2020", "13000"), ("c2024", "5800"), ("c2024", "5500")]);
    // Ten days more under one contract of A: the envelope moves, each contract is settled alone.
    dossier.ecrire("mesures.csv", MESURES.replace("2020-10-01,10", "2020-10-01,20"));
    calculer(&dossier).reussie();
    let dite = verser(&dossier, "3", "solde");
    // 200 + 66,67 − 150 = 116,67; 50 + 16,66 or 16,67 + 3 − 78 = −8,34 or −8,33: three lines.
    dit(&dite, &["3 versements à 2 bénéficiaires, 100,00 € au total", "à reprendre"]);
}

#[test]
fn an_import_says_under_which_contract_it_was_paid() {
    let dossier = dossier();
    calculer(&dossier).reussie();
    let entete = "beneficiaire,convention,exercice,titre,date,montant,nature,dispositif,code,contrat\n";
    let importer = |lignes: &str| {
        dossier.ecrire("i.csv", format!("{entete}{lignes}"));
        let regles = conventions();
        dossier.lancer(&[
            "importer",
            "versements",
            "i.csv",
            "--registre",
            "r.db",
            "--nouveau",
            "--auteur",
            "Anne",
            "--conventions",
            &regles,
        ])
    };
    let ligne =
        |contrat: &str| format!("A,contrats,2024,Avance ancienne,2024-06-01,\"5,00\",avance,aide,avance,{contrat}\n");
    dit(&importer(&ligne("")).refusee(3), &["ligne 2, colonne « contrat »", "le contrat manque"]);
    dit(&importer(&ligne("du 1/10")).refusee(3), &["« du 1/10 » n'est pas un code de contrat"]);
    importer(&ligne("c2020")).reussie();
    // The ledger already knows 5 € under this contract, and nothing under the other.
    let preparer = ["preparer", "--manifeste", "s.csv.manifeste.json", "--versement", "avance"];
    dit(&liquider(&dossier, &preparer, "Anne").reussie(), &["3 versements à 2 bénéficiaires, 55,00 € au total"]);
    let essai = "B,essai,2023,Ancien,2024-06-01,\"5,00\",initial,exemple,initial,c1\n";
    dossier.ecrire("e.csv", format!("{entete}{essai}"));
    let regles = regles();
    let importe = dossier.lancer(&[
        "importer",
        "versements",
        "e.csv",
        "--registre",
        "r.db",
        "--auteur",
        "Anne",
        "--conventions",
        regles.to_str().unwrap(),
    ]);
    dit(&importe.refusee(3), &["« exemple » ne se calcule pas par contrat"]);
}
