//! How long a recap of two pages takes: the first of the process, then others.
//!
//! Each sheet printed warm differs from the ones before, as sheets of different people do.

#![allow(clippy::unwrap_used, reason = "a measure that cannot be taken has failed")]

#[path = "../tests/suite/recapitulatif.rs"]
mod recapitulatif;

use documents::Imprimeur;
use feuille::{Bloc, Feuille};
use std::time::{Duration, Instant};

const TIRAGES: usize = 100;

/// The same recap for another pharmacy: other names, other amounts, other answers.
fn other(rang: usize) -> Feuille {
    let mut feuille = recapitulatif::feuille();
    feuille.identite[0] = format!("Pharmacie de la rue {}", "du Grand Tilleul ".repeat(rang % 3));
    feuille.identite[1] = format!("FINESS 99 000 {rang:03} 1");
    for bloc in &mut feuille.blocs {
        let Bloc::Tableau(tableau) = bloc else { continue };
        for (ligne, cellules) in tableau.lignes.iter_mut().enumerate() {
            cellules[0] = format!("Indicateur {ligne} de la structure {rang}").into();
            cellules[3] = format!("{},{:02}\u{a0}€", rang * 7 + ligne, rang % 100).into();
        }
    }
    feuille
}

fn timed(acte: impl FnOnce()) -> Duration {
    let debut = Instant::now();
    acte();
    debut.elapsed()
}

fn main() {
    let mut imprimeur = None;
    let ouverture = timed(|| imprimeur = Some(Imprimeur::new().unwrap()));
    let imprimeur = imprimeur.unwrap();
    let premier = timed(|| drop(imprimeur.imprimer(&recapitulatif::feuille()).unwrap()));
    let mut durees: Vec<Duration> =
        (0..TIRAGES).map(|rang| timed(|| drop(imprimeur.imprimer(&other(rang)).unwrap()))).collect();
    durees.sort_unstable();
    println!("à froid : polices et modèle {ouverture:.1?}, puis premier document {premier:.1?}");
    println!(
        "à chaud : médiane {:.1?}, neuf sur dix en moins de {:.1?}, le plus long {:.1?} ({TIRAGES} documents)",
        durees[TIRAGES / 2],
        durees[TIRAGES * 9 / 10],
        durees[TIRAGES - 1]
    );
}
