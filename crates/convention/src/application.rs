//! Lays a set of values over the parameters and tables handed to the engine.

use crate::defaut::voisin;
use crate::parametres::{Parametre, TypeParametre};
use crate::surcharges::{Cible, Surcharge, Surcharges};
use crate::tables::{Table, plage};
use crate::valeurs::TypeValeur;
use crate::{Defaut, Dispositif};
use formule::programme::{self, Constante, Contenu, Programme, Version};
use formule::{Confiance, Date};

/// Replaces the values of a programme. Roles are replaced elsewhere, before formulas are made from them.
pub(crate) fn appliquer(dispositif: &Dispositif, programme: &mut Programme, surcharges: &Surcharges) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    for surcharge in &surcharges.liste {
        let fait = match &surcharge.cible {
            Cible::Parametre { code, depuis, palier } => {
                parametre(dispositif, programme, surcharge, code, *depuis, *palier)
            }
            Cible::Cellule { table, cle, colonne, au } => {
                let ou = Ou { cle, colonne, au: *au };
                cellule(dispositif, programme, surcharge, table, &ou)
            }
            Cible::Role { indicateur, attribut } => role(dispositif, indicateur, attribut, &surcharge.valeur),
        };
        if let Err((message, conseil)) = fait {
            let defaut = Defaut::new(&surcharge.place, format!("« {} » : {message}", surcharge.nom));
            defauts.push(match conseil {
                Some(conseil) => defaut.conseil(conseil),
                None => defaut,
            });
        }
    }
    defauts
}

type Fait = Result<(), (String, Option<String>)>;

fn role(dispositif: &Dispositif, indicateur: &str, attribut: &str, valeur: &str) -> Fait {
    TypeValeur::OuiNon.lire_valeur(valeur).map_err(|refus| (refus.message, Some(refus.conseil)))?;
    if !dispositif.indicateurs.iter().any(|i| i.code == indicateur) {
        let connus = dispositif.indicateurs.iter().map(|i| i.code.as_str());
        return Err((format!("aucun indicateur « {indicateur} »"), voisin(indicateur, connus)));
    }
    if !crate::Role::ATTRIBUTS.contains(&attribut) {
        return Err((format!("un rôle n'a pas d'attribut « {attribut} »"), voisin(attribut, crate::Role::ATTRIBUTS)));
    }
    Ok(())
}

/// The replaced constant: unknown has no confidence; what stood unknown has none to keep.
fn remplacee(
    surcharge: &Surcharge,
    type_: &TypeValeur,
    avant: Option<Constante>,
) -> Result<Constante, (String, Option<String>)> {
    if surcharge.complete && avant.is_some_and(|a| a.valeur.is_some()) {
        return Ok(avant.unwrap_or(Constante::INCONNUE));
    }
    let valeur = type_.lire_valeur(&surcharge.valeur).map_err(|refus| (refus.message, Some(refus.conseil)))?;
    if valeur.is_none() {
        return Ok(Constante::INCONNUE);
    }
    let gardee = avant.filter(|a| a.valeur.is_some()).map_or(Confiance::Hypothese, |a| a.confiance);
    Ok(Constante { valeur, confiance: surcharge.confiance.unwrap_or(gardee) })
}

fn parametre(
    dispositif: &Dispositif,
    programme: &mut Programme,
    surcharge: &Surcharge,
    code: &str,
    depuis: Option<Date>,
    palier: Option<usize>,
) -> Fait {
    let trouve = dispositif.parametre(code).zip(programme.parametres.iter_mut().find(|p| p.code == code));
    let Some((dit, parametre)) = trouve else {
        let connus = dispositif.parametres.iter().map(|p| p.code.as_str());
        return Err((format!("aucun paramètre « {code} »"), voisin(code, connus)));
    };
    if palier.is_some() && matches!(dit.type_, TypeParametre::Valeur(_)) {
        return Err((format!("« {code} » n'est pas un barème"), Some(format!("écrivez « {code} »"))));
    }
    if let Some(jour) = depuis {
        couper(&mut parametre.versions, jour);
    }
    let mut remplaces = 0;
    for version in parametre.versions.iter_mut().filter(|v| depuis.is_none_or(|d| v.depuis >= d)) {
        remplacer(&mut version.contenu, surcharge, dit, palier)?;
        remplaces += 1;
    }
    if remplaces == 0
        && let (Some(jour), TypeParametre::Valeur(type_)) = (depuis, &dit.type_)
    {
        let constante = remplacee(surcharge, type_, None)?;
        parametre.versions.push(Version { depuis: jour, jusqu_a: None, contenu: Contenu::Valeur(constante) });
    }
    Ok(())
}

/// Cuts the version that runs over a day in two, so that only what follows is replaced.
fn couper(versions: &mut Vec<Version>, jour: Date) {
    let veille = Date(jour.0 - 1);
    let a_cheval = |v: &Version| v.depuis < jour && v.jusqu_a.is_none_or(|fin| fin >= jour);
    if let Some(rang) = versions.iter().position(a_cheval) {
        let mut suite = versions[rang].clone();
        suite.depuis = jour;
        versions[rang].jusqu_a = Some(veille);
        versions.insert(rang + 1, suite);
    }
}

fn remplacer(contenu: &mut Contenu, surcharge: &Surcharge, dit: &Parametre, palier: Option<usize>) -> Fait {
    let type_ = dit.type_de_valeur();
    match contenu {
        Contenu::Valeur(constante) => *constante = remplacee(surcharge, type_, Some(*constante))?,
        Contenu::Bareme(paliers) => {
            let nombre = paliers.len();
            match palier {
                Some(rang) if rang > nombre => {
                    return Err((
                        format!("ce barème n'a que {nombre} palier(s)"),
                        Some(format!("de [1] à [{nombre}]")),
                    ));
                }
                None if surcharge.valeur != "inconnu" && nombre > 1 => {
                    let conseil = format!("écrivez « {}[1] » pour son premier palier", dit.code);
                    return Err(("un barème se remplace palier par palier".to_owned(), Some(conseil)));
                }
                _ => {}
            }
            for (rang, p) in paliers.iter_mut().enumerate() {
                if palier.is_none_or(|voulu| voulu == rang + 1) {
                    p.valeur = remplacee(surcharge, type_, Some(p.valeur))?;
                }
            }
        }
    }
    Ok(())
}

struct Ou<'a> {
    cle: &'a str,
    colonne: &'a str,
    au: Option<Date>,
}

fn cellule(
    dispositif: &Dispositif,
    programme: &mut Programme,
    surcharge: &Surcharge,
    table: &str,
    ou: &Ou<'_>,
) -> Fait {
    let trouvee = dispositif.table(table).zip(programme.tables.iter_mut().find(|t| t.code == table));
    let Some((dite, tenue)) = trouvee else {
        let connues = dispositif.tables.iter().map(|t| t.code.as_str());
        return Err((format!("aucune table « {table} »"), voisin(table, connues)));
    };
    let Some(rang) = dite.rang(ou.colonne) else {
        let connues = dite.colonnes.iter().map(|c| c.code.as_str());
        return Err((
            format!("la table « {table} » n'a pas de colonne « {} »", ou.colonne),
            voisin(ou.colonne, connues),
        ));
    };
    let mut remplacees = 0;
    for (ligne, lue) in tenue.lignes.iter_mut().zip(&dite.lignes) {
        if lue.cle_ecrite() == ou.cle || contient(dite, ligne, ou.cle) {
            if ou.au.is_some_and(|jour| !lue.vaut_au(jour)) {
                continue;
            }
            ligne.valeurs[rang] = remplacee(surcharge, &dite.colonnes[rang].type_, Some(ligne.valeurs[rang]))?;
            remplacees += 1;
        }
    }
    if remplacees > 0 {
        return Ok(());
    }
    let cles: Vec<String> = dite.lignes.iter().map(crate::LigneDeTable::cle_ecrite).collect();
    Err((
        format!("la table « {table} » n'a pas de ligne « {} »", ou.cle),
        voisin(ou.cle, cles.iter().map(String::as_str)),
    ))
}

/// Does a key written with plain numbers fall in the ranges of a row?
fn contient(table: &Table, ligne: &programme::LigneTable, cle: &str) -> bool {
    let morceaux: Vec<&str> = cle.split(',').collect();
    morceaux.len() == ligne.cles.len()
        && table.cles.iter().zip(&ligne.cles).zip(morceaux).all(|((colonne, (bas, haut)), morceau)| {
            match &colonne.type_ {
                TypeValeur::Choix(codes) => codes.iter().position(|c| c == morceau).is_some_and(|r| r as i64 == *bas),
                _ => plage(morceau).is_some_and(|(a, b)| a == b && (*bas..=*haut).contains(&a)),
            }
        })
}
