//! Formulas as rule folders write them: one text, or one per period.

use crate::lecture::{Bloc, Famille};
use crate::provenance::{ConfianceDite, confiance};
use crate::{Defaut, Lu, Place};
use formule::Date;

/// A formula, dated if the rules say so.
#[derive(Debug, Clone)]
pub struct Formules {
    /// One per period, or a single one without dates. None when it could not be read, which was reported.
    pub versions: Vec<VersionDeFormule>,
    /// The key that holds it.
    pub place: Place,
}

/// A formula over a period.
#[derive(Debug, Clone)]
pub struct VersionDeFormule {
    /// First day; always valid when absent.
    pub depuis: Option<Date>,
    /// Last day, included.
    pub jusqu_a: Option<Date>,
    /// The formula, and its place.
    pub texte: Lu<String>,
    /// Code of the source that gives it.
    pub source: Option<String>,
    /// How sure the formula itself is.
    pub confiance: ConfianceDite,
}

impl Formules {
    /// Reads `cle = "…"` or `cle = [ { depuis = …, formule = "…" }, … ]`.
    pub(crate) fn lire(bloc: &Bloc<'_>, cle: &str) -> Option<Self> {
        if !bloc.contient(cle) {
            bloc.texte(cle);
            return None;
        }
        if !bloc.est_liste(cle) {
            return Some(bloc.texte(cle).map_or_else(|| Self::illisible(bloc.place_de(cle)), Self::simple));
        }
        let (mut versions, mut lisible) = (Vec::new(), true);
        for version in bloc.blocs(cle) {
            versions.push(VersionDeFormule {
                depuis: version.date_requise("depuis"),
                jusqu_a: version.date("jusqu_a").map(|d| d.valeur),
                texte: version.texte_requis("formule"),
                source: version.reference("source", Famille::Source).map(|s| s.valeur),
                confiance: confiance(&version, "confiance").unwrap_or(ConfianceDite::Officiel),
            });
            version.texte_libre("note");
            lisible &= !version.touche(&["depuis", "jusqu_a", "formule"]);
            version.fin();
        }
        let place = bloc.place_de(cle);
        if versions.is_empty() {
            bloc.defaut(Defaut::new(&place, format!("« {cle} » n'a aucune formule")));
            return Some(Self::illisible(place));
        }
        let periodes: Vec<Periode> =
            versions.iter().filter_map(|v| Some((v.depuis?, v.jusqu_a, v.texte.place.clone()))).collect();
        for defaut in chevauchements(&periodes, "cette formule") {
            lisible = false;
            bloc.defaut(defaut);
        }
        if !lisible {
            versions.iter().for_each(|v| bloc.lecture.perdre(&v.texte.valeur));
            return Some(Self::illisible(place));
        }
        Some(Self { versions, place })
    }

    /// A formula that could not be read.
    pub(crate) fn illisible(place: Place) -> Self {
        Self { versions: Vec::new(), place }
    }

    /// A formula without dates.
    pub(crate) fn simple(texte: Lu<String>) -> Self {
        let place = texte.place.clone();
        let version =
            VersionDeFormule { depuis: None, jusqu_a: None, texte, source: None, confiance: ConfianceDite::Officiel };
        Self { versions: vec![version], place }
    }

    /// The formula valid on a day.
    pub fn au(&self, jour: Date) -> Option<&VersionDeFormule> {
        self.versions.iter().find(|v| v.depuis.is_none_or(|d| d <= jour) && v.jusqu_a.is_none_or(|d| jour <= d))
    }
}

/// First day, last day (included, open when absent), and where it is written.
pub(crate) type Periode = (Date, Option<Date>, Place);

/// Periods in the wrong order, ending before they begin, or overlapping.
pub(crate) fn chevauchements(periodes: &[Periode], quoi: &str) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    for (depuis, jusqu_a, place) in periodes {
        if jusqu_a.is_some_and(|fin| fin < *depuis) {
            defauts.push(
                Defaut::new(place, format!("{quoi} finit avant de commencer ({depuis})"))
                    .conseil("vérifiez « depuis » et « jusqu_a »"),
            );
        }
    }
    let mut tries: Vec<&Periode> = periodes.iter().collect();
    tries.sort_by_key(|p| p.0);
    for paire in tries.windows(2) {
        let (avant, apres) = (paire[0], paire[1]);
        if avant.1.is_none_or(|fin| fin >= apres.0) {
            let veille = Date(apres.0.0 - 1);
            let message = format!("{quoi} a deux valeurs le {} : l'autre court depuis le {}", apres.0, avant.0);
            defauts
                .push(Defaut::new(&apres.2, message).conseil(format!("finissez la précédente : jusqu_a = {veille}")));
        }
    }
    defauts
}
