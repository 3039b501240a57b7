//! What the pages are made from: the conventions, the structures, and everything computed for them.

use crate::Calcul;
use convention::{Convention, Dispositif, IdBeneficiaire};
use std::collections::BTreeMap;

/// How many of the last exercices computed tell whom a dispositif concerns today: the one in progress, and the one
/// before.
const RECENTS: usize = 2;

/// A structure or a person who is paid.
#[derive(Debug, Clone)]
pub struct Beneficiaire {
    /// Opaque id.
    pub id: String,
    /// Name for people.
    pub nom: String,
    /// Postal address, line by line.
    pub adresse: Vec<String>,
    /// The rank of its caisse.
    pub caisse: usize,
    /// The rank of its convention.
    pub convention: usize,
    /// What a person is, in words: their speciality. Nothing for a structure.
    pub precision: Option<String>,
}

/// The body that pays, and to which pieces are sent.
#[derive(Debug, Clone)]
pub struct Caisse {
    /// Its code.
    pub code: String,
    /// « CPAM de … ».
    pub nom: String,
    /// Where pieces go by e-mail.
    pub courriel: String,
    /// Where they go by post, line by line.
    pub adresse: Vec<String>,
}

/// Somebody whom the entry of the demonstration offers.
#[derive(Debug, Clone)]
pub struct Persona {
    /// The id of the person in the register.
    pub personne: String,
    /// Why they are worth looking at, in two words.
    pub cas: String,
    /// And in a sentence.
    pub precision: String,
}

/// What the pages are made from.
#[derive(Debug)]
pub struct Monde {
    /// Where the figures come from, in a sentence.
    pub origine: String,
    /// The conventions of those who are here.
    pub conventions: Vec<Convention>,
    /// Everybody, those of a convention side by side: a computation counts from the rank of the first.
    pub beneficiaires: Vec<Beneficiaire>,
    /// Who pays them.
    pub caisses: Vec<Caisse>,
    /// One per dispositif and exercice.
    pub calculs: Vec<Calcul>,
    /// The hash of the rules of each dispositif, by code: a transmission keeps the one that it answers.
    pub empreintes: BTreeMap<String, String>,
    /// Whom the entry offers first.
    pub personas: Vec<Persona>,
}

impl Monde {
    /// The convention of somebody.
    pub(crate) fn convention_de(&self, qui: usize) -> Option<&Convention> {
        self.conventions.get(self.beneficiaires.get(qui)?.convention)
    }

    /// What somebody is called by their convention.
    pub(crate) fn profession_de(&self, qui: usize) -> &str {
        self.convention_de(qui).map_or("", |convention| &convention.profession)
    }

    /// The convention that a dispositif belongs to.
    pub(crate) fn convention_du(&self, dispositif: &Dispositif) -> Option<&Convention> {
        self.conventions.iter().find(|c| c.code == dispositif.convention)
    }

    /// Every dispositif of every convention: what anybody may read about the rules.
    pub(crate) fn dispositifs(&self) -> impl Iterator<Item = &Dispositif> {
        self.conventions.iter().flat_map(|convention| &convention.dispositifs)
    }

    /// One of them.
    pub(crate) fn dispositif(&self, code: &str) -> Option<&Dispositif> {
        self.dispositifs().find(|d| d.code == code)
    }

    /// The dispositifs of the convention of somebody that concern them today: in one of the last exercices computed.
    pub(crate) fn dispositifs_de(&self, qui: usize) -> impl Iterator<Item = &Dispositif> {
        self.siens(qui).filter(move |d| {
            let mut annees: Vec<i32> = self.comptes(qui, &d.code).map(|c| c.compile.exercice).collect();
            annees.sort_unstable();
            let recents = annees.iter().rev().take(RECENTS);
            annees.is_empty() || recents.into_iter().any(|annee| self.concerne(qui, &d.code, *annee))
        })
    }

    /// One dispositif of the convention of somebody, today's or not.
    pub(crate) fn dispositif_de(&self, qui: usize, code: &str) -> Option<&Dispositif> {
        self.siens(qui).find(|d| d.code == code)
    }

    /// Every dispositif of the convention of somebody, and no other.
    pub(crate) fn siens(&self, qui: usize) -> impl Iterator<Item = &Dispositif> {
        self.convention_de(qui).into_iter().flat_map(|convention| &convention.dispositifs)
    }

    /// Does a dispositif concern somebody in an exercice? One that was not computed is judged on the last one that was.
    pub(crate) fn concerne(&self, qui: usize, code: &str, exercice: i32) -> bool {
        let precis = self.comptes(qui, code).find(|c| c.compile.exercice == exercice);
        let juge = precis.or_else(|| self.comptes(qui, code).max_by_key(|c| c.compile.exercice));
        juge.is_none_or(|calcul| calcul.concerne(qui))
    }

    /// The computations that concern somebody.
    pub(crate) fn calculs_de(&self, qui: usize) -> impl Iterator<Item = &Calcul> {
        self.calculs.iter().filter(move |calcul| calcul.concerne(qui))
    }

    /// The computations of a dispositif that count somebody, concerned or not.
    fn comptes(&self, qui: usize, code: &str) -> impl Iterator<Item = &Calcul> {
        self.calculs.iter().filter(move |calcul| calcul.dispositif == code && calcul.compte(qui))
    }

    /// The computation of a dispositif that concerns somebody, for an exercice.
    pub(crate) fn calcul(&self, qui: usize, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        self.calcul_compte(qui, code, exercice).filter(|(_, calcul)| calcul.concerne(qui))
    }

    /// The same, even where the rules no longer concern them: what was paid is still explained.
    pub(crate) fn calcul_compte(&self, qui: usize, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        let calcul = self.comptes(qui, code).find(|c| c.compile.exercice == exercice)?;
        Some((self.dispositif_de(qui, code)?, calcul))
    }

    /// The rank of a structure.
    pub(crate) fn rang(&self, id: &IdBeneficiaire) -> Option<usize> {
        self.beneficiaires.iter().position(|b| b.id == id.0)
    }

    /// The caisse of a structure.
    pub(crate) fn caisse_de(&self, qui: usize) -> Option<&Caisse> {
        self.caisses.get(self.beneficiaires.get(qui)?.caisse)
    }
}
