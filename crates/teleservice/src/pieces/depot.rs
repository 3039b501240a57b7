//! What is kept, offered again and taken away. One at a time: a content is only erased when nothing refers to it.

use super::demandes::{self, Demande};
use super::envoi::{Envoi, PieceRefusee, Recu, contenu_different, hors_du_moteur};
use super::{analyse, avant};
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Service, hasard};
use convention::Dispositif;
use registre::{CleDeDeclaration, Decision, EtatDePiece, NouvellePiece, Piece};

/// More documents for one answer would not be read by anybody.
const PIECES_AU_PLUS: usize = 20;

/// Where pieces go, and who brings them.
#[derive(Clone)]
pub(crate) struct Destination {
    pub(crate) cle: CleDeDeclaration,
    pub(crate) auteur: String,
    pub(crate) demandes: Vec<Demande>,
}

impl Destination {
    pub(crate) fn de(connecte: &Connecte, d: &Dispositif, exercice: i32) -> Self {
        Self {
            cle: demandes::cle(&connecte.structure, d, exercice),
            auteur: connecte.personne.id.clone(),
            demandes: demandes::demandes(d, exercice),
        }
    }

    pub(crate) fn demande(&self, code: &str) -> Option<&Demande> {
        self.demandes.iter().find(|demande| demande.code == code)
    }
}

/// Keeps what arrived whole; answers what is not kept, with its reason. It goes to its end even if the person leaves.
pub(crate) async fn deposer(service: &Service, ou: &Destination, envoi: Envoi) -> Result<Vec<PieceRefusee>, Refus> {
    let (service, ou) = (service.clone(), ou.clone());
    let fait = tokio::spawn(async move {
        let Envoi { champs, recus, mut refuses } = envoi;
        for recu in recus {
            let mut codes = vec![recu.demande.clone()];
            let autres = ou.demande(&recu.demande).map(|d| d.autres.clone()).unwrap_or_default();
            let nom = format!("aussi.{}", recu.demande);
            codes.extend(autres.into_iter().filter(|autre| champs.0.iter().any(|(n, v)| *n == nom && v == autre)));
            let (demande, nom) = (recu.demande.clone(), recu.nom.clone());
            if let Some(raison) = garder(&service, &ou, recu, &codes).await? {
                refuses.push(PieceRefusee { demande, nom, raison });
            }
        }
        Ok(refuses)
    });
    fait.await.map_err(|_| Refus::panne("garder une pièce : la tâche s'est arrêtée"))?
}

/// Keeps one file, or says why not.
async fn garder(service: &Service, ou: &Destination, recu: Recu, codes: &[String]) -> Result<Option<String>, Refus> {
    let Recu { demande, nom, format, taille, reception } = recu;
    let _seul = service.receptions.rangement.lock().await;
    let verifie = hors_du_moteur(move || {
        let tient = format.tient(&reception.relire()?);
        Ok(if tient { Some(reception.ranger()?) } else { None })
    });
    let Some(range) = verifie.await? else { return Ok(Some(contenu_different(format))) };
    let contenu = Contenu { nom, taille, empreinte: range.empreinte.clone() };
    let rattachee = rattacher(service, ou, &contenu, &demande, codes).await;
    // What is in its place without anything that refers to it would never be found again.
    if range.nouveau && !matches!(rattachee, Ok(None)) {
        let (coffre, empreinte) = (service.coffre.clone(), range.empreinte);
        hors_du_moteur(move || coffre.retirer(&empreinte)).await?;
    }
    rattachee
}

struct Contenu {
    nom: String,
    taille: i64,
    empreinte: String,
}

/// Attaches a content of the store to a declaration, or says why not.
async fn rattacher(
    service: &Service,
    ou: &Destination,
    contenu: &Contenu,
    demande: &str,
    codes: &[String],
) -> Result<Option<String>, Refus> {
    let pieces = service.registre.pieces_de(&ou.cle).await?;
    let mut presentes = pieces.iter().filter(|p| p.etat() != EtatDePiece::Retiree && pour(p, demande));
    // The same sending twice is one piece.
    if presentes.clone().any(|p| p.empreinte == contenu.empreinte && codes.iter().all(|code| pour(p, code))) {
        return Ok(None);
    }
    if presentes.by_ref().count() >= PIECES_AU_PLUS {
        return Ok(Some(format!(
            "cet indicateur a déjà {PIECES_AU_PLUS} pièces. Retirez celles qui ne servent plus, ou réunissez-les dans un seul fichier."
        )));
    }
    let id = hasard::identifiant()?;
    let indicateurs: Vec<&str> = codes.iter().map(String::as_str).collect();
    let nouvelle = NouvellePiece {
        id: &id,
        cle: &ou.cle,
        indicateurs: &indicateurs,
        nom: &contenu.nom,
        taille: contenu.taille,
        empreinte: &contenu.empreinte,
        auteur: &ou.auteur,
    };
    service.registre.piece_deposer(&nouvelle, service.horloge.maintenant()).await?;
    // The piece is kept by now: an antivirus that cannot be asked yet is asked when the piece is next shown.
    if let Err(refus) = analyse::lancer(service, &id).await {
        refus.dire();
    }
    Ok(None)
}

/// Does a piece support this demand?
pub(crate) fn pour(piece: &Piece, code: &str) -> bool {
    piece.indicateurs.iter().any(|indicateur| indicateur == code)
}

/// Can last year's piece be used again for this demand?
pub(crate) fn reutilisable(piece: &Piece, demande: &Demande) -> bool {
    demande.durable
        && pour(piece, &demande.code)
        && matches!(piece.etat(), EtatDePiece::Deposee | EtatDePiece::AControler | EtatDePiece::Validee)
}

/// Attaches last year's piece to this year's declaration.
pub(crate) async fn reprendre(service: &Service, ou: &Destination, code: &str, id: &str) -> Result<(), Refus> {
    let ancienne = service.registre.piece_lire(id).await?;
    let precedente = avant(&ou.cle);
    let Some((demande, ancienne)) = ou
        .demande(code)
        .zip(ancienne)
        .filter(|(demande, piece)| Some(&piece.cle) == precedente.as_ref() && reutilisable(piece, demande))
    else {
        return Err(Refus::absent("Cette pièce n'existe pas"));
    };
    let codes: Vec<String> =
        ancienne.indicateurs.iter().filter(|autre| *autre == code || demande.autres.contains(autre)).cloned().collect();
    let _seul = service.receptions.rangement.lock().await;
    // It may have been lost or altered since: better known now than by the agent.
    let (coffre, empreinte) = (service.coffre.clone(), ancienne.empreinte.clone());
    hors_du_moteur(move || coffre.lire(&empreinte)).await?;
    let contenu = Contenu { nom: ancienne.nom, taille: ancienne.taille, empreinte: ancienne.empreinte };
    match rattacher(service, ou, &contenu, code, &codes).await? {
        None => Ok(()),
        Some(raison) => Err(Refus::invalide(format!("«\u{a0}{}\u{a0}»\u{a0}: {raison}", contenu.nom))),
    }
}

/// Takes a piece away before it is transmitted, and erases its content when nothing else refers to it.
pub(crate) async fn retirer(service: &Service, piece: &Piece, auteur: &str) -> Result<(), Refus> {
    let _seul = service.receptions.rangement.lock().await;
    let decision = Decision { depuis: piece.etat(), vers: EtatDePiece::Retiree, motif: None, auteur };
    service.registre.piece_decider(&piece.id, &decision, service.horloge.maintenant()).await?;
    if !service.registre.piece_garde(&piece.empreinte).await? {
        let (coffre, empreinte) = (service.coffre.clone(), piece.empreinte.clone());
        hors_du_moteur(move || coffre.retirer(&empreinte)).await?;
    }
    Ok(())
}
