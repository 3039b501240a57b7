//! What is decided of a piece, and the e-mail that says so to whoever sent it: never which way, nor why.

use super::adresse;
use crate::Service;
use crate::refus::Refus;
use convention::ecriture::typographier;
use registre::{Avis, Decision, Destinataire, EtatDePiece, NouveauCourriel, Piece};

/// Moves a piece to another state. Somebody who waits for an answer is told by e-mail when there is one.
///
/// # Errors
/// When the piece does not exist, no longer stands where the decision says, or the register does not answer; the text
/// is for the log.
pub async fn decider_de_la_piece(service: &Service, id: &str, decision: &Decision<'_>) -> Result<(), String> {
    let lue = service.registre.piece_lire(id).await.map_err(|erreur| erreur.pour_le_journal)?;
    let piece = lue.ok_or("décider d'une pièce qui n'existe pas")?;
    decider(service, &piece, decision).await.map_err(|refus| refus.dire().1)
}

/// The same, of a piece that was just read.
pub(super) async fn decider(service: &Service, piece: &Piece, decision: &Decision<'_>) -> Result<(), Refus> {
    let instant = service.horloge.maintenant();
    service.registre.piece_decider(&piece.id, decision, instant).await?;
    if !matches!(decision.vers, EtatDePiece::Validee | EtatDePiece::Refusee) {
        return Ok(());
    }
    let Some(depot) = piece.etapes.first() else { return Ok(()) };
    let Some(personne) = service.registre.personne_lire(&depot.auteur).await? else { return Ok(()) };
    let Some(destinataire) = Destinataire::de(&personne) else { return Ok(()) };
    let Some(dispositif) = service.monde.dispositif(&piece.cle.dispositif) else { return Ok(()) };
    let annee = piece.cle.exercice.parse().unwrap_or_default();
    let avis = Avis::Decision {
        dispositif: typographier(&dispositif.titre),
        exercice: piece.cle.exercice.clone(),
        chemin: adresse(dispositif, annee).unwrap_or_else(|| "/depots".to_owned()),
    };
    let courriel = NouveauCourriel {
        cle: &format!("piece/{}/{}", piece.id, decision.vers.mot()),
        destinataire: &destinataire,
        avis: &avis,
        perime: None,
    };
    service.registre.courriel_deposer(&courriel, instant).await?;
    Ok(())
}
