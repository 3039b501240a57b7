//! Cards of the dashboard that the rules of a dispositif describe: a figure and its mark, or the way to the follow-up.

use crate::mots::{self, Pastille};
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::suivi::au;
use crate::{Calcul, Service, declaration};
use convention::{Carte as Dite, CibleDeMenu, Dispositif};
use explication::{Chiffre, TAMPON};
use formule::{Date, Ligne};

/// A card.
#[derive(Debug)]
pub(crate) struct Carte {
    pub(crate) code: String,
    pub(crate) titre: String,
    pub(crate) sous_titre: Option<String>,
    /// Its figure; nothing for a card that only leads somewhere.
    pub(crate) figure: Option<Figure>,
    pub(crate) lien: String,
    pub(crate) adresse: String,
    pub(crate) tampon: Option<&'static str>,
}

/// The figure of a card.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) au: String,
    pub(crate) valeur: String,
    /// « Soit 7/553 ».
    pub(crate) soit: Option<String>,
    /// « Au plus : 20 % ».
    pub(crate) note: Option<String>,
    pub(crate) pastille: Option<Pastille>,
}

/// The cards of somebody, in the order of the menu where the convention chooses one.
pub(crate) async fn cartes(service: &Service, connecte: &Connecte) -> Result<Vec<Carte>, Refus> {
    let mut cartes = Vec::new();
    let menu = service.monde.convention_de(connecte.qui).map_or(&[][..], |convention| &convention.menu);
    let mene_a = |cible: &CibleDeMenu, d: &Dispositif| matches!(cible, CibleDeMenu::Dispositifs(codes) if codes.contains(&d.code));
    let rang = |d: &Dispositif| menu.iter().position(|entree| mene_a(&entree.cible, d));
    let mut dispositifs: Vec<&Dispositif> = service.monde.dispositifs_de(connecte.qui).collect();
    dispositifs.sort_by_key(|d| rang(d).unwrap_or(usize::MAX));
    for d in dispositifs {
        let Some(dite) = &d.carte else { continue };
        let calculs = service.monde.calculs_de(connecte.qui).filter(|c| c.dispositif == d.code && c.existe(d));
        // Of several contracts, the first is the most recent.
        let Some(calcul) = calculs.min_by_key(|c| -c.compile.exercice) else { continue };
        cartes.push(carte(service, connecte, d, dite, calcul).await?);
    }
    Ok(cartes)
}

async fn carte(
    service: &Service,
    connecte: &Connecte,
    d: &Dispositif,
    dite: &Dite,
    calcul: &Calcul,
) -> Result<Carte, Refus> {
    let (ligne, e) = declaration::figures_expliquees(service, connecte, d, calcul).await?;
    let jour = service.horloge.jour();
    let fin = d.exercice(calcul.exercice()).map_or(jour, |exercice| exercice.exercice.fin);
    let suivi = dite.indicateur.as_ref().and_then(|code| e.indicateurs.iter().find(|i| i.code == *code));
    let figure = suivi.map(|i| Figure {
        au: mots::jour(au(d, calcul, Date(fin.0.min(jour.0)))),
        valeur: i.valeur.as_ref().map_or_else(|| "Cette donnée n'est pas disponible".to_owned(), |v| v.ecrit.clone()),
        soit: dite.soit.as_ref().and_then(|(partie, tout)| {
            Some(format!("Soit {}/{}", compte(calcul, &ligne, partie)?, compte(calcul, &ligne, tout)?))
        }),
        note: dite.note.as_ref().zip(i.objectif.as_ref()).map(|(note, objectif)| format!("{note}\u{a0}: {objectif}")),
        pastille: mots::de_l_indicateur(i),
    });
    Ok(Carte {
        code: d.code.clone(),
        titre: dite.titre.clone().unwrap_or_else(|| d.titre_en(calcul.exercice()).to_owned()),
        sous_titre: dite.sous_titre.clone(),
        figure,
        lien: dite.lien.clone().unwrap_or_else(|| "Voir".to_owned()),
        adresse: format!("/suivi/{}", d.code),
        tampon: e.fictif.then_some(TAMPON),
    })
}

/// A count as it stands, when it is known: a quotient of the page is never reduced.
fn compte(calcul: &Calcul, ligne: &Ligne, code: &str) -> Option<String> {
    let entrees = calcul.compile.plan.entrees();
    let rang = entrees.iter().position(|entree| entree.code == code)?;
    let chiffre = Chiffre::de_l_entree(&entrees[rang], *ligne.entrees.get(rang)?);
    chiffre.marques.connu().then_some(chiffre.ecrit)
}
