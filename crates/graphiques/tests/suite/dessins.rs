//! What each drawing shows, at ordinary figures and at the extremes.

use crate::lecture::{textes, verifier};
use crate::{axe, connue, courbe, jauge, valeur};
use graphiques::*;

const ABSENTE: Mesure = Mesure::Absente(Absence::NonDisponible);

#[test]
fn a_gauge_shows_its_figure_its_objective_and_both_ends_of_its_scale() {
    let jauge = jauge(connue(96), Some((95, Some(true))));
    let svg = jauge.svg("j");
    verifier(&svg, "j");
    assert_eq!(textes(&svg, "g-valeur"), ["96\u{a0}%", "95\u{a0}% ou plus"]);
    assert_eq!(textes(&svg, "g-axe"), ["0\u{a0}%", "100\u{a0}%"]);
    assert!(svg.contains("g-objectif") && !svg.contains("<pattern"));
    assert_eq!(jauge.phrase(), "Taux d'essai\u{a0}: 96\u{a0}%, pour un objectif de 95\u{a0}% ou plus, atteint.");
    assert_eq!(jauge.tableau().lignes, [["Taux d'essai", "96\u{a0}%", "95\u{a0}% ou plus"]]);
}

#[test]
fn what_is_missed_or_provisional_is_hatched_and_not_only_of_another_colour() {
    assert!(jauge(connue(3), Some((5, Some(false)))).svg("j").contains("url(#j-h)"));
    let provisoire = jauge(Mesure::Connue(valeur(96).provisoire()), None);
    assert!(provisoire.svg("j").contains("url(#j-h)"));
    assert_eq!(provisoire.phrase(), "Taux d'essai\u{a0}: 96\u{a0}% (provisoire).");
}

#[test]
fn a_gauge_at_zero_draws_no_arc_and_beyond_its_scale_stops_at_its_end() {
    let arcs = |mesure| jauge(connue(mesure), None).svg("j").matches('A').count();
    let rail_seul = jauge(ABSENTE, None).svg("j").matches('A').count();
    assert_eq!(arcs(0), rail_seul);
    assert_eq!(arcs(-5), rail_seul);
    // The longest arc ends where the rail does.
    let svg = jauge(connue(250), None).svg("j");
    assert_eq!(svg.matches("0 0 1 194 104\"").count(), 2, "{svg}");
    assert_eq!(textes(&svg, "g-valeur"), ["250\u{a0}%"]);
}

#[test]
fn what_is_not_available_has_its_sign_in_every_drawing_and_its_words_in_every_table() {
    let dessins: [Box<dyn Graphique>; 4] = [
        Box::new(jauge(ABSENTE, Some((95, None)))),
        Box::new(courbe(&[("Vous", vec![ABSENTE, ABSENTE])], Vec::new())),
        Box::new(courbe(&[("a", vec![ABSENTE]), ("b", vec![ABSENTE]), ("c", vec![connue(1)])], Vec::new())),
        Box::new(Comparaison {
            titre: "Essai".to_owned(),
            avant: ("2019".to_owned(), connue(4)),
            apres: ("2024".to_owned(), ABSENTE),
            ecart: None,
            atteint: None,
            axe: axe(&[4]),
        }),
    ];
    for dessin in dessins {
        let svg = dessin.svg("n");
        verifier(&svg, "n");
        assert!(svg.contains("n.\u{a0}d."), "{svg}");
        assert!(dessin.tableau().lignes.concat().iter().any(|c| c == "non disponible"));
    }
}

#[test]
fn a_day_has_its_article_and_what_comes_back_is_not_said_stable() {
    let mesures = |m: [i64; 3]| vec![("Vous", m.map(connue).to_vec())];
    let mut revenue = courbe(&mesures([92, 90, 92]), Vec::new());
    assert_eq!(revenue.phrase(), "Vous au même point, 92\u{a0}% en 2020 et en 2022, 90\u{a0}% dans l'intervalle.");
    revenue.abscisses = ["30/06/2023", "T2", "Signature"].map(str::to_owned).to_vec();
    assert_eq!(
        revenue.phrase(),
        "Vous au même point, 92\u{a0}% au 30/06/2023 et (Signature), 90\u{a0}% dans l'intervalle."
    );
    let mut stable = courbe(&mesures([92, 92, 92]), Vec::new());
    assert_eq!(stable.phrase(), "Vous stable, de 92\u{a0}% en 2020 à 92\u{a0}% en 2022.");
    stable.abscisses = ["T1", "T2", "T3"].map(str::to_owned).to_vec();
    assert_eq!(stable.phrase(), "Vous stable, de 92\u{a0}% au T1 à 92\u{a0}% au T3.");
}

#[test]
fn two_years_are_two_bars_with_their_figures_and_their_objectives() {
    let courbe = courbe(&[("Vous", vec![connue(92), connue(96)])], vec![Some(valeur(90)), Some(valeur(95))]);
    let svg = courbe.svg("c");
    verifier(&svg, "c");
    assert_eq!(textes(&svg, "g-valeur"), ["92\u{a0}%", "96\u{a0}%"]);
    assert_eq!(textes(&svg, "g-nom"), ["2020", "2021"]);
    assert_eq!(svg.matches("g-objectif").count(), 2);
    assert_eq!(
        courbe.phrase(),
        "Vous en hausse, de 92\u{a0}% en 2020 à 96\u{a0}% en 2021\u{a0}; objectif 2021\u{a0}: 95\u{a0}% ou plus."
    );
    let cles: Vec<String> = courbe.legende("c").into_iter().map(|cle| cle.nom).collect();
    assert_eq!(cles, ["Vous", "Objectif"]);
    assert_eq!(courbe.tableau().lignes[1], ["2021", "96\u{a0}%", "95\u{a0}% ou plus"]);
}

#[test]
fn one_point_alone_is_said_without_an_evolution() {
    let courbe = courbe(&[("Vous", vec![connue(7)])], Vec::new());
    verifier(&courbe.svg("c"), "c");
    assert_eq!(courbe.phrase(), "Vous\u{a0}: 7\u{a0}% en 2020.");
}

#[test]
fn nothing_at_all_is_a_drawing_too() {
    let vide = courbe(&[], Vec::new());
    verifier(&vide.svg("c"), "c");
    assert!(vide.tableau().lignes.is_empty());
    let etapes = Etapes { titre: "Essai".to_owned(), etapes: Vec::new() };
    verifier(&etapes.svg("e"), "e");
}

#[test]
fn a_decrease_goes_below_zero() {
    let courbe = courbe(&[("Évolution", vec![connue(5), connue(-12)])], Vec::new());
    let svg = courbe.svg("c");
    verifier(&svg, "c");
    assert_eq!(textes(&svg, "g-axe"), ["-15\u{a0}%", "-10\u{a0}%", "-5\u{a0}%", "0\u{a0}%", "5\u{a0}%"]);
    assert!(!svg.contains("height=\"-"), "{svg}");
    assert!(courbe.phrase().contains("en baisse"));
}

#[test]
fn a_second_series_is_dotted_and_a_third_makes_lines_with_dashes_and_markers() {
    let deux = courbe(&[("Vous", vec![connue(4)]), ("National", vec![connue(5)])], Vec::new());
    assert!(deux.svg("c").contains("url(#c-p)"));
    let serie = |v| vec![connue(v), connue(v + 1)];
    let six = ["a", "b", "c", "d", "e", "f"].map(|nom| (nom, serie(4)));
    let six = courbe(&six, Vec::new());
    let svg = six.svg("c");
    verifier(&svg, "c");
    let mut cles: Vec<String> = six.legende("c").into_iter().map(|cle| cle.svg).collect();
    for cle in &cles {
        // Its dashes and its marker are in the drawing.
        let tirets = crate::lecture::attribut(cle, "stroke-dasharray");
        assert!(svg.contains(&format!("stroke-dasharray=\"{tirets}\"")), "{tirets}");
    }
    cles.sort_unstable();
    cles.dedup();
    assert_eq!(cles.len(), 6);
    // Each figure stands at the end of its line, and none covers another.
    let mut hauteurs: Vec<i32> = svg
        .split("<text class=\"g-valeur\"")
        .skip(1)
        .map(|t| crate::lecture::attribut(t, "y").split('.').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(hauteurs.len(), 6);
    hauteurs.sort_unstable();
    assert!(hauteurs.windows(2).all(|h| h[1] - h[0] >= 23), "{hauteurs:?}");
    assert!(hauteurs.iter().all(|y| (0..226).contains(y)), "{hauteurs:?}");
}

#[test]
fn the_names_of_lines_are_in_the_legend_with_their_marker() {
    let nom = "Un nom bien trop long pour tenir dans le dessin";
    let serie = |v| vec![connue(v), connue(v + 1)];
    let courbe = courbe(&[("a", serie(4)), (nom, serie(5)), ("c", serie(6))], Vec::new());
    assert!(!textes(&courbe.svg("c"), "g-nom").iter().any(|t| t.contains("Un nom") || t == "a"));
    let cles = courbe.legende("c");
    assert_eq!(cles.iter().map(|cle| cle.nom.as_str()).collect::<Vec<_>>(), ["a", nom, "c"]);
    assert!(cles[1].svg.contains("stroke-dasharray=\"8 4\""));
}

#[test]
fn figures_that_would_touch_are_for_large_drawings_and_the_latest_is_always_written() {
    let long = |mesure| Mesure::Connue(Valeur::new(mesure, "92,00\u{a0}%"));
    let egales = courbe(&[("Vous", (0..4).map(|_| long(92)).collect())], Vec::new()).svg("c");
    assert_eq!(textes(&egales, "g-valeur").len(), 4);
    assert_eq!(textes(&egales, "g-large").len(), 2);
    let derniere = egales.rsplit("g-valeur").next().unwrap();
    assert!(!derniere.starts_with(" g-large"), "{egales}");
    // Figures that stand at other heights have room.
    let eloignees = courbe(&[("Vous", vec![long(10), long(92)])], Vec::new()).svg("c");
    assert!(textes(&eloignees, "g-large").is_empty());
}

#[test]
fn what_every_line_lacks_is_said_once_for_a_moment() {
    let serie = || vec![ABSENTE, connue(4)];
    let svg = courbe(&[("a", serie()), ("b", serie()), ("c", serie())], Vec::new()).svg("c");
    assert_eq!(svg.matches("n.\u{a0}d.").count(), 1, "{svg}");
}

#[test]
fn a_line_stops_where_a_figure_is_missing() {
    let serie = vec![connue(4), ABSENTE, connue(5), connue(6)];
    let svg = courbe(&[("a", serie), ("b", vec![]), ("c", vec![])], Vec::new()).svg("c");
    let ligne = svg.split("stroke-dasharray=\"none\"").next().unwrap().rsplit("<path d=\"").next().unwrap();
    assert_eq!(ligne.matches('M').count(), 2, "{ligne}");
}

#[test]
fn a_comparison_says_both_periods_and_the_difference() {
    let comparaison = Comparaison {
        titre: "Motif « urgence »".to_owned(),
        avant: ("2019".to_owned(), connue(25)),
        apres: ("2024".to_owned(), connue(29)),
        ecart: Some("+4 points".to_owned()),
        atteint: Some(false),
        axe: axe(&[25, 29]),
    };
    let svg = comparaison.svg("k");
    verifier(&svg, "k");
    assert!(svg.contains("url(#k-h)") && svg.contains("url(#k-p)"));
    assert_eq!(textes(&svg, "g-valeur"), ["25\u{a0}%", "29\u{a0}%"]);
    assert_eq!(comparaison.tableau().entetes, ["Ce qui est mesuré", "2019", "2024", "Écart"]);
    assert_eq!(comparaison.tableau().lignes[0][3], "+4 points");
}

#[test]
fn steps_differ_by_their_sign_and_their_word() {
    let etape = |libelle: &str, avancement| Etape { libelle: libelle.to_owned(), avancement };
    let etapes = Etapes {
        titre: "Démarche".to_owned(),
        etapes: vec![
            etape("S'évaluer", Avancement::Fait),
            etape("Une étape au nom si long qu'il lui faut plus d'une ligne pour tenir", Avancement::NonFait),
            etape("S'abonner", Avancement::SansReponse),
        ],
    };
    let svg = etapes.svg("e");
    verifier(&svg, "e");
    assert_eq!(textes(&svg, "g-valeur"), ["fait", "non fait", "sans réponse"]);
    assert_eq!(textes(&svg, "g-nom").len(), 5);
    assert_eq!(etapes.phrase(), "Démarche\u{a0}: 1 étape faite sur 3.");
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = "</title><script>alert(1)</script>\" onload='x' & \u{0}";
    let mut jauge = jauge(Mesure::Connue(Valeur::new(5, hostile)), Some((9, None)));
    jauge.titre = hostile.to_owned();
    jauge.bas.ecrit = hostile.to_owned();
    let svg = jauge.svg("a\"><b");
    verifier(&svg, "a---b");
    assert!(!svg.contains("<script") && !svg.contains('\u{0}'), "{svg}");
    assert_eq!(textes(&svg, "g-grand"), [hostile.replace('\u{0}', " ")]);
}

#[test]
fn a_long_name_stands_on_several_lines_under_a_gauge_and_a_state_has_its_own_word() {
    let mut jauge = jauge(connue(30), Some((40, Some(true))));
    let court = jauge.svg("k");
    if let Some(objectif) = &mut jauge.objectif {
        objectif.nom = Some("Taux de dépassement à ne pas dépasser".to_owned());
        objectif.mot = Some("respecté".to_owned());
    }
    let svg = jauge.svg("k");
    verifier(&svg, "k");
    assert!(svg.contains(">Taux de dépassement à ne pas<") && svg.contains(">dépasser<"), "{svg}");
    assert_ne!(svg.split("viewBox").nth(1).unwrap().get(..20), court.split("viewBox").nth(1).unwrap().get(..20));
    assert!(jauge.phrase().contains(", respecté"), "{}", jauge.phrase());
}
