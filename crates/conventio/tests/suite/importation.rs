//! `importer versements`: payments made before.

use crate::{Dossier, Fin, dit, regles};

const ENTETE: &str = "beneficiaire;convention;exercice;titre;date;montant;nature;dispositif;code\n";

fn importer(dossier: &Dossier, contenu: &str, options: &[&str]) -> Fin {
    dossier.ecrire("anciens.csv", format!("{ENTETE}{contenu}"));
    let regles = regles();
    let debut = ["importer", "versements", "anciens.csv", "--registre", "registre.db", "--nouveau"];
    dossier.lancer(&[&debut[..], &["--conventions", regles.to_str().unwrap()], options].concat())
}

#[test]
fn french_amounts_are_kept_to_the_cent_and_the_same_file_is_written_once() {
    let dossier = Dossier::new();
    let contenu = "A;essai;2022;Paiement initial;15/04/2023;1 225,50;initial;;\n\
                   A;essai;2022;Reprise;2023-11-02;-0,05 €;indu;;\n\
                   B;essai;2023;Avance;2023-11-02;12;avance;exemple;initial\n";
    dit(&importer(&dossier, contenu, &["--auteur", "Anne"]).reussie(), &["3 paiements importés", "1 237,45 €"]);
    dit(&importer(&dossier, contenu, &["--auteur", "Anne"]).reussie(), &["déjà été importé", "rien n'est écrit"]);
    let journal = dossier.lancer(&["journal", "verifier", "--registre", "registre.db"]).reussie();
    dit(&journal, &["Journal intact : 1 acte."]);
}

#[test]
fn every_defect_is_told_with_its_line_and_column_and_nothing_is_written() {
    let dossier = Dossier::new();
    let contenu = "A;essai;2022;Initial;31/02/2023;1 225,50;initial;;\n\
                   ;essai;22;Initial;2023-04-15;1225.50;salaire;;\n\
                   A;essai;2022;Solde;2023-04-15;-10;solde;;\n\
                   A;essai;2022;Reprise;2023-04-15;10;indu;;\n\
                   A;essai;2022;Solde;2023-04-15;10,005;solde;;\n\
                   A;essai;2022;Solde;2023-04-15;0;solde;;\n\
                   A;autre;2022;Avance;2023-04-15;10;avance;exemple;initiale\n\
                   A;essai;2022;Avance;2023-04-15;10;avance;exmple;\n\
                   A;essai;2022;Avance2;2023-04-15;10;avance;;initial\n\
                   A;essai;2022;Avance3;2023-04-15;10;avance;exemple;initiale\n";
    let texte = importer(&dossier, contenu, &[]).refusee(3);
    dit(
        &texte,
        &[
            "ligne 2, colonne « date » : « 31/02/2023 »",
            "ligne 3, colonne « beneficiaire » : le bénéficiaire manque",
            "ligne 3, colonne « exercice » : « 22 »",
            "ligne 3, colonne « montant » : « 1225.50 »",
            "ligne 3, colonne « nature » : « salaire »",
            "ligne 4, colonne « montant » : un montant négatif",
            "ligne 5, colonne « montant » : un indu est repris",
            "ligne 6, colonne « montant » : « 10,005 »",
            "ligne 7, colonne « montant » : un paiement de 0 €",
            "ligne 8, colonne « convention » : « exemple » est de la convention « essai »",
            "ligne 9, colonne « dispositif » : aucune règle ne porte le nom « exmple »",
            "ligne 10, colonne « dispositif » : le code d'un versement ne dit rien",
            "ligne 11, colonne « code » : « exemple » n'a pas de versement « initiale »",
        ],
    );
    assert!(!dossier.chemin("registre.db").exists(), "nothing is even opened");
}

#[test]
fn a_payment_is_of_a_convention_that_shares_the_dispositif_or_holds_its_folder() {
    let dossier = Dossier::new();
    let contenu = "N;auxiliaires;2023;Initial;2024-06-11;490;initial;fami;initial\n\
                   D;chirurgiens_dentistes;2023;Initial;2024-06-11;490;initial;fami;initial\n";
    dossier.ecrire("anciens.csv", format!("{ENTETE}{contenu}"));
    let debut = ["importer", "versements", "anciens.csv", "--registre", "registre.db", "--nouveau"];
    dit(&dossier.lancer(&debut).reussie(), &["2 paiements importés", "980,00 €"]);
    dossier.ecrire("anciens.csv", format!("{ENTETE}{}", contenu.replace("auxiliaires", "medecin")));
    dit(&dossier.lancer(&debut).refusee(3), &["« fami » est de la convention « auxiliaires », pas « medecin »"]);
}

#[test]
fn two_payments_that_could_be_confused_are_refused() {
    let dossier = Dossier::new();
    let ligne = "A;essai;2022;Initial;2023-04-15;10;initial;;\n";
    let texte = importer(&dossier, &format!("{ligne}{ligne}"), &[]).refusee(3);
    dit(&texte, &["ligne 3, colonne « titre »", "est à la ligne 2", "confondre"]);
    importer(&dossier, ligne, &[]).reussie();
    let autre = format!("B;essai;2022;Initial;2023-04-15;3;initial;;\n{ligne}");
    dit(&importer(&dossier, &autre, &[]).refusee(3), &["ligne 3 : le registre a déjà", "Rien n'est écrit"]);
}

#[test]
fn a_missing_column_and_an_empty_file_are_told() {
    let dossier = Dossier::new();
    dossier.ecrire("f.csv", "beneficiaire;convention;exercice;libelle;date;montants;nature\n");
    let arguments = ["importer", "versements", "f.csv", "--registre", "r.db", "--nouveau"];
    dit(&dossier.lancer(&arguments).refusee(3), &["« titre » manque", "« montant » manque", "« montants »"]);
    dit(&importer(&dossier, "", &[]).refusee(3), &["aucun paiement"]);
}

#[test]
fn what_was_imported_is_taken_off_a_run_and_a_fiction_blocks_it() {
    for (options, mots) in [
        (&["--auteur", "Anne"][..], &["2 versements", "3 236,56 €", "Rien n'est payé"][..]),
        (&["--fictif"], &["ne pourra pas être validée", "importés comme fictifs", "1 bénéficiaire"]),
    ] {
        let dossier = Dossier::avec_mesures();
        // A already got 100 € of the 1 680 € that are due.
        importer(&dossier, "A;essai;2023;Acompte;2023-11-02;100;avance;exemple;initial\n", options).reussie();
        dossier.calculer("mesures.csv", "s.csv").reussie();
        let regles = regles();
        let preparer = ["liquider", "preparer", "--manifeste", "s.csv.manifeste.json", "--registre", "registre.db"];
        let suite = ["--auteur", "Anne", "--conventions", regles.to_str().unwrap()];
        dit(&dossier.lancer(&[&preparer[..], &suite].concat()).reussie(), mots);
    }
}
