//! Small changes of a formula: one operator, one word at a time.

use std::ops::Range;

/// What is written, and what is written instead: the side on which « sans objet » falls, comparisons, signs.
/// Longer first: `>=` is not `>` followed by `=`.
const SIGNES: [(&str, &str); 10] = [
    ("a_defaut 0 %", "a_defaut 100 %"),
    ("a_defaut 0", "a_defaut 1"),
    (">=", ">"),
    ("<=", "<"),
    ("!=", "="),
    (">", ">="),
    ("<", "<="),
    ("=", "!="),
    (" + ", " - "),
    (" - ", " + "),
];
const MOTS: [(&str, &str); 6] =
    [("et", "ou"), ("ou", "et"), ("min", "max"), ("max", "min"), ("vrai", "faux"), ("faux", "vrai")];

/// Every change of a formula: the bytes, what stood there, what replaces it, and which occurrence it is.
pub(crate) fn changes(formule: &str) -> Vec<(Range<usize>, &'static str, String, usize)> {
    let mut trouves = Vec::new();
    let mut rangs = std::collections::BTreeMap::new();
    let mut dans_un_code = false;
    let mut i = delimiter(formule);
    let fin = formule.len() - i;
    while i < fin {
        let reste = &formule[i..fin];
        if reste.starts_with("\\\"") || (reste.starts_with('"') && !formule.starts_with("\"\"\"")) {
            // A code of a choice, quoted inside the formula.
            dans_un_code = !dans_un_code;
        }
        let change = if dans_un_code { None } else { sign(reste).or_else(|| word(formule, i, reste)) };
        if let Some((ancien, nouveau)) = change {
            let rang = rangs.entry(ancien).or_insert(0);
            *rang += 1;
            trouves.push((i..i + ancien.len(), ancien, nouveau.to_owned(), *rang));
            i += ancien.len();
        } else {
            i += reste.chars().next().map_or(1, char::len_utf8);
        }
    }
    trouves
}

fn sign(reste: &str) -> Option<(&'static str, &'static str)> {
    SIGNES.into_iter().find(|(signe, _)| reste.starts_with(signe))
}

/// A whole word that is a word of the language, not a piece of a code.
fn word(formule: &str, i: usize, reste: &str) -> Option<(&'static str, &'static str)> {
    let dedans = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    if formule[..i].chars().next_back().is_some_and(dedans) {
        return None;
    }
    MOTS.into_iter()
        .find(|(mot, _)| reste.strip_prefix(mot).is_some_and(|suite| !suite.chars().next().is_some_and(dedans)))
}

/// Length of the quotes around a TOML string.
fn delimiter(brut: &str) -> usize {
    if brut.starts_with("\"\"\"") || brut.starts_with("'''") { 3 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resultats(formule: &str) -> Vec<String> {
        changes(formule)
            .into_iter()
            .map(|(place, _, nouveau, _)| {
                let mut change = formule.to_owned();
                change.replace_range(place, &nouveau);
                change
            })
            .collect()
    }

    #[test]
    fn each_operator_is_changed_alone() {
        assert_eq!(
            resultats("\"a >= b et min(c, d) > 0\""),
            [
                "\"a > b et min(c, d) > 0\"",
                "\"a >= b ou min(c, d) > 0\"",
                "\"a >= b et max(c, d) > 0\"",
                "\"a >= b et min(c, d) >= 0\""
            ]
        );
    }

    #[test]
    fn the_side_of_the_missing_is_changed() {
        assert_eq!(resultats("\"t a_defaut 0 % >= s\""), ["\"t a_defaut 100 % >= s\"", "\"t a_defaut 0 % > s\""]);
    }

    #[test]
    fn codes_keep_their_names() {
        assert!(resultats("\"p.min + etat.ou_pas\"").iter().all(|change| change.contains("p.min")));
        assert!(resultats("'zone = \"et\"'").iter().all(|change| change.contains("\"et\"")));
    }
}
