//! Figures for a programme, from the declarations of its inputs and the laws of the department.

use super::departement::Departement;
use super::hasard::Hasard;
use super::population::{Dit, Exact, Loi, Population};
use crate::deja_verse::est_un_deja_verse;
use formule::colonne::JeuDetail;
use formule::programme::{Entree, Genre, Programme};
use formule::{Absence, Cellule, Colonne, Jeu};
use std::collections::BTreeMap;
use tableaux::Cles;

/// Everybody's figures for the programme of an exercice.
pub(super) fn generer(
    departement: &Departement,
    population: &Population,
    programme: &Programme,
    exercice: i32,
) -> Jeu<'static> {
    let ecart = (exercice != departement.reference).then_some(exercice);
    let tirage =
        Tirage { population, hasard: Hasard::new(departement.graine), dits: dits(population, exercice), ecart };
    let lignes = population.beneficiaires;
    let entrees = programme
        .entrees
        .iter()
        .map(|entree| {
            let loi = population.entrees.get(&entree.code).cloned().unwrap_or_default();
            let cellules = (0..lignes).map(|qui| tirage.cellule(&programme.entrees, entree, &loi, qui, ""));
            Colonne::de(cellules, entree.min)
        })
        .collect();
    let details = programme
        .details
        .iter()
        .map(|detail| {
            let lois = population.details.get(&detail.code).cloned().unwrap_or_default();
            let cles = Cles::de(programme, detail);
            let mut jeu = JeuDetail { debuts: vec![0], ..JeuDetail::default() };
            let mut cellules: Vec<Vec<Cellule>> = vec![Vec::new(); detail.entrees.len()];
            for qui in 0..lignes {
                for (rang, code) in cles.codes.iter().enumerate() {
                    let chance = if cles.valables[rang] { lois.chance } else { 0 };
                    if !tirage.hasard.arrive(qui, &format!("{}/{code}", detail.code), chance) {
                        continue;
                    }
                    jeu.cles.push(rang as u32);
                    for (colonne, entree) in cellules.iter_mut().zip(&detail.entrees) {
                        let loi = lois.entrees.get(&entree.code).cloned().unwrap_or_default();
                        colonne.push(tirage.cellule(&detail.entrees, entree, &loi, qui, code));
                    }
                }
                jeu.debuts.push(jeu.cles.len() as u32);
            }
            let colonnes = cellules.into_iter().zip(&detail.entrees);
            jeu.entrees = colonnes.map(|(cellules, entree)| Colonne::de(cellules, entree.min)).collect();
            jeu
        })
        .collect();
    Jeu { lignes, entrees, details, ..Jeu::default() }
}

/// What the file says of each person for an exercice.
fn dits(population: &Population, exercice: i32) -> BTreeMap<usize, Vec<&Exact>> {
    let mut dits: BTreeMap<usize, Vec<&Exact>> = BTreeMap::new();
    for exact in population.exacts.iter().filter(|e| e.exercice.is_none_or(|annee| annee == exercice)) {
        dits.entry(exact.rang - 1).or_default().push(exact);
    }
    dits
}

struct Tirage<'a> {
    population: &'a Population,
    hasard: Hasard,
    /// What the file says of somebody, by rank; the last word counts.
    dits: BTreeMap<usize, Vec<&'a Exact>>,
    /// The exercice, when it is not the one of reference.
    ecart: Option<i32>,
}

impl Tirage<'_> {
    /// Two thirds are the habits of somebody, the same each year; one third is the year's.
    fn entre(&self, qui: usize, nom: &str, de: i64, a: i64) -> i64 {
        let habitude = self.hasard.entre(qui, nom, de, a);
        let Some(exercice) = self.ecart else { return habitude };
        let de_l_annee = self.hasard.entre(qui, &format!("{nom}/{exercice}"), de, a);
        i64::try_from((2 * i128::from(habitude) + i128::from(de_l_annee)) / 3).unwrap_or(habitude)
    }

    /// The figure of somebody; `cle` tells the lines of a detail apart.
    fn cellule(&self, entrees: &[Entree], entree: &Entree, loi: &Loi, qui: usize, cle: &str) -> Cellule {
        if let Some(dit) = self.dit(entree, qui).filter(|_| cle.is_empty()) {
            return dit;
        }
        let nom = format!("{}/{cle}", entree.code);
        // The first payment has not been made yet: what was already paid is not known.
        let deja_verse = est_un_deja_verse(&entree.code);
        if deja_verse || self.hasard.arrive(qui, &format!("{nom}/absence"), loi.en_attente) {
            return Err(Absence::EnAttente);
        }
        if self.hasard.arrive(qui, &format!("{nom}/sans_objet"), loi.sans_objet) {
            return Err(Absence::SansObjet);
        }
        let valeur = match &entree.genre {
            Genre::OuiNon => i64::from(self.hasard.arrive(qui, &nom, loi.oui.unwrap_or(7_500))),
            Genre::Choix(codes) => self.choix(codes, loi, qui, &nom),
            Genre::Texte => 0,
            Genre::Date => self.hasard.entre(qui, &nom, loi.de.unwrap_or(entree.min), loi.a.unwrap_or(entree.max)),
            Genre::Nombre(_) => {
                // A numerator without a law is a good part of its denominator.
                let tout = loi.part_de.as_ref().or(entree.au_plus.as_ref());
                let tout = tout.and_then(|code| entrees.iter().find(|autre| autre.code == *code));
                match tout.filter(|tout| tout.code != entree.code) {
                    Some(tout) => {
                        let loi_du_tout = self.loi(&tout.code, cle);
                        let entier = self.cellule(entrees, tout, &loi_du_tout, qui, cle)?;
                        let part = self.entre(qui, &nom, loi.de.unwrap_or(6_000), loi.a.unwrap_or(10_000));
                        i64::try_from(i128::from(entier) * i128::from(part) / 10_000).unwrap_or(0)
                    }
                    None => self.quantite(entree, loi, qui, &nom),
                }
            }
        };
        Ok(valeur.clamp(entree.min, entree.max))
    }

    /// The figure that the file says of somebody, when it does.
    fn dit(&self, entree: &Entree, qui: usize) -> Option<Cellule> {
        let dit = self.dits.get(&qui)?.iter().rev().find_map(|exact| exact.entrees.get(&entree.code))?;
        Some(match (dit, &entree.genre) {
            (Dit::Mot(mot), _) if mot == "en_attente" => Err(Absence::EnAttente),
            (Dit::Mot(mot), _) if mot == "sans_objet" => Err(Absence::SansObjet),
            (Dit::Mot(mot), Genre::Choix(codes)) => {
                Ok(codes.iter().position(|code| code == mot).and_then(|rang| i64::try_from(rang).ok())?)
            }
            (Dit::OuiNon(oui), _) => Ok(i64::from(*oui)),
            (Dit::Nombre(n), Genre::Nombre(_)) => Ok(n.saturating_mul(entree.echelle)),
            (Dit::Nombre(n), _) => Ok(*n),
            (Dit::Mot(_), _) => return None,
        })
    }

    fn loi(&self, code: &str, cle: &str) -> Loi {
        if cle.is_empty() {
            return self.population.entrees.get(code).cloned().unwrap_or_default();
        }
        self.population.details.values().find_map(|d| d.entrees.get(code)).cloned().unwrap_or_default()
    }

    fn quantite(&self, entree: &Entree, loi: &Loi, qui: usize, nom: &str) -> i64 {
        let unites = entree.echelle;
        let de = loi.de.map_or(entree.min, |de| de.saturating_mul(unites));
        // Without a law, ranges are declared wide: their lowest hundredth looks more like life.
        let a = loi.a.map_or(entree.min + (entree.max - entree.min) / 100, |a| a.saturating_mul(unites));
        if !loi.selon_taille {
            return self.entre(qui, nom, de, a);
        }
        // Two thirds follow the size of the place, one third its habits.
        let taille = self.hasard.entre(qui, "taille", 0, 10_000);
        let habitude = self.entre(qui, nom, 0, 10_000);
        let rang = i128::from(2 * taille + habitude) * i128::from(a - de) / 30_000;
        de + i64::try_from(rang).unwrap_or(0)
    }

    fn choix(&self, codes: &[String], loi: &Loi, qui: usize, nom: &str) -> i64 {
        if loi.choix.is_empty() {
            return self.hasard.entre(qui, nom, 0, codes.len() as i64 - 1);
        }
        let total: i64 = loi.choix.iter().map(|(_, poids)| poids).sum();
        let mut reste = self.hasard.entre(qui, nom, 0, total - 1);
        for (code, poids) in &loi.choix {
            if reste < *poids {
                return codes.iter().position(|c| c == code).unwrap_or(0) as i64;
            }
            reste -= poids;
        }
        0
    }
}
