//! The form of a dispositif: what is asked, what is already there, what it is worth, what is left before transmitting.

use super::champ_de_page::{ChampDePage, Conflit, champ_de_page};
use super::cote::{Cote, Etiquettes, cote, etiquettes};
use super::dossier::{Dossier, Reponse};
use super::estimation::estimer;
use super::fenetre::Fenetre;
use super::indicateurs::{Indicateur, indicateurs};
use super::obstacles::{Obstacle, a_completer, cloture, obstacles};
use super::pages::{self, nom_de, texte_de};
use super::saisie::{self, Lue};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::horloge::{jour_de_paris, jour_et_heure};
use crate::pieces::{Bloc, PieceRefusee, Pieces};
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use convention::ecriture::typographier;
use explication::jour;
use registre::{ChampDeBrouillon, Portee};
use std::collections::BTreeMap;

/// What a form says besides its answers, when it is shown again.
#[derive(Debug, Default)]
pub(super) struct Suite {
    /// Fields that somebody else wrote meanwhile, and what they wrote.
    pub(super) conflits: BTreeMap<String, ChampDeBrouillon>,
    /// Files that were not kept, each beside its field.
    pub(super) refuses: Vec<PieceRefusee>,
    /// Was the transmission just refused? The reasons are then said at the top.
    pub(super) refusee: bool,
    pub(super) attestee: bool,
    /// Typed values that are shown but not kept, and why.
    pub(super) non_gardee: Option<&'static str>,
}

/// A numbered indicator.
struct Carte {
    numero: usize,
    titre: String,
    applicable: bool,
    champs: Vec<ChampDePage>,
    etiquettes: Etiquettes,
}

/// The caisse that receives documents.
struct Envoi {
    nom: String,
    courriel: String,
    lien: String,
    adresse: String,
}

#[derive(Template)]
#[template(path = "declaration_formulaire.html")]
struct Page {
    cadre: Cadre,
    jeton: String,
    titre: String,
    annee: i32,
    adresse: String,
    periode: String,
    reste: Option<String>,
    prolongation: Option<String>,
    cloture: Option<String>,
    envoi: Option<Envoi>,
    formats: String,
    medicales: String,
    consigne: Option<String>,
    cartes: Vec<Carte>,
    /// The documents that no answer calls for, as HTML.
    autres_pieces: Vec<String>,
    /// Where all of them are, when some are asked.
    pieces: Option<String>,
    attestation: String,
    note: String,
    attestee: bool,
    /// May answers be written?
    modifiable: bool,
    erreurs: Vec<Obstacle>,
    titre_des_erreurs: &'static str,
    non_gardee: Option<&'static str>,
    depot: Option<pages::Depot>,
    cote: Cote,
}

pub(super) async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
) -> Result<Response, Refus> {
    let dossier = Dossier::lire(&service, &connecte.structure, &code, &exercice).await?;
    montrer(&service, &connecte, &dossier, Suite::default(), StatusCode::OK).await
}

/// The form, as its answers stand.
pub(super) async fn montrer(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    suite: Suite,
    code: StatusCode,
) -> Result<Response, Refus> {
    let d = dossier.dispositif;
    let estimation = estimer(service, dossier);
    let modifiable = dossier.fenetre.ouverte() && connecte.portee >= Portee::Preparer;
    let pieces = Pieces::lire(service, connecte, d, dossier.annee).await?;
    let vue = Vue { service, connecte, dossier, suite: &suite, pieces: &pieces, modifiable };
    let mut cartes = Vec::new();
    for indicateur in indicateurs(dossier) {
        let etiquettes = etiquettes(dossier, &indicateur, estimation.as_ref(), &pieces);
        let champs = champs(&vue, &indicateur).await?;
        cartes.push(Carte {
            numero: indicateur.numero,
            titre: indicateur.titre.clone(),
            applicable: indicateur.applicable(dossier),
            champs,
            etiquettes,
        });
    }
    let empeche = obstacles(dossier, connecte.portee, suite.attestee);
    let completer = a_completer(dossier);
    let mut erreurs: Vec<Obstacle> = suite.refuses.iter().map(|refus| non_jointe(&pieces, refus)).collect();
    match (suite.refusee, modifiable) {
        (true, _) => erreurs.extend(empeche.iter().cloned()),
        (false, true) => erreurs.extend(completer.into_iter().filter(|o| o.erreur)),
        (false, false) => {}
    }
    let titre = typographier(d.titre_en(dossier.annee));
    let (periode, reste, prolongation) = periode(dossier);
    let depot = match &dossier.derniere {
        Some(transmission) => Some(pages::depot_de(service, d, dossier.annee, transmission).await?),
        None => None,
    };
    let page = Page {
        cadre: Cadre::connecte(
            service,
            connecte,
            "/declarations",
            format!("Déclarer mes indicateurs\u{a0}: {titre} {}", dossier.annee),
        ),
        jeton: connecte.jeton.clone(),
        annee: dossier.annee,
        adresse: adresse(dossier),
        periode,
        reste,
        prolongation,
        cloture: dossier.fenetre.refus().map(|refus| typographier(&cloture(dossier, refus))),
        envoi: envoi(service, connecte, dossier),
        formats: texte_de(d, "formats_des_pieces").unwrap_or_else(|| FORMATS.to_owned()),
        medicales: texte_de(d, "donnees_medicales").unwrap_or_else(|| MEDICALES.to_owned()),
        consigne: dossier
            .reponses
            .iter()
            .any(|r| r.champ.prefill.is_some())
            .then(|| texte_de(d, "preremplissage").unwrap_or_else(|| PREREMPLISSAGE.to_owned())),
        attestation: pages::attestation(d),
        note: texte_de(d, "attestation_requise").unwrap_or_else(|| ATTESTATION_REQUISE.to_owned()),
        attestee: suite.attestee,
        modifiable,
        titre_des_erreurs: match (suite.refusee, suite.refuses.len()) {
            (true, _) => "Votre déclaration n'est pas transmise",
            (false, 0) => "Des réponses sont à corriger",
            (false, 1) => "Une pièce n'a pas été jointe",
            (false, _) => "Des pièces n'ont pas été jointes",
        },
        autres_pieces: autres_pieces(&vue)?,
        pieces: crate::pieces::adresse(d, dossier.annee).filter(|_| dossier.fenetre.a_commence()),
        erreurs,
        non_gardee: suite.non_gardee,
        depot,
        cote: cote(dossier, estimation, empeche, &pieces, false),
        titre,
        cartes,
    };
    Ok((code, cadre::html(&page)).into_response())
}

/// What stands beside the form, alone, for the script.
pub(super) async fn fragment(
    service: &Service,
    connecte: &Connecte,
    dossier: &Dossier<'_>,
    attestee: bool,
) -> Result<Response, Refus> {
    let pieces = Pieces::lire(service, connecte, dossier.dispositif, dossier.annee).await?;
    let empeche = obstacles(dossier, connecte.portee, attestee);
    Ok(cadre::html(&cote(dossier, estimer(service, dossier), empeche, &pieces, true)))
}

const FORMATS: &str = "Formats acceptés\u{a0}: .pdf, .doc, .docx, .odt, .zip, .7z, .jpeg, .png. Taille maximale\u{a0}: 10\u{a0}Mo par fichier.";
const MEDICALES: &str = "Vous ne devez pas envoyer de document contenant des données médicales. Les pièces justificatives servent uniquement à ce service.";
const PREREMPLISSAGE: &str = "Les réponses pré-remplies peuvent être modifiées. Si tout est pré-rempli et que rien ne change, il n'est pas nécessaire de transmettre.";
const ATTESTATION_REQUISE: &str =
    "Pour transmettre votre déclaration vous devez cocher l'attestation sur l'honneur ci-dessus.";

fn adresse(dossier: &Dossier<'_>) -> String {
    format!("/declarations/{}/{}", dossier.dispositif.code, dossier.annee)
}

fn periode(dossier: &Dossier<'_>) -> (String, Option<String>, Option<String>) {
    match dossier.fenetre {
        Fenetre::Ouverte { fermeture, initiale } => {
            let jours = fermeture.0 - jour_de_paris(dossier.instant).0;
            let reste = match jours {
                0 => "C'est le dernier jour.".to_owned(),
                1 => "Il reste 1 jour.".to_owned(),
                _ => format!("Il reste {jours} jours."),
            };
            let periode = format!("La période de saisie est ouverte jusqu'au {} à 23\u{a0}h\u{a0}59.", jour(fermeture));
            let prolongation = initiale.map(|i| format!("Période prolongée\u{a0}: elle devait finir le {}.", jour(i)));
            (periode, Some(reste), prolongation)
        }
        Fenetre::AVenir { ouverture } => (format!("La période de saisie ouvrira le {}.", jour(ouverture)), None, None),
        Fenetre::Close { fermeture } => {
            (format!("La période de saisie est close depuis le {} à 23\u{a0}h\u{a0}59.", jour(fermeture)), None, None)
        }
        Fenetre::Inconnue => ("La période de saisie n'est pas encore connue.".to_owned(), None, None),
    }
}

/// Where documents go by e-mail and by post; nothing when the form asks for none.
fn envoi(service: &Service, connecte: &Connecte, dossier: &Dossier<'_>) -> Option<Envoi> {
    crate::pieces::adresse(dossier.dispositif, dossier.annee)?;
    let caisse = service.monde.caisse_de(dossier.qui)?;
    let numero = &connecte.structure.0;
    let objet = format!(
        "Pièces justificatives {} {} - structure {numero}",
        dossier.dispositif.titre_en(dossier.annee),
        dossier.annee
    );
    let corps = format!(
        "Bonjour,\r\n\r\nVeuillez trouver ci-joint des pièces justificatives de la déclaration « {} », exercice {}.\r\n\
         Structure n° {numero}\r\nIndicateur concerné :\r\n",
        dossier.dispositif.titre_en(dossier.annee),
        dossier.annee
    );
    Some(Envoi {
        nom: caisse.nom.clone(),
        lien: format!("mailto:{}?subject={}&body={}", caisse.courriel, pour_adresse(&objet), pour_adresse(&corps)),
        courriel: caisse.courriel.clone(),
        adresse: caisse.adresse.join(", "),
    })
}

/// A text as an address may hold it.
fn pour_adresse(texte: &str) -> String {
    let mut ecrit = String::with_capacity(texte.len() * 3);
    for octet in texte.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b'~') {
            ecrit.push(char::from(octet));
        } else {
            ecrit.push_str(&format!("%{octet:02X}"));
        }
    }
    ecrit
}

/// What every field of the form is shown with.
struct Vue<'a> {
    service: &'a Service,
    connecte: &'a Connecte,
    dossier: &'a Dossier<'a>,
    suite: &'a Suite,
    pieces: &'a Pieces<'a>,
    modifiable: bool,
}

/// The fields of an indicator, those that depend on another one inside it.
async fn champs(vue: &Vue<'_>, indicateur: &Indicateur) -> Result<Vec<ChampDePage>, Refus> {
    // From the last to the first: a field takes with it those that depend on it.
    let mut champs: Vec<(usize, ChampDePage)> = Vec::new();
    for rang in indicateur.rangs.iter().rev() {
        let reponse = &vue.dossier.reponses[*rang];
        let code = &reponse.entree.code;
        let conflit = match vue.suite.conflits.get(code) {
            Some(garde) => Some(conflit(vue.service, reponse, garde).await?),
            None => None,
        };
        let mut champ = champ_de_page(reponse, vue.modifiable, conflit);
        if let Some(bloc) = vue.pieces.bloc_de(vue.service, vue.connecte, code) {
            champ.bloc = ecrire(vue, bloc)?;
        }
        let (siens, autres): (Vec<_>, Vec<_>) =
            champs.into_iter().partition(|(autre, _)| vue.dossier.parent(*autre) == Some(*rang));
        champ.suite = siens.into_iter().map(|(_, champ)| champ).collect();
        champs = autres;
        champs.insert(0, (*rang, champ));
    }
    Ok(champs.into_iter().map(|(_, champ)| champ).collect())
}

fn autres_pieces(vue: &Vue<'_>) -> Result<Vec<String>, Refus> {
    vue.pieces.blocs_seuls(vue.service, vue.connecte).into_iter().map(|bloc| ecrire(vue, bloc)).collect()
}

fn ecrire(vue: &Vue<'_>, bloc: Bloc) -> Result<String, Refus> {
    bloc.avec(&vue.suite.refuses).render().map_err(|_| Refus::panne("écrire un bloc de pièces"))
}

/// A file that was not kept, at the top of the form.
fn non_jointe(pieces: &Pieces<'_>, refus: &PieceRefusee) -> Obstacle {
    let PieceRefusee { demande, nom, raison } = refus;
    Obstacle {
        phrase: typographier(&format!("{}, « {nom} » n'a pas été joint : {raison}", pieces.titre(demande))),
        ancre: Some(format!("piece-{demande}")),
        erreur: true,
    }
}

/// What somebody else wrote, in words.
async fn conflit(service: &Service, reponse: &Reponse<'_>, garde: &ChampDeBrouillon) -> Result<Conflit, Refus> {
    let valeur = garde.valeur.as_deref().unwrap_or_default();
    let dit = match saisie::lire(reponse.entree, valeur) {
        Lue::Juste { canonique, .. } => saisie::dire(reponse.entree, &canonique),
        Lue::Vide => "aucune réponse".to_owned(),
        Lue::Fausse(_) => valeur.to_owned(),
    };
    Ok(Conflit { dit, auteur: nom_de(service, &garde.auteur).await?, quand: jour_et_heure(garde.instant) })
}
