//! The pages of the follow-up: the list of the dispositifs, and one page for each.

use super::figures::{Vue, sujets};
use super::reserves::a_confirmer;
use super::volets::{self, Section, VoletDit, volet};
use super::widgets::{Fonds, Forme, Widget, widget};
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::contrats::{self, Choix};
use crate::mots::Pastille;
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Calcul, Monde, Service, declaration, mots};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use convention::{Compile, Dispositif, Ecran, Surcharges, TypeSuivi};
use explication::{Explication, IndicateurExplique, TAMPON};
use formule::{Date, Etat};

pub(crate) const ROUTES: &[Route] =
    &[Route::get("/suivi", || get(liste)), Route::get("/suivi/{dispositif}", || get(page))];

/// How many follow-ups of a dispositif the list names.
const MONTRES: usize = 5;

/// How many exercices are followed.
const EXERCICES: usize = 5;

#[derive(Template)]
#[template(path = "suivi.html")]
struct Page<'a> {
    cadre: Cadre,
    d: &'a Dispositif,
    /// Its title in this exercice.
    titre: &'a str,
    /// How it changes its name, in the exercices around that change.
    change: Option<String>,
    exercice: i32,
    au: String,
    autres: Vec<Lien>,
    /// The contracts of the exercice, where each is computed alone.
    contrats: Vec<Choix>,
    atteints: usize,
    sur: usize,
    /// How many of those that are reached rest on something still to be confirmed.
    a_confirmer: usize,
    tampon: Option<&'static str>,
    /// What is said under the title.
    annonce: &'a str,
    /// Where the answers that count without being transmitted are read again, and whether a draft waits there.
    preremplies: Option<(String, bool)>,
    sections: Vec<Section<'a>>,
    pdf: String,
    /// Indicators that were not reached and that no widget follows.
    manques: Vec<&'a IndicateurExplique>,
    /// Where the remuneration is explained, when there is one.
    detail: Option<String>,
}

/// Another exercice, or this one.
struct Lien {
    annee: i32,
    adresse: String,
    ici: bool,
}

/// A dispositif followed in one exercice.
pub(crate) struct Suivi<'m> {
    pub(crate) d: &'m Dispositif,
    pub(crate) exercice: i32,
    /// Every exercice that can be followed.
    pub(crate) annees: Vec<i32>,
    /// The day up to which figures were counted.
    pub(crate) au: Date,
    pub(crate) atteints: usize,
    pub(crate) sur: usize,
    pub(crate) widgets: Vec<Widget>,
    pub(crate) volets: Vec<VoletDit>,
    pub(crate) explication: Explication,
    pub(crate) calcul: &'m Calcul,
    /// Answers that are prefilled and count without being transmitted.
    pub(crate) preremplies: Option<declaration::Preremplies>,
}

impl Page<'_> {
    fn pastille_de(&self, i: &IndicateurExplique) -> Option<Pastille> {
        mots::de_l_indicateur(i)
    }
}

/// Follows a dispositif for somebody, in the exercice that a question names or in the one that stands by default.
pub(crate) async fn suivre<'m>(
    service: &'m Service,
    connecte: &Connecte,
    code: &str,
    question: Option<&str>,
) -> Result<Suivi<'m>, Refus> {
    let monde = &service.monde;
    let inconnu = || Refus::absent("Ce suivi n'existe pas");
    let d = monde.dispositif_de(connecte.qui, code).filter(|d| d.a_un_suivi()).ok_or_else(inconnu)?;
    let annees = annees(monde, connecte.qui, d);
    let demande = question.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("exercice=")));
    let exercice = match demande {
        Some(annee) => annee.parse().ok().filter(|annee| annees.contains(annee)),
        None => par_defaut(service, &annees),
    };
    let contrat = contrats::demande(question);
    let calcul = exercice.and_then(|exercice| match contrat {
        None => monde.calcul(connecte.qui, &d.code, exercice).map(|(_, calcul)| calcul),
        Some(_) => {
            let mut siens = monde.contrats(connecte.qui, &d.code, exercice);
            siens.find(|c| c.concerne(connecte.qui) && c.code_du_contrat(connecte.qui) == contrat)
        }
    });
    let calcul = calcul.ok_or_else(inconnu)?;
    let explication = declaration::expliquer(service, connecte, d, calcul).await?;
    let sur = SurEcran { d, calcul, explication: &explication, versement: None, ecran: Ecran::Suivi };
    let Montre { au, widgets, volets, .. } = montrer(service, connecte, &sur).await?;
    let (atteints, sur) = objectifs(&explication);
    let exercice = calcul.compile.exercice;
    let preremplies = match exercice >= service.exercice_en_cours() {
        true => declaration::preremplies(service, &connecte.structure, d, exercice).await?,
        false => None,
    };
    Ok(Suivi { d, exercice, annees, au, atteints, sur, widgets, volets, explication, calcul, preremplies })
}

/// What a screen is about.
pub(crate) struct SurEcran<'e> {
    pub(crate) d: &'e Dispositif,
    pub(crate) calcul: &'e Calcul,
    pub(crate) explication: &'e Explication,
    /// How a sentence names the last payment.
    pub(crate) versement: Option<&'e str>,
    pub(crate) ecran: Ecran,
}

/// What the rules show of an exercice on a screen.
pub(crate) struct Montre {
    /// The day up to which figures were counted.
    pub(crate) au: Date,
    pub(crate) widgets: Vec<Widget>,
    pub(crate) volets: Vec<VoletDit>,
    /// The title of the screen of a remuneration, when the rules give it one and all that it quotes is known.
    pub(crate) titre_de_detail: Option<String>,
}

impl Montre {
    /// The title of the screen of a remuneration.
    pub(crate) fn titre_de(&self, e: &Explication) -> String {
        self.titre_de_detail.clone().unwrap_or_else(|| format!("{} — exercice {}", e.titre, e.exercice))
    }
}

/// The widgets of a screen, from the figures of every exercice.
pub(crate) async fn montrer(service: &Service, connecte: &Connecte, sur: &SurEcran<'_>) -> Result<Montre, Refus> {
    let (d, jour) = (sur.d, service.horloge.jour());
    let illisible = || Refus::panne(format!("le suivi de « {} » ne se calcule pas", d.code));
    let annees = annees(&service.monde, connecte.qui, d);
    let mut autres: Vec<&Calcul> = Vec::new();
    autres.extend(annees.iter().filter_map(|annee| service.monde.autre_annee(connecte.qui, sur.calcul, *annee)));
    if !autres.iter().any(|c| c.exercice() == sur.calcul.exercice()) {
        autres.push(sur.calcul);
    }
    let mut toutes: Vec<Vue<'_>> = Vec::new();
    for calcul in autres {
        let ligne = declaration::figures(service, connecte, d, calcul).await?;
        toutes.extend(Vue::de(d, calcul, ligne, jour));
    }
    let vue = toutes.iter().find(|v| v.exercice() == sur.calcul.exercice()).ok_or_else(illisible)?;
    let compiles = a_venir(d, &annees);
    let a_venir: Vec<Vue<'_>> = compiles.iter().filter_map(|c| Vue::a_venir(d, c, jour)).collect();
    let (explication, versement) = (sur.explication, sur.versement);
    let fonds = Fonds { vue, toutes: &toutes, a_venir: &a_venir, explication, versement };
    let ici = d.suivis.iter().filter(|suivi| suivi.ecrans.contains(&sur.ecran));
    let mut widgets: Vec<Widget> = ici.filter_map(|suivi| widget(suivi, &fonds)).collect();
    let volets: Vec<VoletDit> = d.volets.iter().map(|v| volet(v, sur.ecran, &fonds)).collect();
    volets::dire_une_fois(&volets, &mut widgets);
    dire_une_fois(&mut widgets);
    let titre_de_detail = d.titre_de_detail.as_ref().and_then(|titre| fonds.remplir(titre));
    Ok(Montre { au: vue.au, widgets, volets, titre_de_detail })
}

async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path(code): Path<String>,
    RawQuery(question): RawQuery,
) -> Result<Response, Refus> {
    let suivi = suivre(&service, &connecte, &code, question.as_deref()).await?;
    let Suivi { d, exercice, annees, au, atteints, sur, widgets, volets, explication, calcul, preremplies } = suivi;
    let (monde, qui) = (&service.monde, connecte.qui);
    let (suite, contrat) = (contrats::suite(monde, qui, calcul), contrats::question(monde, qui, calcul));
    let titre = format!("Suivi\u{a0}: {} — exercice {exercice}{suite}", d.titre_en(exercice));
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(&service, &connecte, format!("/suivi/{}", d.code), titre),
        d,
        exercice,
        au: mots::jour(au),
        autres: autres(monde, qui, calcul, &annees),
        contrats: contrats::choix(monde, qui, calcul, |code| {
            format!("/suivi/{}?exercice={exercice}&contrat={code}", d.code)
        }),
        atteints,
        sur,
        a_confirmer: explication.indicateurs.iter().filter(|i| i.etat == Some("atteint") && a_confirmer(i)).count(),
        tampon: explication.fictif.then_some(TAMPON),
        titre: d.titre_en(exercice),
        change: change_de_nom(d, exercice),
        annonce: d.textes_de_page.iter().find(|t| t.code == "suivi").map_or(d.resume_en(exercice), |t| &t.texte),
        preremplies: preremplies.map(|p| (format!("/declarations/{}/{exercice}", d.code), p.brouillon)),
        sections: volets::sections(&volets, &widgets),
        pdf: format!("/suivi/{}/{exercice}/suivi.pdf{contrat}", d.code),
        manques: manques(d, &explication),
        detail: explication.etat.ne(&Etat::Suivi).then(|| format!("/remunerations/{}/{exercice}{contrat}", d.code)),
    }))
}

/// The sentence of an exercice in which, or just after which, a dispositif changes its name: that of its rules, or the
/// two names.
pub(crate) fn change_de_nom(d: &Dispositif, exercice: i32) -> Option<String> {
    let annees = d.annees();
    let change = [exercice, exercice + 1].into_iter().find(|annee| {
        annees.contains(annee) && annees.contains(&(annee - 1)) && d.titre_en(annee - 1) != d.titre_en(*annee)
    })?;
    let dite = d.textes_de_page.iter().find(|t| t.code == "succession").map(|t| t.texte.clone());
    let (ancien, nouveau) = (d.titre_en(change - 1), d.titre_en(change));
    Some(dite.unwrap_or_else(|| format!("{ancien} devient {nouveau} à partir de l'exercice {change}.")))
}

/// The exercices that can be followed, in their order: those in which the dispositif exists.
fn annees(monde: &Monde, qui: usize, d: &Dispositif) -> Vec<i32> {
    let calculs: Vec<&Calcul> = monde.calculs_de(qui).filter(|c| c.dispositif == d.code).collect();
    let existe = calculs.iter().any(|c| c.existe(d));
    let siens = calculs.iter().filter(|c| !existe || c.existe(d));
    let mut annees: Vec<i32> = siens.map(|c| c.compile.exercice).collect();
    annees.sort_unstable();
    annees.dedup();
    annees.split_off(annees.len().saturating_sub(EXERCICES))
}

/// The exercices of the rules that come after those that were computed: their objectives may be known already.
fn a_venir(d: &Dispositif, annees: &[i32]) -> Vec<Compile> {
    let une_courbe = d.suivis.iter().any(|s| s.type_ == TypeSuivi::CourbeAnnuelle);
    let derniere = annees.last().copied().filter(|_| une_courbe).unwrap_or(i32::MAX);
    let venir = d.annees().into_iter().filter(|annee| *annee > derniere);
    let compiles = venir.filter_map(|annee| d.compiler(annee, &Surcharges::default()).ok());
    compiles.filter(|c| d.indicateurs.is_empty() || c.sorties.indicateurs.iter().any(|s| s.actif)).collect()
}

/// The exercice in progress, or the last one that is known.
fn par_defaut(service: &Service, annees: &[i32]) -> Option<i32> {
    let en_cours = service.exercice_en_cours();
    annees.iter().copied().find(|annee| *annee == en_cours).or(annees.last().copied())
}

/// The other exercices: of the same contract where it has them, else of the most recent one.
fn autres(monde: &Monde, qui: usize, calcul: &Calcul, annees: &[i32]) -> Vec<Lien> {
    let contrat = |annee: i32| {
        let autre = monde.autre_annee(qui, calcul, annee);
        autre.map_or_else(String::new, |autre| contrats::question(monde, qui, autre).replace('?', "&"))
    };
    let lien = |annee: &i32| Lien {
        annee: *annee,
        adresse: format!("/suivi/{}?exercice={annee}{}", calcul.dispositif(), contrat(*annee)),
        ici: *annee == calcul.exercice(),
    };
    annees.iter().rev().map(lien).collect()
}

/// What an indicator lacked is said in its first section only.
fn dire_une_fois(widgets: &mut [Widget]) {
    let mut dits: Vec<Vec<String>> = Vec::new();
    for widget in widgets {
        if dits.contains(&widget.manquait) {
            widget.manquait.clear();
        } else {
            dits.push(widget.manquait.clone());
        }
    }
}

/// How many objectives are reached, out of those that can be judged. A condition that pays nothing and is measured
/// against nothing is no objective, unless there is nothing else to reach.
pub(super) fn objectifs(explication: &Explication) -> (usize, usize) {
    let juges: Vec<&IndicateurExplique> = explication
        .indicateurs
        .iter()
        .filter(|i| i.actif && matches!(i.etat, Some("atteint" | "non_atteint")))
        .collect();
    let condition = |i: &IndicateurExplique| i.roles.contains(&"socle") && i.montant.is_none() && i.objectif.is_none();
    let conditions_seules = juges.iter().all(|i| condition(i));
    let comptes = || juges.iter().filter(|i| conditions_seules || !condition(i));
    (comptes().filter(|i| i.etat == Some("atteint")).count(), comptes().count())
}

fn manques<'e>(d: &Dispositif, explication: &'e Explication) -> Vec<&'e IndicateurExplique> {
    let suivi = |code: &str| {
        let des_suivis = d.suivis.iter().flat_map(|s| sujets(d, s));
        des_suivis.into_iter().any(|s| s == super::figures::Sujet::Indicateur(code))
            || d.volets.iter().any(|v| v.sujets.iter().any(|s| s == code))
    };
    let manque = |i: &&IndicateurExplique| i.actif && i.etat == Some("non_atteint") && !suivi(&i.code);
    explication.indicateurs.iter().filter(manque).collect()
}

#[derive(Template)]
#[template(path = "suivis.html")]
struct Liste<'a> {
    cadre: Cadre,
    lignes: Vec<Resume<'a>>,
}

/// A dispositif in the list.
struct Resume<'a> {
    d: &'a Dispositif,
    titre: &'a str,
    exercice: i32,
    au: String,
    atteints: usize,
    sur: usize,
    /// The first ones, and how many there are beside them.
    suivis: Vec<String>,
    reste: usize,
}

async fn liste(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let (monde, jour) = (&service.monde, service.horloge.jour());
    let mut lignes = Vec::new();
    for d in monde.dispositifs_de(connecte.qui).filter(|d| d.a_un_suivi()) {
        let exercice = par_defaut(&service, &annees(monde, connecte.qui, d));
        let Some((_, calcul)) = exercice.and_then(|exercice| monde.calcul(connecte.qui, &d.code, exercice)) else {
            continue;
        };
        let (ligne, explication) = declaration::figures_expliquees(&service, &connecte, d, calcul).await?;
        lignes.extend(Vue::de(d, calcul, ligne, jour).map(|vue| resume(&vue, &explication)));
    }
    let cadre = Cadre::connecte(&service, &connecte, "/suivi", "Suivi des indicateurs");
    Ok(cadre::html(&Liste { cadre, lignes }))
}

fn resume<'m>(vue: &Vue<'m>, explication: &Explication) -> Resume<'m> {
    let d = vue.dispositif;
    let (atteints, sur) = objectifs(explication);
    let suivis = d.suivis.iter().filter(|s| sujets(d, s).into_iter().any(|x| vue.existe(x)));
    let mut suivis: Vec<String> = suivis.map(|s| s.titre.annoncer(vue.exercice())).collect();
    let reste = suivis.len().saturating_sub(MONTRES);
    suivis.truncate(MONTRES);
    Resume {
        d,
        titre: d.titre_en(vue.exercice()),
        exercice: vue.exercice(),
        au: mots::jour(vue.au),
        atteints,
        sur,
        suivis,
        reste,
    }
}
