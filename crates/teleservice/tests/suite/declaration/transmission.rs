//! What is sent, by whom, and until when.

use super::{FORMULAIRE, REPONSES, date, pour, transmissions};
use crate::Visiteur;
use crate::acces::titulaire_de_deux;
use crate::lieu::Lieu;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use registre::Instant;
use std::time::Duration;
use teleservice::{fin_du_jour, instant_de_paris};

#[test]
fn all_prefilled_and_untouched_is_not_transmitted() {
    // Without the question that is new this year, and the free text, everything would be prefilled.
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.form();
    assert!(page.grise());
    let mut monde = crate::monde::monde();
    for dispositif in &mut monde.conventions[0].dispositifs {
        dispositif.entrees.retain(|e| e.code != "boite" && e.code != "marque");
    }
    let mut a1 = Visiteur::dans(&Lieu::avec(monde)).entre("A1");
    let page = a1.form();
    assert!(page.grise());
    let raison = "Tous les indicateurs sont pré-remplis et rien n&#39;a été modifié\u{a0}: il n&#39;est pas nécessaire de transmettre.";
    page.dit(&[raison]);
    a1.lire("/declarations").dit(&["Pré-remplie, rien à transmettre"]);
    let refus = a1.resume(&[("attestation", "oui")]);
    assert_eq!(refus.code, StatusCode::UNPROCESSABLE_ENTITY);
    refus.dit(&["Votre déclaration n&#39;est pas transmise", raison]);
    // One change, and it may go.
    a1.transmet(&[("nb_lecteurs", "3")]).dit(&["Votre déclaration est reçue"]);
}

#[test]
fn the_statement_must_be_sworn_again_at_each_transmission() {
    let mut a1 = Visiteur::titulaire("A1");
    a1.enregistre(&REPONSES);
    let page = a1.form();
    assert!(page.grise());
    page.dit(&["Cochez l&#39;attestation sur l&#39;honneur.", "data-attestation-seule"]);
    let refus = a1.resume(&[]);
    assert_eq!(refus.code, StatusCode::UNPROCESSABLE_ENTITY);
    refus.dit(&["href=\"#attestation\"", "Pour transmettre votre déclaration vous devez cocher"]);
    let resume = a1.resume(&[("attestation", "oui")]);
    let sans = format!("jeton={}&version_lue=4", resume.jeton());
    assert_eq!(a1.envoyer(&format!("{FORMULAIRE}/transmettre"), &sans).code, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(transmissions(&a1.lieu), 0);
    a1.confirme(&resume);
    assert_eq!(transmissions(&a1.lieu), 1);
}

#[test]
fn a_missing_answer_is_named_with_the_way_to_it() {
    let mut a1 = Visiteur::titulaire("A1");
    let refus = a1.resume(&[("nb_lecteurs", "3"), ("attestation", "oui")]);
    assert_eq!(refus.code, StatusCode::UNPROCESSABLE_ENTITY);
    refus.dit(&[
        "Indicateur 1, Marque\u{a0}: réponse attendue.",
        "href=\"#champ-marque\"",
        "Indicateur 6, Boîte aux lettres\u{a0}: réponse attendue.",
    ]);
    // What was typed before the refusal is kept, and the statement stays ticked.
    assert!(refus.champs().contains(&("champ.nb_lecteurs".to_owned(), "3".to_owned())));
    assert!(refus.champs().contains(&("attestation".to_owned(), "oui".to_owned())));
}

#[test]
fn from_the_form_to_the_receipt_then_again() {
    let mut a1 = Visiteur::titulaire("A1");
    let resume = a1.resume(&REPONSES.into_iter().chain([("attestation", "oui")]).collect::<Vec<_>>());
    resume.dit(&[
        "Récapitulatif avant transmission",
        "Modifier",
        "#champ-nb_lecteurs",
        "Alpha n° 2",
        "Rien n'est encore transmis",
        "Repris de votre déclaration 2023",
    ]);
    let recu = a1.confirme(&resume);
    assert_eq!(recu.entete("location"), "/depots/equipement/2024/1");
    let page = a1.lire("/depots/equipement/2024/1");
    page.dit(&[
        "Votre déclaration est reçue",
        "15/01/2025 à 12\u{a0}h\u{a0}00",
        "Camille Essai",
        "Alpha n° 2",
        &"e".repeat(64),
        "Attestation sur l'honneur",
        "Possible jusqu&#39;au 31/01/2025".replace("&#39;", "'").as_str(),
    ]);
    a1.lire("/declarations").dit(&["1 déclaration transmise sur 2", "Transmise", "reçu n°\u{a0}1"]);
    let form = a1.form();
    assert!(form.grise());
    form.dit(&[
        "Votre déclaration a été transmise le 15/01/2025 à 12\u{a0}h\u{a0}00\u{a0}: rien n&#39;a changé depuis.",
    ]);
    // A draft changed since then is said, and never looks sent.
    a1.passer(Duration::from_secs(60));
    a1.enregistre(&[("nb_lecteurs", "4")]);
    a1.lire("/declarations").dit(&[
        "Modifiée, à transmettre",
        "Brouillon enregistré le 15/01/2025 à 12\u{a0}h\u{a0}01",
        "modifiée depuis sa transmission",
    ]);
    a1.transmet(&[]).dit(&["n°\u{a0}2", "<strong>4</strong>"]);
    a1.lire("/depots/equipement/2024/1").dit(&["Cette transmission a été remplacée"]);
    let depots = a1.lire("/depots");
    depots.dit(&["transmission n°\u{a0}1", "transmission n°\u{a0}2", "Remplacée", "Compte"]);
    assert_eq!(transmissions(&a1.lieu), 2);
}

#[test]
fn the_same_button_pressed_twice_gives_one_receipt() {
    let mut a1 = Visiteur::titulaire("A1");
    let resume = a1.resume(&REPONSES.into_iter().chain([("attestation", "oui")]).collect::<Vec<_>>());
    let premier = a1.confirme(&resume);
    let second = a1.confirme(&resume);
    assert_eq!(premier.entete("location"), second.entete("location"));
    assert_eq!(transmissions(&a1.lieu), 1);
}

#[test]
fn a_summary_that_is_no_longer_true_is_shown_again() {
    let lieu = Lieu::new();
    let (mut a1, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("d-transmettre"));
    let resume = a1.resume(&REPONSES.into_iter().chain([("attestation", "oui")]).collect::<Vec<_>>());
    autre.enregistre(&[("nb_lecteurs", "1")]);
    let refus = a1.confirme(&resume);
    assert_eq!(refus.code, StatusCode::CONFLICT);
    refus.dit(&["Une réponse a changé depuis votre récapitulatif", "<strong>1</strong>"]);
    assert_eq!(transmissions(&lieu), 0);
    assert_eq!(a1.confirme(&refus).code, StatusCode::SEE_OTHER);
}

#[test]
fn the_window_closes_at_the_second_and_nothing_typed_is_lost() {
    let lieu = Lieu::new();
    let fin = fin_du_jour(date(2025, 1, 31));
    lieu.aller(Instant(fin.0 - 60_000));
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    a1.transmet(&REPONSES);
    let page = a1.form();
    let resume = a1.resume(&[("nb_lecteurs", "4"), ("attestation", "oui")]);
    assert_eq!(resume.code, StatusCode::OK);
    // The last second is still open.
    lieu.aller(Instant(fin.0 - 1));
    assert_eq!(a1.enregistre(&[("marque", "Bêta")]).code, StatusCode::SEE_OTHER);
    lieu.aller(fin);
    let phrase = "La période est close depuis";
    assert!(!a1.form().texte.contains("id=\"transmettre\""));
    // Between the two windows the prolongation is to come; after it everything is closed.
    lieu.aller(fin_du_jour(date(2025, 2, 20)));
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let corps = page.corps(&[("nb_lecteurs", "9")]).replace(&pour(&page.jeton()), &pour(&a1.form_jeton()));
    for acte in ["enregistrer", "resume", "transmettre"] {
        let refus = a1.envoyer(&format!("{FORMULAIRE}/{acte}"), &format!("{corps}&version_lue=5&attestation=oui"));
        assert_eq!(refus.code, StatusCode::CONFLICT, "{acte}");
        refus.dit(&[
            phrase,
            "20/02/2025 à 23\u{a0}h\u{a0}59",
            "votre dernière transmission du 31/01/2025 à 23\u{a0}h\u{a0}59 compte.",
        ]);
        if acte != "transmettre" {
            refus.dit(&["value=\"9\"", "ne sont pas enregistrées"]);
        }
    }
    let jeton = a1.form_jeton();
    let clos = a1.envoyer(&format!("{FORMULAIRE}/champ"), &format!("jeton={jeton}&champ=marque&valeur=x&version=0"));
    assert_eq!(clos.code, StatusCode::CONFLICT);
    clos.dit(&["\"etat\":\"clos\"", phrase]);
    assert_eq!(transmissions(&lieu), 1);
    a1.lire("/declarations").dit(&["Toutes les saisies sont fermées", "Elle a été fermée le 20/02/2025"]);
}

#[test]
fn a_prolongation_opens_again_and_is_said() {
    let lieu = Lieu::new();
    lieu.aller(instant_de_paris(date(2025, 2, 10), 0, 0, 0));
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    a1.lire("/declarations").dit(&[
        "La saisie sera fermée le 20/02/2025",
        "Période prolongée",
        "Fin initiale le 31/01/2025.",
    ]);
    a1.form().dit(&["Période prolongée\u{a0}: elle devait finir le 31/01/2025."]);
    a1.transmet(&REPONSES).dit(&["10/02/2025 à 0\u{a0}h\u{a0}00"]);
}

#[test]
fn a_delegate_does_what_the_delegation_reaches() {
    let lieu = Lieu::new();
    let mut voir = Visiteur::dans(&lieu).entre("d-voir");
    let page = voir.form();
    page.dit(&["Votre délégation permet seulement de voir", "disabled"]);
    assert!(!page.texte.contains("id=\"transmettre\"") && !page.texte.contains("/enregistrer\">Enregistrer"));
    let jeton = page.jeton();
    for acte in ["enregistrer", "resume", "transmettre"] {
        assert_eq!(
            voir.envoyer(&format!("{FORMULAIRE}/{acte}"), &format!("jeton={jeton}&champ.boite=oui")).code,
            StatusCode::FORBIDDEN
        );
    }
    assert_eq!(voir.champ("boite", "oui", 0).code, StatusCode::FORBIDDEN);

    let mut prepare = Visiteur::dans(&lieu).entre("d-preparer");
    assert_eq!(prepare.enregistre(&REPONSES).code, StatusCode::SEE_OTHER);
    let page = prepare.form();
    assert!(page.grise());
    page.dit(&["pas de la transmettre\u{a0}: le titulaire le fera."]);
    let refus = prepare.resume(&[("attestation", "oui")]);
    assert_eq!(refus.code, StatusCode::FORBIDDEN);
    refus.dit(&["pas de la transmettre"]);
    let jeton = refus.jeton();
    let corps = format!("jeton={jeton}&version_lue=4&attestation=oui");
    assert_eq!(prepare.envoyer(&format!("{FORMULAIRE}/transmettre"), &corps).code, StatusCode::FORBIDDEN);
    assert_eq!(transmissions(&lieu), 0);

    let mut transmet = Visiteur::dans(&lieu).entre("d-transmettre");
    transmet.transmet(&[]).dit(&["Inès Essai"]);
    voir.lire("/depots/equipement/2024/1").dit(&["Inès Essai"]);
}

#[test]
fn what_is_somebody_elses_does_not_exist() {
    let lieu = Lieu::new();
    Visiteur::dans(&lieu).entre("A1").transmet(&REPONSES);
    let mut b2 = Visiteur::dans(&lieu).entre("B2");
    assert_eq!(b2.lire("/depots/equipement/2024/1").code, StatusCode::NOT_FOUND);
    assert!(b2.lire("/depots").texte.contains("Vous n'avez encore rien transmis"));
    let form = b2.form();
    assert!(!form.texte.contains("Alpha n° 2") && form.compte().0 == 0, "{}", form.texte);
}

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let mut a1 = Visiteur::titulaire("A1");
    let corps = a1.form().corps(&REPONSES);
    let jeton = a1.form().jeton();
    for acte in ["champ", "enregistrer", "estimer", "resume", "transmettre"] {
        let faux = corps.replace(&pour(&jeton), &"0".repeat(64));
        assert_eq!(a1.envoyer(&format!("{FORMULAIRE}/{acte}"), &faux).code, StatusCode::FORBIDDEN, "{acte}");
    }
    assert_eq!(a1.form().compte().0, 4);
    assert!(!a1.form().texte.contains("Alpha n° 2"));
}

#[test]
fn an_exercice_to_come_shows_its_questions_and_takes_no_answer() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.lire("/declarations/equipement/2025");
    page.dit(&["La période de saisie ouvrira le 01/12/2025.", "Avez-vous un lecteur de cartes"]);
    let corps = format!("jeton={}&champ.boite=oui", page.jeton());
    assert_eq!(a1.envoyer("/declarations/equipement/2025/enregistrer", &corps).code, StatusCode::CONFLICT);
}

/// Chooses a structure, as another tab would.
fn choisir(visiteur: &mut Visiteur, structure: &str) {
    let jeton = visiteur.lire("/structures").jeton();
    visiteur.envoyer("/structures", &format!("jeton={jeton}&structure={structure}"));
}

/// What the script of a form sends.
fn en_fond(adresse: &str, corps: String) -> Request<Body> {
    Request::post(adresse)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-mode", "cors")
        .body(Body::from(corps))
        .unwrap()
}

#[test]
fn a_form_acts_on_the_structure_that_its_page_showed_whatever_another_tab_chose() {
    let lieu = Lieu::new();
    let mut deux = titulaire_de_deux(&lieu, Some("A1"));
    let onglet = deux.form();
    choisir(&mut deux, "B2");
    let vide = deux.form();
    // What the script keeps goes to A1, and the other tab still shows B2, where nothing was typed.
    let corps = format!("jeton={}&champ=marque&valeur={}&version=0", onglet.jeton(), pour("Marque d'A1"));
    assert_eq!(deux.repondre(en_fond(&format!("{FORMULAIRE}/champ"), corps)).code, StatusCode::OK);
    assert_eq!(deux.form().champs(), vide.champs());
    // A form sent whole too, and the pages that follow are those of A1.
    let onglet = {
        choisir(&mut deux, "A1");
        let onglet = deux.form();
        assert!(onglet.champs().contains(&("champ.marque".to_owned(), "Marque d'A1".to_owned())));
        choisir(&mut deux, "B2");
        onglet
    };
    let reponses: Vec<_> = REPONSES.into_iter().chain([("attestation", "oui")]).collect();
    let resume = deux.resumer(FORMULAIRE, &onglet.corps(&reponses));
    resume.dit(&["Récapitulatif avant transmission", "Alpha n° 2"]);
    choisir(&mut deux, "B2");
    let recu = deux.confirme(&resume);
    deux.lire(recu.entete("location")).dit(&["Votre déclaration est reçue", "Alpha n° 2"]);
    assert_eq!(transmissions(&lieu), 1, "of A1");
    choisir(&mut deux, "B2");
    assert_eq!(deux.lire("/depots/equipement/2024/1").code, StatusCode::NOT_FOUND);
    assert_eq!(deux.form().champs(), vide.champs());
    // A token of this session for a structure of somebody else opens nothing.
    let etranger = onglet.jeton().replace(".A1", ".C3");
    assert_eq!(
        deux.envoyer(&format!("{FORMULAIRE}/enregistrer"), &format!("jeton={etranger}")).code,
        StatusCode::FORBIDDEN
    );
}

#[test]
fn one_may_come_back_to_the_summary_as_long_as_its_answers_hold() {
    let mut a1 = Visiteur::titulaire("A1");
    let reponses: Vec<_> = REPONSES.into_iter().chain([("attestation", "oui")]).collect();
    let corps = a1.form().corps(&reponses);
    let adresse = a1.envoyer(&format!("{FORMULAIRE}/resume"), &corps).entete("location").to_owned();
    for _ in 0..2 {
        a1.lire(&adresse).dit(&["Récapitulatif avant transmission", "Vous avez attesté sur l'honneur"]);
    }
    // Neither without having sworn, nor for answers that changed since.
    assert_eq!(a1.lire(&format!("{FORMULAIRE}/resume?attestation=oui")).entete("location"), FORMULAIRE);
    a1.enregistre(&[("nb_lecteurs", "5")]);
    assert_eq!(a1.lire(&adresse).entete("location"), FORMULAIRE);
}
