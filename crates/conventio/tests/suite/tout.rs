//! `peupler` and `calculer-tout`: a whole exercice in one command.

use crate::{Dossier, Fin, dit, regles};
use std::fs;
use std::path::PathBuf;

/// The rules of the doctors: real ones, with national results and values still to be confirmed.
fn medecins() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../conventions/medecin")
}

fn peupler(dossier: &Dossier, ou: &str, effectif: &str, format: &str) -> Fin {
    let effectif = format!("medecin={effectif}");
    let arguments = ["peupler", "--exercice", "2024", "--sortie", ou, "--effectif", &effectif, "--format", format];
    dossier.lancer(&[&arguments[..], &["--conventions", medecins().to_str().unwrap()]].concat())
}

fn tout_calculer(dossier: &Dossier) -> Fin {
    let arguments = ["calculer-tout", "--exercice", "2024", "--chiffres", "chiffres", "--sortie", "resultats"];
    dossier.lancer(&[&arguments[..], &["--conventions", medecins().to_str().unwrap()]].concat())
}

/// The same on the small dispositif of the tests.
fn essai(dossier: &Dossier, suite: &[&str]) -> Fin {
    let regles = regles();
    let arguments = ["calculer-tout", "--exercice", "2023", "--conventions", regles.to_str().unwrap()];
    dossier.lancer(&[&arguments[..], suite].concat())
}

const DOSSIERS: [&str; 4] = ["--chiffres", "chiffres", "--sortie", "resultats"];

fn chiffres_d_essai() -> Dossier {
    let dossier = Dossier::new();
    dossier.ecrire("chiffres/exemple.csv", crate::MESURES);
    dossier.ecrire("chiffres/exemple.produit.csv", "beneficiaire,cle,boites\nB,alpha,91\n");
    dossier
}

/// The files of a folder and their content, in the order of their names.
fn contenus(dossier: &Dossier, ou: &str) -> Vec<(String, Vec<u8>)> {
    let mut contenus: Vec<(String, Vec<u8>)> = fs::read_dir(dossier.chemin(ou))
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap()))
        .collect();
    contenus.sort();
    contenus
}

/// The codes of the dispositifs that have figures.
fn codes(dossier: &Dossier) -> Vec<String> {
    let noms = contenus(dossier, "chiffres").into_iter().map(|(nom, _)| nom);
    noms.filter(|nom| nom.matches('.').count() == 1).map(|nom| nom.replace(".parquet", "")).collect()
}

#[test]
fn every_dispositif_is_computed_and_summed_up_with_its_national_results() {
    let dossier = Dossier::new();
    dit(&peupler(&dossier, "chiffres", "30", "parquet").reussie(), &["30 médecins", "inventés"]);
    let fin = tout_calculer(&dossier);
    let codes = codes(&dossier);
    assert!(codes.len() > 5, "{codes:?}");
    // Nobody watches a terminal here: one plain line a dispositif.
    dit(&fin.plaint, &[&format!("[{0}/{0}] ", codes.len()), "30 bénéficiaires"]);
    assert!(!fin.plaint.contains('\u{1b}'), "{}", fin.plaint);
    let texte = fin.reussie();
    dit(&texte, &["Exercice 2024", "à confirmer", "Ensemble", "suivi seul", "résultat national", " = "]);
    let noms: Vec<String> = contenus(&dossier, "resultats").into_iter().map(|(nom, _)| nom).collect();
    for code in &codes {
        dit(&texte, &[code]);
        assert!(noms.contains(&format!("{code}.parquet")) && noms.contains(&format!("{code}.parquet.manifeste.json")));
    }
    let national = noms.iter().find_map(|nom| nom.strip_suffix(".nationaux.json")).unwrap();
    let manifeste = format!("resultats/{national}.manifeste.json");
    dit(&dossier.lancer(&["rejouer", &manifeste]).reussie(), &["Rejeu identique"]);
}

#[test]
fn what_is_already_computed_is_kept_as_long_as_its_manifest_holds() {
    let dossier = Dossier::new();
    peupler(&dossier, "chiffres", "30", "csv").reussie();
    let premier = tout_calculer(&dossier).reussie();
    let avant = contenus(&dossier, "resultats");
    let tableau = |texte: &str| texte.split("\n\n").nth(1).unwrap().to_owned();
    let encore = tout_calculer(&dossier);
    dit(&encore.plaint, &["déjà calculé"]);
    let encore = encore.reussie();
    dit(&encore, &["Tout était déjà calculé"]);
    assert_eq!(tableau(&encore), tableau(&premier));
    dit(&encore, &["résultat national"]);
    // Interrupted: one result is not there yet, one is cut short, one has no manifest, and a national result was lost.
    let resultats: Vec<&str> = avant.iter().map(|(nom, _)| nom.as_str()).filter(|nom| nom.ends_with(".csv")).collect();
    let nationaux = avant.iter().find(|(nom, _)| nom.ends_with(".nationaux.json")).unwrap().0.as_str();
    let autres: Vec<&str> = resultats.iter().copied().filter(|nom| !nationaux.starts_with(nom)).collect();
    fs::remove_file(dossier.chemin(&format!("resultats/{}", autres[0]))).unwrap();
    dossier.ecrire(&format!("resultats/{}", autres[1]), "beneficiaire,montant\n");
    fs::remove_file(dossier.chemin(&format!("resultats/{}.manifeste.json", autres[2]))).unwrap();
    fs::remove_file(dossier.chemin(&format!("resultats/{nationaux}"))).unwrap();
    let repris = tout_calculer(&dossier).reussie();
    dit(&repris, &[&format!("{} dispositifs déjà calculés", resultats.len() - 4)]);
    assert_eq!(tableau(&repris), tableau(&premier));
    assert_eq!(contenus(&dossier, "resultats"), avant);
    // Another figure makes its dispositif be computed again, and no other.
    let nom = format!("chiffres/{}", autres[0]);
    let chiffres = dossier.lire(&nom);
    let sans_la_derniere = chiffres.trim_end().rsplit_once('\n').unwrap().0;
    dossier.ecrire(&nom, format!("{sans_la_derniere}\n"));
    dit(&tout_calculer(&dossier).reussie(), &[&format!("{} dispositifs déjà calculés", resultats.len() - 1)]);
}

#[test]
fn a_missing_or_refused_file_is_told_and_stops_nobody_else() {
    let dossier = Dossier::new();
    peupler(&dossier, "chiffres", "12", "parquet").reussie();
    let codes = codes(&dossier);
    fs::remove_file(dossier.chemin(&format!("chiffres/{}.parquet", codes[0]))).unwrap();
    dossier.ecrire("chiffres/inconnu.csv", "beneficiaire\nA\n");
    let fin = tout_calculer(&dossier);
    assert_eq!(fin.code, Some(4), "{fin:?}");
    dit(&fin.plaint, &["inconnu.csv", "aucun dispositif", &format!("{} : pas calculé", codes[0])]);
    let attendu = format!("chiffres/{}.parquet", codes[0]);
    dit(&fin.dit, &[&format!("Pas calculés : 1 sur {}", codes.len()), "il manque", &attendu, "Ensemble"]);
    dossier.ecrire(&attendu, "ceci n'est pas un fichier Parquet");
    let fin = tout_calculer(&dossier);
    assert_eq!(fin.code, Some(3), "{fin:?}");
    dit(&fin.dit, &["Pas calculés : 1", &attendu, &format!("{} dispositifs déjà calculés", codes.len() - 1)]);
    let noms: Vec<String> = contenus(&dossier, "resultats").into_iter().map(|(nom, _)| nom).collect();
    assert!(noms.iter().all(|nom| !nom.starts_with(&format!("{}.", codes[0])) && !nom.contains("partiel")));
}

#[test]
fn the_lines_of_a_detail_are_asked_for_by_their_name() {
    let dossier = chiffres_d_essai();
    dit(&essai(&dossier, &DOSSIERS).reussie(), &["exemple", "3 336,56 €"]);
    // The figures were in CSV: so are the results, the same as those of `calculer`.
    dit(&dossier.lire("resultats/exemple.csv"), &["B,1656.56,payable,1474.56,182.00"]);
    fs::remove_file(dossier.chemin("chiffres/exemple.produit.csv")).unwrap();
    let fin = essai(&dossier, &DOSSIERS);
    assert_eq!(fin.code, Some(4));
    dit(&fin.dit, &["il manque chiffres/exemple.produit.parquet (ou .csv)"]);
}

#[test]
fn the_time_of_everything_is_told_when_asked() {
    let dossier = chiffres_d_essai();
    let texte = essai(&dossier, &[&DOSSIERS[..], &["--chrono"]].concat()).reussie();
    dit(&texte, &["Calcul seul de l'exercice 2023", "passes nationales comprises", "médiane", "4 lignes"]);
}

#[test]
fn folders_that_cannot_do_are_refused_before_anything_is_written() {
    let dossier = chiffres_d_essai();
    let ou = |chiffres, sortie| essai(&dossier, &["--chiffres", chiffres, "--sortie", sortie]);
    dit(&ou("chiffres", "chiffres").refusee(2), &["prendraient la place", "--sortie"]);
    dit(&ou("ailleurs", "resultats").refusee(4), &["ailleurs", "n'existe pas"]);
    dit(&ou("chiffres/exemple.csv", "resultats").refusee(4), &["n'est pas un dossier"]);
    dossier.ecrire("chiffres/exemple.parquet", "deux fois");
    dit(&ou("chiffres", "resultats").refusee(2), &["exemple.parquet » et « exemple.csv", "Gardez-en un"]);
    let autre_annee = dossier.lancer(&[&["calculer-tout", "--exercice", "1999"][..], &DOSSIERS].concat());
    dit(&autre_annee.refusee(2), &["aucun dispositif", "1999"]);
}

#[test]
fn a_population_is_the_same_each_time_and_a_larger_one_begins_with_the_same_people() {
    let dossier = Dossier::new();
    for (ou, effectif) in [("a", "20"), ("b", "20"), ("c", "60")] {
        peupler(&dossier, ou, effectif, "csv").reussie();
    }
    let (a, b, c) = (contenus(&dossier, "a"), contenus(&dossier, "b"), contenus(&dossier, "c"));
    assert_eq!(a, b);
    assert_eq!(a.len(), c.len());
    for ((nom, petite), (_, grande)) in a.iter().zip(&c) {
        assert!(grande.starts_with(petite) && grande.len() > petite.len(), "{nom}");
    }
}

#[test]
fn the_figures_of_a_population_are_the_same_in_both_formats() {
    let dossier = Dossier::new();
    let mut tableaux = Vec::new();
    for format in ["csv", "parquet"] {
        let _ = fs::remove_dir_all(dossier.chemin("chiffres"));
        let _ = fs::remove_dir_all(dossier.chemin("resultats"));
        peupler(&dossier, "chiffres", "40", format).reussie();
        tableaux.push(tout_calculer(&dossier).reussie());
    }
    assert_eq!(tableaux[0], tableaux[1]);
}

#[test]
fn a_population_that_does_not_exist_is_refused() {
    let dossier = Dossier::new();
    let avec = |effectif| dossier.lancer(&["peupler", "--exercice", "2024", "--sortie", "x", "--effectif", effectif]);
    dit(&avec("sage_femme=3").refusee(2), &["--effectif sage_femme=3", "medecin"]);
    dit(&avec("medecin=beaucoup").refusee(2), &["CONVENTION=NOMBRE"]);
    dit(&dossier.lancer(&["peupler", "--exercice", "1999", "--sortie", "x"]).refusee(2), &["1999"]);
}

#[test]
fn what_rests_on_a_hypothesis_or_on_something_unknown_is_no_payment_order_for_doctors_either() {
    let dossier = Dossier::new();
    peupler(&dossier, "chiffres", "30", "csv").reussie();
    tout_calculer(&dossier).reussie();
    let medecins = medecins();
    let liquider = |quoi: &[&str], par: &str| {
        let commun = ["--registre", "r.db", "--auteur", par, "--conventions", medecins.to_str().unwrap()];
        dossier.lancer(&[&["liquider"], quoi, &commun].concat())
    };
    // Every result that has something to confirm, and one that is only incomplete, under each of their payments.
    let avec = |etats: &[&str], sauf: &[&str]| -> Vec<String> {
        let contenus = contenus(&dossier, "resultats").into_iter().filter(|(nom, contenu)| {
            let texte = String::from_utf8_lossy(contenu);
            let a = |etat: &&str| texte.contains(&format!(",{etat},"));
            nom.ends_with(".csv") && etats.iter().all(a) && !sauf.iter().any(a)
        });
        contenus.map(|(nom, _)| format!("resultats/{nom}.manifeste.json")).collect()
    };
    let mut a_confirmer = avec(&["a_confirmer"], &[]);
    a_confirmer.extend(avec(&["incomplet"], &["a_confirmer"]).into_iter().take(1));
    let preparer = |manifeste: &str, suite: &[&str]| {
        liquider(&[&["preparer", "--manifeste", manifeste, "--nouveau"], suite].concat(), "Anne")
    };
    let mut preparees = 0;
    for manifeste in &a_confirmer {
        let fin = preparer(manifeste, &[]);
        preparees += i32::from(fin.code == Some(0));
        // When the rules pay several times, the refusal lists the payments.
        for versement in fin.plaint.lines().filter_map(|ligne| Some(ligne.strip_prefix("  ")?.split_once(" : ")?.0)) {
            preparees += i32::from(preparer(manifeste, &["--versement", versement]).code == Some(0));
        }
    }
    let (mut hypotheses, mut inconnus) = (0, 0);
    for numero in 1..=preparees {
        let numero = numero.to_string();
        let montrer = ["liquider", "montrer", &numero, "--registre", "r.db"];
        if !dossier.lancer(&montrer).reussie().contains("À confirmer") {
            continue;
        }
        let refus = liquider(&["valider", &numero], "Bruno").refusee(1);
        dit(&refus, &["n'est pas un ordre de paiement", "À confirmer :"]);
        dit(&liquider(&["payer", &numero, "--date", "2025-06-01"], "Carole").refusee(1), &["n'est pas un ordre"]);
        hypotheses += i32::from(refus.contains("  hypothèse : "));
        inconnus += i32::from(refus.contains("  valeur inconnue : "));
    }
    assert!(hypotheses > 0 && inconnus > 0, "{hypotheses} hypothèses, {inconnus} inconnus");
}

/// The file of national results, among the results.
fn national(dossier: &Dossier) -> String {
    contenus(dossier, "resultats")
        .into_iter()
        .find_map(|(nom, _)| Some(nom.strip_suffix(".nationaux.json")?.to_owned()))
        .unwrap()
}

#[test]
fn national_results_are_fixed_once_in_the_register_and_corrected_with_a_reason() {
    let dossier = Dossier::new();
    let calculer = |effectif| {
        peupler(&dossier, "chiffres", effectif, "csv").reussie();
        tout_calculer(&dossier).reussie();
        format!("resultats/{}.manifeste.json", national(&dossier))
    };
    let fixer = |manifeste: &str, suite: &[&str]| {
        dossier.lancer(&[&["importer", "nationaux", manifeste, "--registre", "r.db", "--nouveau"], suite].concat())
    };
    let manifeste = calculer("30");
    dit(&fixer(&manifeste, &[]).reussie(), &["exercice 2024", "fixés"]);
    dit(&fixer(&manifeste, &[]).reussie(), &["déjà fixés", "rien n'est écrit"]);
    // Another population gives another mean, which does not take the place of the first.
    calculer("60");
    dit(&fixer(&manifeste, &[]).refusee(1), &["sont déjà fixés", "motif"]);
    dit(&fixer(&manifeste, &["--motif", "une caisse manquait"]).reussie(), &["fixés"]);
    // What is not what the run wrote, or has nothing to fix, is refused.
    let nationaux = format!("resultats/{}.nationaux.json", national(&dossier));
    dossier.ecrire(&nationaux, dossier.lire(&nationaux).replacen('1', "2", 1));
    dit(&fixer(&manifeste, &[]).refusee(1), &["ont changé depuis le calcul"]);
    let sans = contenus(&dossier, "resultats").into_iter().map(|(nom, _)| nom);
    let sans = sans.filter(|nom| nom.ends_with(".manifeste.json")).find(|nom| !manifeste.ends_with(nom)).unwrap();
    dit(&fixer(&format!("resultats/{sans}"), &[]).refusee(2), &["pas de résultat national"]);
}
