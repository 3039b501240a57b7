//! Formulas and programmes on which the engine once fell, most of them found by the targets of `fuzz/`.

use crate::montage::{compte, connu, fraction, oui_non, parametre, plan, programme, refus, valeur};
use formule::programme::{Definition, Detail, Exercice, Genre, LigneTable, Repartition, Table};
use formule::{Contenu, Date, Ligne, LigneDetail, Unite, compiler, ecrire, evaluer, formater, lire};

#[test]
fn many_minus_signs_are_written_in_a_way_that_reads_back() {
    for signes in 1..200 {
        let Ok(ecrit) = formater(&format!("{}a", "-".repeat(signes))) else { continue };
        assert_eq!(formater(&ecrit).unwrap(), ecrit, "{signes} signes");
    }
}

#[test]
fn a_sum_of_a_hundred_thousand_terms_is_refused_without_falling() {
    for lien in [" + a", " a_defaut a", " a_la_date(a)", " ou a", " * a", " est sans objet"] {
        let texte = format!("a{}", lien.repeat(100_000));
        assert!(lire(&texte).is_err(), "{lien}");
    }
}

#[test]
fn a_sum_of_five_hundred_terms_is_compiled() {
    let formule = format!("x{}", " + x".repeat(500));
    let p = programme(&formule, vec![compte("x", "", 0, 10)], vec![]);
    assert!(compiler(&p).is_ok());
    assert_eq!(ecrire(&lire(&formule).unwrap()), formule);
}

#[test]
fn comparisons_that_follow_one_another_are_refused_whatever_their_words() {
    for texte in
        ["a est sans objet est sans objet", "a = b est sans objet", "a est sans objet = b", "z dans (\"a\") = b"]
    {
        assert!(lire(texte).unwrap_err().message.contains("deux comparaisons se suivent"), "{texte}");
    }
}

/// `r1` reads `r0` twice, `r2` reads `r1` twice… up to `r`.
fn doublees(premiere: &str, suivante: impl Fn(&str) -> String, derniere: &str) -> formule::Programme {
    let mut p = programme(derniere, vec![compte("x", "patient", 0, 10), oui_non("b")], vec![]);
    p.definitions.push(Definition::simple("r0", premiere));
    for rang in 1..=60 {
        p.definitions.push(Definition::simple(format!("r{rang}"), suivante(&format!("r{}", rang - 1))));
    }
    p
}

#[test]
fn formulas_that_read_one_another_twice_do_not_take_twice_as_long_each() {
    // A zero that sixty branches hand over is still a zero of any unit.
    assert!(compiler(&doublees("0", |r| format!("si b alors {r} sinon {r}"), "x + r60")).is_ok());
    // What a condition establishes is looked for once in each of its parts.
    assert!(compiler(&doublees("b", |r| format!("{r} et {r}"), "si r60 alors x sinon 0")).is_ok());
    // Whether an envelope reads an input is asked once of each of its parts.
    let mut p = doublees("p.enveloppe", |r| format!("max({r}, {r})"), "x");
    p.parametres.push(parametre("enveloppe", "€", connu("100")));
    p.repartitions.push(Repartition {
        code: "part".into(),
        enveloppe: "r60".into(),
        cle: "r".into(),
        plancher: None,
        reste_reparti: false,
    });
    assert!(compiler(&p).is_ok());
}

#[test]
fn formulas_chained_without_end_are_refused_without_falling() {
    let mut p = programme("r1", vec![compte("x", "", 0, 10)], vec![]);
    for rang in 1..20_000 {
        p.definitions.push(Definition::simple(format!("r{rang}"), format!("min(r{}, x)", rang + 1)));
    }
    p.definitions.push(Definition::simple("r20000", "x"));
    assert!(refus(&p).contains("trop de formules s'enchaînent"));
}

#[test]
fn a_product_whose_constant_factor_leaves_126_bits_is_refused_and_not_worth_zero() {
    let grande = |code: &str| compte(code, "", 0, 1 << 62);
    let p = programme("x * y * p.p", vec![grande("x"), grande("y")], vec![parametre("p", "", connu("9"))]);
    assert!(refus(&p).contains("126 bits"));
    let p = programme("x * p.p", vec![grande("x")], vec![parametre("p", "", connu("9223372036854775807"))]);
    let (texte, _) = valeur(&plan(&p), &[Ok(1 << 62)]);
    assert_eq!(texte, (i128::from(i64::MAX) << 62).to_string());
}

#[test]
fn a_row_read_on_two_days_is_two_values() {
    let ligne = |depuis: i32, jusqu_a: Option<i32>, valeur: &str| LigneTable {
        cles: vec![(0, 0)],
        depuis: Date::du_calendrier(depuis, 1, 1),
        jusqu_a: jusqu_a.map(|annee| Date::du_calendrier(annee, 12, 31)),
        valeurs: vec![connu(valeur)],
    };
    let table = Table {
        code: "t".into(),
        cles: vec![("cle".into(), Genre::Choix(vec!["a".into()]))],
        colonnes: vec![("v".into(), Genre::Nombre(Unite::aucune()))],
        lignes: vec![ligne(2020, Some(2021), "7"), ligne(2022, None, "9")],
    };
    let jour = Some(Date::du_calendrier(2021, 6, 1));
    let detail = Detail { code: "d".into(), table: Some("t".into()), entrees: vec![] };
    for (niveau, formule) in [(None, "t[\"a\"].v"), (Some("d".to_owned()), "t.v")] {
        let mut p = programme("0", vec![], vec![]);
        p.exercice = Exercice::civil(2023);
        (p.tables, p.details) = (vec![table.clone()], vec![detail.clone()]);
        let definition = |code: &str| Definition { niveau: niveau.clone(), ..Definition::simple(code, formule) };
        p.definitions = vec![definition("apres"), Definition { jour, ..definition("avant") }];
        let plan = plan(&p);
        let lignes = vec![vec![LigneDetail { cle: 0, entrees: vec![] }]];
        let trace = evaluer(&plan, &Ligne { details: lignes, ..Ligne::default() }).unwrap();
        let valeur = |code: &str| trace.valeur_de_ligne(plan.definition(code).unwrap(), 0).contenu;
        assert_eq!(valeur("apres"), Contenu::Nombre(fraction("9")));
        assert_eq!(valeur("avant"), Contenu::Nombre(fraction("7")));
    }
}
