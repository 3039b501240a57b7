//! `expliquer`: the amount of one beneficiary, and why.

use crate::calcul::Preparation;
use crate::calculer::Demande;
use crate::echec::{Code, Echec};
use crate::explication;
use crate::{Sortie, chiffres, contrats};
use clap::ArgMatches;
use formule::defaut::le_plus_proche;

pub(crate) fn expliquer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let demande = Demande::de(lus)?;
    let (source, code) = demande.regles()?;
    let dispositif = source.dispositif(&code)?;
    let surcharges = demande.surcharges(dispositif)?;
    let preparation = Preparation::de(dispositif, demande.exercice, &surcharges)?;
    let chiffres = chiffres::lire(dispositif, &preparation, &demande.fichiers)?;
    chiffres::avertir(&chiffres.avertissements);
    let id = lus.get_one::<String>("beneficiaire").map_or("", String::as_str);
    let rangs = chiffres.beneficiaires.rangs(id);
    if rangs.is_empty() {
        let connus: Vec<_> = (0..chiffres.beneficiaires.len()).map(|rang| chiffres.beneficiaires.id(rang)).collect();
        let conseil = match le_plus_proche(id, connus.iter().map(AsRef::as_ref)) {
            Some(proche) => format!("Vouliez-vous dire « {proche} » ?"),
            None => format!("Il y en a {}, le premier est « {} ».", connus.len(), connus[0]),
        };
        let fichier = demande.fichiers.mesures.display();
        return Err(Echec::new(Code::Usage, format!("{fichier} n'a pas de bénéficiaire « {id} ». {conseil}")));
    }
    let contrats = contrats::de(dispositif, &preparation, &chiffres, &rangs);
    let demande_du_contrat = lus.get_one::<String>("contrat").map(String::as_str);
    let rang = contrats::choisir(id, &rangs, &contrats, demande_du_contrat)?;
    let ligne = chiffres.jeu.ligne(rang);
    let mut explication =
        explication::expliquer(dispositif, source.regles.convention_de(&code), &preparation.compile, id, &ligne)
            .map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
    explication.contrat = contrats.into_iter().find(|contrat| contrat.rang == rang);
    if lus.get_one::<String>("format").is_some_and(|f| f == "json") {
        return Ok(format!("{:#}\n", explication::en_json(&explication)).into());
    }
    Ok(explication::en_texte(&explication).into())
}
