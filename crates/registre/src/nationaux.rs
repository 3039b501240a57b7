//! What was computed over everybody, fixed for good: an old year's mean must not move with the population of today.

use crate::erreur::Tentative;
use crate::{Acte, Charge, ErreurDeRegistre, Instant, Registre, Resultat, journal};
use convention::empreinte_de;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// National results to fix.
#[derive(Debug, Clone, Copy)]
pub struct NationauxAFixer<'a> {
    /// Of which dispositif.
    pub dispositif: &'a str,
    /// Of which exercice.
    pub exercice: i32,
    /// The results, as the run wrote them.
    pub contenu: &'a str,
    /// Who fixes them.
    pub auteur: &'a str,
    /// Why they take the place of those that were fixed before; without one, they never do.
    pub motif: Option<&'a str>,
}

/// What became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixation {
    /// They are fixed.
    Faite,
    /// The same were fixed already; nothing is written.
    DejaFaite,
}

/// National results that are fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationauxFixes {
    /// Of which dispositif.
    pub dispositif: String,
    /// Of which exercice.
    pub exercice: i32,
    /// The results, as the run wrote them.
    pub contenu: String,
    /// When they were fixed.
    pub instant: Instant,
}

impl Registre {
    /// Fixes the national results of an exercice, and writes the act in the journal.
    pub async fn nationaux_fixer(&self, nationaux: NationauxAFixer<'_>, instant: Instant) -> Resultat<Fixation> {
        let NationauxAFixer { dispositif, exercice, contenu, auteur, motif } = nationaux;
        let empreinte = empreinte_de(contenu.as_bytes());
        let mut tx = self.ecrire().await?;
        journal::lock(&mut tx).await?;
        let derniers = last(&mut tx, dispositif, exercice).await?;
        match (&derniers, motif) {
            (Some((_, deja)), _) if *deja == empreinte => return Ok(Fixation::DejaFaite),
            (Some(_), None) => {
                return Err(ErreurDeRegistre::refus(
                    format!(
                        "Les résultats nationaux de « {dispositif} », exercice {exercice}, sont déjà fixés, et ne sont pas ceux-ci. Pour les corriger, donnez le motif."
                    ),
                    "résultats nationaux déjà fixés, avec un autre contenu",
                ));
            }
            _ => {}
        }
        let numero = derniers.map_or(1, |(numero, _)| numero + 1);
        sqlx::query(
            "INSERT INTO resultats_nationaux \
             (dispositif, exercice, numero, contenu, empreinte, auteur, motif, instant) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(dispositif)
        .bind(i64::from(exercice))
        .bind(numero)
        .bind(contenu)
        .bind(&empreinte)
        .bind(auteur)
        .bind(motif.filter(|_| numero > 1))
        .bind(instant.0)
        .execute(&mut *tx)
        .await
        .tentant("fixer des résultats nationaux")?;
        let mut charge = Charge::new().avec("numero", numero.to_string()).avec("sha256", &empreinte);
        if let Some(motif) = motif.filter(|_| numero > 1) {
            charge = charge.avec("motif", motif);
        }
        let objet = format!("nationaux/{dispositif}/{exercice}");
        let acte = Acte { acteur: auteur, acte: "fixer", objet: &objet, charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider des résultats nationaux")?;
        Ok(Fixation::Faite)
    }

    /// The national results that are fixed: the last of each dispositif and exercice, in their order.
    pub async fn nationaux_fixes(&self) -> Resultat<Vec<NationauxFixes>> {
        let quoi = "lire les résultats nationaux";
        let lignes = sqlx::query(
            "SELECT dispositif, exercice, contenu, empreinte, instant FROM resultats_nationaux AS n \
             WHERE numero = (SELECT MAX(numero) FROM resultats_nationaux AS m \
                             WHERE m.dispositif = n.dispositif AND m.exercice = n.exercice) \
             ORDER BY dispositif, exercice",
        )
        .fetch_all(&self.base)
        .await
        .tentant(quoi)?;
        lignes
            .into_iter()
            .map(|ligne| {
                let contenu: String = ligne.try_get(2).tentant(quoi)?;
                // What was altered behind the triggers is not shown as a mean of everybody.
                if ligne.try_get::<String, _>(3).tentant(quoi)? != empreinte_de(contenu.as_bytes()) {
                    return Err(ErreurDeRegistre::panne("un résultat national n'a pas le contenu de son empreinte"));
                }
                let exercice: i64 = ligne.try_get(1).tentant(quoi)?;
                Ok(NationauxFixes {
                    dispositif: ligne.try_get(0).tentant(quoi)?,
                    exercice: i32::try_from(exercice).unwrap_or_default(),
                    contenu,
                    instant: Instant(ligne.try_get(4).tentant(quoi)?),
                })
            })
            .collect()
    }
}

/// The number and the hash of the last results fixed for an exercice.
async fn last(tx: &mut Transaction<'static, Any>, dispositif: &str, exercice: i32) -> Resultat<Option<(i64, String)>> {
    let quoi = "chercher des résultats nationaux";
    let ligne = sqlx::query(
        "SELECT numero, empreinte FROM resultats_nationaux WHERE dispositif = $1 AND exercice = $2 \
         ORDER BY numero DESC LIMIT 1",
    )
    .bind(dispositif)
    .bind(i64::from(exercice))
    .fetch_optional(&mut **tx)
    .await
    .tentant(quoi)?;
    let lu = |ligne: AnyRow| -> Result<(i64, String), sqlx::Error> { Ok((ligne.try_get(0)?, ligne.try_get(1)?)) };
    ligne.map(lu).transpose().tentant(quoi)
}
