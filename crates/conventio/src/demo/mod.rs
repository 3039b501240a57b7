//! `demo`: a fictional department, in the pages of the teleservice or in the terminal.

mod courriels;
mod declarations;
mod departement;
mod dossier;
mod fichiers;
mod generateur;
mod hasard;
mod loi;
mod passes;
mod peuplement;
mod population;
mod service;
mod textes;
mod tirage;
mod valeurs_toml;
mod versements;

use crate::calcul::Preparation;
use crate::calculer::{bilan, fictives};
use crate::echec::{Code, Echec};
use crate::explication::{self, TAMPON, jour};
use crate::nombres::{effectif, euros};
use crate::regles::Source;
use crate::tableau::{Cote, coupe, tableau};
use crate::{Sortie, nationaux};
use clap::ArgMatches;
use convention::Dispositif;
use departement::Departement;
pub(crate) use fichiers::peupler;
use formule::{Date, Etat, Jeu, Marques, Resultats};
use generateur::Figures;
use population::Population;
use std::fmt::Write as _;
use std::path::Path;

/// The day of the screens that the demonstration follows.
const JOUR: Date = Date::du_calendrier(2025, 1, 15);

/// How many beneficiaries are shown one by one.
const MONTRES: usize = 6;

pub(crate) fn demo(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let (date, debut) = match lus.get_one::<String>("date") {
        None => (JOUR, teleservice::instant_de_paris(JOUR, 9, 0, 0)),
        Some(texte) => moment(texte)?,
    };
    let departement = departement::charger(lus.get_one::<String>("departement").map(String::as_str))?;
    let parametres = departement::embarque("parametres-fictifs.toml")?;
    let servies: Vec<&str> = departement.populations.iter().map(|p| p.convention.as_str()).collect();
    let source = Source::a_servir(lus.get_one::<String>("conventions").map(Path::new), &servies)?;
    if !lus.get_flag("sans-serveur") {
        let port = match lus.get_one::<String>("port") {
            None => 0,
            Some(texte) => texte.parse().map_err(|_| {
                Echec::new(
                    Code::Usage,
                    format!("--port : « {texte} » n'est pas un port. Écrivez un nombre de 0 à 65535."),
                )
            })?,
        };
        let base = lus.get_one::<String>("base").cloned();
        let dossier = dossier::de(lus.get_one::<String>("donnees").map(Path::new))?;
        let textes = textes::lire(lus.get_one::<String>("textes").map(Path::new))?;
        let ouverture =
            service::Ouverture { departement, source, parametres, date, debut, dossier, base, port, textes };
        service::servir(ouverture)?;
        return Ok(String::new().into());
    }
    // In January one declares for the year before: that is the exercice in progress.
    let exercice = date.annee() - 1;
    // The terminal shows the first profession; the pages show every one.
    let Some(population) = departement.populations.first() else { return Ok(String::new().into()) };
    let mut calcules = Vec::new();
    for dispositif in source.dispositifs_de(&population.convention) {
        if !dispositif.annees().contains(&exercice) {
            continue;
        }
        let surcharges = fictives(&parametres, dispositif)?;
        let preparation = Preparation::de(dispositif, exercice, &surcharges)?;
        if preparation.indicateurs.is_empty() {
            continue;
        }
        let programme = preparation.compile.plan.programme();
        let Figures { mut jeu, qui, .. } =
            generateur::figures(&departement, &[population], (dispositif, programme), exercice)?;
        nationaux::completer(&preparation, &mut jeu, &qui, None)?;
        let resultats = preparation.executer(&jeu)?;
        calcules.push(Calcule { dispositif, preparation, jeu, resultats });
    }
    if calcules.is_empty() {
        let phrase = format!("aucune règle pour l'exercice {exercice}. Choisissez une autre --date.");
        return Err(Echec::new(Code::Usage, phrase));
    }
    let mut page = entete(&departement, population, date, exercice);
    page.push_str(&par_dispositif(&calcules));
    page.push_str(&quelques_uns(population, &calcules));
    page.push_str(&une_explication(population, &source, &calcules)?);
    Ok(page.into())
}

/// A day, which begins at nine, or a day and its time in Paris.
fn moment(texte: &str) -> Result<(Date, registre::Instant), Echec> {
    let refus = |phrase: String| Echec::new(Code::Usage, format!("--date : {phrase}."));
    let (jour, heure) = texte.split_once('T').unwrap_or((texte, "09:00:00"));
    let jour: Date = jour.parse().map_err(refus)?;
    let parties: Vec<Option<i8>> = heure.split(':').map(|partie| partie.parse().ok()).collect();
    match parties.as_slice() {
        [Some(h @ 0..=23), Some(m @ 0..=59), Some(s @ 0..=59)] => {
            Ok((jour, teleservice::instant_de_paris(jour, *h, *m, *s)))
        }
        _ => Err(refus(format!("« {heure} » n'est pas une heure. Écrivez HH:MM:SS, comme 23:59:40"))),
    }
}

/// A dispositif computed for everybody.
struct Calcule<'a> {
    dispositif: &'a Dispositif,
    preparation: Preparation,
    jeu: Jeu<'static>,
    resultats: Resultats,
}

impl Calcule<'_> {
    /// Did a value of the demonstration count for somebody?
    fn fictif(&self) -> bool {
        let montant = &self.resultats.colonnes[0];
        (0..self.resultats.lignes).any(|rang| montant.marques(rang).contient(Marques::FICTIF))
    }
}

fn entete(departement: &Departement, population: &Population, date: Date, exercice: i32) -> String {
    format!(
        "{}\n{} {}, personnes et chiffres inventés (graine {}). Nous sommes le {} : exercice {exercice}.\n\n",
        departement.nom,
        effectif(population.beneficiaires),
        population.plusieurs,
        departement.graine,
        jour(date)
    )
}

fn par_dispositif(calcules: &[Calcule<'_>]) -> String {
    let mut lignes = Vec::new();
    let mut total = 0_i128;
    for calcule in calcules {
        let bilan = bilan(&calcule.preparation, &calcule.resultats);
        let combien = |etat: Etat| bilan.iter().find(|l| l.etat == etat).map_or(0, |l| l.combien);
        let centimes: i128 = bilan.iter().map(|l| l.centimes).sum();
        total += centimes;
        let mut ligne = vec![coupe(&calcule.dispositif.titre, 52)];
        for etat in [Etat::Payable, Etat::AConfirmer, Etat::NonEligible, Etat::Incomplet, Etat::EnAttente] {
            ligne.push(effectif(combien(etat)));
        }
        ligne.push(format!("{}{}", euros(centimes), if calcule.fictif() { " *" } else { "  " }));
        lignes.push(ligne);
    }
    let mut somme = vec!["Ensemble".to_owned()];
    somme.extend(std::iter::repeat_n(String::new(), 5));
    somme.push(format!("{}  ", euros(total)));
    lignes.push(somme);
    let mut texte = tableau(
        &[
            ("Dispositif", Cote::Gauche),
            ("payables", Cote::Droite),
            ("à confirmer", Cote::Droite),
            ("non éligibles", Cote::Droite),
            ("incomplets", Cote::Droite),
            ("en attente", Cote::Droite),
            ("total connu", Cote::Droite),
        ],
        &lignes,
    );
    if calcules.iter().any(Calcule::fictif) {
        let _ = writeln!(
            texte,
            "\n  * {TAMPON} : ce que les textes publiés ne donnent pas est complété ici, et ne peut pas être payé."
        );
    }
    texte
}

fn quelques_uns(population: &Population, calcules: &[Calcule<'_>]) -> String {
    // The dispositifs with the largest totals, as many as a line holds.
    let mut rangs: Vec<usize> = (0..calcules.len()).collect();
    let total = |rang: &usize| -> i128 {
        bilan(&calcules[*rang].preparation, &calcules[*rang].resultats).iter().map(|l| l.centimes).sum()
    };
    rangs.sort_by_key(|rang| -total(rang));
    rangs.truncate(4);
    let titres: Vec<String> = rangs.iter().map(|rang| coupe(&calcules[*rang].dispositif.titre, 24)).collect();
    let mut entetes = vec![(population.un.as_str(), Cote::Gauche)];
    entetes.extend(titres.iter().map(|titre| (titre.as_str(), Cote::Droite)));
    let lignes: Vec<Vec<String>> = (0..population.beneficiaires.min(MONTRES))
        .map(|qui| {
            let mut ligne = vec![population.identifiant(qui)];
            for rang in &rangs {
                let resultats = &calcules[*rang].resultats;
                let etat = resultats.etat(qui).unwrap_or(Etat::Incomplet);
                ligne.push(match (resultats.colonnes[0].centimes(qui), etat) {
                    (Some(centimes), Etat::Payable) => euros(i128::from(centimes)),
                    (Some(centimes), Etat::AConfirmer) => format!("{} ?", euros(i128::from(centimes))),
                    (Some(_), _) => "non éligible".to_owned(),
                    (None, Etat::EnAttente) => "en attente".to_owned(),
                    (None, _) => "incomplet".to_owned(),
                });
            }
            ligne
        })
        .collect();
    format!("\nLes {} premières (« ? » : à confirmer)\n\n{}", effectif(lignes.len()), tableau(&entetes, &lignes))
}

fn une_explication(population: &Population, source: &Source, calcules: &[Calcule<'_>]) -> Result<String, Echec> {
    let (code, rang) = &population.explication;
    let choisi = calcules.iter().find(|c| c.dispositif.code == *code).or(calcules.first());
    let Some(calcule) = choisi else { return Ok(String::new()) };
    let qui = rang.saturating_sub(1).min(population.beneficiaires - 1);
    let explication = explication::expliquer(
        calcule.dispositif,
        source.regles.convention_de(&calcule.dispositif.code),
        &calcule.preparation.compile,
        &population.identifiant(qui),
        &calcule.jeu.ligne(qui),
    )
    .map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
    let trait_ = "═".repeat(100);
    Ok(format!("\n{trait_}\nUne explication, jusqu'au centime\n{trait_}\n{}", explication::en_texte(&explication)))
}
