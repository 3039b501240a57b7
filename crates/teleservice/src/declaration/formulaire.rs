//! The form of a dispositif: what is asked, what is already there, what it is worth, what is left before transmitting.

use super::dossier::{Dossier, Reponse};
use super::estimation::{Estimation, Poste, estimer};
use super::fenetre::Fenetre;
use super::indicateurs::{Compte, Indicateur, compter, indicateurs};
use super::obstacles::{Obstacle, a_completer, cloture, obstacles};
use super::pages::{self, nom_de, texte_de};
use super::saisie::{self, Lue};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::horloge::{heure, jour_de_paris, jour_et_heure};
use crate::mots::Pastille;
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use convention::TypeValeur;
use convention::ecriture::typographier;
use explication::jour;
use registre::{ChampDeBrouillon, Portee};
use std::collections::BTreeMap;

/// What a form says besides its answers, when it is shown again.
#[derive(Debug, Default)]
pub(super) struct Suite {
    /// Fields that somebody else wrote meanwhile, and what they wrote.
    pub(super) conflits: BTreeMap<String, ChampDeBrouillon>,
    /// Was the transmission just refused? The reasons are then said at the top.
    pub(super) refusee: bool,
    pub(super) attestee: bool,
    /// Typed values that are shown but not kept, and why.
    pub(super) non_gardee: Option<&'static str>,
}

/// A field to answer.
#[derive(Template)]
#[template(path = "declaration_champ.html")]
struct ChampDePage {
    code: String,
    question: String,
    genre: Genre,
    texte: String,
    options: Vec<Choix>,
    indication: Option<String>,
    unite: Option<String>,
    erreur: Option<String>,
    aide: Option<String>,
    retour: Option<Retour>,
    conflit: Option<Conflit>,
    lu: String,
    version: i64,
    applicable: bool,
    fige: bool,
    /// Fields whose condition is that this one is answered by oui.
    suite: Vec<ChampDePage>,
    /// The supporting documents of this field.
    bloc: String,
    enregistre: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Genre {
    Choix,
    Chiffre,
    Texte,
}

struct Choix {
    valeur: String,
    libelle: String,
    coche: bool,
}

/// A prefilled value, and the way back to it.
struct Retour {
    dit: String,
    valeur: String,
    origine: String,
    modifie: bool,
}

/// What somebody else wrote in the same field.
struct Conflit {
    dit: String,
    auteur: String,
    quand: String,
}

impl ChampDePage {
    fn un_choix(&self) -> bool {
        self.genre == Genre::Choix
    }

    fn un_chiffre(&self) -> bool {
        self.genre == Genre::Chiffre
    }

    /// What describes the field: its hint, its error, its conflict.
    fn decrit(&self) -> String {
        let mut ids = Vec::new();
        for (present, nom) in [
            (self.indication.is_some(), "indication"),
            (self.erreur.is_some(), "erreur"),
            (self.conflit.is_some(), "conflit"),
        ] {
            if present {
                ids.push(format!("{nom}-{}", self.code));
            }
        }
        ids.join(" ")
    }
}

/// A numbered indicator.
struct Carte {
    numero: usize,
    titre: String,
    applicable: bool,
    champs: Vec<ChampDePage>,
    etiquettes: Etiquettes,
}

/// The pills of an indicator, and what it is worth.
#[derive(Template)]
#[template(path = "declaration_etiquettes.html")]
struct Etiquettes {
    nouveaute: bool,
    pastille: Option<Pastille>,
    poste: Option<Poste>,
}

/// What stands beside the form, and is written again at each answer.
#[derive(Template)]
#[template(path = "declaration_cote.html")]
struct Cote {
    estimation: Option<Estimation>,
    compte: Compte,
    obstacles: Vec<Obstacle>,
    brouillon: Option<String>,
    transmissible: bool,
    /// For the script: what the script moves elsewhere.
    visibles: String,
    etiquettes: Vec<(usize, Etiquettes)>,
}

impl Cote {
    /// The reasons in one paragraph, for the button.
    fn raison(&self) -> String {
        self.obstacles.iter().map(|o| o.phrase.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn seule_attestation(&self) -> bool {
        matches!(self.obstacles.as_slice(), [seul] if seul.ancre.as_deref() == Some("attestation"))
    }
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
    let mut cartes = Vec::new();
    for indicateur in indicateurs(dossier) {
        cartes.push(carte(service, dossier, &indicateur, &suite, modifiable, estimation.as_ref()).await?);
    }
    let empeche = obstacles(dossier, connecte.portee, suite.attestee);
    let completer = a_completer(dossier);
    let erreurs: Vec<Obstacle> = match (suite.refusee, modifiable) {
        (true, _) => empeche.clone(),
        (false, true) => completer.into_iter().filter(|o| o.erreur).collect(),
        (false, false) => Vec::new(),
    };
    let titre = typographier(&d.titre);
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
        titre_des_erreurs: if suite.refusee {
            "Votre déclaration n'est pas transmise"
        } else {
            "Des réponses sont à corriger"
        },
        erreurs,
        non_gardee: suite.non_gardee,
        depot,
        cote: cote(dossier, estimation, empeche, false),
        titre,
        cartes,
    };
    Ok((code, cadre::html(&page)).into_response())
}

/// What stands beside the form, alone, for the script.
pub(super) fn fragment(service: &Service, connecte: &Connecte, dossier: &Dossier<'_>, attestee: bool) -> Response {
    let empeche = obstacles(dossier, connecte.portee, attestee);
    cadre::html(&cote(dossier, estimer(service, dossier), empeche, true))
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
    if dossier.reponses.iter().all(|r| r.champ.piece.is_none()) {
        return None;
    }
    let caisse = service.monde.caisse_de(dossier.qui)?;
    let numero = &connecte.structure.0;
    let objet = format!("Pièces justificatives {} {} - structure {numero}", dossier.dispositif.titre, dossier.annee);
    let corps = format!(
        "Bonjour,\r\n\r\nVeuillez trouver ci-joint des pièces justificatives de la déclaration « {} », exercice {}.\r\n\
         Structure n° {numero}\r\nIndicateur concerné :\r\n",
        dossier.dispositif.titre, dossier.annee
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

async fn carte(
    service: &Service,
    dossier: &Dossier<'_>,
    indicateur: &Indicateur,
    suite: &Suite,
    modifiable: bool,
    estimation: Option<&Estimation>,
) -> Result<Carte, Refus> {
    let mut conflits = BTreeMap::new();
    for (code, garde) in &suite.conflits {
        let entree = dossier.rang(code).map(|rang| dossier.reponses[rang].entree);
        let valeur = garde.valeur.as_deref().unwrap_or_default();
        let lue = entree.map(|entree| saisie::lire(entree, valeur));
        let dit = match (entree, lue.as_ref().and_then(Lue::canonique)) {
            (Some(entree), Some(canonique)) => saisie::dire(entree, canonique),
            _ if valeur.is_empty() => "aucune réponse".to_owned(),
            _ => valeur.to_owned(),
        };
        let auteur = nom_de(service, &garde.auteur).await?;
        conflits.insert(code.clone(), (dit, auteur, jour_et_heure(garde.instant)));
    }
    // From the last to the first: a field takes with it those that depend on it.
    let mut champs: Vec<(usize, ChampDePage)> = Vec::new();
    for rang in indicateur.rangs.iter().rev() {
        let mut champ = champ_de_page(&dossier.reponses[*rang], modifiable, &mut conflits);
        let (siens, autres): (Vec<_>, Vec<_>) =
            champs.into_iter().partition(|(autre, _)| dossier.parent(*autre) == Some(*rang));
        champ.suite = siens.into_iter().map(|(_, champ)| champ).collect();
        champs = autres;
        champs.insert(0, (*rang, champ));
    }
    Ok(Carte {
        numero: indicateur.numero,
        titre: indicateur.titre.clone(),
        applicable: indicateur.applicable(dossier),
        champs: champs.into_iter().map(|(_, champ)| champ).collect(),
        etiquettes: etiquettes(dossier, indicateur, estimation),
    })
}

fn nouveau(dossier: &Dossier<'_>, indicateur: &Indicateur) -> bool {
    indicateur.rangs.iter().any(|rang| dossier.reponses[*rang].champ.nouveaute.contains(&dossier.annee))
}

fn etiquettes(dossier: &Dossier<'_>, indicateur: &Indicateur, estimation: Option<&Estimation>) -> Etiquettes {
    let poste = estimation.and_then(|e| e.declares.iter().find(|poste| poste.numero == indicateur.numero)).cloned();
    Etiquettes { nouveaute: nouveau(dossier, indicateur), pastille: pastille(dossier, indicateur), poste }
}

fn pastille(dossier: &Dossier<'_>, indicateur: &Indicateur) -> Option<Pastille> {
    let poses: Vec<&Reponse<'_>> =
        indicateur.rangs.iter().map(|rang| &dossier.reponses[*rang]).filter(|r| r.applicable).collect();
    let (style, signe, mot) = if poses.iter().any(|r| matches!(r.lue, Lue::Fausse(_))) {
        ("erreur", "✕", "À corriger")
    } else if poses.iter().any(|r| r.lue == Lue::Vide) {
        ("alerte", "!", "Réponse attendue")
    } else if poses.iter().any(|r| r.prerempli.is_some() && r.modifiee()) {
        ("alerte", "✎", "Pré-rempli, modifié")
    } else if poses.iter().all(|r| r.prerempli.is_some()) {
        ("prerempli", "✓", "Pré-rempli")
    } else {
        ("succes", "✓", "Répondu")
    };
    (!poses.is_empty()).then_some(Pastille { style, signe, mot })
}

fn champ_de_page(
    r: &Reponse<'_>,
    modifiable: bool,
    conflits: &mut BTreeMap<String, (String, String, String)>,
) -> ChampDePage {
    let entree = r.entree;
    let genre = match entree.type_ {
        TypeValeur::OuiNon | TypeValeur::Choix(_) => Genre::Choix,
        TypeValeur::Texte => Genre::Texte,
        _ => Genre::Chiffre,
    };
    let option = |valeur: &str, libelle: &str| Choix {
        valeur: valeur.to_owned(),
        libelle: typographier(libelle),
        coche: r.texte == valeur,
    };
    let options = match entree.type_ {
        TypeValeur::OuiNon => vec![option("oui", "Oui"), option("non", "Non")],
        // Beside a free text, they are only suggested.
        _ => entree.choix.iter().map(|choix| option(&choix.code, &choix.libelle)).collect(),
    };
    let modifie = r.modifiee();
    ChampDePage {
        code: entree.code.clone(),
        question: typographier(&r.champ.question),
        genre,
        texte: r.texte.clone(),
        options,
        indication: saisie::indication(entree),
        unite: saisie::unite(entree),
        erreur: match &r.lue {
            Lue::Fausse(message) if r.applicable => Some(message.clone()),
            _ => None,
        },
        aide: r.champ.aide.as_deref().map(typographier),
        retour: r.prerempli.as_ref().map(|p| Retour {
            dit: saisie::dire(entree, &p.canonique),
            valeur: saisie::montrer(entree, &p.canonique),
            origine: p.origine.clone(),
            modifie,
        }),
        conflit: conflits.remove(&entree.code).map(|(dit, auteur, quand)| Conflit { dit, auteur, quand }),
        lu: r.lu.clone(),
        version: r.version(),
        applicable: r.applicable,
        fige: !modifiable,
        suite: Vec::new(),
        bloc: String::new(),
        enregistre: r.garde.as_ref().map(|garde| heure(garde.instant)),
    }
}

fn cote(dossier: &Dossier<'_>, estimation: Option<Estimation>, obstacles: Vec<Obstacle>, pour_le_script: bool) -> Cote {
    let ecrit = dossier.brouillon.champs.values().map(|champ| champ.instant).max();
    let etiquettes = match pour_le_script {
        true => {
            indicateurs(dossier).into_iter().map(|i| (i.numero, etiquettes(dossier, &i, estimation.as_ref()))).collect()
        }
        false => Vec::new(),
    };
    let visibles: Vec<&str> = dossier.applicables().map(|r| r.entree.code.as_str()).collect();
    Cote {
        compte: compter(dossier),
        transmissible: obstacles.is_empty(),
        brouillon: ecrit.filter(|_| dossier.en_attente()).map(jour_et_heure),
        visibles: visibles.join(" "),
        obstacles,
        etiquettes,
        estimation,
    }
}
