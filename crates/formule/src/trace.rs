//! What one run for one beneficiary leaves: every value, and where it comes from.

use crate::algebre;
use crate::plan::{NoeudId, Op, Plan, Typ};
use crate::programme::ModeBareme;
use crate::scalaire::{termes_de, verite_de};
use crate::voies::{Operande, Reg, Voie};
use crate::{Date, Fraction, Marques};
use std::collections::BTreeMap;

/// The values and marks of every node of a plan, for one beneficiary.
#[derive(Debug, Clone)]
pub struct Trace<'p> {
    plan: &'p Plan,
    /// Number of lines of each detail.
    longueurs: Vec<usize>,
    registres: Vec<i128>,
    debuts_registres: Vec<u32>,
    marques: Vec<u8>,
    debuts_marques: Vec<u32>,
}

/// A value read in a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valeur {
    /// The value; meaningless when the marks say that it is absent.
    pub contenu: Contenu,
    /// Its marks.
    pub marques: Marques,
}

/// What a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contenu {
    /// A quantity; an amount is in cents.
    Nombre(Fraction),
    /// True or false.
    OuiNon(bool),
    /// A day.
    Date(Date),
    /// The rank of a choice.
    Choix(u32),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// An input, by rank.
    Entree(u32),
    /// An input of a detail: detail, input, line.
    EntreeDetail(u16, u16, usize),
    /// A parameter: rank, version; no version when none is valid on the day asked.
    Parametre(u32, Option<usize>),
    /// A step of a barème: parameter, version, step.
    Palier(u32, u32, usize),
    /// A cell of a table: table, column, row; no row when no key fits.
    Cellule(u16, u16, Option<usize>),
    /// A national result.
    National(u32),
    /// A share of an envelope.
    Repartition(u32),
    /// A formula that is itself a reading: its node.
    Formule(u32),
}

impl<'p> Trace<'p> {
    pub(crate) fn new(plan: &'p Plan, longueurs: Vec<usize>) -> Self {
        let long = |niveau: Option<u16>| niveau.map_or(1, |d| longueurs[d as usize]) as u32;
        let mut total = 0;
        let debuts_registres: Vec<u32> = plan
            .voies
            .registres
            .iter()
            .map(|r| {
                total += long(r.niveau);
                total - long(r.niveau)
            })
            .collect();
        let mut total_marques = 0;
        let debuts_marques: Vec<u32> = plan
            .noeuds
            .iter()
            .map(|n| {
                total_marques += long(n.niveau);
                total_marques - long(n.niveau)
            })
            .collect();
        Self {
            plan,
            registres: vec![0; total as usize],
            marques: vec![0; total_marques as usize],
            debuts_registres,
            debuts_marques,
            longueurs,
        }
    }

    /// The plan that was run.
    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    fn longueur(&self, niveau: Option<u16>) -> usize {
        niveau.map_or(1, |d| self.longueurs[d as usize])
    }

    pub(crate) fn longueur_du_registre(&self, r: Reg) -> usize {
        self.longueur(self.plan.voies.registres[r as usize].niveau)
    }

    pub(crate) fn longueur_du_noeud(&self, rang: usize) -> usize {
        self.longueur(self.plan.noeuds[rang].niveau)
    }

    pub(crate) fn registre(&self, r: Reg, i: usize) -> i128 {
        self.registres[self.debuts_registres[r as usize] as usize + i]
    }

    /// A register of the unit is the same on every line.
    pub(crate) fn registre_ou_unite(&self, r: Reg, i: usize) -> i128 {
        let i = if self.plan.voies.registres[r as usize].niveau.is_none() { 0 } else { i };
        self.registre(r, i)
    }

    pub(crate) fn poser_registre(&mut self, r: Reg, i: usize, v: i128) {
        self.registres[self.debuts_registres[r as usize] as usize + i] = v;
    }

    pub(crate) fn poser_marques(&mut self, rang: usize, i: usize, m: Marques) {
        self.marques[self.debuts_marques[rang] as usize + i] = m.0;
    }

    pub(crate) fn operande(&self, o: Operande, i: usize) -> i128 {
        match o {
            Operande::Const(c) => c,
            Operande::Reg(r) => self.registre_ou_unite(r, i),
        }
    }

    /// Marks of a node on a line; a node of the unit is the same on every line.
    pub(crate) fn marques_a(&self, n: NoeudId, i: usize) -> Marques {
        let rang = n.0 as usize;
        let i = if self.plan.noeuds[rang].niveau.is_none() { 0 } else { i };
        Marques(self.marques[self.debuts_marques[rang] as usize + i])
    }

    pub(crate) fn est_nul(&self, n: NoeudId, i: usize) -> bool {
        match self.plan.noeud(n).voie {
            Voie::Nombre(nombre) => nombre.f == Fraction::ZERO || self.operande(nombre.n, i) == 0,
            _ => false,
        }
    }

    pub(crate) fn est_vrai(&self, n: NoeudId, i: usize) -> bool {
        verite_de(self, &self.plan.noeud(n).voie, i)
    }

    /// Do two nodes hold the same value?
    pub(crate) fn egaux(&self, a: NoeudId, b: NoeudId, i: usize) -> bool {
        match (self.plan.noeud(a).voie, self.plan.noeud(b).voie) {
            (Voie::Nombre(x), Voie::Nombre(y)) => nombres_egaux(termes_de(self, &x, i), termes_de(self, &y, i)),
            (Voie::Entier(x), Voie::Entier(y)) => self.operande(x, i) == self.operande(y, i),
            _ => self.est_vrai(a, i) == self.est_vrai(b, i),
        }
    }

    /// Number of lines of a detail.
    pub fn lignes(&self, detail: u16) -> usize {
        self.longueurs[detail as usize]
    }

    /// The value of a node of the unit.
    pub fn valeur(&self, n: NoeudId) -> Valeur {
        self.valeur_de_ligne(n, 0)
    }

    /// The marks of a node of the unit.
    pub fn marques(&self, n: NoeudId) -> Marques {
        self.marques_a(n, 0)
    }

    /// The value of a node on a line of its detail.
    pub fn valeur_de_ligne(&self, n: NoeudId, i: usize) -> Valeur {
        let noeud = self.plan.noeud(n);
        let marques = self.marques_a(n, i);
        let contenu = match (noeud.voie, &noeud.typ) {
            (Voie::Verite(_), _) => Contenu::OuiNon(self.est_vrai(n, i)),
            (Voie::Entier(o), Typ::Choix(_)) => Contenu::Choix(self.operande(o, i) as u32),
            (Voie::Entier(o), _) => Contenu::Date(Date(self.operande(o, i) as i32)),
            (Voie::Nombre(nombre), _) => {
                let (f, x, y) = termes_de(self, &nombre, i);
                let quotient = Fraction::new(x, y).and_then(|q| q.fois(f));
                Contenu::Nombre(quotient.unwrap_or(Fraction::ZERO))
            }
        };
        Valeur { contenu, marques }
    }

    /// The nodes that the value of `n` rests on, itself included: only the branches taken.
    /// Each with the line on which it was read.
    pub fn suivis(&self, n: NoeudId, ligne: usize) -> Vec<(NoeudId, usize)> {
        let mut vus: BTreeMap<(NoeudId, usize), ()> = BTreeMap::new();
        let mut pile = vec![(n, ligne)];
        while let Some((n, i)) = pile.pop() {
            let i = if self.plan.noeud(n).niveau.is_none() { 0 } else { i };
            if vus.insert((n, i), ()).is_some() {
                continue;
            }
            if let Op::SommeLignes(d, a) | Op::PlusGrandeLigne(d, a) = &self.plan.noeud(n).op {
                pile.extend((0..self.longueurs[*d as usize]).map(|i| (*a, i)));
            } else {
                pile.extend(self.enfants_pris(n, i).into_iter().map(|e| (e, i)));
            }
        }
        vus.into_keys().collect()
    }

    /// The operands of a node that settle its value.
    pub fn enfants_pris(&self, n: NoeudId, i: usize) -> Vec<NoeudId> {
        let m = |n: NoeudId| self.marques_a(n, i).0;
        let reglent = |a: NoeudId, a_regle: bool, b: NoeudId, b_regle: bool| {
            match (a_regle && algebre::connu(m(a)), b_regle && algebre::connu(m(b))) {
                // The cleaner of the two is the one that counts.
                (true, true) if m(b) != 0 || m(a) == 0 => vec![a],
                (true, true) => vec![b],
                (true, false) => vec![a],
                (false, true) => vec![b],
                (false, false) => vec![a, b],
            }
        };
        match &self.plan.noeud(n).op {
            Op::Si(c, a, b) => {
                if algebre::si_indifferent(m(*c), m(*a), m(*b), || self.egaux(*a, *b, i)) {
                    vec![*a, *b]
                } else if !algebre::connu(m(*c)) {
                    vec![*c]
                } else if self.est_vrai(*c, i) {
                    vec![*c, *a]
                } else {
                    vec![*c, *b]
                }
            }
            Op::Et(a, b) => reglent(*a, !self.est_vrai(*a, i), *b, !self.est_vrai(*b, i)),
            Op::Ou(a, b) => reglent(*a, self.est_vrai(*a, i), *b, self.est_vrai(*b, i)),
            Op::Fois(a, b) => reglent(*a, self.est_nul(*a, i), *b, self.est_nul(*b, i)),
            Op::ADefaut(a, b) => {
                if self.marques_a(*a, i).contient(Marques::SANS_OBJET) {
                    vec![*a, *b]
                } else {
                    vec![*a]
                }
            }
            op => op.enfants(),
        }
    }

    /// Where the value of a node comes from: inputs, parameters, steps and cells read on the branches taken.
    pub fn sources(&self, n: NoeudId, ligne: usize) -> Vec<(Source, Marques)> {
        let mut trouvees: BTreeMap<Source, Marques> = BTreeMap::new();
        for (n, i) in self.suivis(n, ligne) {
            self.sources_propres(n, i, &mut trouvees);
        }
        trouvees.into_iter().collect()
    }

    fn sources_propres(&self, n: NoeudId, i: usize, trouvees: &mut BTreeMap<Source, Marques>) {
        let noeud = self.plan.noeud(n);
        let m = self.marques_a(n, i);
        let rang = || match (noeud.rang, self.plan.rangs.get(&n.0)) {
            (Some(r), Some(rangs)) => rangs.lire(self.operande(r, i)),
            _ => (Marques::AUCUNE, None),
        };
        match &noeud.op {
            Op::Entree(e) => {
                trouvees.insert(Source::Entree(*e), m);
            }
            Op::EntreeDetail(d, c) => {
                trouvees.insert(Source::EntreeDetail(*d, *c, i), m);
            }
            Op::Parametre(p, v) => {
                trouvees.insert(Source::Parametre(*p, Some(*v as usize)), m);
            }
            Op::ParametreALaDate(p, _) => {
                let (marques, version) = rang();
                trouvees.insert(Source::Parametre(*p, version), marques);
            }
            Op::Bareme(p, v, _) => {
                let dernier = rang().1.unwrap_or(0);
                let premier = if self.plan.mode_bareme(*p) == Some(ModeBareme::Tranche) { 0 } else { dernier };
                for palier in premier..=dernier {
                    let marques = self.plan.rangs.get(&n.0).map_or(Marques::AUCUNE, |r| r.lire(palier as i128).0);
                    trouvees.insert(Source::Palier(*p, *v, palier), marques);
                }
            }
            Op::LigneDeCle(t, c, ..) | Op::Recherche(t, c, ..) => {
                let (marques, ligne) = rang();
                trouvees.insert(Source::Cellule(*t, *c, ligne), marques);
            }
            Op::National(r) => {
                trouvees.insert(Source::National(*r), m);
            }
            Op::Repartition(r) => {
                trouvees.insert(Source::Repartition(*r), m);
            }
            Op::Marquer(_, marques) => {
                trouvees.insert(Source::Formule(n.0), Marques(*marques));
            }
            _ => {}
        }
    }

    /// Names of what makes a node unknown: parameters, steps, cells, inputs.
    pub fn inconnus(&self, n: NoeudId) -> Vec<String> {
        self.noms_marques(n, Marques::INCONNU)
    }

    /// Names of what a node waits for.
    pub fn attendus(&self, n: NoeudId) -> Vec<String> {
        self.noms_marques(n, Marques::EN_ATTENTE)
    }

    /// Names of the sources of a node that bear a mark. Behind a national result or a share, the names of what it
    /// rests on, when this beneficiary's figures show them.
    pub fn noms_marques(&self, n: NoeudId, marque: Marques) -> Vec<String> {
        let mut noms = Vec::new();
        let mut vus = Vec::new();
        self.nommer_derriere(n, marque, &mut vus, &mut noms);
        noms.sort();
        noms.dedup();
        noms
    }

    fn nommer_derriere(&self, n: NoeudId, marque: Marques, vus: &mut Vec<NoeudId>, noms: &mut Vec<String>) {
        if vus.contains(&n) {
            return;
        }
        vus.push(n);
        for (source, _) in self.sources(n, 0).into_iter().filter(|(_, m)| m.contient(marque)) {
            let avant = noms.len();
            for derriere in self.plan.lus_au_niveau_national(&source) {
                self.nommer_derriere(derriere, marque, vus, noms);
            }
            if noms.len() == avant {
                noms.push(self.plan.nommer(&source));
            }
        }
    }

    /// The rank of the step of a barème, or of the row of a table, that a node chose.
    pub fn objet_choisi(&self, n: NoeudId, i: usize) -> Option<usize> {
        let noeud = self.plan.noeud(n);
        let rangs = self.plan.rangs.get(&n.0)?;
        rangs.lire(self.operande(noeud.rang?, i)).1
    }
}

/// Equality of `f × n / d` without reducing.
pub(crate) fn nombres_egaux((f, a, b): (Fraction, i128, i128), (g, c, d): (Fraction, i128, i128)) -> bool {
    if f == g && b == d && b != 0 {
        // The same unit: nothing to bring to a common denominator.
        return f == Fraction::ZERO || a == c;
    }
    let gauche = a.checked_mul(f.n()).and_then(|x| x.checked_mul(d)).and_then(|x| x.checked_mul(g.d()));
    let droite = c.checked_mul(g.n()).and_then(|x| x.checked_mul(b)).and_then(|x| x.checked_mul(f.d()));
    match (gauche, droite) {
        (Some(x), Some(y)) => x == y,
        _ => {
            let valeur = |f: Fraction, n: i128, d: i128| Fraction::new(n, d).and_then(|q| q.fois(f));
            match (valeur(f, a, b), valeur(g, c, d)) {
                (Some(x), Some(y)) => x == y,
                _ => false,
            }
        }
    }
}

impl Plan {
    /// The nodes that a national result or a share of an envelope is made from.
    fn lus_au_niveau_national(&self, source: &Source) -> Vec<NoeudId> {
        match source {
            Source::National(r) => crate::national::noeuds_lus(self, &self.programme.nationaux[*r as usize].mode),
            Source::Repartition(r) => {
                crate::national::noeuds_d_une_part(self, &self.programme.repartitions[*r as usize])
            }
            _ => Vec::new(),
        }
    }

    /// The name of a source, as rule folders and cases write it: `seuil`, `bareme[3]`, `table[cle].colonne`.
    pub fn nommer(&self, source: &Source) -> String {
        let p = &self.programme;
        match source {
            Source::Entree(e) => p.entrees[*e as usize].code.clone(),
            Source::EntreeDetail(d, c, _) => {
                let detail = &p.details[*d as usize];
                format!("{}.{}", detail.code, detail.entrees[*c as usize].code)
            }
            Source::Parametre(r, _) => p.parametres[*r as usize].code.clone(),
            Source::Palier(r, _, palier) => format!("{}[{}]", p.parametres[*r as usize].code, palier + 1),
            Source::Cellule(t, c, ligne) => {
                let table = &p.tables[*t as usize];
                let colonne = &table.colonnes[*c as usize].0;
                match ligne {
                    None => format!("{}[aucune ligne].{colonne}", table.code),
                    Some(l) => {
                        let cles: Vec<String> = table.lignes[*l]
                            .cles
                            .iter()
                            .zip(&table.cles)
                            .map(|(intervalle, (_, genre))| nommer_cle(*intervalle, genre))
                            .collect();
                        format!("{}[{}].{colonne}", table.code, cles.join(", "))
                    }
                }
            }
            Source::National(r) => format!("national.{}", p.nationaux[*r as usize].code),
            Source::Repartition(r) => format!("repartition.{}", p.repartitions[*r as usize].code),
            Source::Formule(n) => {
                self.formules.iter().find(|f| f.noeud.0 == *n).map_or_else(|| "formule".to_owned(), |f| f.code.clone())
            }
        }
    }
}

fn nommer_cle((bas, haut): (i64, i64), genre: &crate::programme::Genre) -> String {
    match genre {
        crate::programme::Genre::Choix(codes) => {
            codes.get(usize::try_from(bas).unwrap_or(usize::MAX)).cloned().unwrap_or_else(|| bas.to_string())
        }
        _ if bas == haut => bas.to_string(),
        _ if haut == i64::MAX => format!(">= {bas}"),
        _ => format!("{bas}..{haut}"),
    }
}
