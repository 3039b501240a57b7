//! Formulas that run along the copies of a model.

use crate::exemple::{REGLES, defauts_de, dispositif, en_lignes};
use convention::Surcharges;
use formule::{Contenu, Ligne};

/// The example, with a model of three rows, one of which begins in 2024.
fn avec_modele(calculs: &str) -> String {
    let ligne = |cle: &str, depuis: &str, compte: bool| {
        format!(
            "[[tables.categories.lignes]]\ncategorie = \"{cle}\"\nlibelle = \"Catégorie {cle}\"\ncompte = {compte}\ntarif = \"2 €\"\ndepuis = {depuis}\nsource = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n"
        )
    };
    format!(
        "{REGLES}\n[tables.categories]\nlibelle = \"Catégories\"\ncles = [ {{ code = \"categorie\", type = \"choix\" }} ]\ncolonnes = [ {{ code = \"compte\", type = \"oui_non\" }}, {{ code = \"tarif\", type = \"montant par FSE\" }} ]\n{}{}{}\n[modeles.categorie]\ntable = \"categories\"\nprefixe = \"cat_\"\n[modeles.categorie.entrees.nombre]\nlibelle = \"nombre\"\ntype = \"nombre FSE\"\nmax = 100\norigine = \"mesure\"\n[modeles.categorie.calculs.forfait]\nformule = \"nombre * ligne.tarif\"\n[modeles.categorie.calculs.present]\nformule = \"nombre > 0\"\n[modeles.categorie.indicateur]\nvaleur = \"nombre\"\nmontant = \"forfait\"\n[[modeles.categorie.indicateur.roles]]\nexercices = [2023, 2024]\nremunere = true\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n{calculs}",
        ligne("a", "2023-01-01", true),
        ligne("b", "2023-01-01", false),
        ligne("c", "2024-01-01", true),
    )
}

const CALCULS: &str = "[calculs.tout]\nformule = \"somme(categorie, forfait)\"\n[calculs.presents]\nformule = \"compte(categorie, ligne.compte et present)\"\n[calculs.tous_presents]\nformule = \"tous(categorie, present)\"\n[calculs.un_present]\nformule = \"un(categorie, present et nombre > nb)\"\n";

#[test]
fn a_sum_over_a_model_has_one_term_for_each_row_of_the_year() {
    let cas = r#"
[[cas]]
nom = "Deux lignes en 2023"
exercice = 2023
entrees = { nb = 3, adhesion = true, cat_a_nombre = 5, cat_b_nombre = 7 }
[cas.attendu]
valeurs = { tout = "24 €", presents = 1, tous_presents = true, un_present = true }
[[cas]]
nom = "Trois en 2024, dont une vide"
exercice = 2024
entrees = { nb = 9, adhesion = true, cat_a_nombre = 5, cat_b_nombre = 7, cat_c_nombre = 0 }
[cas.attendu]
valeurs = { tout = "24 €", presents = 1, tous_presents = false, un_present = false }
"#;
    let regles = avec_modele(CALCULS);
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, cas);
    assert_eq!(en_lignes(&d.cas.iter().flat_map(|c| c.executer(&d).ecarts).collect::<Vec<_>>()), "");
    let formule = |annee| {
        let programme = d.programme(annee, &Surcharges::aucune()).unwrap();
        programme.definitions.iter().find(|d| d.code == "tout").unwrap().formule.clone()
    };
    assert_eq!(formule(2023), "(cat_a_forfait + cat_b_forfait)");
    assert_eq!(formule(2024), "(cat_a_forfait + cat_b_forfait + cat_c_forfait)");
}

#[test]
fn each_row_gives_its_own_words_to_its_copy() {
    let regles = avec_modele("")
        .replace("{ code = \"compte\", type = \"oui_non\" }", "{ code = \"compte\", type = \"oui_non\" }, { code = \"theme\", type = \"texte\" }, { code = \"numero\", type = \"nombre\" }")
        .replace("compte = true\n", "compte = true\ntheme = \"Prévention\"\nnumero = 4\n")
        .replace("compte = false\n", "compte = false\ntheme = \"Efficience\"\nnumero = 5\n")
        .replace("libelle = \"nombre\"\n", "libelle = \"nombre\"\nsens = \"ligne.theme\"\n")
        .replace("max = 100\norigine = \"mesure\"\n[modeles", "max = 100\norigine = \"declaration\"\nnon_declare = 0\n[modeles.categorie.entrees.nombre.champ]\nnumero = \"ligne.numero\"\ntitre = \"ligne\"\nquestion = \"Combien ?\"\n[modeles")
        .replace("[modeles.categorie.indicateur]\n", "[modeles.categorie.indicateur]\ngroupe = \"ligne.theme\"\nsens_selon = \"ligne.compte\"\n");
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, "");
    let entree = d.entree("cat_b_nombre").unwrap();
    let champ = entree.champ.as_ref().unwrap();
    assert_eq!(entree.sens.as_deref(), Some("Efficience"));
    assert_eq!((champ.numero, champ.titre.as_deref()), (Some(5), Some("Catégorie b")));
    let indicateur = |code: &str| d.indicateurs.iter().find(|i| i.code == code).unwrap();
    assert_eq!(indicateur("cat_a").groupe.as_deref(), Some("Prévention"));
    assert_eq!(indicateur("cat_a").sens, convention::Sens::Baisse);
    assert_eq!(indicateur("cat_b").sens, convention::Sens::Hausse);
    let absente = defauts_de(&regles.replace("\"ligne.theme\"\nsens_selon", "\"ligne.themes\"\nsens_selon"));
    assert!(absente.contains("n'a pas de colonne « themes » (vouliez-vous dire « theme » ?)"), "{absente}");
    let nombre = defauts_de(&regles.replace("sens_selon = \"ligne.compte\"", "sens_selon = \"ligne.numero\""));
    assert!(nombre.contains("ne dit pas si moins vaut mieux"), "{nombre}");
    let dehors = defauts_de(&REGLES.replace("valeur = \"nb\"", "valeur = \"nb\"\nsens_selon = \"ligne.x\""));
    assert!(dehors.contains("« sens_selon » ne vaut que dans un modèle"), "{dehors}");
}

#[test]
fn the_condition_of_a_field_reads_the_names_and_the_row_of_its_copy() {
    let champs = "max = 100\norigine = \"declaration\"\nnon_declare = 0\n[modeles.categorie.entrees.nombre.champ]\nquestion = \"Combien ?\"\nsi = \"tenue et ligne.compte\"\n[modeles.categorie.entrees.tenue]\nlibelle = \"tenue\"\ntype = \"oui_non\"\norigine = \"declaration\"\nnon_declare = false\n[modeles.categorie.entrees.tenue.champ]\nquestion = \"Est-elle tenue ?\"\n[modeles.categorie.entrees.jour]\nlibelle = \"jour\"\ntype = \"oui_non\"\norigine = \"declaration\"\nnon_declare = false\n[modeles.categorie.entrees.jour.champ]\nquestion = \"De jour ?\"\nsi = \"tenue\"\n[modeles";
    let regles = avec_modele("")
        .replace("max = 100\norigine = \"mesure\"\n[modeles", champs)
        .replace("\"nombre > 0\"", "\"nombre > 0 ou jour\"");
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, "");
    let champ = |code: &str| d.entree(code).and_then(|e| e.champ.as_ref()).unwrap();
    assert_eq!(champ("cat_b_jour").parent().as_deref(), Some("cat_b_tenue"));
    // Shown where it is held and the row counts: never for b, whose row does not.
    let plan = d.compiler(2023, &Surcharges::aucune()).unwrap().plan;
    let affiche = |code: &str| {
        let entrees = plan.entrees().iter().map(|_| Ok(1)).collect();
        let ligne = Ligne { entrees, details: Vec::new(), nationaux: Vec::new(), repartitions: Vec::new() };
        let trace = formule::evaluer(&plan, &ligne).unwrap();
        trace.valeur(plan.definition(&format!("champ.{code}.si")).unwrap()).contenu
    };
    assert_eq!(affiche("cat_a_nombre"), Contenu::OuiNon(true));
    assert_eq!(affiche("cat_b_nombre"), Contenu::OuiNon(false));
    let inconnue = defauts_de(&regles.replace("ligne.compte\"\n[modeles", "ligne.compt\"\n[modeles"));
    assert!(inconnue.contains("compt"), "{inconnue}");
}

#[test]
fn the_name_of_an_indicator_is_that_of_the_row_of_the_year() {
    let regles = avec_modele("").replace(
        "libelle = \"Catégorie a\"\ncompte = true\ntarif = \"2 €\"\ndepuis = 2023-01-01\n",
        "libelle = \"Au 30 juin 2023\"\ncompte = true\ntarif = \"2 €\"\ndepuis = 2023-01-01\njusqu_a = 2023-12-31\n",
    ) + "[[tables.categories.lignes]]\ncategorie = \"a\"\nlibelle = \"Au 30 juin 2024\"\ncompte = true\ntarif = \"2 €\"\ndepuis = 2024-01-01\nsource = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n";
    let d = dispositif(&regles, "");
    let nom = |annee| {
        let sorties = d.compiler(annee, &Surcharges::aucune()).unwrap().sorties;
        sorties.indicateurs.iter().find(|i| i.code == "cat_a").unwrap().libelle.clone()
    };
    assert_eq!((nom(2023).as_str(), nom(2024).as_str()), ("Au 30 juin 2023", "Au 30 juin 2024"));
    let a = d.indicateurs.iter().find(|i| i.code == "cat_a").unwrap();
    assert_eq!(d.libelle_de(a, 2024), "Au 30 juin 2024");
}

#[test]
fn what_a_model_does_not_have_is_refused_at_the_formula_that_asks_for_it() {
    let faux = defauts_de(&avec_modele("[calculs.tout]\nformule = \"somme(categorie, forfai)\"\n"));
    assert!(faux.contains("aucun nom « forfai »"), "{faux}");
    assert!(faux.contains("regles.toml"), "{faux}");
    let detail = defauts_de(&avec_modele("[calculs.tout]\nformule = \"tous(categories, nb > 0)\"\n"));
    assert!(detail.contains("« tous » porte sur un modèle"), "{detail}");
}
