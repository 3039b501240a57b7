//! Figures written, then read back.

use crate::{Dossier, entree};
use formule::programme::{Entree, Genre};
use formule::{Absence, Cellule, Colonne, Unite};
use std::borrow::Cow;
use tableaux::{ChiffresAEcrire, UneLignePar, ecrire_chiffres, lire};

/// One input of each kind, and cells of each kind for them.
fn entrees() -> Vec<(Entree, Vec<Cellule>)> {
    let choix = Genre::Choix(vec!["alpha".into(), "bêta, \"deux\"".into()]);
    let nombre = |unite: &str| Genre::Nombre(Unite::lire(unite).unwrap());
    let facultative = |declaree| Entree { facultative: true, declaree, ..entree("", nombre(""), 9, 1) };
    let (rien, attente, inconnu) = (Err(Absence::SansObjet), Err(Absence::EnAttente), Err(Absence::Inconnu));
    let mut montant = entree("montant", nombre("€"), 10_000, 100);
    montant.min = -10_000;
    vec![
        (entree("patients", nombre("patient"), 1 << 40, 1), vec![Ok(0), Ok(1 << 40), Ok(7)]),
        (entree("attendus", nombre("patient"), 9, 1), vec![attente, Ok(1), inconnu]),
        (montant, vec![Ok(-1), Ok(10_000), attente]),
        (entree("taux", nombre(""), 10_000, 10_000), vec![Ok(9_250), Ok(1), Ok(10_000)]),
        (entree("oui", Genre::OuiNon, 1, 1), vec![Ok(1), attente, Ok(0)]),
        (entree("jour", Genre::Date, 30_000, 1), vec![Ok(0), Ok(19_876), attente]),
        (entree("choix", choix, 1, 1), vec![Ok(1), Ok(0), attente]),
        (Entree { code: "facultative".into(), ..facultative(false) }, vec![rien, attente, Ok(3)]),
        (Entree { code: "declaree".into(), ..facultative(true) }, vec![rien, attente, Ok(3)]),
        (Entree { non_declare: Some(0), ..entree("repondue", Genre::OuiNon, 1, 1) }, vec![attente, Ok(1), Ok(0)]),
    ]
}

#[test]
fn every_kind_of_figure_and_of_absence_is_read_back_as_it_was() {
    let dossier = Dossier::new();
    let (entrees, cellules): (Vec<Entree>, Vec<Vec<Cellule>>) = entrees().into_iter().unzip();
    let colonnes: Vec<Colonne<'_>> =
        entrees.iter().zip(&cellules).map(|(e, cellules)| Colonne::de(cellules.iter().copied(), e.min)).collect();
    for nom in ["chiffres.csv", "chiffres.parquet"] {
        let chemin = dossier.fichier(nom);
        let chiffres = ChiffresAEcrire {
            lignes: 3,
            mots: vec![("beneficiaire", Box::new(|rang| Cow::Borrowed(["A", "B;1", "C"][rang])))],
            entrees: &entrees,
            colonnes: &colonnes,
        };
        ecrire_chiffres(&chemin, &chiffres).unwrap().publier().unwrap();
        let relus = lire(&chemin, &entrees, UneLignePar::Beneficiaire, &|_| true).unwrap();
        assert_eq!(relus.beneficiaires.id(1), "B;1");
        assert!(relus.colonnes_ignorees.is_empty());
        for ((entree, colonne), attendues) in entrees.iter().zip(&relus.entrees).zip(&cellules) {
            let lues: Vec<Cellule> = (0..3).map(|rang| colonne.lire(rang)).collect();
            assert_eq!(lues, *attendues, "{nom}, {}", entree.code);
        }
    }
}

#[test]
fn a_format_that_is_not_known_is_refused() {
    let dossier = Dossier::new();
    let chiffres = ChiffresAEcrire { lignes: 0, mots: Vec::new(), entrees: &[], colonnes: &[] };
    let refus = ecrire_chiffres(&dossier.fichier("chiffres.xlsx"), &chiffres).unwrap_err();
    assert!(refus.to_string().contains(".csv ou .parquet"), "{refus}");
}
