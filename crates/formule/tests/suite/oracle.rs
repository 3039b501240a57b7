//! A second evaluator, written from the reference of the language alone: a walk over the tree with exact fractions.
//! It shares the parser with the engine, and nothing else.

use formule::programme::{Constante, Contenu, ModeBareme, Programme, Scalaire};
use formule::syntaxe::{Binaire, Expr, Nature};
use formule::{Absence, Cellule, Date, Fraction, Ligne, Unite, lire};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum V {
    N(Fraction),
    B(bool),
    J(Date),
    C(u32),
}

/// A value, an absence, or `None` when the oracle itself leaves 128 bits.
pub(crate) type R = Option<Result<V, Absence>>;

pub(crate) struct Oracle<'a> {
    pub(crate) p: &'a Programme,
    pub(crate) ligne: &'a Ligne,
    pub(crate) detail: Option<(usize, usize)>,
}

fn pire(a: Absence, b: Absence) -> Absence {
    match (a, b) {
        (Absence::Inconnu, _) | (_, Absence::Inconnu) => Absence::Inconnu,
        (Absence::EnAttente, _) | (_, Absence::EnAttente) => Absence::EnAttente,
        _ => Absence::SansObjet,
    }
}

fn tous(valeurs: &[Result<V, Absence>]) -> Result<(), Absence> {
    let absences: Vec<Absence> = valeurs.iter().filter_map(|v| v.err()).collect();
    match absences.split_first() {
        None => Ok(()),
        Some((premiere, reste)) => Err(reste.iter().fold(*premiere, |x, y| pire(x, *y))),
    }
}

fn n(v: V) -> Fraction {
    match v {
        V::N(f) => f,
        autre => panic!("{autre:?}"),
    }
}

fn arrondi(f: Fraction) -> Fraction {
    let (x, d) = (f.n(), f.d());
    let q = (2 * x.abs() + d) / (2 * d);
    Fraction::entier(if x < 0 { -q } else { q })
}

impl Oracle<'_> {
    pub(crate) fn definition(&self, code: &str) -> R {
        let d = self.p.definitions.iter().find(|d| d.code == code).unwrap();
        self.eval(&lire(&d.formule).unwrap())
    }

    fn constante(&self, c: &Constante, unite: &Unite) -> R {
        Some(match c.valeur {
            None => Err(Absence::Inconnu),
            Some(Scalaire::Nombre(f)) => Ok(V::N(f.fois(Fraction::entier(if unite.en_euros() { 100 } else { 1 }))?)),
            Some(Scalaire::OuiNon(b)) => Ok(V::B(b)),
            Some(Scalaire::Date(j)) => Ok(V::J(j)),
            Some(Scalaire::Choix(r)) => Ok(V::C(r)),
        })
    }

    fn cellule(&self, entree: &formule::programme::Entree, c: Cellule) -> R {
        use formule::programme::Genre;
        Some(c.map(|v| match &entree.genre {
            Genre::OuiNon => V::B(v != 0),
            Genre::Date => V::J(Date(v as i32)),
            Genre::Choix(_) => V::C(v as u32),
            _ => V::N(Fraction::entier(v.into())),
        }))
    }

    fn nom(&self, nom: &str) -> R {
        if let Some(code) = nom.strip_prefix("p.") {
            let p = self.p.parametres.iter().find(|p| p.code == code).unwrap();
            let Contenu::Valeur(c) = &p.versions[0].contenu else { panic!() };
            let formule::programme::Genre::Nombre(u) = &p.genre else { return self.constante(c, &Unite::aucune()) };
            return self.constante(c, u);
        }
        if let Some((d, i)) = self.detail {
            if let Some(r) = self.p.details[d].entrees.iter().position(|e| e.code == nom) {
                return self.cellule(&self.p.details[d].entrees[r], self.ligne.details[d][i].entrees[r]);
            }
            if let Some((table, colonne)) = nom.split_once('.') {
                let t = self.p.tables.iter().find(|t| t.code == table).unwrap();
                let c = t.colonnes.iter().position(|c| c.0 == colonne).unwrap();
                let cle = i64::from(self.ligne.details[d][i].cle);
                return match t.lignes.iter().find(|l| l.cles[0].0 <= cle && cle <= l.cles[0].1) {
                    None => Some(Err(Absence::Inconnu)),
                    Some(l) => self.constante(&l.valeurs[c], &unite(&t.colonnes[c].1)),
                };
            }
        }
        match self.p.entrees.iter().position(|e| e.code == nom) {
            Some(r) => self.cellule(&self.p.entrees[r], self.ligne.entrees[r]),
            None => self.definition(nom),
        }
    }

    #[allow(clippy::too_many_lines)]
    pub(crate) fn eval(&self, e: &Expr) -> R {
        Some(match &e.nature {
            Nature::Nombre(f, s) => {
                Ok(V::N(if *s == formule::syntaxe::Suffixe::Euro { f.fois(Fraction::entier(100))? } else { *f }))
            }
            Nature::OuiNon(b) => Ok(V::B(*b)),
            Nature::Jour(j) => Ok(V::J(*j)),
            Nature::Chaine(_) => panic!(),
            Nature::Nom(s) => self.nom(&s.join("."))?,
            Nature::Oppose(a) => match self.eval(a)? {
                Ok(v) => Ok(V::N(n(v).oppose()?)),
                Err(a) => Err(a),
            },
            Nature::Non(a) => self.eval(a)?.map(|v| V::B(v != V::B(true))),
            Nature::Binaire(op, a, b) => self.binaire(*op, a, b)?,
            Nature::Si(c, a, b) => match self.eval(c)? {
                Ok(V::B(true)) => self.eval(a)?,
                Ok(_) => self.eval(b)?,
                Err(absence) => match (self.eval(a)?, self.eval(b)?) {
                    (Ok(x), Ok(y)) if x == y => Ok(x),
                    _ => Err(absence),
                },
            },
            Nature::ADefaut(a, b) => match self.eval(a)? {
                Err(Absence::SansObjet) => self.eval(b)?,
                autre => autre,
            },
            Nature::Manque { de, nie, .. } => match self.eval(de)? {
                Err(Absence::SansObjet) => Ok(V::B(!nie)),
                Err(a) => Err(a),
                Ok(_) => Ok(V::B(*nie)),
            },
            Nature::Dans(a, choix) => {
                let Nature::Nom(s) = &a.nature else { panic!() };
                self.eval(a)?.map(|v| V::B(choix.iter().any(|c| v == self.choix(&s[0], c))))
            }
            Nature::Ligne { table, cles, colonne } => self.ligne_de_table(table, cles, colonne)?,
            Nature::ALaDate(..) => panic!(),
            Nature::Appel(nom, a) => self.appel(nom, a)?,
        })
    }

    fn choix(&self, entree: &str, e: &Expr) -> V {
        let Nature::Chaine(code) = &e.nature else { panic!() };
        let entree = self.p.entrees.iter().find(|x| x.code == entree).unwrap();
        let formule::programme::Genre::Choix(codes) = &entree.genre else { panic!() };
        V::C(codes.iter().position(|c| c == code).unwrap() as u32)
    }

    fn ligne_de_table(&self, table: &str, cles: &[Expr], colonne: &str) -> R {
        let t = self.p.tables.iter().find(|t| t.code == table)?;
        let c = t.colonnes.iter().position(|c| c.0 == colonne)?;
        let mut lues = Vec::new();
        for cle in cles {
            lues.push(self.eval(cle)?);
        }
        if let Err(a) = tous(&lues) {
            // An unknown key and a missing row both make the cell unknown; a key that has not arrived waits,
            // unless the row that its stand-in finds is itself unknown: the oracle does not tell those apart.
            return if a == Absence::Inconnu { Some(Err(a)) } else { None };
        }
        let rangs: Vec<i64> = lues
            .iter()
            .map(|v| match v {
                Ok(V::N(f)) => f.en_entier().unwrap() as i64,
                Ok(V::C(r)) => i64::from(*r),
                autre => panic!("{autre:?}"),
            })
            .collect();
        match t.lignes.iter().find(|l| l.cles.iter().zip(&rangs).all(|((b, h), r)| b <= r && r <= h)) {
            None => Some(Err(Absence::Inconnu)),
            Some(l) => self.constante(&l.valeurs[c], &unite(&t.colonnes[c].1)),
        }
    }

    fn binaire(&self, op: Binaire, a: &Expr, b: &Expr) -> R {
        if let (Nature::Chaine(_), Nature::Nom(s)) = (&b.nature, &a.nature) {
            let voulu = self.choix(&s[0], b);
            return Some(self.eval(a)?.map(|v| V::B((v == voulu) == (op == Binaire::Egal))));
        }
        let (x, y) = (self.eval(a)?, self.eval(b)?);
        match op {
            Binaire::Et | Binaire::Ou => {
                let regle = Ok(V::B(op == Binaire::Ou));
                if x == regle || y == regle {
                    return Some(regle);
                }
                return Some(tous(&[x, y]).map(|()| V::B(op == Binaire::Et)));
            }
            Binaire::Fois => {
                let nul = Ok(V::N(Fraction::ZERO));
                if x == nul || y == nul {
                    return Some(nul);
                }
            }
            Binaire::Sur if y == Ok(V::N(Fraction::ZERO)) => return Some(Err(Absence::SansObjet)),
            _ => {}
        }
        if let Err(absence) = tous(&[x, y]) {
            return Some(Err(absence));
        }
        let (x, y) = (x.unwrap(), y.unwrap());
        Some(Ok(match op {
            Binaire::Plus => V::N(n(x).plus(n(y))?),
            Binaire::Moins => V::N(n(x).moins(n(y))?),
            Binaire::Fois => V::N(n(x).fois(n(y))?),
            Binaire::Sur => V::N(n(x).sur(n(y))?),
            Binaire::Egal => V::B(x == y),
            Binaire::Different => V::B(x != y),
            _ => {
                let ordre = match (x, y) {
                    (V::N(p), V::N(q)) => p.comparer(q),
                    (V::J(p), V::J(q)) => p.cmp(&q),
                    autre => panic!("{autre:?}"),
                };
                V::B(match op {
                    Binaire::Inferieur => ordre.is_lt(),
                    Binaire::InferieurOuEgal => ordre.is_le(),
                    Binaire::Superieur => ordre.is_gt(),
                    _ => ordre.is_ge(),
                })
            }
        }))
    }

    fn appel(&self, nom: &str, a: &[Expr]) -> R {
        if nom == "bareme" {
            return self.bareme(&a[0], &a[1]);
        }
        if matches!(nom, "somme" | "compte" | "plus_grand") {
            return self.lignes(nom, &a[0], &a[1]);
        }
        let mut v = Vec::new();
        for e in a {
            v.push(self.eval(e)?);
        }
        if let Err(absence) = tous(&v) {
            return Some(Err(absence));
        }
        let v: Vec<V> = v.into_iter().map(Result::unwrap).collect();
        let jour = |i: usize| if let V::J(d) = v[i] { d } else { panic!() };
        Some(Ok(match nom {
            "min" => V::N(v.iter().map(|x| n(*x)).min()?),
            "max" => V::N(v.iter().map(|x| n(*x)).max()?),
            "borne" => V::N(n(v[0]).max(n(v[1])).min(n(v[2]))),
            "arrondi" if v.len() == 1 => V::N(arrondi(n(v[0]))),
            "arrondi" => V::N(arrondi(n(v[0]).sur(n(v[1]))?).fois(n(v[1]))?),
            "partie_entiere" => V::N(Fraction::entier(n(v[0]).n().div_euclid(n(v[0]).d()))),
            "par_tranche_de" => {
                let q = n(v[0]).sur(n(v[1]))?;
                V::N(Fraction::entier(q.n().div_euclid(q.d())))
            }
            "par_tranche_commencee_de" => {
                let q = n(v[0]).sur(n(v[1]))?;
                V::N(Fraction::entier(-(-q.n()).div_euclid(q.d())))
            }
            "nombre" => V::N(Fraction::entier(i128::from(v[0] == V::B(true)))),
            "age" | "annees_entieres" => V::N(Fraction::entier(jour(0).annees_entieres(jour(1)).into())),
            "mois_entiers" => V::N(Fraction::entier(jour(0).mois_entiers(jour(1)).into())),
            "annee" => V::N(Fraction::entier(jour(0).annee().into())),
            "anniversaire" => V::J(jour(0).plus_mois(12 * n(v[1]).en_entier()? as i32)),
            autre => panic!("{autre}"),
        }))
    }

    fn bareme(&self, b: &Expr, x: &Expr) -> R {
        let Nature::Nom(s) = &b.nature else { panic!() };
        let p = self.p.parametres.iter().find(|p| p.code == s[1]).unwrap();
        let (Some((mode, u)), Contenu::Bareme(paliers)) = (&p.bareme, &p.versions[0].contenu) else { panic!() };
        let echelle = Fraction::entier(if u.en_euros() { 100 } else { 1 });
        let sortie = unite(&p.genre);
        let v = match self.eval(x)? {
            Err(Absence::Inconnu) => return Some(Err(Absence::Inconnu)),
            // What the step of a stand-in is worth is not for the oracle to say.
            Err(_) => return None,
            Ok(v) => n(v),
        };
        let dedans = |k: usize| {
            paliers[k].jusqu_a.is_none_or(|(borne, inclus)| {
                let borne = borne.fois(echelle).unwrap();
                v < borne || (inclus && v == borne)
            })
        };
        let rang = (0..paliers.len()).find(|k| dedans(*k))?;
        if *mode == ModeBareme::Palier {
            return self.constante(&paliers[rang].valeur, &sortie);
        }
        let mut total = Fraction::ZERO;
        let mut bas = Fraction::ZERO;
        for (k, palier) in paliers.iter().enumerate() {
            let prix = match self.constante(&palier.valeur, &sortie)? {
                Ok(prix) => n(prix),
                Err(a) if k <= rang => return Some(Err(a)),
                Err(_) => break,
            };
            let haut = palier.jusqu_a.map(|(b, _)| b.fois(echelle).unwrap());
            let morceau = v.max(bas).min(haut.unwrap_or(v.max(bas))).moins(bas)?;
            total = total.plus(morceau.fois(prix)?)?;
            bas = haut.unwrap_or(bas);
        }
        Some(Ok(V::N(total)))
    }

    fn lignes(&self, nom: &str, detail: &Expr, x: &Expr) -> R {
        let Nature::Nom(s) = &detail.nature else { panic!() };
        let d = self.p.details.iter().position(|d| d.code == s[0]).unwrap();
        let mut valeurs = Vec::new();
        for i in 0..self.ligne.details[d].len() {
            valeurs.push(Oracle { detail: Some((d, i)), ..*self }.eval(x)?);
        }
        if let Err(a) = tous(&valeurs) {
            return Some(Err(a));
        }
        let mut nombres = valeurs.into_iter().map(|v| match v.unwrap() {
            V::B(b) => Fraction::entier(b.into()),
            v => n(v),
        });
        Some(Ok(V::N(if nom == "plus_grand" {
            nombres.max().unwrap_or(Fraction::ZERO)
        } else {
            nombres.try_fold(Fraction::ZERO, Fraction::plus)?
        })))
    }
}

fn unite(genre: &formule::programme::Genre) -> Unite {
    match genre {
        formule::programme::Genre::Nombre(u) => u.clone(),
        _ => Unite::aucune(),
    }
}
