//! What is followed, read in the computation of one exercice.

use crate::Calcul;
use convention::{Dispositif, Indicateur, SortieIndicateur, Suivi};
use explication::{Chiffre, Nature};
use formule::programme::{Genre, ModeNational};
use formule::{Date, Ligne, Trace};

/// One thing that a widget follows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sujet<'d> {
    Indicateur(&'d str),
    Calcul(&'d str),
    Entree(&'d str),
}

/// What a widget follows, in the order of the rules.
pub(super) fn sujets(suivi: &Suivi) -> Vec<Sujet<'_>> {
    let mut sujets: Vec<Sujet<'_>> = suivi.entrees.iter().map(|code| Sujet::Entree(code)).collect();
    sujets.extend(suivi.indicateur.as_deref().map(Sujet::Indicateur));
    sujets.extend(suivi.calcul.as_deref().map(Sujet::Calcul));
    sujets
}

impl Sujet<'_> {
    /// Its name for people.
    pub(super) fn libelle(self, d: &Dispositif) -> String {
        let trouve = match self {
            Self::Indicateur(code) => d.indicateurs.iter().find(|i| i.code == code).map(|i| &i.libelle),
            Self::Entree(code) => d.entree(code).map(|e| &e.libelle),
            Self::Calcul(code) => match code.strip_prefix("national.") {
                Some(code) => d.nationaux.iter().find(|n| n.code == code).map(|n| &n.libelle),
                None => d.calculs.iter().find(|c| c.code == code).map(|c| &c.libelle),
            },
        };
        trouve.cloned().unwrap_or_default()
    }
}

/// The figures of one person for one exercice.
pub(super) struct Vue<'m> {
    pub(super) dispositif: &'m Dispositif,
    pub(super) calcul: &'m Calcul,
    pub(super) trace: Trace<'m>,
    pub(super) ligne: Ligne,
    /// The day up to which figures were counted.
    pub(super) au: Date,
    /// Is the exercice still running? Then its figures may change.
    pub(super) en_cours: bool,
}

impl<'m> Vue<'m> {
    pub(super) fn de(dispositif: &'m Dispositif, calcul: &'m Calcul, ligne: Ligne, jour: Date) -> Option<Self> {
        let trace = formule::evaluer(&calcul.compile.plan, &ligne).ok()?;
        let fin = dispositif.exercice(calcul.compile.exercice).ok()?.exercice.fin;
        Some(Self { dispositif, calcul, trace, ligne, au: fin.min(jour), en_cours: fin > jour })
    }

    pub(super) fn exercice(&self) -> i32 {
        self.calcul.compile.exercice
    }

    /// An indicator that exists and counts in this exercice.
    pub(super) fn indicateur(&self, code: &str) -> Option<(&'m Indicateur, &'m SortieIndicateur)> {
        let sortie = self.calcul.compile.sorties.indicateurs.iter().find(|s| s.code == code && s.actif)?;
        Some((self.dispositif.indicateurs.iter().find(|i| i.code == code)?, sortie))
    }

    /// Does it exist in this exercice, with or without a figure?
    pub(super) fn existe(&self, sujet: Sujet<'_>) -> bool {
        match sujet {
            Sujet::Indicateur(code) => self.indicateur(code).is_some(),
            _ => self.valeur(sujet).is_some(),
        }
    }

    /// What it amounts to; nothing when it does not exist in this exercice.
    pub(super) fn valeur(&self, sujet: Sujet<'_>) -> Option<Chiffre> {
        match sujet {
            Sujet::Indicateur(code) => {
                let (indicateur, sortie) = self.indicateur(code)?;
                let n = self.calcul.compile.plan.definition(sortie.valeur.as_deref()?)?;
                Some(Chiffre::du_noeud(&self.trace, n, 0, Some(indicateur.affichage)))
            }
            Sujet::Calcul(code) => match code.strip_prefix("national.") {
                Some(code) => self.national(code),
                None => {
                    let n = self.calcul.compile.plan.definition(code)?;
                    Some(Chiffre::du_noeud(&self.trace, n, 0, None))
                }
            },
            Sujet::Entree(code) => {
                let entrees = self.calcul.compile.plan.entrees();
                let rang = entrees.iter().position(|e| e.code == code && e.genre != Genre::Texte)?;
                Some(Chiffre::de_l_entree(&entrees[rang], *self.ligne.entrees.get(rang)?))
            }
        }
    }

    /// What it should amount to.
    pub(super) fn objectif(&self, sujet: Sujet<'_>) -> Option<Chiffre> {
        let Sujet::Indicateur(code) = sujet else { return None };
        let (_, sortie) = self.indicateur(code)?;
        let n = self.calcul.compile.plan.definition(sortie.objectif.as_deref()?)?;
        Some(Chiffre::du_noeud(&self.trace, n, 0, None))
    }

    /// The name of the objective, when the rules give it one of its own.
    pub(super) fn nom_de_l_objectif(&self, code: &str) -> Option<String> {
        let (_, sortie) = self.indicateur(code)?;
        let formule = self.calcul.compile.plan.formule(sortie.objectif.as_deref()?)?;
        let lue = formule.texte.trim();
        self.dispositif.calculs.iter().find(|c| c.code == lue).map(|c| c.libelle.clone())
    }

    fn national(&self, code: &str) -> Option<Chiffre> {
        let nationaux = &self.calcul.compile.plan.programme().nationaux;
        let rang = nationaux.iter().position(|n| n.code == code)?;
        let nature = match nationaux[rang].mode {
            ModeNational::Moyenne { .. } => Nature::Taux,
            _ => Nature::Nombre,
        };
        let valeur = self.ligne.nationaux.get(rang).copied().flatten()?;
        Some(Chiffre::de(nature, valeur.valeur, valeur.marques))
    }
}
