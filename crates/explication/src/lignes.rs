//! An indicator paid line by line: what each line read, where it stood, what it pays.

use super::noms::{au_fond, colonne};
use super::sources::{self, SourceLue};
use super::{Etape, Montant, Redacteur, definition, manques};
use convention::Sens;
use convention::valeurs_ecrites::{self as valeurs, est_un_taux};
use formule::plan::{Op, Typ};
use formule::trace::Contenu;
use formule::{Fraction, NoeudId};
use std::collections::BTreeSet;

/// The lines of a detail, with their headings.
#[derive(Debug)]
pub struct Lignes {
    /// What a line is: « Produits suivis ».
    pub titre: String,
    /// What every line shows, in order.
    pub colonnes: Vec<String>,
    /// Line by line, in the order of the figures.
    pub lignes: Vec<LigneExpliquee>,
}

/// One line.
#[derive(Debug)]
pub struct LigneExpliquee {
    /// Its name for people.
    pub libelle: String,
    /// Its key.
    pub cle: String,
    /// One per column, in words.
    pub valeurs: Vec<String>,
    /// From where it started to where it arrived, when the rules give both.
    pub progression: Option<Progression>,
    /// What it pays.
    pub montant: Montant,
    /// How.
    pub etape: Etape,
    /// What one count lacked for the line to be paid.
    pub manquait: Option<String>,
    /// What was read on it.
    pub sources: Vec<SourceLue>,
}

/// A rate against the rate that the rules compare it with.
#[derive(Debug, Clone, Copy)]
pub struct Progression {
    /// The rate of departure, that of the rules.
    pub depart: Fraction,
    /// The rate of arrival, that of the figures.
    pub arrivee: Fraction,
    /// Which way is better.
    pub baisse: bool,
}

impl Progression {
    /// Thousandths of the bar, from 0 to 1000.
    pub fn milliemes(f: Fraction) -> i64 {
        let milliemes = f.fois(Fraction::entier(1_000)).map_or(0, |f| f.n() / f.d());
        i64::try_from(milliemes.clamp(0, 1_000)).unwrap_or_default()
    }

    /// Did the arrival pass the departure? `None` when they are equal.
    pub fn passe(&self) -> Option<bool> {
        (self.arrivee != self.depart).then(|| (self.arrivee > self.depart) != self.baisse)
    }

    /// `+ 15,91 points`.
    pub fn ecart(&self) -> String {
        valeurs::ecart_en_points(self.arrivee, self.depart)
    }
}

/// What a column shows: a heading and a node of the line.
struct Colonne {
    libelle: String,
    noeud: NoeudId,
}

/// The lines behind an indicator; `None` when it is not computed line by line.
pub(super) fn de(redacteur: &Redacteur<'_>, par: Option<&(String, String)>, sens: Sens) -> Option<Lignes> {
    let (code, montant) = par?;
    let plan = redacteur.plan();
    let rang = plan.programme().details.iter().position(|d| d.code == *code)?;
    let formule = definition(plan, montant)?;
    let detail = redacteur.dispositif.details.iter().find(|d| d.code == *code)?;
    let (colonnes, taux) = colonnes(redacteur, rang, formule.noeud);
    let une = |ligne: usize| {
        let nombre = |n: NoeudId| {
            let valeur = redacteur.trace.valeur_de_ligne(n, ligne);
            match valeur.contenu {
                Contenu::Nombre(f) if valeur.marques.connu() => Some(f),
                _ => None,
            }
        };
        let progression = taux.and_then(|(depart, arrivee)| {
            let (depart, arrivee) = (nombre(depart)?, nombre(arrivee)?);
            Some(Progression { depart, arrivee, baisse: sens == Sens::Baisse })
        });
        let centimes = nombre(formule.noeud).and_then(Fraction::en_entier).and_then(|c| i64::try_from(c).ok());
        let mut etape = redacteur.etape_de(formule, montant, ligne, None, &mut BTreeSet::new());
        etape.libelle = "Montant de la ligne".to_owned();
        LigneExpliquee {
            libelle: redacteur.libelle_de_ligne(rang, ligne),
            cle: redacteur.cle(rang, ligne),
            valeurs: colonnes.iter().map(|c| redacteur.accentuer(&redacteur.valeur(c.noeud, ligne))).collect(),
            progression,
            montant: Montant { centimes, ecrit: redacteur.valeur(formule.noeud, ligne) },
            etape,
            manquait: (centimes == Some(0))
                .then(|| manques::pour_la_ligne(redacteur, rang, ligne, formule.noeud))
                .flatten(),
            sources: sources::de_ligne(redacteur, formule.noeud, ligne),
        }
    };
    Some(Lignes {
        titre: detail.libelle.clone(),
        lignes: (0..redacteur.trace.lignes(u16::try_from(rang).ok()?)).map(une).collect(),
        colonnes: colonnes.into_iter().map(|c| c.libelle).collect(),
    })
}

/// What is counted, then the rates (departure before arrival), then what is made of them, then the prices; and the
/// nodes of departure and arrival.
fn colonnes(redacteur: &Redacteur<'_>, rang: usize, montant: NoeudId) -> (Vec<Colonne>, Option<(NoeudId, NoeudId)>) {
    let plan = redacteur.plan();
    let niveau = u16::try_from(rang).ok();
    let (mut comptes, mut departs, mut arrivees, mut autres, mut prix) = (vec![], vec![], vec![], vec![], vec![]);
    let mut vus = vec![au_fond(plan, montant)];
    for calcul in &redacteur.dispositif.calculs {
        let Some(formule) = plan.formule(&calcul.code).filter(|f| f.niveau == niveau) else { continue };
        let fond = au_fond(plan, formule.noeud);
        if vus.contains(&fond) {
            continue;
        }
        vus.push(fond);
        let ou = match (est_un_taux(plan, formule.noeud), lit_la_ligne(redacteur, formule.noeud)) {
            (true, true) => &mut arrivees,
            (true, false) => &mut departs,
            _ => &mut autres,
        };
        ou.push(Colonne { libelle: calcul.libelle.clone(), noeud: formule.noeud });
    }
    for rang in 0..plan.nombre_de_noeuds() {
        let Ok(noeud) = u32::try_from(rang).map(NoeudId) else { break };
        match &plan.noeud(noeud).op {
            Op::EntreeDetail(d, e) if Some(*d) == niveau => {
                comptes.push((*e, Colonne { libelle: redacteur.nom_du_noeud(noeud).unwrap_or_default(), noeud }));
            }
            Op::LigneDeCle(t, c, d, _) if Some(*d) == niveau && !vus.contains(&noeud) => {
                vus.push(noeud);
                let table = plan.programme().tables.get(usize::from(*t));
                let code = table.and_then(|t| t.colonnes.get(usize::from(*c))).map_or("", |(code, _)| code.as_str());
                let ou = if est_un_taux(plan, noeud) { &mut departs } else { &mut prix };
                let dite = table.and_then(|t| redacteur.dispositif.table(&t.code));
                ou.push(Colonne { libelle: colonne(dite, code), noeud });
            }
            _ => {}
        }
    }
    comptes.sort_by_key(|(rang, _)| *rang);
    let un_nombre = |c: &&Colonne| matches!(plan.noeud(c.noeud).typ, Typ::Nombre(_));
    let taux = departs.iter().find(un_nombre).zip(arrivees.iter().find(un_nombre)).map(|(d, a)| (d.noeud, a.noeud));
    let comptes = comptes.into_iter().map(|(_, c)| c);
    (comptes.chain(departs).chain(arrivees).chain(autres).chain(prix).collect(), taux)
}

/// Does a node rest on the figures of the line?
fn lit_la_ligne(redacteur: &Redacteur<'_>, n: NoeudId) -> bool {
    let op = &redacteur.plan().noeud(n).op;
    matches!(op, Op::EntreeDetail(..)) || op.enfants().into_iter().any(|e| lit_la_ligne(redacteur, e))
}

impl Redacteur<'_> {
    /// The name of a line: that of the row of its table.
    pub(super) fn libelle_de_ligne(&self, detail: usize, ligne: usize) -> String {
        let cle = self.cle(detail, ligne);
        let programme = self.plan().programme();
        let table = programme.details.get(detail).and_then(|d| d.table.as_ref());
        let dite = table.and_then(|code| self.dispositif.table(code)).and_then(|table| {
            let lignes = || table.lignes.iter().filter(|l| l.cles.first().is_some_and(|c| c.ecrite == cle));
            let du_jour = lignes().find(|l| l.vaut_au(self.plan().jour()));
            du_jour.or_else(|| lignes().next()).and_then(|l| l.libelle.clone())
        });
        dite.unwrap_or(cle)
    }
}
