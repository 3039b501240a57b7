//! The fictional people of the demonstration, and what they have already done when it opens.

use super::departement::Departement;
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
const DEUX_STRUCTURES: &str = "p-deux-structures";
const DELEGUES: [(&str, &str, Portee); 3] = [
    ("p-delegue-transmettre", "Délégué qui transmet", Portee::Transmettre),
    ("p-delegue-preparer", "Délégué qui prépare", Portee::Preparer),
    ("p-delegue-voir", "Délégué qui voit", Portee::Voir),
];

/// Who the entry names first.
pub(super) fn personas(departement: &Departement, beneficiaires: &[Beneficiaire]) -> Vec<Persona> {
    let nom = |rang: usize| beneficiaires.get(rang).map_or("", |b| b.nom.as_str());
    let deux = Persona {
        personne: DEUX_STRUCTURES.to_owned(),
        cas: "Titulaire de deux structures".to_owned(),
        precision: format!("{} et {}", nom(0), nom(1)),
    };
    let delegues = DELEGUES.map(|(id, cas, _)| Persona {
        personne: id.to_owned(),
        cas: cas.to_owned(),
        precision: format!("Délégué de {}", nom(2)),
    });
    let exacts = departement.populations.iter().flat_map(|p| p.exacts.iter().map(move |e| (p, e)));
    let nommes = exacts.filter_map(|(population, exact)| {
        let beneficiaire = beneficiaires.get(population.premier + exact.rang - 1)?;
        Some(Persona {
            personne: format!("p-{}", beneficiaire.id),
            cas: exact.cas.clone()?,
            precision: beneficiaire.nom.clone(),
        })
    });
    [deux].into_iter().chain(delegues).chain(nommes).collect()
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
        let mut titulaire = personne(&id, hasard, qui);
        if beneficiaire.precision.is_some() {
            titulaire.nom.clone_from(&beneficiaire.nom);
        }
        registre.personne_inscrire(&titulaire).await?;
        registre
            .droit_accorder(&droit(format!("titulaire-{qui}"), &id, qui, Qualite::Titulaire, Portee::Transmettre))
            .await?;
    }
    let ailleurs = beneficiaires.len();
    registre.personne_inscrire(&personne(DEUX_STRUCTURES, hasard, ailleurs)).await?;
    for qui in 0..2.min(beneficiaires.len()) {
        let id = format!("titulaire-deux-{qui}");
        registre.droit_accorder(&droit(id, DEUX_STRUCTURES, qui, Qualite::Titulaire, Portee::Transmettre)).await?;
    }
    for (rang, (id, _, portee)) in DELEGUES.into_iter().enumerate() {
        registre.personne_inscrire(&personne(id, hasard, ailleurs + 1 + rang)).await?;
        if beneficiaires.len() > 2 {
            registre.droit_accorder(&droit(format!("delegue-{rang}"), id, 2, Qualite::Delegue, portee)).await?;
        }
    }
    Ok(())
}

fn personne(id: &str, hasard: Hasard, qui: usize) -> Personne {
    Personne { id: id.to_owned(), nom: nom_de(hasard, qui), courriel: Some(format!("{id}@officine.example")) }
}

/// The name of somebody, by their rank among everybody.
pub(super) fn nom_de(hasard: Hasard, qui: usize) -> String {
    let tirer = |quoi: &str, parmi: usize| {
        usize::try_from(hasard.entre(qui, quoi, 0, i64::try_from(parmi).unwrap_or(1) - 1)).unwrap_or(0)
    };
    let (prenom, nom) = (PRENOMS[tirer("prenom", PRENOMS.len())], NOMS[tirer("nom", NOMS.len())]);
    format!("{prenom} {nom}")
}
