//! The menu: in the order of the convention when it chooses one, otherwise the headings, then the dispositifs.

use crate::Monde;
use crate::cadre::Lien;
use crate::declaration::champs_numerotes;
use convention::{CibleDeMenu, Dispositif, Rubrique};

/// The headings of the service, with their addresses and their words.
pub(crate) const RUBRIQUES: &[(Rubrique, &str, &str)] = &[
    (Rubrique::TableauDeBord, "/tableau-de-bord", "Tableau de bord"),
    (Rubrique::Declarations, "/declarations", "Déclarer mes indicateurs"),
    (Rubrique::Suivi, "/suivi", "Suivi des indicateurs"),
    (Rubrique::Remunerations, "/remunerations", "Mes rémunérations"),
    (Rubrique::Depots, "/depots", "Mes dépôts"),
    (Rubrique::DocumentsUtiles, "/documents-utiles", "Documents utiles"),
    (Rubrique::Compte, "/compte", "Mon compte"),
];

/// What the menu of somebody offers.
pub(crate) struct Menu {
    pub(crate) menu: Vec<Lien>,
    /// The dispositifs that stand apart; none when the convention places them itself.
    pub(crate) dispositifs: Vec<Lien>,
}

/// The menu of somebody.
pub(crate) fn de(monde: &Monde, qui: usize) -> Menu {
    let choisi = monde.convention_de(qui).map_or(&[][..], |convention| &convention.menu);
    // Who has nothing to declare needs neither a form nor its receipts.
    let declare = monde.dispositifs_de(qui).any(|d| d.annees().iter().any(|an| !champs_numerotes(d, *an).is_empty()));
    let utile = |rubrique: Rubrique| declare || !matches!(rubrique, Rubrique::Declarations | Rubrique::Depots);
    let rubriques = || RUBRIQUES.iter().filter(|(rubrique, ..)| utile(*rubrique));
    if choisi.is_empty() {
        let menu = rubriques().map(|(_, adresse, libelle)| Lien::de(*libelle, *adresse)).collect();
        let dispositifs = monde.dispositifs_de(qui).filter_map(|d| {
            let payes = monde.calculs_de(qui).filter(|c| c.dispositif == d.code && c.remunere());
            let annee = payes.map(|c| c.compile.exercice).max()?;
            Some(Lien::de(d.titre_en(annee), format!("/remunerations/{}/{annee}", d.code)))
        });
        return Menu { menu, dispositifs: dispositifs.collect() };
    }
    let mut menu = Vec::new();
    let mut nommees = Vec::new();
    for entree in choisi {
        match &entree.cible {
            CibleDeMenu::Rubrique(rubrique) => {
                nommees.push(*rubrique);
                let trouvee = rubriques().find(|(r, ..)| r == rubrique);
                menu.extend(
                    trouvee
                        .map(|(_, adresse, libelle)| Lien::de(entree.libelle.as_deref().unwrap_or(libelle), *adresse)),
                );
            }
            CibleDeMenu::Dispositifs(codes) => {
                let siens = codes.iter().filter_map(|code| monde.dispositifs_de(qui).find(|d| d.code == *code));
                let dates = siens.filter_map(|d| Some((d, derniere_annee(monde, qui, d)?)));
                // The first of the most recent ones: those who succeed one another share an entry.
                let recent = dates.reduce(|garde, autre| if autre.1 > garde.1 { autre } else { garde });
                menu.extend(recent.map(|(d, annee)| {
                    Lien::de(entree.libelle.as_deref().unwrap_or(d.titre_en(annee)), adresse(d, annee))
                }));
            }
        }
    }
    let autres = rubriques().filter(|(rubrique, ..)| !nommees.contains(rubrique));
    menu.extend(autres.map(|(_, adresse, libelle)| Lien::de(*libelle, *adresse)));
    Menu { menu, dispositifs: Vec::new() }
}

/// The last computed exercice of a dispositif.
fn derniere_annee(monde: &Monde, qui: usize, d: &Dispositif) -> Option<i32> {
    monde.calculs_de(qui).filter(|c| c.dispositif == d.code).map(|c| c.compile.exercice).max()
}

/// Its follow-up, or its remuneration when nothing is followed.
fn adresse(d: &Dispositif, annee: i32) -> String {
    if !d.a_un_suivi() { format!("/remunerations/{}/{annee}", d.code) } else { format!("/suivi/{}", d.code) }
}
