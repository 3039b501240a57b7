//! Random well-typed programmes and random figures, from a seed.

use crate::montage::{bareme, compte, connu, hypothese, oui_non, parametre};
use formule::programme::{Constante, Definition, Detail, Entree, Genre, LigneTable, ModeBareme, Programme, Table};
use formule::{Absence, Cellule, Date, Ligne, LigneDetail, Unite};

/// SplitMix64.
pub(crate) struct Des(pub(crate) u64);

impl Des {
    pub(crate) fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn sous(&mut self, n: u64) -> u64 {
        self.suivant() % n
    }

    fn parmi<'a>(&mut self, liste: &[&'a str]) -> &'a str {
        liste[self.sous(liste.len() as u64) as usize]
    }

    fn constante(&mut self) -> Constante {
        let (n, d) = (self.sous(4000) as i64 - 500, [1, 1, 2, 3, 7, 10, 100, 1000][self.sous(8) as usize]);
        let texte = format!("{n}/{d}");
        match self.sous(6) {
            0 => Constante::INCONNUE,
            1 => hypothese(&texte),
            _ => connu(&texte),
        }
    }
}

/// The inputs, parameters and tables that the formulas may use; the ranges change with the seed.
pub(crate) fn decor(des: &mut Des) -> Programme {
    let max = |des: &mut Des| [3, 40, 60_000, 10_000_000, 1 << 40][des.sous(5) as usize];
    let mut entrees = vec![oui_non("b0"), oui_non("b1"), oui_non("b2")];
    for code in ["x0", "x1"] {
        let haut = max(des);
        entrees.push(compte(code, "patient", des.sous(2) as i64, haut.max(1)));
    }
    for code in ["y0", "y1"] {
        let haut = max(des);
        entrees.push(Entree { facultative: code == "y1", ..compte(code, "boite", 0, haut) });
    }
    let haut = max(des);
    entrees.push(Entree { echelle: 100, ..compte("m0", "€", -haut, haut) });
    let (d0, d1) = (i64::from(Date::du_calendrier(1930, 1, 1).0), i64::from(Date::du_calendrier(2030, 1, 1).0));
    entrees.push(Entree { genre: Genre::Date, ..compte("j0", "", d0, d1) });
    entrees.push(Entree { genre: Genre::Date, ..compte("j1", "", d0, d1) });
    let zones = vec!["zip".to_owned(), "zac".to_owned(), "aucune".to_owned()];
    entrees.push(Entree { genre: Genre::Choix(zones.clone()), ..compte("z", "", 0, 2) });
    let mut parametres = Vec::new();
    for (code, unite) in [
        ("taux", ""),
        ("prix_patient", "€ par patient"),
        ("prix_boite", "€ par boite"),
        ("montant", "€"),
        ("patients", "patient"),
        ("boites", "boite"),
    ] {
        parametres.push(parametre(code, unite, des.constante()));
    }
    for (code, unite) in [("lot_patient", "patient"), ("lot_boite", "boite"), ("lot_montant", "€")] {
        let n = 1 + des.sous(9);
        parametres.push(parametre(code, unite, connu(&format!("{n}"))));
    }
    for (code, mode, entree, sortie) in [
        ("pal", ModeBareme::Palier, "patient", "€"),
        ("pal_taux", ModeBareme::Palier, "", ""),
        ("tra", ModeBareme::Tranche, "boite", "€ par boite"),
    ] {
        let (a, b) = (des.sous(20), 20 + des.sous(2000));
        let (a, b) = (format!("{a}/1"), format!("{b}/1"));
        let bornes = [Some((a.as_str(), des.sous(2) == 0)), Some((b.as_str(), des.sous(2) == 0)), None];
        let paliers = bornes.into_iter().map(|borne| (borne, des.constante())).collect();
        parametres.push(bareme(code, mode, entree, sortie, paliers));
    }
    let euros = |u: &str| Genre::Nombre(Unite::lire(u).unwrap());
    let ligne = |des: &mut Des, cles: Vec<(i64, i64)>| LigneTable {
        cles,
        depuis: Date::MIN,
        jusqu_a: None,
        valeurs: vec![des.constante(), des.constante()],
    };
    let produits = Table {
        code: "produits".into(),
        cles: vec![("produit".into(), Genre::Choix(vec!["alpha".into(), "beta".into(), "gamma".into()]))],
        colonnes: vec![("seuil".into(), euros("")), ("prime".into(), euros("€ par boite"))],
        lignes: vec![ligne(des, vec![(0, 0)]), ligne(des, vec![(1, 1)])],
    };
    let tarifs = Table {
        code: "tarifs".into(),
        cles: vec![("zone".into(), Genre::Choix(zones)), ("rang".into(), euros("patient"))],
        colonnes: vec![("forfait".into(), euros("€")), ("part".into(), euros(""))],
        lignes: vec![
            ligne(des, vec![(0, 1), (0, 10)]),
            ligne(des, vec![(0, 0), (11, i64::MAX)]),
            ligne(des, vec![(2, 2), (0, 1000)]),
        ],
    };
    let haut = max(des).min(10_000_000);
    let detail = Detail {
        code: "produit".into(),
        table: Some("produits".into()),
        entrees: vec![compte("q0", "boite", 0, haut), compte("q1", "boite", 0, haut), oui_non("qb")],
    };
    Programme { entrees, parametres, tables: vec![produits, tarifs], details: vec![detail], ..Programme::default() }
}

/// A random formula. `ligne`: within the lines of the detail.
pub(crate) struct Plume<'d> {
    pub(crate) des: &'d mut Des,
    pub(crate) ligne: bool,
}

impl Plume<'_> {
    pub(crate) fn oui_non(&mut self, p: u32) -> String {
        if p == 0 {
            return match self.des.sous(if self.ligne { 7 } else { 5 }) {
                0 => "b0".into(),
                1 => "b1".into(),
                2 => "b2".into(),
                3 => "y1 est sans objet".into(),
                4 => self.des.parmi(&["z = \"zip\"", "z != \"zac\"", "z dans (\"zip\", \"aucune\")", "vrai"]).into(),
                _ => "qb".into(),
            };
        }
        match self.des.sous(8) {
            0 => format!("({} et {})", self.oui_non(p - 1), self.oui_non(p - 1)),
            1 => format!("({} ou {})", self.oui_non(p - 1), self.oui_non(p - 1)),
            2 => format!("non ({})", self.oui_non(p - 1)),
            3 => format!("(si {} alors {} sinon {})", self.oui_non(p - 1), self.oui_non(p - 1), self.oui_non(p - 1)),
            4 => format!(
                "{} {} {}",
                self.date(p - 1),
                self.des.parmi(&["<", "<=", ">=", ">", "=", "!="]),
                self.date(p - 1)
            ),
            _ => {
                let u = self.des.parmi(&["", "patient", "boite", "€"]);
                let op = self.des.parmi(&["<", "<=", ">=", ">", "=", "!="]);
                format!("({} {op} {})", self.nombre(u, p - 1), self.nombre(u, p - 1))
            }
        }
    }

    fn date(&mut self, p: u32) -> String {
        match self.des.sous(5) {
            0 => "2024-06-22".into(),
            1 if p > 0 => format!("anniversaire({}, 1)", self.date(p - 1)),
            2 | 3 => "j0".into(),
            _ => "j1".into(),
        }
    }

    pub(crate) fn nombre(&mut self, u: &str, p: u32) -> String {
        if p == 0 {
            return self.feuille(u);
        }
        let q = p - 1;
        match self.des.sous(13) {
            0 | 1 => format!("({} + {})", self.nombre(u, q), self.nombre(u, q)),
            2 => format!("({} - {})", self.nombre(u, q), self.nombre(u, q)),
            3 => format!("min({}, {})", self.nombre(u, q), self.nombre(u, q)),
            4 => format!("max({}, {})", self.nombre(u, q), self.nombre(u, q)),
            5 => format!("(si {} alors {} sinon {})", self.oui_non(q), self.nombre(u, q), self.nombre(u, q)),
            6 => format!("arrondi({})", self.nombre(u, q)),
            7 => format!("({} * {})", self.nombre("", q), self.nombre(u, q)),
            8 => format!("borne({}, {}, {})", self.nombre(u, q), self.nombre(u, q), self.nombre(u, q)),
            9 if u == "€" => match self.des.sous(6) {
                0 => format!("{} * p.prix_patient", self.nombre("patient", q)),
                1 => format!("{} * p.prix_boite", self.nombre("boite", q)),
                2 => format!("bareme(p.pal, {})", self.nombre("patient", q)),
                3 => format!("bareme(p.tra, {})", self.nombre("boite", q)),
                4 if !self.ligne => self.somme(q),
                _ => "tarifs[z, x0].forfait".into(),
            },
            9 if u.is_empty() => match self.des.sous(8) {
                0 => format!("par_tranche_de({}, p.lot_patient)", self.nombre("patient", q)),
                1 => format!("par_tranche_commencee_de({}, p.lot_boite)", self.nombre("boite", q)),
                2 => format!("nombre({})", self.oui_non(q)),
                3 => format!("bareme(p.pal_taux, {})", self.nombre("", q)),
                4 => format!("((x0 / max({}, 0)) a_defaut {})", self.nombre("patient", q), self.feuille("")),
                5 => format!("{}({}, {})", self.des.parmi(&["age", "mois_entiers"]), self.date(q), self.date(q)),
                6 if !self.ligne => format!("compte(produit, {})", Plume { des: self.des, ligne: true }.oui_non(q)),
                _ => "tarifs[z, x1].part".into(),
            },
            9 => format!("partie_entiere({})", self.nombre(u, q)),
            10 if u == "boite" && !self.ligne => {
                format!("plus_grand(produit, arrondi({}))", Plume { des: self.des, ligne: true }.nombre("boite", q))
            }
            10 => format!("-({})", self.nombre(u, q)),
            11 => match u {
                "patient" => format!("arrondi({}, p.lot_patient)", self.nombre(u, q)),
                "boite" => format!("(si y1 est sans objet alors {} sinon y1)", self.nombre(u, q)),
                "€" => format!("arrondi({}, p.lot_montant)", self.nombre(u, q)),
                _ => format!("(({} / y0) a_defaut {})", self.feuille("boite"), self.feuille("")),
            },
            _ => self.feuille(u),
        }
    }

    fn somme(&mut self, q: u32) -> String {
        let mut dedans = Plume { des: self.des, ligne: true };
        let ligne = dedans.nombre("€", q);
        format!("somme(produit, arrondi({ligne}))")
    }

    fn feuille(&mut self, u: &str) -> String {
        match u {
            "patient" => self.des.parmi(&["x0", "x1", "p.patients", "max(x1, 1)", "min(0, x0)"]).into(),
            "boite" if self.ligne => self.des.parmi(&["q0", "q1", "y0", "y1 a_defaut q0", "p.boites"]).into(),
            "boite" => self.des.parmi(&["y0", "(y1 a_defaut 0)", "p.boites", "max(1, y0)"]).into(),
            "€" if self.ligne => self.des.parmi(&["m0", "p.montant", "q0 * produits.prime", "0 €"]).into(),
            "€" => self.des.parmi(&["m0", "p.montant", "0 €", "min(m0, 0)"]).into(),
            _ if self.ligne => self.des.parmi(&["p.taux", "produits.seuil", "1", "100 %"]).into(),
            _ => self.des.parmi(&["p.taux", "0", "1", "100 %"]).into(),
        }
    }
}

/// A programme with three formulas, of which the last may read the first two.
pub(crate) fn programme(des: &mut Des) -> Programme {
    let mut p = decor(des);
    let profondeur = 1 + des.sous(4) as u32;
    let mut plume = Plume { des, ligne: false };
    let a = plume.nombre("€", profondeur);
    let b = plume.oui_non(profondeur);
    let c = plume.nombre("", profondeur.min(3));
    p.definitions = vec![
        Definition::simple("r0", a),
        Definition::simple("r1", b),
        Definition::simple("r2", c),
        Definition::simple("r3", "si r1 alors arrondi(r0) sinon r0 * r2"),
    ];
    p
}

fn cellule(des: &mut Des, e: &Entree, absences: u64) -> Cellule {
    if des.sous(100) < absences {
        return Err(match des.sous(if e.facultative { 3 } else { 2 }) {
            0 => Absence::Inconnu,
            1 => Absence::EnAttente,
            _ => Absence::SansObjet,
        });
    }
    let etendue = (e.max - e.min) as u64 + 1;
    Ok(match des.sous(6) {
        0 => e.min,
        1 => e.max,
        2 => (e.min + des.sous(12) as i64).min(e.max),
        _ => e.min + des.sous(etendue) as i64,
    })
}

pub(crate) fn ligne(des: &mut Des, p: &Programme, absences: u64) -> Ligne {
    let entrees = p.entrees.iter().map(|e| cellule(des, e, absences)).collect();
    let details = p
        .details
        .iter()
        .map(|d| {
            (0..des.sous(4))
                .map(|_| LigneDetail {
                    cle: des.sous(3) as u32,
                    entrees: d.entrees.iter().map(|e| cellule(des, e, absences)).collect(),
                })
                .collect()
        })
        .collect();
    Ligne { entrees, details, ..Ligne::default() }
}
