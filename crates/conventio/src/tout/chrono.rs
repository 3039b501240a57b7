//! `--chrono`: the time of everything, from figures in memory to columns of results in memory.

use super::Demandees;
use super::tache::{Fait, Tache};
use crate::calcul::Preparation;
use crate::chiffres::{self, Chiffres};
use crate::echec::Echec;
use crate::fils::Fils;
use crate::nationaux;
use crate::nombres;
use formule::Resultats;
use std::time::{Duration, Instant};

/// How many times everything is computed.
const PASSAGES: usize = 7;

/// A dispositif whose figures are in memory.
struct Pret {
    code: String,
    preparation: Preparation,
    chiffres: Chiffres,
}

/// Computes again, several times, what could be computed: national stages, then every column of results.
pub(super) fn mesurer(
    demandees: &Demandees,
    taches: &[Tache<'_>],
    faits: &[Result<Fait, Echec>],
    fils: Fils,
) -> Result<String, Echec> {
    let calculables: Vec<&Tache<'_>> =
        taches.iter().zip(faits).filter(|(_, fait)| fait.is_ok()).map(|(tache, _)| tache).collect();
    let lus = fils.taches(&calculables, &|tache| -> Result<Pret, Echec> {
        let preparation = tache.preparation()?;
        let chiffres = chiffres::lire_individuels(tache.dispositif, &preparation, &tache.demande.fichiers)?;
        Ok(Pret { code: tache.dispositif.code.clone(), preparation, chiffres })
    });
    let prets: Vec<Pret> = lus.into_iter().collect::<Result<_, _>>()?;
    let mut durees = Vec::with_capacity(PASSAGES);
    let mut par_dispositif = vec![Vec::with_capacity(PASSAGES); prets.len()];
    for _ in 0..PASSAGES {
        let debut = Instant::now();
        // The columns of all dispositifs are held together until the end of the pass.
        let mut resultats = Vec::with_capacity(prets.len());
        for (pret, temps) in prets.iter().zip(&mut par_dispositif) {
            let debut = Instant::now();
            // Each one has its rows cut between the threads: nobody waits for the longest.
            resultats.push(un_passage(pret, fils)?);
            temps.push(debut.elapsed());
        }
        durees.push(debut.elapsed());
    }
    Ok(ecrire(demandees, &prets, durees, par_dispositif, fils))
}

fn un_passage(pret: &Pret, fils: Fils) -> Result<Resultats, Echec> {
    let Chiffres { jeu, beneficiaires, .. } = &pret.chiffres;
    if !nationaux::presents(pret.preparation.compile.plan.programme()) {
        return pret.preparation.executer_sur(jeu, fils);
    }
    // The national results are put in a copy: the next pass must compute them too.
    let mut jeu = jeu.clone();
    nationaux::calculer(&pret.preparation, &mut jeu, beneficiaires, fils)?;
    pret.preparation.executer_sur(&jeu, fils)
}

fn ecrire(
    demandees: &Demandees,
    prets: &[Pret],
    mut durees: Vec<Duration>,
    par_dispositif: Vec<Vec<Duration>>,
    fils: Fils,
) -> String {
    let lignes: usize = prets.iter().map(|pret| pret.chiffres.jeu.lignes).sum();
    let colonnes: usize = prets.iter().map(|pret| pret.preparation.indicateurs.len() + 2).sum();
    durees.sort();
    let mut texte = format!(
        "\nCalcul seul de l'exercice {}, passes nationales comprises, {} : {} lignes, {colonnes} colonnes de résultats\n  \
         médiane de {PASSAGES} passages   {} (du plus court au plus long : {} à {})\n",
        demandees.exercice,
        if fils.combien() > 1 { format!("{} fils", fils.combien()) } else { "un fil".to_owned() },
        nombres::effectif(lignes),
        ms(durees[PASSAGES / 2]),
        ms(durees[0]),
        ms(durees[PASSAGES - 1]),
    );
    if let Some(pic) = pic_de_memoire() {
        texte.push_str(&format!(
            "  mémoire, au plus        {} Mo (fichiers lus et écrits compris)\n",
            nombres::entier(pic)
        ));
    }
    let mut medianes: Vec<(Duration, &Pret)> = par_dispositif
        .into_iter()
        .zip(prets)
        .map(|(mut temps, pret)| {
            temps.sort();
            (temps[PASSAGES / 2], pret)
        })
        .collect();
    medianes.sort_by_key(|(temps, _)| std::cmp::Reverse(*temps));
    for (temps, pret) in medianes {
        let lignes = pret.chiffres.jeu.lignes;
        let par_ligne = temps.as_nanos() / lignes.max(1) as u128;
        texte.push_str(&format!(
            "  {:<32} {:>12}   {par_ligne} ns par ligne, {} lignes\n",
            pret.code,
            ms(temps),
            nombres::effectif(lignes)
        ));
    }
    texte
}

fn ms(duree: Duration) -> String {
    let dixiemes = duree.as_micros() / 100;
    format!("{},{} ms", nombres::entier(i128::try_from(dixiemes / 10).unwrap_or(i128::MAX)), dixiemes % 10)
}

/// The most memory that this process has held, in millions of bytes, where the system says it.
fn pic_de_memoire() -> Option<i128> {
    let etat = std::fs::read_to_string("/proc/self/status").ok()?;
    let ligne = etat.lines().find_map(|ligne| ligne.strip_prefix("VmHWM:"))?;
    let kibioctets: i128 = ligne.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibioctets * 1_024 / 1_000_000)
}
