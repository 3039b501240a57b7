//! Figures along time: exercice by exercice, quarter by quarter, or at the dates of some readings.

use super::dessins::{axe, mesure, sens, valeur};
use super::figures::{Sujet, Vue, sujet};
use super::tableaux;
use super::widgets::{Dessin, Fonds, dessine};
use convention::Suivi;
use explication::{Chiffre, Nature};
use graphiques::{Courbe, Mesure, Serie, Valeur};

/// How many exercices a chart holds, those to come included.
const MOMENTS: usize = 6;

/// One chart per nature of figures: rates and counts do not share a scale.
pub(super) fn annuelles(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Vec<Dessin> {
    let mut natures: Vec<(Nature, Vec<Sujet<'_>>)> = Vec::new();
    // An objective named beside something else is drawn as its mark.
    let (objectifs, suivis): (Vec<Sujet<'_>>, Vec<Sujet<'_>>) =
        sujets.iter().partition(|s| sujets.len() > 1 && matches!(s, Sujet::Objectif(_)));
    for sujet in suivis {
        let mut lus = fonds.toutes.iter().filter_map(|v| v.valeur(sujet)).map(|c| c.nature);
        let Some(nature) = lus.find(|n| *n != Nature::Reponse) else { continue };
        match natures.iter_mut().find(|(n, _)| *n == nature) {
            Some((_, siens)) => siens.push(sujet),
            None => natures.push((nature, vec![sujet])),
        }
    }
    if natures.is_empty() {
        return vec![tableaux::simple(titre, sujets, fonds)];
    }
    let dessins = natures.into_iter().enumerate().map(|(numero, (nature, siens))| {
        let repere = match (siens.as_slice(), objectifs.as_slice()) {
            ([seul], []) => Some(*seul),
            (_, [Sujet::Objectif(code), ..]) => Some(Sujet::Indicateur(code)),
            _ => None,
        };
        annuelle(titre, (nature, &siens), repere, fonds, &format!("{id}-{numero}"))
    });
    dessins.collect()
}

fn annuelle(
    titre: &str,
    (nature, siens): (Nature, &[Sujet<'_>]),
    repere: Option<Sujet<'_>>,
    fonds: &Fonds<'_, '_>,
    id: &str,
) -> Dessin {
    let objectif = |vue: &Vue<'_>| {
        let chiffre = vue.objectif(repere?)?;
        valeur(&chiffre).filter(|_| chiffre.nature == nature)
    };
    let existe = |v: &&Vue<'_>| siens.iter().any(|s| v.existe(*s)) || objectif(v).is_some();
    let mut vues: Vec<&Vue<'_>> = fonds.toutes.iter().filter(existe).collect();
    let a_venir: Vec<&Vue<'_>> = fonds.a_venir.iter().filter(|v| objectif(v).is_some()).collect();
    let place = MOMENTS.saturating_sub(vues.len().min(MOMENTS / 2));
    let a_venir: Vec<&Vue<'_>> = a_venir.into_iter().take(place).collect();
    vues.drain(..(vues.len() + a_venir.len()).saturating_sub(MOMENTS).min(vues.len()));
    vues.extend(a_venir);
    let series = siens.iter().map(|sujet| Serie {
        nom: sujet.libelle(fonds.vue),
        repere: sujet.national(),
        mesures: vues.iter().map(|vue| a_dessiner(vue.valeur(*sujet), vue.provisoire(*sujet))).collect(),
    });
    let code = if let Some(Sujet::Indicateur(code)) = repere { code } else { "" };
    let forme = Forme {
        titre,
        abscisse: "Exercice",
        abscisses: vues.iter().map(|vue| vue.exercice().to_string()).collect(),
        nature,
        nom: vues.iter().find_map(|v| v.nom_de_l_objectif(code)),
        sens: repere.filter(|_| vues.iter().any(|v| v.juge(code))).map(|s| sens(fonds.vue, s)),
    };
    let (series, objectifs) = (series.collect(), vues.iter().map(|vue| objectif(vue)).collect());
    dessine(&courbe(forme, series, objectifs), id)
}

/// One input per quarter, in the order of the rules.
pub(super) fn trimestrielle(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let lus: Vec<Option<Chiffre>> = sujets.iter().map(|s| fonds.vue.valeur(*s)).collect();
    let Some(nature) = nature_de(&lus) else { return tableaux::simple(titre, sujets, fonds) };
    let provisoires = sujets.iter().map(|s| fonds.vue.provisoire(*s));
    let mesures = lus.into_iter().zip(provisoires).map(|(chiffre, p)| a_dessiner(chiffre, p)).collect();
    let abscisses = (1..=sujets.len()).map(|rang| format!("T{rang}")).collect();
    let forme = Forme { titre, abscisse: "Trimestre", abscisses, nature, nom: None, sens: None };
    dessine(&courbe(forme, vec![Serie { nom: titre.to_owned(), repere: false, mesures }], Vec::new()), id)
}

/// Readings at some dates, each against its own objective.
pub(super) fn releves(titre: &str, suivi: &Suivi, fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let (d, vue) = (fonds.vue.dispositif, fonds.vue);
    let par_ligne = suivi.lignes.iter().filter_map(|l| Some((sujet(d, l.sujet.as_deref()?), l.libelle.as_ref())));
    let nommes = par_ligne.map(|(s, libelle)| (s, libelle.map(|l| fonds.titre(l))));
    let seuls = suivi.sujets.iter().map(|code| (sujet(d, code), None));
    let lus: Vec<(Sujet<'_>, String)> = nommes
        .chain(seuls)
        .filter(|(s, _)| vue.existe(*s))
        .map(|(s, libelle)| (s, libelle.unwrap_or_else(|| s.libelle(vue))))
        .collect();
    let sujets: Vec<Sujet<'_>> = lus.iter().map(|(s, _)| *s).collect();
    let chiffres: Vec<Option<Chiffre>> = sujets.iter().map(|s| vue.valeur(*s)).collect();
    let Some(nature) = nature_de(&chiffres) else { return tableaux::simple(titre, &sujets, fonds) };
    let objectifs = sujets.iter().map(|s| vue.objectif(*s).and_then(|c| valeur(&c))).collect();
    let codes = sujets.iter().filter_map(|s| if let Sujet::Indicateur(code) = s { Some(*code) } else { None });
    let juge = sujets.iter().copied().find(|s| matches!(s, Sujet::Indicateur(code) if vue.juge(code)));
    let forme = Forme {
        titre,
        abscisse: "Date",
        abscisses: lus.iter().map(|(_, libelle)| libelle.clone()).collect(),
        nature,
        nom: codes.clone().find_map(|code| vue.nom_de_l_objectif(code)),
        sens: juge.map(|s| sens(vue, s)),
    };
    let mesures = sujets.iter().zip(chiffres).map(|(s, c)| a_dessiner(c, vue.provisoire(*s))).collect();
    dessine(&courbe(forme, vec![Serie { nom: titre.to_owned(), repere: false, mesures }], objectifs), id)
}

fn nature_de(lus: &[Option<Chiffre>]) -> Option<Nature> {
    lus.iter().flatten().map(|c| c.nature).find(|n| *n != Nature::Reponse)
}

pub(super) fn a_dessiner(chiffre: Option<Chiffre>, provisoire: bool) -> Mesure {
    let rien = Mesure::Absente(graphiques::Absence::SansObjet);
    chiffre.and_then(|c| mesure(&c, provisoire)).unwrap_or(rien)
}

struct Forme<'a> {
    titre: &'a str,
    abscisse: &'a str,
    abscisses: Vec<String>,
    nature: Nature,
    /// What objectives are called.
    nom: Option<String>,
    sens: Option<graphiques::Sens>,
}

fn courbe(forme: Forme<'_>, series: Vec<Serie>, objectifs: Vec<Option<Valeur>>) -> Courbe {
    let mesures = series.iter().flat_map(|s| s.mesures.iter().filter_map(Mesure::valeur));
    let figures: Vec<i64> = mesures.chain(objectifs.iter().flatten()).map(|v| v.mesure).collect();
    Courbe {
        titre: forme.titre.to_owned(),
        abscisse: forme.abscisse.to_owned(),
        abscisses: forme.abscisses,
        series,
        objectifs,
        nom_des_objectifs: forme.nom,
        sens: forme.sens,
        axe: axe(forme.nature, figures),
    }
}
