//! The texts that an installation writes: shown as written, never run, in their time.

use crate::Visiteur;
use crate::lieu::{Lieu, reglages};
use crate::monde::monde;
use std::time::Duration;
use teleservice::noms_des_textes;

fn avec(nom: &str, texte: &str) -> Visiteur {
    let mut reglages = reglages();
    reglages.textes.insert(nom.to_owned(), texte.to_owned());
    Visiteur::dans(&Lieu::regle(monde(), reglages))
}

#[test]
fn every_page_leads_to_help_legal_pages_and_the_plan() {
    let mut visiteur = Visiteur::anonyme();
    for adresse in ["/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan"] {
        visiteur.lire("/").dit(&[&format!("href=\"{adresse}\"")]);
        visiteur.lire(adresse).dit(&["<h1>"]);
    }
    visiteur.lire("/").dit(&["Accessibilité\u{a0}: non conforme"]);
    assert_eq!(noms_des_textes().count(), 5);
}

#[test]
fn the_plan_lists_the_dispositifs_of_whoever_is_looking() {
    // Nobody known: each profession under its name. Somebody: only theirs, which need no name.
    let titre = "<h3>Orthoptistes</h3>";
    Visiteur::anonyme().lire("/plan").dit(&[titre, "href=\"/documents-utiles/depistage\""]);
    let plan = Visiteur::titulaire("A1").lire("/plan");
    plan.dit(&["href=\"/documents-utiles/depistage\""]);
    assert!(!plan.texte.contains(titre));
}

#[test]
fn every_link_of_a_text_leads_to_a_page() {
    let mut visiteur = Visiteur::titulaire("A1");
    for adresse in ["/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan"] {
        let page = visiteur.lire(adresse).texte;
        let corps = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        for cible in corps.split("href=\"/").skip(1).map(|suite| suite.split(['"', '#']).next().unwrap()) {
            assert_eq!(visiteur.lire(&format!("/{cible}")).code.as_u16(), 200, "{adresse} → /{cible}");
        }
    }
}

#[test]
fn the_help_answers_the_question_marks_of_the_dashboard() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/tableau-de-bord").dit(&["href=\"/aide#suivi\"", "href=\"/aide#declaration\""]);
    visiteur.lire("/aide").dit(&["id=\"suivi\"", "id=\"declaration\"", "id=\"pieces\"", "10 Mo"]);
}

#[test]
fn a_text_of_the_installation_takes_the_place_of_ours_and_its_tags_are_shown() {
    let texte = "---\nconformite : partiellement conforme\n---\n# Notre page\n\n<script>alert(1)</script> <img src=x onerror=y>";
    let mut visiteur = avec("accessibilite", texte);
    let page = visiteur.lire("/accessibilite");
    page.dit(&["<h1>Notre page</h1>", "&lt;script&gt;", "Accessibilité\u{a0}: partiellement conforme"]);
    assert!(!page.texte.contains("<script>alert") && !page.texte.contains("<img"));
    assert!(!page.texte.contains("Défenseur"));
}

#[test]
fn a_message_takes_the_place_of_the_follow_up_between_its_two_days() {
    let texte =
        "---\nactif : oui\ndepuis : 2025-01-16\njusqu_a : 2025-01-17\n---\n# Tout est <b>neuf</b> !\n\nBientôt.";
    let mut visiteur = avec("message-suivi", texte);
    let neuf = |visiteur: &mut Visiteur| {
        visiteur.entrer("A1");
        let page = visiteur.lire("/tableau-de-bord");
        let message = page.texte.contains("Tout est");
        assert_eq!(page.texte.contains("objectifs atteints"), !message);
        assert!(!page.texte.contains("<b>neuf"));
        let jeton = page.jeton();
        visiteur.envoyer("/deconnexion", &format!("jeton={jeton}"));
        visiteur.passer(Duration::from_secs(86_400));
        message
    };
    let montre = [(); 4].map(|()| neuf(&mut visiteur));
    assert_eq!(montre, [false, true, true, false]);
}
