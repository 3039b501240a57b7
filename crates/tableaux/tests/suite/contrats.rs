//! Files where each contract of somebody is computed alone.

use crate::{Dossier, entree, entrees};
use formule::programme::{Detail, Genre};
use formule::{Etat, Unite};
use tableaux::{Beneficiaires, Cles, Mesures, Refus, Resultats, UneLignePar, ecrire, lire, lire_detail};

const DEUX_DE_A: &str =
    "contrat,beneficiaire,nb_factures,nb_fse,coordonne\n2020-10,A,3,1,1\n2024-03,A,5,2,0\n2024-03,B,7,3,1\n";

fn par_contrat(dossier: &Dossier, contenu: &str) -> Result<Mesures, Refus> {
    lire(&dossier.ecrire("m.csv", contenu), &entrees(), UneLignePar::Contrat, &|_| true)
}

fn dit(refus: &Refus) -> String {
    refus.to_string().replace('\u{a0}', " ")
}

#[test]
fn somebody_has_a_row_for_each_contract() {
    let dossier = Dossier::new();
    let mesures = par_contrat(&dossier, DEUX_DE_A).unwrap();
    let qui = &mesures.beneficiaires;
    assert_eq!((qui.rangs("A"), qui.rangs("B"), qui.rangs("C")), (vec![0, 1], vec![2], vec![]));
    assert_eq!((qui.id(1).as_ref(), qui.contrat(1), qui.cle(1).as_ref()), ("A", Some("2024-03"), "A/2024-03"));
    assert_eq!(mesures.entrees[0].lire(1), Ok(5));
}

#[test]
fn the_same_contract_twice_is_refused_with_both_lines() {
    let refus = par_contrat(&Dossier::new(), &format!("{DEUX_DE_A}2020-10,A,1,1,1\n")).unwrap_err();
    assert!(
        dit(&refus).contains("ligne 5 : le contrat « 2020-10 » du bénéficiaire « A » est déjà à la ligne 2"),
        "{refus}"
    );
}

#[test]
fn a_contract_without_a_code_or_with_a_strange_one_is_refused_at_its_place() {
    let long = "x".repeat(41);
    for (code, mots) in [
        ("", "n'est pas nommé"),
        ("du 1/10", "« du 1/10 » n'est pas un code"),
        ("é", "lettres sans accent"),
        (&long, "40"),
    ] {
        let contenu = format!("beneficiaire,contrat,nb_factures,nb_fse,coordonne\nA,{code},1,1,1\n");
        let phrase = dit(&par_contrat(&Dossier::new(), &contenu).unwrap_err());
        assert!(phrase.contains("ligne 2, colonne « contrat »") && phrase.contains(mots), "{phrase}");
    }
}

#[test]
fn the_column_must_be_there_when_it_counts_and_only_then() {
    let dossier = Dossier::new();
    let sans = "beneficiaire,nb_factures,nb_fse,coordonne\nA,1,1,1\n";
    assert!(dit(&par_contrat(&dossier, sans).unwrap_err()).contains("la colonne « contrat » manque"));
    let sans = "contrat,nb_factures,nb_fse,coordonne\nc,1,1,1\n";
    assert!(dit(&par_contrat(&dossier, sans).unwrap_err()).contains("la colonne « beneficiaire » manque"));
    let refus = crate::tout_lire(&dossier.ecrire("m.csv", DEUX_DE_A)).unwrap_err();
    assert!(dit(&refus).contains("la colonne « contrat » est de trop"), "{refus}");
    // Where a row is somebody, an input may bear that name.
    let contrat = entree("contrat", Genre::OuiNon, 1, 1);
    let chemin = dossier.ecrire("n.csv", "beneficiaire,contrat\nA,1\n");
    let lues = lire(&chemin, &[contrat], UneLignePar::Beneficiaire, &|_| true).unwrap();
    assert_eq!((lues.entrees[0].lire(0), lues.beneficiaires.contrat(0)), (Ok(1), None));
}

fn produits() -> Detail {
    let boites = entree("boites", Genre::Nombre(Unite::simple("boite")), 1_000_000, 1);
    Detail { code: "produit".into(), table: None, entrees: vec![boites] }
}

#[test]
fn detail_lines_belong_to_a_contract() {
    let dossier = Dossier::new();
    let qui = par_contrat(&dossier, DEUX_DE_A).unwrap().beneficiaires;
    let cles = Cles { nom: None, codes: vec!["alpha"], valables: vec![true] };
    let details =
        |contenu: &str, qui: &Beneficiaires| lire_detail(&dossier.ecrire("d.csv", contenu), &produits(), &cles, qui);
    let (jeu, _) = details("beneficiaire,contrat,cle,boites\nA,2024-03,alpha,9\nA,2020-10,alpha,4\n", &qui).unwrap();
    assert_eq!(jeu.debuts, [0, 1, 2, 2]);
    assert_eq!((jeu.entrees[0].lire(0), jeu.entrees[0].lire(1)), (Ok(4), Ok(9)));
    let refus = |contenu: &str| dit(&details(contenu, &qui).unwrap_err());
    let phrase = refus("beneficiaire,contrat,cle,boites\nA,2023-01,alpha,9\n");
    assert!(
        phrase.contains("ligne 2") && phrase.contains("le contrat « 2023-01 » du bénéficiaire « A » n'est pas"),
        "{phrase}"
    );
    let phrase = refus("beneficiaire,contrat,cle,boites\nA,2020-10,alpha,9\nA,2020-10,alpha,9\n");
    assert!(phrase.contains("le contrat « 2020-10 » du bénéficiaire « A » a déjà une ligne"), "{phrase}");
    assert!(refus("beneficiaire,cle,boites\nA,alpha,9\n").contains("la colonne « contrat » manque"));
    let phrase = dit(&details("beneficiaire,contrat,cle,boites\n1,c,alpha,9\n", &Beneficiaires::Rangs(1)).unwrap_err());
    assert!(phrase.contains("la colonne « contrat » est de trop"), "{phrase}");
}

#[test]
fn results_name_the_contract_and_are_read_back() {
    let dossier = Dossier::new();
    let qui = par_contrat(&dossier, DEUX_DE_A).unwrap().beneficiaires;
    for nom in ["sortie.csv", "sortie.parquet"] {
        let chemin = dossier.fichier(nom);
        let resultats = Resultats {
            beneficiaires: &qui,
            montant: Box::new(|rang| [Some(100), None, Some(5)][rang]),
            etat: &|rang| [Etat::Payable, Etat::Incomplet, Etat::AConfirmer][rang],
            indicateurs: Vec::new(),
        };
        ecrire(&chemin, &resultats).unwrap().publier().unwrap();
        let montant = entree("montant", Genre::Nombre(Unite::euro()), 10_000_000, 100);
        let relu = lire(&chemin, &[montant], UneLignePar::Contrat, &|_| true).unwrap();
        assert_eq!((relu.beneficiaires.contrat(2), relu.entrees[0].lire(2)), (Some("2024-03"), Ok(5)));
    }
    assert_eq!(
        std::fs::read_to_string(dossier.fichier("sortie.csv")).unwrap(),
        "beneficiaire,contrat,montant,etat\nA,2020-10,1.00,payable\nA,2024-03,,incomplet\nB,2024-03,0.05,a_confirmer\n"
    );
}
