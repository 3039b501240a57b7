//! The job of the bench, computed a second time by hand-written arithmetic, on rows drawn to sit on the thresholds.
//!
//! `bancs/remu_num_2023` is written in the language; this file states the same fifteen lines as integer arithmetic
//! and shares nothing with the engine. The million-row comparison with other engines is `bancs/lancer.sh`.

use crate::arbre;
use crate::bilan::Bilan;
use crate::processus::{conventio, show};
use std::fmt::Write;
use std::path::Path;

const LIGNES: usize = 20_000;
const GRAINE: u64 = 20_240_331;
const COLONNES: &str =
    "beneficiaire,fact,fse,pj_ok,deliv,mss,ep,bil,dmp,lect,rej,dbl,tlc,coord,segur,lad,fraude,borne,tlc1,zac";

/// What one pharmacy reports: counts, then flags.
struct Officine {
    fact: i64,
    fse: i64,
    pj_ok: i64,
    deliv: i64,
    mss: i64,
    ep: i64,
    bil: i64,
    dmp: i64,
    lect: i64,
    rej: i64,
    dbl: i64,
    tlc: i64,
    coord: bool,
    segur: bool,
    lad: bool,
    fraude: bool,
    borne: bool,
    tlc1: bool,
    zac: bool,
}

/// Writes the rows, has the executable compute them through its front door, and compares every cent.
pub(crate) fn check(racine: &Path) -> Result<Bilan, String> {
    let dossier = racine.join("target").join("banc");
    std::fs::create_dir_all(&dossier).map_err(|source| format!("{} : {source}", dossier.display()))?;
    let mut hasard = Hasard(GRAINE);
    let officines: Vec<Officine> = (0..LIGNES).map(|_| draw(&mut hasard)).collect();
    let mut texte = format!("{COLONNES}\n");
    for (rang, officine) in officines.iter().enumerate() {
        row(&mut texte, rang, officine);
    }
    let (mesures, sortie) = (dossier.join("mesures.csv"), dossier.join("sortie.csv"));
    std::fs::write(&mesures, texte).map_err(|source| format!("{} : {source}", mesures.display()))?;
    let (m, s) = (mesures.display().to_string(), sortie.display().to_string());
    let arguments = ["calculer", "bancs/remu_num_2023", "--exercice", "2023", "--mesures", &m, "--sortie", &s];
    let reponse = conventio(racine, &arguments)?;
    if !reponse.reussi {
        show(&reponse.sortie);
        return Ok(Bilan::single(false));
    }
    Ok(compare(&officines, &arbre::read(&sortie)?))
}

fn compare(officines: &[Officine], sortie: &str) -> Bilan {
    let mut defauts = Vec::new();
    let mut lignes = sortie.lines().skip(1);
    for (rang, officine) in officines.iter().enumerate() {
        let mut cellules = lignes.next().unwrap_or_default().split(',').skip(1);
        let (trouve, etat) = (cellules.next().unwrap_or_default(), cellules.next().unwrap_or_default());
        let net = net(officine);
        let (attendu, etat_attendu) =
            (format!("{}.{:02}", net / 100, net % 100), if eligible(officine) { "payable" } else { "non_eligible" });
        if (trouve, etat) != (attendu.as_str(), etat_attendu) {
            defauts.push(format!("ligne {} : {trouve} {etat}, {attendu} {etat_attendu} attendus", rang + 2));
        }
    }
    if lignes.next().is_some() {
        defauts.push(format!("plus de {LIGNES} lignes rendues"));
    }
    let total = defauts.len();
    defauts.truncate(5);
    // The rows are one statement: the engine and the arithmetic agree on all of them.
    Bilan { reussis: u64::from(total == 0), rates: u64::from(total > 0), constats: defauts }
}

fn eligible(o: &Officine) -> bool {
    o.coord && o.segur && !o.fraude
}

/// The net in cents: the fifteen lines of the job, every threshold by cross-multiplication.
fn net(o: &Officine) -> i64 {
    if !eligible(o) {
        return 0;
    }
    let when = |condition: bool, centimes: i64| if condition { centimes } else { 0 };
    let part = (100 * o.fse - 70 * o.fact).clamp(0, 20 * o.fact);
    let fse = (2 * 50_000 * part + 20 * o.fact) / (2 * 20 * o.fact);
    let dixiemes = 20 * o.fse.min(10_000) + 15 * (o.fse - 10_000).clamp(0, 15_000) + 10 * (o.fse - 25_000).max(0);
    let scor = when(100 * o.pj_ok >= 99 * o.fact, ((dixiemes + 5) / 10).min(55_000));
    let carte = if o.borne { 68_900 + 25_000 * o.lect.min(2) } else { 25_000 * o.lect.min(4) };
    let brut = 82_000
        + when(o.lad, 20_000)
        + fse
        + scor
        + when(o.bil > 0 && 100 * o.dmp >= 90 * o.bil, 40_000)
        + when(100 * o.mss >= 5 * o.deliv, 20_000)
        + when(100 * o.ep >= 35 * o.deliv, 25_000)
        + carte
        + when(o.tlc1, 122_500)
        + (2_500 * (o.tlc / 5)).min(75_000)
        + when(o.zac && o.bil >= 1, 50_000);
    let points = if o.fact < 100 { 0 } else { points(o) };
    let malus = match points {
        ..3 => 0,
        3..10 => 10,
        10..=18 => 20,
        _ => 30,
    };
    (brut * (100 - malus) + 50) / 100
}

fn points(o: &Officine) -> i64 {
    let step = |tenus: [bool; 3]| tenus.iter().position(|tenu| *tenu).map_or(9, |rang| 3 * rang as i64);
    step([100 * o.fse >= 65 * o.fact, 100 * o.fse >= 60 * o.fact, 100 * o.fse >= 50 * o.fact])
        + step([100 * o.rej <= o.fact, 100 * o.rej <= 2 * o.fact, 100 * o.rej <= 4 * o.fact])
        + step([10_000 * o.dbl < o.fact, 10_000 * o.dbl <= 6 * o.fact, 10_000 * o.dbl <= 10 * o.fact])
}

/// A row whose rates fall on a threshold, one below it or one above, one time in two.
fn draw(h: &mut Hasard) -> Officine {
    // Multiples of 10 000 let every threshold of the job be reached exactly.
    let fact = if h.one_in(2) { 10_000 * h.between(1, 5) } else { h.between(1, 60_000) };
    let deliv = if h.one_in(2) { 100 * h.between(1, 500) } else { h.between(1, 60_000) };
    let bil = h.between(0, 80);
    Officine {
        fact,
        fse: h.near(fact, &[5_000, 6_000, 6_500, 7_000, 9_000, 7_825], 4_000, 10_000),
        pj_ok: h.near(fact, &[9_900], 9_700, 10_000),
        deliv,
        mss: h.near(deliv, &[500], 0, 1_200),
        ep: h.near(deliv, &[3_500], 0, 9_000),
        bil,
        dmp: h.near(bil, &[9_000], 7_000, 10_000),
        lect: h.between(0, 6),
        rej: h.near(fact, &[100, 200, 400], 0, 500),
        dbl: h.near(fact, &[1, 6, 10], 0, 12),
        tlc: h.between(0, 260),
        coord: !h.one_in(7),
        segur: !h.one_in(20),
        lad: h.one_in(2),
        fraude: h.one_in(50),
        borne: h.one_in(2),
        tlc1: h.one_in(10),
        zac: h.one_in(5),
    }
}

fn row(texte: &mut String, rang: usize, o: &Officine) {
    let compte = [o.fact, o.fse, o.pj_ok, o.deliv, o.mss, o.ep, o.bil, o.dmp, o.lect, o.rej, o.dbl, o.tlc];
    let drapeaux = [o.coord, o.segur, o.lad, o.fraude, o.borne, o.tlc1, o.zac];
    let _ = write!(texte, "{rang:06}");
    for nombre in compte.into_iter().chain(drapeaux.map(i64::from)) {
        let _ = write!(texte, ",{nombre}");
    }
    texte.push('\n');
}

/// A small generator (xorshift) whose rows never change.
struct Hasard(u64);

impl Hasard {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From `bas` to `haut`, both included.
    fn between(&mut self, bas: i64, haut: i64) -> i64 {
        bas + (self.next() % (haut - bas + 1) as u64) as i64
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    /// A part of `tout`: on one of the thresholds (in ten-thousandths) or beside it, else anywhere in a range.
    fn near(&mut self, tout: i64, seuils: &[i64], bas: i64, haut: i64) -> i64 {
        let part = if self.one_in(2) {
            let seuil = seuils[self.between(0, seuils.len() as i64 - 1) as usize];
            tout * seuil / 10_000 + self.between(-1, 1)
        } else {
            tout * self.between(bas, haut) / 10_000
        };
        part.clamp(0, tout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_rows() {
        let (mut a, mut b) = (Hasard(GRAINE), Hasard(GRAINE));
        assert!((0..100).all(|_| net(&draw(&mut a)) == net(&draw(&mut b))));
    }

    #[test]
    fn halves_of_a_cent_are_drawn() {
        // A malus of 10 % on an amount that ends with 5 cents: what floats get wrong.
        let mut hasard = Hasard(GRAINE);
        let officines: Vec<Officine> = (0..2_000).map(|_| draw(&mut hasard)).collect();
        assert!(officines.iter().any(|o| eligible(o) && o.fact >= 100 && (3..10).contains(&points(o))));
        assert!(officines.iter().any(|o| net(o) % 10 != 0));
    }
}
