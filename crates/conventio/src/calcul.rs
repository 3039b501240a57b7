//! One dispositif, one exercice, compiled with its overlays and ready to run over a population.

use crate::echec::{Code, Echec};
use crate::fils::Fils;
use crate::nombres;
use convention::{Compile, Dispositif, Surcharges};
use formule::plan::Op;
use formule::{Etat, Execution, Jeu, NoeudId, Plan, Resultats};
use std::collections::BTreeSet;

/// What a run computes.
pub(crate) struct Preparation {
    pub(crate) compile: Compile,
    pub(crate) exercice: i32,
    pub(crate) montant: NoeudId,
    pub(crate) eligible: NoeudId,
    /// One amount per indicator that pays or takes away: code, label, node.
    pub(crate) indicateurs: Vec<(String, String, NoeudId)>,
    /// Is each contract computed alone? Then a row is a contract, and not somebody.
    pub(crate) par_contrat: bool,
    /// What a payment reads beside them.
    pub(crate) autres: Vec<NoeudId>,
}

impl Preparation {
    /// Compiles a dispositif for an exercice.
    pub(crate) fn de(dispositif: &Dispositif, exercice: i32, surcharges: &Surcharges) -> Result<Self, Echec> {
        dispositif.exercice(exercice).map_err(|phrase| Echec::new(Code::Usage, phrase))?;
        let compile = dispositif.compiler(exercice, surcharges).map_err(|defauts| Echec::regles(&defauts))?;
        let plan = &compile.plan;
        let noeud = |code: &str| {
            plan.definition(code).ok_or_else(|| {
                let phrase = format!("« {} » ne définit pas « {code} » pour l'exercice {exercice}.", dispositif.code);
                Echec::new(Code::Regles, phrase)
            })
        };
        let (montant, eligible) = (noeud(&compile.sorties.montant)?, noeud(&compile.sorties.eligible)?);
        let roles = dispositif.indicateurs_de(exercice);
        let mut indicateurs = Vec::new();
        for sortie in compile.sorties.indicateurs.iter().filter(|s| s.actif) {
            let Some((_, role)) = roles.iter().find(|(i, _)| i.code == sortie.code) else { continue };
            // The columns add up to the amount: only what counts, and the line of the malus.
            let definition = match (role.malus, role.remunere) {
                (true, _) => Some(&compile.sorties.ligne_malus),
                (false, true) => sortie.montant.as_ref(),
                (false, false) => None,
            };
            if let Some(definition) = definition {
                indicateurs.push((sortie.code.clone(), sortie.libelle.clone(), noeud(definition)?));
            }
        }
        let par_contrat = dispositif.par_contrat();
        Ok(Self { exercice, montant, eligible, indicateurs, par_contrat, autres: Vec::new(), compile })
    }

    /// What rows are, in words: « 3 bénéficiaires », « 1 contrat ».
    pub(crate) fn compter(&self, lignes: usize) -> String {
        let un = if self.par_contrat { "contrat" } else { "bénéficiaire" };
        format!("{} {}", nombres::effectif(lignes), if lignes > 1 { self.lignes_en_mots() } else { un })
    }

    /// Rows, in a word.
    pub(crate) fn lignes_en_mots(&self) -> &'static str {
        if self.par_contrat { "contrats" } else { "bénéficiaires" }
    }

    /// Everything that a run writes: the amount, then one amount per indicator.
    pub(crate) fn racines(&self) -> Vec<NoeudId> {
        std::iter::once(self.montant).chain(self.indicateurs.iter().map(|(_, _, n)| *n)).collect()
    }

    /// The run, prepared once.
    pub(crate) fn execution(&self) -> Execution<'_> {
        Execution::avec_etat(&self.compile.plan, &self.racines(), self.montant, self.eligible)
    }

    /// Is anything paid in this exercice? If not, its amounts are nobody's.
    pub(crate) fn remunere(&self) -> bool {
        self.compile.sorties.remuneration
    }

    /// The state of the amount of somebody, by rank.
    pub(crate) fn etat(&self, resultats: &Resultats, rang: usize) -> Etat {
        if self.remunere() { resultats.etat(rang).unwrap_or(Etat::Incomplet) } else { Etat::Suivi }
    }

    /// Everybody's results.
    pub(crate) fn executer(&self, jeu: &Jeu<'_>) -> Result<Resultats, Echec> {
        self.executer_sur(jeu, Fils::UN)
    }

    /// The same, on several threads: the same bits.
    pub(crate) fn executer_sur(&self, jeu: &Jeu<'_>, fils: Fils) -> Result<Resultats, Echec> {
        let execution = self.execution();
        let refus = |e| Echec::new(Code::Contenu, format!("{e}."));
        let mut morceaux = fils.morceaux(jeu.lignes, &|plage| execution.executer_plage(jeu, plage)).into_iter();
        let premier = morceaux.next().unwrap_or_else(|| execution.executer_plage(jeu, 0..0)).map_err(refus)?;
        morceaux.try_fold(premier, |debut, suite| Ok(debut.suivis_de(suite.map_err(refus)?)))
    }

    /// Inputs that some result reads, by rank.
    pub(crate) fn entrees_lues(&self) -> BTreeSet<usize> {
        let mut racines = self.racines();
        racines.push(self.eligible);
        racines.extend(&self.autres);
        racines.extend(self.nationaux());
        self.compile.plan.entrees_lues(&racines).into_iter().collect()
    }

    /// Details that some result reads, by rank.
    pub(crate) fn details_lus(&self) -> BTreeSet<usize> {
        let mut racines = self.racines();
        racines.push(self.eligible);
        racines.extend(&self.autres);
        racines.extend(self.nationaux());
        details_lus(&self.compile.plan, racines)
    }

    /// Definitions that national results and shares are made from.
    fn nationaux(&self) -> Vec<NoeudId> {
        let plan = &self.compile.plan;
        crate::nationaux::definitions(plan.programme()).iter().filter_map(|code| plan.definition(code)).collect()
    }
}

fn details_lus(plan: &Plan, racines: Vec<NoeudId>) -> BTreeSet<usize> {
    let mut vus = vec![false; plan.nombre_de_noeuds()];
    let mut lus = BTreeSet::new();
    let mut pile = racines;
    while let Some(n) = pile.pop() {
        if std::mem::replace(&mut vus[n.0 as usize], true) {
            continue;
        }
        let noeud = plan.noeud(n);
        match &noeud.op {
            Op::SommeLignes(d, _) | Op::PlusGrandeLigne(d, _) | Op::EntreeDetail(d, _) | Op::LigneDeCle(_, _, d, _) => {
                lus.insert(usize::from(*d));
            }
            _ => {}
        }
        pile.extend(noeud.op.enfants());
    }
    lus
}
