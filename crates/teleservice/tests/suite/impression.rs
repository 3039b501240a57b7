//! Printed documents, and their verification by anybody.

use crate::Visiteur;
use crate::lieu::Lieu;

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
