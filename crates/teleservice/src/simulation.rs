//! « Et si… ? »: the same amount with other figures. Nothing is kept.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::detail::trouver;
use crate::mots;
use crate::postes::{self, Poste};
use crate::refus::Refus;
use crate::saisie::{self, Saisie};
use crate::sessions::Connecte;
use crate::{Calcul, Service, contrats, declaration};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use convention::Dispositif;
use explication::{Explication, TAMPON};
use formule::{Ligne, NoeudId};
use std::collections::HashMap;

pub(crate) const ROUTES: &[Route] = &[Route::get("/remunerations/{dispositif}/{exercice}/simulation", || get(page))];

/// How many figures of detail lines a form may hold: above, they are left as they are.
const CHIFFRES_DE_LIGNES: usize = 40;

/// The figures that one indicator reads.
struct Section {
    ancre: String,
    /// Indicators that read only figures already placed here.
    aussi: Vec<String>,
    titre: String,
    champs: Vec<Saisie>,
}

/// A line of the sum, before and after.
struct Comparaison {
    libelle: String,
    avant: String,
    apres: String,
    ecart: String,
    /// `plus`, `moins`, or nothing.
    sens: &'static str,
    total: bool,
}

/// What the other figures would change.
struct Resultat {
    lignes: Vec<Comparaison>,
    avant: String,
    apres: String,
    ecart: String,
    /// The objectives that would be reached, or lost.
    franchis: Vec<String>,
    /// What the amount would still lack to be known.
    inconnu: bool,
    fictif: bool,
}

#[derive(Template)]
#[template(path = "simulation.html")]
struct Page {
    cadre: Cadre,
    titre: String,
    adresse: String,
    /// What an address adds to name the contract; nothing where there is only one.
    contrat: String,
    /// The contract that the form sends again.
    code_du_contrat: Option<String>,
    montant: String,
    sections: Vec<Section>,
    resultat: Option<Resultat>,
    /// Are the lines too many to be changed here?
    lignes_gardees: bool,
    /// Does the amount rest on everybody's figures, which stay what they are?
    nationaux: bool,
}

async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
    Query(demande): Query<HashMap<String, String>>,
) -> Result<Response, Refus> {
    let monde = &service.monde;
    // Elsewhere, a figure may bear this name.
    let par_contrat = monde.dispositif(&code).is_some_and(Dispositif::par_contrat);
    let contrat = demande.get("contrat").filter(|_| par_contrat);
    let (d, calcul) = trouver(&service, &connecte, &code, (&exercice, contrat.map(String::as_str))).await?;
    let expliquer = |ligne: &Ligne| {
        let panne = |_| Refus::panne("simuler un montant : l'exécution a échoué");
        calcul.expliquer_ligne(monde, d, connecte.qui, ligne).map_err(panne)
    };
    let ligne = declaration::figures(&service, &connecte, d, calcul).await?;
    let avant = expliquer(&ligne)?;
    let formulaire = Formulaire::lire(d, calcul, &ligne, &demande);
    let chiffree = demande.keys().any(|nom| !(par_contrat && nom == "contrat"));
    let resultat = match (&formulaire.essai, chiffree) {
        (Some(essai), true) => Some(comparer(&avant, &expliquer(essai)?)),
        _ => None,
    };
    let suite = contrats::suite(monde, connecte.qui, calcul);
    let titre = format!("{} — exercice {}{suite}", avant.titre, avant.exercice);
    let programme = calcul.compile.programme();
    Ok(cadre::html(&Page {
        cadre: Cadre::connecte(&service, &connecte, "/remunerations", format!("Et si… ? {titre}")),
        titre,
        adresse: format!("/remunerations/{}/{}", d.code, avant.exercice),
        contrat: contrats::question(monde, connecte.qui, calcul),
        code_du_contrat: contrat.cloned(),
        montant: mots::montant(avant.montant),
        sections: formulaire.sections,
        resultat,
        lignes_gardees: formulaire.lignes_gardees,
        nationaux: !programme.nationaux.is_empty() || !programme.repartitions.is_empty(),
    }))
}

/// The form, and the figures that it gives when each is right.
struct Formulaire {
    sections: Vec<Section>,
    essai: Option<Ligne>,
    lignes_gardees: bool,
}

impl Formulaire {
    fn lire(d: &Dispositif, calcul: &Calcul, ligne: &Ligne, demande: &HashMap<String, String>) -> Self {
        let plan = &calcul.compile.plan;
        let sorties = &calcul.compile.sorties;
        let noeuds = |codes: &[&Option<String>]| -> Vec<NoeudId> {
            codes.iter().filter_map(|code| plan.definition(code.as_deref()?)).collect()
        };
        let lues = plan.definition(&sorties.montant).map_or_else(Vec::new, |n| plan.entrees_lues(&[n]));
        let mut formulaire = Self { sections: Vec::new(), essai: None, lignes_gardees: false };
        let (mut essai, mut places) = (ligne.clone(), vec![false; plan.entrees().len()]);
        let mut champ = |rang: usize, essai: &mut Ligne| -> Option<Saisie> {
            if std::mem::replace(places.get_mut(rang)?, true) {
                return None;
            }
            let entree = d.entree(&plan.entrees().get(rang)?.code)?;
            let actuelle = *ligne.entrees.get(rang)?;
            let (saisie, cellule) = saisie::lire(entree, &entree.code, actuelle, demande);
            *essai.entrees.get_mut(rang)? = cellule;
            Some(saisie)
        };
        for sortie in sorties.indicateurs.iter().filter(|s| s.actif) {
            let siens = plan.entrees_lues(&noeuds(&[&sortie.atteint, &sortie.montant, &sortie.malus]));
            let siens: Vec<usize> = siens.into_iter().filter(|rang| lues.contains(rang)).collect();
            let mut champs: Vec<Saisie> = siens.iter().filter_map(|rang| champ(*rang, &mut essai)).collect();
            if let Some((detail, _)) = &sortie.ligne {
                champs.extend(formulaire.lignes(d, calcul, detail, &mut essai, demande));
            }
            let (ancre, titre) = (format!("sim-{}", sortie.code), sortie.libelle.clone());
            let nom = |rang: &usize| plan.entrees().get(*rang).map(|e| e.code.clone());
            let premier = siens.iter().find_map(nom);
            let ailleurs =
                formulaire.sections.iter_mut().find(|s| s.champs.iter().any(|c| Some(&c.nom) == premier.as_ref()));
            match (champs.is_empty(), ailleurs) {
                (false, _) => formulaire.sections.push(Section { ancre, titre, champs, aussi: Vec::new() }),
                (true, Some(section)) => section.aussi.push(ancre),
                (true, None) => {}
            }
        }
        let autres: Vec<Saisie> = lues.iter().filter_map(|rang| champ(*rang, &mut essai)).collect();
        if !autres.is_empty() {
            let (ancre, titre) = ("sim-autres".to_owned(), "Autres chiffres".to_owned());
            formulaire.sections.push(Section { ancre, titre, champs: autres, aussi: Vec::new() });
        }
        let champs = || formulaire.sections.iter().flat_map(|s| &s.champs);
        let trop = saisie::parts_trop_grandes(champs());
        for (nom, erreur) in trop {
            let champs = formulaire.sections.iter_mut().flat_map(|s| &mut s.champs);
            for saisie in champs.filter(|c| c.nom == nom && c.erreur.is_none()) {
                saisie.erreur = Some(erreur.clone());
            }
        }
        let juste = formulaire.sections.iter().flat_map(|s| &s.champs).all(|c| c.erreur.is_none());
        formulaire.essai = juste.then_some(essai);
        formulaire
    }

    /// The figures of detail lines, when they are few.
    fn lignes(
        &mut self,
        d: &Dispositif,
        calcul: &Calcul,
        detail: &str,
        essai: &mut Ligne,
        demande: &HashMap<String, String>,
    ) -> Vec<Saisie> {
        let programme = calcul.compile.programme();
        let rang = programme.details.iter().position(|x| x.code == detail);
        let dit = d.details.iter().find(|x| x.code == detail);
        let (Some(rang), Some(dit)) = (rang, dit) else { return Vec::new() };
        let (Some(lignes), Some(tenu)) = (essai.details.get_mut(rang), programme.details.get(rang)) else {
            return Vec::new();
        };
        if lignes.len() * tenu.entrees.len() > CHIFFRES_DE_LIGNES {
            self.lignes_gardees = true;
            return Vec::new();
        }
        let table = dit.table.as_deref().and_then(|code| d.table(code));
        let mut champs = Vec::new();
        for (numero, ligne) in lignes.iter_mut().enumerate() {
            let cle = table.and_then(|t| t.codes().get(ligne.cle as usize)).cloned();
            let rangee = table.zip(cle.as_ref()).and_then(|(table, cle)| {
                let mut siennes = table.lignes.iter().filter(|l| l.cles.first().is_some_and(|c| c.ecrite == *cle));
                siennes.next().and_then(|l| l.libelle.clone())
            });
            let cle = cle.unwrap_or_else(|| (numero + 1).to_string());
            let libelle = rangee.unwrap_or_else(|| cle.clone());
            for (colonne, cellule) in tenu.entrees.iter().zip(&mut ligne.entrees) {
                let Some(entree) = dit.entrees.iter().find(|e| e.code == colonne.code) else { continue };
                let nom = format!("{detail}.{cle}.{}", entree.code);
                let (mut saisie, lue) = saisie::lire(entree, &nom, *cellule, demande);
                *cellule = lue;
                saisie.libelle = format!("{libelle} : {}", saisie.libelle);
                saisie.au_plus = entree.au_plus.as_ref().map(|autre| format!("{detail}.{cle}.{autre}"));
                champs.push(saisie);
            }
        }
        champs
    }
}

fn comparer(avant: &Explication, apres: &Explication) -> Resultat {
    let (vieux, neufs) = (postes::postes(avant), postes::postes(apres));
    let mut lignes: Vec<Comparaison> = Vec::new();
    for poste in vieux.iter().filter(|p| !p.est_sous_total() && !p.est_total()) {
        lignes.push(Comparaison::de(Some(poste), neufs.iter().find(|p| p.cle == poste.cle)));
    }
    for poste in neufs.iter().filter(|p| !p.est_sous_total() && vieux.iter().all(|v| v.cle != p.cle)) {
        lignes.push(Comparaison::de(None, Some(poste)));
    }
    lignes.push(Comparaison::de(vieux.last(), neufs.last()));
    let franchis = apres.indicateurs.iter().filter(|i| i.actif).filter_map(|i| {
        let ancien = avant.indicateurs.iter().find(|a| a.code == i.code)?;
        let (de, a) = (mots::de_l_indicateur(ancien)?.mot, mots::de_l_indicateur(i)?.mot);
        (ancien.etat != i.etat)
            .then(|| format!("{} : {} au lieu de {}", i.libelle, a.to_lowercase(), de.to_lowercase()))
    });
    Resultat {
        avant: mots::montant(avant.montant),
        apres: mots::montant(apres.montant),
        ecart: mots::ecart(avant.montant, apres.montant),
        franchis: franchis.collect(),
        inconnu: apres.montant.is_none(),
        fictif: apres.fictif,
        lignes,
    }
}

impl Comparaison {
    /// A line that exists on one side only is worth nothing on the other.
    fn de(avant: Option<&Poste>, apres: Option<&Poste>) -> Self {
        let centimes = |poste: Option<&Poste>| poste.map_or(Some(0), |p| p.centimes);
        let (a, b) = (centimes(avant), centimes(apres));
        Self {
            libelle: apres.or(avant).map_or_else(String::new, |p| p.libelle.clone()),
            avant: mots::montant(a),
            apres: mots::montant(b),
            ecart: mots::ecart(a, b),
            sens: match a.zip(b) {
                Some((a, b)) if b > a => "plus",
                Some((a, b)) if b < a => "moins",
                _ => "",
            },
            total: apres.is_some_and(Poste::est_total),
        }
    }
}

impl Page {
    fn erreurs(&self) -> Vec<&Saisie> {
        self.sections.iter().flat_map(|s| &s.champs).filter(|c| c.erreur.is_some()).collect()
    }

    fn tampon(&self) -> &'static str {
        TAMPON
    }
}
