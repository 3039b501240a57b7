//! The fictional people of the demonstration, and what they have already done when it opens.

use super::departement::{Departement, PersonneDite};
use super::hasard::Hasard;
use convention::IdBeneficiaire;
use registre::{Droit, Instant, Personne, Portee, Qualite, Registre, Resultat};
use teleservice::{Beneficiaire, Persona};

const PRENOMS: [&str; 14] = [
    "Camille",
    "Dominique",
    "Maxence",
    "Sacha",
    "Noa",
    "Élise",
    "Andréa",
    "Yaël",
    "Charlie",
    "Loïc",
    "Inès",
    "Bastien",
    "Océane",
    "Rémi",
];

const NOMS: [&str; 17] = [
    "Aubrac",
    "Brélan",
    "Castérine",
    "Dolmont",
    "Esquirou",
    "Fargeas",
    "Grandval",
    "Hautecombe",
    "Issartel",
    "Jourdane",
    "Kermorin",
    "Lassagne",
    "Montaubert",
    "Noirac",
    "Orsonne",
    "Peyrelade",
    "Quintrec",
];

/// The personas that the entry names.
const DELEGUES: [(&str, &str, Portee); 3] = [
    ("p-delegue-transmettre", "Délégué qui transmet", Portee::Transmettre),
    ("p-delegue-preparer", "Délégué qui prépare", Portee::Preparer),
    ("p-delegue-voir", "Délégué qui voit", Portee::Voir),
];

/// Who the entry names first.
pub(super) fn personas(departement: &Departement, beneficiaires: &[Beneficiaire]) -> Vec<Persona> {
    let nom = |rang: usize| beneficiaires.get(rang).map_or("", |b| b.nom.as_str());
    let tenus = departement.personnes.iter().map(|personne| {
        let leurs = personne.titulaire_de.iter().filter_map(|numero| departement.rang_de(numero));
        Persona {
            personne: id_de(personne),
            cas: personne.cas.clone(),
            precision: leurs.map(nom).collect::<Vec<_>>().join(" et "),
            convention: None,
        }
    });
    let delegues = DELEGUES.map(|(id, cas, _)| Persona {
        personne: id.to_owned(),
        cas: cas.to_owned(),
        precision: format!("Délégué de {}", nom(2)),
        convention: None,
    });
    let exacts = departement.populations.iter().flat_map(|p| p.exacts.iter().map(move |e| (p, e)));
    let nommes = exacts.filter_map(|(population, exact)| {
        if titulaire_dit(departement, population.premier + exact.rang - 1).is_some() {
            return None;
        }
        let beneficiaire = beneficiaires.get(population.premier + exact.rang - 1)?;
        Some(Persona {
            personne: format!("p-{}", beneficiaire.id),
            cas: exact.cas.clone()?,
            precision: beneficiaire.nom.clone(),
            convention: Some(beneficiaire.convention),
        })
    });
    tenus.chain(delegues).chain(nommes).collect()
}

fn id_de(personne: &PersonneDite) -> String {
    format!("p-{}", personne.id)
}

/// The only holder of somebody's practice or structure, when the department says who it is.
fn titulaire_dit(departement: &Departement, qui: usize) -> Option<&PersonneDite> {
    let tient = |p: &&PersonneDite| p.titulaire_de.iter().any(|numero| departement.rang_de(numero) == Some(qui));
    departement.personnes.iter().filter(|p| p.seul).find(tient)
}

/// Writes everybody and their rights.
pub(super) async fn peupler(
    registre: &Registre,
    departement: &Departement,
    beneficiaires: &[Beneficiaire],
    debut: Instant,
) -> Resultat<()> {
    let hasard = Hasard::new(departement.graine);
    let un_an = std::time::Duration::from_secs(365 * 86_400);
    let depuis = debut.minus(un_an * 3);
    let droit = |id: String, personne: &str, qui: usize, qualite, portee| Droit {
        id,
        personne: personne.to_owned(),
        structure: IdBeneficiaire(beneficiaires[qui].id.clone()),
        qualite,
        portee,
        depuis,
        fin: (qualite == Qualite::Delegue).then(|| debut.plus(un_an)),
        accorde_par: if qualite == Qualite::Delegue {
            format!("p-{}", beneficiaires[qui].id)
        } else {
            "annuaire".to_owned()
        },
        revoque: None,
    };
    for (qui, beneficiaire) in beneficiaires.iter().enumerate() {
        let id = format!("p-{}", beneficiaire.id);
        if titulaire_dit(departement, qui).is_some() {
            continue;
        }
        let mut titulaire = personne(&id, hasard, qui);
        if departement.population_de(qui).is_some_and(|population| population.personnes) {
            titulaire.nom.clone_from(&beneficiaire.nom);
        }
        registre.personne_inscrire(&titulaire).await?;
        registre
            .droit_accorder(&droit(format!("titulaire-{qui}"), &id, qui, Qualite::Titulaire, Portee::Transmettre))
            .await?;
    }
    let ailleurs = beneficiaires.len();
    for (rang, dite) in departement.personnes.iter().enumerate() {
        let id = id_de(dite);
        let mut titulaire = personne(&id, hasard, ailleurs + rang);
        if let Some(nom) = &dite.nom {
            titulaire.nom.clone_from(nom);
        }
        registre.personne_inscrire(&titulaire).await?;
        for qui in dite.titulaire_de.iter().filter_map(|numero| departement.rang_de(numero)) {
            let droit =
                droit(format!("titulaire-{}-{qui}", dite.id), &id, qui, Qualite::Titulaire, Portee::Transmettre);
            registre.droit_accorder(&droit).await?;
        }
    }
    let ailleurs = ailleurs + departement.personnes.len();
    for (rang, (id, _, portee)) in DELEGUES.into_iter().enumerate() {
        registre.personne_inscrire(&personne(id, hasard, ailleurs + rang)).await?;
        if beneficiaires.len() > 2 {
            registre.droit_accorder(&droit(format!("delegue-{rang}"), id, 2, Qualite::Delegue, portee)).await?;
        }
    }
    Ok(())
}

fn personne(id: &str, hasard: Hasard, qui: usize) -> Personne {
    Personne { id: id.to_owned(), nom: nom_de(hasard, qui), courriel: Some(format!("{id}@exemple.example")) }
}

/// The name of somebody, by their rank among everybody.
pub(super) fn nom_de(hasard: Hasard, qui: usize) -> String {
    let tirer = |quoi: &str, parmi: usize| {
        usize::try_from(hasard.entre(qui, quoi, 0, i64::try_from(parmi).unwrap_or(1) - 1)).unwrap_or(0)
    };
    let (prenom, nom) = (PRENOMS[tirer("prenom", PRENOMS.len())], NOMS[tirer("nom", NOMS.len())]);
    format!("{prenom} {nom}")
}
