//! What the menu of a profession offers, in the order that it has in the convention.

use crate::Defaut;
use crate::lecture::Bloc;
use crate::place::Place;
use std::collections::BTreeSet;

/// An entry of the menu: a heading of the service, or the follow-up of one dispositif or of those that succeed one
/// another under one name.
#[derive(Debug, Clone)]
pub struct EntreeDeMenu {
    /// Its words, when they are not those of the service or of the dispositif.
    pub libelle: Option<String>,
    /// Where it leads.
    pub cible: CibleDeMenu,
    /// Where it is written.
    pub place: Place,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CibleDeMenu {
    /// To a heading of the service.
    Rubrique(Rubrique),
    /// To the first of these dispositifs that has the most recent exercice.
    Dispositifs(Vec<String>),
}

/// A heading that every service has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rubrique {
    /// The dashboard.
    TableauDeBord,
    /// What one declares.
    Declarations,
    /// The list of follow-ups.
    Suivi,
    /// What was paid.
    Remunerations,
    /// What was transmitted.
    Depots,
    /// What explains the rules.
    DocumentsUtiles,
    /// Who one is.
    Compte,
}

impl Rubrique {
    const MOTS: [(&'static str, Self); 7] = [
        ("tableau_de_bord", Self::TableauDeBord),
        ("declarations", Self::Declarations),
        ("suivi", Self::Suivi),
        ("remunerations", Self::Remunerations),
        ("depots", Self::Depots),
        ("documents_utiles", Self::DocumentsUtiles),
        ("compte", Self::Compte),
    ];
}

pub(crate) fn lire(racine: &Bloc<'_>) -> Vec<EntreeDeMenu> {
    let mut menu = Vec::new();
    for bloc in racine.blocs("menu") {
        let dispositifs: Vec<String> = bloc.textes("dispositifs").into_iter().map(|code| code.valeur).collect();
        let rubrique = bloc.mot("rubrique", &Rubrique::MOTS);
        let cible = match (rubrique, dispositifs.is_empty()) {
            (Some(rubrique), true) => Some(CibleDeMenu::Rubrique(rubrique)),
            (None, false) => Some(CibleDeMenu::Dispositifs(dispositifs)),
            _ if bloc.touche(&["rubrique", "dispositifs"]) => None,
            _ => {
                let defaut = Defaut::new(&bloc.place(), "une entrée de menu mène à une chose, et à une seule");
                bloc.defaut(defaut.conseil("écrivez rubrique = \"…\", ou dispositifs = [\"…\"]"));
                None
            }
        };
        let libelle = bloc.texte_libre("libelle");
        bloc.fin();
        menu.extend(cible.map(|cible| EntreeDeMenu { libelle, cible, place: bloc.place() }));
    }
    menu
}

/// Every dispositif that a menu names exists, and stands there once.
pub(crate) fn verifier(menu: &[EntreeDeMenu], connus: &BTreeSet<&str>) -> Vec<Defaut> {
    let mut vus = BTreeSet::new();
    let mut defauts = Vec::new();
    for entree in menu {
        let CibleDeMenu::Dispositifs(codes) = &entree.cible else { continue };
        for code in codes {
            if !connus.contains(code.as_str()) {
                let defaut =
                    Defaut::new(&entree.place, format!("le menu nomme « {code} », qui n'est pas un dispositif d'ici"));
                defauts.push(defaut.conseil("corrigez le code, ou retirez-le"));
            } else if !vus.insert(code) {
                let defaut = Defaut::new(&entree.place, format!("« {code} » est deux fois au menu"));
                defauts.push(defaut.conseil("gardez une des deux entrées"));
            }
        }
    }
    defauts
}
