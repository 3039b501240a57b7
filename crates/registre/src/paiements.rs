//! What somebody was paid, as a page shows it: by runs, and by imports.

use crate::erreur::Tentative;
use crate::versements::read_nature;
use crate::{ErreurDeRegistre, Instant, Registre, Resultat, contrats};
use convention::{Date, IdBeneficiaire, Nature};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// Where a payment comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrigineDePaiement {
    /// A run, by its name in the ledger.
    Calcul(String),
    /// An import, by the hash of its file.
    Import(String),
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paiement {
    /// The exercice that it is for.
    pub exercice: String,
    /// The year under which it is shown: the exercice, or the year it was paid in where the rules say so.
    pub exercice_affiche: String,
    /// The convention; absent for a run, whose dispositif tells it.
    pub convention: Option<String>,
    /// The dispositif, when there are rules for it.
    pub dispositif: Option<String>,
    /// The code of the payment in these rules.
    pub code: Option<String>,
    /// The code of the contract, where each is computed alone.
    pub contrat: Option<String>,
    /// Its title: no two payments of one beneficiary and one exercice bear the same.
    pub titre: String,
    /// Its nature.
    pub nature: Nature,
    /// How much, negative for what was asked back.
    pub centimes: i64,
    /// The day it was paid.
    pub jour: Date,
    /// The period it is about, in words.
    pub periode: Option<String>,
    /// Where it comes from.
    pub origine: OrigineDePaiement,
    /// Was it invented for a demonstration? Shown with a stamp, never an order of payment.
    pub fictif: bool,
}

/// The day of a run is that of its payment. An order written without a run has neither title nor day: its code and
/// the day it was written stand for them.
const PAR_CALCUL: &str = "SELECT v.exercice, v.exercice, CAST(NULL AS TEXT), v.dispositif, v.code, COALESCE(l.titre, v.code), \
     v.nature, v.centimes, e.jour, l.periode, v.calcul, CAST(0 AS BIGINT), o.instant, v.rang, \
     COALESCE(l.annee_du_versement, 0), v.contrat, ll.nom_du_contrat \
     FROM versements v JOIN ordres o ON o.calcul = v.calcul \
     LEFT JOIN liquidations l ON l.calcul = v.calcul \
     LEFT JOIN liquidation_lignes ll ON ll.liquidation = l.numero AND ll.beneficiaire = v.beneficiaire \
     AND ll.contrat = v.contrat \
     LEFT JOIN liquidation_etapes e ON e.liquidation = l.numero AND e.etat = 'payee' \
     WHERE v.beneficiaire = $1";

const PAR_IMPORT: &str = "SELECT p.exercice, p.exercice_affiche, p.convention, p.dispositif, p.code, p.titre, \
     p.nature, p.centimes, p.jour, p.periode, p.import, i.fictif, i.instant, p.rang, CAST(0 AS BIGINT), p.contrat, \
     CAST(NULL AS TEXT) \
     FROM paiements_importes p JOIN imports i ON i.empreinte = p.import WHERE p.beneficiaire = $1";

impl Registre {
    /// Every payment of somebody, the most recent day first.
    pub async fn paiements_de(&self, beneficiaire: &IdBeneficiaire) -> Resultat<Vec<Paiement>> {
        let mut lus = Vec::new();
        for (requete, import) in [(PAR_IMPORT, true), (PAR_CALCUL, false)] {
            let lignes = sqlx::query(requete).bind(&beneficiaire.0).fetch_all(&self.base).await;
            for ligne in lignes.tentant("lire les paiements")? {
                lus.push(read(&ligne, import)?);
            }
        }
        // In the order of writing, which nothing written later changes: the second of a title is always the second.
        lus.sort_by_key(|(ecrit, _)| *ecrit);
        let mut titres: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (_, paiement) in &mut lus {
            let deja = titres.entry((paiement.exercice.clone(), paiement.titre.clone())).or_default();
            *deja += 1;
            if *deja > 1 {
                paiement.titre.push_str(&format!(" (n°\u{a0}{deja})"));
            }
        }
        lus.sort_by(|(ecrit, un), (autre_ecrit, autre)| autre.jour.cmp(&un.jour).then_with(|| autre_ecrit.cmp(ecrit)));
        Ok(lus.into_iter().map(|(_, paiement)| paiement).collect())
    }
}

/// The title of a payment of a run: the contract is in it when it was named.
pub(crate) fn titre(titre: String, contrat: Option<&str>) -> String {
    match contrat {
        Some(contrat) => format!("{titre}, {contrat}"),
        None => titre,
    }
}

/// A payment, and where it stands in the order of writing.
fn read(ligne: &AnyRow, import: bool) -> Resultat<((Instant, i64), Paiement)> {
    let quoi = "lire un paiement";
    let texte = |rang: usize| ligne.try_get::<String, _>(rang).tentant(quoi);
    let facultatif = |rang: usize| ligne.try_get::<Option<String>, _>(rang).tentant(quoi);
    let instant: i64 = ligne.try_get(12).tentant(quoi)?;
    let jour = match facultatif(8)? {
        Some(jour) => jour.parse().map_err(|_| ErreurDeRegistre::panne("paiement : colonne jour illisible"))?,
        None => Date(i32::try_from(instant.div_euclid(86_400_000)).unwrap_or(i32::MAX)),
    };
    let annee_du_versement = ligne.try_get::<i64, _>(14).tentant(quoi)? != 0;
    let origine = texte(10)?;
    let titre = titre(texte(5)?, facultatif(16)?.as_deref());
    let paiement = Paiement {
        exercice: texte(0)?,
        exercice_affiche: if annee_du_versement { jour.annee().to_string() } else { texte(1)? },
        convention: facultatif(2)?,
        dispositif: facultatif(3)?,
        code: facultatif(4)?,
        contrat: contrats::read(texte(15)?),
        titre,
        nature: read_nature(&texte(6)?, "versements")?,
        centimes: ligne.try_get(7).tentant(quoi)?,
        jour,
        periode: facultatif(9)?,
        origine: if import { OrigineDePaiement::Import(origine) } else { OrigineDePaiement::Calcul(origine) },
        fictif: ligne.try_get::<i64, _>(11).tentant(quoi)? != 0,
    };
    Ok(((Instant(instant), ligne.try_get(13).tentant(quoi)?), paiement))
}
