//! Tables that cross pages.

use crate::lecteurs::{assert_in_order, open};
use crate::recapitulatif::feuille;
use documents::imprimer;
use feuille::{Bloc, Cellule, Colonne, Tableau};

#[test]
fn a_long_table_repeats_its_header_and_loses_no_row() {
    let mut feuille = feuille();
    let nom = |rang: usize| format!("Molécule {rang:03}");
    feuille.blocs = vec![
        Bloc::section("Détail par molécule"),
        Bloc::Tableau(Tableau {
            legende: "Boîtes et montants".to_owned(),
            colonnes: vec![Colonne::texte("Molécule"), Colonne::nombre("Boîtes"), Colonne::nombre("Montant")],
            lignes: (0..200)
                .map(|rang| vec![nom(rang).into(), rang.to_string().into(), format!("{rang},00\u{a0}€").into()])
                .collect(),
            pied: Some(vec!["Total".into(), Cellule::Texte("19\u{a0}900".into()), "19\u{a0}900,00\u{a0}€".into()]),
        }),
    ];
    let Some(lecteur) = open(&imprimer(&feuille).unwrap()) else { return };
    let texte = lecteur.texte();
    let noms: Vec<String> = (0..200).map(nom).collect();
    let mut attendus: Vec<&str> = noms.iter().map(String::as_str).collect();
    // pdftotext writes an ordinary space for a no-break one.
    attendus.push("Total 19 900 19 900,00 €");
    assert_in_order(&texte, &attendus);
    // Pages but the last, which only holds what follows the table.
    let pages = texte.matches('\u{c}').count();
    assert!(pages >= 5, "{pages}");
    for numero in 1..pages {
        let page = lecteur.page(u32::try_from(numero).unwrap());
        assert!(page.contains("Molécule Boîtes Montant"), "page {numero} sans en-tête :\n{page}");
    }
}
