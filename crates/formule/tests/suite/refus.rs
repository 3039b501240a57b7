use crate::montage::{compte, connu, oui_non, parametre, programme, refus};

fn r(formule: &str) -> String {
    let entrees = vec![
        oui_non("coordonne"),
        compte("nb_boites", "boite", 0, 1_000_000),
        compte("nb_patients", "patient", 0, 1_000_000),
    ];
    refus(&programme(formule, entrees, vec![parametre("prime", "€ par boite", connu("2"))]))
}

#[test]
fn boxes_are_not_added_to_patients() {
    assert!(
        r("nb_boites + nb_patients")
            .contains("on ne peut pas additionner un nombre de « boite » et un nombre de « patient »")
    );
}

#[test]
fn a_quotient_that_may_be_nothing_must_say_where_it_falls() {
    let message = r("nb_boites / nb_patients * p.prime");
    assert!(message.contains("« nb_boites / nb_patients » peut être sans objet"), "{message}");
    assert!(message.contains("a_defaut"));
}

#[test]
fn a_name_one_letter_off_gets_the_right_one() {
    assert!(r("nb_boite").contains("vouliez-vous dire « nb_boites » ?"));
    assert!(r("prime").contains("écrivez « p.prime »"));
    assert!(r("p.primes").contains("vouliez-vous dire « p.prime » ?"));
    assert!(r("arondi(nb_boites)").contains("vouliez-vous dire « arrondi » ?"));
}

#[test]
fn a_truth_is_not_a_number() {
    assert!(r("coordonne * p.prime").contains("écrivez « nombre(…) »"));
    assert!(r("si nb_boites alors 1 sinon 0").contains("un oui ou non était attendu"));
}

#[test]
fn a_value_too_large_for_exact_arithmetic_is_refused_with_its_remedy() {
    let puissance = ["nb_boites"; 8].join(" * ");
    assert!(r(&puissance).contains("arrondissez plus tôt"));
}

#[test]
fn formulas_that_read_each_other_are_named() {
    let mut p = programme("x + 1", vec![], vec![]);
    p.definitions.push(formule::programme::Definition::simple("x", "r + 1"));
    let message = refus(&p);
    assert!(message.contains("r → x → r") || message.contains("x → r → x"), "{message}");
}

#[test]
fn a_percentage_never_counts_things() {
    assert!(r("nb_boites + 100 %").contains("on ne peut pas additionner"));
}

#[test]
fn every_defect_of_a_formula_is_told_at_once() {
    let message = r("si inconnu_a alors inconnu_b + inconnu_c sinon min(inconnu_d, nb_boites / nb_patients)");
    for nom in ["inconnu_a", "inconnu_b", "inconnu_c", "inconnu_d"] {
        assert!(message.contains(nom), "{nom} manque dans :\n{message}");
    }
    assert!(!message.contains("sans objet"), "{message}");
}
