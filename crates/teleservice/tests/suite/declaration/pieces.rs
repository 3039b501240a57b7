//! The form and its pieces: one form of the page, whose acts carry the answers with the files.

use super::date;
use crate::lieu::{Lieu, attendre};
use crate::pieces::{Envoi, PAGE, PDF};
use crate::{Reponse, Visiteur};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use convention::IdBeneficiaire;
use registre::{Avis, CleDeDeclaration, Decision, EtatDePiece, Instant, Piece};
use std::sync::Arc;
use std::time::Duration;
use teleservice::fin_du_jour;

const FORMULAIRE: &str = "/declarations/logiciels/2024";
const OUI: [(&str, &str); 3] = [("logiciel", "oui"), ("messagerie", "non"), ("local", "oui")];

fn cle() -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        dispositif: "logiciels".to_owned(),
        exercice: "2024".to_owned(),
    }
}

fn pieces(lieu: &Arc<Lieu>) -> Vec<Piece> {
    let registre = lieu.registre.clone();
    attendre(async move { registre.pieces_de(&cle()).await.unwrap() })
}

/// What waits in the outbox.
fn courriels(lieu: &Arc<Lieu>) -> Vec<registre::CourrielAEnvoyer> {
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant().plus(Duration::from_secs(1)));
    attendre(async move { registre.courriels_a_envoyer(10, instant).await.unwrap() })
}

impl Visiteur {
    /// Presses « Joindre » in a form, as without a script: every answer goes with the files.
    fn joindre_depuis(
        &mut self,
        page: &Reponse,
        reponses: &[(&str, &str)],
        fichiers: &[(&str, &str, &[u8])],
    ) -> Reponse {
        let mut envoi = Envoi(Vec::new());
        for (nom, valeur) in page.champs().into_iter().filter(|(nom, _)| !nom.starts_with("piece.")) {
            let change = reponses.iter().find(|(code, _)| nom == format!("champ.{code}"));
            if change.is_none() {
                envoi = envoi.champ(&nom, &valeur);
            }
        }
        for (code, valeur) in reponses {
            envoi = envoi.champ(&format!("champ.{code}"), valeur);
        }
        for (code, nom, contenu) in fichiers {
            envoi = envoi.fichier(&format!("piece.{code}"), nom, contenu);
        }
        let demande = Request::post(format!("{PAGE}?retour=declaration"))
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
            .body(Body::from(envoi.fini()));
        self.repondre(demande.unwrap())
    }

    fn logiciels(&mut self) -> Reponse {
        self.lire(FORMULAIRE)
    }

    /// From the form to the confirmed summary.
    fn transmet_logiciels(&mut self, reponses: &[(&str, &str)]) -> (Reponse, Reponse) {
        let reponses: Vec<_> = reponses.iter().copied().chain([("attestation", "oui")]).collect();
        let corps = self.logiciels().corps(&reponses);
        let resume = self.resumer(FORMULAIRE, &corps);
        assert_eq!(resume.code, StatusCode::OK, "{}", resume.texte);
        let recu = self.confirmer_logiciels(&resume);
        assert_eq!(recu.code, StatusCode::SEE_OTHER, "{}", recu.texte);
        (resume, recu)
    }

    fn confirmer_logiciels(&mut self, resume: &Reponse) -> Reponse {
        let (_, version) = resume.texte.split_once("name=\"version_lue\" value=\"").unwrap();
        let version = version.split('"').next().unwrap();
        let corps = format!("jeton={}&version_lue={version}&attestation=oui", resume.jeton());
        self.envoyer(&format!("{FORMULAIRE}/transmettre"), &corps)
    }
}

#[test]
fn each_question_holds_its_piece_and_the_form_leads_to_all_of_them() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.logiciels();
    for code in ["logiciel", "messagerie", "local", "engagement"] {
        page.dit(&[&format!("name=\"piece.{code}\"")]);
    }
    page.dit(&["Pièces de la déclaration", &format!("href=\"{PAGE}\""), "/pieces?retour=declaration\""]);
    // The first thing sent by the form is its token: what is not ours is refused unread.
    assert_eq!(page.champs()[0].0, "jeton");
    a1.lire("/declarations").dit(&[&format!("href=\"{PAGE}\"")]);
    a1.lire(PAGE).dit(&["Retour à la déclaration"]);
    assert!(!Visiteur::titulaire("A1").lire("/declarations/equipement/2024").texte.contains("autres-pieces"));
}

#[test]
fn without_a_script_a_piece_goes_with_what_was_just_typed() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.logiciels();
    let reponse = a1.joindre_depuis(&page, &OUI, &[("logiciel", "facture.pdf", PDF)]);
    assert_eq!(reponse.code, StatusCode::SEE_OTHER, "{}", reponse.texte);
    assert_eq!(reponse.entete("location"), format!("{FORMULAIRE}#pieces-logiciel"));
    let page = a1.logiciels();
    page.dit(&["facture.pdf", "Déposée"]);
    for (code, valeur) in OUI {
        assert!(page.champs().contains(&(format!("champ.{code}"), valeur.to_owned())), "{code}");
    }
    // Taking it away keeps what was typed since.
    let piece = a1.premiere_piece();
    let corps = page.corps(&[("messagerie", "oui")]);
    let reponse = a1.envoyer(&format!("{piece}/retirer?retour=declaration"), &corps);
    assert_eq!(reponse.entete("location"), format!("{FORMULAIRE}#pieces-logiciel"));
    let page = a1.logiciels();
    assert!(page.champs().contains(&("champ.messagerie".to_owned(), "oui".to_owned())));
    assert!(!page.texte.contains("facture.pdf"));
}

#[test]
fn a_refused_file_is_said_beside_its_field_and_the_answers_stay() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.logiciels();
    let fichiers: [(&str, &str, &[u8]); 2] = [("logiciel", "bonne.pdf", PDF), ("local", "plan.exe", b"MZ")];
    let reponse = a1.joindre_depuis(&page, &[&OUI[..], &[("attestation", "oui")]].concat(), &fichiers);
    assert_eq!(reponse.code, StatusCode::UNPROCESSABLE_ENTITY);
    reponse.dit(&[
        "id=\"erreurs\"",
        "Une pièce n&#39;a pas été jointe",
        "href=\"#piece-local\"",
        "id=\"pieces-local-refus\"",
        "bonne.pdf",
    ]);
    assert!(!reponse.texte.contains("id=\"pieces-logiciel-refus\""));
    for (code, valeur) in OUI {
        assert!(reponse.champs().contains(&(format!("champ.{code}"), valeur.to_owned())), "{code}");
    }
    assert_eq!(pieces(&a1.lieu).len(), 1);
}

#[test]
fn a_file_chosen_and_not_sent_is_said_before_the_summary() {
    let mut a1 = Visiteur::titulaire("A1");
    for acte in ["enregistrer", "resume"] {
        let corps = a1.logiciels().corps(&[&OUI[..], &[("@piece.local", "plan.pdf"), ("attestation", "oui")]].concat());
        let reponse = a1.envoyer(&format!("{FORMULAIRE}/{acte}"), &corps);
        assert_eq!(reponse.code, StatusCode::UNPROCESSABLE_ENTITY, "{acte}");
        reponse.dit(&["plan.pdf", "Choisissez-le à nouveau", "id=\"pieces-local-refus\""]);
        assert!(reponse.champs().contains(&("champ.local".to_owned(), "oui".to_owned())), "{acte}");
    }
}

#[test]
fn when_two_people_answer_at_once_the_piece_is_kept_and_the_choice_is_asked() {
    let lieu = Lieu::new();
    let (mut a1, mut autre) = (Visiteur::dans(&lieu).entre("A1"), Visiteur::dans(&lieu).entre("d-preparer"));
    let page = a1.logiciels();
    let corps = autre.logiciels().corps(&[("logiciel", "non")]);
    autre.envoyer(&format!("{FORMULAIRE}/enregistrer"), &corps);
    let reponse = a1.joindre_depuis(&page, &OUI, &[("logiciel", "facture.pdf", PDF)]);
    assert_eq!(reponse.code, StatusCode::CONFLICT);
    reponse.dit(&["Yaël Essai", "Garder la mienne", "facture.pdf"]);
    assert_eq!(pieces(&lieu).len(), 1);
}

#[test]
fn a_transmission_takes_its_pieces_and_says_which() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.logiciels();
    a1.joindre_depuis(&page, &OUI, &[("local", "plan.pdf", PDF), ("engagement", "engagement.pdf", b"%PDF-engagement")]);
    let (resume, recu) = a1.transmet_logiciels(&[]);
    resume.dit(&[
        "plan.pdf",
        "engagement.pdf",
        "Pièce attendue, à envoyer avant le 31/01/2025 à 23\u{a0}h\u{a0}59\u{a0}: Facture de l&#39;éditeur.",
    ]);
    // « Messagerie » is answered by « non »: it has nothing to prove.
    assert_eq!(resume.texte.matches("Pièce attendue").count(), 1);
    assert!(pieces(&a1.lieu).iter().all(|p| p.etat() == EtatDePiece::AControler));
    let adresse = recu.entete("location").to_owned();
    // What is missing is said on the receipt, on the card and beside the form.
    a1.lire(&adresse).dit(&[
        "Une pièce justificative est encore attendue",
        "avant le 31/01/2025",
        "Facture de l&#39;éditeur",
    ]);
    a1.lire("/declarations").dit(&["une pièce justificative attendue", "1 pièce attendue"]);
    a1.logiciels().dit(&["Une pièce justificative est attendue"]);
    a1.passer(Duration::from_secs(60));
    let page = a1.logiciels();
    a1.joindre_depuis(&page, &[], &[("logiciel", "suite.pdf", b"%PDF-suite")]);
    // What follows the transmission waits for an agent at once, and is not on the receipt of what went before.
    assert!(pieces(&a1.lieu).iter().all(|p| p.etat() == EtatDePiece::AControler));
    let recu = a1.lire(&adresse);
    recu.dit(&["plan.pdf", "engagement.pdf", "À contrôler", &format!("href=\"{PAGE}\"")]);
    assert!(!recu.texte.contains("encore attendue"), "it has arrived since");
    assert!(!recu.texte.contains("suite.pdf"));
}

#[test]
fn the_decision_of_the_caisse_is_on_the_indicator() {
    let mut a1 = Visiteur::titulaire("A1");
    let page = a1.logiciels();
    a1.joindre_depuis(&page, &OUI, &[("local", "plan.pdf", PDF)]);
    a1.transmet_logiciels(&[]);
    let decider = |lieu: &Arc<Lieu>, depuis, vers, motif| {
        let (registre, instant, id) = (lieu.registre.clone(), lieu.maintenant(), pieces(lieu)[0].id.clone());
        attendre(async move {
            let decision = Decision { depuis, vers, motif, auteur: "agent" };
            registre.piece_decider(&id, &decision, instant).await.unwrap();
        });
    };
    let phrase = "Pièce justificative validée par la CPAM";
    assert!(!a1.logiciels().texte.contains(phrase));
    decider(&a1.lieu, EtatDePiece::AControler, EtatDePiece::Validee, None);
    let page = a1.logiciels();
    assert_eq!(page.texte.matches(phrase).count(), 1);
    // The script writes the same pills again.
    let corps = page.corps(&[("@fragment", "1")]);
    a1.envoyer(&format!("{FORMULAIRE}/estimer"), &corps).dit(&[phrase]);
    decider(&a1.lieu, EtatDePiece::Validee, EtatDePiece::Refusee, Some("Ce plan est illisible."));
    a1.logiciels().dit(&["Pièce justificative refusée", "Ce plan est illisible."]);
}

#[test]
fn the_window_closes_at_the_second_for_pieces_too_and_opens_again_with_its_prolongation() {
    let lieu = Lieu::new();
    let fin = fin_du_jour(date(2025, 1, 31));
    lieu.aller(Instant(fin.0 - 1));
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let page = a1.logiciels();
    let reponse = a1.joindre_depuis(&page, &[], &[("logiciel", "a-temps.pdf", PDF)]);
    assert_eq!(reponse.code, StatusCode::SEE_OTHER);
    lieu.aller(fin);
    let reponse = a1.joindre_depuis(&page, &OUI, &[("logiciel", "trop-tard.pdf", b"%PDF-tard")]);
    assert_eq!(reponse.code, StatusCode::CONFLICT);
    reponse.dit(&[
        "La période est close depuis le 31/01/2025",
        "ne sont pas enregistrées",
        "value=\"oui\" id=\"champ-logiciel\" checked",
    ]);
    assert_eq!(a1.joindre_un("trop-tard.pdf", b"%PDF-tard").code, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((pieces(&lieu).len(), lieu.fichiers()), (1, 1));
    // « equipement » is prolonged from 10 to 20 February; its pieces follow.
    for (jour, ouverte) in [(9, false), (10, true), (20, true), (21, false)] {
        lieu.aller(Instant(fin_du_jour(date(2025, 2, jour)).0 - 1));
        let page = Visiteur::dans(&lieu).entre("A1").lire("/declarations/equipement/2024/pieces");
        assert_eq!(page.texte.contains("type=\"file\""), ouverte, "{jour}");
    }
}

#[test]
fn the_receipt_is_announced_once_to_whoever_transmitted() {
    let lieu = Lieu::new();
    let mut a1 = Visiteur::dans(&lieu).entre("d-transmettre");
    let (resume, recu) = a1.transmet_logiciels(&OUI);
    assert_eq!(a1.confirmer_logiciels(&resume).entete("location"), recu.entete("location"));
    let courriels = courriels(&lieu);
    assert_eq!(courriels.len(), 1);
    assert_eq!(courriels[0].destinataire.adresse, "d-transmettre@essai.example");
    let attendu = Avis::Recu {
        dispositif: "Logiciels du cabinet".to_owned(),
        exercice: "2024".to_owned(),
        numero: 1,
        recue_le: "15/01/2025 à 12\u{a0}h\u{a0}00".to_owned(),
        chemin: "/depots/logiciels/2024/1".to_owned(),
    };
    assert_eq!(courriels[0].avis, Some(attendu));
}
