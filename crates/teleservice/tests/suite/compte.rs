//! The account: who may open a structure, and what a titulaire does about it.

use crate::lieu::{Lieu, attendre};
use crate::{Reponse, Visiteur};
use std::sync::Arc;
use std::time::Duration;

const JOUR: Duration = Duration::from_secs(86_400);

/// A titulaire of A1 invites somebody, and the code of the link that they are shown.
pub(crate) fn inviter(titulaire: &mut Visiteur, portee: &str) -> (String, String) {
    let jeton = titulaire.lire("/compte").jeton();
    let corps = format!("jeton={jeton}&nom=R%C3%A9mi&courriel=remi%40essai.example&portee={portee}&fin=2025-06-30");
    let reponse = titulaire.envoyer("/compte/invitations", &corps);
    assert_eq!(reponse.code.as_u16(), 303, "{}", reponse.texte);
    let adresse = reponse.entete("location").to_owned();
    let page = titulaire.lire(&adresse);
    let (_, suite) = page.texte.split_once("https://convention.example/invitation/").unwrap();
    (adresse, suite.split('<').next().unwrap().to_owned())
}

/// Somebody comes by a link, says who they are, and answers.
fn repondre(lieu: &Arc<Lieu>, qui: &str, code: &str, reponse: &str) -> (Visiteur, Reponse) {
    let mut invite = Visiteur::dans(lieu);
    let adresse = format!("/invitation/{code}");
    let jeton = invite.lire(&adresse).jeton();
    let entree = invite.envoyer("/connexion", &format!("jeton={jeton}&personne={qui}&suite={adresse}"));
    assert_eq!(entree.entete("location"), adresse);
    let page = invite.lire(&adresse);
    if page.code.as_u16() != 200 {
        return (invite, page);
    }
    page.dit(&["Camille Essai", "Cabinet &#60;Essai&#62;", "Préparer", "30/06/2025"]);
    let reponse = invite.envoyer(&adresse, &format!("jeton={}&reponse={reponse}", page.jeton()));
    (invite, reponse)
}

#[test]
fn the_account_says_who_one_is_and_which_structures_one_may_open() {
    let mut visiteur = Visiteur::anonyme().entre("p-deux");
    let jeton = visiteur.lire("/structures").jeton();
    visiteur.envoyer("/structures", &format!("jeton={jeton}&structure=B2"));
    visiteur.lire("/compte").dit(&[
        "Sacha Essai",
        "p-deux@essai.example",
        "Orthoptistes",
        "99001 ESSAIVILLE",
        "CPAM d&#39;Essai",
        "Cabinet &#60;Essai&#62;",
        "Structure actuelle",
        "href=\"/structures\">Changer de structure",
    ]);
}

#[test]
fn a_titulaire_sees_every_delegate_and_a_delegate_only_themselves() {
    let lieu = Lieu::new();
    Visiteur::dans(&lieu).entre("A1").lire("/compte").dit(&[
        "Noa Essai",
        "Yaël Essai",
        "Inès Essai",
        "En cours",
        "Inviter",
    ]);
    let page = Visiteur::dans(&lieu).entre("d-voir").lire("/compte");
    page.dit(&["Votre délégation", "Noa Essai", "jusqu'au", "Renoncer"]);
    for cache in ["Yaël", "Inviter un délégué"] {
        assert!(!page.texte.contains(cache), "{cache}");
    }
}

#[test]
fn an_invitation_accepted_opens_the_structure_as_far_as_it_says() {
    let lieu = Lieu::new();
    let mut titulaire = Visiteur::dans(&lieu).entre("p-a1");
    let (_, code) = inviter(&mut titulaire, "preparer");
    // Somebody who had no right at all comes in by the link.
    let (mut invite, reponse) = repondre(&lieu, "sans-droit", &code, "accepter");
    assert_eq!(reponse.entete("location"), "/compte");
    invite.lire("/compte").dit(&["Rémi Essai", "Préparer", "30/06/2025"]);
    invite.lire("/tableau-de-bord").dit(&["Rémi Essai, délégué"]);
    titulaire.lire("/compte").dit(&["Rémi Essai"]);
    let registre = lieu.registre.clone();
    let actes = attendre(async move { registre.journal_lire(0, 100).await.unwrap() });
    let derniers: Vec<_> = actes.iter().rev().take(3).map(|l| (l.acte.as_str(), l.acteur.as_str())).collect();
    assert_eq!(derniers, [("accepter", "sans-droit"), ("accorder", "p-a1"), ("inviter", "p-a1")]);
}

#[test]
fn an_invitation_answered_cancelled_or_too_old_opens_nothing() {
    let lieu = Lieu::new();
    let mut titulaire = Visiteur::dans(&lieu).entre("p-a1");
    let (_, acceptee) = inviter(&mut titulaire, "preparer");
    repondre(&lieu, "sans-droit", &acceptee, "accepter");
    let (_, declinee) = inviter(&mut titulaire, "preparer");
    let (_, reponse) = repondre(&lieu, "p-b2", &declinee, "decliner");
    reponse.dit(&["Aucun droit ne vous a été donné"]);
    let (adresse, annulee) = inviter(&mut titulaire, "preparer");
    let jeton = titulaire.lire(&adresse).jeton();
    assert_eq!(titulaire.envoyer(&format!("{adresse}/annuler"), &format!("jeton={jeton}")).code.as_u16(), 303);
    let (_, oubliee) = inviter(&mut titulaire, "preparer");
    for (code, quand) in [(acceptee, "acceptée"), (declinee, "déclinée"), (annulee, "annulée")] {
        assert_eq!(Visiteur::dans(&lieu).lire(&format!("/invitation/{code}")).code.as_u16(), 410, "{quand}");
    }
    lieu.passer(14 * JOUR);
    assert_eq!(Visiteur::dans(&lieu).lire(&format!("/invitation/{oubliee}")).code.as_u16(), 200);
    lieu.passer(JOUR);
    let reponse = Visiteur::dans(&lieu).lire(&format!("/invitation/{oubliee}"));
    assert_eq!(reponse.code.as_u16(), 410);
    reponse.dit(&["Demandez-en une autre"]);
    assert_eq!(Visiteur::dans(&lieu).entre("p-b2").lire("/tableau-de-bord").texte.matches("n° A1").count(), 0);
}

#[test]
fn the_link_is_only_shown_in_the_session_that_made_it() {
    let lieu = Lieu::new();
    let (adresse, _) = inviter(&mut Visiteur::dans(&lieu).entre("p-a1"), "voir");
    let page = Visiteur::dans(&lieu).entre("p-a1").lire(&adresse);
    page.dit(&["pendant la session"]);
    assert!(!page.texte.contains("/invitation/"));
    // Nor may the titulaire of another structure see it.
    assert_eq!(Visiteur::dans(&lieu).entre("p-b2").lire(&adresse).code.as_u16(), 404);
}

#[test]
fn what_is_wrong_in_an_invitation_is_said_beside_its_field_and_nothing_is_lost() {
    let mut titulaire = Visiteur::titulaire("p-a1");
    let jeton = titulaire.lire("/compte").jeton();
    for (champs, phrase) in [
        ("nom=&courriel=a%40b.fr&portee=voir&fin=2025-06-30", "Indiquez le nom"),
        ("nom=R%C3%A9mi&courriel=remi&portee=voir&fin=2025-06-30", "Indiquez une adresse"),
        ("nom=R%C3%A9mi&courriel=a%40b.fr&portee=tout&fin=2025-06-30", "Choisissez ce que"),
        ("nom=R%C3%A9mi&courriel=a%40b.fr&portee=voir&fin=2025-01-15", "Choisissez un jour à venir"),
        ("nom=R%C3%A9mi&courriel=a%40b.fr&portee=voir&fin=2027-01-16", "deux ans au plus"),
        ("nom=R%C3%A9mi&courriel=a%40b.fr&portee=voir&fin=bientot", "Indiquez le dernier jour"),
    ] {
        let reponse = titulaire.envoyer("/compte/invitations", &format!("jeton={jeton}&{champs}"));
        assert_eq!(reponse.code.as_u16(), 422, "{champs}");
        reponse.dit(&["role=\"alert\"", "class=\"refus\"", phrase]);
        if !champs.starts_with("nom=&") {
            reponse.dit(&["value=\"Rémi\""]);
        }
    }
    let dernier_jour = "nom=R%C3%A9mi&courriel=a%40b.fr&portee=voir&fin=2027-01-15";
    assert_eq!(titulaire.envoyer("/compte/invitations", &format!("jeton={jeton}&{dernier_jour}")).code.as_u16(), 303);
}

#[test]
fn a_delegate_revoked_is_out_at_their_next_click() {
    let lieu = Lieu::new();
    let (mut titulaire, mut delegue) =
        (Visiteur::dans(&lieu).entre("p-a1"), Visiteur::dans(&lieu).entre("d-transmettre"));
    delegue.lire("/tableau-de-bord").dit(&["Inès"]);
    let page = titulaire.lire("/compte/droits/d-transmettre-A1/revoquer");
    page.dit(&["Inès Essai", "dès maintenant"]);
    let reponse = titulaire.envoyer("/compte/droits/d-transmettre-A1/revoquer", &format!("jeton={}", page.jeton()));
    assert_eq!(reponse.entete("location"), "/compte");
    assert_eq!(delegue.lire("/tableau-de-bord").code.as_u16(), 303);
    titulaire.lire("/compte").dit(&["Révoquée"]);
}

#[test]
fn a_delegate_renounces_their_own_right_and_nobody_elses() {
    let lieu = Lieu::new();
    let mut delegue = Visiteur::dans(&lieu).entre("d-voir");
    let page = delegue.lire("/compte/droits/d-voir-A1/revoquer");
    page.dit(&["Renoncer à votre délégation"]);
    let jeton = format!("jeton={}", page.jeton());
    for autre in ["d-preparer-A1", "p-a1-A1", "rien"] {
        assert_eq!(delegue.envoyer(&format!("/compte/droits/{autre}/revoquer"), &jeton).code.as_u16(), 404, "{autre}");
    }
    let invitation = format!("{jeton}&nom=a&courriel=a%40b.fr&portee=voir&fin=2025-06-30");
    assert_eq!(delegue.envoyer("/compte/invitations", &invitation).code.as_u16(), 403);
    delegue.envoyer("/compte/droits/d-voir-A1/revoquer", &jeton);
    assert_eq!(delegue.lire("/compte").code.as_u16(), 303);
    Visiteur::dans(&lieu).entre("d-preparer").lire("/tableau-de-bord").dit(&["Yaël"]);
}

#[test]
fn the_delegates_of_another_structure_do_not_exist() {
    let lieu = Lieu::new();
    let mut autre = Visiteur::dans(&lieu).entre("p-b2");
    let jeton = autre.lire("/compte").jeton();
    let adresse = "/compte/droits/d-voir-A1/revoquer";
    assert_eq!(autre.lire(adresse).code.as_u16(), 404);
    assert_eq!(autre.envoyer(adresse, &format!("jeton={jeton}")).code.as_u16(), 404);
    Visiteur::dans(&lieu).entre("d-voir").lire("/tableau-de-bord").dit(&["Noa"]);
}

#[test]
fn a_right_that_ended_is_told_as_expired_and_opens_nothing() {
    let lieu = Lieu::new();
    lieu.passer(31 * JOUR);
    Visiteur::dans(&lieu).entre("p-a1").lire("/compte").dit(&["Expirée"]);
    let mut delegue = Visiteur::dans(&lieu);
    let jeton = delegue.lire("/").jeton();
    let reponse = delegue.envoyer("/connexion", &format!("jeton={jeton}&personne=d-voir"));
    assert_eq!(reponse.code.as_u16(), 403);
}

#[test]
fn the_titulaire_of_a_structure_is_not_their_own_delegate() {
    let lieu = Lieu::new();
    let (_, code) = inviter(&mut Visiteur::dans(&lieu).entre("p-a1"), "preparer");
    let (_, reponse) = repondre(&lieu, "p-a1", &code, "accepter");
    assert_eq!(reponse.code.as_u16(), 422);
    let (_, reponse) = repondre(&lieu, "sans-droit", &code, "accepter");
    assert_eq!(reponse.code.as_u16(), 303);
}

#[test]
fn the_entry_leads_nowhere_else_than_to_an_invitation() {
    let mut visiteur = Visiteur::anonyme();
    for suite in ["https://ailleurs.example/", "//ailleurs.example", "/compte", "/invitation/x"] {
        let jeton = visiteur.lire("/").jeton();
        let reponse = visiteur.envoyer("/connexion", &format!("jeton={jeton}&personne=p-a1&suite={suite}"));
        assert_eq!(reponse.entete("location"), "/tableau-de-bord", "{suite}");
        let jeton = visiteur.lire("/compte").jeton();
        visiteur.envoyer("/deconnexion", &format!("jeton={jeton}"));
    }
}
