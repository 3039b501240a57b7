//! Relative links of the documentation: each must lead to a file that exists.

use crate::arbre;
use crate::bilan::Bilan;
use std::path::Path;

/// Follows every relative link of every Markdown page.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let mut defauts = Vec::new();
    for page in arbre::files(racine)?.iter().filter(|fichier| fichier.extension().is_some_and(|e| e == "md")) {
        let dossier = page.parent().unwrap_or(racine);
        for cible in targets(&arbre::read(page)?) {
            if !dossier.join(&cible).exists() {
                defauts
                    .push(format!("{} : le lien vers « {cible} » ne mène nulle part", arbre::relative(racine, page)));
            }
        }
    }
    Ok(Bilan::of(defauts))
}

/// Targets of `[…](target)`, without the anchors, the addresses of the web and of the service, and what stands in code.
fn targets(page: &str) -> Vec<String> {
    let mut dans_un_bloc = false;
    let mut cibles = Vec::new();
    for ligne in page.lines() {
        if ligne.trim_start().starts_with("```") {
            dans_un_bloc = !dans_un_bloc;
        }
        if dans_un_bloc {
            continue;
        }
        let prose: String = ligne.split('`').step_by(2).collect();
        for suite in prose.split("](").skip(1) {
            let cible = suite.split([')', '#', ' ']).next().unwrap_or_default();
            if !cible.is_empty() && !cible.contains("://") && !cible.starts_with('/') && !cible.starts_with("mailto:") {
                cibles.push(cible.to_owned());
            }
        }
    }
    cibles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_links_outside_code_are_followed() {
        let page = "[a](docs/a.md#ici) [b](https://x.fr) `[c](c.md)`\n```\n[d](d.md)\n```\n[e](#ancre) [f](/aide)";
        assert_eq!(targets(page), ["docs/a.md"]);
    }
}
