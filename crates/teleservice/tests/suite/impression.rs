//! Printed documents, and their verification by anybody.

use crate::Visiteur;
use crate::lieu::{Lieu, attendre};
use convention::IdBeneficiaire;
use registre::{ATransmettre, CleDeDeclaration, Envoi};
use std::collections::BTreeMap;

#[test]
fn a_printed_detail_says_what_the_page_says_and_can_be_verified_by_anybody() {
    let lieu = Lieu::new();
    let mut titulaire = Visiteur::dans(&lieu).entre("A1");
    let pdf = titulaire.lire("/remunerations/depistage/2023/detail.pdf");
    assert_eq!(pdf.entete("content-type"), "application/pdf");
    assert_eq!(pdf.entete("content-disposition"), "inline; filename=\"remuneration-depistage-2023.pdf\"");
    pdf.dit(&["Dépistage à l'école, exercice 2023", "CPAM d'Essai", "Cabinet <Essai>", "100,00\u{a0}€"]);
    let (_, suite) = pdf.texte.split_once("https://convention.example/verifier/").unwrap();
    let empreinte: String = suite.chars().take(64).collect();
    let page = Visiteur::dans(&lieu).lire(&format!("/verifier/{empreinte}"));
    page.dit(&["Ce service a émis ce document", "exercice 2023", "15/01/2025 à 12\u{a0}h\u{a0}00"]);
    page.dit(&[&convention::empreinte_de(&pdf.octets)]);
    assert!(!page.texte.contains("Cabinet") && !page.texte.contains("100,00"));
    // The same day, the same sheet: the same bytes, and one document.
    assert_eq!(titulaire.lire("/remunerations/depistage/2023/detail.pdf").octets, pdf.octets);
}

#[test]
fn a_hash_that_comes_from_elsewhere_or_is_badly_copied_is_told_so() {
    let mut visiteur = Visiteur::anonyme();
    visiteur.lire("/verifier").dit(&["Empreinte imprimée"]);
    visiteur.lire(&format!("/verifier/{}", "0".repeat(64))).dit(&["role=\"alert\"", "ne vient pas d&#39;ici"]);
    visiteur.lire("/verifier?empreinte=abc").dit(&["64 chiffres"]);
    let majuscules = format!("/verifier?empreinte={}+{}", "A".repeat(32), "B".repeat(32));
    let suite = format!("/verifier/{}{}", "a".repeat(32), "b".repeat(32));
    assert_eq!(visiteur.lire(&majuscules).entete("location"), suite);
}

#[test]
fn a_deposit_is_printed_with_its_answers_and_always_with_the_same_bytes() {
    let lieu = Lieu::new();
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    let envoi = attendre(async move {
        let cle = CleDeDeclaration {
            beneficiaire: IdBeneficiaire("A1".to_owned()),
            dispositif: "equipement".to_owned(),
            exercice: "2024".to_owned(),
        };
        let reponses = BTreeMap::from([("ancienne_question".to_owned(), "réponse #gardée".to_owned())]);
        let regles = "e".repeat(64);
        let envoi = ATransmettre { version_lue: 0, regles: &regles, reponses: &reponses, auteur: "p-a1" };
        registre.transmettre(&cle, &envoi, instant).await.unwrap()
    });
    let Envoi::Recue(recu) = envoi else { panic!("{envoi:?}") };
    let mut titulaire = Visiteur::dans(&lieu).entre("A1");
    let adresse = "/depots/equipement/2024/1/recapitulatif.pdf";
    let pdf = titulaire.lire(adresse);
    pdf.dit(&["Récapitulatif de la déclaration", "réponse #gardée", "Camille Essai", &recu.empreinte[..16]]);
    // A deposit does not age: printed another day, it is the same document.
    titulaire.passer(std::time::Duration::from_secs(1_800));
    assert_eq!(titulaire.lire(adresse).octets, pdf.octets);
    titulaire.lire("/depots/recapitulatif.pdf").dit(&["Tout ce qui a été déclaré", "réponse #gardée"]);
    titulaire.lire("/suivi/indicateurs.pdf").dit(&["Suivi des indicateurs", "Dépistages faits"]);
    titulaire.lire("/suivi/depistage/2023/suivi.pdf").dit(&["Suivi\u{a0}: Dépistage à l'école", "31/12/2023"]);
    let mut autre = Visiteur::dans(&lieu).entre("B2");
    assert_eq!(autre.lire(adresse).code.as_u16(), 404);
    assert!(!autre.lire("/depots/recapitulatif.pdf").texte.contains("#gardée"));
}
