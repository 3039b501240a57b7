//! Persons, and the rights that they have on structures. Identity is not a right: rights stand here.

use crate::declarations::refuser_nul;
use crate::erreur::Tentative;
use crate::{Acte, Charge, ErreurDeRegistre, Instant, Registre, Resultat, journal};
use convention::IdBeneficiaire;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Somebody who may open the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personne {
    /// Opaque; the only trace of them in the journal.
    pub id: String,
    /// Name for people.
    pub nom: String,
    /// Where to write to them.
    pub courriel: Option<String>,
}

/// Why somebody has a right on a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualite {
    /// The structure is theirs.
    Titulaire,
    /// A titulaire gave them this right, and may take it back.
    Delegue,
}

/// How far a right goes: each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Portee {
    /// Read.
    Voir,
    /// Write declarations and bring pieces.
    Preparer,
    /// Send declarations.
    Transmettre,
}

const QUALITES: [(&str, Qualite); 2] = [("titulaire", Qualite::Titulaire), ("delegue", Qualite::Delegue)];
const PORTEES: [(&str, Portee); 3] =
    [("voir", Portee::Voir), ("preparer", Portee::Preparer), ("transmettre", Portee::Transmettre)];

impl Qualite {
    /// The word kept in the database.
    pub fn mot(self) -> &'static str {
        QUALITES.iter().find(|(_, qualite)| *qualite == self).map_or("", |(mot, _)| mot)
    }
}

impl Portee {
    /// The word kept in the database and sent by forms.
    pub fn mot(self) -> &'static str {
        PORTEES.iter().find(|(_, portee)| *portee == self).map_or("", |(mot, _)| mot)
    }

    /// The reach that a word names.
    pub fn du_mot(mot: &str) -> Option<Self> {
        PORTEES.iter().find(|(connu, _)| *connu == mot).map(|(_, portee)| *portee)
    }
}

/// A right of somebody on a structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Droit {
    /// Opaque, drawn by the caller.
    pub id: String,
    /// Whose.
    pub personne: String,
    /// On what.
    pub structure: IdBeneficiaire,
    /// Why.
    pub qualite: Qualite,
    /// How far.
    pub portee: Portee,
    /// From when.
    pub depuis: Instant,
    /// Until when, excluded.
    pub fin: Option<Instant>,
    /// Who gave it.
    pub accorde_par: String,
    /// When it was taken back.
    pub revoque: Option<Instant>,
}

impl Droit {
    /// Does it hold at this moment?
    pub fn vaut(&self, instant: Instant) -> bool {
        self.depuis <= instant && self.fin.is_none_or(|fin| instant < fin) && self.revoque.is_none()
    }
}

const COLONNES: &str = "SELECT id, personne, structure, qualite, portee, depuis, fin, accorde_par, revoque FROM droits";

impl Registre {
    /// Writes a person, or their new name and address.
    pub async fn personne_inscrire(&self, personne: &Personne) -> Resultat<()> {
        refuser_nul(&personne.nom)?;
        refuser_nul(personne.courriel.as_deref().unwrap_or_default())?;
        sqlx::query(
            "INSERT INTO personnes (id, nom, courriel) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET nom = excluded.nom, courriel = excluded.courriel",
        )
        .bind(&personne.id)
        .bind(&personne.nom)
        .bind(personne.courriel.as_deref())
        .execute(&self.base)
        .await
        .tentant("inscrire une personne")?;
        Ok(())
    }

    /// A person by their id.
    pub async fn personne_lire(&self, id: &str) -> Resultat<Option<Personne>> {
        let ligne = sqlx::query("SELECT id, nom, courriel FROM personnes WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.base)
            .await
            .tentant("lire une personne")?;
        ligne.as_ref().map(read_person).transpose().tentant("lire une personne")
    }

    /// Everybody, by name: what an entry of demonstration offers.
    pub async fn personnes(&self) -> Resultat<Vec<Personne>> {
        sqlx::query("SELECT id, nom, courriel FROM personnes ORDER BY nom, id")
            .fetch_all(&self.base)
            .await
            .tentant("lire les personnes")?
            .iter()
            .map(read_person)
            .collect::<Result<_, _>>()
            .tentant("lire les personnes")
    }

    /// Gives a right, and writes the act in the journal.
    pub async fn droit_accorder(&self, droit: &Droit) -> Resultat<()> {
        if droit.fin.is_some_and(|fin| fin <= droit.depuis) {
            return Err(ErreurDeRegistre::refus(
                "Un droit doit finir après avoir commencé\u{a0}: choisissez une date plus lointaine.",
                "droit qui finit avant de commencer",
            ));
        }
        let mut tx = self.ecrire().await?;
        grant(&mut tx, droit).await?;
        tx.commit().await.tentant("valider un droit")
    }

    /// Takes a right back. Revoking it twice changes nothing; the answer is false when it does not exist on this
    /// structure.
    pub async fn droit_revoquer(
        &self,
        id: &str,
        structure: &IdBeneficiaire,
        auteur: &str,
        instant: Instant,
    ) -> Resultat<bool> {
        let mut tx = self.ecrire().await?;
        let fait = sqlx::query(
            "UPDATE droits SET revoque = $3, revoque_par = $4 WHERE id = $1 AND structure = $2 AND revoque IS NULL",
        )
        .bind(id)
        .bind(&structure.0)
        .bind(instant.0)
        .bind(auteur)
        .execute(&mut *tx)
        .await
        .tentant("révoquer un droit")?;
        if fait.rows_affected() == 0 {
            let connu = sqlx::query("SELECT id FROM droits WHERE id = $1 AND structure = $2")
                .bind(id)
                .bind(&structure.0)
                .fetch_optional(&mut *tx)
                .await
                .tentant("chercher un droit")?;
            return Ok(connu.is_some());
        }
        let objet = format!("droit/{id}");
        let acte = Acte { acteur: auteur, acte: "revoquer", objet: &objet, charge: Charge::new() };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider une révocation")?;
        Ok(true)
    }

    /// The rights that somebody has at this moment, titulaire first.
    pub async fn droits_de(&self, personne: &str, instant: Instant) -> Resultat<Vec<Droit>> {
        let requete = format!("{COLONNES} WHERE personne = $1 ORDER BY qualite DESC, structure, id");
        let mut droits = self.rights(requete, personne).await?;
        droits.retain(|droit| droit.vaut(instant));
        Ok(droits)
    }

    /// Every right ever given on a structure, the oldest first.
    pub async fn droits_sur(&self, structure: &IdBeneficiaire) -> Resultat<Vec<Droit>> {
        self.rights(format!("{COLONNES} WHERE structure = $1 ORDER BY depuis, id"), &structure.0).await
    }

    async fn rights(&self, requete: String, de: &str) -> Resultat<Vec<Droit>> {
        sqlx::query(sqlx::AssertSqlSafe(requete))
            .bind(de)
            .fetch_all(&self.base)
            .await
            .tentant("lire les droits")?
            .iter()
            .map(read_right)
            .collect()
    }
}

/// Writes a right and its line in the journal, in the transaction of whoever gives it.
pub(crate) async fn grant(base: &mut AnyConnection, droit: &Droit) -> Resultat<()> {
    sqlx::query(
        "INSERT INTO droits (id, personne, structure, qualite, portee, depuis, fin, accorde_par) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&droit.id)
    .bind(&droit.personne)
    .bind(&droit.structure.0)
    .bind(droit.qualite.mot())
    .bind(droit.portee.mot())
    .bind(droit.depuis.0)
    .bind(droit.fin.map(|fin| fin.0))
    .bind(&droit.accorde_par)
    .execute(&mut *base)
    .await
    .tentant("accorder un droit")?;
    let charge = Charge::new()
        .avec("personne", &droit.personne)
        .avec("structure", &droit.structure.0)
        .avec("portee", droit.portee.mot());
    let objet = format!("droit/{}", droit.id);
    let acte = Acte { acteur: &droit.accorde_par, acte: "accorder", objet: &objet, charge };
    journal::append(base, &acte, droit.depuis).await?;
    Ok(())
}

fn read_person(ligne: &AnyRow) -> Result<Personne, sqlx::Error> {
    Ok(Personne { id: ligne.try_get(0)?, nom: ligne.try_get(1)?, courriel: ligne.try_get(2)? })
}

fn read_right(ligne: &AnyRow) -> Resultat<Droit> {
    let texte = |rang: usize| ligne.try_get::<String, _>(rang).tentant("lire un droit");
    let nombre = |rang: usize| ligne.try_get::<Option<i64>, _>(rang).tentant("lire un droit");
    let id = texte(0)?;
    let inconnu = |colonne: &str| ErreurDeRegistre::panne(format!("table droits, colonne {colonne}, droit {id}"));
    let (qualite, portee) = (texte(3)?, texte(4)?);
    Ok(Droit {
        personne: texte(1)?,
        structure: IdBeneficiaire(texte(2)?),
        qualite: QUALITES.iter().find(|(mot, _)| *mot == qualite).map(|(_, q)| *q).ok_or_else(|| inconnu("qualite"))?,
        portee: Portee::du_mot(&portee).ok_or_else(|| inconnu("portee"))?,
        depuis: Instant(nombre(5)?.ok_or_else(|| inconnu("depuis"))?),
        fin: nombre(6)?.map(Instant),
        accorde_par: texte(7)?,
        revoque: nombre(8)?.map(Instant),
        id,
    })
}
