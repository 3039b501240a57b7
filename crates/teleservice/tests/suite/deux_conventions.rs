//! Two professions in one service: each sees the dispositifs of its own convention, and no other.

use crate::lieu::Lieu;
use crate::{Visiteur, monde};
use convention::{Fichier, Regles, Surcharges};
use formule::{Colonne, Jeu};
use std::sync::Arc;
use teleservice::Calcul;

const SECONDE: &str = r#"
[convention]
code = "seconde"
titre = "Convention seconde"
profession = "Opticien"
beneficiaire = "personne"

[[sources]]
code = "S2"
titre = "Source seconde"

[[menu]]
rubrique = "tableau_de_bord"
[[menu]]
rubrique = "remunerations"
libelle = "Mes sommes"
[[menu]]
libelle = "Paires"
dispositifs = ["montures", "lunettes"]

[[documents]]
code = "comprendre_les_paires"
titre = "Comprendre les paires"
dispositifs = ["lunettes"]
exemples = ["Sept paires : 21 €"]
"#;

const LUNETTES: &str = r#"
[dispositif]
code = "lunettes"
titre = "Lunettes d'enfants"
resume = "Une somme par paire."
jour_du_droit = "fin_exercice"
detail = true

[carte]
titre = "Paires d'enfants"
sous_titre = "Part des paires dans le tout"
indicateur = "part"
soit = ["nb_paires", "nb_toutes"]
note = "Seuil à ne pas dépasser"
lien = "Voir les paires"

[[textes_de_page]]
code = "introduction"
texte = "Une paire par enfant."

[[textes_de_page]]
code = "le_calcul"
titre = "Comment on compte"
texte = "Chaque paire compte une fois."

[[suivis]]
code = "paires"
type = "tableau"
titre = "Paires"
entrees = ["nb_paires"]

[[exercices]]
annee = 2023
[[exercices]]
annee = 2024

[entrees.nb_paires]
libelle = "Nombre de paires"
type = "nombre paire"
max = 1000
origine = "mesure"

[entrees.nb_toutes]
libelle = "Toutes les paires"
sens = "Toutes les paires de l'exercice."
type = "nombre paire"
min = 1
max = 1000
origine = "mesure"

[parametres.seuil]
libelle = "Seuil"
type = "taux"
[[parametres.seuil.valeurs]]
depuis = 2020-01-01
valeur = "20 %"
source = "S2"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.tarif]
libelle = "Somme par paire"
type = "montant par paire"
[[parametres.tarif.valeurs]]
depuis = 2020-01-01
valeur = "3 €"
source = "S2"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.part]
libelle = "Part des paires"
type = "automatise"
valeur = "nb_paires / nb_toutes"
objectif = "p.seuil"
atteint = "nb_paires / nb_toutes <= p.seuil"
sens = "baisse"
[[indicateurs.part.roles]]
exercices = [2023, 2024]
socle = true
source = "S2"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.paires]
libelle = "Paires faites"
type = "automatise"
valeur = "nb_paires"
montant = "nb_paires * p.tarif"
[[indicateurs.paires.roles]]
exercices = [2023, 2024]
remunere = true
source = "S2"
confiance = "officiel"
verifie_le = 2024-11-01
"#;

const CAS: &str = r#"
[[cas]]
nom = "Sept paires : 21 €"
exercice = 2024
entrees = { nb_paires = 7, nb_toutes = 50 }
calcul = "7 × 3 € = 21,00 €"
[cas.attendu]
montant = "21,00 €"
etat = "payable"
"#;

/// Its only dispositif is written in the folder of the second one.
const TROISIEME: &str = r#"
[convention]
code = "troisieme"
titre = "Convention troisième"
profession = "Lunetier"
beneficiaire = "personne"
partage = ["lunettes"]

[[menu]]
libelle = "Mes lunettes"
dispositifs = ["lunettes"]

[[documents]]
code = "paires_des_lunetiers"
titre = "Les paires des lunetiers"
dispositifs = ["lunettes"]
exemples = ["Sept paires : 21 €"]
"#;

/// A1 and B2 are of the first convention, C3 of the second, and its figures count from C3.
fn lieu() -> Arc<Lieu> {
    lieu_de(1)
}

/// The same, with C3 under the convention of this rank: the second, or the third.
fn lieu_de(convention: usize) -> Arc<Lieu> {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.to_owned(), contenu: contenu.to_owned() };
    let fichiers = [
        fichier("seconde/convention.toml", SECONDE),
        fichier("seconde/lunettes/regles.toml", LUNETTES),
        fichier("seconde/lunettes/cas/cas.toml", CAS),
        fichier("troisieme/convention.toml", TROISIEME),
    ];
    let regles = Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{defauts:#?}"));
    let mut monde = monde::monde();
    monde.conventions.extend(regles.conventions.into_iter().take(convention));
    monde.beneficiaires[2].convention = convention;
    monde.beneficiaires[2].precision = Some("Optique pour enfants".to_owned());
    let dispositif = &monde.conventions[1].dispositifs[0];
    let seconds = [2023, 2024].map(|exercice| {
        let compile = dispositif.compiler(exercice, &Surcharges::default()).unwrap();
        let entrees = vec![Colonne::de([Ok(7)].to_vec(), 0), Colonne::de([Ok(50)].to_vec(), 0)];
        let jeu = Jeu { lignes: 1, entrees, ..Jeu::default() };
        Calcul::executer(dispositif, compile, jeu).unwrap().unwrap().a_partir_de(2)
    });
    monde.calculs.extend(seconds);
    Lieu::avec(monde)
}

#[test]
fn each_profession_opens_its_own_dispositifs_and_those_of_the_other_do_not_exist() {
    let lieu = lieu();
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let mut c3 = Visiteur::dans(&lieu).entre("C3");
    // 7 pairs × 3 € = 21,00 €: the figures of C3, not those of the first line of another convention.
    c3.lire("/remunerations/lunettes/2024").dit(&["21,00\u{a0}€", "Lunettes d&#39;enfants"]);
    a1.lire("/remunerations/depistage/2023").dit(&["100,00\u{a0}€"]);
    for adresse in [
        "/remunerations/depistage/2023",
        "/remunerations/depistage/2023/detail.pdf",
        "/remunerations/depistage/2023/simulation",
        "/suivi/depistage",
        "/declarations/equipement/2024",
        "/declarations/logiciels/2024/pieces",
        "/api/v1/remunerations/depistage/2023",
        "/api/v1/suivis/depistage",
        "/api/v1/declarations/equipement/2024",
        "/api/v1/declarations/logiciels/2024/pieces",
    ] {
        assert_eq!(c3.lire(adresse).code.as_u16(), 404, "{adresse}");
    }
    for adresse in ["/remunerations/lunettes/2024", "/suivi/lunettes", "/api/v1/suivis/lunettes"] {
        assert_eq!(a1.lire(adresse).code.as_u16(), 404, "{adresse}");
    }
    for adresse in ["/tableau-de-bord", "/suivi", "/remunerations", "/declarations", "/depots", "/documents-utiles"] {
        let (sienne, autre) = (c3.lire(adresse).texte, a1.lire(adresse).texte);
        for mot in ["Dépistage", "depistage", "equipement", "logiciels", "Orthoptistes"] {
            assert!(!sienne.contains(mot), "{adresse}, C3 : « {mot} »");
        }
        assert!(!autre.contains("lunettes") && !autre.contains("Opticien"), "{adresse}, A1");
    }
    c3.lire("/tableau-de-bord").dit(&["Optique pour enfants", "Opticien n°"]);
    c3.lire("/api/v1/dispositifs").dit(&["\"profession\":\"Opticien\"", "\"lunettes\""]);
}

#[test]
fn whoever_is_not_known_reads_the_rules_of_both() {
    let lieu = lieu();
    let mut anonyme = Visiteur::dans(&lieu);
    anonyme.lire("/documents-utiles").dit(&["Lunettes d&#39;enfants", "Dépistage à l&#39;école", "Convention seconde"]);
    assert_eq!(anonyme.lire("/documents-utiles/lunettes").code.as_u16(), 200);
    assert_eq!(anonyme.lire("/documents-utiles/depistage").code.as_u16(), 200);
}

#[test]
fn a_convention_places_its_dispositifs_in_its_menu_and_the_service_adds_what_it_did_not_name() {
    let mut c3 = Visiteur::dans(&lieu()).entre("C3");
    let page = c3.lire("/suivi/lunettes").texte;
    let (_, menu) = page.split_once("aria-label=\"Menu principal\"").unwrap();
    let menu = menu.split("</nav>").next().unwrap();
    let libelles: Vec<&str> = menu
        .match_indices("<li><a ")
        .map(|(debut, _)| {
            menu[debut..].split_once('>').unwrap().1.split_once('>').unwrap().1.split('<').next().unwrap()
        })
        .collect();
    // Nothing is declared here: neither a form nor receipts.
    assert_eq!(
        libelles,
        ["Tableau de bord", "Mes sommes", "Paires", "Suivi des indicateurs", "Documents utiles", "Mon compte"]
    );
    assert!(menu.contains("href=\"/suivi/lunettes\" aria-current=\"page\"") && menu.contains("Déconnexion"), "{menu}");
}

#[test]
fn a_card_shows_the_figure_that_its_rules_choose_with_its_counts_and_its_mark() {
    let mut c3 = Visiteur::dans(&lieu()).entre("C3");
    // 7 / 50 = 14 %, and the counts stand as they are.
    c3.lire("/tableau-de-bord").dit(&[
        "Paires d&#39;enfants",
        "Part des paires dans le tout",
        "14,00\u{a0}%",
        "Soit 7/50",
        "Seuil à ne pas dépasser\u{a0}: 20\u{a0}%",
        "Voir les paires",
    ]);
}

#[test]
fn a_document_gathers_texts_definitions_and_cases_as_a_page_and_as_a_sheet() {
    let lieu = lieu();
    let mut anonyme = Visiteur::dans(&lieu);
    anonyme
        .lire("/documents-utiles")
        .dit(&["href=\"/documents-utiles/comprendre_les_paires\"", "Comprendre les paires"]);
    let dits = [
        "Une paire par enfant.",
        "Comment on compte",
        "Chaque paire compte une fois.",
        "Toutes les paires de l",
        "Sept paires",
        "= 21,00\u{a0}€",
    ];
    anonyme.lire("/documents-utiles/comprendre_les_paires").dit(&dits);
    anonyme.lire("/documents-utiles/comprendre_les_paires/document.pdf").dit(&dits);
    assert_eq!(anonyme.lire("/documents-utiles/rien/document.pdf").code.as_u16(), 404);
}

#[test]
fn a_dispositif_written_in_the_folder_of_another_convention_is_theirs_too() {
    let lieu = lieu_de(2);
    let mut c3 = Visiteur::dans(&lieu).entre("C3");
    c3.lire("/tableau-de-bord").dit(&["Lunetier n°", "Mes lunettes", "Paires d&#39;enfants", "14,00\u{a0}%"]);
    // What explains the amount is cited from the folder in which it is written.
    c3.lire("/remunerations/lunettes/2024").dit(&["21,00\u{a0}€", "Source seconde"]);
    c3.lire("/api/v1/dispositifs").dit(&["\"convention\":\"troisieme\"", "\"lunettes\""]);
    let siens = c3.lire("/documents-utiles");
    siens.dit(&["Les paires des lunetiers"]);
    assert!(!siens.texte.contains("comprendre_les_paires"), "celui de l'autre convention");
    c3.lire("/documents-utiles/paires_des_lunetiers").dit(&["Convention troisième", "= 21,00\u{a0}€"]);
    assert_eq!(c3.lire("/suivi/depistage").code.as_u16(), 404);
}
