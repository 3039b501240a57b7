//! The laws by which a department invents its figures, read where a person reads them.

use crate::{Dossier, dit};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn depot() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lois")
}

fn departement() -> String {
    std::fs::read_to_string(depot().join("departement.toml")).unwrap()
}

fn lancer(departement: &str, jour: &str) -> crate::Fin {
    let dossier = Dossier::new();
    dossier.ecrire("departement.toml", departement);
    let (regles, fichier) = (depot().join("conventions"), dossier.chemin("departement.toml"));
    let arguments = ["demo", "--sans-serveur", "--date", jour, "--conventions"];
    let chemins = [regles.to_str().unwrap(), "--departement", fichier.to_str().unwrap()];
    dossier.lancer(&arguments.into_iter().chain(chemins).collect::<Vec<_>>())
}

/// The figures of somebody, as the explanation says them; and the explanation.
fn chiffres(rang: usize, jour: &str) -> (BTreeMap<String, String>, String) {
    let texte = lancer(&departement().replace("rang = 1\n", &format!("rang = {rang}\n")), jour).reussie();
    let (_, explication) = texte.split_once("Une explication").unwrap();
    let lus = explication.lines().filter_map(|ligne| {
        let (nom, valeur) = ligne.trim().strip_prefix("chiffre")?.split_once(") = ")?;
        Some((nom.rsplit_once('(')?.1.to_owned(), valeur.replace('\u{a0}', " ")))
    });
    (lus.collect(), explication.to_owned())
}

fn entier(lus: &BTreeMap<String, String>, code: &str) -> i64 {
    lus[code].chars().filter(|c| c.is_ascii_digit()).collect::<String>().parse().unwrap()
}

/// Days since year zero, months of 31 days: enough to order days of one year.
fn jour(ecrit: &str) -> i64 {
    let parties: Vec<i64> = ecrit.split('/').map(|partie| partie.parse().unwrap()).collect();
    parties[2] * 372 + parties[1] * 31 + parties[0]
}

#[test]
fn figures_follow_their_laws_and_each_other() {
    let (mut metiers, mut contrats) = (BTreeMap::<String, usize>::new(), 0);
    for rang in 3..=22 {
        let (lus, _) = chiffres(rang, "2025-01-15");
        // A share of an input that these rules do not read, a share of one that they do, and their sum.
        assert_eq!(entier(&lus, "part"), 40);
        let (total, reste) = (entier(&lus, "total"), entier(&lus, "reste"));
        assert!((total / 10..=total * 3 / 10 + 1).contains(&reste), "{lus:?}");
        assert_eq!(entier(&lus, "somme"), 40 + reste);
        // A rate is what is written; another one for some of them.
        let taux = if lus["metier"] == "Alpha" { "40 %" } else { "7,50 %" };
        assert_eq!(lus["taux"], taux, "{lus:?}");
        // A date follows another one, and is nothing without it; an answer follows from it.
        assert_eq!(lus["adherent"] == "oui", lus["signature"] != "sans objet");
        if lus["signature"] == "sans objet" {
            assert_eq!(lus["embauche"], "sans objet");
        } else {
            let jours = jour(&lus["embauche"]) - jour(&lus["signature"]);
            assert!((10..=23).contains(&jours), "{lus:?}");
            contrats += 1;
        }
        *metiers.entry(lus["metier"].clone()).or_default() += 1;
    }
    assert!(metiers.len() == 2 && (1..20).contains(&contrats), "{metiers:?}, {contrats} contrats");
}

#[test]
fn what_was_last_year_s_is_last_year_s_and_a_term_does_not_change() {
    let mut differents = 0;
    for rang in 3..=8 {
        let ((en_2023, _), (en_2024, _)) = (chiffres(rang, "2024-01-15"), chiffres(rang, "2025-01-15"));
        assert_eq!(en_2024["total_avant"], en_2023["total"]);
        assert_eq!(en_2024["terme"], en_2023["terme"]);
        differents += usize::from(en_2024["total"] != en_2023["total"]);
    }
    assert!(differents > 3);
}

#[test]
fn what_is_said_of_somebody_is_theirs_with_the_lines_of_their_details() {
    let (lus, explication) = chiffres(2, "2025-01-15");
    assert_eq!(lus["taux"], "12,34 %");
    let explication = explication.replace('\u{a0}', " ");
    dit(&explication, &["3 × 10 € par vente", "30,00 €"]);
    assert!(!explication.contains("× 1 € par vente"), "{explication}");
}

#[test]
fn a_law_that_cannot_be_drawn_is_told() {
    let refuse = |avant: &str, apres: &str, mots: &[&str]| {
        let change = departement().replace(avant, apres);
        assert_ne!(change, departement());
        dit(&lancer(&change, "2025-01-15").refusee(1), mots);
    };
    refuse("[entrees.ailleurs]", "[entrees.nulle_part]", &["« part »", "« ailleurs »", "Donnez-lui une loi"]);
    refuse("[entrees.ailleurs]\nde = 80\na = 80", "[entrees.ailleurs]\npart_de = \"part\"", &["se lire elle-même"]);
    refuse("de = \"50 %\"", "de = 50", &["« part » est une part", "« 40 % »"]);
    refuse("apres = \"signature\"", "apres = \"signature\"\npart_de = \"total\"", &["« embauche »", "deux endroits"]);
    refuse("beta = 40", "gamma = 40", &["« metier »", "« gamma »"]);
    refuse("deux = { ventes = 3 }", "trois = { ventes = 3 }", &["« trois »", "« produit »"]);
    refuse("parmi = [\"beta\"]", "", &["[[selon]]", "« parmi »"]);
    refuse("de = \"7,5 %\"", "de = \"sept\"", &["« taux.de »", "« 40 % »"]);
}

#[test]
fn somebody_holds_what_exists_and_what_is_said_of_somebody_has_a_known_name() {
    let lire = |ajout: &str| lancer(&format!("{}\n{ajout}", departement()), "2025-01-15").refusee(1);
    let texte = lire("[[personnes]]\nid = \"deux\"\ncas = \"Deux\"\ntitulaire_de = [\"12\"]\n");
    dit(&texte, &["[[personnes]] « deux » : personne n'a le numéro « 12 »"]);
    dit(&lire("[[exacts]]\nrang = 1\nprenom = \"Zoé\"\n"), &["un [[exacts]] a une clé inconnue, « prenom »"]);
}
