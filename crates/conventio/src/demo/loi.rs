//! The law of an input: how its figures are spread over a population.

use super::valeurs_toml::{mois_et_jour, nombre, sous, texte, textes};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// A quantity, as a file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantite {
    /// In units of the input; a day from 1970-01-01.
    Nombre(i64),
    /// A rate, or a number with decimals, out of ten thousand.
    Taux(i64),
}

impl Quantite {
    pub(super) fn lire(valeur: &DeValue<'_>) -> Option<Self> {
        let lue = nombre(valeur)?;
        Some(if matches!(valeur, DeValue::String(_)) { Self::Taux(lue) } else { Self::Nombre(lue) })
    }

    /// As an input of this scale holds it.
    pub(super) fn tenue(self, echelle: i64) -> i64 {
        match self {
            Self::Nombre(n) => n.saturating_mul(echelle),
            Self::Taux(t) => i64::try_from(i128::from(t) * i128::from(echelle) / 10_000).unwrap_or(i64::MAX),
        }
    }

    /// As it is written: days, or a share out of ten thousand.
    pub(super) fn brute(self) -> i64 {
        match self {
            Self::Nombre(n) | Self::Taux(n) => n,
        }
    }
}

/// How an input is spread.
#[derive(Debug, Clone, Default)]
pub(super) struct Loi {
    /// From and to: of the input, of its share of a whole, or of the days after another one.
    pub(super) de: Option<Quantite>,
    pub(super) a: Option<Quantite>,
    /// Another input, of which this one is a share.
    pub(super) part_de: Option<String>,
    /// Other inputs, of which this one is the sum.
    pub(super) somme_de: Vec<String>,
    /// Another input, of which this one is the figure of the exercice before.
    pub(super) annee_precedente_de: Option<String>,
    /// A date that this one follows.
    pub(super) apres: Option<String>,
    /// How often the answer is yes, out of ten thousand.
    pub(super) oui: Option<i64>,
    /// Dates since which the answer is yes, whichever came.
    pub(super) oui_depuis: Vec<String>,
    /// Weights of the codes of a choice.
    pub(super) choix: Vec<(String, i64)>,
    /// Does it follow the size of the place?
    pub(super) selon_taille: bool,
    /// Is it the same every exercice?
    pub(super) fixe: bool,
    /// How often the figure has not arrived, out of ten thousand.
    pub(super) en_attente: i64,
    /// Month and day up to which it was counted in the year of reference, when that is not its end.
    pub(super) arrete_le: Option<(u32, u32)>,
    /// How often there is nothing to measure, out of ten thousand.
    pub(super) sans_objet: i64,
}

impl Loi {
    /// The inputs that it reads.
    pub(super) fn lues(&self) -> impl Iterator<Item = &str> {
        let une = [&self.part_de, &self.annee_precedente_de, &self.apres].into_iter().flatten();
        une.chain(&self.somme_de).chain(&self.oui_depuis).map(String::as_str)
    }
}

/// How detail lines are spread.
#[derive(Debug, Clone, Default)]
pub(super) struct LoiDeDetail {
    /// How often a key has a line, out of ten thousand.
    pub(super) chance: i64,
    pub(super) entrees: BTreeMap<String, Loi>,
}

/// Reads the laws of several inputs.
pub(super) fn lois(valeur: &DeValue<'_>) -> Result<BTreeMap<String, Loi>, String> {
    sous(valeur).map(|(nom, loi)| Ok((nom.to_owned(), une_loi(nom, loi)?))).collect()
}

/// Reads the laws of several details.
pub(super) fn lois_de_details(valeur: &DeValue<'_>) -> Result<BTreeMap<String, LoiDeDetail>, String> {
    let mut details = BTreeMap::new();
    for (nom, valeur) in sous(valeur) {
        let mut loi = LoiDeDetail { chance: 10_000, entrees: BTreeMap::new() };
        for (cle, valeur) in sous(valeur) {
            match cle {
                "chance" => loi.chance = lue(nom, cle, nombre(valeur))?,
                "entrees" => loi.entrees = lois(valeur)?,
                autre => return Err(format!("le détail « {nom} » a une clé inconnue, « {autre} »")),
            }
        }
        details.insert(nom.to_owned(), loi);
    }
    Ok(details)
}

fn lue<T>(nom: &str, cle: &str, valeur: Option<T>) -> Result<T, String> {
    valeur.ok_or_else(|| {
        format!("« {nom}.{cle} » ne se lit pas : écrivez un nombre entier, un jour (2024-06-30) ou un taux (« 40 % »)")
    })
}

fn une_loi(nom: &str, valeur: &DeValue<'_>) -> Result<Loi, String> {
    let mut loi = Loi::default();
    for (cle, valeur) in sous(valeur) {
        match cle {
            "de" => loi.de = Some(lue(nom, cle, Quantite::lire(valeur))?),
            "a" => loi.a = Some(lue(nom, cle, Quantite::lire(valeur))?),
            "part_de" => loi.part_de = Some(texte(valeur)),
            "somme_de" => loi.somme_de = textes(valeur),
            "annee_precedente_de" => loi.annee_precedente_de = Some(texte(valeur)),
            "apres" => loi.apres = Some(texte(valeur)),
            "oui" => loi.oui = Some(lue(nom, cle, nombre(valeur))?),
            "oui_depuis" => loi.oui_depuis = textes(valeur),
            "selon_taille" => loi.selon_taille = matches!(valeur, DeValue::Boolean(true)),
            "fixe" => loi.fixe = matches!(valeur, DeValue::Boolean(true)),
            "arrete_le" => {
                let refus = || format!("« {nom}.arrete_le » s'écrit « 09-30 », un mois et un jour");
                loi.arrete_le = Some(mois_et_jour(&texte(valeur)).ok_or_else(refus)?);
            }
            "en_attente" => loi.en_attente = lue(nom, cle, nombre(valeur))?,
            "sans_objet" => loi.sans_objet = lue(nom, cle, nombre(valeur))?,
            "choix" => {
                let poids = sous(valeur).map(|(code, poids)| Ok((code.to_owned(), lue(nom, code, nombre(poids))?)));
                loi.choix = poids.collect::<Result<_, String>>()?;
                if loi.choix.iter().map(|(_, poids)| *poids).sum::<i64>() < 1 {
                    return Err(format!("« {nom}.choix » n'a aucun poids : écrivez {{ code = 60, autre = 40 }}"));
                }
            }
            autre => return Err(format!("« {nom} » a une clé inconnue, « {autre} »")),
        }
    }
    let origines = [
        loi.part_de.is_some(),
        !loi.somme_de.is_empty(),
        loi.annee_precedente_de.is_some(),
        loi.apres.is_some(),
        !loi.oui_depuis.is_empty(),
    ];
    if origines.into_iter().filter(|une| *une).count() > 1 {
        return Err(format!(
            "« {nom} » vient de deux endroits : choisissez entre « part_de », « somme_de », « annee_precedente_de », « apres » et « oui_depuis »"
        ));
    }
    let part_en_taux = |q: Option<Quantite>| q.is_none_or(|q| matches!(q, Quantite::Taux(_)));
    if loi.part_de.is_some() && !(part_en_taux(loi.de) && part_en_taux(loi.a)) {
        return Err(format!("« {nom} » est une part : « de » et « a » sont des taux, « 40 % »"));
    }
    Ok(loi)
}
