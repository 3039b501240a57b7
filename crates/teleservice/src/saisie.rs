//! A figure that somebody may change for a simulation: how it is shown, and read back.

use convention::ecriture::MOINS;
use convention::{Entree, TypeValeur};
use explication::nombres::{self, INSECABLE};
use formule::programme::Scalaire;
use formule::{Absence, Cellule, Date, Fraction};
use std::collections::HashMap;

/// Longer texts are nobody's figure.
const LONGUEUR: usize = 40;

/// A field, with what was typed and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Saisie {
    pub(crate) nom: String,
    pub(crate) libelle: String,
    /// What exactly is counted or asked.
    pub(crate) sens: Option<String>,
    /// What may be typed.
    pub(crate) bornes: String,
    /// `decimal`, `date`, or nothing for a list.
    pub(crate) genre: Genre,
    pub(crate) valeur: String,
    /// Does it differ from today's figure?
    pub(crate) change: bool,
    pub(crate) erreur: Option<String>,
    /// The field that it is a part of.
    pub(crate) au_plus: Option<String>,
    lue: Option<i64>,
}

#[derive(Debug)]
pub(crate) enum Genre {
    Nombre,
    Date,
    /// Value, words.
    Liste(Vec<(String, String)>),
}

impl Saisie {
    pub(crate) fn options(&self) -> &[(String, String)] {
        match &self.genre {
            Genre::Liste(options) => options,
            Genre::Nombre | Genre::Date => &[],
        }
    }

    pub(crate) fn est_une_date(&self) -> bool {
        matches!(self.genre, Genre::Date)
    }

    pub(crate) fn decrit_par(&self) -> String {
        let suffixe = if self.erreur.is_some() { format!(" {}-erreur", self.nom) } else { String::new() };
        format!("{}-aide{suffixe}", self.nom)
    }
}

/// The field of an input, and the figure that it gives: today's, unless something else was rightly asked.
pub(crate) fn lire(
    entree: &Entree,
    nom: &str,
    actuelle: Cellule,
    demande: &HashMap<String, String>,
) -> (Saisie, Cellule) {
    let aujourd_hui = actuelle.map_or_else(|_| String::new(), |tenue| ecrire(entree, tenue));
    let valeur =
        demande.get(nom).map_or_else(|| aujourd_hui.clone(), |t| t.trim().chars().take(LONGUEUR + 1).collect());
    let change = valeur != aujourd_hui;
    let lue = if change { comprendre(entree, &valeur) } else { Ok(actuelle) };
    let (cellule, erreur) = match lue {
        Ok(cellule) => (cellule, None),
        Err(erreur) => (actuelle, Some(erreur)),
    };
    let saisie = Saisie {
        nom: nom.to_owned(),
        libelle: entree.libelle.clone(),
        sens: entree.sens.clone(),
        bornes: bornes(entree),
        genre: genre(entree, actuelle),
        valeur,
        change,
        erreur,
        au_plus: entree.au_plus.clone(),
        lue: cellule.ok(),
    };
    (saisie, cellule)
}

/// The parts that exceed their whole, among figures that somebody changed.
pub(crate) fn parts_trop_grandes<'s>(champs: impl Iterator<Item = &'s Saisie>) -> Vec<(String, String)> {
    let champs: Vec<&Saisie> = champs.collect();
    let mut trop = Vec::new();
    for part in &champs {
        let tout = part.au_plus.as_ref().and_then(|nom| champs.iter().find(|c| c.nom == *nom));
        if let Some(tout) = tout.filter(|tout| tout.change || part.change)
            && let (Some(a), Some(b)) = (part.lue, tout.lue)
            && a > b
        {
            let erreur = format!("Ce nombre ne peut pas dépasser « {} » ({}).", tout.libelle, tout.valeur);
            trop.push((part.nom.clone(), insecables(&erreur)));
        }
    }
    trop
}

fn genre(entree: &Entree, actuelle: Cellule) -> Genre {
    let rien = || match actuelle {
        Err(Absence::EnAttente | Absence::Inconnu) => Some("Comme aujourd'hui : non connu"),
        _ if entree.facultative() && entree.origine.declaree() => Some("Non déclaré"),
        _ if entree.facultative() => Some("Sans objet"),
        _ => None,
    };
    let vide = rien().map(|mot| (String::new(), insecables(mot)));
    match &entree.type_ {
        TypeValeur::OuiNon => {
            let reponses = ["oui", "non"].map(|mot| (mot.to_owned(), colonne(mot)));
            Genre::Liste(vide.into_iter().chain(reponses).collect())
        }
        TypeValeur::Choix(codes) => {
            let options = codes.iter().map(|code| {
                let choix = entree.choix.iter().find(|c| c.code == *code);
                (code.clone(), choix.map_or_else(|| code.clone(), |c| c.libelle.clone()))
            });
            Genre::Liste(vide.into_iter().chain(options).collect())
        }
        TypeValeur::Date => Genre::Date,
        _ => Genre::Nombre,
    }
}

fn colonne(mot: &str) -> String {
    if mot == "oui" { "Oui" } else { "Non" }.to_owned()
}

/// A figure as a field holds it, without the spaces of a page.
fn ecrire(entree: &Entree, tenue: i64) -> String {
    let nombre = |f: Option<Fraction>| {
        f.map_or_else(String::new, |f| nombres::exact(f).replace(INSECABLE, "").replace(MOINS, "-"))
    };
    match &entree.type_ {
        TypeValeur::OuiNon => if tenue == 1 { "oui" } else { "non" }.to_owned(),
        TypeValeur::Choix(codes) => {
            usize::try_from(tenue).ok().and_then(|rang| codes.get(rang)).cloned().unwrap_or_default()
        }
        TypeValeur::Date => Date(i32::try_from(tenue).unwrap_or_default()).to_string(),
        TypeValeur::Taux => nombre(Fraction::new(i128::from(tenue) * 100, entree.echelle.into())),
        _ => nombre(Fraction::new(tenue.into(), entree.echelle.into())),
    }
}

/// What may be typed, for people.
fn bornes(entree: &Entree) -> String {
    let ecrit = |tenue: i64| {
        let f = Fraction::new(tenue.into(), entree.echelle.into()).unwrap_or(Fraction::ZERO);
        match &entree.type_ {
            // A year is not written like a count.
            TypeValeur::Nombre(_) if entree.min >= 1_900 && entree.max <= 2_199 => tenue.to_string(),
            TypeValeur::Taux => nombres::exact(f.fois(Fraction::entier(100)).unwrap_or(f)),
            _ => nombres::exact(f),
        }
    };
    let (bas, haut) = (ecrit(entree.min), ecrit(entree.max));
    let phrase = match &entree.type_ {
        TypeValeur::Nombre(_) if entree.echelle == 1 => format!("Nombre entier, de {bas} à {haut}."),
        TypeValeur::Taux => format!("En pourcentage, de {bas} à {haut} %."),
        TypeValeur::Montant(_) => format!("En euros, de {bas} à {haut} €."),
        TypeValeur::Nombre(_) => format!("De {bas} à {haut}."),
        _ => String::new(),
    };
    insecables(&phrase)
}

fn comprendre(entree: &Entree, texte: &str) -> Result<Cellule, String> {
    if texte.is_empty() {
        return match (entree.facultative(), entree.non_declare) {
            (true, _) => Ok(Err(Absence::SansObjet)),
            (false, Some(tenue)) => Ok(Ok(tenue)),
            (false, None) => Err("Indiquez une valeur.".to_owned()),
        };
    }
    let attendu = || match &entree.type_ {
        TypeValeur::OuiNon | TypeValeur::Choix(_) => "Choisissez une réponse de la liste.".to_owned(),
        TypeValeur::Date => "Indiquez une date, par exemple 2024-06-30.".to_owned(),
        TypeValeur::Montant(_) => format!("Ce montant n'est pas lisible. {}", bornes(entree)),
        TypeValeur::Taux => format!("Ce taux n'est pas lisible. {}", bornes(entree)),
        _ => format!("Ce nombre n'est pas lisible. {}", bornes(entree)),
    };
    if texte.chars().count() > LONGUEUR {
        return Err(attendu());
    }
    let tenue = tenue(entree, texte).ok_or_else(attendu)?;
    if (entree.min..=entree.max).contains(&tenue) {
        return Ok(Ok(tenue));
    }
    Err(match &entree.type_ {
        TypeValeur::Date => "Cette date est hors de la période admise.".to_owned(),
        _ => format!("Cette valeur sort des limites. {}", bornes(entree)),
    })
}

/// The figure as the engine holds it.
fn tenue(entree: &Entree, texte: &str) -> Option<i64> {
    let avec_signe = match &entree.type_ {
        TypeValeur::Taux if !texte.contains('%') => format!("{texte} %"),
        TypeValeur::Montant(_) if !texte.contains('€') => format!("{texte} €"),
        _ => texte.to_owned(),
    };
    match entree.type_.lire_valeur(&avec_signe).ok()?? {
        Scalaire::OuiNon(oui) => Some(i64::from(oui)),
        Scalaire::Choix(rang) => Some(i64::from(rang)),
        Scalaire::Date(date) => Some(i64::from(date.0)),
        Scalaire::Nombre(f) => {
            f.fois(Fraction::entier(entree.echelle.into()))?.en_entier().and_then(|n| i64::try_from(n).ok())
        }
    }
}

fn insecables(phrase: &str) -> String {
    convention::ecriture::typographier(phrase).replace(" %", "\u{a0}%").replace(" €", "\u{a0}€")
}
