//! What belongs to somebody else does not exist: neither for their neighbour of the same caisse, nor for another caisse.

use crate::Visiteur;
use crate::acces::{lues, titulaire_de_deux};
use crate::compte::inviter;
use crate::declaration::REPONSES;
use crate::lieu::Lieu;
use crate::pieces::PDF;
use std::sync::Arc;

/// A1 has declared, sent a piece and invited somebody. Their addresses, and what one would send there.
fn chez_a1(lieu: &Arc<Lieu>) -> Vec<(&'static str, String)> {
    let mut a1 = Visiteur::dans(lieu).entre("A1");
    a1.transmet(&REPONSES).dit(&["Votre déclaration est reçue"]);
    a1.joindre_un("facture-de-camille.pdf", PDF);
    let piece = a1.premiere_piece();
    let (invitation, _) = inviter(&mut a1, "voir");
    vec![
        ("GET", "/depots/equipement/2024/1".to_owned()),
        ("GET", "/depots/equipement/2024/1/recapitulatif.pdf".to_owned()),
        ("GET", piece.clone()),
        ("POST", format!("{piece}/retirer")),
        ("GET", invitation.clone()),
        ("POST", format!("{invitation}/annuler")),
        ("GET", "/compte/droits/d-voir-A1/revoquer".to_owned()),
        ("POST", "/compte/droits/d-voir-A1/revoquer".to_owned()),
    ]
}

/// Everything that only A1 and their delegates may read.
const SIGNES: [&str; 7] =
    ["Camille Essai", "p-a1", "A1", "Alpha n° 2", "facture-de-camille", "remi@essai.example", "Noa Essai"];

#[test]
fn the_ids_of_a_titulaire_open_for_them_and_answer_404_to_every_other_one() {
    let lieu = Lieu::new();
    let adresses = chez_a1(&lieu);
    for (qui, caisse) in [("B2", "cpam-essai"), ("C3", "cpam-ailleurs")] {
        let mut autre = Visiteur::dans(&lieu).entre(qui);
        let jeton = autre.lire("/tableau-de-bord").jeton();
        for (methode, adresse) in &adresses {
            let reponse = autre.demander(methode, adresse, &format!("jeton={jeton}"));
            assert_eq!(reponse.code.as_u16(), 404, "{methode} {adresse}, {qui}");
            for signe in SIGNES {
                assert!(!reponse.texte.contains(signe), "{methode} {adresse}, {qui} : « {signe} »");
            }
        }
        autre.lire("/declarations/equipement/2024").dit(&[caisse]);
    }
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let jeton = a1.lire("/tableau-de-bord").jeton();
    for (methode, adresse) in &adresses {
        let code = a1.demander(methode, adresse, &format!("jeton={jeton}")).code.as_u16();
        assert!([200, 303].contains(&code), "{methode} {adresse}, A1 : {code}");
    }
}

/// Nothing is prefilled in B2.
const CHEZ_B2: [(&str, &str); 8] = [
    ("lecteur", "oui"),
    ("nb_lecteurs", "1"),
    ("marque", "alpha"),
    ("lieu", "ecole"),
    ("cout", "100"),
    ("part", "10"),
    ("depuis_le", "2024-01-01"),
    ("boite", "non"),
];

#[test]
fn somebody_with_two_practices_declares_for_each_and_never_mixes_them() {
    let lieu = Lieu::new();
    let mut ici = titulaire_de_deux(&lieu, Some("A1"));
    ici.transmet(&REPONSES).dit(&["Votre déclaration est reçue"]);
    ici.joindre_un("facture-de-camille.pdf", PDF);
    let piece = ici.premiere_piece();
    let mut ailleurs = titulaire_de_deux(&lieu, Some("B2"));
    let jeton = ailleurs.lire("/tableau-de-bord").jeton();
    for (methode, adresse) in [
        ("GET", "/depots/equipement/2024/1".to_owned()),
        ("GET", "/depots/equipement/2024/1/recapitulatif.pdf".to_owned()),
        ("GET", piece.clone()),
        ("POST", format!("{piece}/retirer")),
    ] {
        let code = ailleurs.demander(methode, &adresse, &format!("jeton={jeton}")).code.as_u16();
        assert_eq!(code, 404, "{methode} {adresse}, dans B2");
    }
    for adresse in ["/tableau-de-bord", "/depots", "/declarations", "/declarations/equipement/2024", "/remunerations"] {
        let texte = ailleurs.lire(adresse).texte;
        for signe in ["n° A1", "Alpha n° 2", "facture-de-camille", "300,00"] {
            assert!(!texte.contains(signe), "{adresse} : « {signe} »");
        }
    }
    // The second one has its own declaration, and the first keeps its own.
    ailleurs.transmet(&CHEZ_B2).dit(&["Votre déclaration est reçue"]);
    // 1 × 100 €, and 10 séances × 1 €.
    ailleurs.lire("/remunerations/equipement/2024").dit(&["110,00\u{a0}€"]);
    ici.lire("/remunerations/equipement/2024").dit(&["300,00\u{a0}€"]);
    assert_eq!(ici.lire("/depots/equipement/2024/2").code.as_u16(), 404);
}

#[test]
fn no_page_of_another_caisse_holds_anything_of_this_one() {
    let lieu = Lieu::new();
    let adresses = chez_a1(&lieu);
    let mut c3 = Visiteur::dans(&lieu).entre("C3");
    let adresses = lues().map(str::to_owned).chain(adresses.into_iter().map(|(_, adresse)| adresse));
    for adresse in adresses.filter(|adresse| adresse != "/") {
        // An address that the page says again is the visitor's own words.
        let texte = c3.lire(&adresse).texte.replace(&adresse, "");
        for signe in SIGNES.into_iter().chain(["cpam-essai", "CPAM d&#39;Essai"]) {
            assert!(!texte.contains(signe), "{adresse} : « {signe} »\n{texte}");
        }
    }
}
