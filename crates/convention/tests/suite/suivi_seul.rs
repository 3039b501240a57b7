//! Exercices for which nothing is paid: followed, never paid.

use crate::exemple::{REGLES, avec, defauts_de, dispositif, en_lignes};
use convention::Surcharges;

/// The example, in which nothing is paid for 2023.
fn suivi_en_2023() -> String {
    let regles = avec("annee = 2023", "annee = 2023\nremuneration = false");
    regles.replace("exercices = [2023, 2024]\nremunere = true", "exercices = [2024]\nremunere = true").replace(
        "[indicateurs.volume.roles]]",
        "[indicateurs.volume.roles]]\nexercices = [2023]\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n[[indicateurs.volume.roles]]",
    ) + "[[versements]]\ncode = \"solde\"\ntitre = \"Essai\"\nnature = \"solde\"\nformule = \"montant\"\n"
}

#[test]
fn an_exercice_that_pays_nothing_keeps_its_indicators_and_has_no_payment() {
    let regles = suivi_en_2023();
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, "");
    let compile = |annee| d.compiler(annee, &Surcharges::aucune()).unwrap().sorties;
    let (suivi, paye) = (compile(2023), compile(2024));
    assert!(!suivi.remuneration && paye.remuneration);
    assert!(suivi.versements.is_empty());
    assert_eq!(paye.versements.len(), 1);
    let volume = &suivi.indicateurs[1];
    assert!(volume.montant.is_none() && volume.atteint.is_some() && volume.objectif.is_some());
    assert!(d.remunere_en(2024) && !d.remunere_en(2023) && !d.remunere_en(2030));
}

#[test]
fn a_case_of_such_an_exercice_expects_no_amount_not_even_nothing() {
    let cas = r#"
[[cas]]
nom = "Au seuil"
exercice = 2023
entrees = { nb = 100, adhesion = true }
[cas.attendu]
etat = "suivi"
atteints = { volume = "atteint" }
valeurs = { volume = "100", "volume.objectif" = "100" }
[[cas]]
nom = "Un montant qui n'existe pas"
exercice = 2023
entrees = { nb = 100, adhesion = true }
[cas.attendu]
montant = "0 €"
versements = { solde = "0 €" }
"#;
    let d = dispositif(&suivi_en_2023(), cas);
    let ecarts = |rang: usize| en_lignes(&d.cas[rang].executer(&d).ecarts);
    assert_eq!(ecarts(0), "");
    assert_eq!(ecarts(1).matches("l'exercice 2023 n'est pas rémunéré").count(), 2, "{}", ecarts(1));
}

#[test]
fn what_pays_nothing_says_neither_what_it_pays_nor_when() {
    let regles = avec("annee = 2023", "annee = 2023\nremuneration = false\nversement_au_plus_tard = 2024-04-30");
    let defauts = defauts_de(&regles);
    assert!(defauts.contains("cet exercice ne verse rien"), "{defauts}");
    assert!(defauts.contains("« volume » est rémunéré en 2023, où rien n'est rémunéré"), "{defauts}");
    let jamais = avec("resume = \"Un essai.\"", "resume = \"Un essai.\"\nremuneration = false")
        + "[total]\nmontant = \"brut\"\n[[versements]]\ncode = \"solde\"\ntitre = \"Essai\"\nnature = \"solde\"\nformule = \"montant\"\n";
    let defauts = defauts_de(&jamais);
    assert!(defauts.contains("« volume » est rémunéré en 2023, 2024"), "{defauts}");
    assert!(defauts.contains("ce dispositif ne verse rien"), "{defauts}");
    assert!(defauts.contains("ce dispositif n'a pas de montant"), "{defauts}");
    assert_eq!(defauts_de(REGLES), "");
}

/// The example, with an indicator that is only followed in 2023, before it had an objective.
fn sans_objectif_en_2023(roles: &str) -> String {
    let regles = avec(
        "objectif = \"p.seuil\"\natteint = \"nb >= p.seuil\"\nmontant = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\"",
        "objectif = [ { depuis = 2024-01-01, formule = \"p.seuil\" } ]\natteint = [ { depuis = 2024-01-01, formule = \"nb >= p.seuil\" } ]\nmontant = [ { depuis = 2024-01-01, formule = \"si nb >= p.seuil alors nb * p.tarif sinon 0 €\" } ]",
    );
    regles.replace("exercices = [2023, 2024]\nremunere = true", roles)
}

#[test]
fn what_is_only_followed_may_have_no_objective_yet() {
    let suivi = "exercices = [2023]\nmotif = \"Suivi.\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n[[indicateurs.volume.roles]]\nexercices = [2024]\nremunere = true";
    let regles = sans_objectif_en_2023(suivi);
    assert_eq!(defauts_de(&regles), "");
    let d = dispositif(&regles, "");
    let volume = |annee| d.compiler(annee, &Surcharges::aucune()).unwrap().sorties.indicateurs[1].clone();
    let (avant, apres) = (volume(2023), volume(2024));
    assert!(avant.valeur.is_some() && avant.objectif.is_none() && avant.atteint.is_none() && avant.montant.is_none());
    assert!(apres.objectif.is_some() && apres.atteint.is_some() && apres.montant.is_some());
    // What is paid cannot be without its objective nor its amount.
    let payes = defauts_de(&sans_objectif_en_2023("exercices = [2023, 2024]\nremunere = true"));
    assert!(payes.contains("n'a pas de formule au 2023-12-31"), "{payes}");
}

#[test]
fn the_rules_say_whom_a_dispositif_is_for() {
    let regles = avec("resume = \"Un essai.\"", "resume = \"Un essai.\"\nconcerne = \"nb > 0\"");
    let cas = "[[cas]]\nnom = \"Personne\"\nexercice = 2023\nentrees = { nb = 0, adhesion = true }\n[cas.attendu]\nvaleurs = { concerne = false }\n";
    let d = dispositif(&regles, cas);
    assert_eq!(en_lignes(&d.cas[0].executer(&d).ecarts), "");
    let sorties = |regles: &str| dispositif(regles, "").compiler(2023, &Surcharges::aucune()).unwrap().sorties;
    assert_eq!(sorties(&regles).concerne.as_deref(), Some("concerne"));
    assert_eq!(sorties(REGLES).concerne, None);
    let faux = defauts_de(&avec("resume = \"Un essai.\"", "resume = \"Un essai.\"\nconcerne = \"nb\""));
    assert!(faux.contains("un oui ou non était attendu"), "{faux}");
    let pris =
        defauts_de(&REGLES.replace("entrees.adhesion", "entrees.concerne").replace("\"adhesion\"", "\"concerne\""));
    assert!(pris.contains("« concerne » est un nom que le calcul se réserve"), "{pris}");
}

#[test]
fn an_estimation_is_an_amount_that_is_no_payment() {
    let regles = REGLES.to_owned()
        + "[[versements]]\ncode = \"solde\"\ntitre = \"Essai\"\nnature = \"solde\"\nformule = \"montant\"\n"
        + "[[estimations]]\ncode = \"prevu\"\ntitre = \"Essai estimé\"\nformule = [ { depuis = 2024-01-01, formule = \"nb * p.tarif\" } ]\njusqu_a = \"solde\"\n";
    let cas = "[[cas]]\nnom = \"Estimé\"\nexercice = 2024\nentrees = { nb = 10, adhesion = true }\n[cas.attendu]\nvaleurs = { \"estimation.prevu\" = \"10 €\" }\n";
    let d = dispositif(&regles, cas);
    assert_eq!(en_lignes(&d.cas[0].executer(&d).ecarts), "");
    let sorties = |annee| d.compiler(annee, &Surcharges::aucune()).unwrap().sorties;
    assert_eq!(sorties(2024).estimations, [("prevu".to_owned(), "estimation.prevu".to_owned())]);
    assert_eq!(sorties(2024).versements.len(), 1);
    assert!(sorties(2023).estimations.is_empty());
    let fausse = defauts_de(&regles.replace("jusqu_a = \"solde\"", "jusqu_a = \"sold\"\nnature = \"avance\""));
    assert!(fausse.contains("versement inconnu : « sold »"), "{fausse}");
    assert!(fausse.contains("une estimation n'est pas un versement"), "{fausse}");
}
