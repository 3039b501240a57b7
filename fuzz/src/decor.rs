//! The inputs, parameters, tables and details that the formulas of a programme may read: one of each kind.
//! Names do not change, so that a formula kept in the corpus keeps its meaning; ranges and values come from the bytes.

use crate::octets::Octets;
use formule::programme::{
    Arrondi, Constante, Contenu, Definition, Detail, Entree, Exercice, Genre, LigneTable, ModeBareme, ModeNational,
    National, Palier, Parametre, Programme, Repartition, Scalaire, Table, Version,
};
use formule::{Confiance, Date, Fraction, Unite};

/// Ends of ranges, from the smallest to what 64 bits hold.
const BORNES: [i64; 9] = [1, 0, 3, 40, 60_000, 10_000_000, 1 << 40, (1 << 62) - 1, i64::MAX];

const CONFIANCES: [Confiance; 4] =
    [Confiance::Officiel, Confiance::Secondaire, Confiance::Hypothese, Confiance::Fictif];

/// The codes of the first choice; the second list has some of them, in another order.
const ZONES: [&str; 3] = ["zip", "zac", "aucune"];
const LIEUX: [&str; 3] = ["aucune", "ile", "zip"];

/// Everything but the formulas.
pub(crate) fn programme(o: &mut Octets<'_>) -> Programme {
    let mut p = Programme {
        exercice: Exercice::civil(2023),
        jour_du_droit: [None, Some(Date::du_calendrier(2023, 1, 1))][o.sous(2)],
        jour_dit: o.une_fois_sur(2),
        arrondi: o.parmi(&[Arrondi::DemiLoinDeZero, Arrondi::DemiSuperieur, Arrondi::DemiPair, Arrondi::Troncature]),
        ..Programme::default()
    };
    p.entrees = entrees(o);
    p.parametres = parametres(o);
    p.tables = tables(o);
    p.details = details(o);
    if o.une_fois_sur(3) {
        nationaux(o, &mut p);
    }
    p
}

fn unite(texte: &str) -> Unite {
    Unite::lire(texte).unwrap_or_default()
}

fn nombre(texte: &str) -> Genre {
    Genre::Nombre(unite(texte))
}

fn choix(codes: &[&str]) -> Genre {
    Genre::Choix(codes.iter().map(|c| (*c).to_owned()).collect())
}

fn entree(code: &str, genre: Genre, min: i64, max: i64) -> Entree {
    Entree {
        code: code.to_owned(),
        libelle: code.to_owned(),
        genre,
        min,
        max,
        echelle: 1,
        facultative: false,
        non_declare: None,
        au_plus: None,
        libelles: Vec::new(),
        declaree: false,
    }
}

/// A count between 0 or 1 and some end.
fn compte(o: &mut Octets<'_>, code: &str, unite: &str) -> Entree {
    let max = o.parmi(&BORNES);
    entree(code, nombre(unite), (o.sous(2) as i64).min(max), max)
}

fn facultative(e: Entree) -> Entree {
    Entree { facultative: true, ..e }
}

fn entrees(o: &mut Octets<'_>) -> Vec<Entree> {
    let (m, n) = (o.parmi(&BORNES), o.parmi(&BORNES));
    let decimales = o.sous(7) as u32;
    let jour = |code: &str| entree(code, Genre::Date, i64::from(Date::MIN.0), i64::from(Date::MAX.0));
    vec![
        entree("b0", Genre::OuiNon, 0, 1),
        entree("b1", Genre::OuiNon, 0, 1),
        facultative(entree("b2", Genre::OuiNon, 0, 1)),
        compte(o, "x0", "patient"),
        Entree { au_plus: Some("x0".to_owned()), ..compte(o, "x1", "patient") },
        compte(o, "y0", "boite"),
        facultative(compte(o, "y1", "boite")),
        Entree { echelle: 100, ..entree("m0", nombre("€"), -m, m) },
        Entree { echelle: 10_i64.pow(decimales), ..entree("t0", nombre(""), 0, 10_i64.pow(decimales)) },
        Entree { echelle: 100, ..compte(o, "u0", "€ par boite") },
        entree("n0", nombre(""), -n, n),
        jour("j0"),
        jour("j1"),
        facultative(jour("j2")),
        entree("z", choix(&ZONES), 0, 2),
        facultative(entree("z1", choix(&LIEUX), 0, 2)),
        entree("libre", Genre::Texte, 0, 0),
        Entree { echelle: 100, non_declare: Some(0), ..entree("deja_verse_initial", nombre("€"), 0, 1_000_000_000) },
    ]
}

/// A number, known or not; sometimes far beyond what a rule would say.
fn constante(o: &mut Octets<'_>) -> Constante {
    let confiance = o.parmi(&CONFIANCES);
    let (n, d) = match o.sous(8) {
        0 => return Constante::INCONNUE,
        1 => (o.entier(), [1, 3, 1 << 20, i64::MAX][o.sous(4)]),
        _ => (o.sous(256) as i64 * 17 - 500, [1, 1, 2, 3, 7, 10, 100, 1000][o.sous(8)]),
    };
    Constante { valeur: Fraction::new(n.into(), d.into()).map(Scalaire::Nombre), confiance }
}

fn connue(o: &mut Octets<'_>, valeur: Scalaire) -> Constante {
    let confiance = o.parmi(&CONFIANCES);
    Constante { valeur: (!o.une_fois_sur(6)).then_some(valeur), confiance }
}

fn toujours(constante: Constante) -> Vec<Version> {
    vec![Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Valeur(constante) }]
}

fn parametres(o: &mut Octets<'_>) -> Vec<Parametre> {
    let parametre =
        |code: &str, genre: Genre, versions| Parametre { code: code.to_owned(), genre, bareme: None, versions };
    let mut parametres = Vec::new();
    for (code, unite) in [
        ("taux", ""),
        ("prix_patient", "€ par patient"),
        ("prix_boite", "€ par boite"),
        ("montant", "€"),
        ("patients", "patient"),
        ("boites", "boite"),
        ("lot_patient", "patient"),
        ("lot_montant", "€"),
    ] {
        parametres.push(parametre(code, nombre(unite), toujours(constante(o))));
    }
    let (jour, oui, zone) =
        (Scalaire::Date(Date(19_000 + o.sous(256) as i32)), Scalaire::OuiNon(o.une_fois_sur(2)), o.sous(3) as u32);
    parametres.push(parametre("echeance", Genre::Date, toujours(connue(o, jour))));
    parametres.push(parametre("ouvert", Genre::OuiNon, toujours(connue(o, oui))));
    parametres.push(parametre("zone_aidee", choix(&ZONES), toujours(connue(o, Scalaire::Choix(zone)))));
    let versions = [(2000, Some(2021)), (2022, Some(2023)), (2025, None)].map(|(debut, fin)| Version {
        depuis: Date::du_calendrier(debut, 1, 1),
        jusqu_a: fin.map(|annee| Date::du_calendrier(annee, 12, 31)),
        contenu: Contenu::Valeur(constante(o)),
    });
    parametres.push(parametre("glissant", nombre("€ par patient"), versions.into()));
    for (code, mode, entree, sortie) in [
        ("pal", ModeBareme::Palier, "patient", "€"),
        ("pal_taux", ModeBareme::Palier, "", ""),
        ("tra", ModeBareme::Tranche, "boite", "€ par boite"),
    ] {
        let mut borne = -3 + o.sous(9) as i128;
        let mut paliers = Vec::new();
        for _ in 0..o.sous(4) {
            let inclus = o.une_fois_sur(2);
            paliers.push(Palier { jusqu_a: Some((Fraction::entier(borne), inclus)), valeur: constante(o) });
            borne += 1 + o.sous(256) as i128;
        }
        paliers.push(Palier { jusqu_a: None, valeur: constante(o) });
        let versions = vec![Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Bareme(paliers) }];
        let bareme = Some((mode, unite(entree)));
        parametres.push(Parametre { bareme, ..parametre(code, nombre(sortie), versions) });
    }
    parametres
}

fn tables(o: &mut Octets<'_>) -> Vec<Table> {
    let mut ligne = |cles: &[(i64, i64)], depuis: i32, fin: Option<i32>| LigneTable {
        cles: cles.to_vec(),
        depuis: Date::du_calendrier(depuis, 1, 1),
        jusqu_a: fin.map(|annee| Date::du_calendrier(annee, 12, 31)),
        valeurs: vec![constante(o), constante(o)],
    };
    let table = |code: &str, cles: Vec<(&str, Genre)>, colonnes: [(&str, &str); 2], lignes| Table {
        code: code.to_owned(),
        cles: cles.into_iter().map(|(c, g)| (c.to_owned(), g)).collect(),
        colonnes: colonnes.iter().map(|(c, u)| ((*c).to_owned(), nombre(u))).collect(),
        lignes,
    };
    let produits = choix(&["alpha", "beta", "gamma"]);
    vec![
        table(
            "produits",
            vec![("produit", produits)],
            [("seuil", ""), ("prime", "€ par boite")],
            vec![ligne(&[(0, 0)], 2000, None), ligne(&[(1, 1)], 2000, Some(2022)), ligne(&[(1, 1)], 2023, None)],
        ),
        table(
            "tarifs",
            vec![("zone", choix(&ZONES)), ("rang", nombre("patient"))],
            [("forfait", "€"), ("part", "")],
            vec![
                ligne(&[(0, 1), (0, 10)], 2000, None),
                ligne(&[(0, 0), (11, i64::MAX)], 2000, Some(2023)),
                ligne(&[(0, 0), (11, i64::MAX)], 2025, None),
                ligne(&[(2, 2), (i64::MIN, 1000)], 2000, None),
            ],
        ),
    ]
}

fn details(o: &mut Octets<'_>) -> Vec<Detail> {
    let produit = vec![
        compte(o, "q0", "boite"),
        facultative(compte(o, "q1", "boite")),
        entree("qb", Genre::OuiNon, 0, 1),
        entree("qj", Genre::Date, i64::from(Date::MIN.0), i64::from(Date::MAX.0)),
    ];
    let contrat = vec![compte(o, "c0", "patient"), entree("cz", choix(&LIEUX), 0, 2)];
    vec![
        Detail { code: "produit".to_owned(), table: Some("produits".to_owned()), entrees: produit },
        Detail { code: "contrat".to_owned(), table: None, entrees: contrat },
    ]
}

/// One national result of each kind and a share, with the definitions that they read.
fn nationaux(o: &mut Octets<'_>, p: &mut Programme) {
    let decimales = o.sous(12) as u8;
    let modes = [
        ("moyenne", ModeNational::Moyenne { numerateur: "de_x0".to_owned(), denominateur: "de_x1".to_owned() }),
        ("somme", ModeNational::Somme("de_m0".to_owned())),
        ("compte", ModeNational::Compte("de_b0".to_owned())),
        ("simple", ModeNational::MoyenneSimple("de_y1".to_owned(), decimales)),
        ("mediane", ModeNational::Percentile { de: "de_x0".to_owned(), rang: "de_taux".to_owned() }),
    ];
    p.nationaux = modes.map(|(code, mode)| National { code: code.to_owned(), mode }).into();
    p.repartitions = vec![Repartition {
        code: "part".to_owned(),
        enveloppe: "de_enveloppe".to_owned(),
        cle: "de_x0".to_owned(),
        plancher: o.une_fois_sur(2).then(|| "de_plancher".to_owned()),
        reste_reparti: o.une_fois_sur(2),
    }];
    for (code, formule) in [
        ("de_x0", "x0"),
        ("de_x1", "x1"),
        ("de_m0", "m0"),
        ("de_b0", "b0"),
        ("de_y1", "y1"),
        ("de_taux", "borne(p.taux, 0, 1)"),
        ("de_enveloppe", "arrondi(p.montant)"),
        ("de_plancher", "p.lot_montant"),
    ] {
        p.definitions.push(Definition::simple(code, formule));
    }
}

/// A definition, with whatever else rule folders may say of it.
pub(crate) fn definition(o: &mut Octets<'_>, rang: usize, formule: &str) -> Definition {
    let genre = match o.sous(12) {
        8 => Some(Genre::OuiNon),
        9 => Some(nombre("€")),
        10 => Some(nombre("")),
        11 => Some(Genre::Date),
        _ => None,
    };
    Definition {
        genre,
        niveau: [None, None, None, None, None, None, Some("produit".to_owned()), Some("contrat".to_owned())][o.sous(8)]
            .clone(),
        confiance: o.parmi(&CONFIANCES),
        au_centime: o.une_fois_sur(4),
        jour: [None, None, None, Some(Date::du_calendrier(2021, 6, 1))][o.sous(4)],
        alias: [("court".to_owned(), "x0".to_owned()), ("p.court".to_owned(), "p.montant".to_owned())].into(),
        sans_objet_admis: !o.une_fois_sur(4),
        ..Definition::simple(format!("r{rang}"), formule)
    }
}
