//! Whom each row of figures pays, and what the ledger says was already paid to them.

use crate::calcul::Preparation;
use crate::chiffres::Chiffres;
use crate::contrats;
use crate::echec::{Code, Echec};
use convention::{Dispositif, IdBeneficiaire};
use registre::{CleDePaiement, ContratDeLigne, DejaVerse};
use std::collections::BTreeMap;

/// What was already paid, by beneficiary or by contract.
pub(super) type Dejas = BTreeMap<CleDePaiement, DejaVerse>;

/// The accounts of a run, row by row.
pub(super) struct Comptes<'a> {
    cles: Vec<CleDePaiement>,
    /// What contracts are called, where somebody has several.
    noms: BTreeMap<usize, String>,
    deja: &'a Dejas,
}

impl<'a> Comptes<'a> {
    pub(super) fn de(
        dispositif: &Dispositif,
        preparation: &Preparation,
        chiffres: &Chiffres,
        deja: &'a Dejas,
    ) -> Result<Self, Echec> {
        let qui = &chiffres.beneficiaires;
        let cles: Vec<CleDePaiement> = (0..qui.len())
            .map(|rang| CleDePaiement {
                beneficiaire: IdBeneficiaire(qui.id(rang).into_owned()),
                contrat: qui.contrat(rang).map(str::to_owned),
            })
            .collect();
        let mut noms = BTreeMap::new();
        if preparation.par_contrat {
            let mut rangs: BTreeMap<&IdBeneficiaire, Vec<usize>> = BTreeMap::new();
            for (rang, cle) in cles.iter().enumerate() {
                rangs.entry(&cle.beneficiaire).or_default().push(rang);
            }
            for (id, siens) in rangs {
                if deja.contains_key(&CleDePaiement::from(id.clone())) {
                    return Err(sans_contrat(id));
                }
                let payes = deja.keys().filter(|cle| cle.beneficiaire == *id);
                let ailleurs = payes.filter(|cle| !siens.iter().any(|rang| cles[*rang] == **cle)).count();
                if siens.len() + ailleurs > 1 {
                    let nommes = contrats::de(dispositif, preparation, chiffres, &siens);
                    noms.extend(nommes.into_iter().map(|contrat| (contrat.rang, contrat.dans_une_phrase())));
                }
            }
        }
        Ok(Self { cles, noms, deja })
    }

    /// Who a row pays, in a message.
    pub(super) fn dire(&self, rang: usize) -> String {
        let CleDePaiement { beneficiaire, contrat } = &self.cles[rang];
        match contrat {
            None => format!("le bénéficiaire « {} »", beneficiaire.0),
            Some(contrat) => format!("le contrat « {contrat} » du bénéficiaire « {} »", beneficiaire.0),
        }
    }

    /// What was already paid on a row.
    pub(super) fn deja(&self, rang: usize) -> Option<&DejaVerse> {
        self.deja.get(&self.cles[rang])
    }

    /// Who a row pays.
    pub(super) fn beneficiaire(&self, rang: usize) -> &IdBeneficiaire {
        &self.cles[rang].beneficiaire
    }

    /// Under which contract, named when they have several.
    pub(super) fn contrat(&self, rang: usize) -> Option<ContratDeLigne> {
        let code = self.cles[rang].contrat.clone()?;
        Some(ContratDeLigne { code, nom: self.noms.get(&rang).cloned() })
    }
}

/// What was paid to somebody without saying under which contract: nothing tells what remains under each.
fn sans_contrat(id: &IdBeneficiaire) -> Echec {
    let phrase = format!(
        "le registre a déjà des versements au bénéficiaire « {} » qui ne disent pas pour quel contrat : ce qui reste à verser pour chacun ne se sait pas. Importez-les dans un autre registre, avec leur contrat.",
        id.0
    );
    Echec::new(Code::Contenu, phrase)
}
