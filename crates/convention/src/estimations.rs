//! Figures shown beside the payments, which are none: nothing is ever due nor paid under them.

use crate::convention::sans_double;
use crate::formules::Formules;
use crate::lecture::{Bloc, Famille};
use crate::nationaux::formule_requise;
use crate::{Defaut, Place};
use std::collections::BTreeSet;

/// An amount to be expected, without a day.
#[derive(Debug, Clone)]
pub struct Estimation {
    /// Its code.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// Its amount.
    pub formules: Formules,
    /// The payment after which it is of no more use.
    pub jusqu_a: Option<String>,
    /// Where it is written.
    pub place: Place,
}

pub(crate) fn lire_estimations(racine: &Bloc<'_>) -> Vec<Estimation> {
    let mut codes = BTreeSet::new();
    let mut estimations = Vec::new();
    for bloc in racine.blocs("estimations") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut codes, &code, "cette estimation");
        estimations.push(Estimation {
            code: code.valeur,
            titre: bloc.texte_requis("titre").valeur,
            formules: formule_requise(&bloc, "formule"),
            jusqu_a: bloc.reference("jusqu_a", Famille::Versement).map(|v| v.valeur),
            place: code.place,
        });
        if bloc.contient("nature") {
            let defaut = Defaut::new(&bloc.place_de("nature"), "une estimation n'est pas un versement");
            bloc.defaut(defaut.conseil("retirez « nature », ou écrivez [[versements]]"));
            bloc.texte("nature");
        }
        bloc.texte_libre("note");
        bloc.fin();
    }
    estimations
}
