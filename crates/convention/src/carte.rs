//! The card of a dispositif on the dashboard.

use crate::Defaut;
use crate::lecture::{Bloc, Famille};

/// What the card of a dispositif shows, when its rules choose.
#[derive(Debug, Clone)]
pub struct Carte {
    /// Its title; that of the dispositif when it is not said.
    pub titre: Option<String>,
    /// What is under it.
    pub sous_titre: Option<String>,
    /// The indicator whose value is its figure; none for a card that only leads to the follow-up.
    pub indicateur: Option<String>,
    /// The two counts behind the figure, as they stand: « Soit 7/553 ».
    pub soit: Option<(String, String)>,
    /// What the objective of the indicator is called: « Au plus ».
    pub note: Option<String>,
    /// The words of its link; « Voir » when they are not said.
    pub lien: Option<String>,
}

pub(crate) fn lire(racine: &Bloc<'_>) -> Option<Carte> {
    let bloc = racine.bloc("carte")?;
    let soit = bloc.references("soit", Famille::Entree);
    let soit = match <[String; 2]>::try_from(soit) {
        Ok([numerateur, denominateur]) => Some((numerateur, denominateur)),
        Err(autres) if autres.is_empty() => None,
        Err(_) => {
            let defaut = Defaut::new(&bloc.place_de("soit"), "« soit » nomme deux comptes : la partie, puis le tout");
            bloc.defaut(defaut.conseil("écrivez soit = [\"la_partie\", \"le_tout\"]"));
            None
        }
    };
    let carte = Carte {
        titre: bloc.texte_libre("titre"),
        sous_titre: bloc.texte_libre("sous_titre"),
        indicateur: bloc.reference("indicateur", Famille::Indicateur).map(|i| i.valeur),
        soit,
        note: bloc.texte_libre("note"),
        lien: bloc.texte_libre("lien"),
    };
    bloc.fin();
    Some(carte)
}
