//! Which fields apply: those whose condition holds on the other answers.

use super::dossier::Dossier;
use crate::Service;
use formule::programme::Definition;
use formule::{Contenu, Ligne, Plan};

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
    (0..retenus.len()).map(|rang| retenus[rang].unwrap_or_else(|| selon_une_formule(service, dossier, rang, ligne.as_ref()))).collect()
}

/// The answer of a condition that is the name of a field; nothing when it is a formula, or not known yet.
fn selon_un_champ(dossier: &Dossier<'_>, rang: usize, retenus: &[Option<bool>]) -> Option<bool> {
    let Some(parent) = dossier.parent(rang) else {
        return dossier.reponses[rang].champ.si.is_none().then_some(true);
    };
    Some(retenus[parent]? && dossier.reponses[parent].lue.tenue() == Some(1))
}

/// The answer of a formula on the figures of the structure. A formula that cannot be read asks rather than hides.
fn selon_une_formule(service: &Service, dossier: &Dossier<'_>, rang: usize, ligne: Option<&Ligne>) -> bool {
    let (Some(si), Some(ligne)) = (&dossier.reponses[rang].champ.si, ligne) else { return true };
    let Some((_, calcul)) = service.monde.calcul(&dossier.dispositif.code, dossier.annee) else { return true };
    let mut programme = calcul.compile.plan.programme().clone();
    programme.definitions.push(Definition::simple(CODE, &si.valeur));
    let Ok(plan) = formule::compiler(&programme) else { return true };
    oui(&plan, ligne).unwrap_or(true)
}

/// The definition that a condition becomes; no code of a rule folder has a dot.
const CODE: &str = "champ.si";

fn oui(plan: &Plan, ligne: &Ligne) -> Option<bool> {
    let trace = formule::evaluer(plan, ligne).ok()?;
    let valeur = trace.valeur(plan.definition(CODE)?);
    match valeur.contenu {
        Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
        _ => Some(false),
    }
}
