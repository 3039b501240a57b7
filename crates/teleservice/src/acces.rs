//! Coming in, choosing a structure, going out. Identity is a choice here; rights are the register's.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::hasard;
use crate::refus::Refus;
use crate::sessions::{self, Visiteur, jeton_de, lire_formulaire, temoin, temoin_ancien, temoin_vide};
use crate::{Service, interets, invitation};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use registre::{Qualite, Secret};

pub(crate) const ROUTES: &[Route] = &[
    Route::get("/", || get(entree)),
    Route::post("/connexion", || post(connexion)),
    Route::post("/deconnexion", || post(deconnexion)),
    Route::get("/structures", || get(structures)),
    Route::post("/structures", || post(choisir)),
];

#[derive(Template)]
#[template(path = "entree.html")]
struct Entree<'a> {
    cadre: Cadre,
    jeton: String,
    groupes: Vec<interets::Groupe>,
    /// « 200 pharmaciens et 200 médecins ».
    total: String,
    refus: Option<&'a Entrant<'a>>,
    /// Where to go once logged in, when it is not the dashboard.
    suite: &'a str,
}

/// Somebody who did not come in: what they typed, to be corrected, and why.
struct Entrant<'a> {
    tape: &'a str,
    raison: &'a str,
}

async fn entree(State(service): State<Service>, entetes: HeaderMap) -> Result<Response, Refus> {
    if sessions::visiteur(&service, &entetes).await?.is_some() {
        return Ok(Redirect::to("/tableau-de-bord").into_response());
    }
    demander_qui(&service, &entetes, "").await
}

/// The entry, for somebody who then goes on to an address.
pub(crate) async fn demander_qui(service: &Service, entetes: &HeaderMap, suite: &str) -> Result<Response, Refus> {
    // Before anybody is known, the cookie only ties the form to this browser; nothing is kept of it.
    let secret = match sessions::secret(entetes) {
        Some(secret) => secret,
        None => hasard::tirer()?,
    };
    let page = porte(service, &secret, None, suite).await?;
    Ok(([(header::SET_COOKIE, temoin(service, &secret))], page).into_response())
}

async fn porte(
    service: &Service,
    secret: &[u8; 32],
    refus: Option<&Entrant<'_>>,
    suite: &str,
) -> Result<Response, Refus> {
    let groupes = interets::proposer(service).await?;
    Ok(cadre::html(&Entree {
        cadre: Cadre::inconnu(service, "Entrer dans la démonstration"),
        jeton: jeton_de(secret),
        groupes,
        total: interets::effectifs(&service.monde),
        refus,
        suite,
    }))
}

async fn connexion(State(service): State<Service>, demande: Request) -> Result<Response, Refus> {
    let Some(ancien) = sessions::secret(demande.headers()) else { return Err(sessions::etranger()) };
    let champs = lire_formulaire(demande, &service, &jeton_de(&ancien)).await?;
    let voulu = champs.lire("personne").unwrap_or_default().trim();
    let tape = voulu;
    // In the demonstration, a structure may be named instead of its titulaire.
    let voulu = match service.registre.personne_lire(voulu).await? {
        Some(personne) => Some(personne.id),
        None => {
            let droits = service.registre.droits_sur(&convention::IdBeneficiaire(voulu.to_owned())).await?;
            droits.into_iter().find(|d| d.qualite == Qualite::Titulaire).map(|d| d.personne)
        }
    };
    let instant = service.horloge.maintenant();
    let suite = champs.lire("suite").and_then(invitation::adresse_permise).unwrap_or_default();
    let Some(personne) = voulu else {
        let raison = "Personne dans la démonstration n'a ce numéro. Vérifiez-le, ou choisissez ci-dessous.";
        let refus = Entrant { tape, raison };
        let page = porte(&service, &ancien, Some(&refus), suite).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let droits = service.registre.droits_de(&personne, instant).await?;
    if droits.is_empty() && suite.is_empty() {
        return Err(Refus::interdit(
            "Vous n'avez de droit sur aucune structure. Demandez à un titulaire de vous inviter",
        ));
    }
    let secret = ouvrir(&service, &ancien, &personne).await?;
    let premiere = droits.first().map(|d| &d.structure);
    let seule = premiere.filter(|premiere| droits.iter().all(|d| d.structure == **premiere));
    if let Some(structure) = seule {
        service.registre.session_choisir(&Secret(secret), &structure.0, instant).await?;
    }
    let suite = match (suite, seule) {
        ("", Some(_)) => "/tableau-de-bord",
        ("", None) => "/structures",
        (suite, _) => suite,
    };
    let mut reponse = ([(header::SET_COOKIE, temoin(&service, &secret))], Redirect::to(suite)).into_response();
    let entetes = reponse.headers_mut();
    if service.registre.session_lire(&Secret(ancien)).await?.is_some()
        && let Ok(temoin) = temoin_ancien(&service, &ancien).parse()
    {
        entetes.append(header::SET_COOKIE, temoin);
    }
    Ok(reponse)
}

/// Opens a session in the place of the one before. A new secret at each login: one that was known before must be
/// worth nothing after. A session that had ended by itself stays known, so that what was typed in it can be taken up
/// again by the same person.
async fn ouvrir(service: &Service, ancien: &[u8; 32], personne: &str) -> Result<[u8; 32], Refus> {
    let (avant, instant) = (Secret(*ancien), service.horloge.maintenant());
    if service.registre.session_lire(&avant).await?.is_some_and(|session| instant < session.fin()) {
        service.registre.session_fermer(&avant).await?;
    }
    let secret = hasard::tirer()?;
    service.registre.session_ouvrir(&Secret(secret), personne, instant).await?;
    Ok(secret)
}

async fn deconnexion(State(service): State<Service>, demande: Request) -> Result<Response, Refus> {
    let Some(secret) = sessions::secret(demande.headers()) else { return Err(sessions::etranger()) };
    lire_formulaire(demande, &service, &jeton_de(&secret)).await?;
    service.registre.session_fermer(&Secret(secret)).await?;
    Ok(([(header::SET_COOKIE, temoin_vide(&service))], Redirect::to("/")).into_response())
}

/// A structure to choose.
struct Choix {
    id: String,
    nom: String,
    adresse: String,
    qualite: &'static str,
    ici: bool,
}

#[derive(Template)]
#[template(path = "structures.html")]
struct Structures {
    cadre: Cadre,
    jeton: String,
    choix: Vec<Choix>,
}

async fn structures(State(service): State<Service>, visiteur: Visiteur) -> Response {
    let choix = visiteur.droits.iter().filter_map(|droit| {
        let beneficiaire = service.monde.beneficiaires.get(service.monde.rang(&droit.structure)?)?;
        Some(Choix {
            id: beneficiaire.id.clone(),
            nom: beneficiaire.nom.clone(),
            adresse: beneficiaire.adresse.join(", "),
            qualite: match droit.qualite {
                Qualite::Titulaire => "Titulaire",
                Qualite::Delegue => "Délégué",
            },
            ici: visiteur.choisi.as_ref().is_some_and(|choisi| choisi.structure == droit.structure),
        })
    });
    let cadre = Cadre::visiteur(&service, &visiteur, "Choisir une structure");
    cadre::html(&Structures { cadre, jeton: visiteur.jeton.clone(), choix: choix.collect() })
}

async fn choisir(State(service): State<Service>, visiteur: Visiteur, demande: Request) -> Result<Response, Refus> {
    let champs = lire_formulaire(demande, &service, &visiteur.jeton).await?;
    let voulue = champs.lire("structure").unwrap_or_default();
    let Some(droit) = visiteur.droits.iter().find(|droit| droit.structure.0 == voulue) else {
        return Err(Refus::absent("Cette structure n'existe pas"));
    };
    let instant = service.horloge.maintenant();
    service.registre.session_choisir(&visiteur.secret, &droit.structure.0, instant).await?;
    Ok(Redirect::to("/tableau-de-bord").into_response())
}
