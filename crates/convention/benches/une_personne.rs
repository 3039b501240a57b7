//! How long it takes to load and compile all rule folders, and to answer for one person with the whole trace.
//!
//! `cargo bench -p convention`. The limit to compare with is 20 µs for one person; it is printed, and decides nothing.
#![allow(missing_docs, clippy::unwrap_used)]

use convention::{Dispositif, Regles, Surcharges, lire_dossier};
use formule::programme::{Entree, Genre};
use formule::{Cellule, Ligne, LigneDetail, Plan, evaluer};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const TOURS: usize = 15;
const PERSONNES: u32 = 2_000;

fn main() {
    let dossier = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conventions");
    let fichiers = lire_dossier(&dossier).unwrap();
    let chargement = mediane((0..TOURS).map(|_| duree(|| Regles::charger(&fichiers).unwrap())).collect());
    let regles = Regles::charger(&fichiers).unwrap();
    let compilation = mediane((0..TOURS).map(|_| duree(|| plans(&regles))).collect());
    let plans = plans(&regles);
    println!("{} dispositifs, {} plans (un par exercice)", regles.dispositifs().count(), plans.len());
    println!("chargement de tous les dossiers, cas compris : {}", micros(chargement));
    println!("compilation de tous les plans                : {}", micros(compilation));
    println!();
    println!("une personne, plan déjà compilé, trace construite (limite : 20 µs)");
    for (nom, plan) in &plans {
        let ligne = figures(plan);
        let temps = mediane(
            (0..TOURS)
                .map(|_| {
                    let debut = Instant::now();
                    for _ in 0..PERSONNES {
                        black_box(evaluer(plan, black_box(&ligne)).unwrap());
                    }
                    debut.elapsed() / PERSONNES
                })
                .collect(),
        );
        println!("{nom:32} {:>4} nœuds  {}", plan.nombre_de_noeuds(), micros(temps));
    }
}

/// Every dispositif, every exercice.
fn plans(regles: &Regles) -> Vec<(String, Plan)> {
    regles
        .dispositifs()
        .flat_map(|d| d.annees().into_iter().map(|annee| (format!("{} {annee}", d.code), plan(d, annee))))
        .collect()
}

fn plan(d: &Dispositif, annee: i32) -> Plan {
    d.compiler(annee, &Surcharges::aucune()).unwrap().plan
}

/// Plausible figures: a thousand of everything, yes to every question, three lines of detail.
fn figures(plan: &Plan) -> Ligne {
    let cellule = |e: &Entree| -> Cellule {
        Ok(match e.genre {
            Genre::OuiNon => 1,
            Genre::Choix(_) => 0,
            _ => (1_000 * e.echelle).clamp(e.min, e.max),
        })
    };
    let p = plan.programme();
    Ligne {
        entrees: p.entrees.iter().map(cellule).collect(),
        details: p
            .details
            .iter()
            .map(|d| (0..3).map(|_| LigneDetail { cle: 0, entrees: d.entrees.iter().map(cellule).collect() }).collect())
            .collect(),
        nationaux: vec![None; p.nationaux.len()],
        repartitions: vec![None; p.repartitions.len()],
    }
}

fn duree<T>(faire: impl FnOnce() -> T) -> Duration {
    let debut = Instant::now();
    black_box(faire());
    debut.elapsed()
}

fn mediane(mut durees: Vec<Duration>) -> Duration {
    durees.sort_unstable();
    durees[durees.len() / 2]
}

/// Microseconds with two decimals, without a float.
fn micros(d: Duration) -> String {
    format!("{:>7},{:02} µs", d.as_nanos() / 1_000, d.as_nanos() % 1_000 / 10)
}
