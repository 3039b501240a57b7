//! Invitations: a right offered by a titulaire, which exists once the person invited accepts it.

use crate::declarations::refuser_nul;
use crate::erreur::Tentative;
use crate::personnes::grant;
use crate::{Acte, Charge, Droit, ErreurDeRegistre, Instant, Portee, Qualite, Registre, Resultat, Secret, journal};
use convention::IdBeneficiaire;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::time::Duration;

/// An invitation left unanswered for this long is worth nothing.
pub const DUREE_D_INVITATION: Duration = Duration::from_secs(15 * 86_400);

/// How many invitations of a structure may wait for an answer at once.
const EN_ATTENTE_AU_PLUS: i64 = 20;

/// An invitation to write.
#[derive(Debug, Clone)]
pub struct NouvelleInvitation {
    /// Opaque, drawn by the caller.
    pub id: String,
    /// On what.
    pub structure: IdBeneficiaire,
    /// Who is invited, as the titulaire calls them.
    pub nom: String,
    /// Where to write to them.
    pub courriel: String,
    /// How far the right goes.
    pub portee: Portee,
    /// Until when, excluded.
    pub fin_du_droit: Instant,
    /// Who invites.
    pub invite_par: String,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reponse {
    /// The right was given.
    Acceptee,
    /// The person invited did not want it.
    Declinee,
    /// The titulaire changed their mind.
    Annulee,
}

const REPONSES: [(&str, Reponse); 3] =
    [("acceptee", Reponse::Acceptee), ("declinee", Reponse::Declinee), ("annulee", Reponse::Annulee)];

impl Reponse {
    fn mot(self) -> &'static str {
        REPONSES.iter().find(|(_, reponse)| *reponse == self).map_or("", |(mot, _)| mot)
    }
}

/// An invitation that was written.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// What was offered.
    pub offre: NouvelleInvitation,
    /// When.
    pub creee: Instant,
    /// Until when it may be answered, excluded.
    pub expire: Instant,
    /// What became of it, and when.
    pub reponse: Option<(Reponse, Instant)>,
    empreinte: String,
}

impl Invitation {
    /// May it still be answered?
    pub fn attend(&self, instant: Instant) -> bool {
        self.reponse.is_none() && instant < self.expire
    }

    /// Is this the code of its link?
    pub fn est_de(&self, code: &Secret) -> bool {
        self.empreinte == code.empreinte()
    }
}

const COLONNES: &str = "SELECT id, structure, nom, courriel, portee, fin_du_droit, invite_par, creee, expire, \
     reponse, repondue, empreinte FROM invitations";

impl Registre {
    /// Writes an invitation under the hash of its code.
    pub async fn invitation_creer(&self, offre: &NouvelleInvitation, code: &Secret, instant: Instant) -> Resultat<()> {
        refuser_nul(&offre.nom)?;
        refuser_nul(&offre.courriel)?;
        if offre.fin_du_droit <= instant {
            return Err(ErreurDeRegistre::refus(
                "Un droit doit finir dans l'avenir\u{a0}: choisissez une date plus lointaine.",
                "invitation à un droit déjà fini",
            ));
        }
        let mut tx = self.ecrire().await?;
        let attendent =
            sqlx::query("SELECT COUNT(*) FROM invitations WHERE structure = $1 AND reponse IS NULL AND expire > $2")
                .bind(&offre.structure.0)
                .bind(instant.0)
                .fetch_one(&mut *tx)
                .await
                .tentant("compter les invitations")?;
        if attendent.try_get::<i64, _>(0).tentant("compter les invitations")? >= EN_ATTENTE_AU_PLUS {
            return Err(ErreurDeRegistre::refus(
                "Vingt invitations attendent déjà une réponse. Annulez-en une avant d'en envoyer une autre.",
                "trop d'invitations en attente",
            ));
        }
        sqlx::query(
            "INSERT INTO invitations \
             (id, empreinte, structure, nom, courriel, portee, fin_du_droit, invite_par, creee, expire) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(&offre.id)
        .bind(code.empreinte())
        .bind(&offre.structure.0)
        .bind(&offre.nom)
        .bind(&offre.courriel)
        .bind(offre.portee.mot())
        .bind(offre.fin_du_droit.0)
        .bind(&offre.invite_par)
        .bind(instant.0)
        .bind(instant.plus(DUREE_D_INVITATION).0)
        .execute(&mut *tx)
        .await
        .tentant("écrire une invitation")?;
        let objet = format!("invitation/{}", offre.id);
        let charge = Charge::new().avec("structure", &offre.structure.0).avec("portee", offre.portee.mot());
        let acte = Acte { acteur: &offre.invite_par, acte: "inviter", objet: &objet, charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider une invitation")
    }

    /// The invitation of a link.
    pub async fn invitation_du_code(&self, code: &Secret) -> Resultat<Option<Invitation>> {
        let lues = self.invitations(format!("{COLONNES} WHERE empreinte = $1"), &code.empreinte()).await?;
        Ok(lues.into_iter().next())
    }

    /// Every invitation of a structure, the most recent first.
    pub async fn invitations_sur(&self, structure: &IdBeneficiaire) -> Resultat<Vec<Invitation>> {
        self.invitations(format!("{COLONNES} WHERE structure = $1 ORDER BY creee DESC, id"), &structure.0).await
    }

    /// Accepts an invitation once: the right is given in the same act. Nothing when it was answered before, when it
    /// is over, or when whoever invited is no longer a titulaire.
    pub async fn invitation_accepter(
        &self,
        code: &Secret,
        personne: &str,
        id_du_droit: &str,
        instant: Instant,
    ) -> Resultat<Option<Droit>> {
        let mut tx = self.ecrire().await?;
        let prise = sqlx::query(
            "UPDATE invitations SET reponse = $2, repondue = $3, repondue_par = $4 \
             WHERE empreinte = $1 AND reponse IS NULL AND expire > $3 AND fin_du_droit > $3 AND EXISTS ( \
                 SELECT 1 FROM droits WHERE droits.personne = invitations.invite_par \
                 AND droits.structure = invitations.structure AND droits.qualite = $5 AND droits.depuis <= $3 \
                 AND (droits.fin IS NULL OR droits.fin > $3) AND droits.revoque IS NULL) \
             RETURNING id, structure, portee, fin_du_droit, invite_par",
        )
        .bind(code.empreinte())
        .bind(Reponse::Acceptee.mot())
        .bind(instant.0)
        .bind(personne)
        .bind(Qualite::Titulaire.mot())
        .fetch_optional(&mut *tx)
        .await
        .tentant("accepter une invitation")?;
        let Some(prise) = prise else { return Ok(None) };
        let texte = |rang: usize| prise.try_get::<String, _>(rang).tentant("lire une invitation");
        let id = texte(0)?;
        let droit = Droit {
            id: id_du_droit.to_owned(),
            personne: personne.to_owned(),
            structure: IdBeneficiaire(texte(1)?),
            qualite: Qualite::Delegue,
            portee: portee_de(&texte(2)?, &id)?,
            depuis: instant,
            fin: Some(Instant(prise.try_get(3).tentant("lire une invitation")?)),
            accorde_par: texte(4)?,
            revoque: None,
        };
        grant(&mut tx, &droit).await?;
        sqlx::query("UPDATE invitations SET droit = $2 WHERE id = $1")
            .bind(&id)
            .bind(&droit.id)
            .execute(&mut *tx)
            .await
            .tentant("noter le droit d'une invitation")?;
        let objet = format!("invitation/{id}");
        let charge = Charge::new().avec("droit", &droit.id);
        journal::append(&mut tx, &Acte { acteur: personne, acte: "accepter", objet: &objet, charge }, instant).await?;
        tx.commit().await.tentant("valider une invitation acceptée")?;
        Ok(Some(droit))
    }

    /// Declines an invitation; false when it cannot be answered any more.
    pub async fn invitation_decliner(&self, code: &Secret, personne: &str, instant: Instant) -> Resultat<bool> {
        self.end_invitation("empreinte", &code.empreinte(), (personne, Reponse::Declinee), instant).await
    }

    /// Takes an invitation back; false when it cannot be answered any more.
    pub async fn invitation_annuler(&self, id: &str, auteur: &str, instant: Instant) -> Resultat<bool> {
        self.end_invitation("id", id, (auteur, Reponse::Annulee), instant).await
    }

    async fn end_invitation(
        &self,
        cle: &'static str,
        valeur: &str,
        (auteur, reponse): (&str, Reponse),
        instant: Instant,
    ) -> Resultat<bool> {
        let mut tx = self.ecrire().await?;
        let finie = sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE invitations SET reponse = $2, repondue = $3, repondue_par = $4 \
             WHERE {cle} = $1 AND reponse IS NULL AND expire > $3 RETURNING id"
        )))
        .bind(valeur)
        .bind(reponse.mot())
        .bind(instant.0)
        .bind(auteur)
        .fetch_optional(&mut *tx)
        .await
        .tentant("finir une invitation")?;
        let Some(finie) = finie else { return Ok(false) };
        let id: String = finie.try_get(0).tentant("lire une invitation")?;
        let verbe = if reponse == Reponse::Declinee { "decliner" } else { "annuler" };
        let objet = format!("invitation/{id}");
        let acte = Acte { acteur: auteur, acte: verbe, objet: &objet, charge: Charge::new() };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider la fin d'une invitation")?;
        Ok(true)
    }

    async fn invitations(&self, requete: String, de: &str) -> Resultat<Vec<Invitation>> {
        sqlx::query(sqlx::AssertSqlSafe(requete))
            .bind(de)
            .fetch_all(&self.base)
            .await
            .tentant("lire les invitations")?
            .iter()
            .map(read_invitation)
            .collect()
    }
}

fn portee_de(mot: &str, id: &str) -> Resultat<Portee> {
    Portee::du_mot(mot)
        .ok_or_else(|| ErreurDeRegistre::panne(format!("table invitations, colonne portee, invitation {id}")))
}

fn read_invitation(ligne: &AnyRow) -> Resultat<Invitation> {
    let texte = |rang: usize| ligne.try_get::<String, _>(rang).tentant("lire une invitation");
    let nombre = |rang: usize| ligne.try_get::<i64, _>(rang).map(Instant).tentant("lire une invitation");
    let id = texte(0)?;
    let mot: Option<String> = ligne.try_get(9).tentant("lire une invitation")?;
    let repondue: Option<i64> = ligne.try_get(10).tentant("lire une invitation")?;
    let reponse = match mot {
        None => None,
        Some(mot) => {
            let connue = REPONSES.iter().find(|(connu, _)| *connu == mot).map(|(_, reponse)| *reponse);
            Some(connue.zip(repondue.map(Instant)).ok_or_else(|| {
                ErreurDeRegistre::panne(format!("table invitations, colonne reponse, invitation {id}"))
            })?)
        }
    };
    Ok(Invitation {
        offre: NouvelleInvitation {
            structure: IdBeneficiaire(texte(1)?),
            nom: texte(2)?,
            courriel: texte(3)?,
            portee: portee_de(&texte(4)?, &id)?,
            fin_du_droit: nombre(5)?,
            invite_par: texte(6)?,
            id,
        },
        creee: nombre(7)?,
        expire: nombre(8)?,
        reponse,
        empreinte: texte(11)?,
    })
}
