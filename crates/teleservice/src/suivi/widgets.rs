//! From a widget of the rules to what the page shows: a drawing, its table, its sentence.

use super::figures::{Sujet, Vue, sujet, sujets};
use super::reserves::reserve;
use super::{comparaisons, courbes, jauges, listes, tableaux};
use crate::mots::{self, Pastille};
use convention::{Cote, Phrase, Suivi, TypeSuivi, VERSEMENT};
use explication::{Explication, IndicateurExplique};
use graphiques::{Avancement, Cle, Etape, Etapes, Graphique, Tableau};

/// A section of the page.
#[derive(Default)]
pub(crate) struct Widget {
    pub(crate) id: String,
    pub(crate) titre: String,
    /// What its indicator is about, where the title is shorter.
    pub(crate) sous_titre: Option<String>,
    pub(crate) pastille: Option<Pastille>,
    /// Why its state is still to be confirmed.
    pub(crate) reserve: Option<String>,
    pub(crate) dessins: Vec<Dessin>,
    /// The sentence of the rules, filled.
    pub(crate) phrase: Option<String>,
    /// The day up to which it was counted, when it is not that of the page.
    pub(crate) au: Option<String>,
    /// What the indicator lacked.
    pub(crate) manquait: Vec<String>,
    /// The accordion in which it stands, and where.
    pub(crate) volet: Option<String>,
    pub(crate) cote: Cote,
}

/// Figures in one of the forms that a page knows, with the table and the sentence that say the same.
pub(crate) struct Dessin {
    pub(crate) forme: Forme,
    pub(crate) legende: Vec<Cle>,
    pub(crate) phrase: String,
    pub(crate) tableau: Tableau,
}

/// How figures are shown.
pub(crate) enum Forme {
    Graphique(String),
    Tableau,
    Liste {
        grands: bool,
        lignes: Vec<LigneDite>,
    },
    Chiffre {
        libelle: String,
        valeur: String,
    },
    /// Headers with their period, and lines.
    Evolution {
        colonnes: Vec<(String, String)>,
        lignes: Vec<LigneDite>,
    },
}

/// A name, its help, its figures.
pub(crate) struct LigneDite {
    pub(crate) libelle: String,
    pub(crate) aide: Option<String>,
    pub(crate) dont: bool,
    pub(crate) valeurs: Vec<ValeurDite>,
}

/// A figure, or why there is none.
pub(crate) struct ValeurDite {
    pub(crate) ecrit: String,
    pub(crate) absente: bool,
}

/// What widgets are made from: one exercice, those that came before and after it, and what was explained of it.
pub(super) struct Fonds<'v, 'm> {
    pub(super) vue: &'v Vue<'m>,
    /// Every exercice, in their order.
    pub(super) toutes: &'v [Vue<'m>],
    /// Those of which only the objective may be known.
    pub(super) a_venir: &'v [Vue<'m>],
    pub(super) explication: &'v Explication,
    /// How a sentence names the last payment, on the screen of a remuneration.
    pub(super) versement: Option<&'v str>,
}

impl Fonds<'_, '_> {
    pub(super) fn precedente(&self) -> Option<&Vue<'_>> {
        self.toutes.iter().find(|v| v.exercice() == self.vue.exercice() - 1)
    }

    pub(super) fn explique(&self, sujet: Sujet<'_>) -> Option<&IndicateurExplique> {
        let Sujet::Indicateur(code) = sujet else { return None };
        self.explication.indicateurs.iter().find(|i| i.code == code && i.actif)
    }

    pub(super) fn atteint(&self, sujet: Sujet<'_>) -> Option<bool> {
        match self.explique(sujet)?.etat? {
            "atteint" => Some(true),
            "non_atteint" => Some(false),
            _ => None,
        }
    }

    pub(super) fn pastille(&self, sujet: Sujet<'_>) -> Option<Pastille> {
        mots::de_l_indicateur(self.explique(sujet)?)
    }

    pub(super) fn reserve(&self, sujet: Sujet<'_>) -> Option<String> {
        reserve(self.vue.dispositif, self.explique(sujet)?)
    }

    /// A sentence of the rules; nothing when a figure that it quotes is not known.
    pub(super) fn remplir(&self, phrase: &Phrase) -> Option<String> {
        let chiffre = |code: &str| match code {
            VERSEMENT => self.versement.map(str::to_owned),
            _ => self.vue.connu(sujet(self.vue.dispositif, code)),
        };
        phrase.remplir(self.vue.exercice(), chiffre).map(|phrase| mots::contracter(&phrase))
    }

    /// A title, which is always there.
    pub(super) fn titre(&self, titre: &Phrase) -> String {
        self.remplir(titre).unwrap_or_else(|| titre.annoncer(self.vue.exercice()))
    }
}

/// What the rules ask for, when it exists in this exercice.
pub(super) fn widget(suivi: &Suivi, fonds: &Fonds<'_, '_>) -> Option<Widget> {
    let (d, vue) = (fonds.vue.dispositif, fonds.vue);
    let sujets = sujets(d, suivi);
    let presents: Vec<Sujet<'_>> = sujets.iter().copied().filter(|s| vue.existe(*s)).collect();
    let premier = *presents.first()?;
    let (id, titre) = (format!("suivi-{}", suivi.code), fonds.titre(&suivi.titre));
    // What does not apply to somebody is said, and nothing is drawn of it.
    let indicateurs = presents.iter().map(|s| fonds.explique(*s).and_then(|i| i.etat));
    if indicateurs.clone().all(|etat| etat == Some("sans_objet")) {
        let phrase = Some(format!("Sans objet pour vous en {}.", vue.exercice()));
        let (volet, pastille) = (suivi.volet.clone(), fonds.pastille(premier));
        return Some(Widget { id, titre, pastille, phrase, volet, cote: suivi.cote, ..Widget::default() });
    }
    let phrase = suivi.phrase.as_ref().and_then(|p| fonds.remplir(p));
    let dessins = match suivi.type_ {
        TypeSuivi::Jauge => vec![jauges::jauge(&titre, premier, suivi.echelle, fonds, &id)],
        TypeSuivi::CourbeAnnuelle => courbes::annuelles(&titre, &sujets, fonds, &id),
        TypeSuivi::CourbeTrimestrielle => vec![courbes::trimestrielle(&titre, &sujets, fonds, &id)],
        TypeSuivi::Releves => vec![courbes::releves(&titre, suivi, fonds, &id)],
        TypeSuivi::Comparaison => vec![comparaisons::comparaison(&titre, &presents, fonds, &id)],
        TypeSuivi::Tableau => vec![tableaux::tableau(&titre, suivi, &sujets, fonds)],
        TypeSuivi::Etapes => vec![etapes(&titre, &presents, fonds, &id)],
        TypeSuivi::Chiffres => vec![listes::chiffres(&titre, suivi, fonds)?],
        TypeSuivi::Chiffre => vec![listes::chiffre(&titre, premier, suivi, fonds)?],
        TypeSuivi::Evolution => vec![listes::evolution(&titre, suivi, fonds)?],
    };
    let explique = fonds.explique(premier).filter(|_| presents.len() == 1);
    let arretes = presents.iter().filter_map(|s| vue.arrete(*s));
    let courbe = suivi.type_ == TypeSuivi::CourbeAnnuelle;
    let liste = matches!(suivi.type_, TypeSuivi::Chiffre | TypeSuivi::Chiffres | TypeSuivi::Evolution);
    Some(Widget {
        id,
        sous_titre: Some(premier.libelle(vue)).filter(|l| presents.len() == 1 && *l != titre && !liste),
        titre,
        pastille: explique.and(fonds.pastille(premier)),
        reserve: explique.and(fonds.reserve(premier)),
        dessins,
        phrase,
        au: arretes.max().filter(|au| *au != vue.au && !courbe).map(mots::jour),
        manquait: explique
            .filter(|i| i.etat == Some("non_atteint"))
            .map_or_else(Vec::new, |i| i.manquait.iter().map(|m| mots::majuscule(m)).collect()),
        volet: suivi.volet.clone(),
        cote: suivi.cote,
    })
}

pub(super) fn dessine(graphique: &impl Graphique, id: &str) -> Dessin {
    Dessin {
        forme: Forme::Graphique(graphique.svg(id)),
        legende: graphique.legende(id),
        phrase: graphique.phrase(),
        tableau: graphique.tableau(),
    }
}

fn etapes(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>, id: &str) -> Dessin {
    let vue = fonds.vue;
    let etapes = sujets.iter().filter_map(|sujet| {
        // An indicator that is reached is a step done, whatever its figure.
        let avancement = match fonds.explique(*sujet).and_then(|i| i.etat) {
            Some("atteint") => Avancement::Fait,
            Some("non_atteint") => Avancement::NonFait,
            // What nobody is asked is not a step.
            Some("sans_objet") if sujets.len() > 1 => return None,
            Some(_) => Avancement::SansReponse,
            None => {
                let chiffre = vue.valeur(*sujet)?;
                match (chiffre.oui, chiffre.marques.connu()) {
                    (Some(false), _) => Avancement::NonFait,
                    (_, true) => Avancement::Fait,
                    (_, false) => Avancement::SansReponse,
                }
            }
        };
        Some(Etape { libelle: sujet.libelle(vue), avancement })
    });
    dessine(&Etapes { titre: titre.to_owned(), etapes: etapes.collect() }, id)
}

impl Widget {
    /// A long table needs the whole width, and so do several drawings.
    pub(crate) fn large(&self) -> bool {
        self.dessins.len() > 1
            || self.dessins.iter().any(|d| match d.forme {
                Forme::Tableau => d.tableau.entetes.len() > 4 || d.tableau.lignes.len() > 12,
                Forme::Evolution { .. } | Forme::Liste { grands: true, .. } => true,
                _ => false,
            })
    }

    /// Is it only one figure, shown as a conclusion?
    pub(crate) fn conclut(&self) -> bool {
        !self.dessins.is_empty() && self.dessins.iter().all(|d| matches!(d.forme, Forme::Chiffre { .. }))
    }
}
