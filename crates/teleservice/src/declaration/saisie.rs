//! An answer as it is typed, as it is kept, as it is held by the engine, as it is said.

use convention::ecriture::{MOINS, typographier};
use convention::{Entree, TypeValeur};
use explication::nombres;
use formule::programme::Scalaire;
use formule::{Date, Fraction};

/// The longest text that a field keeps.
const TEXTE_AU_PLUS: usize = 300;

/// What was typed, once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lue {
    /// Nothing.
    Vide,
    /// An answer, as it is transmitted, and as the engine holds it; a text is not held.
    Juste { canonique: String, tenue: Option<i64> },
    /// Something else; the sentence says what to type.
    Fausse(String),
}

impl Lue {
    pub(crate) fn canonique(&self) -> Option<&str> {
        match self {
            Self::Juste { canonique, .. } => Some(canonique),
            _ => None,
        }
    }

    pub(crate) fn tenue(&self) -> Option<i64> {
        match self {
            Self::Juste { tenue, .. } => *tenue,
            _ => None,
        }
    }
}

/// Reads what was typed in a field.
pub(crate) fn lire(entree: &Entree, texte: &str) -> Lue {
    let texte = texte.trim();
    if texte.is_empty() {
        return Lue::Vide;
    }
    if entree.type_ == TypeValeur::Texte {
        return match texte.chars().any(char::is_control) || texte.chars().count() > TEXTE_AU_PLUS {
            true => Lue::Fausse(format!("Écrivez {TEXTE_AU_PLUS} caractères au plus, sur une seule ligne.")),
            false => Lue::Juste { canonique: texte.to_owned(), tenue: None },
        };
    }
    let lue = scalaire(entree, texte).and_then(|valeur| tenir(valeur, entree.echelle));
    match lue {
        Some(tenue) if (entree.min..=entree.max).contains(&tenue) => {
            Lue::Juste { canonique: ecrire(entree, tenue), tenue: Some(tenue) }
        }
        Some(_) => Lue::Fausse(hors_bornes(entree)),
        None => Lue::Fausse(mal_ecrite(entree)),
    }
}

fn scalaire(entree: &Entree, texte: &str) -> Option<Scalaire> {
    let ecrit = match &entree.type_ {
        TypeValeur::Montant(_) => {
            format!("{} €", texte.trim_end_matches(['€', ' ', '\u{a0}', '\u{202f}']).replacen('.', ",", 1))
        }
        TypeValeur::Taux => {
            format!("{} %", texte.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).replacen('.', ",", 1))
        }
        TypeValeur::Date => return lire_jour(texte).map(Scalaire::Date),
        // `true` or `1` are words of rule folders, not answers.
        TypeValeur::OuiNon if !matches!(texte, "oui" | "non") => return None,
        // Fractions are for rule folders.
        TypeValeur::Nombre(_) if texte.contains('/') => return None,
        _ => texte.to_owned(),
    };
    entree.type_.lire_valeur(&ecrit).ok().flatten()
}

/// « 31/12/2024 », or as rule folders write it.
fn lire_jour(texte: &str) -> Option<Date> {
    let mut parts = texte.split('/').map(str::trim);
    let (jour, mois, annee) = (parts.next()?, parts.next(), parts.next());
    let (Some(mois), Some(annee), None) = (mois, annee, parts.next()) else { return texte.parse().ok() };
    if annee.len() != 4 {
        return None;
    }
    Date::new(annee.parse().ok()?, mois.parse().ok()?, jour.parse().ok()?)
}

/// Days, cents, decimals or rank, when it is exact.
fn tenir(valeur: Scalaire, echelle: i64) -> Option<i64> {
    match valeur {
        Scalaire::Nombre(f) => i64::try_from(f.fois(Fraction::entier(i128::from(echelle)))?.en_entier()?).ok(),
        Scalaire::OuiNon(oui) => Some(i64::from(oui)),
        Scalaire::Date(Date(jours)) => Some(i64::from(jours)),
        Scalaire::Choix(rang) => Some(i64::from(rang)),
    }
}

/// An answer as it is kept and transmitted: the same value is always written the same.
pub(crate) fn ecrire(entree: &Entree, tenue: i64) -> String {
    match &entree.type_ {
        TypeValeur::OuiNon => if tenue == 1 { "oui" } else { "non" }.to_owned(),
        TypeValeur::Choix(codes) => {
            usize::try_from(tenue).ok().and_then(|rang| codes.get(rang)).cloned().unwrap_or_default()
        }
        TypeValeur::Date => i32::try_from(tenue).map_or_else(|_| String::new(), |jours| Date(jours).to_string()),
        TypeValeur::Texte => String::new(),
        TypeValeur::Nombre(_) if entree.echelle == 1 => tenue.to_string(),
        TypeValeur::Nombre(_) | TypeValeur::Montant(_) => sans_espace(fraction(tenue, entree.echelle)),
        TypeValeur::Taux => sans_espace(fraction(tenue, entree.echelle).and_then(|f| f.fois(Fraction::entier(100)))),
    }
}

fn fraction(tenue: i64, echelle: i64) -> Option<Fraction> {
    Fraction::new(i128::from(tenue), i128::from(echelle))
}

fn sans_espace(f: Option<Fraction>) -> String {
    f.map_or_else(String::new, |f| nombres::exact(f).replace(nombres::INSECABLE, "").replace(MOINS, "-"))
}

/// An answer as a field shows it to be changed.
pub(crate) fn montrer(entree: &Entree, canonique: &str) -> String {
    match (&entree.type_, canonique.parse::<Date>()) {
        (TypeValeur::Date, Ok(date)) => explication::jour(date),
        _ => canonique.to_owned(),
    }
}

/// An answer in words.
pub(crate) fn dire(entree: &Entree, canonique: &str) -> String {
    match (&entree.type_, lire(entree, canonique).tenue()) {
        (TypeValeur::OuiNon, Some(tenue)) => if tenue == 1 { "Oui" } else { "Non" }.to_owned(),
        (TypeValeur::Choix(_), Some(_)) => {
            let choix = entree.choix.iter().find(|choix| choix.code == canonique);
            choix.map_or_else(|| canonique.to_owned(), |choix| typographier(&choix.libelle))
        }
        (TypeValeur::Date, Some(_)) => montrer(entree, canonique),
        (TypeValeur::Montant(_), Some(tenue)) => nombres::euros(i128::from(tenue)),
        (TypeValeur::Taux, Some(_)) => format!("{canonique}{}%", nombres::INSECABLE),
        (TypeValeur::Nombre(_), Some(_)) if est_une_annee(entree) => canonique.to_owned(),
        (TypeValeur::Nombre(_), Some(tenue)) => match fraction(tenue, entree.echelle) {
            Some(f) => nombres::exact(f),
            None => canonique.to_owned(),
        },
        _ => canonique.to_owned(),
    }
}

/// Years are not written like counts.
fn est_une_annee(entree: &Entree) -> bool {
    entree.echelle == 1 && entree.min >= 1_900 && entree.max <= 2_199
}

/// What may be typed, beside the field.
pub(crate) fn indication(entree: &Entree) -> Option<String> {
    match &entree.type_ {
        TypeValeur::Nombre(_) | TypeValeur::Montant(_) | TypeValeur::Taux => {
            Some(format!("De {} à {}.", borne(entree, entree.min), borne(entree, entree.max)))
        }
        TypeValeur::Date => Some("Jour, mois, année\u{a0}: 31/12/2024.".to_owned()),
        TypeValeur::OuiNon | TypeValeur::Choix(_) | TypeValeur::Texte => None,
    }
}

/// What follows the figure, inside the field.
pub(crate) fn unite(entree: &Entree) -> Option<String> {
    match &entree.type_ {
        TypeValeur::Montant(_) => Some("€".to_owned()),
        TypeValeur::Taux => Some("%".to_owned()),
        _ => None,
    }
}

fn borne(entree: &Entree, tenue: i64) -> String {
    dire(entree, &ecrire(entree, tenue))
}

fn hors_bornes(entree: &Entree) -> String {
    let (min, max) = (borne(entree, entree.min), borne(entree, entree.max));
    let quoi = match entree.type_ {
        TypeValeur::Date => "une date",
        TypeValeur::Montant(_) => "un montant",
        TypeValeur::Taux => "un taux",
        _ => "un nombre",
    };
    typographier(&format!("Indiquez {quoi} de {min} à {max}. Votre saisie est conservée."))
}

fn mal_ecrite(entree: &Entree) -> String {
    let phrase = match &entree.type_ {
        TypeValeur::OuiNon | TypeValeur::Choix(_) => "Choisissez une des réponses proposées.",
        TypeValeur::Date => "Indiquez une date, par exemple « 31/12/2024 ». Votre saisie est conservée.",
        TypeValeur::Montant(_) => "Indiquez un montant en euros, par exemple « 1 225,50 ». Votre saisie est conservée.",
        TypeValeur::Taux => "Indiquez un pourcentage, par exemple « 92,5 ». Votre saisie est conservée.",
        TypeValeur::Nombre(_) if entree.echelle > 1 => {
            let decimales = match entree.echelle.ilog10() {
                1 => "une décimale".to_owned(),
                plusieurs => format!("{plusieurs} décimales"),
            };
            let phrase = format!(
                "Indiquez un nombre, avec {decimales} au plus, par exemple « 4,5 ». Votre saisie est conservée."
            );
            return typographier(&phrase);
        }
        _ if est_une_annee(entree) => "Indiquez une année, par exemple « 2024 ». Votre saisie est conservée.",
        _ => "Indiquez un nombre entier, par exemple « 12 ». Votre saisie est conservée.",
    };
    typographier(phrase)
}
