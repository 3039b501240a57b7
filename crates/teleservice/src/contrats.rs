//! The contracts of somebody, where each is computed alone: the one that an address names, and the choice of another.

use crate::{Calcul, Monde};

/// A choice of the selector.
#[derive(Debug)]
pub(crate) struct Choix {
    pub(crate) nom: String,
    pub(crate) adresse: String,
    pub(crate) ici: bool,
}

/// The contract that a question names, when it names one.
pub(crate) fn demande(question: Option<&str>) -> Option<&str> {
    question?.split('&').find_map(|partie| partie.strip_prefix("contrat="))
}

/// What an address says of a contract: nothing where there is only one.
pub(crate) fn question(monde: &Monde, qui: usize, calcul: &Calcul) -> String {
    match plusieurs(monde, qui, calcul).then(|| calcul.code_du_contrat(qui)).flatten() {
        Some(code) => format!("?contrat={code}"),
        None => String::new(),
    }
}

/// What a title says of a contract, after a comma: nothing where there is only one.
pub(crate) fn suite(monde: &Monde, qui: usize, calcul: &Calcul) -> String {
    match calcul.contrat(qui).filter(|_| plusieurs(monde, qui, calcul)) {
        Some(contrat) => format!(", {}", contrat.dans_une_phrase()),
        None => String::new(),
    }
}

/// The contracts of an exercice to choose from, at the addresses that `adresse` makes; none where there is only one.
pub(crate) fn choix(monde: &Monde, qui: usize, calcul: &Calcul, adresse: impl Fn(&str) -> String) -> Vec<Choix> {
    if !plusieurs(monde, qui, calcul) {
        return Vec::new();
    }
    let siens = monde.contrats(qui, &calcul.dispositif, calcul.exercice()).filter_map(|c| c.contrat(qui));
    let ici = calcul.code_du_contrat(qui);
    let choix = |contrat: &explication::ContratNomme| Choix {
        nom: contrat.nom.clone(),
        adresse: adresse(&contrat.code),
        ici: ici == Some(contrat.code.as_str()),
    };
    siens.map(choix).collect()
}

fn plusieurs(monde: &Monde, qui: usize, calcul: &Calcul) -> bool {
    monde.contrats(qui, &calcul.dispositif, calcul.exercice()).nth(1).is_some()
}
