//! Typing of operators and of the absence of values.

use super::{Constructeur, Contexte, HAUTEUR, R, echelle, nommer_type};
use crate::plan::{Arbre, Comparaison, NoeudId, Op, Typ};
use crate::syntaxe::{Binaire, Expr, Nature, Suffixe};
use crate::voies::{Nombre, Operande, Ordre, Verite, Voie};
use crate::{Fraction, Marques, Unite};
use std::collections::HashSet;
use std::ops::Range;

impl Constructeur<'_> {
    pub(super) fn expression(&mut self, ctx: &mut Contexte<'_>, e: &Expr) -> R<Arbre> {
        self.hauteur += 1;
        let arbre = if self.hauteur > HAUTEUR {
            self.refus_conseil(
                ctx,
                e.place.clone(),
                "trop de formules s'enchaînent jusqu'ici",
                "calculez ceci en moins d'étapes : chacune lit la suivante",
            )
        } else {
            self.expression_de_nature(ctx, e)
        };
        self.hauteur -= 1;
        arbre
    }

    fn expression_de_nature(&mut self, ctx: &mut Contexte<'_>, e: &Expr) -> R<Arbre> {
        let place = e.place.clone();
        let (noeud, enfants) = match &e.nature {
            Nature::Nombre(n, suffixe) => (self.litteral(ctx, &place, *n, *suffixe)?, vec![]),
            Nature::OuiNon(v) => (self.oui_non(*v), vec![]),
            Nature::Jour(jour) => (self.jour_constant(*jour), vec![]),
            Nature::Chaine(code) => {
                return self.refus_conseil(
                    ctx,
                    place,
                    format!("le choix « {code} » est seul"),
                    "comparez-le à une entrée de type choix",
                );
            }
            Nature::Nom(segments) => return self.nom(ctx, &place, segments),
            Nature::Ligne { table, cles, colonne } => {
                return self.ligne_de_table(ctx, &place, (table, cles, colonne), None);
            }
            Nature::ALaDate(a, d) => return self.a_la_date(ctx, &place, a, d),
            Nature::Appel(nom, arguments) => return self.appel(ctx, &place, nom, arguments),
            Nature::Oppose(a) => {
                let a = self.expression(ctx, a)?;
                let zero = self.constante(Fraction::ZERO, Unite::aucune());
                let noeud = self.arithmetique(ctx, &place, Binaire::Moins, zero, a.noeud)?;
                (noeud, vec![a])
            }
            Nature::Non(a) => {
                let a = self.condition(ctx, a)?;
                let v = self.verite(a.noeud);
                let voie = Voie::Verite(self.voies.non(v));
                let niveau = self.noeud(a.noeud).niveau;
                (self.poser(Op::Non(a.noeud), Typ::OuiNon, false, niveau, voie), vec![a])
            }
            Nature::Binaire(op, a, b) => match op {
                Binaire::Et | Binaire::Ou => self.logique(ctx, &place, *op, (a, b))?,
                Binaire::Plus | Binaire::Moins | Binaire::Fois | Binaire::Sur => {
                    // Both sides are read before either is given up, so that every defect is told at once.
                    let (a, b) = (self.expression(ctx, a), self.expression(ctx, b));
                    let (a, b) = (a?, b?);
                    let x = self.certain(ctx, &a.place, a.noeud)?;
                    let y = self.certain(ctx, &b.place, b.noeud)?;
                    (self.arithmetique(ctx, &place, *op, x, y)?, vec![a, b])
                }
                _ => self.comparaison(ctx, &place, *op, (a, b))?,
            },
            Nature::Si(c, a, b) => self.si(ctx, &place, (c, a, b))?,
            Nature::ADefaut(a, b) => self.a_defaut(ctx, &place, (a, b))?,
            Nature::Manque { de, nie, .. } => {
                let a = self.expression(ctx, de)?;
                let mut noeud = self.est_sans_objet(a.noeud);
                if *nie {
                    let v = self.verite(noeud);
                    let voie = Voie::Verite(self.voies.non(v));
                    let niveau = self.noeud(noeud).niveau;
                    noeud = self.poser(Op::Non(noeud), Typ::OuiNon, false, niveau, voie);
                }
                (noeud, vec![a])
            }
            Nature::Dans(a, choix) => self.dans(ctx, &place, a, choix)?,
        };
        Ok(Arbre { place, noeud, definition: None, enfants })
    }

    // ---- constants ----

    pub(super) fn constante(&mut self, held: Fraction, unite: Unite) -> NoeudId {
        self.poser(Op::Constante(held), Typ::Nombre(unite), false, None, Voie::Nombre(Nombre::constante(held)))
    }

    fn litteral(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, n: Fraction, suffixe: Suffixe) -> R<NoeudId> {
        let unite = if suffixe == Suffixe::Euro { Unite::euro() } else { Unite::aucune() };
        match n.fois(echelle(&unite)) {
            Some(held) if suffixe == Suffixe::Pourcent => {
                let voie = Voie::Nombre(Nombre::constante(held));
                Ok(self.poser(Op::Pourcentage(held), Typ::Nombre(unite), false, None, voie))
            }
            Some(held) => Ok(self.constante(held, unite)),
            None => self.refus(ctx, place.clone(), "ce nombre est trop grand"),
        }
    }

    pub(super) fn oui_non(&mut self, v: bool) -> NoeudId {
        let f = Fraction::entier(i128::from(v));
        self.poser(Op::Constante(f), Typ::OuiNon, false, None, Voie::Verite(Verite::Const(v)))
    }

    pub(super) fn jour_constant(&mut self, jour: crate::Date) -> NoeudId {
        let n = i128::from(jour.0);
        self.poser(Op::Constante(Fraction::entier(n)), Typ::Date, false, None, Voie::Entier(Operande::Const(n)))
    }

    // ---- arithmetic ----

    pub(super) fn unite(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, a: NoeudId) -> R<Unite> {
        match self.noeud(a).typ.clone() {
            Typ::Nombre(u) => Ok(u),
            autre => {
                let conseil = match autre {
                    Typ::OuiNon => "pour compter un oui ou non, écrivez « nombre(…) »",
                    Typ::Date => "pour décaler une date, écrivez « plus_jours(…) » ou « plus_mois(…) »",
                    _ => "une opération porte sur des nombres, des taux ou des montants",
                };
                let obtenu = nommer_type(&autre);
                self.refus_conseil(ctx, place.clone(), format!("un nombre était attendu, pas {obtenu}"), conseil)
            }
        }
    }

    /// The common unit of two values that are added, compared or chosen between.
    pub(super) fn meme_unite(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        verbe: &str,
        a: NoeudId,
        b: NoeudId,
    ) -> R<Unite> {
        let (ua, ub) = (self.unite(ctx, place, a)?, self.unite(ctx, place, b)?);
        if ua == ub || self.souple(b, &ua) {
            return Ok(ua);
        }
        if self.souple(a, &ub) {
            return Ok(ub);
        }
        let (na, nb) = (nommer_type(&Typ::Nombre(ua)), nommer_type(&Typ::Nombre(ub)));
        self.refus_conseil(
            ctx,
            place.clone(),
            format!("on ne peut pas {verbe} {na} et {nb}"),
            "vérifiez les unités dans [entrees] et [parametres], ou multipliez par un montant ou un nombre « par » unité",
        )
    }

    pub(super) fn nombre_de(&self, a: NoeudId) -> Nombre {
        match self.noeud(a).voie {
            Voie::Nombre(n) => n,
            Voie::Entier(o) => Nombre::entier(o),
            Voie::Verite(_) => Nombre::constante(Fraction::ZERO),
        }
    }

    pub(super) fn arithmetique(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        op: Binaire,
        a: NoeudId,
        b: NoeudId,
    ) -> R<NoeudId> {
        let (ua, ub) = (self.unite(ctx, place, a)?, self.unite(ctx, place, b)?);
        let unite = match op {
            Binaire::Fois => ua.fois(&ub),
            Binaire::Sur => ua.sur(&ub),
            Binaire::Moins => self.meme_unite(ctx, place, "soustraire", a, b)?,
            _ => self.meme_unite(ctx, place, "additionner", a, b)?,
        };
        let mut deux = [a, b];
        let niveau = self.meme_niveau(ctx, place, &mut deux)?;
        let [a, b] = deux;
        let (x, y) = (self.nombre_de(a), self.nombre_de(b));
        let mut facultatif = false;
        let (op, voie) = match op {
            Binaire::Plus => (Op::Plus(a, b), self.voies.plus(x, y, false)),
            Binaire::Moins => (Op::Moins(a, b), self.voies.plus(x, y, true)),
            Binaire::Fois => (Op::Fois(a, b), self.voies.fois(x, y)),
            _ => {
                let y = self.denominateur(ctx, place, b, y)?;
                facultatif = self.voies.bornes(y.n).0 <= 0 || self.nul_faute_de_savoir(b);
                (Op::Sur(a, b), self.voies.sur(x, y))
            }
        };
        let voie = Voie::Nombre(self.voie(ctx, place, voie)?);
        Ok(self.poser(op, Typ::Nombre(unite), facultatif, niveau, voie))
    }

    /// A divisor that cannot be negative; one that is 0 for sure is refused.
    fn denominateur(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, b: NoeudId, y: Nombre) -> R<Nombre> {
        if self.noeud(b).fixes.contient(Marques::INCONNU) || self.nul_faute_de_savoir(b) {
            return Ok(Nombre::constante(Fraction::UN));
        }
        if y.f == Fraction::ZERO {
            return self.refus(ctx, place.clone(), "ceci divise par zéro");
        }
        let (bas, haut) = self.voies.bornes(y.n);
        if y.f > Fraction::ZERO && bas >= 0 {
            return Ok(y);
        }
        if y.en_constante().is_some() {
            return Ok(y);
        }
        if y.f < Fraction::ZERO && haut <= 0 {
            let (oppose, f) = (self.voies.fois_constante(y.n, -1), y.f.oppose());
            let n = self.voie(ctx, place, oppose)?;
            return Ok(Nombre { f: f.unwrap_or(Fraction::UN), n, d: y.d });
        }
        self.refus_conseil(
            ctx,
            place.clone(),
            "ce dénominateur peut être négatif",
            "divisez par un compte, ou bornez-le par « max(0, …) »",
        )
    }

    /// Is this number 0 for sure only because what is unknown is held for 1? Whether it is really 0 is then told by
    /// its marks, when it is computed.
    fn nul_faute_de_savoir(&self, b: NoeudId) -> bool {
        self.nombre_de(b).f == Fraction::ZERO && self.peut_etre_inconnu(b)
    }

    /// Does a number rest on a value of the rules that may be unknown?
    fn peut_etre_inconnu(&self, a: NoeudId) -> bool {
        let (mut vus, mut pile) = (HashSet::new(), vec![a]);
        while let Some(n) = pile.pop() {
            if !vus.insert(n) {
                continue;
            }
            let noeud = self.noeud(n);
            let du_rang = || match (noeud.rang, self.rangs.get(&n.0)) {
                (Some(Operande::Const(rang)), Some(rangs)) => rangs.lire(rang).0.contient(Marques::INCONNU),
                (_, Some(rangs)) => rangs.marques.iter().any(|m| m.contient(Marques::INCONNU)),
                _ => false,
            };
            if noeud.fixes.contient(Marques::INCONNU) || du_rang() {
                return true;
            }
            pile.extend(noeud.op.enfants());
        }
        false
    }

    // ---- truths ----

    pub(super) fn condition(&mut self, ctx: &mut Contexte<'_>, e: &Expr) -> R<Arbre> {
        let mut arbre = self.expression(ctx, e)?;
        if self.noeud(arbre.noeud).typ != Typ::OuiNon {
            let obtenu = nommer_type(&self.noeud(arbre.noeud).typ);
            return self.refus(ctx, e.place.clone(), format!("un oui ou non était attendu, pas {obtenu}"));
        }
        arbre.noeud = self.certain(ctx, &e.place, arbre.noeud)?;
        Ok(arbre)
    }

    fn logique(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        op: Binaire,
        (a, b): (&Expr, &Expr),
    ) -> R<(NoeudId, Vec<Arbre>)> {
        let Ok(gauche) = self.condition(ctx, a) else { return self.relever(ctx, &[b]) };
        // What the left side establishes holds where the right side counts.
        let ajoutes = self.etablis(gauche.noeud, op == Binaire::Et, ctx);
        let droite = self.condition(ctx, b);
        ajoutes.iter().for_each(|n| {
            ctx.certains.remove(n);
        });
        let droite = droite?;
        let mut deux = [gauche.noeud, droite.noeud];
        let niveau = self.meme_niveau(ctx, place, &mut deux)?;
        let [x, y] = deux;
        let (vx, vy) = (self.verite(x), self.verite(y));
        let (op, v) = if op == Binaire::Et {
            (Op::Et(x, y), self.voies.et(vx, vy))
        } else {
            (Op::Ou(x, y), self.voies.ou(vx, vy))
        };
        Ok((self.poser(op, Typ::OuiNon, false, niveau, Voie::Verite(v)), vec![gauche, droite]))
    }

    /// Reads what follows a failed condition for its own defects alone: what the condition would have established is
    /// not known, so a value that may be without object is not blamed.
    fn relever<T>(&mut self, ctx: &mut Contexte<'_>, suites: &[&Expr]) -> R<T> {
        let avant = std::mem::replace(&mut ctx.indulgent, true);
        for suite in suites {
            let _ = self.expression(ctx, suite);
        }
        ctx.indulgent = avant;
        Err(super::Rate)
    }

    /// Adds to the context the nodes that have an object when `condition` is worth `vrai`; gives those added.
    fn etablis(&self, condition: NoeudId, vrai: bool, ctx: &mut Contexte<'_>) -> Vec<NoeudId> {
        let mut trouves = Vec::new();
        let mut vues = HashSet::new();
        let mut pile = vec![(condition, vrai)];
        while let Some((n, vrai)) = pile.pop() {
            if !vues.insert((n, vrai)) {
                continue;
            }
            match &self.noeud(n).op {
                Op::EstSansObjet(x) if !vrai => trouves.push(*x),
                Op::Non(x) => pile.push((*x, !vrai)),
                Op::Et(x, y) if vrai => pile.extend([(*x, true), (*y, true)]),
                Op::Ou(x, y) if !vrai => pile.extend([(*x, false), (*y, false)]),
                Op::Diffuser(_, x) => pile.push((*x, vrai)),
                _ => {}
            }
        }
        trouves.retain(|n| ctx.certains.insert(*n));
        trouves
    }

    fn comparaison(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        op: Binaire,
        (a, b): (&Expr, &Expr),
    ) -> R<(NoeudId, Vec<Arbre>)> {
        let (x, y) = match (&a.nature, &b.nature) {
            (_, Nature::Chaine(code)) => {
                let x = self.expression(ctx, a)?;
                let y = self.choix(ctx, &b.place, x.noeud, code)?;
                (x, y)
            }
            (Nature::Chaine(code), _) => {
                let y = self.expression(ctx, b)?;
                let x = self.choix(ctx, &a.place, y.noeud, code)?;
                (x, y)
            }
            _ => {
                let (x, y) = (self.expression(ctx, a), self.expression(ctx, b));
                (x?, y?)
            }
        };
        let n = self.certain(ctx, &x.place, x.noeud)?;
        let m = self.certain(ctx, &y.place, y.noeud)?;
        let noeud = self.comparer(ctx, place, op, n, m)?;
        Ok((noeud, vec![x, y]))
    }

    pub(super) fn comparer(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        op: Binaire,
        a: NoeudId,
        b: NoeudId,
    ) -> R<NoeudId> {
        let comparaison = match op {
            Binaire::Egal => Comparaison::Egal,
            Binaire::Different => Comparaison::Different,
            Binaire::Inferieur => Comparaison::Inferieur,
            Binaire::InferieurOuEgal => Comparaison::InferieurOuEgal,
            Binaire::Superieur => Comparaison::Superieur,
            _ => Comparaison::SuperieurOuEgal,
        };
        let mut deux = [a, b];
        let niveau = self.meme_niveau(ctx, place, &mut deux)?;
        let [a, b] = deux;
        let (ordre, x, y, nie) = match comparaison {
            Comparaison::Egal => (Ordre::Egal, a, b, false),
            Comparaison::Different => (Ordre::Egal, a, b, true),
            Comparaison::Inferieur => (Ordre::Inferieur, a, b, false),
            Comparaison::InferieurOuEgal => (Ordre::InferieurOuEgal, a, b, false),
            Comparaison::Superieur => (Ordre::Inferieur, b, a, false),
            Comparaison::SuperieurOuEgal => (Ordre::InferieurOuEgal, b, a, false),
        };
        let egalite = matches!(comparaison, Comparaison::Egal | Comparaison::Different);
        let (ta, tb) = (self.noeud(a).typ.clone(), self.noeud(b).typ.clone());
        let v = match (&ta, &tb) {
            (Typ::Nombre(_), Typ::Nombre(_)) => {
                self.meme_unite(ctx, place, "comparer", a, b)?;
                let (n, m) = (self.nombre_de(x), self.nombre_de(y));
                let v = self.voies.comparer_nombres(ordre, n, m);
                self.voie(ctx, place, v)?
            }
            (Typ::Date, Typ::Date) => self.voies.comparer(ordre, self.entier(x), self.entier(y)),
            (Typ::Choix(la), Typ::Choix(lb)) if la == lb && egalite => {
                self.voies.comparer(ordre, self.entier(x), self.entier(y))
            }
            (Typ::OuiNon, Typ::OuiNon) if egalite => {
                let (p, q) = (self.verite(x), self.verite(y));
                let nq = self.voies.non(q);
                self.voies.choisir_verite(p, q, nq)
            }
            _ => {
                let (na, nb) = (nommer_type(&ta), nommer_type(&tb));
                let conseil = match ta == tb {
                    true => "comparez-les par « = » ou « != »",
                    false => "comparez deux valeurs de même type ; un oui ou non se compte par « nombre(…) »",
                };
                return self.refus_conseil(
                    ctx,
                    place.clone(),
                    format!("on ne peut pas comparer ainsi {na} et {nb}"),
                    conseil,
                );
            }
        };
        let v = if nie { self.voies.non(v) } else { v };
        Ok(self.poser(Op::Comparer(comparaison, a, b), Typ::OuiNon, false, niveau, Voie::Verite(v)))
    }

    /// The code of a choice, read in the list of what it is compared to.
    pub(super) fn choix(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, contre: NoeudId, code: &str) -> R<Arbre> {
        let typ = self.noeud(contre).typ.clone();
        let Typ::Choix(liste) = &typ else {
            let obtenu = nommer_type(&typ);
            return self.refus(ctx, place.clone(), format!("le choix « {code} » est comparé à {obtenu}"));
        };
        let Some(rang) = liste.iter().position(|c| c == code) else {
            let proche = crate::defaut::le_plus_proche(code, liste.iter().map(String::as_str));
            let conseil = match proche {
                Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
                None => format!("les choix sont : {}", liste.join(", ")),
            };
            return self.refus_conseil(ctx, place.clone(), format!("aucun choix « {code} »"), conseil);
        };
        let n = rang as i128;
        let noeud = self.poser(Op::Constante(Fraction::entier(n)), typ, false, None, Voie::Entier(Operande::Const(n)));
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![] })
    }

    fn dans(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        a: &Expr,
        choix: &[Expr],
    ) -> R<(NoeudId, Vec<Arbre>)> {
        let x = self.expression(ctx, a)?;
        let n = self.certain(ctx, &x.place, x.noeud)?;
        let mut enfants = vec![x];
        let mut reunion: Option<NoeudId> = None;
        for c in choix {
            let Nature::Chaine(code) = &c.nature else {
                return self.refus_conseil(
                    ctx,
                    c.place.clone(),
                    "« dans » attend des codes de choix",
                    "écrivez dans (\"a\", \"b\")",
                );
            };
            let y = self.choix(ctx, &c.place, n, code)?;
            let egal = self.comparer(ctx, place, Binaire::Egal, n, y.noeud)?;
            enfants.push(y);
            reunion = Some(match reunion {
                None => egal,
                Some(avant) => {
                    let (p, q) = (self.verite(avant), self.verite(egal));
                    let voie = Voie::Verite(self.voies.ou(p, q));
                    let niveau = self.noeud(egal).niveau;
                    self.poser(Op::Ou(avant, egal), Typ::OuiNon, false, niveau, voie)
                }
            });
        }
        match reunion {
            Some(noeud) => Ok((noeud, enfants)),
            None => self.refus(ctx, place.clone(), "« dans () » ne contient aucun choix"),
        }
    }

    // ---- branches and absences ----

    fn si(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        (c, a, b): (&Expr, &Expr, &Expr),
    ) -> R<(NoeudId, Vec<Arbre>)> {
        let condition = self.condition(ctx, c);
        let Ok(condition) = condition else { return self.relever(ctx, &[a, b]) };
        let avant: HashSet<NoeudId> = ctx.certains.clone();
        self.etablis(condition.noeud, true, ctx);
        let alors = self.expression(ctx, a);
        ctx.certains.clone_from(&avant);
        self.etablis(condition.noeud, false, ctx);
        let sinon = self.expression(ctx, b);
        // Each branch is read with what it establishes; a branch that is certain there gives a certain value.
        let sinon = sinon.and_then(|s| self.certain_si_etabli(ctx, s));
        ctx.certains.clone_from(&avant);
        self.etablis(condition.noeud, true, ctx);
        let alors = alors.and_then(|s| self.certain_si_etabli(ctx, s));
        ctx.certains = avant;
        let ((alors, x), (sinon, y)) = (alors?, sinon?);
        let noeud = self.brancher(ctx, place, condition.noeud, x, y)?;
        Ok((noeud, vec![condition, alors, sinon]))
    }

    fn certain_si_etabli(&mut self, ctx: &Contexte<'_>, arbre: Arbre) -> R<(Arbre, NoeudId)> {
        let n = arbre.noeud;
        let certain = if self.noeud(n).facultatif && ctx.certains.contains(&n) {
            self.rendre_certain(ctx, &arbre.place, n)?
        } else {
            n
        };
        Ok((arbre, certain))
    }

    fn brancher(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, c: NoeudId, a: NoeudId, b: NoeudId) -> R<NoeudId> {
        let mut trois = [c, a, b];
        let niveau = self.meme_niveau(ctx, place, &mut trois)?;
        let [c, a, b] = trois;
        let facultatif = self.noeud(a).facultatif || self.noeud(b).facultatif;
        let (ta, tb) = (self.noeud(a).typ.clone(), self.noeud(b).typ.clone());
        let (v, typ, voie) = match (&ta, &tb) {
            (Typ::Nombre(_), Typ::Nombre(_)) => {
                let unite = self.meme_unite(ctx, place, "choisir entre", a, b)?;
                let (v, x, y) = (self.verite(c), self.nombre_de(a), self.nombre_de(b));
                let n = self.voies.choisir_nombre(v, x, y);
                (v, Typ::Nombre(unite), Voie::Nombre(self.voie(ctx, place, n)?))
            }
            (Typ::OuiNon, Typ::OuiNon) => {
                let (v, x, y) = (self.verite(c), self.verite(a), self.verite(b));
                (v, Typ::OuiNon, Voie::Verite(self.voies.choisir_verite(v, x, y)))
            }
            _ if ta == tb => {
                let (v, x, y) = (self.verite(c), self.entier(a), self.entier(b));
                let o = self.voies.choisir(v, x, y);
                (v, ta, Voie::Entier(self.voie(ctx, place, o)?))
            }
            _ => {
                let (na, nb) = (nommer_type(&ta), nommer_type(&tb));
                return self.refus(ctx, place.clone(), format!("une branche donne {na}, l'autre {nb}"));
            }
        };
        let _ = v;
        Ok(self.poser(Op::Si(c, a, b), typ, facultatif, niveau, voie))
    }

    fn est_sans_objet(&mut self, a: NoeudId) -> NoeudId {
        let noeud = self.noeud(a);
        let niveau = noeud.niveau;
        if let Some(deja) = self.deja(&Op::EstSansObjet(a), &Typ::OuiNon, niveau) {
            return deja;
        }
        let v = if noeud.facultatif {
            self.voies.source_verite(crate::voies::Instr::SansObjet(a.0), niveau)
        } else {
            Verite::Const(false)
        };
        self.poser(Op::EstSansObjet(a), Typ::OuiNon, false, niveau, Voie::Verite(v))
    }

    fn a_defaut(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        (a, b): (&Expr, &Expr),
    ) -> R<(NoeudId, Vec<Arbre>)> {
        let x = self.expression(ctx, a)?;
        let y = match &b.nature {
            Nature::Chaine(code) => self.choix(ctx, &b.place, x.noeud, code)?,
            _ => self.expression(ctx, b)?,
        };
        let repli = self.certain(ctx, &y.place, y.noeud)?;
        if !self.noeud(x.noeud).facultatif {
            return Ok((x.noeud, vec![x, y]));
        }
        let manque = self.est_sans_objet(x.noeud);
        let certain = self.rendre_certain(ctx, &x.place, x.noeud)?;
        let choisi = self.brancher(ctx, place, manque, repli, certain)?;
        let crate::plan::Noeud { op, typ, niveau, voie, .. } = self.noeud(choisi).clone();
        let Op::Si(_, repli, certain) = op else { return Ok((choisi, vec![x, y])) };
        let Op::Certain(origine) = self.noeud(certain).op else {
            // The value was read on lines: its certainty stands below the reading.
            return Ok((choisi, vec![x, y]));
        };
        let noeud = self.poser(Op::ADefaut(origine, repli), typ, false, niveau, voie);
        Ok((noeud, vec![x, y]))
    }
}
