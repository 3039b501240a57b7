//! Runs: what was computed, from what, for whom. A run is prepared by one person and validated by another; its
//! payment writes its lines in the ledger.

use crate::erreur::Tentative;
use crate::liquidations_gardees::{lines, liquidations, write_run, write_step};
use crate::{
    Acte, Charge, CleDePaiement, ContratDeLigne, DejaVerse, ErreurDeRegistre, Instant, Registre, Resultat, journal,
};
use convention::{Date, IdBeneficiaire, Nature, empreinte_de};
use sqlx::Row;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtatDeLiquidation {
    /// Computed and kept; nobody has looked at it yet.
    Preparee,
    /// A second person made the same run and agrees.
    Validee,
    /// Its lines are in the ledger.
    Payee,
    /// It will not be paid.
    Abandonnee,
}

pub(crate) const ETATS: [(&str, EtatDeLiquidation); 4] = [
    ("preparee", EtatDeLiquidation::Preparee),
    ("validee", EtatDeLiquidation::Validee),
    ("payee", EtatDeLiquidation::Payee),
    ("abandonnee", EtatDeLiquidation::Abandonnee),
];

impl EtatDeLiquidation {
    /// The word kept in the database.
    pub fn mot(self) -> &'static str {
        ETATS.iter().find(|(_, etat)| *etat == self).map_or("", |(mot, _)| mot)
    }
}

/// Why a run cannot be an order of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MotifDeReserve {
    /// A value of the rules that nobody found.
    Inconnu,
    /// A value of the rules that its authors deduced.
    Hypothese,
    /// A value, or a payment already made, invented for a demonstration.
    Fictif,
}

pub(crate) const MOTIFS: [(&str, MotifDeReserve); 3] = [
    ("inconnu", MotifDeReserve::Inconnu),
    ("hypothese", MotifDeReserve::Hypothese),
    ("fictif", MotifDeReserve::Fictif),
];

impl MotifDeReserve {
    /// The word kept in the database, that of the rules.
    pub fn mot(self) -> &'static str {
        MOTIFS.iter().find(|(_, motif)| *motif == self).map_or("", |(mot, _)| mot)
    }

    /// The same, as people read it.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Inconnu => "valeur inconnue",
            Self::Hypothese => "hypothèse",
            Self::Fictif => "valeur fictive",
        }
    }
}

/// One thing to confirm before a run may be paid.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reserve {
    /// Why.
    pub motif: MotifDeReserve,
    /// What: a parameter, a cell, a role, in words with its code.
    pub nom: String,
    /// How many beneficiaries depend on it.
    pub beneficiaires: i64,
}

/// The hashes of what a run was made from, and of what it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmpreintesDeCalcul {
    /// Of the rules.
    pub regles: String,
    /// Of every file of figures, together.
    pub entrees: String,
    /// Of the executable; empty when it could not read itself.
    pub executable: String,
    /// Of the results.
    pub sortie: String,
    /// Of the manifest that says all of it.
    pub manifeste: String,
}

/// What a run pays to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LigneDeLiquidation {
    /// Who.
    pub beneficiaire: IdBeneficiaire,
    /// Under which contract, where each is computed alone.
    pub contrat: Option<ContratDeLigne>,
    /// The nature of the payment; what is asked back is an `indu`.
    pub nature: Nature,
    /// How much, never 0, negative for what is asked back.
    pub centimes: i64,
    /// What had already been paid, from which the amount was deduced.
    pub deja: DejaVerse,
}

/// A run to keep.
#[derive(Debug, Clone)]
pub struct NouvelleLiquidation<'a> {
    /// The dispositif.
    pub dispositif: &'a str,
    /// The exercice.
    pub exercice: &'a str,
    /// The code of the payment in the rules.
    pub versement: &'a str,
    /// Its title, as the beneficiaries will read it.
    pub titre: &'a str,
    /// Is the payment shown under the year it is paid in, rather than under the exercice?
    pub annee_du_versement: bool,
    /// The period it is about, in words.
    pub periode: Option<&'a str>,
    /// What it was made from.
    pub empreintes: &'a EmpreintesDeCalcul,
    /// Where its manifest is.
    pub manifeste: &'a str,
    /// What it pays, one line per beneficiary or per contract.
    pub lignes: &'a [LigneDeLiquidation],
    /// What keeps it from being an order of payment.
    pub reserves: &'a [Reserve],
    /// Who prepares it.
    pub auteur: &'a str,
}

/// One thing that happened to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EtapeDeLiquidation {
    /// Where it stands since.
    pub etat: EtatDeLiquidation,
    /// Who decided.
    pub auteur: String,
    /// When.
    pub instant: Instant,
    /// The day of the payment; only for a run that was paid.
    pub jour: Option<Date>,
    /// Why; only for a run that was given up.
    pub motif: Option<String>,
}

/// A run as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Liquidation {
    /// Its number, from 1.
    pub numero: i64,
    /// Its name in the ledger.
    pub calcul: String,
    /// The dispositif.
    pub dispositif: String,
    /// The exercice.
    pub exercice: String,
    /// The code of the payment in the rules.
    pub versement: String,
    /// The title of the payment.
    pub titre: String,
    /// What it was made from.
    pub empreintes: EmpreintesDeCalcul,
    /// Where its manifest was.
    pub manifeste: String,
    /// The hash of its lines.
    pub lignes: String,
    /// How many lines it has, and their sum in cents.
    pub total: (i64, i128),
    /// What keeps it from being an order of payment.
    pub reserves: Vec<Reserve>,
    /// Everything that happened to it, the oldest first; never empty.
    pub etapes: Vec<EtapeDeLiquidation>,
}

impl Liquidation {
    /// Where it stands.
    pub fn etat(&self) -> EtatDeLiquidation {
        self.etapes.last().map_or(EtatDeLiquidation::Preparee, |etape| etape.etat)
    }
}

/// The hash of the lines of a run, in their order: two runs that pay the same to the same people share it.
pub fn empreinte_des_lignes(lignes: &[LigneDeLiquidation]) -> String {
    let mut texte = String::new();
    for ligne in lignes {
        let mut charge = Charge::new().avec("beneficiaire", &ligne.beneficiaire.0);
        if let Some(contrat) = &ligne.contrat {
            charge = charge.avec("contrat", &contrat.code);
        }
        let charge = charge
            .avec("nature", ligne.nature.mot())
            .avec("centimes", ligne.centimes.to_string())
            .avec("deja", ligne.deja.canonique());
        texte.push_str(&charge.canonique());
        texte.push('\n');
    }
    empreinte_de(texte.as_bytes())
}

impl Registre {
    /// Keeps a run, and the act in the journal; gives its number. The same lines are not prepared twice while the
    /// first run waits for a decision.
    pub async fn preparer_liquidation(&self, l: &NouvelleLiquidation<'_>, instant: Instant) -> Resultat<i64> {
        if l.lignes.is_empty() && l.reserves.is_empty() {
            return Err(ErreurDeRegistre::refus(
                "Il n'y a rien à verser : tout ce que dit ce calcul l'a déjà été, ou ses montants sont nuls.",
                "liquidation sans ligne",
            ));
        }
        let empreinte = empreinte_des_lignes(l.lignes);
        let mut tx = self.ecrire().await?;
        journal::lock(&mut tx).await?;
        for autre in liquidations(&mut tx, None).await? {
            let en_cours = matches!(autre.etat(), EtatDeLiquidation::Preparee | EtatDeLiquidation::Validee);
            let meme = (autre.dispositif.as_str(), autre.exercice.as_str(), autre.versement.as_str())
                == (l.dispositif, l.exercice, l.versement);
            if en_cours && meme && autre.lignes == empreinte {
                return Err(ErreurDeRegistre::refus(
                    format!(
                        "La liquidation {} dit déjà la même chose et attend une décision. Décidez-en, ou abandonnez-la.",
                        autre.numero
                    ),
                    "liquidation déjà préparée",
                ));
            }
        }
        let quoi = "écrire une liquidation";
        let dernier = sqlx::query("SELECT COALESCE(MAX(numero), 0) FROM liquidations").fetch_one(&mut *tx).await;
        let numero = dernier.tentant(quoi)?.try_get::<i64, _>(0).tentant(quoi)? + 1;
        write_run(&mut tx, numero, &empreinte, l).await?;
        let etape = EtapeDeLiquidation {
            etat: EtatDeLiquidation::Preparee,
            auteur: l.auteur.to_owned(),
            instant,
            jour: None,
            motif: None,
        };
        write_step(&mut tx, numero, 1, &etape).await?;
        let charge = Charge::new()
            .avec("dispositif", l.dispositif)
            .avec("exercice", l.exercice)
            .avec("versement", l.versement)
            .avec("regles", &l.empreintes.regles)
            .avec("entrees", &l.empreintes.entrees)
            .avec("sortie", &l.empreintes.sortie)
            .avec("manifeste", &l.empreintes.manifeste)
            .avec("lignes", empreinte);
        let objet = format!("liquidation/{numero}");
        journal::append(&mut tx, &Acte { acteur: l.auteur, acte: "preparer", objet: &objet, charge }, instant).await?;
        tx.commit().await.tentant("valider une liquidation")?;
        Ok(numero)
    }

    /// A run by its number.
    pub async fn liquidation(&self, numero: i64) -> Resultat<Option<Liquidation>> {
        let mut tx = self.base.begin().await.tentant("lire une liquidation")?;
        Ok(liquidations(&mut tx, Some(numero)).await?.pop())
    }

    /// Every run, by number.
    pub async fn liquidations(&self) -> Resultat<Vec<Liquidation>> {
        let mut tx = self.base.begin().await.tentant("lire les liquidations")?;
        liquidations(&mut tx, None).await
    }

    /// The lines of a run, in its order.
    pub async fn lignes_de_liquidation(&self, numero: i64) -> Resultat<Vec<(CleDePaiement, Nature, i64)>> {
        let mut tx = self.base.begin().await.tentant("lire une liquidation")?;
        let lignes = lines(&mut tx, numero).await?;
        Ok(lignes.into_iter().map(|l| (l.cle, l.nature, l.centimes)).collect())
    }
}
