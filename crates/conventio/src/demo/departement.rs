//! `demo/departement.toml`, or the file that one gives in its place: how the figures of the fictional department are spread.

use crate::echec::{Code, Echec};
use convention::Fichier;
use formule::Date;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The fictional department.
#[derive(Debug, Default)]
pub(super) struct Departement {
    pub(super) nom: String,
    pub(super) graine: u64,
    /// The exercice of which the figures are those of the laws; those of another one stray from them.
    pub(super) reference: i32,
    pub(super) beneficiaires: usize,
    /// What a beneficiary is called.
    pub(super) un: String,
    /// What several are called.
    pub(super) plusieurs: String,
    pub(super) prefixe: String,
    pub(super) convention: String,
    /// The body that pays everybody.
    pub(super) caisse: Caisse,
    /// Windows of declaration, in place of those of the rules.
    pub(super) calendrier: Vec<FenetreDite>,
    /// What was already paid.
    pub(super) versements: Versements,
    /// Dispositif and rank of the one who is explained.
    pub(super) explication: (String, usize),
    pub(super) entrees: BTreeMap<String, Loi>,
    pub(super) details: BTreeMap<String, LoiDeDetail>,
}

/// A window of declaration of the demonstration.
#[derive(Debug, Clone, Default)]
pub(super) struct FenetreDite {
    pub(super) dispositif: String,
    pub(super) exercice: i32,
    pub(super) ouverture: Option<Date>,
    pub(super) fermeture: Option<Date>,
    pub(super) prolongation: bool,
}

/// What was already paid when the demonstration opens.
#[derive(Debug, Clone, Default)]
pub(super) struct Versements {
    pub(super) exercices: Vec<i32>,
    /// Month and day of the year after, for what is not said below.
    pub(super) jour: (u32, u32),
    pub(super) jours: Vec<JourDeVersement>,
    pub(super) anciens: Vec<AncienVersement>,
}

/// When a payment was made.
#[derive(Debug, Clone, Default)]
pub(super) struct JourDeVersement {
    pub(super) dispositif: String,
    pub(super) exercice: i32,
    pub(super) code: String,
    pub(super) jour: Option<Date>,
}

/// A payment older than the rules.
#[derive(Debug, Clone, Default)]
pub(super) struct AncienVersement {
    pub(super) titre: String,
    pub(super) exercice: i32,
    pub(super) jour: Option<Date>,
    /// Between so many euros and so many.
    pub(super) de: i64,
    pub(super) a: i64,
}

/// The fictional caisse.
#[derive(Debug, Clone, Default)]
pub(super) struct Caisse {
    pub(super) code: String,
    pub(super) nom: String,
    pub(super) courriel: String,
    pub(super) adresse: Vec<String>,
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
    /// Month and day up to which it was counted in the year of reference, before the end of it.
    pub(super) arrete_le: Option<(u32, u32)>,
}

/// How detail lines are spread.
#[derive(Debug, Clone, Default)]
pub(super) struct LoiDeDetail {
    /// How often a key has a line.
    pub(super) chance: i64,
    pub(super) entrees: BTreeMap<String, Loi>,
}

/// The file of somebody's own department.
pub(super) fn fichier(chemin: &str) -> Result<Fichier, Echec> {
    let contenu = std::fs::read_to_string(chemin);
    let contenu = contenu.map_err(|e| {
        let phrase = format!("--departement : « {chemin} » ne se lit pas ({e}). Donnez un fichier TOML.");
        Echec::new(Code::Acces, phrase)
    })?;
    Ok(Fichier { chemin: chemin.to_owned(), contenu })
}

impl Departement {
    pub(super) fn lire(fichier: &Fichier) -> Result<Self, Echec> {
        let refus = |quoi: &str| Echec::new(Code::Regles, format!("{} : {quoi}.", fichier.chemin));
        let table = DeTable::parse(&fichier.contenu).map_err(|e| refus(e.message()))?;
        let mut lu = Self::default();
        for (cle, valeur) in table.get_ref().iter() {
            let (cle, valeur) = (cle.get_ref().as_ref(), valeur.get_ref());
            match cle {
                "nom" => lu.nom = texte(valeur),
                "un" => lu.un = texte(valeur),
                "plusieurs" => lu.plusieurs = texte(valeur),
                "prefixe" => lu.prefixe = texte(valeur),
                "convention" => lu.convention = texte(valeur),
                "graine" => lu.graine = nombre(valeur).unwrap_or(0).unsigned_abs(),
                "reference" => lu.reference = i32::try_from(nombre(valeur).unwrap_or(0)).unwrap_or(0),
                "beneficiaires" => lu.beneficiaires = usize::try_from(nombre(valeur).unwrap_or(0)).unwrap_or(0),
                "caisse" => {
                    let champ = |nom| champ(valeur, nom).map(texte).unwrap_or_default();
                    lu.caisse = Caisse {
                        code: champ("code"),
                        nom: champ("nom"),
                        courriel: champ("courriel"),
                        adresse: champ("adresse").lines().map(str::to_owned).collect(),
                    };
                }
                "calendrier" => {
                    lu.calendrier = liste(Some(valeur))
                        .map(|fenetre| FenetreDite {
                            dispositif: champ(fenetre, "dispositif").map(texte).unwrap_or_default(),
                            exercice: i32::try_from(champ(fenetre, "exercice").and_then(nombre).unwrap_or(0))
                                .unwrap_or(0),
                            ouverture: mot_de_date(champ(fenetre, "ouverture")),
                            fermeture: mot_de_date(champ(fenetre, "fermeture")),
                            prolongation: matches!(champ(fenetre, "prolongation"), Some(DeValue::Boolean(true))),
                        })
                        .collect();
                }
                "versements" => lu.versements = versements(valeur),
                "explication" => {
                    let champ = |nom| champ(valeur, nom);
                    let rang = champ("rang").and_then(nombre).unwrap_or(1).unsigned_abs() as usize;
                    lu.explication = (champ("dispositif").map(texte).unwrap_or_default(), rang);
                }
                "entrees" => lu.entrees = lois(valeur).map_err(|cle| refus(&cle))?,
                "details" => {
                    for (nom, detail) in sous(valeur) {
                        let entrees = champ(detail, "entrees").map_or(Ok(BTreeMap::new()), lois);
                        let loi = LoiDeDetail {
                            chance: champ(detail, "chance").and_then(nombre).unwrap_or(10_000),
                            entrees: entrees.map_err(|cle| refus(&cle))?,
                        };
                        lu.details.insert(nom.to_owned(), loi);
                    }
                }
                autre => return Err(refus(&format!("la clé « {autre} » est inconnue"))),
            }
        }
        if lu.beneficiaires == 0 {
            return Err(refus("il faut au moins un bénéficiaire"));
        }
        Ok(lu)
    }
}

fn versements(valeur: &DeValue<'_>) -> Versements {
    let entier = |valeur: Option<&DeValue<'_>>| valeur.and_then(nombre).unwrap_or(0);
    let annee = |valeur: &DeValue<'_>| i32::try_from(entier(champ(valeur, "exercice"))).unwrap_or(0);
    let mot = |valeur: &DeValue<'_>, nom| champ(valeur, nom).map(texte).unwrap_or_default();
    let date = |valeur: &DeValue<'_>| mot_de_date(champ(valeur, "jour"));
    let jour = mot(valeur, "jour");
    let (mois, quantieme) = jour.split_once('-').unwrap_or(("3", "31"));
    Versements {
        exercices: liste(champ(valeur, "exercices")).filter_map(nombre).filter_map(|n| i32::try_from(n).ok()).collect(),
        jour: (mois.parse().unwrap_or(3), quantieme.parse().unwrap_or(31)),
        jours: liste(champ(valeur, "jours"))
            .map(|jour| JourDeVersement {
                dispositif: mot(jour, "dispositif"),
                exercice: annee(jour),
                code: mot(jour, "code"),
                jour: date(jour),
            })
            .collect(),
        anciens: liste(champ(valeur, "anciens"))
            .map(|ancien| AncienVersement {
                titre: mot(ancien, "titre"),
                exercice: annee(ancien),
                jour: date(ancien),
                de: entier(champ(ancien, "de")),
                a: entier(champ(ancien, "a")),
            })
            .collect(),
    }
}

fn mot_de_date(valeur: Option<&DeValue<'_>>) -> Option<Date> {
    match valeur {
        Some(DeValue::Datetime(jour)) => jour.to_string().parse().ok(),
        _ => None,
    }
}

fn liste<'a>(valeur: Option<&'a DeValue<'a>>) -> impl Iterator<Item = &'a DeValue<'a>> {
    let elements = match valeur {
        Some(DeValue::Array(elements)) => Some(elements),
        _ => None,
    };
    elements.into_iter().flat_map(|elements| elements.iter().map(toml::Spanned::get_ref))
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
            "arrete_le" => {
                let ecrit = texte(valeur);
                let lu = ecrit.split_once('-').and_then(|(m, j)| m.parse().ok().zip(j.parse().ok()));
                loi.arrete_le = Some(lu.ok_or_else(|| format!("« {nom}.arrete_le » s'écrit « 09-30 », un mois et un jour"))?);
            }
            "selon_taille" => loi.selon_taille = matches!(valeur, DeValue::Boolean(true)),
            "en_attente" => loi.en_attente = nombre(valeur).unwrap_or(0),
            "choix" => {
                loi.choix = sous(valeur).map(|(code, poids)| (code.to_owned(), nombre(poids).unwrap_or(0))).collect();
            }
            autre => return Err(format!("« {nom} » a une clé inconnue, « {autre} »")),
        }
    }
    Ok(loi)
}

fn sous<'a>(valeur: &'a DeValue<'_>) -> impl Iterator<Item = (&'a str, &'a DeValue<'a>)> {
    // The lifetime of the values is that of the text they borrow, which outlives their table.
    let table = match valeur {
        DeValue::Table(table) => Some(table),
        _ => None,
    };
    table.into_iter().flat_map(|t| t.iter().map(|(cle, valeur)| (cle.get_ref().as_ref(), valeur.get_ref())))
}

fn champ<'a>(valeur: &'a DeValue<'a>, nom: &str) -> Option<&'a DeValue<'a>> {
    sous(valeur).find(|(cle, _)| *cle == nom).map(|(_, valeur)| valeur)
}

fn texte(valeur: &DeValue<'_>) -> String {
    match valeur {
        DeValue::String(texte) => texte.to_string(),
        _ => String::new(),
    }
}

/// A whole number, a rate (`"85 %"`, held out of ten thousand) or a day (counted from 1970-01-01).
fn nombre(valeur: &DeValue<'_>) -> Option<i64> {
    match valeur {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        DeValue::String(texte) => {
            let (entiers, decimales) = texte.strip_suffix('%')?.trim().split_once(',').unwrap_or((texte, ""));
            let entiers = entiers.trim_end_matches('%').trim();
            let centiemes = format!("{decimales:0<2}");
            Some(entiers.parse::<i64>().ok()? * 100 + centiemes.get(..2)?.parse::<i64>().ok()?)
        }
        DeValue::Datetime(jour) => jour.to_string().parse::<Date>().ok().map(|date| i64::from(date.0)),
        _ => None,
    }
}
