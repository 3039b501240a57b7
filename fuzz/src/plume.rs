//! Well-typed formulas, written from bytes: where text alone would be refused nine times out of ten.

use crate::octets::Octets;

/// Writes formulas. `ligne`: within the lines of the detail `produit`.
pub(crate) struct Plume<'o, 'b> {
    pub(crate) o: &'o mut Octets<'b>,
    pub(crate) ligne: bool,
    /// Formulas already written: `r0` and its followers.
    pub(crate) faites: usize,
}

const ORDRES: [&str; 6] = ["<", "<=", ">=", ">", "=", "!="];
const UNITES: [&str; 4] = ["", "patient", "boite", "€"];

impl Plume<'_, '_> {
    /// A formula of any kind.
    pub(crate) fn formule(&mut self) -> String {
        let profondeur = 1 + self.o.sous(5);
        match self.o.sous(6) {
            0 => self.oui_non(profondeur),
            1 => self.date(profondeur),
            n => self.nombre(UNITES[n - 2], profondeur),
        }
    }

    fn sur_les_lignes(&mut self, ecrire: impl FnOnce(&mut Plume<'_, '_>) -> String) -> String {
        ecrire(&mut Plume { o: self.o, ligne: true, faites: 0 })
    }

    pub(crate) fn oui_non(&mut self, p: usize) -> String {
        if p == 0 || self.o.epuises() {
            let feuilles = [
                "b0",
                "b1",
                "vrai",
                "p.ouvert",
                "y1 est sans objet",
                "j2 n'est pas non declare",
                "(b2 a_defaut faux)",
                "z = \"zip\"",
                "z != p.zone_aidee",
                "z dans (\"zip\", \"aucune\")",
                "(z1 a_defaut \"ile\") = \"zip\"",
                "qb",
                "q1 est sans objet",
            ];
            return feuilles[self.o.sous(if self.ligne { 13 } else { 11 })].to_owned();
        }
        let q = p - 1;
        match self.o.sous(9) {
            0 => format!("({} et {})", self.oui_non(q), self.oui_non(q)),
            1 => format!("({} ou {})", self.oui_non(q), self.oui_non(q)),
            2 => format!("non ({})", self.oui_non(q)),
            3 => format!("(si {} alors {} sinon {})", self.oui_non(q), self.oui_non(q), self.oui_non(q)),
            4 => format!("{} {} {}", self.date(q), self.o.parmi(&ORDRES), self.date(q)),
            5 => format!("(y1 n'est pas sans objet et y1 {} {})", self.o.parmi(&ORDRES), self.nombre("boite", q)),
            6 => format!("(({}) = ({}))", self.oui_non(q), self.oui_non(q)),
            _ => {
                let u = self.o.parmi(&UNITES);
                format!("({} {} {})", self.nombre(u, q), self.o.parmi(&ORDRES), self.nombre(u, q))
            }
        }
    }

    pub(crate) fn date(&mut self, p: usize) -> String {
        let q = p.saturating_sub(1);
        match self.o.sous(if p == 0 { 7 } else { 14 }) {
            0 => "2024-06-22".to_owned(),
            1 => "exercice.fin".to_owned(),
            2 => "p.echeance".to_owned(),
            3 => "(j2 a_defaut j0)".to_owned(),
            4 | 5 => "j0".to_owned(),
            6 => if self.ligne { "qj" } else { "jalon.date" }.to_owned(),
            7 => format!("anniversaire({}, 1)", self.date(q)),
            8 => format!("plus_mois({}, borne(arrondi({}), 0, 1))", self.date(q), self.nombre("", q)),
            9 => format!("plus_jours({}, nombre({}))", self.date(q), self.oui_non(q)),
            10 => format!("(si {} alors {} sinon {})", self.oui_non(q), self.date(q), self.date(q)),
            11 => format!("min({}, {})", self.date(q), self.date(q)),
            12 => format!("max({}, {}, j1)", self.date(q), self.date(q)),
            _ => "j1".to_owned(),
        }
    }

    pub(crate) fn nombre(&mut self, u: &str, p: usize) -> String {
        if p == 0 || self.o.epuises() {
            return self.feuille(u);
        }
        let q = p - 1;
        match self.o.sous(16) {
            0 | 1 => format!("({} + {})", self.nombre(u, q), self.nombre(u, q)),
            2 => format!("({} - {})", self.nombre(u, q), self.nombre(u, q)),
            3 => format!("min({}, {})", self.nombre(u, q), self.nombre(u, q)),
            4 => format!("max({}, {}, {})", self.nombre(u, q), self.nombre(u, q), self.feuille(u)),
            5 => format!("(si {} alors {} sinon {})", self.oui_non(q), self.nombre(u, q), self.nombre(u, q)),
            6 => format!("arrondi({})", self.nombre(u, q)),
            7 => format!("({} * {})", self.nombre("", q), self.nombre(u, q)),
            8 => format!("borne({}, {}, {})", self.nombre(u, q), self.nombre(u, q), self.feuille(u)),
            9 => format!("partie_entiere({})", self.nombre(u, q)),
            10 => format!("-({})", self.nombre(u, q)),
            11 => format!("({} / max({}, 1))", self.nombre(u, q), self.nombre("", q)),
            12 => format!("(({} / max(0, {})) a_defaut {})", self.nombre(u, q), self.nombre("", q), self.feuille(u)),
            _ => self.propre(u, q),
        }
    }

    /// What only one unit knows.
    fn propre(&mut self, u: &str, q: usize) -> String {
        match u {
            "€" => match self.o.sous(10) {
                0 => format!("{} * p.prix_patient", self.nombre("patient", q)),
                1 => format!("{} * p.prix_boite", self.nombre("boite", q)),
                2 => format!("bareme(p.pal, {})", self.nombre("patient", q)),
                3 => format!("bareme(p.tra, {})", self.nombre("boite", q)),
                4 => format!("{} * p.glissant a_la_date({})", self.nombre("patient", q), self.date(q)),
                5 => format!("tarifs[z, arrondi({})].forfait", self.nombre("patient", q)),
                6 => format!("tarifs[z, x1].forfait a_la_date({})", self.date(q)),
                7 => format!("arrondi({}, p.lot_montant)", self.nombre("€", q)),
                8 if !self.ligne => {
                    let ligne = self.sur_les_lignes(|l| l.nombre("€", q));
                    format!("somme(produit, arrondi({ligne}))")
                }
                _ => "deja_verse(initial)".to_owned(),
            },
            "patient" => match self.o.sous(4) {
                0 => format!("arrondi({}, p.lot_patient)", self.nombre("patient", q)),
                1 if !self.ligne => "somme(contrat, c0)".to_owned(),
                2 if !self.ligne => "plus_grand(contrat, si cz = \"ile\" alors c0 sinon -c0)".to_owned(),
                _ => "x0".to_owned(),
            },
            "boite" => match self.o.sous(3) {
                0 if !self.ligne => {
                    let ligne = self.sur_les_lignes(|l| l.nombre("boite", q));
                    format!("plus_grand(produit, arrondi({ligne}))")
                }
                1 => format!("(si y1 est sans objet alors {} sinon y1)", self.nombre("boite", q)),
                _ => "y0".to_owned(),
            },
            _ => match self.o.sous(10) {
                0 => format!("par_tranche_de({}, p.lot_patient)", self.nombre("patient", q)),
                1 => format!("par_tranche_commencee_de({}, max(y0, 1))", self.nombre("boite", q)),
                2 => format!("nombre({})", self.oui_non(q)),
                3 => format!("bareme(p.pal_taux, {})", self.nombre("", q)),
                4 => format!("age({}, {})", self.date(q), self.date(q)),
                5 => format!("mois_entiers({}, {})", self.date(q), self.date(q)),
                6 => format!("annee({})", self.date(q)),
                7 => "tarifs[z, x1].part".to_owned(),
                8 if !self.ligne => {
                    let ligne = self.sur_les_lignes(|l| l.oui_non(q));
                    format!("compte(produit, {ligne})")
                }
                _ => format!("({} / x1) a_defaut 0", self.nombre("patient", q)),
            },
        }
    }

    fn feuille(&mut self, u: &str) -> String {
        let feuilles: &[&str] = match u {
            "patient" => &["x0", "x1", "p.patients", "court", "0", "1"],
            "boite" if self.ligne => &["q0", "(q1 a_defaut y0)", "y0", "p.boites"],
            "boite" => &["y0", "(y1 a_defaut 0)", "p.boites", "max(1, y0)"],
            "€" if self.ligne => &["m0", "p.montant", "q0 * produits.prime", "q0 * u0"],
            "€" => &["m0", "p.montant", "0 €", "y0 * u0", "p.court", "national.somme", "repartition.part"],
            _ if self.ligne => &["p.taux", "produits.seuil", "t0", "100 %", "n0"],
            _ => &["p.taux", "0", "1", "100 %", "t0", "n0", "x0 / max(x1, 1)", "national.compte"],
        };
        if self.faites > 0 && self.o.une_fois_sur(9) {
            return format!("r{}", self.o.sous(self.faites));
        }
        self.o.parmi(feuilles).to_owned()
    }
}
