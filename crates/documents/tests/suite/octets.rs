//! The same sheet, the same bytes.

use crate::recapitulatif::feuille;
use documents::{Imprimeur, imprimer};

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert!(imprimer(&feuille()).unwrap() == imprimer(&feuille()).unwrap());
}

#[test]
fn a_cold_printer_and_one_that_printed_something_else_give_the_same_bytes() {
    let mut autre = feuille();
    autre.titre = "Tout autre chose".to_owned();
    let ancien = Imprimeur::new().unwrap();
    ancien.imprimer(&autre).unwrap();
    assert!(ancien.imprimer(&feuille()).unwrap() == Imprimeur::new().unwrap().imprimer(&feuille()).unwrap());
}

#[test]
fn threads_that_print_at_once_give_the_same_bytes() {
    let attendu = imprimer(&feuille()).unwrap();
    let fils: Vec<_> = (0..4).map(|_| std::thread::spawn(|| imprimer(&feuille()).unwrap())).collect();
    for fil in fils {
        assert!(fil.join().unwrap() == attendu);
    }
}

#[test]
fn one_cent_of_difference_is_another_file() {
    let mut autre = feuille();
    autre.blocs.push(feuille::Bloc::paragraphe("0,01 €"));
    assert!(imprimer(&autre).unwrap() != imprimer(&feuille()).unwrap());
}
