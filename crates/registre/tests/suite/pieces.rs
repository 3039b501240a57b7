use crate::support::{Brut, MIDI, cle};
use registre::{Decision, EtatDePiece, NouvellePiece, Registre, Resultat};

async fn deposer(registre: &Registre) {
    let cle = cle();
    let piece = NouvellePiece {
        id: "p1",
        cle: &cle,
        indicateurs: &["qualite", "formation"],
        nom: "Procès-verbal.pdf",
        taille: 1200,
        empreinte: "abcd",
        auteur: "titulaire-1",
    };
    registre.piece_deposer(&piece, MIDI).await.unwrap();
}

async fn decider(registre: &Registre, depuis: EtatDePiece, vers: EtatDePiece, motif: Option<&str>) -> Resultat<()> {
    registre.piece_decider("p1", &Decision { depuis, vers, motif, auteur: "agent-1" }, MIDI).await
}

pub(crate) async fn a_piece_goes_from_deposit_to_refusal_with_its_reason(registre: Registre, brut: Brut) {
    use EtatDePiece::{AControler, Deposee, Refusee};
    deposer(&registre).await;
    decider(&registre, Deposee, AControler, None).await.unwrap();
    decider(&registre, AControler, Refusee, Some("Page 2 illisible")).await.unwrap();
    let piece = registre.piece_lire("p1").await.unwrap().unwrap();
    assert_eq!(piece.etapes.iter().map(|e| e.etat).collect::<Vec<_>>(), [Deposee, AControler, Refusee]);
    assert_eq!(piece.etapes[2].motif.as_deref(), Some("Page 2 illisible"));
    assert_eq!(piece.indicateurs, ["formation", "qualite"]);
    assert_eq!(registre.pieces_de(&cle()).await.unwrap(), [piece]);
    assert_eq!(registre.journal_lire(0, 10).await.unwrap().len(), 3);
    assert_eq!(registre.piece_lire("p2").await.unwrap(), None);
    brut.sql("UPDATE piece_etapes SET etat = 'validee'").await.unwrap_err();
    brut.sql("DELETE FROM pieces").await.unwrap_err();
}

pub(crate) async fn a_refusal_without_a_reason_is_refused(registre: Registre, _: Brut) {
    deposer(&registre).await;
    decider(&registre, EtatDePiece::Deposee, EtatDePiece::AControler, None).await.unwrap();
    let refus = decider(&registre, EtatDePiece::AControler, EtatDePiece::Refusee, Some("  ")).await.unwrap_err();
    assert!(refus.message.contains("motif"), "{}", refus.message);
    decider(&registre, EtatDePiece::Deposee, EtatDePiece::Validee, None).await.unwrap_err();
}

pub(crate) async fn two_agents_do_not_decide_over_each_other(registre: Registre, _: Brut) {
    use EtatDePiece::{AControler, Deposee, Refusee, Validee};
    deposer(&registre).await;
    decider(&registre, Deposee, AControler, None).await.unwrap();
    decider(&registre, AControler, Validee, None).await.unwrap();
    let refus = decider(&registre, AControler, Refusee, Some("illisible")).await.unwrap_err();
    assert!(refus.message.contains("entre-temps"), "{}", refus.message);
    assert_eq!(registre.piece_lire("p1").await.unwrap().unwrap().etat(), Validee);
}
