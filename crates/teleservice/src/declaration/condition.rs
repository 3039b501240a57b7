//! Which fields apply: those whose condition holds on the other answers.

use super::dossier::Dossier;
use crate::Service;
use formule::{Contenu, Ligne};

/// The codes of the fields that apply, in the order of the form.
pub(super) fn applicables(service: &Service, dossier: &Dossier<'_>) -> Vec<bool> {
    let mut retenus: Vec<Option<bool>> = dossier.reponses.iter().map(|_| None).collect();
    // A condition that names a field follows that field; one round per field is enough for any chain.
    for _ in 0..dossier.reponses.len() {
        for rang in 0..dossier.reponses.len() {
            if retenus[rang].is_none() {
                retenus[rang] = selon_un_champ(dossier, rang, &retenus);
            }
        }
    }
    let provisoires: Vec<bool> = retenus.iter().map(|retenu| retenu.unwrap_or(true)).collect();
    if retenus.iter().all(Option::is_some) {
        return provisoires;
    }
    let ligne = dossier.ligne(service, &provisoires);
    (0..retenus.len())
        .map(|rang| retenus[rang].unwrap_or_else(|| selon_une_formule(service, dossier, rang, ligne.as_ref())))
        .collect()
}

/// The answer of a condition that is the name of a field; nothing when it is a formula, or not known yet.
fn selon_un_champ(dossier: &Dossier<'_>, rang: usize, retenus: &[Option<bool>]) -> Option<bool> {
    let Some(parent) = dossier.parent(rang) else {
        return dossier.reponses[rang].champ.si.is_none().then_some(true);
    };
    Some(retenus[parent]? && dossier.reponses[parent].lue.tenue() == Some(1))
}

/// The answer of a formula on the figures of the structure: the plan holds it under this name. A condition that is not
/// in the plan asks rather than hides.
fn selon_une_formule(service: &Service, dossier: &Dossier<'_>, rang: usize, ligne: Option<&Ligne>) -> bool {
    let Some((_, calcul)) = service.monde.calcul(dossier.qui, &dossier.dispositif.code, dossier.annee) else {
        return true;
    };
    let plan = &calcul.compile.plan;
    let code = format!("champ.{}.si", dossier.reponses[rang].entree.code);
    let (Some(noeud), Some(ligne)) = (plan.definition(&code), ligne) else { return true };
    let Ok(trace) = formule::evaluer(plan, ligne) else { return true };
    let valeur = trace.valeur(noeud);
    valeur.marques.connu() && valeur.contenu == Contenu::OuiNon(true)
}
