//! The recap, as people and their programs read it.

use crate::lecteurs::{Lecteur, assert_in_order, open};
use crate::recapitulatif::feuille;
use documents::imprimer;

fn recapitulatif() -> Option<Lecteur> {
    open(&imprimer(&feuille()).unwrap())
}

/// pdftotext writes an ordinary space for a no-break one; the next test tells them apart.
#[test]
fn the_text_comes_in_reading_order_with_its_accents_and_amounts() {
    let Some(lecteur) = recapitulatif() else { return };
    assert_in_order(
        &lecteur.texte(),
        &[
            "Caisse primaire de Valmont (fictive)",
            "Récapitulatif de votre déclaration",
            "Développement du numérique en santé — exercice 2024",
            "Pharmacie du Marché couvert",
            "Camille Œuvrard",
            "12, rue de l’Été, 99120 Valmont",
            "Document établi le 15 janvier 2025",
            "Votre transmission",
            "D-2024-000128",
            "10 h 42",
            "Vos réponses",
            "Logiciel référencé",
            "Socle · pièce « facture.pdf »",
            "Mise à jour de la carte Vitale",
            "1 189,00 €",
            "Pièce attendue",
            "Qualité de la facturation",
            "Total estimé",
            "3 108,54 €",
            "Où vous en êtes",
            "99,12 %",
            "Objectif : 85 %",
            "Joindre la pièce attendue",
            "Vérifier ce document",
            "3f9a1c22b07de4458c6f0d19a2e5b7738140cc9de6f2ab35917d04e8c1fa6b50",
            "https://convention.exemple.fr/verifier/3f9a1c22b07d",
        ],
    );
}

#[test]
fn no_break_spaces_stay_in_amounts_dates_and_quotation_marks() {
    let Some(lecteur) = recapitulatif() else { return };
    assert_in_order(
        &lecteur.arbre(),
        &[
            "Document établi le\u{a0}15\u{a0}janvier\u{a0}2025",
            "10\u{a0}h\u{a0}42",
            "«\u{a0}facture.pdf\u{a0}»",
            "3\u{a0}108,54\u{a0}€",
            "99,12\u{a0}%",
        ],
    );
}

#[test]
fn each_page_says_its_number_and_bears_the_stamp() {
    let Some(lecteur) = recapitulatif() else { return };
    assert!(lecteur.fiche().contains("Pages:           2"), "{}", lecteur.fiche());
    for (numero, pied) in [(1, "Page 1 sur 2"), (2, "Page 2 sur 2")] {
        let page = lecteur.page(numero);
        assert!(page.contains(pied), "{page}");
        assert!(page.contains("VALEURS FICTIVES"), "{page}");
    }
}

#[test]
fn the_file_says_what_it_is() {
    let Some(lecteur) = recapitulatif() else { return };
    let fiche = lecteur.fiche();
    assert_in_order(
        &fiche,
        &[
            "Title:           Récapitulatif de votre déclaration",
            "Author:          Caisse primaire de Valmont (fictive)",
        ],
    );
    assert!(fiche.contains("Tagged:          yes"), "{fiche}");
    assert!(fiche.contains("(A4)"), "{fiche}");
    let metadonnees = lecteur.metadonnees();
    for attendu in [
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<dc:language><rdf:Bag><rdf:li>fr-FR<",
        "<xmp:CreateDate>2025-01-15T00:00:00",
    ] {
        assert!(metadonnees.contains(attendu), "{attendu} manque dans :\n{metadonnees}");
    }
}

#[test]
fn a_screen_reader_finds_headings_paragraphs_lists_and_tables_with_their_headers() {
    let Some(lecteur) = recapitulatif() else { return };
    let arbre = lecteur.arbre();
    assert_in_order(
        &arbre,
        &[
            "Document",
            "H1 ",
            "Récapitulatif de votre déclaration",
            "P (block)",
            "Valeurs fictives",
            "H2 ",
            "Votre transmission",
            "Table",
            "TH ",
            "/Scope /Row",
            "Numéro de reçu",
            "TD",
            "D-2024-000128",
            "Vos réponses",
            "Caption",
            "Douze indicateurs",
            "/Scope /Column",
            "Indicateur",
            "/Scope /Row",
            "Logiciel référencé",
            "Télétransmission",
            "L (block)",
            "LI",
            "LBody",
            "Joindre la pièce attendue",
            "Link",
        ],
    );
    // What a page repeats is seen, not read aloud twice.
    assert_eq!(arbre.matches("\"Montant estimé\"").count(), 1, "{arbre}");
    assert!(!arbre.contains("Page 1 sur 2"), "{arbre}");
}

#[test]
fn without_identity_mention_nor_proof_the_sheet_is_printed_too() {
    let mut nue = feuille();
    nue.sous_titre = None;
    nue.organisme.service = None;
    nue.identite.clear();
    nue.mention = None;
    nue.preuve = None;
    nue.blocs.clear();
    let Some(lecteur) = open(&imprimer(&nue).unwrap()) else { return };
    let texte = lecteur.texte();
    assert_in_order(&texte, &["Récapitulatif de votre déclaration", "Page 1 sur 1"]);
    assert!(!texte.contains("empreinte") && !texte.contains("FICTIVES"), "{texte}");
}
