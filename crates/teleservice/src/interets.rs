//! Who is worth looking at in a fictional population: one case of each kind.

use crate::refus::Refus;
use crate::{Calcul, Monde, Service, mots};
use convention::{Convention, Dispositif};
use formule::Etat;
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

type Cas = (&'static str, fn(&Calcul, &Dispositif, usize) -> bool);

/// From the rarest to the most common.
const CAS: [Cas; 7] = [
    ("Socle non atteint", |c, _, qui| c.eligible(qui) == Some(false)),
    ("Malus", |c, d, qui| c.un_malus(d) && c.retire(qui).is_some_and(|r| r < 0)),
    ("Plafond atteint", |c, d, qui| {
        !c.un_malus(d) && c.eligible(qui) == Some(true) && c.retire(qui).is_some_and(|r| r < 0)
    }),
    ("Montant incomplet", |c, _, qui| c.etat(qui) == Etat::Incomplet),
    ("Chiffres en attente", |c, _, qui| c.etat(qui) == Etat::EnAttente),
    ("Montant le plus élevé", |c, _, qui| c.est_le_plus_haut(qui)),
    ("Rémunération calculée", |c, _, qui| c.centimes(qui).is_some_and(|centimes| centimes > 0)),
];

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
    offerts.extend(service.choisis.iter().cloned());
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

/// One of each kind for each dispositif, nobody twice, the most recent exercices first.
pub(crate) fn choisir(monde: &Monde) -> Vec<Interet> {
    let mut calculs: Vec<_> =
        monde.calculs.iter().filter_map(|c| Some((c, monde.dispositif(&c.dispositif)?))).collect();
    calculs.sort_by_key(|(c, _)| -c.compile.exercice);
    let mut pris = BTreeSet::new();
    let mut vus = BTreeSet::new();
    let mut choisis = Vec::new();
    for (cas, arrive) in &CAS {
        for (calcul, dispositif) in &calculs {
            // Three of a kind are enough to compare.
            let deja = choisis.iter().filter(|i: &&Interet| i.cas == *cas).count();
            if choisis.len() >= AU_PLUS || deja >= 3 || vus.contains(&(*cas, &dispositif.code)) {
                continue;
            }
            let trouve = (0..monde.beneficiaires.len())
                .find(|qui| calcul.compte(*qui) && !pris.contains(qui) && arrive(calcul, dispositif, *qui));
            let Some(qui) = trouve else { continue };
            pris.insert(qui);
            vus.insert((*cas, &dispositif.code));
            let beneficiaire = &monde.beneficiaires[qui];
            choisis.push(Interet {
                id: beneficiaire.id.clone(),
                nom: beneficiaire.nom.clone(),
                convention: Some(beneficiaire.convention),
                cas: (*cas).to_owned(),
                precision: format!(
                    "{}, exercice {} : {}",
                    dispositif.titre,
                    calcul.compile.exercice,
                    mots::montant(calcul.centimes(qui))
                ),
            });
        }
    }
    choisis
}
