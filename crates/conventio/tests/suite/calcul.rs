//! `calculer`.

use crate::{Dossier, dit};

#[test]
fn amounts_states_and_indicators_are_written_to_the_cent() {
    let dossier = Dossier::avec_mesures();
    let texte = dossier.calculer("mesures.csv", "s.csv").reussie();
    // A: 24,000 × 0.07 € at 96 %; B and C: 23,040 × 0.064 € at 93.09 %, and 91 × 2 € for B; C fails its socle;
    // the FSE of D have not arrived.
    assert_eq!(
        dossier.lire("s.csv"),
        "beneficiaire,montant,etat,ex_taux,ex_produits\n\
         A,1680.00,payable,1680.00,0.00\n\
         B,1656.56,payable,1474.56,182.00\n\
         C,0.00,non_eligible,1474.56,0.00\n\
         D,,en_attente,,0.00\n"
    );
    dit(&texte, &["4 bénéficiaires", "payable", "3 336,56 €", "s.csv.manifeste.json"]);
    assert_eq!(dossier.noms(), ["mesures.csv", "produits.csv", "s.csv", "s.csv.manifeste.json"]);
}

#[test]
fn a_parquet_of_results_says_the_same_as_the_csv() {
    let dossier = Dossier::avec_mesures();
    dossier.calculer("mesures.csv", "s.parquet").reussie();
    let octets = std::fs::read(dossier.chemin("s.parquet")).unwrap();
    assert!(octets.starts_with(b"PAR1") && octets.ends_with(b"PAR1"));
    // Read again as measures, its columns are unknown but its beneficiaries are there.
    let phrase = dossier.calculer("s.parquet", "t.csv").refusee(3);
    dit(&phrase, &["s.parquet", "« nb_factures » manque"]);
}

#[test]
fn an_amount_that_rests_on_something_unknown_is_left_empty() {
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("produits.csv", "beneficiaire;produit;boites\nA;beta;10\n");
    dossier.calculer("mesures.csv", "s.csv").reussie();
    dit(&dossier.lire("s.csv"), &["A,,incomplet,1680.00,\n"]);
}

#[test]
fn the_order_of_the_detail_lines_does_not_matter() {
    let dossier = Dossier::avec_mesures();
    let lignes = ["A,alpha,3\n", "B,alpha,5\n", "C,beta,1\n"];
    let mut sorties = Vec::new();
    for ordre in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let contenu: String = ordre.iter().map(|i| lignes[*i]).collect();
        dossier.ecrire("produits.csv", format!("beneficiaire,cle,boites\n{contenu}"));
        dossier.calculer("mesures.csv", "s.csv").reussie();
        sorties.push(dossier.lire("s.csv"));
    }
    assert!(sorties.iter().all(|s| *s == sorties[0]));
}

#[test]
fn a_folder_of_rules_is_named_instead_of_a_code() {
    let dossier = Dossier::avec_mesures();
    let exemple = crate::regles().join("exemple");
    let arguments = ["calculer", exemple.to_str().unwrap(), "--exercice", "2023", "--mesures", "mesures.csv"];
    let suite = ["--details", "produit=produits.csv", "--sortie", "s.csv", "--chrono"];
    let texte = dossier.lancer(&[&arguments[..], &suite].concat()).reussie();
    dit(&texte, &["Calcul seul, un fil", "par bénéficiaire", "médiane"]);
    dit(&dossier.lire("s.csv"), &["A,1680.00,payable"]);
}

#[test]
fn a_column_that_no_rule_reads_is_told_and_ignored() {
    let dossier = Dossier::avec_mesures();
    dossier.ecrire("mesures.csv", "beneficiaire,nb_factures,nb_fse,coordonne,remarque\nA,25000,24000,1,rien\n");
    dossier.ecrire("produits.csv", "beneficiaire,cle,boites\n");
    let fin = dossier.calculer("mesures.csv", "s.csv");
    dit(&fin.plaint, &["« remarque »", "ignorée"]);
    fin.reussie();
}

#[test]
fn an_earlier_output_stays_whole_when_the_next_run_is_refused() {
    let dossier = Dossier::avec_mesures();
    dossier.calculer("mesures.csv", "s.csv").reussie();
    let avant = dossier.lire("s.csv");
    dossier.ecrire("mesures.csv", "beneficiaire,nb_factures,nb_fse,coordonne\nA,x,1,1\n");
    dossier.calculer("mesures.csv", "s.csv").refusee(3);
    assert_eq!(dossier.lire("s.csv"), avant);
}

#[test]
fn the_results_never_replace_what_they_are_made_from() {
    let dossier = Dossier::avec_mesures();
    for sortie in ["mesures.csv", "produits.csv", "./mesures.csv"] {
        dit(&dossier.calculer("mesures.csv", sortie).refusee(2), &["est aussi un fichier lu"]);
    }
    assert_eq!(dossier.lire("mesures.csv"), crate::MESURES);
}
