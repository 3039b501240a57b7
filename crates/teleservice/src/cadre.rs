//! What every page has around it: header, bar, menu, footer; and the pages of errors.

use crate::Service;
use crate::horloge::heure;
use crate::menu;
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
    /// The address of the page, or of the heading that it stands under.
    pub(crate) ici: String,
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
    pub(crate) rubrique: Option<String>,
    pub(crate) jeton: String,
    pub(crate) plusieurs_structures: bool,
    /// When the session ends if nothing is done, for people and for the script.
    pub(crate) fin: String,
    pub(crate) fin_instant: i64,
    /// Seconds until then, and until the end that nothing prolongs: the browser's clock is not ours.
    pub(crate) reste: i64,
    pub(crate) limite: i64,
    pub(crate) menu: Vec<Lien>,
    /// What the menu lists apart, when the convention does not choose its order.
    pub(crate) dispositifs: Vec<Lien>,
}

#[derive(Debug)]
pub(crate) struct Lien {
    pub(crate) libelle: String,
    pub(crate) adresse: String,
}

impl Cadre {
    /// How the portal calls the heading under which the pages of the convention stand.
    pub(crate) fn rubrique(&self) -> &str {
        self.qui.as_ref().and_then(|qui| qui.rubrique.as_deref()).unwrap_or("Ma Convention")
    }

    pub(crate) fn connecte(
        service: &Service,
        connecte: &Connecte,
        ici: impl Into<String>,
        titre: impl Into<String>,
    ) -> Self {
        let monde = &service.monde;
        let beneficiaire = monde.beneficiaires.get(connecte.qui);
        let menu::Menu { menu, dispositifs } = menu::de(monde, connecte.qui);
        let qui = Identite {
            nom: beneficiaire.map_or_else(String::new, |b| b.nom.clone()),
            id: connecte.structure.0.clone(),
            personne: connecte.personne.nom.clone(),
            precision: monde.precision_de(connecte.qui).map(str::to_owned),
            delegue: connecte.qualite == Qualite::Delegue,
            profession: monde.profession_de(connecte.qui).to_owned(),
            rubrique: monde.convention_de(connecte.qui).and_then(|convention| convention.rubrique.clone()),
            jeton: connecte.jeton.clone(),
            plusieurs_structures: connecte.plusieurs_structures,
            fin: heure(connecte.fin),
            fin_instant: connecte.fin.0,
            reste: secondes(service, connecte.fin),
            limite: secondes(service, connecte.limite),
            menu,
            dispositifs,
        };
        let conformite = service.textes.conformite();
        Self { titre: titre.into(), origine: monde.origine.clone(), qui: Some(qui), ici: ici.into(), conformite }
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
            rubrique: None,
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
        Self {
            titre: titre.into(),
            origine: service.monde.origine.clone(),
            qui: Some(qui),
            ici: String::new(),
            conformite,
        }
    }

    /// Is the page under this link?
    pub(crate) fn sous(&self, lien: &Lien) -> bool {
        let dessous = self.ici.strip_prefix(lien.adresse.as_str());
        let autre = || self.qui.iter().flat_map(|qui| &qui.menu).any(|autre| autre.adresse == self.ici);
        dessous.is_some_and(|reste| reste.is_empty() || (reste.starts_with('/') && !autre()))
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
        Self { titre: titre.into(), origine: origine.to_owned(), qui: None, ici: String::new(), conformite }
    }
}

/// How many seconds are left until a moment.
fn secondes(service: &Service, fin: Instant) -> i64 {
    ((fin.0 - service.horloge.maintenant().0) / 1000).max(0)
}

impl Lien {
    pub(crate) fn de(libelle: impl Into<String>, adresse: impl Into<String>) -> Self {
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
