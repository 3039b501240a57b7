//! A population of the fictional department: who they are, and how their figures are spread.

use super::generateur::PREMIER_CONTRAT;
use super::loi::{Loi, LoiDeDetail, Quantite, lois, lois_de_details};
use super::valeurs_toml::{champ, liste, nombre, sous, texte, textes};
use crate::echec::{Code, Echec};
use convention::Fichier;
use std::collections::{BTreeMap, BTreeSet};
use tableaux::contrat_valable;
use toml::de::{DeTable, DeValue};

/// Those whom one convention pays.
#[derive(Debug, Clone, Default)]
pub(super) struct Population {
    pub(super) convention: String,
    pub(super) beneficiaires: usize,
    /// The rank of the first one, among everybody.
    pub(super) premier: usize,
    /// What a beneficiary is called, before their name; nothing where the name is enough.
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
    /// Other laws for some, the last one that is theirs wins.
    pub(super) selon: Vec<Selon>,
    /// Those whose figures are said one by one.
    pub(super) exacts: Vec<Exact>,
}

/// Laws for those who chose one of these in an input.
#[derive(Debug, Clone, Default)]
pub(super) struct Selon {
    pub(super) entree: String,
    /// Codes of a choice, or « oui » and « non ».
    pub(super) parmi: Vec<String>,
    /// Everybody but these.
    pub(super) sauf: Vec<String>,
    pub(super) entrees: BTreeMap<String, Loi>,
    pub(super) details: BTreeMap<String, LoiDeDetail>,
}

impl Selon {
    /// Are these laws those of whoever answered this?
    pub(super) fn vaut(&self, mot: &str) -> bool {
        let dit = |mots: &[String]| mots.iter().any(|m| m == mot);
        if self.parmi.is_empty() { !dit(&self.sauf) } else { dit(&self.parmi) }
    }
}

/// The lines of a detail: key, then input, then figure.
pub(super) type Lignes = BTreeMap<String, BTreeMap<String, Dit>>;

/// Somebody whose figures are said.
#[derive(Debug, Clone, Default)]
pub(super) struct Exact {
    /// Their rank, from one.
    pub(super) rang: usize,
    /// The exercice; every one when it is not said.
    pub(super) exercice: Option<i32>,
    /// Only the exercices before this one.
    pub(super) avant: Option<i32>,
    /// How far they have come with the exercice in progress; their rank decides when nobody says it.
    pub(super) declaration: Option<Avancement>,
    /// One of their contracts besides the first, where each is computed alone: it is said for that one only.
    pub(super) contrat: Option<String>,
    /// What they are called, in place of a drawn name.
    pub(super) nom: Option<String>,
    /// How the entry presents them.
    pub(super) cas: Option<String>,
    pub(super) entrees: BTreeMap<String, Dit>,
    /// All the lines of a detail.
    pub(super) details: BTreeMap<String, Lignes>,
}

impl Exact {
    /// Is it said of this exercice?
    pub(super) fn vaut_en(&self, annee: i32) -> bool {
        self.exercice.is_none_or(|dit| dit == annee) && self.avant.is_none_or(|fin| annee < fin)
    }
}

/// How far somebody has come with the declaration of the exercice in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Avancement {
    Rien,
    Brouillon,
    Transmise,
    /// Transmitted, then changed: the banner of the forgotten declaration.
    Reprise,
}

/// A figure that is said.
#[derive(Debug, Clone)]
pub(super) enum Dit {
    Quantite(Quantite),
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

    /// The name that the file gives to somebody, by their rank in the population.
    pub(super) fn nom_dit(&self, rang: usize) -> Option<&str> {
        self.exacts.iter().filter(|exact| exact.rang == rang + 1).find_map(|exact| exact.nom.as_deref())
    }

    /// How far the file says that somebody has come with a declaration, by their rank in the population.
    pub(super) fn declaration_dite(&self, rang: usize, exercice: i32) -> Option<Avancement> {
        let siens = self.exacts.iter().rev().filter(|exact| exact.rang == rang + 1 && exact.vaut_en(exercice));
        siens.into_iter().find_map(|exact| exact.declaration)
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

    /// Laws that read themselves, by way of others: nobody could draw them.
    pub(super) fn controler(&self) -> Result<(), String> {
        let selon = self.selon.iter().flat_map(|s| &s.entrees);
        let mut lues: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (code, loi) in self.entrees.iter().chain(selon) {
            lues.entry(code).or_default().extend(loi.lues());
        }
        for debut in lues.keys() {
            let (mut vues, mut pile) = (BTreeSet::new(), lues[debut].clone());
            while let Some(code) = pile.pop() {
                if code == *debut {
                    return Err(format!("la loi de « {debut} » finit par se lire elle-même"));
                }
                if vues.insert(code) {
                    pile.extend(lues.get(code).into_iter().flatten());
                }
            }
        }
        Ok(())
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
            "details" => self.details = lois_de_details(valeur)?,
            "selon" => self.selon = liste(Some(valeur)).map(selon).collect::<Result<_, _>>()?,
            "exacts" => self.exacts = liste(Some(valeur)).map(exact).collect::<Result<_, _>>()?,
            autre => return Err(format!("la clé « {autre} » est inconnue")),
        }
        Ok(())
    }
}

fn selon(valeur: &DeValue<'_>) -> Result<Selon, String> {
    let mut lu = Selon::default();
    for (cle, valeur) in sous(valeur) {
        match cle {
            "entree" => lu.entree = texte(valeur),
            "parmi" => lu.parmi = textes(valeur),
            "sauf" => lu.sauf = textes(valeur),
            "entrees" => lu.entrees = lois(valeur)?,
            "details" => lu.details = lois_de_details(valeur)?,
            autre => return Err(format!("un [[selon]] a une clé inconnue, « {autre} »")),
        }
    }
    if lu.entree.is_empty() || lu.parmi.is_empty() == lu.sauf.is_empty() {
        return Err("un [[selon]] dit son « entree », et « parmi » ou « sauf » quels codes il vaut".to_owned());
    }
    Ok(lu)
}

/// What may be said of somebody.
const CLES_D_UN_EXACT: [&str; 9] =
    ["rang", "exercice", "avant", "declaration", "contrat", "nom", "cas", "entrees", "details"];

fn exact(valeur: &DeValue<'_>) -> Result<Exact, String> {
    if let Some((cle, _)) = sous(valeur).find(|(cle, _)| !CLES_D_UN_EXACT.contains(cle)) {
        return Err(format!("un [[exacts]] a une clé inconnue, « {cle} »"));
    }
    let rang = champ(valeur, "rang").and_then(nombre).and_then(|rang| usize::try_from(rang).ok());
    let annee = |cle| champ(valeur, cle).and_then(nombre).and_then(|annee| i32::try_from(annee).ok());
    let mut lu = Exact {
        rang: rang.filter(|rang| *rang > 0).ok_or("un [[exacts]] n'a pas de « rang », à partir de 1")?,
        exercice: annee("exercice"),
        avant: annee("avant"),
        declaration: champ(valeur, "declaration").map(avancement).transpose()?,
        contrat: champ(valeur, "contrat").map(contrat).transpose()?,
        nom: champ(valeur, "nom").map(texte),
        cas: champ(valeur, "cas").map(texte),
        entrees: champ(valeur, "entrees").map_or(Ok(BTreeMap::new()), dits)?,
        details: BTreeMap::new(),
    };
    for (detail, lignes) in champ(valeur, "details").into_iter().flat_map(sous) {
        let lignes = sous(lignes).map(|(cle, ligne)| Ok((cle.to_owned(), dits(ligne)?)));
        lu.details.insert(detail.to_owned(), lignes.collect::<Result<_, String>>()?);
    }
    Ok(lu)
}

fn avancement(valeur: &DeValue<'_>) -> Result<Avancement, String> {
    match texte(valeur).as_str() {
        "rien" => Ok(Avancement::Rien),
        "brouillon" => Ok(Avancement::Brouillon),
        "transmise" => Ok(Avancement::Transmise),
        "reprise" => Ok(Avancement::Reprise),
        autre => Err(format!(
            "la « declaration » d'un [[exacts]] est « {autre} » : écrivez « rien », « brouillon », « transmise » ou « reprise »"
        )),
    }
}

/// The code of a contract besides the first.
fn contrat(valeur: &DeValue<'_>) -> Result<String, String> {
    let code = texte(valeur);
    match contrat_valable(&code) && code != PREMIER_CONTRAT {
        true => Ok(code),
        false => {
            Err(format!("le contrat « {code} » d'un [[exacts]] : il faut un code, autre que « {PREMIER_CONTRAT} »"))
        }
    }
}

fn dits(valeur: &DeValue<'_>) -> Result<BTreeMap<String, Dit>, String> {
    let un = |(code, valeur): (&str, &DeValue<'_>)| {
        let dit = match valeur {
            DeValue::Boolean(oui) => Dit::OuiNon(*oui),
            autre => match (Quantite::lire(autre), autre) {
                (Some(quantite), _) => Dit::Quantite(quantite),
                (None, DeValue::String(mot)) => Dit::Mot(mot.to_string()),
                (None, _) => return Err(format!("« {code} » ne se lit pas dans [[exacts]]")),
            },
        };
        Ok((code.to_owned(), dit))
    };
    sous(valeur).map(un).collect()
}
