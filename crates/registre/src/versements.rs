//! The ledger of payments: nothing is overwritten, a correction is one more line.

use crate::erreur::Tentative;
use crate::{Acte, Charge, ErreurDeRegistre, Instant, Registre, Resultat, contrats, journal};
use convention::{IdBeneficiaire, Nature, empreinte_de};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// A line to write in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versement {
    /// Who is paid.
    pub beneficiaire: IdBeneficiaire,
    /// Under which contract, by its code, where each is computed alone.
    pub contrat: Option<String>,
    /// For which dispositif.
    pub dispositif: String,
    /// For which exercice.
    pub exercice: String,
    /// The code of the payment in the rules.
    pub code: String,
    /// Its nature.
    pub nature: Nature,
    /// How much, negative for what is asked back.
    pub centimes: i64,
}

/// Every line of a run, written together or not at all.
#[derive(Debug, Clone)]
pub struct OrdreDeVersement<'a> {
    /// The identifier of the run.
    pub calcul: &'a str,
    /// Its lines.
    pub versements: &'a [Versement],
    /// Who orders.
    pub auteur: &'a str,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LigneDeVersement {
    /// The run that it comes from.
    pub calcul: String,
    /// When it was ordered.
    pub instant: Instant,
    /// What it says.
    pub versement: Versement,
}

/// The hash of an order, which tells the same one sent twice from another one under the same name.
fn hash(ordre: &OrdreDeVersement<'_>) -> String {
    let mut texte = String::new();
    for v in ordre.versements {
        let mut ligne = Charge::new().avec("beneficiaire", &v.beneficiaire.0);
        if let Some(contrat) = &v.contrat {
            ligne = ligne.avec("contrat", contrat);
        }
        let ligne = ligne
            .avec("dispositif", &v.dispositif)
            .avec("exercice", &v.exercice)
            .avec("code", &v.code)
            .avec("nature", v.nature.mot())
            .avec("centimes", v.centimes.to_string());
        texte.push_str(&ligne.canonique());
        texte.push('\n');
    }
    empreinte_de(texte.as_bytes())
}

/// Writes an order in a transaction that does more: both are kept, or neither.
pub(crate) async fn write_order(
    tx: &mut Transaction<'static, Any>,
    ordre: &OrdreDeVersement<'_>,
    instant: Instant,
) -> Resultat<bool> {
    let empreinte = hash(ordre);
    // Who pays stands in line: what was already paid is never read while somebody else writes it.
    journal::lock(&mut *tx).await?;
    // The sum also proves that no total computed later from these lines overflows silently here.
    let total = ordre.versements.iter().try_fold(0_i64, |total, v| total.checked_add(v.centimes)).ok_or_else(|| {
        ErreurDeRegistre::refus(
            "Le total de cet ordre dépasse ce qui peut être compté. Vérifiez ses montants.",
            "total d'un ordre au-delà de 64 bits",
        )
    })?;
    let nouveau = sqlx::query(
        "INSERT INTO ordres (calcul, empreinte, auteur, instant) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (calcul) DO NOTHING",
    )
    .bind(ordre.calcul)
    .bind(&empreinte)
    .bind(ordre.auteur)
    .bind(instant.0)
    .execute(&mut **tx)
    .await
    .tentant("écrire un ordre")?;
    if nouveau.rows_affected() == 0 {
        let ancien = sqlx::query("SELECT empreinte FROM ordres WHERE calcul = $1")
            .bind(ordre.calcul)
            .fetch_one(&mut **tx)
            .await
            .tentant("relire un ordre")?;
        let ancienne: String = ancien.try_get(0).tentant("relire un ordre")?;
        if ancienne == empreinte {
            return Ok(false);
        }
        return Err(ErreurDeRegistre::refus(
            "Ce calcul a déjà été versé avec d'autres montants. Une correction demande un nouveau calcul.",
            "ordre différent sous le même calcul",
        ));
    }
    for (rang, v) in (1_i64..).zip(ordre.versements) {
        sqlx::query(
            "INSERT INTO versements (calcul, rang, beneficiaire, dispositif, exercice, code, nature, centimes, \
             contrat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(ordre.calcul)
        .bind(rang)
        .bind(&v.beneficiaire.0)
        .bind(&v.dispositif)
        .bind(&v.exercice)
        .bind(&v.code)
        .bind(v.nature.mot())
        .bind(v.centimes)
        .bind(contrats::kept(v.contrat.as_deref()))
        .execute(&mut **tx)
        .await
        .tentant("écrire un versement")?;
    }
    let charge = Charge::new()
        .avec("lignes", ordre.versements.len().to_string())
        .avec("centimes", total.to_string())
        .avec("empreinte", empreinte);
    let objet = format!("calcul/{}", ordre.calcul);
    let acte = Acte { acteur: ordre.auteur, acte: "verser", objet: &objet, charge };
    journal::append(&mut *tx, &acte, instant).await?;
    Ok(true)
}

impl Registre {
    /// Writes the lines of a run, and the act in the journal. Sent twice, an order is written once and the second
    /// answer is `false`; another content under the same run is refused.
    pub async fn verser(&self, ordre: &OrdreDeVersement<'_>, instant: Instant) -> Resultat<bool> {
        let mut tx = self.ecrire().await?;
        let nouveau = write_order(&mut tx, ordre, instant).await?;
        tx.commit().await.tentant("valider un ordre")?;
        Ok(nouveau)
    }

    /// The lines of a beneficiary, the oldest order first.
    pub async fn versements_de(&self, beneficiaire: &IdBeneficiaire) -> Resultat<Vec<LigneDeVersement>> {
        sqlx::query(
            "SELECT versements.calcul, instant, beneficiaire, dispositif, exercice, code, nature, centimes, contrat \
             FROM versements JOIN ordres ON ordres.calcul = versements.calcul \
             WHERE beneficiaire = $1 ORDER BY instant, versements.calcul, rang",
        )
        .bind(&beneficiaire.0)
        .fetch_all(&self.base)
        .await
        .tentant("lire les versements")?
        .iter()
        .map(read_line)
        .collect()
    }
}

const NATURES: [Nature; 6] =
    [Nature::Initial, Nature::Avance, Nature::Solde, Nature::Complement, Nature::Regularisation, Nature::Indu];

/// The nature that a word of the database names.
pub(crate) fn read_nature(mot: &str, table: &str) -> Resultat<Nature> {
    let nature = NATURES.into_iter().find(|nature| nature.mot() == mot);
    nature.ok_or_else(|| ErreurDeRegistre::panne(format!("table {table}, colonne nature : mot inconnu")))
}

fn read_line(ligne: &AnyRow) -> Resultat<LigneDeVersement> {
    let calcul: String = ligne.try_get(0).tentant("lire un versement")?;
    let mot: String = ligne.try_get(6).tentant("lire un versement")?;
    let versement = Versement {
        beneficiaire: IdBeneficiaire(ligne.try_get(2).tentant("lire un versement")?),
        contrat: contrats::read(ligne.try_get(8).tentant("lire un versement")?),
        dispositif: ligne.try_get(3).tentant("lire un versement")?,
        exercice: ligne.try_get(4).tentant("lire un versement")?,
        code: ligne.try_get(5).tentant("lire un versement")?,
        nature: read_nature(&mot, "versements")?,
        centimes: ligne.try_get(7).tentant("lire un versement")?,
    };
    Ok(LigneDeVersement { calcul, instant: Instant(ligne.try_get(1).tentant("lire un versement")?), versement })
}
