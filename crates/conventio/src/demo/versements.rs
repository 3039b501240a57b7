//! What the fictional caisse has already paid: the amounts computed for the exercices behind, and older payments.

use super::departement::{Departement, Versements};
use super::hasard::Hasard;
use convention::{Date, Dispositif, IdBeneficiaire, Nature};
use registre::PaiementAImporter;
use teleservice::Monde;

/// One structure in this many was first paid on incomplete figures.
const UNE_SUR: i64 = 8;

/// Every payment, in the order of the structures.
pub(super) fn deja_faits(departement: &Departement, monde: &Monde, jour: Date) -> Vec<PaiementAImporter> {
    let hasard = Hasard::new(departement.graine);
    let dits = &departement.versements;
    let mut paiements = Vec::new();
    for calcul in monde.calculs.iter().filter(|c| dits.exercices.contains(&c.exercice())) {
        let dispositifs = || monde.conventions.iter().flat_map(|c| &c.dispositifs);
        let Some(d) = dispositifs().find(|d| d.code == calcul.dispositif()) else { continue };
        for (qui, beneficiaire) in monde.beneficiaires.iter().enumerate().filter(|(qui, _)| calcul.compte(*qui)) {
            let Some(du) = calcul.centimes(qui) else { continue };
            let incomplet = hasard.entre(qui, &format!("{}/incomplet", d.code), 0, UNE_SUR - 1) == 0;
            let initial = if incomplet { du - du / 10 } else { du };
            for versement in &d.versements {
                let Some(verse_le) = quand(dits, d, calcul.exercice(), &versement.code, jour) else { continue };
                let regularise = regularisation(dits, d, calcul.exercice());
                let centimes = match versement.nature {
                    Nature::Regularisation | Nature::Complement | Nature::Solde => du - initial,
                    _ if regularise => initial,
                    _ => du,
                };
                paiements.push(PaiementAImporter {
                    beneficiaire: IdBeneficiaire(beneficiaire.id.clone()),
                    convention: d.convention.clone(),
                    exercice: calcul.exercice().to_string(),
                    exercice_affiche: calcul.exercice().to_string(),
                    dispositif: Some(d.code.clone()),
                    code: Some(versement.code.clone()),
                    titre: versement.titre.clone(),
                    nature: versement.nature,
                    centimes,
                    jour: verse_le,
                    periode: None,
                });
            }
        }
    }
    for (qui, beneficiaire) in monde.beneficiaires.iter().enumerate() {
        let Some(convention) = monde.conventions.get(beneficiaire.convention) else { continue };
        let premiere = beneficiaire.convention == 0;
        let siens = dits.anciens.iter().filter(|a| a.convention.as_ref().map_or(premiere, |c| *c == convention.code));
        for ancien in siens {
            let Some(verse_le) = ancien.jour else { continue };
            let centimes = hasard.entre(qui, &ancien.titre, ancien.de * 100, ancien.a * 100);
            paiements.push(PaiementAImporter {
                beneficiaire: IdBeneficiaire(beneficiaire.id.clone()),
                convention: convention.code.clone(),
                exercice: ancien.exercice.to_string(),
                exercice_affiche: ancien.exercice.to_string(),
                dispositif: None,
                code: None,
                titre: ancien.titre.clone(),
                nature: Nature::Initial,
                centimes,
                jour: verse_le,
                periode: None,
            });
        }
    }
    paiements
}

/// The day of a payment, if it is behind us. What follows an initial payment is only made when its day is said.
fn quand(dits: &Versements, d: &Dispositif, exercice: i32, code: &str, jour: Date) -> Option<Date> {
    let dit = dits.jours.iter().find(|j| j.dispositif == d.code && j.exercice == exercice && j.code == code);
    let premier = d.versements.first().is_some_and(|v| v.code == code);
    let defaut = || premier.then(|| Date::new(exercice + 1, dits.jour.0, dits.jour.1)).flatten();
    dit.and_then(|j| j.jour).or_else(defaut).filter(|verse_le| *verse_le <= jour)
}

/// Was a second payment of this exercice made?
fn regularisation(dits: &Versements, d: &Dispositif, exercice: i32) -> bool {
    let seconds = d.versements.iter().skip(1);
    seconds
        .into_iter()
        .any(|v| dits.jours.iter().any(|j| j.dispositif == d.code && j.exercice == exercice && j.code == v.code))
}
