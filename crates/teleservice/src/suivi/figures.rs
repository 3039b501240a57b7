//! What is followed, read in the computation of one exercice.

use super::periodes::Periode;
use crate::Calcul;
use convention::{Compile, Dispositif, Entree, Indicateur, Origine, SortieIndicateur, Suivi};
use explication::{Chiffre, Nature};
use formule::programme::{Genre, ModeNational};
use formule::trace::Source;
use formule::{Absence, Date, Ligne, Trace};
use std::collections::BTreeMap;

/// One thing that a widget follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sujet<'d> {
    Indicateur(&'d str),
    /// What an indicator should amount to.
    Objectif(&'d str),
    /// A calcul, or a national result.
    Calcul(&'d str),
    Entree(&'d str),
}

/// What a code of a follow-up is about.
pub(super) fn sujet<'d>(d: &Dispositif, code: &'d str) -> Sujet<'d> {
    if d.indicateurs.iter().any(|i| i.code == code) {
        return Sujet::Indicateur(code);
    }
    if let Some(indicateur) = code.strip_suffix(".objectif") {
        return Sujet::Objectif(indicateur);
    }
    if d.entree(code).is_some() { Sujet::Entree(code) } else { Sujet::Calcul(code) }
}

/// What a widget follows, in the order of the rules.
pub(super) fn sujets<'d>(d: &'d Dispositif, suivi: &'d Suivi) -> Vec<Sujet<'d>> {
    let mut sujets: Vec<Sujet<'d>> = suivi.sujets.iter().map(|code| sujet(d, code)).collect();
    let voulu = |i: &&Indicateur| {
        suivi.groupe.is_some() && i.groupe == suivi.groupe || suivi.modele.is_some() && i.portee.modele == suivi.modele
    };
    sujets.extend(d.indicateurs.iter().filter(voulu).map(|i| Sujet::Indicateur(&i.code)));
    let des_lignes = suivi.lignes.iter().flat_map(|l| [&l.sujet, &l.avant, &l.apres, &l.ecart]).flatten();
    sujets.extend(des_lignes.map(|code| sujet(d, code)));
    sujets.extend(suivi.lignes.iter().filter_map(|l| l.phrase.as_ref()).flat_map(|p| p.sujets()).map(|c| sujet(d, c)));
    sujets
}

/// The day up to which the figures of an exercice were counted. What was counted without saying up to when was counted
/// as far as could be.
pub(crate) fn au(dispositif: &Dispositif, calcul: &Calcul, au_plus_tard: Date) -> Date {
    let comptees =
        calcul.compile.plan.entrees().iter().filter(|e| {
            dispositif.entree(&e.code).is_some_and(|d| matches!(d.origine, Origine::Mesure | Origine::Flux))
        });
    comptees.map(|e| calcul.arretes.get(&e.code).copied().unwrap_or(au_plus_tard)).max().unwrap_or(au_plus_tard)
}

impl Sujet<'_> {
    /// Its name for people.
    pub(super) fn libelle(self, vue: &Vue<'_>) -> String {
        let d = vue.dispositif;
        let trouve = match self {
            Self::Indicateur(code) | Self::Objectif(code) => {
                let indicateur = d.indicateurs.iter().find(|i| i.code == code);
                return indicateur.map_or_else(String::new, |i| d.libelle_de(i, vue.exercice()).to_owned());
            }
            Self::Entree(code) => d.entree(code).map(|e| &e.libelle),
            Self::Calcul(code) => match code.strip_prefix("national.") {
                Some(code) => d.nationaux.iter().find(|n| n.code == code).map(|n| &n.libelle),
                None => d.calculs.iter().find(|c| c.code == code).map(|c| &c.libelle),
            },
        };
        trouve.cloned().unwrap_or_default()
    }

    /// Is it the same for everybody?
    pub(super) fn national(self) -> bool {
        matches!(self, Self::Calcul(code) if code.starts_with("national."))
    }

    pub(super) fn entree(self, d: &Dispositif) -> Option<&Entree> {
        if let Self::Entree(code) = self { d.entree(code) } else { None }
    }
}

/// The figures of one person for one exercice.
pub(super) struct Vue<'m> {
    pub(super) dispositif: &'m Dispositif,
    pub(super) compile: &'m Compile,
    pub(super) trace: Trace<'m>,
    pub(super) ligne: Ligne,
    /// The day up to which figures were counted.
    pub(super) au: Date,
    /// The day up to which each input was counted, where it is known.
    arretes: Option<&'m BTreeMap<String, Date>>,
    /// Is the exercice still running? Then its figures may change.
    en_cours: bool,
}

impl<'m> Vue<'m> {
    pub(super) fn de(dispositif: &'m Dispositif, calcul: &'m Calcul, ligne: Ligne, jour: Date) -> Option<Self> {
        let mut vue = Self::lire(dispositif, &calcul.compile, ligne, jour)?;
        vue.au = au(dispositif, calcul, vue.au);
        vue.arretes = Some(&calcul.arretes);
        Some(vue)
    }

    /// An exercice of which nothing was counted yet: only what does not depend on a count is known.
    pub(super) fn a_venir(dispositif: &'m Dispositif, compile: &'m Compile, jour: Date) -> Option<Self> {
        let (plan, programme) = (&compile.plan, compile.plan.programme());
        let ligne = Ligne {
            entrees: vec![Err(Absence::EnAttente); plan.entrees().len()],
            details: vec![Vec::new(); programme.details.len()],
            nationaux: vec![None; programme.nationaux.len()],
            repartitions: vec![None; programme.repartitions.len()],
        };
        Self::lire(dispositif, compile, ligne, jour)
    }

    fn lire(dispositif: &'m Dispositif, compile: &'m Compile, ligne: Ligne, jour: Date) -> Option<Self> {
        let trace = formule::evaluer(&compile.plan, &ligne).ok()?;
        let fin = dispositif.exercice(compile.exercice).ok()?.exercice.fin;
        Some(Self { dispositif, compile, trace, ligne, au: fin.min(jour), arretes: None, en_cours: fin > jour })
    }

    pub(super) fn exercice(&self) -> i32 {
        self.compile.exercice
    }

    /// An indicator that exists and counts in this exercice.
    pub(super) fn indicateur(&self, code: &str) -> Option<(&'m Indicateur, &'m SortieIndicateur)> {
        let sortie = self.compile.sorties.indicateurs.iter().find(|s| s.code == code && s.actif)?;
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
                let n = self.compile.plan.definition(sortie.valeur.as_deref()?)?;
                Some(Chiffre::du_noeud(&self.trace, n, 0, Some(indicateur.affichage)))
            }
            Sujet::Objectif(code) => self.objectif(Sujet::Indicateur(code)),
            Sujet::Calcul(code) => match code.strip_prefix("national.") {
                Some(code) => self.national(code),
                None => {
                    let n = self.compile.plan.definition(code)?;
                    Some(Chiffre::du_noeud(&self.trace, n, 0, None))
                }
            },
            Sujet::Entree(code) => {
                let rang = self.rang(code)?;
                let (entree, cellule) = (&self.compile.plan.entrees()[rang], *self.ligne.entrees.get(rang)?);
                let mut chiffre = Chiffre::de_l_entree(entree, cellule);
                // A choice is shown under its name, never under its code.
                let choix = self.dispositif.entree(code).and_then(|e| e.choix.iter().find(|c| c.code == chiffre.ecrit));
                if let Some(choix) = choix.filter(|_| cellule.is_ok()) {
                    chiffre.ecrit.clone_from(&choix.libelle);
                }
                Some(chiffre)
            }
        }
    }

    /// What it amounts to, in words; nothing when it is not known.
    pub(super) fn connu(&self, sujet: Sujet<'_>) -> Option<String> {
        self.valeur(sujet).filter(|c| c.marques.connu()).map(|c| c.ecrit)
    }

    /// What it should amount to.
    pub(super) fn objectif(&self, sujet: Sujet<'_>) -> Option<Chiffre> {
        let Sujet::Indicateur(code) = sujet else { return None };
        let (_, sortie) = self.indicateur(code)?;
        let n = self.compile.plan.definition(sortie.objectif.as_deref()?)?;
        Some(Chiffre::du_noeud(&self.trace, n, 0, None))
    }

    /// Can it be reached or missed? Else what it is compared with is only a mark.
    pub(super) fn juge(&self, code: &str) -> bool {
        self.indicateur(code).is_some_and(|(_, sortie)| sortie.atteint.is_some())
    }

    /// The name of the objective, when the rules give it one of its own.
    pub(super) fn nom_de_l_objectif(&self, code: &str) -> Option<String> {
        let (indicateur, sortie) = self.indicateur(code)?;
        let formule = self.compile.plan.formule(sortie.objectif.as_deref()?)?;
        let (d, lue) = (self.dispositif, formule.texte.trim());
        if let Some(code) = lue.strip_prefix("national.") {
            return d.nationaux.iter().find(|n| n.code == code).map(|n| n.libelle.clone());
        }
        // In a copy of a model, a short name stands for that of the copy, which begins with the name of its line.
        let alias = indicateur.portee.alias.iter().find(|(court, _)| court == lue);
        let lue = alias.map_or(lue, |(_, plein)| plein);
        let libelle = d.calculs.iter().find(|c| c.code == lue).map(|c| &c.libelle);
        let libelle = libelle.or_else(|| d.entree(lue).map(|e| &e.libelle))?;
        let propre = libelle.strip_prefix(&indicateur.libelle).and_then(|reste| reste.strip_prefix(" : "));
        Some(propre.unwrap_or(libelle).to_owned())
    }

    /// May it still change? Counted before the end of its period, or in an exercice that is still running.
    pub(super) fn provisoire(&self, sujet: Sujet<'_>) -> bool {
        let mut avant_la_fin = self.arretees(sujet).into_iter().filter_map(|(code, arrete)| {
            let entree = self.dispositif.entree(code)?;
            Some(arrete < Periode::lire(&entree.periode, self.dispositif, self.exercice())?.fin)
        });
        match avant_la_fin.next() {
            Some(premiere) => premiere || avant_la_fin.any(|avant| avant),
            None => self.en_cours,
        }
    }

    /// The day up to which what it reads was counted, where it is known.
    pub(super) fn arrete(&self, sujet: Sujet<'_>) -> Option<Date> {
        self.arretees(sujet).into_iter().map(|(_, arrete)| arrete).max()
    }

    /// The inputs that it reads and whose day is known.
    fn arretees(&self, sujet: Sujet<'_>) -> Vec<(&'m str, Date)> {
        let Some(arretes) = self.arretes.filter(|a| !a.is_empty()) else { return Vec::new() };
        let (plan, entrees) = (&self.compile.plan, self.compile.plan.entrees());
        let noeud = match sujet {
            Sujet::Entree(code) => {
                return arretes.get_key_value(code).map(|(code, jour)| (code.as_str(), *jour)).into_iter().collect();
            }
            Sujet::Objectif(_) => return Vec::new(),
            Sujet::Calcul(code) => plan.definition(code),
            Sujet::Indicateur(code) => {
                let valeur = self.indicateur(code).and_then(|(_, sortie)| sortie.valeur.as_deref());
                valeur.and_then(|valeur| plan.definition(valeur))
            }
        };
        let sources = noeud.map_or_else(Vec::new, |n| self.trace.sources(n, 0));
        let lues = sources.iter().filter_map(|(s, _)| match s {
            Source::Entree(rang) => arretes.get_key_value(&entrees.get(*rang as usize)?.code),
            _ => None,
        });
        lues.map(|(code, jour)| (code.as_str(), *jour)).collect()
    }

    fn rang(&self, code: &str) -> Option<usize> {
        self.compile.plan.entrees().iter().position(|e| e.code == code && e.genre != Genre::Texte)
    }

    fn national(&self, code: &str) -> Option<Chiffre> {
        let nationaux = &self.compile.plan.programme().nationaux;
        let rang = nationaux.iter().position(|n| n.code == code)?;
        let nature = match nationaux[rang].mode {
            ModeNational::Moyenne { .. } => Nature::Taux,
            _ => Nature::Nombre,
        };
        let valeur = self.ligne.nationaux.get(rang).copied().flatten();
        Some(match valeur {
            Some(v) => Chiffre::de(nature, v.valeur, v.marques),
            None => Chiffre::de(nature, formule::Fraction::ZERO, formule::Marques::EN_ATTENTE),
        })
    }
}
