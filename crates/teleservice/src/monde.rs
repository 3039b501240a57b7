//! What the pages are made from: the convention, the structures, and everything computed for them.

use crate::Calcul;
use convention::{Convention, Dispositif, IdBeneficiaire};
use std::collections::BTreeMap;

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
    /// The convention of everybody here.
    pub convention: Convention,
    /// Everybody; ranks are those of the computations.
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
    pub(crate) fn dispositif(&self, code: &str) -> Option<&Dispositif> {
        self.convention.dispositifs.iter().find(|d| d.code == code)
    }

    pub(crate) fn calcul(&self, code: &str, exercice: i32) -> Option<(&Dispositif, &Calcul)> {
        let calcul = self.calculs.iter().find(|c| c.dispositif == code && c.compile.exercice == exercice)?;
        Some((self.dispositif(code)?, calcul))
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
