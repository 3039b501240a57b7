//! `peupler`: the figures of fictional people, as files, for as many of them as one likes.

use super::departement::{self, Departement};
use super::generateur::{self, Figures};
use super::population::Population;
use crate::Sortie;
use crate::calcul::Preparation;
use crate::echec::{Code, Echec};
use crate::fils::Fils;
use crate::nombres::effectif;
use crate::progression::Avancee;
use crate::regles::Source;
use clap::ArgMatches;
use convention::{Dispositif, Surcharges};
use formule::programme::Detail;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use tableaux::{Beneficiaires, ChiffresAEcrire, Cles, Mots, ecrire_chiffres};

pub(crate) fn peupler(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let texte = |nom: &str| lus.get_one::<String>(nom).map(String::as_str);
    let exercice = lus.get_one::<i32>("exercice").copied().unwrap_or_default();
    let mut departement = departement::charger(texte("departement"))?;
    for effectif in lus.get_many::<String>("effectif").into_iter().flatten() {
        redimensionner(&mut departement, effectif)?;
    }
    let source = Source::de(texte("conventions").map(Path::new))?;
    let dossier = PathBuf::from(texte("sortie").unwrap_or_default());
    std::fs::create_dir_all(&dossier).map_err(|e| Echec::acces(&dossier, &e))?;
    let ecriture = Ecriture {
        departement: &departement,
        exercice,
        dossier: &dossier,
        extension: texte("format").unwrap_or("parquet"),
    };
    // What several conventions share is written once, with everybody in it.
    let a_ecrire: Vec<(Vec<&Population>, &Dispositif)> = source
        .regles
        .dispositifs()
        .filter(|d| d.annees().contains(&exercice))
        .map(|d| {
            let offert = |p: &&Population| source.dispositifs_de(&p.convention).any(|sien| sien.code == d.code);
            (departement.populations.iter().filter(offert).collect(), d)
        })
        .filter(|(populations, _): &(Vec<_>, _)| !populations.is_empty())
        .collect();
    if a_ecrire.is_empty() {
        let phrase = format!("aucun dispositif de ces populations n'a de règles pour l'exercice {exercice}.");
        return Err(Echec::new(Code::Usage, phrase));
    }
    let avancee = Avancee::new(a_ecrire.len());
    let ecrits = Fils::de_la_machine().taches(&a_ecrire, &|(populations, dispositif)| {
        avancee.commence(&dispositif.code);
        let ecrits = ecriture.un(populations, dispositif);
        avancee.finit(&dispositif.code, if ecrits.is_ok() { "écrit" } else { "refusé" });
        ecrits
    });
    drop(avancee);
    let fichiers = ecrits.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().sum();
    let dans = |p: &Population| a_ecrire.iter().any(|(leurs, _)| leurs.iter().any(|l| l.convention == p.convention));
    let ecrites = departement.populations.iter().filter(|p| dans(p));
    let comptes: Vec<String> = ecrites.map(|p| format!("{} {}", effectif(p.beneficiaires), p.plusieurs)).collect();
    Ok(format!(
        "Exercice {exercice} : {}, personnes et chiffres inventés (graine {}).\n{} fichiers écrits dans {}\n",
        comptes.join(", "),
        departement.graine,
        effectif(fichiers),
        dossier.display()
    )
    .into())
}

/// `CONVENTION=NOMBRE`.
fn redimensionner(departement: &mut Departement, texte: &str) -> Result<(), Echec> {
    let refus = |quoi: String| Echec::new(Code::Usage, format!("« --effectif {texte} » : {quoi}."));
    let lu = texte.split_once('=').and_then(|(code, nombre)| Some((code, nombre.parse::<usize>().ok()?)));
    let Some((code, nombre)) = lu.filter(|(_, nombre)| (1..=10_000_000).contains(nombre)) else {
        return Err(refus("écrivez CONVENTION=NOMBRE, de 1 à 10 000 000".to_owned()));
    };
    let codes: Vec<String> = departement.populations.iter().map(|p| p.convention.clone()).collect();
    match departement.populations.iter_mut().find(|p| p.convention == code) {
        Some(population) => population.beneficiaires = nombre,
        None => return Err(refus(format!("les populations sont celles de {}", codes.join(", ")))),
    }
    Ok(())
}

/// What is written, and where.
struct Ecriture<'a> {
    departement: &'a Departement,
    exercice: i32,
    dossier: &'a Path,
    extension: &'a str,
}

impl Ecriture<'_> {
    /// The measures of a dispositif, and its details; how many files.
    fn un(&self, populations: &[&Population], dispositif: &Dispositif) -> Result<usize, Echec> {
        let preparation = Preparation::de(dispositif, self.exercice, &Surcharges::aucune())?;
        let programme = preparation.compile.plan.programme();
        let Figures { jeu, qui, .. } =
            generateur::figures(self.departement, populations, (dispositif, programme), self.exercice)?;
        let mesures = ChiffresAEcrire {
            lignes: jeu.lignes,
            mots: mots_des_cles(&qui, |rang| rang),
            entrees: &programme.entrees,
            colonnes: &jeu.entrees,
        };
        self.fichier(&dispositif.code, &mesures)?;
        for (detail, lignes) in programme.details.iter().zip(&jeu.details) {
            // By line of detail: whose it is.
            let rangs: Vec<usize> = lignes
                .debuts
                .windows(2)
                .enumerate()
                .flat_map(|(rang, bord)| std::iter::repeat_n(rang, (bord[1] - bord[0]) as usize))
                .collect();
            let cles = Cles::de(programme, detail);
            let mut mots = mots_des_cles(&qui, |ligne| rangs[ligne]);
            mots.push(("cle", mot_de_cle(&cles, &lignes.cles)));
            let a_ecrire =
                ChiffresAEcrire { lignes: rangs.len(), mots, entrees: &detail.entrees, colonnes: &lignes.entrees };
            self.fichier(&nom_du_detail(dispositif, detail), &a_ecrire)?;
        }
        Ok(1 + programme.details.len())
    }

    fn fichier(&self, nom: &str, chiffres: &ChiffresAEcrire<'_>) -> Result<(), Echec> {
        let chemin = self.dossier.join(format!("{nom}.{}", self.extension));
        let brouillon = ecrire_chiffres(&chemin, chiffres)?;
        brouillon.publier().map_err(|e| Echec::acces(&chemin, &e))
    }
}

/// Whom a row is about: somebody, and their contract where each is computed alone.
fn mots_des_cles<'a>(qui: &'a Beneficiaires, rang: impl Fn(usize) -> usize + Copy + 'a) -> Vec<(&'a str, Mots<'a>)> {
    let mut mots: Vec<(&str, Mots<'_>)> = vec![("beneficiaire", Box::new(move |ligne| qui.id(rang(ligne))))];
    if matches!(qui, Beneficiaires::ParContrat { .. }) {
        let contrat = move |ligne| Cow::Borrowed(qui.contrat(rang(ligne)).unwrap_or_default());
        mots.push(("contrat", Box::new(contrat)));
    }
    mots
}

fn mot_de_cle<'a>(cles: &'a Cles<'a>, rangs: &'a [u32]) -> Mots<'a> {
    Box::new(|ligne| Cow::Borrowed(cles.codes.get(rangs[ligne] as usize).copied().unwrap_or_default()))
}

fn nom_du_detail(dispositif: &Dispositif, detail: &Detail) -> String {
    format!("{}.{}", dispositif.code, detail.code)
}
