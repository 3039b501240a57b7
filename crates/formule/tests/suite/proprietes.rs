use crate::hasard::{Des, ligne, programme};
use crate::oracle::{Oracle, V};
use formule::colonne::JeuDetail;
use formule::programme::{Entree, Genre, Programme};
use formule::{
    Colonne, Contenu, Execution, Fraction, Jeu, Ligne, Marques, NoeudId, Plan, compiler, ecrire, evaluer, lire,
};

/// Programmes tried by default; the variable PROGRAMMES asks for more.
const PROGRAMMES: u64 = 12_000;

fn bouche(e: &Entree) -> i64 {
    match e.genre {
        Genre::OuiNon | Genre::Choix(_) => 0,
        _ => 0.clamp(e.min, e.max),
    }
}

pub(crate) fn jeu(p: &Programme, lignes: &[Ligne]) -> Jeu<'static> {
    let entrees = p
        .entrees
        .iter()
        .enumerate()
        .map(|(i, e)| Colonne::de(lignes.iter().map(|l| l.entrees[i]), bouche(e)))
        .collect();
    let details = p
        .details
        .iter()
        .enumerate()
        .map(|(d, detail)| {
            let toutes: Vec<_> = lignes.iter().flat_map(|l| &l.details[d]).collect();
            let mut debuts = vec![0];
            for l in lignes {
                debuts.push(debuts.last().unwrap() + l.details[d].len() as u32);
            }
            JeuDetail {
                debuts,
                cles: toutes.iter().map(|l| l.cle).collect(),
                entrees: detail
                    .entrees
                    .iter()
                    .enumerate()
                    .map(|(i, e)| Colonne::de(toutes.iter().map(|l| l.entrees[i]), bouche(e)))
                    .collect(),
            }
        })
        .collect();
    Jeu { lignes: lignes.len(), entrees, details, ..Jeu::default() }
}

/// Value (when there is one) and marks of some nodes on each row, by columns.
fn par_colonnes(
    plan: &Plan,
    noeuds: &[NoeudId],
    jeu: &Jeu<'_>,
    bloc: usize,
    coupe: usize,
) -> Vec<Vec<(Option<Fraction>, Marques)>> {
    let e = Execution::new(plan, noeuds).par_blocs_de(bloc);
    let r = e.executer_plage(jeu, 0..coupe).unwrap().suivis_de(e.executer_plage(jeu, coupe..jeu.lignes).unwrap());
    (0..jeu.lignes).map(|i| r.colonnes.iter().map(|c| (c.fraction(i), c.marques(i))).collect()).collect()
}

fn par_personne(plan: &Plan, noeuds: &[NoeudId], l: &Ligne) -> Vec<(Option<Fraction>, Marques)> {
    let t = evaluer(plan, l).unwrap();
    noeuds
        .iter()
        .map(|n| {
            let v = t.valeur(*n);
            let f = match v.contenu {
                Contenu::Nombre(f) => f,
                Contenu::OuiNon(b) => Fraction::entier(b.into()),
                Contenu::Date(d) => Fraction::entier(d.0.into()),
                Contenu::Choix(c) => Fraction::entier(c.into()),
            };
            (v.marques.connu().then_some(f), v.marques)
        })
        .collect()
}

fn essayer(graine: u64) -> bool {
    let mut des = Des(graine);
    let p = programme(&mut des);
    let formules: Vec<&str> = p.definitions.iter().map(|d| d.formule.as_str()).collect();
    for f in &formules {
        let mise_en_forme = ecrire(&lire(f).unwrap());
        assert_eq!(ecrire(&lire(&mise_en_forme).unwrap()), mise_en_forme, "graine {graine}");
    }
    let plan = match compiler(&p) {
        Ok(plan) => plan,
        Err(defauts) => {
            // A random product may leave 126 bits, and a random parameter may be 0: those are refused, as they should.
            for d in &defauts {
                assert!(
                    d.message.contains("126 bits") || d.message.contains("zéro") || d.message.contains("dénominateur"),
                    "graine {graine} : {d}\n{formules:#?}"
                );
            }
            return false;
        }
    };
    let noeuds: Vec<NoeudId> = ["r0", "r1", "r2", "r3"].iter().map(|c| plan.definition(c).unwrap()).collect();
    let absences = [0, 3, 25][des.sous(3) as usize];
    let mut lignes: Vec<Ligne> = (0..1 + des.sous(30)).map(|_| ligne(&mut des, &p, absences)).collect();
    let attendu: Vec<_> = lignes.iter().map(|l| par_personne(&plan, &noeuds, l)).collect();
    for (l, valeurs) in lignes.iter().zip(&attendu) {
        let oracle = Oracle { p: &p, ligne: l, detail: None };
        for (code, obtenu) in ["r0", "r1", "r2", "r3"].iter().zip(valeurs) {
            let Some(dit) = oracle.definition(code) else { continue };
            let dit = dit.map(|v| match v {
                V::N(f) => f,
                V::B(b) => Fraction::entier(b.into()),
                V::J(d) => Fraction::entier(d.0.into()),
                V::C(c) => Fraction::entier(c.into()),
            });
            let obtenu = obtenu.0.ok_or(obtenu.1);
            let dit = dit.map_err(|a| a.marques());
            let pareil = match (&obtenu, &dit) {
                (Ok(x), Ok(y)) => x == y,
                (Err(x), Err(y)) => x.0 & 7 == y.0,
                _ => false,
            };
            assert!(
                pareil,
                "graine {graine}, {code} : le plan dit {obtenu:?}, l'oracle {dit:?}\n{formules:#?}\n{l:?}\n{:#?}",
                p.parametres
            );
        }
    }
    let jeu_entier = jeu(&p, &lignes);
    let coupe = des.sous(lignes.len() as u64 + 1) as usize;
    for bloc in [1, 3, 7, 1024] {
        let obtenu = par_colonnes(&plan, &noeuds, &jeu_entier, bloc, coupe);
        assert_eq!(obtenu, attendu, "graine {graine}, blocs de {bloc}\n{formules:#?}");
    }
    // Another order of the rows gives the same answer to each.
    lignes.reverse();
    let mut renverse = par_colonnes(&plan, &noeuds, &jeu(&p, &lignes), 5, 0);
    renverse.reverse();
    assert_eq!(renverse, attendu, "graine {graine}");
    true
}

#[test]
fn columns_one_person_and_the_oracle_agree_to_the_bit_on_random_programmes() {
    let voulus = std::env::var("PROGRAMMES").ok().and_then(|n| n.parse().ok()).unwrap_or(PROGRAMMES);
    let mut faits = 0;
    let mut graine = 1;
    while faits < voulus {
        faits += u64::from(essayer(graine));
        graine += 1;
        assert!(graine < voulus * 4, "trop de programmes refusés : {faits} sur {graine}");
    }
}

#[test]
fn several_threads_give_the_same_bits_as_one() {
    let mut des = Des(42);
    let (p, plan) = loop {
        let p = programme(&mut des);
        if let Ok(plan) = compiler(&p) {
            break (p, plan);
        }
    };
    let noeuds: Vec<NoeudId> = ["r0", "r3"].iter().map(|c| plan.definition(c).unwrap()).collect();
    let lignes: Vec<Ligne> = (0..5000).map(|_| ligne(&mut des, &p, 5)).collect();
    let jeu = jeu(&p, &lignes);
    let e = Execution::new(&plan, &noeuds);
    let entier = e.executer(&jeu).unwrap();
    let morceaux: Vec<_> = std::thread::scope(|s| {
        let fils: Vec<_> = (0..4)
            .map(|k| {
                s.spawn({
                    let (e, jeu) = (&e, &jeu);
                    move || e.executer_plage(jeu, k * 1250..(k + 1) * 1250).unwrap()
                })
            })
            .collect();
        fils.into_iter().map(|f| f.join().unwrap()).collect()
    });
    let recolle = morceaux.into_iter().reduce(formule::Resultats::suivis_de).unwrap();
    for i in 0..jeu.lignes {
        for (a, b) in entier.colonnes.iter().zip(&recolle.colonnes) {
            assert_eq!((a.fraction(i), a.marques(i)), (b.fraction(i), b.marques(i)));
        }
    }
}
