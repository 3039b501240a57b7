//! Figures without a drawing: a list, one figure that concludes, a period beside the one before.

use super::figures::{Sujet, sujet};
use super::periodes::Periode;
use super::widgets::{Dessin, Fonds, Forme, LigneDite, ValeurDite};
use crate::mots;
use convention::Suivi;
use explication::Chiffre;
use graphiques::Tableau;

/// What stands for a figure that has not arrived.
const INDISPONIBLE: &str = "Cette donnée n'est pas disponible";

/// What stands for a difference that nobody computed.
const NON_CALCULEE: &str = "Non calculée";

/// A list of names and figures, as the rules write its lines, or one line per thing.
pub(super) fn chiffres(titre: &str, suivi: &Suivi, fonds: &Fonds<'_, '_>) -> Option<Dessin> {
    let (d, vue) = (fonds.vue.dispositif, fonds.vue);
    let ligne = |s: Sujet<'_>, libelle: Option<String>, dont: bool| {
        Some(LigneDite {
            libelle: libelle.unwrap_or_else(|| nom(s, fonds)),
            aide: s.entree(d).and_then(|e| e.aide.clone()),
            dont,
            valeurs: vec![dite(&vue.valeur(s)?)],
        })
    };
    let ecrites = suivi.lignes.iter().filter_map(|l| {
        let libelle = l.libelle.as_ref().map(|l| fonds.titre(l));
        let dite = l.phrase.as_ref().and_then(|phrase| fonds.remplir(phrase)).zip(libelle.clone());
        if let Some((ecrit, libelle)) = dite {
            let valeurs = vec![ValeurDite { ecrit, absente: false }];
            return Some(LigneDite { libelle, aide: None, dont: l.dont, valeurs });
        }
        ligne(sujet(d, l.sujet.as_deref()?), libelle, l.dont)
    });
    let seules = super::figures::sujets(d, suivi).into_iter().filter(|_| suivi.lignes.is_empty());
    let lignes: Vec<LigneDite> = ecrites.chain(seules.filter_map(|s| ligne(s, None, false))).collect();
    if lignes.is_empty() {
        return None;
    }
    let tableau = Tableau {
        entetes: vec!["Ce qui est mesuré".to_owned(), "Valeur".to_owned()],
        lignes: lignes.iter().map(LigneDite::ecrite).collect(),
    };
    let dits: Vec<String> = tableau.lignes.iter().map(|l| l.join("\u{a0}: ")).collect();
    Some(Dessin {
        phrase: format!("{titre}. {}.", dits.join("\u{a0}; ")),
        forme: Forme::Liste { grands: suivi.grands, lignes },
        legende: Vec::new(),
        tableau,
    })
}

/// An objective is called by its name.
fn nom(s: Sujet<'_>, fonds: &Fonds<'_, '_>) -> String {
    let vue = fonds.vue;
    match s {
        Sujet::Objectif(code) => vue.nom_de_l_objectif(code).unwrap_or_else(|| format!("Objectif {}", vue.exercice())),
        _ => s.libelle(vue),
    }
}

/// One figure, as long as it is known.
pub(super) fn chiffre(titre: &str, s: Sujet<'_>, suivi: &Suivi, fonds: &Fonds<'_, '_>) -> Option<Dessin> {
    let lu = fonds.vue.valeur(s).filter(|c| c.marques.connu())?;
    let ecrit = mots::dans_le_sens(titre, &lu);
    let valeur = match (&suivi.unite, lu.exact) {
        (Some(unite), Some(exact)) => {
            // French has a plural from two on; a name that ends so has the same in both.
            let plusieurs = exact.n().unsigned_abs() >= 2 * exact.d().unsigned_abs();
            let s = if plusieurs && !unite.ends_with(['s', 'x', 'z']) { "s" } else { "" };
            format!("{ecrit}\u{a0}{unite}{s}")
        }
        _ => ecrit,
    };
    Some(Dessin {
        phrase: format!("{titre}\u{a0}: {valeur}."),
        legende: Vec::new(),
        tableau: Tableau {
            entetes: vec!["Ce qui est mesuré".to_owned(), "Valeur".to_owned()],
            lignes: vec![vec![titre.to_owned(), valeur.clone()]],
        },
        forme: Forme::Chiffre { libelle: titre.to_owned(), valeur },
    })
}

/// What separates two periods, line by line; a difference that arrives ready made is shown without its figures.
pub(super) fn evolution(titre: &str, suivi: &Suivi, fonds: &Fonds<'_, '_>) -> Option<Dessin> {
    let (d, vue) = (fonds.vue.dispositif, fonds.vue);
    let nom_de_l_ecart = suivi.ecart.as_deref().unwrap_or("Écart");
    let valeur = |code: &Option<String>| code.as_deref().and_then(|code| vue.valeur(sujet(d, code)));
    let lignes: Vec<LigneDite> = suivi
        .lignes
        .iter()
        .filter_map(|l| {
            let apres = sujet(d, l.apres.as_deref()?);
            let lus = [valeur(&l.avant), vue.valeur(apres)];
            lus.iter().flatten().next()?;
            let ecart = valeur(&l.ecart).filter(|c| c.marques.connu());
            let [avant, observe] = lus.map(|c| c.as_ref().map_or_else(indisponible, dite_ou_indisponible));
            Some(LigneDite {
                libelle: l.libelle.as_ref().map_or_else(|| apres.libelle(vue), |l| fonds.titre(l)),
                aide: apres.entree(d).and_then(|e| e.aide.clone()),
                dont: l.dont,
                valeurs: vec![
                    avant,
                    observe,
                    ecart.map_or_else(
                        || ValeurDite { ecrit: NON_CALCULEE.to_owned(), absente: true },
                        |c| ValeurDite { ecrit: mots::dans_le_sens(nom_de_l_ecart, &c), absente: false },
                    ),
                ],
            })
        })
        .collect();
    let premiere = suivi.lignes.first()?;
    let periode = |code: &Option<String>| {
        let periode = sujet(d, code.as_deref()?).entree(d).map_or("exercice", |e| &e.periode);
        let mots = Periode::lire(periode, d, vue.exercice())?.en_mots();
        Some(mots::majuscule(&mots))
    };
    let colonnes = vec![
        ("Période précédente".to_owned(), periode(&premiere.avant).unwrap_or_default()),
        ("Période observée".to_owned(), periode(&premiere.apres).unwrap_or_default()),
        (nom_de_l_ecart.to_owned(), String::new()),
    ];
    let mut entetes = vec!["Indicateur".to_owned()];
    entetes.extend(
        colonnes.iter().map(
            |(nom, mots)| {
                if mots.is_empty() { nom.clone() } else { format!("{nom} ({})", mots::minuscule(mots)) }
            },
        ),
    );
    let tableau = Tableau { entetes, lignes: lignes.iter().map(LigneDite::ecrite).collect() };
    let connus = lignes.iter().filter(|l| l.valeurs.last().is_some_and(|v| !v.absente));
    let dits: Vec<String> = connus
        .filter_map(|l| Some((l.libelle.as_str(), l.valeurs.last()?.ecrit.as_str())))
        .map(|(libelle, ecrit)| format!("{}\u{a0}: {ecrit}", mots::minuscule(libelle)))
        .collect();
    let phrase = match dits.as_slice() {
        [] => format!("{titre}\u{a0}: aucun écart n'est encore calculé."),
        _ => format!("{}, {}.", colonnes[2].0, dits.join("\u{a0}; ")),
    };
    Some(Dessin { forme: Forme::Evolution { colonnes, lignes }, legende: Vec::new(), phrase, tableau })
}

fn dite(chiffre: &Chiffre) -> ValeurDite {
    ValeurDite { ecrit: chiffre.ecrit.clone(), absente: !chiffre.marques.connu() }
}

fn dite_ou_indisponible(chiffre: &Chiffre) -> ValeurDite {
    if chiffre.marques.contient(formule::Marques::EN_ATTENTE) { indisponible() } else { dite(chiffre) }
}

fn indisponible() -> ValeurDite {
    ValeurDite { ecrit: INDISPONIBLE.to_owned(), absente: true }
}

impl LigneDite {
    /// As a line of a table.
    fn ecrite(&self) -> Vec<String> {
        let mut ecrite = vec![if self.dont { format!("dont {}", self.libelle) } else { self.libelle.clone() }];
        ecrite.extend(self.valeurs.iter().map(|v| v.ecrit.clone()));
        ecrite
    }
}
