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
    /// What it is, in words: the speciality of a doctor, the profession of a practice, the kind of a health centre.
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
    /// The rank of their convention; nothing for who has several structures, or somebody else's.
    pub convention: Option<usize>,
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
    /// One per dispositif and exercice; several where each contract is computed alone, the most recent first.
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

    /// What somebody is called: by their convention, or one of its professions where it has several.
    pub(crate) fn profession_de(&self, qui: usize) -> &str {
        let Some(convention) = self.convention_de(qui) else { return "" };
        let sienne = convention.profession_selon.as_ref().and_then(|_| self.beneficiaires[qui].precision.as_deref());
        sienne.unwrap_or(&convention.profession)
    }

    /// What somebody is besides their profession.
    pub(crate) fn precision_de(&self, qui: usize) -> Option<&str> {
        self.convention_de(qui).filter(|convention| convention.profession_selon.is_none())?;
        self.beneficiaires[qui].precision.as_deref()
    }

    /// The convention in whose folder a dispositif is written.
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
            annees.dedup();
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
        self.convention_de(qui).into_iter().flat_map(|convention| self.offerts_par(convention))
    }

    /// The dispositifs of a convention: those of its folder, then those that it shares.
    pub fn offerts_par<'m>(&'m self, convention: &'m Convention) -> impl Iterator<Item = &'m Dispositif> {
        convention.avec_partages(&self.conventions)
    }

    /// Does a dispositif concern somebody in an exercice? One that was not computed is judged on the last one that was.
    pub(crate) fn concerne(&self, qui: usize, code: &str, exercice: i32) -> bool {
        let annees = || self.comptes(qui, code).map(|c| c.compile.exercice);
        let precise = annees().find(|annee| *annee == exercice);
        let juge = precise.or_else(|| annees().max());
        juge.is_none_or(|annee| self.contrats(qui, code, annee).any(|calcul| calcul.concerne(qui)))
    }

    /// The computations that concern somebody, those of the most recent contract first.
    pub(crate) fn calculs_de(&self, qui: usize) -> impl Iterator<Item = &Calcul> {
        self.calculs.iter().filter(move |calcul| calcul.concerne(qui))
    }

    /// The computations of a dispositif that count somebody, concerned or not, in the same order.
    fn comptes(&self, qui: usize, code: &str) -> impl Iterator<Item = &Calcul> {
        self.calculs.iter().filter(move |calcul| calcul.dispositif == code && calcul.compte(qui))
    }

    /// The computation of a dispositif that concerns somebody, for an exercice: that of their most recent contract,
    /// where each is computed alone.
    pub(crate) fn calcul(&self, qui: usize, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        let calcul = self.contrats(qui, code, exercice).find(|calcul| calcul.concerne(qui))?;
        Some((self.dispositif_de(qui, code)?, calcul))
    }

    /// The same, even where the rules no longer concern them: what was paid is still explained.
    pub(crate) fn calcul_compte(&self, qui: usize, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        let premier = || self.contrats(qui, code, exercice).next();
        self.calcul(qui, code, exercice).or_else(|| Some((self.dispositif_de(qui, code)?, premier()?)))
    }

    /// The computations of every contract of somebody for an exercice, the most recent first; the only one, where they
    /// are not computed by contract.
    pub(crate) fn contrats(&self, qui: usize, code: &str, exercice: i32) -> impl Iterator<Item = &Calcul> {
        self.comptes(qui, code).filter(move |calcul| calcul.compile.exercice == exercice)
    }

    /// The same, for another exercice of the same contract.
    pub(crate) fn autre_annee(&self, qui: usize, calcul: &Calcul, exercice: i32) -> Option<&Calcul> {
        let mut siens = self.contrats(qui, &calcul.dispositif, exercice);
        siens.find(|autre| autre.concerne(qui) && autre.code_du_contrat(qui) == calcul.code_du_contrat(qui))
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
