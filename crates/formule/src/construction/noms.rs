//! What a name designates.

use super::{Constructeur, Contexte, Nom, R};
use crate::Date;
use crate::defaut::le_plus_proche;
use crate::plan::{Arbre, NoeudId, Op, Typ};
use crate::programme::{Entree, Genre};
use crate::voies::{Instr, NOMBRE_MAX, Nombre, Operande, Voie};
use crate::{Fraction, Unite};
use std::ops::Range;

impl Constructeur<'_> {
    pub(super) fn nom(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, segments: &[String]) -> R<Arbre> {
        let ecrit = segments.join(".");
        let nom = ctx
            .definition
            .alias
            .iter()
            .find(|(court, _)| *court == ecrit)
            .map_or(ecrit.clone(), |(_, plein)| plein.clone());
        let feuille = |noeud| Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![] });
        if let Some(code) = nom.strip_prefix("p.") {
            return feuille(self.parametre(ctx, place, code)?);
        }
        if let Some(code) = nom.strip_prefix("national.") {
            return feuille(self.national(ctx, place, code)?);
        }
        if let Some(code) = nom.strip_prefix("repartition.") {
            return feuille(self.repartition(ctx, place, code)?);
        }
        match nom.as_str() {
            "exercice.debut" => return feuille(self.jour_constant(self.p.exercice.debut)),
            "exercice.fin" => return feuille(self.jour_constant(self.p.exercice.fin)),
            "jalon.date" => return feuille(self.jour_constant(ctx.jour)),
            _ => {}
        }
        if let Some(detail) = ctx.niveau {
            if let Some(noeud) = self.entree_de_detail(ctx, place, detail, &nom)? {
                return feuille(noeud);
            }
            if let Some((table, colonne)) = nom.split_once('.')
                && self.p.details[detail as usize].table.as_deref() == Some(table)
            {
                return feuille(self.ligne_de_cle(ctx, place, detail, colonne)?);
            }
        }
        match self.noms.get(nom.as_str()).copied() {
            Some(Nom::Entree(rang)) => feuille(self.entree(ctx, place, rang)?),
            Some(Nom::Definition(rang)) => self.lire_definition(ctx, place, rang),
            None => self.nom_inconnu(ctx, place, &nom),
        }
    }

    fn lire_definition(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, rang: usize) -> R<Arbre> {
        if let Some(position) = self.en_cours.iter().position(|r| *r == rang) {
            if position + 1 == self.en_cours.len() {
                return self.refus(ctx, place.clone(), "cette formule se lit elle-même");
            }
            let mut chemin: Vec<&str> =
                self.en_cours[position..].iter().map(|r| self.p.definitions[*r].code.as_str()).collect();
            chemin.push(&self.p.definitions[rang].code);
            return self.refus(
                ctx,
                place.clone(),
                format!("ces formules se lisent l'une l'autre : {}", chemin.join(" → ")),
            );
        }
        let formule = self.definition(rang)?;
        let f = &self.formules[formule as usize];
        let (noeud, niveau, code) = (f.noeud, f.niveau, f.code.clone());
        if let Some(detail) = niveau
            && ctx.niveau != Some(detail)
        {
            let detail = &self.p.details[detail as usize].code;
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {code} » se calcule ligne à ligne"),
                format!("écrivez « somme({detail}, {code}) »"),
            );
        }
        Ok(Arbre { place: place.clone(), noeud, definition: Some(formule), enfants: vec![] })
    }

    fn nom_inconnu(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, nom: &str) -> R<Arbre> {
        if self.p.parametres.iter().any(|p| p.code == nom) {
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {nom} » est un paramètre"),
                format!("écrivez « p.{nom} »"),
            );
        }
        if let Some(detail) = self.p.details.iter().find(|d| d.entrees.iter().any(|e| e.code == nom)) {
            let conseil =
                format!("écrivez « somme({}, {nom}) », ou calculez ligne à ligne (niveau ou par)", detail.code);
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {nom} » se lit sur chaque ligne de « {} »", detail.code),
                conseil,
            );
        }
        let attendu = match nom {
            "oui" => Some("écrivez « vrai »"),
            _ if nom == "exercice" || nom.starts_with("exercice.") => {
                Some("écrivez « exercice.debut », « exercice.fin » ou « annee(exercice.fin) »")
            }
            _ => None,
        };
        if let Some(conseil) = attendu {
            return self.refus_conseil(ctx, place.clone(), format!("aucun nom « {nom} »"), conseil);
        }
        let p = self.p;
        let parametres: Vec<String> = p.parametres.iter().map(|x| format!("p.{}", x.code)).collect();
        let candidats = (p.entrees.iter().map(|e| e.code.as_str()))
            .chain(p.definitions.iter().map(|d| d.code.as_str()))
            .chain(p.details.iter().flat_map(|d| d.entrees.iter().map(|e| e.code.as_str())))
            .chain(parametres.iter().map(String::as_str))
            .chain(ctx.definition.alias.iter().map(|(court, _)| court.as_str()));
        match le_plus_proche(nom, candidats).map(str::to_owned) {
            Some(proche) => self.refus_conseil(
                ctx,
                place.clone(),
                format!("aucun nom « {nom} »"),
                format!("vouliez-vous dire « {proche} » ?"),
            ),
            None => self.refus_conseil(
                ctx,
                place.clone(),
                format!("aucun nom « {nom} »"),
                "déclarez-le dans [entrees] ou [calculs] ; un paramètre s'écrit « p.nom »",
            ),
        }
    }

    fn entree(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, rang: u32) -> R<NoeudId> {
        let entree = &self.p.entrees[rang as usize];
        self.lire_entree(ctx, place, entree, Op::Entree(rang), (Instr::Entree(rang), Instr::EntreeVerite(rang)), None)
    }

    fn entree_de_detail(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        detail: u16,
        nom: &str,
    ) -> R<Option<NoeudId>> {
        let p = self.p;
        let Some(rang) = p.details[detail as usize].entrees.iter().position(|e| e.code == nom) else { return Ok(None) };
        let entree = &p.details[detail as usize].entrees[rang];
        let r = rang as u16;
        let instrs = (Instr::EntreeDetail(detail, r), Instr::EntreeDetailVerite(detail, r));
        self.lire_entree(ctx, place, entree, Op::EntreeDetail(detail, r), instrs, Some(detail)).map(Some)
    }

    fn lire_entree(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        entree: &Entree,
        op: Op,
        (instr, instr_verite): (Instr, Instr),
        niveau: Option<u16>,
    ) -> R<NoeudId> {
        let (bas, haut) = (i128::from(entree.min), i128::from(entree.max));
        let (typ, voie) = match &entree.genre {
            Genre::OuiNon => (Typ::OuiNon, Voie::Verite(self.voies.source_verite(instr_verite, niveau))),
            Genre::Texte => {
                return self.refus(
                    ctx,
                    place.clone(),
                    format!("« {} » est un texte : une formule ne le lit pas", entree.code),
                );
            }
            Genre::Nombre(unite) => {
                let source = self.voies.source(instr, niveau, bas, haut);
                let n = self.voie(ctx, place, source)?;
                // The column holds `value × scale of the input`; nodes hold `value × scale of the unit`.
                let f = Fraction::new(1, i128::from(entree.echelle)).and_then(|f| f.fois(super::echelle(unite)));
                let Some(f) = f else {
                    return self.refus(ctx, place.clone(), "l'échelle de cette entrée est trop grande");
                };
                let nombre = match n {
                    Operande::Const(c) => Nombre::constante(f.fois(Fraction::entier(c)).unwrap_or(Fraction::ZERO)),
                    Operande::Reg(_) => Nombre { f, n, d: Operande::Const(1) },
                };
                (Typ::Nombre(unite.clone()), Voie::Nombre(nombre))
            }
            Genre::Date => {
                let source = self.voies.source(instr, niveau, bas, haut);
                (Typ::Date, Voie::Entier(self.voie(ctx, place, source)?))
            }
            Genre::Choix(codes) => {
                let source = self.voies.source(instr, niveau, 0, codes.len().saturating_sub(1) as i128);
                (Typ::Choix(codes.clone().into()), Voie::Entier(self.voie(ctx, place, source)?))
            }
        };
        Ok(self.poser(op, typ, entree.facultative, niveau, voie))
    }

    // ---- national results ----

    fn national(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<NoeudId> {
        use crate::programme::ModeNational as M;
        let Some(rang) = self.p.nationaux.iter().position(|n| n.code == code) else {
            let proche = le_plus_proche(code, self.p.nationaux.iter().map(|n| n.code.as_str())).map(str::to_owned);
            let conseil = proche.map_or("déclarez-le dans [nationaux]".to_owned(), |p| {
                format!("vouliez-vous dire « national.{p} » ?")
            });
            return self.refus_conseil(ctx, place.clone(), format!("aucun résultat national « {code} »"), conseil);
        };
        let (unite, n, d, (facultatif, positif)) = match &self.p.nationaux[rang].mode {
            M::Moyenne { numerateur, denominateur } => {
                let (ua, a, positif) = self.definition_nationale(ctx, place, numerateur)?;
                let (ub, b, _) = self.definition_nationale(ctx, place, denominateur)?;
                (ua.sur(&ub), a, b, (true, positif))
            }
            M::Somme(de) => {
                let (u, a, positif) = self.definition_nationale(ctx, place, de)?;
                (u, a, 1, (false, positif))
            }
            M::Compte(_) => (Unite::aucune(), 1, 1, (false, true)),
            M::MoyenneSimple(de, _) => {
                let (u, a, positif) = self.definition_nationale(ctx, place, de)?;
                (u, a.saturating_mul(1_000_000_000), 1_000_000_000, (true, positif))
            }
            M::Percentile { de, .. } => {
                let (u, a, positif) = self.definition_nationale(ctx, place, de)?;
                (u, a, a, (true, positif))
            }
        };
        // A mean is a quotient of two sums; the others divide by a constant at most.
        let (n, d) = (n.saturating_mul(NOMBRE_MAX), d.saturating_mul(if facultatif { NOMBRE_MAX } else { 1 }));
        let source =
            self.voies.source(Instr::NationalN(rang as u32), None, if positif { 0 } else { n.saturating_neg() }, n);
        let n = self.voie(ctx, place, source)?;
        let source = self.voies.source(Instr::NationalD(rang as u32), None, 1, d);
        let d = self.voie(ctx, place, source)?;
        let voie = Voie::Nombre(Nombre { f: Fraction::UN, n, d });
        Ok(self.poser(Op::National(rang as u32), Typ::Nombre(unite), facultatif, None, voie))
    }

    /// Unit, and a bound of both terms, of a definition that a national result reads.
    fn definition_nationale(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<(Unite, i128, bool)> {
        let Some(rang) = self.p.definitions.iter().position(|d| d.code == code) else {
            return self.refus(ctx, place.clone(), format!("aucune formule « {code} »"));
        };
        if self.en_cours.contains(&rang) {
            return self.refus(ctx, place.clone(), format!("« {code} » se lit à travers un résultat national"));
        }
        let formule = self.definition(rang)?;
        let noeud = self.formules[formule as usize].noeud;
        let unite = self.unite(ctx, place, noeud)?;
        let n = self.nombre_de(noeud);
        let ((bas, haut), (_, d)) = (self.voies.bornes(n.n), self.voies.bornes(n.d));
        let terme = bas.saturating_abs().max(haut).saturating_mul(n.f.n().saturating_abs());
        Ok((unite, terme.max(d.saturating_mul(n.f.d())).max(1), bas >= 0 && n.f >= Fraction::ZERO))
    }

    fn repartition(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<NoeudId> {
        let Some(rang) = self.p.repartitions.iter().position(|n| n.code == code) else {
            let proche = le_plus_proche(code, self.p.repartitions.iter().map(|n| n.code.as_str())).map(str::to_owned);
            let conseil = proche.map_or("déclarez-la dans [repartitions]".to_owned(), |p| {
                format!("vouliez-vous dire « repartition.{p} » ?")
            });
            return self.refus_conseil(ctx, place.clone(), format!("aucune répartition « {code} »"), conseil);
        };
        let enveloppe = self.p.repartitions[rang].enveloppe.clone();
        let (_, haut, _) = self.definition_nationale(ctx, place, &enveloppe)?;
        let source = self.voies.source(Instr::Repartition(rang as u32), None, 0, haut);
        let n = self.voie(ctx, place, source)?;
        let voie = Voie::Nombre(Nombre::entier(n));
        Ok(self.poser(Op::Repartition(rang as u32), Typ::Nombre(Unite::euro()), false, None, voie))
    }

    /// Definitions named by national results and shares must have the shape that these need.
    pub(super) fn verifier_les_nationaux(&mut self) {
        use crate::programme::ModeNational as M;
        let p = self.p;
        for national in &p.nationaux {
            let code = format!("national.{}", national.code);
            match &national.mode {
                M::Moyenne { numerateur, denominateur } => {
                    self.attendre(&code, numerateur, Forme::Entier);
                    self.attendre(&code, denominateur, Forme::Entier);
                }
                M::Somme(de) => self.attendre(&code, de, Forme::Entier),
                M::Compte(de) => self.attendre(&code, de, Forme::OuiNon),
                M::MoyenneSimple(de, _) => self.attendre(&code, de, Forme::Nombre),
                M::Percentile { de, rang } => {
                    self.attendre(&code, de, Forme::Nombre);
                    self.attendre(&code, rang, Forme::National);
                }
            }
        }
        for repartition in &p.repartitions {
            let code = format!("repartition.{}", repartition.code);
            self.attendre(&code, &repartition.enveloppe, Forme::National);
            self.attendre(&code, &repartition.enveloppe, Forme::Entier);
            self.attendre(&code, &repartition.cle, Forme::Entier);
            if let Some(plancher) = &repartition.plancher {
                self.attendre(&code, plancher, Forme::National);
            }
        }
    }

    fn attendre(&mut self, code: &str, nom: &str, forme: Forme) {
        let Some(rang) = self.p.definitions.iter().position(|d| d.code == nom) else {
            self.defauts.push(crate::Defaut::new(code, 0..0, format!("aucune formule « {nom} »")));
            return;
        };
        let Ok(formule) = self.definition(rang) else { return };
        let noeud = self.formules[formule as usize].noeud;
        let manque = match (forme, self.noeud(noeud).voie) {
            (Forme::OuiNon, Voie::Verite(_)) => None,
            (Forme::OuiNon, _) => Some("doit être un oui ou non"),
            (_, Voie::Nombre(_)) if self.noeud(noeud).niveau.is_some() => Some("se calcule ligne à ligne : sommez-la"),
            (Forme::Entier, Voie::Nombre(n)) if n.d != Operande::Const(1) || n.f.en_entier().is_none() => {
                Some("doit être entière : arrondissez-la, ou donnez numérateur et dénominateur")
            }
            (Forme::National, Voie::Nombre(_)) if self.lit_une_entree(noeud) => {
                Some("lit une entrée individuelle : elle ne peut être nationale")
            }
            (_, Voie::Nombre(_)) => None,
            _ => Some("doit être un nombre"),
        };
        if let Some(manque) = manque {
            self.defauts.push(crate::Defaut::new(nom, 0..0, format!("cette formule {manque}")));
        }
    }

    fn lit_une_entree(&self, noeud: NoeudId) -> bool {
        let mut vus = std::collections::HashSet::new();
        let mut pile = vec![noeud];
        while let Some(n) = pile.pop() {
            if !vus.insert(n) {
                continue;
            }
            match &self.noeud(n).op {
                Op::Entree(_) | Op::EntreeDetail(..) | Op::Repartition(_) => return true,
                op => pile.extend(op.enfants()),
            }
        }
        false
    }
}

#[derive(Clone, Copy)]
enum Forme {
    Entier,
    Nombre,
    OuiNon,
    /// A number that reads no input of the unit.
    National,
}

/// The first day of a parameter that has a value on no day before.
pub(super) fn jours(debut: Date, fin: Option<Date>) -> String {
    match fin {
        Some(fin) => format!("du {debut} au {fin}"),
        None => format!("depuis le {debut}"),
    }
}
