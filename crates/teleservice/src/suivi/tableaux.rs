//! Tables of the follow-up: the lines of a detail, or figures of two exercices side by side.

use super::figures::{Sujet, Vue};
use explication::Chiffre;
use graphiques::Tableau;

/// Beyond this many figures, a sentence is no longer one.
const DITES: usize = 4;

/// A table, and what it comes to in one sentence.
pub(super) fn tableau(
    titre: &str,
    sujets: &[Sujet<'_>],
    vue: &Vue<'_>,
    precedente: Option<&Vue<'_>>,
) -> (Tableau, String) {
    if let [Sujet::Indicateur(code)] = sujets
        && let Some(lignes) = lignes_de_detail(code, vue)
    {
        return lignes;
    }
    let existants: Vec<Sujet<'_>> = sujets.iter().copied().filter(|s| vue.existe(*s)).collect();
    let objectifs = existants.iter().any(|s| vue.objectif(*s).is_some());
    let mut entetes = vec!["Ce qui est mesuré".to_owned()];
    entetes.extend(precedente.map(|v| format!("Exercice {}", v.exercice())));
    entetes.push(format!("Exercice {}", vue.exercice()));
    entetes.extend(objectifs.then(|| "Objectif".to_owned()));
    let ecrit = |chiffre: Option<Chiffre>| chiffre.map_or_else(|| "sans objet".to_owned(), |c| c.ecrit);
    let lignes = existants.iter().map(|sujet| {
        let mut ligne = vec![sujet.libelle(vue.dispositif)];
        ligne.extend(precedente.map(|v| ecrit(v.valeur(*sujet))));
        ligne.push(ecrit(vue.valeur(*sujet)));
        ligne.extend(objectifs.then(|| vue.objectif(*sujet).map_or_else(|| "aucun".to_owned(), |c| c.ecrit)));
        ligne
    });
    let dits: Vec<String> =
        existants.iter().map(|s| format!("{}\u{a0}: {}", s.libelle(vue.dispositif), ecrit(vue.valeur(*s)))).collect();
    let annee = vue.exercice();
    let phrase = match dits.len() {
        0 => format!("{titre}\u{a0}: rien à mesurer en {annee}."),
        1..=DITES => format!("En {annee}, {}.", dits.join("\u{a0}; ")),
        nombre => format!("{titre}\u{a0}: {nombre} comptes en {annee}."),
    };
    (Tableau { entetes, lignes: lignes.collect() }, phrase)
}

/// The lines of an indicator that is paid line by line.
fn lignes_de_detail(code: &str, vue: &Vue<'_>) -> Option<(Tableau, String)> {
    let (indicateur, sortie) = vue.indicateur(code)?;
    let (detail, montant) = sortie.ligne.as_ref()?;
    let (plan, d) = (&vue.calcul.compile.plan, vue.dispositif);
    let rang = plan.programme().details.iter().position(|x| x.code == *detail)?;
    let (declare, programme) = (d.details.iter().find(|x| x.code == *detail)?, &plan.programme().details[rang]);
    let par_ligne: Vec<_> = d
        .calculs
        .iter()
        .filter(|c| c.niveau.as_deref() == Some(detail))
        .filter_map(|c| Some((c.libelle.clone(), plan.definition(&c.code)?)))
        .collect();
    // The amount comes last, under the name that its formula has when it has one.
    let montant = plan.definition(montant)?;
    let par_ligne: Vec<_> = par_ligne.into_iter().filter(|(_, n)| *n != montant).collect();
    let mut entetes = vec![declare.libelle.clone()];
    entetes.extend(programme.entrees.iter().map(|e| e.libelle.clone()));
    entetes.extend(par_ligne.iter().map(|(libelle, _)| libelle.clone()));
    entetes.push("Rémunération".to_owned());
    let jour = plan.jour();
    let lignes = vue.ligne.details.get(rang).map_or(&[][..], Vec::as_slice);
    let ecrites = lignes.iter().enumerate().map(|(l, ligne)| {
        let table = declare.table.as_deref().and_then(|code| d.table(code));
        let cle = table.and_then(|t| t.codes().get(ligne.cle as usize)).cloned().unwrap_or_default();
        let nom = table
            .and_then(|t| t.lignes.iter().find(|x| x.cle_ecrite() == cle && x.vaut_au(jour)))
            .and_then(|x| x.libelle.clone());
        let mut ecrite = vec![nom.unwrap_or(cle)];
        let entrees = programme.entrees.iter().zip(&ligne.entrees);
        ecrite.extend(entrees.map(|(e, cellule)| Chiffre::de_l_entree(e, *cellule).ecrit));
        ecrite.extend(par_ligne.iter().map(|(_, n)| Chiffre::du_noeud(&vue.trace, *n, l, None).ecrit));
        ecrite.push(Chiffre::du_noeud(&vue.trace, montant, l, None).ecrit);
        ecrite
    });
    let ecrites: Vec<Vec<String>> = ecrites.collect();
    let nombre = ecrites.len();
    let lignes = if nombre > 1 { "lignes" } else { "ligne" };
    let total = sortie.montant.as_deref().and_then(|code| plan.definition(code));
    let total = total.map(|n| Chiffre::du_noeud(&vue.trace, n, 0, None));
    let total = total.map_or_else(String::new, |t| match t.exact {
        Some(_) => format!(", pour une rémunération de {}", t.ecrit),
        None => format!(", pour une rémunération qui n'est pas connue ({})", t.ecrit),
    });
    let phrase = format!("{}\u{a0}: {nombre} {lignes} en {}{total}.", indicateur.libelle, vue.exercice());
    Some((Tableau { entetes, lignes: ecrites }, phrase))
}
