//! Writing results.

use crate::{Dossier, entree, tout_lire};
use formule::programme::Genre;
use formule::{Etat, Unite};
use tableaux::{Resultats, UneLignePar, ecrire, lire};

#[test]
fn amounts_written_in_csv_or_parquet_are_read_back_to_the_cent() {
    let dossier = Dossier::new();
    let source = dossier.ecrire("m.csv", "beneficiaire,nb_factures,nb_fse,coordonne\n\"A,1\",1,1,1\nB,1,1,1\n");
    let qui = tout_lire(&source).unwrap().beneficiaires;
    for nom in ["sortie.csv", "sortie.parquet"] {
        let chemin = dossier.fichier(nom);
        let resultats = Resultats {
            beneficiaires: &qui,
            montant: Box::new(|rang| [Some(123_456), None][rang]),
            etat: &|rang| [Etat::Payable, Etat::Incomplet][rang],
            indicateurs: vec![("ligne", Box::new(|rang| [Some(-5), Some(0)][rang]))],
        };
        let brouillon = ecrire(&chemin, &resultats).unwrap();
        assert!(!chemin.exists(), "nothing stands there before it is whole");
        brouillon.publier().unwrap();
        let montant = |code| {
            let mut montant = entree(code, Genre::Nombre(Unite::euro()), 10_000_000, 100);
            montant.min = -10_000;
            montant
        };
        let relu =
            lire(&chemin, &[montant("montant"), montant("ligne")], UneLignePar::Beneficiaire, &|_| true).unwrap();
        assert_eq!(relu.beneficiaires.id(0), "A,1");
        assert_eq!(relu.entrees[0].lire(0), Ok(123_456));
        assert!(relu.entrees[0].lire(1).is_err());
        assert_eq!(relu.entrees[1].lire(0), Ok(-5));
    }
    assert_eq!(
        std::fs::read_to_string(dossier.fichier("sortie.csv")).unwrap(),
        "beneficiaire,montant,etat,ligne\n\"A,1\",1234.56,payable,-0.05\nB,,incomplet,0.00\n"
    );
}

#[test]
fn a_draft_that_is_given_up_leaves_nothing() {
    let dossier = Dossier::new();
    let chemin = dossier.fichier("sortie.csv");
    drop(tableaux::Brouillon::ouvrir(&chemin).unwrap());
    assert_eq!(std::fs::read_dir(chemin.parent().unwrap()).unwrap().count(), 0);
    assert!(tableaux::Brouillon::ouvrir(&dossier.fichier("absent/sortie.csv")).is_err());
}
