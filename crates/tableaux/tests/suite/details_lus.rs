//! Reading detail lines.

use crate::{Dossier, entree, tout_lire};
use formule::Unite;
use formule::programme::{Detail, Genre};
use std::path::Path;
use tableaux::{Beneficiaires, Cles, lire_detail};

fn produits() -> Detail {
    let boites = entree("boites", Genre::Nombre(Unite::simple("boite")), 1_000_000, 1);
    Detail { code: "produit".into(), table: Some("produits".into()), entrees: vec![boites] }
}

fn cles() -> Cles<'static> {
    Cles { nom: Some("produit"), codes: vec!["alpha", "beta", "gamma"], valables: vec![true, true, false] }
}

fn population(dossier: &Dossier) -> Beneficiaires {
    let chemin = dossier.ecrire("m.csv", "beneficiaire,nb_factures,nb_fse,coordonne\nA,1,1,1\nB,1,1,1\nC,1,1,1\n");
    tout_lire(&chemin).unwrap().beneficiaires
}

#[test]
fn lines_are_sorted_by_beneficiary_then_key() {
    let dossier = Dossier::new();
    let qui = population(&dossier);
    let chemin = dossier.ecrire("d.csv", "beneficiaire;cle;boites\nC;beta;5\nA;beta;2\nC;alpha;\nA;alpha;1\n");
    let (jeu, _) = lire_detail(&chemin, &produits(), &cles(), &qui).unwrap();
    assert_eq!(jeu.debuts, [0, 2, 2, 4]);
    assert_eq!(jeu.cles, [0, 1, 0, 1]);
    let boites: Vec<_> = (0..4).map(|i| jeu.entrees[0].lire(i).ok()).collect();
    assert_eq!(boites, [Some(1), Some(2), None, Some(5)]);
}

#[test]
fn a_header_alone_says_that_nobody_has_a_line() {
    let dossier = Dossier::new();
    let qui = population(&dossier);
    let (jeu, _) =
        lire_detail(&dossier.ecrire("d.csv", "beneficiaire,cle,boites\n"), &produits(), &cles(), &qui).unwrap();
    assert_eq!(jeu.debuts, [0, 0, 0, 0]);
}

#[test]
fn bad_keys_and_strangers_are_told_with_their_line() {
    let dossier = Dossier::new();
    let qui = population(&dossier);
    let refus = |contenu: &str| {
        let chemin = dossier.ecrire("d.csv", contenu);
        lire_detail(Path::new(&chemin), &produits(), &cles(), &qui).unwrap_err().to_string().replace('\u{a0}', " ")
    };
    for (ligne, mot) in [
        ("A,alpah,1", "Vouliez-vous dire"),
        ("A,zzz,1", "Les clés sont alpha, beta, gamma"),
        ("A,gamma,1", "pour cet exercice"),
        ("Z,alpha,1", "n'est pas dans le fichier de mesures"),
        ("A,alpha,1\nA,alpha,2", "à la ligne 2"),
    ] {
        let phrase = refus(&format!("beneficiaire,produit,boites\n{ligne}\n"));
        assert!(phrase.contains(mot) && phrase.contains("ligne "), "{phrase}");
    }
    assert!(refus("cle,boites\nalpha,1\n").contains("beneficiaire"));
    assert!(refus("beneficiaire,boites\nA,1\n").contains("cle"));
}
