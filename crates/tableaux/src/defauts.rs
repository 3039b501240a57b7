//! What is wrong in a file of figures, and where: the first twenty, then how many more.

use std::fmt;
use std::path::Path;

/// How many defects of a file are told one by one.
pub(crate) const DEFAUTS_DITS: usize = 20;

/// One defect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErreurDeFichier {
    /// Line of a CSV file (the header is line 1), or row of a Parquet file (the first is 1).
    pub ligne: Option<u64>,
    /// Name of the column.
    pub colonne: Option<String>,
    /// What is wrong, one sentence without a final full stop.
    pub message: String,
    /// What to do, one sentence without a final full stop.
    pub conseil: String,
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refus {
    /// The file, as the user named it.
    pub fichier: String,
    /// The first defects, by line then column.
    pub erreurs: Vec<ErreurDeFichier>,
    /// How many more there are.
    pub autres: usize,
    /// Could the file not be opened or written at all? Then nothing is wrong with its content.
    pub acces: bool,
}

impl Refus {
    /// A file that cannot be opened or written.
    pub fn acces(chemin: &Path, message: impl Into<String>, conseil: impl Into<String>) -> Self {
        Self { acces: true, ..Self::entier(chemin, message, conseil) }
    }

    /// A defect of the whole file.
    pub fn entier(chemin: &Path, message: impl Into<String>, conseil: impl Into<String>) -> Self {
        Self::a_la_ligne(chemin, None, message, conseil)
    }

    /// A defect of a line after which the rest cannot be read.
    pub fn a_la_ligne(
        chemin: &Path,
        ligne: Option<u64>,
        message: impl Into<String>,
        conseil: impl Into<String>,
    ) -> Self {
        let erreur = ErreurDeFichier { ligne, colonne: None, message: message.into(), conseil: conseil.into() };
        Self { fichier: chemin.display().to_string(), erreurs: vec![erreur], autres: 0, acces: false }
    }
}

impl fmt::Display for Refus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rang, erreur) in self.erreurs.iter().enumerate() {
            if rang > 0 {
                writeln!(f)?;
            }
            write!(f, "{}", self.fichier)?;
            if let Some(ligne) = erreur.ligne {
                write!(f, ", ligne {ligne}")?;
            }
            if let Some(colonne) = &erreur.colonne {
                write!(f, ", colonne « {colonne} »")?;
            }
            write!(f, " : {}. {}.", erreur.message, erreur.conseil)?;
        }
        match self.autres {
            0 => Ok(()),
            1 => write!(f, "\n… et 1 autre défaut dans ce fichier."),
            n => write!(f, "\n… et {n} autres défauts dans ce fichier."),
        }
    }
}

impl std::error::Error for Refus {}

/// Gathers the defects of a file, and keeps the first ones whatever the order in which they come:
/// a Parquet file is read column after column.
#[derive(Debug, Default)]
pub(crate) struct Collecteur {
    gardees: Vec<((u64, usize), ErreurDeFichier)>,
    vues: usize,
}

impl Collecteur {
    /// One more defect. The sentence is made only if it will be told.
    pub(crate) fn ajouter(
        &mut self,
        ligne: Option<u64>,
        colonne: Option<(usize, &str)>,
        phrase: impl FnOnce() -> (String, String),
    ) {
        self.vues += 1;
        let rang = (ligne.unwrap_or(0), colonne.map_or(0, |(rang, _)| rang + 1));
        let place = self.gardees.partition_point(|(autre, _)| *autre <= rang);
        if place >= DEFAUTS_DITS {
            return;
        }
        let (message, conseil) = phrase();
        let colonne = colonne.map(|(_, nom)| nom.to_owned());
        self.gardees.insert(place, (rang, ErreurDeFichier { ligne, colonne, message, conseil }));
        self.gardees.truncate(DEFAUTS_DITS);
    }

    /// No defect so far?
    pub(crate) fn est_vide(&self) -> bool {
        self.vues == 0
    }

    /// `Err` with all of them, if there is any.
    pub(crate) fn conclure(self, chemin: &Path) -> Result<(), Refus> {
        if self.est_vide() { Ok(()) } else { Err(self.refus(chemin)) }
    }

    /// All of them, and one more after which nothing can be read.
    pub(crate) fn refus_de_plus(mut self, chemin: &Path, (message, conseil): (String, String)) -> Refus {
        self.ajouter(None, None, || (message, conseil));
        self.refus(chemin)
    }

    fn refus(self, chemin: &Path) -> Refus {
        let erreurs: Vec<_> = self.gardees.into_iter().map(|(_, erreur)| erreur).collect();
        let autres = self.vues - erreurs.len();
        Refus { fichier: chemin.display().to_string(), erreurs, autres, acces: false }
    }
}
