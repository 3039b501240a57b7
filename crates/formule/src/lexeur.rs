//! Cuts a formula into words.

use crate::defaut::Defaut;
use crate::{Date, Fraction};
use std::ops::Range;

/// A word of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mot {
    Nombre(Fraction),
    Jour(Date),
    Nom(String),
    Chaine(String),
    Signe(&'static str),
    /// `n'est pas`.
    NEstPas,
    Fin,
}

impl Mot {
    /// The word as it is quoted in a message.
    pub(crate) fn cite(&self) -> String {
        match self {
            Mot::Nombre(f) => format!("le nombre {f}"),
            Mot::Jour(d) => format!("la date {d}"),
            Mot::Nom(n) => format!("« {n} »"),
            Mot::Chaine(c) => format!("\"{c}\""),
            Mot::Signe(s) => format!("« {s} »"),
            Mot::NEstPas => "« n'est pas »".to_owned(),
            Mot::Fin => "la fin de la formule".to_owned(),
        }
    }
}

/// Signs, the longest first so that `>=` is not read as `>`.
const SIGNES: [&str; 19] =
    [">=", "<=", "!=", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%", "€", "=", ">", "<", "'"];

/// Signs of other languages, and ours.
const HABITUDES: [(&str, &str); 13] = [
    ("==", "="),
    ("<>", "!="),
    ("&&", "et"),
    ("||", "ou"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "/"),
    ("!", "non"),
    ("?", "si … alors … sinon"),
    (";", ","),
    ("{", "("),
];

/// The words of a formula, each with its place; the last is [`Mot::Fin`].
pub(crate) fn decouper(texte: &str) -> Result<Vec<(Mot, Range<usize>)>, Defaut> {
    let mut mots = Vec::new();
    let mut i = 0;
    while let Some(c) = texte[i..].chars().next() {
        let reste = &texte[i..];
        if c.is_whitespace() {
            i += c.len_utf8();
            continue;
        }
        let (mot, longueur) = if c.is_ascii_digit() {
            nombre_ou_jour(reste, i)?
        } else if c == '"' {
            chaine(reste, i)?
        } else if c.is_alphabetic() || c == '_' {
            nom(reste, i)?
        } else {
            signe(reste, i)?
        };
        mots.push((mot, i..i + longueur));
        i += longueur;
    }
    mots.push((Mot::Fin, texte.len()..texte.len()));
    Ok(mots)
}

fn nombre_ou_jour(reste: &str, i: usize) -> Result<(Mot, usize), Defaut> {
    let octets = reste.as_bytes();
    let chiffres = |depuis: usize| octets[depuis..].iter().take_while(|o| o.is_ascii_digit()).count();
    let entiers = chiffres(0);
    if entiers == 4
        && octets.get(4) == Some(&b'-')
        && chiffres(5) == 2
        && octets.get(7) == Some(&b'-')
        && chiffres(8) == 2
    {
        return match reste[..10].parse() {
            Ok(jour) => Ok((Mot::Jour(jour), 10)),
            Err(message) => Err(Defaut::new("", i..i + 10, message)),
        };
    }
    let mut longueur = entiers;
    let mut decimales = 0;
    if matches!(octets.get(entiers), Some(b'.' | b',')) && chiffres(entiers + 1) > 0 {
        decimales = chiffres(entiers + 1);
        longueur += 1 + decimales;
    }
    if octets.get(longueur) == Some(&b'_') {
        return Err(Defaut::new("", i..i + longueur + 1, "un nombre ne contient pas de « _ » dans une formule")
            .conseil("écrivez les chiffres à la suite"));
    }
    let texte: String = reste[..longueur].chars().filter(char::is_ascii_digit).collect();
    let trop_grand = || {
        Defaut::new("", i..i + longueur, "ce nombre est trop grand")
            .conseil("au plus 18 chiffres avant la virgule et 9 après")
    };
    if entiers > 18 || decimales > 9 {
        return Err(trop_grand());
    }
    let n: i128 = texte.parse().map_err(|_| trop_grand())?;
    let valeur = Fraction::new(n, 10_i128.pow(decimales as u32)).ok_or_else(trop_grand)?;
    Ok((Mot::Nombre(valeur), longueur))
}

fn chaine(reste: &str, i: usize) -> Result<(Mot, usize), Defaut> {
    match reste[1..].find('"') {
        Some(fin) => Ok((Mot::Chaine(reste[1..=fin].to_owned()), fin + 2)),
        None => Err(Defaut::new("", i..i + reste.len(), "ce guillemet n'est pas refermé")
            .conseil("ajoutez \" après le code du choix")),
    }
}

fn nom(reste: &str, i: usize) -> Result<(Mot, usize), Defaut> {
    if let Some(suite) = reste.strip_prefix("n'est") {
        let blancs = suite.len() - suite.trim_start().len();
        if blancs > 0 && suite.trim_start().starts_with("pas") {
            return Ok((Mot::NEstPas, 5 + blancs + 3));
        }
    }
    let fin = reste.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(reste.len());
    let nom = &reste[..fin];
    if nom.is_ascii() {
        return Ok((Mot::Nom(nom.to_owned()), fin));
    }
    let sans_accent: String = nom.chars().map(sans_accent).collect();
    Err(Defaut::new("", i..i + fin, format!("« {nom} » porte un accent"))
        .conseil(format!("les noms s'écrivent sans accent : « {sans_accent} »")))
}

fn signe(reste: &str, i: usize) -> Result<(Mot, usize), Defaut> {
    for (habitude, ici) in HABITUDES {
        if reste.starts_with(habitude) && !(habitude == "!" && reste.starts_with("!=")) {
            return Err(Defaut::new("", i..i + habitude.len(), format!("« {habitude} » n'est pas du langage"))
                .conseil(format!("écrivez « {ici} »")));
        }
    }
    if let Some(signe) = SIGNES.iter().find(|s| reste.starts_with(**s)) {
        return Ok((Mot::Signe(signe), signe.len()));
    }
    let c = reste.chars().next().unwrap_or(' ');
    Err(Defaut::new("", i..i + c.len_utf8(), format!("le caractère « {c} » n'a pas de sens dans une formule")))
}

fn sans_accent(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        autre => autre,
    }
}
