//! Why a declaration cannot be transmitted yet: what the button says when it is greyed, and what the server answers.

use super::dossier::Dossier;
use super::indicateurs::indicateurs;
use super::saisie::Lue;
use crate::horloge::jour_et_heure;
use convention::ecriture::typographier;
use registre::Portee;

/// A reason, and the field or the box to which it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) phrase: String,
    pub(crate) ancre: Option<String>,
    /// Is an answer wrong, rather than missing?
    pub(crate) erreur: bool,
}

impl Obstacle {
    fn sans_ancre(phrase: impl Into<String>) -> Vec<Self> {
        vec![Self { phrase: typographier(&phrase.into()), ancre: None, erreur: false }]
    }
}

/// Everything that stands before the transmission; nothing when it may go.
pub(crate) fn obstacles(dossier: &Dossier<'_>, portee: Portee, attestee: bool) -> Vec<Obstacle> {
    if let Some(refus) = dossier.fenetre.refus() {
        return Obstacle::sans_ancre(cloture(dossier, refus));
    }
    match portee {
        Portee::Voir => return Obstacle::sans_ancre("Votre délégation permet seulement de voir cette déclaration."),
        Portee::Preparer => {
            return Obstacle::sans_ancre(
                "Votre délégation permet de préparer cette déclaration, pas de la transmettre : le titulaire le fera.",
            );
        }
        Portee::Transmettre => {}
    }
    if let Some(derniere) = dossier.derniere.as_ref().filter(|_| dossier.deja_transmise()) {
        return Obstacle::sans_ancre(format!(
            "Votre déclaration a été transmise le {} : rien n'a changé depuis.",
            jour_et_heure(derniere.recu.instant)
        ));
    }
    if dossier.derniere.is_none() && dossier.intacte() {
        return Obstacle::sans_ancre(
            "Tous les indicateurs sont pré-remplis et rien n'a été modifié : il n'est pas nécessaire de transmettre.",
        );
    }
    let mut obstacles = a_completer(dossier);
    if !attestee {
        let phrase = "Cochez l'attestation sur l'honneur.".to_owned();
        obstacles.push(Obstacle { phrase, ancre: Some("attestation".to_owned()), erreur: false });
    }
    obstacles
}

/// The answers to correct and to give.
pub(crate) fn a_completer(dossier: &Dossier<'_>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for indicateur in indicateurs(dossier) {
        for rang in &indicateur.rangs {
            let reponse = &dossier.reponses[*rang];
            if !reponse.applicable {
                continue;
            }
            let quoi = nom_court(&indicateur.titre, reponse.champ.titre.as_deref());
            let (phrase, erreur) = match &reponse.lue {
                Lue::Juste { .. } => continue,
                Lue::Fausse(message) => (format!("Indicateur {}, {quoi} : {message}", indicateur.numero), true),
                Lue::Vide => (format!("Indicateur {}, {quoi} : réponse attendue.", indicateur.numero), false),
            };
            let ancre = Some(format!("champ-{}", reponse.entree.code));
            obstacles.push(Obstacle { phrase: typographier(&phrase), ancre, erreur });
        }
    }
    obstacles
}

fn nom_court(indicateur: &str, champ: Option<&str>) -> String {
    typographier(champ.unwrap_or(indicateur))
}

/// The refusal of a closed window says what counts.
pub(crate) fn cloture(dossier: &Dossier<'_>, refus: String) -> String {
    match &dossier.derniere {
        Some(derniere) if dossier.fenetre.finie() => format!(
            "{} ; votre dernière transmission du {} compte.",
            refus.trim_end_matches('.'),
            jour_et_heure(derniere.recu.instant)
        ),
        None if dossier.fenetre.finie() => format!("{} ; rien n'a été transmis.", refus.trim_end_matches('.')),
        _ => refus,
    }
}
