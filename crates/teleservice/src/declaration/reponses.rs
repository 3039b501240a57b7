//! What was declared, for the pages that compute with it.

use super::dossier::{Dossier, champs_de, cle_de};
use super::fenetre::Fenetre;
use super::saisie;
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Calcul, Service, remunerations};
use convention::{Dispositif, Entree, IdBeneficiaire, Origine, TypeValeur};
use explication::Explication;
use formule::Ligne;
use std::collections::BTreeMap;

/// Under this name a transmission holds the statement that was sworn. No field can bear it: codes have no « @ ».
pub(crate) const ATTESTATION: &str = "@attestation";

/// The whole explanation of what a dispositif is worth to a structure, on the figures that count.
pub(crate) async fn expliquer(
    service: &Service,
    connecte: &Connecte,
    d: &Dispositif,
    calcul: &Calcul,
) -> Result<Explication, Refus> {
    figures_expliquees(service, connecte, d, calcul).await.map(|(_, explication)| explication)
}

/// The same, with the figures that it rests on.
pub(crate) async fn figures_expliquees(
    service: &Service,
    connecte: &Connecte,
    d: &Dispositif,
    calcul: &Calcul,
) -> Result<(Ligne, Explication), Refus> {
    let ligne = figures(service, connecte, d, calcul).await?;
    let explication = calcul.expliquer_ligne(&service.monde, d, connecte.qui, &ligne);
    let explication = explication.map_err(|_| Refus::panne("expliquer un montant : l'exécution a échoué"))?;
    Ok((ligne, explication))
}

/// The figures that pages of remunerations and of follow-up compute with: those of the run for an exercice behind us,
/// and what was really transmitted for the one in progress.
pub(crate) async fn figures(
    service: &Service,
    connecte: &Connecte,
    d: &Dispositif,
    calcul: &Calcul,
) -> Result<Ligne, Refus> {
    let mut ligne = calcul.ligne(connecte.qui);
    remunerations::poser_le_deja_verse(service, connecte, calcul, &mut ligne).await?;
    if calcul.exercice() < service.exercice_en_cours() {
        return Ok(ligne);
    }
    avec_les_reponses(service, &connecte.structure, d, calcul, ligne).await
}

/// What counts without having been transmitted: all is prefilled. A draft changes nothing until it is transmitted.
pub(crate) struct Preremplies {
    reponses: BTreeMap<String, String>,
    /// Was something written that is not transmitted?
    pub(crate) brouillon: bool,
}

/// The answers of an exercice that count without having been transmitted.
pub(crate) async fn preremplies(
    service: &Service,
    structure: &IdBeneficiaire,
    d: &Dispositif,
    exercice: i32,
) -> Result<Option<Preremplies>, Refus> {
    if champs_de(d, exercice).is_empty() {
        return Ok(None);
    }
    let lu = Dossier::lire(service, structure, &d.code, &exercice.to_string()).await;
    let Ok(mut dossier) = lu else { return Ok(None) };
    let brouillon = dossier.en_attente();
    dossier.sans_brouillon(service);
    let tient = dossier.derniere.is_none() && dossier.intacte() && dossier.fenetre.refus().is_none();
    Ok(tient.then(|| Preremplies { reponses: dossier.a_transmettre(), brouillon }))
}

/// The same figures, with what was transmitted in place of the declared inputs. As long as the window is not behind,
/// an input that was not transmitted counts as not declared, whatever the figures say.
async fn avec_les_reponses(
    service: &Service,
    structure: &IdBeneficiaire,
    d: &Dispositif,
    calcul: &Calcul,
    mut ligne: Ligne,
) -> Result<Ligne, Refus> {
    let exercice = calcul.exercice();
    let transmise = service.registre.transmission_retenue(&cle_de(structure, d, exercice)).await?;
    let saisies = d.exercice(exercice).map_or(&[][..], |e| &e.saisies);
    let finie = saisies.is_empty() || Fenetre::de(saisies, service.horloge.maintenant()).finie();
    if transmise.is_none() && finie {
        return Ok(ligne);
    }
    // What is prefilled and right needs no transmission: it counts already.
    let retenues = match transmise {
        Some(transmise) => transmise.reponses,
        None => preremplies(service, structure, d, exercice).await?.map(|p| p.reponses).unwrap_or_default(),
    };
    for (cellule, lue) in ligne.entrees.iter_mut().zip(calcul.compile.plan.entrees()) {
        let declaree = |e: &&Entree| e.champ.is_some() || e.origine == Origine::Declaration;
        let Some(entree) = d.entree(&lue.code).filter(declaree) else { continue };
        let tenue = retenues.get(&entree.code).and_then(|reponse| saisie::lire(entree, reponse).tenue());
        *cellule = tenue.map_or_else(|| entree.sans_reponse(), Ok);
    }
    Ok(ligne)
}

/// What a structure would transmit if its answers were its figures: for people who are fictional. The statement is
/// among them; nothing when the dispositif asks for nothing in this exercice.
///
/// # Errors
/// When the register does not answer; its text is for the log.
pub async fn reponses_des_chiffres(
    service: &Service,
    structure: &IdBeneficiaire,
    dispositif: &str,
    exercice: i32,
) -> Result<Option<BTreeMap<String, String>>, String> {
    let exercice_ecrit = exercice.to_string();
    let Ok(mut dossier) = Dossier::lire(service, structure, dispositif, &exercice_ecrit).await else { return Ok(None) };
    let Some((_, calcul)) = service.monde.calcul(dossier.qui, dispositif, exercice) else { return Ok(None) };
    let ligne = calcul.ligne(dossier.qui);
    let mut tapes = BTreeMap::new();
    for reponse in &dossier.reponses {
        let code = &reponse.entree.code;
        let rang = calcul.compile.plan.entrees().iter().position(|e| e.code == *code);
        let tenue = rang.and_then(|rang| ligne.entrees.get(rang)?.ok());
        let texte = match tenue {
            Some(tenue) => saisie::montrer(reponse.entree, &saisie::ecrire(reponse.entree, tenue)),
            None if reponse.entree.type_ == TypeValeur::Texte => "Logiciel fictif 4.2".to_owned(),
            None => continue,
        };
        tapes.insert(code.clone(), texte);
    }
    dossier.saisir(service, &tapes);
    let mut reponses = dossier.a_transmettre();
    if reponses.is_empty() {
        return Ok(None);
    }
    reponses.insert(ATTESTATION.to_owned(), "Attestation fictive de démonstration.".to_owned());
    Ok(Some(reponses))
}
