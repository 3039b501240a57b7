//! Supporting documents: what is known of them here, their content in the [`Coffre`](crate::Coffre).

use crate::declarations::refuser_nul;
use crate::erreur::Tentative;
use crate::{Acte, Charge, CleDeDeclaration, ErreurDeRegistre, Instant, Registre, Resultat, journal};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtatDePiece {
    /// Received.
    Deposee,
    /// An antivirus reads it.
    EnAnalyse,
    /// An agent must look at it.
    AControler,
    /// The caisse accepts it.
    Validee,
    /// The caisse refuses it, with a reason.
    Refusee,
    /// Its author removed it.
    Retiree,
}

const ETATS: [(&str, EtatDePiece); 6] = [
    ("deposee", EtatDePiece::Deposee),
    ("en_analyse", EtatDePiece::EnAnalyse),
    ("a_controler", EtatDePiece::AControler),
    ("validee", EtatDePiece::Validee),
    ("refusee", EtatDePiece::Refusee),
    ("retiree", EtatDePiece::Retiree),
];

impl EtatDePiece {
    /// The word kept in the database.
    pub fn mot(self) -> &'static str {
        ETATS.iter().find(|(_, etat)| *etat == self).map_or("", |(mot, _)| mot)
    }

    /// Where a piece may go from here. A decision may be changed by another one, each with its author.
    pub fn suites(self) -> &'static [EtatDePiece] {
        use EtatDePiece::{AControler, Deposee, EnAnalyse, Refusee, Retiree, Validee};
        match self {
            Deposee => &[EnAnalyse, AControler, Retiree],
            EnAnalyse => &[AControler, Refusee, Retiree],
            AControler => &[Validee, Refusee, Retiree],
            Validee => &[Refusee],
            Refusee => &[Validee],
            Retiree => &[],
        }
    }
}

/// A piece to keep.
#[derive(Debug, Clone)]
pub struct NouvellePiece<'a> {
    /// Its identifier, drawn by the caller; it stands in addresses, so it must not be guessable.
    pub id: &'a str,
    /// The declaration that it supports.
    pub cle: &'a CleDeDeclaration,
    /// The indicators that it supports, one at least.
    pub indicateurs: &'a [&'a str],
    /// Its name, as shown.
    pub nom: &'a str,
    /// Its size in bytes.
    pub taille: i64,
    /// The hash of its content in the store.
    pub empreinte: &'a str,
    /// Who brought it.
    pub auteur: &'a str,
}

/// A piece as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its identifier.
    pub id: String,
    /// The declaration that it supports.
    pub cle: CleDeDeclaration,
    /// The indicators that it supports.
    pub indicateurs: Vec<String>,
    /// Its name.
    pub nom: String,
    /// Its size in bytes.
    pub taille: i64,
    /// The hash of its content.
    pub empreinte: String,
    /// Everything that happened to it, the oldest first; never empty.
    pub etapes: Vec<EtapeDePiece>,
}

/// One thing that happened to a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EtapeDePiece {
    /// Where it stands since.
    pub etat: EtatDePiece,
    /// Why.
    pub motif: Option<String>,
    /// Who decided.
    pub auteur: String,
    /// When.
    pub instant: Instant,
}

impl Piece {
    /// Where it stands.
    pub fn etat(&self) -> EtatDePiece {
        self.etapes.last().map_or(EtatDePiece::Deposee, |etape| etape.etat)
    }
}

/// A step that somebody wants a piece to take.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The state that the page showed.
    pub depuis: EtatDePiece,
    /// The state wanted.
    pub vers: EtatDePiece,
    /// Why; required to refuse.
    pub motif: Option<&'a str>,
    /// Who decides.
    pub auteur: &'a str,
}

const PIECE: &str = "SELECT id, beneficiaire, dispositif, exercice, nom, taille, empreinte FROM pieces WHERE id = $1";

impl Registre {
    /// Keeps what is known of a piece whose content is already in the store.
    pub async fn piece_deposer(&self, piece: &NouvellePiece<'_>, instant: Instant) -> Resultat<()> {
        refuser_nul(piece.nom)?;
        if piece.indicateurs.is_empty() {
            return Err(ErreurDeRegistre::refus(
                "Choisissez l'indicateur que cette pièce justifie, puis déposez-la à nouveau.",
                "pièce sans indicateur",
            ));
        }
        let mut tx = self.ecrire().await?;
        sqlx::query(
            "INSERT INTO pieces (id, beneficiaire, dispositif, exercice, nom, taille, empreinte) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(piece.id)
        .bind(&piece.cle.beneficiaire.0)
        .bind(&piece.cle.dispositif)
        .bind(&piece.cle.exercice)
        .bind(piece.nom)
        .bind(piece.taille)
        .bind(piece.empreinte)
        .execute(&mut *tx)
        .await
        .tentant("garder une pièce")?;
        for indicateur in piece.indicateurs {
            sqlx::query("INSERT INTO piece_indicateurs (piece, indicateur) VALUES ($1, $2)")
                .bind(piece.id)
                .bind(*indicateur)
                .execute(&mut *tx)
                .await
                .tentant("rattacher une pièce")?;
        }
        let etape = EtapeDePiece { etat: EtatDePiece::Deposee, motif: None, auteur: piece.auteur.to_owned(), instant };
        add_step(&mut tx, piece.id, 1, &etape).await?;
        let charge = Charge::new().avec("declaration", piece.cle.objet()).avec("empreinte", piece.empreinte);
        let objet = format!("piece/{}", piece.id);
        let acte = Acte { acteur: piece.auteur, acte: "deposer", objet: &objet, charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider une pièce")
    }

    /// Moves a piece to another state, and writes the act in the journal. Refused when somebody decided meanwhile,
    /// when the step does not exist, or when a refusal has no reason.
    pub async fn piece_decider(&self, id: &str, decision: &Decision<'_>, instant: Instant) -> Resultat<()> {
        let motif = decision.motif.map(str::trim).filter(|motif| !motif.is_empty());
        refuser_nul(motif.unwrap_or_default())?;
        if decision.vers == EtatDePiece::Refusee && motif.is_none() {
            return Err(ErreurDeRegistre::refus(
                "Un refus doit dire pourquoi\u{a0}: indiquez le motif que lira le professionnel.",
                "refus d'une pièce sans motif",
            ));
        }
        if !decision.depuis.suites().contains(&decision.vers) {
            return Err(ErreurDeRegistre::refus(
                "Cette pièce ne peut pas passer dans cet état. Rechargez la page pour voir où elle en est.",
                format!("pièce de {} à {}", decision.depuis.mot(), decision.vers.mot()),
            ));
        }
        let mut tx = self.ecrire().await?;
        let Some(piece) = read_piece(&mut tx, id).await? else { return Err(absente()) };
        if piece.etat() != decision.depuis {
            return Err(deja_decide());
        }
        let etape = EtapeDePiece {
            etat: decision.vers,
            motif: motif.map(str::to_owned),
            auteur: decision.auteur.to_owned(),
            instant,
        };
        let rang = i64::try_from(piece.etapes.len()).unwrap_or(i64::MAX).saturating_add(1);
        add_step(&mut tx, id, rang, &etape).await?;
        let charge = Charge::new().avec("depuis", decision.depuis.mot()).avec("motif", motif.unwrap_or_default());
        let objet = format!("piece/{id}");
        let acte = Acte { acteur: decision.auteur, acte: decision.vers.mot(), objet: &objet, charge };
        journal::append(&mut tx, &acte, instant).await?;
        tx.commit().await.tentant("valider une décision")
    }

    /// A piece, with all that happened to it.
    pub async fn piece_lire(&self, id: &str) -> Resultat<Option<Piece>> {
        let mut tx = self.base.begin().await.tentant("lire une pièce")?;
        read_piece(&mut tx, id).await
    }

    /// Does a piece that was not removed still have this content?
    pub async fn piece_garde(&self, empreinte: &str) -> Resultat<bool> {
        sqlx::query(
            "SELECT id FROM pieces WHERE empreinte = $1 AND NOT EXISTS \
             (SELECT 1 FROM piece_etapes WHERE piece = id AND etat = 'retiree') LIMIT 1",
        )
        .bind(empreinte)
        .fetch_optional(&self.base)
        .await
        .tentant("chercher les pièces d'un contenu")
        .map(|ligne| ligne.is_some())
    }

    /// The pieces of a declaration, removed ones included, in the order of their arrival.
    pub async fn pieces_de(&self, cle: &CleDeDeclaration) -> Resultat<Vec<Piece>> {
        let mut tx = self.base.begin().await.tentant("lire les pièces")?;
        let lignes = sqlx::query(
            "SELECT pieces.id FROM pieces JOIN piece_etapes ON piece_etapes.piece = pieces.id AND rang = 1 \
             WHERE beneficiaire = $1 AND dispositif = $2 AND exercice = $3 ORDER BY instant, pieces.id",
        )
        .bind(&cle.beneficiaire.0)
        .bind(&cle.dispositif)
        .bind(&cle.exercice)
        .fetch_all(&mut *tx)
        .await
        .tentant("lire les pièces")?;
        let mut pieces = Vec::with_capacity(lignes.len());
        for ligne in &lignes {
            let id: String = ligne.try_get(0).tentant("lire les pièces")?;
            pieces.extend(read_piece(&mut tx, &id).await?);
        }
        Ok(pieces)
    }
}

fn absente() -> ErreurDeRegistre {
    ErreurDeRegistre::refus("Cette pièce n'existe pas. Revenez à la liste des pièces.", "pièce inconnue")
}

fn deja_decide() -> ErreurDeRegistre {
    ErreurDeRegistre::refus(
        "Quelqu'un a décidé de cette pièce entre-temps. Rechargez la page pour lire sa décision.",
        "décision sur un état dépassé",
    )
}

/// Adds a step. The rank is part of the key: of two decisions at once, the second finds it taken.
async fn add_step(tx: &mut Transaction<'static, Any>, id: &str, rang: i64, etape: &EtapeDePiece) -> Resultat<()> {
    let ajout = sqlx::query(
        "INSERT INTO piece_etapes (piece, rang, etat, motif, auteur, instant) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (piece, rang) DO NOTHING",
    )
    .bind(id)
    .bind(rang)
    .bind(etape.etat.mot())
    .bind(etape.motif.as_deref())
    .bind(&etape.auteur)
    .bind(etape.instant.0)
    .execute(&mut **tx)
    .await
    .tentant("noter l'étape d'une pièce")?;
    if ajout.rows_affected() == 1 { Ok(()) } else { Err(deja_decide()) }
}

async fn read_piece(tx: &mut Transaction<'static, Any>, id: &str) -> Resultat<Option<Piece>> {
    let ligne = sqlx::query(PIECE).bind(id).fetch_optional(&mut **tx).await.tentant("lire une pièce")?;
    let Some(ligne) = ligne else { return Ok(None) };
    let indicateurs = sqlx::query("SELECT indicateur FROM piece_indicateurs WHERE piece = $1 ORDER BY indicateur")
        .bind(id)
        .fetch_all(&mut **tx)
        .await
        .tentant("lire les indicateurs d'une pièce")?;
    let etapes = sqlx::query("SELECT etat, motif, auteur, instant FROM piece_etapes WHERE piece = $1 ORDER BY rang")
        .bind(id)
        .fetch_all(&mut **tx)
        .await
        .tentant("lire les étapes d'une pièce")?;
    let cle = |ligne: &AnyRow| -> Result<CleDeDeclaration, sqlx::Error> {
        Ok(CleDeDeclaration {
            beneficiaire: convention::IdBeneficiaire(ligne.try_get(1)?),
            dispositif: ligne.try_get(2)?,
            exercice: ligne.try_get(3)?,
        })
    };
    Ok(Some(Piece {
        id: id.to_owned(),
        cle: cle(&ligne).tentant("lire une pièce")?,
        nom: ligne.try_get(4).tentant("lire une pièce")?,
        taille: ligne.try_get(5).tentant("lire une pièce")?,
        empreinte: ligne.try_get(6).tentant("lire une pièce")?,
        indicateurs: indicateurs
            .iter()
            .map(|ligne| ligne.try_get(0))
            .collect::<Result<_, _>>()
            .tentant("lire les indicateurs d'une pièce")?,
        etapes: etapes.iter().map(|ligne| read_step(ligne, id)).collect::<Resultat<_>>()?,
    }))
}

fn read_step(ligne: &AnyRow, id: &str) -> Resultat<EtapeDePiece> {
    let mot: String = ligne.try_get(0).tentant("lire une étape")?;
    let etat = ETATS.iter().find(|(connu, _)| *connu == mot).map(|(_, etat)| *etat);
    Ok(EtapeDePiece {
        etat: etat.ok_or_else(|| ErreurDeRegistre::panne(format!("table piece_etapes, colonne etat, pièce {id}")))?,
        motif: ligne.try_get(1).tentant("lire une étape")?,
        auteur: ligne.try_get(2).tentant("lire une étape")?,
        instant: Instant(ligne.try_get(3).tentant("lire une étape")?),
    })
}
