//! A formula in words: names of people in the place of codes, what functions do in the place of their names.

use super::noms::{au_fond, cite};
use super::{Redacteur, valeurs};
use convention::ecriture::typographier;
use formule::NoeudId;
use formule::plan::{Arbre, Op, Typ};
use formule::trace::Contenu;

/// What stands for a name in the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Avec {
    /// What it is called.
    Noms,
    /// What it was worth.
    Valeurs,
}

/// One formula said on one line of its detail.
pub(super) struct Phrase<'r, 'a> {
    pub(super) redacteur: &'r Redacteur<'a>,
    pub(super) texte: &'r str,
    pub(super) ligne: usize,
    pub(super) avec: Avec,
}

impl Phrase<'_, '_> {
    /// The whole formula, on the branches taken.
    pub(super) fn dire(&self, arbre: &Arbre) -> String {
        let arbre = self.branche(arbre);
        let phrase = match (self.appel(arbre), arbre.enfants.as_slice()) {
            (Some("arrondi"), [x]) => format!("{}, arrondi au centime", self.partie(x)),
            _ => self.partie(arbre),
        };
        typographier(&phrase)
    }

    /// The part of an alternative that counted.
    fn branche<'t>(&self, arbre: &'t Arbre) -> &'t Arbre {
        match (self.est_alternative(arbre), arbre.enfants.as_slice()) {
            (true, [condition, alors, sinon]) => match self.redacteur.verite_de_ligne(condition.noeud, self.ligne) {
                Some(vraie) => self.branche(if vraie { alors } else { sinon }),
                None => arbre,
            },
            _ => arbre,
        }
    }

    fn est_alternative(&self, arbre: &Arbre) -> bool {
        sans_parentheses(self.texte.get(arbre.place.clone()).unwrap_or_default()).starts_with("si ")
            && arbre.enfants.len() == 3
    }

    /// Is it a cell of a table, named by its keys?
    fn est_une_cellule(&self, arbre: &Arbre) -> bool {
        let plan = self.redacteur.plan();
        matches!(plan.noeud(au_fond(plan, arbre.noeud)).op, Op::LigneDeCle(..) | Op::Recherche(..))
    }

    fn partie(&self, arbre: &Arbre) -> String {
        let arbre = self.branche(arbre);
        if let (true, [condition, alors, sinon]) = (self.est_alternative(arbre), arbre.enfants.as_slice()) {
            let (condition, alors) = (self.partie(condition), self.partie(alors));
            return format!("{alors} si {condition}, sinon {}", self.partie(sinon));
        }
        if arbre.enfants.is_empty() || self.est_une_cellule(arbre) {
            return self.feuille(arbre);
        }
        if let Some(fonction) = self.appel(arbre) {
            return self.fonction(fonction, arbre);
        }
        if let Some(dite) = self.reponse(arbre) {
            return dite;
        }
        let mut phrase = String::new();
        let mut place = arbre.place.start;
        for enfant in &arbre.enfants {
            phrase.push_str(&mots(self.texte.get(place..enfant.place.start).unwrap_or_default()));
            phrase.push_str(&self.partie(enfant));
            place = enfant.place.end;
        }
        phrase + &mots(self.texte.get(place..arbre.place.end).unwrap_or_default())
    }

    /// What has no value to show inside a sentence: whether something was answered, the contrary of an answer.
    fn reponse(&self, arbre: &Arbre) -> Option<String> {
        let [enfant] = arbre.enfants.as_slice() else { return None };
        let avant = self.texte.get(arbre.place.start..enfant.place.start)?.trim();
        let apres = self.texte.get(enfant.place.end..arbre.place.end)?.trim();
        match (avant, apres) {
            ("", "est non declare") => Some(format!("{} n'est pas déclaré", self.deployee(enfant))),
            ("", "est declare") => Some(format!("{} est déclaré", self.deployee(enfant))),
            ("non", "") if self.avec == Avec::Valeurs => Some(self.valeur(arbre.noeud)),
            _ => None,
        }
    }

    /// The name of the function when the whole part is a call.
    fn appel(&self, arbre: &Arbre) -> Option<&str> {
        let texte = self.texte.get(arbre.place.clone())?;
        let (nom, _) = texte.split_once('(')?;
        if nom.is_empty() || !nom.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return None;
        }
        let mut ouvertes = 0_usize;
        for (rang, signe) in texte.char_indices() {
            match signe {
                '(' => ouvertes += 1,
                ')' => {
                    ouvertes = ouvertes.checked_sub(1)?;
                    if ouvertes == 0 {
                        return (rang + 1 == texte.len()).then_some(nom);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn fonction(&self, nom: &str, arbre: &Arbre) -> String {
        let regle = |a: &Arbre| {
            let plan = self.redacteur.plan();
            matches!(plan.noeud(au_fond(plan, a.noeud)).op, Op::Parametre(..) | Op::Constante(_) | Op::Pourcentage(_))
        };
        match (nom, arbre.enfants.as_slice()) {
            ("arrondi", [x]) => format!("(arrondi de {})", self.partie(x)),
            ("arrondi", [x, pas]) => format!("{} arrondi à {} près", self.partie(x), self.partie(pas)),
            ("partie_entiere", [x]) => format!("la partie entière de {}", self.partie(x)),
            ("min", [a, b]) if regle(a) && !regle(b) => {
                format!("{}, dans la limite de {}", self.partie(b), self.partie(a))
            }
            ("min", [a, b]) if regle(b) && !regle(a) => {
                format!("{}, dans la limite de {}", self.partie(a), self.partie(b))
            }
            ("max", [a, b]) if regle(a) && !regle(b) => {
                format!("{}, sans descendre sous {}", self.partie(b), self.partie(a))
            }
            ("max", [a, b]) if regle(b) && !regle(a) => {
                format!("{}, sans descendre sous {}", self.partie(a), self.partie(b))
            }
            ("min", parties) => format!("le plus petit de {}", self.liste(parties)),
            ("max" | "plus_grand", parties) => format!("le plus grand de {}", self.liste(parties)),
            ("borne", [x, bas, haut]) => {
                format!("{}, entre {} et {}", self.partie(x), self.partie(bas), self.partie(haut))
            }
            ("par_tranche_de", [n, taille]) => {
                format!("le nombre de tranches de {} dans {}", self.partie(taille), self.partie(n))
            }
            ("par_tranche_commencee_de", [n, taille]) => {
                format!("le nombre de tranches commencées de {} dans {}", self.partie(taille), self.partie(n))
            }
            ("bareme", [.., x]) => match (self.avec, self.redacteur.nom_du_noeud(arbre.noeud)) {
                (Avec::Noms, Some(bareme)) => format!("{} lu pour {}", cite(&bareme), self.partie(x)),
                _ => self.valeur(arbre.noeud),
            },
            ("somme", [x]) => format!("la somme, ligne par ligne, de {}", self.deployee(x)),
            ("compte", [x]) => format!("le nombre de lignes où {}", self.deployee(x)),
            ("nombre", [x]) => self.partie(x),
            ("age", [naissance, jour]) => format!("l'âge de {} au {}", self.partie(naissance), self.jour(jour)),
            ("annees_entieres", [debut, fin]) => {
                format!("les années entières de {} à {}", self.partie(debut), self.partie(fin))
            }
            ("mois_entiers", [debut, fin]) => {
                format!("les mois entiers de {} à {}", self.partie(debut), self.partie(fin))
            }
            ("anniversaire", [jour, n]) => {
                format!("l'anniversaire de {}, {} après", self.partie(jour), self.combien(n, "an"))
            }
            ("plus_mois", [jour, n]) => format!("{} + {} mois", self.partie(jour), self.partie(n)),
            ("plus_jours", [jour, n]) => format!("{} + {}", self.partie(jour), self.combien(n, "jour")),
            ("annee", [jour]) => format!("l'année de {}", self.partie(jour)),
            (autre, parties) => format!("{} de {}", autre.replace('_', " "), self.liste(parties)),
        }
    }

    /// A day after « au », whose article it already has when it is named in words.
    fn jour(&self, arbre: &Arbre) -> String {
        let dit = self.partie(arbre);
        dit.strip_prefix("le ").map(str::to_owned).unwrap_or(dit)
    }

    /// A number and what it counts: French has a plural from two on.
    fn combien(&self, n: &Arbre, mot: &str) -> String {
        let dit = self.partie(n);
        let s = if matches!(dit.as_str(), "0" | "1") { "" } else { "s" };
        format!("{dit} {mot}{s}")
    }

    /// What runs along the lines has no single value: it keeps its name.
    fn deployee(&self, arbre: &Arbre) -> String {
        Phrase { avec: Avec::Noms, ..*self }.partie(arbre)
    }

    fn liste(&self, parties: &[Arbre]) -> String {
        let dites: Vec<String> = parties.iter().map(|p| self.partie(p)).collect();
        match dites.split_last() {
            Some((derniere, autres)) if !autres.is_empty() => format!("{} et {derniere}", autres.join(", ")),
            _ => dites.concat(),
        }
    }

    fn feuille(&self, arbre: &Arbre) -> String {
        let plan = self.redacteur.plan();
        let ecrit = self.texte.get(arbre.place.clone()).unwrap_or_default();
        let noeud = plan.noeud(arbre.noeud);
        if let (None, Op::Constante(_) | Op::Pourcentage(_)) = (arbre.definition, &noeud.op) {
            return match (&noeud.typ, ecrit) {
                (Typ::OuiNon, "vrai") => "oui".to_owned(),
                (Typ::OuiNon, "faux") => "non".to_owned(),
                (Typ::Choix(_), _) => cite(&self.valeur(arbre.noeud)),
                (Typ::Date, "exercice.debut") => "le premier jour de l'exercice".to_owned(),
                (Typ::Date, "exercice.fin") => "le dernier jour de l'exercice".to_owned(),
                (Typ::Date, _) => self.valeur(arbre.noeud),
                _ => ecrit.to_owned(),
            };
        }
        if self.avec == Avec::Valeurs {
            return self.valeur(arbre.noeud);
        }
        let nom = match arbre.definition {
            Some(rang) => Some(self.redacteur.libelle(&plan.formule_de_rang(rang).code)),
            None => self.redacteur.nom_du_noeud(arbre.noeud),
        };
        cite(&nom.unwrap_or_else(|| ecrit.to_owned()))
    }

    fn valeur(&self, n: NoeudId) -> String {
        let lue = self.redacteur.trace.valeur_de_ligne(n, self.ligne);
        match lue.contenu {
            Contenu::Choix(rang) if lue.marques.connu() => {
                self.redacteur.choix_du_noeud(n, rang).unwrap_or_else(|| rang.to_string())
            }
            _ => self.redacteur.accentuer(&valeurs::ecrire(self.redacteur.plan(), n, lue)),
        }
    }
}

/// What stands inside the parentheses that enclose a whole part.
fn sans_parentheses(texte: &str) -> &str {
    let Some(dedans) = texte.strip_prefix('(').and_then(|reste| reste.strip_suffix(')')) else { return texte };
    let mut ouvertes = 0_usize;
    for signe in dedans.chars() {
        match (signe, ouvertes) {
            ('(', _) => ouvertes += 1,
            // The first one closes before the end: they do not enclose the whole.
            (')', 0) => return texte,
            (')', _) => ouvertes -= 1,
            _ => {}
        }
    }
    dedans.trim()
}

/// The signs and the words of the language, as people write them.
fn mots(texte: &str) -> String {
    super::formules::signes(texte)
        .replace(" à défaut ", ", ou à défaut ")
        .replace("non declare", "non déclaré")
        .replace(" dans (", " parmi (")
        .replace("a_la_date(", "à la date (")
        .replace(" / ", " ÷ ")
}
