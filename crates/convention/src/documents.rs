//! The useful documents of a profession: which texts, definitions, tables and examples each one gathers.

use crate::cas::Cas;
use crate::convention::sans_double;
use crate::lecture::Bloc;
use crate::place::Place;
use crate::{Defaut, Dispositif};
use std::collections::BTreeSet;

/// A document, generated from the folders of its dispositifs.
#[derive(Debug, Clone)]
pub struct DocumentUtile {
    /// Its code: its address.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// The dispositifs that it explains.
    pub dispositifs: Vec<String>,
    /// What it says of each, in this order.
    pub parties: Vec<Partie>,
    /// Names of the cases that are shown as examples, wherever they stand among these dispositifs.
    pub exemples: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partie {
    /// The texts of pages, introduction first.
    Textes,
    /// When one declares and when it is paid.
    Calendrier,
    /// What is counted, figure by figure.
    Definitions,
    /// The tables of the texts, at the day of the document.
    Tables,
    /// Worked examples: the cases.
    Exemples,
    /// What the text does not say, and what was retained.
    Lectures,
}

impl DocumentUtile {
    /// The cases of a dispositif that it shows, in its order.
    pub fn exemples_de<'d>(&self, dispositif: &'d Dispositif) -> Vec<&'d Cas> {
        let trouver = |nom: &String| dispositif.cas.iter().find(|cas| plat(&cas.nom) == plat(nom));
        self.exemples.iter().filter_map(trouver).collect()
    }
}

/// Spaces that do not break are those of the typography, not of the name.
fn plat(nom: &str) -> String {
    nom.replace(['\u{a0}', '\u{202f}'], " ")
}

impl Partie {
    const MOTS: [(&'static str, Self); 6] = [
        ("textes", Self::Textes),
        ("calendrier", Self::Calendrier),
        ("definitions", Self::Definitions),
        ("tables", Self::Tables),
        ("exemples", Self::Exemples),
        ("lectures", Self::Lectures),
    ];
}

pub(crate) fn lire(racine: &Bloc<'_>) -> Vec<DocumentUtile> {
    let mut vus = BTreeSet::new();
    let mut documents = Vec::new();
    for bloc in racine.blocs("documents") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut vus, &code, "ce document");
        let mut parties = Vec::new();
        for mot in bloc.textes("parties") {
            match Partie::MOTS.iter().find(|(connu, _)| *connu == mot.valeur) {
                Some((_, partie)) => parties.push(*partie),
                None => {
                    let connus: Vec<&str> = Partie::MOTS.iter().map(|(connu, _)| *connu).collect();
                    let defaut =
                        Defaut::new(&mot.place, format!("« {} » n'est pas une partie de document", mot.valeur));
                    bloc.defaut(defaut.conseil(format!("écrivez {}", connus.join(", "))));
                }
            }
        }
        if parties.is_empty() {
            parties = Partie::MOTS.iter().map(|(_, partie)| *partie).collect();
        }
        let dispositifs: Vec<String> = bloc.textes("dispositifs").into_iter().map(|code| code.valeur).collect();
        if dispositifs.is_empty() && !bloc.touche(&["dispositifs"]) {
            bloc.manque("dispositifs");
        }
        documents.push(DocumentUtile {
            code: code.valeur,
            titre: bloc.texte_requis("titre").valeur,
            dispositifs,
            parties,
            exemples: bloc.textes("exemples").into_iter().map(|nom| nom.valeur).collect(),
            place: bloc.place(),
        });
        bloc.fin();
    }
    documents
}

/// Every dispositif and every example that a document names exists, and no document hides a dispositif.
pub(crate) fn verifier(documents: &[DocumentUtile], dispositifs: &[&Dispositif]) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    for document in documents {
        let mut dire = |phrase: String, conseil: &str| {
            defauts.push(Defaut::new(&document.place, phrase).conseil(conseil));
        };
        if dispositifs.iter().any(|d| d.code == document.code) {
            dire(format!("un dispositif s'appelle déjà « {} »", document.code), "changez le code du document");
        }
        let siens: Vec<&&Dispositif> = dispositifs.iter().filter(|d| document.dispositifs.contains(&d.code)).collect();
        for code in document.dispositifs.iter().filter(|code| siens.iter().all(|d| d.code != **code)) {
            dire(format!("le document nomme « {code} », qui n'est pas un dispositif d'ici"), "corrigez le code");
        }
        let connu = |nom: &&String| siens.iter().any(|d| d.cas.iter().any(|cas| plat(&cas.nom) == plat(nom)));
        for nom in document.exemples.iter().filter(|nom| !connu(nom)) {
            dire(format!("aucun cas de ces dispositifs ne s'appelle « {nom} »"), "recopiez le nom d'un cas");
        }
    }
    defauts
}
