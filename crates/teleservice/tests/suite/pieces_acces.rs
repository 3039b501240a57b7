//! The life of a piece: who sees it, who takes it away, what it serves, and what becomes of it.

use crate::Visiteur;
use crate::lieu::{Lieu, attendre};
use crate::pieces::{Envoi, PAGE, PDF, demande};
use axum::body::Body;
use axum::http::header;
use convention::IdBeneficiaire;
use registre::{ATransmettre, Avis, CleDeDeclaration, Decision, Envoi as Transmise, EtatDePiece, NouvellePiece};
use std::collections::BTreeMap;
use std::sync::Arc;

fn cle(exercice: &str) -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        dispositif: "logiciels".to_owned(),
        exercice: exercice.to_owned(),
    }
}

/// What the register knows of the pieces of A1 for this exercice.
fn pieces(lieu: &Arc<Lieu>, exercice: &str) -> Vec<registre::Piece> {
    let (registre, cle) = (lieu.registre.clone(), cle(exercice));
    attendre(async move { registre.pieces_de(&cle).await.unwrap() })
}

fn decider(lieu: &Arc<Lieu>, id: &str, decisions: &'static [(EtatDePiece, EtatDePiece, Option<&'static str>)]) {
    let (registre, id, instant) = (lieu.registre.clone(), id.to_owned(), lieu.maintenant());
    attendre(async move {
        for (depuis, vers, motif) in decisions {
            let decision = Decision { depuis: *depuis, vers: *vers, motif: *motif, auteur: "agent" };
            registre.piece_decider(&id, &decision, instant).await.unwrap();
        }
    });
}

fn transmettre(lieu: &Arc<Lieu>) {
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    attendre(async move {
        let reponses = BTreeMap::from([("logiciel".to_owned(), "oui".to_owned())]);
        let version = registre.brouillon_lire(&cle("2024")).await.unwrap().version;
        let envoi = ATransmettre { version_lue: version, regles: "regles", reponses: &reponses, auteur: "p-a1" };
        let fait = registre.transmettre(&cle("2024"), &envoi, instant).await.unwrap();
        assert!(matches!(fait, Transmise::Recue(_)));
    });
}

impl Visiteur {
    fn retirer(&mut self, piece: &str) -> crate::Reponse {
        let jeton = self.jeton();
        self.envoyer(&format!("{piece}/retirer"), &format!("jeton={jeton}"))
    }
}

#[test]
fn the_piece_of_somebody_else_does_not_exist() {
    let lieu = Lieu::new();
    let mut titulaire = Visiteur::dans(&lieu).entre("A1");
    titulaire.joindre_un("facture.pdf", PDF);
    let piece = titulaire.premiere_piece();
    let mut autre = Visiteur::dans(&lieu).entre("B2");
    let absente = autre.lire("/pieces/rien");
    let reponse = autre.lire(&piece);
    assert_eq!((reponse.code.as_u16(), &reponse.texte), (404, &absente.texte));
    assert_eq!(autre.retirer(&piece).code.as_u16(), 404);
    assert!(!autre.lire(PAGE).texte.contains("facture.pdf"));
    // The same person, looking at their other structure, does not see it either.
    let mut deux = Visiteur::dans(&lieu).entre("p-deux");
    let jeton = deux.lire("/structures").jeton();
    deux.envoyer("/structures", &format!("jeton={jeton}&structure=B2"));
    assert_eq!(deux.lire(&piece).code.as_u16(), 404);
    assert_eq!(Visiteur::dans(&lieu).lire(&piece).code.as_u16(), 303);
    assert_eq!(titulaire.lire(&piece).code.as_u16(), 200);
}

#[test]
fn a_delegate_who_may_see_reads_and_changes_nothing() {
    let lieu = Lieu::new();
    Visiteur::dans(&lieu).entre("A1").joindre_un("facture.pdf", PDF);
    let mut voit = Visiteur::dans(&lieu).entre("d-voir");
    let page = voit.lire(PAGE);
    page.dit(&["facture.pdf", "sans en ajouter"]);
    assert!(!page.texte.contains("type=\"file\"") && !page.texte.contains("/retirer"));
    let piece = voit.premiere_piece();
    assert_eq!(voit.lire(&piece).octets, PDF);
    for reponse in [voit.retirer(&piece), voit.joindre_un("autre.pdf", b"%PDF-autre")] {
        assert_eq!(reponse.code.as_u16(), 403);
        reponse.dit(&["Votre délégation permet seulement de voir"]);
    }
    assert_eq!(lieu.fichiers(), 1);
    let mut prepare = Visiteur::dans(&lieu).entre("d-preparer");
    assert_eq!(prepare.joindre_un("autre.pdf", b"%PDF-autre").code.as_u16(), 303);
    assert_eq!(prepare.retirer(&piece).code.as_u16(), 303);
}

#[test]
fn a_piece_taken_away_is_erased_unless_another_one_has_its_content() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let envoi = Envoi::new(&jeton).fichier("piece.logiciel", "a.pdf", PDF).fichier("piece.local", "b.pdf", PDF);
    visiteur.joindre(envoi);
    assert_eq!(visiteur.lieu.fichiers(), 1);
    let premiere = visiteur.premiere_piece();
    assert_eq!(visiteur.retirer(&premiere).entete("location"), "/declarations/logiciels/2024/pieces#pieces-logiciel");
    assert_eq!(visiteur.lire(&premiere).code.as_u16(), 404);
    assert_eq!(visiteur.lieu.fichiers(), 1);
    let seconde = visiteur.premiere_piece();
    assert_eq!(visiteur.lire(&seconde).octets, PDF);
    visiteur.retirer(&seconde);
    assert_eq!(visiteur.lieu.fichiers(), 0);
    visiteur.lire(PAGE).dit(&["Pièces retirées (2)", "a.pdf"]);
    // Once is enough: the second time, there is nothing to take away.
    assert_eq!(visiteur.retirer(&seconde).code.as_u16(), 422);
}

#[test]
fn a_piece_that_was_transmitted_stays_and_a_later_one_may_still_go() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.joindre_un("facture.pdf", PDF);
    let premiere = visiteur.premiere_piece();
    transmettre(&visiteur.lieu);
    let page = visiteur.lire(PAGE);
    page.dit(&["À contrôler"]);
    assert!(!page.texte.contains("/retirer"));
    let reponse = visiteur.retirer(&premiere);
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["transmise avec votre déclaration le 15/01/2025 à 12\u{a0}h\u{a0}00", "joignez-en une autre"]);
    visiteur.passer(std::time::Duration::from_secs(60));
    visiteur.joindre_un("suite.pdf", b"%PDF-suite");
    let page = visiteur.lire(PAGE);
    assert_eq!(page.texte.matches("/retirer").count(), 1);
}

#[test]
fn a_decision_is_shown_with_its_reason() {
    use EtatDePiece::{AControler, Deposee, Refusee, Validee};
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.joindre_un("facture.pdf", PDF);
    let id = pieces(&visiteur.lieu, "2024")[0].id.clone();
    decider(
        &visiteur.lieu,
        &id,
        &[(Deposee, AControler, None), (AControler, Refusee, Some("La date n'est pas lisible."))],
    );
    visiteur.lire(PAGE).dit(&["Refusée", "<strong>Motif\u{a0}:</strong> La date n&#39;est pas lisible."]);
    let reponse = visiteur.retirer(&format!("/pieces/{id}"));
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["Votre caisse a déjà décidé"]);
    decider(&visiteur.lieu, &id, &[(Refusee, Validee, None)]);
    visiteur.lire(PAGE).dit(&["Validée par la CPAM"]);
}

#[test]
fn one_piece_serves_two_answers_when_the_rules_allow_it() {
    let mut visiteur = Visiteur::titulaire("A1");
    let page = visiteur.lire(PAGE);
    page.dit(&["vaut aussi pour «\u{a0}2. Messagerie\u{a0}»", "vaut aussi pour «\u{a0}1. Logiciel de dossier\u{a0}»"]);
    assert!(!page.texte.contains("aussi-local"));
    let jeton = visiteur.jeton();
    let envoi = Envoi::new(&jeton)
        .fichier("piece.logiciel", "facture.pdf", PDF)
        .champ("aussi.logiciel", "messagerie")
        // Not offered by the rules: without effect.
        .champ("aussi.logiciel", "local");
    assert_eq!(visiteur.joindre(envoi).code.as_u16(), 303);
    assert_eq!(pieces(&visiteur.lieu, "2024")[0].indicateurs, ["logiciel", "messagerie"]);
    let page = visiteur.lire(PAGE);
    page.dit(&["\u{a0}; vaut aussi pour «\u{a0}2. Messagerie\u{a0}»"]);
    assert_eq!(page.texte.matches("</span>facture.pdf</a>").count(), 2);
}

#[test]
fn last_years_piece_is_used_again_when_the_rules_say_that_it_holds() {
    let mut visiteur = Visiteur::titulaire("A1");
    let (registre, coffre) = (visiteur.lieu.registre.clone(), visiteur.lieu.coffre.clone());
    let instant = visiteur.lieu.maintenant();
    attendre(async move {
        let empreinte = coffre.deposer(PDF).unwrap();
        for (id, indicateur, nom) in [("p1", "logiciel", "ancienne.pdf"), ("p2", "local", "plan.pdf")] {
            let piece = NouvellePiece {
                id,
                cle: &cle("2023"),
                indicateurs: &[indicateur],
                nom,
                taille: 30,
                empreinte: &empreinte,
                auteur: "p-a1",
            };
            registre.piece_deposer(&piece, instant).await.unwrap();
        }
    });
    let page = visiteur.lire(PAGE);
    page.dit(&["Réutiliser la pièce de 2023", "ancienne.pdf, si rien n'a changé"]);
    assert!(!page.texte.contains("plan.pdf"), "a plan only holds for its exercice");
    let jeton = visiteur.jeton();
    let adresse = format!("{PAGE}/reprendre");
    for faux in ["local p2", "logiciel p2", "logiciel rien", "rien p1", "logiciel"] {
        let corps = format!("jeton={jeton}&reutiliser={}", faux.replace(' ', "+"));
        assert_eq!(visiteur.envoyer(&adresse, &corps).code.as_u16(), 404, "{faux}");
    }
    let reponse = visiteur.envoyer(&adresse, &format!("jeton={jeton}&reutiliser=logiciel+p1"));
    assert_eq!(reponse.code.as_u16(), 303);
    let page = visiteur.lire(PAGE);
    assert!(!page.texte.contains("Réutiliser"));
    let piece = visiteur.premiere_piece();
    assert_eq!(visiteur.lire(&piece).octets, PDF);
    // Taking this year's away leaves last year's.
    visiteur.retirer(&piece);
    assert_eq!(visiteur.lire("/pieces/p1").octets, PDF);
}

#[test]
fn a_piece_may_also_go_by_mail_without_naming_anybody() {
    let mut visiteur = Visiteur::titulaire("A1");
    let page = visiteur.lire(PAGE);
    let objet = "Logiciels%20du%20cabinet%202024%20%E2%80%94%201.%20Logiciel%20de%20dossier%20%E2%80%94%20n%C2%B0%20A1";
    page.dit(&[
        &format!("mailto:convention@cpam-essai.example?subject={objet}\""),
        "2, place d&#39;Essai, 99002 ESSAIVILLE",
    ]);
}

#[test]
fn outside_its_window_a_declaration_takes_no_piece() {
    let mut visiteur = Visiteur::titulaire("A1");
    let page = visiteur.lire("/declarations/logiciels/2023/pieces");
    page.dit(&["aucune pièce ne peut être ajoutée ici", "mailto:"]);
    assert!(!page.texte.contains("type=\"file\""));
    visiteur.lieu.aller(teleservice::fin_du_jour(formule::Date::du_calendrier(2025, 1, 31)));
    visiteur.entrer("A1");
    let reponse = visiteur.joindre_un("facture.pdf", PDF);
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["La saisie n&#39;est pas ouverte"]);
    assert_eq!(visiteur.lieu.fichiers(), 0);
}

#[test]
fn a_declaration_without_pieces_has_no_such_page() {
    let mut visiteur = Visiteur::titulaire("A1");
    for adresse in ["depistage/2024", "logiciels/1999", "logiciels/x", "rien/2024"] {
        let reponse = visiteur.lire(&format!("/declarations/{adresse}/pieces"));
        assert_eq!(reponse.code.as_u16(), 404, "{adresse}");
    }
    let jeton = visiteur.jeton();
    let reponse = visiteur.joindre(Envoi::new(&jeton).fichier("piece.rien", "a.pdf", PDF));
    assert_eq!(reponse.code.as_u16(), 404);
}

#[test]
fn reading_a_piece_writes_nothing_in_the_journal() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.joindre_un("facture.pdf", PDF);
    let registre = visiteur.lieu.registre.clone();
    let rang = || {
        let registre = registre.clone();
        attendre(async move { registre.journal_tete().await.unwrap().rang })
    };
    let avant = rang();
    assert!(avant > 0, "sending it wrote the act");
    let piece = visiteur.premiere_piece();
    visiteur.lire(&piece);
    assert_eq!(rang(), avant);
}

#[test]
fn the_script_receives_the_blocks_alone() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let envoi =
        Envoi::new(&jeton).fichier("piece.logiciel", "bonne.pdf", PDF).fichier("piece.logiciel", "non.exe", PDF);
    let mut demande = demande(Body::from(envoi.fini()));
    demande.headers_mut().insert("x-fragment", "1".parse().unwrap());
    let reponse = visiteur.repondre(demande);
    assert_eq!(reponse.code.as_u16(), 422);
    assert!(reponse.entete(header::CONTENT_TYPE.as_str()).starts_with("text/html"));
    reponse.dit(&["bonne.pdf", "«\u{a0}non.exe\u{a0}» n'a pas été joint", "id=\"pieces-messagerie\""]);
    assert!(!reponse.texte.contains("<html"));
}

#[test]
fn a_decision_is_announced_to_whoever_sent_the_piece_without_saying_which() {
    let lieu = Lieu::new();
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    a1.joindre_un("facture.pdf", PDF);
    transmettre(&lieu);
    let id = a1.premiere_piece().trim_start_matches("/pieces/").to_owned();
    decider(&lieu, &id, &[(EtatDePiece::Deposee, EtatDePiece::AControler, None)]);
    let (service, decidee) = (lieu.service.clone(), id.clone());
    attendre(async move {
        let refus = Decision {
            depuis: EtatDePiece::AControler,
            vers: EtatDePiece::Refusee,
            motif: Some("La date est illisible."),
            auteur: "agent",
        };
        teleservice::decider_de_la_piece(&service, &decidee, &refus).await.unwrap();
        // What was already decided cannot be decided again, and nothing more is announced.
        assert!(teleservice::decider_de_la_piece(&service, &decidee, &refus).await.is_err());
    });
    a1.lire(PAGE).dit(&["Refusée", "La date est illisible."]);
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    let courriels = attendre(async move { registre.courriels_a_envoyer(10, instant).await.unwrap() });
    let decisions: Vec<_> = courriels
        .iter()
        .filter_map(|c| Some((c.destinataire.adresse.as_str(), c.avis.as_ref()?)))
        .filter(|(_, avis)| matches!(avis, Avis::Decision { .. }))
        .collect();
    let annonce = Avis::Decision {
        dispositif: "Logiciels du cabinet".to_owned(),
        exercice: "2024".to_owned(),
        chemin: PAGE.to_owned(),
    };
    assert_eq!(decisions, [("p-a1@essai.example", &annonce)]);
}
