//! The journal of acts: append-only, each row chained to the one before by its hash.

use crate::erreur::Tentative;
use crate::{Charge, Instant, Registre, Resultat};
use convention::empreinte_de;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// An act to write down.
#[derive(Debug, Clone)]
pub struct Acte<'a> {
    /// Who did it.
    pub acteur: &'a str,
    /// What: a verb of the field, `transmettre`, `refuser`.
    pub acte: &'a str,
    /// On what.
    pub objet: &'a str,
    /// The details.
    pub charge: Charge,
}

/// A row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LigneDeJournal {
    /// Its rank, from 1, without a hole.
    pub rang: i64,
    /// When.
    pub instant: Instant,
    /// Who.
    pub acteur: String,
    /// What.
    pub acte: String,
    /// On what.
    pub objet: String,
    /// The details, in canonical form.
    pub charge: String,
    /// The hash of the row before.
    pub precedente: String,
    /// The hash of this row.
    pub empreinte: String,
}

/// The last row: noted outside the database, it also proves that nothing was cut from the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tete {
    /// The rank of the last row, 0 when there is none.
    pub rang: i64,
    /// Its hash.
    pub empreinte: String,
}

/// How the first faulty row betrays itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rupture {
    /// Its content no longer has its hash.
    Modifiee,
    /// It is no longer there.
    Retiree,
    /// It does not follow the one before: moved, replaced, or inserted.
    Deplacee,
    /// It was added without the register.
    Ajoutee,
    /// The whole chain was made again: it no longer passes by the head noted outside.
    Reecrite,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Every row is there, in order, as written.
    Intact(Tete),
    /// The rank of the first faulty row, and what is wrong with it.
    Rompu(i64, Rupture),
}

/// What the first row follows.
const ORIGINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl LigneDeJournal {
    /// The hash of a row: each field preceded by its length, so that no two rows have the same bytes.
    fn empreinte_recalculee(&self) -> String {
        let (rang, instant) = (self.rang.to_string(), self.instant.0.to_string());
        let champs = [&self.precedente, &rang, &instant, &self.acteur, &self.acte, &self.objet, &self.charge]
            .map(String::as_str);
        let mut octets = String::from("conventio journal 1\n");
        for champ in champs {
            octets.push_str(&format!("{}:{champ}\n", champ.len()));
        }
        empreinte_de(octets.as_bytes())
    }

    fn read(ligne: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            rang: ligne.try_get(0)?,
            instant: Instant(ligne.try_get(1)?),
            acteur: ligne.try_get(2)?,
            acte: ligne.try_get(3)?,
            objet: ligne.try_get(4)?,
            charge: ligne.try_get(5)?,
            precedente: ligne.try_get(6)?,
            empreinte: ligne.try_get(7)?,
        })
    }
}

/// Takes the head before anything else is read: whoever writes an act waits for this transaction to end.
pub(crate) async fn lock(base: &mut AnyConnection) -> Resultat<()> {
    sqlx::query("UPDATE journal_tete SET rang = rang WHERE cle = 1")
        .execute(base)
        .await
        .tentant("prendre la tête du journal")?;
    Ok(())
}

/// Writes an act in the transaction of what it tells: both are kept, or neither. Taking the next rank locks the head,
/// so that two acts at once stand in line.
pub(crate) async fn append(base: &mut AnyConnection, acte: &Acte<'_>, instant: Instant) -> Resultat<Tete> {
    let tete = sqlx::query("UPDATE journal_tete SET rang = rang + 1 WHERE cle = 1 RETURNING rang, empreinte")
        .fetch_one(&mut *base)
        .await
        .tentant("prendre le rang suivant du journal")?;
    let mut ligne = LigneDeJournal {
        rang: tete.try_get(0).tentant("lire la tête du journal")?,
        instant,
        acteur: acte.acteur.to_owned(),
        acte: acte.acte.to_owned(),
        objet: acte.objet.to_owned(),
        charge: acte.charge.canonique(),
        precedente: tete.try_get(1).tentant("lire la tête du journal")?,
        empreinte: String::new(),
    };
    ligne.empreinte = ligne.empreinte_recalculee();
    sqlx::query(
        "INSERT INTO journal (rang, instant, acteur, acte, objet, charge, precedente, empreinte) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(ligne.rang)
    .bind(ligne.instant.0)
    .bind(&ligne.acteur)
    .bind(&ligne.acte)
    .bind(&ligne.objet)
    .bind(&ligne.charge)
    .bind(&ligne.precedente)
    .bind(&ligne.empreinte)
    .execute(&mut *base)
    .await
    .tentant("ajouter au journal")?;
    sqlx::query("UPDATE journal_tete SET empreinte = $1 WHERE cle = 1")
        .bind(&ligne.empreinte)
        .execute(base)
        .await
        .tentant("avancer la tête du journal")?;
    Ok(Tete { rang: ligne.rang, empreinte: ligne.empreinte })
}

impl Registre {
    /// Writes an act that changes nothing else in the register, such as the view of somebody's file.
    pub async fn journal_ajouter(&self, acte: &Acte<'_>, instant: Instant) -> Resultat<Tete> {
        let mut tx = self.ecrire().await?;
        let tete = append(&mut tx, acte, instant).await?;
        tx.commit().await.tentant("valider une ligne du journal")?;
        Ok(tete)
    }

    /// The last row, to be noted outside.
    pub async fn journal_tete(&self) -> Resultat<Tete> {
        let ligne = sqlx::query("SELECT rang, empreinte FROM journal_tete WHERE cle = 1")
            .fetch_one(&self.base)
            .await
            .tentant("lire la tête du journal")?;
        Ok(Tete {
            rang: ligne.try_get(0).tentant("lire la tête du journal")?,
            empreinte: ligne.try_get(1).tentant("lire la tête du journal")?,
        })
    }

    /// Up to `combien` rows after a rank, in order.
    pub async fn journal_lire(&self, apres: i64, combien: i64) -> Resultat<Vec<LigneDeJournal>> {
        sqlx::query(
            "SELECT rang, instant, acteur, acte, objet, charge, precedente, empreinte FROM journal \
             WHERE rang > $1 ORDER BY rang LIMIT $2",
        )
        .bind(apres)
        .bind(combien)
        .fetch_all(&self.base)
        .await
        .tentant("lire le journal")?
        .iter()
        .map(LigneDeJournal::read)
        .collect::<Result<_, _>>()
        .tentant("lire une ligne du journal")
    }

    /// Walks the whole chain and stops at the first row altered, removed or moved. With a head noted outside, also
    /// proves that the chain still passes by it: someone who can write everywhere in the database could make the
    /// whole chain again, and only this tells.
    pub async fn journal_verifier(&self, temoin: Option<&Tete>) -> Resultat<Verification> {
        let annoncee = self.journal_tete().await?;
        let mut derniere = Tete { rang: 0, empreinte: ORIGINE.to_owned() };
        loop {
            let lignes = self.journal_lire(derniere.rang, 1000).await?;
            if lignes.is_empty() {
                break;
            }
            for ligne in lignes {
                let attendu = derniere.rang + 1;
                if ligne.rang != attendu {
                    return Ok(Verification::Rompu(attendu, Rupture::Retiree));
                }
                if ligne.precedente != derniere.empreinte {
                    return Ok(Verification::Rompu(attendu, Rupture::Deplacee));
                }
                if ligne.empreinte_recalculee() != ligne.empreinte {
                    return Ok(Verification::Rompu(attendu, Rupture::Modifiee));
                }
                if temoin.is_some_and(|t| t.rang == ligne.rang && t.empreinte != ligne.empreinte) {
                    return Ok(Verification::Rompu(attendu, Rupture::Reecrite));
                }
                derniere = Tete { rang: ligne.rang, empreinte: ligne.empreinte };
            }
        }
        let attendue = annoncee.rang.max(temoin.map_or(0, |t| t.rang));
        if derniere.rang < attendue {
            return Ok(Verification::Rompu(derniere.rang + 1, Rupture::Retiree));
        }
        // Acts may have been written meanwhile: the head is read again before accusing anyone.
        let finale = self.journal_tete().await?;
        if finale.rang < derniere.rang {
            return Ok(Verification::Rompu(finale.rang + 1, Rupture::Ajoutee));
        }
        if finale.rang == derniere.rang && finale.empreinte != derniere.empreinte {
            return Ok(Verification::Rompu(derniere.rang, Rupture::Reecrite));
        }
        Ok(Verification::Intact(derniere))
    }
}
