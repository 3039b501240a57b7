//! The rows of a run, written once and read back.

use crate::erreur::Tentative;
use crate::liquidations::{ETATS, MOTIFS};
use crate::versements::read_nature;
use crate::{
    CleDePaiement, EmpreintesDeCalcul, ErreurDeRegistre, EtapeDeLiquidation, Instant, Liquidation, NouvelleLiquidation,
    Reserve, Resultat, contrats,
};
use convention::{IdBeneficiaire, Nature};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// Writes a run with its lines and its reserves.
pub(crate) async fn write_run(
    tx: &mut Transaction<'static, Any>,
    numero: i64,
    empreinte: &str,
    l: &NouvelleLiquidation<'_>,
) -> Resultat<()> {
    sqlx::query(
        "INSERT INTO liquidations (numero, calcul, dispositif, exercice, versement, titre, annee_du_versement, \
         periode, regles, entrees, executable, sortie, manifeste, manifeste_chemin, lignes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(numero)
    .bind(format!("liquidation-{numero}"))
    .bind(l.dispositif)
    .bind(l.exercice)
    .bind(l.versement)
    .bind(l.titre)
    .bind(i64::from(l.annee_du_versement))
    .bind(l.periode)
    .bind(&l.empreintes.regles)
    .bind(&l.empreintes.entrees)
    .bind(&l.empreintes.executable)
    .bind(&l.empreintes.sortie)
    .bind(&l.empreintes.manifeste)
    .bind(l.manifeste)
    .bind(empreinte)
    .execute(&mut **tx)
    .await
    .tentant("écrire une liquidation")?;
    for (rang, ligne) in (1_i64..).zip(l.lignes) {
        sqlx::query(
            "INSERT INTO liquidation_lignes (liquidation, rang, beneficiaire, nature, centimes, deja, contrat, \
             nom_du_contrat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(numero)
        .bind(rang)
        .bind(&ligne.beneficiaire.0)
        .bind(ligne.nature.mot())
        .bind(ligne.centimes)
        .bind(ligne.deja.canonique())
        .bind(contrats::kept(ligne.contrat.as_ref().map(|contrat| contrat.code.as_str())))
        .bind(ligne.contrat.as_ref().and_then(|contrat| contrat.nom.as_deref()))
        .execute(&mut **tx)
        .await
        .tentant("écrire une ligne de liquidation")?;
    }
    for (rang, reserve) in (1_i64..).zip(l.reserves) {
        sqlx::query(
            "INSERT INTO liquidation_reserves (liquidation, rang, motif, nom, beneficiaires) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(numero)
        .bind(rang)
        .bind(reserve.motif.mot())
        .bind(&reserve.nom)
        .bind(reserve.beneficiaires)
        .execute(&mut **tx)
        .await
        .tentant("écrire une réserve")?;
    }
    Ok(())
}

/// Writes what happened to a run. A rank or a state that is already taken is refused by the database.
pub(crate) async fn write_step(
    tx: &mut Transaction<'static, Any>,
    numero: i64,
    rang: i64,
    etape: &EtapeDeLiquidation,
) -> Resultat<()> {
    sqlx::query(
        "INSERT INTO liquidation_etapes (liquidation, rang, etat, auteur, instant, jour, motif) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(numero)
    .bind(rang)
    .bind(etape.etat.mot())
    .bind(&etape.auteur)
    .bind(etape.instant.0)
    .bind(etape.jour.map(|jour| jour.to_string()))
    .bind(&etape.motif)
    .execute(&mut **tx)
    .await
    .tentant("écrire une étape de liquidation")?;
    Ok(())
}

/// A line as it was kept: what was already paid is a text to compare.
pub(crate) struct LigneGardee {
    pub(crate) cle: CleDePaiement,
    pub(crate) nature: Nature,
    pub(crate) centimes: i64,
    pub(crate) deja: String,
}

pub(crate) async fn lines(tx: &mut Transaction<'static, Any>, numero: i64) -> Resultat<Vec<LigneGardee>> {
    let quoi = "lire les lignes d'une liquidation";
    sqlx::query(
        "SELECT beneficiaire, nature, centimes, deja, contrat FROM liquidation_lignes WHERE liquidation = $1 \
         ORDER BY rang",
    )
    .bind(numero)
    .fetch_all(&mut **tx)
    .await
    .tentant(quoi)?
    .iter()
    .map(|ligne| {
        let mot: String = ligne.try_get(1).tentant(quoi)?;
        Ok(LigneGardee {
            cle: CleDePaiement {
                beneficiaire: IdBeneficiaire(ligne.try_get(0).tentant(quoi)?),
                contrat: contrats::read(ligne.try_get(4).tentant(quoi)?),
            },
            nature: read_nature(&mot, "liquidation_lignes")?,
            centimes: ligne.try_get(2).tentant(quoi)?,
            deja: ligne.try_get(3).tentant(quoi)?,
        })
    })
    .collect()
}

/// Reads one run, or all of them.
pub(crate) async fn liquidations(
    tx: &mut Transaction<'static, Any>,
    numero: Option<i64>,
) -> Resultat<Vec<Liquidation>> {
    let quoi = "lire une liquidation";
    let lignes = sqlx::query(
        "SELECT numero, calcul, dispositif, exercice, versement, titre, regles, entrees, executable, sortie, \
         manifeste, manifeste_chemin, lignes FROM liquidations WHERE $1 = 0 OR numero = $1 ORDER BY numero",
    )
    .bind(numero.unwrap_or(0))
    .fetch_all(&mut **tx)
    .await
    .tentant(quoi)?;
    let mut lues = Vec::with_capacity(lignes.len());
    for ligne in &lignes {
        let mut lue = read(ligne).tentant(quoi)?;
        lue.etapes = steps(tx, lue.numero).await?;
        lue.reserves = reserves(tx, lue.numero).await?;
        let montants = sqlx::query("SELECT centimes FROM liquidation_lignes WHERE liquidation = $1")
            .bind(lue.numero)
            .fetch_all(&mut **tx)
            .await
            .tentant(quoi)?;
        for montant in &montants {
            lue.total.0 += 1;
            lue.total.1 += i128::from(montant.try_get::<i64, _>(0).tentant(quoi)?);
        }
        lues.push(lue);
    }
    Ok(lues)
}

fn read(ligne: &AnyRow) -> Result<Liquidation, sqlx::Error> {
    Ok(Liquidation {
        numero: ligne.try_get(0)?,
        calcul: ligne.try_get(1)?,
        dispositif: ligne.try_get(2)?,
        exercice: ligne.try_get(3)?,
        versement: ligne.try_get(4)?,
        titre: ligne.try_get(5)?,
        empreintes: EmpreintesDeCalcul {
            regles: ligne.try_get(6)?,
            entrees: ligne.try_get(7)?,
            executable: ligne.try_get(8)?,
            sortie: ligne.try_get(9)?,
            manifeste: ligne.try_get(10)?,
        },
        manifeste: ligne.try_get(11)?,
        lignes: ligne.try_get(12)?,
        total: (0, 0),
        reserves: Vec::new(),
        etapes: Vec::new(),
    })
}

async fn steps(tx: &mut Transaction<'static, Any>, numero: i64) -> Resultat<Vec<EtapeDeLiquidation>> {
    let quoi = "lire les étapes d'une liquidation";
    let lignes = sqlx::query(
        "SELECT etat, auteur, instant, jour, motif FROM liquidation_etapes WHERE liquidation = $1 ORDER BY rang",
    )
    .bind(numero)
    .fetch_all(&mut **tx)
    .await
    .tentant(quoi)?;
    lignes
        .iter()
        .map(|ligne| {
            let mot: String = ligne.try_get(0).tentant(quoi)?;
            let etat = ETATS.iter().find(|(m, _)| *m == mot).map(|(_, etat)| *etat);
            let jour: Option<String> = ligne.try_get(3).tentant(quoi)?;
            Ok(EtapeDeLiquidation {
                etat: etat.ok_or_else(|| corrupt("liquidation_etapes", "etat", numero))?,
                auteur: ligne.try_get(1).tentant(quoi)?,
                instant: Instant(ligne.try_get(2).tentant(quoi)?),
                jour: jour.map(|j| j.parse().map_err(|_| corrupt("liquidation_etapes", "jour", numero))).transpose()?,
                motif: ligne.try_get(4).tentant(quoi)?,
            })
        })
        .collect()
}

async fn reserves(tx: &mut Transaction<'static, Any>, numero: i64) -> Resultat<Vec<Reserve>> {
    let quoi = "lire les réserves d'une liquidation";
    let lignes =
        sqlx::query("SELECT motif, nom, beneficiaires FROM liquidation_reserves WHERE liquidation = $1 ORDER BY rang")
            .bind(numero)
            .fetch_all(&mut **tx)
            .await
            .tentant(quoi)?;
    lignes
        .iter()
        .map(|ligne| {
            let mot: String = ligne.try_get(0).tentant(quoi)?;
            let motif = MOTIFS.iter().find(|(m, _)| *m == mot).map(|(_, motif)| *motif);
            Ok(Reserve {
                motif: motif.ok_or_else(|| corrupt("liquidation_reserves", "motif", numero))?,
                nom: ligne.try_get(1).tentant(quoi)?,
                beneficiaires: ligne.try_get(2).tentant(quoi)?,
            })
        })
        .collect()
}

fn corrupt(table: &str, colonne: &str, numero: i64) -> ErreurDeRegistre {
    ErreurDeRegistre::panne(format!("table {table}, colonne {colonne}, liquidation {numero} : illisible"))
}
