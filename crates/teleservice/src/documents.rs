//! Useful documents, generated from the rule folders: what each dispositif asks, counts and pays, when, and who says so.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::formules_en_mots::{Lecteur, valeur_du_parametre};
use crate::mots;
use crate::refus::Refus;
use crate::sessions;
use crate::{Monde, Service, document_utile};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use convention::ecriture::typographier;
use convention::{
    ConfianceDite, Convention, Dispositif, DocumentUtile, ExerciceDeDispositif, Formules, Indicateur, LectureDuTexte,
    Role, Saisie, TypeIndicateur,
};
use formule::Date;

pub(crate) const ROUTES: &[Route] =
    &[Route::get("/documents-utiles", || get(liste)), Route::get("/documents-utiles/{dispositif}", || get(comprendre))];

/// How many named formulas are unfolded under an indicator.
const CALCULS_AU_PLUS: usize = 8;

/// A dispositif in the list.
pub(crate) struct Carte {
    pub(crate) adresse: String,
    pub(crate) titre: String,
    resume: String,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct Liste<'a> {
    cadre: Cadre,
    /// Each with what it offers.
    conventions: Vec<(&'a Convention, Vec<Carte>)>,
}

impl Liste<'_> {
    fn jour(&self, date: &Date) -> String {
        mots::jour(*date)
    }
}

async fn liste(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    let monde = &service.monde;
    // Somebody who looks at a structure sees their convention, and anybody else every one.
    let visiteur = sessions::visiteur(&service, &entetes).await?;
    let sienne = visiteur.and_then(|visiteur| visiteur.connecte(&service)).and_then(|c| monde.convention_de(c.qui));
    let conventions = monde.conventions.iter().filter(|c| sienne.is_none_or(|sienne| sienne.code == c.code));
    Ok(cadre::html(&Liste {
        cadre: Cadre::de_passage(&service, &entetes, "/documents-utiles", "Documents utiles").await?,
        conventions: conventions.map(|convention| (convention, cartes(monde, convention))).collect(),
    }))
}

/// What a convention offers to read: the documents that it chooses, else one per dispositif.
pub(crate) fn cartes(monde: &Monde, convention: &Convention) -> Vec<Carte> {
    let document = |d: &DocumentUtile| Carte {
        adresse: format!("/documents-utiles/{}", d.code),
        titre: typographier(&d.titre),
        resume: titres(monde, convention, &d.dispositifs),
    };
    if !convention.documents.is_empty() {
        return convention.documents.iter().map(document).collect();
    }
    let carte = |d: &Dispositif| Carte {
        adresse: format!("/documents-utiles/{}", d.code),
        titre: format!("Comprendre «\u{a0}{}\u{a0}»", d.titre),
        resume: d.resume.clone(),
    };
    monde.offerts_par(convention).map(carte).collect()
}

/// The dispositifs that a document explains, by their titles.
fn titres(monde: &Monde, convention: &Convention, codes: &[String]) -> String {
    let siens = codes.iter().filter_map(|code| monde.offerts_par(convention).find(|d| d.code == *code));
    siens.map(|d| d.titre.as_str()).collect::<Vec<_>>().join(", ")
}

/// A source, with what of it can be opened.
#[derive(Clone)]
struct SourceMontree {
    titre: String,
    liens: Vec<String>,
}

/// A figure of the rules.
struct Chiffre {
    libelle: String,
    valeur: String,
    source: Option<SourceMontree>,
    confiance: &'static str,
    verifie_le: Option<String>,
}

/// An indicator in words.
struct Fiche {
    libelle: String,
    roles: Vec<&'static str>,
    type_: &'static str,
    nouveau: bool,
    motif: Option<String>,
    aide: Option<String>,
    /// « Objectif », « Montant »…, and the formula in words.
    regles: Vec<(&'static str, String)>,
    /// The named formulas that these count on.
    calculs: Vec<(String, String)>,
    chiffres: Vec<Chiffre>,
    texte: Option<String>,
}

/// Indicators that the rules put together.
struct Groupe {
    titre: String,
    fiches: Vec<Fiche>,
}

/// What happens for an exercice, and when.
struct Calendrier {
    annee: i32,
    saisies: Vec<String>,
    versement: String,
    source: Option<SourceMontree>,
}

#[derive(Template)]
#[template(path = "comprendre.html")]
struct Comprendre<'a> {
    cadre: Cadre,
    d: &'a Dispositif,
    annee: i32,
    introduction: Option<&'a str>,
    texte: Option<String>,
    calendriers: Vec<Calendrier>,
    groupes: Vec<Groupe>,
    lectures: &'a [LectureDuTexte],
    sources: Vec<SourceMontree>,
}

impl Comprendre<'_> {
    fn jour(&self, date: &Date) -> String {
        mots::jour(*date)
    }
}

async fn comprendre(
    State(service): State<Service>,
    Path(code): Path<String>,
    entetes: HeaderMap,
) -> Result<Response, Refus> {
    if let Some(page) = document_utile::page(&service, &entetes, &code).await? {
        return Ok(page);
    }
    let absent = || Refus::absent("Ce document n'existe pas");
    let d = service.monde.dispositif(&code).ok_or_else(absent)?;
    let convention = service.monde.convention_du(d).ok_or_else(absent)?;
    let exercice = exercice_montre(d, service.exercice_en_cours()).ok_or_else(absent)?;
    let annee = exercice.exercice.annee;
    let mut cites = Sources { convention, vues: Vec::new() };
    let groupes = groupes(d, exercice, &mut cites);
    let calendriers = d.exercices.iter().rev().map(|e| calendrier(e, &mut cites)).collect();
    let titre = format!("Comprendre «\u{a0}{}\u{a0}»", d.titre);
    Ok(cadre::html(&Comprendre {
        cadre: Cadre::de_passage(&service, &entetes, "/documents-utiles", convention::ecriture::typographier(&titre))
            .await?,
        d,
        annee,
        introduction: d.textes_de_page.iter().find(|t| t.code == "introduction").map(|t| t.texte.as_str()),
        texte: texte_cite(convention, d.texte.as_deref(), d.article.as_deref()),
        calendriers,
        groupes,
        lectures: &d.lectures,
        sources: cites.vues.iter().filter_map(|code| source(convention, code)).collect(),
    }))
}

/// The exercice that one declares for, or the last one known.
fn exercice_montre(d: &Dispositif, en_cours: i32) -> Option<&ExerciceDeDispositif> {
    d.exercices.iter().find(|e| e.exercice.annee == en_cours).or(d.exercices.last())
}

/// The sources of the convention, and those that a page quoted.
struct Sources<'a> {
    convention: &'a Convention,
    vues: Vec<String>,
}

impl Sources<'_> {
    fn citer(&mut self, code: Option<&str>) -> Option<SourceMontree> {
        let code = code?;
        let trouvee = source(self.convention, code)?;
        if !self.vues.iter().any(|vue| vue == code) {
            self.vues.push(code.to_owned());
        }
        Some(trouvee)
    }
}

fn source(convention: &Convention, code: &str) -> Option<SourceMontree> {
    let source = convention.sources.iter().find(|s| s.code == code)?;
    // An address may be several, or a sentence that says why there is none.
    let adresses = source.adresse.as_deref().unwrap_or_default().split_whitespace();
    let liens = adresses.map(|mot| mot.trim_end_matches([',', ';'])).filter(|mot| est_un_lien(mot));
    Some(SourceMontree { titre: source.titre.clone(), liens: liens.map(str::to_owned).collect() })
}

fn est_un_lien(mot: &str) -> bool {
    mot.starts_with("https://") || mot.starts_with("http://")
}

fn texte_cite(convention: &Convention, texte: Option<&str>, article: Option<&str>) -> Option<String> {
    let texte = convention.textes.iter().find(|t| Some(t.code.as_str()) == texte)?;
    Some(match article {
        Some(article) => format!("{}, {}", texte.titre, explication::article(article)),
        None => texte.titre.clone(),
    })
}

fn groupes(d: &Dispositif, exercice: &ExerciceDeDispositif, sources: &mut Sources<'_>) -> Vec<Groupe> {
    let mut groupes: Vec<Groupe> = Vec::new();
    let mut indicateurs = d.indicateurs_de(exercice.exercice.annee);
    indicateurs.sort_by_key(|(indicateur, _)| d.rang_du_groupe(indicateur.groupe.as_deref()));
    for (indicateur, role) in indicateurs {
        let titre = indicateur.groupe.clone().unwrap_or_else(|| "Indicateurs".to_owned());
        let fiche = fiche(d, exercice, (indicateur, role), sources);
        match groupes.iter_mut().find(|g| g.titre == titre) {
            Some(groupe) => groupe.fiches.push(fiche),
            None => groupes.push(Groupe { titre, fiches: vec![fiche] }),
        }
    }
    groupes
}

fn fiche(
    d: &Dispositif,
    exercice: &ExerciceDeDispositif,
    (indicateur, role): (&Indicateur, &Role),
    sources: &mut Sources<'_>,
) -> Fiche {
    let jour = d.jour_du_droit(exercice);
    let mut lecteur = Lecteur::new(d, jour, &indicateur.portee, &indicateur.code);
    let mut regles = Vec::new();
    let formules: [(_, &Option<Formules>, bool); 5] = [
        ("Ce qui est mesuré", &indicateur.valeur, true),
        ("Objectif", &indicateur.objectif, true),
        ("Atteint quand", &indicateur.atteint, true),
        ("Montant", &indicateur.montant, role.remunere),
        ("Ce qui est retiré", &indicateur.malus, role.malus),
    ];
    for (nom, formules, utile) in formules {
        if let Some(formule) = formules.as_ref().filter(|_| utile).and_then(|f| f.au(jour)) {
            regles.push((nom, lecteur.dire(&formule.texte.valeur)));
        }
    }
    let mut calculs = Vec::new();
    let mut rang = 0;
    while let Some(code) = lecteur.calculs.get(rang).cloned().filter(|_| rang < CALCULS_AU_PLUS) {
        rang += 1;
        let Some(calcul) = d.calculs.iter().find(|c| c.code == code) else { continue };
        if let Some(formule) = calcul.formules.au(jour) {
            lecteur.portee = &calcul.portee;
            calculs.push((calcul.libelle.clone(), lecteur.dire(&formule.texte.valeur)));
        }
    }
    let parametres = lecteur.parametres.iter().filter_map(|code| d.parametre(code));
    let chiffres = parametres.map(|parametre| {
        let provenance = parametre.au(jour).map(|version| &version.provenance);
        Chiffre {
            libelle: parametre.libelle.clone(),
            valeur: valeur_du_parametre(parametre, jour),
            source: sources.citer(provenance.and_then(|p| p.source.as_deref())),
            confiance: provenance.map_or(ConfianceDite::Inconnu, |p| p.confiance).mot(),
            verifie_le: provenance.and_then(|p| p.verifie_le).map(mots::jour),
        }
    });
    let chiffres = chiffres.collect();
    sources.citer(role.provenance.source.as_deref());
    Fiche {
        libelle: indicateur.libelle.clone(),
        roles: mots_du_role(role),
        type_: match indicateur.type_ {
            TypeIndicateur::Automatise => "mesuré par l'Assurance Maladie",
            TypeIndicateur::Declaratif => "déclaré",
            TypeIndicateur::Mixte => "mesuré et déclaré",
        },
        nouveau: indicateur.nouveaute.contains(&exercice.exercice.annee),
        motif: role.motif.clone().filter(|motif| !motif.is_empty()),
        aide: indicateur.aide.clone(),
        regles,
        calculs,
        chiffres,
        texte: texte_cite(sources.convention, indicateur.texte.as_deref(), indicateur.article.as_deref()),
    }
}

fn mots_du_role(role: &Role) -> Vec<&'static str> {
    let mots = [
        (!role.actif, "inactif"),
        (role.socle && !role.socle_neutralise, "socle"),
        (role.socle_neutralise, "socle neutralisé"),
        (role.remunere, "rémunéré"),
        (role.malus, "malus"),
    ];
    mots.into_iter().filter(|(vrai, _)| *vrai).map(|(_, mot)| mot).collect()
}

fn calendrier(exercice: &ExerciceDeDispositif, sources: &mut Sources<'_>) -> Calendrier {
    for saisie in &exercice.saisies {
        sources.citer(saisie.source.as_deref());
    }
    Calendrier {
        annee: exercice.exercice.annee,
        saisies: exercice.saisies.iter().map(dire_une_saisie).collect(),
        versement: exercice
            .versement_au_plus_tard
            .map_or_else(|| "Date non publiée".to_owned(), |date| format!("Au plus tard le {}", mots::jour(date))),
        source: sources.citer(exercice.versement_source.as_deref()),
    }
}

fn dire_une_saisie(saisie: &Saisie) -> String {
    let periode = match (saisie.ouverture.map(mots::jour), saisie.fermeture.map(mots::jour)) {
        (Some(debut), Some(fin)) => format!("du {debut} au {fin}"),
        (Some(debut), None) => format!("depuis le {debut}, fin non publiée"),
        (None, Some(fin)) => format!("jusqu'au {fin}, début non publié"),
        (None, None) => "dates non publiées".to_owned(),
    };
    let quoi = if saisie.prolongation { "Prolongation" } else { "Saisie" };
    let sur = match saisie.confiance {
        ConfianceDite::Officiel => String::new(),
        autre => format!(" ({})", autre.mot()),
    };
    format!("{quoi} {periode}{sur}")
}
