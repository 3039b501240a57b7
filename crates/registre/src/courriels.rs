//! The e-mails to send: kept with the act that they announce, sent later, once each, and forgotten but for the trace.

use crate::avis::Avis;
use crate::declarations::refuser_nul;
use crate::erreur::Tentative;
use crate::{ErreurDeRegistre, Instant, Personne, Registre, Resultat};
use convention::empreinte_de;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long to wait after each failure; after one more, it is given up. They make two days and a half: a relay that is
/// down from Friday evening to Monday morning loses no receipt.
const REPRISES: [Duration; 8] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(3600),
    Duration::from_secs(4 * 3600),
    Duration::from_secs(12 * 3600),
    Duration::from_secs(20 * 3600),
    Duration::from_secs(24 * 3600),
];

/// Who an e-mail is for. Its debug form shows neither address nor name.
#[derive(Clone, PartialEq, Eq)]
pub struct Destinataire {
    /// Their address.
    pub adresse: String,
    /// Their name, if known.
    pub nom: Option<String>,
}

impl Destinataire {
    /// Somebody who can be written to; nothing when their address is not known.
    pub fn de(personne: &Personne) -> Option<Self> {
        Some(Self { adresse: personne.courriel.clone()?, nom: Some(personne.nom.clone()) })
    }
}

impl std::fmt::Debug for Destinataire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Destinataire(…)")
    }
}

/// An e-mail to keep until it is sent.
#[derive(Debug, Clone)]
pub struct NouveauCourriel<'a> {
    /// What must be announced only once to the same address. Neither address nor name: it stays in the trace.
    pub cle: &'a str,
    /// For whom.
    pub destinataire: &'a Destinataire,
    /// What it announces.
    pub avis: &'a Avis,
    /// When it is no longer worth sending: the closing of the period, for a reminder.
    pub perime: Option<Instant>,
}

/// An e-mail whose time has come.
#[derive(Debug, Clone)]
pub struct CourrielAEnvoyer {
    /// Its identifier: the same at each attempt.
    pub id: String,
    /// For whom.
    pub destinataire: Destinataire,
    /// What it announces; nothing when what was kept cannot be read.
    pub avis: Option<Avis>,
    /// When it is no longer worth sending.
    pub perime: Option<Instant>,
}

/// Why an e-mail was not sent. No text of a server is kept: it may quote the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MotifDEchec {
    /// Nobody answers at the relay, or the talk broke off.
    RelaisInjoignable,
    /// The relay asks to try again later, or does not accept our mail at all.
    RelaisRefuse,
    /// The relay refuses this recipient or this message for good.
    DestinataireRefuse,
    /// The address or the text cannot make a message.
    Illisible,
    /// It came too late to be of use.
    Perime,
}

const MOTIFS: [(&str, MotifDEchec); 5] = [
    ("relais_injoignable", MotifDEchec::RelaisInjoignable),
    ("relais_refuse", MotifDEchec::RelaisRefuse),
    ("destinataire_refuse", MotifDEchec::DestinataireRefuse),
    ("illisible", MotifDEchec::Illisible),
    ("perime", MotifDEchec::Perime),
];

impl MotifDEchec {
    /// The word kept in the database.
    pub fn mot(self) -> &'static str {
        MOTIFS.iter().find(|(_, motif)| *motif == self).map_or("", |(mot, _)| mot)
    }

    /// Is there no use in trying again?
    pub fn est_definitif(self) -> bool {
        matches!(self, Self::DestinataireRefuse | Self::Illisible | Self::Perime)
    }
}

/// An attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echec {
    /// Why.
    pub motif: MotifDEchec,
    /// The number that the relay answered, if it did.
    pub code: Option<u16>,
}

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtatDeCourriel {
    /// The relay accepted it.
    Envoye,
    /// It will be tried again.
    Reporte,
    /// It will not be tried again.
    Abandonne,
}

const ETATS: [(&str, EtatDeCourriel); 3] = [
    ("envoye", EtatDeCourriel::Envoye),
    ("reporte", EtatDeCourriel::Reporte),
    ("abandonne", EtatDeCourriel::Abandonne),
];

/// One thing that happened to an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EtapeDeCourriel {
    /// What became of it.
    pub etat: EtatDeCourriel,
    /// Why it was not sent.
    pub echec: Option<Echec>,
    /// When.
    pub instant: Instant,
}

/// What remains of an e-mail once it is sent: that it was, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceDeCourriel {
    /// Its identifier.
    pub id: String,
    /// What kind of announcement: the word of [`Avis::genre`].
    pub genre: String,
    /// When it was kept.
    pub depose: Instant,
    /// What happened since, the oldest first.
    pub etapes: Vec<EtapeDeCourriel>,
}

/// The identifier of an e-mail: that of its key and address, so that the same one is kept once.
fn id_of(cle: &str, adresse: &str) -> String {
    let mut id = empreinte_de(format!("courriel 1\n{}:{cle}\n{}", cle.len(), adresse.to_lowercase()).as_bytes());
    id.truncate(32);
    id
}

/// Keeps an e-mail in the transaction of the act that it announces; false when it was kept before.
pub(crate) async fn deposit(
    tx: &mut Transaction<'static, Any>,
    courriel: &NouveauCourriel<'_>,
    instant: Instant,
) -> Resultat<bool> {
    let Destinataire { adresse, nom } = courriel.destinataire;
    let parametres = courriel.avis.parametres();
    for texte in [courriel.cle, adresse, nom.as_deref().unwrap_or_default()] {
        refuser_nul(texte)?;
    }
    let id = id_of(courriel.cle, adresse);
    let nouveau = sqlx::query(
        "INSERT INTO courriels (id, genre, cle, depose) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&id)
    .bind(courriel.avis.genre())
    .bind(courriel.cle)
    .bind(instant.0)
    .execute(&mut **tx)
    .await
    .tentant("garder un courriel")?;
    if nouveau.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO courriel_file (courriel, adresse, nom, perime, prochaine) VALUES ($1, $2, $3, $4, $5)")
        .bind(&id)
        .bind(adresse)
        .bind(nom.as_deref())
        .bind(courriel.perime.map(|perime| perime.0))
        .bind(instant.0)
        .execute(&mut **tx)
        .await
        .tentant("mettre un courriel en file")?;
    for (nom, valeur) in parametres {
        refuser_nul(&valeur)?;
        sqlx::query("INSERT INTO courriel_parametres (courriel, nom, valeur) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind(nom)
            .bind(valeur)
            .execute(&mut **tx)
            .await
            .tentant("garder un paramètre de courriel")?;
    }
    Ok(true)
}

impl Registre {
    /// Keeps an e-mail until it is sent; false when the same was kept before, sent or not.
    pub async fn courriel_deposer(&self, courriel: &NouveauCourriel<'_>, instant: Instant) -> Resultat<bool> {
        let mut tx = self.ecrire().await?;
        let nouveau = deposit(&mut tx, courriel, instant).await?;
        tx.commit().await.tentant("valider un courriel")?;
        Ok(nouveau)
    }

    /// Up to `limite` e-mails whose time has come, the oldest first. One sender per register: nothing here keeps two
    /// from taking the same one, which its recipient would then read twice.
    pub async fn courriels_a_envoyer(&self, limite: i64, instant: Instant) -> Resultat<Vec<CourrielAEnvoyer>> {
        let lignes = sqlx::query(
            "SELECT id, genre, adresse, nom, perime FROM courriel_file JOIN courriels ON courriels.id = courriel \
             WHERE prochaine <= $1 ORDER BY prochaine, courriel LIMIT $2",
        )
        .bind(instant.0)
        .bind(limite)
        .fetch_all(&self.base)
        .await
        .tentant("lire les courriels à envoyer")?;
        let mut courriels = Vec::with_capacity(lignes.len());
        for ligne in &lignes {
            let id: String = ligne.try_get(0).tentant("lire un courriel")?;
            let genre: String = ligne.try_get(1).tentant("lire un courriel")?;
            let perime: Option<i64> = ligne.try_get(4).tentant("lire un courriel")?;
            courriels.push(CourrielAEnvoyer {
                avis: Avis::read(&genre, self.courriel_parametres(&id).await?),
                destinataire: Destinataire {
                    adresse: ligne.try_get(2).tentant("lire un courriel")?,
                    nom: ligne.try_get(3).tentant("lire un courriel")?,
                },
                perime: perime.map(Instant),
                id,
            });
        }
        Ok(courriels)
    }

    async fn courriel_parametres(&self, id: &str) -> Resultat<BTreeMap<String, String>> {
        sqlx::query("SELECT nom, valeur FROM courriel_parametres WHERE courriel = $1")
            .bind(id)
            .fetch_all(&self.base)
            .await
            .tentant("lire les paramètres d'un courriel")?
            .iter()
            .map(|ligne| Ok((ligne.try_get(0)?, ligne.try_get(1)?)))
            .collect::<Result<_, sqlx::Error>>()
            .tentant("lire un paramètre de courriel")
    }

    /// Notes that the relay accepted it, and forgets its address and its text. Noted twice, it is noted once.
    pub async fn courriel_envoye(&self, id: &str, instant: Instant) -> Resultat<()> {
        let mut tx = self.ecrire().await?;
        if leave_line(&mut tx, id).await? {
            add_step(&mut tx, id, &EtapeDeCourriel { etat: EtatDeCourriel::Envoye, echec: None, instant }).await?;
        }
        tx.commit().await.tentant("valider l'envoi d'un courriel")
    }

    /// Notes an attempt that failed. The answer is the moment of the next one; nothing when it is given up, and then
    /// its address and its text are forgotten.
    pub async fn courriel_echoue(&self, id: &str, echec: Echec, instant: Instant) -> Resultat<Option<Instant>> {
        let mut tx = self.ecrire().await?;
        let faites = sqlx::query("SELECT COUNT(*) FROM courriel_etapes WHERE courriel = $1")
            .bind(id)
            .fetch_one(&mut *tx)
            .await
            .tentant("compter les essais d'un courriel")?;
        let faites: i64 = faites.try_get(0).tentant("compter les essais d'un courriel")?;
        let delai = usize::try_from(faites).ok().and_then(|faites| REPRISES.get(faites));
        let suite = delai.filter(|_| !echec.motif.est_definitif()).map(|delai| instant.plus(*delai));
        let (en_file, etat) = match suite {
            Some(prochaine) => {
                let report = sqlx::query("UPDATE courriel_file SET prochaine = $2 WHERE courriel = $1")
                    .bind(id)
                    .bind(prochaine.0)
                    .execute(&mut *tx)
                    .await
                    .tentant("reporter un courriel")?;
                (report.rows_affected() == 1, EtatDeCourriel::Reporte)
            }
            None => (leave_line(&mut tx, id).await?, EtatDeCourriel::Abandonne),
        };
        if en_file {
            add_step(&mut tx, id, &EtapeDeCourriel { etat, echec: Some(echec), instant }).await?;
        }
        tx.commit().await.tentant("valider l'échec d'un courriel")?;
        Ok(suite.filter(|_| en_file))
    }

    /// What became of an announcement, for each address that it was for.
    pub async fn courriels_de(&self, cle: &str) -> Resultat<Vec<TraceDeCourriel>> {
        let lignes = sqlx::query("SELECT id, genre, depose FROM courriels WHERE cle = $1 ORDER BY depose, id")
            .bind(cle)
            .fetch_all(&self.base)
            .await
            .tentant("lire la trace des courriels")?;
        let mut traces = Vec::with_capacity(lignes.len());
        for ligne in &lignes {
            let id: String = ligne.try_get(0).tentant("lire la trace d'un courriel")?;
            let etapes =
                sqlx::query("SELECT etat, motif, code, instant FROM courriel_etapes WHERE courriel = $1 ORDER BY rang")
                    .bind(&id)
                    .fetch_all(&self.base)
                    .await
                    .tentant("lire les étapes d'un courriel")?;
            traces.push(TraceDeCourriel {
                etapes: etapes.iter().map(|etape| read_step(etape, &id)).collect::<Resultat<_>>()?,
                genre: ligne.try_get(1).tentant("lire la trace d'un courriel")?,
                depose: Instant(ligne.try_get(2).tentant("lire la trace d'un courriel")?),
                id,
            });
        }
        Ok(traces)
    }
}

/// Takes an e-mail out of the line with all that is personal in it; false when it was out already.
async fn leave_line(tx: &mut Transaction<'static, Any>, id: &str) -> Resultat<bool> {
    let sortie = sqlx::query("DELETE FROM courriel_file WHERE courriel = $1")
        .bind(id)
        .execute(&mut **tx)
        .await
        .tentant("sortir un courriel de la file")?;
    Ok(sortie.rows_affected() == 1)
}

async fn add_step(tx: &mut Transaction<'static, Any>, id: &str, etape: &EtapeDeCourriel) -> Resultat<()> {
    let etat = ETATS.iter().find(|(_, etat)| *etat == etape.etat).map_or("", |(mot, _)| *mot);
    sqlx::query(
        "INSERT INTO courriel_etapes (courriel, rang, etat, motif, code, instant) \
         SELECT $1, COALESCE(MAX(rang), 0) + 1, $2, $3, $4, $5 FROM courriel_etapes WHERE courriel = $1",
    )
    .bind(id)
    .bind(etat)
    .bind(etape.echec.map(|echec| echec.motif.mot()))
    .bind(etape.echec.and_then(|echec| echec.code).map(i64::from))
    .bind(etape.instant.0)
    .execute(&mut **tx)
    .await
    .tentant("noter l'étape d'un courriel")?;
    Ok(())
}

fn read_step(ligne: &AnyRow, id: &str) -> Resultat<EtapeDeCourriel> {
    let illisible =
        |colonne: &str| ErreurDeRegistre::panne(format!("table courriel_etapes, colonne {colonne}, courriel {id}"));
    let etat: String = ligne.try_get(0).tentant("lire l'étape d'un courriel")?;
    let motif: Option<String> = ligne.try_get(1).tentant("lire l'étape d'un courriel")?;
    let code: Option<i64> = ligne.try_get(2).tentant("lire l'étape d'un courriel")?;
    let code = code.map(u16::try_from).transpose().map_err(|_| illisible("code"))?;
    let motif = motif.map(|mot| {
        let connu = MOTIFS.iter().find(|(connu, _)| *connu == mot).map(|(_, motif)| *motif);
        connu.ok_or_else(|| illisible("motif"))
    });
    let etat = ETATS.iter().find(|(connu, _)| *connu == etat).map(|(_, etat)| *etat);
    Ok(EtapeDeCourriel {
        etat: etat.ok_or_else(|| illisible("etat"))?,
        echec: motif.transpose()?.map(|motif| Echec { motif, code }),
        instant: Instant(ligne.try_get(3).tentant("lire l'étape d'un courriel")?),
    })
}
