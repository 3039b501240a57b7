//! Every remuneration of somebody: what was paid, what is not yet, and the estimate of the exercice in progress.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::mots::{self, Pastille};
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Calcul, Monde, Service, contrats, declaration};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use convention::Dispositif;
use explication::SommeExpliquee;
use formule::{Absence, Date, Etat, Ligne};
use registre::Paiement;
use std::collections::HashMap;

pub(crate) const ROUTES: &[Route] = &[Route::get("/remunerations", || get(page))];

/// How the input of what was already paid under a code begins.
const DEJA_VERSE: &str = "deja_verse_";

/// How many exercices are shown.
pub(crate) const EXERCICES: i32 = 5;

/// The tile of a remuneration.
#[derive(Debug, Clone)]
pub(crate) struct Tuile {
    /// Never twice the same on a page: it says the exercice.
    pub(crate) titre: String,
    pub(crate) exercice: i32,
    /// Where its detail is; nothing when there is none.
    pub(crate) adresse: Option<String>,
    /// The code of its dispositif, when there are rules for it.
    pub(crate) dispositif: Option<String>,
    /// The code of the contract, where each is computed alone.
    pub(crate) contrat: Option<String>,
    pub(crate) montant: String,
    pub(crate) centimes: Option<i64>,
    /// The day it was paid; nothing as long as it is not.
    pub(crate) jour: Option<Date>,
    /// « Versé le 15/04/2024 », or when it should be.
    pub(crate) quand: String,
    /// Only for what is not paid.
    pub(crate) pastille: Option<Pastille>,
    pub(crate) genre: GenreDeTuile,
    pub(crate) fictif: bool,
    pub(crate) grise: bool,
}

/// What the amount of a tile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GenreDeTuile {
    /// It was paid.
    Versement,
    /// It is what the rules come to, and nothing of it was paid.
    Calcul,
    /// It is what the rules let one expect: never due, never paid.
    Estimation,
}

/// The remunerations of one exercice.
struct Exercice {
    annee: i32,
    en_cours: bool,
    tuiles: Vec<Tuile>,
    autres: Vec<Tuile>,
}

impl Exercice {
    /// One stamp for all of them, rather than one per line.
    fn autres_fictives(&self) -> bool {
        self.autres.iter().all(|tuile| tuile.fictif)
    }
}

/// A choice of the filter.
struct Filtre {
    libelle: String,
    adresse: String,
    ici: bool,
}

#[derive(Template)]
#[template(path = "remunerations.html")]
struct Page {
    cadre: Cadre,
    filtres: Vec<Filtre>,
    exercices: Vec<Exercice>,
    grises: bool,
}

async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Query(demande): Query<HashMap<String, String>>,
) -> Result<Response, Refus> {
    let (en_cours, voulu) = (service.exercice_en_cours(), demande.get("exercice").and_then(|e| e.parse::<i32>().ok()));
    let annees: Vec<i32> = (0..EXERCICES).map(|rang| en_cours - rang).collect();
    let paiements = service.registre.paiements_de(&connecte.structure).await?;
    let mut exercices = Vec::new();
    for annee in annees.iter().copied().filter(|annee| voulu.is_none_or(|voulu| voulu == *annee)) {
        let mut exercice = Exercice { annee, en_cours: annee == en_cours, tuiles: Vec::new(), autres: Vec::new() };
        for (tuile, seule) in tuiles(&service, &connecte, annee, &paiements).await? {
            if seule { exercice.tuiles.push(tuile) } else { exercice.autres.push(tuile) }
        }
        if !exercice.tuiles.is_empty() || !exercice.autres.is_empty() || voulu.is_some() {
            exercices.push(exercice);
        }
    }
    let tous = Filtre { libelle: "Tous".to_owned(), adresse: "/remunerations".to_owned(), ici: voulu.is_none() };
    let un = |annee: &i32| Filtre {
        libelle: annee.to_string(),
        adresse: format!("/remunerations?exercice={annee}"),
        ici: voulu == Some(*annee),
    };
    let filtres = [tous].into_iter().chain(annees.iter().map(un)).collect();
    let grises = exercices.iter().any(|e| e.tuiles.iter().chain(&e.autres).any(|tuile| tuile.grise));
    let cadre = Cadre::connecte(&service, &connecte, "/remunerations", "Mes rémunérations");
    Ok(cadre::html(&Page { cadre, filtres, exercices, grises }))
}

/// The last payments, for the dashboard.
pub(crate) async fn dernieres(service: &Service, connecte: &Connecte, combien: usize) -> Result<Vec<Tuile>, Refus> {
    let mut paiements = service.registre.paiements_de(&connecte.structure).await?;
    paiements.truncate(combien);
    Ok(paiements.iter().map(|paiement| versee(&service.monde, connecte.qui, paiement)).collect())
}

/// The tiles of an exercice, each with whether it stands alone or among the others.
pub(crate) async fn tuiles(
    service: &Service,
    connecte: &Connecte,
    annee: i32,
    paiements: &[Paiement],
) -> Result<Vec<(Tuile, bool)>, Refus> {
    let (monde, qui) = (&service.monde, connecte.qui);
    let mut tuiles: Vec<(Tuile, bool)> = Vec::new();
    let de_l_annee = |p: &&Paiement| p.exercice == annee.to_string();
    for paiement in paiements.iter().filter(de_l_annee) {
        let seule =
            paiement.dispositif.as_deref().and_then(|code| monde.dispositif_de(qui, code)).is_some_and(|d| d.detail);
        tuiles.push((versee(monde, qui, paiement), seule));
    }
    for calcul in monde.calculs_de(qui).filter(|c| c.compile.exercice == annee && c.remunere()) {
        let Some(d) = monde.dispositif_de(qui, &calcul.dispositif) else { continue };
        let payes: Vec<&Paiement> = paiements.iter().filter(|p| pour(p, monde, qui, calcul)).collect();
        let estimees = estimees(service, connecte, (d, calcul), &payes).await?;
        if !payes.is_empty() || !estimees.is_empty() {
            tuiles.extend(estimees.into_iter().map(|tuile| (tuile, d.detail)));
            continue;
        }
        // Nothing is to be expected of what does not exist in this exercice.
        if !calcul.existe(d) && calcul.centimes(qui).is_none_or(|c| c == 0) {
            continue;
        }
        let en_cours = annee >= service.exercice_en_cours();
        // An exercice behind us, nothing paid, and nothing to pay: there is nothing to show.
        if !en_cours && calcul.centimes(qui) == Some(0) && calcul.etat(qui) == Etat::Payable {
            continue;
        }
        // Only answers can have changed since everybody was computed.
        let declare = en_cours && d.entrees.iter().any(|e| e.champ.is_some() && e.existe_en(annee));
        let (centimes, etat) = match declare {
            true => estimer(service, connecte, d, calcul).await?,
            false => (calcul.centimes(qui), calcul.etat(qui)),
        };
        let adresse = Some(adresse(monde, qui, calcul));
        let echeance = mots::echeance(d.exercice(annee).ok().and_then(|e| e.versement_au_plus_tard));
        let tuile = Tuile {
            titre: format!(
                "{} {annee}{}{}",
                d.titre_en(annee),
                contrats::suite(monde, qui, calcul),
                if en_cours { ", estimation" } else { ", non versé" }
            ),
            exercice: annee,
            adresse,
            dispositif: Some(d.code.clone()),
            contrat: calcul.code_du_contrat(qui).map(str::to_owned),
            montant: mots::montant(centimes),
            centimes,
            jour: None,
            quand: echeance,
            pastille: Some(mots::du_montant(etat, centimes)),
            genre: GenreDeTuile::Calcul,
            fictif: calcul.fictif(qui),
            grise: false,
        };
        tuiles.push((tuile, d.detail));
    }
    Ok(tuiles)
}

/// What the rules show beside the payments, until the payment that says more: an amount without a day.
async fn estimees(
    service: &Service,
    connecte: &Connecte,
    (d, calcul): (&Dispositif, &Calcul),
    payes: &[&Paiement],
) -> Result<Vec<Tuile>, Refus> {
    if calcul.compile.sorties.estimations.is_empty() {
        return Ok(Vec::new());
    }
    let annee = calcul.exercice();
    let remplacee = |code: &str| {
        let jusqu_a = d.estimations.iter().find(|e| e.code == code).and_then(|e| e.jusqu_a.as_ref());
        jusqu_a.is_some_and(|code| payes.iter().any(|p| p.code.as_ref() == Some(code)))
    };
    // An exercice behind us is settled: there is nothing to explain.
    if d.estimations.iter().all(|e| remplacee(&e.code)) {
        return Ok(Vec::new());
    }
    let e = declaration::expliquer(service, connecte, d, calcul).await?;
    let estimations = e.estimations.into_iter().filter(|s| s.montant.centimes != Some(0) && !remplacee(&s.code));
    let (monde, qui) = (&service.monde, connecte.qui);
    let tuile = |s: SommeExpliquee| Tuile {
        titre: format!("{} {annee}{}", s.titre, contrats::suite(monde, qui, calcul)),
        exercice: annee,
        adresse: Some(adresse(monde, qui, calcul)),
        dispositif: Some(d.code.clone()),
        contrat: calcul.code_du_contrat(qui).map(str::to_owned),
        montant: s.montant.ecrit,
        centimes: s.montant.centimes,
        jour: None,
        quand: String::new(),
        pastille: Some(mots::ESTIMATION),
        genre: GenreDeTuile::Estimation,
        fictif: s.fictif,
        grise: false,
    };
    Ok(estimations.map(tuile).collect())
}

/// What would be due with the answers transmitted so far.
async fn estimer(
    service: &Service,
    connecte: &Connecte,
    d: &Dispositif,
    calcul: &Calcul,
) -> Result<(Option<i64>, Etat), Refus> {
    let e = declaration::expliquer(service, connecte, d, calcul).await?;
    Ok((e.montant, e.etat))
}

/// What was paid of one remuneration.
pub(crate) struct Verse {
    /// The oldest first: the initial payment, then what completed or corrected it.
    pub(crate) paiements: Vec<Paiement>,
    /// Their sum, when it can be held.
    pub(crate) total: Option<i64>,
}

/// What the ledger holds of a remuneration.
pub(crate) async fn verse(service: &Service, connecte: &Connecte, calcul: &Calcul) -> Result<Verse, Refus> {
    let mut paiements = service.registre.paiements_de(&connecte.structure).await?;
    paiements.retain(|p| pour(p, &service.monde, connecte.qui, calcul));
    paiements.reverse();
    let total = paiements.iter().try_fold(0_i64, |somme, p| somme.checked_add(p.centimes));
    Ok(Verse { paiements, total })
}

/// Puts what the ledger says was paid in the inputs that ask for it, whatever the figures say.
pub(crate) async fn poser_le_deja_verse(
    service: &Service,
    connecte: &Connecte,
    calcul: &Calcul,
    ligne: &mut Ligne,
) -> Result<(), Refus> {
    let entrees = calcul.compile.plan.entrees();
    if !entrees.iter().any(|e| e.code.starts_with(DEJA_VERSE)) {
        return Ok(());
    }
    let Verse { paiements, .. } = verse(service, connecte, calcul).await?;
    for (cellule, entree) in ligne.entrees.iter_mut().zip(entrees) {
        let Some(code) = entree.code.strip_prefix(DEJA_VERSE) else { continue };
        let siens = paiements.iter().filter(|p| p.code.as_deref() == Some(code));
        let somme = siens.map(|p| p.centimes).try_fold(0_i64, i64::checked_add);
        *cellule = somme.filter(|s| (entree.min..=entree.max).contains(s)).ok_or(Absence::Inconnu);
    }
    Ok(())
}

/// Where the detail of a remuneration is.
fn adresse(monde: &Monde, qui: usize, calcul: &Calcul) -> String {
    let contrat = contrats::question(monde, qui, calcul);
    format!("/remunerations/{}/{}{contrat}", calcul.dispositif(), calcul.exercice())
}

/// Was a payment made for this computation? One that names no contract was made when there was only one, the oldest.
fn pour(paiement: &Paiement, monde: &Monde, qui: usize, calcul: &Calcul) -> bool {
    let (code, exercice) = (calcul.dispositif(), calcul.exercice());
    let du_contrat = match (paiement.contrat.as_deref(), calcul.code_du_contrat(qui)) {
        (Some(contrat), Some(sien)) => contrat == sien,
        (None, Some(sien)) => {
            monde.contrats(qui, code, exercice).last().and_then(|ancien| ancien.code_du_contrat(qui)) == Some(sien)
        }
        (_, None) => true,
    };
    du_contrat && paiement.dispositif.as_deref() == Some(code) && paiement.exercice == exercice.to_string()
}

/// The tile of what was paid.
fn versee(monde: &Monde, qui: usize, paiement: &Paiement) -> Tuile {
    let exercice = paiement.exercice.parse().unwrap_or_default();
    let dispositif = paiement.dispositif.as_deref();
    let mut siens = dispositif.into_iter().flat_map(|code| monde.contrats(qui, code, exercice));
    let calcul = siens.find(|calcul| pour(paiement, monde, qui, calcul));
    Tuile {
        titre: format!("{}, exercice {}", paiement.titre, paiement.exercice),
        exercice,
        adresse: calcul.map(|calcul| adresse(monde, qui, calcul)),
        dispositif: paiement.dispositif.clone(),
        contrat: paiement.contrat.clone(),
        montant: mots::montant(Some(paiement.centimes)),
        centimes: Some(paiement.centimes),
        jour: Some(paiement.jour),
        quand: format!("Versé le {}", mots::jour(paiement.jour)),
        pastille: None,
        genre: GenreDeTuile::Versement,
        fictif: paiement.fictif,
        grise: calcul.is_none(),
    }
}
