//! A dispositif computed for everybody, for one exercice.

use convention::{Compile, Date, Dispositif};
use explication::{ContratNomme, nommer_les_contrats};
use formule::{Contenu, ErreurDExecution, Etat, Execution, Jeu, Ligne, Marques, NoeudId, Resultats, Trace};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The amounts of everybody, and the figures from which one amount is explained again. Where each contract is computed
/// alone, there is one of these for the most recent contract of each, one for the contract before it, and so on.
#[derive(Debug, Clone)]
pub struct Calcul {
    pub(crate) dispositif: String,
    pub(crate) compile: Arc<Compile>,
    lignes: Lignes,
    jeu: Arc<Jeu<'static>>,
    resultats: Arc<Resultats>,
    plus_haut: Option<i64>,
    pub(crate) arretes: BTreeMap<String, Date>,
}

/// Who the lines of the figures are about, by their rank among everybody.
#[derive(Debug, Clone)]
enum Lignes {
    /// One each, from this one on.
    Suite { premier: usize, combien: usize },
    /// One contract of each of these.
    Contrats(BTreeMap<usize, ContratNomme>),
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
        let lignes = Lignes::Suite { premier: 0, combien: resultats.lignes };
        let plus_haut = (0..resultats.lignes).filter_map(|qui| resultats.colonnes[MONTANT].centimes(qui)).max();
        let (dispositif, arretes) = (dispositif.code.clone(), BTreeMap::new());
        let (compile, jeu, resultats) = (Arc::new(compile), Arc::new(jeu), Arc::new(resultats));
        Ok(Some(Self { dispositif, compile, lignes, jeu, resultats, plus_haut, arretes }))
    }

    /// The same, where each line is a contract of somebody: their rank, and its code. The first one given back counts
    /// the most recent contract of each.
    #[must_use]
    pub fn par_contrat(self, dispositif: &Dispositif, contrats: &[(usize, String)]) -> Vec<Self> {
        let mut siens: BTreeMap<usize, Vec<(usize, String, Ligne)>> = BTreeMap::new();
        for (rang, (qui, code)) in contrats.iter().enumerate().take(self.jeu.lignes) {
            siens.entry(*qui).or_default().push((rang, code.clone(), self.jeu.ligne(rang)));
        }
        let mut places: Vec<BTreeMap<usize, ContratNomme>> = Vec::new();
        for (qui, contrats) in siens {
            for (place, nomme) in nommer_les_contrats(dispositif, &self.compile, contrats).into_iter().enumerate() {
                if places.len() == place {
                    places.push(BTreeMap::new());
                }
                places[place].insert(qui, nomme);
            }
        }
        places.into_iter().map(|contrats| Self { lignes: Lignes::Contrats(contrats), ..self.clone() }).collect()
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
        let lignes = match self.lignes {
            Lignes::Suite { combien, .. } => Lignes::Suite { premier, combien },
            Lignes::Contrats(contrats) => {
                Lignes::Contrats(contrats.into_iter().map(|(qui, contrat)| (qui + premier, contrat)).collect())
            }
        };
        Self { lignes, ..self }
    }

    /// Is somebody among those that it counts?
    pub fn compte(&self, qui: usize) -> bool {
        match &self.lignes {
            Lignes::Suite { premier, combien } => (*premier..premier + combien).contains(&qui),
            Lignes::Contrats(contrats) => contrats.contains_key(&qui),
        }
    }

    /// The contract of somebody that it counts, where each is computed alone.
    pub fn contrat(&self, qui: usize) -> Option<&ContratNomme> {
        match &self.lignes {
            Lignes::Suite { .. } => None,
            Lignes::Contrats(contrats) => contrats.get(&qui),
        }
    }

    /// The code of this contract.
    pub(crate) fn code_du_contrat(&self, qui: usize) -> Option<&str> {
        self.contrat(qui).map(|contrat| contrat.code.as_str())
    }

    /// Those that it counts, by their rank among everybody, each with their line in the figures.
    pub fn comptes(&self) -> Vec<(usize, usize)> {
        match &self.lignes {
            Lignes::Suite { premier, combien } => (0..*combien).map(|rang| (premier + rang, rang)).collect(),
            Lignes::Contrats(contrats) => contrats.iter().map(|(qui, contrat)| (*qui, contrat.rang)).collect(),
        }
    }

    /// Is somebody among those whom the rules concern in this exercice? As long as it is not known, they may look.
    pub fn concerne(&self, qui: usize) -> bool {
        let colonne = self.resultats.colonnes.get(CONCERNE);
        self.compte(qui) && colonne.and_then(|c| c.oui_non(self.rang(qui))) != Some(false)
    }

    /// The line of somebody in the figures.
    fn rang(&self, qui: usize) -> usize {
        match &self.lignes {
            Lignes::Suite { premier, .. } => qui.saturating_sub(*premier),
            // Nobody else has a line: one beyond the last is absent everywhere.
            Lignes::Contrats(contrats) => contrats.get(&qui).map_or(self.resultats.lignes, |contrat| contrat.rang),
        }
    }

    /// Does the dispositif exist in this exercice? Where it has indicators, one of them at least is active.
    pub(crate) fn existe(&self, d: &Dispositif) -> bool {
        d.indicateurs.is_empty() || self.compile.sorties.indicateurs.iter().any(|s| s.actif)
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

    /// The figures that were computed.
    pub fn jeu(&self) -> &Jeu<'static> {
        &self.jeu
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

    /// What some figures come to, without a word of why.
    pub(crate) fn bref(&self, ligne: &Ligne) -> Option<Bref> {
        let (plan, sorties) = (&self.compile.plan, &self.compile.sorties);
        let trace = formule::evaluer(plan, ligne).ok()?;
        let montant = plan.definition(&sorties.montant);
        let eligible = plan.definition(&sorties.eligible).map(|noeud| trace.valeur(noeud)).and_then(|valeur| {
            match valeur.contenu {
                Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
                _ => None,
            }
        });
        let marques = montant.map_or(Marques::INCONNU, |noeud| trace.marques(noeud));
        Some(Bref {
            eligible,
            retire: plan.definition(&sorties.ligne_malus).and_then(|noeud| centimes(&trace, noeud)),
            etat: self.compile.etat(marques, eligible),
            montant: montant.filter(|_| self.remunere()).and_then(|noeud| centimes(&trace, noeud)),
        })
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
        let convention = monde.convention_du(dispositif);
        let mut explication = explication::expliquer(dispositif, convention, &self.compile, id, ligne)?;
        explication.contrat = self.contrat(qui).cloned();
        Ok(explication)
    }
}

/// What somebody's figures come to.
pub(crate) struct Bref {
    pub(crate) eligible: Option<bool>,
    /// In cents, negative.
    pub(crate) retire: Option<i64>,
    pub(crate) etat: Etat,
    /// In cents, where something is paid.
    pub(crate) montant: Option<i64>,
}

/// An amount of a run, when it is known.
pub(crate) fn centimes(trace: &Trace<'_>, noeud: NoeudId) -> Option<i64> {
    let valeur = trace.valeur(noeud);
    match valeur.contenu {
        Contenu::Nombre(f) if valeur.marques.connu() => f.en_entier().and_then(|n| i64::try_from(n).ok()),
        _ => None,
    }
}
