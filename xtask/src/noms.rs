//! `cargo xtask noms`: no code and no label of a dispositif in the code.
//!
//! A rule folder is data: what it names must be found nowhere in Rust, in templates or in SQL, outside tests,
//! cases and the demonstration. A code of several words counts wherever it stands as a whole word; a code of one
//! word is often also a word of the language, so it counts only where it is a whole literal between quotes.
//! A label counts from two words on.

use crate::arbre;
use crate::bilan::Bilan;
use crate::fleches::whole_word;
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Sections of `regles.toml` whose keys are codes.
const SECTIONS: [&str; 8] =
    ["entrees", "parametres", "tables", "details", "calculs", "indicateurs", "modeles", "nationaux"];

/// Words of the format, of the field and of the language that a rule folder may also take as codes: too common to
/// betray a dispositif.
const MOTS_COMMUNS: [&str; 17] = [
    "aide",
    "au total",
    "avance",
    "base",
    "contrat",
    "declare",
    "dernier_jour",
    "fmt",
    "options",
    "percentile",
    "plafond",
    "profession",
    "releves",
    "resultat",
    "socle",
    "taux",
    "un_an",
];

/// A name found in a rule folder, and where.
type Noms = BTreeMap<String, String>;

/// Looks for every name of `conventions/` in the sources.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let mut noms = Noms::new();
    for fichier in arbre::files(&racine.join("conventions"))? {
        if fichier.file_name().is_some_and(|nom| nom == "regles.toml") {
            collect(&arbre::read(&fichier)?, &arbre::relative(racine, &fichier), &mut noms)?;
        }
    }
    let mut defauts = Vec::new();
    let mut lus = 0;
    for dossier in ["crates", "xtask"] {
        for fichier in arbre::files(&racine.join(dossier))? {
            let lieu = arbre::relative(racine, &fichier);
            if is_source(&lieu) {
                lus += 1;
                defauts.extend(search(&arbre::read(&fichier)?, &lieu, &noms));
            }
        }
    }
    if noms.is_empty() || lus == 0 {
        return Err("rien à comparer : « conventions/ » ou les sources manquent".to_owned());
    }
    Ok(Bilan::of(defauts))
}

/// Is it code that runs: not a test, not the demonstration, not the bench's second arithmetic, not a manifest?
fn is_source(lieu: &str) -> bool {
    let exclu = lieu.split('/').any(|partie| {
        matches!(
            partie,
            "tests" | "benches" | "demo" | "cas" | "target" | "tests.rs" | "demo.rs" | "banc.rs" | "Cargo.toml"
        )
    });
    !exclu && [".rs", ".html", ".sql", ".js", ".css", ".typ"].iter().any(|fin| lieu.ends_with(fin))
}

fn collect(texte: &str, lieu: &str, noms: &mut Noms) -> Result<(), String> {
    let regles = DeTable::parse(texte).map_err(|defaut| format!("{lieu} : {defaut}"))?;
    let regles = regles.get_ref();
    let mut add = |nom: &str| {
        if MOTS_COMMUNS.contains(&nom) {
            return;
        }
        noms.entry(nom.to_owned()).or_insert_with(|| lieu.to_owned());
    };
    if let Some(DeValue::String(code)) = child(regles, "dispositif").and_then(|t| t.get("code")).map(|v| v.get_ref()) {
        add(code);
    }
    for section in SECTIONS {
        if let Some(table) = child(regles, section) {
            for code in table.keys() {
                add(code.get_ref());
            }
        }
    }
    labels(regles, &mut |libelle| {
        if libelle.split_whitespace().count() >= 2 {
            add(libelle);
        }
    });
    Ok(())
}

fn child<'t, 'i>(table: &'t DeTable<'i>, cle: &str) -> Option<&'t DeTable<'i>> {
    match table.get(cle)?.get_ref() {
        DeValue::Table(enfant) => Some(enfant),
        _ => None,
    }
}

/// Every `libelle` and `titre`, however deep.
fn labels(table: &DeTable<'_>, faire: &mut impl FnMut(&str)) {
    for (cle, valeur) in table {
        match valeur.get_ref() {
            DeValue::String(texte) if matches!(cle.get_ref().as_ref(), "libelle" | "titre") => faire(texte),
            DeValue::Table(enfant) => labels(enfant, faire),
            DeValue::Array(suite) => {
                for element in suite {
                    if let DeValue::Table(enfant) = element.get_ref() {
                        labels(enfant, faire);
                    }
                }
            }
            _ => {}
        }
    }
}

fn search(texte: &str, lieu: &str, noms: &Noms) -> Vec<String> {
    let code = without_tests(texte);
    let mut defauts = Vec::new();
    for (nom, origine) in noms {
        let plusieurs_mots = nom.contains([' ', '\u{a0}', '_']);
        let cherche = if plusieurs_mots { nom.clone() } else { format!("\"{nom}\"") };
        if !code.contains(&cherche) {
            continue;
        }
        for (rang, ligne) in code.lines().enumerate() {
            if ligne.contains(&cherche) && (!plusieurs_mots || whole_word(ligne, nom)) {
                defauts.push(format!(
                    "{lieu}:{} : « {nom} » vient de {origine} et n'a rien à faire dans le code",
                    rang + 1
                ));
            }
        }
    }
    defauts
}

/// A source up to the module that exists for its tests.
fn without_tests(texte: &str) -> &str {
    texte.find("#[cfg(test)]\nmod tests {").map_or(texte, |fin| &texte[..fin])
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGLES: &str = "[dispositif]\ncode = \"demo_num\"\n[entrees.nb_fse]\nlibelle = \"FSE transmises\"\n\
                          [parametres.seuil]\nlibelle = \"Seuil\"\n";

    fn noms() -> Noms {
        let mut noms = Noms::new();
        collect(REGLES, "regles.toml", &mut noms).expect("the example is TOML");
        noms
    }

    #[test]
    fn codes_and_labels_of_two_words_are_collected() {
        assert_eq!(noms().keys().collect::<Vec<_>>(), ["FSE transmises", "demo_num", "nb_fse", "seuil"]);
    }

    #[test]
    fn a_code_in_the_sources_is_found_with_its_line() {
        let defauts = search("fn f() {}\nlet x = nb_fse;\n", "a.rs", &noms());
        assert_eq!(defauts.len(), 1);
        assert!(defauts[0].starts_with("a.rs:2"));
    }

    #[test]
    fn a_code_of_one_word_counts_only_between_quotes() {
        assert!(search("let seuil = 1;", "a.rs", &noms()).is_empty());
        assert_eq!(search("lire(\"seuil\")", "a.rs", &noms()).len(), 1);
    }

    #[test]
    fn what_tests_name_is_left_alone() {
        assert!(search("fn f() {}\n#[cfg(test)]\nmod tests { nb_fse }", "a.rs", &noms()).is_empty());
        assert!(!is_source("crates/convention/tests/cas.rs"));
        assert!(is_source("crates/convention/src/lib.rs"));
    }
}
