//! The blocks of rules shown in `docs/` are read by the loader: what a page shows is what the format takes.

use crate::exemple::{CONVENTION, en_lignes};
use convention::{Fichier, Regles, verifier};
use std::fs;
use std::path::Path;

/// The contents of the blocks of a page whose mark is this one.
fn blocs(page: &str, marque: &str) -> Vec<String> {
    let mut blocs: Vec<String> = Vec::new();
    let mut dedans = false;
    for ligne in page.lines() {
        match ligne.trim_start().strip_prefix("```") {
            Some(m) if !dedans && m == marque => {
                blocs.push(String::new());
                dedans = true;
            }
            Some(_) => dedans = false,
            None if dedans => {
                if let Some(bloc) = blocs.last_mut() {
                    bloc.push_str(ligne);
                    bloc.push('\n');
                }
            }
            None => {}
        }
    }
    blocs
}

fn page(nom: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(nom)).unwrap()
}

/// Every defect of rules and cases given as texts, in the convention of the tests.
fn defauts(regles: &str, cas: &str) -> String {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.into(), contenu: contenu.into() };
    let fichiers = [
        fichier("p/convention.toml", CONVENTION),
        fichier("p/exemple/regles.toml", regles),
        fichier("p/exemple/cas/un.toml", cas),
    ];
    en_lignes(&Regles::charger_sans_arret(&fichiers).1)
}

#[test]
fn every_key_that_the_page_of_the_format_shows_is_one_that_the_loader_knows() {
    let page = page("format-des-regles.md");
    let (regles, cas) = page.split_once("## `cas/*.toml`").unwrap();
    let regles = blocs(regles.split_once("## `regles.toml`").unwrap().1, "toml").concat();
    let cas = blocs(cas, "toml").concat();
    // The blocks are fragments: what they leave out, or cite from elsewhere, is not a fault of theirs.
    let tous = defauts(&regles, &cas);
    let refus = ["n'existe pas", "pas du TOML", "n'est pas", "doit être", "a deux valeurs", "fictive"];
    let fautes: Vec<&str> = tous.lines().filter(|d| refus.iter().any(|r| d.contains(r))).collect();
    assert_eq!(fautes.join("\n"), "");
    // The test itself sees a wrong key.
    assert!(defauts(&regles.replace("socle_neutralise =", "socle_suspendu ="), &cas).contains("n'existe pas"));
    assert!(defauts(&regles, &cas.replace("deja_verse", "deja_paye")).contains("n'existe pas"));
}

#[test]
fn every_block_marked_complete_loads() {
    for nom in ["format-des-regles.md", "langage.md", "ecrire-un-dispositif.md"] {
        for bloc in blocs(&page(nom), "toml complet") {
            assert_eq!(defauts(&bloc, ""), "", "{nom}");
        }
    }
}

#[test]
fn the_complete_dispositif_of_the_page_of_the_format_loads_and_its_cases_pass() {
    let page = page("format-des-regles.md");
    let seul = |marque: &str| match blocs(&page, marque).as_slice() {
        [un] => un.clone(),
        plusieurs => panic!("{} blocs « {marque} »", plusieurs.len()),
    };
    let fichier = |chemin: &str, contenu: String| Fichier { chemin: chemin.into(), contenu };
    let fichiers = [
        fichier("p/convention.toml", seul("toml convention")),
        fichier("p/exemple/regles.toml", seul("toml complet")),
        fichier("p/exemple/cas/objectif.toml", seul("toml cas")),
    ];
    let regles = Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{}", en_lignes(&defauts)));
    let rapport = verifier(&regles);
    let ecarts: Vec<_> = rapport.dispositifs.iter().flat_map(|d| &d.cas).flat_map(|c| c.ecarts.clone()).collect();
    assert_eq!(en_lignes(&ecarts), "");
    assert_eq!(rapport.cas_passes(), 4);
    assert!(rapport.dispositifs.iter().all(|d| d.jamais_atteints.is_empty()));
}
