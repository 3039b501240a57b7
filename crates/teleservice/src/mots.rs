//! States and amounts in words.

use crate::suivi::a_confirmer;
use convention::ecriture::typographier;
use explication::{Chiffre, IndicateurExplique};
use formule::{Date, Etat};
use std::borrow::Cow;

pub(crate) use convention::ecriture::contracter;
pub(crate) use explication::{article, jour};

/// The pill of a state: its style, its sign and its word. Never the colour alone.
#[derive(Debug, Clone)]
pub(crate) struct Pastille {
    pub(crate) style: &'static str,
    pub(crate) signe: &'static str,
    pub(crate) mot: Cow<'static, str>,
}

impl Pastille {
    pub(crate) const fn new(style: &'static str, signe: &'static str, mot: &'static str) -> Self {
        Self { style, signe, mot: Cow::Borrowed(mot) }
    }
}

/// The pill of what is only to be expected.
pub(crate) const ESTIMATION: Pastille = Pastille::new("info", "≈", "Estimation");

/// The pill of what was paid, and of which nothing remains to be paid.
pub(crate) const VERSE: Pastille = Pastille::new("succes", "✓", "Versé");

/// An amount, or that there is none.
pub(crate) fn montant(centimes: Option<i64>) -> String {
    centimes.map_or_else(|| "Non connu".to_owned(), |c| explication::nombres::euros(i128::from(c)))
}

/// What separates two amounts, with its sign.
pub(crate) fn ecart(avant: Option<i64>, apres: Option<i64>) -> String {
    match avant.zip(apres).map(|(avant, apres)| apres - avant) {
        None => montant(None),
        Some(ecart) if ecart > 0 => format!("+\u{a0}{}", montant(Some(ecart))),
        Some(ecart) if ecart < 0 => format!("−\u{a0}{}", montant(Some(-ecart))),
        Some(_) => montant(Some(0)),
    }
}

pub(crate) const fn de_l_etat(etat: Etat) -> Pastille {
    match etat {
        Etat::Payable => Pastille::new("succes", "✓", "Payable"),
        Etat::NonEligible => Pastille::new("erreur", "✕", "Socle non atteint"),
        Etat::AConfirmer => Pastille::new("alerte", "!", "À confirmer"),
        Etat::Incomplet => Pastille::new("alerte", "?", "Incomplet"),
        Etat::EnAttente => Pastille::new("info", "…", "En attente"),
        Etat::Suivi => Pastille::new("info", "•", "Suivi seulement"),
    }
}

/// The same for an amount that is known: nothing is not to be paid.
pub(crate) fn du_montant(etat: Etat, centimes: Option<i64>) -> Pastille {
    match (etat, centimes) {
        (Etat::Payable, Some(0)) => Pastille::new("neutre", "–", "Rien à verser"),
        _ => de_l_etat(etat),
    }
}

/// The pill of an indicator, in the words of its rules; one that rests on something still to be confirmed says so.
pub(crate) fn de_l_indicateur(i: &IndicateurExplique) -> Option<Pastille> {
    let mut pastille = de_l_atteinte(i.etat?);
    if let Some(mot) = &i.mot_de_l_etat {
        pastille.mot = Cow::Owned(mot.clone());
    }
    if matches!(i.etat, Some("atteint" | "non_atteint")) && a_confirmer(i) {
        let mot = Cow::Owned(format!("{}, à confirmer", pastille.mot));
        pastille = Pastille { style: "alerte", signe: "!", mot };
    }
    Some(pastille)
}

/// The pill of a state, in the usual words.
pub(crate) fn de_l_atteinte(etat: &str) -> Pastille {
    match etat {
        "atteint" => Pastille::new("succes", "✓", "Atteint"),
        "non_atteint" => Pastille::new("erreur", "✕", "Non atteint"),
        "sans_objet" => Pastille::new("neutre", "–", "Sans objet"),
        "en_attente" => Pastille::new("info", "…", "Pas encore disponible"),
        _ => Pastille::new("alerte", "?", "Non connu"),
    }
}

/// When something is to be paid.
pub(crate) fn echeance(date: Option<Date>) -> String {
    date.map_or_else(|| "Date de versement non publiée".to_owned(), |d| format!("À verser au plus tard le {}", jour(d)))
}

/// What was paid after the day on which it should have been.
pub(crate) fn retard(limite: Date) -> String {
    format!("Versé après la date limite du {}", jour(limite))
}

/// A sentence that begins one.
pub(crate) fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    lettres.next().map_or_else(String::new, |initiale| initiale.to_uppercase().chain(lettres).collect())
}

/// A sentence that continues one; an acronym keeps its capitals.
pub(crate) fn minuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    match (lettres.next(), lettres.clone().next()) {
        (Some(initiale), Some(suite)) if !suite.is_uppercase() => initiale.to_lowercase().chain(lettres).collect(),
        _ => phrase.to_owned(),
    }
}

/// A difference under a name that says its direction: what goes the other way is said so, and has no sign.
pub(crate) fn dans_le_sens(nom: &str, ecart: &Chiffre) -> String {
    let contraire = match nom.split_whitespace().next() {
        Some("Baisse") => "hausse",
        Some("Hausse") => "baisse",
        _ => return ecart.ecrit.clone(),
    };
    match ecart.exact.filter(|f| f.n() < 0).and_then(formule::Fraction::oppose) {
        Some(absolu) => format!("{contraire} de {}", ecart.nature.ecrire(absolu)),
        None => ecart.ecrit.clone(),
    }
}

/// A text of a rule folder as it is set: no line ends inside a number, nor between a figure and its unit.
pub(crate) fn composer(texte: &str) -> String {
    lier_les_milliers(&typographier(texte)).replace(" €", "\u{a0}€").replace(" %", "\u{a0}%")
}

/// « 1 115,00 » holds on one line: the space before a group of three figures belongs to the number when one to three
/// figures come before. A year followed by a number stays two words.
fn lier_les_milliers(texte: &str) -> String {
    let mut lie = String::with_capacity(texte.len() + 8);
    // How many figures end what is written.
    let mut chiffres = 0;
    let mut suite = texte.chars();
    while let Some(c) = suite.next() {
        let apres = suite.clone().take_while(char::is_ascii_digit).take(4).count();
        let milliers = c == ' ' && (1..=3).contains(&chiffres) && apres == 3;
        lie.push(if milliers { '\u{a0}' } else { c });
        chiffres = if c.is_ascii_digit() { chiffres + 1 } else { 0 };
    }
    lie
}

#[cfg(test)]
mod tests {
    use super::{composer, dans_le_sens, minuscule};
    use explication::{Chiffre, Nature};
    use formule::{Fraction, Marques};

    #[test]
    fn what_goes_the_other_way_is_said_so_without_a_sign() {
        let ecart = |n| Chiffre::de(Nature::Nombre, Fraction::entier(n), Marques::AUCUNE);
        assert_eq!(dans_le_sens("Baisse observée", &ecart(-1)), "hausse de 1");
        assert_eq!(dans_le_sens("Baisse observée", &ecart(25)), "25");
        assert_eq!(dans_le_sens("Hausse", &ecart(-3)), "baisse de 3");
        assert_eq!(dans_le_sens("Écart", &ecart(3)), "3");
    }

    #[test]
    fn a_name_after_a_comma_has_no_capital_but_those_of_an_acronym() {
        assert_eq!((minuscule("Date d'adhésion"), minuscule("IPP")), ("date d'adhésion".to_owned(), "IPP".to_owned()));
        assert_eq!((minuscule("À la date"), minuscule("")), ("à la date".to_owned(), String::new()));
    }

    #[test]
    fn no_line_ends_inside_a_number_nor_before_its_unit() {
        assert_eq!(composer("1 115,00 € et 12 345 678"), "1\u{a0}115,00\u{a0}€ et 12\u{a0}345\u{a0}678");
        assert_eq!(composer("en 2023 115 dossiers, 20 % des 3 600"), "en 2023 115 dossiers, 20\u{a0}% des 3\u{a0}600");
        assert_eq!(composer("avenant 9 2024"), "avenant 9 2024");
    }
}
