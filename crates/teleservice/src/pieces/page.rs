//! « Mes pièces »: every piece of a declaration, and the acts on them.

use super::bloc::{Bloc, PieceMontree, Pieces, retirable, transmise};
use super::debit::congedier;
use super::demandes::trouver;
use super::depot::{self, Destination};
use super::envoi::{self, PieceRefusee, hors_du_moteur};
use super::formats::Format;
use super::{analyse, nom, suivre};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::declaration::{Fenetre, champs_numerotes, garder_saisies, montrer_saisies};
use crate::horloge::jour_et_heure;
use crate::refus::Refus;
use crate::sessions::{self, Connecte, Formulaire};
use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use convention::Dispositif;
use registre::{EtatDePiece, Piece, Portee};

#[derive(Template)]
#[template(path = "pieces_page.html")]
struct Page<'a> {
    cadre: Cadre,
    jeton: &'a str,
    titre: &'a str,
    exercice: i32,
    declaration: String,
    /// Does this declaration have a form too?
    formulaire: bool,
    blocs: Vec<Bloc>,
    refus: usize,
    retirees: Vec<PieceMontree>,
    caisse: Option<&'a crate::Caisse>,
}

pub(crate) async fn montrer(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
) -> Result<Response, Refus> {
    let (d, exercice) = trouver(&service, connecte.qui, &code, &exercice).ok_or_else(absente)?;
    dessiner(&service, &connecte, (d, exercice), &[]).await
}

async fn dessiner(
    service: &Service,
    connecte: &Connecte,
    (d, exercice): (&Dispositif, i32),
    refuses: &[PieceRefusee],
) -> Result<Response, Refus> {
    let pieces = Pieces::lire(service, connecte, d, exercice).await?;
    let titre = format!("Pièces justificatives\u{a0}: {}, exercice {exercice}", d.titre);
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(service, connecte, "/declarations", titre),
        jeton: &connecte.jeton,
        titre: &d.titre,
        exercice,
        declaration: format!("/declarations/{}/{exercice}", d.code),
        formulaire: !champs_numerotes(d, exercice).is_empty(),
        blocs: pieces.blocs(service, connecte, "").into_iter().map(|bloc| bloc.avec(refuses)).collect(),
        refus: refuses.len(),
        retirees: pieces.retirees(),
        caisse: service.monde.caisse_de(connecte.qui),
    }))
}

/// The header by which the script asks for the blocks alone.
const FRAGMENT: &str = "x-fragment";

pub(crate) async fn recevoir(
    State(service): State<Service>,
    Path((code, exercice)): Path<(String, String)>,
    demande: Request,
) -> Result<Response, Refus> {
    let entetes = demande.headers().clone();
    let Some(visiteur) = sessions::visiteur(&service, &entetes).await? else {
        congedier(demande);
        return Err(sessions::etranger());
    };
    let (fragment, retour) = (demande.headers().contains_key(FRAGMENT), Retour::de(demande.uri()));
    // A form sent whole holds answers, to be shown again even when it comes too late.
    let du_formulaire = !fragment && retour == Retour::Declaration;
    let ouvert = envoi::ouvrir(&service, demande).await?;
    let connecte = match visiteur.du_formulaire(&service, &ouvert.jeton) {
        Ok(Some(connecte)) => connecte,
        Ok(None) => return Err(ouvert.refuser(sessions::etranger())),
        Err(refus) => return Err(ouvert.refuser(refus)),
    };
    let trouvee = connecte.exiger(Portee::Preparer).and_then(|()| {
        let (d, exercice) = trouver(&service, connecte.qui, &code, &exercice).ok_or_else(absente)?;
        if du_formulaire || ouverte(&service, d, exercice) { Ok((d, exercice)) } else { Err(fermee()) }
    });
    let (d, exercice) = match trouvee {
        Ok(trouvee) => trouvee,
        Err(refus) => return Err(ouvert.refuser(refus)),
    };
    visiteur.rester_sur(&service, &connecte, &entetes).await?;
    let ou = Destination::de(&connecte, d, exercice);
    let envoi = ouvert.lire(&service, &ou.demandes).await?;
    let champs = envoi.champs.clone();
    let saisies = match du_formulaire {
        true => Some(garder_saisies(&service, &connecte, (d, exercice), &champs).await?),
        // The window may have closed while it arrived.
        false if !ouverte(&service, d, exercice) => return Err(fermee()),
        false => None,
    };
    let touchees: Vec<String> = envoi.recus.iter().map(|r| r.demande.clone()).collect();
    let refuses = depot::deposer(&service, &ou, envoi).await?;
    suivre(&service, &ou.cle, &ou.auteur).await?;
    if let Some(saisies) = saisies {
        let montre = montrer_saisies(&service, &connecte, saisies, &champs, refuses).await?;
        return Ok(montre.unwrap_or_else(|| retour.aller(d, exercice, touchees.first().map(String::as_str))));
    }
    let code = if refuses.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if fragment {
        let pieces = Pieces::lire(&service, &connecte, d, exercice).await?;
        let blocs = pieces.blocs(&service, &connecte, retour.suffixe());
        let textes: Result<Vec<String>, _> = blocs.into_iter().map(|bloc| bloc.avec(&refuses).render()).collect();
        let textes = textes.map_err(|_| Refus::panne("écrire les blocs de pièces"))?;
        return Ok((code, Html(textes.concat())).into_response());
    }
    if refuses.is_empty() {
        return Ok(retour.aller(d, exercice, touchees.first().map(String::as_str)));
    }
    Ok((code, dessiner(&service, &connecte, (d, exercice), &refuses).await?).into_response())
}

pub(crate) async fn reprendre(
    State(service): State<Service>,
    Path((code, exercice)): Path<(String, String)>,
    uri: Uri,
    Formulaire { connecte, champs }: Formulaire,
) -> Result<Response, Refus> {
    connecte.exiger(Portee::Preparer)?;
    let (d, exercice) = trouver(&service, connecte.qui, &code, &exercice).ok_or_else(absente)?;
    let retour = Retour::de(&uri);
    let saisies = match retour {
        Retour::Declaration => Some(garder_saisies(&service, &connecte, (d, exercice), &champs).await?),
        Retour::Pieces if !ouverte(&service, d, exercice) => return Err(fermee()),
        Retour::Pieces => None,
    };
    // The button says for which answer, and which piece.
    let Some((code, id)) = champs.lire("reutiliser").and_then(|valeur| valeur.split_once(' ')) else {
        return Err(Refus::absent("Cette pièce n'existe pas"));
    };
    let ou = Destination::de(&connecte, d, exercice);
    depot::reprendre(&service, &ou, code, id).await?;
    suivre(&service, &ou.cle, &ou.auteur).await?;
    let montre = match saisies {
        Some(saisies) => montrer_saisies(&service, &connecte, saisies, &champs, Vec::new()).await?,
        None => None,
    };
    Ok(montre.unwrap_or_else(|| retour.aller(d, exercice, Some(code))))
}

pub(crate) async fn retirer(
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    Formulaire { connecte, champs }: Formulaire,
) -> Result<Response, Refus> {
    let piece = sienne(&service, &connecte, &id).await?;
    connecte.exiger(Portee::Preparer)?;
    let trouvee = trouver(&service, connecte.qui, &piece.cle.dispositif, &piece.cle.exercice);
    let (d, exercice) = trouvee.ok_or_else(absente)?;
    let retour = Retour::de(&uri);
    let tape = retour == Retour::Declaration && champs.0.iter().any(|(nom, _)| nom.starts_with("champ."));
    let saisies = match tape && ouverte(&service, d, exercice) {
        true => Some(garder_saisies(&service, &connecte, (d, exercice), &champs).await?),
        false => None,
    };
    let derniere = service.registre.transmission_retenue(&piece.cle).await?.map(|envoi| envoi.recu.instant);
    if let Some(instant) = derniere.filter(|_| transmise(&piece, derniere)) {
        return Err(Refus::invalide(format!(
            "Cette pièce a été transmise avec votre déclaration le {}\u{a0}: elle ne peut plus être retirée. Pour la remplacer, joignez-en une autre",
            jour_et_heure(instant)
        )));
    }
    if !retirable(&piece, false) {
        return Err(Refus::invalide("Votre caisse a déjà décidé de cette pièce\u{a0}: elle ne peut plus être retirée"));
    }
    depot::retirer(&service, &piece, &connecte.personne.id).await?;
    // What nobody transmitted may go at any time. Once the window is closed, the answers typed are shown, not kept.
    let saisies = match saisies {
        None if tape => Some(garder_saisies(&service, &connecte, (d, exercice), &champs).await?),
        saisies => saisies,
    };
    let montre = match saisies {
        Some(saisies) => montrer_saisies(&service, &connecte, saisies, &champs, Vec::new()).await?,
        None => None,
    };
    Ok(montre.unwrap_or_else(|| retour.aller(d, exercice, piece.indicateurs.first().map(String::as_str))))
}

pub(crate) async fn telecharger(
    State(service): State<Service>,
    connecte: Connecte,
    Path(id): Path<String>,
) -> Result<Response, Refus> {
    let piece = sienne(&service, &connecte, &id).await?;
    let infectee =
        piece.etat() == EtatDePiece::Refusee && piece.etapes.last().is_some_and(|e| e.auteur == analyse::AUTEUR);
    match piece.etat() {
        EtatDePiece::Retiree => return Err(inconnue()),
        EtatDePiece::EnAnalyse => {
            return Err(Refus::invalide("L'antivirus lit encore cette pièce. Réessayez dans une minute"));
        }
        _ if infectee => {
            return Err(Refus::invalide(
                "Cette pièce contient un programme dangereux\u{a0}: elle ne peut pas être ouverte",
            ));
        }
        _ => {}
    }
    let (coffre, empreinte) = (service.coffre.clone(), piece.empreinte.clone());
    let contenu = hors_du_moteur(move || coffre.lire(&empreinte)).await?;
    let genre = Format::du_nom(&piece.nom).map_or("application/octet-stream", |format| format.genre);
    let entetes = [
        (header::CONTENT_TYPE, genre.to_owned()),
        (header::CONTENT_DISPOSITION, nom::disposition(&piece.nom)),
        // What somebody sent is shown by their own software, never as a page of ours.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((entetes, contenu).into_response())
}

/// May something be added at this very moment?
fn ouverte(service: &Service, d: &Dispositif, exercice: i32) -> bool {
    Fenetre::en(d, exercice, service.horloge.maintenant()).ouverte()
}

/// A piece of the structure that somebody is looking at; those of others do not exist.
async fn sienne(service: &Service, connecte: &Connecte, id: &str) -> Result<Piece, Refus> {
    let piece = service.registre.piece_lire(id).await?;
    piece.filter(|piece| piece.cle.beneficiaire == connecte.structure).ok_or_else(inconnue)
}

fn absente() -> Refus {
    Refus::absent("Cette déclaration n'existe pas, ou ne demande aucune pièce")
}

fn inconnue() -> Refus {
    Refus::absent("Cette pièce n'existe pas")
}

fn fermee() -> Refus {
    Refus::invalide(
        "La saisie n'est pas ouverte\u{a0}: aucune pièce ne peut être ajoutée. Envoyez-la à votre caisse par courriel ou par courrier",
    )
}

/// The page that sent, to which one comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retour {
    Pieces,
    Declaration,
}

impl Retour {
    fn de(uri: &Uri) -> Self {
        let dit = uri.query().unwrap_or_default().split('&').any(|mot| mot == "retour=declaration");
        if dit { Self::Declaration } else { Self::Pieces }
    }

    fn suffixe(self) -> &'static str {
        match self {
            Self::Pieces => "",
            Self::Declaration => "?retour=declaration",
        }
    }

    fn aller(self, d: &Dispositif, exercice: i32, code: Option<&str>) -> Response {
        let page = match self {
            Self::Pieces => "/pieces",
            Self::Declaration => "",
        };
        let ancre = code.map_or_else(String::new, |code| format!("#pieces-{code}"));
        Redirect::to(&format!("/declarations/{}/{exercice}{page}{ancre}", d.code)).into_response()
    }
}
