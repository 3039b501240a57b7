//! Rule folders on which the loader fell, or might have: they come to a defect, and soon.

use crate::exemple::{REGLES, avec, defauts_de, dispositif, en_lignes};
use convention::Surcharges;
use std::fmt::Write as _;

#[test]
fn thousands_of_calculs_that_read_one_another_are_refused_without_falling() {
    let mut calculs = String::new();
    for rang in 0..3_000 {
        let _ = writeln!(calculs, "[calculs.c{rang}]\nformule = \"c{} + nb\"", rang + 1);
    }
    calculs.push_str("[calculs.c3000]\nformule = \"nb\"\n[indicateurs.volume]");
    let regles = avec("[indicateurs.volume]", &calculs).replacen("valeur = \"nb\"", "valeur = \"c0\"", 1);
    let d = dispositif(&regles, "");
    let defauts = d.compiler(2023, &Surcharges::aucune()).unwrap_err();
    assert!(en_lignes(&defauts).contains("trop de formules s'enchaînent"), "{}", en_lignes(&defauts));
}

#[test]
fn lists_and_keys_nested_without_end_are_refused_without_falling() {
    for suite in ["[".repeat(100_000), format!("x{} = 1", ".x".repeat(100_000)), "a = {".repeat(100_000)] {
        assert_ne!(defauts_de(&format!("{REGLES}\n{suite}")), "");
    }
}
