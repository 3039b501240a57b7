//! Cases: what they give, and what a failure says.

use crate::exemple::{REGLES, avec, dispositif, en_lignes, fichiers};
use convention::{Regles, verifier};

fn ecarts(regles: &str, cas: &str) -> String {
    let d = dispositif(regles, cas);
    en_lignes(&d.cas.iter().flat_map(|c| c.executer(&d).ecarts).collect::<Vec<_>>())
}

#[test]
fn a_case_passes_when_everything_it_expects_comes_out() {
    let cas = r#"
[bases.officine]
adhesion = true
[[cas]]
nom = "Au seuil exactement"
exercice = 2023
base = "officine"
calcul = "100 × 1 € = 100,00 €"
entrees = { nb = 100 }
[cas.attendu]
montant = "100,00 €"
etat = "payable"
brut = "100 €"
montants = { volume = "100 €" }
atteints = { volume = "atteint", adherent = "atteint" }
valeurs = { volume = "100" }
inconnus = []
[[cas]]
nom = "Un de moins"
exercice = 2023
base = "officine"
entrees = { nb = 99 }
attendu = { montant = "0,00 €", etat = "payable", atteints = { volume = "non_atteint" } }
[[cas]]
nom = "Sans adhésion déclarée"
exercice = 2024
entrees = { nb = 100 }
attendu = { montant = "0 €", etat = "non_eligible", brut = "100 €" }
[[cas]]
nom = "Les feuilles ne sont pas arrivées"
exercice = 2024
base = "officine"
attendu = { montant = "en_attente", etat = "en_attente" }
[[cas]]
nom = "Le tarif n'est pas connu"
exercice = 2024
base = "officine"
entrees = { nb = 100 }
parametres = { tarif = "inconnu" }
attendu = { montant = "inconnu", etat = "incomplet", inconnus = ["tarif"] }
"#;
    assert_eq!(ecarts(REGLES, cas), "");
}

#[test]
fn a_failure_says_what_was_expected_what_came_out_and_where() {
    let cas = r#"
[[cas]]
nom = "Faux"
exercice = 2023
entrees = { nb = 100, adhesion = true }
[cas.attendu]
montant = "1 536,00 €"
etat = "incomplet"
montants = { volumme = "1 €" }
atteints = { volume = "non_atteint" }
"#;
    let attendu = "\
cas/un.toml:7:11 : montant : attendu 1 536,00 €, obtenu 100,00 €
cas/un.toml:8:8 : etat : attendu incomplet, obtenu payable
cas/un.toml:9:14 : aucun indicateur « volumme » en 2023 (vouliez-vous dire « volume » ?)
cas/un.toml:10:23 : « volume » : attendu non_atteint, obtenu atteint";
    assert_eq!(ecarts(REGLES, cas), attendu);
}

#[test]
fn figures_that_a_file_could_not_hold_are_refused() {
    let cas = r#"
[[cas]]
nom = "Chiffres impossibles"
exercice = 2023
entrees = { nb = 1_001, nbb = 1, adhesion = "peut-être" }
attendu = { montant = "0 €" }
"#;
    let trouves = ecarts(REGLES, cas);
    for message in
        ["aucune entrée « nbb »", "« nb » : 1001 sort de la plage déclarée", "« peut-être » n'est pas un oui/non"]
    {
        assert!(trouves.contains(message), "{message}\n{trouves}");
    }
}

#[test]
fn cases_are_checked_when_they_are_loaded() {
    let cas = r#"
[[cas]]
nom = "Un"
exercice = 2030
base = "officinne"
attendu = { monttant = "0 €" }
[[cas]]
nom = "Un"
exercice = 2023
[cas.attendu]
"#;
    let (_, defauts) = Regles::charger_sans_arret(&fichiers(REGLES, cas));
    let trouves = en_lignes(&defauts);
    for message in [
        "le dispositif n'a pas d'exercice 2030",
        "aucune base « officinne »",
        "la clé « monttant » n'existe pas",
        "deux cas s'appellent « Un »",
        "ce cas n'attend rien",
    ] {
        assert!(trouves.contains(message), "{message}\n{trouves}");
    }
}

#[test]
fn values_that_no_case_reads_are_listed_and_confidences_counted() {
    let cas = "[[cas]]\nnom = \"Sous le seuil\"\nexercice = 2023\nentrees = { nb = 1, adhesion = true }\nattendu = { montant = \"0 €\" }\n";
    let (regles, _) = Regles::charger_sans_arret(&fichiers(REGLES, cas));
    let rapport = verifier(&regles);
    let essai = &rapport.dispositifs[0];
    assert_eq!(essai.jamais_atteints, ["tarif (depuis 2023-01-01)"]);
    assert_eq!((essai.confiances.officiel, essai.confiances.secondaire, essai.confiances.total()), (1, 1, 2));
    assert_eq!((rapport.cas_passes(), rapport.cas_total()), (1, 1));
    assert!(rapport.sans_defaut());
}

#[test]
fn a_hypothesis_on_a_socle_is_to_be_confirmed_only_when_it_decides() {
    let regles = avec("socle = true\nconfiance = \"officiel\"", "socle = true\nconfiance = \"hypothese\"");
    let cas = r#"
[[cas]]
nom = "Atteint : le doute ne compte pas"
exercice = 2023
entrees = { nb = 100, adhesion = true }
attendu = { montant = "100 €", etat = "payable" }
[[cas]]
nom = "Manqué : le doute décide"
exercice = 2023
entrees = { nb = 100, adhesion = false }
attendu = { montant = "0 €", etat = "a_confirmer" }
"#;
    assert_eq!(ecarts(&regles, cas), "");
}

#[test]
fn more_taken_back_than_paid_is_given_back() {
    let versement = "[[versements]]\ncode = \"solde\"\ntitre = \"Solde\"\nnature = \"solde\"\nformule = \"montant - deja_verse(solde)\"\n";
    let cas = r#"
[[cas]]
nom = "150 feuilles, 82 € déjà repris"
exercice = 2023
entrees = { nb = 150, adhesion = true }
deja_verse = { solde = "-82 €" }
[cas.attendu]
montant = "150 €"
versements = { solde = "232 €" }
"#;
    let d = crate::exemple::dispositif(&format!("{REGLES}{versement}"), cas);
    assert_eq!(crate::exemple::en_lignes(&d.cas[0].executer(&d).ecarts), "");
    let compile = d.compiler(2023, &convention::Surcharges::aucune()).unwrap();
    let deja = compile.plan.entrees().iter().find(|e| e.code == "deja_verse_solde").unwrap();
    assert_eq!(deja.min, -deja.max);
}
