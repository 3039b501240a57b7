//! A title, or a summary, that the texts changed on a day: the same dispositif before and after.

use crate::Defaut;
use crate::formules::{Periode, chevauchements};
use crate::lecture::Bloc;
use formule::Date;

/// A text of the head of a dispositif, dated if the rules say so.
#[derive(Debug, Clone, Default)]
pub struct TexteDate {
    /// First day, last day included, text; in the order of the days.
    periodes: Vec<(Date, Option<Date>, String)>,
    /// The text without dates, or the last one.
    dernier: String,
}

impl TexteDate {
    /// Reads `cle = "…"` or `cle = [ { depuis = …, cle = "…" }, … ]`.
    pub(crate) fn lire(bloc: &Bloc<'_>, cle: &str) -> Self {
        if !bloc.est_liste(cle) {
            return Self { periodes: Vec::new(), dernier: bloc.texte_requis(cle).valeur };
        }
        let mut lues: Vec<(Periode, String)> = Vec::new();
        for version in bloc.blocs(cle) {
            let (depuis, jusqu_a) = (version.date_requise("depuis"), version.date("jusqu_a").map(|d| d.valeur));
            let texte = version.texte_requis(cle);
            lues.extend(depuis.map(|depuis| ((depuis, jusqu_a, texte.place), texte.valeur)));
            version.fin();
        }
        if lues.is_empty() {
            let defaut = Defaut::new(&bloc.place_de(cle), format!("« {cle} » n'a aucun texte"));
            bloc.defaut(defaut.conseil(format!("écrivez {cle} = \"…\"")));
        }
        lues.sort_by_key(|((depuis, ..), _)| *depuis);
        let periodes: Vec<Periode> = lues.iter().map(|(periode, _)| periode.clone()).collect();
        for defaut in chevauchements(&periodes, &format!("« {cle} »")) {
            bloc.defaut(defaut);
        }
        let dernier = lues.last().map_or_else(String::new, |(_, texte)| texte.clone());
        Self { periodes: lues.into_iter().map(|((d, j, _), texte)| (d, j, texte)).collect(), dernier }
    }

    /// The text of a day; the last one where none is said.
    pub fn au(&self, jour: Date) -> &str {
        let vaut = |depuis: &Date, fin: &Option<Date>| *depuis <= jour && fin.is_none_or(|fin| jour <= fin);
        let trouve = self.periodes.iter().find(|(depuis, fin, _)| vaut(depuis, fin));
        trouve.map_or(&self.dernier, |(.., texte)| texte)
    }

    /// The text in force at the end.
    pub fn dernier(&self) -> &str {
        &self.dernier
    }
}
