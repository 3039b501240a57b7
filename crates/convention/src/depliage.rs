//! Sums and counts over a model: `somme(categorie, forfait)` is the sum of what each copy of the model is worth, so that
//! a row added to its table is added to the sum.

use crate::valeurs::TypeValeur;
use crate::{Dispositif, LigneDeTable};
use formule::syntaxe::{Expr, Nature};
use std::collections::BTreeSet;
use std::ops::Range;

/// What formulas may run along: a model, once it was copied along its table.
#[derive(Debug, Clone)]
pub(crate) struct ModeleCopie {
    pub(crate) code: String,
    pub(crate) table: String,
    pub(crate) prefixe: String,
    /// Names that mean something else in each copy.
    pub(crate) courts: BTreeSet<String>,
}

/// Functions that run along the copies of a model; the first two also run along the lines of a detail.
const FONCTIONS: [&str; 4] = ["somme", "compte", "tous", "un"];

/// The same formula, each call over a model being replaced by its terms: those of the rows that `existe` keeps.
/// Nothing when it has no such call.
pub(crate) fn deplier(d: &Dispositif, texte: &str, existe: impl Fn(&LigneDeTable) -> bool) -> Option<String> {
    if d.modeles.is_empty() || !FONCTIONS.iter().any(|f| texte.contains(f)) {
        return None;
    }
    let expr = formule::lire(texte).ok()?;
    let mut remplacements: Vec<(Range<usize>, String)> = Vec::new();
    let mut pile = vec![&expr];
    while let Some(expr) = pile.pop() {
        match appel(d, expr) {
            Some((fonction, modele, corps)) => {
                let termes = termes(d, texte, modele, corps, &existe);
                remplacements.push((expr.place.clone(), ecrire(fonction, &termes)));
            }
            None => pile.extend(expr.enfants()),
        }
    }
    (!remplacements.is_empty()).then(|| remplacer(texte, 0, remplacements))
}

/// The function, the model and what is read in each of its copies.
fn appel<'d, 'e>(d: &'d Dispositif, expr: &'e Expr) -> Option<(&'e str, &'d ModeleCopie, &'e Expr)> {
    let Nature::Appel(fonction, arguments) = &expr.nature else { return None };
    let [sur, corps] = arguments.as_slice() else { return None };
    let Nature::Nom(segments) = &sur.nature else { return None };
    let modele = d.modeles.iter().find(|m| m.code == segments.join("."))?;
    FONCTIONS.contains(&fonction.as_str()).then_some((fonction, modele, corps))
}

fn termes(
    d: &Dispositif,
    texte: &str,
    modele: &ModeleCopie,
    corps: &Expr,
    existe: &impl Fn(&LigneDeTable) -> bool,
) -> Vec<String> {
    let Some(table) = d.table(&modele.table) else { return Vec::new() };
    let choix = matches!(table.cles.first().map(|c| &c.type_), Some(TypeValeur::Choix(_)));
    let mut vues = BTreeSet::new();
    let cles = table.lignes.iter().filter(|l| existe(l)).filter_map(|l| l.cles.first());
    cles.filter(|cle| vues.insert(cle.ecrite.as_str()))
        .map(|cle| {
            let cle = cle.ecrite.as_str();
            let entre_crochets = if choix { format!("\"{cle}\"") } else { cle.to_owned() };
            let nom = |nom: &str| match nom.strip_prefix("ligne.") {
                Some(colonne) => Some(format!("{}[{entre_crochets}].{colonne}", modele.table)),
                None => modele.courts.contains(nom).then(|| format!("{}{cle}_{nom}", modele.prefixe)),
            };
            let mut remplacements = Vec::new();
            let mut pile = vec![corps];
            while let Some(expr) = pile.pop() {
                if let Nature::Nom(segments) = &expr.nature
                    && let Some(plein) = nom(&segments.join("."))
                {
                    remplacements.push((expr.place.clone(), plein));
                }
                pile.extend(expr.enfants());
            }
            let ecrit = texte.get(corps.place.clone()).unwrap_or_default();
            let terme = remplacer(ecrit, corps.place.start, remplacements);
            if matches!(corps.nature, Nature::Nom(_)) { terme } else { format!("({terme})") }
        })
        .collect()
}

fn ecrire(fonction: &str, termes: &[String]) -> String {
    let (signe, vide) = match fonction {
        "tous" => (" et ", "vrai"),
        "un" => (" ou ", "faux"),
        _ => (" + ", "0"),
    };
    match (fonction, termes) {
        (_, []) => vide.to_owned(),
        ("compte", _) => {
            let comptes: Vec<String> = termes.iter().map(|t| format!("nombre({t})")).collect();
            format!("({})", comptes.join(signe))
        }
        _ => format!("({})", termes.join(signe)),
    }
}

/// A text that begins at some byte of a formula, some of its parts being replaced.
fn remplacer(texte: &str, debut: usize, mut remplacements: Vec<(Range<usize>, String)>) -> String {
    remplacements.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut nouveau = texte.to_owned();
    for (place, par) in remplacements {
        if let (Some(de), Some(a)) = (place.start.checked_sub(debut), place.end.checked_sub(debut))
            && nouveau.get(de..a).is_some()
        {
            nouveau.replace_range(de..a, &par);
        }
    }
    nouveau
}
