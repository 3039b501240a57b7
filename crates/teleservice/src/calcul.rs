//! A dispositif computed for everybody, for one exercice.

use convention::{Compile, Date, Dispositif};
use formule::{ErreurDExecution, Etat, Execution, Jeu, Ligne, Marques, NoeudId, Resultats};
use std::collections::BTreeMap;

/// The amounts of everybody, and the figures from which one amount is explained again.
#[derive(Debug)]
pub struct Calcul {
    pub(crate) dispositif: String,
    pub(crate) compile: Compile,
    /// The rank of the first person that it counts, among everybody.
    premier: usize,
    jeu: Jeu<'static>,
    resultats: Resultats,
    plus_haut: Option<i64>,
    pub(crate) arretes: BTreeMap<String, Date>,
}

const MONTANT: usize = 0;
const ELIGIBLE: usize = 1;
const LIGNE_MALUS: usize = 2;
const CONCERNE: usize = 3;

impl Calcul {
    /// Computes a compiled dispositif for everybody; `None` when it does not define its own amount.
    ///
    /// # Errors
    /// When the figures do not fit the programme, or an exact value overflows.
    pub fn executer(
        dispositif: &Dispositif,
        compile: Compile,
        jeu: Jeu<'static>,
    ) -> Result<Option<Self>, ErreurDExecution> {
        let noeuds: Option<Vec<NoeudId>> =
            [&compile.sorties.montant, &compile.sorties.eligible, &compile.sorties.ligne_malus]
                .into_iter()
                .map(|code| compile.plan.definition(code))
                .collect();
        let Some(mut noeuds) = noeuds else { return Ok(None) };
        noeuds.extend(compile.sorties.concerne.as_ref().and_then(|code| compile.plan.definition(code)));
        let resultats =
            Execution::avec_etat(&compile.plan, &noeuds, noeuds[MONTANT], noeuds[ELIGIBLE]).executer(&jeu)?;
        let premier = 0;
        let plus_haut = (0..resultats.lignes).filter_map(|qui| resultats.colonnes[MONTANT].centimes(qui)).max();
        let (dispositif, arretes) = (dispositif.code.clone(), BTreeMap::new());
        Ok(Some(Self { dispositif, compile, premier, jeu, resultats, plus_haut, arretes }))
    }

    /// The day up to which some inputs were counted, by code: pages say it, and figures that may still change are
    /// shown as such.
    #[must_use]
    pub fn arreter(self, arretes: BTreeMap<String, Date>) -> Self {
        Self { arretes, ..self }
    }

    /// The same, for people who stand among others: the first one has this rank.
    #[must_use]
    pub fn a_partir_de(self, premier: usize) -> Self {
        Self { premier, ..self }
    }

    /// Is somebody among those that it counts?
    pub fn compte(&self, qui: usize) -> bool {
        (self.premier..self.premier + self.resultats.lignes).contains(&qui)
    }

    /// Is somebody among those whom the rules concern in this exercice? As long as it is not known, they may look.
    pub fn concerne(&self, qui: usize) -> bool {
        let colonne = self.resultats.colonnes.get(CONCERNE);
        self.compte(qui) && colonne.and_then(|c| c.oui_non(self.rang(qui))) != Some(false)
    }

    /// The line of somebody in the figures.
    fn rang(&self, qui: usize) -> usize {
        qui.saturating_sub(self.premier)
    }

    /// The code of the dispositif.
    pub fn dispositif(&self) -> &str {
        &self.dispositif
    }

    /// The year of the exercice.
    pub fn exercice(&self) -> i32 {
        self.compile.exercice
    }

    /// The rules of the exercice, compiled.
    pub fn compile(&self) -> &Compile {
        &self.compile
    }

    /// The figures that were computed, one line for each of those that it counts.
    pub fn jeu(&self) -> &Jeu<'static> {
        &self.jeu
    }

    /// The rank of the first person that it counts, among everybody.
    pub fn premier(&self) -> usize {
        self.premier
    }

    /// Is anything paid in this exercice? If not, there is only a follow-up to show.
    pub fn remunere(&self) -> bool {
        self.compile.sorties.remuneration
    }

    /// What is due to somebody, by rank, when it is known.
    pub fn centimes(&self, qui: usize) -> Option<i64> {
        self.resultats.colonnes[MONTANT].centimes(self.rang(qui)).filter(|_| self.remunere())
    }

    /// Does nobody get more? Where there is a cap, this is often it.
    pub(crate) fn est_le_plus_haut(&self, qui: usize) -> bool {
        self.plus_haut.is_some_and(|haut| haut > 0 && self.centimes(qui) == Some(haut))
    }

    pub(crate) fn eligible(&self, qui: usize) -> Option<bool> {
        self.resultats.colonnes[ELIGIBLE].oui_non(self.rang(qui))
    }

    /// What was taken away from the sum of the indicators, negative.
    pub(crate) fn retire(&self, qui: usize) -> Option<i64> {
        self.resultats.colonnes[LIGNE_MALUS].centimes(self.rang(qui))
    }

    pub(crate) fn etat(&self, qui: usize) -> Etat {
        if self.remunere() { self.resultats.etat(self.rang(qui)).unwrap_or(Etat::Incomplet) } else { Etat::Suivi }
    }

    pub(crate) fn fictif(&self, qui: usize) -> bool {
        self.resultats.colonnes[MONTANT].marques(self.rang(qui)).contient(Marques::FICTIF)
    }

    /// Can an indicator take something away in this exercice?
    pub(crate) fn un_malus(&self, dispositif: &Dispositif) -> bool {
        dispositif.indicateurs_de(self.compile.exercice).iter().any(|(_, role)| role.malus)
    }

    /// The figures of somebody.
    pub(crate) fn ligne(&self, qui: usize) -> Ligne {
        self.jeu.ligne(self.rang(qui))
    }

    /// Explains the amount that some figures of somebody come to.
    pub(crate) fn expliquer_ligne(
        &self,
        monde: &crate::Monde,
        dispositif: &Dispositif,
        qui: usize,
        ligne: &Ligne,
    ) -> Result<explication::Explication, ErreurDExecution> {
        let id = monde.beneficiaires.get(qui).map_or("", |b| b.id.as_str());
        explication::expliquer(dispositif, monde.convention_du(dispositif), &self.compile, id, ligne)
    }
}
