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

#[test]
fn however_many_columns_a_table_has_no_word_covers_another() {
    let entetes =
        ["Téléservices", "Documents versés au DMP", "Messagerie sécurisée de santé", "Ordonnances numériques"];
    for colonnes in 1..=10 {
        let mut feuille = feuille();
        let figure = |rang: usize| match rang % 3 {
            0 => "84,04\u{a0}%".into(),
            1 => "sans objet".into(),
            _ => Cellule::Texte("1\u{a0}115,00\u{a0}€".into()),
        };
        let nombres = entetes.iter().cycle().take(colonnes);
        let annee = |annee: usize| {
            let premiere = std::iter::once(annee.to_string().into());
            premiere.chain((0..colonnes).map(|rang| figure(rang + annee))).collect()
        };
        feuille.blocs = vec![Bloc::Tableau(Tableau {
            legende: "Usages, par exercice".to_owned(),
            colonnes: std::iter::once(Colonne::texte("Exercice"))
                .chain(nombres.map(|entete| Colonne::nombre(*entete)))
                .collect(),
            lignes: (2021..=2024).map(annee).collect(),
            pied: None,
        })];
        let Some(lecteur) = open(&imprimer(&feuille).unwrap()) else { return };
        let mots = lecteur.mots();
        assert!(mots.iter().any(|(mot, _)| mot == "Exercice"), "{mots:?}");
        for (rang, (mot, [gauche, haut, droite, bas])) in mots.iter().enumerate() {
            for (autre, [g, h, d, b]) in &mots[rang + 1..] {
                // Lines of one text lean on each other: only what shares most of its height is on the same line.
                let meme_ligne = bas.min(b) - haut.max(h) > (bas - haut) / 2;
                let couvre = droite.min(d) - gauche.max(g) > 500_000;
                assert!(!(meme_ligne && couvre), "{colonnes} colonnes : « {mot} » et « {autre} »");
            }
        }
    }
}
