//! Sets of parameter values laid over those of a folder, which stay what they are.

use crate::ecriture::typographier;
use crate::lecture::{Bloc, Lecture};
use crate::{Defaut, Fichier, Place};
use formule::{Confiance, Date};
use std::collections::BTreeMap;

/// Values that replace those of the rules, for a case, a simulation, or the demonstration.
#[derive(Debug, Clone, Default)]
pub struct Surcharges {
    pub(crate) liste: Vec<Surcharge>,
}

/// One replaced value.
#[derive(Debug, Clone)]
pub(crate) struct Surcharge {
    pub(crate) nom: String,
    pub(crate) cible: Cible,
    pub(crate) valeur: String,
    /// The confidence it is given; that of what it replaces when absent.
    pub(crate) confiance: Option<Confiance>,
    /// Replaces only what is unknown.
    pub(crate) complete: bool,
    pub(crate) place: Place,
}

/// What is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cible {
    /// A parameter: from a day on, or always; one step of a barème (from 1), or all of it.
    Parametre { code: String, depuis: Option<Date>, palier: Option<usize> },
    /// A cell of a table: the row valid on a day, or all the rows of that key.
    Cellule { table: String, cle: String, colonne: String, au: Option<Date> },
    /// An attribute of the role of an indicator.
    Role { indicateur: String, attribut: String },
}

/// How the name of a value is written, for advice.
const FORMES: &str =
    "écrivez « code », « code@2024-01-01 », « bareme[3] », « table[cle].colonne » ou « role.indicateur.socle »";

impl Cible {
    /// Reads `code`, `code@date`, `bareme[3]`, `table[cle].colonne`, `role.indicateur.attribut`.
    fn lire(nom: &str) -> Result<Self, String> {
        let (avant, jour) = match nom.split_once('@') {
            None => (nom.trim(), None),
            Some((avant, jour)) => (avant.trim(), Some(jour.trim().parse::<Date>()?)),
        };
        let refus = || format!("« {nom} » ne nomme aucune valeur ; {FORMES}");
        if let Some(reste) = avant.strip_prefix("role.") {
            let (indicateur, attribut) = reste.split_once('.').ok_or_else(refus)?;
            return Ok(Self::Role { indicateur: indicateur.to_owned(), attribut: attribut.to_owned() });
        }
        let Some((code, suite)) = avant.split_once('[') else {
            return match avant.is_empty() || avant.contains([']', '.']) {
                true => Err(refus()),
                false => Ok(Self::Parametre { code: avant.to_owned(), depuis: jour, palier: None }),
            };
        };
        let (cle, suite) = suite.split_once(']').ok_or_else(refus)?;
        if let Some(colonne) = suite.strip_prefix('.') {
            let cle = cle.split(',').map(str::trim).collect::<Vec<_>>().join(",");
            return Ok(Self::Cellule { table: code.to_owned(), cle, colonne: colonne.to_owned(), au: jour });
        }
        match cle.trim().parse::<usize>() {
            Ok(rang) if rang > 0 && suite.is_empty() => {
                Ok(Self::Parametre { code: code.to_owned(), depuis: jour, palier: Some(rang) })
            }
            _ => Err(refus()),
        }
    }
}

impl Surcharges {
    /// Nothing is replaced.
    pub fn aucune() -> Self {
        Self::default()
    }

    /// Is nothing replaced?
    pub fn est_vide(&self) -> bool {
        self.liste.is_empty()
    }

    /// Adds `CODE=VALEUR` as a command line writes it; the confidence of the replaced value is kept.
    ///
    /// # Errors
    /// A sentence that says how to write it.
    pub fn avec_texte(self, texte: &str) -> Result<Self, String> {
        // A row may be keyed by « >= 3 »: the sign that counts comes after the last bracket.
        let depart = texte.rfind(']').unwrap_or(0);
        let rang = texte[depart..].find('=').map(|r| r + depart);
        let (nom, valeur) = rang
            .map(|r| (&texte[..r], &texte[r + 1..]))
            .ok_or_else(|| typographier(&format!("« {texte} » doit s'écrire CODE=VALEUR ; {FORMES}")))?;
        self.avec(nom.trim(), valeur.trim(), None)
    }

    /// Adds a value with a confidence, or with that of what it replaces.
    ///
    /// # Errors
    /// A sentence that says how the name is written.
    pub fn avec(mut self, nom: &str, valeur: &str, confiance: Option<Confiance>) -> Result<Self, String> {
        let place = Place::du_fichier("valeur remplacée");
        self.ajouter(nom, valeur, confiance, false, place).map_err(|message| typographier(&message))?;
        Ok(self)
    }

    pub(crate) fn ajouter(
        &mut self,
        nom: &str,
        valeur: &str,
        confiance: Option<Confiance>,
        complete: bool,
        place: Place,
    ) -> Result<(), String> {
        let cible = Cible::lire(nom)?;
        self.liste.push(Surcharge {
            nom: nom.to_owned(),
            cible,
            valeur: valeur.to_owned(),
            confiance,
            complete,
            place,
        });
        Ok(())
    }

    /// These, then those: the last word is theirs.
    #[must_use]
    pub fn suivies_de(mut self, autres: &Surcharges) -> Self {
        self.liste.extend(autres.liste.iter().cloned());
        self
    }

    /// One line per replaced value, for a manifest.
    pub fn lignes(&self) -> Vec<String> {
        let ligne = |s: &Surcharge| {
            let confiance = s.confiance.map_or("", Confiance::mot);
            let quand = if s.complete { " si inconnu" } else { "" };
            format!("{} = {}{quand} {confiance}", s.nom, s.valeur).trim_end().to_owned()
        };
        self.liste.iter().map(ligne).collect()
    }

    /// Reads the file that completes unknown values for the demonstration: `[dispositif]`, then `"code" = "valeur"`.
    ///
    /// # Errors
    /// Every defect of the file.
    pub fn fictives(fichier: &Fichier) -> Result<BTreeMap<String, Surcharges>, Vec<Defaut>> {
        let fichier = Lecture::lire(fichier, |racine| {
            let lues = racine.sous_blocs().into_iter().map(|(dispositif, bloc)| {
                let surcharges = Self::lire(&bloc, Some(Confiance::Fictif), true);
                bloc.fin();
                (dispositif.valeur, surcharges)
            });
            lues.collect()
        });
        if fichier.defauts.is_empty() { Ok(fichier.lu) } else { Err(fichier.defauts) }
    }

    /// Reads the keys of a table as names of values.
    pub(crate) fn lire(bloc: &Bloc<'_>, confiance: Option<Confiance>, complete: bool) -> Self {
        let mut surcharges = Self::default();
        for cle in bloc.cles() {
            let Some(valeur) = bloc.brut(&cle.valeur) else { continue };
            let texte = valeur.valeur.en_texte();
            if let Err(message) = surcharges.ajouter(&cle.valeur, &texte, confiance, complete, cle.place.clone()) {
                bloc.defaut(Defaut::new(&cle.place, message));
            }
        }
        surcharges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_value_is_read_in_each_of_its_forms() {
        let jour = Date::du_calendrier(2024, 1, 1);
        let parametre = |palier| Cible::Parametre { code: "a".into(), depuis: None, palier };
        assert_eq!(Cible::lire("a"), Ok(parametre(None)));
        assert_eq!(Cible::lire("a[3]"), Ok(parametre(Some(3))));
        assert_eq!(
            Cible::lire("a@2024-01-01"),
            Ok(Cible::Parametre { code: "a".into(), depuis: Some(jour), palier: None })
        );
        let cellule = Cible::Cellule { table: "t".into(), cle: "x,>= 3".into(), colonne: "c".into(), au: None };
        assert_eq!(Cible::lire("t[x, >= 3].c"), Ok(cellule.clone()));
        assert_eq!(Cible::lire("role.i.socle"), Ok(Cible::Role { indicateur: "i".into(), attribut: "socle".into() }));
        for mauvais in ["", "a[", "a[0]", "a[x]", "a.b", "role.i", "a@hier"] {
            assert!(Cible::lire(mauvais).is_err(), "{mauvais}");
        }
        let lues = Surcharges::aucune().avec_texte("t[x,>= 3].c = 5 €").unwrap();
        assert_eq!((&lues.liste[0].cible, lues.liste[0].valeur.as_str()), (&cellule, "5 €"));
    }
}
