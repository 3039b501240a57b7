//! What was declared, for the pages that compute with it.

use super::dossier::cle_de;
use super::fenetre::Fenetre;
use super::saisie;
use crate::Service;
use crate::refus::Refus;
use convention::{Entree, IdBeneficiaire, Origine};
use formule::Ligne;

/// Under this name a transmission holds the statement that was sworn. No field can bear it: codes have no « @ ».
pub(crate) const ATTESTATION: &str = "@attestation";

/// The figures of a structure for an exercice, with what it transmitted in place of the declared inputs. As long as
/// the window is not behind, an input that was not transmitted counts as not declared, whatever the figures say.
#[allow(dead_code, reason = "the pages of remunerations read it")]
pub(crate) async fn reponses_de(
    service: &Service,
    structure: &IdBeneficiaire,
    dispositif: &str,
    exercice: i32,
) -> Result<Option<Ligne>, Refus> {
    let Some((d, calcul)) = service.monde.calcul(dispositif, exercice) else { return Ok(None) };
    let Some(qui) = service.monde.rang(structure) else { return Ok(None) };
    let mut ligne = calcul.ligne(qui);
    let transmise = service.registre.transmission_retenue(&cle_de(structure, d, exercice)).await?;
    let saisies = d.exercice(exercice).map_or(&[][..], |e| &e.saisies);
    let finie = saisies.is_empty() || Fenetre::de(saisies, service.horloge.maintenant()).finie();
    if transmise.is_none() && finie {
        return Ok(Some(ligne));
    }
    for (cellule, lue) in ligne.entrees.iter_mut().zip(calcul.compile.plan.entrees()) {
        let declaree = |e: &&Entree| e.champ.is_some() || e.origine == Origine::Declaration;
        let Some(entree) = d.entree(&lue.code).filter(declaree) else { continue };
        let reponse = transmise.as_ref().and_then(|t| t.reponses.get(&entree.code));
        let tenue = reponse.and_then(|reponse| saisie::lire(entree, reponse).tenue());
        *cellule = tenue.map_or_else(|| entree.sans_reponse(), Ok);
    }
    Ok(Some(ligne))
}
