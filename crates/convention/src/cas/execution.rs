//! Runs a case through the engine, as a file of figures would be run.

use super::comparaison::Comparaison;
use super::lecture::absence;
use super::{BeneficiaireDeCas, Cas, EntreeDeCas, LigneDeCas};
use crate::lecture::Brut;
use crate::valeurs::{TypeValeur, tenue};
use crate::{Compile, Defaut, Detail, Dispositif, Entree, Lu, Place, Surcharges, ecriture};
use formule::{Cellule, Ligne, LigneDetail};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What a case gave.
#[derive(Debug, Clone)]
pub struct ResultatDeCas {
    /// Its name.
    pub nom: String,
    /// Where it is written.
    pub place: Place,
    /// What differs from what was expected, or kept it from running; empty when it passes.
    pub ecarts: Vec<Defaut>,
    /// Values of the rules that its branches read, as [`crate::Rapport`] names them.
    pub(crate) lus: BTreeSet<String>,
}

impl ResultatDeCas {
    /// Did everything come out as expected?
    pub fn passe(&self) -> bool {
        self.ecarts.is_empty()
    }
}

/// Plans without any replaced value, compiled once for all cases.
pub(crate) type Compilations = BTreeMap<i32, Result<Rc<Compile>, Vec<Defaut>>>;

impl Cas {
    /// Runs it and compares.
    pub fn executer(&self, dispositif: &Dispositif) -> ResultatDeCas {
        self.executer_avec(dispositif, &mut Compilations::new())
    }

    pub(crate) fn executer_avec(&self, dispositif: &Dispositif, compilations: &mut Compilations) -> ResultatDeCas {
        let mut resultat = ResultatDeCas {
            nom: self.nom.clone(),
            place: self.place.clone(),
            ecarts: Vec::new(),
            lus: BTreeSet::new(),
        };
        let compile = if self.surcharges.est_vide() {
            let connue = compilations.entry(self.exercice);
            connue.or_insert_with(|| dispositif.compiler(self.exercice, &Surcharges::aucune()).map(Rc::new)).clone()
        } else {
            dispositif.compiler(self.exercice, &self.surcharges).map(Rc::new)
        };
        match compile {
            Ok(compile) => self.comparer(dispositif, &compile, &mut resultat),
            Err(defauts) => {
                let message = format!("les règles de {} ne se compilent pas pour ce cas", self.exercice);
                let conseil = match defauts.first() {
                    Some(premier) if !self.surcharges.est_vide() => premier.to_string(),
                    _ => "corrigez d'abord les défauts de cet exercice".to_owned(),
                };
                resultat.ecarts.push(Defaut::new(&self.place, message).conseil(conseil));
            }
        }
        resultat
    }

    fn comparer(&self, dispositif: &Dispositif, compile: &Compile, resultat: &mut ResultatDeCas) {
        let mut lignes = Vec::new();
        for beneficiaire in &self.beneficiaires {
            let mut lecteur = Lecteur { dispositif, compile, ecarts: &mut resultat.ecarts };
            lignes.push(lecteur.ligne(beneficiaire));
        }
        if !resultat.ecarts.is_empty() {
            return;
        }
        let ids: Vec<&str> = self.beneficiaires.iter().map(|b| b.id.as_str()).collect();
        if let Err(message) = super::etapes::passer(compile, &ids, &mut lignes) {
            resultat.ecarts.push(Defaut::new(&self.place, message));
            return;
        }
        for (beneficiaire, ligne) in self.beneficiaires.iter().zip(&lignes) {
            match formule::evaluer(&compile.plan, ligne) {
                Ok(trace) => {
                    let nom =
                        if self.beneficiaires.len() > 1 { format!("{} : ", beneficiaire.id) } else { String::new() };
                    let mut comparaison = Comparaison::new(compile, &trace, ligne, nom);
                    comparaison.comparer(beneficiaire);
                    resultat.ecarts.extend(comparaison.ecarts);
                    resultat.lus.extend(super::atteinte::lus(dispositif, compile, &trace, &self.surcharges));
                }
                Err(erreur) => resultat.ecarts.push(Defaut::new(&beneficiaire.place, erreur.to_string())),
            }
        }
    }
}

/// Turns the figures of a case into those that the engine takes.
struct Lecteur<'a> {
    dispositif: &'a Dispositif,
    compile: &'a Compile,
    ecarts: &'a mut Vec<Defaut>,
}

impl Lecteur<'_> {
    fn ligne(&mut self, b: &BeneficiaireDeCas) -> Ligne {
        let d = self.dispositif;
        let annee = self.compile.exercice;
        let connues: Vec<&Entree> = d.entrees_de(annee);
        self.codes_connus(&b.entrees, &connues, &d.entrees);
        let deja: Vec<EntreeDeCas> = b.deja_verse.iter().map(|(code, valeur)| self.deja_verse(code, valeur)).collect();
        let mut entrees = Vec::new();
        for attendue in self.compile.plan.entrees() {
            let donnee = b.entrees.iter().chain(&deja).rev().find(|e| e.code.valeur == attendue.code);
            let dite = connues.iter().find(|e| e.code == attendue.code).copied();
            entrees.push(match (dite, donnee) {
                (Some(entree), Some(donnee)) => self.cellule(entree, donnee),
                (Some(entree), None) => entree.sans_reponse(),
                // What was already paid: the engine knows that nothing given is nothing paid.
                (None, Some(donnee)) => self.montant(donnee),
                (None, None) => Ok(attendue.non_declare.unwrap_or(0)),
            });
        }
        self.au_plus(&connues, &b.entrees, &b.place);
        Ligne {
            entrees,
            details: d.details.iter().map(|detail| self.detail(detail, b)).collect(),
            nationaux: vec![None; self.compile.programme().nationaux.len()],
            repartitions: vec![None; self.compile.programme().repartitions.len()],
        }
    }

    fn ecart(&mut self, place: &Place, message: String, conseil: Option<String>) {
        let defaut = Defaut::new(place, message);
        self.ecarts.push(match conseil {
            Some(conseil) => defaut.conseil(conseil),
            None => defaut,
        });
    }

    fn codes_connus(&mut self, donnees: &[EntreeDeCas], connues: &[&Entree], toutes: &[Entree]) {
        for donnee in donnees {
            let code = donnee.code.valeur.as_str();
            let ailleurs = toutes.iter().find(|e| e.code == code);
            let texte = ailleurs.is_some_and(|e| e.type_ == TypeValeur::Texte);
            if connues.iter().any(|e| e.code == code) || texte || (donnee.de_base && ailleurs.is_some()) {
                continue;
            }
            let quand = if ailleurs.is_some() { format!(" en {}", self.compile.exercice) } else { String::new() };
            let conseil = crate::defaut::voisin(code, connues.iter().map(|e| e.code.as_str()));
            self.ecart(&donnee.code.place, format!("aucune entrée « {code} »{quand}"), conseil);
        }
    }

    fn cellule(&mut self, entree: &Entree, donnee: &EntreeDeCas) -> Cellule {
        if let Some(absence) = absence(&donnee.valeur.valeur) {
            // What was not declared is worth what the rules say of it.
            let dite = entree.non_declare.filter(|_| absence == formule::Absence::SansObjet);
            return dite.ok_or(absence);
        }
        let lue = match entree.type_.valeur(&donnee.valeur.valeur) {
            Ok(valeur) => valeur.and_then(|v| tenue(v, entree.echelle)),
            Err(refus) => {
                let message = format!("« {} » : {}", entree.code, refus.message);
                self.ecart(&donnee.valeur.place, message, Some(refus.conseil));
                return Ok(entree.min);
            }
        };
        match lue {
            Some(tenue) if (entree.min..=entree.max).contains(&tenue) => Ok(tenue),
            Some(_) => {
                let message =
                    format!("« {} » : {} sort de la plage déclarée", entree.code, donnee.valeur.valeur.en_texte());
                self.ecart(
                    &donnee.valeur.place,
                    message,
                    Some("corrigez la valeur, ou « min » et « max » de l'entrée".to_owned()),
                );
                Ok(entree.min)
            }
            None => {
                let message = format!("« {} » : cette valeur a plus de décimales que l'entrée", entree.code);
                self.ecart(
                    &donnee.valeur.place,
                    message,
                    Some("corrigez la valeur, ou « decimales » de l'entrée".to_owned()),
                );
                Ok(entree.min)
            }
        }
    }

    fn deja_verse(&mut self, code: &Lu<String>, valeur: &Lu<Brut>) -> EntreeDeCas {
        if !self.dispositif.versements.iter().any(|v| v.code == code.valeur) {
            let connus = self.dispositif.versements.iter().map(|v| v.code.as_str());
            let conseil = crate::defaut::voisin(&code.valeur, connus);
            self.ecart(&code.place, format!("aucun versement « {} »", code.valeur), conseil);
        }
        let code = Lu { valeur: format!("deja_verse_{}", code.valeur), place: code.place.clone() };
        EntreeDeCas { code, valeur: valeur.clone(), de_base: false }
    }

    fn montant(&mut self, donnee: &EntreeDeCas) -> Cellule {
        if let Some(absence) = absence(&donnee.valeur.valeur) {
            return Err(absence);
        }
        let type_ = TypeValeur::Montant(formule::Unite::euro());
        match type_.valeur(&donnee.valeur.valeur).map(|v| v.and_then(|v| tenue(v, 100))) {
            Ok(Some(cents)) => Ok(cents),
            _ => {
                let message = format!("« {} » n'est pas un montant", donnee.valeur.valeur.en_texte());
                self.ecart(&donnee.valeur.place, message, Some("écrivez \"100 €\"".to_owned()));
                Ok(0)
            }
        }
    }

    /// A file of figures whose numerator exceeds its denominator would be refused: so is a case.
    fn au_plus(&mut self, connues: &[&Entree], donnees: &[EntreeDeCas], place: &Place) {
        let valeur = |code: &str| donnees.iter().rev().find(|e| e.code.valeur == code).map(|e| &e.valeur);
        for entree in connues {
            let Some(au_plus) = &entree.au_plus else { continue };
            if let (Some(Lu { valeur: Brut::Entier(n), .. }), Some(Lu { valeur: Brut::Entier(max), .. })) =
                (valeur(&entree.code), valeur(au_plus))
                && n > max
            {
                let nombre = |n: i64| ecriture::nombre(formule::Fraction::entier(i128::from(n)));
                let message = format!("« {} » ({}) dépasse « {au_plus} » ({})", entree.code, nombre(*n), nombre(*max));
                self.ecart(place, message, Some("corrigez l'un des deux : un fichier pareil serait refusé".to_owned()));
            }
        }
    }

    fn detail(&mut self, detail: &Detail, b: &BeneficiaireDeCas) -> Vec<LigneDetail> {
        for (nom, _) in &b.details {
            let connus = self.dispositif.details.iter().map(|d| d.code.as_str());
            if nom.valeur == detail.code || self.dispositif.details.iter().any(|d| d.code == nom.valeur) {
                continue;
            }
            let conseil = crate::defaut::voisin(&nom.valeur, connus);
            self.ecart(&nom.place, format!("aucun détail « {} »", nom.valeur), conseil);
        }
        let donnees: Vec<&LigneDeCas> =
            b.details.iter().filter(|(nom, _)| nom.valeur == detail.code).flat_map(|(_, lignes)| lignes).collect();
        let mut vues = BTreeSet::new();
        for ligne in donnees.iter().filter(|l| !vues.insert(l.cle.valeur.as_str())) {
            let message = format!("une autre ligne de « {} » a la clé « {} »", detail.code, ligne.cle.valeur);
            let conseil = "additionnez-les : un fichier pareil serait refusé";
            self.ecart(&ligne.cle.place, message, Some(conseil.to_owned()));
        }
        donnees.into_iter().enumerate().map(|(rang, ligne)| self.ligne_de_detail(detail, ligne, rang)).collect()
    }

    fn ligne_de_detail(&mut self, detail: &Detail, ligne: &LigneDeCas, rang: usize) -> LigneDetail {
        let annee = self.compile.exercice;
        let connues: Vec<&Entree> = detail.entrees.iter().filter(|e| e.existe_en(annee)).collect();
        self.codes_connus(&ligne.entrees, &connues, &detail.entrees);
        let entrees = connues.iter().map(|entree| {
            let donnee = ligne.entrees.iter().rev().find(|e| e.code.valeur == entree.code);
            donnee.map_or_else(|| entree.sans_reponse(), |donnee| self.cellule(entree, donnee))
        });
        let entrees = entrees.collect();
        let cle = match detail.table.as_ref().and_then(|t| self.dispositif.table(t)) {
            None => rang as u32,
            Some(table) => match table.codes().iter().position(|c| *c == ligne.cle.valeur) {
                Some(cle) => cle as u32,
                None => {
                    let message = format!("la table « {} » n'a pas de ligne « {} »", table.code, ligne.cle.valeur);
                    let conseil = crate::defaut::voisin(&ligne.cle.valeur, table.codes().iter().map(String::as_str));
                    self.ecart(&ligne.cle.place, message, conseil);
                    0
                }
            },
        };
        self.au_plus(&connues, &ligne.entrees, &ligne.cle.place);
        LigneDetail { cle, entrees }
    }
}
