//! A value of the engine as people write it.

use crate::Affichage;
use crate::nombres::{self, Coupe, INSECABLE};
use formule::plan::{FonctionDate, Op, Plan, Typ};
use formule::programme::Entree;
use formule::trace::{Contenu, Trace, Valeur};
use formule::{Date, Fraction, Marques, NoeudId, Unite};

/// `31/12/2024`.
pub fn jour(date: Date) -> String {
    let (annee, mois, jour) = date.calendrier();
    format!("{jour:02}/{mois:02}/{annee}")
}

/// What stands for a value that there is not.
pub fn absence(marques: Marques) -> &'static str {
    if marques.contient(Marques::INCONNU) {
        "inconnu"
    } else if marques.contient(Marques::EN_ATTENTE) {
        "pas encore disponible"
    } else {
        "sans objet"
    }
}

/// A value of a node, with its unit.
pub fn ecrire(plan: &Plan, n: NoeudId, valeur: Valeur) -> String {
    if !valeur.marques.connu() {
        return absence(valeur.marques).to_owned();
    }
    match (valeur.contenu, &plan.noeud(n).typ) {
        (Contenu::OuiNon(oui), _) => if oui { "oui" } else { "non" }.to_owned(),
        (Contenu::Date(date), _) => jour(date),
        (Contenu::Choix(rang), Typ::Choix(codes)) => {
            plan.programme().choix_ecrit(codes, rang as usize).map_or_else(|| rang.to_string(), str::to_owned)
        }
        (Contenu::Choix(rang), _) => rang.to_string(),
        (Contenu::Nombre(f), _) if lit_une_annee(plan, n) => f.to_string(),
        (Contenu::Nombre(f), _) if lit_un_parametre(plan, n) && est_un_taux(plan, n) => taux_dit(f),
        (Contenu::Nombre(f), Typ::Nombre(unite)) => quantite(f, unite, est_un_taux(plan, n)),
        (Contenu::Nombre(f), _) => nombres::exact(f),
    }
}

/// The same with every decimal that a reader needs to do the computation again: what is cut is said to be near.
pub fn ecrire_exactement(plan: &Plan, n: NoeudId, valeur: Valeur) -> String {
    match (valeur.contenu, &plan.noeud(n).typ) {
        (Contenu::Nombre(f), Typ::Nombre(unite)) if valeur.marques.connu() && !lit_une_annee(plan, n) => {
            exactement(f, unite, est_un_taux(plan, n)).unwrap_or_else(|| ecrire(plan, n, valeur))
        }
        _ => ecrire(plan, n, valeur),
    }
}

/// Nothing where two decimals, or those of an amount, are enough.
fn exactement(f: Fraction, unite: &Unite, taux: bool) -> Option<String> {
    let reste = unite.sur(&Unite::euro());
    let en_euros = unite.en_euros();
    let fois = if en_euros { Fraction::new(1, 100)? } else { Fraction::entier(if taux { 100 } else { 1 }) };
    let (dit, apres) = match (en_euros, taux) {
        (true, _) => (f.fois(fois)?, format!("{INSECABLE}€ {reste}").trim_end().to_owned()),
        (false, true) => (f.fois(fois)?, format!("{INSECABLE}%")),
        (false, false) => (f, String::new()),
    };
    let decimales = |d| dit.fois(Fraction::entier(d)).is_some_and(|f| f.d() == 1);
    if decimales(100) {
        return None;
    }
    if decimales(DENOMINATEUR_EXACT) {
        return Some(format!("{}{apres}", nombres::exact(dit)));
    }
    Some(format!("≈{INSECABLE}{}{apres}", nombres::decimal(dit, DECIMALES_EXACTES, Coupe::Arrondi)))
}

/// Decimals that give the cent back, up to amounts of ten thousand euros.
const DECIMALES_EXACTES: u32 = 6;
const DENOMINATEUR_EXACT: i128 = 1_000_000;

/// A quantity as the engine holds it: cents when its unit has the euro. Prices keep what they are the price of.
pub fn quantite(f: Fraction, unite: &Unite, taux: bool) -> String {
    if *unite == Unite::euro() {
        return montant(f);
    }
    if unite.en_euros() {
        let reste = unite.sur(&Unite::euro());
        return format!("{} {reste}", euros_exacts(f)).trim_end().to_owned();
    }
    // What is counted is said by the name beside it.
    if taux { pourcent(f) } else { nombres::exact(f) }
}

/// A figure of an input, from what is held of it: cents, tenths of what it counts, ten-thousandths of a rate.
pub fn tenu(entree: &Entree, unite: &Unite, tenue: i64) -> String {
    if est_une_annee(entree) {
        return tenue.to_string();
    }
    // An amount is held in cents, whatever its scale.
    let echelle = if unite.en_euros() { 1 } else { entree.echelle };
    match Fraction::new(tenue.into(), echelle.into()) {
        Some(f) => quantite(f, unite, echelle > 1 && unite.est_aucune()),
        None => tenue.to_string(),
    }
}

/// A rate, with as many decimals as it needs up to two.
pub fn pourcent(f: Fraction) -> String {
    match f.fois(Fraction::entier(100)) {
        Some(cent) if cent.d() == 1 => format!("{}{INSECABLE}%", nombres::exact(cent)),
        _ => nombres::pourcent(f, 2, Coupe::Arrondi),
    }
}

/// What separates two rates: `+ 0,44 point`.
pub fn ecart_en_points(a: Fraction, b: Fraction) -> String {
    let Some(ecart) = a.moins(b).and_then(|f| f.fois(Fraction::entier(100))) else { return String::new() };
    let signe = if ecart.n() < 0 { "−" } else { "+" };
    let absolu = if ecart.n() < 0 { ecart.fois(Fraction::entier(-1)).unwrap_or(ecart) } else { ecart };
    let pluriel = if absolu.n() >= 2 * absolu.d() { "s" } else { "" };
    format!("{signe}{INSECABLE}{}{INSECABLE}point{pluriel}", nombres::decimal(absolu, 2, Coupe::Arrondi))
}

/// An amount held in cents; more decimals are shown when it is not whole yet.
pub fn montant(f: Fraction) -> String {
    match f.en_entier() {
        Some(centimes) => nombres::euros(centimes),
        None => euros_exacts(f),
    }
}

fn euros_exacts(f: Fraction) -> String {
    let Some(euros) = Fraction::new(1, 100).and_then(|c| f.fois(c)) else { return f.to_string() };
    let ecrit = nombres::exact(euros);
    let ecrit = if ecrit.contains('/') {
        format!("≈{INSECABLE}{}", nombres::decimal(euros, 4, Coupe::Arrondi))
    } else {
        return crate::ecriture::euros(euros);
    };
    format!("{ecrit}{INSECABLE}€")
}

/// Years are not written like counts: 2021, not 2 021.
pub fn est_une_annee(entree: &Entree) -> bool {
    entree.echelle == 1 && entree.min >= 1_900 && entree.max <= 2_199
}

/// A rate that the rules say: « 95 % », or « 1/3 » where decimals would put a reader on the wrong side of it.
pub fn taux_dit(f: Fraction) -> String {
    let exact = crate::ecriture::taux(f);
    if exact.contains('/') { exact } else { pourcent(f) }
}

fn lit_un_parametre(plan: &Plan, n: NoeudId) -> bool {
    match &plan.noeud(n).op {
        Op::Parametre(..) | Op::ParametreALaDate(..) => true,
        Op::Certain(a) | Op::Marquer(a, _) => lit_un_parametre(plan, *a),
        _ => false,
    }
}

/// A value as the follow-up shows it: with the decimals that the rules of an indicator ask for.
pub fn affichee(trace: &Trace<'_>, n: NoeudId, ligne: usize, affichage: Option<Affichage>) -> String {
    let (plan, valeur) = (trace.plan(), trace.valeur_de_ligne(n, ligne));
    let exact = match (valeur.contenu, &plan.noeud(n).typ) {
        (Contenu::Nombre(f), Typ::Nombre(unite)) if valeur.marques.connu() => Some((f, unite)),
        _ => None,
    };
    match (exact, affichage) {
        (Some((f, unite)), Some(a)) if unite.est_aucune() && est_un_taux(plan, n) => {
            let coupe = if a.tronque { Coupe::Troncature } else { Coupe::Arrondi };
            nombres::pourcent(f, u32::from(a.decimales), coupe)
        }
        (Some((f, unite)), _) if f.d() != 1 && !unite.en_euros() && !est_un_taux(plan, n) => {
            nombres::decimal(f, 2, Coupe::Arrondi)
        }
        _ => ecrire(plan, n, valeur),
    }
}

fn lit_une_annee(plan: &Plan, n: NoeudId) -> bool {
    match &plan.noeud(n).op {
        Op::Entree(e) => plan.entrees().get(*e as usize).is_some_and(est_une_annee),
        Op::Certain(a) | Op::Marquer(a, _) => lit_une_annee(plan, *a),
        Op::Date(FonctionDate::Annee, ..) => true,
        _ => false,
    }
}

/// Is a bare number a rate? Quotients are, and what is read or chosen among them.
pub fn est_un_taux(plan: &Plan, n: NoeudId) -> bool {
    let noeud = plan.noeud(n);
    if !matches!(&noeud.typ, Typ::Nombre(unite) if unite.est_aucune()) {
        return false;
    }
    let un_taux = |n: &NoeudId| est_un_taux(plan, *n);
    match &noeud.op {
        Op::Sur(..) => true,
        Op::Constante(f) => *f == Fraction::ZERO || f.d() != 1,
        Op::Entree(e) => plan.entrees().get(*e as usize).is_some_and(|e| e.echelle > 1),
        Op::EntreeDetail(d, e) => {
            let detail = plan.programme().details.get(*d as usize);
            detail.and_then(|d| d.entrees.get(*e as usize)).is_some_and(|e| e.echelle > 1)
        }
        // A parameter without unit is a rate: those that count have what they count.
        Op::Parametre(..) | Op::ParametreALaDate(..) | Op::Bareme(..) | Op::LigneDeCle(..) | Op::Recherche(..) => true,
        Op::National(_) | Op::Repartition(_) => true,
        Op::Plus(a, b) | Op::Moins(a, b) | Op::Fois(a, b) | Op::Min(a, b) | Op::Max(a, b) => un_taux(a) || un_taux(b),
        Op::Si(_, a, b) | Op::ADefaut(a, b) => un_taux(a) || un_taux(b),
        Op::Oppose(a) | Op::Certain(a) | Op::Marquer(a, _) | Op::Diffuser(_, a) => un_taux(a),
        Op::SommeLignes(_, a) | Op::PlusGrandeLigne(_, a) => un_taux(a),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use formule::programme::Genre;

    fn entree(unite: Unite, echelle: i64, max: i64) -> Entree {
        Entree {
            code: "x".to_owned(),
            libelle: "X".to_owned(),
            genre: Genre::Nombre(unite),
            min: if max == 2_199 { 1_900 } else { 0 },
            max,
            echelle,
            facultative: false,
            non_declare: None,
            au_plus: None,
            libelles: Vec::new(),
            declaree: true,
        }
    }

    #[test]
    fn a_value_has_the_decimals_that_give_the_cent_back() {
        let f = |n, d| Fraction::new(n, d).unwrap();
        let dit = |f, unite: &Unite, taux| exactement(f, unite, taux).unwrap_or_else(|| quantite(f, unite, taux));
        let (rien, euro) = (Unite::aucune(), Unite::euro());
        assert_eq!(dit(f(1_145, 800), &rien, true), "143,125\u{a0}%");
        assert_eq!(dit(f(157, 610), &rien, true), "≈\u{a0}25,737705\u{a0}%");
        assert_eq!(dit(f(935, 1_000), &rien, true), "93,50\u{a0}%");
        assert_eq!(dit(f(2, 3), &rien, false), "≈\u{a0}0,666667");
        assert_eq!(dit(f(34_500_000, 305), &euro, false), "≈\u{a0}1\u{a0}131,147541\u{a0}€");
        assert_eq!(dit(f(13, 2), &euro, false), "0,065\u{a0}€");
        assert_eq!(dit(f(150_000, 1), &euro, false), "1\u{a0}500,00\u{a0}€");
    }

    #[test]
    fn what_is_held_of_an_input_is_said_in_what_it_counts() {
        let dit = |unite: Unite, echelle, max, tenue| tenu(&entree(unite.clone(), echelle, max), &unite, tenue);
        assert_eq!(dit(Unite::simple("ETP"), 10, 10_000, 39), "3,9");
        assert_eq!(dit(Unite::simple("ETP"), 10, 10_000, 40), "4");
        assert_eq!(dit(Unite::aucune(), 10_000, 10_000, 9_350), "93,50\u{a0}%");
        assert_eq!(dit(Unite::euro(), 100, 1_000_000, 122_550), "1\u{a0}225,50\u{a0}€");
        assert_eq!(dit(Unite::simple("FSE"), 1, 100_000, 24_000), "24\u{a0}000");
        assert_eq!(dit(Unite::aucune(), 1, 2_199, 2_024), "2024");
    }
}
