//! Kinds of values and how they are written in rule folders.

use crate::ecriture;
use crate::lecture::Brut;
use formule::programme::{Genre, Scalaire};
use formule::{Date, Fraction, Unite};
use std::fmt;

/// The kind of a value, as rule folders declare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeValeur {
    /// `oui_non`.
    OuiNon,
    /// `nombre FSE`, `nombre`.
    Nombre(Unite),
    /// `taux`.
    Taux,
    /// `montant`, `montant par FSE`: the unit holds the euro.
    Montant(Unite),
    /// `date`.
    Date,
    /// `choix`, with its codes.
    Choix(Vec<String>),
    /// `texte`, which no formula reads.
    Texte,
}

/// Why a text is not a value of the kind that was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refus {
    /// What is wrong, one sentence without a final full stop.
    pub message: String,
    /// What to write instead.
    pub conseil: String,
}

impl Refus {
    fn new(message: impl Into<String>, conseil: impl Into<String>) -> Self {
        Self { message: message.into(), conseil: conseil.into() }
    }
}

impl TypeValeur {
    /// Reads `nombre FSE`, `montant par point par patient`… The codes of a `choix` come from elsewhere.
    ///
    /// # Errors
    /// What is wrong with the word, with the closest one.
    pub fn lire(texte: &str) -> Result<Self, Refus> {
        const MOTS: [&str; 7] = ["oui_non", "nombre", "taux", "montant", "date", "choix", "texte"];
        let (mot, reste) = texte.trim().split_once(' ').unwrap_or((texte.trim(), ""));
        let unite =
            |t: &str| Unite::lire(t).map_err(|m| Refus::new(m, "exemple : « nombre FSE », « montant par patient »"));
        match mot {
            "nombre" => Ok(Self::Nombre(unite(reste)?)),
            "montant" if reste.is_empty() => Ok(Self::Montant(Unite::euro())),
            "montant" if reste.trim_start().starts_with("par ") => {
                Ok(Self::Montant(unite(&format!("€ {}", reste.trim_start()))?))
            }
            "montant" => Err(Refus::new(
                format!("« {texte} » n'est pas un type"),
                "écrivez « montant », ou « montant par patient »",
            )),
            "oui_non" | "taux" | "date" | "choix" | "texte" if !reste.is_empty() => {
                Err(Refus::new(format!("« {mot} » ne prend pas d'unité"), format!("écrivez « {mot} » seul")))
            }
            "oui_non" => Ok(Self::OuiNon),
            "taux" => Ok(Self::Taux),
            "date" => Ok(Self::Date),
            "choix" => Ok(Self::Choix(Vec::new())),
            "texte" => Ok(Self::Texte),
            _ => {
                let conseil = crate::defaut::voisin(mot, MOTS).unwrap_or_default();
                Err(Refus::new(format!("« {mot} » n'est pas un type"), conseil))
            }
        }
    }

    /// The kind that the engine knows.
    pub fn genre(&self) -> Genre {
        match self {
            Self::OuiNon => Genre::OuiNon,
            Self::Nombre(u) | Self::Montant(u) => Genre::Nombre(u.clone()),
            Self::Taux => Genre::Nombre(Unite::aucune()),
            Self::Date => Genre::Date,
            Self::Choix(codes) => Genre::Choix(codes.clone()),
            Self::Texte => Genre::Texte,
        }
    }

    /// Reads a value of this kind; `None` when it is `"inconnu"`.
    pub(crate) fn valeur(&self, brut: &Brut) -> Result<Option<Scalaire>, Refus> {
        if *brut == Brut::Texte("inconnu".to_owned()) {
            return Ok(None);
        }
        let attendu = || Refus::new(format!("« {} » n'est pas {}", brut.en_texte(), self.nom()), self.exemple());
        let scalaire = match (self, brut) {
            (Self::OuiNon, Brut::OuiNon(b)) => Scalaire::OuiNon(*b),
            (Self::OuiNon, Brut::Texte(t)) => Scalaire::OuiNon(oui_non(t).ok_or_else(attendu)?),
            (Self::Nombre(_), Brut::Entier(n)) => Scalaire::Nombre(Fraction::entier(i128::from(*n))),
            (Self::Nombre(u), Brut::Texte(t)) => Scalaire::Nombre(nombre(sans_unite(t, u)).ok_or_else(attendu)?),
            (Self::Taux, Brut::Texte(t)) => Scalaire::Nombre(taux(t).ok_or_else(attendu)?),
            (Self::Montant(u), Brut::Texte(t)) => Scalaire::Nombre(euros(t, u).ok_or_else(attendu)?),
            (Self::Date, Brut::Jour(d)) => Scalaire::Date(*d),
            (Self::Date, Brut::Texte(t)) => Scalaire::Date(t.parse().map_err(|_| attendu())?),
            (Self::Choix(codes), Brut::Texte(t)) => match codes.iter().position(|c| c == t) {
                Some(rang) => Scalaire::Choix(rang as u32),
                None => {
                    let conseil = crate::defaut::voisin(t, codes.iter().map(String::as_str)).unwrap_or_default();
                    return Err(Refus::new(format!("« {t} » n'est pas un de ces choix"), conseil));
                }
            },
            _ => return Err(attendu()),
        };
        Ok(Some(scalaire))
    }

    /// Reads a value written as a text on a command line or in a case.
    ///
    /// # Errors
    /// What is wrong, and an example of what is due.
    pub fn lire_valeur(&self, texte: &str) -> Result<Option<Scalaire>, Refus> {
        self.valeur(&Brut::Texte(texte.trim().to_owned()))
    }

    /// Writes a value of this kind for people.
    pub fn ecrire(&self, valeur: Scalaire) -> String {
        match (self, valeur) {
            (Self::Taux, Scalaire::Nombre(f)) => ecriture::taux(f),
            (Self::Montant(unite), Scalaire::Nombre(f)) => {
                let par = unite.sur(&Unite::euro()).to_string();
                if par.is_empty() { ecriture::euros(f) } else { format!("{} {par}", ecriture::euros(f)) }
            }
            (_, Scalaire::Nombre(f)) => ecriture::nombre(f),
            (_, Scalaire::OuiNon(b)) => (if b { "oui" } else { "non" }).to_owned(),
            (_, Scalaire::Date(d)) => d.to_string(),
            (Self::Choix(codes), Scalaire::Choix(rang)) => codes.get(rang as usize).cloned().unwrap_or_default(),
            (_, Scalaire::Choix(rang)) => rang.to_string(),
        }
    }

    fn nom(&self) -> &'static str {
        match self {
            Self::OuiNon => "un oui/non",
            Self::Nombre(_) => "un nombre",
            Self::Taux => "un taux",
            Self::Montant(_) => "un montant",
            Self::Date => "une date",
            Self::Choix(_) => "un choix",
            Self::Texte => "un texte",
        }
    }

    fn exemple(&self) -> &'static str {
        match self {
            Self::OuiNon => "écrivez true ou false, ou \"inconnu\"",
            Self::Nombre(_) => "écrivez 100, \"1,5\" ou \"inconnu\"",
            Self::Taux => "écrivez \"95 %\", \"157/305\" ou \"inconnu\"",
            Self::Montant(_) => "écrivez \"1 225 €\", \"0,064 €\" ou \"inconnu\"",
            Self::Date => "écrivez 2024-02-29, ou \"inconnu\"",
            Self::Choix(_) => "écrivez le code du choix entre guillemets",
            Self::Texte => "écrivez un texte entre guillemets",
        }
    }
}

impl fmt::Display for TypeValeur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OuiNon => f.write_str("oui_non"),
            Self::Nombre(u) if u.est_aucune() => f.write_str("nombre"),
            Self::Nombre(u) => write!(f, "nombre {u}"),
            Self::Taux => f.write_str("taux"),
            Self::Montant(u) => write!(f, "montant{}", u.to_string().strip_prefix('€').unwrap_or_default()),
            Self::Date => f.write_str("date"),
            Self::Choix(_) => f.write_str("choix"),
            Self::Texte => f.write_str("texte"),
        }
    }
}

/// `oui`, `vrai`, `true`, `1` and their opposites.
pub(crate) fn oui_non(texte: &str) -> Option<bool> {
    match texte {
        "oui" | "vrai" | "true" | "1" => Some(true),
        "non" | "faux" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// `1 225,50`, `-3`, `157/305`: spaces between digits are left out.
pub(crate) fn nombre(texte: &str) -> Option<Fraction> {
    if let Some((n, d)) = texte.split_once('/') {
        return nombre(n)?.sur(nombre(d)?);
    }
    let texte = texte.trim();
    let (signe, absolu) = match texte.strip_prefix(['-', '−']) {
        Some(reste) => (-1, reste.trim_start()),
        None => (1, texte),
    };
    let (entiers, decimales) = absolu.split_once(',').unwrap_or((absolu, ""));
    if entiers.is_empty() || (absolu.contains(',') && decimales.is_empty()) || decimales.len() > 18 {
        return None;
    }
    let mut n = 0_i128;
    let mut avant = ' ';
    for c in entiers.chars().chain(decimales.chars()) {
        match c.to_digit(10) {
            Some(chiffre) => n = n.checked_mul(10)?.checked_add(i128::from(chiffre))?,
            None if est_espace(c) && avant.is_ascii_digit() => {}
            None => return None,
        }
        avant = c;
    }
    if !avant.is_ascii_digit() || decimales.contains(est_espace) {
        return None;
    }
    Fraction::new(signe * n, 10_i128.checked_pow(decimales.len() as u32)?)
}

fn est_espace(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// `95 %`, `157/305`.
pub(crate) fn taux(texte: &str) -> Option<Fraction> {
    match texte.trim_end().strip_suffix('%') {
        Some(pourcents) => nombre(pourcents.trim_end_matches(est_espace))?.sur(Fraction::entier(100)),
        None => nombre(texte).filter(|_| texte.contains('/')),
    }
}

/// `1 225 €`, and `0,064 € par FSE` when the unit says so.
pub(crate) fn euros(texte: &str, unite: &Unite) -> Option<Fraction> {
    let (figure, suite) = texte.split_once('€')?;
    let suite = suite.trim();
    if !suite.is_empty() && Unite::lire(&format!("€ {suite}")).ok().as_ref() != Some(unite) {
        return None;
    }
    nombre(figure.trim_end_matches(est_espace))
}

/// `12 FSE` is 12 where FSE are due.
fn sans_unite<'a>(texte: &'a str, unite: &Unite) -> &'a str {
    let nom = unite.to_string();
    match texte.trim_end().strip_suffix(nom.as_str()) {
        Some(figure) if !nom.is_empty() => figure.trim_end_matches(est_espace),
        _ => texte,
    }
}

/// A rank of days, cents, decimals… as the engine holds an input; `None` when it is not exact.
pub(crate) fn tenue(valeur: Scalaire, echelle: i64) -> Option<i64> {
    match valeur {
        Scalaire::Nombre(f) => i64::try_from(f.fois(Fraction::entier(i128::from(echelle)))?.en_entier()?).ok(),
        Scalaire::OuiNon(b) => Some(i64::from(b)),
        Scalaire::Date(Date(jours)) => Some(i64::from(jours)),
        Scalaire::Choix(rang) => Some(i64::from(rang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f(n: i128, d: i128) -> Option<Fraction> {
        Fraction::new(n, d)
    }

    #[test]
    fn figures_are_read_as_the_texts_write_them() {
        assert_eq!(nombre("1 225,50"), f(2451, 2));
        assert_eq!(nombre("1\u{202f}225"), f(1225, 1));
        assert_eq!(nombre("−3"), f(-3, 1));
        assert_eq!(taux("95 %"), f(95, 100));
        assert_eq!(taux("0,01 %"), f(1, 10_000));
        assert_eq!(taux("157/305"), f(157, 305));
        assert_eq!(euros("0,064 €", &Unite::euro()), f(64, 1000));
        assert_eq!(euros("1 225 €", &Unite::euro()), f(1225, 1));
        let par_fse = Unite::lire("€ par FSE").unwrap();
        assert_eq!(euros("0,064 € par FSE", &par_fse), f(64, 1000));
    }

    #[test]
    fn what_could_be_read_two_ways_is_refused() {
        for douteux in ["", ",5", "5,", "1.5", "12a", "1,2 3", "--1", "1/0"] {
            assert_eq!(nombre(douteux), None, "{douteux}");
        }
        assert_eq!(taux("0,95"), None);
        assert_eq!(euros("5", &Unite::euro()), None);
        assert_eq!(euros("5 € par boite", &Unite::euro()), None);
    }

    #[test]
    fn a_kind_is_read_and_written_back() {
        for ecrit in ["oui_non", "nombre", "nombre FSE", "taux", "montant", "montant par patient par point", "date"] {
            assert_eq!(TypeValeur::lire(ecrit).unwrap().to_string(), ecrit);
        }
        assert!(TypeValeur::lire("monant").unwrap_err().conseil.contains("montant"));
    }
}
