//! From the words of a formula to its tree.

use crate::Fraction;
use crate::defaut::{Defaut, le_plus_proche};
use crate::lexeur::{Mot, decouper};
use crate::syntaxe::{Binaire, Expr, Manque, Nature, Suffixe};
use std::ops::Range;

/// Deeper than this, a formula is refused rather than read: nobody could read it either.
const PROFONDEUR: usize = 120;

/// More operators than this in a row, and the tree would be too high for the stack of whoever walks along it.
const LIENS: usize = 600;

/// Words that no name may take.
const RESERVES: [&str; 12] =
    ["si", "alors", "sinon", "et", "ou", "non", "est", "dans", "a_defaut", "a_la_date", "vrai", "faux"];

/// Operators that one would say aloud, and what is written.
const EN_LETTRES: [(&str, &str); 8] = [
    ("fois", "*"),
    ("x", "*"),
    ("plus", "+"),
    ("moins", "-"),
    ("sur", "/"),
    ("divise", "/"),
    ("egal", "="),
    ("non", "faux"),
];

/// Reads a formula.
///
/// # Errors
/// The first defect met, with its place in the text.
pub fn lire(texte: &str) -> Result<Expr, Defaut> {
    let mots = decouper(texte)?;
    let mut lecteur = Lecteur { mots, i: 0, profondeur: 0, liens: 0 };
    if lecteur.mot() == &Mot::Fin {
        return Err(Defaut::new("", 0..0, "la formule est vide"));
    }
    let expr = lecteur.expression()?;
    match lecteur.mot() {
        Mot::Fin => Ok(expr),
        _ => Err(lecteur.inattendu("un opérateur ou la fin de la formule")),
    }
}

/// Numbers other than 0 and 1 written in a formula, with their place: in a rule folder each is a parameter.
pub fn nombres_nus(expr: &Expr) -> Vec<Range<usize>> {
    let mut trouves = Vec::new();
    let mut pile = vec![expr];
    while let Some(e) = pile.pop() {
        if let Nature::Nombre(n, _) = &e.nature
            && *n != Fraction::ZERO
            && *n != Fraction::UN
        {
            trouves.push(e.place.clone());
        }
        pile.extend(e.enfants());
    }
    trouves.sort_by_key(|p| p.start);
    trouves
}

struct Lecteur {
    mots: Vec<(Mot, Range<usize>)>,
    i: usize,
    profondeur: usize,
    /// Operators read so far: each may put one more level above what stands on its left.
    liens: usize,
}

impl Lecteur {
    fn mot(&self) -> &Mot {
        &self.mots[self.i].0
    }

    fn place(&self) -> Range<usize> {
        self.mots[self.i].1.clone()
    }

    fn avancer(&mut self) -> Mot {
        let mot = self.mots[self.i].0.clone();
        if self.i + 1 < self.mots.len() {
            self.i += 1;
        }
        mot
    }

    fn est_nom(&self, nom: &str) -> bool {
        matches!(self.mot(), Mot::Nom(n) if n == nom)
    }

    fn est_signe(&self, signe: &str) -> bool {
        matches!(self.mot(), Mot::Signe(s) if *s == signe)
    }

    fn prendre_nom(&mut self, nom: &str) -> bool {
        let oui = self.est_nom(nom);
        if oui {
            self.avancer();
        }
        oui
    }

    fn prendre_signe(&mut self, signe: &str) -> bool {
        let oui = self.est_signe(signe);
        if oui {
            self.avancer();
        }
        oui
    }

    fn attendre_nom(&mut self, nom: &str) -> Result<(), Defaut> {
        if self.prendre_nom(nom) { Ok(()) } else { Err(self.inattendu(&format!("« {nom} »"))) }
    }

    fn attendre_signe(&mut self, signe: &str) -> Result<(), Defaut> {
        if self.prendre_signe(signe) { Ok(()) } else { Err(self.inattendu(&format!("« {signe} »"))) }
    }

    fn inattendu(&self, attendu: &str) -> Defaut {
        let accord = if attendu.starts_with("une ") { "attendue" } else { "attendu" };
        let defaut = Defaut::new("", self.place(), format!("{attendu} était {accord}, pas {}", self.mot().cite()));
        match self.mot() {
            Mot::Nom(nom) => match EN_LETTRES.iter().find(|(mot, _)| mot == nom) {
                Some((_, ici)) => defaut.conseil(format!("écrivez « {ici} »")),
                None => match le_plus_proche(nom, RESERVES) {
                    Some(proche) if proche != nom => defaut.conseil(format!("vouliez-vous dire « {proche} » ?")),
                    _ => defaut,
                },
            },
            Mot::Signe("=") => defaut.conseil("une formule n'affecte rien : « = » compare"),
            Mot::Signe("-") => defaut.conseil("mettez la valeur négative entre parenthèses : « (-…) »"),
            _ => defaut,
        }
    }

    fn plus_profond<T>(&mut self, lire: impl FnOnce(&mut Self) -> Result<T, Defaut>) -> Result<T, Defaut> {
        self.profondeur += 1;
        if self.profondeur > PROFONDEUR {
            return Err(Defaut::new("", self.place(), "la formule est trop imbriquée")
                .conseil("donnez un nom à une partie, dans [calculs]"));
        }
        let lu = lire(self);
        self.profondeur -= 1;
        lu
    }

    fn lier(&mut self) -> Result<(), Defaut> {
        self.liens += 1;
        if self.liens > LIENS {
            return Err(Defaut::new("", self.place(), "la formule est trop longue")
                .conseil("donnez un nom à une partie, dans [calculs]"));
        }
        Ok(())
    }

    fn expression(&mut self) -> Result<Expr, Defaut> {
        self.plus_profond(|l| if l.est_nom("si") { l.si() } else { l.binaire(1) })
    }

    fn si(&mut self) -> Result<Expr, Defaut> {
        let debut = self.place().start;
        self.attendre_nom("si")?;
        let condition = self.expression()?;
        self.attendre_nom("alors")?;
        let alors = self.expression()?;
        if !self.prendre_nom("sinon") {
            return Err(self
                .inattendu("« sinon »")
                .conseil("dites ce que vaut l'autre cas : « sinon 0 € » par exemple"));
        }
        let sinon = self.expression()?;
        let place = debut..sinon.place.end;
        Ok(Expr { nature: Nature::Si(condition.into(), alors.into(), sinon.into()), place })
    }

    fn binaire(&mut self, force: u8) -> Result<Expr, Defaut> {
        if force == 3 {
            return self.negation();
        }
        if force > 6 {
            return self.unaire();
        }
        let mut gauche = self.binaire(force + 1)?;
        let mut deja_compare = false;
        loop {
            let absence = force == 4 && self.est_une_absence_ou_une_appartenance();
            let op = self.operateur().filter(|op| op.force() == force);
            if !absence && op.is_none() {
                return Ok(gauche);
            }
            if force == 4 && deja_compare {
                return Err(Defaut::new("", self.place(), "deux comparaisons se suivent")
                    .conseil("reliez-les par « et » : a <= x et x <= b"));
            }
            deja_compare = true;
            self.lier()?;
            let Some(op) = op else {
                gauche = self.absence_ou_appartenance(gauche)?;
                continue;
            };
            self.avancer();
            let droite = if self.est_nom("si") {
                return Err(Defaut::new(
                    "",
                    self.place(),
                    "un « si » au milieu d'une opération se met entre parenthèses",
                )
                .conseil("écrivez « a + (si … alors … sinon …) »"));
            } else {
                self.plus_profond(|l| l.binaire(force + 1))?
            };
            let place = gauche.place.start..droite.place.end;
            gauche = Expr { nature: Nature::Binaire(op, gauche.into(), droite.into()), place };
        }
    }

    fn operateur(&self) -> Option<Binaire> {
        Some(match self.mot() {
            Mot::Nom(n) if n == "ou" => Binaire::Ou,
            Mot::Nom(n) if n == "et" => Binaire::Et,
            Mot::Signe("=") => Binaire::Egal,
            Mot::Signe("!=") => Binaire::Different,
            Mot::Signe("<") => Binaire::Inferieur,
            Mot::Signe("<=") => Binaire::InferieurOuEgal,
            Mot::Signe(">") => Binaire::Superieur,
            Mot::Signe(">=") => Binaire::SuperieurOuEgal,
            Mot::Signe("+") => Binaire::Plus,
            Mot::Signe("-") => Binaire::Moins,
            Mot::Signe("*") => Binaire::Fois,
            Mot::Signe("/") => Binaire::Sur,
            _ => return None,
        })
    }

    fn negation(&mut self) -> Result<Expr, Defaut> {
        let debut = self.place().start;
        if self.prendre_nom("non") {
            let a = self.plus_profond(Self::negation)?;
            let place = debut..a.place.end;
            return Ok(Expr { nature: Nature::Non(a.into()), place });
        }
        self.binaire(4)
    }

    fn est_une_absence_ou_une_appartenance(&self) -> bool {
        self.mot() == &Mot::NEstPas || self.est_nom("est") || self.est_nom("dans")
    }

    fn absence_ou_appartenance(&mut self, gauche: Expr) -> Result<Expr, Defaut> {
        let debut = gauche.place.start;
        let nie = self.mot() == &Mot::NEstPas;
        if nie || self.est_nom("est") {
            self.avancer();
            let mot = if self.prendre_nom("sans") {
                self.attendre_nom("objet")?;
                Manque::SansObjet
            } else if self.prendre_nom("non") {
                self.attendre_nom("declare")?;
                Manque::NonDeclare
            } else {
                return Err(self
                    .inattendu("« sans objet » ou « non declare »")
                    .conseil("« est » ne dit rien d'autre ; pour comparer, écrivez « = »"));
            };
            let place = debut..self.mots[self.i - 1].1.end;
            return Ok(Expr { nature: Nature::Manque { de: gauche.into(), mot, nie }, place });
        }
        self.attendre_nom("dans")?;
        self.attendre_signe("(")?;
        let liste = self.liste(")")?;
        let place = debut..self.mots[self.i - 1].1.end;
        Ok(Expr { nature: Nature::Dans(gauche.into(), liste), place })
    }

    fn unaire(&mut self) -> Result<Expr, Defaut> {
        let debut = self.place().start;
        if self.prendre_signe("-") {
            // A second sign in a row is written between parentheses: it is as deep here as it is there.
            let a = if self.est_signe("-") {
                self.plus_profond(|l| l.plus_profond(Self::unaire))?
            } else {
                self.plus_profond(Self::unaire)?
            };
            let place = debut..a.place.end;
            return Ok(Expr { nature: Nature::Oppose(a.into()), place });
        }
        let mut a = self.atome()?;
        loop {
            if self.prendre_nom("a_defaut") {
                self.lier()?;
                let b = self.plus_profond(Self::atome)?;
                let place = debut..b.place.end;
                a = Expr { nature: Nature::ADefaut(a.into(), b.into()), place };
            } else if self.prendre_nom("a_la_date") {
                self.lier()?;
                self.attendre_signe("(")?;
                let d = self.expression()?;
                self.attendre_signe(")")?;
                let place = debut..self.mots[self.i - 1].1.end;
                a = Expr { nature: Nature::ALaDate(a.into(), d.into()), place };
            } else {
                return Ok(a);
            }
        }
    }

    fn atome(&mut self) -> Result<Expr, Defaut> {
        let place = self.place();
        match self.mot().clone() {
            Mot::Nombre(n) => {
                self.avancer();
                self.suffixe(n, place)
            }
            Mot::Jour(jour) => {
                self.avancer();
                Ok(Expr { nature: Nature::Jour(jour), place })
            }
            Mot::Chaine(code) => {
                self.avancer();
                Ok(Expr { nature: Nature::Chaine(code), place })
            }
            Mot::Signe("(") => {
                self.avancer();
                let dedans = self.expression()?;
                self.attendre_signe(")")?;
                Ok(Expr { place: place.start..self.mots[self.i - 1].1.end, ..dedans })
            }
            Mot::Nom(nom) if nom == "vrai" || nom == "faux" => {
                self.avancer();
                Ok(Expr { nature: Nature::OuiNon(nom == "vrai"), place })
            }
            Mot::Nom(nom) if nom == "si" => {
                Err(Defaut::new("", place, "un « si » au milieu d'une opération se met entre parenthèses")
                    .conseil("écrivez « (si … alors … sinon …) »"))
            }
            Mot::Nom(nom) if !RESERVES.contains(&nom.as_str()) => {
                self.avancer();
                self.nom(nom, place.start)
            }
            _ => Err(self.inattendu("une valeur")),
        }
    }

    fn suffixe(&mut self, n: Fraction, place: Range<usize>) -> Result<Expr, Defaut> {
        let fin = self.place().end;
        if self.prendre_signe("%") {
            let valeur = n
                .sur(Fraction::entier(100))
                .ok_or_else(|| Defaut::new("", place.clone(), "ce nombre est trop grand"))?;
            return Ok(Expr { nature: Nature::Nombre(valeur, Suffixe::Pourcent), place: place.start..fin });
        }
        if self.prendre_signe("€") {
            return Ok(Expr { nature: Nature::Nombre(n, Suffixe::Euro), place: place.start..fin });
        }
        if let Mot::Nom(mot) = self.mot()
            && !RESERVES.contains(&mot.as_str())
        {
            return Err(Defaut::new("", place.start..fin, format!("un nombre ne porte pas d'unité : « {mot} »"))
                .conseil("l'unité se dit dans le type du paramètre ; 0 et 1 prennent celle qu'il faut"));
        }
        Ok(Expr { nature: Nature::Nombre(n, Suffixe::Aucun), place })
    }

    /// A name, a call or a row of a table, the first segment being read already.
    fn nom(&mut self, premier: String, debut: usize) -> Result<Expr, Defaut> {
        if self.prendre_signe("(") {
            let arguments = self.liste(")")?;
            return Ok(Expr { nature: Nature::Appel(premier, arguments), place: debut..self.mots[self.i - 1].1.end });
        }
        if self.prendre_signe("[") {
            let cles = self.liste("]")?;
            self.attendre_signe(".")?;
            let colonne = self.segment()?;
            let place = debut..self.mots[self.i - 1].1.end;
            return Ok(Expr { nature: Nature::Ligne { table: premier, cles, colonne }, place });
        }
        let mut segments = vec![premier];
        while self.prendre_signe(".") {
            segments.push(self.segment()?);
        }
        Ok(Expr { nature: Nature::Nom(segments), place: debut..self.mots[self.i - 1].1.end })
    }

    fn segment(&mut self) -> Result<String, Defaut> {
        match self.avancer() {
            Mot::Nom(nom) => Ok(nom),
            _ => {
                self.i -= usize::from(self.mot() != &Mot::Fin);
                Err(self.inattendu("un nom après le point"))
            }
        }
    }

    fn liste(&mut self, fin: &str) -> Result<Vec<Expr>, Defaut> {
        let mut liste = Vec::new();
        if self.prendre_signe(fin) {
            return Ok(liste);
        }
        loop {
            liste.push(self.expression()?);
            if self.prendre_signe(fin) {
                return Ok(liste);
            }
            if !self.prendre_signe(",") {
                return Err(self.inattendu(&format!("« , » ou « {fin} »")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refus(texte: &str) -> String {
        lire(texte).unwrap_err().to_string()
    }

    #[test]
    fn the_usual_slips_get_the_right_advice() {
        assert!(refus("a == b").contains("écrivez « = »"));
        assert!(refus("a && b").contains("écrivez « et »"));
        assert!(refus("taux ≥ p.seuil").contains("écrivez « >= »"));
        assert!(refus("évaluation").contains("« evaluation »"));
        assert!(refus("si a alors b").contains("sinon"));
        assert!(refus("a <= b <= c").contains("reliez-les par « et »"));
        assert!(refus("p.").contains("un nom après le point"));
        assert!(refus("").contains("vide"));
    }

    #[test]
    fn a_formula_nested_a_thousand_times_is_refused_without_falling() {
        let texte = format!("{}1{}", "(".repeat(1000), ")".repeat(1000));
        assert!(refus(&texte).contains("trop imbriquée"));
        assert!(refus(&"-".repeat(5000)).contains("imbriquée"));
        assert!(refus(&"non ".repeat(5000)).contains("imbriquée"));
    }

    #[test]
    fn bare_numbers_are_found() {
        let expr = lire("min(nb, 4) * 250 € + 0 - 1").unwrap();
        assert_eq!(nombres_nus(&expr).len(), 2);
    }
}
