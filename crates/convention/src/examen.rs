//! Formulas of all exercices, examined together as soon as the rules are read: even those of rules that have other
//! defects, so that an author sees everything at once.

use crate::mots::Mots;
use crate::programme::{Construction, GENERES};
use crate::{Defaut, Dispositif, Surcharges};
use formule::programme::Definition;
use std::collections::{BTreeMap, BTreeSet};

/// What tells a place from any other.
type Cle = (String, usize, usize);

/// Every defect of formulas, once for all the exercices that have it. A formula that counts on something defective is
/// not blamed: only what it counts on is.
pub(crate) fn examiner(d: &Dispositif, connus: &[Defaut]) -> Vec<Defaut> {
    let douteux = Douteux::de(d);
    // What is already said of a word explains what the engine says of the expression around it.
    let deja = |defaut: &Defaut| connus.iter().any(|connu| defaut.place.contient(&connu.place));
    let annees: BTreeSet<i32> = d.annees().into_iter().collect();
    let mut trouves: BTreeMap<(Cle, String), (Defaut, Vec<i32>)> = BTreeMap::new();
    for annee in &annees {
        for defaut in d.defauts_de_l_exercice(*annee, &douteux, !connus.is_empty()) {
            if !deja(&defaut) {
                let ou = (cle(&defaut), defaut.message.clone());
                trouves.entry(ou).or_insert_with(|| (defaut, Vec::new())).1.push(*annee);
            }
        }
    }
    let dire = |(mut defaut, mut siennes): (Defaut, Vec<i32>)| {
        siennes.dedup();
        if siennes.len() < annees.len() {
            let liste: Vec<String> = siennes.iter().map(ToString::to_string).collect();
            let pluriel = if liste.len() > 1 { "s" } else { "" };
            defaut.message = format!("exercice{pluriel} {} : {}", liste.join(", "), defaut.message);
        }
        defaut
    };
    trouves.into_values().map(dire).collect()
}

fn cle(defaut: &Defaut) -> Cle {
    let (chemin, debut, fin) = defaut.place.cle();
    (chemin.to_owned(), debut, fin)
}

/// Names whose meaning is not known, because what they stand for could not be read, which was reported.
struct Douteux {
    noms: BTreeSet<String>,
    /// Tables some rows of which are missing.
    incompletes: BTreeSet<String>,
    /// Names that begin so, and that nothing else bears.
    prefixes: BTreeSet<String>,
    connus: BTreeSet<String>,
}

impl Douteux {
    fn de(d: &Dispositif) -> Self {
        let mut douteux = Self {
            noms: BTreeSet::new(),
            incompletes: d.tables.iter().filter(|t| t.incomplete).map(|t| t.code.clone()).collect(),
            prefixes: d.lacunes.prefixes.clone(),
            connus: BTreeSet::new(),
        };
        douteux.declares(d);
        let noms = &mut douteux.noms;
        noms.extend(d.parametres.iter().filter(|p| p.douteux).map(|p| format!("p.{}", p.code)));
        noms.extend(d.tables.iter().filter(|t| t.douteuse).map(|t| t.code.clone()));
        noms.extend(d.nationaux.iter().filter(|n| n.douteux).map(|n| format!("national.{}", n.code)));
        douteux
    }

    /// Inputs, details, calculs and indicators: those that are defective, and codes borne twice.
    fn declares(&mut self, d: &Dispositif) {
        let annees: BTreeSet<i32> = d.annees().into_iter().collect();
        let tous = |liste: &[i32]| liste.iter().all(|a| annees.contains(a));
        let detail =
            |code: &Option<String>| code.as_ref().is_none_or(|c| d.details.iter().any(|x| x.code == *c && !x.douteux));
        let table = |code: &Option<String>| code.as_ref().is_none_or(|c| d.table(c).is_some_and(|t| !t.douteuse));
        for e in d.entrees.iter().chain(d.details.iter().flat_map(|x| &x.entrees)) {
            self.declarer(d, &e.code, !e.douteuse && e.exercices.as_deref().is_none_or(tous));
        }
        for x in &d.details {
            self.declarer(d, &x.code, !x.douteux && table(&x.table));
        }
        for c in &d.calculs {
            self.declarer(d, &c.code, !c.douteux && detail(&c.niveau));
        }
        for i in &d.indicateurs {
            let roles = i.roles.iter().all(|r| tous(&r.exercices));
            self.declarer(d, &i.code, !i.douteux && roles && detail(&i.par));
        }
    }

    fn declarer(&mut self, d: &Dispositif, code: &str, sur: bool) {
        if !self.connus.insert(code.to_owned()) || !sur || GENERES.contains(&code) {
            self.noms.insert(code.to_owned());
            self.noms.extend(d.jalons.iter().map(|j| format!("{code}_{}", j.code)));
        }
    }

    fn est_vide(&self) -> bool {
        self.noms.is_empty() && self.incompletes.is_empty() && self.prefixes.is_empty()
    }

    /// Is a name, or what stands before its dot, of unknown meaning?
    fn contient(&self, nom: &str) -> bool {
        let avant = nom.split('.').next().unwrap_or_default();
        let a_venir = || self.prefixes.iter().any(|p| avant.starts_with(p.as_str())) && !self.connus.contains(avant);
        self.noms.contains(nom) || self.noms.contains(avant) || a_venir()
    }
}

impl Dispositif {
    fn defauts_de_l_exercice(&self, annee: i32, douteux: &Douteux, mal_fait: bool) -> Vec<Defaut> {
        let construction = match self.construire_sans_arret(annee, &Surcharges::aucune()) {
            Ok(construction) => construction,
            Err(defauts) => return defauts,
        };
        let mut defauts = construction.defauts.clone();
        let Err(trouves) = formule::compiler(&construction.programme) else { return defauts };
        let tus = muettes(&construction, douteux);
        for defaut in &trouves {
            let ecrite = construction.origines.get(&defaut.ou).is_some_and(|o| o.est_formule);
            // What the engine says of a value is what the reading of a file with defects has already said.
            if tus.contains(&defaut.ou) || (mal_fait && !ecrite) {
                continue;
            }
            defauts.push(self.situer(defaut, &construction.origines, annee));
        }
        defauts
    }
}

/// The definitions that are not blamed, since they read something of unknown meaning. Those that read them fail
/// silently in turn.
fn muettes(construction: &Construction, douteux: &Douteux) -> BTreeSet<String> {
    let manquantes = &construction.manquantes;
    if douteux.est_vide() && manquantes.is_empty() {
        return BTreeSet::new();
    }
    let manque = |nom: &str| {
        let national = nom.starts_with("national.") || nom.starts_with("repartition.");
        let partie = |m: &String| m.strip_prefix(nom).is_some_and(|reste| reste.starts_with('.'));
        manquantes.contains(nom) || (national && manquantes.iter().any(partie))
    };
    let muette = |definition: &Definition| {
        if douteux.contient(&definition.code) || definition.niveau.as_ref().is_some_and(|n| douteux.contient(n)) {
            return true;
        }
        let Ok(expr) = formule::lire(&definition.formule) else { return false };
        let mots = Mots::de(&expr, &definition.alias);
        // The row that a model reads exists: the others do not matter to it.
        let de_modele = definition.code.contains('[');
        mots.noms.iter().any(|n| douteux.contient(n) || manque(n))
            || mots.tables.iter().any(|t| douteux.contient(t) || (!de_modele && douteux.incompletes.contains(t)))
    };
    let programme = &construction.programme;
    let mut codes: BTreeSet<String> =
        programme.definitions.iter().filter(|d| muette(d)).map(|d| d.code.clone()).collect();
    let nationaux = programme.nationaux.iter().map(|n| format!("national.{}", n.code));
    let repartitions = programme.repartitions.iter().map(|r| format!("repartition.{}", r.code));
    codes.extend(nationaux.chain(repartitions).filter(|nom| douteux.contient(nom) || manque(nom)));
    codes.extend(manquantes.iter().cloned());
    codes
}
