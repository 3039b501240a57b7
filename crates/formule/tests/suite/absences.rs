use crate::montage::{bareme, compte, connu, hypothese, oui_non, parametre, plan, programme, trace, valeur};
use formule::programme::{Constante, Definition, ModeBareme, Programme};
use formule::{Absence, Fraction, Marques, evaluer};

const INCONNU: formule::Cellule = Err(Absence::Inconnu);
const EN_ATTENTE: formule::Cellule = Err(Absence::EnAttente);

fn r(formule: &str, cellules: &[formule::Cellule]) -> (String, Marques) {
    let entrees = vec![oui_non("a"), oui_non("b"), compte("n", "FSE", 0, 1_000_000), compte("d", "FSE", 0, 1_000_000)];
    let parametres = vec![
        parametre("seuil", "", connu("19/20")),
        parametre("tarif", "€ par FSE", connu("8/125")),
        parametre("perdu", "€", Constante::INCONNUE),
        parametre("deduit", "€", hypothese("100")),
        parametre("vingt", "FSE", connu("20")),
    ];
    let p = programme(formule, entrees, parametres);
    let mut toutes = vec![Ok(0); 4];
    toutes[..cellules.len()].copy_from_slice(cellules);
    valeur(&plan(&p), &toutes)
}

#[test]
fn a_known_false_settles_and_whatever_the_other_side_is() {
    assert_eq!(r("a et b", &[Ok(0), INCONNU]).0, "faux");
    assert_eq!(r("a et b", &[Ok(1), INCONNU]).0, "absent");
    assert_eq!(r("a ou b", &[Ok(1), INCONNU]).0, "vrai");
    assert_eq!(r("a ou b", &[INCONNU, Ok(0)]).0, "absent");
}

#[test]
fn an_unknown_amount_times_zero_is_zero() {
    assert_eq!(r("n / p.vingt * p.perdu", &[Ok(0), Ok(0), Ok(0)]), ("0".into(), Marques::AUCUNE));
    assert_eq!(r("n / p.vingt * p.perdu", &[Ok(0), Ok(0), Ok(1)]), ("absent".into(), Marques::INCONNU));
}

#[test]
fn the_unknown_hides_what_is_awaited() {
    assert_eq!(r("n + d", &[Ok(0), Ok(0), INCONNU, EN_ATTENTE]).1, Marques::INCONNU);
    assert_eq!(r("n + d", &[Ok(0), Ok(0), Ok(3), EN_ATTENTE]).1, Marques::EN_ATTENTE);
}

#[test]
fn a_quotient_of_nothing_falls_where_the_formula_says() {
    assert_eq!(r("(n / d) a_defaut 0 % >= p.seuil", &[Ok(0), Ok(0), Ok(0), Ok(0)]).0, "faux");
    assert_eq!(r("(n / d) a_defaut 100 % >= p.seuil", &[Ok(0), Ok(0), Ok(0), Ok(0)]).0, "vrai");
    assert_eq!(r("(n / d) a_defaut 100 % >= p.seuil", &[Ok(0), Ok(0), Ok(949_999), Ok(1_000_000)]).0, "faux");
    assert_eq!(r("si n / d est sans objet alors 0 sinon n / d", &[Ok(0), Ok(0), Ok(3), Ok(4)]).0, "3/4");
    assert_eq!(r("n / d", &[Ok(0), Ok(0), Ok(3), Ok(0)]).1, Marques::SANS_OBJET);
}

#[test]
fn a_hypothesis_counts_only_where_it_is_used() {
    assert_eq!(r("si a alors p.deduit sinon 0 €", &[Ok(1)]), ("10000".into(), Marques::HYPOTHESE));
    assert_eq!(r("si a alors p.deduit sinon 0 €", &[Ok(0)]), ("0".into(), Marques::AUCUNE));
}

#[test]
fn a_choice_on_an_unknown_is_known_when_both_branches_agree() {
    assert_eq!(r("si a alors n sinon d", &[INCONNU, Ok(0), Ok(3), Ok(3)]).0, "3");
    assert_eq!(r("si a alors n sinon d", &[INCONNU, Ok(0), Ok(3), Ok(4)]).0, "absent");
}

#[test]
fn the_rate_of_a_cent_fraction_is_exact_and_rounded_once() {
    // 24 000 × 0,064 € = 1 536,00 €; 1 × 0,064 € = 6,4 cents → 6; 8 × 0,064 € = 51,2 → 51.
    assert_eq!(r("arrondi(n * p.tarif)", &[Ok(0), Ok(0), Ok(24_000)]).0, "153600");
    assert_eq!(r("arrondi(n * p.tarif)", &[Ok(0), Ok(0), Ok(1)]).0, "6");
    assert_eq!(r("n * p.tarif", &[Ok(0), Ok(0), Ok(1)]).0, "32/5");
}

#[test]
fn a_step_that_nobody_found_makes_the_result_unknown_there_only() {
    let paliers = vec![
        (Some(("1/10000", false)), Constante::INCONNUE),
        (Some(("6/10000", true)), connu("3")),
        (None, Constante::INCONNUE),
    ];
    let points = bareme("points", ModeBareme::Palier, "", "point", paliers);
    let p = programme(
        "bareme(p.points, n / d)",
        vec![compte("n", "FSE", 0, 100_000), compte("d", "FSE", 1, 100_000)],
        vec![points],
    );
    let plan = plan(&p);
    assert_eq!(valeur(&plan, &[Ok(1), Ok(10_000)]).0, "3");
    assert_eq!(valeur(&plan, &[Ok(6), Ok(10_000)]).0, "3");
    assert_eq!(valeur(&plan, &[Ok(7), Ok(10_000)]).1, Marques::INCONNU);
    assert_eq!(valeur(&plan, &[Ok(0), Ok(10_000)]).1, Marques::INCONNU);
    let t = trace(&plan, &[Ok(7), Ok(10_000)]);
    assert_eq!(t.inconnus(plan.definition("r").unwrap()), ["points[3]"]);
}

#[test]
fn each_slice_has_its_own_price() {
    let tranches = vec![
        (Some(("10000", true)), connu("2/100")),
        (Some(("25000", true)), connu("15/1000")),
        (None, connu("1/100")),
    ];
    let b = bareme("prix", ModeBareme::Tranche, "FSE", "€ par FSE", tranches);
    let p = programme("arrondi(bareme(p.prix, n))", vec![compte("n", "FSE", 0, 100_000)], vec![b]);
    let plan = plan(&p);
    // 10 000 × 0,02 + 15 000 × 0,015 + 5 000 × 0,01 = 200 + 225 + 50 = 475 €
    assert_eq!(valeur(&plan, &[Ok(30_000)]).0, "47500");
    assert_eq!(valeur(&plan, &[Ok(1)]).0, "2");
}

#[test]
fn two_formulas_of_two_days_read_two_rows_of_the_same_key() {
    use formule::programme::{Genre, LigneTable, Table};
    use formule::{Date, Unite};
    let change = Date::du_calendrier(2024, 6, 22);
    let ligne = |depuis: Date, jusqu_a: Option<Date>, valeur: &str| LigneTable {
        cles: vec![(1, 1)],
        depuis,
        jusqu_a,
        valeurs: vec![connu(valeur)],
    };
    let table = Table {
        code: "tarifs".into(),
        cles: vec![("rang".into(), Genre::Nombre(Unite::simple("annee")))],
        colonnes: vec![("annuel".into(), Genre::Nombre(Unite::euro()))],
        lignes: vec![ligne(Date::MIN, Some(Date(change.0 - 1)), "18000"), ligne(change, None, "19000")],
    };
    let au =
        |code: &str, jour: Date| Definition { jour: Some(jour), ..Definition::simple(code, "tarifs[rang].annuel") };
    let p = Programme {
        entrees: vec![compte("rang", "annee", 0, 10)],
        tables: vec![table],
        definitions: vec![au("avant", Date(change.0 - 1)), au("apres", change)],
        ..Programme::default()
    };
    let plan = plan(&p);
    let ligne = formule::Ligne { entrees: vec![Ok(1)], ..formule::Ligne::default() };
    let trace = evaluer(&plan, &ligne).unwrap();
    let lu = |code: &str| trace.valeur(plan.definition(code).unwrap()).contenu;
    assert_eq!(lu("avant"), formule::Contenu::Nombre(Fraction::entier(1_800_000)));
    assert_eq!(lu("apres"), formule::Contenu::Nombre(Fraction::entier(1_900_000)));
}

#[test]
fn a_difference_of_unknowns_is_not_a_division_by_zero() {
    let de = |formule: &str, cible: Constante, depart: Constante| {
        let parametres = vec![parametre("cible", "", cible), parametre("depart", "", depart)];
        let entrees = vec![compte("n", "FSE", 0, 100), compte("d", "FSE", 1, 100)];
        programme(formule, entrees, parametres)
    };
    let formule = "((n / d) / max(0 %, p.cible - p.depart)) a_defaut 0 %";
    let lu = |cible, depart| valeur(&plan(&de(formule, cible, depart)), &[Ok(1), Ok(10)]);
    // What is unknown is held for 1, and 1 - 1 is 0: nobody knows it.
    assert_eq!(lu(Constante::INCONNUE, Constante::INCONNUE), ("absent".into(), Marques::INCONNU));
    assert_eq!(lu(connu("9/10"), Constante::INCONNUE).1, Marques::INCONNU);
    assert_eq!(lu(connu("9/10"), connu("8/10")), ("1".into(), Marques::AUCUNE));
    // Nothing here is unknown, and it is 0 for whoever reads the rules.
    let message = crate::montage::refus(&de(formule, connu("8/10"), connu("9/10")));
    assert!(message.contains("ceci divise par zéro"), "{message}");
    // It may be 0 once it is known: the formula says where that falls.
    let message = crate::montage::refus(&de(
        "(n / d) / max(0 %, p.cible - p.depart) > 0",
        Constante::INCONNUE,
        Constante::INCONNUE,
    ));
    assert!(message.contains("peut être sans objet"), "{message}");
}

#[test]
fn a_column_of_which_nothing_is_known_divides_nothing_by_zero() {
    use formule::programme::{Genre, LigneTable, Table};
    use formule::{Date, Unite};
    let genre = || Genre::Nombre(Unite::aucune());
    let ligne = |cle: i64| LigneTable {
        cles: vec![(cle, cle)],
        depuis: Date::MIN,
        jusqu_a: None,
        valeurs: vec![Constante::INCONNUE, Constante::INCONNUE],
    };
    let table = Table {
        code: "seuils".into(),
        cles: vec![("rang".into(), genre())],
        colonnes: vec![("bas".into(), genre()), ("haut".into(), genre())],
        lignes: vec![ligne(1), ligne(2)],
    };
    for cle in ["1", "n"] {
        let formule = format!("(1 / max(0, seuils[{cle}].haut - seuils[{cle}].bas)) a_defaut 0");
        let mut p = programme(&formule, vec![compte("n", "", 1, 2)], vec![]);
        p.tables = vec![table.clone()];
        assert_eq!(valeur(&plan(&p), &[Ok(1)]), ("absent".into(), Marques::INCONNU), "{cle}");
    }
}
