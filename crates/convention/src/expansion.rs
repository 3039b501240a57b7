//! Copies models along their table, and jalons along their dates, into plain inputs, calculs and indicators.

use crate::calendrier::Jalon;
use crate::depliage::ModeleCopie;
use crate::entrees::Entree;
use crate::indicateurs::{Indicateur, Portee};
use crate::ligne_de_modele::LigneDeModele;
use crate::modeles::Modele;
use crate::mots::Mots;
use crate::tables::LigneDeTable;
use crate::{Defaut, Dispositif, Formules};
use std::collections::BTreeSet;

/// The results of an indicator, which formulas read after its code and a dot.
const RESULTATS: [&str; 7] = ["valeur", "objectif", "atteint", "sans_objet", "montant", "malus", "ligne"];

/// Copies everything; gives what the rows of tables should have said.
pub(crate) fn developper(dispositif: &mut Dispositif, modeles: &[Modele], jalons_perdus: bool) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    for modele in modeles {
        defauts.extend(developper_modele(dispositif, modele));
    }
    for indicateur in &dispositif.indicateurs {
        if let Some(selon) = &indicateur.sens_selon {
            let defaut = Defaut::new(&selon.place, "« sens_selon » ne vaut que dans un modèle");
            defauts.push(defaut.conseil("écrivez sens = \"baisse\" ou sens = \"hausse\""));
        }
    }
    if jalons_perdus {
        dispositif.lacunes.prefixes.extend(noms_par_jalon(dispositif).iter().map(|nom| format!("{nom}_")));
    }
    if !dispositif.jalons.is_empty() {
        developper_jalons(dispositif);
    }
    defauts
}

/// What a short name means.
pub(crate) fn traduire(nom: &str, alias: &[(String, String)]) -> String {
    alias.iter().find(|(court, _)| court == nom).map_or_else(|| nom.to_owned(), |(_, plein)| plein.clone())
}

/// The names that formulas read, as they write them.
fn noms_ecrits<'f>(formules: impl Iterator<Item = &'f Formules>) -> BTreeSet<String> {
    let mut noms = BTreeSet::new();
    for version in formules.flat_map(|f| &f.versions) {
        if let Ok(expr) = formule::lire(&version.texte.valeur) {
            noms.extend(Mots::de(&expr, &[]).noms);
        }
    }
    noms
}

fn noms_de_l_indicateur(indicateur: &Indicateur) -> BTreeSet<String> {
    noms_ecrits(indicateur.formules().map(|(_, f)| f))
}

/// The names that the condition of a field reads.
fn noms_de_la_condition(entree: &Entree) -> BTreeSet<String> {
    let si = entree.champ.as_ref().and_then(|champ| champ.si.clone());
    si.map(|si| noms_ecrits(std::iter::once(&Formules::simple(si)))).unwrap_or_default()
}

/// Gives each name written the meaning it has in this copy: only those that change need an alias.
fn renommer(portee: &mut Portee, ecrits: &BTreeSet<String>, plein: impl Fn(&str) -> Option<String>) {
    let mut alias = Vec::new();
    for ecrit in ecrits {
        let deja = traduire(ecrit, &portee.alias);
        let devient = plein(&deja).unwrap_or(deja);
        if devient != *ecrit {
            alias.push((ecrit.clone(), devient));
        }
    }
    portee.alias = alias;
}

fn developper_modele(dispositif: &mut Dispositif, modele: &Modele) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    let codes = modele.entrees.iter().map(|e| &e.code).chain(modele.calculs.iter().map(|c| &c.code));
    let courts: BTreeSet<String> = codes.cloned().collect();
    dispositif.noms_de_modeles.extend(courts.iter().cloned());
    dispositif.noms_de_modeles.insert(modele.code.clone());
    dispositif.modeles.push(ModeleCopie {
        code: modele.code.clone(),
        table: modele.table.clone(),
        prefixe: modele.prefixe.clone(),
        courts: courts.clone(),
    });
    let table = dispositif.table(&modele.table).cloned();
    let mut lignes: Vec<(String, &LigneDeTable)> = Vec::new();
    let mut vues = BTreeSet::new();
    for ligne in table.iter().flat_map(|t| &t.lignes) {
        if let Some(cle) = ligne.cles.first()
            && vues.insert(cle.ecrite.clone())
        {
            lignes.push((cle.ecrite.clone(), ligne));
        }
    }
    let calculs: Vec<BTreeSet<String>> =
        modele.calculs.iter().map(|c| noms_ecrits(std::iter::once(&c.formules))).collect();
    let de_l_indicateur = modele.indicateur.as_ref().map(noms_de_l_indicateur).unwrap_or_default();
    let conditions: Vec<BTreeSet<String>> = modele.entrees.iter().map(noms_de_la_condition).collect();
    let table_douteuse = dispositif.table(&modele.table).is_none_or(|t| t.douteuse || t.incomplete);
    if modele.douteux || table_douteuse {
        dispositif.lacunes.prefixes.insert(modele.prefixe.clone());
        let lus = &mut dispositif.lacunes.lus;
        lus.noms.extend(calculs.iter().chain(&conditions).flatten().chain(&de_l_indicateur).cloned());
        lus.tables.insert(modele.table.clone());
    }
    let Some(table) = &table else { return defauts };
    for (cle, ligne_lue) in lignes {
        let mut mots = LigneDeModele { table, ligne: ligne_lue, defauts: Vec::new() };
        let base = format!("{}{cle}", modele.prefixe);
        let nom_de_ligne = ligne_lue.libelle.clone().unwrap_or_else(|| cle.clone());
        let plein = |court: &str| courts.contains(court).then(|| format!("{base}_{court}"));
        let ligne = Some((modele.table.clone(), cle));
        for (entree, ecrits) in modele.entrees.iter().zip(&conditions) {
            let mut copie = entree.clone();
            copie.code = format!("{base}_{}", entree.code);
            copie.fait = format!("{base}_{}", entree.fait);
            copie.libelle = format!("{nom_de_ligne} : {}", entree.libelle);
            copie.au_plus = entree.au_plus.as_deref().map(|a| plein(a).unwrap_or_else(|| a.to_owned()));
            if let Some(champ) = &mut copie.champ {
                renommer(&mut champ.portee, ecrits, plein);
                champ.portee.ligne.clone_from(&ligne);
            }
            mots.dans_l_entree(&mut copie);
            dispositif.entrees.push(copie);
        }
        for (calcul, ecrits) in modele.calculs.iter().zip(&calculs) {
            let mut copie = calcul.clone();
            copie.code = format!("{base}_{}", calcul.code);
            copie.libelle = format!("{nom_de_ligne} : {}", calcul.libelle);
            renommer(&mut copie.portee, ecrits, plein);
            copie.portee.ligne.clone_from(&ligne);
            dispositif.calculs.push(copie);
        }
        if let Some(indicateur) = &modele.indicateur {
            let mut copie = indicateur.clone();
            renommer(&mut copie.portee, &de_l_indicateur, plein);
            copie.portee.ligne = ligne;
            copie.portee.modele = Some(modele.code.clone());
            copie.code = base;
            if copie.libelle.is_empty() {
                copie.libelle = nom_de_ligne;
            }
            mots.dans_l_indicateur(&mut copie);
            dispositif.indicateurs.push(copie);
        }
        defauts.extend(mots.defauts);
    }
    defauts
}

fn developper_jalons(dispositif: &mut Dispositif) {
    let courts = noms_par_jalon(dispositif);
    dispositif.noms_de_modeles.extend(courts.iter().cloned());
    let plein = |nom: &str, jalon: &Jalon| {
        let (code, resultat) = nom.split_once('.').unwrap_or((nom, ""));
        let connu = courts.contains(code) && (resultat.is_empty() || RESULTATS.contains(&resultat));
        let point = if resultat.is_empty() { "" } else { "." };
        connu.then(|| format!("{code}_{}{point}{resultat}", jalon.code))
    };
    let jalons = dispositif.jalons.clone();
    let entrees = std::mem::take(&mut dispositif.entrees);
    for entree in entrees {
        for jalon in par_jalon(entree.jalon, &jalons) {
            let mut copie = entree.clone();
            if let Some(jalon) = jalon {
                copie.code = format!("{}_{}", entree.code, jalon.code);
                copie.fait = format!("{}_{}", entree.fait, jalon.code);
                copie.douteuse |= jalon.douteux;
                copie.libelle = format!("{} ({})", entree.libelle, jalon.libelle);
                copie.au_plus = entree.au_plus.as_deref().map(|a| plein(a, jalon).unwrap_or_else(|| a.to_owned()));
            }
            dispositif.entrees.push(copie);
        }
    }
    let calculs = std::mem::take(&mut dispositif.calculs);
    for calcul in calculs {
        let ecrits = noms_ecrits(std::iter::once(&calcul.formules));
        for jalon in par_jalon(calcul.jalons, &jalons) {
            let mut copie = calcul.clone();
            if let Some(jalon) = jalon {
                copie.code = format!("{}_{}", calcul.code, jalon.code);
                copie.douteux |= jalon.douteux;
                copie.libelle = format!("{} ({})", calcul.libelle, jalon.libelle);
                renommer(&mut copie.portee, &ecrits, |nom| plein(nom, jalon));
                copie.portee.jour = Some(jalon.date);
            }
            dispositif.calculs.push(copie);
        }
    }
    let indicateurs = std::mem::take(&mut dispositif.indicateurs);
    for indicateur in indicateurs {
        let ecrits = noms_de_l_indicateur(&indicateur);
        for jalon in par_jalon(indicateur.jalons, &jalons) {
            let mut copie = indicateur.clone();
            if let Some(jalon) = jalon {
                copie.code = format!("{}_{}", indicateur.code, jalon.code);
                copie.douteux |= jalon.douteux;
                copie.libelle = format!("{} ({})", indicateur.libelle, jalon.libelle);
                renommer(&mut copie.portee, &ecrits, |nom| plein(nom, jalon));
                copie.portee.jour = Some(jalon.date);
            }
            dispositif.indicateurs.push(copie);
        }
    }
}

/// Once for each jalon, or once without any.
fn par_jalon(concerne: bool, jalons: &[Jalon]) -> Vec<Option<&Jalon>> {
    if concerne { jalons.iter().map(Some).collect() } else { vec![None] }
}

/// Short names that have one meaning per jalon.
fn noms_par_jalon(dispositif: &Dispositif) -> BTreeSet<String> {
    let entrees = dispositif.entrees.iter().filter(|e| e.jalon).map(|e| e.code.clone());
    let calculs = dispositif.calculs.iter().filter(|c| c.jalons).map(|c| c.code.clone());
    let indicateurs = dispositif.indicateurs.iter().filter(|i| i.jalons).map(|i| i.code.clone());
    entrees.chain(calculs).chain(indicateurs).collect()
}
