//! From a widget of the rules to what the page shows: a drawing, its table, its sentence.

use super::dessins::{axe, bouts, mesure, rang, sens, valeur};
use super::figures::{Sujet, Vue, sujets};
use super::tableaux;
use crate::mots::{self, Pastille};
use convention::{Suivi, TypeSuivi};
use explication::{Chiffre, Explication, IndicateurExplique, Nature};
use graphiques::{
    Avancement, Cle, Comparaison, Courbe, Etape, Etapes, Graphique, Jauge, Mesure, Objectif, Serie, Tableau, Valeur,
};

/// A section of the page.
pub(crate) struct Widget {
    pub(crate) id: String,
    pub(crate) titre: String,
    /// What its indicator is about, where the title is shorter.
    pub(crate) sous_titre: Option<String>,
    pub(crate) pastille: Option<Pastille>,
    pub(crate) dessins: Vec<Dessin>,
    /// What the indicator lacked.
    pub(crate) manquait: Vec<String>,
}

/// A drawing, or only its table.
pub(crate) struct Dessin {
    pub(crate) svg: Option<String>,
    pub(crate) legende: Vec<Cle>,
    pub(crate) phrase: String,
    pub(crate) tableau: Tableau,
}

/// What widgets are made from: one exercice, those that came before and after it, and what was explained of it.
pub(super) struct Fonds<'v, 'm> {
    pub(super) vue: &'v Vue<'m>,
    /// Every exercice, in their order.
    pub(super) toutes: &'v [Vue<'m>],
    pub(super) explication: &'v Explication,
}

impl Fonds<'_, '_> {
    fn precedente(&self) -> Option<&Vue<'_>> {
        self.toutes.iter().find(|v| v.exercice() == self.vue.exercice() - 1)
    }

    fn explique(&self, sujet: Sujet<'_>) -> Option<&IndicateurExplique> {
        let Sujet::Indicateur(code) = sujet else { return None };
        self.explication.indicateurs.iter().find(|i| i.code == code && i.actif)
    }

    fn atteint(&self, sujet: Sujet<'_>) -> Option<bool> {
        match self.explique(sujet)?.etat? {
            "atteint" => Some(true),
            "non_atteint" => Some(false),
            _ => None,
        }
    }
}

/// What the rules ask for, when it exists in this exercice.
pub(super) fn widget(suivi: &Suivi, fonds: &Fonds<'_, '_>) -> Option<Widget> {
    let sujets = sujets(suivi);
    let d = fonds.vue.dispositif;
    let presents: Vec<Sujet<'_>> = sujets.iter().copied().filter(|s| fonds.vue.existe(*s)).collect();
    let premier = *presents.first()?;
    let id = format!("suivi-{}", suivi.code);
    let dessins = match suivi.type_ {
        TypeSuivi::Jauge => vec![jauge(&suivi.titre, premier, fonds, &id)],
        TypeSuivi::CourbeAnnuelle => courbes_annuelles(&suivi.titre, &sujets, fonds, &id),
        TypeSuivi::CourbeTrimestrielle => vec![courbe_trimestrielle(&suivi.titre, &sujets, fonds, &id)],
        TypeSuivi::Comparaison => vec![comparaison(&suivi.titre, &presents, fonds, &id)],
        TypeSuivi::Tableau => vec![en_tableau(&suivi.titre, &sujets, fonds)],
        TypeSuivi::Etapes => vec![etapes(&suivi.titre, &presents, fonds, &id)],
    };
    let explique = fonds.explique(premier);
    Some(Widget {
        id,
        titre: suivi.titre.clone(),
        sous_titre: Some(premier.libelle(d)).filter(|l| presents.len() == 1 && *l != suivi.titre),
        pastille: explique.and_then(|i| i.etat).map(mots::de_l_indicateur),
        dessins,
        manquait: explique
            .filter(|i| i.etat == Some("non_atteint"))
            .map_or_else(Vec::new, |i| i.manquait.iter().map(|m| mots::majuscule(m)).collect()),
    })
}

fn dessine(graphique: &impl Graphique, id: &str) -> Dessin {
    Dessin {
        svg: Some(graphique.svg(id)),
        legende: graphique.legende(id),
        phrase: graphique.phrase(),
        tableau: graphique.tableau(),
    }
}

fn en_tableau(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>) -> Dessin {
    let (tableau, phrase) = tableaux::tableau(titre, sujets, fonds.vue, fonds.precedente());
    Dessin { svg: None, legende: Vec::new(), phrase, tableau }
}

/// A count without an objective has no end to be measured against: it stays a table.
fn jauge(titre: &str, sujet: Sujet<'_>, fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let vue = fonds.vue;
    let (chiffre, objectif) = (vue.valeur(sujet), vue.objectif(sujet).and_then(|c| valeur(&c)));
    let lu = chiffre.as_ref().and_then(|c| Some((c.nature, mesure(c, vue.en_cours)?)));
    let Some((nature, mesure)) = lu.filter(|(nature, _)| *nature == Nature::Taux || objectif.is_some()) else {
        return en_tableau(titre, &[sujet], fonds);
    };
    let figures: Vec<i64> = mesure.valeur().into_iter().chain(&objectif).map(|v| v.mesure).collect();
    let (bas, haut) = bouts(nature, &figures);
    let objectif = objectif.map(|valeur| Objectif { valeur, sens: sens(vue, sujet), atteint: fonds.atteint(sujet) });
    dessine(&Jauge { titre: sujet.libelle(vue.dispositif), valeur: mesure, objectif, bas, haut }, id)
}

/// One chart per nature of figures: rates and counts do not share a scale.
fn courbes_annuelles(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Vec<Dessin> {
    let d = fonds.vue.dispositif;
    let mut natures: Vec<(Nature, Vec<Sujet<'_>>)> = Vec::new();
    for sujet in sujets {
        let lus = fonds.toutes.iter().filter_map(|v| v.valeur(*sujet));
        let Some(nature) = lus.map(|c| c.nature).find(|n| *n != Nature::Reponse) else { continue };
        match natures.iter_mut().find(|(n, _)| *n == nature) {
            Some((_, siens)) => siens.push(*sujet),
            None => natures.push((nature, vec![*sujet])),
        }
    }
    if natures.is_empty() {
        return vec![en_tableau(titre, sujets, fonds)];
    }
    let dessins = natures.into_iter().enumerate().map(|(numero, (nature, siens))| {
        let vues: Vec<&Vue<'_>> = fonds.toutes.iter().filter(|v| siens.iter().any(|s| v.existe(*s))).collect();
        let series: Vec<Serie> = siens
            .iter()
            .map(|sujet| Serie {
                nom: sujet.libelle(d),
                mesures: vues.iter().map(|vue| a_dessiner(vue.valeur(*sujet), vue.en_cours)).collect(),
            })
            .collect();
        let seul = if let [seul] = siens.as_slice() { Some(*seul) } else { None };
        let objectifs: Vec<Option<Valeur>> =
            vues.iter().map(|vue| seul.and_then(|s| vue.objectif(s)).and_then(|c| valeur(&c))).collect();
        let abscisses = vues.iter().map(|vue| vue.exercice().to_string()).collect();
        let sens = seul.map_or(graphiques::Sens::Hausse, |s| sens(fonds.vue, s));
        let forme = Forme { titre, abscisse: "Exercice", abscisses, nature, sens };
        dessine(&courbe(forme, series, objectifs), &format!("{id}-{numero}"))
    });
    dessins.collect()
}

/// One input per quarter, in the order of the rules.
fn courbe_trimestrielle(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let lus: Vec<Option<Chiffre>> = sujets.iter().map(|s| fonds.vue.valeur(*s)).collect();
    let Some(nature) = lus.iter().flatten().map(|c| c.nature).find(|n| *n != Nature::Reponse) else {
        return en_tableau(titre, sujets, fonds);
    };
    let mesures = lus.into_iter().map(|chiffre| a_dessiner(chiffre, fonds.vue.en_cours)).collect();
    let abscisses = (1..=sujets.len()).map(|rang| format!("T{rang}")).collect();
    let forme = Forme { titre, abscisse: "Trimestre", abscisses, nature, sens: graphiques::Sens::Hausse };
    dessine(&courbe(forme, vec![Serie { nom: titre.to_owned(), mesures }], Vec::new()), id)
}

fn a_dessiner(chiffre: Option<Chiffre>, provisoire: bool) -> Mesure {
    let rien = Mesure::Absente(graphiques::Absence::SansObjet);
    chiffre.and_then(|c| mesure(&c, provisoire)).unwrap_or(rien)
}

struct Forme<'a> {
    titre: &'a str,
    abscisse: &'a str,
    abscisses: Vec<String>,
    nature: Nature,
    sens: graphiques::Sens,
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
        sens: forme.sens,
        axe: axe(forme.nature, figures),
    }
}

/// Two inputs; or an indicator against what it is compared with; or the same thing one exercice before.
fn comparaison(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let vue = fonds.vue;
    let cet_exercice = |sujet: Sujet<'_>| (format!("Exercice {}", vue.exercice()), vue.valeur(sujet));
    let (avant, apres) = match sujets {
        [de, a, ..] => {
            let nomme = |s: Sujet<'_>| (s.libelle(vue.dispositif), vue.valeur(s));
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
        [] => return en_tableau(titre, sujets, fonds),
    };
    let nature = [&avant.1, &apres.1].into_iter().flatten().map(|c| c.nature).find(|n| *n != Nature::Reponse);
    let Some(nature) = nature else { return en_tableau(titre, sujets, fonds) };
    let exact = |c: &Option<Chiffre>| c.as_ref().and_then(|c| c.exact);
    let (de, a) = (exact(&avant.1), exact(&apres.1));
    let ecart = de.zip(a).and_then(|(de, a)| nature.ecart(de, a));
    let figures: Vec<i64> = de.into_iter().chain(a).map(rang).collect();
    let atteint = if let [seul] = sujets { fonds.atteint(*seul) } else { None };
    let comparaison = Comparaison {
        titre: titre.to_owned(),
        avant: (avant.0, a_dessiner(avant.1, false)),
        apres: (apres.0, a_dessiner(apres.1, vue.en_cours)),
        ecart,
        atteint,
        axe: axe(nature, figures),
    };
    dessine(&comparaison, id)
}

fn etapes(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let vue = fonds.vue;
    let avancement = |chiffre: &Chiffre| match (chiffre.oui, chiffre.marques.connu()) {
        (Some(false), _) => Avancement::NonFait,
        (_, true) => Avancement::Fait,
        (_, false) => Avancement::SansReponse,
    };
    let etapes = sujets.iter().filter_map(|sujet| {
        // An indicator that is reached is a step done, whatever its figure.
        let avancement = match fonds.explique(*sujet).and_then(|i| i.etat) {
            Some("atteint") => Avancement::Fait,
            Some("non_atteint") => Avancement::NonFait,
            Some(_) => Avancement::SansReponse,
            None => avancement(&vue.valeur(*sujet)?),
        };
        Some(Etape { libelle: sujet.libelle(vue.dispositif), avancement })
    });
    dessine(&Etapes { titre: titre.to_owned(), etapes: etapes.collect() }, id)
}

impl Widget {
    /// A table of many columns needs the whole width.
    pub(super) fn large(&self) -> bool {
        self.dessins.iter().any(|d| d.svg.is_none() && d.tableau.entetes.len() > 4)
    }
}
