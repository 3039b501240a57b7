//! Bad input: a clear sentence with the place and what to do, the code that was promised, nothing left on the disk.

use crate::{Dossier, dit};

/// Runs `calculer` on these measures, which must be refused with these words, and leave nothing behind.
#[track_caller]
fn refuse(contenu: impl AsRef<[u8]>, mots: &[&str]) {
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("mesures.csv", contenu);
    for sortie in ["sortie.csv", "sortie.parquet"] {
        let phrase = dossier.calculer("mesures.csv", sortie).refusee(3);
        dit(&phrase, &["mesures.csv"]);
        dit(&phrase, mots);
    }
    assert_eq!(dossier.noms(), ["mesures.csv", "produits.csv"], "no partial output");
}

const ENTETE: &str = "beneficiaire,nb_factures,nb_fse,coordonne\n";

#[test]
fn a_misspelt_column_is_named_with_the_right_spelling() {
    refuse(
        "beneficiaire,nb_factures,nb_fes,coordonne\nA,1,1,1\n",
        &["ligne 1", "« nb_fse » manque", "Vouliez-vous dire", "« nb_fes »"],
    );
}

#[test]
fn a_text_where_a_number_is_due_is_shown_at_its_place() {
    refuse(
        format!("{ENTETE}A,100,beaucoup,1\n"),
        &["ligne 2, colonne « nb_fse »", "« beaucoup » n'est pas un nombre", "Donnez"],
    );
}

#[test]
fn a_negative_count_is_refused() {
    refuse(format!("{ENTETE}A,100,-3,1\n"), &["ligne 2, colonne « nb_fse »", "négatif", "entre 0 et 5000000"]);
}

#[test]
fn a_fraction_where_a_count_is_due_is_refused() {
    refuse(format!("{ENTETE}A,100,12.5,1\n"), &["ligne 2, colonne « nb_fse »", "fraction", "nombre entier"]);
}

#[test]
fn a_decimal_comma_or_a_unit_is_refused_with_the_right_writing() {
    refuse("beneficiaire;nb_factures;nb_fse;coordonne\nA;100;12,5;1\n", &["virgule", "Écrivez 12.5"]);
    refuse(format!("{ENTETE}A,24 000,1,1\n"), &["espaces", "Écrivez 24000"]);
}

#[test]
fn a_numerator_above_its_denominator_is_refused() {
    refuse(
        format!("{ENTETE}A,100,100,1\nB,100,101,1\n"),
        &["ligne 3, colonne « nb_fse »", "101 dépasse « nb_factures », qui vaut 100"],
    );
}

#[test]
fn the_same_beneficiary_twice_is_refused_with_both_lines() {
    refuse(format!("{ENTETE}A,1,1,1\nB,1,1,1\nA,1,1,1\n"), &["ligne 4", "« A » est déjà à la ligne 2"]);
}

#[test]
fn a_number_over_64_bits_is_refused() {
    refuse(format!("{ENTETE}A,{},1,1\n", "9".repeat(30)), &["ligne 2, colonne « nb_factures »", "64 bits"]);
}

#[test]
fn an_empty_file_or_a_header_alone_is_refused() {
    refuse("", &["vide"]);
    refuse(ENTETE, &["aucune ligne"]);
}

#[test]
fn a_line_that_is_too_short_or_too_long_is_refused() {
    refuse(format!("{ENTETE}A,1,1\n"), &["ligne 2", "3 cellules", "4"]);
    refuse(format!("{ENTETE}A,1,1,1,1\n"), &["ligne 2", "5 cellules"]);
}

#[test]
fn an_answer_that_is_neither_yes_nor_no_is_refused() {
    refuse(format!("{ENTETE}A,1,1,2\n"), &["ligne 2, colonne « coordonne »", "ni oui ni non", "1 ou 0"]);
}

#[test]
fn a_truncated_or_garbage_parquet_is_refused() {
    let dossier = Dossier::avec_mesures();
    dossier.calculer("mesures.csv", "bon.parquet").reussie();
    let entier = std::fs::read(dossier.chemin("bon.parquet")).unwrap();
    let restes = [&entier[..entier.len() / 2], b"PAR1", b"PAR1 and then anything at all"];
    for reste in restes {
        let dossier = Dossier::avec_mesures();
        dossier.ecrire("m.parquet", reste);
        let phrase = dossier.calculer("m.parquet", "s.csv").refusee(3);
        dit(&phrase, &["m.parquet", "tronqué ou abîmé", "de nouveau"]);
        assert_eq!(dossier.noms(), ["m.parquet", "mesures.csv", "produits.csv"]);
    }
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("m.parquet", "beneficiaire,nb_fse\nA,1\n");
    dit(&dossier.calculer("m.parquet", "s.csv").refusee(3), &["pas un fichier Parquet", ".csv"]);
}

#[test]
fn twenty_defects_are_told_with_line_and_column_then_how_many_more() {
    let lignes: String = (0..30).map(|i| format!("A{i},x,1,1\n")).collect();
    refuse(format!("{ENTETE}{lignes}"), &["ligne 2, colonne « nb_factures »", "ligne 21", "… et 10 autres défauts"]);
}

#[test]
fn an_unknown_dispositif_or_exercice_is_a_mistake_of_the_command() {
    let dossier = Dossier::avec_mesures();
    let conventions = crate::regles();
    let conventions = conventions.to_str().unwrap();
    let base = ["--conventions", conventions, "--mesures", "mesures.csv", "--sortie", "s.csv"];
    let lancer = |dispositif: &str, annee: &str| {
        dossier.lancer(&[&["calculer", dispositif, "--exercice", annee][..], &base].concat()).refusee(2)
    };
    dit(&lancer("exmeple", "2023"), &["« exmeple »", "vouliez-vous dire « exemple »"]);
    dit(&lancer("exemple", "2031"), &["2031", "exercices connus : 2023"]);
    assert_eq!(dossier.noms(), ["mesures.csv", "produits.csv"]);
}

#[test]
fn an_unknown_detail_or_an_unknown_key_is_refused() {
    let dossier = Dossier::avec_mesures();
    let conventions = crate::regles();
    let lancer = |details: &[&str]| {
        let mut arguments =
            vec!["calculer", "exemple", "--exercice", "2023", "--mesures", "mesures.csv", "--sortie", "s.csv"];
        arguments.extend(["--conventions", conventions.to_str().unwrap()]);
        for detail in details {
            arguments.extend(["--details", detail]);
        }
        dossier.lancer(&arguments)
    };
    dit(&lancer(&["prodiut=produits.csv"]).refusee(2), &["« prodiut »", "Vouliez-vous dire « produit »"]);
    dit(&lancer(&[]).refusee(2), &["« produit » manquent", "--details produit=FICHIER"]);
    dit(&lancer(&["produit"]).refusee(2), &["--details TABLE=FICHIER"]);
    for (ligne, mots) in [
        ("A,alpah,1", ["la clé « alpah » est inconnue", "Vouliez-vous dire « alpha »"]),
        ("A,gamma,1", ["la clé « gamma »", "pour cet exercice"]),
        ("Z,alpha,1", ["le bénéficiaire « Z »", "ôtez cette ligne"]),
    ] {
        dossier.ecrire("produits.csv", format!("beneficiaire,cle,boites\n{ligne}\n"));
        let phrase = lancer(&["produit=produits.csv"]).refusee(3);
        dit(&phrase, &["produits.csv, ligne 2"]);
        dit(&phrase, &mots);
    }
    assert_eq!(dossier.noms(), ["mesures.csv", "produits.csv"]);
}

#[test]
fn files_that_cannot_be_read_or_written_have_their_own_code() {
    let dossier = Dossier::avec_mesures();
    dit(&dossier.calculer("absent.csv", "s.csv").refusee(4), &["absent.csv", "n'existe pas"]);
    dit(&dossier.calculer("mesures.csv", "absent/s.csv").refusee(4), &["absent/s.csv", "dossier"]);
    dit(&dossier.calculer("mesures.csv", "s.xlsx").refusee(4), &["s.xlsx", ".csv ou .parquet"]);
    assert_eq!(dossier.noms(), ["mesures.csv", "produits.csv"]);
}
