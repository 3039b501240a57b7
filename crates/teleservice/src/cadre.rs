//! What every page has around it: header, bar, menu, footer; and the pages of errors.

use crate::Service;
use crate::horloge::heure;
use crate::sessions::{Connecte, Visiteur};
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use registre::Qualite;

/// The frame of a page.
#[derive(Debug)]
pub(crate) struct Cadre {
    /// What the browser shows as the title.
    pub(crate) titre: String,
    pub(crate) origine: String,
    /// Nobody on the entry and on errors.
    pub(crate) qui: Option<Identite>,
    pub(crate) ici: &'static str,
}

#[derive(Debug)]
pub(crate) struct Identite {
    /// The structure.
    pub(crate) nom: String,
    pub(crate) id: String,
    /// Who is looking.
    pub(crate) personne: String,
    pub(crate) delegue: bool,
    pub(crate) profession: String,
    pub(crate) jeton: String,
    pub(crate) plusieurs_structures: bool,
    /// When the session ends if nothing is done, for people and for the script.
    pub(crate) fin: String,
    pub(crate) fin_instant: i64,
    pub(crate) menu: Vec<Lien>,
    pub(crate) dispositifs: Vec<Lien>,
}

#[derive(Debug)]
pub(crate) struct Lien {
    pub(crate) libelle: String,
    pub(crate) adresse: String,
}

/// What the menu offers to everybody who looks at a structure, before the dispositifs.
const RUBRIQUES: &[(&str, &str)] = &[
    ("/tableau-de-bord", "Tableau de bord"),
    ("/suivi", "Suivi des indicateurs"),
    ("/remunerations", "Mes rémunérations"),
];

impl Cadre {
    pub(crate) fn connecte(
        service: &Service,
        connecte: &Connecte,
        ici: &'static str,
        titre: impl Into<String>,
    ) -> Self {
        let monde = &service.monde;
        let beneficiaire = monde.beneficiaires.get(connecte.qui);
        let menu = RUBRIQUES.iter().map(|(adresse, libelle)| Lien::de(*libelle, *adresse));
        // The last computed exercice of each dispositif, in the order of the convention.
        let dispositifs = monde.convention.dispositifs.iter().filter_map(|d| {
            let annees = monde.calculs.iter().filter(|c| c.dispositif == d.code).map(|c| c.compile.exercice);
            let annee = annees.max()?;
            Some(Lien::de(&d.titre, format!("/remunerations/{}/{annee}", d.code)))
        });
        let qui = Identite {
            nom: beneficiaire.map_or_else(String::new, |b| b.nom.clone()),
            id: connecte.structure.0.clone(),
            personne: connecte.personne.nom.clone(),
            delegue: connecte.qualite == Qualite::Delegue,
            profession: monde.convention.profession.clone(),
            jeton: connecte.jeton.clone(),
            plusieurs_structures: connecte.plusieurs_structures,
            fin: heure(connecte.fin),
            fin_instant: connecte.fin.0,
            menu: menu.collect(),
            dispositifs: dispositifs.collect(),
        };
        Self { titre: titre.into(), origine: monde.origine.clone(), qui: Some(qui), ici }
    }

    /// For somebody who has not chosen a structure yet: no menu, but the way out.
    pub(crate) fn visiteur(service: &Service, visiteur: &Visiteur, titre: impl Into<String>) -> Self {
        let qui = Identite {
            nom: String::new(),
            id: String::new(),
            personne: visiteur.personne.nom.clone(),
            delegue: false,
            profession: service.monde.convention.profession.clone(),
            jeton: visiteur.jeton.clone(),
            plusieurs_structures: false,
            fin: heure(visiteur.fin),
            fin_instant: visiteur.fin.0,
            menu: Vec::new(),
            dispositifs: Vec::new(),
        };
        Self { titre: titre.into(), origine: service.monde.origine.clone(), qui: Some(qui), ici: "" }
    }

    pub(crate) fn anonyme(titre: impl Into<String>, origine: &str) -> Self {
        Self { titre: titre.into(), origine: origine.to_owned(), qui: None, ici: "" }
    }
}

impl Lien {
    fn de(libelle: impl Into<String>, adresse: impl Into<String>) -> Self {
        Self { libelle: libelle.into(), adresse: adresse.into() }
    }
}

#[derive(Template)]
#[template(path = "erreur.html")]
struct Erreur<'a> {
    cadre: Cadre,
    message: &'a str,
}

/// A page that says what happened, and where to go.
pub(crate) fn erreur(code: StatusCode, message: &str) -> Response {
    (code, html(&Erreur { cadre: Cadre::anonyme(message, ""), message })).into_response()
}

/// A page, or the sentence that it could not be written.
pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(texte) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], texte).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "La page n'a pas pu être écrite.").into_response(),
    }
}
