//! A formula in words: names of people in the place of codes, what functions do in the place of their names.
//!
//! What is said follows the tree of the formula, never its text: a part that stands beside an operator and would be
//! read otherwise there is between parentheses.

use convention::ecriture::{self, contracter, typographier};
use formule::Unite;
use formule::syntaxe::{Binaire, Expr, Manque, Nature, Suffixe};

/// What the names of a formula are called, or were worth.
pub trait Lexique {
    /// A name, the cell of a table, a choice, a barème or what was already paid.
    fn dire(&mut self, e: &Expr) -> String;

    /// What a whole part was worth, where values stand for names.
    fn valeur(&mut self, _e: &Expr) -> Option<String> {
        None
    }

    /// What a condition answered, where only the branches taken are said.
    fn decide(&mut self, _condition: &Expr) -> Option<bool> {
        None
    }

    /// Was a part without object, where values stand for names?
    fn est_absent(&mut self, _e: &Expr) -> Option<bool> {
        None
    }

    /// Is it something that the rules fix, a bound rather than what is bounded?
    fn est_une_regle(&mut self, e: &Expr) -> bool;

    /// The unit of a number, when it is known.
    fn unite(&mut self, _e: &Expr) -> Option<Unite> {
        None
    }

    /// Is it a day?
    fn est_une_date(&mut self, e: &Expr) -> bool {
        matches!(&e.nature, Nature::Jour(_))
    }

    /// A name denied, where it is said otherwise than as an answer.
    fn nier(&mut self, _e: &Expr) -> Option<String> {
        None
    }

    /// Puts names in the place of values, or back; what was there before.
    fn nommer(&mut self, _noms: bool) -> bool {
        true
    }

    /// How a comparison is read.
    fn signe(&self, op: Binaire) -> &'static str {
        match op {
            Binaire::Different => "≠",
            Binaire::InferieurOuEgal => "≤",
            Binaire::SuperieurOuEgal => "≥",
            Binaire::Moins => "−",
            Binaire::Fois => "×",
            Binaire::Sur => "÷",
            autre => autre.signe(),
        }
    }
}

/// A formula in words.
pub fn en_mots(lexique: &mut dyn Lexique, e: &Expr) -> String {
    typographier(&Diseur { lexique }.partie(e).texte)
}

/// How tightly what is said holds together: the higher, the tighter. Between two values of [`Binaire::force`].
type Force = u8;

/// A sentence, with its own commas and conjunctions.
const PHRASE: Force = 0;
/// A name with its complement: it is compared as it stands, and counted with between parentheses.
const GROUPE: Force = 45;
/// A sign before a value.
const OPPOSE: Force = 48;
const QUOTIENT: Force = 60;
const ATOME: Force = 90;

const fn force(op: Binaire) -> Force {
    op.force() * 10
}

/// Something said, and how tightly it holds together.
struct Dite {
    texte: String,
    force: Force,
}

impl Dite {
    fn new(texte: impl Into<String>, force: Force) -> Self {
        Self { texte: texte.into(), force }
    }

    /// A value as it is written: its sign or its bar makes an operation of it.
    fn valeur(texte: String) -> Self {
        let force = if texte.starts_with(['-', '−']) {
            OPPOSE
        } else if texte.contains('/') && !texte.starts_with('«') && texte.matches('/').count() == 1 {
            QUOTIENT
        } else {
            ATOME
        };
        Self { texte, force }
    }

    fn au_moins(self, force: Force) -> String {
        if self.force < force { format!("({})", self.texte) } else { self.texte }
    }
}

struct Diseur<'l> {
    lexique: &'l mut dyn Lexique,
}

impl Diseur<'_> {
    fn partie(&mut self, e: &Expr) -> Dite {
        match &e.nature {
            Nature::Nombre(f, suffixe) => Dite::valeur(match suffixe {
                Suffixe::Pourcent => ecriture::taux(*f),
                Suffixe::Euro => ecriture::euros(*f),
                Suffixe::Aucun => ecriture::nombre(*f),
            }),
            Nature::OuiNon(oui) => Dite::new(if *oui { "oui" } else { "non" }, ATOME),
            Nature::Jour(jour) => Dite::new(convention::valeurs_ecrites::jour(*jour), ATOME),
            Nature::Nom(_) | Nature::Ligne { .. } | Nature::Chaine(_) => self.feuille(e),
            Nature::ALaDate(a, jour) => match self.lexique.valeur(e) {
                Some(valeur) => Dite::valeur(valeur),
                None => {
                    let (nom, jour) = (self.lexique.dire(a), self.a_la_date(jour));
                    Dite::new(format!("{nom} {jour}"), GROUPE)
                }
            },
            Nature::Appel(nom, arguments) => self.fonction(e, nom, arguments),
            Nature::Oppose(a) => Dite::new(format!("−{}", self.partie(a).au_moins(ATOME)), OPPOSE),
            Nature::Non(a) => self.negation(e, a),
            Nature::Binaire(op @ (Binaire::Et | Binaire::Ou), ..) => self.suite(e, *op),
            Nature::Binaire(op, a, b) => self.operation(*op, a, b),
            Nature::Si(condition, alors, sinon) => match self.lexique.decide(condition) {
                Some(vraie) => self.partie(if vraie { alors } else { sinon }),
                None => {
                    let (condition, alors) = (self.dite(condition, PHRASE + 1), self.dite(alors, PHRASE + 1));
                    let suivant = matches!(sinon.nature, Nature::Si(..));
                    let sinon = self.dite(sinon, if suivant { PHRASE } else { PHRASE + 1 });
                    Dite::new(format!("si {condition}, alors {alors}, sinon {sinon}"), PHRASE)
                }
            },
            Nature::ADefaut(a, b) => match self.lexique.est_absent(a) {
                Some(absent) => self.partie(if absent { b } else { a }),
                None => Dite::new(format!("{}, ou à défaut {}", self.dite(a, 1), self.dite(b, GROUPE)), PHRASE),
            },
            Nature::Manque { de, mot, nie } => match self.lexique.valeur(e) {
                Some(valeur) => Dite::valeur(valeur),
                None => {
                    let verbe = if *nie { "n'est pas" } else { "est" };
                    let mot = if *mot == Manque::SansObjet { "sans objet" } else { "non déclaré" };
                    Dite::new(format!("{} {verbe} {mot}", self.dite(de, GROUPE)), force(Binaire::Egal))
                }
            },
            Nature::Dans(a, choix) => {
                let dits: Vec<String> = choix.iter().map(|c| self.partie(c).texte).collect();
                let dits = dits.join(", ");
                Dite::new(format!("{} parmi ({dits})", self.dite(a, GROUPE)), force(Binaire::Egal))
            }
        }
    }

    /// A part that holds together at least so tightly.
    fn dite(&mut self, e: &Expr, force: Force) -> String {
        self.partie(e).au_moins(force)
    }

    fn feuille(&mut self, e: &Expr) -> Dite {
        match self.lexique.valeur(e) {
            Some(valeur) => Dite::valeur(valeur),
            None => Dite::new(self.lexique.dire(e), ATOME),
        }
    }

    /// What is denied: an answer is turned over, and so is a comparison.
    fn negation(&mut self, e: &Expr, a: &Expr) -> Dite {
        match &a.nature {
            Nature::Nom(_) | Nature::Ligne { .. } | Nature::ALaDate(..) => match self.lexique.valeur(e) {
                Some(valeur) => Dite::valeur(valeur),
                None => {
                    let niee = self.lexique.nier(a).unwrap_or_else(|| format!("{} = non", self.dite(a, GROUPE)));
                    Dite::new(niee, force(Binaire::Egal))
                }
            },
            Nature::Binaire(op, x, y) => match contraire(*op) {
                Some(op) => self.operation(op, x, y),
                None => Dite::new(format!("non ({})", self.partie(a).texte), ATOME),
            },
            Nature::Non(x) => self.partie(x),
            Nature::Manque { de, mot, nie } => {
                let contraire = Nature::Manque { de: de.clone(), mot: *mot, nie: !nie };
                match self.lexique.valeur(e) {
                    Some(valeur) => Dite::valeur(valeur),
                    None => self.partie(&Expr { nature: contraire, place: a.place.clone() }),
                }
            }
            _ => Dite::new(format!("non ({})", self.partie(a).texte), ATOME),
        }
    }

    /// What « et » or « ou » links: the same name twice in a row is said once.
    fn suite(&mut self, e: &Expr, op: Binaire) -> Dite {
        let (mut parties, mut reste) = (Vec::new(), e);
        while let Nature::Binaire(autre, a, b) = &reste.nature
            && *autre == op
        {
            parties.push(b.as_ref());
            reste = a;
        }
        parties.push(reste);
        let mut dites: Vec<String> = parties.into_iter().rev().map(|p| self.dite(p, force(op) + 1)).collect();
        // Two answers may well be the same: two names say nothing more than one.
        dites.dedup_by(|a, b| a == b && a.starts_with('«'));
        match dites.as_slice() {
            [seule] => Dite::new(seule.clone(), force(Binaire::Egal)),
            _ => Dite::new(dites.join(&format!(" {} ", self.lexique.signe(op))), force(op)),
        }
    }

    fn operation(&mut self, op: Binaire, a: &Expr, b: &Expr) -> Dite {
        let (mut gauche, mut droite) = (force(op), force(op) + 1);
        if op.force() == Binaire::Egal.force() {
            (gauche, droite) = (GROUPE, GROUPE);
        }
        let (a, b) = (self.dite(a, gauche), self.dite(b, droite));
        Dite::new(format!("{a} {} {b}", self.lexique.signe(op)), force(op))
    }

    fn fonction(&mut self, e: &Expr, nom: &str, arguments: &[Expr]) -> Dite {
        match (nom, arguments) {
            ("arrondi", [x]) => {
                let pas = match self.lexique.unite(e) {
                    Some(unite) if unite.en_euros() => " au centime",
                    Some(_) => " à l'unité",
                    None => "",
                };
                Dite::new(format!("{}, arrondi{pas}", self.dite(x, PHRASE + 1)), PHRASE)
            }
            ("arrondi", [x, pas]) => {
                let (x, pas) = (self.dite(x, PHRASE + 1), self.dite(pas, ATOME));
                Dite::new(format!("{x}, arrondi à {pas} près"), PHRASE)
            }
            ("partie_entiere", [x]) => Dite::new(format!("la partie entière de {}", self.dite(x, ATOME)), GROUPE),
            ("min" | "max", [a, b]) if self.lexique.est_une_regle(a) != self.lexique.est_une_regle(b) => {
                let (x, borne) = if self.lexique.est_une_regle(a) { (b, a) } else { (a, b) };
                let mots = if nom == "min" { "dans la limite de" } else { "sans descendre sous" };
                let x = self.dite(x, PHRASE + 1);
                Dite::new(format!("{x}, {mots} {}", self.dite(borne, ATOME)), PHRASE)
            }
            ("min" | "max", parties) if parties.iter().any(|p| self.lexique.est_une_date(p)) => {
                let rang = if nom == "min" { "la première" } else { "la dernière" };
                let dites: Vec<String> = parties.iter().map(|p| self.jour(p)).collect();
                Dite::new(format!("{rang} des dates\u{a0}: {}", enumerer(&dites)), PHRASE)
            }
            ("min", parties) => Dite::new(format!("le plus petit de {}", self.liste(parties)), PHRASE),
            ("max", parties) => Dite::new(format!("le plus grand de {}", self.liste(parties)), PHRASE),
            ("borne", [x, bas, haut]) => {
                let (x, bas) = (self.dite(x, PHRASE + 1), self.dite(bas, ATOME));
                Dite::new(format!("{x}, entre {bas} et {}", self.dite(haut, ATOME)), PHRASE)
            }
            ("par_tranche_de" | "par_tranche_commencee_de", [n, taille]) => {
                let commencees = if nom == "par_tranche_de" { "" } else { " commencées" };
                let (n, taille) = (self.dite(n, ATOME), self.dite(taille, ATOME));
                Dite::new(format!("le nombre de tranches{commencees} de {taille} dans {n}"), GROUPE)
            }
            ("bareme", [_, x]) => match self.lexique.valeur(e) {
                Some(valeur) => Dite::valeur(valeur),
                None => {
                    let bareme = self.lexique.dire(e);
                    Dite::new(format!("{bareme} lu pour {}", self.dite(x, ATOME)), GROUPE)
                }
            },
            ("nombre", [c]) => match self.lexique.valeur(e) {
                Some(valeur) => Dite::valeur(valeur),
                None => Dite::new(format!("1 si {}, sinon 0", self.dite(c, PHRASE + 1)), PHRASE),
            },
            ("somme" | "compte" | "plus_grand" | "tous" | "un", [_, x]) => {
                // What runs along the lines has no single value: it keeps its name.
                let avant = self.lexique.nommer(true);
                let x = self.dite(x, if matches!(nom, "somme" | "plus_grand") { GROUPE } else { PHRASE + 1 });
                self.lexique.nommer(avant);
                Dite::new(
                    match nom {
                        "somme" => format!("la somme, ligne par ligne, de {x}"),
                        "plus_grand" => format!("la plus grande valeur, ligne par ligne, de {x}"),
                        "compte" => format!("le nombre de lignes où {x}"),
                        "tous" => format!("à chaque ligne, {x}"),
                        _ => format!("à une ligne au moins, {x}"),
                    },
                    PHRASE,
                )
            }
            ("age", [naissance, jour]) => {
                let (naissance, jour) = (self.jour(naissance), self.a_la_date(jour));
                Dite::new(format!("l'âge {jour} compté depuis {naissance}"), GROUPE)
            }
            ("annees_entieres" | "mois_entiers", [debut, fin]) => {
                let quoi = if nom == "mois_entiers" { "mois entiers" } else { "années entières" };
                let (debut, fin) = (self.jour(debut), self.jour(fin));
                Dite::new(contracter(&format!("les {quoi} de {debut} à {fin}")), GROUPE)
            }
            ("anniversaire", [jour, n]) => self.decalee(jour, n, "an", "ans"),
            ("plus_mois", [jour, n]) => self.decalee(jour, n, "mois", "mois"),
            ("plus_jours", [jour, n]) => self.decalee(jour, n, "jour", "jours"),
            ("annee", [jour]) => Dite::new(contracter(&format!("l'année de {}", self.jour(jour))), GROUPE),
            ("deja_verse", [_]) => self.feuille(e),
            (autre, parties) => Dite::new(format!("{} de {}", autre.replace('_', " "), self.liste(parties)), PHRASE),
        }
    }

    /// A day after or before another one.
    fn decalee(&mut self, jour: &Expr, n: &Expr, un: &str, plusieurs: &str) -> Dite {
        let (n, sens) = match &n.nature {
            Nature::Oppose(a) => (a.as_ref(), "avant"),
            _ => (n, "après"),
        };
        let combien = self.dite(n, ATOME);
        let mot = if matches!(combien.as_str(), "0" | "1") { un } else { plusieurs };
        Dite::new(format!("le jour situé {combien} {mot} {sens} {}", self.jour(jour)), GROUPE)
    }

    /// A day after a preposition: one that is written has its article.
    fn jour(&mut self, e: &Expr) -> String {
        let dit = self.partie(e);
        match (dit.force, dit.texte.starts_with(|c: char| c.is_ascii_digit())) {
            (_, true) => format!("le {}", dit.texte),
            _ => dit.au_moins(GROUPE),
        }
    }

    /// The day at which something is read.
    fn a_la_date(&mut self, e: &Expr) -> String {
        let jour = self.jour(e);
        let nom = if jour.starts_with('«') { "la date " } else { "" };
        contracter(&format!(" à {nom}{jour}")).trim_start().to_owned()
    }

    fn liste(&mut self, parties: &[Expr]) -> String {
        let dites: Vec<String> = parties.iter().map(|p| self.dite(p, GROUPE)).collect();
        enumerer(&dites)
    }
}

fn enumerer(dites: &[String]) -> String {
    match dites.split_last() {
        Some((derniere, autres)) if !autres.is_empty() => format!("{} et {derniere}", autres.join(", ")),
        _ => dites.concat(),
    }
}

/// The comparison that holds where the other does not.
const fn contraire(op: Binaire) -> Option<Binaire> {
    Some(match op {
        Binaire::Egal => Binaire::Different,
        Binaire::Different => Binaire::Egal,
        Binaire::Inferieur => Binaire::SuperieurOuEgal,
        Binaire::InferieurOuEgal => Binaire::Superieur,
        Binaire::Superieur => Binaire::InferieurOuEgal,
        Binaire::SuperieurOuEgal => Binaire::Inferieur,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use formule::{FONCTIONS, Fraction, lire};
    use std::collections::HashMap;

    /// Names are quoted, but for a parameter, which is a rule.
    struct Cru;

    impl Lexique for Cru {
        fn dire(&mut self, e: &Expr) -> String {
            match &e.nature {
                Nature::Nom(segments) if segments.len() == 2 && segments[0] == "exercice" => {
                    format!("le {} jour de l'exercice", if segments[1] == "fin" { "dernier" } else { "premier" })
                }
                Nature::Nom(segments) => format!("« {} »", segments.join(".")),
                Nature::Appel(_, arguments) => self.dire(&arguments[0]),
                Nature::Ligne { colonne, .. } => format!("« {colonne} »"),
                autre => panic!("{autre:?}"),
            }
        }

        fn est_une_regle(&mut self, e: &Expr) -> bool {
            match &e.nature {
                Nature::Nombre(..) => true,
                Nature::Nom(segments) => segments[0] == "p",
                _ => false,
            }
        }
    }

    fn dit(formule: &str) -> String {
        en_mots(&mut Cru, &lire(formule).unwrap()).replace('\u{a0}', " ")
    }

    #[test]
    fn a_function_beside_an_operator_keeps_its_parentheses() {
        for (formule, attendu) in [
            (
                "max(0, a - b) / max(0, c - b)",
                "(« a » − « b », sans descendre sous 0) ÷ (« c » − « b », sans descendre sous 0)",
            ),
            ("borne(a * b, 0, p.c) + 1", "(« a » × « b », entre 0 et « p.c ») + 1"),
            ("borne(a, 0, p.c + 1)", "« a », entre 0 et (« p.c » + 1)"),
            ("min(max(a, 0), p.c)", "(« a », sans descendre sous 0), dans la limite de « p.c »"),
            ("max(0, a - b)", "« a » − « b », sans descendre sous 0"),
            ("a - (b - c)", "« a » − (« b » − « c »)"),
            ("(a - b) - c", "« a » − « b » − « c »"),
            ("max(a, b) * c", "(le plus grand de « a » et « b ») × « c »"),
            ("age(a, b) * p.c >= p.d", "(l'âge à la date « b » compté depuis « a ») × « p.c » ≥ « p.d »"),
            ("a a_defaut 0 % >= p.b", "(« a », ou à défaut 0 %) ≥ « p.b »"),
        ] {
            assert_eq!(dit(formule), attendu, "{formule}");
        }
    }

    #[test]
    fn days_have_the_article_that_french_asks_for() {
        for (formule, attendu) in [
            ("annees_entieres(a, exercice.fin)", "les années entières de « a » au dernier jour de l'exercice"),
            ("annees_entieres(2021-10-01, 2024-12-31)", "les années entières du 01/10/2021 au 31/12/2024"),
            ("anniversaire(a, p.n - 1)", "le jour situé (« p.n » − 1) ans après « a »"),
            ("plus_jours(exercice.fin, 1)", "le jour situé 1 jour après le dernier jour de l'exercice"),
            ("plus_jours(a, -1)", "le jour situé 1 jour avant « a »"),
            ("annee(plus_mois(2021-10-01, 3))", "l'année du jour situé 3 mois après le 01/10/2021"),
            ("age(1975-06-15, exercice.fin)", "l'âge au dernier jour de l'exercice compté depuis le 15/06/1975"),
        ] {
            assert_eq!(dit(formule), attendu, "{formule}");
        }
    }

    #[test]
    fn what_is_denied_is_turned_over_and_a_name_is_said_once() {
        for (formule, attendu) in [
            ("non a ou b", "« a » = non ou « b »"),
            ("non (a >= b)", "« a » < « b »"),
            ("non (a et b)", "non (« a » et « b »)"),
            ("t[k].x ou u[k].x", "« x »"),
            ("t[k].x ou u[k].x ou a", "« x » ou « a »"),
            ("(a ou b) et c", "(« a » ou « b ») et « c »"),
            ("si a alors b sinon c", "si « a », alors « b », sinon « c »"),
        ] {
            assert_eq!(dit(formule), attendu, "{formule}");
        }
    }

    #[test]
    fn each_function_of_the_language_is_said_in_words() {
        for (nom, usage) in FONCTIONS {
            let usage = usage.split(" ou ").next().unwrap().replace(", …", "");
            let dit = dit(&usage.replace("p.bareme", "b"));
            assert!(!dit.contains('_') && !dit.starts_with(&format!("{} de", nom.replace('_', " "))), "{dit}");
        }
    }

    /// What a formula is worth, where nothing is divided by zero.
    fn vaut(e: &Expr) -> Option<Fraction> {
        let extreme = |a: Fraction, b: Fraction, grand: bool| {
            let b_est_plus_grand = b.moins(a)?.n() > 0;
            Some(if b_est_plus_grand == grand { b } else { a })
        };
        match &e.nature {
            Nature::Nombre(f, _) => Some(*f),
            Nature::Nom(segments) => Some(Fraction::entier(if segments[0] == "a" { 17 } else { -7 })),
            Nature::Binaire(op, a, b) => {
                let (a, b) = (vaut(a)?, vaut(b)?);
                match op {
                    Binaire::Plus => a.plus(b),
                    Binaire::Moins => a.moins(b),
                    Binaire::Fois => a.fois(b),
                    _ => a.sur(b),
                }
            }
            Nature::Appel(nom, x) if nom == "borne" => {
                extreme(extreme(vaut(&x[0])?, vaut(&x[1])?, true)?, vaut(&x[2])?, false)
            }
            Nature::Appel(nom, x) => extreme(vaut(&x[0])?, vaut(&x[1])?, nom == "max"),
            autre => panic!("{autre:?}"),
        }
    }

    #[test]
    fn no_two_formulas_worth_different_values_are_said_alike() {
        let feuilles = ["a", "b", "3"].map(str::to_owned);
        let combiner = |gauche: &[String], droite: &[String]| {
            let mut faites = Vec::new();
            for a in gauche {
                for b in droite {
                    faites.extend(["+", "-", "*", "/"].map(|op| format!("({a}) {op} ({b})")));
                    faites.extend(["min", "max"].map(|f| format!("{f}({a}, {b})")));
                    faites.push(format!("borne({a}, 1, {b})"));
                }
            }
            faites
        };
        let simples = combiner(&feuilles, &feuilles);
        let mut toutes = combiner(&simples, &simples);
        toutes.extend(combiner(&simples, &feuilles));
        toutes.extend(combiner(&feuilles, &simples));
        let mut dites: HashMap<String, (String, Option<Fraction>)> = HashMap::new();
        for formule in toutes {
            let e = lire(&formule).unwrap();
            let phrase = en_mots(&mut Cru, &e);
            let valeur = vaut(&e);
            let (autre, connue) = dites.entry(phrase.clone()).or_insert_with(|| (formule.clone(), valeur));
            assert_eq!(*connue, valeur, "« {phrase} » dit {autre} et {formule}");
        }
    }
}
