//! What the declarations of an example say of the rules: parameters, tables, formulas, national results.

use super::montage::{Montage, R, couper};
use super::valeurs::{self, Ecrite, Type};
use formule::programme::{
    Constante, Contenu, Definition, Genre, LigneTable, ModeBareme, ModeNational, National, Palier, Parametre,
    Repartition, Scalaire, Table, Version,
};
use formule::{Confiance, Date, Fraction, Unite};

impl Montage {
    // ---- parameters and tables ----

    pub(super) fn parametre_de(&mut self, code: &str, genre: &Genre) {
        if !self.programme.parametres.iter().any(|p| p.code == code) {
            let (code, genre) = (code.to_owned(), genre.clone());
            self.programme.parametres.push(Parametre { code, genre, bareme: None, versions: Vec::new() });
        }
    }

    pub(super) fn parametre(&mut self, code: &str, droite: &str) -> R<()> {
        for (mot, mode) in [("par palier : ", ModeBareme::Palier), ("par tranche : ", ModeBareme::Tranche)] {
            if let Some(paliers) = droite.strip_prefix(mot) {
                return self.bareme(code, mode, paliers);
            }
        }
        let (valeur, depuis, jusqu_a, confiance) = dater(droite)?;
        let ecrite = valeurs::lire(valeur)?;
        let deja = self.programme.parametres.iter().position(|p| p.code == code);
        let genre = match (&ecrite.type_, deja) {
            (Some(t), None) => t.genre.clone(),
            (Some(t), Some(_)) if !ecrite.nue => t.genre.clone(),
            (_, Some(rang)) => self.programme.parametres[rang].genre.clone(),
            (None, None) => return Err(format!("on ne connaît pas le type de « p.{code} »")),
        };
        self.parametre_de(code, &genre);
        let parametre = self.programme.parametres.iter_mut().find(|p| p.code == code).ok_or("un paramètre")?;
        parametre.genre = genre;
        let contenu = Contenu::Valeur(constante(&ecrite, confiance));
        parametre.versions.retain(|v| v.depuis != depuis);
        parametre.versions.push(Version { depuis, jusqu_a, contenu });
        Ok(())
    }

    /// `par palier : moins de 3 point : 0 % ; jusqu'à 9 point : 10 % ; au-delà : 30 %`.
    fn bareme(&mut self, code: &str, mode: ModeBareme, texte: &str) -> R<()> {
        let mut paliers = Vec::new();
        let (mut entree, mut sortie) = (Unite::aucune(), None);
        for palier in texte.split(" ; ") {
            let (borne, valeur) = palier.split_once(" : ").ok_or("un palier s'écrit « borne : valeur »")?;
            let (valeur, _, _, confiance) = dater(valeur)?;
            let ecrite = valeurs::lire(valeur)?;
            sortie = sortie.or(ecrite.type_.clone());
            let jusqu_a = match (borne.strip_prefix("moins de "), borne.strip_prefix("jusqu'à ")) {
                (Some(b), _) => Some((unite_et_nombre(b, &mut entree)?, false)),
                (_, Some(b)) => Some((unite_et_nombre(b, &mut entree)?, true)),
                _ if borne == "au-delà" => None,
                _ => return Err(format!("« {borne} » n'est pas une borne")),
            };
            paliers.push(Palier { jusqu_a, valeur: constante(&ecrite, confiance) });
        }
        let genre = sortie.ok_or("le type du barème manque")?.genre;
        let version = Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Bareme(paliers) };
        self.programme.parametres.retain(|p| p.code != code);
        let (code, bareme) = (code.to_owned(), Some((mode, entree)));
        self.programme.parametres.push(Parametre { code, genre, bareme, versions: vec![version] });
        Ok(())
    }

    /// `tarifs["plein", 2..9].annuel = 30 000 €`.
    pub(super) fn cellule(&mut self, gauche: &str, droite: &str) -> R<()> {
        let (code, suite) = gauche.split_once('[').ok_or("une table")?;
        let (cles, colonne) = suite.split_once("].").ok_or("« ]. » était attendu")?;
        let (valeur, depuis, jusqu_a, confiance) = dater(droite)?;
        let ecrite = valeurs::lire(valeur)?;
        let tables = &mut self.programme.tables;
        let rang = tables.iter().position(|t| t.code == code).unwrap_or_else(|| {
            tables.push(Table { code: code.to_owned(), cles: vec![], colonnes: vec![], lignes: vec![] });
            tables.len() - 1
        });
        let table = &mut tables[rang];
        let ecrites: Vec<&str> = cles.split(", ").collect();
        if table.cles.is_empty() {
            table.cles = (0..ecrites.len())
                .map(|i| match ecrites[i].starts_with('"') {
                    true => (format!("cle_{i}"), Genre::Choix(Vec::new())),
                    false => (format!("cle_{i}"), Genre::Nombre(Unite::aucune())),
                })
                .collect();
        }
        let mut intervalles = Vec::new();
        for (ecrite, (_, genre)) in ecrites.iter().zip(&mut table.cles) {
            intervalles.push(intervalle(ecrite, genre)?);
        }
        let c = table.colonnes.iter().position(|(c, _)| c == colonne).unwrap_or(table.colonnes.len());
        if c == table.colonnes.len() {
            let genre = ecrite.type_.clone().ok_or("le type de la colonne manque")?.genre;
            table.colonnes.push((colonne.to_owned(), genre));
            table.lignes.iter_mut().for_each(|l| l.valeurs.push(Constante::INCONNUE));
        }
        let meme = |l: &LigneTable| l.cles == intervalles && l.depuis == depuis;
        let ligne = table.lignes.iter().position(meme).unwrap_or_else(|| {
            let valeurs = vec![Constante::INCONNUE; table.colonnes.len()];
            table.lignes.push(LigneTable { cles: intervalles.clone(), depuis, jusqu_a, valeurs });
            table.lignes.len() - 1
        });
        table.lignes[ligne].valeurs[c] = constante(&ecrite, confiance);
        Ok(())
    }

    // ---- formulas ----

    /// `prime (niveau produit, hypothese) : boites * produits.prime`.
    pub(super) fn calcul(&mut self, texte: &str) -> R<()> {
        let (tete, formule) = texte.split_once(" : ").ok_or("« : » était attendu")?;
        let (code, mentions) = tete.split_once(" (").unwrap_or((tete, ""));
        let mut d = Definition::simple(code.trim(), formule.trim());
        for mention in mentions.trim_end_matches(')').split(", ").filter(|m| !m.is_empty()) {
            match mention.split_once(' ') {
                Some(("niveau", detail)) => d.niveau = Some(detail.to_owned()),
                Some(("jalon", jour)) => d.jour = Some(jour.parse()?),
                Some((court, plein)) if plein.starts_with("pour ") => {
                    d.alias.push((court.to_owned(), plein[5..].to_owned()));
                }
                None if mention == "montant" => {
                    d.genre = Some(Genre::Nombre(Unite::euro()));
                    d.au_centime = true;
                    d.sans_objet_admis = false;
                }
                None if mention == "oui_non" => {
                    d.genre = Some(Genre::OuiNon);
                    d.sans_objet_admis = false;
                }
                _ => d.confiance = confiance(mention)?,
            }
        }
        self.programme.definitions.retain(|x| x.code != d.code);
        self.programme.definitions.push(d);
        Ok(())
    }

    fn definir(&mut self, code: String, formule: &str) -> String {
        self.programme.definitions.push(Definition::simple(&code, formule));
        code
    }

    /// `moyenne de (a) sur (b)`, `somme de (a)`, `compte de (c)`, `moyenne simple de (a) à 4 décimales`,
    /// `percentile (p.rang) de (a)`.
    pub(super) fn national(&mut self, code: &str, droite: &str) -> R<()> {
        let entre = parentheses(droite);
        let mut lues = Vec::new();
        for (rang, formule) in entre.iter().enumerate() {
            lues.push(self.definir(format!("national.{code}.{rang}"), formule));
        }
        let premiere = lues.first().cloned().ok_or("une formule entre parenthèses était attendue")?;
        let seconde = lues.get(1).cloned().unwrap_or_default();
        let mode = match droite.split(" (").next().unwrap_or_default() {
            "moyenne de" => ModeNational::Moyenne { numerateur: premiere, denominateur: seconde },
            "somme de" => ModeNational::Somme(premiere),
            "compte de" => ModeNational::Compte(premiere),
            "moyenne simple de" => {
                let decimales = droite.split(" à ").nth(1).and_then(|d| d.split(' ').next()).unwrap_or_default();
                ModeNational::MoyenneSimple(premiere, decimales.parse().map_err(|_| "un nombre de décimales")?)
            }
            "percentile" => ModeNational::Percentile { rang: premiere, de: seconde },
            autre => return Err(format!("« {autre} » n'est pas un résultat national")),
        };
        self.programme.nationaux.push(National { code: code.to_owned(), mode });
        Ok(())
    }

    /// `enveloppe (…) ; cle (…) ; plancher (…) ; reste reparti`.
    pub(super) fn repartition(&mut self, code: &str, droite: &str) -> R<()> {
        let mut r = Repartition {
            code: code.to_owned(),
            enveloppe: String::new(),
            cle: String::new(),
            plancher: None,
            reste_reparti: droite.ends_with("reste reparti"),
        };
        for morceau in droite.split(" ; ").filter(|m| m.contains('(')) {
            let (mot, _) = morceau.split_once(" (").ok_or("un mot et sa formule")?;
            let formule = parentheses(morceau).pop().ok_or("une formule entre parenthèses")?;
            let nomme = self.definir(format!("repartition.{code}.{mot}"), &formule);
            match mot {
                "enveloppe" => r.enveloppe = nomme,
                "cle" => r.cle = nomme,
                "plancher" => r.plancher = Some(nomme),
                autre => return Err(format!("« {autre} » n'est pas d'une répartition")),
            }
        }
        self.programme.repartitions.push(r);
        Ok(())
    }
}

fn constante(ecrite: &Ecrite, confiance: Confiance) -> Constante {
    Constante { valeur: ecrite.valeur.ok(), confiance }
}

fn confiance(mot: &str) -> R<Confiance> {
    [Confiance::Officiel, Confiance::Secondaire, Confiance::Hypothese, Confiance::Fictif]
        .into_iter()
        .find(|c| c.mot() == mot)
        .ok_or_else(|| format!("« {mot} » n'est pas une confiance"))
}

/// `46 € depuis 2022-01-01 jusqu_a 2023-12-31, hypothese`.
fn dater(texte: &str) -> R<(&str, Date, Option<Date>, Confiance)> {
    let (texte, mentions) = couper(texte);
    let confiance = mentions.first().map_or(Ok(Confiance::Officiel), |m| confiance(m))?;
    let (texte, jusqu_a) = match texte.split_once(" jusqu_a ") {
        Some((avant, jour)) => (avant, Some(jour.trim().parse()?)),
        None => (texte, None),
    };
    let (texte, depuis) = match texte.split_once(" depuis ") {
        Some((avant, jour)) => (avant, jour.trim().parse()?),
        None => (texte, Date::MIN),
    };
    Ok((texte.trim(), depuis, jusqu_a, confiance))
}

fn unite_et_nombre(texte: &str, unite: &mut Unite) -> R<Fraction> {
    match valeurs::lire(texte)? {
        Ecrite { valeur: Ok(Scalaire::Nombre(f)), type_: Some(Type { genre: Genre::Nombre(u), .. }), .. } => {
            *unite = u;
            Ok(f)
        }
        _ => Err(format!("« {texte} » n'est pas une borne")),
    }
}

/// The interval of a key: a choice, `1`, `2..9`, `>= 3`.
fn intervalle(texte: &str, genre: &mut Genre) -> R<(i64, i64)> {
    let entier = |t: &str| t.trim().parse::<i64>().map_err(|_| format!("« {texte} » n'est pas une clé"));
    if let Genre::Choix(codes) = genre {
        let code = texte.trim_matches('"').to_owned();
        let rang = codes.iter().position(|c| *c == code).unwrap_or_else(|| {
            codes.push(code);
            codes.len() - 1
        });
        return Ok((rang as i64, rang as i64));
    }
    if let Some(bas) = texte.strip_prefix(">= ") {
        return Ok((entier(bas)?, i64::MAX));
    }
    match texte.split_once("..") {
        Some((bas, haut)) => Ok((entier(bas)?, entier(haut)?)),
        None => entier(texte).map(|n| (n, n)),
    }
}

/// What stands between outermost parentheses.
fn parentheses(texte: &str) -> Vec<String> {
    let (mut profondeur, mut trouvees): (usize, Vec<String>) = (0, Vec::new());
    for c in texte.chars() {
        match c {
            '(' => {
                profondeur += 1;
                if profondeur == 1 {
                    trouvees.push(String::new());
                    continue;
                }
            }
            ')' => profondeur = profondeur.saturating_sub(1),
            _ => {}
        }
        if let (1.., Some(derniere)) = (profondeur, trouvees.last_mut()) {
            derniere.push(c);
        }
    }
    trouvees
}
