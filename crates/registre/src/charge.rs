//! What an act carries, written in one way only so that its hash can be recomputed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Named texts that detail an act. Its canonical form is a JSON object whose keys are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charge(BTreeMap<String, String>);

impl Charge {
    /// Nothing to detail.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with one more text.
    #[must_use]
    pub fn avec(mut self, nom: &str, texte: impl Into<String>) -> Self {
        self.0.insert(nom.to_owned(), texte.into());
        self
    }

    /// The canonical form.
    pub fn canonique(&self) -> String {
        canonical(self.0.iter().map(|(nom, texte)| (nom.as_str(), texte.as_str())))
    }
}

/// A JSON object of texts, in the order given, which must be that of the keys.
pub(crate) fn canonical<'a>(textes: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut sortie = String::from("{");
    for (rang, (nom, texte)) in textes.enumerate() {
        if rang > 0 {
            sortie.push(',');
        }
        quote(&mut sortie, nom);
        sortie.push(':');
        quote(&mut sortie, texte);
    }
    sortie.push('}');
    sortie
}

fn quote(sortie: &mut String, texte: &str) {
    sortie.push('"');
    for c in texte.chars() {
        match c {
            '"' => sortie.push_str("\\\""),
            '\\' => sortie.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                // Writing to a string cannot fail.
                let _ = write!(sortie, "\\u{:04x}", u32::from(c));
            }
            c => sortie.push(c),
        }
    }
    sortie.push('"');
}

#[cfg(test)]
mod tests {
    use super::Charge;

    #[test]
    fn keys_are_sorted_and_control_characters_escaped() {
        let charge = Charge::new().avec("b", "é\n").avec("a", "\"\\");
        assert_eq!(charge.canonique(), r#"{"a":"\"\\","b":"é\u000a"}"#);
    }
}
