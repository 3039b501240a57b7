//! Sheets that are not printed, and what is said of them.

use crate::recapitulatif::feuille;
use documents::imprimer;
use feuille::{Bloc, Colonne, Tableau};

#[test]
fn a_row_that_lacks_a_cell_is_refused_without_quoting_it() {
    let mut feuille = feuille();
    feuille.blocs.push(Bloc::Tableau(Tableau {
        legende: "Montants".to_owned(),
        colonnes: vec![Colonne::texte("Indicateur"), Colonne::nombre("Montant")],
        lignes: vec![vec!["Camille Œuvrard".into()]],
        pied: None,
    }));
    let erreur = imprimer(&feuille).unwrap_err();
    assert!(erreur.message.contains("réessayez"), "{}", erreur.message);
    assert!(erreur.pour_le_journal.contains("une cellule par colonne"), "{}", erreur.pour_le_journal);
    assert!(!format!("{erreur:?}").contains("Camille"));
}
