//! The follow-up of a dispositif, from widgets that only its rules know.

use crate::lieu::Lieu;
use crate::{Visiteur, monde};
use convention::{Fichier, Regles, Surcharges};
use formule::colonne::JeuDetail;
use formule::{Absence, Colonne, Jeu};
use teleservice::Calcul;

/// A section of the page, from its title to the next one.
fn section<'t>(page: &'t str, titre: &str) -> &'t str {
    let (_, suite) = page.split_once(&format!("-titre\">{titre}</h2>")).unwrap();
    suite.split("</section>").next().unwrap()
}

#[test]
fn a_gauge_has_its_drawing_its_sentence_its_table_and_its_state() {
    let page = Visiteur::titulaire("A1").lire("/suivi/depistage");
    page.dit(&["Suivi\u{a0}: Dépistage à l&#39;école — exercice 2024", "Dernière mise à jour&nbsp;: 31/12/2024."]);
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
        "Dernière mise à jour&nbsp;: 31/12/2023.",
        "href=\"/remunerations/depistage/2023\"",
    ]);
}

#[test]
fn the_list_and_the_dashboard_lead_to_the_follow_up() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/suivi").dit(&[
        "href=\"/suivi/depistage\"",
        "1 objectif atteint sur 1",
        "Au 31/12/2024",
        "et 1 autre</p>",
    ]);
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

/// A dispositif paid line by line, whose rate is compared with the one of a past year and must not exceed it.
const PAR_LIGNE: &str = r#"
[dispositif]
code = "verres"
titre = "Verres"
resume = "Une somme par verre."

[[exercices]]
annee = 2024

[entrees.retours]
libelle = "Retours"
type = "nombre paire"
max = 1000
origine = "mesure"
[entrees.paires]
libelle = "Paires"
type = "nombre paire"
max = 1000
origine = "mesure"
[entrees.retours_2019]
libelle = "Retours de 2019"
type = "nombre paire"
max = 1000
origine = "mesure"
[entrees.attendue]
libelle = "Ce qui n'est pas arrivé"
type = "nombre paire"
max = 1000
origine = "mesure"

[tables.verres]
libelle = "Verres"
cles = [ { code = "verre", type = "choix" } ]
colonnes = [ { code = "prime", type = "montant par paire" } ]
[[tables.verres.lignes]]
verre = "loin"
libelle = "Vision <de loin>"
prime = "2 €"
depuis = 2024-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[details.verre]
libelle = "Verres"
table = "verres"
[details.verre.entrees.vendues]
libelle = "Paires vendues"
type = "nombre paire"
max = 1000
origine = "mesure"

[calculs.taux_2019]
libelle = "Taux de retours de 2019"
type = "taux"
formule = "retours_2019 / paires"

[calculs.prime]
libelle = "Prime"
type = "montant"
niveau = "verre"
formule = "arrondi(vendues * verres.prime)"

[indicateurs.ventes]
libelle = "Ventes"
par = "verre"
montant = "prime"
[[indicateurs.ventes.roles]]
exercices = [2024]
remunere = true
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.taux_de_retours]
libelle = "Taux de retours"
sens = "baisse"
valeur = "retours / paires"
objectif = "taux_2019"
atteint = "retours <= retours_2019"
[[indicateurs.taux_de_retours.roles]]
exercices = [2024]
malus = false
confiance = "officiel"
verifie_le = 2024-11-01

[[suivis]]
code = "detail"
type = "tableau"
titre = "Vente par vente"
indicateur = "ventes"
[[suivis]]
code = "contre_2019"
type = "comparaison"
titre = "Retours comparés"
indicateur = "taux_de_retours"
[[suivis]]
code = "attente"
type = "courbe_annuelle"
titre = "Attente"
entrees = ["attendue"]
"#;

fn par_ligne() -> Visiteur {
    let mut monde = monde::monde();
    let fichiers = [
        Fichier { chemin: "essai/convention.toml".to_owned(), contenu: monde::CONVENTION.to_owned() },
        Fichier { chemin: "essai/verres/regles.toml".to_owned(), contenu: PAR_LIGNE.to_owned() },
    ];
    monde.conventions[0] = Regles::charger(&fichiers).unwrap_or_else(|d| panic!("{d:#?}")).conventions[0].clone();
    let d = &monde.conventions[0].dispositifs[0];
    let compile = d.compiler(2024, &Surcharges::default()).unwrap();
    let colonne = |cellule| Colonne::de([cellule, cellule], 0);
    let figure = |code: &str| match code {
        "retours" => Ok(6),
        "retours_2019" => Ok(5),
        "paires" => Ok(200),
        _ => Err(Absence::EnAttente),
    };
    let entrees = compile.plan.entrees().iter().map(|e| colonne(figure(&e.code))).collect();
    let details = vec![JeuDetail { debuts: vec![0, 1, 1], cles: vec![0], entrees: vec![Colonne::de([Ok(7)], 0)] }];
    let jeu = Jeu { lignes: 2, entrees, details, ..Jeu::default() };
    monde.calculs = vec![Calcul::executer(d, compile, jeu).unwrap().unwrap()];
    monde.beneficiaires.truncate(2);
    Visiteur::dans(&Lieu::avec(monde)).entre("A1")
}

#[test]
fn an_indicator_paid_line_by_line_shows_its_lines_and_their_sum() {
    let page = par_ligne().lire("/suivi/verres").texte;
    let tableau = section(&page, "Vente par vente");
    for attendu in [
        "Vision &#60;de loin&#62;",
        "data-titre=\"Paires vendues\">7</td>",
        "data-titre=\"Rémunération\">14,00\u{a0}€</td>",
        "Ventes\u{a0}: 1 ligne en 2024, pour une rémunération de 14,00\u{a0}€.",
    ] {
        assert!(tableau.contains(attendu), "« {attendu} » manque dans :\n{tableau}");
    }
}

#[test]
fn an_indicator_is_compared_with_what_its_objective_is_named_after() {
    let page = par_ligne().lire("/suivi/verres").texte;
    let comparaison = section(&page, "Retours comparés");
    for attendu in
        ["Taux de retours de 2019", "2,50\u{a0}%", "3,00\u{a0}%", "+0,50\u{a0}point", "Non atteint", "contre_2019-h)"]
    {
        assert!(comparaison.contains(attendu), "« {attendu} » manque dans :\n{comparaison}");
    }
}

#[test]
fn what_has_not_arrived_is_a_gap_with_its_sign() {
    let page = par_ligne().lire("/suivi/verres").texte;
    let courbe = section(&page, "Attente");
    assert!(
        courbe.contains("n.\u{a0}d.") && courbe.contains("non disponible") && courbe.contains("g-vide"),
        "{courbe}"
    );
}
