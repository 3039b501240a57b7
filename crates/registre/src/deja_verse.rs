//! What was already paid: what a new run subtracts.

use crate::erreur::Tentative;
use crate::{Charge, CleDePaiement, ErreurDeRegistre, Registre, Resultat, contrats};
use convention::IdBeneficiaire;
use sqlx::{Any, Executor, Row};
use std::collections::BTreeMap;

/// What somebody already got, or under one of their contracts, for a dispositif and an exercice: by runs and by imported
/// payments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DejaVerse {
    /// In cents, by code of payment.
    pub centimes: BTreeMap<String, i64>,
    /// Does some of it come from payments imported for a demonstration? Nothing real may be deduced from it.
    pub fictif: bool,
}

impl DejaVerse {
    /// What was paid under a code, 0 when nothing was.
    pub fn sous(&self, code: &str) -> i64 {
        self.centimes.get(code).copied().unwrap_or(0)
    }

    /// One text per content, to know whether it changed since.
    pub(crate) fn canonique(&self) -> String {
        let sommes = self.centimes.iter().filter(|(_, centimes)| **centimes != 0);
        sommes.fold(Charge::new(), |charge, (code, centimes)| charge.avec(code, centimes.to_string())).canonique()
    }
}

const TOUS: &str = "SELECT beneficiaire, code, centimes, CAST(0 AS BIGINT), contrat FROM versements \
     WHERE dispositif = $1 AND exercice = $2 \
     UNION ALL \
     SELECT beneficiaire, code, centimes, fictif, contrat FROM paiements_importes \
     JOIN imports ON imports.empreinte = paiements_importes.import \
     WHERE dispositif = $1 AND exercice = $2 AND code IS NOT NULL";

const UN: &str = "SELECT beneficiaire, code, centimes, CAST(0 AS BIGINT), contrat FROM versements \
     WHERE dispositif = $1 AND exercice = $2 AND beneficiaire = $3 \
     UNION ALL \
     SELECT beneficiaire, code, centimes, fictif, contrat FROM paiements_importes \
     JOIN imports ON imports.empreinte = paiements_importes.import \
     WHERE dispositif = $1 AND exercice = $2 AND code IS NOT NULL AND beneficiaire = $3";

/// Reads it for everybody, on a connection or in a transaction, or for one.
pub(crate) async fn read(
    base: impl Executor<'_, Database = Any>,
    dispositif: &str,
    exercice: &str,
    beneficiaire: Option<&IdBeneficiaire>,
) -> Resultat<BTreeMap<CleDePaiement, DejaVerse>> {
    let quoi = "lire ce qui a déjà été versé";
    let mut requete = sqlx::query(if beneficiaire.is_some() { UN } else { TOUS }).bind(dispositif).bind(exercice);
    if let Some(beneficiaire) = beneficiaire {
        requete = requete.bind(&beneficiaire.0);
    }
    let mut tous: BTreeMap<CleDePaiement, DejaVerse> = BTreeMap::new();
    for ligne in requete.fetch_all(base).await.tentant(quoi)? {
        let beneficiaire = IdBeneficiaire(ligne.try_get(0).tentant(quoi)?);
        let contrat = contrats::read(ligne.try_get(4).tentant(quoi)?);
        let qui = tous.entry(CleDePaiement { beneficiaire, contrat }).or_default();
        let somme = qui.centimes.entry(ligne.try_get(1).tentant(quoi)?).or_default();
        // Added here rather than by the database, where an overflow has a meaning of its own in each engine.
        *somme = somme
            .checked_add(ligne.try_get(2).tentant(quoi)?)
            .ok_or_else(|| ErreurDeRegistre::panne("additionner les versements : au-delà de 64 bits"))?;
        qui.fictif |= ligne.try_get::<i64, _>(3).tentant(quoi)? != 0;
    }
    Ok(tous)
}

impl Registre {
    /// What was already paid to somebody, or under one of their contracts, for a dispositif and an exercice, by code, in
    /// cents: by runs, and by the imported payments that name both.
    pub async fn deja_verse(
        &self,
        cle: &CleDePaiement,
        dispositif: &str,
        exercice: &str,
    ) -> Resultat<BTreeMap<String, i64>> {
        let mut lu = read(&self.base, dispositif, exercice, Some(&cle.beneficiaire)).await?;
        Ok(lu.remove(cle).unwrap_or_default().centimes)
    }

    /// The same for everybody at once; whoever got nothing is not there.
    pub async fn deja_verse_a_tous(
        &self,
        dispositif: &str,
        exercice: &str,
    ) -> Resultat<BTreeMap<CleDePaiement, DejaVerse>> {
        read(&self.base, dispositif, exercice, None).await
    }
}
