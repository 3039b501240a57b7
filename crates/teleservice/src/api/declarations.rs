//! Declarations: as they stand, field by field, and what their answers are worth.

use super::membre::{Adresse, Ecrit, Membre, abrege, seulement};
use super::probleme::raisons;
use super::{Probleme, Reponse, dire, transmissions, valeurs};
use crate::Service;
use crate::declaration::cartes::a_montrer;
use crate::declaration::dossier::{Dossier, Reponse as ReponseLue};
use crate::declaration::enregistrement;
use crate::declaration::estimation::{Estimation, Poste, estimer};
use crate::declaration::fenetre::Fenetre;
use crate::declaration::indicateurs::{compter, indicateurs};
use crate::declaration::obstacles::{cloture, obstacles};
use crate::declaration::pages::{attestation, nom_de};
use crate::declaration::saisie::{self, Lue};
use crate::horloge::iso;
use crate::sessions::Connecte;
use axum::extract::State;
use convention::ecriture::typographier;
use registre::{ChampDeBrouillon, Enregistrement, Portee};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) async fn liste(State(service): State<Service>, Membre(connecte): Membre) -> Reponse {
    let mut declarations = Vec::new();
    for d in service.monde.dispositifs_de(connecte.qui) {
        for annee in a_montrer(&service, connecte.qui, d) {
            let dossier = Dossier::lire(&service, &connecte.structure, &d.code, &annee.to_string()).await?;
            declarations.push(Value::Object(entete(&service, &dossier).await?));
        }
    }
    dire(&json!({ "declarations": declarations }))
}

/// What a declaration says of itself, with or without its answers.
async fn entete(service: &Service, dossier: &Dossier<'_>) -> Result<Map<String, Value>, Probleme> {
    let compte = compter(dossier);
    let derniere = match &dossier.derniere {
        Some(transmission) => Some(transmissions::recu(service, dossier, transmission).await?),
        None => None,
    };
    let entete = json!({
        "dispositif": dossier.dispositif.code,
        "exercice": dossier.annee,
        "titre": typographier(dossier.dispositif.titre_en(dossier.annee)),
        "structure": dossier.cle.beneficiaire.0,
        "fenetre": fenetre(dossier),
        "indicateurs": { "declares": compte.declares, "total": compte.montres },
        "version": dossier.brouillon.version,
        "en_attente": dossier.en_attente(),
        "derniere_transmission": derniere,
        "adresse": format!("/api/v1/declarations/{}/{}", dossier.dispositif.code, dossier.annee),
    });
    match entete {
        Value::Object(entete) => Ok(entete),
        _ => Ok(Map::new()),
    }
}

fn fenetre(dossier: &Dossier<'_>) -> Value {
    let (etat, ouverture, fermeture, initiale) = match dossier.fenetre {
        Fenetre::Ouverte { fermeture, initiale } => ("ouverte", None, Some(fermeture), initiale),
        Fenetre::AVenir { ouverture } => ("a_venir", Some(ouverture), None, None),
        Fenetre::Close { fermeture } => ("close", None, Some(fermeture), None),
        Fenetre::Inconnue => ("inconnue", None, None, None),
    };
    json!({
        "etat": etat,
        "ouverture": valeurs::date(ouverture),
        "fermeture": valeurs::date(fermeture),
        "fermeture_initiale": valeurs::date(initiale),
    })
}

pub(super) async fn lire(State(service): State<Service>, Membre(connecte): Membre, adresse: Adresse) -> Reponse {
    let dossier = Dossier::lire(&service, &connecte.structure, &adresse.dispositif, &adresse.exercice).await?;
    dire(&declaration(&service, &connecte, &dossier).await?)
}

async fn declaration(service: &Service, connecte: &Connecte, dossier: &Dossier<'_>) -> Result<Value, Probleme> {
    let mut declaration = entete(service, dossier).await?;
    let mut champs = Vec::new();
    for indicateur in indicateurs(dossier) {
        for rang in &indicateur.rangs {
            champs.push(champ(&dossier.reponses[*rang], indicateur.numero));
        }
    }
    let empeche = obstacles(dossier, connecte.portee, true);
    declaration.insert("champs".to_owned(), Value::Array(champs));
    declaration.insert("attestation".to_owned(), json!(attestation(dossier.dispositif)));
    declaration.insert("transmissible".to_owned(), json!(empeche.is_empty()));
    declaration.insert("raisons".to_owned(), raisons(&empeche));
    Ok(Value::Object(declaration))
}

fn champ(reponse: &ReponseLue<'_>, numero: usize) -> Value {
    let entree = reponse.entree;
    let erreur = match &reponse.lue {
        Lue::Fausse(message) => Some(message),
        _ => None,
    };
    let prerempli = reponse.prerempli.as_ref().map(|p| {
        json!({
            "valeur": valeurs::ecrire(entree, &saisie::lire(entree, &p.canonique)),
            "origine": typographier(&p.origine),
        })
    });
    json!({
        "code": entree.code,
        "numero": numero,
        "question": typographier(&reponse.champ.question),
        "nature": valeurs::nature(entree),
        "valeur": valeurs::ecrire(entree, &reponse.lue),
        "ecrit": reponse.lue.canonique().map_or_else(|| reponse.texte.clone(), |c| saisie::dire(entree, c)),
        "erreur": erreur,
        "version": reponse.version(),
        "prerempli": prerempli,
        "modifie": reponse.modifiee(),
        "applicable": reponse.applicable,
    })
}

/// A field that was sent.
struct Envoye {
    code: String,
    /// As the form would hold it.
    tape: String,
    version: i64,
}

/// Reads the fields of a body; nothing is kept when one of them is wrong.
fn envoyes(dossier: &Dossier<'_>, corps: &Map<String, Value>, versions: bool) -> Result<Vec<Envoye>, Probleme> {
    let permis: &[&str] = if versions { &["code", "valeur", "version"] } else { &["code", "valeur"] };
    let recus = match corps.get("champs") {
        Some(Value::Array(recus)) => recus.as_slice(),
        None if !versions => &[],
        _ => return Err(Probleme::invalide("« champs » est une liste.")),
    };
    let (mut lus, mut faux): (Vec<Envoye>, Vec<Value>) = (Vec::new(), Vec::new());
    for recu in recus {
        let Value::Object(recu) = recu else { return Err(Probleme::invalide("Chaque champ est un objet.")) };
        seulement(recu, permis)?;
        let code = recu.get("code").and_then(Value::as_str).unwrap_or_default();
        let mut refuser = |message: &str| {
            faux.push(json!({ "phrase": typographier(message), "champ": abrege(code), "erreur": true }))
        };
        let Some(rang) = dossier.rang(code) else {
            refuser("Cette question n'existe pas.");
            continue;
        };
        if lus.iter().any(|lu| lu.code == code) {
            refuser("Cette question vient deux fois.");
            continue;
        }
        let Some(valeur) = recu.get("valeur") else {
            refuser("« valeur » manque. Envoyez null pour effacer la réponse.");
            continue;
        };
        let version = recu.get("version").and_then(Value::as_i64).or_else(|| (!versions).then_some(0));
        let Some(version) = version else {
            refuser("« version » manque. Envoyez celle que vous avez lue.");
            continue;
        };
        match valeurs::lire(dossier.reponses[rang].entree, valeur) {
            Ok(tape) => lus.push(Envoye { code: code.to_owned(), tape, version }),
            Err(message) => refuser(&message),
        }
    }
    if faux.is_empty() {
        return Ok(lus);
    }
    Err(Probleme::invalide("Des réponses sont à corriger. Rien n'est enregistré.").avec("raisons", Value::Array(faux)))
}

pub(super) async fn ecrire(State(service): State<Service>, adresse: Adresse, ecrit: Ecrit) -> Reponse {
    let connecte = &ecrit.connecte;
    let dossier = Dossier::lire(&service, &connecte.structure, &adresse.dispositif, &adresse.exercice).await?;
    connecte.exiger(Portee::Preparer)?;
    if let Some(refus) = dossier.fenetre.refus() {
        return Err(close(&dossier, refus));
    }
    ecrit.seulement(&["champs"])?;
    let envoyes = envoyes(&dossier, &ecrit.corps, true)?;
    // What is already too old is refused before anything is kept; what becomes so meanwhile is refused field by field.
    let mut conflits: Vec<(&Envoye, ChampDeBrouillon)> = Vec::new();
    for envoye in &envoyes {
        let garde = dossier.rang(&envoye.code).and_then(|rang| dossier.reponses[rang].garde.clone());
        let vieux = |garde: &ChampDeBrouillon| {
            garde.version != envoye.version && garde.valeur.as_deref().unwrap_or_default() != envoye.tape
        };
        conflits.extend(garde.filter(vieux).map(|garde| (envoye, garde)));
    }
    if conflits.is_empty() {
        for envoye in &envoyes {
            let Envoye { code, tape, version } = envoye;
            let issue = enregistrement::ecrire(&service, connecte, &dossier, code, tape, *version).await?;
            if let Enregistrement::Conflit(garde) = issue {
                conflits.push((envoye, garde));
            }
        }
    }
    if !conflits.is_empty() {
        return Err(en_conflit(&service, &dossier, &conflits).await?);
    }
    let apres = Dossier::lire(&service, &connecte.structure, &adresse.dispositif, &adresse.exercice).await?;
    dire(&declaration(&service, connecte, &apres).await?)
}

/// The window is not open: nothing is kept.
pub(super) fn close(dossier: &Dossier<'_>, refus: String) -> Probleme {
    Probleme::conflit(cloture(dossier, refus)).en_faisant("Attendez l'ouverture de la saisie.")
}

/// What somebody else wrote meanwhile.
async fn en_conflit(
    service: &Service,
    dossier: &Dossier<'_>,
    conflits: &[(&Envoye, ChampDeBrouillon)],
) -> Result<Probleme, Probleme> {
    let mut autres = Vec::new();
    for (envoye, garde) in conflits {
        let Some(rang) = dossier.rang(&envoye.code) else { continue };
        let entree = dossier.reponses[rang].entree;
        let lue = saisie::lire(entree, garde.valeur.as_deref().unwrap_or_default());
        autres.push(json!({
            "champ": envoye.code,
            "valeur": valeurs::ecrire(entree, &lue),
            "version": garde.version,
            "par": nom_de(service, &garde.auteur).await?,
            "instant": iso(garde.instant),
        }));
    }
    Ok(Probleme::conflit("Une autre réponse a été enregistrée depuis la version que vous avez lue.")
        .en_faisant("Choisissez la réponse à garder, et renvoyez-la avec la version donnée ici.")
        .avec("conflits", Value::Array(autres)))
}

pub(super) async fn estimation(State(service): State<Service>, adresse: Adresse, ecrit: Ecrit) -> Reponse {
    let connecte = &ecrit.connecte;
    let mut dossier = Dossier::lire(&service, &connecte.structure, &adresse.dispositif, &adresse.exercice).await?;
    ecrit.seulement(&["champs"])?;
    let envoyes = envoyes(&dossier, &ecrit.corps, false)?;
    let tapes: BTreeMap<String, String> = envoyes.into_iter().map(|e| (e.code, e.tape)).collect();
    dossier.saisir(&service, &tapes);
    let calculee = iso(service.horloge.maintenant());
    let (montant, declares, mesures) = match estimer(&service, &dossier) {
        Some(e) => (estime(&e), postes(&e.declares), postes(&e.mesures)),
        None => {
            let raison = "Les règles de cet exercice ne permettent pas encore de calculer.".to_owned();
            (valeurs::montant(None, formule::Etat::Incomplet.mot(), false, &[raison]), json!([]), json!([]))
        }
    };
    dire(&json!({ "montant": montant, "declares": declares, "mesures": mesures, "calculee": calculee }))
}

fn estime(e: &Estimation) -> Value {
    valeurs::montant(e.centimes, e.etat.mot(), e.fictif, &e.reserves)
}

fn postes(postes: &[Poste]) -> Value {
    let un = |p: &Poste| {
        json!({
            "numero": (p.numero > 0).then_some(p.numero),
            "libelle": p.libelle,
            "centimes": p.centimes,
            "ecrit": p.vaut,
            "a_gagner": p.centimes.is_some() && p.mou,
            "socle": p.socle,
        })
    };
    postes.iter().map(un).collect()
}
