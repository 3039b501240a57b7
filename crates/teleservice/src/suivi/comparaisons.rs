//! Two figures side by side.

use super::courbes::a_dessiner;
use super::dessins::{axe, rang, sens};
use super::figures::Sujet;
use super::tableaux;
use super::widgets::{Dessin, Fonds, dessine};
use explication::{Chiffre, Nature};
use graphiques::Comparaison;

/// Two inputs; or an indicator against what it is compared with; or the same thing one exercice before.
pub(super) fn comparaison(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let vue = fonds.vue;
    let cet_exercice = |sujet: Sujet<'_>| (format!("Exercice {}", vue.exercice()), vue.valeur(sujet));
    let (avant, apres) = match sujets {
        [de, a, ..] => {
            let nomme = |s: Sujet<'_>| (s.libelle(vue), vue.valeur(s));
            (nomme(*de), nomme(*a))
        }
        [seul] => match (seul, vue.objectif(*seul)) {
            (Sujet::Indicateur(code), Some(objectif)) => {
                let nom = vue.nom_de_l_objectif(code).unwrap_or_else(|| match sens(vue, *seul) {
                    graphiques::Sens::Hausse => "À atteindre".to_owned(),
                    graphiques::Sens::Baisse => "À ne pas dépasser".to_owned(),
                });
                ((nom, Some(objectif)), cet_exercice(*seul))
            }
            _ => {
                let precedent = fonds.precedente().and_then(|v| v.valeur(*seul));
                ((format!("Exercice {}", vue.exercice() - 1), precedent), cet_exercice(*seul))
            }
        },
        [] => return tableaux::simple(titre, sujets, fonds),
    };
    let nature = [&avant.1, &apres.1].into_iter().flatten().map(|c| c.nature).find(|n| *n != Nature::Reponse);
    let Some(nature) = nature else { return tableaux::simple(titre, sujets, fonds) };
    let exact = |c: &Option<Chiffre>| c.as_ref().and_then(|c| c.exact);
    let (de, a) = (exact(&avant.1), exact(&apres.1));
    let ecart = de.zip(a).and_then(|(de, a)| nature.ecart(de, a));
    let figures: Vec<i64> = de.into_iter().chain(a).map(rang).collect();
    let atteint = if let [seul] = sujets { fonds.atteint(*seul) } else { None };
    let comparaison = Comparaison {
        titre: titre.to_owned(),
        avant: (avant.0, a_dessiner(avant.1, false)),
        apres: (apres.0, a_dessiner(apres.1, sujets.last().is_some_and(|s| vue.provisoire(*s)))),
        ecart,
        atteint,
        axe: axe(nature, figures),
    };
    dessine(&comparaison, id)
}
