//! What the answers are worth, by the engine that pays: the figures of the structure, the draft in place of the
//! declared inputs.

use super::dossier::Dossier;
use super::indicateurs::{Indicateur, indicateurs};
use super::saisie::Lue;
use crate::Service;
use crate::calcul::{Calcul, centimes};
use crate::horloge::heure;
use crate::mots::{self, Pastille};
use convention::ecriture::typographier;
use convention::{Role, TypeValeur};
use explication::nombres::euros;
use formule::{Cellule, Etat, Ligne, NoeudId};
use std::collections::BTreeSet;

/// The estimate beside the form.
#[derive(Debug)]
pub(crate) struct Estimation {
    pub(crate) total: String,
    /// The same in cents, when it is known.
    pub(crate) centimes: Option<i64>,
    pub(crate) etat: Etat,
    pub(crate) pastille: Pastille,
    pub(crate) fictif: bool,
    pub(crate) a: String,
    /// Are some answers left out, that have to be corrected?
    pub(crate) a_corriger: bool,
    pub(crate) declares: Vec<Poste>,
    pub(crate) mesures: Vec<Poste>,
    /// What the amount still depends on.
    pub(crate) reserves: Vec<String>,
}

/// A line of the estimate.
#[derive(Debug, Clone)]
pub(crate) struct Poste {
    /// The number of an indicator of the form; 0 for what is measured.
    pub(crate) numero: usize,
    pub(crate) libelle: String,
    pub(crate) vaut: String,
    /// The same in cents: gained, or to gain, or not an amount.
    pub(crate) centimes: Option<i64>,
    /// Is it said in words rather than as an amount?
    pub(crate) mou: bool,
    /// Is nothing paid without it?
    pub(crate) socle: bool,
    /// Is it paid only once other conditions hold?
    pub(crate) sous_condition: bool,
}

impl Poste {
    /// Is there an amount to say, gained or to gain?
    pub(crate) fn chiffre(&self) -> bool {
        self.vaut.ends_with('€') || self.vaut.starts_with('+')
    }
}

/// The estimate, when this exercice is computed.
pub(crate) fn estimer(service: &Service, dossier: &Dossier<'_>) -> Option<Estimation> {
    let retenus: Vec<bool> = dossier.reponses.iter().map(|r| r.applicable).collect();
    let ligne = dossier.ligne(service, &retenus)?;
    let (_, calcul) = service.monde.calcul(dossier.qui, &dossier.dispositif.code, dossier.annee)?;
    let e = calcul.expliquer_ligne(&service.monde, dossier.dispositif, dossier.qui, &ligne).ok()?;
    let essai = Essai { dossier, calcul, ligne: &ligne };
    let montres: Vec<Indicateur> = indicateurs(dossier).into_iter().filter(|i| i.applicable(dossier)).collect();
    let declares = montres.iter().map(|indicateur| essai.poste(indicateur)).collect();
    let declarees = entrees_declarees(dossier, calcul);
    let mesures = e.indicateurs.iter().filter(|i| i.actif).filter(|i| {
        // What reads an answer is already said among the answers.
        let lues = calcul.compile.sorties.indicateurs.iter().find(|s| s.code == i.code).map(|s| lues_par(calcul, s));
        lues.is_some_and(|lues| lues.is_disjoint(&declarees))
    });
    let mesures = mesures.filter_map(|i| {
        let etat = mots::de_l_indicateur(i).map(|p| p.mot.to_lowercase());
        let (vaut, mou) = match (&i.montant, &i.malus, etat) {
            (Some(m), _, _) => (m.ecrit.clone(), m.centimes.is_none()),
            (None, Some(malus), _) => (format!("malus {malus}"), true),
            (None, None, etat) => (etat?, true),
        };
        let centimes = i.montant.as_ref().and_then(|m| m.centimes);
        let libelle = typographier(&i.libelle);
        let socle = i.roles.contains(&"socle");
        Some(Poste { numero: 0, libelle, vaut, centimes, mou, socle, sous_condition: false })
    });
    let reserves = e.inconnus.iter().chain(&e.attendus).map(|nom| nom.libelle.clone()).collect();
    Some(Estimation {
        total: e.montant.map_or_else(|| "Non calculable".to_owned(), |centimes| euros(i128::from(centimes))),
        centimes: e.montant,
        etat: e.etat,
        pastille: mots::du_montant(e.etat, e.montant),
        fictif: e.fictif,
        a: heure(service.horloge.maintenant()),
        a_corriger: dossier.applicables().any(|r| matches!(r.lue, Lue::Fausse(_))),
        declares,
        mesures: mesures.collect(),
        reserves,
    })
}

/// What answers are worth, in cents.
struct Ecart {
    valeur: i64,
    /// Is it hidden by a condition that does not hold yet?
    sous_condition: bool,
}

/// The form, and the run with which others are compared.
struct Essai<'a> {
    dossier: &'a Dossier<'a>,
    calcul: &'a Calcul,
    ligne: &'a Ligne,
}

impl Essai<'_> {
    /// What the answers of an indicator are worth.
    fn poste(&self, indicateur: &Indicateur) -> Poste {
        let poste = |vaut: String, mou: bool, socle: bool| Poste {
            numero: indicateur.numero,
            libelle: indicateur.titre.clone(),
            vaut,
            centimes: None,
            mou,
            socle,
            sous_condition: false,
        };
        let socle = self.socle(indicateur);
        let ecart = |avec: &Ligne, sans: &Ligne| self.ecart(indicateur, avec, sans);
        let reponses = || indicateur.rangs.iter().map(|rang| &self.dossier.reponses[*rang]).filter(|r| r.applicable);
        if reponses().any(|r| matches!(r.lue, Lue::Fausse(_))) {
            return poste("à corriger".to_owned(), true, socle);
        }
        let Some(premiere) = indicateur.rangs.first().map(|rang| &self.dossier.reponses[*rang]) else {
            return poste("réponse attendue".to_owned(), true, socle);
        };
        if premiere.entree.type_ == TypeValeur::OuiNon && premiere.lue.tenue() != Some(1) {
            let mut oui = self.ligne.clone();
            self.poser(&mut oui, &premiere.entree.code, Ok(1));
            return match ecart(&oui, self.ligne) {
                Some(Ecart { valeur, sous_condition }) if valeur > 0 => {
                    let vaut = format!("+\u{a0}{} si oui", euros(i128::from(valeur)));
                    Poste { centimes: Some(valeur), sous_condition, ..poste(vaut, true, socle) }
                }
                _ if premiere.lue == Lue::Vide => poste("réponse attendue".to_owned(), true, socle),
                _ => Poste { centimes: Some(0), ..poste(euros(0), false, socle) },
            };
        }
        // Without any answer to this indicator.
        let mut sans = self.ligne.clone();
        for rang in &indicateur.rangs {
            let entree = self.dossier.reponses[*rang].entree;
            self.poser(&mut sans, &entree.code, entree.sans_reponse());
        }
        match ecart(self.ligne, &sans) {
            Some(Ecart { valeur: 0, .. }) if reponses().any(|r| r.lue == Lue::Vide) => {
                poste("à compléter".to_owned(), true, socle)
            }
            Some(Ecart { valeur: 0, .. }) if socle => poste("sans montant, mais obligatoire".to_owned(), true, socle),
            Some(Ecart { valeur, sous_condition }) => {
                Poste { centimes: Some(valeur), sous_condition, ..poste(euros(i128::from(valeur)), false, socle) }
            }
            None => poste("non calculable".to_owned(), true, socle),
        }
    }

    /// What one set of answers is worth more than another: what it changes in the amount due, so that an answer on which
    /// everything depends is worth everything. Where a condition that is missing hides it, what it would change once
    /// it holds. Where the whole is not known, the indicators that read these answers say it.
    fn ecart(&self, indicateur: &Indicateur, avec: &Ligne, sans: &Ligne) -> Option<Ecart> {
        let plan = &self.calcul.compile.plan;
        let (avec, sans) = (formule::evaluer(plan, avec).ok()?, formule::evaluer(plan, sans).ok()?);
        let sorties = &self.calcul.compile.sorties;
        let ecart = |code: &str| {
            let noeud = plan.definition(code)?;
            Some(centimes(&avec, noeud)? - centimes(&sans, noeud)?)
        };
        if let Some(tout) = ecart(&sorties.montant_calcule) {
            return Some(match ecart(&sorties.montant) {
                Some(0) if tout != 0 => Ecart { valeur: tout, sous_condition: true },
                apres => Ecart { valeur: apres.unwrap_or(tout), sous_condition: false },
            });
        }
        let codes = self.codes(indicateur);
        let roles = self.dossier.dispositif.indicateurs_de(self.dossier.annee);
        let payes = sorties.indicateurs.iter().filter(|sortie| {
            let paye = roles.iter().any(|(i, role)| i.code == sortie.code && role.remunere);
            let noeud = sortie.montant.as_deref().and_then(|code| plan.definition(code));
            paye && sortie.actif && noeud.is_some_and(|noeud| self.lit(noeud, &codes))
        });
        let valeur: Option<i64> = payes.map(|sortie| ecart(sortie.montant.as_deref()?)).sum();
        valeur.map(|valeur| Ecart { valeur, sous_condition: false })
    }

    fn codes(&self, indicateur: &Indicateur) -> BTreeSet<&str> {
        indicateur.rangs.iter().map(|rang| self.dossier.reponses[*rang].entree.code.as_str()).collect()
    }

    fn lit(&self, noeud: NoeudId, codes: &BTreeSet<&str>) -> bool {
        let plan = &self.calcul.compile.plan;
        let lues = plan.entrees_lues(&[noeud]);
        lues.iter().filter_map(|rang| plan.entrees().get(*rang)).any(|e| codes.contains(e.code.as_str()))
    }

    fn poser(&self, ligne: &mut Ligne, code: &str, cellule: Cellule) {
        let rang = self.calcul.compile.plan.entrees().iter().position(|e| e.code == code);
        if let Some(place) = rang.and_then(|rang| ligne.entrees.get_mut(rang)) {
            *place = cellule;
        }
    }

    /// Does a socle of the exercice read an answer of this indicator?
    fn socle(&self, indicateur: &Indicateur) -> bool {
        let codes = self.codes(indicateur);
        let plan = &self.calcul.compile.plan;
        let roles = self.dossier.dispositif.indicateurs_de(self.dossier.annee);
        self.calcul.compile.sorties.indicateurs.iter().filter(|sortie| sortie.actif).any(|sortie| {
            let un_socle = |role: &Role| role.socle && !role.socle_neutralise;
            let socle = roles.iter().any(|(i, role)| i.code == sortie.code && un_socle(role));
            let atteint = sortie.atteint.as_deref().and_then(|code| plan.definition(code));
            socle && atteint.is_some_and(|atteint| self.lit(atteint, &codes))
        })
    }
}

fn entrees_declarees(dossier: &Dossier<'_>, calcul: &Calcul) -> BTreeSet<usize> {
    let entrees = calcul.compile.plan.entrees().iter().enumerate();
    entrees.filter(|(_, e)| dossier.rang(&e.code).is_some()).map(|(rang, _)| rang).collect()
}

/// The inputs that the results of an indicator read.
fn lues_par(calcul: &Calcul, sortie: &convention::SortieIndicateur) -> BTreeSet<usize> {
    let plan = &calcul.compile.plan;
    let codes = [&sortie.atteint, &sortie.montant, &sortie.malus];
    let noeuds: Vec<NoeudId> = codes.into_iter().filter_map(|code| plan.definition(code.as_deref()?)).collect();
    plan.entrees_lues(&noeuds).into_iter().collect()
}
