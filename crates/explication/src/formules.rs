//! Formulas with their values in the place of their names, and only the branches that were taken.

use super::valeurs::{self, pourcent};
use super::{Montant, definition, verite};
use crate::nombres::{self, Coupe};
use convention::{Affichage, Convention, Dispositif};
use formule::plan::{Arbre, Formule, Op, Plan, Typ};
use formule::programme::Genre;
use formule::trace::{Contenu, Trace};
use formule::{Ligne, Marques, NoeudId};
use std::collections::BTreeSet;

/// How one formula gave its value.
#[derive(Debug)]
pub struct Etape {
    /// What it is: `montant`, or the name of a calcul.
    pub nom: String,
    /// The formula as the rules write it, on the branches taken.
    pub formule: String,
    /// The same with values.
    pub chiffree: String,
    /// What it gave.
    pub resultat: String,
    /// The conditions that decided.
    pub branches: Vec<Branche>,
    /// The named formulas that it read, and the detail lines that it added up.
    pub etapes: Vec<Etape>,
}

/// A condition, and what it decided.
#[derive(Debug)]
pub struct Branche {
    /// As the rules write it.
    pub condition: String,
    /// With values in the place of names.
    pub chiffree: String,
    /// Did it hold?
    pub vraie: bool,
}

/// Writes the explanation of one trace.
pub(super) struct Redacteur<'a> {
    pub(super) dispositif: &'a Dispositif,
    pub(super) convention: Option<&'a Convention>,
    pub(super) trace: &'a Trace<'a>,
    pub(super) ligne: &'a Ligne,
}

impl<'a> Redacteur<'a> {
    pub(super) fn plan(&self) -> &'a Plan {
        self.trace.plan()
    }

    /// A value, on a line when the node has lines.
    pub(super) fn valeur(&self, n: NoeudId, ligne: usize) -> String {
        valeurs::ecrire(self.plan(), n, self.trace.valeur_de_ligne(n, ligne))
    }

    /// The value of an indicator, with the decimals that its rules ask for.
    pub(super) fn valeur_affichee(&self, n: NoeudId, affichage: Affichage) -> String {
        let valeur = self.trace.valeur(n);
        match valeur.contenu {
            Contenu::Nombre(f) if valeur.marques.connu() && valeurs::est_un_taux(self.plan(), n) => {
                let coupe = if affichage.tronque { Coupe::Troncature } else { Coupe::Arrondi };
                nombres::pourcent(f, u32::from(affichage.decimales), coupe)
            }
            _ => self.valeur(n, 0),
        }
    }

    /// A rate, or why there is none.
    pub(super) fn valeur_de_taux(&self, n: NoeudId) -> String {
        let valeur = self.trace.valeur(n);
        match valeur.contenu {
            Contenu::Nombre(f) if valeur.marques.connu() => pourcent(f),
            _ => valeurs::absence(valeur.marques).to_owned(),
        }
    }

    pub(super) fn montant(&self, n: NoeudId) -> Montant {
        Montant { centimes: super::centimes(self.trace, n), ecrit: self.valeur(n, 0) }
    }

    /// The two counts of a quotient, on the branch taken.
    pub(super) fn quotient(&self, n: NoeudId) -> Option<String> {
        match &self.plan().noeud(n).op {
            Op::Sur(a, b) => {
                let compte = |n: &NoeudId| match self.trace.valeur(*n).contenu {
                    Contenu::Nombre(f) if self.trace.marques(*n).connu() => Some(nombres::exact(f)),
                    _ => None,
                };
                Some(format!("{} / {}", compte(a)?, compte(b)?))
            }
            Op::Si(..) | Op::ADefaut(..) => self.quotient(*self.trace.enfants_pris(n, 0).last()?),
            Op::Certain(a) | Op::Marquer(a, _) => self.quotient(*a),
            _ => None,
        }
    }

    /// What bears a mark under a node, in words.
    pub(super) fn noms(&self, n: NoeudId, marque: Marques) -> Vec<String> {
        self.trace.noms_marques(n, marque).into_iter().map(|nom| self.nommer(&nom)).collect()
    }

    /// A parameter, a step, a cell, an input or a role, in words, with its code.
    pub(super) fn nommer(&self, code: &str) -> String {
        nommer(self.dispositif, code)
    }

    /// The title of a text.
    pub(super) fn titre_du_texte(&self, code: &str) -> String {
        let trouve = self.convention.and_then(|c| c.textes.iter().find(|t| t.code == code));
        trouve.map_or_else(|| code.to_owned(), |t| t.titre.clone())
    }

    /// The title of a source.
    pub(super) fn titre_de_la_source(&self, code: &str) -> Option<String> {
        let trouvee = self.convention.and_then(|c| c.sources.iter().find(|s| s.code == code));
        trouvee.map(|s| s.titre.clone())
    }

    /// The key of a detail line.
    fn cle(&self, detail: usize, ligne: usize) -> String {
        let programme = self.plan().programme();
        let table = programme.details.get(detail).and_then(|d| d.table.as_ref());
        let cles =
            table.and_then(|code| programme.tables.iter().find(|t| t.code == *code)).and_then(|t| t.cles.first());
        let rang = self.ligne.details.get(detail).and_then(|lignes| lignes.get(ligne)).map_or(0, |l| l.cle);
        match cles {
            Some((_, Genre::Choix(codes))) => codes.get(rang as usize).cloned().unwrap_or_default(),
            _ => format!("ligne {}", ligne + 1),
        }
    }

    /// How a formula gave its value; with the lines of a detail when it adds them up. What `dites` holds was
    /// explained before.
    pub(super) fn etape(
        &self,
        formule: &Formule,
        nom: &str,
        lignes: Option<&(String, String)>,
        dites: &mut BTreeSet<(String, usize)>,
    ) -> Etape {
        dites.insert((formule.code.clone(), 0));
        self.etape_de(formule, nom, 0, lignes, dites)
    }

    fn etape_de(
        &self,
        formule: &Formule,
        nom: &str,
        ligne: usize,
        lignes: Option<&(String, String)>,
        dites: &mut BTreeSet<(String, usize)>,
    ) -> Etape {
        let mut ecriture =
            Ecriture { redacteur: self, texte: &formule.texte, ligne, branches: Vec::new(), lues: Vec::new() };
        let (dite, chiffree) = ecriture.ecrire(&formule.arbre);
        let Ecriture { branches, lues, .. } = ecriture;
        let mut etapes = Vec::new();
        for rang in lues {
            let lue = self.plan().formule_de_rang(rang);
            let ligne = if lue.niveau.is_some() { ligne } else { 0 };
            if dites.insert((lue.code.clone(), ligne)) {
                etapes.push(self.etape_de(lue, &lue.code, ligne, None, dites));
            }
        }
        if let Some((detail, code)) = lignes
            && let Some(par_ligne) = definition(self.plan(), code)
            && let Some(rang) = self.plan().programme().details.iter().position(|d| d.code == *detail)
        {
            for ligne in 0..self.trace.lignes(rang as u16) {
                let cle = self.cle(rang, ligne);
                etapes.push(self.etape_de(par_ligne, &cle, ligne, None, dites));
            }
        }
        let seul_nom = formule.arbre.definition.is_some() && branches.is_empty();
        if seul_nom && etapes.len() == 1 {
            // A formula that only names another one says nothing of its own.
            let mut autre = etapes.remove(0);
            nom.clone_into(&mut autre.nom);
            return autre;
        }
        Etape {
            nom: nom.to_owned(),
            formule: dite,
            chiffree,
            resultat: self.valeur(formule.noeud, ligne),
            branches,
            etapes,
        }
    }
}

/// One formula being written.
struct Ecriture<'r, 'a> {
    redacteur: &'r Redacteur<'a>,
    texte: &'r str,
    ligne: usize,
    branches: Vec<Branche>,
    lues: Vec<u32>,
}

impl Ecriture<'_, '_> {
    /// A part of the formula: as the rules write it, then with values.
    fn ecrire(&mut self, arbre: &Arbre) -> (String, String) {
        let texte = self.texte.get(arbre.place.clone()).unwrap_or_default();
        if let [condition, alors, sinon] = arbre.enfants.as_slice()
            && texte.starts_with("si ")
            && let Some(vraie) = self.verite(condition.noeud)
        {
            let (condition, chiffree) = self.ecrire(condition);
            self.branches.push(Branche { condition, chiffree, vraie });
            return self.ecrire(if vraie { alors } else { sinon });
        }
        if let Some(rang) = arbre.definition {
            self.lues.push(rang);
        }
        if arbre.enfants.is_empty() {
            let nom = texte.strip_prefix("p.").unwrap_or(texte).to_owned();
            return (nom, self.feuille(arbre, texte));
        }
        let (mut dite, mut chiffree) = (String::new(), String::new());
        let mut place = arbre.place.start;
        for enfant in &arbre.enfants {
            let entre = signes(self.texte.get(place..enfant.place.start).unwrap_or_default());
            dite.push_str(&entre);
            chiffree.push_str(&entre);
            let (d, c) = if self.se_deploie(arbre, enfant) {
                let brut = self.texte.get(enfant.place.clone()).unwrap_or_default().to_owned();
                (brut.clone(), brut)
            } else {
                self.ecrire(enfant)
            };
            dite.push_str(&d);
            chiffree.push_str(&c);
            place = enfant.place.end;
        }
        let fin = signes(self.texte.get(place..arbre.place.end).unwrap_or_default());
        (dite + &fin, chiffree + &fin)
    }

    fn feuille(&self, arbre: &Arbre, texte: &str) -> String {
        let plan = self.redacteur.plan();
        if matches!(plan.noeud(arbre.noeud).op, Op::Constante(_)) {
            return texte.to_owned();
        }
        // Inside a formula an answer is a truth: « non oui » would not be read.
        match (self.verite(arbre.noeud), &plan.noeud(arbre.noeud).typ) {
            (Some(vraie), Typ::OuiNon) => if vraie { "vrai" } else { "faux" }.to_owned(),
            _ => self.redacteur.valeur(arbre.noeud, self.ligne),
        }
    }

    /// Does a part run along the lines of a detail inside one that does not? No single value stands for it.
    fn se_deploie(&self, arbre: &Arbre, enfant: &Arbre) -> bool {
        let plan = self.redacteur.plan();
        plan.noeud(arbre.noeud).niveau.is_none() && plan.noeud(enfant.noeud).niveau.is_some()
    }

    fn verite(&self, n: NoeudId) -> Option<bool> {
        if self.redacteur.plan().noeud(n).niveau.is_none() {
            return verite(self.redacteur.trace, n);
        }
        let valeur = self.redacteur.trace.valeur_de_ligne(n, self.ligne);
        match valeur.contenu {
            Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
            _ => None,
        }
    }
}

/// The signs of the language as people write them.
fn signes(texte: &str) -> String {
    texte
        .replace('\n', " ")
        .replace("!=", "≠")
        .replace(">=", "≥")
        .replace("<=", "≤")
        .replace('*', "×")
        .replace(" - ", " − ")
        .replace("a_defaut", "à défaut")
}

/// A parameter, a step, a cell, an input or a role, in words, with its code.
pub fn nommer(d: &Dispositif, code: &str) -> String {
    let racine = code.split(['[', '.']).next().unwrap_or(code);
    let libelle = d
        .parametre(racine)
        .map(|p| p.libelle.clone())
        .or_else(|| d.entree(racine).map(|e| e.libelle.clone()))
        .or_else(|| d.table(racine).map(|t| t.libelle.clone()))
        .or_else(|| d.calculs.iter().find(|c| c.code == code).map(|c| c.libelle.clone()))
        .or_else(|| d.details.iter().find(|x| x.code == racine).map(|x| x.libelle.clone()));
    let nationaux = || d.nationaux.iter().map(|n| (format!("national.{}", n.code), &n.libelle));
    let parts = || d.repartitions.iter().map(|r| (format!("repartition.{}", r.code), &r.libelle));
    let libelle =
        libelle.or_else(|| nationaux().chain(parts()).find(|(nom, _)| nom == code).map(|(_, libelle)| libelle.clone()));
    let role = code.strip_prefix("role.").and_then(|reste| reste.split('.').next());
    let indicateur = role.or(Some(racine)).and_then(|code| d.indicateurs.iter().find(|i| i.code == code));
    match (libelle, indicateur) {
        (Some(libelle), _) => format!("{libelle} ({code})"),
        (None, Some(indicateur)) if role.is_some() => format!("rôle de « {} » ({code})", indicateur.libelle),
        (None, Some(indicateur)) => format!("{} ({code})", indicateur.libelle),
        (None, None) => code.to_owned(),
    }
}
