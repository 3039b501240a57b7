//! National results do not depend on how the rows are cut, nor on their order.

use crate::hasard::{Des, ligne, programme};
use crate::montage::{compte, connu, parametre, plan};
use crate::proprietes::jeu;
use formule::national::Recueil;
use formule::programme::{Definition, ModeNational, National, Programme, Repartition};
use formule::{Cellule, Colonne, Fraction, Jeu, Ligne, Marques, Plan, compiler, etapes_nationales_par};
use std::collections::BTreeMap;

/// A random programme with every kind of national result, and three ways to share an envelope.
fn avec_nationaux(des: &mut Des) -> Programme {
    let mut p = programme(des);
    p.parametres.extend([
        parametre("rang", "", connu(["0", "1/3", "1/2", "19/20", "1"][des.sous(5) as usize])),
        parametre("enveloppe", "€", connu(["0", "1", "1234567/100", "99999999"][des.sous(4) as usize])),
        parametre("minimum", "€", connu(["1/100", "10", "500", "12345"][des.sous(4) as usize])),
    ]);
    p.definitions.extend([
        Definition::simple("entier", "arrondi(r0)"),
        Definition::simple("sous_condition", "si r1 alors x0 sinon x1"),
        Definition::simple("facultatif", "y1 a_defaut 0"),
        Definition::simple("mesure", "y0"),
        Definition::simple("le_rang", "p.rang"),
        Definition::simple("la_somme", "p.enveloppe"),
        Definition::simple("le_minimum", "p.minimum"),
    ]);
    let national = |code: &str, mode| National { code: code.into(), mode };
    let percentile = |de: &str| ModeNational::Percentile { de: de.into(), rang: "le_rang".into() };
    p.nationaux = vec![
        national("somme", ModeNational::Somme("entier".into())),
        national(
            "moyenne",
            ModeNational::Moyenne { numerateur: "sous_condition".into(), denominateur: "mesure".into() },
        ),
        national("compte", ModeNational::Compte("r1".into())),
        national("simple", ModeNational::MoyenneSimple("r2".into(), des.sous(5) as u8)),
        national("percentile", percentile("r0")),
        national("des_entiers", percentile("mesure")),
    ];
    let repartition = |code: &str, plancher: Option<&str>, reste_reparti| Repartition {
        code: code.into(),
        enveloppe: "la_somme".into(),
        cle: "facultatif".into(),
        plancher: plancher.map(str::to_owned),
        reste_reparti,
    };
    p.repartitions = vec![
        repartition("pleine", None, false),
        repartition("conservee", Some("le_minimum"), false),
        repartition("reprise", Some("le_minimum"), true),
    ];
    p
}

/// What a stage leaves, apart from the order of the rows.
#[derive(Debug, PartialEq)]
struct Passe {
    nationaux: Vec<(Fraction, Marques)>,
    parts: BTreeMap<String, Vec<(Cellule, Marques)>>,
}

/// The stage over rows cut at these places; what was read is put together in their order.
fn passer(plan: &Plan, mut jeu: Jeu<'static>, noms: &[String], coupes: &[usize]) -> Result<Passe, String> {
    let decoupe = |lignes: usize, recueil: &Recueil<'_>| {
        let bords: Vec<usize> = std::iter::once(0).chain(coupes.iter().copied()).chain([lignes]).collect();
        bords.windows(2).map(|bord| recueil(bord[0]..bord[1])).collect()
    };
    etapes_nationales_par(plan, &mut jeu, noms, &decoupe).map_err(|e| e.to_string())?;
    let parts = |rang: usize| jeu.repartitions.iter().flatten().map(|parts| parts.lire(rang)).collect();
    Ok(Passe {
        nationaux: jeu.nationaux.iter().flatten().map(|v| (v.valeur, v.marques)).collect(),
        parts: noms.iter().enumerate().map(|(rang, nom)| (nom.clone(), parts(rang))).collect(),
    })
}

fn melanger<T>(des: &mut Des, liste: &mut [T]) {
    for i in (1..liste.len()).rev() {
        liste.swap(i, des.sous(i as u64 + 1) as usize);
    }
}

/// Was the programme one that the plan takes?
fn essayer(graine: u64) -> bool {
    let mut des = Des(graine);
    let p = avec_nationaux(&mut des);
    let Ok(plan) = compiler(&p) else { return false };
    let absences = [0, 0, 3][des.sous(3) as usize];
    let mut lignes: Vec<(String, Ligne)> =
        (0..des.sous(60)).map(|i| (format!("m{i}"), ligne(&mut des, &p, absences))).collect();
    let passer = |lignes: &[(String, Ligne)], coupes: &[usize]| {
        let noms: Vec<String> = lignes.iter().map(|(nom, _)| nom.clone()).collect();
        let valeurs: Vec<Ligne> = lignes.iter().map(|(_, ligne)| ligne.clone()).collect();
        passer(&plan, jeu(&p, &valeurs), &noms, coupes)
    };
    let attendu = passer(&lignes, &[]);
    for _ in 0..4 {
        melanger(&mut des, &mut lignes);
        let mut coupes: Vec<usize> = (0..des.sous(8)).map(|_| des.sous(lignes.len() as u64 + 1) as usize).collect();
        coupes.sort_unstable();
        assert_eq!(passer(&lignes, &coupes), attendu, "graine {graine}, coupé en {coupes:?}");
    }
    attendu.is_ok()
}

#[test]
fn any_partition_in_any_order_gives_the_same_means_percentiles_and_shares() {
    let justes = (0..1_500).filter(|graine| essayer(*graine)).count();
    assert!(justes > 700, "{justes} programmes acceptés");
}

/// The keys of so many people, few of them different, so that ties abound.
fn cle(rang: usize) -> i64 {
    ((rang as i64).wrapping_mul(7_919) % 613) * 10
}

fn cent_mille(plancher: &str, reste_reparti: bool) -> (Vec<i64>, i64) {
    let p = Programme {
        entrees: vec![compte("points", "point", 0, 10_000)],
        parametres: vec![parametre("somme", "€", connu("1234567891/100")), parametre("minimum", "€", connu(plancher))],
        definitions: vec![
            Definition::simple("cle", "points"),
            Definition::simple("la_somme", "p.somme"),
            Definition::simple("le_minimum", "p.minimum"),
        ],
        repartitions: vec![Repartition {
            code: "part".into(),
            enveloppe: "la_somme".into(),
            cle: "cle".into(),
            plancher: Some("le_minimum".into()),
            reste_reparti,
        }],
        ..Programme::default()
    };
    let plan = plan(&p);
    let n = 100_000;
    let partager = |coupes: &[usize], pas: usize| {
        // Another order of the same people: this step has no divisor in common with their number.
        let qui: Vec<usize> = (0..n).map(|i| i * pas % n).collect();
        let noms: Vec<String> = qui.iter().map(|rang| format!("m{rang:06}")).collect();
        let points = Colonne::de(qui.iter().map(|rang| Ok(cle(*rang))), 0);
        passer(&plan, Jeu { lignes: n, entrees: vec![points], ..Jeu::default() }, &noms, coupes).unwrap()
    };
    let passe = partager(&[], 1);
    assert_eq!(partager(&[1, 33_333, 50_000, 99_999], 7), passe);
    let parts: Vec<i64> = passe.parts.values().map(|parts| parts[0].0.unwrap()).collect();
    let somme = parts.iter().sum();
    (parts, somme)
}

#[test]
fn an_envelope_shared_among_a_hundred_thousand_people_adds_up_to_the_cent() {
    let (parts, somme) = cent_mille("0", false);
    assert_eq!(somme, 1_234_567_891);
    // Equal keys differ by one cent at most, and the cent goes to the first names.
    let egaux: Vec<i64> = (0..parts.len()).filter(|rang| cle(*rang) == 10).map(|rang| parts[rang]).collect();
    assert!(egaux.windows(2).all(|deux| deux[0] >= deux[1]) && egaux[0] - egaux[egaux.len() - 1] <= 1);
}

#[test]
fn what_a_floor_sets_aside_stays_in_the_envelope_or_goes_to_the_others() {
    let plancher = 10_000;
    let (gardee, somme) = cent_mille("100", false);
    assert!(somme < 1_234_567_891 && gardee.iter().all(|part| *part == 0 || *part >= plancher));
    let (reprise, somme) = cent_mille("100", true);
    assert_eq!(somme, 1_234_567_891);
    assert!(reprise.iter().all(|part| *part == 0 || *part >= plancher));
    // Nobody loses by it, and some are paid who were not.
    assert!(gardee.iter().zip(&reprise).all(|(avant, apres)| avant <= apres));
    assert!(gardee.iter().zip(&reprise).any(|(avant, apres)| *avant == 0 && *apres > 0));
    // A floor that nobody reaches shares nothing.
    assert_eq!(cent_mille("20000000", true).1, 0);
}
