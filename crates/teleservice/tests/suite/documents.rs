//! Useful documents: the rules told in words, from a folder that the code has never seen.

use crate::Visiteur;

#[test]
fn each_dispositif_is_told_from_its_rules_alone() {
    let mut visiteur = Visiteur::anonyme();
    visiteur.lire("/documents-utiles").dit(&[
        "href=\"/documents-utiles/depistage\">Comprendre «\u{a0}Dépistage à l&#39;école\u{a0}»",
        "Texte d&#39;essai",
    ]);
    visiteur.lire("/documents-utiles/depistage").dit(&[
        "Une somme par dépistage, dès le dixième.",
        "Au plus tard le 30/06/2024",
        "Saisie du 09/12/2024 au 31/01/2025",
        "Dépistages faits",
        "«\u{a0}Nombre de dépistages\u{a0}» est au moins égal à «\u{a0}Dépistages qu&#39;il faut\u{a0}» (10)",
        "«\u{a0}Nombre de dépistages\u{a0}» × «\u{a0}Somme par dépistage\u{a0}» (2,50\u{a0}€ par depistage), arrondi",
        "socle, rémunéré",
        "Confiance\u{a0}: officiel. Vérifié le 01/11/2024.",
        "Source d&#39;essai",
    ]);
}

#[test]
fn a_document_that_does_not_exist_says_so() {
    assert_eq!(Visiteur::anonyme().lire("/documents-utiles/rien").code.as_u16(), 404);
}
