//! One figure of a trace or of the inputs: exact for who draws it, in words for who reads it.

use crate::nombres::{self, Coupe};
use crate::valeurs;
use convention::Affichage;
use formule::programme::{Entree, Genre};
use formule::trace::{Contenu, Trace};
use formule::{Cellule, Fraction, Marques, NoeudId, Unite};

/// What a figure is, which says how it is written and on which scale it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A fraction of something, written in percents.
    Taux,
    /// Cents.
    Montant,
    /// A count.
    Nombre,
    /// An answer, a day or a choice: nothing to draw.
    Reponse,
}

/// A figure.
#[derive(Debug, Clone)]
pub struct Chiffre {
    /// What it is.
    pub nature: Nature,
    /// Its exact value; nothing when it is absent or cannot be drawn.
    pub exact: Option<Fraction>,
    /// The answer to a question, when there is one.
    pub oui: Option<bool>,
    /// Its absences, and what it rests on.
    pub marques: Marques,
    /// In words, or why there is none.
    pub ecrit: String,
}

impl Chiffre {
    /// The value of a node, on a line when the node has lines.
    pub fn du_noeud(trace: &Trace<'_>, n: NoeudId, ligne: usize, affichage: Option<Affichage>) -> Self {
        let plan = trace.plan();
        let valeur = trace.valeur_de_ligne(n, ligne);
        let taux = valeurs::est_un_taux(plan, n);
        let nature = match (&plan.noeud(n).typ, valeur.contenu) {
            (formule::plan::Typ::Nombre(unite), _) => nature_de(unite, taux),
            _ => Nature::Reponse,
        };
        let exact = match valeur.contenu {
            Contenu::Nombre(f) if valeur.marques.connu() => Some(f),
            _ => None,
        };
        let ecrit = valeurs::affichee(trace, n, ligne, affichage);
        let oui = match valeur.contenu {
            Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
            _ => None,
        };
        Self { nature, exact, oui, marques: valeur.marques, ecrit }
    }

    /// What was read in an input.
    pub fn de_l_entree(entree: &Entree, cellule: Cellule) -> Self {
        let nature = match &entree.genre {
            Genre::Nombre(unite) => nature_de(unite, entree.echelle > 1),
            _ => Nature::Reponse,
        };
        let (exact, marques) = match cellule {
            // An amount is held in cents, whatever its scale.
            Ok(tenu) if nature == Nature::Montant => (Some(Fraction::entier(tenu.into())), Marques::AUCUNE),
            Ok(tenu) => (Fraction::new(tenu.into(), entree.echelle.into()), Marques::AUCUNE),
            Err(absence) => (None, absence.marques()),
        };
        let ecrit = match (&entree.genre, cellule, exact) {
            (Genre::OuiNon, Ok(oui), _) => if oui == 0 { "non" } else { "oui" }.to_owned(),
            (Genre::Date, Ok(jour), _) => i32::try_from(jour)
                .map_or_else(|_| valeurs::absence(marques).to_owned(), |jour| valeurs::jour(formule::Date(jour))),
            (Genre::Choix(codes), Ok(rang), _) => {
                let rang = usize::try_from(rang).unwrap_or(usize::MAX);
                entree.libelles.get(rang).or_else(|| codes.get(rang)).cloned().unwrap_or_default()
            }
            (Genre::Nombre(_), Ok(_), Some(f)) if valeurs::est_une_annee(entree) => f.to_string(),
            (Genre::Nombre(_), Ok(_), Some(f)) => nature.ecrire(f),
            _ => valeurs::absence(marques).to_owned(),
        };
        let oui = cellule.ok().filter(|_| entree.genre == Genre::OuiNon).map(|oui| oui != 0);
        Self { nature, exact: exact.filter(|_| nature != Nature::Reponse), oui, marques, ecrit }
    }

    /// A value that was computed elsewhere.
    pub fn de(nature: Nature, f: Fraction, marques: Marques) -> Self {
        let ecrit = if marques.connu() { nature.ecrire(f) } else { valeurs::absence(marques).to_owned() };
        Self { nature, exact: Some(f).filter(|_| marques.connu()), oui: None, marques, ecrit }
    }
}

impl Nature {
    /// A value of this nature, in words.
    pub fn ecrire(self, f: Fraction) -> String {
        match self {
            Self::Taux => valeurs::pourcent(f),
            Self::Montant => valeurs::montant(f),
            Self::Nombre | Self::Reponse if f.d() == 1 => nombres::exact(f),
            Self::Nombre | Self::Reponse => nombres::decimal(f, 2, Coupe::Arrondi),
        }
    }

    /// The difference of two values, with its sign: rates differ by points.
    pub fn ecart(self, avant: Fraction, apres: Fraction) -> Option<String> {
        let ecart = apres.moins(avant)?;
        let signe = if ecart.n() > 0 { "+" } else { "" };
        if self != Self::Taux {
            return Some(format!("{signe}{}", self.ecrire(ecart)));
        }
        let points = ecart.fois(Fraction::entier(100))?;
        // French has a plural from two on.
        let pluriel = if points.n().unsigned_abs() >= 2 * points.d().unsigned_abs() { "s" } else { "" };
        Some(format!("{signe}{}{}point{pluriel}", nombres::decimal(points, 2, Coupe::Arrondi), nombres::INSECABLE))
    }
}

fn nature_de(unite: &Unite, taux: bool) -> Nature {
    if unite.en_euros() {
        Nature::Montant
    } else if taux && unite.est_aucune() {
        Nature::Taux
    } else {
        Nature::Nombre
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_differ_by_points_and_amounts_by_euros() {
        let f = |n, d| Fraction::new(n, d).unwrap();
        assert_eq!(Nature::Taux.ecart(f(250, 10_000), f(294, 10_000)).unwrap(), "+0,44\u{a0}point");
        assert_eq!(Nature::Taux.ecart(f(95, 100), f(92, 100)).unwrap(), "−3,00\u{a0}points");
        assert_eq!(Nature::Montant.ecart(f(100, 1), f(350, 1)).unwrap(), "+2,50\u{a0}€");
        assert_eq!(Nature::Nombre.ecart(f(5, 1), f(5, 1)).unwrap(), "0");
    }

    #[test]
    fn a_choice_is_read_by_its_label_and_by_its_code_only_when_it_has_none() {
        let entree = |libelles: &[&str]| Entree {
            code: "quotite".to_owned(),
            libelle: "Quotité".to_owned(),
            genre: Genre::Choix(vec!["plein".to_owned(), "demi".to_owned()]),
            min: 0,
            max: 1,
            echelle: 1,
            facultative: false,
            non_declare: None,
            au_plus: None,
            libelles: libelles.iter().map(|l| (*l).to_owned()).collect(),
            declaree: false,
        };
        assert_eq!(Chiffre::de_l_entree(&entree(&["1 ETP", "1/2 ETP"]), Ok(1)).ecrit, "1/2 ETP");
        assert_eq!(Chiffre::de_l_entree(&entree(&[]), Ok(1)).ecrit, "demi");
    }

    #[test]
    fn an_input_that_did_not_arrive_has_its_words_and_nothing_to_draw() {
        let entree = Entree {
            code: "x".to_owned(),
            libelle: "X".to_owned(),
            genre: Genre::Nombre(Unite::aucune()),
            min: 0,
            max: 10_000,
            echelle: 1,
            facultative: false,
            non_declare: None,
            au_plus: None,
            libelles: Vec::new(),
            declaree: false,
        };
        let absent = Chiffre::de_l_entree(&entree, Err(formule::Absence::EnAttente));
        assert_eq!((absent.exact, absent.ecrit.as_str()), (None, "pas encore disponible"));
        assert_eq!(Chiffre::de_l_entree(&entree, Ok(1_234)).ecrit, "1\u{a0}234");
    }
}
