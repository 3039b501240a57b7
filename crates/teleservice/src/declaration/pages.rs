//! What several pages of declarations show: answers in words, people by their names, deposits.

use super::dossier::{Dossier, champs_numerotes};
use super::indicateurs::indicateurs;
use super::{ATTESTATION, saisie};
use crate::Service;
use crate::horloge::jour_et_heure;
use crate::pieces::Jointe;
use crate::refus::Refus;
use convention::Dispositif;
use convention::ecriture::typographier;
use registre::Transmission;
use std::collections::BTreeMap;

/// An answer in words.
#[derive(Debug)]
pub(crate) struct Dite {
    pub(crate) code: String,
    pub(crate) numero: Option<usize>,
    pub(crate) titre: String,
    pub(crate) question: String,
    pub(crate) reponse: String,
    pub(crate) origine: Option<String>,
    /// What was sent to support it.
    pub(crate) jointe: Jointe,
}

/// The answers of a form that apply, in its order.
pub(crate) fn dites(dossier: &Dossier<'_>) -> Vec<Dite> {
    let mut dites = Vec::new();
    for indicateur in indicateurs(dossier) {
        for rang in indicateur.rangs {
            let r = &dossier.reponses[rang];
            if !r.applicable {
                continue;
            }
            let premiere = dites.last().and_then(|d: &Dite| d.numero) != Some(indicateur.numero);
            dites.push(Dite {
                code: r.entree.code.clone(),
                numero: Some(indicateur.numero),
                titre: if premiere { indicateur.titre.clone() } else { titre_de(r.champ, &r.entree.libelle) },
                question: typographier(&r.champ.question),
                reponse: r.lue.canonique().map_or_else(|| r.texte.clone(), |c| saisie::dire(r.entree, c)),
                origine: r.prerempli.as_ref().filter(|_| !r.modifiee()).map(|p| p.origine.clone()),
                jointe: Jointe::default(),
            });
        }
    }
    dites
}

fn titre_de(champ: &convention::Champ, libelle: &str) -> String {
    typographier(champ.titre.as_deref().unwrap_or(libelle))
}

/// The answers of a transmission, in the order of the form; what the rules no longer ask stands at the end.
pub(crate) fn transmises(dispositif: &Dispositif, annee: i32, reponses: &BTreeMap<String, String>) -> Vec<Dite> {
    let champs = champs_numerotes(dispositif, annee);
    let mut dites: Vec<Dite> = Vec::new();
    for (numero, entree, champ) in &champs {
        if let Some(reponse) = reponses.get(&entree.code) {
            dites.push(Dite {
                code: entree.code.clone(),
                numero: Some(*numero),
                titre: titre_de(champ, &entree.libelle),
                question: typographier(&champ.question),
                reponse: saisie::dire(entree, reponse),
                origine: None,
                jointe: Jointe::default(),
            });
        }
    }
    let connus = |code: &str| code == ATTESTATION || champs.iter().any(|(_, entree, _)| entree.code == code);
    for (code, reponse) in reponses.iter().filter(|(code, _)| !connus(code)) {
        dites.push(Dite {
            code: code.clone(),
            numero: None,
            titre: code.clone(),
            question: "Cette question n'est plus posée.".to_owned(),
            reponse: reponse.clone(),
            origine: None,
            jointe: Jointe::default(),
        });
    }
    dites
}

/// A transmission in a list.
#[derive(Debug)]
pub(crate) struct Depot {
    pub(crate) titre: String,
    pub(crate) annee: i32,
    pub(crate) numero: i64,
    pub(crate) quand: String,
    pub(crate) par: String,
    pub(crate) empreinte: String,
    pub(crate) adresse: String,
    pub(crate) instant: i64,
}

pub(crate) async fn depot_de(
    service: &Service,
    dispositif: &Dispositif,
    annee: i32,
    transmission: &Transmission,
) -> Result<Depot, Refus> {
    let recu = &transmission.recu;
    Ok(Depot {
        titre: typographier(dispositif.titre_en(annee)),
        annee,
        numero: recu.numero,
        quand: jour_et_heure(recu.instant),
        par: nom_de(service, &transmission.auteur).await?,
        empreinte: recu.empreinte.clone(),
        adresse: format!("/depots/{}/{annee}/{}", dispositif.code, recu.numero),
        instant: recu.instant.0,
    })
}

/// Who somebody is, for the people who share a structure.
pub(crate) async fn nom_de(service: &Service, personne: &str) -> Result<String, Refus> {
    let personne = service.registre.personne_lire(personne).await?;
    Ok(personne.map_or_else(|| "une autre personne".to_owned(), |p| p.nom))
}

/// A text that the rules of a dispositif give for a page.
pub(crate) fn texte_de(dispositif: &Dispositif, code: &str) -> Option<String> {
    dispositif.textes_de_page.iter().find(|t| t.code == code).map(|t| typographier(&t.texte))
}

/// What is sworn before a transmission.
pub(crate) fn attestation(dispositif: &Dispositif) -> String {
    texte_de(dispositif, "attestation_sur_l_honneur").unwrap_or_else(|| {
        typographier(&format!(
            "Je déclare avoir satisfait à l'ensemble des conditions conventionnelles pour percevoir la rémunération au \
             titre de mes indicateurs relatifs à « {} » et m'engage à tenir à disposition de l'Assurance Maladie tout \
             document permettant de l'attester.",
            dispositif.titre
        ))
    })
}
