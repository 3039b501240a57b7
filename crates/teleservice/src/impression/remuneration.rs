//! The printed detail of a remuneration.

use super::{Document, au_nom, envoyer, feuille, mention_fictive};
use crate::detail::{annonce, montrer_au_detail, trouver};
use crate::postes::{self, Poste};
use crate::refus::Refus;
use crate::remunerations::{self, Verse};
use crate::sessions::Connecte;
use crate::{Service, contrats, declaration, mots};
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use explication::{Explication, IndicateurExplique, LigneExpliquee, Lignes};
use feuille::{Bloc, Cellule, Colonne, Etat, Feuille, Genre, Tableau};

/// What is said of a payment of the demonstration.
const TAMPON_D_UN_VERSEMENT: &str = "Valeur fictive";

pub(super) async fn pdf(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
    RawQuery(question): RawQuery,
) -> Result<Response, Refus> {
    let contrat = contrats::demande(question.as_deref());
    let (dispositif, calcul) = trouver(&service, &connecte, &code, (&exercice, contrat)).await?;
    let e = declaration::expliquer(&service, &connecte, dispositif, calcul).await?;
    let verse = remunerations::verse(&service, &connecte, calcul).await?;
    let montre = montrer_au_detail(&service, &connecte, (dispositif, calcul, &e), &verse.paiements).await?;
    let sous_titre = montre.titre_de_detail.clone().unwrap_or_else(|| format!("{}, exercice {}", e.titre, e.exercice))
        + &contrats::suite(&service.monde, connecte.qui, calcul);
    let jour = service.horloge.jour();
    let mut page = feuille(&service, &connecte, "Détail de la rémunération", sous_titre.clone(), jour)?;
    if e.fictif || verse.paiements.iter().any(|p| p.fictif) {
        page.mention = Some(mention_fictive());
    }
    if let Ok(annee) = dispositif.exercice(e.exercice) {
        let (debut, fin) = (mots::jour(annee.exercice.debut), mots::jour(annee.exercice.fin));
        let annonces = verse.paiements.iter().filter_map(|p| annonce(dispositif, p).zip(Some(p.centimes)));
        let annonces = annonces.map(|(annonce, c)| (annonce, Cellule::Texte(mots::montant(Some(c)))));
        page.push(Bloc::Definitions(
            annonces
                .chain([
                    ("Période de référence".to_owned(), Cellule::Texte(format!("du {debut} au {fin}"))),
                    ("Montant calculé".to_owned(), Cellule::Texte(mots::montant(e.montant))),
                    ("Règles au".to_owned(), Cellule::Texte(e.jour_du_droit.clone())),
                ])
                .collect(),
        ));
    }
    page.push(Bloc::paragraphe(dispositif.resume.clone()));
    super::suivi::sections(&montre.volets, &montre.widgets, &mut page);
    let paye = !verse.paiements.is_empty();
    versements(verse, &mut page);
    reserves(&e, paye, &mut page);
    page.push(Bloc::section("Indicateur par indicateur"));
    for indicateur in e.indicateurs.iter().filter(|i| i.actif) {
        un_indicateur(indicateur, &mut page);
    }
    page.push(Bloc::section("Comment on arrive à ce montant"));
    page.push(Bloc::Tableau(somme(&e)));
    let document = Document {
        genre: "remuneration",
        intitule: format!("Détail de la rémunération, {sous_titre}"),
        nom: format!("remuneration-{}-{}{}", e.dispositif.replace('_', "-"), e.exercice, au_nom(contrat)),
    };
    envoyer(&service, document, page).await
}

fn versements(Verse { paiements, total }: Verse, page: &mut Feuille) {
    if paiements.is_empty() {
        return;
    }
    let ligne = |titre: &str, fictif: bool, jour: String, centimes: Option<i64>| {
        let titre = match fictif {
            true => Cellule::detaillee(titre.to_owned(), TAMPON_D_UN_VERSEMENT.to_owned()),
            false => Cellule::Texte(titre.to_owned()),
        };
        vec![titre, Cellule::Texte(jour), Cellule::Texte(mots::montant(centimes))]
    };
    page.push(Bloc::section("Ce qui a été versé"));
    page.push(Bloc::Tableau(Tableau {
        legende: "Versements, du plus ancien au plus récent".to_owned(),
        colonnes: vec![Colonne::texte("Versement"), Colonne::texte("Transmis le"), Colonne::nombre("Montant")],
        lignes: paiements.iter().map(|p| ligne(&p.titre, p.fictif, mots::jour(p.jour), Some(p.centimes))).collect(),
        pied: Some(ligne("Total versé", false, String::new(), total)),
    }));
}

/// What a payment rests on; what was paid already is no longer held back by it.
fn reserves(e: &Explication, paye: bool, page: &mut Feuille) {
    let groupes = [
        ("Ce qui n'est pas connu", &e.inconnus),
        ("Ce qui n'est pas encore arrivé", &e.attendus),
        ("Ce qui repose sur une hypothèse", &e.hypotheses),
    ];
    if groupes.iter().all(|(_, noms)| noms.is_empty()) {
        return;
    }
    let titre = if paye { "Ce que ce calcul suppose" } else { "Ce montant ne peut pas être payé en l'état" };
    page.push(Bloc::encadre(Genre::Alerte, titre, "Il repose sur ce qui suit."));
    for (titre, noms) in groupes.into_iter().filter(|(_, noms)| !noms.is_empty()) {
        page.push(Bloc::paragraphe(format!("{titre}\u{a0}:")));
        page.push(Bloc::Liste(noms.iter().map(|nom| nom.libelle.clone()).collect()));
    }
}

/// What a state means on paper.
pub(super) fn etat(etat: &str) -> Etat {
    match etat {
        "atteint" => Etat::Favorable,
        "non_atteint" => Etat::Defavorable,
        "sans_objet" => Etat::Neutre,
        _ => Etat::Attente,
    }
}

fn un_indicateur(i: &IndicateurExplique, page: &mut Feuille) {
    page.push(Bloc::sous_section(i.libelle.clone()));
    let mut lignes = Vec::new();
    if let Some((etat, pastille)) = i.etat.zip(mots::de_l_indicateur(i)) {
        lignes.push(("État".to_owned(), Cellule::pastille(self::etat(etat), pastille.mot)));
    }
    if let Some(valeur) = &i.valeur {
        let cellule = match &valeur.quotient {
            Some(quotient) => Cellule::detaillee(valeur.ecrit.clone(), quotient.clone()),
            None => Cellule::Texte(valeur.ecrit.clone()),
        };
        lignes.push(("Valeur atteinte".to_owned(), cellule));
    }
    if let Some(objectif) = &i.objectif {
        lignes.push(("Objectif".to_owned(), Cellule::Texte(objectif.clone())));
    }
    if let Some(montant) = &i.montant {
        lignes.push(("Montant".to_owned(), Cellule::Texte(montant.ecrit.clone())));
    }
    if let Some(malus) = &i.malus {
        lignes.push(("Malus".to_owned(), Cellule::Texte(malus.clone())));
    }
    if !lignes.is_empty() {
        page.push(Bloc::Definitions(lignes));
    }
    if let Some(tableau) = &i.lignes {
        page.push(Bloc::Tableau(ligne_par_ligne(i, tableau)));
    }
    for manque in &i.manquait {
        page.push(Bloc::paragraphe(format!("À savoir\u{a0}: {manque}.")));
    }
}

/// The lines of an indicator that is paid line by line.
fn ligne_par_ligne(i: &IndicateurExplique, tableau: &Lignes) -> Tableau {
    let ligne = |l: &LigneExpliquee| {
        let libelle = match &l.manquait {
            Some(manque) => Cellule::detaillee(l.libelle.clone(), format!("{manque}.")),
            None => Cellule::Texte(l.libelle.clone()),
        };
        let valeurs = l.valeurs.iter().cloned().map(Cellule::Texte);
        [libelle].into_iter().chain(valeurs).chain([Cellule::Texte(l.montant.ecrit.clone())]).collect()
    };
    let colonnes = tableau.colonnes.iter().map(|nom| Colonne::nombre(nom.clone()));
    let pied = i.montant.as_ref().map(|montant| {
        let vides = tableau.colonnes.iter().map(|_| Cellule::Texte(String::new()));
        let total = [Cellule::Texte("Total des lignes".to_owned())].into_iter().chain(vides);
        total.chain([Cellule::Texte(montant.ecrit.clone())]).collect()
    });
    Tableau {
        legende: format!("{}, ligne par ligne", tableau.titre),
        colonnes: [Colonne::texte("Ligne")].into_iter().chain(colonnes).chain([Colonne::nombre("Montant")]).collect(),
        lignes: tableau.lignes.iter().map(ligne).collect(),
        pied,
    }
}

fn somme(e: &Explication) -> Tableau {
    let ligne = |p: &Poste| {
        let libelle = match &p.precision {
            Some(precision) => Cellule::detaillee(p.libelle.clone(), precision.clone()),
            None => Cellule::Texte(p.libelle.clone()),
        };
        vec![libelle, Cellule::Texte(p.montant.clone())]
    };
    let postes = postes::postes(e);
    let (total, lignes): (Vec<_>, Vec<_>) = postes.iter().partition(|p| p.est_total());
    Tableau {
        legende: "De chaque ligne au montant calculé".to_owned(),
        colonnes: vec![Colonne::texte("Ligne"), Colonne::nombre("Montant")],
        lignes: lignes.into_iter().map(ligne).collect(),
        pied: total.first().map(|p| ligne(p)),
    }
}
