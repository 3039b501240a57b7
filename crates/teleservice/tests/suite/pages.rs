//! What the pages say, from a rule folder that the code has never seen.

use crate::Visiteur;
use crate::lieu::{Lieu, attendre};
use convention::{Date, IdBeneficiaire, Nature};
use registre::{Import, PaiementAImporter};
use std::sync::Arc;

#[test]
fn a_new_dispositif_has_its_card_its_menu_entry_its_tile_and_its_detail() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire("/tableau-de-bord").dit(&[
        "Suivi des indicateurs",
        "La saisie sera fermée le 31/01/2025 à 23\u{a0}h\u{a0}59.",
        "href=\"/remunerations/depistage/2024\">Dépistage à l&#39;école</a>",
        "Aucune rémunération n'a encore été versée.",
        "Orthoptistes n° A1",
    ]);
    visiteur.lire("/remunerations").dit(&[
        "Dépistage à l&#39;école 2023, non versé",
        "À verser au plus tard le 30/06/2024",
        "Dépistage à l&#39;école 2024, estimation",
        "100,00\u{a0}€",
    ]);
    visiteur.lire("/remunerations/depistage/2023").dit(&[
        "Du 01/01/2023 au 31/12/2023",
        "Atteint",
        "Pourquoi ce montant",
        "2,5",
        "Source d&#39;essai",
        "Confiance : officiel",
    ]);
}

#[test]
fn each_sees_only_their_own_figures_and_what_was_missing() {
    let page = Visiteur::titulaire("B2").lire("/remunerations/depistage/2023");
    page.dit(&["Cabinet Dominique", "Non atteint", "rien n&#39;est dû", "0,00\u{a0}€", "il en manquait 1"]);
    assert!(!page.texte.contains("&#60;Essai&#62;"));
}

#[test]
fn what_people_are_called_is_escaped() {
    let page = Visiteur::titulaire("A1").lire("/tableau-de-bord");
    page.dit(&["Cabinet &#60;Essai&#62;"]);
    assert!(!page.texte.contains("<Essai>"));
}

/// An initial payment of 80 €, its complement of 20 €, and a payment older than the rules.
fn payer(lieu: &Arc<Lieu>) {
    payer_le(lieu, Date::du_calendrier(2024, 4, 15));
}

fn payer_le(lieu: &Arc<Lieu>, initial: Date) {
    let paiement = |exercice: &str, titre: &str, code: Option<&str>, jour: Date, centimes: i64| PaiementAImporter {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        convention: "essai".to_owned(),
        exercice: exercice.to_owned(),
        exercice_affiche: exercice.to_owned(),
        dispositif: code.map(|_| "depistage".to_owned()),
        code: code.map(str::to_owned),
        contrat: None,
        titre: titre.to_owned(),
        nature: Nature::Initial,
        centimes,
        jour,
        periode: None,
    };
    let paiements = [
        paiement("2023", "Dépistage : paiement initial", Some("annuel"), initial, 8_000),
        paiement("2023", "Dépistage : complément", Some("complement"), Date::du_calendrier(2024, 11, 23), 2_000),
        paiement("2021", "Ancien forfait", None, Date::du_calendrier(2022, 5, 2), 310_854),
    ];
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    attendre(async move {
        let import = Import { empreinte: "essai", fictif: true, auteur: "essai", paiements: &paiements };
        registre.importer_paiements(&import, instant).await.unwrap();
    });
}

#[test]
fn what_was_paid_after_its_limit_says_so() {
    let lieu = Lieu::new();
    payer_le(&lieu, Date::du_calendrier(2024, 7, 2));
    let detail = Visiteur::dans(&lieu).entre("A1").lire("/remunerations/depistage/2023");
    detail.dit(&["Paiement initial transmis le 02/07/2024", "Versé après la date limite du 30/06/2024"]);
    assert!(!detail.texte.contains("À verser au plus tard"));
}

#[test]
fn what_was_paid_is_shown_under_its_exercice_and_adds_up_in_its_detail() {
    let lieu = Lieu::new();
    payer(&lieu);
    let mut visiteur = Visiteur::dans(&lieu).entre("A1");
    visiteur.lire("/tableau-de-bord").dit(&["Dépistage : complément, exercice 2023", "Versé le 23/11/2024", "20,00"]);
    let page = visiteur.lire("/remunerations");
    page.dit(&["Ancien forfait, exercice 2021", "3\u{a0}108,54\u{a0}€", "Les tuiles grisées"]);
    assert!(!page.texte.contains("école 2023, non versé"));
    let filtree = visiteur.lire("/remunerations?exercice=2021");
    filtree.dit(&["Ancien forfait", "aria-current=\"true\""]);
    assert!(!filtree.texte.contains("Dépistage : paiement initial"));
    visiteur.lire("/remunerations?exercice=2022").dit(&["Aucune rémunération n'est connue"]);
    let detail = visiteur.lire("/remunerations/depistage/2023");
    detail.dit(&["15/04/2024", "80,00\u{a0}€", "23/11/2024", "20,00\u{a0}€", "Total versé", "100,00\u{a0}€"]);
    assert!(!detail.texte.contains("régularisation le dira"));
    // What was paid is no longer to be paid.
    detail.dit(&["Paiement initial transmis le 15/04/2024", "Versé</span>"]);
    assert!(!detail.texte.contains("À verser au plus tard") && !detail.texte.contains("date limite"));
    visiteur.lire("/remunerations/depistage/2023/detail.pdf").dit(&["Total versé", "Valeur fictive"]);
    let autre = Visiteur::dans(&lieu).entre("B2").lire("/remunerations");
    assert!(!autre.texte.contains("Ancien forfait"));
}
