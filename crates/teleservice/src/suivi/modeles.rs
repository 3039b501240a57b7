//! A whole model in one table: one line per indicator, under the name of its group.

use super::figures::{Sujet, Vue, sujet};
use super::tableaux::en_tableau;
use super::widgets::{Dessin, Fonds};
use crate::mots;
use convention::Indicateur;
use graphiques::Tableau;

/// What is shown when the rules choose no column.
const COLONNES: [&str; 3] = ["valeur", "objectif", "etat"];

pub(super) fn tableau(titre: &str, modele: &str, colonnes: &[String], fonds: &Fonds<'_, '_>) -> Option<Dessin> {
    let vue = fonds.vue;
    let du_modele = |i: &&Indicateur| i.portee.modele.as_deref() == Some(modele);
    let actifs = vue.dispositif.indicateurs.iter().filter(du_modele).filter(|i| vue.indicateur(&i.code).is_some());
    let indicateurs: Vec<&Indicateur> = actifs.collect();
    let premier = *indicateurs.first()?;
    let colonnes: Vec<&str> =
        if colonnes.is_empty() { COLONNES.to_vec() } else { colonnes.iter().map(String::as_str).collect() };
    let mut entetes = vec!["Indicateur".to_owned()];
    entetes.extend(colonnes.iter().map(|c| entete(c, premier, vue)));
    let lignes = indicateurs.iter().map(|i| {
        let mut ligne = vec![Sujet::Indicateur(&i.code).libelle(vue)];
        ligne.extend(colonnes.iter().map(|c| cellule(c, i, fonds).unwrap_or_else(|| "sans objet".to_owned())));
        ligne
    });
    let etats = indicateurs.iter().filter_map(|i| fonds.explique(Sujet::Indicateur(&i.code))?.etat);
    let (mut atteints, mut sur) = (0, 0);
    for etat in etats {
        atteints += usize::from(etat == "atteint");
        sur += usize::from(matches!(etat, "atteint" | "non_atteint"));
    }
    let pluriel = |combien: usize| if combien > 1 { "s" } else { "" };
    let parmi = format!("{} indicateur{}", indicateurs.len(), pluriel(indicateurs.len()));
    let phrase = match sur {
        0 => format!("{titre}\u{a0}: {parmi}, aucun n'est encore jugé."),
        _ => format!(
            "{titre}\u{a0}: {atteints} atteint{} sur {sur} jugé{}, parmi {parmi}.",
            pluriel(atteints),
            pluriel(sur)
        ),
    };
    Some(en_tableau(Tableau { entetes, lignes: lignes.collect() }, phrase))
}

/// The name of a column: that of the column of the table, or of the calcul without the name of the line.
fn entete(colonne: &str, premier: &Indicateur, vue: &Vue<'_>) -> String {
    let fixe = match colonne {
        "valeur" => Some("Valeur"),
        "objectif" => Some("Objectif"),
        "etat" => Some("État"),
        "montant" => Some("Montant"),
        _ => None,
    };
    if let Some(fixe) = fixe {
        return fixe.to_owned();
    }
    let d = vue.dispositif;
    let lue = match (colonne.strip_prefix("ligne."), &premier.portee.ligne) {
        (Some(colonne), Some((table, _))) => {
            let colonne = d.table(table).and_then(|t| t.colonnes.iter().find(|c| c.code == colonne));
            colonne.and_then(|c| c.libelle.clone())
        }
        _ => {
            let code = format!("{}_{colonne}", premier.code);
            let libelle = sujet(d, &code).libelle(vue);
            Some(
                libelle
                    .strip_prefix(&format!("{} : ", Sujet::Indicateur(&premier.code).libelle(vue)))
                    .unwrap_or(&libelle)
                    .to_owned(),
            )
        }
    };
    lue.filter(|l| !l.is_empty()).unwrap_or_else(|| mots::majuscule(&colonne.replace("ligne.", "").replace('_', " ")))
}

fn cellule(colonne: &str, i: &Indicateur, fonds: &Fonds<'_, '_>) -> Option<String> {
    let (vue, ici) = (fonds.vue, Sujet::Indicateur(&i.code));
    let explique = fonds.explique(ici);
    match colonne {
        "valeur" => vue.valeur(ici).map(|c| c.ecrit),
        "objectif" => vue.objectif(ici).map(|c| c.ecrit),
        "etat" => explique.and_then(mots::de_l_indicateur).map(|p| p.mot.into_owned()),
        "montant" => explique.and_then(|e| e.montant.as_ref()).map(|m| m.ecrit.clone()),
        _ => match (colonne.strip_prefix("ligne."), &i.portee.ligne) {
            (Some(colonne), Some((table, cle))) => {
                let table = vue.dispositif.table(table)?;
                let jour = vue.compile.plan.jour();
                let numero = table.lignes.iter().position(|l| l.cle_ecrite() == *cle && l.vaut_au(jour))?;
                let rang = table.colonnes.iter().position(|c| c.code == colonne)?;
                if let Some(Some(dit)) = table.lignes[numero].textes.get(rang) {
                    return Some(dit.clone());
                }
                let type_ = &table.colonnes[rang].type_;
                // The row that was computed with: fictional values may complete those of the rules.
                let calcules = vue.compile.plan.programme().tables.iter().find(|t| t.code == table.code)?;
                let valeur = calcules.lignes.get(numero)?.valeurs.get(rang)?.valeur;
                Some(valeur.map_or_else(|| "inconnu".to_owned(), |v| type_.ecrire(v)))
            }
            _ => vue.valeur(sujet(vue.dispositif, &format!("{}_{colonne}", i.code))).map(|c| c.ecrit),
        },
    }
}
