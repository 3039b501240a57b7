//! A formula of the rules read aloud: names for people in the place of codes, words in the place of signs.

use crate::mots;
use convention::ecriture::{self, typographier};
use convention::{ContenuDeParametre, Dispositif, PalierDeBareme, Parametre, Portee, TypeValeur};
use formule::programme::Scalaire;
use formule::{Date, Unite};
use std::iter::Peekable;

/// Words and signs of the language, and how they are read.
const MOTS: [(&str, &str); 21] = [
    ("si", "si"),
    ("alors", ", alors"),
    ("sinon", ", sinon"),
    ("et", "et"),
    ("ou", "ou"),
    ("non", "non"),
    ("vrai", "oui"),
    ("faux", "non"),
    ("dans", "parmi"),
    ("a_la_date", "à la date de"),
    ("declare", "déclaré"),
    ("arrondi", "arrondi de"),
    ("min", "le plus petit de"),
    ("max", "le plus grand de"),
    ("bareme", "le barème"),
    (">=", "est au moins égal à"),
    ("<=", "est au plus égal à"),
    ("!=", "n'est pas"),
    (">", "dépasse"),
    ("<", "est inférieur à"),
    ("*", "×"),
];

/// Reads the formulas of a dispositif on a day, and notes which parameters and named formulas they count on.
pub(crate) struct Lecteur<'a> {
    dispositif: &'a Dispositif,
    jour: Date,
    portee: &'a Portee,
    /// The indicator whose formulas are read.
    indicateur: &'a str,
    /// Codes of the parameters met, in order.
    pub(crate) parametres: Vec<String>,
    /// Codes of the named formulas met, in order.
    pub(crate) calculs: Vec<String>,
}

impl<'a> Lecteur<'a> {
    pub(crate) fn new(dispositif: &'a Dispositif, jour: Date, portee: &'a Portee, indicateur: &'a str) -> Self {
        Self { dispositif, jour, portee, indicateur, parametres: Vec::new(), calculs: Vec::new() }
    }

    /// A formula in words.
    pub(crate) fn dire(&mut self, formule: &str) -> String {
        let mut phrase = String::new();
        let mut suite = morceaux(formule).into_iter().peekable();
        while let Some(morceau) = suite.next() {
            let mot = if morceau == "a_defaut" { self.a_defaut(&mut suite) } else { self.mot(morceau) };
            let colle = phrase.is_empty() || phrase.ends_with('(') || mot.starts_with([',', ')']);
            if !colle {
                phrase.push(' ');
            }
            phrase.push_str(&mot);
        }
        typographier(&phrase)
    }

    /// What stands for a value that is « sans objet » is told in passing.
    fn a_defaut<'f>(&mut self, suite: &mut Peekable<impl Iterator<Item = &'f str>>) -> String {
        let Some(valeur) = suite.next_if(|morceau| *morceau != "(") else { return "à défaut".to_owned() };
        let unite = suite.next_if(|morceau| matches!(*morceau, "%" | "€"));
        let unite = unite.map_or_else(String::new, |unite| format!("\u{a0}{unite}"));
        format!("({}{unite} si rien n'est à mesurer)", self.mot(valeur))
    }

    fn mot(&mut self, morceau: &str) -> String {
        if let Some((_, dit)) = MOTS.iter().find(|(connu, _)| *connu == morceau) {
            return (*dit).to_owned();
        }
        if morceau == "=" {
            return "est égal à".to_owned();
        }
        if let Some(code) = morceau.strip_prefix('"') {
            return self.choix(code.trim_end_matches('"'));
        }
        if !morceau.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') {
            return morceau.to_owned();
        }
        let (racine, suite) = morceau.split_once('.').map_or((morceau, None), |(racine, suite)| (racine, Some(suite)));
        if racine == "p" {
            return self.parametre(suite.unwrap_or_default());
        }
        let alias = self.portee.alias.iter().find(|(court, _)| court == racine);
        let racine = alias.map_or(racine, |(_, complet)| complet.as_str());
        self.nom(racine, suite)
    }

    fn parametre(&mut self, code: &str) -> String {
        let alias = self.portee.alias.iter().find(|(court, _)| court == code);
        let code = alias.map_or(code, |(_, complet)| complet.as_str());
        let Some(parametre) = self.dispositif.parametre(code) else { return lisible(code) };
        if !self.parametres.iter().any(|connu| connu == code) {
            self.parametres.push(code.to_owned());
        }
        match parametre.au(self.jour).map(|version| &version.contenu) {
            Some(ContenuDeParametre::Valeur(valeur)) => {
                format!("«\u{a0}{}\u{a0}» ({})", parametre.libelle, ecrire(*valeur, parametre.type_de_valeur()))
            }
            _ => format!("«\u{a0}{}\u{a0}»", parametre.libelle),
        }
    }

    fn nom(&mut self, code: &str, suite: Option<&str>) -> String {
        let d = self.dispositif;
        if let (Some(indicateur), Some(suite)) = (d.indicateurs.iter().find(|i| i.code == code), suite) {
            let sien = indicateur.code == self.indicateur;
            return match suite {
                "atteint" if sien => "l'objectif est atteint".to_owned(),
                "valeur" if sien => "la valeur mesurée".to_owned(),
                "atteint" => format!("«\u{a0}{}\u{a0}» est atteint", indicateur.libelle),
                autre => format!("{} de «\u{a0}{}\u{a0}»", lisible(autre), indicateur.libelle),
            };
        }
        if let Some(calcul) = d.calculs.iter().find(|c| c.code == code) {
            if !self.calculs.contains(&calcul.code) {
                self.calculs.push(calcul.code.clone());
            }
            return format!("«\u{a0}{}\u{a0}»", calcul.libelle);
        }
        let libelle = d
            .entree(code)
            .map(|e| &e.libelle)
            .or_else(|| d.details.iter().flat_map(|x| &x.entrees).find(|e| e.code == code).map(|e| &e.libelle))
            .or_else(|| d.table(code).map(|t| &t.libelle))
            .or_else(|| d.details.iter().find(|x| x.code == code).map(|x| &x.libelle));
        match (libelle, suite) {
            (Some(libelle), None) => format!("«\u{a0}{libelle}\u{a0}»"),
            (Some(libelle), Some(suite)) => format!("{} de «\u{a0}{libelle}\u{a0}»", lisible(suite)),
            (None, None) => lisible(code),
            (None, Some(suite)) => format!("{} ({})", lisible(suite), lisible(code)),
        }
    }

    fn choix(&self, code: &str) -> String {
        let mut choix = self.dispositif.entrees.iter().flat_map(|e| &e.choix);
        let libelle = choix.find(|c| c.code == code).map_or(code, |c| c.libelle.as_str());
        format!("«\u{a0}{libelle}\u{a0}»")
    }
}

/// Names, texts, numbers and signs, one by one.
fn morceaux(formule: &str) -> Vec<&str> {
    let mut trouves = Vec::new();
    let mut reste = formule.trim_start();
    while let Some(premier) = reste.chars().next() {
        let en_mot = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let fin = if premier == '"' {
            reste[1..].find('"').map_or(reste.len(), |fin| fin + 2)
        } else if en_mot(premier) {
            reste.find(|c| !en_mot(c)).unwrap_or(reste.len())
        } else if reste.starts_with(">=") || reste.starts_with("<=") || reste.starts_with("!=") {
            2
        } else {
            premier.len_utf8()
        };
        let (morceau, suite) = reste.split_at(fin);
        trouves.push(morceau);
        reste = suite.trim_start();
    }
    trouves
}

fn lisible(code: &str) -> String {
    code.replace(['_', '.'], " ")
}

/// The value of a parameter, or the steps of its barème.
pub(crate) fn valeur_du_parametre(parametre: &Parametre, jour: Date) -> String {
    let Some(version) = parametre.au(jour) else { return "sans valeur à cette date".to_owned() };
    match &version.contenu {
        ContenuDeParametre::Valeur(valeur) => ecrire(*valeur, parametre.type_de_valeur()),
        ContenuDeParametre::Bareme(paliers) => {
            let entree = match &parametre.type_ {
                convention::TypeParametre::Bareme { entree, .. } => entree,
                convention::TypeParametre::Valeur(type_) => type_,
            };
            let sortie = parametre.type_de_valeur();
            let paliers: Vec<_> = paliers.iter().map(|palier| dire_un_palier(palier, entree, sortie)).collect();
            typographier(&paliers.join(" ; "))
        }
    }
}

fn dire_un_palier(palier: &PalierDeBareme, entree: &TypeValeur, sortie: &TypeValeur) -> String {
    let valeur = ecrire(palier.valeur, sortie);
    match palier.jusqu_a {
        Some((borne, inclus)) => {
            let inclus = if inclus { "inclus" } else { "exclu" };
            format!("jusqu'à {} {inclus} : {valeur}", ecrire(Some(Scalaire::Nombre(borne)), entree))
        }
        None => format!("au-delà : {valeur}"),
    }
}

/// A value as the texts write it. What is counted is said by the name beside it; a price keeps what it is the price of.
pub(crate) fn ecrire(valeur: Option<Scalaire>, type_: &TypeValeur) -> String {
    let Some(valeur) = valeur else { return "inconnu".to_owned() };
    match (valeur, type_) {
        (Scalaire::OuiNon(oui), _) => if oui { "oui" } else { "non" }.to_owned(),
        (Scalaire::Date(date), _) => mots::jour(date),
        (Scalaire::Choix(rang), TypeValeur::Choix(codes)) => {
            codes.get(rang as usize).map_or_else(String::new, |c| lisible(c))
        }
        (Scalaire::Choix(rang), _) => rang.to_string(),
        (Scalaire::Nombre(f), TypeValeur::Taux) => ecriture::taux(f),
        (Scalaire::Nombre(f), TypeValeur::Montant(unite)) => {
            format!("{} {}", ecriture::euros(f), unite.sur(&Unite::euro())).trim_end().to_owned()
        }
        (Scalaire::Nombre(f), _) => ecriture::nombre(f),
    }
}

#[cfg(test)]
mod tests {
    use super::morceaux;

    #[test]
    fn a_formula_is_cut_into_names_texts_numbers_and_signs() {
        let lus = morceaux("si a.valeur a_defaut 0 % >= p.b et zone dans (\"zip\", \"zac\") alors 1 sinon -c");
        assert_eq!(
            lus,
            [
                "si", "a.valeur", "a_defaut", "0", "%", ">=", "p.b", "et", "zone", "dans", "(", "\"zip\"", ",",
                "\"zac\"", ")", "alors", "1", "sinon", "-", "c"
            ]
        );
        assert_eq!(morceaux("\"sans fin"), ["\"sans fin"]);
    }
}
