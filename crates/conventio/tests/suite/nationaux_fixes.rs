//! The national results of an old exercice: fixed when the service first computes them, then read in its register.

use crate::demo_ouverte::Demo;
use crate::{Dossier, dit};
use std::fs;

/// The doctor of the department whose page shows a national mean.
const MEDECIN: &str = "p-980000001";

#[test]
fn the_mean_of_an_exercice_is_the_one_that_the_register_has_fixed() {
    let dossier = Dossier::new();
    let peupler = ["peupler", "--exercice", "2024", "--effectif", "medecin=60", "--sortie", "chiffres"];
    dossier.lancer(&peupler).reussie();
    fs::remove_file(dossier.chemin("chiffres/remuneration_specifique.parquet")).unwrap();
    let calculer = ["calculer-tout", "--exercice", "2024", "--chiffres", "chiffres", "--sortie", "resultats"];
    let bilan = dossier.lancer(&calculer).reussie();
    // Dentists share the dispositif of others: all are in one computation. A convention without any file is left aside.
    dit(
        &bilan,
        &["fami                            170", "Conventions sans aucun chiffre, laissées de côté : centres_de_sante"],
    );
    // « code  name of the result  7/30 = 23,33 % »
    let moyenne = bilan.lines().find(|ligne| ligne.contains(" = ") && ligne.contains('%')).unwrap();
    let (code, taux) = (moyenne.split_whitespace().next().unwrap(), moyenne.rsplit(" = ").next().unwrap().trim());
    let page = |demo: &Demo| {
        let temoin = demo.entrer(MEDECIN);
        demo.demander("GET", &format!("/suivi/{code}?exercice=2024"), &temoin, "").1.replace('\u{a0}', " ")
    };
    let demo = Demo::avec(dossier, &[], "warn");
    let avant = page(&demo);
    assert!(!avant.contains(taux), "{taux} is already the mean of the department");
    let dossier = demo.arreter();
    // Another population's results take their place, with a reason: the service shows these from now on.
    let donnees = fs::read_dir(dossier.chemin("donnees")).unwrap().next().unwrap().unwrap().path();
    let registre = donnees.join("registre.db");
    let manifeste = format!("resultats/{code}.parquet.manifeste.json");
    let fixer = ["importer", "nationaux", &manifeste, "--registre", registre.to_str().unwrap()];
    dit(&dossier.lancer(&fixer).refusee(1), &["sont déjà fixés"]);
    dossier.lancer(&[&fixer[..], &["--motif", "une caisse manquait"]].concat()).reussie();
    let demo = Demo::avec(dossier, &[], "warn");
    dit(&page(&demo), &[taux]);
    assert_eq!(demo.journal(), "");
}
