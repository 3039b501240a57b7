//! The detail of a remuneration: each line, the sum that adds up, and why.

use crate::Service;
use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::mots::{self, Pastille};
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use explication::{Etape, Explication, IndicateurExplique, TAMPON};

pub(crate) const ROUTES: &[Route] = &[Route::get("/remunerations/{dispositif}/{exercice}", || get(page))];

/// A line of the sum.
#[derive(Debug)]
pub(crate) struct Poste {
    pub(crate) libelle: String,
    pub(crate) montant: String,
    pub(crate) centimes: Option<i64>,
    pub(crate) total: bool,
}

/// The indicators of a group.
struct Groupe<'a> {
    titre: &'a str,
    indicateurs: Vec<&'a IndicateurExplique>,
}

#[derive(Template)]
#[template(path = "detail.html")]
struct Page<'a> {
    cadre: Cadre,
    e: &'a Explication,
    resume: &'a str,
    debut: String,
    fin: String,
    echeance: String,
    montant: String,
    pastille: Pastille,
    groupes: Vec<Groupe<'a>>,
    postes: Vec<Poste>,
    /// What was paid, the oldest first.
    versements: Vec<Versement>,
    /// Their sum.
    verse: String,
    /// What the sum of payments lacks to make the amount computed.
    ecart: Option<String>,
}

/// A payment of this remuneration.
struct Versement {
    titre: String,
    jour: String,
    montant: String,
    fictif: bool,
}

/// A step of an explanation and, inside it, the steps that it read.
#[derive(Template)]
#[template(path = "etape.html")]
struct PageEtape<'a> {
    e: &'a Etape,
}

async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
) -> Result<Response, Refus> {
    let monde = &service.monde;
    let trouve = exercice.parse().ok().and_then(|exercice| monde.calcul(&code, exercice));
    let Some((dispositif, calcul)) = trouve else {
        return Err(Refus::absent("Cette rémunération n'existe pas"));
    };
    let Ok(e) = calcul.expliquer(monde, dispositif, connecte.qui) else {
        return Err(Refus::panne("expliquer un montant : l'exécution a échoué"));
    };
    let annee = dispositif.exercice(e.exercice).ok();
    let jour = |date: Option<formule::Date>| date.map_or_else(String::new, mots::jour);
    let titre = format!("{} — exercice {}", e.titre, e.exercice);
    let mut paiements = service.registre.paiements_de(&connecte.structure).await?;
    paiements.retain(|p| p.dispositif.as_deref() == Some(&e.dispositif) && p.exercice == e.exercice.to_string());
    // The oldest first: the initial payment, then what completed or corrected it.
    paiements.reverse();
    let verse: Option<i64> = paiements.iter().try_fold(0_i64, |somme, p| somme.checked_add(p.centimes));
    let versements = paiements.iter().map(|p| Versement {
        titre: p.titre.clone(),
        jour: mots::jour(p.jour),
        montant: mots::montant(Some(p.centimes)),
        fictif: p.fictif,
    });
    Ok(cadre::html(&Page {
        versements: versements.collect(),
        ecart: verse
            .zip(e.montant)
            .map(|(verse, du)| du - verse)
            .filter(|ecart| *ecart != 0 && !paiements.is_empty())
            .map(|ecart| mots::montant(Some(ecart))),
        verse: mots::montant(verse),
        cadre: Cadre::connecte(&service, &connecte, "/remunerations", titre),
        resume: &dispositif.resume,
        debut: jour(annee.map(|a| a.exercice.debut)),
        fin: jour(annee.map(|a| a.exercice.fin)),
        echeance: mots::echeance(annee.and_then(|a| a.versement_au_plus_tard)),
        montant: mots::montant(e.montant),
        pastille: mots::de_l_etat(e.etat),
        groupes: groupes(&e),
        postes: postes(&e),
        e: &e,
    }))
}

fn groupes(e: &Explication) -> Vec<Groupe<'_>> {
    let mut groupes: Vec<Groupe<'_>> = Vec::new();
    for i in e.indicateurs.iter().filter(|i| i.actif) {
        let titre = i.groupe.as_deref().unwrap_or("Indicateurs");
        match groupes.iter_mut().find(|g| g.titre == titre) {
            Some(groupe) => groupe.indicateurs.push(i),
            None => groupes.push(Groupe { titre, indicateurs: vec![i] }),
        }
    }
    groupes
}

/// From the lines to the amount: what is paid, what is taken away, what a socle closes.
pub(crate) fn postes(e: &Explication) -> Vec<Poste> {
    let poste = |libelle: &str, centimes: Option<i64>| Poste {
        libelle: libelle.to_owned(),
        montant: mots::montant(centimes),
        centimes,
        total: false,
    };
    let mut postes: Vec<Poste> = Vec::new();
    for i in e.indicateurs.iter().filter(|i| i.actif) {
        if let Some(m) = &i.montant {
            let (libelle, montant) = (i.libelle.clone(), m.ecrit.clone());
            postes.push(Poste { libelle, montant, centimes: m.centimes, total: false });
        }
    }
    // The rules of a total may do more than add: the difference is a line of its own.
    let somme: Option<i64> = postes.iter().map(|p| p.centimes).sum();
    let regles = e.brut.zip(somme).map(|(brut, somme)| brut - somme).filter(|ecart| *ecart != 0);
    postes.extend(regles.map(|ecart| poste("Règles du total", Some(ecart))));
    let un_malus = e.indicateurs.iter().any(|i| i.actif && i.malus.is_some());
    match e.ligne_malus {
        Some(0) if !un_malus => {}
        retire if un_malus => postes.push(poste("Malus", retire)),
        Some(retire) => postes.push(poste("Plafond et règles du total", Some(retire))),
        None => {}
    }
    if e.eligible == Some(false) {
        let ferme = e.brut.zip(e.ligne_malus).map(|(brut, malus)| -(brut + malus));
        if ferme != Some(0) {
            postes.push(poste("Socle non atteint : rien n'est dû", ferme));
        }
    }
    postes.push(Poste { total: true, ..poste("Montant calculé", e.montant) });
    postes
}

impl Page<'_> {
    fn pastille_de(&self, i: &IndicateurExplique) -> Option<Pastille> {
        i.etat.map(mots::de_l_indicateur)
    }

    fn etape<'e>(&self, e: &'e Etape) -> PageEtape<'e> {
        PageEtape { e }
    }

    fn tampon(&self) -> &'static str {
        TAMPON
    }
}

impl<'a> PageEtape<'a> {
    fn suite(&self, e: &'a Etape) -> PageEtape<'a> {
        PageEtape { e }
    }
}
