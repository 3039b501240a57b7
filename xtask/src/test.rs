//! `cargo xtask test`: every check of the project, one after the other, and one line at the end.

use crate::bilan::{self, Bilan, count_after};
use crate::outils::{CLIPPY, Outil, POPPLER, POSTGRESQL, RUSTFMT, SMTP, WASM};
use crate::processus::{cargo, conventio, run as start, show};
use crate::{banc, fleches, guide, image, liens, muter, navigateur, noms};
use std::path::Path;
use std::time::Instant;

/// A check: its name, what it needs, and what it does.
struct Etape {
    nom: &'static str,
    outils: &'static [Outil],
    faire: fn(&Path) -> Result<Bilan, String>,
}

/// In the order of a reader's patience: what answers at once comes first.
const ETAPES: &[Etape] = &[
    Etape { nom: "forme du code", outils: &[RUSTFMT], faire: format },
    Etape { nom: "flèches entre crates", outils: &[], faire: fleches::check },
    Etape { nom: "liens de la documentation", outils: &[], faire: liens::check },
    Etape { nom: "guide et son exemple", outils: &[], faire: guide::check },
    Etape { nom: "codes et libellés hors du code", outils: &[], faire: noms::check },
    Etape { nom: "clippy", outils: &[CLIPPY], faire: lint },
    Etape { nom: "serveur pour la seconde base", outils: &[POSTGRESQL], faire: |_| Ok(Bilan::single(true)) },
    Etape { nom: "serveur pour les courriels", outils: &[SMTP], faire: |_| Ok(Bilan::single(true)) },
    Etape { nom: "lecteur des PDF", outils: &[POPPLER], faire: |_| Ok(Bilan::single(true)) },
    Etape { nom: "tests et exemples de la documentation", outils: &[], faire: tests },
    Etape { nom: "conventions et leurs cas", outils: &[], faire: conventions },
    Etape { nom: "forme des règles", outils: &[], faire: rules_format },
    Etape { nom: "cas de l'exemple du guide", outils: &[], faire: exemple },
    Etape { nom: "image du README", outils: &[], faire: image::check },
    Etape { nom: "règles changées chiffre à chiffre", outils: &[], faire: mutations },
    Etape { nom: "banc recalculé à la main", outils: &[], faire: banc::check },
    Etape { nom: "navigateur", outils: navigateur::OUTILS, faire: navigateur::check },
    Etape { nom: "formule en WebAssembly", outils: &[WASM], faire: wasm },
];

/// Runs every step, even after a failure, and ends with the one line that is read by programs.
pub(crate) fn run(racine: &Path, installer: bool) -> Result<bool, String> {
    let mut total = Bilan::default();
    let mut a_dire: Vec<String> = Vec::new();
    for (rang, etape) in ETAPES.iter().enumerate() {
        eprintln!("[{}/{}] {}…", rang + 1, ETAPES.len(), etape.nom);
        let debut = Instant::now();
        let pret = etape.outils.iter().try_for_each(|outil| outil.require(racine, installer));
        let bilan = match pret.and_then(|()| (etape.faire)(racine)) {
            Ok(bilan) => bilan,
            Err(message) => Bilan { reussis: 0, rates: 1, constats: vec![message] },
        };
        let duree = debut.elapsed();
        let verdict = if bilan.rates == 0 { "ok    " } else { "ÉCHEC " };
        println!(
            "{verdict} {:<42} {:>5} réussis {:>3} ratés {:>4},{} s",
            etape.nom,
            bilan.reussis,
            bilan.rates,
            duree.as_secs(),
            duree.subsec_millis() / 100
        );
        if bilan.rates > 0 {
            a_dire.extend(bilan.constats.iter().map(|constat| format!("{} : {constat}", etape.nom)));
            if bilan.constats.is_empty() {
                a_dire.push(format!("{} : voyez le détail ci-dessus", etape.nom));
            }
        }
        total.add(bilan);
    }
    for constat in &a_dire {
        println!("{constat}");
    }
    println!("{} passed, {} failed", total.reussis, total.rates);
    Ok(total.rates == 0)
}

fn format(racine: &Path) -> Result<Bilan, String> {
    let reponse = start(racine, &cargo(), &["fmt", "--all", "--", "--check", "-l"])?;
    let fichiers: Vec<String> = reponse
        .sortie
        .lines()
        .filter(|ligne| !ligne.is_empty())
        .map(|ligne| format!("{} : à mettre en forme par « cargo fmt --all »", ligne.trim()))
        .collect();
    Ok(if reponse.reussi || fichiers.is_empty() { Bilan::single(reponse.reussi) } else { Bilan::of(fichiers) })
}

fn lint(racine: &Path) -> Result<Bilan, String> {
    let reponse =
        start(racine, &cargo(), &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    Ok(Bilan::single(reponse.reussi))
}

fn tests(racine: &Path) -> Result<Bilan, String> {
    let reponse = start(racine, &cargo(), &["test", "--workspace", "--locked", "--no-fail-fast"])?;
    let mut bilan = bilan::of_libtest(&reponse.sortie);
    if !reponse.reussi {
        show(&reponse.sortie);
        // A test executable that does not build, or that dies, has no line of its own.
        bilan.rates = bilan.rates.max(1);
    }
    Ok(bilan)
}

fn conventions(racine: &Path) -> Result<Bilan, String> {
    verify(racine, "conventions")
}

/// Formulas are written as the formatter writes them.
fn rules_format(racine: &Path) -> Result<Bilan, String> {
    let reponse = conventio(racine, &["formater", "--verifier", "conventions", "docs/exemples", "bancs"])?;
    if !reponse.reussi {
        show(&reponse.sortie);
    }
    Ok(Bilan::single(reponse.reussi))
}

/// The dispositif that the guide has its reader write.
fn exemple(racine: &Path) -> Result<Bilan, String> {
    verify(racine, "docs/exemples/premier_dispositif")
}

/// Loads a folder of rules through the front door and counts its cases.
fn verify(racine: &Path, dossier: &str) -> Result<Bilan, String> {
    let reponse = conventio(racine, &["verifier", dossier, "--format", "json"])?;
    if !reponse.reussi {
        show(&conventio(racine, &["verifier", dossier])?.sortie);
    }
    let reussis = count_after(&reponse.sortie, "\"cas_reussis\": ");
    let rates = count_after(&reponse.sortie, "\"cas_rates\": ").max(u64::from(!reponse.reussi));
    Ok(Bilan { reussis, rates, constats: Vec::new() })
}

fn mutations(racine: &Path) -> Result<Bilan, String> {
    Ok(Bilan::single(muter::run(racine, &[])?))
}

fn wasm(racine: &Path) -> Result<Bilan, String> {
    let arguments = ["build", "--locked", "--package", "formule", "--target", "wasm32-unknown-unknown"];
    Ok(Bilan::single(start(racine, &cargo(), &arguments)?.reussi))
}
