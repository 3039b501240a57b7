//! The follow-up, printed: every indicator of the exercice, its value, its objective, what was missing; or that of one
//! dispositif, as its page shows it.

use super::remuneration::etat;
use super::{Document, au_nom, envoyer, feuille, mention_fictive};
use crate::mots;
use crate::refus::Refus;
use crate::sessions::Connecte;
use crate::suivi::{self, Forme, VoletDit, Widget};
use crate::{Calcul, Service, contrats, declaration};
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use convention::Dispositif;
use feuille::{Bloc, Cellule, Colonne, Feuille, Genre, Tableau};

pub(super) async fn pdf(State(service): State<Service>, connecte: Connecte) -> Result<Response, Refus> {
    let annee = service.exercice_en_cours();
    let jour = service.horloge.jour();
    let sous_titre = format!("Exercice {annee}, situation au {}", mots::jour(jour));
    let mut page = feuille(&service, &connecte, "Suivi des indicateurs", sous_titre.clone(), jour)?;
    let monde = &service.monde;
    let suivis: Vec<(&Dispositif, &Calcul)> = monde
        .dispositifs_de(connecte.qui)
        .filter(|d| d.a_un_suivi())
        .flat_map(|d| {
            let contrats = monde.contrats(connecte.qui, &d.code, annee).filter(|calcul| calcul.concerne(connecte.qui));
            contrats.map(move |calcul| (d, calcul))
        })
        .collect();
    for (d, calcul) in suivis {
        let e = declaration::expliquer(&service, &connecte, d, calcul).await?;
        let titre = format!("{}{}", d.titre_en(annee), contrats::suite(monde, connecte.qui, calcul));
        let lignes: Vec<Vec<Cellule>> = e
            .indicateurs
            .iter()
            .filter(|i| i.actif)
            .filter_map(|i| {
                let pastille = mots::de_l_indicateur(i)?;
                let valeur = i.valeur.as_ref().map_or_else(|| "Non mesuré".to_owned(), |v| v.ecrit.clone());
                let nom = match i.manquait.first() {
                    Some(manque) => Cellule::detaillee(i.libelle.clone(), format!("{manque}.")),
                    None => Cellule::Texte(i.libelle.clone()),
                };
                let objectif = i.objectif.clone().unwrap_or_else(|| "Sans objectif chiffré".to_owned());
                Some(vec![
                    nom,
                    Cellule::Texte(valeur),
                    Cellule::Texte(objectif),
                    Cellule::pastille(etat(i.etat?), pastille.mot),
                ])
            })
            .collect();
        if lignes.is_empty() {
            continue;
        }
        if e.fictif {
            page.mention = Some(mention_fictive());
        }
        page.push(Bloc::section(titre.clone()));
        page.push(Bloc::Tableau(Tableau {
            legende: format!("{titre}, exercice {annee}"),
            colonnes: vec![
                Colonne::texte("Indicateur"),
                Colonne::nombre("Valeur"),
                Colonne::nombre("Objectif"),
                Colonne::texte("État"),
            ],
            lignes,
            pied: None,
        }));
    }
    if page.blocs.is_empty() {
        page.push(Bloc::paragraphe("Rien n'est encore mesuré pour cet exercice."));
    }
    let document = Document {
        genre: "suivi",
        intitule: format!("Suivi des indicateurs, {sous_titre}"),
        nom: format!("suivi-{annee}"),
    };
    envoyer(&service, document, page).await
}

/// The follow-up of one dispositif: its accordions, their tables, what they come to.
pub(super) async fn un_dispositif(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
    RawQuery(question): RawQuery,
) -> Result<Response, Refus> {
    let contrat = contrats::demande(question.as_deref());
    let question = match contrat {
        Some(contrat) => format!("exercice={exercice}&contrat={contrat}"),
        None => format!("exercice={exercice}"),
    };
    let suivi = suivi::suivre(&service, &connecte, &code, Some(&question)).await?;
    let annee = suivi.exercice;
    let suite = contrats::suite(&service.monde, connecte.qui, suivi.calcul);
    let sous_titre = format!("Exercice {annee}, dernière mise à jour\u{a0}: {}", mots::jour(suivi.au));
    let titre = format!("Suivi\u{a0}: {}{suite}", suivi.d.titre_en(annee));
    let mut page = feuille(&service, &connecte, &titre, sous_titre, service.horloge.jour())?;
    if suivi.explication.fictif {
        page.mention = Some(mention_fictive());
    }
    if suivi.preremplies.is_some() {
        page.push(Bloc::paragraphe("Vos réponses préremplies comptent dans ce suivi."));
    }
    sections(&suivi.volets, &suivi.widgets, &mut page);
    if page.blocs.is_empty() {
        page.push(Bloc::paragraphe("Rien n'est encore mesuré pour cet exercice."));
    }
    let intitule = format!("Suivi, {}, exercice {annee}{suite}", suivi.d.titre_en(annee));
    let nom = format!("suivi-{code}-{annee}{}", au_nom(contrat));
    envoyer(&service, Document { genre: "suivi", intitule, nom }, page).await
}

/// Accordions and widgets, as their screen shows them.
pub(super) fn sections(volets: &[VoletDit], widgets: &[Widget], page: &mut Feuille) {
    for section in suivi::sections(volets, widgets) {
        if let Some(volet) = section.volet {
            en_tete(volet, page);
        }
        for widget in section.gauche.iter().chain(&section.droite).chain(&section.dessous) {
            un_widget(widget, section.volet.is_some(), page);
        }
        reserver(section.volet.and_then(|v| v.reserve.as_ref()), page);
    }
}

fn en_tete(volet: &VoletDit, page: &mut Feuille) {
    page.push(Bloc::section(volet.titre.clone()));
    let etat = volet.pastille.as_ref().map(|p| ("État".to_owned(), Cellule::pastille(etat_de(p.style), p.mot.clone())));
    let valeur = volet.valeur.as_ref().map(|v| ("Valeur".to_owned(), Cellule::Texte(v.clone())));
    let dits: Vec<_> = etat.into_iter().chain(valeur).collect();
    if !dits.is_empty() {
        page.push(Bloc::Definitions(dits));
    }
}

fn un_widget(w: &Widget, dans_un_volet: bool, page: &mut Feuille) {
    let titre = w.titre.clone();
    page.push(if dans_un_volet { Bloc::sous_section(titre) } else { Bloc::section(titre) });
    let etat = w.pastille.as_ref().map(|p| ("État".to_owned(), Cellule::pastille(etat_de(p.style), p.mot.clone())));
    let au = w.au.as_ref().map(|au| ("Dernière mise à jour".to_owned(), Cellule::Texte(au.clone())));
    let mut definitions: Vec<(String, Cellule)> = etat.into_iter().chain(au).collect();
    for dessin in &w.dessins {
        if matches!(dessin.forme, Forme::Liste { .. } | Forme::Chiffre { .. }) {
            let paires = dessin.tableau.lignes.iter().filter_map(|l| {
                let [nom, valeur] = l.as_slice() else { return None };
                Some((nom.clone(), Cellule::Texte(valeur.clone())))
            });
            definitions.extend(paires);
        }
    }
    if !definitions.is_empty() {
        page.push(Bloc::Definitions(definitions));
    }
    for dessin in &w.dessins {
        if matches!(dessin.forme, Forme::Liste { .. } | Forme::Chiffre { .. }) {
            continue;
        }
        let mut entetes = dessin.tableau.entetes.iter();
        let premiere = entetes.next().map(|e| Colonne::texte(e.clone()));
        page.push(Bloc::Tableau(Tableau {
            legende: w.titre.clone(),
            colonnes: premiere.into_iter().chain(entetes.map(|e| Colonne::nombre(e.clone()))).collect(),
            lignes: dessin.tableau.lignes.iter().map(|l| l.iter().cloned().map(Cellule::Texte).collect()).collect(),
            pied: None,
        }));
        page.push(Bloc::paragraphe(dessin.phrase.clone()));
    }
    if let Some(phrase) = &w.phrase {
        page.push(Bloc::paragraphe(phrase.clone()));
    }
    for manque in &w.manquait {
        page.push(Bloc::paragraphe(format!("Ce qu'il manquait\u{a0}: {manque}.")));
    }
    reserver(w.reserve.as_ref(), page);
}

fn reserver(reserve: Option<&String>, page: &mut Feuille) {
    if let Some(reserve) = reserve {
        page.push(Bloc::encadre(Genre::Alerte, "À confirmer", reserve.clone()));
    }
}

const fn etat_de(style: &str) -> feuille::Etat {
    match style.as_bytes() {
        b"succes" => feuille::Etat::Favorable,
        b"erreur" => feuille::Etat::Defavorable,
        b"neutre" => feuille::Etat::Neutre,
        _ => feuille::Etat::Attente,
    }
}
