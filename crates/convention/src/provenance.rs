//! Where a value comes from, and how sure we are of it.

use crate::lecture::{Bloc, Famille};
use crate::{Defaut, Place};
use formule::{Confiance, Date};

/// How sure a rule folder says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfianceDite {
    /// Read in a published text or a publication of the Assurance Maladie.
    Officiel,
    /// Read in the press, a union or a copy.
    Secondaire,
    /// Deduced by an author.
    Hypothese,
    /// Looked for and not found.
    Inconnu,
}

const MOTS: [(&str, ConfianceDite); 4] = [
    ("officiel", ConfianceDite::Officiel),
    ("secondaire", ConfianceDite::Secondaire),
    ("hypothese", ConfianceDite::Hypothese),
    ("inconnu", ConfianceDite::Inconnu),
];

impl ConfianceDite {
    /// The word used in rule folders.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::Secondaire => "secondaire",
            Self::Hypothese => "hypothese",
            Self::Inconnu => "inconnu",
        }
    }

    /// What the engine is told. What was not found has no figure, and needs no other mark.
    pub const fn confiance(self) -> Confiance {
        match self {
            Self::Officiel | Self::Inconnu => Confiance::Officiel,
            Self::Secondaire => Confiance::Secondaire,
            Self::Hypothese => Confiance::Hypothese,
        }
    }
}

/// Text, article, source, confidence and day of the last check of a value.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// Code of the text.
    pub texte: Option<String>,
    /// Article of the text.
    pub article: Option<String>,
    /// Code of the source.
    pub source: Option<String>,
    /// How sure it is; `Inconnu` when it was not found.
    pub confiance: ConfianceDite,
    /// The day someone last checked it.
    pub verifie_le: Option<Date>,
    /// What the author wanted to add.
    pub note: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Reads one confidence word; `fictif` belongs to the demonstration alone.
pub(crate) fn confiance(bloc: &Bloc<'_>, cle: &str) -> Option<ConfianceDite> {
    let mot = bloc.texte_brut(cle);
    if mot.as_ref().is_some_and(|m| m.valeur == "fictif") {
        bloc.texte(cle);
        bloc.rater(cle);
        if let Some(lu) = mot {
            let defaut = Defaut::new(&lu.place, "un dossier de règles ne contient pas de valeur fictive");
            bloc.defaut(defaut.conseil("laissez la valeur à \"inconnu\" ; la démonstration la complète de son côté"));
        }
        return None;
    }
    bloc.mot(cle, &MOTS)
}

impl Provenance {
    /// Reads the keys of a value whose source and check must be said.
    pub(crate) fn lire(bloc: &Bloc<'_>) -> Self {
        let dite = bloc.contient("confiance");
        let provenance = Self::lire_facultative(bloc);
        if !dite {
            bloc.manque("confiance");
        }
        if provenance.source.is_none()
            && dite
            && provenance.confiance != ConfianceDite::Inconnu
            && !bloc.contient("source")
            && !bloc.touche(&["confiance"])
        {
            let defaut = Defaut::new(&bloc.place(), format!("il manque « source » dans {}", bloc.nom));
            bloc.defaut(defaut.conseil("donnez le code d'une source, ou dites la valeur \"inconnu\""));
        }
        if provenance.verifie_le.is_none() && !bloc.contient("verifie_le") {
            bloc.manque("verifie_le");
        }
        provenance
    }

    /// That of a stand-in for what could not be read.
    pub(crate) fn aucune(place: &Place) -> Self {
        Self {
            texte: None,
            article: None,
            source: None,
            confiance: ConfianceDite::Inconnu,
            verifie_le: None,
            note: None,
            place: place.clone(),
        }
    }

    /// Reads the same keys where none is due.
    pub(crate) fn lire_facultative(bloc: &Bloc<'_>) -> Self {
        Self {
            texte: bloc.reference("texte", Famille::Texte).map(|t| t.valeur),
            article: bloc.texte_libre("article"),
            source: bloc.reference("source", Famille::Source).map(|t| t.valeur),
            confiance: confiance(bloc, "confiance").unwrap_or(ConfianceDite::Officiel),
            verifie_le: bloc.date("verifie_le").map(|d| d.valeur),
            note: bloc.texte_libre("note"),
            place: bloc.place(),
        }
    }
}
