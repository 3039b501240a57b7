//! What a state rests on that is still to be confirmed, in a sentence.

use convention::{Dispositif, LectureDuTexte};
use explication::IndicateurExplique;
use formule::Marques;

/// The text of a rule folder that says it for all its indicators.
const TEXTE: &str = "regle_provisoire";

/// Does the state of an indicator rest on a reading of ours, or on a value of the demonstration?
pub(crate) const fn a_confirmer(i: &IndicateurExplique) -> bool {
    i.marques.contient(Marques::HYPOTHESE) || i.marques.contient(Marques::FICTIF)
}

/// The reading that the state of an indicator rests on: one about what is marked, never about what is paid for it.
fn lecture<'d>(d: &'d Dispositif, i: &IndicateurExplique) -> Option<&'d LectureDuTexte> {
    let sur = |code: &str| d.lectures.iter().find(|l| l.porte_sur.iter().any(|s| s == code));
    let son_element = i.hypotheses.iter().any(|h| h.rsplit_once('.').is_some_and(|(qui, _)| qui == i.code));
    i.hypotheses.iter().find_map(|code| sur(code)).or_else(|| sur(&i.code).filter(|_| son_element))
}

/// What is to be confirmed before the state of an indicator can be relied on.
pub(crate) fn reserve(d: &Dispositif, i: &IndicateurExplique) -> Option<String> {
    if !a_confirmer(i) || !matches!(i.etat, Some("atteint" | "non_atteint")) {
        return None;
    }
    if !i.marques.contient(Marques::HYPOTHESE) {
        return Some("Repose sur une valeur fictive de démonstration\u{a0}: ne vaut pas ordre de paiement.".to_owned());
    }
    if let Some(texte) = d.textes_de_page.iter().find(|t| t.code == TEXTE) {
        return Some(texte.texte.clone());
    }
    let lecture = lecture(d, i);
    let choix = lecture.map_or_else(String::new, |l| format!(" Notre lecture\u{a0}: {}", l.choix));
    Some(format!("Règle provisoire, à confirmer par le texte\u{a0}: affichée, jamais payée.{choix}"))
}
