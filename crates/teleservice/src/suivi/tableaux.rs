//! Tables of the follow-up: the lines of a detail, or figures of two exercices side by side.

use super::figures::{Sujet, Vue};
use super::modeles;
use super::periodes::Periode;
use super::widgets::{Dessin, Fonds, Forme};
use crate::mots;
use convention::Suivi;
use convention::ecriture::typographier;
use explication::{Chiffre, Nature};
use formule::{Fraction, NoeudId};
use graphiques::Tableau;

/// Beyond this many figures, a sentence is no longer one.
const DITES: usize = 4;

/// A table, and what it comes to in one sentence.
pub(super) fn tableau(titre: &str, suivi: &Suivi, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>) -> Dessin {
    if let [Sujet::Indicateur(code)] = sujets
        && let Some(dessin) = lignes_de_detail(code, suivi, fonds.vue)
    {
        return dessin;
    }
    if let Some(modele) = &suivi.modele
        && let Some(dessin) = modeles::tableau(titre, modele, &suivi.colonnes, fonds)
    {
        return dessin;
    }
    simple(titre, sujets, fonds)
}

/// Each figure, with the one of the exercice before.
pub(super) fn simple(titre: &str, sujets: &[Sujet<'_>], fonds: &Fonds<'_, '_>) -> Dessin {
    let (vue, precedente) = (fonds.vue, fonds.precedente());
    let d = vue.dispositif;
    let existants: Vec<Sujet<'_>> = sujets.iter().copied().filter(|s| vue.existe(*s)).collect();
    let objectifs = existants.iter().any(|s| vue.objectif(*s).is_some());
    // The heading of a column is the period that its figures count; where they differ, each line says its own.
    let periode = |s: Sujet<'_>| s.entree(d).map_or("exercice", |e| e.periode.as_str());
    let commune = existants.first().map_or("exercice", |s| periode(*s));
    let commune = if existants.iter().all(|s| periode(*s) == commune) { commune } else { "exercice" };
    let entete = |v: &Vue<'_>| {
        let lue = Periode::lire(commune, d, v.exercice());
        lue.map_or_else(|| format!("Exercice {}", v.exercice()), |p| p.nom)
    };
    let nom = |s: Sujet<'_>| match Periode::lire(periode(s), d, vue.exercice()) {
        Some(p) if periode(s) != commune => format!("{} ({})", s.libelle(vue), p.en_mots()),
        _ => s.libelle(vue),
    };
    let mut entetes = vec!["Ce qui est mesuré".to_owned()];
    entetes.extend(precedente.map(entete));
    entetes.push(entete(vue));
    entetes.extend(objectifs.then(|| "Objectif".to_owned()));
    let ecrit = |chiffre: Option<Chiffre>| chiffre.map_or_else(|| "sans objet".to_owned(), |c| c.ecrit);
    let lignes = existants.iter().map(|sujet| {
        let mut ligne = vec![nom(*sujet)];
        ligne.extend(precedente.map(|v| ecrit(v.valeur(*sujet))));
        ligne.push(ecrit(vue.valeur(*sujet)));
        ligne.extend(objectifs.then(|| vue.objectif(*sujet).map_or_else(|| "aucun".to_owned(), |c| c.ecrit)));
        ligne
    });
    let lus: Vec<(String, Option<Chiffre>)> = existants.iter().map(|s| (s.libelle(vue), vue.valeur(*s))).collect();
    let dits = lus.iter().take(DITES);
    let dits: Vec<String> =
        dits.map(|(nom, c)| format!("{}\u{a0}: {}", mots::minuscule(nom), ecrit(c.clone()))).collect();
    let annee = vue.exercice();
    let phrase = match lus.len() {
        0 => format!("{titre}\u{a0}: rien à mesurer en {annee}."),
        1..=DITES => format!("En {annee}, {}.", dits.join("\u{a0}; ")),
        nombre => match extremes(&lus) {
            Some((bas, haut)) => format!("{titre}\u{a0}: en {annee}, de {bas} à {haut}."),
            None => format!("En {annee}, {}\u{a0}; et {} autres.", dits.join("\u{a0}; "), nombre - DITES),
        },
    };
    en_tableau(Tableau { entetes, lignes: lignes.collect() }, phrase)
}

/// The least and the greatest of figures that are all of one kind, each with its name.
fn extremes(lus: &[(String, Option<Chiffre>)]) -> Option<(String, String)> {
    let nature = lus.first()?.1.as_ref()?.nature;
    let connus = lus.iter().map(|(nom, c)| {
        let c = c.as_ref().filter(|c| c.nature == nature)?;
        Some((c.exact?, format!("{} (« {nom} »)", c.ecrit)))
    });
    let connus: Vec<(Fraction, String)> = connus.collect::<Option<_>>()?;
    let (mut bas, mut haut) = (connus.first()?, connus.first()?);
    for connu in &connus {
        if connu.0 < bas.0 {
            bas = connu;
        }
        if connu.0 > haut.0 {
            haut = connu;
        }
    }
    (bas.0 != haut.0).then(|| (typographier(&bas.1), typographier(&haut.1)))
}

/// What lines come to together, and the greatest of them: nothing where one is not known.
fn total_et_plus_grande(lignes: &[(String, Option<Chiffre>)]) -> Option<(String, String)> {
    let nature = lignes.iter().find_map(|(_, c)| c.as_ref())?.nature;
    let (mut total, mut plus_grande): (Fraction, Option<(Fraction, &String)>) = (Fraction::ZERO, None);
    for (nom, chiffre) in lignes {
        let Some(chiffre) = chiffre else { continue };
        let exact = chiffre.exact?;
        total = total.plus(exact)?;
        if plus_grande.is_none_or(|(autre, _)| exact > autre) {
            plus_grande = Some((exact, nom));
        }
    }
    let (exact, nom) = plus_grande.filter(|_| total.n() > 0 && matches!(nature, Nature::Nombre | Nature::Montant))?;
    let dont = if exact == total { format!("pour {nom}") } else { format!("dont {} pour {nom}", nature.ecrire(exact)) };
    Some((nature.ecrire(total), dont))
}

pub(super) fn en_tableau(tableau: Tableau, phrase: String) -> Dessin {
    Dessin { forme: Forme::Tableau, legende: Vec::new(), phrase, tableau }
}

/// The lines of an indicator that is paid line by line: all its columns, or those that the rules choose.
fn lignes_de_detail(code: &str, suivi: &Suivi, vue: &Vue<'_>) -> Option<Dessin> {
    let (indicateur, sortie) = vue.indicateur(code)?;
    let (detail, montant) = sortie.ligne.as_ref()?;
    let (plan, d) = (&vue.compile.plan, vue.dispositif);
    let rang = plan.programme().details.iter().position(|x| x.code == *detail)?;
    let (declare, programme) = (d.details.iter().find(|x| x.code == *detail)?, &plan.programme().details[rang]);
    // The amount comes last, under the name that its formula has when it has one.
    let montant = plan.definition(montant)?;
    let mut colonnes: Vec<(&str, String, Colonne)> = Vec::new();
    colonnes.extend(
        programme.entrees.iter().enumerate().map(|(e, x)| (x.code.as_str(), x.libelle.clone(), Colonne::Entree(e))),
    );
    for calcul in d.calculs.iter().filter(|c| c.niveau.as_deref() == Some(detail)) {
        let noeud = plan.definition(&calcul.code);
        colonnes.extend(noeud.map(|n| (calcul.code.as_str(), calcul.libelle.clone(), Colonne::Calcul(n))));
    }
    let payee = suivi.colonnes.is_empty();
    if payee {
        colonnes.retain(|(_, _, c)| !matches!(c, Colonne::Calcul(n) if *n == montant));
        colonnes.push(("", "Rémunération".to_owned(), Colonne::Calcul(montant)));
    } else {
        colonnes.retain(|(code, _, _)| suivi.colonnes.iter().any(|c| c == code));
        colonnes.sort_by_key(|(code, _, _)| suivi.colonnes.iter().position(|c| c == code));
    }
    let table = declare.table.as_deref().and_then(|code| d.table(code));
    let jour = plan.jour();
    let nom = |cle: &str| {
        let ligne = table?.lignes.iter().find(|x| x.cle_ecrite() == *cle && x.vaut_au(jour))?;
        ligne.libelle.clone()
    };
    let lues = vue.ligne.details.get(rang).map_or(&[][..], Vec::as_slice);
    let mut cles: Vec<(String, Option<usize>)> = Vec::new();
    if suivi.toutes_les_cles {
        let valables = table.iter().flat_map(|t| &t.lignes).filter(|l| l.vaut_au(jour));
        cles.extend(valables.map(|l| (l.cle_ecrite(), None)));
    }
    for (l, ligne) in lues.iter().enumerate() {
        let cle = table.and_then(|t| t.codes().get(ligne.cle as usize)).cloned().unwrap_or_default();
        match cles.iter_mut().find(|(c, _)| *c == cle) {
            Some((_, lue)) => *lue = Some(l),
            None => cles.push((cle, Some(l))),
        }
    }
    let chiffre = |colonne: &Colonne, l: usize| match colonne {
        Colonne::Entree(e) => {
            let cellule = lues[l].entrees.get(*e).copied();
            cellule.map(|c| Chiffre::de_l_entree(&programme.entrees[*e], c))
        }
        Colonne::Calcul(n) => Some(Chiffre::du_noeud(&vue.trace, *n, l, None)),
    };
    let cellule = |colonne: &Colonne, l: Option<usize>| match (colonne, l) {
        // Nothing was counted for this key: a count is zero, and nothing is computed from it.
        (Colonne::Entree(_), None) => "0".to_owned(),
        (Colonne::Calcul(_), None) => "sans objet".to_owned(),
        (colonne, Some(l)) => chiffre(colonne, l).map_or_else(String::new, |c| c.ecrit),
    };
    // What is paid, else the first thing that is counted.
    let comptee = colonnes.iter().rfind(|_| payee).or_else(|| {
        colonnes.iter().find(|(_, _, c)| {
            let premier = lues.first().and_then(|_| chiffre(c, 0));
            matches!(c, Colonne::Entree(_)) && premier.is_some_and(|c| c.nature == Nature::Nombre)
        })
    });
    let parts: Vec<(String, Option<Chiffre>)> = cles
        .iter()
        .map(|(cle, l)| (nom(cle).unwrap_or_else(|| cle.clone()), comptee.zip(*l).and_then(|(c, l)| chiffre(&c.2, l))))
        .collect();
    let parts = total_et_plus_grande(&parts);
    let compte = comptee.filter(|_| !payee).map(|(_, libelle, _)| libelle.clone());
    let lignes: Vec<Vec<String>> = cles
        .iter()
        .map(|(cle, l)| {
            let mut ecrite = vec![nom(cle).unwrap_or_else(|| cle.clone())];
            ecrite.extend(colonnes.iter().map(|(_, _, colonne)| cellule(colonne, *l)));
            ecrite
        })
        .collect();
    let mut entetes = vec![declare.libelle.clone()];
    entetes.extend(colonnes.into_iter().map(|(_, libelle, _)| libelle));
    let nombre = lignes.len();
    let mot = if nombre > 1 { "lignes" } else { "ligne" };
    let total = sortie.montant.as_deref().filter(|_| payee).and_then(|code| plan.definition(code));
    let total = total.map(|n| Chiffre::du_noeud(&vue.trace, n, 0, None));
    let total = total.map_or_else(String::new, |t| match t.exact {
        Some(_) => format!(", pour une rémunération de {}", t.ecrit),
        None => format!(", pour une rémunération qui n'est pas connue ({})", t.ecrit),
    });
    let suite = match (compte, parts) {
        (None, Some((_, dont))) if nombre > 1 => format!(", {dont}"),
        (Some(compte), Some((total, dont))) => {
            format!("\u{a0}; {}\u{a0}: {total} en tout, {dont}", mots::minuscule(&compte))
        }
        _ => String::new(),
    };
    let phrase = format!("{}\u{a0}: {nombre} {mot} en {}{total}{suite}.", indicateur.libelle, vue.exercice());
    Some(en_tableau(Tableau { entetes, lignes }, phrase))
}

/// A column of a table of lines.
enum Colonne {
    Entree(usize),
    Calcul(NoeudId),
}

#[cfg(test)]
mod tests {
    use super::*;
    use formule::Marques;

    fn lus(chiffres: &[(&str, i128)]) -> Vec<(String, Option<Chiffre>)> {
        let chiffre = |n| Some(Chiffre::de(Nature::Nombre, Fraction::entier(n), Marques::AUCUNE));
        chiffres.iter().map(|(nom, n)| ((*nom).to_owned(), chiffre(*n))).collect()
    }

    #[test]
    fn many_figures_are_said_by_their_ends_and_lines_by_their_sum() {
        let trois = lus(&[("A", 3), ("B", 7), ("C", 1)]);
        let (bas, haut) = extremes(&trois).unwrap();
        assert_eq!((bas.as_str(), haut.as_str()), ("1 («\u{a0}C\u{a0}»)", "7 («\u{a0}B\u{a0}»)"));
        assert_eq!(total_et_plus_grande(&trois).unwrap(), ("11".to_owned(), "dont 7 pour B".to_owned()));
        assert_eq!(total_et_plus_grande(&lus(&[("A", 0), ("B", 2)])).unwrap().1, "pour B");
        // Nothing is said of figures that are all alike, nor of a sum that is not known.
        assert!(extremes(&lus(&[("A", 3), ("B", 3)])).is_none());
        let inconnu = Chiffre::de(Nature::Nombre, Fraction::UN, Marques::INCONNU);
        assert!(total_et_plus_grande(&[("A".to_owned(), Some(inconnu))]).is_none());
    }
}
