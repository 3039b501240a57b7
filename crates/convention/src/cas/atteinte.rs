//! Which values of the rules a case read, on the branches that it took.

use crate::parametres::ContenuDeParametre;
use crate::surcharges::Cible;
use crate::{Compile, Dispositif, Surcharges};
use formule::{Date, NoeudId, Source, Trace};
use std::collections::BTreeSet;

/// Every value of a dispositif that a case should read: each dated value, step, cell.
pub(crate) fn tous(dispositif: &Dispositif) -> BTreeSet<String> {
    let mut noms = BTreeSet::new();
    for parametre in &dispositif.parametres {
        for version in &parametre.versions {
            match &version.contenu {
                ContenuDeParametre::Valeur(_) => {
                    noms.insert(nom(&parametre.code, version.depuis));
                }
                ContenuDeParametre::Bareme(paliers) => {
                    noms.extend(
                        (0..paliers.len()).map(|p| nom(&format!("{}[{}]", parametre.code, p + 1), version.depuis)),
                    );
                }
            }
        }
    }
    for table in &dispositif.tables {
        for ligne in &table.lignes {
            for (rang, colonne) in table.colonnes.iter().enumerate() {
                if colonne.type_ != crate::TypeValeur::Texte {
                    noms.insert(nom(&table.nom_de_cellule(ligne, rang), ligne.depuis));
                }
            }
        }
    }
    noms
}

fn nom(code: &str, depuis: Date) -> String {
    format!("{code} (depuis {depuis})")
}

/// The values read by the results of a case. A value that the case itself replaced was not read.
pub(crate) fn lus(
    dispositif: &Dispositif,
    compile: &Compile,
    trace: &Trace<'_>,
    surcharges: &Surcharges,
) -> BTreeSet<String> {
    let mut sources: BTreeSet<Source> = BTreeSet::new();
    for noeud in noeuds(compile) {
        let lignes = compile.plan.noeud(noeud).niveau.map_or(1, |d| trace.lignes(d));
        for ligne in 0..lignes {
            sources.extend(trace.sources(noeud, ligne).into_iter().map(|(source, _)| source));
        }
    }
    sources.iter().filter_map(|source| nommer(dispositif, compile, source, surcharges)).collect()
}

/// The results: what is shown as much as what is paid, and what is computed for everybody.
fn noeuds(compile: &Compile) -> BTreeSet<NoeudId> {
    let s = &compile.sorties;
    let unite = [&s.montant, &s.eligible, &s.brut, &s.montant_calcule, &s.ligne_malus];
    let indicateurs = s.indicateurs.iter().flat_map(|i| {
        let formules = [&i.valeur, &i.objectif, &i.atteint, &i.sans_objet, &i.montant, &i.malus];
        formules.into_iter().flatten().chain(i.ligne.as_ref().map(|(_, d)| d))
    });
    let versements = s.versements.iter().map(|(_, d)| d);
    let definitions = unite.into_iter().chain(indicateurs).chain(versements).chain(&s.calculs);
    let nationales = compile.plan.formules().iter().map(|f| &f.code);
    let nationales = nationales.filter(|c| c.starts_with("national.") || c.starts_with("repartition."));
    definitions.chain(nationales).filter_map(|d| compile.noeud(d)).collect()
}

fn nommer(dispositif: &Dispositif, compile: &Compile, source: &Source, surcharges: &Surcharges) -> Option<String> {
    let programme = compile.programme();
    let dite = dispositif.dite(programme, source)?;
    match source {
        Source::Parametre(rang, Some(version)) => {
            let parametre = &programme.parametres[*rang as usize];
            let depuis = dispositif.parametre(&parametre.code)?.au(parametre.versions[*version].depuis)?.depuis;
            (!remplace(surcharges, &parametre.code, None, dite.confiance)).then(|| nom(&parametre.code, depuis))
        }
        Source::Palier(rang, version, palier) => {
            let parametre = &programme.parametres[*rang as usize];
            let depuis =
                dispositif.parametre(&parametre.code)?.au(parametre.versions[*version as usize].depuis)?.depuis;
            let lu = !remplace(surcharges, &parametre.code, Some(palier + 1), dite.confiance);
            lu.then(|| nom(&format!("{}[{}]", parametre.code, palier + 1), depuis))
        }
        Source::Cellule(table, colonne, Some(ligne)) => {
            let table = dispositif.table(&programme.tables[usize::from(*table)].code)?;
            let lue = table.lignes.get(*ligne)?;
            let cellule = table.nom_de_cellule(lue, usize::from(*colonne));
            let remplacee = surcharges.liste.iter().any(|s| {
                matches!(&s.cible, Cible::Cellule { table: t, cle, colonne, .. } if format!("{t}[{cle}].{colonne}") == cellule)
            });
            let inconnue = dite.confiance == crate::ConfianceDite::Inconnu;
            (!remplacee || inconnue).then(|| nom(&cellule, lue.depuis))
        }
        _ => None,
    }
}

/// What was unknown can only be tried by replacing it: that counts.
fn remplace(surcharges: &Surcharges, code: &str, rang: Option<usize>, dite: crate::ConfianceDite) -> bool {
    dite != crate::ConfianceDite::Inconnu
        && surcharges.liste.iter().any(|s| {
            matches!(&s.cible, Cible::Parametre { code: c, palier, .. } if c == code && (palier.is_none() || *palier == rang))
        })
}
