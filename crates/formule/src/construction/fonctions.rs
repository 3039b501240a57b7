//! The functions of the language.

use super::{Constructeur, Contexte, R, nommer_type};
use crate::defaut::le_plus_proche;
use crate::plan::{Arbre, FonctionDate, NoeudId, Op, Typ};
use crate::syntaxe::{Binaire, Expr, Nature};
use crate::voies::{self, Arrondi2, ModeDivision, Operande, Voie};
use crate::{Date, Unite};
use std::ops::Range;

/// Every function, with how it is called.
pub const FONCTIONS: [(&str, &str); 20] = [
    ("min", "min(a, b, …)"),
    ("max", "max(a, b, …)"),
    ("borne", "borne(x, bas, haut)"),
    ("arrondi", "arrondi(x) ou arrondi(x, pas)"),
    ("partie_entiere", "partie_entiere(x)"),
    ("par_tranche_de", "par_tranche_de(nombre, taille)"),
    ("par_tranche_commencee_de", "par_tranche_commencee_de(nombre, taille)"),
    ("bareme", "bareme(p.bareme, x)"),
    ("nombre", "nombre(condition)"),
    ("somme", "somme(detail, formule)"),
    ("compte", "compte(detail, condition)"),
    ("plus_grand", "plus_grand(detail, formule)"),
    ("age", "age(naissance, date)"),
    ("annees_entieres", "annees_entieres(debut, fin)"),
    ("mois_entiers", "mois_entiers(debut, fin)"),
    ("anniversaire", "anniversaire(date, n)"),
    ("plus_mois", "plus_mois(date, n)"),
    ("plus_jours", "plus_jours(date, n)"),
    ("annee", "annee(date)"),
    ("deja_verse", "deja_verse(code)"),
];

impl Constructeur<'_> {
    pub(super) fn appel(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, nom: &str, a: &[Expr]) -> R<Arbre> {
        if matches!(nom, "tous" | "un") {
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {nom} » porte sur un modèle"),
                format!("écrivez « {nom}(modele, condition) », avec le code d'un modèle de [modeles]"),
            );
        }
        let Some((_, usage)) = FONCTIONS.iter().find(|(f, _)| *f == nom) else {
            let conseil = match le_plus_proche(nom, FONCTIONS.iter().map(|(f, _)| *f)) {
                Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
                None => "voyez la liste des fonctions dans docs/langage.md".to_owned(),
            };
            return self.refus_conseil(ctx, place.clone(), format!("aucune fonction « {nom} »"), conseil);
        };
        match (nom, a) {
            ("min" | "max", [premier, reste @ ..]) if !reste.is_empty() => {
                self.extremes(ctx, place, nom == "max", premier, reste)
            }
            ("borne", [x, bas, haut]) => {
                let plancher = self.extremes(ctx, place, true, x, std::slice::from_ref(bas))?;
                let haut = self.valeur(ctx, haut)?;
                let noeud = self.extreme(ctx, place, false, plancher.noeud, haut.noeud)?;
                let mut enfants = plancher.enfants;
                enfants.push(haut);
                Ok(Arbre { place: place.clone(), noeud, definition: None, enfants })
            }
            ("arrondi", [x]) => {
                let mode = ModeDivision::Arrondi(Arrondi2::from(self.p.arrondi));
                self.en_entier(ctx, place, x, mode)
            }
            ("arrondi", [x, pas]) => self.arrondi_au_pas(ctx, place, x, pas),
            ("partie_entiere", [x]) => self.en_entier(ctx, place, x, ModeDivision::Plancher),
            ("par_tranche_de" | "par_tranche_commencee_de", [n, taille]) => {
                let (n, taille) = (self.valeur(ctx, n), self.valeur(ctx, taille));
                let (n, taille) = (n?, taille?);
                let noeud = self.tranches(ctx, place, n.noeud, taille.noeud, nom == "par_tranche_commencee_de")?;
                Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![n, taille] })
            }
            ("bareme", [b, x]) => self.bareme(ctx, place, b, x),
            ("nombre", [c]) => {
                let c = self.condition(ctx, c)?;
                let noeud = self.nombre_de_condition(ctx, place, c.noeud)?;
                Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![c] })
            }
            ("somme" | "compte" | "plus_grand", [detail, x]) => self.lignes(ctx, place, nom, detail, x),
            ("age" | "annees_entieres", [d, f]) => {
                let f1 = if nom == "age" { FonctionDate::Age } else { FonctionDate::AnneesEntieres };
                self.duree(ctx, place, f1, d, f)
            }
            ("mois_entiers", [d, f]) => self.duree(ctx, place, FonctionDate::MoisEntiers, d, f),
            ("anniversaire", [d, n]) => self.decaler(ctx, place, FonctionDate::Anniversaire, d, n),
            ("plus_mois", [d, n]) => self.decaler(ctx, place, FonctionDate::PlusMois, d, n),
            ("plus_jours", [d, n]) => self.decaler(ctx, place, FonctionDate::PlusJours, d, n),
            ("annee", [d]) => {
                let date = self.date(ctx, d)?;
                self.fonction_de_date(ctx, place, FonctionDate::Annee, date, None)
            }
            ("deja_verse", [code]) => match &code.nature {
                Nature::Nom(segments) => self.deja_verse(ctx, place, &segments.join(".")),
                _ => self.refus(ctx, code.place.clone(), "« deja_verse » attend le code d'un versement"),
            },
            _ => self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {nom} » ne se lit pas avec {} argument{}", a.len(), if a.len() > 1 { "s" } else { "" }),
                match a.iter().any(|e| matches!(&e.nature, Nature::Nombre(n, _) if n.en_entier().is_none())) {
                    true => format!("écrivez « {usage} » ; une espace suit la virgule qui sépare les arguments"),
                    false => format!("écrivez « {usage} »"),
                },
            ),
        }
    }

    /// What was already paid under the code of a payment is an input of that name.
    fn deja_verse(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, code: &str) -> R<Arbre> {
        let nom = format!("deja_verse_{code}");
        if self.noms.contains_key(nom.as_str()) {
            return self.nom(ctx, place, &[nom]);
        }
        let connus: Vec<&str> = self.p.entrees.iter().filter_map(|e| e.code.strip_prefix("deja_verse_")).collect();
        let conseil = match connus.is_empty() {
            true => "déclarez-le dans [[versements]]".to_owned(),
            false => format!("les versements lus ici : {}", connus.join(", ")),
        };
        self.refus_conseil(ctx, place.clone(), format!("aucun versement « {code} »"), conseil)
    }

    /// Refuses a slice, or a step, that may be 0.
    fn taille(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, quotient: NoeudId) -> R<()> {
        if self.noeud(quotient).facultatif {
            return self.refus_conseil(
                ctx,
                place.clone(),
                "cette taille peut être 0",
                "donnez-lui un minimum au-dessus de 0, ou lisez un paramètre",
            );
        }
        Ok(())
    }

    /// An expression that has a value.
    fn valeur(&mut self, ctx: &mut Contexte<'_>, e: &Expr) -> R<Arbre> {
        let mut arbre = self.expression(ctx, e)?;
        arbre.noeud = self.certain(ctx, &e.place, arbre.noeud)?;
        Ok(arbre)
    }

    fn extremes(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        plus_grand: bool,
        premier: &Expr,
        reste: &[Expr],
    ) -> R<Arbre> {
        // Every argument is read before any is given up, so that every defect is told at once.
        let premier = self.valeur(ctx, premier);
        let reste: Vec<R<Arbre>> = reste.iter().map(|e| self.valeur(ctx, e)).collect();
        let premier = premier?;
        let mut noeud = premier.noeud;
        let mut enfants = vec![premier];
        for suivant in reste {
            let suivant = suivant?;
            noeud = self.extreme(ctx, place, plus_grand, noeud, suivant.noeud)?;
            enfants.push(suivant);
        }
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants })
    }

    fn extreme(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        plus_grand: bool,
        a: NoeudId,
        b: NoeudId,
    ) -> R<NoeudId> {
        let mut deux = [a, b];
        let niveau = self.meme_niveau(ctx, place, &mut deux)?;
        let [a, b] = deux;
        if self.noeud(a).typ == Typ::Date && self.noeud(b).typ == Typ::Date {
            let (x, y) = (self.entier(a), self.entier(b));
            let o = self.voies.min_entier(x, y, plus_grand);
            let voie = Voie::Entier(self.voie(ctx, place, o)?);
            let op = if plus_grand { Op::Max(a, b) } else { Op::Min(a, b) };
            return Ok(self.poser(op, Typ::Date, false, niveau, voie));
        }
        let unite = self.meme_unite(ctx, place, "comparer", a, b)?;
        let (x, y) = (self.nombre_de(a), self.nombre_de(b));
        let n = self.voies.extreme(x, y, plus_grand);
        let voie = Voie::Nombre(self.voie(ctx, place, n)?);
        let op = if plus_grand { Op::Max(a, b) } else { Op::Min(a, b) };
        Ok(self.poser(op, Typ::Nombre(unite), false, niveau, voie))
    }

    fn en_entier(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, x: &Expr, mode: ModeDivision) -> R<Arbre> {
        let arbre = self.valeur(ctx, x)?;
        let a = arbre.noeud;
        let unite = self.unite(ctx, &x.place, a)?;
        let niveau = self.noeud(a).niveau;
        let n = self.nombre_de(a);
        let entier = self.voies.en_entier(n, mode);
        let voie = Voie::Nombre(self.voie(ctx, place, entier)?);
        let op = if mode == ModeDivision::Plancher { Op::PartieEntiere(a) } else { Op::Arrondi(a) };
        let noeud = self.poser(op, Typ::Nombre(unite), false, niveau, voie);
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![arbre] })
    }

    /// `arrondi(x / pas) × pas`, made of the nodes that say so.
    fn arrondi_au_pas(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, x: &Expr, pas: &Expr) -> R<Arbre> {
        let (x, pas) = (self.valeur(ctx, x), self.valeur(ctx, pas));
        let (x, pas) = (x?, pas?);
        self.meme_unite(ctx, place, "arrondir", x.noeud, pas.noeud)?;
        let quotient = self.arithmetique(ctx, place, Binaire::Sur, x.noeud, pas.noeud)?;
        self.taille(ctx, &pas.place, quotient)?;
        let n = self.nombre_de(quotient);
        let entier = self.voies.en_entier(n, ModeDivision::Arrondi(Arrondi2::from(self.p.arrondi)));
        let voie = Voie::Nombre(self.voie(ctx, place, entier)?);
        let niveau = self.noeud(quotient).niveau;
        let entier = self.poser(Op::Arrondi(quotient), Typ::Nombre(Unite::aucune()), false, niveau, voie);
        let noeud = self.arithmetique(ctx, place, Binaire::Fois, entier, pas.noeud)?;
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![x, pas] })
    }

    fn tranches(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        n: NoeudId,
        taille: NoeudId,
        commencee: bool,
    ) -> R<NoeudId> {
        self.meme_unite(ctx, place, "découper en tranches", n, taille)?;
        let mut deux = [n, taille];
        let niveau = self.meme_niveau(ctx, place, &mut deux)?;
        let [n, taille] = deux;
        let quotient = self.arithmetique(ctx, place, Binaire::Sur, n, taille)?;
        self.taille(ctx, place, quotient)?;
        let mode = if commencee { ModeDivision::Plafond } else { ModeDivision::Plancher };
        let q = self.nombre_de(quotient);
        let entier = self.voies.en_entier(q, mode);
        let voie = Voie::Nombre(self.voie(ctx, place, entier)?);
        Ok(self.poser(Op::Tranches(n, taille, commencee), Typ::Nombre(Unite::aucune()), false, niveau, voie))
    }

    fn nombre_de_condition(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, c: NoeudId) -> R<NoeudId> {
        let v = self.verite(c);
        let entier = self.voies.entier_de_verite(v);
        let n = self.voie(ctx, place, entier)?;
        let niveau = self.noeud(c).niveau;
        let voie = Voie::Nombre(voies::Nombre::entier(n));
        Ok(self.poser(Op::NombreDe(c), Typ::Nombre(Unite::aucune()), false, niveau, voie))
    }

    fn lignes(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, nom: &str, detail: &Expr, x: &Expr) -> R<Arbre> {
        let code = match &detail.nature {
            Nature::Nom(segments) => segments.join("."),
            _ => String::new(),
        };
        let Some(rang) = self.p.details.iter().position(|d| d.code == code) else {
            let noms: Vec<&str> = self.p.details.iter().map(|d| d.code.as_str()).collect();
            let conseil = if noms.is_empty() {
                "déclarez-le dans [details]".to_owned()
            } else {
                format!("les détails : {}", noms.join(", "))
            };
            return self.refus_conseil(ctx, detail.place.clone(), format!("aucun détail « {code} »"), conseil);
        };
        if ctx.niveau.is_some() {
            return self.refus(ctx, place.clone(), format!("« {nom} » ne se met pas dans un calcul ligne à ligne"));
        }
        let d = rang as u16;
        ctx.niveau = Some(d);
        let arbre = if nom == "compte" { self.condition(ctx, x) } else { self.valeur(ctx, x) };
        ctx.niveau = None;
        let arbre = arbre?;
        let mut a = self.diffuser(ctx, &x.place, d, arbre.noeud)?;
        if nom == "compte" {
            a = self.nombre_de_condition(ctx, &x.place, a)?;
        }
        let unite = self.unite(ctx, &x.place, a)?;
        let n = self.nombre_de(a);
        if n.d != Operande::Const(1) {
            return self.refus_conseil(
                ctx,
                x.place.clone(),
                "les lignes additionnées ont des dénominateurs différents",
                "arrondissez chaque ligne, ou additionnez les numérateurs",
            );
        }
        let source = self.voies.source(voies::Instr::CleDetail(d), Some(d), 0, i128::from(u32::MAX));
        let cles = self.voie(ctx, place, source)?;
        let plus_grand = nom == "plus_grand";
        // Factors may be negative: the numerators are brought to their sign before they are compared.
        let signes = self.voies.fois_constante(n.n, n.f.n());
        let n = voies::Nombre {
            f: crate::Fraction::new(1, n.f.d()).unwrap_or(crate::Fraction::UN),
            n: self.voie(ctx, &x.place, signes)?,
            d: n.d,
        };
        let somme = self.voies.lignes(d, n.n, plus_grand, cles);
        let somme = self.voie(ctx, place, somme)?;
        let voie = match somme {
            Operande::Const(c) => {
                Voie::Nombre(voies::Nombre::constante(n.f.fois(crate::Fraction::entier(c)).unwrap_or(n.f)))
            }
            Operande::Reg(_) => Voie::Nombre(voies::Nombre { f: n.f, n: somme, d: Operande::Const(1) }),
        };
        let op = if plus_grand { Op::PlusGrandeLigne(d, a) } else { Op::SommeLignes(d, a) };
        let noeud = self.poser(op, Typ::Nombre(unite), false, None, voie);
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![arbre] })
    }

    // ---- dates ----

    fn date(&mut self, ctx: &mut Contexte<'_>, e: &Expr) -> R<Arbre> {
        let arbre = self.valeur(ctx, e)?;
        if self.noeud(arbre.noeud).typ != Typ::Date {
            let obtenu = nommer_type(&self.noeud(arbre.noeud).typ);
            return self.refus(ctx, e.place.clone(), format!("une date était attendue, pas {obtenu}"));
        }
        Ok(arbre)
    }

    fn duree(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        f: FonctionDate,
        debut: &Expr,
        fin: &Expr,
    ) -> R<Arbre> {
        let (debut, fin) = (self.date(ctx, debut), self.date(ctx, fin));
        let (debut, fin) = (debut?, fin?);
        self.fonction_de_date(ctx, place, f, debut, Some(fin))
    }

    fn decaler(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        f: FonctionDate,
        date: &Expr,
        n: &Expr,
    ) -> R<Arbre> {
        let (date, arbre) = (self.date(ctx, date), self.valeur(ctx, n));
        let (date, arbre) = (date?, arbre?);
        self.unite(ctx, &n.place, arbre.noeud)?;
        let nombre = self.nombre_de(arbre.noeud);
        if nombre.d != Operande::Const(1) || nombre.f.en_entier().is_none() {
            return self.refus_conseil(ctx, n.place.clone(), "un nombre entier était attendu", "arrondissez-le");
        }
        self.fonction_de_date(ctx, place, f, date, Some(arbre))
    }

    fn fonction_de_date(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        f: FonctionDate,
        a: Arbre,
        b: Option<Arbre>,
    ) -> R<Arbre> {
        let mut noeuds: Vec<NoeudId> = std::iter::once(a.noeud).chain(b.as_ref().map(|b| b.noeud)).collect();
        let niveau = self.meme_niveau(ctx, place, &mut noeuds)?;
        let x = self.entier(noeuds[0]);
        let y = match noeuds.get(1) {
            None => Operande::Const(0),
            Some(n) if self.noeud(*n).typ == Typ::Date => self.entier(*n),
            Some(n) => {
                let nombre = self.nombre_de(*n);
                let o = self.voies.fois_constante(nombre.n, nombre.f.n());
                self.voie(ctx, place, o)?
            }
        };
        let jours = |par_unite: i128| {
            // A shifted date lies within as many days as its longest years or months could last.
            let ((a, b), (bas, haut)) = (self.voies.bornes(x), self.voies.bornes(y));
            (a + (bas * par_unite).min(0) - 3, b + (haut * par_unite).max(0) + 3)
        };
        let (voulue, (bas, haut), est_date) = match f {
            FonctionDate::Age | FonctionDate::AnneesEntieres => {
                (voies::FonctionDate::AnneesEntieres, (-12_000, 12_000), false)
            }
            FonctionDate::MoisEntiers => (voies::FonctionDate::MoisEntiers, (-120_000, 120_000), false),
            FonctionDate::Annee => (voies::FonctionDate::Annee, (-12_000, 12_000), false),
            FonctionDate::Anniversaire => (voies::FonctionDate::Anniversaire, jours(366), true),
            FonctionDate::PlusMois => (voies::FonctionDate::PlusMois, jours(31), true),
            FonctionDate::PlusJours => (voies::FonctionDate::PlusJours, jours(1), true),
        };
        if est_date {
            self.verifier_le_decalage(ctx, place, f, x, y)?;
        }
        let o = self.voies.date(voulue, x, y, bas, haut);
        let o = self.voie(ctx, place, o)?;
        let (typ, voie) = if est_date {
            (Typ::Date, Voie::Entier(o))
        } else {
            (Typ::Nombre(Unite::aucune()), Voie::Nombre(voies::Nombre::entier(o)))
        };
        let op = Op::Date(f, noeuds[0], noeuds.get(1).copied());
        let noeud = self.poser(op, typ, false, niveau, voie);
        let enfants = std::iter::once(a).chain(b).collect();
        Ok(Arbre { place: place.clone(), noeud, definition: None, enfants })
    }

    /// A shift of more than a thousand years is a mistake, and would leave the calendar.
    fn verifier_le_decalage(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        f: FonctionDate,
        x: Operande,
        y: Operande,
    ) -> R<()> {
        let limite = match f {
            FonctionDate::Anniversaire => 1_000,
            FonctionDate::PlusMois => 12_000,
            _ => 365_000,
        };
        let ((bas, haut), (a, b)) = (self.voies.bornes(y), self.voies.bornes(x));
        let trop_loin = a < i128::from(Date::MIN.0) - 400_000 || b > i128::from(Date::MAX.0) + 400_000;
        if bas < -limite || haut > limite || trop_loin {
            return self.refus_conseil(
                ctx,
                place.clone(),
                "ce décalage peut sortir du calendrier",
                "resserrez le minimum et le maximum de l'entrée qui compte les années, les mois ou les jours",
            );
        }
        Ok(())
    }
}
