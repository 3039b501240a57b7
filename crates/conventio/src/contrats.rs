//! The contracts of somebody in the figures, and the one that a command names.

use crate::calcul::Preparation;
use crate::chiffres::Chiffres;
use crate::echec::{Code, Echec};
use ::explication::{ContratNomme, nommer_les_contrats};
use convention::Dispositif;
use formule::defaut::le_plus_proche;

/// The contracts of somebody, the most recent first; none where people are not computed by contract.
pub(crate) fn de(
    dispositif: &Dispositif,
    preparation: &Preparation,
    chiffres: &Chiffres,
    rangs: &[usize],
) -> Vec<ContratNomme> {
    let siens = rangs.iter().filter_map(|rang| {
        let code = chiffres.beneficiaires.contrat(*rang)?;
        Some((*rang, code.to_owned(), chiffres.jeu.ligne(*rang)))
    });
    nommer_les_contrats(dispositif, &preparation.compile, siens)
}

/// The row to show: that of the contract asked for, or the only one.
pub(crate) fn choisir(
    id: &str,
    rangs: &[usize],
    contrats: &[ContratNomme],
    demande: Option<&str>,
) -> Result<usize, Echec> {
    let usage = |phrase: String| Echec::new(Code::Usage, phrase);
    let dits = || contrats.iter().map(|c| format!("\n  {} : {}", c.code, c.nom)).collect::<String>();
    match (demande, contrats, rangs) {
        (None, [], [rang]) => Ok(*rang),
        (None, [seul], _) => Ok(seul.rang),
        (None, ..) => Err(usage(format!("« {id} » a plusieurs contrats : dites lequel avec --contrat.{}", dits()))),
        (Some(_), [], _) => Err(usage("ce dispositif ne se calcule pas par contrat : ôtez --contrat.".to_owned())),
        (Some(code), ..) => contrats.iter().find(|c| c.code == code).map(|c| c.rang).ok_or_else(|| {
            let conseil = match le_plus_proche(code, contrats.iter().map(|c| c.code.as_str())) {
                Some(proche) => format!("Vouliez-vous dire « {proche} » ?"),
                None => format!("Ses contrats sont :{}", dits()),
            };
            usage(format!("« {id} » n'a pas de contrat « {code} ». {conseil}"))
        }),
    }
}
