//! Who may open what: every route for every persona, and what must be refused.

use crate::Visiteur;
use crate::compte::inviter;
use crate::lieu::Lieu;
use std::collections::BTreeSet;
use std::sync::Arc;
use teleservice::adresses;

/// A route, an address of it, and the code for each of the personas below. Ids are those of A1. Forms are sent without a
/// token.
struct Rangee(&'static str, &'static str, &'static str, [u16; 5]);

const MATRICE: &[Rangee] = &[
    Rangee("GET", "/", "/", [200, 303, 303, 303, 200]),
    Rangee("POST", "/connexion", "/connexion", [403, 403, 403, 403, 403]),
    Rangee("POST", "/deconnexion", "/deconnexion", [403, 403, 403, 403, 403]),
    Rangee("GET", "/structures", "/structures", [303, 200, 200, 200, 303]),
    Rangee("POST", "/structures", "/structures", [303, 403, 403, 403, 303]),
    Rangee("GET", "/tableau-de-bord", "/tableau-de-bord", [303, 200, 200, 200, 303]),
    Rangee("GET", "/remunerations", "/remunerations", [303, 200, 200, 200, 303]),
    Rangee("GET", "/remunerations/{dispositif}/{exercice}", "/remunerations/depistage/2023", [303, 200, 200, 200, 303]),
    Rangee(
        "GET",
        "/remunerations/{dispositif}/{exercice}/detail.pdf",
        "/remunerations/depistage/2023/detail.pdf",
        [303, 200, 200, 200, 303],
    ),
    Rangee(
        "GET",
        "/remunerations/{dispositif}/{exercice}/simulation",
        "/remunerations/depistage/2023/simulation",
        [303, 200, 200, 200, 303],
    ),
    Rangee(
        "GET",
        "/depots/{dispositif}/{exercice}/{numero}/recapitulatif.pdf",
        "/depots/equipement/2024/1/recapitulatif.pdf",
        [303, 404, 404, 404, 303],
    ),
    Rangee("GET", "/depots/recapitulatif.pdf", "/depots/recapitulatif.pdf", [303, 200, 200, 200, 303]),
    Rangee(
        "GET",
        "/suivi/{dispositif}/{exercice}/suivi.pdf",
        "/suivi/depistage/2024/suivi.pdf",
        [303, 200, 200, 200, 303],
    ),
    Rangee("GET", "/suivi/indicateurs.pdf", "/suivi/indicateurs.pdf", [303, 200, 200, 200, 303]),
    Rangee("GET", "/verifier", "/verifier", [200, 200, 200, 200, 200]),
    Rangee("GET", "/declarations", "/declarations", [303, 200, 200, 200, 303]),
    Rangee("GET", "/declarations/{dispositif}/{exercice}", "/declarations/equipement/2024", [303, 200, 200, 200, 303]),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/champ",
        "/declarations/equipement/2024/champ",
        [403, 403, 403, 403, 403],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/enregistrer",
        "/declarations/equipement/2024/enregistrer",
        [403, 403, 403, 403, 403],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/estimer",
        "/declarations/equipement/2024/estimer",
        [403, 403, 403, 403, 403],
    ),
    // Nobody swore to anything yet: whoever may see the form is led to it.
    Rangee(
        "GET",
        "/declarations/{dispositif}/{exercice}/resume",
        "/declarations/equipement/2024/resume",
        [303, 303, 303, 303, 303],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/resume",
        "/declarations/equipement/2024/resume",
        [403, 403, 403, 403, 403],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/transmettre",
        "/declarations/equipement/2024/transmettre",
        [403, 403, 403, 403, 403],
    ),
    Rangee("GET", "/depots", "/depots", [303, 200, 200, 200, 303]),
    // Nothing was transmitted: the receipt of somebody else and one that does not exist answer the same.
    Rangee("GET", "/depots/{dispositif}/{exercice}/{numero}", "/depots/equipement/2024/1", [303, 404, 404, 404, 303]),
    Rangee("GET", "/verifier/{empreinte}", "/verifier/0", [200, 200, 200, 200, 200]),
    Rangee("GET", "/session", "/session", [200, 200, 200, 200, 200]),
    Rangee("POST", "/session/prolonger", "/session/prolonger", [403, 403, 403, 403, 403]),
    Rangee("POST", "/reprise", "/reprise", [403, 403, 403, 403, 403]),
    Rangee("GET", "/compte", "/compte", [303, 200, 200, 200, 303]),
    Rangee("POST", "/compte/invitations", "/compte/invitations", [403, 403, 403, 403, 403]),
    Rangee("GET", "/compte/invitations/{id}", "/compte/invitations/x", [303, 404, 403, 404, 303]),
    Rangee("POST", "/compte/invitations/{id}/annuler", "/compte/invitations/x/annuler", [403, 403, 403, 403, 403]),
    Rangee("GET", "/compte/droits/{id}/revoquer", "/compte/droits/d-voir-A1/revoquer", [303, 200, 200, 404, 303]),
    Rangee("GET", "/compte/droits/{id}/revoquer", "/compte/droits/d-preparer-A1/revoquer", [303, 200, 404, 404, 303]),
    Rangee("GET", "/compte/droits/{id}/revoquer", "/compte/droits/p-a1-A1/revoquer", [303, 404, 404, 404, 303]),
    Rangee("POST", "/compte/droits/{id}/revoquer", "/compte/droits/d-voir-A1/revoquer", [403, 403, 403, 403, 403]),
    Rangee("GET", "/invitation/{code}", "/invitation/x", [404, 404, 404, 404, 404]),
    Rangee("POST", "/invitation/{code}", "/invitation/x", [403, 403, 403, 403, 403]),
    Rangee("GET", "/documents-utiles", "/documents-utiles", [200, 200, 200, 200, 200]),
    Rangee("GET", "/documents-utiles/{dispositif}", "/documents-utiles/depistage", [200, 200, 200, 200, 200]),
    Rangee(
        "GET",
        "/documents-utiles/{dispositif}/document.pdf",
        "/documents-utiles/depistage/document.pdf",
        [404, 404, 404, 404, 404],
    ),
    Rangee("GET", "/aide", "/aide", [200, 200, 200, 200, 200]),
    Rangee("GET", "/accessibilite", "/accessibilite", [200, 200, 200, 200, 200]),
    Rangee("GET", "/mentions-legales", "/mentions-legales", [200, 200, 200, 200, 200]),
    Rangee("GET", "/donnees-personnelles", "/donnees-personnelles", [200, 200, 200, 200, 200]),
    Rangee("GET", "/plan", "/plan", [200, 200, 200, 200, 200]),
    Rangee("GET", "/suivi", "/suivi", [303, 200, 200, 200, 303]),
    Rangee("GET", "/suivi/{dispositif}", "/suivi/depistage", [303, 200, 200, 200, 303]),
    Rangee(
        "GET",
        "/declarations/{dispositif}/{exercice}/pieces",
        "/declarations/logiciels/2024/pieces",
        [303, 200, 200, 200, 303],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/pieces",
        "/declarations/logiciels/2024/pieces",
        [403, 403, 403, 403, 403],
    ),
    Rangee(
        "POST",
        "/declarations/{dispositif}/{exercice}/pieces/reprendre",
        "/declarations/logiciels/2024/pieces/reprendre",
        [403, 403, 403, 403, 403],
    ),
    Rangee("GET", "/pieces/{id}", "/pieces/1", [303, 404, 404, 404, 303]),
    Rangee("POST", "/pieces/{id}/retirer", "/pieces/1/retirer", [403, 403, 403, 403, 403]),
    Rangee("GET", "/api", "/api", [200, 200, 200, 200, 200]),
    Rangee("GET", "/api/v1/openapi.json", "/api/v1/openapi.json", [200, 200, 200, 200, 200]),
    Rangee("GET", "/api/v1/moi", "/api/v1/moi", [401, 200, 200, 200, 403]),
    Rangee("GET", "/api/v1/dispositifs", "/api/v1/dispositifs", [401, 200, 200, 200, 403]),
    Rangee("GET", "/api/v1/declarations", "/api/v1/declarations", [401, 200, 200, 200, 403]),
    Rangee(
        "GET",
        "/api/v1/declarations/{dispositif}/{exercice}",
        "/api/v1/declarations/equipement/2024",
        [401, 200, 200, 200, 403],
    ),
    Rangee(
        "PATCH",
        "/api/v1/declarations/{dispositif}/{exercice}",
        "/api/v1/declarations/equipement/2024",
        [401, 403, 403, 403, 403],
    ),
    Rangee(
        "POST",
        "/api/v1/declarations/{dispositif}/{exercice}/estimation",
        "/api/v1/declarations/equipement/2024/estimation",
        [401, 403, 403, 403, 403],
    ),
    Rangee(
        "GET",
        "/api/v1/declarations/{dispositif}/{exercice}/transmissions",
        "/api/v1/declarations/equipement/2024/transmissions",
        [401, 200, 200, 200, 403],
    ),
    Rangee(
        "POST",
        "/api/v1/declarations/{dispositif}/{exercice}/transmissions",
        "/api/v1/declarations/equipement/2024/transmissions",
        [401, 403, 403, 403, 403],
    ),
    Rangee(
        "GET",
        "/api/v1/declarations/{dispositif}/{exercice}/pieces",
        "/api/v1/declarations/logiciels/2024/pieces",
        [401, 200, 200, 200, 403],
    ),
    Rangee("GET", "/api/v1/remunerations", "/api/v1/remunerations", [401, 200, 200, 200, 403]),
    Rangee(
        "GET",
        "/api/v1/remunerations/{dispositif}/{exercice}",
        "/api/v1/remunerations/depistage/2023",
        [401, 200, 200, 200, 403],
    ),
    Rangee("GET", "/api/v1/suivis/{dispositif}", "/api/v1/suivis/depistage", [401, 200, 200, 200, 403]),
    Rangee("GET", "/statique/{fichier}", "/statique/style.css", [200, 200, 200, 200, 200]),
];

/// Every address that is read.
pub(crate) fn lues() -> impl Iterator<Item = &'static str> {
    MATRICE.iter().filter(|Rangee(methode, ..)| *methode == "GET").map(|Rangee(_, _, adresse, _)| *adresse)
}

#[test]
fn the_matrix_holds_every_route() {
    let matrice: BTreeSet<_> = MATRICE.iter().map(|Rangee(methode, route, ..)| (*methode, *route)).collect();
    assert_eq!(matrice, adresses().into_iter().collect());
}

/// How a persona comes to a place.
type Arrivee = fn(&Arc<Lieu>) -> Visiteur;

const PERSONAS: [(&str, Arrivee); 5] = [
    ("anonyme", |lieu| Visiteur::dans(lieu)),
    ("titulaire", |lieu| Visiteur::dans(lieu).entre("A1")),
    ("délégué qui voit", |lieu| Visiteur::dans(lieu).entre("d-voir")),
    ("titulaire d'une autre caisse", |lieu| Visiteur::dans(lieu).entre("C3")),
    ("personne sans droit", |lieu| {
        // Who has no right yet comes in by an invitation.
        let (_, code) = inviter(&mut Visiteur::dans(lieu).entre("A1"), "voir");
        let mut visiteur = Visiteur::dans(lieu);
        let jeton = visiteur.lire("/").jeton();
        visiteur.envoyer("/connexion", &format!("jeton={jeton}&personne=sans-droit&suite=/invitation/{code}"));
        visiteur
    }),
];

#[test]
fn each_persona_opens_what_is_theirs_and_nothing_else() {
    let lieu = Lieu::new();
    for (rang, (nom, arriver)) in PERSONAS.into_iter().enumerate() {
        let mut visiteur = arriver(&lieu);
        for Rangee(methode, _, adresse, codes) in MATRICE {
            let code = visiteur.demander(methode, adresse, "").code.as_u16();
            assert_eq!(code, codes[rang], "{methode} {adresse}, {nom}");
        }
    }
}

/// Somebody who holds A1 and B2, and has chosen one of them, or neither.
pub(crate) fn titulaire_de_deux(lieu: &Arc<Lieu>, structure: Option<&str>) -> Visiteur {
    let mut visiteur = Visiteur::dans(lieu).entre("p-deux");
    if let Some(structure) = structure {
        let jeton = visiteur.lire("/structures").jeton();
        visiteur.envoyer("/structures", &format!("jeton={jeton}&structure={structure}"));
    }
    visiteur
}

#[test]
fn somebody_with_two_practices_is_a_titulaire_of_the_one_they_chose_and_a_stranger_to_the_other() {
    let lieu = Lieu::new();
    let (titulaire, etranger) = (1, 3);
    let mut ici = titulaire_de_deux(&lieu, Some("A1"));
    let mut ailleurs = titulaire_de_deux(&lieu, Some("B2"));
    let mut sans_choix = titulaire_de_deux(&lieu, None);
    for Rangee(methode, route, adresse, codes) in MATRICE {
        let code = |visiteur: &mut Visiteur| visiteur.demander(methode, adresse, "").code.as_u16();
        assert_eq!(code(&mut ici), codes[titulaire], "{methode} {adresse}, dans A1");
        assert_eq!(code(&mut ailleurs), codes[etranger], "{methode} {adresse}, dans B2");
        // Before they choose, nothing of either is opened; what is everybody's is.
        let code = code(&mut sans_choix);
        let de_tous = codes.iter().all(|c| *c == codes[0]) || ["/", "/structures", "/api/v1/moi"].contains(route);
        assert!(de_tous || [303, 403].contains(&code), "{methode} {adresse}, sans avoir choisi : {code}");
    }
}

#[test]
fn every_answer_bears_the_headers() {
    let mut visiteur = Visiteur::titulaire("A1");
    let adresses = MATRICE.iter().map(|Rangee(methode, _, adresse, _)| (*methode, *adresse));
    for (methode, adresse) in adresses.chain([("GET", "/rien"), ("DELETE", "/"), ("POST", "/tableau-de-bord")]) {
        let reponse = visiteur.demander(methode, adresse, "");
        let csp = reponse.entete("content-security-policy");
        for regle in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(csp.contains(regle), "{methode} {adresse} : {csp}");
        }
        assert!(!csp.contains("unsafe"));
        assert_eq!(reponse.entete("x-content-type-options"), "nosniff");
        assert_eq!(reponse.entete("x-frame-options"), "DENY");
        assert_eq!(reponse.entete("cross-origin-opener-policy"), "same-origin");
        assert!(!reponse.entete("cache-control").is_empty());
        assert!(!reponse.texte.contains("<script>") && !reponse.texte.contains(" style="), "{adresse}");
    }
}

#[test]
fn an_unknown_address_says_so_in_french() {
    let mut visiteur = Visiteur::titulaire("A1");
    for adresse in [
        "/rien",
        "/remunerations/rien/2023",
        "/remunerations/depistage/1999",
        "/remunerations/depistage/x",
        "/suivi/rien",
        "/suivi/depistage?exercice=1999",
        "/suivi/depistage?exercice=x",
        "/suivi/depistage?contrat=rien",
        "/remunerations/depistage/2023?contrat=rien",
    ] {
        let reponse = visiteur.lire(adresse);
        assert_eq!(reponse.code.as_u16(), 404, "{adresse}");
        reponse.dit(&["n'existe pas".replace('\'', "&#39;").as_str(), "lang=\"fr\""]);
    }
    assert_eq!(visiteur.demander("DELETE", "/tableau-de-bord", "").code.as_u16(), 405);
}

#[test]
fn another_name_for_the_loopback_is_refused() {
    let mut visiteur = Visiteur::anonyme();
    for hote in ["exemple.fr", "127.0.0.1.exemple.fr:80", "localhost.exemple.fr", ""] {
        assert_eq!(visiteur.chez(hote, "GET", "/", "").code.as_u16(), 421, "{hote}");
    }
    assert_eq!(visiteur.chez("localhost:80", "GET", "/", "").code.as_u16(), 200);
}
