//! Texts that a person may type, or paste, and that must print as they are.

use crate::lecteurs::open;
use crate::recapitulatif::feuille;
use documents::imprimer;
use feuille::{Bloc, Cellule, Colonne, Etat, Feuille, Genre, Jour, Mention, Organisme, Tableau};

const MARQUES: &str = r#"#panic("x") *gras* _x_ $a^2$ @lien <cible> `code` \ "x" {x} [y] // z /* t */ -- ~ = u"#;

/// The same text everywhere that a text may stand.
fn everywhere(texte: &str) -> Feuille {
    let mut feuille = Feuille::new(texte, Organisme::new(texte), Jour::new(2025, 1, 15).unwrap());
    feuille.sous_titre = Some(texte.to_owned());
    feuille.organisme.service = Some(texte.to_owned());
    feuille.identite = vec![texte.to_owned(), texte.to_owned()];
    feuille.mention = Some(Mention { tampon: texte.to_owned(), explication: texte.to_owned() });
    feuille.blocs = vec![
        Bloc::sous_section(texte),
        Bloc::section(texte),
        Bloc::paragraphe(texte),
        Bloc::Liste(vec![texte.to_owned()]),
        Bloc::Definitions(vec![(texte.to_owned(), Cellule::detaillee(texte, texte))]),
        Bloc::Tableau(Tableau {
            legende: texte.to_owned(),
            colonnes: vec![Colonne::texte(texte), Colonne::nombre("Montant")],
            lignes: vec![vec![texte.into(), Cellule::pastille(Etat::Neutre, texte)]],
            pied: None,
        }),
        Bloc::encadre(Genre::Info, texte, texte),
    ];
    feuille
}

#[test]
fn marks_of_markup_print_as_they_are() {
    let pdf = imprimer(&everywhere(MARQUES)).unwrap();
    let Some(lecteur) = open(&pdf) else { return };
    // Lines are cut where they are too long: the words are compared, not the lines.
    let texte = lecteur.texte().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(texte.matches(MARQUES).count() >= 8, "{texte}");
}

#[test]
fn a_character_that_the_fonts_lack_prints_as_a_square() {
    let mut feuille = feuille();
    feuille.identite[0] = "Pharmacie 😀 du 漢 Tilleul \u{e001}fin".to_owned();
    let Some(lecteur) = open(&imprimer(&feuille).unwrap()) else { return };
    let texte = lecteur.texte();
    assert!(texte.contains("Pharmacie □ du □ Tilleul fin"), "{texte}");
}

#[test]
fn nothing_invisible_can_make_a_text_read_otherwise() {
    let mut feuille = feuille();
    feuille.identite[0] = "A\u{202e}B\u{200b}C\u{0}D\u{7}E\u{feff}F\nG\tH\u{202f}€".to_owned();
    let Some(lecteur) = open(&imprimer(&feuille).unwrap()) else { return };
    let texte = lecteur.texte();
    assert!(texte.contains("ABCDEF G H €"), "{texte}");
}

#[test]
fn letters_of_every_european_name_are_drawn() {
    let noms = "Œuvrard Aÿ Håkon Žižek Łukasz Nguyễn Ștefan Γιώργος Юлия e\u{301}te\u{301}";
    let mut feuille = feuille();
    feuille.identite[0] = noms.to_owned();
    let Some(lecteur) = open(&imprimer(&feuille).unwrap()) else { return };
    let texte = lecteur.texte();
    for nom in noms.split(' ').take(9) {
        assert!(texte.contains(nom), "{nom} manque dans :\n{texte}");
    }
    assert!(!texte.contains('□'), "{texte}");
}

#[test]
fn empty_texts_are_printed_without_empty_headings() {
    let Some(lecteur) = open(&imprimer(&everywhere("")).unwrap()) else { return };
    assert!(!lecteur.arbre().contains("H2"), "{}", lecteur.arbre());
}

#[test]
fn very_long_texts_lose_no_word() {
    let long = "anticonstitutionnellement ".repeat(120);
    let Some(lecteur) = open(&imprimer(&everywhere(&long)).unwrap()) else { return };
    let mots = lecteur.texte().matches("anticonstitutionnellement").count();
    // Every place where a text may stand; a page repeats only the beginning of the title.
    assert!(mots >= 120 * 18, "{mots}");
}
