//! The draw of a figure: what the file says of somebody, else the law of the input, else its declaration.

use super::departement::Departement;
use super::hasard::Hasard;
use super::loi::{Loi, Quantite};
use super::population::{Dit, Exact, Lignes, Population};
use crate::deja_verse::est_un_deja_verse;
use formule::programme::{Entree, Genre, Programme};
use formule::{Absence, Cellule, Date};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Where a figure stands: among the inputs of somebody, or on a line of one of their details.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lieu<'a> {
    pub(super) detail: &'a str,
    pub(super) cle: &'a str,
}

/// The laws of an input by its detail and its code: that of everybody, then those of some, with their rank in [[selon]].
type Lois<'a> = HashMap<(&'a str, &'a str), Vec<(Option<usize>, &'a Loi)>>;

/// The draws of an exercice.
pub(super) struct Tirage<'a> {
    population: &'a Population,
    programme: &'a Programme,
    hasard: Hasard,
    exercice: i32,
    /// The exercice, when it is not the one of reference.
    ecart: Option<i32>,
    /// What the file says of somebody, by rank; the last word counts.
    dits: BTreeMap<usize, Vec<&'a Exact>>,
    lois: Lois<'a>,
    /// Which [[selon]] are those of somebody.
    valent: Vec<Vec<bool>>,
    /// The draws of the exercice before, when a law reads it.
    precedent: Option<Box<Tirage<'a>>>,
}

impl<'a> Tirage<'a> {
    pub(super) fn new(
        departement: &Departement,
        population: &'a Population,
        programme: &'a Programme,
        (exercice, contrat): (i32, Option<&str>),
    ) -> Self {
        let mut tirage = Self::de_l_exercice(departement, population, programme, (exercice, contrat));
        let remonte = |(_, loi): &(_, &Loi)| loi.annee_precedente_de.is_some();
        let mut siennes = programme.entrees.iter().filter_map(|entree| tirage.lois.get(&("", entree.code.as_str())));
        if siennes.any(|siennes| siennes.iter().any(remonte)) {
            let avant = Self::de_l_exercice(departement, population, programme, (exercice - 1, contrat));
            tirage.precedent = Some(Box::new(avant));
        }
        tirage
    }

    /// The convention of those whose figures are drawn.
    pub(super) fn convention(&self) -> &str {
        &self.population.convention
    }

    /// The draws of an exercice, that know nothing of the one before.
    fn de_l_exercice(
        departement: &Departement,
        population: &'a Population,
        programme: &'a Programme,
        (exercice, contrat): (i32, Option<&str>),
    ) -> Self {
        let mut dits: BTreeMap<usize, Vec<&Exact>> = BTreeMap::new();
        let du_contrat = |e: &&Exact| e.contrat.is_none() || e.contrat.as_deref() == contrat;
        let de_l_annee = |e: &&Exact| e.vaut_en(exercice);
        for exact in population.exacts.iter().filter(du_contrat).filter(de_l_annee) {
            dits.entry(exact.rang - 1).or_default().push(exact);
        }
        let mut lois: Lois<'_> = HashMap::new();
        let de_tous = std::iter::once((None, &population.entrees, &population.details));
        let selon = population.selon.iter().enumerate().map(|(rang, s)| (Some(rang), &s.entrees, &s.details));
        for (rang, entrees, details) in de_tous.chain(selon) {
            for (code, loi) in entrees {
                lois.entry(("", code)).or_default().push((rang, loi));
            }
            for (detail, (code, loi)) in details.iter().flat_map(|(d, l)| l.entrees.iter().map(move |e| (d, e))) {
                lois.entry((detail, code)).or_default().push((rang, loi));
            }
        }
        let mut tirage = Self {
            population,
            programme,
            hasard: Hasard::new(departement.graine),
            exercice,
            ecart: (exercice != departement.reference).then_some(exercice),
            dits,
            lois,
            valent: Vec::new(),
            precedent: None,
        };
        for qui in 0..population.beneficiaires {
            tirage.choisir_les_lois(qui);
        }
        tirage
    }

    /// Each [[selon]] is judged with the laws of those before it.
    fn choisir_les_lois(&mut self, qui: usize) {
        self.valent.push(Vec::with_capacity(self.population.selon.len()));
        let mut mots: BTreeMap<&str, String> = BTreeMap::new();
        for selon in &self.population.selon {
            let mot = mots.entry(&selon.entree).or_insert_with(|| self.mot(&selon.entree, qui));
            let vaut = selon.vaut(mot);
            if vaut {
                // What it says may change what somebody answers.
                mots.retain(|entree, _| !selon.entrees.contains_key(*entree));
            }
            self.valent[qui].push(vaut);
        }
    }

    /// What somebody answers to an input, as a word, even when the programme does not read it: a code, « oui » or
    /// « non », « sans_objet ».
    fn mot(&self, code: &str, qui: usize) -> String {
        match self.dit_de(code, qui, Lieu::default()) {
            Some(Dit::Mot(mot)) => return mot.clone(),
            Some(Dit::OuiNon(oui)) => return if *oui { "oui" } else { "non" }.to_owned(),
            _ => {}
        }
        let loi = self.loi(code, qui, Lieu::default());
        if self.arrive(qui, &format!("{code}/"), "sans_objet", loi.sans_objet) {
            return "sans_objet".to_owned();
        }
        if !loi.choix.is_empty() {
            return self.tire_au_poids(&loi.choix, qui, &format!("{code}/")).to_owned();
        }
        if self.oui(code, loi, qui) { "oui" } else { "non" }.to_owned()
    }

    /// What keeps figures from being drawn.
    pub(super) fn controler(&self, programme: &Programme) -> Result<(), String> {
        let niveaux = std::iter::once(("", &programme.entrees));
        for (detail, entrees) in niveaux.chain(programme.details.iter().map(|d| (d.code.as_str(), &d.entrees))) {
            for entree in entrees {
                let code = &entree.code;
                let lois = self.lois.get(&(detail, code.as_str())).into_iter().flatten();
                for (_, loi) in lois {
                    let connue =
                        |lue: &str| entrees.iter().any(|e| e.code == lue) || self.lois.contains_key(&(detail, lue));
                    if let Some(absente) = loi.lues().find(|lue| !connue(lue)) {
                        return Err(format!(
                            "la loi de « {code} » lit « {absente} », qui n'a pas de loi et n'est pas une entrée ici. Donnez-lui une loi"
                        ));
                    }
                    let Genre::Choix(codes) = &entree.genre else { continue };
                    if let Some((mot, _)) = loi.choix.iter().find(|(mot, _)| !codes.contains(mot)) {
                        return Err(format!("la loi de « {code} » dit « {mot} », qui n'est pas un de ses codes"));
                    }
                }
                let Genre::Choix(codes) = &entree.genre else { continue };
                for dit in self.population.exacts.iter().filter_map(|exact| exact.entrees.get(code)) {
                    let Dit::Mot(mot) = dit else { continue };
                    if !codes.contains(mot) && absence(mot).is_none() {
                        return Err(format!("[[exacts]] dit « {code} = {mot} », qui n'est pas un de ses codes"));
                    }
                }
            }
        }
        Ok(())
    }

    /// The lines that the file says of somebody for a detail.
    pub(super) fn lignes_dites(&self, qui: usize, detail: &str) -> Option<&Lignes> {
        self.dits.get(&qui)?.iter().rev().find_map(|exact| exact.details.get(detail))
    }

    /// Has somebody a line for this key, by chance?
    pub(super) fn a_une_ligne(&self, qui: usize, detail: &str, cle: &str) -> bool {
        let valent = self.valent.get(qui).map_or(&[][..], Vec::as_slice);
        let selon = self.population.selon.iter().zip(valent).rev().filter(|(_, vaut)| **vaut);
        let siennes = selon.into_iter().find_map(|(selon, _)| selon.details.get(detail));
        let chance = siennes.or_else(|| self.population.details.get(detail)).map_or(0, |loi| loi.chance);
        self.hasard.arrive(qui, &format!("{detail}/{cle}"), chance)
    }

    /// The figure of somebody.
    pub(super) fn cellule(&self, entree: &Entree, qui: usize, lieu: Lieu<'_>) -> Cellule {
        if let Some(dit) = self.dit(entree, qui, lieu) {
            return dit;
        }
        let loi = self.loi(&entree.code, qui, lieu);
        let nom = format!("{}/{}", entree.code, lieu.cle);
        let arrive = |quoi: &str, part: i64| self.arrive(qui, &nom, quoi, part);
        // The first payment has not been made yet: what was already paid is not known.
        if est_un_deja_verse(&entree.code) || arrive("absence", loi.en_attente) {
            return Err(Absence::EnAttente);
        }
        if arrive("sans_objet", loi.sans_objet) {
            return Err(Absence::SansObjet);
        }
        let autre = |code: &str| self.cellule(&self.entree(code, entree, lieu), qui, lieu);
        let valeur = if let Some(code) = &loi.annee_precedente_de {
            let avant = self.precedent.as_deref().unwrap_or(self);
            avant.cellule(&self.entree(code, entree, lieu), qui, lieu)?
        } else if !loi.somme_de.is_empty() {
            loi.somme_de.iter().try_fold(0_i64, |somme, code| Ok(somme.saturating_add(autre(code)?)))?
        } else {
            match &entree.genre {
                Genre::OuiNon => i64::from(self.oui(&entree.code, loi, qui)),
                Genre::Choix(codes) => self.choix(codes, loi, qui, &nom),
                Genre::Texte => 0,
                Genre::Date => {
                    let (de, a) = (loi.de.map(Quantite::brute), loi.a.map(Quantite::brute));
                    match &loi.apres {
                        Some(code) => {
                            let jours = self.hasard.entre(qui, &nom, de.unwrap_or(1), a.unwrap_or(90));
                            autre(code)?.saturating_add(jours)
                        }
                        None => self.hasard.entre(qui, &nom, de.unwrap_or(entree.min), a.unwrap_or(entree.max)),
                    }
                }
                Genre::Nombre(_) => {
                    // A numerator without a law is a good part of its denominator.
                    let tout = loi.part_de.as_ref().or(entree.au_plus.as_ref()).filter(|tout| **tout != entree.code);
                    match tout {
                        Some(tout) => {
                            let (entier, part) = (autre(tout)?, self.part(loi, qui, &nom));
                            i64::try_from(i128::from(entier) * i128::from(part) / 10_000).unwrap_or(0)
                        }
                        None => self.quantite(entree, loi, qui, &nom),
                    }
                }
            }
        };
        Ok(valeur.clamp(entree.min, entree.max))
    }

    /// Does this happen to a figure of somebody, so often out of ten thousand?
    fn arrive(&self, qui: usize, nom: &str, quoi: &str, part: i64) -> bool {
        part > 0 && self.hasard.arrive(qui, &format!("{nom}/{quoi}"), part)
    }

    /// The law of an input, for somebody.
    fn loi(&self, code: &str, qui: usize, lieu: Lieu<'_>) -> &'a Loi {
        const AUCUNE: &Loi = &Loi {
            de: None,
            a: None,
            part_de: None,
            somme_de: Vec::new(),
            annee_precedente_de: None,
            apres: None,
            oui: None,
            oui_depuis: Vec::new(),
            choix: Vec::new(),
            selon_taille: false,
            fixe: false,
            en_attente: 0,
            arrete_le: None,
            sans_objet: 0,
        };
        let valent = self.valent.get(qui);
        let vaut = |rang: usize| valent.is_some_and(|valent| valent.get(rang) == Some(&true));
        let siennes = self.lois.get(&(lieu.detail, code));
        let sienne = siennes.and_then(|s| s.iter().rev().find(|(rang, _)| rang.is_none_or(vaut)));
        sienne.map_or(AUCUNE, |(_, loi)| loi)
    }

    /// An input that another one reads; when the programme lacks it, its law is drawn as the other one is held.
    fn entree(&self, code: &str, comme: &Entree, lieu: Lieu<'_>) -> Cow<'_, Entree> {
        let detail = self.programme.details.iter().find(|d| d.code == lieu.detail);
        let entrees = detail.map_or(&self.programme.entrees, |d| &d.entrees);
        match entrees.iter().find(|entree| entree.code == code) {
            Some(entree) => Cow::Borrowed(entree),
            None => Cow::Owned(Entree {
                code: code.to_owned(),
                min: 0,
                max: i64::MAX / 1_000_000,
                au_plus: None,
                ..comme.clone()
            }),
        }
    }

    /// What the file says of somebody.
    fn dit_de(&self, code: &str, qui: usize, lieu: Lieu<'_>) -> Option<&'a Dit> {
        let mut exacts = self.dits.get(&qui)?.iter().rev();
        match lieu.detail {
            "" => exacts.find_map(|exact| exact.entrees.get(code)),
            detail => exacts.find_map(|exact| exact.details.get(detail)?.get(lieu.cle)?.get(code)),
        }
    }

    fn dit(&self, entree: &Entree, qui: usize, lieu: Lieu<'_>) -> Option<Cellule> {
        match (self.dit_de(&entree.code, qui, lieu)?, &entree.genre) {
            (Dit::Mot(mot), genre) => match (absence(mot), genre) {
                (Some(absence), _) => Some(Err(absence)),
                (None, Genre::Choix(codes)) => {
                    let rang = codes.iter().position(|code| code == mot)?;
                    i64::try_from(rang).ok().map(Ok)
                }
                (None, _) => None,
            },
            (Dit::OuiNon(oui), _) => Some(Ok(i64::from(*oui))),
            (Dit::Quantite(quantite), Genre::Nombre(_)) => Some(Ok(quantite.tenue(entree.echelle))),
            (Dit::Quantite(quantite), _) => Some(Ok(quantite.brute())),
        }
    }

    fn oui(&self, code: &str, loi: &Loi, qui: usize) -> bool {
        if loi.oui_depuis.is_empty() {
            return self.hasard.arrive(qui, &format!("{code}/"), loi.oui.unwrap_or(7_500));
        }
        let fin = i64::from(Date::du_calendrier(self.exercice, 12, 31).0);
        let date = |code: &String| {
            let connue = self.programme.entrees.iter().find(|entree| entree.code == *code);
            let date = connue.map_or_else(|| Cow::Owned(une_date(code)), Cow::Borrowed);
            self.cellule(&date, qui, Lieu::default())
        };
        loi.oui_depuis.iter().any(|code| date(code).is_ok_and(|jour| jour <= fin))
    }

    fn quantite(&self, entree: &Entree, loi: &Loi, qui: usize, nom: &str) -> i64 {
        let de = loi.de.map_or(entree.min, |de| de.tenue(entree.echelle));
        // Without a law, ranges are declared wide: their lowest hundredth looks more like life.
        let a = loi.a.map_or(entree.min + (entree.max - entree.min) / 100, |a| a.tenue(entree.echelle));
        if !loi.selon_taille {
            return self.entre(loi, qui, nom, (de, a));
        }
        // Two thirds follow the size of the place, one third its habits.
        let taille = self.hasard.entre(qui, "taille", 0, 10_000);
        let habitude = self.entre(loi, qui, nom, (0, 10_000));
        let rang = i128::from(2 * taille + habitude) * i128::from(a - de) / 30_000;
        de + i64::try_from(rang).unwrap_or(0)
    }

    /// A share, out of ten thousand.
    fn part(&self, loi: &Loi, qui: usize, nom: &str) -> i64 {
        let (de, a) = (loi.de.map_or(6_000, Quantite::brute), loi.a.map_or(10_000, Quantite::brute));
        self.entre(loi, qui, nom, (de, a))
    }

    /// Two thirds are the habits of somebody, the same each year; one third is the year's, unless nothing changes.
    fn entre(&self, loi: &Loi, qui: usize, nom: &str, (de, a): (i64, i64)) -> i64 {
        let habitude = self.hasard.entre(qui, nom, de, a);
        let Some(exercice) = self.ecart.filter(|_| !loi.fixe) else { return habitude };
        let de_l_annee = self.hasard.entre(qui, &format!("{nom}/{exercice}"), de, a);
        i64::try_from((2 * i128::from(habitude) + i128::from(de_l_annee)) / 3).unwrap_or(habitude)
    }

    fn choix(&self, codes: &[String], loi: &Loi, qui: usize, nom: &str) -> i64 {
        if loi.choix.is_empty() {
            return self.hasard.entre(qui, nom, 0, codes.len() as i64 - 1);
        }
        let choisi = self.tire_au_poids(&loi.choix, qui, nom);
        codes.iter().position(|code| code == choisi).unwrap_or(0) as i64
    }

    fn tire_au_poids<'c>(&self, choix: &'c [(String, i64)], qui: usize, nom: &str) -> &'c str {
        let total: i64 = choix.iter().map(|(_, poids)| poids).sum();
        let mut reste = self.hasard.entre(qui, nom, 0, total - 1);
        for (code, poids) in choix {
            if reste < *poids {
                return code;
            }
            reste -= poids;
        }
        ""
    }
}

/// A missing figure that the file says.
fn absence(mot: &str) -> Option<Absence> {
    match mot {
        "en_attente" => Some(Absence::EnAttente),
        "sans_objet" => Some(Absence::SansObjet),
        _ => None,
    }
}

/// A date that the programme does not read.
fn une_date(code: &str) -> Entree {
    Entree {
        code: code.to_owned(),
        libelle: String::new(),
        genre: Genre::Date,
        min: i64::MIN / 2,
        max: i64::MAX / 2,
        echelle: 1,
        facultative: true,
        non_declare: None,
        au_plus: None,
        libelles: Vec::new(),
        declaree: false,
    }
}
