//! A dispositif compiled for one exercice, ready to run and to explain.

use crate::programme::{Origine, Sorties};
use crate::{ConfianceDite, Defaut, Dispositif, Place, Provenance, Surcharges, coherence};
use formule::programme::Programme;
use formule::{Etat, Marques, NoeudId, Plan, Source, Trace};
use std::collections::{BTreeMap, BTreeSet};

/// A plan, the definitions that are its results, and where each part of it is written.
#[derive(Debug, Clone)]
pub struct Compile {
    /// What runs.
    pub plan: Plan,
    /// Year of the exercice.
    pub exercice: i32,
    /// The definitions that are results.
    pub sorties: Sorties,
    origines: BTreeMap<String, Origine>,
}

/// A value of the rules, as its author gave it.
#[derive(Debug, Clone, Copy)]
pub struct ValeurDite<'d> {
    /// The name of the parameter or of the table, for people.
    pub libelle: &'d str,
    /// How sure this very value is.
    pub confiance: ConfianceDite,
    /// Where it comes from.
    pub provenance: &'d Provenance,
}

impl Dispositif {
    /// Compiles an exercice, some values being replaced; the rules themselves stay what they are.
    ///
    /// # Errors
    /// Every defect, at its place in the rule file.
    pub fn compiler(&self, annee: i32, surcharges: &Surcharges) -> Result<Compile, Vec<Defaut>> {
        let construction = self.construire(annee, surcharges)?;
        match formule::compiler(&construction.programme) {
            Ok(plan) => {
                Ok(Compile { plan, exercice: annee, sorties: construction.sorties, origines: construction.origines })
            }
            Err(defauts) => {
                let mut situes: Vec<Defaut> = Vec::new();
                for defaut in &defauts {
                    let mut situe = self.situer(defaut, &construction.origines, annee);
                    situe.message = format!("exercice {annee} : {}", situe.message);
                    // A formula copied from a model is wrong once.
                    if !situes.iter().any(|d| d.place.cle() == situe.place.cle() && d.message == situe.message) {
                        situes.push(situe);
                    }
                }
                Err(situes)
            }
        }
    }

    /// The place of a defect that the engine found, and what the engine cannot know: the other exercices.
    pub(crate) fn situer(&self, defaut: &formule::Defaut, origines: &BTreeMap<String, Origine>, annee: i32) -> Defaut {
        let mut situe = match origines.get(&defaut.ou) {
            Some(origine) if origine.est_formule => coherence::dans_la_formule(&origine.place, defaut),
            autre => {
                let place = autre.map_or_else(|| self.place_de(&defaut.ou), |o| o.place.clone());
                let message = format!("« {} » : {}", defaut.ou, defaut.message);
                Defaut { place, message, conseil: defaut.conseil.clone() }
            }
        };
        let nom = situe.place.extrait().to_owned();
        let code = nom.split('.').next().unwrap_or_default();
        if self.entree(code).is_some_and(|e| !e.existe_en(annee)) {
            situe.conseil =
                Some(format!("l'entrée « {code} » n'existe pas cette année-là : complétez ses « exercices »"));
        } else if self.indicateurs.iter().any(|i| i.code == code && i.role(annee).is_none_or(|r| !r.actif)) {
            situe.conseil = Some(format!("l'indicateur « {code} » n'est pas actif cette année-là"));
        }
        situe
    }

    /// Where a parameter, a table, an input or a detail is written; the head of the rules for anything else.
    fn place_de(&self, code: &str) -> Place {
        let nu = code.strip_prefix("p.").unwrap_or(code);
        let parametres = self.parametres.iter().map(|p| (&p.code, &p.place));
        let tables = self.tables.iter().map(|t| (&t.code, &t.place));
        let entrees =
            self.entrees.iter().chain(self.details.iter().flat_map(|d| &d.entrees)).map(|e| (&e.code, &e.place));
        let details = self.details.iter().map(|d| (&d.code, &d.place));
        let trouvee = parametres.chain(tables).chain(entrees).chain(details).find(|(c, _)| *c == nu);
        trouvee.map_or_else(|| self.place.clone(), |(_, place)| place.clone())
    }

    /// What the rules say of a source of a value: its provenance and how sure it is. Inputs have none, nor have values
    /// that a set of parameters added.
    pub fn dite(&self, programme: &Programme, source: &Source) -> Option<ValeurDite<'_>> {
        match source {
            Source::Parametre(rang, version) => {
                let parametre = programme.parametres.get(*rang as usize)?;
                if let Some(reste) = parametre.code.strip_prefix("role.") {
                    return self.role_dit(reste.rsplit_once('.')?.0, programme.exercice.annee);
                }
                self.parametre_dit(&parametre.code, parametre.versions.get((*version)?)?.depuis, None)
            }
            Source::Palier(rang, version, palier) => {
                let parametre = programme.parametres.get(*rang as usize)?;
                self.parametre_dit(&parametre.code, parametre.versions.get(*version as usize)?.depuis, Some(*palier))
            }
            Source::Cellule(table, colonne, ligne) => {
                let table = self.table(&programme.tables.get(usize::from(*table))?.code)?;
                let ligne = table.lignes.get((*ligne)?)?;
                let confiance = ligne.valeurs.get(usize::from(*colonne))?.1;
                Some(ValeurDite { libelle: &table.libelle, confiance, provenance: &ligne.provenance })
            }
            _ => None,
        }
    }

    fn parametre_dit(&self, code: &str, depuis: formule::Date, palier: Option<usize>) -> Option<ValeurDite<'_>> {
        let parametre = self.parametre(code)?;
        let version = parametre.au(depuis)?;
        let confiance = match (&version.contenu, palier) {
            (crate::ContenuDeParametre::Bareme(paliers), Some(rang)) => paliers.get(rang)?.confiance,
            _ => version.provenance.confiance,
        };
        Some(ValeurDite { libelle: &parametre.libelle, confiance, provenance: &version.provenance })
    }

    fn role_dit(&self, indicateur: &str, annee: i32) -> Option<ValeurDite<'_>> {
        let indicateur = self.indicateurs.iter().find(|i| i.code == indicateur)?;
        let role = indicateur.role(annee)?;
        Some(ValeurDite {
            libelle: &indicateur.libelle,
            confiance: role.provenance.confiance,
            provenance: &role.provenance,
        })
    }
}

impl Compile {
    /// The node of a definition.
    pub fn noeud(&self, definition: &str) -> Option<NoeudId> {
        self.plan.definition(definition)
    }

    /// The rules that were compiled, values replaced.
    pub fn programme(&self) -> &Programme {
        self.plan.programme()
    }

    /// The state of an amount, from its marks and from what is known of the eligibility.
    pub fn etat(&self, montant: Marques, eligible: Option<bool>) -> Etat {
        if self.sorties.remuneration { Etat::de(montant, eligible) } else { Etat::Suivi }
    }

    /// Names of what gives a node a mark: what makes it unknown, what it waits for, the hypotheses it rests on. A
    /// national result or a share is replaced by what gives it that mark in the rules, when that can be told.
    pub fn noms_marques(&self, trace: &Trace<'_>, noeud: NoeudId, marque: Marques) -> Vec<String> {
        let (mut noms, mut vus, mut pile) = (BTreeSet::new(), BTreeSet::new(), vec![noeud]);
        while let Some(noeud) = pile.pop() {
            if !vus.insert(noeud) {
                continue;
            }
            for (source, _) in trace.sources(noeud, 0).into_iter().filter(|(_, m)| m.contient(marque)) {
                let nom = self.plan.nommer(&source);
                let derriere = match source {
                    Source::National(_) | Source::Repartition(_) => self.definitions_de(&nom, trace, marque),
                    _ => Vec::new(),
                };
                if derriere.is_empty() {
                    noms.insert(nom);
                }
                pile.extend(derriere);
            }
        }
        noms.into_iter().collect()
    }

    /// The definitions of a national result or of a share that bear a mark.
    fn definitions_de(&self, nom: &str, trace: &Trace<'_>, marque: Marques) -> Vec<NoeudId> {
        let prefixe = format!("{nom}.");
        let siennes = self.plan.formules().iter().filter(|f| f.code.starts_with(&prefixe)).map(|f| f.noeud);
        siennes.filter(|n| trace.marques(*n).contient(marque)).collect()
    }

    /// Where the formula of a definition is written; nothing for those that are generated.
    pub fn place_de_formule(&self, definition: &str) -> Option<&Place> {
        self.origines.get(definition).filter(|o| o.est_formule).map(|o| &o.place)
    }
}
