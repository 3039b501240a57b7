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
profession = "Kinésithérapeute"
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
    let contrats = [NON].into_iter().chain(contrats_de_b2);
    let gardes = [2021, 2022, 2023, 2024].into_iter().zip(contrats).map(|(exercice, contrat)| {
        let compile = d.compiler(exercice, &Surcharges::default()).unwrap_or_else(|d| panic!("{d:#?}"));
        let colonne = |code: &str| match code {
            "sous_contrat" => [contrat, Ok(1)],
            "nb_gardes" => [Ok(4), Ok(6)],
            "nb_gardes_precedent" => [Ok(3), Ok(5)],
            // 61,00 € and 152,00 €, in cents.
            "depassements" => [Ok(6_100); 2],
            "honoraires" => [Ok(15_200); 2],
            // 1 January 1980.
            "naissance" => [Ok(3_652); 2],
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

/// Pays an advance or a balance.
fn payer(lieu: &Arc<Lieu>, qui: &str, exercice: &str, (code, centimes): (&str, i64), jour: Date) {
    let (titre, nature) = match code {
        "solde" => ("Gardes de nuit : solde", Nature::Solde),
        _ => ("Gardes de nuit : avance 1", Nature::Avance),
    };
    let paiement = PaiementAImporter {
        beneficiaire: IdBeneficiaire(qui.to_owned()),
        convention: "gardes".to_owned(),
        exercice: exercice.to_owned(),
        exercice_affiche: exercice.to_owned(),
        dispositif: Some("garde".to_owned()),
        code: Some(code.to_owned()),
        contrat: None,
        titre: titre.to_owned(),
        nature,
        centimes,
        jour,
        periode: None,
    };
    let (registre, instant, empreinte) = (lieu.registre.clone(), lieu.maintenant(), format!("{qui} {code} {jour}"));
    attendre(async move {
        let import = Import { empreinte: &empreinte, fictif: false, auteur: "essai", paiements: &[paiement] };
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
    c3.lire("/remunerations/garde/2024").dit(&["300,00\u{a0}€"]);
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
    payer(&lieu, "B2", "2023", ("avance_1", 20_000), Date::du_calendrier(2024, 4, 15));
    let mut b2 = Visiteur::dans(&lieu).entre("p-b2");
    b2.lire("/remunerations").dit(&["200,00\u{a0}€", "Versé le 15/04/2024", "/remunerations/garde/2023"]);
    b2.lire("/remunerations/garde/2023").dit(&["200,00\u{a0}€"]);
    assert!(!b2.lire("/tableau-de-bord").texte.contains("Mes nuits"));
    assert_eq!(b2.lire("/remunerations/garde/2024").code.as_u16(), 404);
}

/// The tiles of a page: title, then what it says of it.
fn tuiles(page: &str) -> Vec<String> {
    page.split("carte tuile").skip(1).map(|t| t.split("</li>").next().unwrap().to_owned()).collect()
}

#[test]
fn an_estimate_stands_without_a_day_beside_the_payments_until_the_one_that_replaces_it() {
    let lieu = lieu([NON; 3]);
    let mut c3 = Visiteur::dans(&lieu).entre("p-c3");
    let estimee = |page: &str| tuiles(page).into_iter().find(|t| t.contains("Gardes estimées 2024"));
    payer(&lieu, "C3", "2024", ("avance_1", 11_000), Date::du_calendrier(2025, 1, 7));
    let page = c3.lire("/remunerations?exercice=2024").texte;
    // Five duties last year, at 50 €: 250,00 €, whatever the six of this year come to.
    let tuile = estimee(&page).unwrap();
    assert!(tuile.contains("250,00\u{a0}€") && tuile.contains("Estimation"), "{tuile}");
    assert!(!tuile.contains("Versé") && !tuile.contains("verser"), "{tuile}");
    let avance = tuiles(&page).into_iter().find(|t| t.contains("avance 1")).unwrap();
    assert!(avance.contains("110,00\u{a0}€") && avance.contains("Versé le 07/01/2025"), "{avance}");
    // It takes the place of what would be computed, and is not money that was paid.
    assert_eq!(tuiles(&page).len(), 2, "{page}");
    c3.lire("/api/v1/remunerations?exercice=2024")
        .dit(&["\"titre\":\"Gardes estimées 2024\"", "\"etat\":\"estimation\""]);
    assert!(!c3.lire("/tableau-de-bord").texte.contains("Gardes estimées"));
    payer(&lieu, "C3", "2024", ("solde", 19_000), Date::du_calendrier(2025, 1, 10));
    assert_eq!(estimee(&c3.lire("/remunerations?exercice=2024").texte), None);
}

#[test]
fn an_estimate_of_nothing_is_not_shown() {
    // Without a contract, and nothing to expect: B2 of 2024 has no socle, but may look.
    let mut b2 = Visiteur::dans(&lieu([NON, OUI, NON])).entre("p-b2");
    assert!(!b2.lire("/remunerations?exercice=2024").texte.contains("Gardes estimées"));
    assert!(b2.lire("/remunerations?exercice=2023").texte.contains("Gardes estimées 2023"));
}

/// What a page says, without its tags.
fn lu(visiteur: &mut Visiteur, adresse: &str) -> String {
    crate::detail::lu(&visiteur.lire(adresse))
}

#[test]
fn the_screen_of_a_remuneration_says_the_last_payment_the_terms_and_the_figures_of_its_computation() {
    let lieu = lieu([NON; 3]);
    let mut c3 = Visiteur::dans(&lieu).entre("p-c3");
    // Nothing is paid yet: the accordion has its ordinary title.
    let avant = lu(&mut c3, "/remunerations/garde/2024");
    crate::detail::dit(&avant, &["Gardes de nuit 2024 (6 gardes)", "Vos chiffres", "Gardes comptées 6"]);
    assert!(!avant.contains("Suivi au calcul") && !avant.contains("doit suivre"), "{avant}");
    payer(&lieu, "C3", "2024", ("avance_1", 11_000), Date::du_calendrier(2025, 1, 7));
    let page = lu(&mut c3, "/remunerations/garde/2024");
    crate::detail::dit(
        &page,
        &[
            "Gardes de nuit 2024 (6 gardes)",
            "Cabinet Lointain Kinésithérapeute 1, rue d'Essai 99001 ESSAIVILLE",
            "Montant de l'avance 1 transmise le 07/01/2025 110,00 €",
            "Suivi au calcul de l'avance 1 de l'exercice 2024",
            "Gardes d'avant Avant 5 gardes en 2023",
            // Its own formula, and what remains: 6 × 50 € − 110 €.
            "Le même calcul, avec les chiffres d'aujourd'hui : 110,00 €",
            "Ce qui doit suivre, selon les chiffres d'aujourd'hui Gardes de nuit : solde",
            "190,00 €",
        ],
    );
    // What is still to be paid is no difference to be corrected.
    assert!(!page.contains("une régularisation le dira"), "{page}");
    c3.lire("/remunerations/garde/2024/detail.pdf").dit(&[
        "Gardes de nuit 2024 (6 gardes)",
        "Montant de l'avance 1 transmise le 07/01/2025",
        "Suivi au calcul de l'avance 1 de l'exercice 2024",
        "Gardes comptées",
    ]);
    c3.lire("/api/v1/remunerations/garde/2024")
        .dit(&["\"code\":\"avance_1\"", "\"a_venir\":[{\"titre\":\"Gardes de nuit"]);
    payer(&lieu, "C3", "2024", ("solde", 19_000), Date::du_calendrier(2025, 1, 10));
    let page = lu(&mut c3, "/remunerations/garde/2024");
    crate::detail::dit(
        &page,
        &["Montant du solde transmis le 10/01/2025 190,00 €", "Suivi au calcul du solde de l'exercice 2024"],
    );
    assert!(!page.contains("doit suivre"), "{page}");
}

#[test]
fn a_widget_of_the_screen_of_a_remuneration_is_not_on_the_follow_up_unless_it_says_so() {
    let mut c3 = Visiteur::dans(&lieu([NON; 3])).entre("p-c3");
    let suivi = lu(&mut c3, "/suivi/garde");
    assert!(suivi.contains("Gardes d'avant") && suivi.contains("Vos chiffres"), "{suivi}");
    assert!(!suivi.contains("Rappel des chiffres"), "{suivi}");
}

#[test]
fn a_state_is_said_in_the_words_of_its_rules_wherever_it_is_shown() {
    // Six duties, five at most.
    let mut c3 = Visiteur::dans(&lieu([NON; 3])).entre("p-c3");
    for adresse in [
        "/tableau-de-bord",
        "/suivi/garde",
        "/suivi/garde/2024/suivi.pdf",
        "/suivi/indicateurs.pdf",
        "/remunerations/garde/2024",
        "/remunerations/garde/2024/detail.pdf",
        "/api/v1/suivis/garde",
        "/api/v1/remunerations/garde/2024",
    ] {
        c3.lire(adresse).dit(&["Dépassé"]);
    }
    c3.lire("/suivi/garde").dit(&[", dépassé"]);
}

#[test]
fn an_exercice_bears_the_title_of_its_time_and_the_change_is_announced_around_it() {
    let mut c3 = Visiteur::dans(&lieu([NON; 3])).entre("p-c3");
    let change = "Nuits de veille devient Gardes de nuit à partir de l'exercice 2023.";
    for (exercice, titre, annonce) in
        [(2022, "Nuits de veille", true), (2023, "Gardes de nuit", true), (2024, "Gardes de nuit", false)]
    {
        let page = lu(&mut c3, &format!("/suivi/garde?exercice={exercice}"));
        crate::detail::dit(&page, &[&format!("Suivi : {titre} — exercice {exercice}")]);
        assert_eq!(page.contains(change), annonce, "{page}");
        assert_eq!(lu(&mut c3, &format!("/remunerations/garde/{exercice}")).contains(change), annonce);
    }
}

#[test]
fn an_exercice_that_pays_nothing_leads_to_no_remuneration() {
    let mut c3 = Visiteur::dans(&lieu([NON; 3])).entre("p-c3");
    assert!(!c3.lire("/suivi/garde?exercice=2021").texte.contains("Voir le détail de la rémunération"));
    c3.lire("/suivi/garde?exercice=2022").dit(&["Voir le détail de la rémunération 2022"]);
}

#[test]
fn what_does_not_apply_is_said_and_neither_drawn_nor_counted() {
    let lieu = lieu([NON, NON, OUI]);
    let mut c3 = Visiteur::dans(&lieu).entre("p-c3");
    let suivi = c3.lire("/suivi/garde").texte;
    let (_, releve) = suivi.split_once("suivi-releve-titre").unwrap();
    let releve = releve.split("</section>").next().unwrap();
    assert!(releve.contains("Sans objet pour vous en 2024.") && !releve.contains("<svg class"), "{releve}");
    // The contract alone is a socle for C3; the relief counts for B2.
    crate::detail::dit(&lu(&mut c3, "/remunerations/garde/2024"), &["Conditions à remplir d'abord : 1 sur 1"]);
    let mut b2 = Visiteur::dans(&lieu).entre("p-b2");
    crate::detail::dit(&lu(&mut b2, "/remunerations/garde/2024"), &["Conditions à remplir d'abord : 2 sur 2"]);
}

#[test]
fn a_quotient_of_amounts_is_written_in_euros_and_functions_of_days_in_words() {
    let mut c3 = Visiteur::dans(&lieu([NON; 3])).entre("p-c3");
    let page = lu(&mut c3, "/remunerations/garde/2024");
    crate::detail::dit(
        &page,
        &[
            "(61,00 € / 152,00 €)",
            "l'âge au dernier jour de l'exercice compté depuis « Date de naissance »",
            "le jour situé 1 jour après « Date de naissance »",
        ],
    );
}

#[test]
fn the_entry_counts_each_profession_and_presents_nobody_by_their_own_name() {
    let mut anonyme = Visiteur::dans(&lieu([NON; 3]));
    crate::detail::dit(&lu(&mut anonyme, "/"), &["1 orthoptistes et 2 kinésithérapeutes fictifs"]);
}
