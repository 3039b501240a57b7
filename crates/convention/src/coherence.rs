//! What holds between the parts of a dispositif: codes that exist, codes written once, values that are read.

use crate::defaut::voisin;
use crate::entrees::Entree;
use crate::indicateurs::Portee;
use crate::lecture::{Famille, Reference};
use crate::mots::Mots;
use crate::programme::GENERES;
use crate::valeurs::TypeValeur;
use crate::{Convention, Defaut, Dispositif, Lu, Place, contrats, depliage};
use formule::syntaxe::{Expr, Nature};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

pub(crate) fn verifier(
    dispositif: &Dispositif,
    convention: &Convention,
    references: &[Reference],
    perdus: &[String],
) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    verifier_les_references(dispositif, convention, references, &mut defauts);
    verifier_les_codes(dispositif, &mut defauts);
    verifier_les_entrees(dispositif, &mut defauts);
    verifier_ce_qui_est_paye(dispositif, &mut defauts);
    verifier_les_colonnes(dispositif, &mut defauts);
    contrats::verifier(dispositif, &mut defauts);
    let mut lus = verifier_les_formules(dispositif, &mut defauts);
    lus.ajouter(dispositif.lacunes.lus.clone());
    perdus.iter().for_each(|texte| lus.ajouter(Mots::du_texte(texte)));
    verifier_ce_qui_est_lu(dispositif, &lus, &mut defauts);
    defauts
}

fn verifier_les_references(d: &Dispositif, c: &Convention, references: &[Reference], defauts: &mut Vec<Defaut>) {
    let noms: BTreeMap<Famille, (&str, BTreeSet<String>)> = BTreeMap::from([
        (Famille::Texte, ("texte", c.textes.iter().map(|t| t.code.clone()).collect())),
        (Famille::Source, ("source", c.sources.iter().map(|s| s.code.clone()).collect())),
        (Famille::Indicateur, ("indicateur", d.indicateurs.iter().map(|i| i.code.clone()).collect())),
        (Famille::Entree, ("entrée", codes_d_entrees(d).collect())),
        (Famille::Piece, ("pièce", d.pieces.iter().map(|p| p.code.clone()).collect())),
        (Famille::Table, ("table", d.tables.iter().map(|t| t.code.clone()).collect())),
        (Famille::Detail, ("détail", d.details.iter().map(|x| x.code.clone()).collect())),
        (Famille::Versement, ("versement", d.versements.iter().map(|v| v.code.clone()).collect())),
        (Famille::Exercice, ("exercice", d.annees().iter().map(ToString::to_string).collect())),
        (Famille::Element, ("élément", elements(d))),
        (Famille::Suivi, ("calcul", d.calculs.iter().map(|x| x.code.clone()).chain(nationaux(d)).collect())),
        (Famille::Sujet, ("sujet", sujets_de_suivi(d))),
        (Famille::Groupe, ("groupe", d.indicateurs.iter().filter_map(|i| i.groupe.clone()).collect())),
        (Famille::Modele, ("modèle", d.indicateurs.iter().filter_map(|i| i.portee.modele.clone()).collect())),
        (Famille::Volet, ("volet", d.volets.iter().map(|v| v.code.clone()).collect())),
    ]);
    for reference in references {
        let textes = matches!(reference.famille, Famille::Texte | Famille::Source);
        if textes && c.sans_textes || reference.famille == Famille::Exercice && d.lacunes.exercices {
            continue;
        }
        let Some((mot, connus)) = noms.get(&reference.famille) else { continue };
        let de_modele = matches!(
            reference.famille,
            Famille::Element | Famille::Entree | Famille::Suivi | Famille::Sujet | Famille::Modele
        ) && d.noms_de_modeles.contains(&reference.code);
        let a_venir = d.lacunes.prefixes.iter().any(|p| reference.code.starts_with(p.as_str()));
        if connus.contains(&reference.code) || de_modele || (a_venir && !textes) {
            continue;
        }
        let defaut = Defaut::new(&reference.place, format!("{mot} inconnu{} : « {} »", accord(mot), reference.code));
        defauts.push(match voisin(&reference.code, connus.iter().map(String::as_str)) {
            Some(conseil) => defaut.conseil(conseil),
            None if textes => defaut.conseil(format!("déclarez-le dans [[{mot}s]] de convention.toml")),
            None => defaut.conseil("déclarez-le, ou corrigez le code"),
        });
    }
}

fn accord(mot: &str) -> &'static str {
    if matches!(mot, "source" | "entrée" | "pièce" | "table") { "e" } else { "" }
}

fn codes_d_entrees(d: &Dispositif) -> impl Iterator<Item = String> {
    d.entrees.iter().chain(d.details.iter().flat_map(|x| &x.entrees)).map(|e| e.code.clone())
}

fn nationaux(d: &Dispositif) -> impl Iterator<Item = String> {
    d.nationaux.iter().map(|n| format!("national.{}", n.code))
}

/// Everything that a follow-up may show.
fn sujets_de_suivi(d: &Dispositif) -> BTreeSet<String> {
    let mut codes: BTreeSet<String> = d.entrees.iter().map(|e| e.code.clone()).chain(nationaux(d)).collect();
    codes.extend(d.calculs.iter().filter(|c| c.niveau.is_none()).map(|c| c.code.clone()));
    codes.extend(d.indicateurs.iter().flat_map(|i| [i.code.clone(), format!("{}.objectif", i.code)]));
    codes
}

/// The columns that a table of the follow-up may name.
fn verifier_les_colonnes(d: &Dispositif, defauts: &mut Vec<Defaut>) {
    for suivi in d.suivis.iter().filter(|s| !s.colonnes.is_empty() || s.toutes_les_cles) {
        let detail = suivi.sujets.iter().find_map(|code| d.indicateurs.iter().find(|i| i.code == *code)?.par.as_ref());
        let connues: BTreeSet<String> = match (detail, &suivi.modele) {
            (Some(detail), _) => {
                let entrees = d.details.iter().filter(|x| x.code == *detail).flat_map(|x| &x.entrees);
                let calculs = d.calculs.iter().filter(|c| c.niveau.as_ref() == Some(detail));
                entrees.map(|e| e.code.clone()).chain(calculs.map(|c| c.code.clone())).collect()
            }
            (None, Some(modele)) => colonnes_du_modele(d, modele),
            (None, None) => {
                let defaut = Defaut::new(&suivi.place, "ce tableau n'a ni lignes de détail, ni modèle");
                defauts.push(defaut.conseil(
                    "suivez un indicateur « par », ou un modèle ; ou retirez « colonnes » et « toutes_les_cles »",
                ));
                continue;
            }
        };
        for colonne in suivi.colonnes.iter().filter(|c| !connues.contains(*c)) {
            let defaut = Defaut::new(&suivi.place, format!("colonne inconnue : « {colonne} »"));
            defauts.push(match voisin(colonne, connues.iter().map(String::as_str)) {
                Some(conseil) => defaut.conseil(conseil),
                None => defaut.conseil("déclarez-la, ou corrigez le code"),
            });
        }
    }
}

/// What a line of a model has: short names of its inputs and calculs, columns of its row, results of its indicator.
fn colonnes_du_modele(d: &Dispositif, modele: &str) -> BTreeSet<String> {
    let mut codes: BTreeSet<String> = ["valeur", "objectif", "etat", "montant"].map(str::to_owned).into();
    for indicateur in d.indicateurs.iter().filter(|i| i.portee.modele.as_deref() == Some(modele)) {
        let prefixe = format!("{}_", indicateur.code);
        let tous = d.entrees.iter().map(|e| &e.code).chain(d.calculs.iter().map(|c| &c.code));
        codes.extend(tous.filter_map(|code| code.strip_prefix(&prefixe)).map(str::to_owned));
        let table = indicateur.portee.ligne.as_ref().and_then(|(table, _)| d.table(table));
        codes.extend(table.iter().flat_map(|t| &t.colonnes).map(|c| format!("ligne.{}", c.code)));
    }
    codes
}

/// Everything that a reading of the text may be about.
fn elements(d: &Dispositif) -> BTreeSet<String> {
    let mut codes: BTreeSet<String> = codes_d_entrees(d).collect();
    codes.extend(d.parametres.iter().map(|p| p.code.clone()));
    codes.extend(d.tables.iter().map(|t| t.code.clone()));
    codes.extend(d.details.iter().map(|x| x.code.clone()));
    codes.extend(d.calculs.iter().map(|c| c.code.clone()));
    codes.extend(d.indicateurs.iter().map(|i| i.code.clone()));
    codes.extend(d.nationaux.iter().map(|n| n.code.clone()));
    codes.extend(d.repartitions.iter().map(|r| r.code.clone()));
    codes.extend(d.versements.iter().map(|v| v.code.clone()));
    codes.extend(d.pieces.iter().map(|p| p.code.clone()));
    codes.extend(["total".to_owned(), "dispositif".to_owned()]);
    codes
}

fn verifier_les_codes(d: &Dispositif, defauts: &mut Vec<Defaut>) {
    let mut vus: BTreeMap<&str, &str> = BTreeMap::new();
    let entrees = d.entrees.iter().map(|e| (e.code.as_str(), "une entrée", &e.place));
    let calculs = d.calculs.iter().map(|c| (c.code.as_str(), "un calcul", &c.place));
    let indicateurs = d.indicateurs.iter().map(|i| (i.code.as_str(), "un indicateur", &i.place));
    let details = d.details.iter().map(|x| (x.code.as_str(), "un détail", &x.place));
    for (code, quoi, place) in entrees.chain(calculs).chain(indicateurs).chain(details) {
        if GENERES.contains(&code)
            || code.starts_with("deja_verse")
            || matches!(code, "role" | "versement" | "estimation")
        {
            let defaut = Defaut::new(place, format!("« {code} » est un nom que le calcul se réserve"));
            defauts.push(defaut.conseil("choisissez un autre code"));
        } else if let Some(deja) = vus.insert(code, quoi) {
            let defaut = Defaut::new(place, format!("« {code} » désigne déjà {deja}"));
            defauts.push(defaut.conseil(format!("donnez un autre code à {quoi}")));
        }
    }
    for table in &d.tables {
        if d.indicateurs.iter().any(|i| i.code == table.code) {
            let defaut = Defaut::new(&table.place, format!("« {} » désigne déjà un indicateur", table.code));
            defauts.push(defaut.conseil("donnez un autre code à la table"));
        }
    }
    for detail in &d.details {
        for entree in &detail.entrees {
            if vus.contains_key(entree.code.as_str()) {
                let message = format!(
                    "« {} » est à la fois une entrée de « {} » et {}",
                    entree.code,
                    detail.code,
                    vus[entree.code.as_str()]
                );
                defauts.push(
                    Defaut::new(&entree.place, message)
                        .conseil("une formule ne saurait pas lequel lire : changez un code"),
                );
            }
        }
    }
}

fn verifier_les_entrees(d: &Dispositif, defauts: &mut Vec<Defaut>) {
    let niveaux = std::iter::once(d.entrees.as_slice()).chain(d.details.iter().map(|x| x.entrees.as_slice()));
    for entrees in niveaux {
        for entree in entrees {
            let Some(au_plus) = &entree.au_plus else { continue };
            match entrees.iter().find(|e| e.code == *au_plus) {
                None => {
                    let defaut = Defaut::new(
                        &entree.place,
                        format!("« au_plus » de « {} » : aucune entrée « {au_plus} »", entree.code),
                    );
                    defauts.push(defaut.plutot(au_plus, entrees.iter().map(|e| e.code.as_str())));
                }
                Some(autre) if autre.type_ != entree.type_ => {
                    let message = format!(
                        "« {} » ({}) ne se compare pas à « {au_plus} » ({})",
                        entree.code, entree.type_, autre.type_
                    );
                    defauts.push(
                        Defaut::new(&entree.place, message).conseil("« au_plus » veut deux entrées de même type"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}

/// What pays nothing says neither what it pays nor when.
fn verifier_ce_qui_est_paye(d: &Dispositif, defauts: &mut Vec<Defaut>) {
    let mut places: HashSet<(&str, usize, usize)> = HashSet::new();
    for indicateur in &d.indicateurs {
        for role in indicateur.roles.iter().filter(|r| r.remunere || r.malus) {
            let muets: Vec<String> =
                role.exercices.iter().filter(|a| !d.remunere_en(**a)).map(ToString::to_string).collect();
            // An exercice that does not exist is another defect.
            let connus = d.annees();
            let muets: Vec<&String> = muets.iter().filter(|m| connus.iter().any(|a| a.to_string() == **m)).collect();
            if muets.is_empty() || !places.insert(role.provenance.place.cle()) {
                continue;
            }
            let mot = if role.remunere { "rémunéré" } else { "un malus" };
            let annees: Vec<&str> = muets.iter().map(|m| m.as_str()).collect();
            let message = format!("« {} » est {mot} en {}, où rien n'est rémunéré", indicateur.code, annees.join(", "));
            let defaut = Defaut::new(&role.provenance.place, message);
            defauts.push(defaut.conseil("retirez ces exercices de ce rôle, ou « remuneration = false »"));
        }
    }
    if d.remuneration {
        return;
    }
    for versement in &d.versements {
        let defaut = Defaut::new(&versement.place, "ce dispositif ne verse rien");
        defauts.push(defaut.conseil("retirez ce versement, ou « remuneration = false » de [dispositif]"));
    }
    for formules in [&d.total.brut, &d.total.montant].into_iter().flatten() {
        let defaut = Defaut::new(&formules.place, "ce dispositif n'a pas de montant");
        defauts.push(defaut.conseil("retirez cette formule, ou « remuneration = false » de [dispositif]"));
    }
}

/// A formula with how it names things.
type Formule<'d> = (&'d Lu<String>, &'d Portee);

fn toutes_les_formules<'d>(d: &'d Dispositif, sans: &'d Portee) -> Vec<Formule<'d>> {
    let mut formules: Vec<Formule<'d>> = Vec::new();
    let mut ajouter =
        |f: &'d crate::Formules, portee: &'d Portee| formules.extend(f.versions.iter().map(|v| (&v.texte, portee)));
    for calcul in &d.calculs {
        ajouter(&calcul.formules, &calcul.portee);
    }
    for indicateur in &d.indicateurs {
        for (_, f) in indicateur.formules() {
            ajouter(f, &indicateur.portee);
        }
    }
    for f in [&d.total.eligible, &d.total.brut, &d.total.montant].into_iter().flatten() {
        ajouter(f, sans);
    }
    for national in &d.nationaux {
        for (_, f) in national.mode.formules() {
            ajouter(f, sans);
        }
    }
    for repartition in &d.repartitions {
        for f in
            [Some(&repartition.enveloppe), Some(&repartition.cle), repartition.plancher.as_ref()].into_iter().flatten()
        {
            ajouter(f, sans);
        }
    }
    for versement in &d.versements {
        ajouter(&versement.formules, sans);
    }
    for estimation in &d.estimations {
        ajouter(&estimation.formules, sans);
    }
    if let Some(f) = &d.concerne {
        ajouter(f, sans);
    }
    let champs = d.entrees.iter().filter_map(|e| e.champ.as_ref());
    formules.extend(champs.filter_map(|champ| Some((champ.si.as_ref()?, &champ.portee))));
    formules
}

/// Every formula of every period is read, even those of no current exercice. Returns all that they read.
fn verifier_les_formules(d: &Dispositif, defauts: &mut Vec<Defaut>) -> Mots {
    let sans = Portee::default();
    let mut lus = Mots::default();
    // A formula copied from a model is reported once.
    let mut vues: HashSet<(&str, usize, usize)> = HashSet::new();
    for (texte, portee) in toutes_les_formules(d, &sans) {
        let premiere = vues.insert(texte.place.cle());
        let expr = match formule::lire(&texte.valeur) {
            Ok(expr) => expr,
            Err(refus) => {
                if premiere {
                    defauts.push(dans_la_formule(&texte.place, &refus));
                }
                lus.ajouter(Mots::du_texte(&texte.valeur));
                continue;
            }
        };
        let mots = Mots::de(&expr, &portee.alias);
        if premiere {
            for place in formule::nombres_nus(&expr) {
                let nombre = texte.valeur.get(place.clone()).unwrap_or_default().to_owned();
                let defaut = Defaut::new(
                    &texte.place.dans_la_chaine(&place),
                    format!("le nombre {nombre} est écrit dans une formule"),
                );
                defauts.push(
                    defaut.conseil("faites-en un paramètre, avec sa date et sa source, et lisez-le par « p.code »"),
                );
            }
            for (code, octets) in parametres_lus(&expr) {
                if code.starts_with("role.") || d.parametre(&code).is_some() {
                    continue;
                }
                let place = texte.place.dans_la_chaine(&octets);
                let defaut = Defaut::new(&place, format!("aucun paramètre « {code} »"));
                defauts.push(defaut.plutot(&code, d.parametres.iter().map(|p| p.code.as_str())));
            }
            if let Some((table, _)) = &portee.ligne {
                colonnes_de_modele(d, table, &mots, &texte.place, defauts);
            }
        }
        if let Some((table, _)) = &portee.ligne {
            lus.tables.insert(table.clone());
        }
        if let Some(depliee) = depliage::deplier(d, &texte.valeur, |_| true)
            && let Ok(expr) = formule::lire(&depliee)
        {
            lus.ajouter(Mots::de(&expr, &portee.alias));
        }
        lus.ajouter(mots);
    }
    lus
}

/// The parameters that an expression reads, and where.
fn parametres_lus(expr: &Expr) -> Vec<(String, Range<usize>)> {
    let mut lus: Vec<(String, Range<usize>)> = Vec::new();
    let mut pile = vec![expr];
    while let Some(expr) = pile.pop() {
        if let Nature::Nom(segments) = &expr.nature
            && let Some((premier, reste)) = segments.split_first()
            && premier == "p"
        {
            let code = reste.join(".");
            if !lus.iter().any(|(c, _)| *c == code) {
                lus.push((code, expr.place.clone()));
            }
        }
        pile.extend(expr.enfants());
    }
    lus
}

fn colonnes_de_modele(d: &Dispositif, table: &str, mots: &Mots, place: &Place, defauts: &mut Vec<Defaut>) {
    let Some(table) = d.table(table) else { return };
    for colonne in mots.colonnes_de_ligne().filter(|c| table.rang(c).is_none()) {
        let defaut = Defaut::new(place, format!("la table « {} » n'a pas de colonne « {colonne} »", table.code));
        defauts.push(defaut.plutot(colonne, table.colonnes.iter().map(|c| c.code.as_str())));
    }
}

/// A defect of a formula, at its place in the rule file.
pub(crate) fn dans_la_formule(place: &Place, defaut: &formule::Defaut) -> Defaut {
    Defaut {
        place: place.dans_la_chaine(&defaut.place),
        message: defaut.message.clone(),
        conseil: defaut.conseil.clone(),
    }
}

fn verifier_ce_qui_est_lu(d: &Dispositif, lus: &Mots, defauts: &mut Vec<Defaut>) {
    let mut jamais = |place: &Place, quoi: String| {
        let (e, pronom) = if quoi.starts_with("le ") { ("", "le") } else { ("e", "la") };
        let defaut = Defaut::new(place, format!("{quoi} n'est jamais lu{e}"));
        defauts.push(defaut.conseil(format!("lisez-{pronom} dans une formule, ou retirez-{pronom}")));
    };
    let parametres: BTreeSet<&str> = lus.parametres().collect();
    for parametre in d.parametres.iter().filter(|p| !parametres.contains(p.code.as_str())) {
        jamais(&parametre.place, format!("le paramètre « {} »", parametre.code));
    }
    for table in &d.tables {
        let prefixe = format!("{}.", table.code);
        let par_detail = lus.noms.iter().any(|n| n.starts_with(&prefixe));
        if !par_detail
            && !lus.tables.contains(&table.code)
            && !d.details.iter().any(|x| x.table.as_ref() == Some(&table.code))
        {
            jamais(&table.place, format!("la table « {} »", table.code));
        }
    }
    let par_entree = |entrees: &[Entree]| entrees.iter().filter_map(|e| e.au_plus.clone()).collect::<Vec<_>>();
    let mut autrement: BTreeSet<String> = par_entree(&d.entrees).into_iter().collect();
    autrement.extend(d.details.iter().flat_map(|x| par_entree(&x.entrees)));
    autrement.extend(d.suivis.iter().flat_map(|s| s.lus().map(str::to_owned)));
    let titres = d.volets.iter().flat_map(|v| [&v.titre, &v.titre_de_detail]).chain([&d.titre_de_detail]);
    autrement.extend(titres.flatten().flat_map(|t| t.sujets().map(str::to_owned)));
    autrement.extend(d.nom_du_contrat.iter().flat_map(|nom| nom.sujets().map(str::to_owned)));
    let entrees = d.entrees.iter().chain(d.details.iter().flat_map(|x| &x.entrees));
    let mut vues: HashSet<(&str, usize, usize)> = HashSet::new();
    // The copies of a model or of a jalon stand at one place: one of them read is enough.
    let lues: HashSet<(&str, usize, usize)> = entrees
        .clone()
        .filter(|e| {
            e.douteuse || lus.noms.contains(&e.code) || autrement.contains(&e.code) || e.type_ == TypeValeur::Texte
        })
        .map(|e| e.place.cle())
        .collect();
    for entree in entrees.filter(|e| !lues.contains(&e.place.cle())) {
        if vues.insert(entree.place.cle()) {
            jamais(&entree.place, format!("l'entrée « {} »", entree.code));
        }
    }
}
