//! The follow-up of a dispositif, from widgets that only its rules know.

use crate::Visiteur;

/// A section of the page, from its title to the next one.
fn section<'t>(page: &'t str, titre: &str) -> &'t str {
    let (_, suite) = page.split_once(&format!("-titre\">{titre}</h2>")).unwrap();
    suite.split("</section>").next().unwrap()
}

#[test]
fn a_gauge_has_its_drawing_its_sentence_its_table_and_its_state() {
    let page = Visiteur::titulaire("A1").lire("/suivi/depistage");
    page.dit(&["Suivi\u{a0}: Dépistage à l&#39;école — exercice 2024", "Au 31/12/2024."]);
    let jauge = section(&page.texte, "Dépistages");
    for attendu in [
        "Atteint",
        "<svg class=\"graphique g-jauge\"",
        "role=\"img\"",
        "aria-labelledby=\"suivi-depistages-t suivi-depistages-d\"",
        "Dépistages faits\u{a0}: 40, pour un objectif de 10 ou plus, atteint.",
        "<th scope=\"row\" role=\"rowheader\">Dépistages faits</th>",
        "data-titre=\"Valeur\">40</td>",
    ] {
        assert!(jauge.contains(attendu), "« {attendu} » manque dans :\n{jauge}");
    }
}

#[test]
fn a_curve_holds_both_exercices_and_their_objective() {
    let page = Visiteur::titulaire("A1").lire("/suivi/depistage");
    let courbe = section(&page.texte, "Dépistages par exercice");
    for attendu in [
        "40 en 2023 et 40 en 2024",
        "objectif 2024\u{a0}: 10 ou plus",
        "<th scope=\"row\" role=\"rowheader\">2023</th>",
        "<th scope=\"row\" role=\"rowheader\">2024</th>",
        "g-objectif",
    ] {
        assert!(courbe.contains(attendu), "« {attendu} » manque dans :\n{courbe}");
    }
}

#[test]
fn every_shape_of_the_rules_has_its_section() {
    let page = Visiteur::titulaire("A1").lire("/suivi/depistage").texte;
    assert!(section(&page, "Dépistages par trimestre").contains(">T1</text>"));
    assert!(section(&page, "Dépistages comparés").contains("Exercice 2023, 40\u{a0}; Exercice 2024, 40"));
    assert!(section(&page, "Comptes").contains("data-titre=\"Exercice 2023\">40</td>"));
    assert!(section(&page, "Étapes").contains("1 étape faite sur 1."));
    assert_eq!(page.matches("<section class=\"carte widget").count(), 6);
}

#[test]
fn what_was_missing_is_said_where_it_was_missing() {
    let page = Visiteur::titulaire("B2").lire("/suivi/depistage").texte;
    let jauge = section(&page, "Dépistages");
    assert!(jauge.contains("Non atteint") && jauge.contains("url(#suivi-depistages-h)"), "{jauge}");
    assert!(jauge.contains("Ce qu'il manquait") && jauge.contains("Il en manquait 1"), "{jauge}");
    // Once for the indicator, whatever the number of its sections.
    assert_eq!(page.matches("Ce qu'il manquait").count(), 1);
    let page = Visiteur::titulaire("A1").lire("/suivi/depistage").texte;
    assert!(!page.contains("Ce qu'il manquait"));
}

#[test]
fn another_exercice_is_one_link_away_and_so_is_the_remuneration() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/suivi/depistage").dit(&[
        "href=\"/suivi/depistage?exercice=2023\"",
        "href=\"/remunerations/depistage/2024\"",
        "Voir tôt ce qui se corrige tôt.",
    ]);
    visiteur.lire("/suivi/depistage?exercice=2023").dit(&[
        "— exercice 2023</h1>",
        "Au 31/12/2023.",
        "href=\"/remunerations/depistage/2023\"",
    ]);
}

#[test]
fn the_list_and_the_dashboard_lead_to_the_follow_up() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/suivi").dit(&["href=\"/suivi/depistage\"", "1 objectif atteint sur 1", "Au 31/12/2024"]);
    visiteur.lire("/tableau-de-bord").dit(&["href=\"/suivi/depistage\""]);
}

#[test]
fn two_drawings_of_a_page_never_share_an_id() {
    let page = Visiteur::titulaire("B2").lire("/suivi/depistage").texte;
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|m| m.split('"').next().unwrap()).collect();
    let nombre = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), nombre);
}
