//! Declarations being written: kept field by field, so that two tabs or two people lose nothing of each other's work.

use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Instant, Registre, Resultat};
use convention::IdBeneficiaire;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// Which declaration: one per beneficiary, dispositif and exercice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleDeDeclaration {
    /// For whom.
    pub beneficiaire: IdBeneficiaire,
    /// The code of the dispositif.
    pub dispositif: String,
    /// The code of the exercice.
    pub exercice: String,
}

impl CleDeDeclaration {
    /// What the journal calls it.
    pub(crate) fn objet(&self) -> String {
        format!("declaration/{}/{}/{}", self.beneficiaire.0, self.dispositif, self.exercice)
    }
}

/// A value typed in a form.
#[derive(Debug, Clone)]
pub struct ValeurSaisie<'a> {
    /// The code of the field.
    pub champ: &'a str,
    /// What was typed; nothing when the field was emptied.
    pub valeur: Option<&'a str>,
    /// The version that the page showed, 0 for a field never written.
    pub version_lue: i64,
    /// Who typed.
    pub auteur: &'a str,
}

/// A field as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChampDeBrouillon {
    /// Its value; nothing when it was emptied.
    pub valeur: Option<String>,
    /// From 1, one more at each change.
    pub version: i64,
    /// Who wrote it last.
    pub auteur: String,
    /// When.
    pub instant: Instant,
}

/// What became of a value typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enregistrement {
    /// It is kept.
    Fait(ChampDeBrouillon),
    /// Somebody wrote meanwhile: here is their value, nothing was overwritten.
    Conflit(ChampDeBrouillon),
}

/// A declaration being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brouillon {
    /// Its fields, by code.
    pub champs: BTreeMap<String, ChampDeBrouillon>,
    /// One more at each change of any field.
    pub version: i64,
    /// The version that was last transmitted.
    pub version_transmise: i64,
    /// How many times it was transmitted.
    pub transmissions: i64,
}

impl Brouillon {
    /// Was something written since the last transmission? The banner of the forgotten declaration asks this.
    pub fn en_attente(&self) -> bool {
        self.version > self.version_transmise
    }
}

/// Creates the declaration if absent and locks it until the end of the transaction.
pub(crate) async fn lock(base: &mut AnyConnection, cle: &CleDeDeclaration) -> Resultat<Brouillon> {
    let ligne = sqlx::query(
        "INSERT INTO declarations (beneficiaire, dispositif, exercice, version, version_transmise, transmissions) \
         VALUES ($1, $2, $3, 0, 0, 0) \
         ON CONFLICT (beneficiaire, dispositif, exercice) DO UPDATE SET version = declarations.version \
         RETURNING version, version_transmise, transmissions",
    )
    .bind(&cle.beneficiaire.0)
    .bind(&cle.dispositif)
    .bind(&cle.exercice)
    .fetch_one(base)
    .await
    .tentant("prendre une déclaration")?;
    read_header(&ligne).tentant("lire une déclaration")
}

fn read_header(ligne: &AnyRow) -> Result<Brouillon, sqlx::Error> {
    Ok(Brouillon {
        champs: BTreeMap::new(),
        version: ligne.try_get(0)?,
        version_transmise: ligne.try_get(1)?,
        transmissions: ligne.try_get(2)?,
    })
}

fn read_field(ligne: &AnyRow) -> Result<(String, ChampDeBrouillon), sqlx::Error> {
    let champ = ChampDeBrouillon {
        valeur: ligne.try_get(1)?,
        version: ligne.try_get(2)?,
        auteur: ligne.try_get(3)?,
        instant: Instant(ligne.try_get(4)?),
    };
    Ok((ligne.try_get(0)?, champ))
}

/// PostgreSQL cannot keep the character 0 in a text, and no form needs it: both engines refuse it.
pub(crate) fn refuser_nul(texte: &str) -> Resultat<()> {
    if texte.contains('\0') {
        return Err(ErreurDeRegistre::refus(
            "Cette réponse contient un caractère invisible qui ne peut pas être conservé\u{a0}: saisissez-la à nouveau.",
            "caractère 0 dans un texte",
        ));
    }
    Ok(())
}

impl Registre {
    /// Keeps one field. A value typed over a version that is no longer the last is not kept: the answer shows the
    /// other's. The same value sent twice is kept once.
    pub async fn brouillon_enregistrer(
        &self,
        cle: &CleDeDeclaration,
        saisie: &ValeurSaisie<'_>,
        instant: Instant,
    ) -> Resultat<Enregistrement> {
        refuser_nul(saisie.valeur.unwrap_or_default())?;
        let mut tx = self.ecrire().await?;
        lock(&mut tx, cle).await?;
        let ligne = sqlx::query(
            "SELECT champ, valeur, version, auteur, instant FROM brouillons \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3 AND champ = $4",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .bind(saisie.champ)
        .fetch_optional(&mut *tx)
        .await
        .tentant("lire un champ")?;
        if let Some(ligne) = ligne {
            let (_, garde) = read_field(&ligne).tentant("lire un champ")?;
            if garde.valeur.as_deref() == saisie.valeur {
                return Ok(Enregistrement::Fait(garde));
            }
            if garde.version != saisie.version_lue {
                return Ok(Enregistrement::Conflit(garde));
            }
        } else if saisie.version_lue != 0 {
            return Err(ErreurDeRegistre::refus(
                "Cette page n'est plus à jour. Rechargez-la\u{a0}: ce qui était enregistré est gardé.",
                "version lue d'un champ jamais écrit",
            ));
        }
        let version = saisie.version_lue + 1;
        sqlx::query(
            "INSERT INTO brouillons (beneficiaire, dispositif, exercice, champ, valeur, version, auteur, instant) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (beneficiaire, dispositif, exercice, champ) DO UPDATE SET valeur = excluded.valeur, \
             version = excluded.version, auteur = excluded.auteur, instant = excluded.instant",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .bind(saisie.champ)
        .bind(saisie.valeur)
        .bind(version)
        .bind(saisie.auteur)
        .bind(instant.0)
        .execute(&mut *tx)
        .await
        .tentant("enregistrer un champ")?;
        sqlx::query(
            "UPDATE declarations SET version = version + 1 \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .execute(&mut *tx)
        .await
        .tentant("avancer une déclaration")?;
        tx.commit().await.tentant("valider un champ")?;
        let valeur = saisie.valeur.map(str::to_owned);
        Ok(Enregistrement::Fait(ChampDeBrouillon { valeur, version, auteur: saisie.auteur.to_owned(), instant }))
    }

    /// The declaration being written; an empty one when nothing was ever typed.
    pub async fn brouillon_lire(&self, cle: &CleDeDeclaration) -> Resultat<Brouillon> {
        // The header first: a field written between the two reads leaves a header too old, and a transmission that
        // relies on it is refused rather than sent with a value that nobody saw.
        let entete = sqlx::query(
            "SELECT version, version_transmise, transmissions FROM declarations \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .fetch_optional(&self.base)
        .await
        .tentant("lire une déclaration")?;
        let Some(entete) = entete else { return Ok(Brouillon::default()) };
        let mut brouillon = read_header(&entete).tentant("lire une déclaration")?;
        let lignes = sqlx::query(
            "SELECT champ, valeur, version, auteur, instant FROM brouillons \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .fetch_all(&self.base)
        .await
        .tentant("lire les champs d'une déclaration")?;
        brouillon.champs = lignes.iter().map(read_field).collect::<Result<_, _>>().tentant("lire un champ")?;
        Ok(brouillon)
    }
}
