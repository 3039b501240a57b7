//! What belongs to somebody else does not exist: neither for their neighbour of the same caisse, nor for another caisse.

use crate::Visiteur;
use crate::acces::lues;
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
