//! Values of a TOML file of the demonstration, read one by one.

use formule::Date;
use toml::de::DeValue;

pub(super) fn mot_de_date(valeur: Option<&DeValue<'_>>) -> Option<Date> {
    match valeur {
        Some(DeValue::Datetime(jour)) => jour.to_string().parse().ok(),
        _ => None,
    }
}

/// `"09-30"`, a month and a day.
pub(super) fn mois_et_jour(ecrit: &str) -> Option<(u32, u32)> {
    let (mois, jour) = ecrit.split_once('-')?;
    mois.parse().ok().zip(jour.parse().ok())
}

pub(super) fn liste<'a>(valeur: Option<&'a DeValue<'a>>) -> impl Iterator<Item = &'a DeValue<'a>> {
    let elements = match valeur {
        Some(DeValue::Array(elements)) => Some(elements),
        _ => None,
    };
    elements.into_iter().flat_map(|elements| elements.iter().map(toml::Spanned::get_ref))
}

pub(super) fn sous<'a>(valeur: &'a DeValue<'_>) -> impl Iterator<Item = (&'a str, &'a DeValue<'a>)> {
    // The lifetime of the values is that of the text they borrow, which outlives their table.
    let table = match valeur {
        DeValue::Table(table) => Some(table),
        _ => None,
    };
    table.into_iter().flat_map(|t| t.iter().map(|(cle, valeur)| (cle.get_ref().as_ref(), valeur.get_ref())))
}

pub(super) fn champ<'a>(valeur: &'a DeValue<'a>, nom: &str) -> Option<&'a DeValue<'a>> {
    sous(valeur).find(|(cle, _)| *cle == nom).map(|(_, valeur)| valeur)
}

pub(super) fn texte(valeur: &DeValue<'_>) -> String {
    match valeur {
        DeValue::String(texte) => texte.to_string(),
        _ => String::new(),
    }
}

/// A list of words, or one word.
pub(super) fn textes(valeur: &DeValue<'_>) -> Vec<String> {
    match valeur {
        DeValue::String(texte) => vec![texte.to_string()],
        autre => liste(Some(autre)).map(texte).collect(),
    }
}

/// A whole number, a rate (`"85 %"`, held out of ten thousand) or a day (counted from 1970-01-01).
pub(super) fn nombre(valeur: &DeValue<'_>) -> Option<i64> {
    match valeur {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        // « 48,2 % », or « 4,5 »: out of ten thousand.
        DeValue::String(texte) => {
            let (ecrit, chiffres) = match texte.strip_suffix('%') {
                Some(taux) => (taux, 2),
                None => (texte.contains(',').then_some(texte.as_ref())?, 4),
            };
            let ecrit: String = ecrit.chars().filter(|c| !c.is_whitespace()).collect();
            let (entiers, decimales) = ecrit.split_once(',').unwrap_or((&ecrit, ""));
            let decimales = format!("{decimales:0<chiffres$}");
            let un = 10_i64.checked_pow(u32::try_from(chiffres).ok()?)?;
            entiers.parse::<i64>().ok()?.checked_mul(un)?.checked_add(decimales.get(..chiffres)?.parse().ok()?)
        }
        DeValue::Datetime(jour) => jour.to_string().parse::<Date>().ok().map(|date| i64::from(date.0)),
        _ => None,
    }
}
