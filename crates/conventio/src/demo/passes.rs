//! National results that are fixed: read from the register when they are there, fixed in it the first time.

use crate::calcul::Preparation;
use crate::echec::Echec;
use crate::nationaux;
use convention::Dispositif;
use formule::Jeu;
use registre::{Instant, NationauxAFixer, Registre};
use std::collections::BTreeMap;
use std::sync::Mutex;
use tableaux::Beneficiaires;

/// The dispositif and the exercice of a pass.
type Cle = (String, i32);

/// What was fixed before, and what has just been computed for the first time.
#[derive(Debug, Default)]
pub(super) struct Passes {
    fixees: BTreeMap<Cle, String>,
    nouvelles: Mutex<BTreeMap<Cle, String>>,
}

impl Passes {
    /// What a register has.
    pub(super) async fn lire(registre: &Registre) -> Result<Self, Echec> {
        let fixees = registre.nationaux_fixes().await?;
        let fixees = fixees.into_iter().map(|n| ((n.dispositif, n.exercice), n.contenu)).collect();
        Ok(Self { fixees, ..Self::default() })
    }

    /// Puts the results of an exercice in the figures: the mean of an old year does not move with the population of
    /// today. They are computed when nothing was fixed, or when the rules now ask for more than what was.
    pub(super) fn poser(
        &self,
        qui: &Beneficiaires,
        dispositif: &Dispositif,
        preparation: &Preparation,
        jeu: &mut Jeu<'static>,
    ) -> Result<(), Echec> {
        if !nationaux::presents(preparation.compile.plan.programme()) {
            return Ok(());
        }
        let cle = (dispositif.code.clone(), preparation.exercice);
        if let Some(contenu) = self.fixees.get(&cle) {
            match nationaux::relire(contenu, preparation, jeu, qui) {
                Ok(()) => return Ok(()),
                Err(echec) => tracing::warn!(dispositif = cle.0, exercice = cle.1, "{}", echec.message),
            }
        }
        nationaux::completer(preparation, jeu, qui, None)?;
        if let (Some(contenu), Ok(mut nouvelles)) = (nationaux::contenu(preparation, jeu, qui), self.nouvelles.lock()) {
            nouvelles.insert(cle, contenu);
        }
        Ok(())
    }

    /// Fixes what was computed for the first time.
    pub(super) async fn fixer(self, registre: &Registre, instant: Instant) -> Result<(), Echec> {
        let nouvelles = self.nouvelles.into_inner().unwrap_or_default();
        for ((dispositif, exercice), contenu) in &nouvelles {
            if self.fixees.contains_key(&(dispositif.clone(), *exercice)) {
                continue;
            }
            let a_fixer =
                NationauxAFixer { dispositif, exercice: *exercice, contenu, auteur: "demonstration", motif: None };
            registre.nationaux_fixer(a_fixer, instant).await?;
        }
        Ok(())
    }
}
