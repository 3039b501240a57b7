//! The sum that leads to an amount, line by line: it adds up, and each line says what it is.

use crate::mots;
use explication::{Explication, GenreDEffet};

/// A line of the sum.
#[derive(Debug, Clone)]
pub(crate) struct Poste {
    /// What tells it apart from the others, from one computation to the next.
    pub(crate) cle: String,
    pub(crate) libelle: String,
    /// The cause, or the rule in words.
    pub(crate) precision: Option<String>,
    /// Where it is explained on the page.
    pub(crate) ancre: Option<String>,
    pub(crate) montant: String,
    pub(crate) centimes: Option<i64>,
    pub(crate) genre: GenreDePoste,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GenreDePoste {
    Ligne,
    /// Repeats the lines above; never counted again.
    SousTotal,
    Deduction,
    Total,
}

impl Poste {
    fn de(cle: impl Into<String>, libelle: impl Into<String>, centimes: Option<i64>, genre: GenreDePoste) -> Self {
        Self {
            cle: cle.into(),
            libelle: libelle.into(),
            precision: None,
            ancre: None,
            montant: mots::montant(centimes),
            centimes,
            genre,
        }
    }

    pub(crate) fn est_sous_total(&self) -> bool {
        self.genre == GenreDePoste::SousTotal
    }

    pub(crate) fn est_total(&self) -> bool {
        self.genre == GenreDePoste::Total
    }

    pub(crate) fn est_deduction(&self) -> bool {
        self.genre == GenreDePoste::Deduction
    }
}

/// From the indicators to the amount: what is paid, what the rules of the total make of it, what a socle closes.
pub(crate) fn postes(e: &Explication) -> Vec<Poste> {
    let mut postes: Vec<Poste> = Vec::new();
    for i in e.indicateurs.iter().filter(|i| i.actif) {
        let Some(m) = &i.montant else { continue };
        // What does not concern somebody, and pays nothing, is no line of their sum.
        if i.etat == Some("sans_objet") && m.centimes == Some(0) {
            continue;
        }
        let mut poste = Poste::de(&i.code, &i.libelle, m.centimes, GenreDePoste::Ligne);
        poste.montant.clone_from(&m.ecrit);
        poste.ancre = Some(format!("ind-{}", i.code));
        poste.precision = i.plafonds.first().map(|plafond| format!("Plafond appliqué. {plafond}"));
        postes.push(poste);
    }
    let somme: Option<i64> = postes.iter().map(|p| p.centimes).sum();
    if !e.effets.is_empty() && postes.len() > 1 {
        postes.push(Poste::de("sous-total", "Sous-total", somme, GenreDePoste::SousTotal));
    }
    for (rang, effet) in e.effets.iter().enumerate() {
        let cle = match effet.genre {
            GenreDEffet::Malus => "malus".to_owned(),
            GenreDEffet::Socle => "socle".to_owned(),
            GenreDEffet::Plafond | GenreDEffet::Regle => format!("regle-{rang}"),
        };
        let deduit = effet.centimes.is_none_or(|c| c < 0);
        let genre = if deduit { GenreDePoste::Deduction } else { GenreDePoste::Ligne };
        let mut poste = Poste::de(cle, &effet.libelle, effet.centimes, genre);
        poste.precision.clone_from(&effet.precision);
        poste.ancre = cause(e, effet.genre);
        postes.push(poste);
    }
    postes.push(Poste::de("total", "Montant calculé", e.montant, GenreDePoste::Total));
    postes
}

/// The indicator that a malus or a socle comes from, when there is one only.
fn cause(e: &Explication, genre: GenreDEffet) -> Option<String> {
    let mut causes = e.indicateurs.iter().filter(|i| match genre {
        GenreDEffet::Malus => i.actif && i.malus.is_some(),
        GenreDEffet::Socle => i.actif && i.roles.contains(&"socle") && i.etat == Some("non_atteint"),
        GenreDEffet::Plafond | GenreDEffet::Regle => false,
    });
    causes.next().filter(|_| causes.next().is_none()).map(|i| format!("ind-{}", i.code))
}
