//! What is refused, where, and with which advice.

use crate::exemple::{CONVENTION, REGLES, avec, defauts_de, en_lignes};
use convention::{Fichier, Regles};

#[test]
fn the_example_has_no_defect() {
    assert_eq!(defauts_de(REGLES), "");
}

#[test]
fn every_defect_is_reported_at_once_with_its_place_and_an_advice() {
    let regles = REGLES
        .replacen("libelle = \"Feuilles\"", "libele = \"Feuilles\"", 1)
        .replacen("valeur = 100\n", "valeur = 1.5\n", 1)
        .replacen("confiance = \"secondaire\"", "confiance = \"secondère\"", 1)
        .replacen("source = \"S1\"", "source = \"S2\"", 1)
        .replacen("objectif = \"p.seuil\"", "objectif = \"p.seuill\"", 1)
        .replacen("exercices = [2023, 2024]\nremunere", "exercices = [2023, 2025]\nremunere", 1);
    let attendu = "\
regles.toml:13:10 : il manque « libelle » dans [entrees.nb] (ajoutez la ligne « libelle = … »)
regles.toml:14:1 : la clé « libele » n'existe pas dans [entrees.nb] (vouliez-vous dire « libelle » ?)
regles.toml:30:10 : « valeur » doit être un entier, ou un texte entre guillemets (un nombre à virgule s'écrit dans une chaîne : \"1,5\", \"1,5 %\" ou \"1,5 €\")
regles.toml:31:10 : source inconnue : « S2 » (vouliez-vous dire « S1 » ?)
regles.toml:42:13 : « secondère » n'est pas une valeur de « confiance » (vouliez-vous dire « secondaire » ?)
regles.toml:58:13 : aucun paramètre « seuill » (vouliez-vous dire « seuil » ?)
regles.toml:62:20 : exercice inconnu : « 2025 » (vouliez-vous dire « 2023 » ?)";
    assert_eq!(defauts_de(&regles), attendu);
}

#[test]
fn a_defect_inside_a_formula_points_at_the_word() {
    let regles = avec("atteint = \"nb >= p.seuil\"", "atteint = \"\"\"\nnb >= p.seuil\n  et nb > 12\"\"\"");
    assert_eq!(
        defauts_de(&regles),
        "regles.toml:61:11 : le nombre 12 est écrit dans une formule (faites-en un paramètre, avec sa date et sa source, et lisez-le par « p.code »)"
    );
}

#[test]
fn a_file_that_is_not_toml_says_where_it_breaks_and_nothing_else() {
    let trouves = defauts_de(&avec("titre = \"Essai\"", "titre = \"Essai"));
    assert!(trouves.starts_with("regles.toml:4:"), "{trouves}");
    assert!(!trouves.contains("manque"), "{trouves}");
}

#[test]
fn a_value_needs_its_source_its_confidence_and_the_day_of_its_check() {
    let trouves = defauts_de(&avec("source = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n", ""));
    for cle in ["confiance", "verifie_le"] {
        assert!(trouves.contains(&format!("il manque « {cle} »")), "{trouves}");
    }
    let trouves = defauts_de(&avec("source = \"S1\"\n", ""));
    assert!(trouves.contains("il manque « source »"), "{trouves}");
    let inconnue = avec(
        "valeur = 100\nsource = \"S1\"\nconfiance = \"officiel\"",
        "valeur = \"inconnu\"\nconfiance = \"inconnu\"",
    );
    assert_eq!(defauts_de(&inconnue), "");
}

#[test]
fn a_fictional_value_is_refused_in_a_rule_folder() {
    let trouves = defauts_de(&avec("confiance = \"secondaire\"", "confiance = \"fictif\""));
    assert!(trouves.contains("un dossier de règles ne contient pas de valeur fictive"), "{trouves}");
}

#[test]
fn two_values_for_one_day_are_refused() {
    let seconde = "[[parametres.seuil.valeurs]]\ndepuis = 2024-01-01\nvaleur = 120\nsource = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n\n[parametres.tarif]";
    let trouves = defauts_de(&avec("[parametres.tarif]", seconde));
    assert_eq!(
        trouves,
        "regles.toml:35:1 : le paramètre « seuil » a deux valeurs le 2024-01-01 : l'autre court depuis le 2023-01-01 (finissez la précédente : jusqu_a = 2023-12-31)"
    );
}

#[test]
fn what_no_formula_reads_is_a_defect() {
    let trouves = defauts_de(&avec(
        "objectif = \"p.seuil\"\natteint = \"nb >= p.seuil\"\nmontant = \"si nb >= p.seuil alors",
        "montant = \"si nb > 0 alors",
    ));
    assert!(trouves.contains("le paramètre « seuil » n'est jamais lu"), "{trouves}");
}

#[test]
fn a_code_stands_for_one_thing() {
    let trouves = defauts_de(&avec("[indicateurs.volume]", "[calculs.nb]\nformule = \"0\"\n[indicateurs.volume]"));
    assert!(trouves.contains("« nb » désigne déjà une entrée"), "{trouves}");
    let trouves =
        defauts_de(&avec("[indicateurs.volume]", "[calculs.montant]\nformule = \"0 €\"\n[indicateurs.volume]"));
    assert!(trouves.contains("« montant » est un nom que le calcul se réserve"), "{trouves}");
}

#[test]
fn a_role_needs_the_formula_it_speaks_of() {
    let trouves = defauts_de(&avec("atteint = \"adhesion\"\n", "valeur = \"adhesion\"\n"));
    assert!(trouves.contains("l'indicateur « adherent » est socle et n'a pas de formule « atteint »"), "{trouves}");
    let trouves = defauts_de(&avec("remunere = true", "malus = true"));
    assert!(trouves.contains("est un malus et n'a pas de formule « malus »"), "{trouves}");
}

#[test]
fn bounds_are_due_and_in_order() {
    let trouves = defauts_de(&avec("max = 1_000\n", ""));
    assert!(trouves.contains("il manque « max »"), "{trouves}");
    let trouves = defauts_de(&avec("max = 1_000\n", "min = 5\nmax = 4\n"));
    assert!(trouves.contains("le minimum dépasse le maximum"), "{trouves}");
    let trouves = defauts_de(&avec("max = 1_000\n", "max = 1_000\nau_plus = \"nbb\"\n"));
    assert!(trouves.contains("« au_plus » de « nb » : aucune entrée « nbb »"), "{trouves}");
}

#[test]
fn two_payments_never_have_the_same_title() {
    let versement = |code: &str| {
        format!(
            "[[versements]]\ncode = \"{code}\"\ntitre = \"Paiement\"\nnature = \"initial\"\nformule = \"montant\"\n"
        )
    };
    let regles = format!("{REGLES}{}{}", versement("un"), versement("deux"));
    assert!(defauts_de(&regles).contains("deux versements ont le même titre"));
}

#[test]
fn the_steps_of_a_bareme_go_up_and_say_where_their_bound_falls() {
    let bareme = r#"
[parametres.b]
libelle = "Barème"
type = "bareme"
mode = "palier"
entree = "nombre FSE"
sortie = "taux"
[[parametres.b.valeurs]]
depuis = 2023-01-01
paliers = [ { jusqu_a = 3, valeur = "1 %" }, { jusqu_a = 2, inclus = true, valeur = "2 %" }, { jusqu_a = 9, inclus = true, valeur = "3 %" } ]
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21
"#;
    let trouves = defauts_de(&format!("{REGLES}{bareme}"));
    for message in [
        "on ne sait pas si la borne appartient à ce palier",
        "la borne de ce palier n'est pas au-dessus de la précédente",
        "le dernier palier n'a pas de borne",
    ] {
        assert!(trouves.contains(message), "{message}\n{trouves}");
    }
}

#[test]
fn a_unit_that_does_not_fit_is_reported_at_its_place_when_the_exercice_is_compiled() {
    let d = crate::exemple::dispositif(
        &avec("montant = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\"", "montant = \"nb + p.tarif\""),
        "",
    );
    let defauts = d.compiler(2023, &convention::Surcharges::aucune()).unwrap_err();
    let texte = crate::exemple::en_lignes(&defauts);
    assert!(texte.starts_with("regles.toml:60:12 : exercice 2023 : "), "{texte}");
}

#[test]
fn a_damaged_file_never_stops_the_reading() {
    // Cut anywhere, or with any line missing, the rules give defects or a dispositif: nothing else.
    for coupe in (0..REGLES.len()).filter(|i| i % 11 == 0 && REGLES.is_char_boundary(*i)) {
        defauts_de(&REGLES[..coupe]);
    }
    let lignes: Vec<&str> = REGLES.lines().collect();
    for sans in 0..lignes.len() {
        let reste: Vec<&str> = lignes.iter().enumerate().filter(|(rang, _)| *rang != sans).map(|(_, l)| *l).collect();
        let reste = reste.join("\n");
        if defauts_de(&reste).is_empty() {
            let d = crate::exemple::dispositif(&reste, "");
            for annee in d.annees() {
                let _ = d.compiler(annee, &convention::Surcharges::aucune());
            }
        }
    }
}

#[test]
fn a_file_elsewhere_in_the_folders_is_not_passed_over() {
    let mut fichiers = crate::exemple::fichiers(REGLES, "");
    // The list of mutations that no case can see is for another tool.
    fichiers.push(convention::Fichier { chemin: "p/essai/mutants-equivalents.toml".into(), contenu: String::new() });
    assert!(convention::Regles::charger(&fichiers).is_ok());
    fichiers[1].chemin = "p/essai/regle.toml".into();
    let (_, defauts) = convention::Regles::charger_sans_arret(&fichiers);
    let trouves = crate::exemple::en_lignes(&defauts);
    assert!(trouves.contains("regle.toml:1:1 : ce fichier ne dit aucune règle"), "{trouves}");
    assert!(trouves.contains("aucun dispositif ici"), "{trouves}");
}

#[test]
fn without_any_convention_file_texts_and_sources_are_not_checked() {
    let mut fichiers = crate::exemple::fichiers(&avec("source = \"S1\"", "source = \"AILLEURS\""), "");
    assert!(convention::Regles::charger(&fichiers).is_err());
    fichiers.remove(0);
    assert!(convention::Regles::charger(&fichiers).is_ok());
}

#[test]
fn what_a_convention_shares_stands_in_the_folder_of_another_and_its_professions_in_an_input() {
    let charger = |seconde: &str| {
        let fichier = |chemin: &str, contenu: String| Fichier { chemin: chemin.to_owned(), contenu };
        let fichiers = [
            fichier("p/convention.toml", CONVENTION.to_owned()),
            fichier("p/essai/regles.toml", REGLES.to_owned()),
            fichier("p/autre/regles.toml", REGLES.replace("\"essai\"", "\"autre\"")),
            fichier("s/convention.toml", CONVENTION.replace("code = \"essai\"", &format!("code = \"s\"\n{seconde}"))),
        ];
        Regles::charger_sans_arret(&fichiers)
    };
    let (regles, defauts) = charger("partage = [\"essai\"]");
    assert_eq!(en_lignes(&defauts), "");
    let siens = |rang: usize| regles.dispositifs_de(&regles.conventions[rang]).map(|d| d.code.as_str());
    assert_eq!(siens(0).collect::<Vec<_>>(), ["autre", "essai"]);
    assert_eq!(siens(1).collect::<Vec<_>>(), ["essai"]);
    // Each is written once.
    assert_eq!(regles.dispositifs().count(), 2);
    let (_, defauts) = charger("partage = [\"esai\"]");
    assert!(en_lignes(&defauts).contains("« esai » n'est le dispositif d'aucune autre convention"), "{defauts:#?}");
    let (_, defauts) = charger("partage = [\"essai\"]\nprofession_selon = \"nb\"");
    assert!(
        en_lignes(&defauts).contains("« nb » n'est l'entrée de type choix d'aucun dispositif d'ici"),
        "{defauts:#?}"
    );
}

#[test]
fn a_number_has_decimals_when_it_has_a_unit() {
    let avec_une = |type_: &str| {
        let entree = format!("type = \"{type_}\"\ndecimales = 1\nmax = 1_000");
        defauts_de(&REGLES.replacen("type = \"nombre FSE\"\nmax = 1_000", &entree, 1))
    };
    assert_eq!(avec_une("nombre FSE"), "");
    assert!(avec_une("nombre").contains("« decimales » va de 0 à 9, et ne vaut que pour un taux ou pour un nombre"));
}
