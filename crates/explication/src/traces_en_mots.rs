//! A formula of a trace in words: on the branches taken, with names, then with what each was worth.

use super::noms::{au_fond, cite};
use super::phrases::{Lexique, en_mots};
use super::{Redacteur, valeurs};
use formule::plan::{Arbre, Op, Typ};
use formule::syntaxe::{Expr, Nature};
use formule::trace::Contenu;
use formule::{Marques, NoeudId, Unite};
use std::collections::HashMap;
use std::ops::Range;

/// One formula read on one line of its detail.
pub(super) struct Lu<'r, 'a> {
    redacteur: &'r Redacteur<'a>,
    texte: &'r str,
    ligne: usize,
    /// What computes each part of the text.
    arbres: HashMap<Range<usize>, &'r Arbre>,
    /// Do names stand for themselves, or values for them?
    noms: bool,
}

impl<'r, 'a> Lu<'r, 'a> {
    /// A part of a formula with its names, then with its values.
    pub(super) fn dire(
        redacteur: &'r Redacteur<'a>,
        texte: &'r str,
        arbre: &'r Arbre,
        ligne: usize,
    ) -> (String, String) {
        let tout = redacteur.memoire.lire(texte);
        let Some(e) = tout.as_ref().as_ref().and_then(|e| trouver(e, &arbre.place)) else {
            return (texte.to_owned(), texte.to_owned());
        };
        let mut arbres = HashMap::new();
        let mut pile = vec![arbre];
        while let Some(a) = pile.pop() {
            arbres.insert(a.place.clone(), a);
            pile.extend(&a.enfants);
        }
        let mut lu = Self { redacteur, texte, ligne, arbres, noms: true };
        let noms = en_mots(&mut lu, e);
        lu.noms = false;
        (noms, en_mots(&mut lu, e))
    }

    fn noeud(&self, e: &Expr) -> Option<NoeudId> {
        self.arbres.get(&e.place).map(|a| a.noeud)
    }

    fn typ(&self, e: &Expr) -> Option<&'a Typ> {
        Some(&self.redacteur.plan().noeud(self.noeud(e)?).typ)
    }

    fn ecrire(&self, n: NoeudId) -> String {
        let lue = self.redacteur.trace.valeur_de_ligne(n, self.ligne);
        match lue.contenu {
            Contenu::Choix(rang) if lue.marques.connu() => {
                cite(&self.redacteur.choix_du_noeud(n, rang).unwrap_or_else(|| rang.to_string()))
            }
            _ => self.redacteur.accentuer(&valeurs::ecrire_exactement(self.redacteur.plan(), n, lue)),
        }
    }
}

impl Lexique for Lu<'_, '_> {
    fn dire(&mut self, e: &Expr) -> String {
        let ecrit = self.texte.get(e.place.clone()).unwrap_or_default();
        let Some(arbre) = self.arbres.get(&e.place) else {
            return match &e.nature {
                Nature::Chaine(code) => cite(code),
                Nature::Ligne { colonne, .. } => cite(&colonne.replace('_', " ")),
                _ => cite(&self.redacteur.libelle(ecrit.strip_prefix("p.").unwrap_or(ecrit))),
            };
        };
        if matches!(e.nature, Nature::Chaine(_)) {
            return self.ecrire(arbre.noeud);
        }
        match ecrit {
            "exercice.debut" => return "le premier jour de l'exercice".to_owned(),
            "exercice.fin" => return "le dernier jour de l'exercice".to_owned(),
            _ => {}
        }
        let nom = match arbre.definition {
            Some(rang) => Some(self.redacteur.libelle(&self.redacteur.plan().formule_de_rang(rang).code)),
            None => self.redacteur.nom_du_noeud(arbre.noeud),
        };
        cite(&nom.unwrap_or_else(|| self.redacteur.libelle(ecrit)))
    }

    fn valeur(&mut self, e: &Expr) -> Option<String> {
        if self.noms || matches!(e.nature, Nature::Chaine(_)) {
            return None;
        }
        self.noeud(e).map(|n| self.ecrire(n))
    }

    fn decide(&mut self, condition: &Expr) -> Option<bool> {
        self.redacteur.verite_de_ligne(self.noeud(condition)?, self.ligne)
    }

    fn est_absent(&mut self, e: &Expr) -> Option<bool> {
        if self.noms {
            return None;
        }
        let marques = self.redacteur.trace.valeur_de_ligne(self.noeud(e)?, self.ligne).marques;
        Some(marques.contient(Marques::SANS_OBJET))
    }

    fn est_une_regle(&mut self, e: &Expr) -> bool {
        let plan = self.redacteur.plan();
        let op = |n| &plan.noeud(au_fond(plan, n)).op;
        self.noeud(e).is_some_and(|n| matches!(op(n), Op::Parametre(..) | Op::Constante(_) | Op::Pourcentage(_)))
    }

    fn unite(&mut self, e: &Expr) -> Option<Unite> {
        match self.typ(e)? {
            Typ::Nombre(unite) => Some(unite.clone()),
            _ => None,
        }
    }

    fn est_une_date(&mut self, e: &Expr) -> bool {
        self.typ(e) == Some(&Typ::Date)
    }

    fn nommer(&mut self, noms: bool) -> bool {
        std::mem::replace(&mut self.noms, noms)
    }
}

/// The part of a formula that stands at a place.
fn trouver<'e>(e: &'e Expr, place: &Range<usize>) -> Option<&'e Expr> {
    if e.place == *place {
        return Some(e);
    }
    e.enfants().into_iter().find_map(|enfant| trouver(enfant, place))
}
