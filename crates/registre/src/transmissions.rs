//! Declarations sent: numbered, immutable, with the rules that they answer. The last one counts.

use crate::charge::canonical;
use crate::declarations::{lock, refuser_nul};
use crate::erreur::Tentative;
use crate::{Acte, Charge, CleDeDeclaration, ErreurDeRegistre, Instant, Registre, Resultat, journal};
use convention::empreinte_de;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// What somebody confirmed on the summary page.
#[derive(Debug, Clone)]
pub struct ATransmettre<'a> {
    /// The version of the draft that the summary showed.
    pub version_lue: i64,
    /// The hash of the rules that the form came from.
    pub regles: &'a str,
    /// Every value confirmed, prefilled ones included.
    pub reponses: &'a BTreeMap<String, String>,
    /// Who transmits.
    pub auteur: &'a str,
}

/// The proof of a transmission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recu {
    /// Its number, from 1 for each declaration.
    pub numero: i64,
    /// The hash of what was transmitted.
    pub empreinte: String,
    /// When it was received.
    pub instant: Instant,
}

/// What became of a transmission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envoi {
    /// It is received. The same button pressed twice gives the same receipt.
    Recue(Recu),
    /// A field changed since the summary: show it again, with this version.
    Conflit(i64),
}

/// A declaration as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmission {
    /// Its number, hash and moment.
    pub recu: Recu,
    /// The hash of the rules that it answers.
    pub regles: String,
    /// Who transmitted.
    pub auteur: String,
    /// Every value.
    pub reponses: BTreeMap<String, String>,
}

fn hash(cle: &CleDeDeclaration, regles: &str, reponses: &BTreeMap<String, String>) -> String {
    let entete = Charge::new()
        .avec("beneficiaire", &cle.beneficiaire.0)
        .avec("dispositif", &cle.dispositif)
        .avec("exercice", &cle.exercice)
        .avec("regles", regles);
    let valeurs = canonical(reponses.iter().map(|(champ, valeur)| (champ.as_str(), valeur.as_str())));
    empreinte_de(format!("{}\n{valeurs}", entete.canonique()).as_bytes())
}

impl Registre {
    /// Receives a declaration, and writes the act in the journal with it. Whether the period is open was decided by
    /// the caller.
    pub async fn transmettre(
        &self,
        cle: &CleDeDeclaration,
        envoi: &ATransmettre<'_>,
        instant: Instant,
    ) -> Resultat<Envoi> {
        if envoi.reponses.is_empty() {
            return Err(ErreurDeRegistre::refus(
                "Cette déclaration ne contient aucune réponse\u{a0}: répondez à un indicateur au moins.",
                "transmission sans réponse",
            ));
        }
        envoi.reponses.values().try_for_each(|valeur| refuser_nul(valeur))?;
        let mut tx = self.ecrire().await?;
        let entete = lock(&mut tx, cle).await?;
        if entete.version != envoi.version_lue {
            return Ok(Envoi::Conflit(entete.version));
        }
        let empreinte = hash(cle, envoi.regles, envoi.reponses);
        if entete.transmissions > 0 && entete.version == entete.version_transmise {
            let derniere = sqlx::query(
                "SELECT numero, empreinte, instant FROM transmissions \
                 WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3 AND numero = $4",
            )
            .bind(&cle.beneficiaire.0)
            .bind(&cle.dispositif)
            .bind(&cle.exercice)
            .bind(entete.transmissions)
            .fetch_one(&mut *tx)
            .await
            .tentant("lire la dernière transmission")?;
            let recu = read_receipt(&derniere).tentant("lire un reçu")?;
            if recu.empreinte == empreinte {
                return Ok(Envoi::Recue(recu));
            }
        }
        let numero = entete.transmissions + 1;
        sqlx::query(
            "INSERT INTO transmissions (beneficiaire, dispositif, exercice, numero, empreinte, instant, regles, auteur) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .bind(numero)
        .bind(&empreinte)
        .bind(instant.0)
        .bind(envoi.regles)
        .bind(envoi.auteur)
        .execute(&mut *tx)
        .await
        .tentant("recevoir une transmission")?;
        for (champ, valeur) in envoi.reponses {
            sqlx::query(
                "INSERT INTO transmission_reponses (beneficiaire, dispositif, exercice, numero, champ, valeur) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(&cle.beneficiaire.0)
            .bind(&cle.dispositif)
            .bind(&cle.exercice)
            .bind(numero)
            .bind(champ)
            .bind(valeur)
            .execute(&mut *tx)
            .await
            .tentant("recevoir une réponse")?;
        }
        sqlx::query(
            "UPDATE declarations SET transmissions = $4, version_transmise = version \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .bind(numero)
        .execute(&mut *tx)
        .await
        .tentant("noter une transmission")?;
        // The journal keeps the hash, not the answers: it is read by more people than the declaration is.
        let charge =
            Charge::new().avec("numero", numero.to_string()).avec("regles", envoi.regles).avec("empreinte", &empreinte);
        let acte = Acte { acteur: envoi.auteur, acte: "transmettre", objet: &cle.objet(), charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider une transmission")?;
        Ok(Envoi::Recue(Recu { numero, empreinte, instant }))
    }

    /// Every transmission of a declaration, the oldest first. One whose content no longer has its hash is a failure,
    /// never an answer.
    pub async fn transmissions(&self, cle: &CleDeDeclaration) -> Resultat<Vec<Transmission>> {
        let lignes = sqlx::query(
            "SELECT numero, empreinte, instant, regles, auteur FROM transmissions \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3 ORDER BY numero",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .fetch_all(&self.base)
        .await
        .tentant("lire les transmissions")?;
        let mut transmissions = Vec::with_capacity(lignes.len());
        for ligne in &lignes {
            let recu = read_receipt(ligne).tentant("lire un reçu")?;
            let reponses = self.reponses(cle, recu.numero).await?;
            let regles: String = ligne.try_get(3).tentant("lire une transmission")?;
            let auteur = ligne.try_get(4).tentant("lire une transmission")?;
            if hash(cle, &regles, &reponses) != recu.empreinte {
                return Err(ErreurDeRegistre::panne(format!(
                    "lire les transmissions : la transmission {} de « {} » n'a plus son empreinte",
                    recu.numero, cle.dispositif
                )));
            }
            transmissions.push(Transmission { recu, regles, auteur, reponses });
        }
        Ok(transmissions)
    }

    /// The transmission that counts: the last one.
    pub async fn transmission_retenue(&self, cle: &CleDeDeclaration) -> Resultat<Option<Transmission>> {
        Ok(self.transmissions(cle).await?.pop())
    }

    async fn reponses(&self, cle: &CleDeDeclaration, numero: i64) -> Resultat<BTreeMap<String, String>> {
        sqlx::query(
            "SELECT champ, valeur FROM transmission_reponses \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3 AND numero = $4",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .bind(numero)
        .fetch_all(&self.base)
        .await
        .tentant("lire les réponses")?
        .iter()
        .map(|ligne| Ok((ligne.try_get(0)?, ligne.try_get(1)?)))
        .collect::<Result<_, sqlx::Error>>()
        .tentant("lire une réponse")
    }
}

fn read_receipt(ligne: &AnyRow) -> Result<Recu, sqlx::Error> {
    Ok(Recu { numero: ligne.try_get(0)?, empreinte: ligne.try_get(1)?, instant: Instant(ligne.try_get(2)?) })
}
