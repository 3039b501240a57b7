//! Duties under a contract: who has none does not see them.

use crate::lieu::{Lieu, attendre};
use crate::{Visiteur, monde};
use convention::{Convention, Date, Fichier, IdBeneficiaire, Nature, Regles, Surcharges};
use formule::{Absence, Cellule, Colonne, Jeu};
use registre::{Import, PaiementAImporter};
use std::sync::Arc;
use teleservice::Calcul;

const CONVENTION: &str = r#"
[convention]
code = "gardes"
titre = "Convention des gardes"
profession = "Sage-femme"
beneficiaire = "personne"

[[sources]]
code = "S2"
titre = "Source seconde"

[[menu]]
libelle = "Mes nuits"
dispositifs = ["garde"]
"#;

fn convention() -> Convention {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.to_owned(), contenu: contenu.to_owned() };
    let fichiers = [
        fichier("gardes/convention.toml", CONVENTION),
        fichier("gardes/garde/regles.toml", include_str!("gardes.toml")),
    ];
    Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{defauts:#?}")).conventions[0].clone()
}

/// B2 and C3 are of the convention of duties. C3 has a contract; of B2, exercice by exercice, it is said here.
fn lieu(contrats_de_b2: [Cellule; 3]) -> Arc<Lieu> {
    let mut monde = monde::monde();
    monde.conventions.push(convention());
    for beneficiaire in &mut monde.beneficiaires[1..] {
        beneficiaire.convention = 1;
    }
    monde.empreintes.insert("garde".to_owned(), "f".repeat(64));
    let d = &monde.conventions[1].dispositifs[0];
    let gardes = [2022, 2023, 2024].into_iter().zip(contrats_de_b2).map(|(exercice, contrat)| {
        let compile = d.compiler(exercice, &Surcharges::default()).unwrap_or_else(|d| panic!("{d:#?}"));
        let colonne = |code: &str| match code {
            "sous_contrat" => [contrat, Ok(1)],
            "nb_gardes" => [Ok(4), Ok(6)],
            _ => [Ok(0); 2],
        };
        let entrees = compile.plan.entrees().iter().map(|e| Colonne::de(colonne(&e.code), 0)).collect();
        let jeu = Jeu { lignes: 2, entrees, ..Jeu::default() };
        Calcul::executer(d, compile, jeu).unwrap().unwrap().a_partir_de(1)
    });
    let gardes: Vec<Calcul> = gardes.collect();
    monde.calculs.extend(gardes);
    Lieu::avec(monde)
}

const NON: Cellule = Ok(0);
const OUI: Cellule = Ok(1);

/// A payment of 200 € to B2 for 2023.
fn payer(lieu: &Arc<Lieu>) {
    let paiement = PaiementAImporter {
        beneficiaire: IdBeneficiaire("B2".to_owned()),
        convention: "gardes".to_owned(),
        exercice: "2023".to_owned(),
        exercice_affiche: "2023".to_owned(),
        dispositif: Some("garde".to_owned()),
        code: Some("annuel".to_owned()),
        titre: "Gardes de nuit".to_owned(),
        nature: Nature::Initial,
        centimes: 20_000,
        jour: Date::du_calendrier(2024, 4, 15),
        periode: None,
    };
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    attendre(async move {
        let import = Import { empreinte: "essai", fictif: false, auteur: "essai", paiements: &[paiement] };
        registre.importer_paiements(&import, instant).await.unwrap();
    });
}

/// Everything that could show the duties of somebody.
const PAGES: [&str; 10] = [
    "/tableau-de-bord",
    "/suivi",
    "/remunerations",
    "/declarations",
    "/depots",
    "/suivi/indicateurs.pdf",
    "/api/v1/dispositifs",
    "/api/v1/suivis",
    "/api/v1/remunerations",
    "/api/v1/declarations",
];

/// What only exists for somebody whom they concern.
const SIENNES: [&str; 8] = [
    "/suivi/garde",
    "/suivi/garde/2024/suivi.pdf",
    "/remunerations/garde/2024",
    "/remunerations/garde/2024/detail.pdf",
    "/remunerations/garde/2024/simulation",
    "/declarations/garde/2024",
    "/api/v1/suivis/garde",
    "/api/v1/remunerations/garde/2024",
];

#[test]
fn whoever_has_no_contract_sees_the_duties_nowhere() {
    let lieu = lieu([NON; 3]);
    let mut b2 = Visiteur::dans(&lieu).entre("p-b2");
    for adresse in PAGES {
        let page = b2.lire(adresse);
        assert!(!page.texte.contains("Gardes") && !page.texte.contains("Mes nuits"), "{adresse}\n{}", page.texte);
    }
    for adresse in SIENNES {
        assert_eq!(b2.lire(adresse).code.as_u16(), 404, "{adresse}");
    }
    // What the rules say stays for anybody to read.
    assert_eq!(b2.lire("/documents-utiles/garde").code.as_u16(), 200);
}

#[test]
fn whoever_has_one_sees_them_everywhere() {
    let lieu = lieu([NON; 3]);
    let mut c3 = Visiteur::dans(&lieu).entre("p-c3");
    for adresse in SIENNES {
        assert_eq!(c3.lire(adresse).code.as_u16(), 200, "{adresse}");
    }
    c3.lire("/tableau-de-bord").dit(&["Mes nuits", "Gardes de nuit 2024"]);
    c3.lire("/remunerations").dit(&["Gardes de nuit 2024, estimation", "300,00\u{a0}€"]);
    c3.lire("/api/v1/dispositifs").dit(&["\"garde\""]);
}

#[test]
fn as_long_as_nobody_knows_they_stay_in_sight() {
    let mut b2 = Visiteur::dans(&lieu([NON, NON, Err(Absence::EnAttente)])).entre("p-b2");
    b2.lire("/suivi").dit(&["Gardes de nuit"]);
    assert_eq!(b2.lire("/remunerations/garde/2024").code.as_u16(), 200);
}

#[test]
fn a_contract_of_the_year_before_keeps_them_in_the_menu_for_that_year_only() {
    let mut b2 = Visiteur::dans(&lieu([NON, OUI, NON])).entre("p-b2");
    b2.lire("/tableau-de-bord").dit(&["Mes nuits"]);
    assert_eq!(b2.lire("/remunerations/garde/2023").code.as_u16(), 200);
    assert_eq!(b2.lire("/remunerations/garde/2024").code.as_u16(), 404);
    // There is nothing to declare for an exercice that does not concern them.
    assert_eq!(b2.lire("/declarations/garde/2024").code.as_u16(), 404);
    assert!(!b2.lire("/declarations").texte.contains("/declarations/garde/2024"));
    // A contract that ended two exercices ago leaves the menu, and its own page remains.
    let mut b2 = Visiteur::dans(&lieu([OUI, NON, NON])).entre("p-b2");
    assert!(!b2.lire("/tableau-de-bord").texte.contains("Mes nuits"));
    assert_eq!(b2.lire("/remunerations/garde/2022").code.as_u16(), 200);
}

#[test]
fn what_was_paid_stays_and_is_explained_whatever_became_of_the_contract() {
    let lieu = lieu([NON; 3]);
    payer(&lieu);
    let mut b2 = Visiteur::dans(&lieu).entre("p-b2");
    b2.lire("/remunerations").dit(&["200,00\u{a0}€", "Versé le 15/04/2024", "/remunerations/garde/2023"]);
    b2.lire("/remunerations/garde/2023").dit(&["200,00\u{a0}€"]);
    assert!(!b2.lire("/tableau-de-bord").texte.contains("Mes nuits"));
    assert_eq!(b2.lire("/remunerations/garde/2024").code.as_u16(), 404);
}
