//! What every page has around it: header, bar, menu, footer; and the pages of errors.

use crate::Service;
use crate::horloge::heure;
use crate::refus::Refus;
use crate::sessions::{self, Connecte, Identifie, Visiteur};
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use registre::{Instant, Personne, Qualite};

/// The frame of a page.
#[derive(Debug)]
pub(crate) struct Cadre {
    /// What the browser shows as the title.
    pub(crate) titre: String,
    pub(crate) origine: String,
    /// Nobody on the entry and on errors.
    pub(crate) qui: Option<Identite>,
    pub(crate) ici: &'static str,
    /// What the footer says of accessibility; nothing where the texts are out of reach.
    pub(crate) conformite: String,
}

#[derive(Debug)]
pub(crate) struct Identite {
    /// The structure.
    pub(crate) nom: String,
    pub(crate) id: String,
    /// Who is looking.
    pub(crate) personne: String,
    /// What the person who is paid is, in words; nothing for a structure.
    pub(crate) precision: Option<String>,
    pub(crate) delegue: bool,
    pub(crate) profession: String,
    pub(crate) jeton: String,
    pub(crate) plusieurs_structures: bool,
    /// When the session ends if nothing is done, for people and for the script.
    pub(crate) fin: String,
    pub(crate) fin_instant: i64,
    /// Seconds until then, and until the end that nothing prolongs: the browser's clock is not ours.
    pub(crate) reste: i64,
    pub(crate) limite: i64,
    pub(crate) menu: Vec<Lien>,
    pub(crate) dispositifs: Vec<Lien>,
}

#[derive(Debug)]
pub(crate) struct Lien {
    pub(crate) libelle: String,
    pub(crate) adresse: String,
}

/// What the menu offers to everybody who looks at a structure, before the dispositifs.
pub(crate) const RUBRIQUES: &[(&str, &str)] = &[
    ("/tableau-de-bord", "Tableau de bord"),
    ("/declarations", "Déclarer mes indicateurs"),
    ("/suivi", "Suivi des indicateurs"),
    ("/remunerations", "Mes rémunérations"),
    ("/depots", "Mes dépôts"),
    ("/documents-utiles", "Documents utiles"),
    ("/compte", "Mon compte"),
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
        let dispositifs = monde.dispositifs_de(connecte.qui).filter_map(|d| {
            let annees = monde.calculs_de(connecte.qui).filter(|c| c.dispositif == d.code).map(|c| c.compile.exercice);
            let annee = annees.max()?;
            Some(Lien::de(&d.titre, format!("/remunerations/{}/{annee}", d.code)))
        });
        let qui = Identite {
            nom: beneficiaire.map_or_else(String::new, |b| b.nom.clone()),
            id: connecte.structure.0.clone(),
            personne: connecte.personne.nom.clone(),
            precision: beneficiaire.and_then(|b| b.precision.clone()),
            delegue: connecte.qualite == Qualite::Delegue,
            profession: monde.profession_de(connecte.qui).to_owned(),
            jeton: connecte.jeton.clone(),
            plusieurs_structures: connecte.plusieurs_structures,
            fin: heure(connecte.fin),
            fin_instant: connecte.fin.0,
            reste: secondes(service, connecte.fin),
            limite: secondes(service, connecte.limite),
            menu: menu.collect(),
            dispositifs: dispositifs.collect(),
        };
        let conformite = service.textes.conformite();
        Self { titre: titre.into(), origine: monde.origine.clone(), qui: Some(qui), ici, conformite }
    }

    /// For somebody who has not chosen a structure yet: no menu, but the way out.
    pub(crate) fn visiteur(service: &Service, visiteur: &Visiteur, titre: impl Into<String>) -> Self {
        Self::sans_structure(service, &visiteur.personne, &visiteur.jeton, (visiteur.fin, visiteur.limite), titre)
    }

    /// For somebody of whom only the name is known.
    pub(crate) fn identifie(service: &Service, qui: &Identifie, titre: impl Into<String>) -> Self {
        Self::sans_structure(service, &qui.personne, &qui.jeton, (qui.fin, qui.limite), titre)
    }

    fn sans_structure(
        service: &Service,
        personne: &Personne,
        jeton: &str,
        (fin, limite): (Instant, Instant),
        titre: impl Into<String>,
    ) -> Self {
        let qui = Identite {
            nom: String::new(),
            id: String::new(),
            personne: personne.nom.clone(),
            precision: None,
            delegue: false,
            profession: String::new(),
            jeton: jeton.to_owned(),
            plusieurs_structures: false,
            fin: heure(fin),
            fin_instant: fin.0,
            reste: secondes(service, fin),
            limite: secondes(service, limite),
            menu: Vec::new(),
            dispositifs: Vec::new(),
        };
        let conformite = service.textes.conformite();
        Self { titre: titre.into(), origine: service.monde.origine.clone(), qui: Some(qui), ici: "", conformite }
    }

    /// The name of whoever is looking.
    pub(crate) fn personne(&self) -> &str {
        self.qui.as_ref().map_or("", |qui| qui.personne.as_str())
    }

    /// For a page that anybody may read: with the menu for whoever is logged in.
    pub(crate) async fn de_passage(
        service: &Service,
        entetes: &HeaderMap,
        ici: &'static str,
        titre: impl Into<String>,
    ) -> Result<Self, Refus> {
        let Some(visiteur) = sessions::visiteur(service, entetes).await? else {
            return Ok(Self::inconnu(service, titre));
        };
        Ok(match visiteur.connecte(service) {
            Some(connecte) => Self::connecte(service, &connecte, ici, titre),
            None => Self::visiteur(service, &visiteur, titre),
        })
    }

    /// For nobody known.
    pub(crate) fn inconnu(service: &Service, titre: impl Into<String>) -> Self {
        Self { conformite: service.textes.conformite(), ..Self::anonyme(titre, &service.monde.origine) }
    }

    pub(crate) fn anonyme(titre: impl Into<String>, origine: &str) -> Self {
        let conformite = String::new();
        Self { titre: titre.into(), origine: origine.to_owned(), qui: None, ici: "", conformite }
    }
}

/// How many seconds are left until a moment.
fn secondes(service: &Service, fin: Instant) -> i64 {
    ((fin.0 - service.horloge.maintenant().0) / 1000).max(0)
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
