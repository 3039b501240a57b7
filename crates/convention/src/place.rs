//! Where something stands in a rule file.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The text of one file, shared by every place that points into it.
pub(crate) struct Source {
    pub(crate) chemin: String,
    pub(crate) contenu: String,
}

impl fmt::Debug for Source {
    /// The path alone: every place holds its source, and nobody wants the file a hundred times.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chemin)
    }
}

/// Some bytes of a rule file.
#[derive(Debug, Clone)]
pub struct Place {
    source: Arc<Source>,
    octets: Range<usize>,
}

impl Place {
    pub(crate) fn new(source: &Arc<Source>, octets: Range<usize>) -> Self {
        Self { source: Arc::clone(source), octets }
    }

    /// The beginning of a file that could not be read, or of a file as a whole.
    pub fn du_fichier(chemin: &str) -> Self {
        let source = Source { chemin: chemin.to_owned(), contenu: String::new() };
        Self { source: Arc::new(source), octets: 0..0 }
    }

    /// Path of the file.
    pub fn chemin(&self) -> &str {
        &self.source.chemin
    }

    /// Line, from 1.
    pub fn ligne(&self) -> usize {
        self.avant().matches('\n').count() + 1
    }

    /// Column in characters, from 1.
    pub fn colonne(&self) -> usize {
        self.avant().rsplit('\n').next().unwrap_or_default().chars().count() + 1
    }

    /// The bytes as they are written in the file.
    pub fn extrait(&self) -> &str {
        self.source.contenu.get(self.octets.clone()).unwrap_or_default()
    }

    /// What tells it from any other place.
    pub(crate) fn cle(&self) -> (&str, usize, usize) {
        (self.chemin(), self.octets.start, self.octets.end)
    }

    /// Does it hold another place, or is it the same?
    pub(crate) fn contient(&self, autre: &Place) -> bool {
        let (a, b) = (&self.octets, &autre.octets);
        a.start <= b.start && b.end <= a.end && self.chemin() == autre.chemin()
    }

    /// Does it end before a byte of the file? The file as a whole does not.
    pub(crate) fn tient_avant(&self, octet: usize) -> bool {
        self.octets.end > 0 && self.octets.end <= octet
    }

    fn avant(&self) -> &str {
        self.source.contenu.get(..self.octets.start).unwrap_or_default()
    }

    /// For the place of a TOML string: the place of some bytes of what it says once quotes and escapes are removed.
    #[must_use]
    pub fn dans_la_chaine(&self, octets: &Range<usize>) -> Place {
        let brut = self.extrait();
        let debut = self.octets.start;
        let fin = octets.end.max(octets.start);
        let place = debut + rang_brut(brut, octets.start)..debut + rang_brut(brut, fin);
        Place { source: Arc::clone(&self.source), octets: place }
    }
}

/// The byte of a quoted TOML string at which the byte `cible` of its content is written.
fn rang_brut(brut: &str, cible: usize) -> usize {
    let b = brut.as_bytes();
    let simple = b.first() == Some(&b'\'');
    let triple = brut.starts_with("\"\"\"") || brut.starts_with("'''");
    let mut i = if triple { 3 } else { usize::from(matches!(b.first(), Some(b'"' | b'\''))) };
    if triple {
        // The line break right after the opening quotes is not part of the content.
        i += if brut[i..].starts_with("\r\n") { 2 } else { usize::from(brut[i..].starts_with('\n')) };
    }
    let mut lu = 0;
    while lu < cible && i < b.len() {
        if simple || b[i] != b'\\' {
            (i, lu) = (i + 1, lu + 1);
            continue;
        }
        let hexa = match b.get(i + 1) {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(c) if c.is_ascii_whitespace() => {
                i += 1;
                while b.get(i).is_some_and(u8::is_ascii_whitespace) {
                    i += 1;
                }
                continue;
            }
            _ => 0,
        };
        let code = brut.get(i + 2..i + 2 + hexa).and_then(|h| u32::from_str_radix(h, 16).ok());
        lu += code.and_then(char::from_u32).map_or(1, char::len_utf8);
        i += 2 + hexa;
    }
    i.min(b.len())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.chemin(), self.ligne(), self.colonne())
    }
}

/// Something read, and where.
#[derive(Debug, Clone)]
pub struct Lu<T> {
    /// What was read.
    pub valeur: T,
    /// Where it stands.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_du_mot(toml: &str, chaine: Range<usize>, octets: Range<usize>) -> (usize, usize, String) {
        let source = Arc::new(Source { chemin: "a.toml".into(), contenu: toml.into() });
        let place = Place::new(&source, chaine).dans_la_chaine(&octets);
        (place.ligne(), place.colonne(), place.extrait().to_owned())
    }

    #[test]
    fn a_word_of_a_formula_is_found_again_in_its_file() {
        assert_eq!(place_du_mot(r#"f = "a + bc""#, 4..12, 4..6), (1, 10, "bc".into()));
        let long = "f = \"\"\"\nsi a\nalors bc\"\"\"";
        assert_eq!(place_du_mot(long, 4..long.len(), 11..13), (3, 7, "bc".into()));
        let echappe = r#"f = "\u00E9 = \"x\" + bc""#;
        assert_eq!(place_du_mot(echappe, 4..echappe.len(), 11..13), (1, 23, "bc".into()));
    }
}
