//! The one summary: who is paid what, dispositif by dispositif, and what was not computed.

use super::Demandees;
use super::tache::{Fait, Tache};
use crate::calculer::LigneDeBilan;
use crate::echec::Echec;
use crate::nombres::{effectif, euros};
use crate::tableau::{Cote, tableau};
use formule::Etat;
use std::fmt::Write as _;

/// The states that have a column, beside the total.
const ETATS: [(Etat, &str); 5] = [
    (Etat::Payable, "payables"),
    (Etat::AConfirmer, "à confirmer"),
    (Etat::NonEligible, "non éligibles"),
    (Etat::Incomplet, "incomplets"),
    (Etat::EnAttente, "en attente"),
];

/// How one dispositif ended.
pub(super) fn en_un_mot(fait: &Result<Fait, Echec>) -> String {
    match fait {
        Ok(fait) if fait.garde => "déjà calculé".to_owned(),
        Ok(fait) => personnes(combien(&fait.bilan)),
        Err(_) => "pas calculé".to_owned(),
    }
}

fn personnes(n: usize) -> String {
    format!("{} {}", effectif(n), if n > 1 { "bénéficiaires" } else { "bénéficiaire" })
}

fn combien(bilan: &[LigneDeBilan]) -> usize {
    bilan.iter().map(|ligne| ligne.combien).sum()
}

fn centimes(bilan: &[LigneDeBilan]) -> i128 {
    bilan.iter().map(|ligne| ligne.centimes).sum()
}

pub(super) fn ecrire(demandees: &Demandees, taches: &[Tache<'_>], faits: &[Result<Fait, Echec>]) -> String {
    let justes: Vec<(&Tache<'_>, &Fait)> =
        taches.iter().zip(faits).filter_map(|(tache, fait)| Some((tache, fait.as_ref().ok()?))).collect();
    let mut texte = format!("Exercice {}\n\n{}", demandees.exercice, par_dispositif(&justes));
    let gardes = justes.iter().filter(|(_, fait)| fait.garde).count();
    let pluriel = if gardes > 1 { "s" } else { "" };
    match gardes {
        0 => {}
        n if n == taches.len() => texte.push_str("\nTout était déjà calculé : rien n'a été refait.\n"),
        n => {
            let _ = writeln!(texte, "\n{n} dispositif{pluriel} déjà calculé{pluriel}, que rien n'a changé depuis.");
        }
    }
    let nationaux: Vec<Vec<String>> = justes
        .iter()
        .flat_map(|(tache, fait)| {
            let ligne =
                |(nom, valeur): &(String, String)| vec![tache.dispositif.code.clone(), nom.clone(), valeur.clone()];
            fait.nationaux.iter().map(ligne)
        })
        .collect();
    if !nationaux.is_empty() {
        let entetes = [("dispositif", Cote::Gauche), ("résultat national", Cote::Gauche), ("valeur", Cote::Droite)];
        let _ = write!(texte, "\n{}", tableau(&entetes, &nationaux));
    }
    let refuses: Vec<(&Tache<'_>, &Echec)> =
        taches.iter().zip(faits).filter_map(|(tache, fait)| Some((tache, fait.as_ref().err()?))).collect();
    if !refuses.is_empty() {
        let _ = writeln!(texte, "\nPas calculés : {} sur {}", refuses.len(), taches.len());
        for (tache, echec) in &refuses {
            let _ = writeln!(texte, "  {} : {}", tache.dispositif.code, echec.message.replace('\n', "\n    "));
        }
    }
    let _ = writeln!(texte, "\nRésultats et manifestes : {}", demandees.sortie.display());
    texte
}

fn par_dispositif(justes: &[(&Tache<'_>, &Fait)]) -> String {
    let ligne = |nom: &str, bilan: &[LigneDeBilan]| {
        let mut ligne = vec![nom.to_owned(), effectif(combien(bilan))];
        let de = |etat| bilan.iter().filter(|l| l.etat == etat).map(|l| l.combien).sum();
        ligne.extend(ETATS.iter().map(|(etat, _)| effectif(de(*etat))));
        let suivi = !bilan.is_empty() && bilan.iter().all(|l| l.etat == Etat::Suivi);
        ligne.push(if suivi { "suivi seul".to_owned() } else { euros(centimes(bilan)) });
        ligne
    };
    let mut lignes: Vec<Vec<String>> =
        justes.iter().map(|(tache, fait)| ligne(&tache.dispositif.code, &fait.bilan)).collect();
    let ensemble: Vec<LigneDeBilan> = justes.iter().flat_map(|(_, fait)| fait.bilan.iter().cloned()).collect();
    lignes.push(ligne("Ensemble", &ensemble));
    let mut entetes = vec![("dispositif", Cote::Gauche), ("lignes", Cote::Droite)];
    entetes.extend(ETATS.iter().map(|(_, nom)| (*nom, Cote::Droite)));
    entetes.push(("total connu", Cote::Droite));
    tableau(&entetes, &lignes)
}
