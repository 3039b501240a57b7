use crate::montage::{compte, connu, parametre, plan};
use formule::programme::{Definition, ModeNational, National, Programme, Repartition};
use formule::{Colonne, Execution, Fraction, Jeu, Marques, etapes_nationales, evaluer, manque};

/// OAM in small: the national rate against a target, then a share of the savings.
fn oam() -> Programme {
    Programme {
        entrees: vec![compte("oam", "initiation", 0, 1000), compte("ppc", "initiation", 0, 1000)],
        parametres: vec![
            parametre("cible", "", connu("1/10")),
            parametre("economie", "€ par initiation", connu("100")),
            parametre("partage", "", connu("1/5")),
            parametre("minimum", "€", connu("50")),
        ],
        definitions: vec![
            Definition::simple("num", "oam"),
            Definition::simple("den", "oam + ppc"),
            Definition::simple(
                "env",
                "si national.taux a_defaut 0 % >= p.cible alors arrondi(national.total * p.economie * p.partage) sinon 0 €",
            ),
            Definition::simple("plancher", "p.minimum"),
            Definition::simple("r", "repartition.part"),
        ],
        nationaux: vec![
            National {
                code: "taux".into(),
                mode: ModeNational::Moyenne { numerateur: "num".into(), denominateur: "den".into() },
            },
            National { code: "total".into(), mode: ModeNational::Somme("num".into()) },
        ],
        repartitions: vec![Repartition {
            code: "part".into(),
            enveloppe: "env".into(),
            cle: "num".into(),
            plancher: Some("plancher".into()),
            reste_reparti: false,
        }],
        ..Programme::default()
    }
}

fn parts(lignes: &[(i64, i64)], reparti: bool) -> (Vec<i64>, Fraction) {
    let mut p = oam();
    p.repartitions[0].reste_reparti = reparti;
    let plan = plan(&p);
    let colonne = |f: fn(&(i64, i64)) -> i64| Colonne::de(lignes.iter().map(|l| Ok(f(l))), 0);
    let mut jeu = Jeu { lignes: lignes.len(), entrees: vec![colonne(|l| l.0), colonne(|l| l.1)], ..Jeu::default() };
    let noms: Vec<String> = (0..lignes.len()).map(|i| format!("m{i}")).collect();
    etapes_nationales(&plan, &mut jeu, &noms).unwrap();
    let n = plan.definition("r").unwrap();
    let r = Execution::new(&plan, &[n]).executer(&jeu).unwrap();
    for i in 0..lignes.len() {
        assert_eq!(evaluer(&plan, &jeu.ligne(i)).unwrap().marques(n), r.colonnes[0].marques(i));
    }
    let taux = jeu.nationaux[0].unwrap();
    assert_eq!(taux.marques, Marques::AUCUNE);
    ((0..lignes.len()).map(|i| r.colonnes[0].centimes(i).unwrap()).collect(), taux.valeur)
}

#[test]
fn the_national_rate_is_the_sum_over_the_sum_and_the_shares_add_up() {
    // 7 initiations out of 30: 7/30 ≥ 10 %. Envelope 7 × 100 × 20 % = 140 €, in sevenths: 4/7, 3/7 = 80 €, 60 €.
    assert_eq!(parts(&[(4, 6), (3, 17)], false), (vec![8000, 6000], Fraction::new(7, 30).unwrap()));
    // 1 of 20: 5 % < 10 %: nothing.
    assert_eq!(parts(&[(1, 19)], false).0, [0]);
}

#[test]
fn below_the_floor_there_is_nothing_and_the_rules_say_whether_the_rest_is_shared_again() {
    // 5 initiations, 100 €: 80 € and 20 €; 20 € is below 50 €.
    assert_eq!(parts(&[(4, 0), (1, 0)], false).0, [8000, 0]);
    assert_eq!(parts(&[(4, 0), (1, 0)], true).0, [10_000, 0]);
}

#[test]
fn what_was_missing_is_the_smallest_count_that_reaches_the_threshold() {
    let mut p = oam();
    p.definitions = vec![Definition::simple("atteint", "(oam / (oam + ppc)) a_defaut 0 % >= p.cible")];
    p.nationaux.clear();
    p.repartitions.clear();
    let plan = plan(&p);
    let ligne = formule::Ligne { entrees: vec![Ok(5), Ok(60)], ..formule::Ligne::default() };
    // x / (x + 60) ≥ 1/10 ⇔ 9x ≥ 60 ⇔ x ≥ 7, but x stands on both sides: the language does not prove it monotone.
    assert_eq!(manque(&plan, &ligne, plan.definition("atteint").unwrap()), None);
    p.definitions = vec![Definition::simple("atteint", "(oam / ppc) a_defaut 0 % >= p.cible")];
    let plan = crate::montage::plan(&p);
    let m = manque(&plan, &ligne, plan.definition("atteint").unwrap()).unwrap();
    // 6 / 60 = 10 %.
    assert_eq!((m.entree, m.actuel, m.necessaire), (0, 5, 6));
}

#[test]
fn what_was_too_many_is_said_of_the_part_and_not_of_the_whole() {
    let mut p = oam();
    p.entrees[0].au_plus = Some("ppc".into());
    p.definitions = vec![Definition::simple("atteint", "oam <= p.cible * ppc")];
    p.nationaux.clear();
    p.repartitions.clear();
    let plan = plan(&p);
    let ligne = formule::Ligne { entrees: vec![Ok(8), Ok(60)], ..formule::Ligne::default() };
    let m = manque(&plan, &ligne, plan.definition("atteint").unwrap()).unwrap();
    // 10 % of 60 is 6: two too many.
    assert_eq!((m.entree, m.actuel, m.necessaire), (0, 8, 6));
}
