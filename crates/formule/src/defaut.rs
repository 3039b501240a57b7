//! What is wrong in a formula, and where.

use std::fmt;
use std::ops::Range;

/// A defect found while reading or typing a formula. The loader turns the place, which is relative to
/// the text of the formula, into a line and a column of the rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaut {
    /// Code of the definition, parameter, table or input in which the defect lies.
    pub ou: String,
    /// Bytes of the formula that are at fault; empty range at 0 when the defect is not in a formula.
    pub place: Range<usize>,
    /// What is wrong, in French, one sentence without a final full stop.
    pub message: String,
    /// What to do about it.
    pub conseil: Option<String>,
}

impl Defaut {
    /// A defect at some bytes of a formula.
    pub fn new(ou: impl Into<String>, place: Range<usize>, message: impl Into<String>) -> Self {
        Self { ou: ou.into(), place, message: message.into(), conseil: None }
    }

    /// The same, with an advice.
    #[must_use]
    pub fn conseil(mut self, conseil: impl Into<String>) -> Self {
        self.conseil = Some(conseil.into());
        self
    }
}

impl fmt::Display for Defaut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : {}", self.ou, self.message)?;
        if let Some(conseil) = &self.conseil {
            write!(f, " ({conseil})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Defaut {}

/// The candidate closest to `cherche`, when it is close enough to be what the author meant.
pub fn le_plus_proche<'a>(cherche: &str, candidats: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let seuil = (cherche.chars().count() / 3).clamp(1, 3);
    candidats
        .into_iter()
        .map(|c| (distance(cherche, c), c))
        .filter(|(d, c)| {
            *d <= seuil || (c.len() > 4 && (cherche.ends_with(c) || c.ends_with(cherche)) && cherche.len() > 4)
        })
        .min()
        .map(|(_, c)| c)
}

/// Optimal string alignment distance: insertions, deletions, replacements and swaps of two neighbours.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut avant: Vec<usize> = Vec::new();
    let mut ligne: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut suivante = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let remplacement = ligne[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            suivante[j] = remplacement.min(ligne[j] + 1).min(suivante[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                suivante[j] = suivante[j].min(avant[j - 2] + 1);
            }
        }
        avant = std::mem::replace(&mut ligne, suivante);
    }
    ligne[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_letter_is_recognised_and_a_stranger_is_not() {
        assert_eq!(le_plus_proche("nb_fes", ["nb_fse", "nb_factures"]), Some("nb_fse"));
        assert_eq!(le_plus_proche("coordonne", ["nb_fse", "nb_factures"]), None);
    }
}
