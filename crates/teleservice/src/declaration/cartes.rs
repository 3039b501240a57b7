//! « Déclarer mes indicateurs »: a card per dispositif that asks for something, on the page and on the dashboard.

use super::dossier::{Dossier, champs_de};
use super::fenetre::Fenetre;
use super::indicateurs::{Compte, compter};
use super::pages::{Depot, depot_de};
use crate::Service;
use crate::cadre::{self, Cadre};
use crate::horloge::jour_et_heure;
use crate::mots::Pastille;
use crate::pieces::Pieces;
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use convention::Dispositif;
use convention::ecriture::typographier;
use explication::jour;
use formule::Date;
use registre::Portee;

/// The card of a dispositif, for one exercice.
#[derive(Debug)]
pub(crate) struct Carte {
    pub(crate) titre: String,
    pub(crate) resume: String,
    pub(crate) annee: i32,
    pub(crate) adresse: String,
    pub(crate) ouverte: bool,
    /// « La saisie sera fermée le … », or why it is not open.
    pub(crate) phrase: String,
    pub(crate) precision: Option<String>,
    /// What a prolongation replaced, in a sentence.
    pub(crate) prolongation: Option<String>,
    pub(crate) compte: Compte,
    pub(crate) pastille: Pastille,
    pub(crate) depot: Option<Depot>,
    /// When the draft was last written, as long as nobody has received it.
    pub(crate) brouillon: Option<String>,
    /// Where its pieces are sent, when some are asked.
    pub(crate) pieces: Option<String>,
    /// How many documents its transmission still waits for.
    pub(crate) manquantes: usize,
    /// Is something still to be sent?
    pub(crate) a_faire: bool,
    fermeture: Option<Date>,
}

impl Carte {
    /// One notch per indicator: filled when it is declared.
    pub(crate) fn crans(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.compte.montres).map(|rang| rang < self.compte.declares)
    }
}

/// One card at least per dispositif that asks for something: those that are open, else the next, else the last.
pub(crate) async fn cartes(service: &Service, connecte: &Connecte) -> Result<Vec<Carte>, Refus> {
    let mut cartes = Vec::new();
    for dispositif in service.monde.dispositifs_de(connecte.qui) {
        for annee in a_montrer(service, connecte.qui, dispositif) {
            let dossier = Dossier::lire(service, &connecte.structure, &dispositif.code, &annee.to_string()).await?;
            cartes.push(une(service, connecte, &dossier).await?);
        }
    }
    Ok(cartes)
}

/// The exercices of a dispositif that are worth a card for somebody: they are concerned, and something is asked.
pub(crate) fn a_montrer(service: &Service, qui: usize, dispositif: &Dispositif) -> Vec<i32> {
    let (instant, en_cours) = (service.horloge.maintenant(), service.exercice_en_cours());
    let exercices = dispositif.exercices.iter().filter(|e| !e.saisies.is_empty());
    let fenetres: Vec<(i32, Fenetre)> = exercices
        .filter(|e| !champs_de(dispositif, e.exercice.annee).is_empty())
        .filter(|e| service.monde.concerne(qui, &dispositif.code, e.exercice.annee))
        .map(|e| (e.exercice.annee, Fenetre::de(&e.saisies, instant)))
        .collect();
    let parmi = |garder: fn(&Fenetre) -> bool| fenetres.iter().filter(move |(_, f)| garder(f)).map(|(annee, _)| *annee);
    let mut annees: Vec<i32> = parmi(|f| f.ouverte()).collect();
    if annees.is_empty() {
        annees.extend(parmi(|f| f.finie()).max());
    }
    annees.extend(parmi(|f| matches!(f, Fenetre::AVenir { .. })).min());
    if annees.is_empty() {
        // Windows whose days nobody knows: that of the exercice declared now, never of one to come.
        annees.extend(parmi(|_| true).filter(|annee| *annee <= en_cours).max());
    }
    annees
}

async fn une(service: &Service, connecte: &Connecte, dossier: &Dossier<'_>) -> Result<Carte, Refus> {
    let d = dossier.dispositif;
    let manquantes = match &dossier.derniere {
        Some(derniere) if dossier.fenetre.ouverte() && !d.pieces.is_empty() => {
            Pieces::lire(service, connecte, d, dossier.annee).await?.manquantes(&derniere.reponses)
        }
        _ => 0,
    };
    let mut prolongation = None;
    let mut fermeture = None;
    let (phrase, precision) = match dossier.fenetre {
        Fenetre::Ouverte { fermeture: fin, initiale } => {
            fermeture = Some(fin);
            prolongation = initiale.map(|initiale| format!("Fin initiale le {}.", jour(initiale)));
            (format!("La saisie sera fermée le {} à 23\u{a0}h\u{a0}59.", jour(fin)), None)
        }
        Fenetre::AVenir { ouverture } => {
            ("La saisie n'est pas ouverte.".to_owned(), Some(format!("Elle ouvrira le {}.", jour(ouverture))))
        }
        Fenetre::Close { fermeture: fin } => (
            "La saisie n'est pas ouverte.".to_owned(),
            Some(format!("Elle a été fermée le {} à 23\u{a0}h\u{a0}59.", jour(fin))),
        ),
        Fenetre::Inconnue => {
            ("La saisie n'est pas ouverte.".to_owned(), Some("Sa date n'est pas encore connue.".to_owned()))
        }
    };
    let en_attente = dossier.en_attente();
    let intacte = dossier.derniere.is_none() && dossier.intacte();
    let ouverte = dossier.fenetre.ouverte();
    let ecrit = dossier.brouillon.champs.values().map(|champ| champ.instant).max();
    Ok(Carte {
        titre: typographier(d.titre_en(dossier.annee)),
        resume: typographier(d.resume_en(dossier.annee)),
        annee: dossier.annee,
        adresse: format!("/declarations/{}/{}", d.code, dossier.annee),
        ouverte,
        phrase,
        precision,
        prolongation,
        compte: compter(dossier),
        pastille: pastille(dossier, en_attente, intacte),
        depot: match &dossier.derniere {
            Some(transmission) => Some(depot_de(service, dossier.dispositif, dossier.annee, transmission).await?),
            None => None,
        },
        brouillon: ecrit.filter(|_| en_attente).map(jour_et_heure),
        pieces: crate::pieces::adresse(d, dossier.annee),
        manquantes,
        a_faire: ouverte && (en_attente || (dossier.derniere.is_none() && !intacte)),
        fermeture,
    })
}

fn pastille(dossier: &Dossier<'_>, en_attente: bool, intacte: bool) -> Pastille {
    let (style, signe, mot) = match (dossier.fenetre.ouverte(), &dossier.derniere) {
        (_, Some(_)) if !en_attente => ("succes", "✓", "Transmise"),
        (true, Some(_)) => ("alerte", "!", "Modifiée, à transmettre"),
        (true, None) if en_attente => ("alerte", "!", "À finaliser"),
        (true, None) if intacte => ("info", "✓", "Pré-remplie, rien à transmettre"),
        (true, None) => ("alerte", "!", "À déclarer"),
        (false, Some(_)) => ("succes", "✓", "Transmise"),
        (false, None) => ("neutre", "–", "Non ouverte"),
    };
    Pastille::new(style, signe, mot)
}

/// Where somebody stands with their declarations, in a sentence and what is left.
#[derive(Debug)]
pub(crate) struct Bilan {
    pub(crate) titre: String,
    pub(crate) reste: Vec<Reste>,
}

#[derive(Debug)]
pub(crate) struct Reste {
    pub(crate) titre: String,
    pub(crate) adresse: String,
    /// « commencée, non transmise », « à déclarer », « une pièce justificative attendue ».
    pub(crate) quoi: String,
    pub(crate) avant: String,
}

/// Nothing when no window is open.
pub(crate) fn bilan(cartes: &[Carte]) -> Option<Bilan> {
    let ouvertes: Vec<&Carte> = cartes.iter().filter(|carte| carte.ouverte).collect();
    if ouvertes.is_empty() {
        return None;
    }
    let transmises = ouvertes.iter().filter(|carte| carte.depot.is_some()).count();
    let titre = match (transmises, ouvertes.len()) {
        (0 | 1, total) => format!("{transmises} déclaration transmise sur {total}"),
        (_, total) => format!("{transmises} déclarations transmises sur {total}"),
    };
    let avant =
        |carte: &Carte| carte.fermeture.map_or_else(String::new, |f| format!("{} à 23\u{a0}h\u{a0}59", jour(f)));
    let reste = ouvertes.iter().filter(|carte| carte.a_faire).map(|carte| Reste {
        titre: format!("{} {}", carte.titre, carte.annee),
        adresse: carte.adresse.clone(),
        quoi: match (&carte.brouillon, &carte.depot) {
            (Some(_), Some(_)) => "modifiée depuis sa transmission, non transmise à nouveau".to_owned(),
            (Some(_), None) => "commencée, non transmise".to_owned(),
            (None, _) => "à déclarer".to_owned(),
        },
        avant: avant(carte),
    });
    let pieces = ouvertes.iter().filter(|carte| carte.manquantes > 0).map(|carte| Reste {
        titre: format!("{} {}", carte.titre, carte.annee),
        adresse: carte.pieces.clone().unwrap_or_else(|| carte.adresse.clone()),
        quoi: match carte.manquantes {
            1 => "une pièce justificative attendue".to_owned(),
            plusieurs => format!("{plusieurs} pièces justificatives attendues"),
        },
        avant: avant(carte),
    });
    let reste = reste.chain(pieces).collect();
    Some(Bilan { titre, reste })
}

#[derive(Template)]
#[template(path = "declaration_cartes.html")]
struct Page {
    cadre: Cadre,
    bilan: Option<Bilan>,
    ouvertes: Vec<Carte>,
    fermees: Vec<Carte>,
    prepare: bool,
}

pub(super) async fn page(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let cartes = cartes(&service, &connecte).await?;
    let bilan = bilan(&cartes);
    let (ouvertes, fermees) = cartes.into_iter().partition(|carte| carte.ouverte);
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(&service, &connecte, "/declarations", "Déclarer mes indicateurs"),
        bilan,
        ouvertes,
        fermees,
        prepare: connecte.portee >= Portee::Preparer,
    }))
}
