//! Who is worth looking at in a fictional population: one case of each kind.

use crate::calcul::Bref;
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::{Calcul, Monde, Service, declaration, mots};
use convention::{Convention, Dispositif, IdBeneficiaire};
use explication::{Explication, GenreDEffet};
use formule::Etat;
use registre::{Personne, Portee, Qualite};
use std::collections::BTreeSet;

/// How many the entry offers.
const AU_PLUS: usize = 12;

/// Somebody to choose on the entry, and why.
#[derive(Debug, Clone)]
pub(crate) struct Interet {
    pub(crate) id: String,
    pub(crate) nom: String,
    pub(crate) cas: String,
    pub(crate) precision: String,
    /// The rank of their convention; nothing for who has several structures, or somebody else's.
    pub(crate) convention: Option<usize>,
}

/// Those of one convention.
pub(crate) struct Groupe {
    /// Where the page leads to them.
    pub(crate) ancre: String,
    pub(crate) titre: String,
    pub(crate) offerts: Vec<Interet>,
}

/// A kind of case: who may be one, by the columns of everybody, and what their own figures must then come to; for some,
/// what only their explanation tells, which costs as much as a page.
struct Cas {
    nom: &'static str,
    arrive: fn(&Calcul, &Dispositif, usize) -> bool,
    tient: fn(&Bref, Option<i64>) -> bool,
    selon_le_detail: Option<fn(&Explication) -> bool>,
}

impl Cas {
    const fn new(
        nom: &'static str,
        arrive: fn(&Calcul, &Dispositif, usize) -> bool,
        tient: fn(&Bref, Option<i64>) -> bool,
    ) -> Self {
        Self { nom, arrive, tient, selon_le_detail: None }
    }
}

/// How many explanations are asked before kinds that need one are given up: the demonstration must open at once.
const EXPLICATIONS: usize = 4;

/// From the rarest to the most common.
const CAS: [Cas; 7] = [
    Cas::new("Socle non atteint", |c, _, qui| c.eligible(qui) == Some(false), |b, _| b.eligible == Some(false)),
    Cas::new(
        "Malus",
        |c, d, qui| c.un_malus(d) && c.retire(qui).is_some_and(|r| r < 0),
        |b, _| b.eligible == Some(true) && b.retire.is_some_and(|r| r < 0),
    ),
    // A total that is reduced is not always capped: a first year may be paid in part only.
    Cas {
        selon_le_detail: Some(|e| {
            let mut du_total = e.effets.iter().filter(|effet| effet.genre == GenreDEffet::Plafond);
            du_total.any(|effet| effet.centimes.is_some_and(|c| c < 0))
                || e.indicateurs.iter().any(|i| i.actif && !i.plafonds.is_empty())
        }),
        ..Cas::new(
            "Plafond atteint",
            |c, d, qui| !c.un_malus(d) && c.eligible(qui) == Some(true) && c.retire(qui).is_some_and(|r| r < 0),
            |b, _| b.retire.is_some_and(|r| r < 0),
        )
    },
    Cas::new("Montant incomplet", |c, _, qui| c.etat(qui) == Etat::Incomplet, |b, _| b.etat == Etat::Incomplet),
    Cas::new("Chiffres en attente", |c, _, qui| c.etat(qui) == Etat::EnAttente, |b, _| b.etat == Etat::EnAttente),
    Cas::new("Montant le plus élevé", |c, _, qui| c.est_le_plus_haut(qui), |b, haut| b.montant == haut),
    Cas::new(
        "Rémunération calculée",
        |c, _, qui| c.centimes(qui).is_some_and(|centimes| centimes > 0),
        |b, _| b.montant.is_some_and(|centimes| centimes > 0),
    ),
];

/// One structure of a kind: their rank, the rank of the kind, and that of the computation that shows it.
#[derive(Debug, Clone)]
pub(crate) struct Choisi {
    qui: usize,
    cas: usize,
    calcul: usize,
}

/// What the entry offers: the personas that the demonstration names, then one structure of each kind; those who hold
/// several structures first, then convention by convention.
pub(crate) async fn proposer(service: &Service) -> Result<Vec<Groupe>, Refus> {
    let (monde, mut offerts) = (&service.monde, Vec::new());
    for persona in &monde.personas {
        if let Some(personne) = service.registre.personne_lire(&persona.personne).await? {
            // A person is not presented by their own name: what they are says more.
            let lui_meme = monde.beneficiaires.iter().position(|b| b.nom == personne.nom && b.nom == persona.precision);
            let precision = lui_meme.map(|qui| monde.precision_de(qui).unwrap_or_else(|| monde.profession_de(qui)));
            offerts.push(Interet {
                id: personne.id,
                nom: personne.nom,
                cas: mots::composer(&persona.cas),
                precision: precision.unwrap_or(&persona.precision).to_owned(),
                convention: persona.convention,
            });
        }
    }
    for choisi in service.choisis.iter() {
        offerts.extend(montrer(service, choisi).await?);
    }
    let rangs = std::iter::once(None).chain((0..monde.conventions.len()).map(Some));
    let groupes = rangs.map(|rang| {
        let convention = rang.and_then(|rang| monde.conventions.get(rang));
        Groupe {
            ancre: convention.map_or_else(|| "plusieurs".to_owned(), |c| c.code.clone()),
            titre: convention.map_or_else(|| "Plusieurs structures, et délégués".to_owned(), pluriel),
            offerts: offerts.iter().filter(|i| i.convention == rang).cloned().collect(),
        }
    });
    Ok(groupes.filter(|groupe| !groupe.offerts.is_empty()).collect())
}

/// What several people of a convention are called.
fn pluriel(convention: &Convention) -> String {
    let un = &convention.profession;
    let seul = un.ends_with(['s', 'x', 'z']);
    convention.pluriel.clone().unwrap_or_else(|| if seul { un.clone() } else { format!("{un}s") })
}

/// How many of each profession there are.
pub(crate) fn effectifs(monde: &Monde) -> String {
    let comptes = monde.conventions.iter().enumerate().filter_map(|(rang, convention)| {
        let combien = monde.beneficiaires.iter().filter(|b| b.convention == rang).count();
        let mot = if combien > 1 { pluriel(convention) } else { convention.profession.clone() };
        let mot = mots::minuscule(&mot);
        (combien > 0).then(|| format!("{combien}\u{a0}{mot}"))
    });
    let comptes: Vec<String> = comptes.collect();
    match comptes.split_last() {
        Some((dernier, autres)) if !autres.is_empty() => format!("{} et {dernier}", autres.join(", ")),
        _ => comptes.concat(),
    }
}

/// How the entry presents one of a kind: with the amount that their page says today. What was declared since may have
/// changed it, and made it something else.
async fn montrer(service: &Service, choisi: &Choisi) -> Result<Option<Interet>, Refus> {
    let monde = &service.monde;
    let (Some(calcul), Some(cas)) = (monde.calculs.get(choisi.calcul), CAS.get(choisi.cas)) else { return Ok(None) };
    let Some(dispositif) = monde.dispositif(&calcul.dispositif) else { return Ok(None) };
    let (beneficiaire, exercice) = (&monde.beneficiaires[choisi.qui], calcul.compile.exercice);
    let mut montant = calcul.centimes(choisi.qui);
    if exercice >= service.exercice_en_cours() {
        let connecte = visiteur(service, choisi.qui);
        let ligne = declaration::figures(service, &connecte, dispositif, calcul).await?;
        let detail = |dit: fn(&Explication) -> bool| {
            calcul.expliquer_ligne(monde, dispositif, choisi.qui, &ligne).is_ok_and(|e| dit(&e))
        };
        let Some(bref) = calcul.bref(&ligne) else { return Ok(None) };
        if !(cas.tient)(&bref, montant) || !cas.selon_le_detail.is_none_or(detail) {
            return Ok(None);
        }
        montant = bref.montant;
    }
    Ok(Some(Interet {
        id: beneficiaire.id.clone(),
        nom: beneficiaire.nom.clone(),
        convention: Some(beneficiaire.convention),
        cas: cas.nom.to_owned(),
        precision: format!("{}, exercice {exercice}\u{a0}: {}", dispositif.titre, mots::montant(montant)),
    }))
}

/// Somebody who would look at the page of a structure.
fn visiteur(service: &Service, qui: usize) -> Connecte {
    let beneficiaire = &service.monde.beneficiaires[qui];
    let maintenant = service.horloge.maintenant();
    Connecte {
        personne: Personne { id: beneficiaire.id.clone(), nom: beneficiaire.nom.clone(), courriel: None },
        qui,
        structure: IdBeneficiaire(beneficiaire.id.clone()),
        qualite: Qualite::Titulaire,
        portee: Portee::Voir,
        plusieurs_structures: false,
        jeton: String::new(),
        fin: maintenant,
        limite: maintenant,
    }
}

/// One of each kind for each dispositif, nobody twice, the most recent exercices first.
pub(crate) fn choisir(monde: &Monde) -> Vec<Choisi> {
    let mut calculs: Vec<_> =
        monde.calculs.iter().enumerate().filter_map(|(r, c)| Some((r, c, monde.dispositif(&c.dispositif)?))).collect();
    calculs.sort_by_key(|(_, c, _)| -c.compile.exercice);
    let mut pris = BTreeSet::new();
    let mut vus = BTreeSet::new();
    let mut choisis: Vec<Choisi> = Vec::new();
    let mut restent = EXPLICATIONS;
    for (cas, dit) in CAS.iter().enumerate() {
        for (rang, calcul, dispositif) in &calculs {
            // Three of a kind are enough to compare.
            let deja = choisis.iter().filter(|choisi| choisi.cas == cas).count();
            if choisis.len() >= AU_PLUS || deja >= 3 || vus.contains(&(cas, &dispositif.code)) {
                continue;
            }
            if dit.selon_le_detail.is_some() && restent == 0 {
                continue;
            }
            let mut tient = |qui: usize| {
                let Some(detail) = dit.selon_le_detail else { return true };
                let explication = calcul.expliquer_ligne(monde, dispositif, qui, &calcul.ligne(qui));
                restent = restent.saturating_sub(1);
                explication.is_ok_and(|e| detail(&e))
            };
            let mut capables = (0..monde.beneficiaires.len())
                .filter(|qui| calcul.compte(*qui) && !pris.contains(qui) && (dit.arrive)(calcul, dispositif, *qui));
            let Some(qui) = capables.next().filter(|qui| tient(*qui)) else { continue };
            pris.insert(qui);
            vus.insert((cas, &dispositif.code));
            choisis.push(Choisi { qui, cas, calcul: *rang });
        }
    }
    choisis
}
