//! The accordions of a follow-up: their title, their state or their value, and what stands in them.

use super::figures::sujet;
use super::widgets::{Fonds, Widget};
use crate::mots::Pastille;
use convention::{Cote, Ecran, Volet};

/// An accordion, without what it holds.
pub(crate) struct VoletDit {
    pub(crate) code: String,
    pub(crate) titre: String,
    pub(crate) pastille: Option<Pastille>,
    /// What it amounts to, where nothing is judged.
    pub(crate) valeur: Option<String>,
    /// Why its state is still to be confirmed.
    pub(crate) reserve: Option<String>,
}

/// A part of the page: an accordion, or what stands outside of any.
pub(crate) struct Section<'w> {
    pub(crate) volet: Option<&'w VoletDit>,
    pub(crate) gauche: Vec<&'w Widget>,
    pub(crate) droite: Vec<&'w Widget>,
    pub(crate) dessous: Vec<&'w Widget>,
}

/// The accordion of the rules, in this exercice, on a screen.
pub(super) fn volet(volet: &Volet, ecran: Ecran, fonds: &Fonds<'_, '_>) -> VoletDit {
    let (d, vue) = (fonds.vue.dispositif, fonds.vue);
    let present = volet.sujets.iter().map(|code| sujet(d, code)).find(|s| vue.existe(*s));
    let de_detail = volet.titre_de_detail.as_ref().filter(|_| ecran == Ecran::Detail).and_then(|t| fonds.remplir(t));
    let titre = de_detail.or_else(|| volet.titre.as_ref().map(|t| fonds.titre(t)));
    let pastille = present.and_then(|s| fonds.pastille(s));
    VoletDit {
        code: volet.code.clone(),
        titre: titre.or_else(|| Some(present?.libelle(vue))).unwrap_or_default(),
        valeur: present.filter(|_| pastille.is_none()).and_then(|s| vue.connu(s)),
        pastille,
        reserve: present.and_then(|s| fonds.reserve(s)),
    }
}

/// What the page shows, from top to bottom: first what stands in no accordion.
pub(crate) fn sections<'w>(volets: &'w [VoletDit], widgets: &'w [Widget]) -> Vec<Section<'w>> {
    let dans = |volet: Option<&'w VoletDit>| {
        let siens = |cote: Cote| {
            let code = volet.map(|v| v.code.as_str());
            widgets.iter().filter(|w| w.volet.as_deref() == code && w.cote == cote).collect::<Vec<_>>()
        };
        Section { volet, gauche: siens(Cote::Gauche), droite: siens(Cote::Droite), dessous: siens(Cote::Dessous) }
    };
    let toutes = std::iter::once(dans(None)).chain(volets.iter().map(|v| dans(Some(v))));
    toutes.filter(|s| !s.gauche.is_empty() || !s.droite.is_empty() || !s.dessous.is_empty()).collect()
}

/// What an accordion says in its title is not said again in it, but where one figure concludes.
pub(super) fn dire_une_fois(volets: &[VoletDit], widgets: &mut [Widget]) {
    for widget in widgets {
        let Some(volet) = volets.iter().find(|v| Some(&v.code) == widget.volet.as_ref()) else { continue };
        if widget.reserve == volet.reserve {
            widget.reserve = None;
        }
        if volet.pastille.is_some() && !widget.conclut() {
            widget.pastille = None;
        }
        if widget.sous_titre.as_ref() == Some(&volet.titre) {
            widget.sous_titre = None;
        }
    }
}
