//! The national stage: what is computed over everybody before each amount, and the file that keeps it.

use crate::calcul::Preparation;
use crate::echec::{Code, Echec};
use crate::fils::Fils;
use convention::{Dispositif, valeurs_ecrites};
use formule::colonne::{Parts, ValeurNationale};
use formule::plan::Typ;
use formule::programme::{ModeNational, Programme};
use formule::{Absence, Cellule, Colonne, Fraction, Jeu, Marques, Plan, Unite};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tableaux::{Beneficiaires, Brouillon};

/// Version of the layout of the file.
const FORMAT: i64 = 1;

/// Codes of the definitions that national results and shares are made from.
pub(crate) fn definitions(programme: &Programme) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for national in &programme.nationaux {
        match &national.mode {
            ModeNational::Moyenne { numerateur, denominateur } => codes.extend([numerateur.as_str(), denominateur]),
            ModeNational::Somme(code) | ModeNational::Compte(code) | ModeNational::MoyenneSimple(code, _) => {
                codes.push(code);
            }
            ModeNational::Percentile { de, rang } => codes.extend([de.as_str(), rang]),
        }
    }
    for repartition in &programme.repartitions {
        codes.extend([repartition.enveloppe.as_str(), &repartition.cle]);
        codes.extend(repartition.plancher.as_deref());
    }
    codes
}

/// Have these rules a national stage?
pub(crate) fn presents(programme: &Programme) -> bool {
    !programme.nationaux.is_empty() || !programme.repartitions.is_empty()
}

/// Completes the figures with national results: those of a file, or computed from the figures themselves.
pub(crate) fn completer(
    preparation: &Preparation,
    jeu: &mut Jeu<'static>,
    beneficiaires: &Beneficiaires,
    fichier: Option<&Path>,
) -> Result<(), Echec> {
    let plan = &preparation.compile.plan;
    match (fichier, presents(plan.programme())) {
        (Some(_), false) => {
            Err(Echec::new(Code::Usage, "ce dispositif n'a pas de résultat national. Ôtez --nationaux."))
        }
        (Some(chemin), true) => lire(chemin, plan.programme(), jeu, beneficiaires),
        (None, false) => Ok(()),
        (None, true) => calculer(preparation, jeu, beneficiaires, Fils::de_la_machine()),
    }
}

/// Computes the national results from the figures themselves: the same values on any number of threads.
pub(crate) fn calculer(
    preparation: &Preparation,
    jeu: &mut Jeu<'static>,
    beneficiaires: &Beneficiaires,
    fils: Fils,
) -> Result<(), Echec> {
    let plan = &preparation.compile.plan;
    // Names settle the ties of a sharing, and nothing else.
    let nommes = if plan.programme().repartitions.is_empty() { 0 } else { beneficiaires.len() };
    let ids: Vec<String> = (0..nommes).map(|rang| beneficiaires.cle(rang).into_owned()).collect();
    formule::etapes_nationales_par(plan, jeu, &ids, &|lignes, recueil| fils.morceaux(lignes, recueil))
        .map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))
}

/// The name of the file of national results of an output.
pub(crate) fn chemin(sortie: &Path) -> PathBuf {
    let mut nom = sortie.as_os_str().to_os_string();
    nom.push(".nationaux.json");
    PathBuf::from(nom)
}

/// The content of the file of national results of a run; none when the rules have no national stage.
pub(crate) fn contenu(preparation: &Preparation, jeu: &Jeu<'_>, beneficiaires: &Beneficiaires) -> Option<String> {
    let programme = preparation.compile.plan.programme();
    if !presents(programme) {
        return None;
    }
    let mut nationaux = Map::new();
    for (national, valeur) in programme.nationaux.iter().zip(&jeu.nationaux) {
        let Some(valeur) = valeur else { continue };
        let texte = valeur.valeur.to_string();
        nationaux.insert(national.code.clone(), json!({ "valeur": texte, "marques": valeur.marques.0 }));
    }
    let mut repartitions = Map::new();
    for (repartition, colonne) in programme.repartitions.iter().zip(&jeu.repartitions) {
        let Some(colonne) = colonne else { continue };
        let parts: Map<String, Value> = (0..beneficiaires.len())
            .map(|rang| (beneficiaires.cle(rang).into_owned(), part(colonne.lire(rang).0)))
            .collect();
        repartitions.insert(repartition.code.clone(), json!({ "marques": colonne.marques.0, "centimes": parts }));
    }
    let contenu = json!({
        "format": FORMAT,
        "exercice": preparation.exercice,
        "nationaux": nationaux,
        "repartitions": repartitions,
    });
    Some(format!("{contenu:#}\n"))
}

/// Writes the file of national results of an output, not yet in its place.
pub(crate) fn brouillon(sortie: &Path, contenu: &str) -> Result<Brouillon, Echec> {
    let chemin = chemin(sortie);
    let mut brouillon = Brouillon::ouvrir(&chemin).map_err(|e| Echec::acces(&chemin, &e))?;
    brouillon
        .write_all(contenu.as_bytes())
        .and_then(|()| brouillon.terminer())
        .map_err(|e| Echec::acces(&chemin, &e))?;
    Ok(brouillon)
}

/// The national results of a run: the name and the value of each.
pub(crate) fn en_mots(dispositif: &Dispositif, preparation: &Preparation, jeu: &Jeu<'_>) -> Vec<(String, String)> {
    let plan = &preparation.compile.plan;
    let nationaux = plan.programme().nationaux.iter().zip(&jeu.nationaux);
    nationaux
        .filter_map(|(national, valeur)| {
            let libelle = dispositif.nationaux.iter().find(|n| n.code == national.code).map(|n| n.libelle.clone());
            Some((libelle.unwrap_or_else(|| national.code.clone()), en_un_mot(plan, &national.mode, (*valeur)?)))
        })
        .collect()
}

/// The same, from the file of an earlier run.
pub(crate) fn relus_en_mots(
    dispositif: &Dispositif,
    preparation: &Preparation,
    chemin: &Path,
) -> Result<Vec<(String, String)>, Echec> {
    let mut jeu = Jeu::default();
    lire(chemin, preparation.compile.plan.programme(), &mut jeu, &Beneficiaires::Rangs(0))?;
    Ok(en_mots(dispositif, preparation, &jeu))
}

fn en_un_mot(plan: &Plan, mode: &ModeNational, lu: ValeurNationale) -> String {
    if !lu.marques.connu() {
        return valeurs_ecrites::absence(lu.marques).to_owned();
    }
    let unite = |code: &str| match plan.definition(code).map(|noeud| &plan.noeud(noeud).typ) {
        Some(Typ::Nombre(unite)) => unite.clone(),
        _ => Unite::aucune(),
    };
    let (unite, taux) = match mode {
        ModeNational::Moyenne { numerateur, denominateur } => (unite(numerateur).sur(&unite(denominateur)), true),
        ModeNational::Somme(de) | ModeNational::MoyenneSimple(de, _) => (unite(de), false),
        ModeNational::Percentile { de, .. } => (unite(de), false),
        ModeNational::Compte(_) => (Unite::aucune(), false),
    };
    let dit = valeurs_ecrites::quantite(lu.valeur, &unite, taux);
    match (mode, unite.en_euros()) {
        (ModeNational::Moyenne { .. }, false) => format!("{} = {dit}", lu.valeur),
        _ => dit,
    }
}

const ABSENCES: [(&str, Absence); 3] =
    [("inconnu", Absence::Inconnu), ("en_attente", Absence::EnAttente), ("sans_objet", Absence::SansObjet)];

fn part(cellule: Cellule) -> Value {
    match cellule {
        Ok(centimes) => Value::from(centimes),
        Err(absence) => ABSENCES.iter().find(|(_, a)| *a == absence).map_or(Value::Null, |(mot, _)| Value::from(*mot)),
    }
}

fn lire(chemin: &Path, programme: &Programme, jeu: &mut Jeu<'static>, qui: &Beneficiaires) -> Result<(), Echec> {
    let texte = std::fs::read_to_string(chemin).map_err(|e| Echec::acces(chemin, &e))?;
    comprendre(&chemin.display().to_string(), &texte, programme, jeu, qui)
}

/// Puts in the figures the national results that were kept, as the file of a run holds them.
pub(crate) fn relire(
    contenu: &str,
    preparation: &Preparation,
    jeu: &mut Jeu<'static>,
    qui: &Beneficiaires,
) -> Result<(), Echec> {
    comprendre("résultats nationaux du registre", contenu, preparation.compile.plan.programme(), jeu, qui)
}

fn comprendre(
    nom: &str,
    texte: &str,
    programme: &Programme,
    jeu: &mut Jeu<'static>,
    qui: &Beneficiaires,
) -> Result<(), Echec> {
    let refus = |quoi: String| {
        let conseil = "Donnez le fichier .nationaux.json écrit par « calculer » pour ce dispositif et cet exercice";
        Echec::new(Code::Contenu, format!("{nom} : {quoi}. {conseil}."))
    };
    let contenu: Value =
        serde_json::from_str(texte).map_err(|e| refus(format!("ligne {}, ce n'est pas du JSON", e.line())))?;
    if contenu.get("format").and_then(Value::as_i64) != Some(FORMAT) {
        return Err(refus("ce n'est pas un fichier de résultats nationaux".to_owned()));
    }
    if contenu.get("exercice").and_then(Value::as_i64) != Some(i64::from(programme.exercice.annee)) {
        return Err(refus(format!("ces résultats ne sont pas ceux de l'exercice {}", programme.exercice.annee)));
    }
    jeu.nationaux = Vec::with_capacity(programme.nationaux.len());
    for national in &programme.nationaux {
        let manque = || refus(format!("le résultat national « {} » manque ou se lit mal", national.code));
        let lu = contenu.pointer(&format!("/nationaux/{}", national.code)).ok_or_else(manque)?;
        let valeur = lu.get("valeur").and_then(Value::as_str).and_then(fraction).ok_or_else(manque)?;
        let marques =
            lu.get("marques").and_then(Value::as_u64).and_then(|m| u8::try_from(m).ok()).ok_or_else(manque)?;
        jeu.nationaux.push(Some(ValeurNationale { valeur, marques: Marques(marques) }));
    }
    jeu.repartitions = Vec::with_capacity(programme.repartitions.len());
    for repartition in &programme.repartitions {
        let manque = || refus(format!("la répartition « {} » manque ou se lit mal", repartition.code));
        let lue = contenu.pointer(&format!("/repartitions/{}", repartition.code)).ok_or_else(manque)?;
        let marques =
            lue.get("marques").and_then(Value::as_u64).and_then(|m| u8::try_from(m).ok()).ok_or_else(manque)?;
        let parts = lue.get("centimes").and_then(Value::as_object).ok_or_else(manque)?;
        let cellules = (0..qui.len()).map(|rang| match parts.get(qui.cle(rang).as_ref()) {
            Some(part) => match part.as_i64() {
                Some(centimes) => Ok(centimes),
                None => Err(ABSENCES
                    .iter()
                    .find(|(mot, _)| part.as_str() == Some(mot))
                    .map_or(Absence::Inconnu, |(_, a)| *a)),
            },
            // Somebody who was not in that run has no share yet.
            None => Err(Absence::EnAttente),
        });
        jeu.repartitions.push(Some(Parts { colonne: Colonne::de(cellules, 0), marques: Marques(marques) }));
    }
    Ok(())
}

/// `157/305`, `12`.
fn fraction(texte: &str) -> Option<Fraction> {
    let (n, d) = texte.split_once('/').unwrap_or((texte, "1"));
    Fraction::new(n.parse().ok()?, d.parse().ok()?)
}
