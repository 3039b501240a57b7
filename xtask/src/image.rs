//! `cargo xtask image`: the picture of the README, drawn from what the demonstration really prints.

use crate::bilan::Bilan;
use crate::processus::conventio;
use std::fmt::Write;
use std::path::Path;

const IMAGE: &str = "docs/images/demo.svg";
const TITRE: &str = "conventio demo --sans-serveur : un département fictif calculé, et un montant expliqué";
/// What the chosen blocks of the explanation hold: a rounded amount, a threshold missed, the sum.
const MONTRES: [&str; 3] = ["arrondi(", "il en manquait", "ADDITION"];

const CHASSE: usize = 8;
const INTERLIGNE: usize = 18;
const MARGE: usize = 16;

/// Draws the picture again.
pub(crate) fn run(racine: &Path) -> Result<bool, String> {
    let chemin = racine.join(IMAGE);
    let ecrire = |source| format!("{IMAGE} ne s'écrit pas : {source}");
    if let Some(dossier) = chemin.parent() {
        std::fs::create_dir_all(dossier).map_err(ecrire)?;
    }
    std::fs::write(&chemin, draw(racine)?).map_err(ecrire)?;
    Ok(true)
}

/// The picture shows what the demonstration prints today.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let jour = std::fs::read_to_string(racine.join(IMAGE)).is_ok_and(|image| draw(racine).is_ok_and(|d| d == image));
    let mut bilan = Bilan::single(jour);
    if !jour {
        bilan.constats.push(format!("{IMAGE} ne montre plus la démonstration : lancez « cargo xtask image »"));
    }
    Ok(bilan)
}

fn draw(racine: &Path) -> Result<String, String> {
    let reponse = conventio(racine, &["demo", "--sans-serveur"])?;
    if !reponse.reussi {
        return Err(format!("la démonstration échoue :\n{}", reponse.sortie));
    }
    Ok(render(&excerpt(&plain(&reponse.sortie)), TITRE))
}

/// The table of the dispositifs, then of the explanation its head and the blocks to show.
fn excerpt(sortie: &str) -> String {
    let (tableau, explication) = sortie.split_once("════").unwrap_or((sortie, ""));
    let tableau: Vec<&str> = tableau.split("\n\n").take_while(|bloc| !bloc.contains(" premières")).collect();
    let explication = explication.trim_start_matches(|c| c != '\n').trim_start();
    let blocs: Vec<&str> = explication.split("\n\n").collect();
    let mut extrait = format!("$ conventio demo --sans-serveur\n\n{}\n\n", tableau.join("\n\n"));
    for bloc in blocs.iter().take(2) {
        let sans_filet: Vec<&str> = bloc.lines().filter(|ligne| !ligne.starts_with('═')).collect();
        let _ = write!(extrait, "{}\n\n", sans_filet.join("\n"));
    }
    for montre in MONTRES {
        if let Some(bloc) = blocs.iter().skip(2).find(|bloc| bloc.contains(montre)) {
            let _ = write!(extrait, "{bloc}\n\n");
        }
    }
    extrait.trim_end().to_owned() + "\n"
}

fn render(sortie: &str, titre: &str) -> String {
    let nu = plain(sortie);
    let lignes: Vec<&str> = nu.lines().collect();
    let colonnes = lignes.iter().map(|ligne| ligne.chars().count()).max().unwrap_or(0).max(40);
    let (largeur, hauteur) = (colonnes * CHASSE + 2 * MARGE, lignes.len() * INTERLIGNE + 2 * MARGE);
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {hauteur}\" width=\"{largeur}\" \
         height=\"{hauteur}\" role=\"img\" aria-labelledby=\"titre texte\">\n<title id=\"titre\">{}</title>\n\
         <desc id=\"texte\">{}</desc>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#14242b\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Liberation Mono, Menlo, Consolas, monospace\" font-size=\"13\" \
         fill=\"#f4f8f9\" xml:space=\"preserve\" aria-hidden=\"true\">",
        escape(titre),
        escape(&nu)
    );
    for (rang, ligne) in lignes.iter().enumerate().filter(|(_, ligne)| !ligne.trim().is_empty()) {
        // The width is said line by line: a replacement font then keeps the columns of the table aligned.
        let _ = writeln!(
            svg,
            "<text x=\"{MARGE}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            MARGE + INTERLIGNE * rang + 13,
            ligne.trim_end().chars().count() * CHASSE,
            escape(ligne.trim_end())
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The text without the colours of a terminal.
fn plain(sortie: &str) -> String {
    let mut nu = String::with_capacity(sortie.len());
    let mut lettres = sortie.chars();
    while let Some(lettre) = lettres.next() {
        match lettre {
            '\u{1b}' => while lettres.next().is_some_and(|c| !c.is_ascii_alphabetic()) {},
            '\r' => {}
            autre => nu.push(autre),
        }
    }
    nu
}

fn escape(texte: &str) -> String {
    texte.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excerpt_keeps_the_table_and_the_blocks_to_show() {
        let sortie = "Titre\n\n  A  1\n\nLes 6 premières\n\n  x\n════\nUne explication\n════\nTête\n\n  1 €\n\nautre\n\n\
                      montant = arrondi(x)\n\nADDITION\n  1 €\n";
        let extrait = excerpt(sortie);
        assert!(extrait.contains("  A  1") && extrait.contains("arrondi(x)") && extrait.contains("ADDITION"));
        assert!(!extrait.contains("premières") && !extrait.contains("autre"));
    }

    #[test]
    fn the_picture_says_its_text_without_colours_nor_markup() {
        let svg = render("\u{1b}[1mA < B\u{1b}[0m\n", "Essai");
        assert!(svg.contains("<title id=\"titre\">Essai</title>"));
        assert!(svg.contains("<desc id=\"texte\">A &lt; B\n</desc>"));
        assert!(!svg.contains('\u{1b}'));
    }
}
