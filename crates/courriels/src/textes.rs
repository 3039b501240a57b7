//! The words of the e-mails. No answer, amount nor reason: what happened, what to do next, and where.

use registre::{Avis, Portee, ResteAFaire};

/// What an e-mail says, before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texte {
    /// Its subject, which names neither person nor dispositif: a subject is read over a shoulder.
    pub objet: &'static str,
    /// Its sentences.
    pub paragraphes: Vec<String>,
    /// What the link does.
    pub action: &'static str,
    /// Where the link leads, in the service.
    pub chemin: String,
    /// What follows the link.
    pub suite: &'static str,
}

const AIDE: &str = "Une question\u{a0}? Les coordonnées de votre caisse figurent sur la page de votre déclaration.";

/// What is said of an announcement.
pub fn texte(avis: &Avis) -> Texte {
    match avis {
        Avis::Recu { dispositif, exercice, numero, recue_le, chemin } => Texte {
            objet: "Votre déclaration a bien été reçue",
            paragraphes: vec![
                format!(
                    "Nous avons reçu votre déclaration {} pour l'exercice {} le {}. C'est l'envoi n°\u{a0}{numero}.",
                    cite(dispositif),
                    plain(exercice),
                    plain(recue_le)
                ),
                "Vous n'avez rien d'autre à faire. Tant que la saisie est ouverte, vous pouvez la modifier puis la \
                 transmettre à nouveau\u{a0}: le dernier envoi compte."
                    .to_owned(),
            ],
            action: "Voir et télécharger mon reçu",
            chemin: chemin.clone(),
            suite: AIDE,
        },
        Avis::Rappel { dispositif, exercice, reste, ferme_le, chemin } => {
            reminder(dispositif, exercice, *reste, ferme_le, chemin)
        }
        Avis::Decision { dispositif, exercice, chemin } => Texte {
            objet: "Une décision vous attend",
            paragraphes: vec![
                format!(
                    "Votre caisse a examiné une pièce justificative de votre déclaration {} pour l'exercice {}. Une \
                     décision vous attend.",
                    cite(dispositif),
                    plain(exercice)
                ),
                "Consultez-la dans le service\u{a0}: vous saurez s'il reste quelque chose à faire.".to_owned(),
            ],
            action: "Lire la décision",
            chemin: chemin.clone(),
            suite: AIDE,
        },
        Avis::Invitation { invitant, structure, portee, expire_le, chemin } => Texte {
            objet: "Une invitation vous attend",
            paragraphes: vec![
                format!(
                    "{} vous invite à {} pour la structure {}.",
                    plain(invitant),
                    allowed(*portee),
                    cite(structure)
                ),
                format!(
                    "Pour accepter, connectez-vous au service sous votre propre identité avant le {}. Personne ne vous \
                     demandera votre mot de passe.",
                    plain(expire_le)
                ),
            ],
            action: "Voir l'invitation",
            chemin: chemin.clone(),
            suite: "Vous ne connaissez pas cette personne\u{a0}? Ne faites rien\u{a0}: l'invitation s'éteindra d'elle-même.",
        },
    }
}

fn reminder(dispositif: &str, exercice: &str, reste: ResteAFaire, ferme_le: &str, chemin: &str) -> Texte {
    let (objet, etat, suite) = match reste {
        ResteAFaire::Commencer => (
            "Votre déclaration reste à faire",
            "n'est pas commencée",
            "Quelques minutes suffisent\u{a0}: vos réponses sont enregistrées au fur et à mesure, et rien n'est envoyé \
             tant que vous n'avez pas appuyé sur «\u{a0}Transmettre\u{a0}».",
        ),
        ResteAFaire::Transmettre => (
            "Votre déclaration n'est pas transmise",
            "est commencée, mais elle n'est pas transmise",
            "Vos réponses sont conservées. Relisez-les, puis appuyez sur «\u{a0}Transmettre\u{a0}»\u{a0}: sans cela, \
             votre caisse ne les reçoit pas.",
        ),
        ResteAFaire::TransmettreANouveau => (
            "Vos modifications ne sont pas transmises",
            "a été modifiée depuis son dernier envoi",
            "Si ces modifications comptent, relisez-les, puis appuyez sur «\u{a0}Transmettre\u{a0}». Sinon, ne faites \
             rien\u{a0}: votre dernier envoi reste valable.",
        ),
    };
    Texte {
        objet,
        paragraphes: vec![
            format!("Votre déclaration {} pour l'exercice {} {etat}.", cite(dispositif), plain(exercice)),
            format!("La saisie sera fermée le {}.", plain(ferme_le)),
            suite.to_owned(),
        ],
        action: if reste == ResteAFaire::Commencer { "Commencer ma déclaration" } else { "Reprendre ma déclaration" },
        chemin: chemin.to_owned(),
        suite: AIDE,
    }
}

fn allowed(portee: Portee) -> &'static str {
    match portee {
        Portee::Voir => "consulter les déclarations",
        Portee::Preparer => "consulter et préparer les déclarations",
        Portee::Transmettre => "consulter, préparer et transmettre les déclarations",
    }
}

/// Something named by others, between quotation marks.
fn cite(nom: &str) -> String {
    format!("«\u{a0}{}\u{a0}»", plain(nom))
}

/// What others wrote, on one line: it can neither add a paragraph nor hide what follows by a change of direction.
pub(crate) fn plain(texte: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let mut sortie = String::with_capacity(texte.len());
    // A no-break space is kept as it is; every other blank becomes one space.
    for mot in texte.split(|c: char| c != '\u{a0}' && c != '\u{202f}' && (c.is_whitespace() || c.is_control())) {
        if mot.is_empty() {
            continue;
        }
        if !sortie.is_empty() {
            sortie.push(' ');
        }
        sortie.extend(mot.chars().filter(|c| *c == '\u{202f}' || !invisible(*c)));
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_others_wrote_stays_on_one_line() {
        assert_eq!(plain("Pharmacie\r\nBcc: x\u{202e}@y\t du Port "), "Pharmacie Bcc: x@y du Port");
        assert_eq!(plain("23\u{a0}h\u{202f}59"), "23\u{a0}h\u{202f}59");
    }
}
