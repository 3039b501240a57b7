//! Parameters, barèmes and tables: what the rules hold, at the day that counts.

use super::noms::jours;
use super::{Constructeur, Contexte, R, echelle, nommer_genre, nommer_type};
use crate::defaut::{Defaut, le_plus_proche};
use crate::fraction::pgcd;
use crate::plan::{Arbre, LigneCherchee, NoeudId, Op, Rangs, Recherche, Typ, contient, vaut};
use crate::programme::{Constante, Contenu, Genre, LigneTable, ModeBareme, Palier, Scalaire};
use crate::syntaxe::{Expr, Nature};
use crate::voies::{Nombre, Operande, Ordre, Verite, Voie};
use crate::{Date, Fraction, Marques, Unite};
use std::ops::Range;

/// The marks that a constant brings.
fn marques(c: &Constante) -> Marques {
    match c.valeur {
        None => Marques::INCONNU,
        Some(_) => c.confiance.marques(),
    }
}

/// The number held for a constant; 1 where it is unknown, so that a division by it stays harmless.
fn tenu(c: &Constante, unite: &Unite) -> Option<Fraction> {
    match c.valeur {
        Some(Scalaire::Nombre(f)) => f.fois(echelle(unite)),
        _ => Some(Fraction::UN),
    }
}

impl Constructeur<'_> {
    /// Two values of a parameter never cover the same day.
    pub(super) fn verifier_les_versions(&mut self) {
        for parametre in &self.p.parametres {
            for (i, a) in parametre.versions.iter().enumerate() {
                if a.jusqu_a.is_some_and(|fin| fin < a.depuis) {
                    self.defauts.push(Defaut::new(
                        &parametre.code,
                        0..0,
                        format!("cette valeur finit avant de commencer ({})", a.depuis),
                    ));
                }
                for b in &parametre.versions[i + 1..] {
                    let (avant, apres) = if a.depuis <= b.depuis { (a, b) } else { (b, a) };
                    if avant.jusqu_a.is_none_or(|fin| fin >= apres.depuis) {
                        self.defauts.push(
                            Defaut::new(
                                &parametre.code,
                                0..0,
                                format!(
                                    "deux valeurs se chevauchent : {} et {}",
                                    jours(avant.depuis, avant.jusqu_a),
                                    jours(apres.depuis, apres.jusqu_a)
                                ),
                            )
                            .conseil("ajoutez « jusqu_a » à la plus ancienne"),
                        );
                    }
                }
            }
        }
    }

    fn parametre_de_code(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<usize> {
        if let Some(rang) = self.p.parametres.iter().position(|p| p.code == code) {
            return Ok(rang);
        }
        let conseil = if self.noms.contains_key(code) {
            format!("« {code} » n'est pas un paramètre : écrivez « {code} »")
        } else {
            match le_plus_proche(code, self.p.parametres.iter().map(|p| p.code.as_str())) {
                Some(proche) => format!("vouliez-vous dire « p.{proche} » ?"),
                None => "déclarez-le dans [parametres]".to_owned(),
            }
        };
        self.refus_conseil(ctx, place.clone(), format!("aucun paramètre « {code} »"), conseil)
    }

    /// The version of a parameter that is valid on the day of a formula.
    fn version(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, rang: usize) -> R<usize> {
        let p = self.p;
        let (parametre, jour) = (&p.parametres[rang], ctx.jour);
        let vaut_le = |v: &crate::programme::Version, debut: Date, fin: Date| {
            v.depuis <= fin && v.jusqu_a.is_none_or(|j| j >= debut)
        };
        let Some(version) = parametre.versions.iter().position(|v| vaut_le(v, jour, jour)) else {
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« p.{} » n'a pas de valeur le {jour}", parametre.code),
                "ajoutez une valeur datée ; si elle n'a pas été trouvée, écrivez valeur = \"inconnu\"",
            );
        };
        let exercice = p.exercice;
        let autres = parametre.versions.iter().filter(|v| vaut_le(v, exercice.debut, exercice.fin)).count();
        if autres > 1 && !p.jour_dit && ctx.definition.jour.is_none() {
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« p.{} » change pendant l'exercice {}", parametre.code, exercice.annee),
                "dites quel jour compte : « p.… a_la_date(…) », ou jour_du_droit dans [dispositif]",
            );
        }
        Ok(version)
    }

    pub(super) fn parametre(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<NoeudId> {
        let rang = self.parametre_de_code(ctx, place, code)?;
        let version = self.version(ctx, place, rang)?;
        let p = self.p;
        let parametre = &p.parametres[rang];
        let Contenu::Valeur(constante) = &parametre.versions[version].contenu else {
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« p.{code} » est un barème"),
                format!("écrivez « bareme(p.{code}, …) »"),
            );
        };
        let (typ, voie) = self.voie_de_constantes(ctx, place, &parametre.genre, &[*constante], Operande::Const(0))?;
        let op = Op::Parametre(rang as u32, version as u32);
        Ok(self.poser_avec(op, typ, false, None, voie, None, marques(constante)))
    }

    /// The constant of a rank among several, as a value.
    fn voie_de_constantes(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        genre: &Genre,
        constantes: &[Constante],
        rang: Operande,
    ) -> R<(Typ, Voie)> {
        let accord = |c: &Constante| match (c.valeur, genre) {
            (None, _) => true,
            (Some(Scalaire::Nombre(_)), Genre::Nombre(_)) | (Some(Scalaire::OuiNon(_)), Genre::OuiNon) => true,
            (Some(Scalaire::Date(_)), Genre::Date) => true,
            (Some(Scalaire::Choix(n)), Genre::Choix(codes)) => (n as usize) < codes.len(),
            _ => false,
        };
        if !constantes.iter().all(accord) {
            let voulu = nommer_genre(genre);
            return self.refus(ctx, place.clone(), format!("une valeur de ce paramètre n'est pas {voulu}"));
        }
        let entier = |c: &Constante| match c.valeur {
            Some(Scalaire::Date(d)) => i128::from(d.0),
            Some(Scalaire::Choix(n)) => i128::from(n),
            Some(Scalaire::OuiNon(v)) => i128::from(v),
            _ => 0,
        };
        match genre {
            Genre::Nombre(unite) => {
                let nombre = self.nombre_de_rang(ctx, place, unite, constantes, rang)?;
                Ok((Typ::Nombre(unite.clone()), Voie::Nombre(nombre)))
            }
            Genre::OuiNon => {
                let entiers: Vec<i128> = constantes.iter().map(entier).collect();
                let t = self.voies.tableau(&entiers, rang);
                let t = self.voie(ctx, place, t)?;
                Ok((Typ::OuiNon, Voie::Verite(self.voies.comparer(Ordre::Egal, t, Operande::Const(1)))))
            }
            Genre::Date | Genre::Choix(_) => {
                let entiers: Vec<i128> = constantes.iter().map(entier).collect();
                let t = self.voies.tableau(&entiers, rang);
                let typ = if let Genre::Choix(codes) = genre { Typ::Choix(codes.clone().into()) } else { Typ::Date };
                Ok((typ, Voie::Entier(self.voie(ctx, place, t)?)))
            }
            Genre::Texte => self.refus(ctx, place.clone(), "une formule ne lit pas un texte"),
        }
    }

    fn nombre_de_rang(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        unite: &Unite,
        constantes: &[Constante],
        rang: Operande,
    ) -> R<Nombre> {
        let tenus: Option<Vec<Fraction>> = constantes.iter().map(|c| tenu(c, unite)).collect();
        let commun =
            tenus.as_ref().and_then(|t| t.iter().try_fold(1_i128, |l, f| (l / pgcd(l, f.d())).checked_mul(f.d())));
        let entiers: Option<Vec<i128>> =
            tenus.zip(commun).and_then(|(tenus, l)| tenus.iter().map(|f| f.n().checked_mul(l / f.d())).collect());
        let (Some(entiers), Some(commun)) = (entiers, commun) else {
            return self.refus(ctx, place.clone(), "une valeur de ce paramètre est trop grande ou trop fine");
        };
        let t = self.voies.tableau(&entiers, rang);
        let n = self.voie(ctx, place, t)?;
        let f = Fraction::new(1, commun).unwrap_or(Fraction::UN);
        Ok(match n {
            Operande::Const(c) => Nombre::constante(f.fois(Fraction::entier(c)).unwrap_or(Fraction::ZERO)),
            Operande::Reg(_) => Nombre { f, n, d: Operande::Const(1) },
        })
    }

    // ---- other days ----

    pub(super) fn a_la_date(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, a: &Expr, d: &Expr) -> R<Arbre> {
        let date = self.expression(ctx, d)?;
        if self.noeud(date.noeud).typ != Typ::Date {
            let obtenu = nommer_type(&self.noeud(date.noeud).typ);
            return self.refus(ctx, d.place.clone(), format!("une date était attendue, pas {obtenu}"));
        }
        let jour = self.certain(ctx, &d.place, date.noeud)?;
        match &a.nature {
            Nature::Ligne { table, cles, colonne } => {
                let mut arbre = self.ligne_de_table(ctx, place, (table, cles, colonne), Some(jour))?;
                arbre.enfants.push(date);
                Ok(arbre)
            }
            Nature::Nom(segments) => {
                let ecrit = segments.join(".");
                let nom =
                    ctx.definition.alias.iter().find(|(c, _)| *c == ecrit).map_or(ecrit, |(_, plein)| plein.clone());
                let Some(code) = nom.strip_prefix("p.") else {
                    return self.refus(
                        ctx,
                        a.place.clone(),
                        "« a_la_date » se met après un paramètre ou une ligne de table",
                    );
                };
                let rang = self.parametre_de_code(ctx, &a.place, code)?;
                let noeud = self.parametre_a_la_date(ctx, place, rang, jour)?;
                Ok(Arbre { place: place.clone(), noeud, definition: None, enfants: vec![date] })
            }
            _ => self.refus(ctx, a.place.clone(), "« a_la_date » se met après un paramètre ou une ligne de table"),
        }
    }

    fn parametre_a_la_date(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        rang: usize,
        jour: NoeudId,
    ) -> R<NoeudId> {
        let p = self.p;
        let parametre = &p.parametres[rang];
        let mut versions: Vec<_> = parametre.versions.iter().enumerate().collect();
        versions.sort_by_key(|(_, v)| v.depuis);
        let mut seuils: Vec<Date> = Vec::new();
        let mut constantes = vec![Constante::INCONNUE];
        let mut objets = vec![None];
        for (i, (objet, version)) in versions.iter().enumerate() {
            let Contenu::Valeur(constante) = version.contenu else {
                return self.refus(ctx, place.clone(), "un barème ne se lit pas à une autre date");
            };
            seuils.push(version.depuis);
            constantes.push(constante);
            objets.push(Some(*objet));
            if let Some(fin) = version.jusqu_a
                && versions.get(i + 1).is_none_or(|(_, suivante)| suivante.depuis.0 > fin.0 + 1)
            {
                seuils.push(Date(fin.0 + 1));
                constantes.push(Constante::INCONNUE);
                objets.push(None);
            }
        }
        let jours = self.entier(jour);
        let atteints: Vec<Verite> = seuils
            .iter()
            .map(|s| self.voies.comparer(Ordre::InferieurOuEgal, Operande::Const(i128::from(s.0)), jours))
            .collect();
        let compte = self.voies.compter(&atteints);
        let r = self.voie(ctx, place, compte)?;
        let (typ, voie) = self.voie_de_constantes(ctx, place, &parametre.genre, &constantes, r)?;
        let niveau = self.noeud(jour).niveau;
        let op = Op::ParametreALaDate(rang as u32, jour);
        let id = self.poser_avec(op, typ, false, niveau, voie, Some(r), Marques::AUCUNE);
        self.rangs.insert(id.0, Rangs { marques: constantes.iter().map(marques).collect(), objets });
        Ok(id)
    }

    // ---- barèmes ----

    pub(super) fn bareme(&mut self, ctx: &mut Contexte<'_>, place: &Range<usize>, b: &Expr, x: &Expr) -> R<Arbre> {
        let nom = match &b.nature {
            Nature::Nom(segments) => {
                let ecrit = segments.join(".");
                ctx.definition.alias.iter().find(|(c, _)| *c == ecrit).map_or(ecrit, |(_, plein)| plein.clone())
            }
            _ => String::new(),
        };
        let Some(code) = nom.strip_prefix("p.") else {
            return self.refus(ctx, b.place.clone(), "le premier argument de « bareme » est un paramètre : « p.nom »");
        };
        let rang = self.parametre_de_code(ctx, &b.place, code)?;
        let version = self.version(ctx, &b.place, rang)?;
        let p = self.p;
        let parametre = &p.parametres[rang];
        let (Some((mode, entree)), Contenu::Bareme(paliers)) =
            (&parametre.bareme, &parametre.versions[version].contenu)
        else {
            return self.refus(ctx, b.place.clone(), format!("« p.{code} » n'est pas un barème"));
        };
        let arbre = self.expression(ctx, x)?;
        let n = self.certain(ctx, &x.place, arbre.noeud)?;
        let unite = self.unite(ctx, &x.place, n)?;
        if unite != *entree && !self.souple(n, entree) {
            let (voulu, obtenu) = (nommer_type(&Typ::Nombre(entree.clone())), nommer_type(&Typ::Nombre(unite)));
            return self.refus(ctx, x.place.clone(), format!("ce barème s'applique à {voulu}, pas à {obtenu}"));
        }
        let niveau = self.noeud(n).niveau;
        let valeur = self.nombre_de(n);
        let r = self.rang_du_palier(ctx, place, entree, paliers, valeur)?;
        let constantes: Vec<Constante> = paliers.iter().map(|p| p.valeur).collect();
        let (typ, voie, marques) = match mode {
            ModeBareme::Palier => {
                let (typ, voie) = self.voie_de_constantes(ctx, place, &parametre.genre, &constantes, r)?;
                (typ, voie, constantes.iter().map(marques).collect())
            }
            ModeBareme::Tranche => {
                let Genre::Nombre(prix) = &parametre.genre else {
                    return self.refus(ctx, b.place.clone(), "un barème par tranches donne des nombres");
                };
                let somme = self.somme_des_tranches(ctx, place, (entree, prix), paliers, valeur)?;
                // A price counts as soon as its slice is entered.
                let mut jusque_la = Marques::AUCUNE;
                let cumul = constantes.iter().map(|c| {
                    jusque_la = jusque_la.avec(marques(c));
                    jusque_la
                });
                (Typ::Nombre(prix.fois(entree)), Voie::Nombre(somme), cumul.collect())
            }
        };
        let op = Op::Bareme(rang as u32, version as u32, n);
        let id = self.poser_avec(op, typ, false, niveau, voie, Some(r), Marques::AUCUNE);
        let objets = (0..paliers.len()).map(Some).collect();
        self.rangs.insert(id.0, Rangs { marques, objets });
        Ok(Arbre { place: place.clone(), noeud: id, definition: None, enfants: vec![arbre] })
    }

    /// How many steps a number has passed.
    fn rang_du_palier(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        entree: &Unite,
        paliers: &[Palier],
        x: Nombre,
    ) -> R<Operande> {
        let mut passes = Vec::new();
        let mut avant: Option<Fraction> = None;
        for (i, palier) in paliers.iter().enumerate() {
            let Some((borne, inclus)) = palier.jusqu_a else {
                if i + 1 < paliers.len() {
                    return self.refus(ctx, place.clone(), "seul le dernier palier d'un barème est sans borne");
                }
                continue;
            };
            if i + 1 == paliers.len() {
                return self.refus(
                    ctx,
                    place.clone(),
                    "le dernier palier d'un barème est sans borne : ajoutez { valeur = … }",
                );
            }
            if avant.is_some_and(|a| a >= borne) {
                return self.refus(ctx, place.clone(), "les bornes d'un barème vont en croissant");
            }
            avant = Some(borne);
            let Some(borne) = borne.fois(echelle(entree)) else {
                return self.refus(ctx, place.clone(), "une borne de ce barème est trop grande");
            };
            let ordre = if inclus { Ordre::Inferieur } else { Ordre::InferieurOuEgal };
            let passe = self.voies.comparer_nombres(ordre, Nombre::constante(borne), x);
            passes.push(self.voie(ctx, place, passe)?);
        }
        let compte = self.voies.compter(&passes);
        self.voie(ctx, place, compte)
    }

    fn somme_des_tranches(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        (entree, prix): (&Unite, &Unite),
        paliers: &[Palier],
        x: Nombre,
    ) -> R<Nombre> {
        let mut total = Nombre::constante(Fraction::ZERO);
        let mut bas = Fraction::ZERO;
        for palier in paliers {
            let haut = palier.jusqu_a.and_then(|(borne, _)| borne.fois(echelle(entree)));
            let Some(tarif) = tenu(&palier.valeur, prix) else {
                return self.refus(ctx, place.clone(), "un prix de ce barème est trop grand");
            };
            let mut morceau = self.voies.extreme(x, Nombre::constante(bas), true);
            if let Some(haut) = haut {
                morceau = morceau.and_then(|m| self.voies.extreme(m, Nombre::constante(haut), false));
            }
            let morceau = morceau.and_then(|m| self.voies.plus(m, Nombre::constante(bas), true));
            let prix = morceau.and_then(|m| self.voies.fois(m, Nombre::constante(tarif)));
            let somme = prix.and_then(|p| self.voies.plus(total, p, false));
            total = self.voie(ctx, place, somme)?;
            bas = haut.unwrap_or(bas);
        }
        Ok(total)
    }

    // ---- tables ----

    fn table(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, code: &str) -> R<usize> {
        match self.p.tables.iter().position(|t| t.code == code) {
            Some(rang) => Ok(rang),
            None => {
                let conseil = match le_plus_proche(code, self.p.tables.iter().map(|t| t.code.as_str())) {
                    Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
                    None => "déclarez-la dans [tables]".to_owned(),
                };
                self.refus_conseil(ctx, place.clone(), format!("aucune table « {code} »"), conseil)
            }
        }
    }

    fn colonne(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, table: usize, code: &str) -> R<usize> {
        let p = self.p;
        let colonnes = &p.tables[table].colonnes;
        match colonnes.iter().position(|(c, _)| c == code) {
            Some(rang) => Ok(rang),
            None => {
                let noms: Vec<&str> = colonnes.iter().map(|(c, _)| c.as_str()).collect();
                self.refus_conseil(
                    ctx,
                    place.clone(),
                    format!("la table « {} » n'a pas de colonne « {code} »", p.tables[table].code),
                    format!("ses colonnes : {}", noms.join(", ")),
                )
            }
        }
    }

    /// A column of the table of a detail, at the row of the key of each line.
    pub(super) fn ligne_de_cle(
        &mut self,
        ctx: &Contexte<'_>,
        place: &Range<usize>,
        detail: u16,
        colonne: &str,
    ) -> R<NoeudId> {
        let p = self.p;
        let Some(code) = p.details[detail as usize].table.as_deref() else {
            return self.refus(ctx, place.clone(), "ce détail n'a pas de table");
        };
        let t = self.table(ctx, place, code)?;
        let c = self.colonne(ctx, place, t, colonne)?;
        let table = &p.tables[t];
        let Some((_, Genre::Choix(codes))) = table.cles.first() else {
            return self.refus(ctx, place.clone(), format!("la première clé de « {code} » n'est pas un choix"));
        };
        self.verifier_la_stabilite(ctx, place, t)?;
        let mut constantes = Vec::new();
        let mut lignes = Vec::new();
        for cle in 0..codes.len() as i64 {
            let mut valables = table.lignes.iter().enumerate().filter(|(_, l)| vaut(l, ctx.jour) && contient(l, cle));
            let premiere = valables.next();
            if valables.next().is_some() {
                let cle = &codes[cle as usize];
                return self.refus(
                    ctx,
                    place.clone(),
                    format!("deux lignes de « {code} » valent pour « {cle} » le {}", ctx.jour),
                );
            }
            lignes.push(premiere.as_ref().map(|(i, _)| *i));
            constantes.push(premiere.map_or(Constante::INCONNUE, |(_, l)| l.valeurs[c]));
        }
        if constantes.is_empty() {
            return self.refus(ctx, place.clone(), format!("la table « {code} » est vide"));
        }
        let source = self.voies.source(crate::voies::Instr::CleDetail(detail), Some(detail), 0, codes.len() as i128);
        let cle = self.voie(ctx, place, source)?;
        // A key past the end is one that no row knows.
        constantes.push(Constante::INCONNUE);
        lignes.push(None);
        let (typ, voie) = self.voie_de_constantes(ctx, place, &table.colonnes[c].1, &constantes, cle)?;
        let op = Op::LigneDeCle(t as u16, c as u16, detail, ctx.jour);
        let id = self.poser_avec(op, typ, false, Some(detail), voie, Some(cle), Marques::AUCUNE);
        self.rangs.insert(id.0, Rangs { marques: constantes.iter().map(marques).collect(), objets: lignes });
        Ok(id)
    }

    /// `table[cle, …].colonne`.
    pub(super) fn ligne_de_table(
        &mut self,
        ctx: &mut Contexte<'_>,
        place: &Range<usize>,
        (code, cles, colonne): (&str, &[Expr], &str),
        jour: Option<NoeudId>,
    ) -> R<Arbre> {
        let t = self.table(ctx, place, code)?;
        let c = self.colonne(ctx, place, t, colonne)?;
        let p = self.p;
        let table = &p.tables[t];
        if cles.len() != table.cles.len() {
            let attendues: Vec<&str> = table.cles.iter().map(|(c, _)| c.as_str()).collect();
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!(
                    "la table « {code} » se lit par {} clé{}, pas {}",
                    table.cles.len(),
                    if table.cles.len() > 1 { "s" } else { "" },
                    cles.len()
                ),
                format!("dans l'ordre : {}", attendues.join(", ")),
            );
        }
        let mut enfants = Vec::new();
        let mut noeuds = Vec::new();
        for (e, (nom, genre)) in cles.iter().zip(&table.cles) {
            let (arbre, n) = self.cle_de_table(ctx, e, nom, genre)?;
            enfants.push(arbre);
            noeuds.push(n);
        }
        noeuds.extend(jour);
        let niveau = self.meme_niveau(ctx, place, &mut noeuds)?;
        let date = jour.and_then(|_| noeuds.pop());
        if date.is_none() {
            self.verifier_la_stabilite(ctx, place, t)?;
        }
        let recherche = self.recherche(ctx, place, t, date.is_some())?;
        let mut operandes = Vec::new();
        for (n, (_, genre)) in noeuds.iter().zip(&table.cles) {
            operandes.push(self.operande_de_cle(ctx, place, *n, genre)?);
        }
        operandes.extend(date.map(|d| self.entier(d)));
        let trouvee = self.voies.chercher(recherche, self.recherches[recherche as usize].lignes.len(), operandes);
        let r = self.voie(ctx, place, trouvee)?;
        let valables = self.lignes_valables(ctx, t, date.is_some());
        let mut constantes: Vec<Constante> = valables.iter().map(|l| table.lignes[*l].valeurs[c]).collect();
        constantes.push(Constante::INCONNUE);
        let (typ, voie) = self.voie_de_constantes(ctx, place, &table.colonnes[c].1, &constantes, r)?;
        let op = Op::Recherche(t as u16, c as u16, noeuds, date, ctx.jour);
        let id = self.poser_avec(op, typ, false, niveau, voie, Some(r), Marques::AUCUNE);
        let objets = valables.into_iter().map(Some).chain([None]).collect();
        self.rangs.insert(id.0, Rangs { marques: constantes.iter().map(marques).collect(), objets });
        Ok(Arbre { place: place.clone(), noeud: id, definition: None, enfants })
    }

    fn cle_de_table(&mut self, ctx: &mut Contexte<'_>, e: &Expr, nom: &str, genre: &Genre) -> R<(Arbre, NoeudId)> {
        if let (Nature::Chaine(code), Genre::Choix(codes)) = (&e.nature, genre) {
            let Some(rang) = codes.iter().position(|c| c == code) else {
                return self.refus_conseil(
                    ctx,
                    e.place.clone(),
                    format!("la clé « {nom} » n'a pas de ligne « {code} »"),
                    format!("ses valeurs : {}", codes.join(", ")),
                );
            };
            let n = rang as i128;
            let typ = Typ::Choix(codes.clone().into());
            let noeud =
                self.poser(Op::Constante(Fraction::entier(n)), typ, false, None, Voie::Entier(Operande::Const(n)));
            return Ok((Arbre { place: e.place.clone(), noeud, definition: None, enfants: vec![] }, noeud));
        }
        let arbre = self.expression(ctx, e)?;
        let n = self.certain(ctx, &e.place, arbre.noeud)?;
        let accord = match (genre, &self.noeud(n).typ) {
            (Genre::Choix(_), Typ::Choix(_)) => true,
            (Genre::Nombre(u), Typ::Nombre(v)) => u == v || self.souple(n, u),
            _ => false,
        };
        if !accord {
            let (voulu, obtenu) = (nommer_genre(genre), nommer_type(&self.noeud(n).typ));
            return self.refus(ctx, e.place.clone(), format!("la clé « {nom} » est {voulu}, pas {obtenu}"));
        }
        Ok((arbre, n))
    }

    /// The integer of a key, as the rows hold it.
    fn operande_de_cle(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, n: NoeudId, genre: &Genre) -> R<Operande> {
        match (genre, self.noeud(n).typ.clone()) {
            (Genre::Choix(attendus), Typ::Choix(codes)) if codes[..] != attendus[..] => {
                let rangs: Vec<i128> =
                    codes.iter().map(|c| attendus.iter().position(|a| a == c).map_or(-1, |r| r as i128)).collect();
                let t = self.voies.tableau(&rangs, self.entier(n));
                self.voie(ctx, place, t)
            }
            (Genre::Nombre(_), _) => {
                let nombre = self.nombre_de(n);
                if nombre.d != Operande::Const(1) || nombre.f.en_entier().is_none() {
                    return self.refus_conseil(ctx, place.clone(), "une clé est un nombre entier", "arrondissez-la");
                }
                let o = self.voies.fois_constante(nombre.n, nombre.f.n());
                self.voie(ctx, place, o)
            }
            _ => Ok(self.entier(n)),
        }
    }

    /// A row that another replaces within the exercice does not say which of the two counts, unless the rules do.
    fn verifier_la_stabilite(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, t: usize) -> R<()> {
        let p = self.p;
        if p.jour_dit || ctx.definition.jour.is_some() {
            return Ok(());
        }
        let table = &p.tables[t];
        let pendant =
            |l: &LigneTable| l.depuis <= p.exercice.fin && l.jusqu_a.is_none_or(|fin| fin >= p.exercice.debut);
        let meme_cle =
            |a: &LigneTable, b: &LigneTable| a.cles.iter().zip(&b.cles).all(|(x, y)| x.0 <= y.1 && y.0 <= x.1);
        // Rows that overlap are another defect, told elsewhere.
        let finit_avant = |a: &LigneTable, b: &LigneTable| a.jusqu_a.is_some_and(|fin| fin < b.depuis);
        let succede = |a: &LigneTable, b: &LigneTable| finit_avant(a, b) || finit_avant(b, a);
        for (i, a) in table.lignes.iter().enumerate().filter(|(_, l)| pendant(l)) {
            if let Some(b) = table.lignes[i + 1..].iter().find(|b| pendant(b) && meme_cle(a, b) && succede(a, b)) {
                let jour = a.depuis.max(b.depuis);
                return self.refus_conseil(
                    ctx,
                    place.clone(),
                    format!(
                        "une ligne de « {} » change pendant l'exercice {}, le {jour}",
                        table.code, p.exercice.annee
                    ),
                    "dites quel jour compte : « … a_la_date(…) », ou jour_du_droit dans [dispositif]",
                );
            }
        }
        Ok(())
    }

    fn lignes_valables(&self, ctx: &Contexte<'_>, table: usize, a_une_date: bool) -> Vec<usize> {
        let lignes = &self.p.tables[table].lignes;
        (0..lignes.len()).filter(|i| a_une_date || vaut(&lignes[*i], ctx.jour)).collect()
    }

    fn recherche(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, t: usize, a_une_date: bool) -> R<u32> {
        let p = self.p;
        let valables = self.lignes_valables(ctx, t, a_une_date);
        let lignes: Vec<LigneCherchee> = valables
            .iter()
            .map(|i| {
                let l = &p.tables[t].lignes[*i];
                let (debut, fin) = if a_une_date {
                    (i64::from(l.depuis.0), l.jusqu_a.map_or(i64::MAX, |d| i64::from(d.0)))
                } else {
                    (i64::MIN, i64::MAX)
                };
                LigneCherchee { cles: l.cles.clone(), debut, fin }
            })
            .collect();
        for (i, a) in lignes.iter().enumerate() {
            if let Some(j) = lignes[i + 1..].iter().position(|b| a.croise(b)) {
                return self.refus_conseil(
                    ctx,
                    place.clone(),
                    format!(
                        "les lignes {} et {} de « {} » valent en même temps",
                        valables[i] + 1,
                        valables[i + 1 + j] + 1,
                        p.tables[t].code
                    ),
                    "datez-les, ou séparez leurs clés",
                );
            }
        }
        let faite = Recherche { table: t as u16, lignes };
        if let Some(rang) = self.recherches.iter().position(|r| r.table == faite.table && r.lignes == faite.lignes) {
            return Ok(rang as u32);
        }
        self.recherches.push(faite);
        Ok(self.recherches.len() as u32 - 1)
    }
}
