//! One cell: from its text, or from a number, to the integer that the engine holds.

use formule::defaut::le_plus_proche;
use formule::programme::{Entree, Genre};
use formule::{Absence, Cellule, Date};

/// What is wrong, and what to do.
pub(crate) type Phrase = (String, String);

/// The integer of a cell of text, or why it holds none.
pub(crate) fn lire(texte: &str, entree: &Entree) -> Result<Cellule, Phrase> {
    let texte = texte.trim();
    match texte {
        "" => return Ok(vide(entree)),
        "inconnu" => return Ok(Err(Absence::Inconnu)),
        "en_attente" => return Ok(Err(Absence::EnAttente)),
        "sans_objet" if entree.facultative => return Ok(Err(Absence::SansObjet)),
        "sans_objet" => {
            return Err((
                "cette entrée ne peut pas être sans objet".into(),
                format!("Donnez {}, ou laissez la cellule vide", attendu(entree)),
            ));
        }
        _ => {}
    }
    let valeur = match &entree.genre {
        Genre::Nombre(_) => nombre(texte, entree)?,
        Genre::OuiNon => oui_non(texte).ok_or_else(|| {
            (format!("« {} » n'est ni oui ni non", extrait(texte)), "Écrivez 1 ou 0, true ou false".into())
        })?,
        Genre::Date => i64::from(date(texte)?.0),
        Genre::Choix(codes) => choix(texte, codes)?,
        Genre::Texte => return Ok(Ok(0)),
    };
    dans_la_plage(valeur, entree).map(Ok)
}

/// What an empty cell means.
pub(crate) fn vide(entree: &Entree) -> Cellule {
    match entree.non_declare {
        Some(valeur) => Ok(valeur),
        None if entree.declaree && entree.facultative => Err(Absence::SansObjet),
        None => Err(Absence::EnAttente),
    }
}

/// The value itself when it lies within the declared range.
pub(crate) fn dans_la_plage(valeur: i64, entree: &Entree) -> Result<i64, Phrase> {
    if (entree.min..=entree.max).contains(&valeur) {
        return Ok(valeur);
    }
    let (bas, haut) = (montrer(entree.min, entree), montrer(entree.max, entree));
    let lu = montrer(valeur, entree);
    let message = if valeur < 0 && entree.min >= 0 {
        format!("{lu} est négatif, et doit être compris entre {bas} et {haut}")
    } else {
        format!("{lu} doit être compris entre {bas} et {haut}")
    };
    Err((message, "Corrigez la valeur, ou laissez la cellule vide si elle n'est pas encore connue".into()))
}

/// A whole number of units of the file (euros, patients…) turned into what is held.
pub(crate) fn d_un_entier(valeur: i128, entree: &Entree) -> Result<i64, Phrase> {
    d_un_decimal(valeur, 0, entree)
}

/// The decimal `valeur / 10^decimales` turned into what is held.
pub(crate) fn d_un_decimal(valeur: i128, decimales: u32, entree: &Entree) -> Result<i64, Phrase> {
    let trop_grand = || (String::from("ce nombre dépasse 64 bits"), format!("Donnez {}", attendu(entree)));
    let tenu = valeur.checked_mul(i128::from(entree.echelle)).ok_or_else(trop_grand)?;
    let diviseur = 10_i128.checked_pow(decimales).ok_or_else(trop_grand)?;
    if tenu % diviseur != 0 {
        let message = if entree.echelle == 1 {
            "une fraction se trouve là où un nombre entier est attendu".into()
        } else {
            format!("il y a plus de {} décimales", entree.echelle.ilog10())
        };
        return Err((message, format!("Donnez {}", attendu(entree))));
    }
    let tenu = i64::try_from(tenu / diviseur).map_err(|_| trop_grand())?;
    dans_la_plage(tenu, entree)
}

/// What should be there, to end a sentence.
pub(crate) fn attendu(entree: &Entree) -> String {
    match &entree.genre {
        Genre::OuiNon => "1 ou 0 (true ou false)".into(),
        Genre::Date => "une date AAAA-MM-JJ".into(),
        Genre::Choix(codes) => format!("l'un des codes {}", codes.join(", ")),
        Genre::Texte => "un texte".into(),
        Genre::Nombre(unite) if entree.echelle == 1 && unite.est_aucune() => "un nombre entier, comme 24000".into(),
        Genre::Nombre(unite) if entree.echelle == 1 => format!("un nombre entier de {unite}, comme 24000"),
        Genre::Nombre(unite) if unite.en_euros() => {
            format!("un montant en euros avec {} décimales au plus, comme 1234.56", entree.echelle.ilog10())
        }
        Genre::Nombre(unite) if !unite.est_aucune() => {
            format!("un nombre de {unite} avec {} décimales au plus, comme 4.5", entree.echelle.ilog10())
        }
        Genre::Nombre(_) => {
            format!("un taux entre 0 et 1 avec {} décimales au plus, comme 0.92", entree.echelle.ilog10())
        }
    }
}

/// A held value as a file writes it.
pub(crate) fn montrer(valeur: i64, entree: &Entree) -> String {
    match &entree.genre {
        Genre::Date => i32::try_from(valeur).map_or_else(|_| valeur.to_string(), |jours| Date(jours).to_string()),
        Genre::Nombre(_) if entree.echelle > 1 => {
            let (echelle, signe) = (entree.echelle.unsigned_abs(), if valeur < 0 { "-" } else { "" });
            let (entiers, reste) = (valeur.unsigned_abs() / echelle, valeur.unsigned_abs() % echelle);
            if reste == 0 {
                format!("{signe}{entiers}")
            } else {
                let fraction = format!("{reste:0largeur$}", largeur = echelle.ilog10() as usize);
                format!("{signe}{entiers}.{}", fraction.trim_end_matches('0'))
            }
        }
        _ => valeur.to_string(),
    }
}

/// A cell as it is quoted in a message: whole when it is short.
pub(crate) fn extrait(texte: &str) -> String {
    let debut: String = texte.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if texte.chars().count() > 40 { format!("{debut}…") } else { debut }
}

fn nombre(texte: &str, entree: &Entree) -> Result<i64, Phrase> {
    let refus = |pourquoi: &str, conseil: String| Err((format!("« {} » {pourquoi}", extrait(texte)), conseil));
    let (chiffres, negatif) = match texte.strip_prefix('-') {
        Some(reste) => (reste, true),
        None => (texte, false),
    };
    let (entiers, fraction) = chiffres.split_once('.').unwrap_or((chiffres, ""));
    let tout_chiffre = |morceau: &str| morceau.bytes().all(|b| b.is_ascii_digit());
    if entiers.is_empty() || !tout_chiffre(entiers) || !tout_chiffre(fraction) || chiffres.ends_with('.') {
        return match repare(texte) {
            Some((pourquoi, mieux)) => refus(pourquoi, format!("Écrivez {mieux}")),
            None => refus("n'est pas un nombre", format!("Donnez {}, ou laissez la cellule vide", attendu(entree))),
        };
    }
    if entree.echelle == 1 && !fraction.is_empty() {
        let pourquoi = "est une fraction, là où un nombre entier est attendu";
        return refus(pourquoi, format!("Donnez {}", attendu(entree)));
    }
    // 38 digits fit in 127 bits; leading zeros may be as many as one likes.
    let tous = format!("{}{fraction}", entiers.trim_start_matches('0'));
    let valeur = if tous.is_empty() { Ok(0) } else { tous.parse::<i128>() };
    match valeur {
        Ok(valeur) => d_un_decimal(if negatif { -valeur } else { valeur }, fraction.len() as u32, entree),
        Err(_) => refus("dépasse 64 bits", format!("Donnez {}", attendu(entree))),
    }
}

/// For what people write by habit: why it is refused, and how the file writes it.
fn repare(texte: &str) -> Option<(&'static str, String)> {
    let sans_blanc: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
    let (reste, pourquoi) = if let Some(reste) = sans_blanc.strip_suffix('%') {
        (reste, "porte un signe %")
    } else if let Some(reste) = sans_blanc.strip_suffix('€') {
        (reste, "porte un signe €")
    } else if sans_blanc.contains(',') {
        (sans_blanc.as_str(), "a une virgule décimale")
    } else if sans_blanc.len() != texte.len() {
        (sans_blanc.as_str(), "contient des espaces")
    } else {
        return None;
    };
    let mieux = reste.replace(',', ".");
    let corps = mieux.strip_prefix('-').unwrap_or(&mieux);
    let lisible = corps.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && corps.matches('.').count() <= 1
        && corps.bytes().any(|b| b.is_ascii_digit());
    match (lisible, sans_blanc.ends_with('%')) {
        (false, _) => None,
        (true, true) => Some((pourquoi, "le taux entre 0 et 1, comme 0.92 pour 92 %".into())),
        (true, false) => Some((pourquoi, mieux)),
    }
}

fn oui_non(texte: &str) -> Option<i64> {
    let est = |mots: &[&str]| mots.iter().any(|mot| texte.eq_ignore_ascii_case(mot));
    if est(&["1", "true", "vrai", "oui"]) {
        Some(1)
    } else if est(&["0", "false", "faux", "non"]) {
        Some(0)
    } else {
        None
    }
}

fn date(texte: &str) -> Result<Date, Phrase> {
    texte.parse().map_err(|_| {
        let morceaux: Vec<&str> = texte.split(['/', '.']).collect();
        let conseil = match morceaux[..] {
            [j, m, a] if j.len() == 2 && m.len() == 2 && a.len() == 4 => format!("Écrivez {a}-{m}-{j}"),
            _ => "Écrivez AAAA-MM-JJ, comme 2024-02-29, entre 1900 et 2199".into(),
        };
        (format!("« {} » n'est pas une date", extrait(texte)), conseil)
    })
}

fn choix(texte: &str, codes: &[String]) -> Result<i64, Phrase> {
    if let Some(rang) = codes.iter().position(|code| code == texte) {
        return Ok(rang as i64);
    }
    let conseil = match le_plus_proche(texte, codes.iter().map(String::as_str)) {
        Some(proche) => format!("Vouliez-vous dire « {proche} » ? Les codes sont {}", codes.join(", ")),
        None => format!("Les codes sont {}", codes.join(", ")),
    };
    Err((format!("« {} » n'est pas un code admis", extrait(texte)), conseil))
}

#[cfg(test)]
mod tests {
    use super::*;
    use formule::Unite;

    fn entree(genre: Genre, min: i64, max: i64, echelle: i64) -> Entree {
        Entree {
            code: "x".into(),
            libelle: String::new(),
            genre,
            min,
            max,
            echelle,
            facultative: false,
            non_declare: None,
            au_plus: None,
            libelles: Vec::new(),
            declaree: false,
        }
    }

    #[test]
    fn an_amount_in_euros_is_held_in_cents() {
        let montant = entree(Genre::Nombre(Unite::euro()), -1_000, 1_000_000, 100);
        assert_eq!(lire("1234.5", &montant), Ok(Ok(123_450)));
        assert_eq!(lire("-0.01", &montant), Ok(Ok(-1)));
        assert_eq!(lire("0012.10", &montant), Ok(Ok(1_210)));
        assert!(lire("0.001", &montant).is_err());
        assert_eq!(lire("1 234,50 €", &montant).unwrap_err().1, "Écrivez 1234.50");
    }

    #[test]
    fn a_rate_keeps_all_its_declared_decimals() {
        let taux = entree(Genre::Nombre(Unite::aucune()), 0, 10_000, 10_000);
        assert_eq!(lire("0.9166", &taux), Ok(Ok(9_166)));
        assert_eq!(lire("1", &taux), Ok(Ok(10_000)));
        assert!(lire("0.91666", &taux).is_err());
        assert!(lire("92 %", &taux).unwrap_err().0.contains('%'));
        assert!(lire("92", &taux).unwrap_err().0.contains("entre 0 et 1"));
    }

    #[test]
    fn a_count_is_neither_a_fraction_nor_a_text_nor_an_ocean() {
        let nombre = entree(Genre::Nombre(Unite::simple("FSE")), 0, 5_000_000, 1);
        assert_eq!(lire(" 24000 ", &nombre), Ok(Ok(24_000)));
        assert_eq!(lire("", &nombre), Ok(Err(Absence::EnAttente)));
        assert_eq!(lire("inconnu", &nombre), Ok(Err(Absence::Inconnu)));
        for mauvais in ["12.5", "12.0", "abc", "-", ".5", "5.", "1e3", "--1", "sans_objet", "99999999999999999999"] {
            assert!(lire(mauvais, &nombre).is_err(), "{mauvais}");
        }
        let geant = "9".repeat(60);
        assert!(lire(&geant, &nombre).unwrap_err().0.contains("64 bits"));
        assert!(lire("-3", &nombre).unwrap_err().0.contains("négatif"));
    }

    #[test]
    fn dates_are_iso_and_the_french_order_is_translated() {
        let date = entree(Genre::Date, i64::from(Date::MIN.0), i64::from(Date::MAX.0), 1);
        assert_eq!(lire("1970-01-02", &date), Ok(Ok(1)));
        assert_eq!(lire("29/02/2024", &date).unwrap_err().1, "Écrivez 2024-02-29");
    }
}
