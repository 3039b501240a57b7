//! A population of the fictional department: who they are, and how their figures are spread.

use super::valeurs_toml::{champ, liste, mois_et_jour, nombre, sous, texte};
use crate::echec::{Code, Echec};
use convention::Fichier;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Those whom one convention pays.
#[derive(Debug, Clone, Default)]
pub(super) struct Population {
    pub(super) convention: String,
    pub(super) beneficiaires: usize,
    /// The rank of the first one, among everybody.
    pub(super) premier: usize,
    /// What a beneficiary is called.
    pub(super) un: String,
    /// What several are called.
    pub(super) plusieurs: String,
    pub(super) prefixe: String,
    /// Are they people, whose name follows what they are called? Otherwise, places.
    pub(super) personnes: bool,
    /// The input that says what a person is, in words.
    pub(super) precision: Option<String>,
    /// Dispositif and rank of the one who is explained.
    pub(super) explication: (String, usize),
    pub(super) entrees: BTreeMap<String, Loi>,
    pub(super) details: BTreeMap<String, LoiDeDetail>,
    /// Those whose figures are said one by one.
    pub(super) exacts: Vec<Exact>,
}

/// Somebody whose figures are said.
#[derive(Debug, Clone, Default)]
pub(super) struct Exact {
    /// Their rank, from one.
    pub(super) rang: usize,
    /// The exercice; every one when it is not said.
    pub(super) exercice: Option<i32>,
    /// How the entry names them.
    pub(super) cas: Option<String>,
    pub(super) entrees: BTreeMap<String, Dit>,
}

/// A figure that is said.
#[derive(Debug, Clone)]
pub(super) enum Dit {
    /// In units of the input; a day from 1970-01-01.
    Nombre(i64),
    OuiNon(bool),
    /// A code, or a missing figure: « en_attente », « sans_objet ».
    Mot(String),
}

impl Population {
    /// How somebody is numbered, by their rank in the population.
    pub(super) fn identifiant(&self, rang: usize) -> String {
        let largeur = 9_usize.saturating_sub(self.prefixe.len());
        format!("{}{:0largeur$}", self.prefixe, rang + 1)
    }

    /// Reads the file of a population.
    pub(super) fn lire(fichier: &Fichier) -> Result<Self, Echec> {
        let refus = |quoi: &str| Echec::new(Code::Regles, format!("{} : {quoi}.", fichier.chemin));
        let table = DeTable::parse(&fichier.contenu).map_err(|e| refus(e.message()))?;
        let mut lue = Self::default();
        for (cle, valeur) in table.get_ref().iter() {
            lue.prendre(cle.get_ref().as_ref(), valeur.get_ref()).map_err(|quoi| refus(&quoi))?;
        }
        Ok(lue)
    }

    /// Takes one key of its file.
    pub(super) fn prendre(&mut self, cle: &str, valeur: &DeValue<'_>) -> Result<(), String> {
        match cle {
            "convention" => self.convention = texte(valeur),
            "beneficiaires" => self.beneficiaires = usize::try_from(nombre(valeur).unwrap_or(0)).unwrap_or(0),
            "un" => self.un = texte(valeur),
            "plusieurs" => self.plusieurs = texte(valeur),
            "prefixe" => self.prefixe = texte(valeur),
            "personnes" => self.personnes = matches!(valeur, DeValue::Boolean(true)),
            "precision" => self.precision = Some(texte(valeur)),
            "explication" => {
                let rang = champ(valeur, "rang").and_then(nombre).unwrap_or(1);
                let rang = usize::try_from(rang).unwrap_or(1);
                self.explication = (champ(valeur, "dispositif").map(texte).unwrap_or_default(), rang);
            }
            "entrees" => self.entrees = lois(valeur)?,
            "details" => {
                for (nom, detail) in sous(valeur) {
                    let loi = LoiDeDetail {
                        chance: champ(detail, "chance").and_then(nombre).unwrap_or(10_000),
                        entrees: champ(detail, "entrees").map_or(Ok(BTreeMap::new()), lois)?,
                    };
                    self.details.insert(nom.to_owned(), loi);
                }
            }
            "exacts" => self.exacts = liste(Some(valeur)).map(exact).collect::<Result<_, _>>()?,
            autre => return Err(format!("la clé « {autre} » est inconnue")),
        }
        Ok(())
    }
}

fn exact(valeur: &DeValue<'_>) -> Result<Exact, String> {
    let rang = champ(valeur, "rang").and_then(nombre).and_then(|rang| usize::try_from(rang).ok());
    let mut lu = Exact {
        rang: rang.filter(|rang| *rang > 0).ok_or("un [[exacts]] n'a pas de « rang », à partir de 1")?,
        exercice: champ(valeur, "exercice").and_then(nombre).and_then(|annee| i32::try_from(annee).ok()),
        cas: champ(valeur, "cas").map(texte),
        entrees: BTreeMap::new(),
    };
    for (code, dit) in champ(valeur, "entrees").into_iter().flat_map(sous) {
        let dit = match dit {
            DeValue::Boolean(oui) => Dit::OuiNon(*oui),
            DeValue::String(mot) => Dit::Mot(mot.to_string()),
            autre => Dit::Nombre(nombre(autre).ok_or_else(|| format!("« {code} » ne se lit pas dans [[exacts]]"))?),
        };
        lu.entrees.insert(code.to_owned(), dit);
    }
    Ok(lu)
}

/// How an input is spread. Rates are out of ten thousand.
#[derive(Debug, Clone, Default)]
pub(super) struct Loi {
    /// From and to, in units of the file; from and to of the share when there is a whole.
    pub(super) de: Option<i64>,
    pub(super) a: Option<i64>,
    /// Another input, of which this one is a share.
    pub(super) part_de: Option<String>,
    /// How often the answer is yes.
    pub(super) oui: Option<i64>,
    /// Weights of the codes of a choice.
    pub(super) choix: Vec<(String, i64)>,
    /// Does it follow the size of the place?
    pub(super) selon_taille: bool,
    /// How often the figure has not arrived.
    pub(super) en_attente: i64,
    /// Month and day up to which it was counted in the year of reference, when that is not its end.
    pub(super) arrete_le: Option<(u32, u32)>,
    /// How often there is nothing to measure.
    pub(super) sans_objet: i64,
}

/// How detail lines are spread.
#[derive(Debug, Clone, Default)]
pub(super) struct LoiDeDetail {
    /// How often a key has a line.
    pub(super) chance: i64,
    pub(super) entrees: BTreeMap<String, Loi>,
}

fn lois(valeur: &DeValue<'_>) -> Result<BTreeMap<String, Loi>, String> {
    sous(valeur).map(|(nom, loi)| Ok((nom.to_owned(), une_loi(nom, loi)?))).collect()
}

fn une_loi(nom: &str, valeur: &DeValue<'_>) -> Result<Loi, String> {
    let mut loi = Loi::default();
    for (cle, valeur) in sous(valeur) {
        match cle {
            "de" => loi.de = nombre(valeur),
            "a" => loi.a = nombre(valeur),
            "part_de" => loi.part_de = Some(texte(valeur)),
            "oui" => loi.oui = nombre(valeur),
            "selon_taille" => loi.selon_taille = matches!(valeur, DeValue::Boolean(true)),
            "arrete_le" => {
                let lu = mois_et_jour(&texte(valeur));
                let refus = || format!("« {nom}.arrete_le » s'écrit « 09-30 », un mois et un jour");
                loi.arrete_le = Some(lu.ok_or_else(refus)?);
            }
            "en_attente" => loi.en_attente = nombre(valeur).unwrap_or(0),
            "sans_objet" => loi.sans_objet = nombre(valeur).unwrap_or(0),
            "choix" => {
                loi.choix = sous(valeur).map(|(code, poids)| (code.to_owned(), nombre(poids).unwrap_or(0))).collect();
            }
            autre => return Err(format!("« {nom} » a une clé inconnue, « {autre} »")),
        }
    }
    Ok(loi)
}
