//! The supporting documents of a declaration: what the rules ask, what was sent, where it stands.

use super::membre::{Adresse, Membre};
use super::{Probleme, Reponse, dire};
use crate::Service;
use crate::declaration::Fenetre;
use crate::horloge::iso;
use crate::pieces::bloc::{lisible, pastille, transmise};
use crate::pieces::demandes::{cle, demandes, trouver};
use crate::pieces::depot::pour;
use axum::extract::State;
use convention::ecriture::typographier;
use registre::{EtatDePiece, Instant, Piece};
use serde_json::{Value, json};

pub(super) async fn liste(State(service): State<Service>, Membre(connecte): Membre, adresse: Adresse) -> Reponse {
    let trouvee = trouver(&service, connecte.qui, &adresse.dispositif, &adresse.exercice);
    let (d, annee) = trouvee.ok_or_else(|| Probleme::absent("Cette déclaration n'attend pas de pièce."))?;
    let cle = cle(&connecte.structure, d, annee);
    let pieces = service.registre.pieces_de(&cle).await?;
    let derniere = service.registre.transmission_retenue(&cle).await?.map(|t| t.recu.instant);
    let demandes = demandes(d, annee).into_iter().map(|demande| {
        let siennes = pieces.iter().filter(|piece| pour(piece, &demande.code));
        json!({
            "code": demande.code,
            "titre": typographier(&demande.titre),
            "libelle": typographier(&demande.libelle),
            "obligatoire": demande.obligatoire,
            "pieces": siennes.map(|piece| une(piece, derniere)).collect::<Vec<_>>(),
        })
    });
    dire(
        &json!({ "ouverte": Fenetre::en(d, annee, service.horloge.maintenant()).ouverte(), "demandes": demandes.collect::<Vec<_>>() }),
    )
}

fn une(piece: &Piece, derniere: Option<Instant>) -> Value {
    let transmise = transmise(piece, derniere);
    let etat = match piece.etat() {
        EtatDePiece::Deposee if transmise => EtatDePiece::AControler,
        etat => etat,
    };
    json!({
        "identifiant": piece.id,
        "nom": piece.nom,
        "taille": piece.taille,
        "etat": etat.mot(),
        "ecrit": pastille(piece.etat(), transmise).mot,
        "motif": piece.etapes.last().and_then(|etape| etape.motif.as_deref()),
        "deposee": piece.etapes.first().map(|etape| iso(etape.instant)),
        "adresse": lisible(piece).then(|| format!("/pieces/{}", piece.id)),
    })
}
