//! What codes are called by people.

use super::Redacteur;
use convention::{Dispositif, Table};
use formule::NoeudId;
use formule::plan::{Op, Plan, Typ};
use std::fmt;

/// Something of the rules: its name for people, and its code for those who write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomme {
    /// Its name for people.
    pub libelle: String,
    /// Its code.
    pub code: String,
}

impl fmt::Display for Nomme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.libelle == self.code {
            return f.write_str(&self.code);
        }
        write!(f, "{} ({})", self.libelle, self.code)
    }
}

/// A name inside a sentence; a name that quotes something itself does so with other marks.
pub(super) fn cite(libelle: &str) -> String {
    let dedans = libelle.replace("«\u{a0}", "“").replace("\u{a0}»", "”").replace("« ", "“").replace(" »", "”");
    format!("«\u{a0}{dedans}\u{a0}»")
}

/// The node behind what only passes its value on.
pub(super) fn au_fond(plan: &Plan, n: NoeudId) -> NoeudId {
    match plan.noeud(n).op {
        Op::Certain(a) | Op::Marquer(a, _) | Op::Diffuser(_, a) => au_fond(plan, a),
        _ => n,
    }
}

/// A parameter, a step, a cell, an input, a role or a definition of a dispositif, by its code.
pub fn nommer(d: &Dispositif, code: &str) -> Nomme {
    Nomme { libelle: libelle(d, code), code: code.to_owned() }
}

/// What is copied for each row of a model: the model, and its name in it.
type Copie = (String, String);

/// What comes from one formula of a model, copied for each of its rows, is said once, with how many rows it stands for.
pub(super) fn une_fois_par_modele(d: &Dispositif, noms: Vec<Nomme>) -> Vec<Nomme> {
    let court = |nom: &Nomme| {
        let modele = d.calculs.iter().find(|c| c.code == nom.code)?.portee.modele.clone()?;
        Some((modele, nom.libelle.rsplit_once(" : ")?.1.to_owned()))
    };
    let mut dits: Vec<(Option<Copie>, Nomme, usize)> = Vec::new();
    for nom in noms {
        let cle = court(&nom);
        match dits.iter_mut().find(|(autre, ..)| cle.is_some() && *autre == cle) {
            Some((_, _, combien)) => *combien += 1,
            None => dits.push((cle, nom, 1)),
        }
    }
    let dire = |(cle, nom, combien): (Option<Copie>, Nomme, usize)| match cle {
        Some((_, court)) if combien > 1 => Nomme { libelle: format!("{court} ({combien} indicateurs)"), ..nom },
        _ => nom,
    };
    dits.into_iter().map(dire).collect()
}

/// Its name alone; the code itself when the rules give none.
fn libelle(d: &Dispositif, code: &str) -> String {
    let racine = code.split(['[', '.']).next().unwrap_or(code);
    if let (Some(table), true) = (d.table(racine), code != racine) {
        return cellule(table, code);
    }
    let trouve = d
        .parametre(racine)
        .map(|p| &p.libelle)
        .or_else(|| d.entree(racine).map(|e| &e.libelle))
        .or_else(|| d.table(racine).map(|t| &t.libelle))
        .or_else(|| d.calculs.iter().find(|c| c.code == code).map(|c| &c.libelle))
        .or_else(|| du_detail(d, code))
        .or_else(|| d.details.iter().find(|x| x.code == racine).map(|x| &x.libelle))
        .or_else(|| d.nationaux.iter().find(|n| code == format!("national.{}", n.code)).map(|n| &n.libelle))
        .or_else(|| d.repartitions.iter().find(|r| code == format!("repartition.{}", r.code)).map(|r| &r.libelle));
    match trouve {
        Some(libelle) => libelle.clone(),
        None => definition_dite(d, code),
    }
}

/// The input of a detail line.
fn du_detail<'d>(d: &'d Dispositif, code: &str) -> Option<&'d String> {
    let (detail, entree) = code.split_once('.')?;
    let detail = d.details.iter().find(|d| d.code == detail)?;
    detail.entrees.iter().find(|e| e.code == entree).map(|e| &e.libelle)
}

/// What the definitions that every dispositif has, and those of an indicator, are about.
fn definition_dite(d: &Dispositif, code: &str) -> String {
    let connu = match code {
        "somme_remuneres" => "Somme des montants des indicateurs",
        "socles_valides" => "Toutes les conditions à remplir d'abord sont remplies",
        "taux_malus" => "Taux du malus",
        "eligible" => "Les conditions du versement sont remplies",
        "brut" => "Total avant déduction",
        "montant_calcule" => "Total après déduction",
        "montant" => "Montant dû",
        "ligne_malus" => "Déduction",
        _ => "",
    };
    if !connu.is_empty() {
        return connu.to_owned();
    }
    let indicateur = |code: &str| d.indicateurs.iter().find(|i| i.code == code);
    if let Some((qui, _)) = code.strip_prefix("role.").and_then(|reste| reste.rsplit_once('.'))
        && let Some(i) = indicateur(qui)
    {
        return format!("Rôle de {}", cite(&i.libelle));
    }
    let (qui, quoi) = code.rsplit_once('.').unwrap_or((code, ""));
    let Some(i) = indicateur(qui) else { return code.to_owned() };
    let nom = cite(&i.libelle);
    match quoi {
        "atteint" => format!("Objectif atteint pour {nom}"),
        "objectif" => format!("Objectif de {nom}"),
        "sans_objet" => format!("Rien à mesurer pour {nom}"),
        "montant" => format!("Montant de {nom}"),
        "malus" => format!("Malus de {nom}"),
        "ligne" => format!("Montant d'une ligne de {nom}"),
        "valeur" => format!("Valeur de {nom}"),
        _ => i.libelle.clone(),
    }
}

impl Redacteur<'_> {
    /// A parameter, a step, a cell, an input, a role or a definition.
    pub(super) fn nommer(&self, code: &str) -> Nomme {
        nommer(self.dispositif, code)
    }

    /// Its name alone; the code itself when the rules give none.
    pub(super) fn libelle(&self, code: &str) -> String {
        libelle(self.dispositif, code)
    }

    /// The choice of a rank, in the words of the field that offers it.
    pub(super) fn choix(&self, codes: &[String], rang: usize) -> Option<String> {
        self.plan().programme().choix_ecrit(codes, rang).map(str::to_owned)
    }

    /// A price with its unit as people spell it: units are codes, the labels beside them have the accents.
    pub(super) fn accentuer(&self, ecrit: &str) -> String {
        let mut parties = ecrit.split(" par ");
        let mut phrase = parties.next().unwrap_or_default().to_owned();
        for unite in parties {
            phrase.push_str(" par ");
            let mut mots = self.memoire.mots.borrow_mut();
            let mot = mots.entry(unite.to_owned()).or_insert_with(|| self.mot_des_libelles(unite));
            phrase.push_str(mot.as_deref().unwrap_or(unite));
        }
        phrase
    }

    fn mot_des_libelles(&self, unite: &str) -> Option<String> {
        let d = self.dispositif;
        let entrees = d.entrees.iter().chain(d.details.iter().flat_map(|detail| &detail.entrees));
        let libelles = entrees.map(|e| e.libelle.as_str()).chain(d.parametres.iter().map(|p| p.libelle.as_str()));
        let mots = libelles.flat_map(|l| l.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase);
        mots.map(|mot| mot.strip_suffix('s').map_or_else(|| mot.clone(), str::to_owned))
            .find(|mot| mot != unite && sans_accents(mot) == unite)
    }

    /// What a node is called, when it is something that has a name.
    pub(super) fn nom_du_noeud(&self, n: NoeudId) -> Option<String> {
        let plan = self.plan();
        let n = au_fond(plan, n);
        let programme = plan.programme();
        Some(match &plan.noeud(n).op {
            Op::Entree(e) => programme.entrees.get(*e as usize)?.libelle.clone(),
            Op::EntreeDetail(d, e) => {
                programme.details.get(usize::from(*d))?.entrees.get(usize::from(*e))?.libelle.clone()
            }
            Op::Parametre(p, _) | Op::ParametreALaDate(p, _) | Op::Bareme(p, ..) => {
                self.libelle(&programme.parametres.get(*p as usize)?.code)
            }
            Op::National(r) => self.libelle(&format!("national.{}", programme.nationaux.get(*r as usize)?.code)),
            Op::Repartition(r) => {
                self.libelle(&format!("repartition.{}", programme.repartitions.get(*r as usize)?.code))
            }
            Op::LigneDeCle(t, c, ..) | Op::Recherche(t, c, ..) => {
                let table = programme.tables.get(usize::from(*t))?;
                colonne(self.dispositif.table(&table.code), &table.colonnes.get(usize::from(*c))?.0)
            }
            _ => return None,
        })
    }

    /// The choice that a constant stands for.
    pub(super) fn choix_du_noeud(&self, n: NoeudId, rang: u32) -> Option<String> {
        match &self.plan().noeud(n).typ {
            Typ::Choix(codes) => self.choix(codes, rang as usize),
            _ => None,
        }
    }
}

fn sans_accents(mot: &str) -> String {
    let nu = |c| match c {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        autre => autre,
    };
    mot.chars().map(nu).collect()
}

/// The heading of a column: its label, else its code, which is a word of the field.
pub(super) fn colonne(table: Option<&Table>, code: &str) -> String {
    let dite = table.and_then(|t| t.colonnes.iter().find(|c| c.code == code)).and_then(|c| c.libelle.clone());
    if let Some(dite) = dite {
        return dite;
    }
    let mots = code.replace('_', " ");
    let mut lettres = mots.chars();
    lettres.next().map_or_else(String::new, |premiere| premiere.to_uppercase().chain(lettres).collect())
}

/// `table[clé].colonne` as people say it: the name of the row, then the column.
fn cellule(table: &Table, code: &str) -> String {
    let Some((cle, colonne_lue)) = code.split_once('[').and_then(|(_, reste)| reste.rsplit_once("].")) else {
        return table.libelle.clone();
    };
    let ecrite = |l: &convention::LigneDeTable| l.cles.iter().map(|c| c.ecrite.as_str()).collect::<Vec<_>>().join(", ");
    let ligne = table.lignes.iter().find(|l| ecrite(l) == cle).and_then(|l| l.libelle.clone());
    let dite = table.colonnes.iter().find(|c| c.code == colonne_lue).and_then(|c| c.libelle.clone());
    let colonne = dite.unwrap_or_else(|| colonne_lue.replace('_', " "));
    format!("{}, {} : {colonne}", table.libelle, ligne.unwrap_or_else(|| cle.to_owned()))
}
