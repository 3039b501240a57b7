//! The pages of the demonstration: the department computed for every exercice known, then served on loopback.

use super::departement::Departement;
use super::{generateur, identifiant};
use crate::calcul::Preparation;
use crate::calculer::fictives;
use crate::echec::{Code, Echec};
use crate::nationaux;
use crate::nombres::effectif;
use crate::regles::Source;
use convention::{Convention, Dispositif, Fichier};
use formule::Date;
use std::io::{self, Write};
use tableaux::Beneficiaires;
use teleservice::{Beneficiaire, Calcul, Horloge, Monde, Service};

/// Names that no real place of the department bears: it does not exist either.
const LIEUX: [&str; 16] = [
    "des Trois-Tilleuls",
    "du Vieux-Lavoir",
    "de la Halle",
    "du Pont-Neuf",
    "des Quatre-Vents",
    "de la Fontaine",
    "du Moulin",
    "des Remparts",
    "de la Gare",
    "du Grand-Chêne",
    "des Lavandières",
    "de l'Octroi",
    "du Belvédère",
    "des Glycines",
    "de la Source",
    "du Champ-de-Foire",
];

const COMMUNES: [&str; 13] = [
    "Valmière",
    "Orvaille-le-Haut",
    "Saint-Ambrois-sur-Ourle",
    "Montrel",
    "Brézancy",
    "Les Aubrais-Neuves",
    "Castelourde",
    "Fontvielle-en-Orve",
    "Marsenoy",
    "Pierrelaye-d'Orve",
    "Rochebrune-le-Lac",
    "Tournelles",
    "Vaucreux",
];

/// Serves until the process ends.
pub(super) fn servir(
    departement: &Departement,
    source: &Source,
    parametres: &Fichier,
    date: Date,
    port: u16,
) -> Result<(), Echec> {
    let convention = source.regles.conventions.iter().find(|c| c.code == departement.convention).ok_or_else(|| {
        Echec::new(Code::Regles, format!("la convention « {} » n'est pas dans ces règles.", departement.convention))
    })?;
    let monde = Monde {
        jour: date,
        origine: format!("{}. Personnes, lieux et chiffres fictifs.", departement.nom),
        convention: convention.clone(),
        beneficiaires: (0..departement.beneficiaires).map(|qui| beneficiaire(departement, qui)).collect(),
        calculs: calculs(departement, convention, parametres, date)?,
    };
    let (nombre, quoi) = (effectif(departement.beneficiaires), &departement.plusieurs);
    teleservice::servir(Service::new(monde, Horloge::default()), port, |adresse| {
        let phrase = format!("{nombre} {quoi} fictives. Ouvrez http://{adresse}/ ; arrêtez avec Ctrl+C.\n");
        let mut sortie = io::stdout().lock();
        if sortie.write_all(phrase.as_bytes()).and_then(|()| sortie.flush()).is_err() {
            // Whoever does not read the address may still know the port.
        }
    })
    .map_err(|e| {
        Echec::new(
            Code::Acces,
            format!("le port {port} ne peut pas être ouvert ({e}). Choisissez-en un autre avec --port."),
        )
    })
}

fn beneficiaire(departement: &Departement, qui: usize) -> Beneficiaire {
    // 16 and 13 have no common divisor: the first 208 names differ.
    let (lieu, commune) = (LIEUX[qui % LIEUX.len()], COMMUNES[qui % COMMUNES.len()]);
    let nom = format!("{} {lieu}, {commune}", departement.un);
    Beneficiaire { id: identifiant(departement, qui), nom }
}

/// Every dispositif for every exercice that has begun and ended before the day.
fn calculs(
    departement: &Departement,
    convention: &Convention,
    parametres: &Fichier,
    date: Date,
) -> Result<Vec<Calcul>, Echec> {
    let mut calculs = Vec::new();
    for dispositif in &convention.dispositifs {
        for exercice in dispositif.annees().into_iter().filter(|annee| *annee < date.annee()) {
            calculs.extend(un(departement, dispositif, exercice, parametres)?);
        }
    }
    if calculs.is_empty() {
        let phrase = format!("aucune règle avant le {}. Choisissez une autre --date.", crate::explication::jour(date));
        return Err(Echec::new(Code::Usage, phrase));
    }
    Ok(calculs)
}

fn un(
    departement: &Departement,
    dispositif: &Dispositif,
    exercice: i32,
    parametres: &Fichier,
) -> Result<Option<Calcul>, Echec> {
    let preparation = Preparation::de(dispositif, exercice, &fictives(parametres, dispositif)?)?;
    if preparation.indicateurs.is_empty() {
        return Ok(None);
    }
    let mut jeu = generateur::generer(departement, preparation.compile.plan.programme());
    nationaux::completer(&preparation, &mut jeu, &Beneficiaires::Rangs(departement.beneficiaires), None)?;
    Calcul::executer(dispositif, preparation.compile, jeu).map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))
}
