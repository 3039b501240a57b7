//! The guide says what its example says: every line of TOML that it shows stands in the folder that the tests load.

use crate::arbre;
use crate::bilan::Bilan;
use std::collections::BTreeSet;
use std::path::Path;

const GUIDE: &str = "docs/ecrire-un-dispositif.md";
const EXEMPLE: &str = "docs/exemples/premier_dispositif";

/// Compares the guide with its example, line by line, comments aside.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let mut exemple = BTreeSet::new();
    for fichier in arbre::files(&racine.join(EXEMPLE))? {
        exemple.extend(arbre::read(&fichier)?.lines().map(|ligne| bare(ligne).to_owned()));
    }
    let guide = arbre::read(&racine.join(GUIDE))?;
    let montrees = shown(&guide);
    let defauts = montrees
        .iter()
        .filter(|(_, ligne)| !exemple.contains(*ligne))
        .map(|(rang, ligne)| format!("{GUIDE}:{rang} : « {ligne} » n'est pas dans {EXEMPLE}"))
        .collect();
    Ok(Bilan::of(defauts))
}

/// Lines of the TOML blocks, with their numbers.
fn shown(guide: &str) -> Vec<(usize, &str)> {
    let mut dans_un_bloc = false;
    let mut lignes = Vec::new();
    for (rang, ligne) in guide.lines().enumerate() {
        if ligne.starts_with("```") {
            dans_un_bloc = ligne == "```toml";
        } else if dans_un_bloc && !bare(ligne).is_empty() {
            lignes.push((rang + 1, bare(ligne)));
        }
    }
    lignes
}

/// A line without the comment at its end.
fn bare(ligne: &str) -> &str {
    let mut dans_une_chaine = false;
    let fin = ligne.char_indices().find(|(_, lettre)| {
        dans_une_chaine ^= *lettre == '"';
        *lettre == '#' && !dans_une_chaine
    });
    ligne[..fin.map_or(ligne.len(), |(i, _)| i)].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_toml_blocks_are_compared_without_their_comments() {
        let guide = "```toml\na = 1   # un\n\n```\n```sh\nls\n```\n";
        assert_eq!(shown(guide), [(2, "a = 1")]);
        assert_eq!(bare("a = \"n° #1\" # deux"), "a = \"n° #1\"");
    }
}
