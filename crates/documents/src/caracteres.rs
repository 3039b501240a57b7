//! Which characters can be printed.
//!
//! An archival PDF may not hold a character that its fonts cannot draw: the typesetter would refuse the whole sheet
//! for one emoji in the name of a file. Such a character is printed as a white square instead.

use typst::text::Font;

/// What stands for a character that no embedded font draws.
const CARRE: char = '□';

/// The characters that every embedded font draws, as closed ranges in increasing order.
pub(crate) struct Caracteres {
    plages: Vec<(u32, u32)>,
}

impl Caracteres {
    /// What is drawn by each of these fonts.
    pub(crate) fn of_fonts(polices: &[Font]) -> Self {
        let mut plages: Vec<(u32, u32)> = Vec::new();
        let Some((premiere, autres)) = polices.split_first() else { return Self { plages } };
        for code in premiere.info().coverage.iter() {
            if !autres.iter().all(|police| police.info().coverage.contains(code)) {
                continue;
            }
            match plages.last_mut() {
                Some((_, fin)) if *fin + 1 == code => *fin = code,
                _ => plages.push((code, code)),
            }
        }
        Self { plages }
    }

    /// The same text, fit to be printed on one line or wrapped.
    pub(crate) fn printable(&self, texte: &str) -> String {
        let mut propre = String::with_capacity(texte.len());
        for caractere in texte.chars() {
            match caractere {
                // Narrow no-break space: the fonts lack it, and the ordinary one says the same.
                '\u{202f}' | '\u{2007}' => propre.push('\u{a0}'),
                '\u{2011}' => propre.push('-'),
                _ if caractere.is_whitespace() && caractere != '\u{a0}' => propre.push(' '),
                _ if invisible(caractere) => {}
                _ if self.draws(caractere) => propre.push(caractere),
                _ => propre.push(CARRE),
            }
        }
        propre
    }

    fn draws(&self, caractere: char) -> bool {
        let code = u32::from(caractere);
        let suivante = self.plages.partition_point(|(debut, _)| *debut <= code);
        suivante.checked_sub(1).and_then(|rang| self.plages.get(rang)).is_some_and(|(_, fin)| code <= *fin)
    }
}

/// Controls, marks of direction and joiners: they print nothing, and can make a text read otherwise than it is.
fn invisible(caractere: char) -> bool {
    caractere.is_control()
        || matches!(caractere, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
        // Private use: an archival PDF must know what each character means.
        || matches!(caractere, '\u{e000}'..='\u{f8ff}')
}
