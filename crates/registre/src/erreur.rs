//! Errors with two readers: the person in front of the page, and the operator in front of the log.

use convention::ecriture::typographier;
use std::fmt;

/// What this crate answers.
pub type Resultat<T> = Result<T, ErreurDeRegistre>;

/// Whose turn it is to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenreDErreur {
    /// The request cannot be accepted as it is: the person can change it.
    Refus,
    /// The service fails: the operator must look.
    Panne,
}

/// A failure or a refusal of the register. Neither text holds a name, an identifier of a person or a value typed.
#[derive(Debug, Clone)]
pub struct ErreurDeRegistre {
    /// Whose turn it is to act.
    pub genre: GenreDErreur,
    /// For the person: a French sentence that says what to do next.
    pub message: String,
    /// For the log: what was attempted, and why it failed.
    pub pour_le_journal: String,
}

impl ErreurDeRegistre {
    /// A refusal: the person reads why, the log keeps the same cause in one line.
    pub fn refus(message: impl Into<String>, pour_le_journal: impl Into<String>) -> Self {
        let message = typographier(&message.into());
        Self { genre: GenreDErreur::Refus, message, pour_le_journal: pour_le_journal.into() }
    }

    /// A failure: the person only learns that nothing was kept and that trying again is safe.
    pub fn panne(pour_le_journal: impl Into<String>) -> Self {
        Self {
            genre: GenreDErreur::Panne,
            message:
                "Le service n'a pas pu enregistrer ou lire vos informations. Réessayez dans quelques minutes\u{a0}; \
                      si cela se répète, signalez-le en citant l'heure."
                    .to_owned(),
            pour_le_journal: pour_le_journal.into(),
        }
    }
}

impl fmt::Display for ErreurDeRegistre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pour_le_journal)
    }
}

impl std::error::Error for ErreurDeRegistre {}

/// Says what was being attempted when a query or a file failed.
pub(crate) trait Tentative<T> {
    /// The same result, its error told with what was attempted.
    fn tentant(self, quoi: &str) -> Resultat<T>;
}

impl<T> Tentative<T> for Result<T, sqlx::Error> {
    fn tentant(self, quoi: &str) -> Resultat<T> {
        self.map_err(|erreur| ErreurDeRegistre::panne(format!("{quoi} : {}", cause(&erreur))))
    }
}

impl<T> Tentative<T> for std::io::Result<T> {
    fn tentant(self, quoi: &str) -> Resultat<T> {
        self.map_err(|erreur| ErreurDeRegistre::panne(format!("{quoi} : {}", erreur.kind())))
    }
}

/// Why a query failed, without the message of the database, which may quote a value.
fn cause(erreur: &sqlx::Error) -> String {
    match erreur {
        sqlx::Error::Database(base) => format!(
            "la base refuse (code {}, table {}, contrainte {})",
            base.code().as_deref().unwrap_or("?"),
            base.table().unwrap_or("?"),
            base.constraint().unwrap_or("?")
        ),
        sqlx::Error::Io(erreur) => format!("liaison avec la base ({})", erreur.kind()),
        sqlx::Error::PoolTimedOut => "aucune connexion libre à temps".to_owned(),
        sqlx::Error::PoolClosed => "le registre est fermé".to_owned(),
        sqlx::Error::RowNotFound => "ligne attendue absente".to_owned(),
        sqlx::Error::ColumnDecode { index, .. } => format!("colonne {index} illisible"),
        sqlx::Error::ColumnNotFound(colonne) => format!("colonne {colonne} absente"),
        sqlx::Error::Configuration(_) => "adresse de la base illisible".to_owned(),
        _ => "erreur du pilote".to_owned(),
    }
}
