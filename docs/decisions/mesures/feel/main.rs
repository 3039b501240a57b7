//! feel DOSSIER LIGNES: the same rules as one FEEL expression (the language of DMN), by dsntk's evaluator.
//!
//! To run: `cargo new feel && cd feel && cargo add dsntk-feel dsntk-feel-evaluator dsntk-feel-parser`, and this file
//! as `src/main.rs`. FEEL's `decimal(n, scale)` rounds halves to even; the second line uses `round half up`.

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelScope, Name};

const CODES: [&str; 19] = [
    "fact", "fse", "pj_ok", "deliv", "mss", "ep", "bil", "dmp", "lect", "rej", "dbl", "tlc", "coord", "segur", "lad",
    "fraude", "borne", "tlc1", "zac",
];

const REGLES: &str = "{
  taux_fse: fse / fact, taux_rej: rej / fact, taux_dbl: dbl / fact,
  m_fse: ARRONDI(500 * max(0, min((taux_fse - 0.70) / 0.20, 1)), 2),
  m_scor: if pj_ok >= 0.99 * fact then min(ARRONDI(0.02 * min(fse, 10000) + 0.015 * max(0, min(fse - 10000, 15000)) + 0.01 * max(0, fse - 25000), 2), 550) else 0,
  m_dmp: if bil > 0 and dmp >= 0.90 * bil then 400 else 0,
  m_mss: if mss >= 0.05 * deliv then 200 else 0,
  m_ep: if ep >= 0.35 * deliv then 250 else 0,
  m_vitale: if borne = 1 then 689 + 250 * min(lect, 2) else 250 * min(lect, 4),
  m_tlc: 1225 * tlc1 + min(25 * floor(tlc / 5), 750),
  m_zac: if zac = 1 and bil >= 1 then 500 else 0,
  brut: 820 * coord + 200 * lad + m_fse + m_scor + m_dmp + m_mss + m_ep + m_vitale + m_tlc + m_zac,
  p_fse: if taux_fse >= 0.65 then 0 else if taux_fse >= 0.60 then 3 else if taux_fse >= 0.50 then 6 else 9,
  p_rej: if taux_rej <= 0.01 then 0 else if taux_rej <= 0.02 then 3 else if taux_rej <= 0.04 then 6 else 9,
  p_dbl: if taux_dbl < 0.0001 then 0 else if taux_dbl <= 0.0006 then 3 else if taux_dbl <= 0.001 then 6 else 9,
  score: if fact < 100 then 0 else p_fse + p_rej + p_dbl,
  malus: if score > 18 then 0.30 else if score >= 10 then 0.20 else if score >= 3 then 0.10 else 0,
  net: if coord = 1 and segur = 1 and fraude = 0 then ARRONDI(brut * (1 - malus), 2) else 0
}.net";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (dossier, lignes): (&str, usize) = (&arguments[1], arguments[2].parse().unwrap());
    let brut = std::fs::read(format!("{dossier}/in.i32")).unwrap();
    let entiers: Vec<i32> = brut.chunks(4).map(|o| i32::from_le_bytes(o.try_into().unwrap())).collect();
    let exact: Vec<i64> = std::fs::read(format!("{dossier}/ref.i64"))
        .unwrap()
        .chunks(8)
        .map(|o| i64::from_le_bytes(o.try_into().unwrap()))
        .collect();
    let (n, lignes) = (exact.len(), lignes.min(exact.len()));
    for arrondi in ["decimal", "round half up"] {
        let portee = FeelScope::new();
        portee.push(personne(&entiers, n, 0));
        let arbre =
            dsntk_feel_parser::parse_expression(&portee, &REGLES.replace("ARRONDI", arrondi), false).expect("FEEL");
        let evaluer = dsntk_feel_evaluator::prepare(&arbre);
        let debut = std::time::Instant::now();
        let (mut faux, mut vides) = (0, 0);
        for rang in 0..lignes {
            let portee = FeelScope::new();
            portee.push(personne(&entiers, n, rang));
            let Value::Number(net) = evaluer(&portee) else {
                vides += 1;
                continue;
            };
            let centimes: f64 = net.to_string().parse::<f64>().unwrap() * 100.0;
            faux += usize::from((centimes.round() as i64) != exact[rang]);
        }
        let duree = debut.elapsed().as_nanos() as usize / lignes;
        println!("FEEL, {arrondi}: n={lignes} faux={faux} vides={vides} ns_par_ligne={duree}");
    }
}

fn personne(entiers: &[i32], n: usize, rang: usize) -> FeelContext {
    let mut contexte = FeelContext::default();
    for (i, code) in CODES.iter().enumerate() {
        contexte.set_entry(&Name::from(*code), Value::Number(entiers[i * n + rang].into()));
    }
    contexte
}
