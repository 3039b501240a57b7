//! Payments made before, or elsewhere: imported once, then never changed.

use crate::erreur::Tentative;
use crate::{Acte, Charge, ErreurDeRegistre, Instant, Registre, Resultat, contrats, journal, paiements};
use convention::{Date, IdBeneficiaire, Nature};
use sqlx::{Any, AssertSqlSafe, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A payment to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaiementAImporter {
    /// Who was paid.
    pub beneficiaire: IdBeneficiaire,
    /// Under which convention.
    pub convention: String,
    /// For which exercice.
    pub exercice: String,
    /// Under which year it is shown: the exercice, unless the rules say the year of the payment.
    pub exercice_affiche: String,
    /// For which dispositif, when there are rules for it.
    pub dispositif: Option<String>,
    /// The code of the payment in these rules: what a later run subtracts. Never without a dispositif.
    pub code: Option<String>,
    /// Under which contract, by its code, where each is computed alone. Never without a dispositif.
    pub contrat: Option<String>,
    /// Its title, as its beneficiary reads it.
    pub titre: String,
    /// Its nature.
    pub nature: Nature,
    /// How much, negative for what was asked back.
    pub centimes: i64,
    /// The day it was paid.
    pub jour: Date,
    /// The period it is about, in words.
    pub periode: Option<String>,
}

/// Payments to import together or not at all.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// The hash of the file they come from: what tells the same import made twice.
    pub empreinte: &'a str,
    /// Are they invented for a demonstration?
    pub fictif: bool,
    /// Who imports.
    pub auteur: &'a str,
    /// The payments.
    pub paiements: &'a [PaiementAImporter],
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Importation {
    /// Everything is written.
    Faite,
    /// It had been made already; nothing is written.
    DejaFaite,
    /// These payments, by rank, bear the beneficiary, exercice, title and day of another one; nothing is written.
    Doublons(Vec<usize>),
}

/// Payments written by one query: more of them take SQLite longer to read than they save.
const PAR_REQUETE: usize = 20;
const COLONNES: usize = 14;

impl Registre {
    /// Imports payments, and writes the act in the journal. The same import twice is made once; a payment that could
    /// be taken for another one stops everything.
    pub async fn importer_paiements(&self, import: &Import<'_>, instant: Instant) -> Resultat<Importation> {
        let total = total(import.paiements)?;
        let mut tx = self.ecrire().await?;
        journal::lock(&mut tx).await?;
        let nouveau = sqlx::query(
            "INSERT INTO imports (empreinte, auteur, instant, fictif) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (empreinte) DO NOTHING",
        )
        .bind(import.empreinte)
        .bind(import.auteur)
        .bind(instant.0)
        .bind(i64::from(import.fictif))
        .execute(&mut *tx)
        .await
        .tentant("écrire un import")?;
        if nouveau.rows_affected() == 0 {
            return Ok(Importation::DejaFaite);
        }
        let mut doublons = already_paid(&mut tx, import.paiements).await?;
        for (rang, paiements) in (0..).step_by(PAR_REQUETE).zip(import.paiements.chunks(PAR_REQUETE)) {
            doublons.extend(write(&mut tx, import.empreinte, rang, paiements).await?);
        }
        if !doublons.is_empty() {
            return Ok(Importation::Doublons(doublons.into_iter().collect()));
        }
        let charge = Charge::new()
            .avec("lignes", import.paiements.len().to_string())
            .avec("centimes", total.to_string())
            .avec("fictif", if import.fictif { "oui" } else { "non" });
        let objet = format!("import/{}", import.empreinte);
        let acte = Acte { acteur: import.auteur, acte: "importer", objet: &objet, charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider un import")?;
        Ok(Importation::Faite)
    }
}

/// The sum, which also proves that no total made later from these lines overflows.
fn total(paiements: &[PaiementAImporter]) -> Resultat<i64> {
    paiements.iter().try_fold(0_i64, |total, p| total.checked_add(p.centimes)).ok_or_else(|| {
        ErreurDeRegistre::refus(
            "Le total de cet import dépasse ce qui peut être compté. Vérifiez ses montants.",
            "total d'un import au-delà de 64 bits",
        )
    })
}

/// Writes some payments; gives the ranks of those that the database already has.
async fn write(
    tx: &mut Transaction<'static, Any>,
    import: &str,
    premier: usize,
    paiements: &[PaiementAImporter],
) -> Resultat<Vec<usize>> {
    let quoi = "écrire des paiements importés";
    let texte = statement(paiements.len());
    let mut requete = sqlx::query(AssertSqlSafe(texte));
    for (rang, p) in (premier..).zip(paiements) {
        requete = requete
            .bind(import)
            .bind(i64::try_from(rang).unwrap_or(i64::MAX - 1) + 1)
            .bind(&p.beneficiaire.0)
            .bind(&p.convention)
            .bind(&p.exercice)
            .bind(&p.exercice_affiche)
            .bind(p.dispositif.as_deref())
            .bind(p.code.as_deref())
            .bind(&p.titre)
            .bind(p.nature.mot())
            .bind(p.centimes)
            .bind(p.jour.to_string())
            .bind(p.periode.as_deref())
            .bind(contrats::kept(p.contrat.as_deref()));
    }
    let ecrits = requete.fetch_all(&mut **tx).await.tentant(quoi)?;
    if ecrits.len() == paiements.len() {
        return Ok(Vec::new());
    }
    let ecrits: BTreeSet<i64> = ecrits.iter().map(|ligne| ligne.try_get(0)).collect::<Result<_, _>>().tentant(quoi)?;
    let rangs = (premier..).take(paiements.len());
    Ok(rangs.filter(|rang| !ecrits.contains(&(i64::try_from(*rang).unwrap_or(i64::MAX - 1) + 1))).collect())
}

/// The query that writes this many payments. Nothing in it comes from outside.
fn statement(lignes: usize) -> String {
    let mut texte = String::from(
        "INSERT INTO paiements_importes (import, rang, beneficiaire, convention, exercice, exercice_affiche, \
         dispositif, code, titre, nature, centimes, jour, periode, contrat) VALUES ",
    );
    for ligne in 0..lignes {
        texte.push_str(if ligne == 0 { "(" } else { ", (" });
        for colonne in 1..=COLONNES {
            texte.push_str(if colonne == 1 { "$" } else { ", $" });
            texte.push_str(&(ligne * COLONNES + colonne).to_string());
        }
        texte.push(')');
    }
    texte.push_str(" ON CONFLICT (beneficiaire, exercice, titre, jour) DO NOTHING RETURNING rang");
    texte
}

/// Payments that a run already made: same beneficiary, exercice, title and day.
async fn already_paid(
    tx: &mut Transaction<'static, Any>,
    paiements: &[PaiementAImporter],
) -> Resultat<BTreeSet<usize>> {
    let quoi = "lire les liquidations payées";
    let payees = sqlx::query(
        "SELECT exercice, titre, jour, calcul FROM liquidations \
         JOIN liquidation_etapes ON liquidation_etapes.liquidation = liquidations.numero WHERE jour IS NOT NULL",
    )
    .fetch_all(&mut **tx)
    .await
    .tentant(quoi)?;
    let mut calculs: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
    for ligne in &payees {
        let texte = |rang: usize| ligne.try_get::<String, _>(rang).tentant(quoi);
        calculs.entry((texte(0)?, texte(2)?)).or_default().push((texte(1)?, texte(3)?));
    }
    let mut doublons = BTreeSet::new();
    for (rang, p) in paiements.iter().enumerate() {
        let ce_jour = calculs.get(&(p.exercice.clone(), p.jour.to_string())).into_iter().flatten();
        // The name of a contract may follow the title of the run.
        for (titre, calcul) in ce_jour.filter(|(titre, _)| p.titre.starts_with(titre.as_str())) {
            let deja = sqlx::query(
                "SELECT ll.nom_du_contrat FROM versements v JOIN liquidations l ON l.calcul = v.calcul \
                 JOIN liquidation_lignes ll ON ll.liquidation = l.numero AND ll.beneficiaire = v.beneficiaire \
                 AND ll.contrat = v.contrat WHERE v.calcul = $1 AND v.beneficiaire = $2",
            )
            .bind(calcul)
            .bind(&p.beneficiaire.0)
            .fetch_all(&mut **tx)
            .await
            .tentant(quoi)?;
            for ligne in &deja {
                let nom: Option<String> = ligne.try_get(0).tentant(quoi)?;
                if paiements::titre(titre.clone(), nom.as_deref()) == p.titre {
                    doublons.insert(rang);
                }
            }
        }
    }
    Ok(doublons)
}
