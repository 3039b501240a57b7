//! Declaring: what a titulaire, a delegate and two people at once do with a form that no code knows.

use crate::lieu::{Lieu, MIDI, attendre};
use crate::{Reponse, Visiteur};
use axum::http::StatusCode;
use convention::IdBeneficiaire;
use registre::{ATransmettre, CleDeDeclaration, Instant};
use std::sync::Arc;
use std::time::Duration;
use teleservice::{fin_du_jour, instant_de_paris};

const FORMULAIRE: &str = "/declarations/equipement/2024";

/// A page read as its visible questions.
impl Reponse {
    /// The codes of the fields that are shown: not hidden, nor inside one that is.
    fn montres(&self) -> Vec<String> {
        let mut montres = Vec::new();
        for (rang, _) in self.texte.match_indices("data-champ=\"") {
            let suite = &self.texte[rang + 12..];
            let (code, reste) = suite.split_once('"').unwrap();
            let balise = reste.split('>').next().unwrap();
            if !balise.ends_with(" hidden") {
                montres.push(code.to_owned());
            }
        }
        montres
    }

    /// « Indicateurs déjà déclarés : n/m ».
    fn compte(&self) -> (usize, usize) {
        let (_, suite) = self.texte.split_once("Indicateurs déjà déclarés\u{a0}: <strong>").unwrap();
        let (n, m) = suite.split('<').next().unwrap().split_once('/').unwrap();
        (n.parse().unwrap(), m.parse().unwrap())
    }

    /// How many numbered indicators are shown.
    fn indicateurs(&self) -> usize {
        let montre = |suite: &&str| !suite.split('>').next().unwrap().ends_with(" hidden");
        self.texte.split("<section class=\"carte demande\"").skip(1).filter(montre).count()
    }

    fn grise(&self) -> bool {
        let (_, bouton) = self.texte.split_once("id=\"transmettre\"").unwrap();
        bouton.split('>').next().unwrap().contains("aria-disabled=\"true\"")
    }

    /// What the form would send back, as a browser without a script does.
    fn champs(&self) -> Vec<(String, String)> {
        let mut champs: Vec<(String, String)> = Vec::new();
        let (_, formulaire) = self.texte.split_once("<form id=\"declaration\"").unwrap();
        let formulaire = formulaire.split("</form>").next().unwrap();
        for balise in formulaire.split("<input").skip(1).map(|b| b.split('>').next().unwrap()) {
            let attribut = |nom: &str| {
                let (_, suite) = balise.split_once(&format!(" {nom}=\""))?;
                Some(suite.split('"').next().unwrap().replace("&#39;", "'").replace("&#34;", "\""))
            };
            let choix = balise.contains("type=\"radio\"") || balise.contains("type=\"checkbox\"");
            if balise.contains(" disabled") || (choix && !balise.contains(" checked")) {
                continue;
            }
            if let Some(nom) = attribut("name") {
                champs.push((nom, attribut("value").unwrap_or_default()));
            }
        }
        champs
    }

    /// The whole form, some answers being changed.
    fn corps(&self, reponses: &[(&str, &str)]) -> String {
        let mut champs = self.champs();
        for (nom, valeur) in reponses {
            let nom = if nom.contains("attestation") || nom.contains('@') {
                nom.trim_start_matches('@').to_owned()
            } else {
                format!("champ.{nom}")
            };
            champs.retain(|(connu, _)| *connu != nom);
            champs.push((nom, (*valeur).to_owned()));
        }
        let champs: Vec<String> =
            champs.iter().map(|(nom, valeur)| format!("{}={}", pour(nom), pour(valeur))).collect();
        champs.join("&")
    }
}

fn pour(texte: &str) -> String {
    texte
        .bytes()
        .map(|o| if o.is_ascii_alphanumeric() { char::from(o).to_string() } else { format!("%{o:02X}") })
        .collect()
}

const REPONSES: [(&str, &str); 4] =
    [("lecteur", "oui"), ("nb_lecteurs", "3"), ("marque", "Alpha n° 2"), ("boite", "oui")];

impl Visiteur {
    fn form(&mut self) -> Reponse {
        self.lire(FORMULAIRE)
    }

    /// Saves the whole form, as without a script.
    fn enregistre(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let corps = self.form().corps(reponses);
        self.envoyer(&format!("{FORMULAIRE}/enregistrer"), &corps)
    }

    fn resume(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let corps = self.form().corps(reponses);
        self.envoyer(&format!("{FORMULAIRE}/resume"), &corps)
    }

    /// Confirms a summary.
    fn confirme(&mut self, resume: &Reponse) -> Reponse {
        let (_, version) = resume.texte.split_once("name=\"version_lue\" value=\"").unwrap();
        let version = version.split('"').next().unwrap();
        let corps = format!("jeton={}&version_lue={version}&attestation=oui", resume.jeton());
        self.envoyer(&format!("{FORMULAIRE}/transmettre"), &corps)
    }

    /// From the form to the receipt.
    fn transmet(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let reponses: Vec<_> = reponses.iter().copied().chain([("attestation", "oui")]).collect();
        let resume = self.resume(&reponses);
        assert_eq!(resume.code, StatusCode::OK, "{}", resume.texte);
        let recu = self.confirme(&resume);
        assert_eq!(recu.code, StatusCode::SEE_OTHER, "{}", recu.texte);
        let adresse = recu.entete("location").to_owned();
        self.lire(&adresse)
    }

    /// One field, as the script sends it.
    fn champ(&mut self, champ: &str, valeur: &str, version: i64) -> Reponse {
        let jeton = self.form().jeton();
        let corps = format!("jeton={jeton}&champ={champ}&valeur={}&version={version}", pour(valeur));
        self.envoyer(&format!("{FORMULAIRE}/champ"), &corps)
    }
}

fn transmissions(lieu: &Arc<Lieu>) -> usize {
    let registre = lieu.registre.clone();
    attendre(async move { registre.transmissions(&cle("2024")).await.unwrap().len() })
}

fn cle(exercice: &str) -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        dispositif: "equipement".to_owned(),
        exercice: exercice.to_owned(),
    }
}

fn date(annee: i32, mois: u32, jour: u32) -> formule::Date {
    formule::Date::du_calendrier(annee, mois, jour)
}

#[test]
fn the_cards_say_what_is_asked_until_when_and_how_far_one_is() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.lire("/declarations");
    page.dit(&[
        "Activités</li>",
        "Convention - Rosp",
        "La saisie sera fermée le 31/01/2025 à 23\u{a0}h\u{a0}59.",
        "0 déclaration transmise sur 1",
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
fn all_prefilled_and_untouched_is_not_transmitted() {
    // Without the question that is new this year, and the free text, everything would be prefilled.
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.form();
    assert!(page.grise());
    let mut monde = crate::monde::monde();
    for dispositif in &mut monde.convention.dispositifs {
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
    a1.lire("/declarations").dit(&["1 déclaration transmise sur 1", "Transmise", "reçu n°\u{a0}1"]);
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
    // Estimating keeps nothing.
    assert!(a1.form().champs().contains(&("champ.nb_lecteurs".to_owned(), "2".to_owned())));
    // Without the socle nothing is due, and what each answer is worth is still said.
    let sans = a1.form().corps(&[("lecteur", "non"), ("boite", "oui")]);
    a1.envoyer(&format!("{FORMULAIRE}/estimer"), &sans).dit(&[
        "data-total>0,00\u{a0}€",
        "Socle non atteint",
        "Vaut\u{a0}: 50,00\u{a0}€",
    ]);
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
    let corps = page.corps(&[("nb_lecteurs", "9")]).replace(&page.jeton(), &a1.form_jeton());
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

impl Visiteur {
    /// The token of a page that has no form of its own but the way out.
    fn form_jeton(&mut self) -> String {
        self.lire("/tableau-de-bord").jeton()
    }
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
fn a_form_from_elsewhere_changes_nothing() {
    let mut a1 = Visiteur::titulaire("A1");
    let corps = a1.form().corps(&REPONSES);
    let jeton = a1.form().jeton();
    for acte in ["champ", "enregistrer", "estimer", "resume", "transmettre"] {
        let faux = corps.replace(&jeton, &"0".repeat(64));
        assert_eq!(a1.envoyer(&format!("{FORMULAIRE}/{acte}"), &faux).code, StatusCode::FORBIDDEN, "{acte}");
    }
    assert_eq!(a1.form().compte().0, 4);
    assert!(!a1.form().texte.contains("Alpha n° 2"));
}

#[test]
fn what_one_types_is_written_as_text() {
    let mut a1 = Visiteur::titulaire("A1");
    a1.enregistre(&[("marque", "<b>\"x\"</b>")]);
    let page = a1.form();
    assert!(!page.texte.contains("<b>") && page.texte.contains("&#60;b&#62;"));
}

#[test]
fn an_exercice_to_come_shows_its_questions_and_takes_no_answer() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.lire("/declarations/equipement/2025");
    page.dit(&["La période de saisie ouvrira le 01/12/2025.", "Avez-vous un lecteur de cartes"]);
    let corps = format!("jeton={}&champ.boite=oui", page.jeton());
    assert_eq!(a1.envoyer("/declarations/equipement/2025/enregistrer", &corps).code, StatusCode::CONFLICT);
}
