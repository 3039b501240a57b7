//! Reading CSV.

use crate::{Dossier, refus, tout_lire};
use formule::Absence;

#[test]
fn a_comma_or_a_semicolon_separates_and_a_bom_or_a_blank_line_does_not_matter() {
    for contenu in [
        "beneficiaire,nb_factures,nb_fse,coordonne\nA,100,92,oui\nB,10,,\n",
        "\u{feff}professionnel;nb_factures;nb_fse;coordonne\r\nA; 100 ;92;TRUE\r\n\r\nB;10;;\r\n",
    ] {
        let dossier = Dossier::new();
        let mesures = tout_lire(&dossier.ecrire("m.csv", contenu)).unwrap();
        assert_eq!(mesures.beneficiaires.id(1), "B");
        assert_eq!(mesures.entrees[0].lire(0), Ok(100));
        assert_eq!(mesures.entrees[1].lire(1), Err(Absence::EnAttente), "an empty measure has not arrived");
        assert_eq!(mesures.entrees[2].lire(0), Ok(1));
        assert_eq!(mesures.entrees[2].lire(1), Err(Absence::SansObjet), "an empty answer is not declared");
    }
}

#[test]
fn without_names_the_rows_are_numbered_from_1() {
    let dossier = Dossier::new();
    let mesures = tout_lire(&dossier.ecrire("m.csv", "nb_factures,nb_fse,coordonne\n1,1,1\n2,inconnu,0\n")).unwrap();
    assert_eq!(mesures.beneficiaires.id(1), "2");
    assert_eq!(mesures.beneficiaires.rangs("2"), [1]);
    assert_eq!(mesures.entrees[1].lire(1), Err(Absence::Inconnu));
}

#[test]
fn each_bad_cell_is_told_with_its_line_and_column() {
    assert_eq!(
        refus("beneficiaire,nb_factures,nb_fse,coordonne\nA,cent,-3,peut-etre\nB,12.5,1,0\n"),
        "mesures.csv, ligne 2, colonne « nb_factures » : « cent » n'est pas un nombre. Donnez un nombre entier de facture, comme 24000, ou laissez la cellule vide.\n\
         mesures.csv, ligne 2, colonne « nb_fse » : -3 est négatif, et doit être compris entre 0 et 5000000. Corrigez la valeur, ou laissez la cellule vide si elle n'est pas encore connue.\n\
         mesures.csv, ligne 2, colonne « coordonne » : « peut-etre » n'est ni oui ni non. Écrivez 1 ou 0, true ou false.\n\
         mesures.csv, ligne 3, colonne « nb_factures » : « 12.5 » est une fraction, là où un nombre entier est attendu. Donnez un nombre entier de facture, comme 24000."
    );
}

#[test]
fn twenty_defects_are_told_then_how_many_more() {
    let lignes: String = (0..50).map(|i| format!("A{i},x,1,0\n")).collect();
    let phrases = refus(format!("beneficiaire,nb_factures,nb_fse,coordonne\n{lignes}"));
    assert_eq!(phrases.lines().count(), 21);
    assert!(phrases.contains("ligne 21,") && !phrases.contains("ligne 22,"), "{phrases}");
    assert!(phrases.ends_with("… et 30 autres défauts dans ce fichier."), "{phrases}");
}

#[test]
fn a_numerator_above_its_denominator_is_refused_where_it_stands() {
    let phrase = refus("beneficiaire,nb_factures,nb_fse,coordonne\nA,100,92,1\n\nB,100,101,1\n");
    assert!(phrase.contains("ligne 4, colonne") && phrase.contains("101 dépasse"), "{phrase}");
}

#[test]
fn the_same_beneficiary_twice_is_refused_with_both_lines() {
    let phrase = refus("beneficiaire,nb_factures,nb_fse,coordonne\nA,1,1,1\nB,1,1,1\nA,1,1,1\n");
    assert!(phrase.contains("ligne 4") && phrase.contains("déjà à la ligne 2"), "{phrase}");
}

#[test]
fn a_misspelt_column_is_recognised() {
    let phrase = refus("beneficiaire,nb_factures,nb_fes,coordonne\nA,1,1,1\n");
    assert!(phrase.contains("nb_fse") && phrase.contains("Vouliez-vous dire") && phrase.contains("nb_fes"), "{phrase}");
}

#[test]
fn a_column_too_many_is_only_reported() {
    let dossier = Dossier::new();
    let lue = tout_lire(&dossier.ecrire("m.csv", "nb_factures,nb_fse,coordonne,remarque\n1,1,1,rien\n")).unwrap();
    assert_eq!(lue.colonnes_ignorees, ["remarque"]);
}

#[test]
fn what_is_not_a_csv_is_named_for_what_it_is() {
    for (contenu, mot) in [
        (&b""[..], "vide"),
        (b"nb_factures,nb_fse,coordonne\n", "aucune ligne"),
        (b"nb_factures\tnb_fse\tcoordonne\n1\t1\t1\n", "tabulations"),
        (b"PK\x03\x04rest of a workbook", "classeur"),
        (b"\xff\xfen\0b\0_\0f\0s\0e\0", "UTF-8"),
        (b"nb_factures,nb_fse,coordonne\n1,\xe9,1\n", "UTF-8"),
        (b"nb_factures,nb_fse,coordonne\n1,1\n", "2 cellules"),
        (b"nb_factures,nb_fse,coordonne\n1,\"1,1\n2,1,1\n", "ligne 2 : un guillemet ouvert"),
        (b"nb_factures,nb_fse,coordonne\n1,\"1\"2,1\n", "guillemet"),
        (b"nb_factures,nb_fse,coordonne\r1,2,1\r", "retours chariot"),
        (b"nb_factures,nb_factures,nb_fse,coordonne\n1,1,1,1\n", "deux colonnes"),
    ] {
        let phrase = refus(contenu);
        assert!(phrase.contains(mot), "{phrase}");
    }
}
