//! What is asked, typed and kept.

use super::{FORMULAIRE, REPONSES, cle, date};
use crate::Visiteur;
use crate::lieu::{Lieu, attendre};
use axum::http::StatusCode;
use registre::ATransmettre;
use teleservice::instant_de_paris;

#[test]
fn the_cards_say_what_is_asked_until_when_and_how_far_one_is() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.lire("/declarations");
    page.dit(&[
        "Activités</li>",
        "Convention - Rosp",
        "La saisie sera fermée le 31/01/2025 à 23\u{a0}h\u{a0}59.",
        "0 déclaration transmise sur 2",
        "à déclarer",
        "Équipement du cabinet",
        "La saisie n&#39;est pas ouverte.",
        "Elle ouvrira le 01/12/2025.",
    ]);
    assert_eq!(page.compte(), a1.form().compte());
    a1.lire("/tableau-de-bord")
        .dit(&["La saisie sera fermée le 31/01/2025", "href=\"/declarations\">Déclarer mes indicateurs"]);
    // A dispositif that asks for nothing has no card.
    assert!(!page.texte.contains("/declarations/depistage"));
}

#[test]
fn the_form_is_made_of_the_declared_fields_of_the_rules() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.form();
    page.dit(&[
        "Sur l'année d'exercice 2024",
        "La période de saisie est ouverte jusqu&#39;au 31/01/2025 à 23\u{a0}h\u{a0}59.",
        "Il reste 16 jours.",
        "CPAM d&#39;Essai",
        "mailto:convention@cpam-essai.example?subject=Pi%C3%A8ces",
        "2, place d&#39;Essai, 99002 ESSAIVILLE",
        "données médicales",
        "10\u{a0}Mo",
        "En savoir plus",
        "Nouveauté",
        "<option value=\"Lecteur Bêta\">",
        "À domicile",
        "De 0,00\u{a0}€ à 10\u{a0}000,00\u{a0}€.",
        "attestation sur l&#39;honneur",
    ]);
    // The letter names the structure by its number, and nobody.
    assert!(page.texte.contains("structure%20A1") && !page.texte.contains("Camille%20"));
    assert_eq!(page.montres(), ["lecteur", "nb_lecteurs", "marque", "lieu", "cout", "part", "depuis_le", "boite"]);
}

#[test]
fn prefilled_values_say_where_they_come_from_and_can_be_taken_back() {
    let mut a1 = Visiteur::titulaire("A1");
    a1.form().dit(&[
        "Repris de votre déclaration 2023.",
        "Repris de votre situation enregistrée.",
        "Repris de ce que nous avons mesuré.",
        "Repris du registre des structures.",
        "value=\"1200,5\"",
        "value=\"25\"",
        "value=\"15/06/2021\"",
        "Pré-rempli",
    ]);
    assert_eq!(a1.enregistre(&[("nb_lecteurs", "4"), ("marque", "x")]).code, StatusCode::SEE_OTHER);
    a1.form().dit(&[
        "Pré-rempli, modifié",
        "Valeur pré-remplie\u{a0}: <strong>2</strong>",
        "Reprendre la valeur pré-remplie",
    ]);
    assert_eq!(a1.enregistre(&[("@reprendre", "nb_lecteurs")]).code, StatusCode::SEE_OTHER);
    let page = a1.form();
    assert!(!page.texte.contains("Pré-rempli, modifié"));
    assert!(page.champs().contains(&("champ.nb_lecteurs".to_owned(), "2".to_owned())));
}

#[test]
fn what_was_transmitted_last_year_prefills_this_year() {
    let lieu = Lieu::new();
    let registre = lieu.registre.clone();
    attendre(async move {
        let reponses = [("lecteur".to_owned(), "oui".to_owned()), ("nb_lecteurs".to_owned(), "5".to_owned())].into();
        let envoi = ATransmettre { version_lue: 0, regles: "", reponses: &reponses, auteur: "p-a1" };
        let instant = instant_de_paris(date(2024, 2, 1), 10, 0, 0);
        registre.transmettre(&cle("2023"), &envoi, instant).await.unwrap();
    });
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let page = a1.form();
    page.dit(&["Repris de votre déclaration 2023, transmise le 01/02/2024."]);
    assert!(page.champs().contains(&("champ.nb_lecteurs".to_owned(), "5".to_owned())));
}

#[test]
fn a_field_whose_condition_does_not_hold_is_hidden_and_not_required() {
    let mut a1 = Visiteur::titulaire("A1");
    a1.enregistre(&[("lecteur", "non"), ("boite", "non")]);
    let page = a1.form();
    assert_eq!(page.montres(), ["lecteur", "lieu", "cout", "part", "depuis_le", "boite"]);
    assert_eq!(page.compte(), (6, 6));
    // A formula is a condition too: above five lecteurs, the warranty is asked.
    a1.enregistre(&[("lecteur", "oui"), ("nb_lecteurs", "6"), ("marque", "x")]);
    let page = a1.form();
    assert!(page.montres().contains(&"garantie".to_owned()));
    assert_eq!(page.compte(), (6, 7));
    a1.enregistre(&[("lecteur", "non")]);
    let recu = a1.transmet(&[]);
    assert!(!recu.texte.contains("Marque") && !recu.texte.contains("garantis"), "{}", recu.texte);
}

#[test]
fn declared_indicators_never_exceed_those_that_are_shown() {
    let mut a1 = Visiteur::titulaire("A1");
    for reponses in [
        vec![],
        vec![("lecteur", "non")],
        vec![("boite", "oui")],
        vec![("lecteur", "oui"), ("nb_lecteurs", ""), ("marque", "")],
        vec![("nb_lecteurs", "12")],
        vec![("nb_lecteurs", "beaucoup"), ("marque", "x")],
        vec![("cout", ""), ("part", "120"), ("depuis_le", "hier")],
        vec![("nb_lecteurs", "6"), ("garantie", "non"), ("cout", "1"), ("part", "1"), ("depuis_le", "01/01/2020")],
    ] {
        a1.enregistre(&reponses);
        let page = a1.form();
        let (n, m) = page.compte();
        assert!(n <= m, "{n}/{m}");
        assert_eq!(m, page.indicateurs(), "{reponses:?}");
        assert_eq!(a1.lire("/declarations").compte(), (n, m));
    }
}

#[test]
fn what_is_wrong_is_kept_as_typed_and_explained_beside_its_field() {
    let mut a1 = Visiteur::titulaire("A1");
    for (champ, tape, phrase) in [
        ("nb_lecteurs", "beaucoup", "Indiquez un nombre entier, par exemple «\u{a0}12\u{a0}»."),
        ("nb_lecteurs", "13", "Indiquez un nombre de 0 à 12."),
        ("nb_lecteurs", "1,5", "Indiquez un nombre entier"),
        ("cout", "cher", "Indiquez un montant en euros"),
        ("cout", "10000,01", "Indiquez un montant de 0,00\u{a0}€ à 10\u{a0}000,00\u{a0}€."),
        ("part", "101", "Indiquez un taux de 0\u{a0}% à 100\u{a0}%."),
        ("depuis_le", "30/02/2024", "Indiquez une date, par exemple «\u{a0}31/12/2024\u{a0}»."),
        ("depuis_le", "01/01/1999", "Indiquez une date de 01/01/2000 à 31/12/2025."),
    ] {
        let reponse = a1.enregistre(&[(champ, tape)]);
        assert_eq!(reponse.entete("location"), format!("{FORMULAIRE}#erreurs"), "{champ} {tape}");
        let page = a1.form();
        page.dit(&[
            phrase,
            "Des réponses sont à corriger",
            "aria-invalid=\"true\"",
            &format!("href=\"#champ-{champ}\""),
        ]);
        assert!(
            page.texte.contains(&format!("erreur-{champ}\"")) && page.texte.contains("Votre saisie est conservée.")
        );
        assert!(page.champs().contains(&(format!("champ.{champ}"), tape.to_owned())));
        assert_eq!(a1.resume(&[("attestation", "oui")]).code, StatusCode::UNPROCESSABLE_ENTITY);
        a1.enregistre(&[(champ, "")]);
    }
}

#[test]
fn an_answer_may_be_typed_as_people_write() {
    let mut a1 = Visiteur::titulaire("A1");
    let recu = a1.transmet(
        &REPONSES
            .into_iter()
            .chain([("cout", "1 200.50 €"), ("part", "12,5 %"), ("depuis_le", "2020-02-29")])
            .collect::<Vec<_>>(),
    );
    recu.dit(&["1\u{a0}200,50\u{a0}€", "12,5\u{a0}%", "29/02/2020", "Au cabinet", "Alpha n° 2"]);
}

#[test]
fn two_people_lose_nothing_of_each_others_work() {
    let lieu = Lieu::new();
    let (mut a1, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("d-preparer"));
    let ma_page = a1.form();
    autre.enregistre(&[("nb_lecteurs", "7"), ("boite", "non")]);
    // Mine was opened before: what I did not touch leaves theirs alone, what we both wrote is shown to me.
    let corps = ma_page.corps(&[("nb_lecteurs", "3"), ("marque", "Alpha")]);
    let page = a1.envoyer(&format!("{FORMULAIRE}/enregistrer"), &corps);
    assert_eq!(page.code, StatusCode::CONFLICT);
    page.dit(&[
        "Yaël Essai a répondu «\u{a0}<strong>7</strong>\u{a0}»",
        "15/01/2025 à 12\u{a0}h\u{a0}00",
        "Garder la mienne",
        "Prendre l'autre",
    ]);
    let champs = page.champs();
    assert!(champs.contains(&("champ.nb_lecteurs".to_owned(), "3".to_owned())));
    assert!(champs.contains(&("champ.boite".to_owned(), "non".to_owned())));
    assert!(champs.contains(&("champ.marque".to_owned(), "Alpha".to_owned())));
    // Theirs, then mine.
    let prendre = page.corps(&[("@prendre", "nb_lecteurs")]);
    assert_eq!(a1.envoyer(&format!("{FORMULAIRE}/enregistrer"), &prendre).code, StatusCode::SEE_OTHER);
    assert!(a1.form().champs().contains(&("champ.nb_lecteurs".to_owned(), "7".to_owned())));
    let garder = page.corps(&[("@garder", "nb_lecteurs")]);
    assert_eq!(a1.envoyer(&format!("{FORMULAIRE}/enregistrer"), &garder).code, StatusCode::SEE_OTHER);
    assert!(a1.form().champs().contains(&("champ.nb_lecteurs".to_owned(), "3".to_owned())));
}

#[test]
fn the_script_keeps_one_field_and_learns_of_a_conflict() {
    let lieu = Lieu::new();
    let (mut onglet, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("A1"));
    let garde = onglet.champ("nb_lecteurs", "3", 0);
    assert_eq!(garde.code, StatusCode::OK);
    assert_eq!(garde.entete("content-type"), "application/json");
    assert_eq!(garde.texte, "{\"etat\":\"garde\",\"version\":\"1\",\"heure\":\"12\u{a0}h\u{a0}00\",\"erreur\":\"\"}");
    let conflit = autre.champ("nb_lecteurs", "4", 0);
    assert_eq!(conflit.code, StatusCode::CONFLICT);
    conflit.dit(&[
        "\"etat\":\"conflit\"",
        "\"valeur\":\"3\"",
        "\"auteur\":\"Camille Essai\"",
        "\"version\":\"1\"",
        "15/01/2025 à 12\u{a0}h\u{a0}00",
    ]);
    assert_eq!(autre.champ("nb_lecteurs", "4", 1).code, StatusCode::OK);
    // Wrong is kept too, and said.
    onglet.champ("nb_lecteurs", "\"beaucoup\"", 2).dit(&["\"etat\":\"garde\"", "Indiquez un nombre entier"]);
    assert!(onglet.form().texte.contains("&#34;beaucoup&#34;"));
    assert_eq!(onglet.champ("nb_seances", "3", 0).code, StatusCode::NOT_FOUND);
}

#[test]
fn the_estimate_is_computed_on_the_answers_as_they_are_typed() {
    let mut a1 = Visiteur::titulaire("A1");
    // 2 × 100 € + 1 200,50 € × 25 % = 300,13 € (300,125) + 300 séances: nothing transmitted yet, the draft counts.
    a1.form().dit(&["data-total>800,13\u{a0}€", "+\u{a0}50,00\u{a0}€ si oui", "Séances", "300,00\u{a0}€", "Socle"]);
    let corps = a1.form().corps(&[("nb_lecteurs", "3"), ("boite", "oui")]);
    let page = a1.envoyer(&format!("{FORMULAIRE}/estimer"), &corps);
    // One lecteur more, and the boîte: 950,13 €.
    page.dit(&["data-total>950,13\u{a0}€", "ne sont pas encore enregistrées", "Déclarer mes indicateurs"]);
    assert!(page.champs().contains(&("champ.nb_lecteurs".to_owned(), "3".to_owned())));
    let fragment = a1.envoyer(&format!("{FORMULAIRE}/estimer"), &format!("{corps}&fragment=1"));
    fragment.dit(&["data-total>950,13\u{a0}€", "data-visibles=\"lecteur nb_lecteurs marque", "data-etiquettes=\"6\""]);
    assert!(!fragment.texte.contains("<html"));
    // What cannot be read counts for nothing, and the estimate says so.
    let fausse = a1.form().corps(&[("nb_lecteurs", "-3")]);
    a1.envoyer(&format!("{FORMULAIRE}/estimer"), &fausse)
        .dit(&["data-total>600,13\u{a0}€", "sans celles qui sont à corriger"]);
    assert!(!page.texte.contains("sans celles qui sont"));
    // Estimating keeps nothing.
    assert!(a1.form().champs().contains(&("champ.nb_lecteurs".to_owned(), "2".to_owned())));
    // Without the socle nothing is due, and what each answer is worth is still said.
    let sans = a1.form().corps(&[("lecteur", "non"), ("boite", "oui")]);
    a1.envoyer(&format!("{FORMULAIRE}/estimer"), &sans).dit(&[
        "data-total>0,00\u{a0}€",
        "Socle non atteint",
        "Vaut\u{a0}: 50,00\u{a0}€, une fois les conditions remplies",
        // What the socle is worth is all that comes with it: 600,13 € of the rest, 50 € of the boîte and its lecteurs.
        "ces sommes ne s'additionnent pas",
    ]);
}

#[test]
fn an_address_that_is_not_one_is_not_found() {
    let mut a1 = Visiteur::titulaire("A1");
    for adresse in [
        "/declarations/rien/2024",
        "/declarations/equipement/1999",
        "/declarations/equipement/02024",
        "/declarations/equipement/x",
        "/declarations/depistage/2024",
        "/depots/equipement/2024/0",
        "/depots/equipement/2024/01",
        "/depots/equipement/2024/x",
    ] {
        assert_eq!(a1.lire(adresse).code, StatusCode::NOT_FOUND, "{adresse}");
    }
}

#[test]
fn what_one_types_is_written_as_text() {
    let mut a1 = Visiteur::titulaire("A1");
    a1.enregistre(&[("marque", "<b>\"x\"</b>")]);
    let page = a1.form();
    assert!(!page.texte.contains("<b>") && page.texte.contains("&#60;b&#62;"));
}

#[test]
fn a_number_may_have_decimals_where_the_rules_say_how_many() {
    let mut monde = crate::monde::monde();
    for entree in monde.conventions[0].dispositifs.iter_mut().flat_map(|d| &mut d.entrees) {
        if entree.code == "nb_lecteurs" {
            // Tenths are held: from 0 to 12.
            (entree.echelle, entree.max) = (10, 120);
        }
    }
    let mut a1 = Visiteur::dans(&Lieu::avec(monde)).entre("A1");
    a1.form().dit(&["De 0 à 12."]);
    a1.enregistre(&[("nb_lecteurs", "2,55")]);
    a1.form().dit(&["Indiquez un nombre, avec une décimale au plus"]);
    a1.enregistre(&[("nb_lecteurs", "2,5")]);
    let page = a1.form();
    page.dit(&["value=\"2,5\""]);
    assert!(!page.texte.contains("une décimale au plus"));
    a1.resume(&[("nb_lecteurs", "2,5"), ("attestation", "oui")]).dit(&["2,5"]);
}
