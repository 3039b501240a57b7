//! Everything that can be said of rules without any figure but those of their own cases.

use crate::cas::{self, Compilations};
use crate::parametres::ContenuDeParametre;
use crate::{ConfianceDite, Defaut, Dispositif, Regles, ResultatDeCas, Surcharges, TypeValeur, examen, ranger};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What `verifier` found.
#[derive(Debug, Clone, Default)]
pub struct Rapport {
    /// One per dispositif, in the order of their codes.
    pub dispositifs: Vec<RapportDispositif>,
}

/// What was found of one dispositif.
#[derive(Debug, Clone)]
pub struct RapportDispositif {
    /// Its code.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// The years of its exercices.
    pub exercices: Vec<i32>,
    /// Number of indicators.
    pub indicateurs: usize,
    /// Its values, by confidence.
    pub confiances: Decompte,
    /// What came out of each case.
    pub cas: Vec<ResultatDeCas>,
    /// What keeps an exercice from being compiled, as loading the rules has already said.
    pub defauts: Vec<Defaut>,
    /// Values that no case reads.
    pub jamais_atteints: Vec<String>,
}

/// Values counted by confidence: each dated value, step and cell is one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Decompte {
    pub officiel: usize,
    pub secondaire: usize,
    pub hypothese: usize,
    pub inconnu: usize,
}

impl Decompte {
    fn compter(&mut self, dite: ConfianceDite) {
        *match dite {
            ConfianceDite::Officiel => &mut self.officiel,
            ConfianceDite::Secondaire => &mut self.secondaire,
            ConfianceDite::Hypothese => &mut self.hypothese,
            ConfianceDite::Inconnu => &mut self.inconnu,
        } += 1;
    }

    /// All of them.
    pub const fn total(self) -> usize {
        self.officiel + self.secondaire + self.hypothese + self.inconnu
    }

    fn plus(self, autre: Self) -> Self {
        Self {
            officiel: self.officiel + autre.officiel,
            secondaire: self.secondaire + autre.secondaire,
            hypothese: self.hypothese + autre.hypothese,
            inconnu: self.inconnu + autre.inconnu,
        }
    }
}

/// Compiles every exercice of every dispositif and runs every case.
pub fn verifier(regles: &Regles) -> Rapport {
    let mut dispositifs: Vec<RapportDispositif> = regles.dispositifs().map(verifier_un).collect();
    dispositifs.sort_by(|a, b| a.code.cmp(&b.code));
    Rapport { dispositifs }
}

fn verifier_un(d: &Dispositif) -> RapportDispositif {
    let mut compilations = Compilations::new();
    for annee in d.annees() {
        let compilation = d.compiler(annee, &Surcharges::aucune()).map(Rc::new);
        compilations.insert(annee, compilation);
    }
    let compilable = compilations.values().all(Result::is_ok);
    let defauts = if compilable { Vec::new() } else { ranger(examen::examiner(d, &[])) };
    let cas: Vec<ResultatDeCas> = d.cas.iter().map(|c| c.executer_avec(d, &mut compilations)).collect();
    let lus: BTreeSet<&String> = cas.iter().flat_map(|c| &c.lus).collect();
    let tous = cas::tous(d);
    RapportDispositif {
        code: d.code.clone(),
        titre: d.titre.clone(),
        exercices: d.annees(),
        indicateurs: d.indicateurs.len(),
        confiances: decompte(d),
        jamais_atteints: tous.iter().filter(|nom| !lus.contains(nom)).cloned().collect(),
        cas,
        defauts,
    }
}

fn decompte(d: &Dispositif) -> Decompte {
    let mut decompte = Decompte::default();
    for version in d.parametres.iter().flat_map(|p| &p.versions) {
        match &version.contenu {
            ContenuDeParametre::Valeur(_) => decompte.compter(version.provenance.confiance),
            ContenuDeParametre::Bareme(paliers) => paliers.iter().for_each(|p| decompte.compter(p.confiance)),
        }
    }
    for table in &d.tables {
        for ligne in &table.lignes {
            let colonnes = table.colonnes.iter().zip(&ligne.valeurs);
            colonnes.filter(|(c, _)| c.type_ != TypeValeur::Texte).for_each(|(_, (_, dite))| decompte.compter(*dite));
        }
    }
    decompte
}

impl RapportDispositif {
    /// Cases that pass.
    pub fn cas_passes(&self) -> usize {
        self.cas.iter().filter(|c| c.passe()).count()
    }
}

impl Rapport {
    /// Does everything compile, and does every case pass?
    pub fn sans_defaut(&self) -> bool {
        self.dispositifs.iter().all(|d| d.defauts.is_empty() && d.cas_passes() == d.cas.len())
    }

    /// Cases that pass.
    pub fn cas_passes(&self) -> usize {
        self.dispositifs.iter().map(RapportDispositif::cas_passes).sum()
    }

    /// All cases.
    pub fn cas_total(&self) -> usize {
        self.dispositifs.iter().map(|d| d.cas.len()).sum()
    }

    /// All indicators.
    pub fn indicateurs(&self) -> usize {
        self.dispositifs.iter().map(|d| d.indicateurs).sum()
    }

    /// All values, by confidence.
    pub fn confiances(&self) -> Decompte {
        self.dispositifs.iter().fold(Decompte::default(), |somme, d| somme.plus(d.confiances))
    }
}
