//! What the role of an indicator becomes: a constant for each effect, with its confidence.

use crate::provenance::ConfianceDite;
use crate::surcharges::{Cible, Surcharges};
use crate::valeurs::oui_non;
use crate::{Indicateur, Role};
use formule::Confiance;
use formule::programme::{Constante, Scalaire};

/// The effects of an indicator in an exercice.
pub(crate) struct Effets {
    /// Is it computed at all?
    pub(crate) present: bool,
    /// Must it be reached? `None`: surely not.
    pub(crate) socle: Option<Constante>,
    /// Does its amount count? `None`: surely not.
    pub(crate) remunere: Option<Constante>,
    /// Does it take away from the total? `None`: surely not.
    pub(crate) malus: Option<Constante>,
}

/// Surely true, without any mark: formulas need not read it as a parameter.
pub(crate) fn certaine(constante: Constante) -> bool {
    constante.valeur == Some(Scalaire::OuiNon(true)) && constante.confiance.marques() == formule::Marques::AUCUNE
}

struct Lus<'a> {
    role: &'a Role,
    remplaces: Vec<(&'a str, Option<bool>, Option<Confiance>)>,
}

impl Lus<'_> {
    /// The value of an attribute (`None`: unknown).
    fn attribut(&self, nom: &str) -> Option<bool> {
        match self.remplaces.iter().rev().find(|(n, ..)| *n == nom) {
            Some((_, valeur, _)) => *valeur,
            None => self.role.attribut(nom),
        }
    }

    /// The confidence of an effect that rests on these attributes: that of the last replacement, if any.
    fn confiance(&self, noms: &[&str]) -> Confiance {
        let remplacee = self.remplaces.iter().rev().find(|(n, ..)| noms.contains(n));
        remplacee.and_then(|(_, _, c)| *c).unwrap_or_else(|| self.role.provenance.confiance.confiance())
    }
}

/// The effects of a role, some of its attributes being replaced.
pub(crate) fn effets(indicateur: &Indicateur, role: &Role, surcharges: &Surcharges) -> Effets {
    let mut lus = Lus { role, remplaces: Vec::new() };
    for surcharge in &surcharges.liste {
        if let Cible::Role { indicateur: code, attribut } = &surcharge.cible
            && *code == indicateur.code
            && !surcharge.complete
        {
            lus.remplaces.push((attribut.as_str(), oui_non(surcharge.valeur.trim()), surcharge.confiance));
        }
    }
    let actif = lus.attribut("actif");
    // A role that nobody could establish is unknown in each of its effects.
    let inconnu = role.provenance.confiance == ConfianceDite::Inconnu && lus.remplaces.is_empty();
    let constante = |valeur: Option<bool>, noms: &[&str]| match valeur.filter(|_| !inconnu) {
        Some(v) => Constante { valeur: Some(Scalaire::OuiNon(v)), confiance: lus.confiance(noms) },
        None => Constante::INCONNUE,
    };
    // Neutralised or inactive by hypothesis, a socle still bears on the result when it is not reached.
    let socle = {
        let dit = lus.attribut("socle") != Some(false) || lus.attribut("socle_neutralise") != Some(false);
        let effectif = et(et(actif, lus.attribut("socle")), lus.attribut("socle_neutralise").map(|n| !n));
        let c = constante(effectif, &["actif", "socle", "socle_neutralise"]);
        let surement_pas =
            c.valeur == Some(Scalaire::OuiNon(false)) && c.confiance.marques() == formule::Marques::AUCUNE;
        (dit && !surement_pas).then_some(c)
    };
    let effet = |nom: &str| {
        let effectif = et(actif, lus.attribut(nom));
        (effectif != Some(false)).then(|| constante(effectif, &["actif", nom]))
    };
    let (remunere, malus) = (effet("remunere"), effet("malus"));
    let present = actif != Some(false) || socle.is_some();
    Effets { present, socle, remunere, malus }
}

fn et(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
