//! A table in the terminal: columns as wide as what they hold, figures to the right.

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cote {
    Gauche,
    Droite,
}

/// The lines of a table, indented by two spaces, with its header underlined.
pub(crate) fn tableau(entetes: &[(&str, Cote)], lignes: &[Vec<String>]) -> String {
    let largeurs: Vec<usize> = entetes
        .iter()
        .enumerate()
        .map(|(rang, (nom, _))| {
            lignes.iter().filter_map(|ligne| ligne.get(rang)).map(|c| largeur(c)).fold(largeur(nom), usize::max)
        })
        .collect();
    let mut texte = String::new();
    let mut ecrire = |cellules: &mut dyn Iterator<Item = &str>| {
        let mut ligne = String::from(" ");
        for (rang, cellule) in cellules.enumerate() {
            let Some(vide) = largeurs.get(rang).map(|l| " ".repeat(l - largeur(cellule).min(*l))) else { continue };
            ligne.push(' ');
            match entetes[rang].1 {
                Cote::Gauche => ligne.extend([cellule, &vide]),
                Cote::Droite => ligne.extend([vide.as_str(), cellule]),
            }
            ligne.push(' ');
        }
        texte.push_str(ligne.trim_end());
        texte.push('\n');
    };
    ecrire(&mut entetes.iter().map(|(nom, _)| *nom));
    let traits: Vec<String> = largeurs.iter().map(|l| "─".repeat(*l)).collect();
    ecrire(&mut traits.iter().map(String::as_str));
    for ligne in lignes {
        ecrire(&mut ligne.iter().map(String::as_str));
    }
    texte
}

/// Columns that a text takes; the texts shown hold no wide character.
pub(crate) fn largeur(texte: &str) -> usize {
    texte.chars().count()
}

/// A text cut at a width, with an ellipsis.
pub(crate) fn coupe(texte: &str, au_plus: usize) -> String {
    if largeur(texte) <= au_plus {
        return texte.to_owned();
    }
    let debut: String = texte.chars().take(au_plus.saturating_sub(1)).collect();
    format!("{}…", debut.trim_end())
}

/// A text on several lines of at most this width: it goes on where `debut` ends, then under an indent.
pub(crate) fn replie(debut: &str, texte: &str, au_plus: usize, retrait: usize) -> String {
    let mut lignes = debut.to_owned();
    let mut place = largeur(debut);
    let mut premier = true;
    for mot in texte.split(' ') {
        let long = largeur(mot);
        if !premier && place + 1 + long > au_plus {
            lignes.push('\n');
            lignes.extend(std::iter::repeat_n(' ', retrait));
            place = retrait;
        } else if !premier {
            lignes.push(' ');
            place += 1;
        }
        premier = false;
        lignes.push_str(mot);
        place += long;
    }
    lignes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_goes_on_under_its_indent() {
        assert_eq!(replie("a : ", "bb cc dd", 9, 2), "a : bb cc\n  dd");
    }

    #[test]
    fn figures_are_aligned_on_the_right_and_nothing_trails() {
        let t = tableau(&[("nom", Cote::Gauche), ("n", Cote::Droite)], &[vec!["é".into(), "10".into()]]);
        assert_eq!(t, "  nom   n\n  ───  ──\n  é    10\n");
    }
}
