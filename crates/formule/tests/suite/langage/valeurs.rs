//! Values as the examples write them: `24 000 FSE`, `92 %`, `1 536,00 €`, `inconnu (montant)`.

use formule::programme::{Genre, Scalaire};
use formule::{Absence, Date, Fraction, Unite};

/// A type, and the divisor between what a column holds and the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    pub(crate) genre: Genre,
    pub(crate) echelle: i64,
}

/// A value, or an absence whose type is said in parentheses or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ecrite {
    pub(crate) valeur: Result<Scalaire, Absence>,
    pub(crate) type_: Option<Type>,
    /// Written without a unit: `3` may stand for `3 FSE` where FSE are due.
    pub(crate) nue: bool,
    /// A choice whose list is said elsewhere.
    pub(crate) choix: Option<String>,
}

const ABSENCES: [(&str, Absence); 4] = [
    ("inconnu", Absence::Inconnu),
    ("en attente", Absence::EnAttente),
    ("sans objet", Absence::SansObjet),
    ("non déclaré", Absence::SansObjet),
];

pub(crate) fn lire(texte: &str) -> Result<Ecrite, String> {
    let texte = texte.trim();
    let connue = |scalaire, genre, echelle| {
        Ok(Ecrite { valeur: Ok(scalaire), type_: Some(Type { genre, echelle }), nue: false, choix: None })
    };
    for (mot, absence) in ABSENCES {
        if let Some(reste) = texte.strip_prefix(mot) {
            let type_ = match reste.trim() {
                "" => None,
                entre => Some(lire_type(entre.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(entre))?),
            };
            return Ok(Ecrite { valeur: Err(absence), type_, nue: false, choix: None });
        }
    }
    if let "vrai" | "faux" = texte {
        return connue(Scalaire::OuiNon(texte == "vrai"), Genre::OuiNon, 1);
    }
    if let Some(suite) = texte.strip_prefix('"') {
        let Some((code, suite)) = suite.split_once('"') else { return Err(format!("« {texte} »")) };
        let genre = suite.trim().strip_prefix("parmi").map(|liste| {
            let codes = liste.trim().trim_matches(['(', ')']).split(',');
            codes.map(|c| c.trim().trim_matches('"').to_owned()).collect::<Vec<String>>()
        });
        let rang = genre.as_ref().and_then(|codes| codes.iter().position(|c| c == code)).unwrap_or(0);
        return Ok(Ecrite {
            valeur: Ok(Scalaire::Choix(rang as u32)),
            type_: genre.map(|codes| Type { genre: Genre::Choix(codes), echelle: 1 }),
            nue: false,
            choix: Some(code.to_owned()),
        });
    }
    if let Ok(jour) = texte.parse::<Date>() {
        return connue(Scalaire::Date(jour), Genre::Date, 1);
    }
    let fin = texte.find(|c: char| !(c.is_ascii_digit() || " \u{a0},/-".contains(c))).unwrap_or(texte.len());
    let (figure, suite) = (nombre(&texte[..fin]), texte[fin..].trim());
    let figure = figure.ok_or_else(|| format!("« {texte} » n'est pas une valeur"))?;
    if suite == "%" {
        let part = figure.sur(Fraction::entier(100)).ok_or("un taux trop grand")?;
        return connue(Scalaire::Nombre(part), Genre::Nombre(Unite::aucune()), 10_000);
    }
    let unite = Unite::lire(suite)?;
    let echelle = if unite.en_euros() { 100 } else { 1 };
    let mut ecrite = connue(Scalaire::Nombre(figure), Genre::Nombre(unite), echelle)?;
    ecrite.nue = suite.is_empty();
    Ok(ecrite)
}

/// The words of rule folders: `oui_non`, `nombre FSE`, `taux`, `montant par FSE`, `date`, `choix "a", "b"`.
pub(crate) fn lire_type(texte: &str) -> Result<Type, String> {
    let (mot, reste) = texte.trim().split_once(' ').unwrap_or((texte.trim(), ""));
    let (genre, echelle) = match mot {
        "oui_non" => (Genre::OuiNon, 1),
        "date" => (Genre::Date, 1),
        "taux" => (Genre::Nombre(Unite::aucune()), 10_000),
        "nombre" => (Genre::Nombre(Unite::lire(reste)?), 1),
        "montant" => (Genre::Nombre(Unite::lire(&format!("€ {reste}"))?), 100),
        "texte" => (Genre::Texte, 1),
        "choix" => (Genre::Choix(reste.split(',').map(|c| c.trim().trim_matches('"').to_owned()).collect()), 1),
        _ => return Err(format!("« {texte} » n'est pas un type")),
    };
    Ok(Type { genre, echelle })
}

/// `1 536,00`, `-3`, `157/305`.
pub(crate) fn nombre(texte: &str) -> Option<Fraction> {
    if let Some((n, d)) = texte.split_once('/') {
        return nombre(n)?.sur(nombre(d)?);
    }
    let serre: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
    let (entiers, decimales) = serre.split_once(',').unwrap_or((&serre, ""));
    if entiers.is_empty() {
        return None;
    }
    Fraction::new(format!("{entiers}{decimales}").parse().ok()?, 10_i128.checked_pow(decimales.len() as u32)?)
}

/// What a column of this type holds for a value.
pub(crate) fn tenue(valeur: Scalaire, echelle: i64) -> Result<i64, String> {
    match valeur {
        Scalaire::OuiNon(b) => Ok(i64::from(b)),
        Scalaire::Date(jour) => Ok(i64::from(jour.0)),
        Scalaire::Choix(rang) => Ok(i64::from(rang)),
        Scalaire::Nombre(f) => (f.fois(Fraction::entier(i128::from(echelle))))
            .and_then(Fraction::en_entier)
            .and_then(|n| i64::try_from(n).ok())
            .ok_or_else(|| format!("une entrée ne tient pas {f}")),
    }
}
