//! Formulas with their values in the place of their names, and only the branches that were taken.

use super::noms::Nomme;
use super::traces_en_mots::Lu;
use super::{Montant, definition, verite};
use crate::nombres;
use convention::valeurs_ecrites::{self as valeurs, pourcent};
use convention::{Affichage, Convention, Dispositif};
use formule::plan::{Arbre, Formule, Op, Plan, Typ};
use formule::programme::Genre;
use formule::syntaxe::Expr;
use formule::trace::{Contenu, Trace};
use formule::{Ligne, Marques, NoeudId};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// How one formula gave its value.
#[derive(Debug)]
pub struct Etape {
    /// What it is: `montant`, or the name of a calcul.
    pub nom: String,
    /// The same in words.
    pub libelle: String,
    /// The formula in words, on the branches taken.
    pub phrase: String,
    /// The same with what each name was worth.
    pub avec_valeurs: String,
    /// Is it the line of a detail that the step above adds up?
    pub ligne: bool,
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
    /// In words.
    pub phrase: String,
    /// In words, with what each name was worth.
    pub avec_valeurs: String,
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
    pub(super) memoire: Memoire,
}

/// What was found once for this explanation: the copies of a model share their formulas, and amounts their units.
#[derive(Default)]
pub(super) struct Memoire {
    /// Formulas, by their text; nothing for one that does not read.
    lues: RefCell<HashMap<String, Rc<Option<Expr>>>>,
    /// Words of the labels, by the code of a unit.
    pub(super) mots: RefCell<HashMap<String, Option<String>>>,
}

impl Memoire {
    /// Reads a formula. What was compiled was read before: it reads again.
    pub(super) fn lire(&self, texte: &str) -> Rc<Option<Expr>> {
        if let Some(lue) = self.lues.borrow().get(texte) {
            return Rc::clone(lue);
        }
        let lue = Rc::new(formule::lire(texte).ok());
        self.lues.borrow_mut().insert(texte.to_owned(), Rc::clone(&lue));
        lue
    }
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
        valeurs::affichee(self.trace, n, 0, Some(affichage))
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
                // Two amounts are a quotient of euros, whatever they are held in.
                let euros = |n: &NoeudId| matches!(&self.plan().noeud(*n).typ, Typ::Nombre(u) if u.en_euros());
                let compte = |n: &NoeudId| match self.trace.valeur(*n).contenu {
                    Contenu::Nombre(_) if !self.trace.marques(*n).connu() => None,
                    Contenu::Nombre(f) if euros(n) => Some(valeurs::montant(f)),
                    Contenu::Nombre(f) => Some(nombres::exact(f)),
                    _ => None,
                };
                Some(format!("{} / {}", compte(a)?, compte(b)?))
            }
            Op::Si(..) | Op::ADefaut(..) => self.quotient(*self.trace.enfants_pris(n, 0).last()?),
            Op::Certain(a) | Op::Marquer(a, _) => self.quotient(*a),
            _ => None,
        }
    }

    /// What separates a rate from another one.
    pub(super) fn ecart(&self, a: NoeudId, b: NoeudId) -> Option<String> {
        let taux = |n: NoeudId| {
            let valeur = self.trace.valeur(n);
            match valeur.contenu {
                Contenu::Nombre(f) if valeur.marques.connu() && valeurs::est_un_taux(self.plan(), n) => Some(f),
                _ => None,
            }
        };
        Some(valeurs::ecart_en_points(taux(a)?, taux(b)?))
    }

    /// What bears a mark under a node, in words.
    pub(super) fn noms(&self, n: NoeudId, marque: Marques) -> Vec<Nomme> {
        self.trace.noms_marques(n, marque).into_iter().map(|nom| self.nommer(&nom)).collect()
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

    /// Where a source is read; only what a browser may open.
    pub(super) fn adresse_de_la_source(&self, code: &str) -> Option<String> {
        let trouvee = self.convention.and_then(|c| c.sources.iter().find(|s| s.code == code));
        trouvee.and_then(|s| s.adresse.clone()).filter(|a| a.starts_with("https://") || a.starts_with("http://"))
    }

    /// A formula in words, then with values.
    pub(super) fn dire(&self, texte: &str, arbre: &Arbre, ligne: usize) -> (String, String) {
        Lu::dire(self, texte, arbre, ligne)
    }

    /// The answer of a node, on a line when it has lines.
    pub(super) fn verite_de_ligne(&self, n: NoeudId, ligne: usize) -> Option<bool> {
        if self.plan().noeud(n).niveau.is_none() {
            return verite(self.trace, n);
        }
        let valeur = self.trace.valeur_de_ligne(n, ligne);
        match valeur.contenu {
            Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
            _ => None,
        }
    }

    /// The key of a detail line.
    pub(super) fn cle(&self, detail: usize, ligne: usize) -> String {
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

    /// Where no indicator has a malus, the usual total takes nothing away: what is left of it is the sum itself.
    fn sans_malus<'f>(&self, arbre: &'f Arbre) -> &'f Arbre {
        let nommee = |a: &Arbre| a.definition.map(|rang| self.plan().formule_de_rang(rang).code.as_str());
        let [produit] = arbre.enfants.as_slice() else { return arbre };
        let [brut, reste] = produit.enfants.as_slice() else { return arbre };
        let [_, taux] = reste.enfants.as_slice() else { return arbre };
        let aucun = nommee(taux) == Some("taux_malus")
            && self.plan().formule("taux_malus").is_some_and(|f| f.texte == SANS_MALUS);
        if aucun && nommee(brut) == Some("brut") { brut } else { arbre }
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

    pub(super) fn etape_de(
        &self,
        formule: &Formule,
        nom: &str,
        ligne: usize,
        lignes: Option<&(String, String)>,
        dites: &mut BTreeSet<(String, usize)>,
    ) -> Etape {
        let arbre = self.sans_malus(&formule.arbre);
        let mut ecriture =
            Ecriture { redacteur: self, texte: &formule.texte, ligne, branches: Vec::new(), lues: Vec::new() };
        let (dite, chiffree) = ecriture.ecrire(arbre);
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
                let mut etape = self.etape_de(par_ligne, &self.cle(rang, ligne), ligne, None, dites);
                etape.ligne = true;
                etape.libelle = self.libelle_de_ligne(rang, ligne);
                etapes.push(etape);
            }
        }
        let seul_nom = arbre.definition.is_some() && branches.is_empty();
        if seul_nom && etapes.len() == 1 {
            // A formula that only names another one says nothing of its own.
            let mut autre = etapes.remove(0);
            nom.clone_into(&mut autre.nom);
            return autre;
        }
        let (phrase, avec_valeurs) = self.dire(&formule.texte, arbre, ligne);
        Etape {
            nom: nom.to_owned(),
            libelle: self.libelle(&formule.code),
            phrase,
            avec_valeurs,
            ligne: false,
            formule: dite,
            chiffree,
            resultat: self.valeur(formule.noeud, ligne),
            branches,
            etapes,
        }
    }
}

/// How the rate of the malus is written where no indicator has one.
const SANS_MALUS: &str = "0 %";

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
            let (phrase, avec_valeurs) = self.redacteur.dire(self.texte, condition, self.ligne);
            let (condition, chiffree) = self.ecrire(condition);
            self.branches.push(Branche { condition, phrase, avec_valeurs, chiffree, vraie });
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
        if matches!(plan.noeud(arbre.noeud).op, Op::Constante(_) | Op::Pourcentage(_)) {
            return texte.to_owned();
        }
        // Inside a formula an answer is a truth: « non oui » would not be read.
        match (self.verite(arbre.noeud), &plan.noeud(arbre.noeud).typ) {
            (Some(vraie), Typ::OuiNon) => if vraie { "vrai" } else { "faux" }.to_owned(),
            _ => {
                let lue = self.redacteur.trace.valeur_de_ligne(arbre.noeud, self.ligne);
                valeurs::ecrire_exactement(plan, arbre.noeud, lue)
            }
        }
    }

    /// Does a part run along the lines of a detail inside one that does not? No single value stands for it.
    fn se_deploie(&self, arbre: &Arbre, enfant: &Arbre) -> bool {
        let plan = self.redacteur.plan();
        plan.noeud(arbre.noeud).niveau.is_none() && plan.noeud(enfant.noeud).niveau.is_some()
    }

    fn verite(&self, n: NoeudId) -> Option<bool> {
        self.redacteur.verite_de_ligne(n, self.ligne)
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
