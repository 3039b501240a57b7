//! Models: one indicator written once, applied to every row of a table.

use crate::entrees::Entree;
use crate::indicateurs::{Calcul, Indicateur};
use crate::lecture::{Bloc, Famille};
use crate::{Defaut, Lu};

/// A model and the table it is applied to.
#[derive(Debug, Clone)]
pub(crate) struct Modele {
    pub(crate) code: String,
    pub(crate) table: String,
    pub(crate) prefixe: String,
    pub(crate) entrees: Vec<Entree>,
    pub(crate) calculs: Vec<Calcul>,
    /// Without a `libelle`, the name of the row stands for it.
    pub(crate) indicateur: Option<Indicateur>,
    /// Is some of what it makes unknown, as was reported?
    pub(crate) douteux: bool,
}

impl Modele {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        if !bloc.contient("table") {
            bloc.manque("table");
        }
        let table = bloc.reference("table", Famille::Table).map_or_else(String::new, |t| t.valeur);
        let prefixe = bloc.texte("prefixe").map_or_else(|| format!("{}_", code.valeur), |p| p.valeur);
        bloc.texte_libre("libelle");
        let entrees = bloc.blocs_nommes("entrees").into_iter().map(|(c, b)| Entree::lire(c, &b)).collect();
        let calculs = bloc.blocs_nommes("calculs").into_iter().map(|(c, b)| Calcul::lire(c, &b)).collect();
        let indicateur = bloc.bloc("indicateur").map(|b| Indicateur::lire(code.clone(), &b, Some(String::new())));
        if indicateur.is_none() && !bloc.touche(&["indicateur"]) {
            bloc.rater("indicateur");
            let defaut = Defaut::new(&code.place, format!("le modèle « {} » n'a pas d'indicateur", code.valeur));
            bloc.defaut(defaut.conseil(format!("ajoutez [modeles.{}.indicateur]", code.valeur)));
        }
        let douteux = bloc.touche(&["table", "prefixe", "entrees", "calculs", "indicateur"]);
        bloc.fin();
        Self { code: code.valeur, table, prefixe, entrees, calculs, indicateur, douteux }
    }
}
