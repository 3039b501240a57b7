//! What the pages say, from a rule folder that the code has never seen.

use crate::Visiteur;

#[test]
fn a_new_dispositif_has_its_card_its_menu_entry_its_tile_and_its_detail() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/tableau-de-bord").dit(&[
        "Suivi des indicateurs",
        "La saisie sera fermée le 31/01/2025.",
        "href=\"/remunerations/depistage/2024\">Dépistage à l&#39;école</a>",
        "À verser au plus tard le 30/06/2024",
        "100,00\u{a0}€",
        "Orthoptistes n° A1",
    ]);
    visiteur.lire("/remunerations").dit(&[
        "Au titre de l'exercice 2023",
        "Au titre de l'exercice 2024",
        "100,00\u{a0}€",
    ]);
    visiteur.lire("/remunerations/depistage/2023").dit(&[
        "Du 01/01/2023 au 31/12/2023",
        "Atteint",
        "Pourquoi ce montant",
        "2,5",
        "Source d&#39;essai",
        "Confiance : officiel",
    ]);
}

#[test]
fn each_sees_only_their_own_figures_and_what_was_missing() {
    let page = Visiteur::titulaire("B2").lire("/remunerations/depistage/2023");
    page.dit(&["Cabinet Dominique", "Non atteint", "rien n&#39;est dû", "0,00\u{a0}€", "il en manquait 1"]);
    assert!(!page.texte.contains("&#60;Essai&#62;"));
}

#[test]
fn what_people_are_called_is_escaped() {
    let page = Visiteur::titulaire("A1").lire("/tableau-de-bord");
    page.dit(&["Cabinet &#60;Essai&#62;"]);
    assert!(!page.texte.contains("<Essai>"));
}
