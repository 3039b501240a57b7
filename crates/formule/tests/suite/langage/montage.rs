//! From the declarations of an example to a programme and its figures.

use super::valeurs::{self, Ecrite, Type};
use formule::programme::{Arrondi, Definition, Detail, Entree, Exercice, Genre, Programme};
use formule::{Cellule, Colonne, Date, Jeu};

/// The name of the formula of an example.
pub(crate) const EXEMPLE: &str = "exemple";

/// What an example is run on.
pub(crate) struct Monte {
    pub(crate) programme: Programme,
    pub(crate) jeu: Jeu<'static>,
    pub(crate) beneficiaires: Vec<String>,
    /// The definition that is asked.
    pub(crate) code: String,
}

/// An input, and what each beneficiary has there: one figure for all when no name is said.
struct Dite {
    entree: Entree,
    valeurs: Vec<(Option<String>, Cellule)>,
}

#[derive(Default)]
pub(super) struct Montage {
    entrees: Vec<Dite>,
    /// Inputs of the details, in the order of the programme.
    details: Vec<(Vec<Dite>, Vec<String>)>,
    pub(super) programme: Programme,
}

pub(super) type R<T> = Result<T, String>;

/// What keeps the last of some declarations from being one.
pub(crate) fn verifier(declarations: &[String]) -> R<()> {
    let mut m = Montage::default();
    declarations.iter().try_for_each(|d| m.declarer(d))
}

pub(crate) fn monter(declarations: &[String], formule: &str) -> R<Monte> {
    let mut m = Montage::default();
    m.programme.exercice = Exercice::civil(2024);
    for declaration in declarations {
        m.declarer(declaration).map_err(|e| format!("« {declaration} » : {e}"))?;
    }
    let code = match formule.strip_prefix("calcul ") {
        Some(_) => {
            m.declarer(formule)?;
            m.programme.definitions.last().map_or_else(String::new, |d| d.code.clone())
        }
        None => {
            m.programme.definitions.push(Definition::simple(EXEMPLE, formule));
            EXEMPLE.to_owned()
        }
    };
    if !m.programme.definitions.iter().any(|d| d.code == "eligible") {
        m.programme.definitions.push(Definition::simple("eligible", "vrai"));
    }
    m.finir(code)
}

impl Montage {
    fn declarer(&mut self, ligne: &str) -> R<()> {
        if let Some(calcul) = ligne.strip_prefix("calcul ") {
            return self.calcul(calcul);
        }
        if let Some(detail) = ligne.strip_prefix("détail ") {
            let (code, table) = detail.split_once(" : table ").unwrap_or((detail, ""));
            let table = (!table.is_empty()).then(|| table.trim().to_owned());
            self.programme.details.push(Detail { code: nom(code)?, table, entrees: Vec::new() });
            self.details.push((Vec::new(), Vec::new()));
            return Ok(());
        }
        if let Some(rang) = self.detail_de(ligne) {
            return self.ligne_de_detail(rang, ligne);
        }
        if let Some((gauche, droite)) = ligne.split_once(" = ") {
            return self.valeur(gauche.trim(), droite.trim());
        }
        if let Some((noms, type_)) = ligne.split_once(" : ") {
            let (type_, mentions) = couper(type_);
            let type_ = valeurs::lire_type(type_)?;
            for code in noms.split(',') {
                match code.trim().strip_prefix("p.") {
                    Some(p) => self.parametre_de(&nom(p)?, &type_.genre),
                    None => {
                        let rang = self.entree_de(&nom(code)?, &type_);
                        mentionner(&mut self.entrees[rang].entree, &mentions)?;
                    }
                }
            }
            return Ok(());
        }
        Err("cette ligne ne déclare rien".to_owned())
    }

    fn valeur(&mut self, gauche: &str, droite: &str) -> R<()> {
        match gauche {
            "exercice" => self.programme.exercice = Exercice::civil(droite.parse().map_err(|_| "une année")?),
            "jour_du_droit" => {
                self.programme.jour_dit = true;
                self.programme.jour_du_droit = Some(match droite {
                    "fin_exercice" => self.programme.exercice.fin,
                    "debut_exercice" => self.programme.exercice.debut,
                    jour => jour.parse()?,
                });
            }
            "arrondi" => {
                self.programme.arrondi = match droite {
                    "demi_loin_de_zero" => Arrondi::DemiLoinDeZero,
                    "demi_superieur" => Arrondi::DemiSuperieur,
                    "demi_pair" => Arrondi::DemiPair,
                    "troncature" => Arrondi::Troncature,
                    autre => return Err(format!("« {autre} » n'est pas un arrondi")),
                };
            }
            _ if gauche.starts_with("p.") => return self.parametre(&nom(&gauche[2..])?, droite),
            _ if gauche.starts_with("national.") => return self.national(&nom(&gauche[9..])?, droite),
            _ if gauche.starts_with("repartition.") => return self.repartition(&nom(&gauche[12..])?, droite),
            _ if gauche.contains('[') => return self.cellule(gauche, droite),
            _ => return self.entree(gauche, droite),
        }
        Ok(())
    }

    // ---- inputs ----

    fn entree_de(&mut self, code: &str, type_: &Type) -> usize {
        match self.entrees.iter().position(|e| e.entree.code == code) {
            Some(rang) => {
                if self.entrees[rang].entree.genre != type_.genre {
                    self.entrees[rang].entree = entree(code, type_);
                }
                rang
            }
            None => {
                self.entrees.push(Dite { entree: entree(code, type_), valeurs: Vec::new() });
                self.entrees.len() - 1
            }
        }
    }

    fn entree(&mut self, gauche: &str, droite: &str) -> R<()> {
        let gauche = match gauche.strip_prefix("deja_verse(") {
            Some(code) => format!("deja_verse_{}", code.trim_end_matches(')')),
            None => gauche.to_owned(),
        };
        let (code, beneficiaire) = match gauche.split_once(" de ") {
            Some((code, beneficiaire)) => (nom(code)?, Some(beneficiaire.to_owned())),
            None => (nom(&gauche)?, None),
        };
        let (valeur, mentions) = couper(droite);
        let ecrite = valeurs::lire(valeur)?;
        let deja = self.entrees.iter().find(|e| e.entree.code == code).map(|e| &e.entree);
        let type_ = type_de(&ecrite, deja).ok_or_else(|| format!("on ne connaît pas le type de « {code} »"))?;
        let rang = self.entree_de(&code, &type_);
        let dite = &mut self.entrees[rang];
        mentionner(&mut dite.entree, &mentions)?;
        let cellule = cellule(&mut dite.entree, &ecrite)?;
        match dite.valeurs.iter_mut().find(|(b, _)| *b == beneficiaire) {
            Some((_, v)) => *v = cellule,
            None => dite.valeurs.push((beneficiaire, cellule)),
        }
        Ok(())
    }

    // ---- detail lines ----

    fn detail_de(&self, ligne: &str) -> Option<usize> {
        let nom = ligne.strip_prefix("aucun ").unwrap_or(ligne).split([' ', ':']).next()?;
        let suite = ligne.strip_prefix("aucun ").unwrap_or(ligne).strip_prefix(nom)?;
        let de_detail = suite.starts_with(" \"") || ligne.starts_with("aucun ");
        self.programme.details.iter().position(|d| de_detail && d.code == nom)
    }

    /// `produit "alpha" : boites = 80 boite ; total = 91 boite`.
    fn ligne_de_detail(&mut self, rang: usize, ligne: &str) -> R<()> {
        let (tete, suite) = ligne.split_once(" : ").ok_or("« : » était attendu")?;
        let (dites, cles) = &mut self.details[rang];
        let vide = tete.starts_with("aucun ");
        if !vide {
            cles.push(tete.split('"').nth(1).unwrap_or_default().to_owned());
        }
        for morceau in suite.split(" ; ") {
            let (code, droite) = morceau.split_once(if vide { " : " } else { " = " }).ok_or("« = » était attendu")?;
            let ecrite = if vide { None } else { Some(valeurs::lire(droite)?) };
            let deja = dites.iter().position(|d| d.entree.code == code.trim());
            let deja = match deja {
                Some(deja) => deja,
                None => {
                    let type_ = match &ecrite {
                        Some(ecrite) => type_de(ecrite, None).ok_or("le type manque")?,
                        None => valeurs::lire_type(droite)?,
                    };
                    dites.push(Dite { entree: entree(&nom(code)?, &type_), valeurs: Vec::new() });
                    dites.len() - 1
                }
            };
            if let Some(ecrite) = ecrite {
                let cellule = cellule(&mut dites[deja].entree, &ecrite)?;
                dites[deja].valeurs.push((None, cellule));
            }
        }
        Ok(())
    }

    // ---- figures ----

    fn finir(self, code: String) -> R<Monte> {
        let Self { entrees, details, mut programme } = self;
        let mut beneficiaires: Vec<String> = Vec::new();
        for nom in entrees.iter().flat_map(|e| &e.valeurs).filter_map(|(b, _)| b.clone()) {
            if !beneficiaires.contains(&nom) {
                beneficiaires.push(nom);
            }
        }
        if beneficiaires.is_empty() {
            beneficiaires.push("A".to_owned());
        }
        let lignes = beneficiaires.len();
        let mut jeu = Jeu { lignes, ..Jeu::default() };
        for dite in entrees {
            let mut cellules = Vec::new();
            for nom in &beneficiaires {
                let sienne = |b: &Option<String>| b.as_ref().is_none_or(|b| b == nom);
                let cellule = dite.valeurs.iter().rev().find(|(b, _)| sienne(b)).map(|(_, c)| *c);
                cellules.push(match (cellule, dite.entree.non_declare) {
                    (Some(Err(formule::Absence::SansObjet)), Some(v)) => Ok(v),
                    (Some(c), _) => c,
                    // Declared for the section, read by no formula of this example.
                    (None, _) => Ok(0.clamp(dite.entree.min, dite.entree.max)),
                });
            }
            jeu.entrees.push(Colonne::de(cellules, 0.clamp(dite.entree.min, dite.entree.max)));
            programme.entrees.push(dite.entree);
        }
        for (rang, (dites, cles)) in details.into_iter().enumerate() {
            let table = programme.details[rang].table.as_ref();
            let table = table.and_then(|t| programme.tables.iter().find(|x| x.code == *t));
            let codes = match table.map(|t| &t.cles[0].1) {
                Some(Genre::Choix(codes)) => codes.clone(),
                _ => cles.clone(),
            };
            let rang_de = |cle: &String| codes.iter().position(|c| c == cle).unwrap_or(codes.len()) as u32;
            let n = cles.len() as u32;
            jeu.details.push(formule::colonne::JeuDetail {
                debuts: (0..=lignes as u32).map(|i| i * n).collect(),
                cles: (0..lignes).flat_map(|_| cles.iter().map(rang_de)).collect(),
                entrees: (dites.iter())
                    .map(|d| {
                        let cellules = (0..lignes).flat_map(|_| d.valeurs.iter().map(|(_, c)| *c));
                        Colonne::de(cellules, 0.clamp(d.entree.min, d.entree.max))
                    })
                    .collect(),
            });
            programme.details[rang].entrees = dites.into_iter().map(|d| d.entree).collect();
        }
        Ok(Monte { programme, jeu, beneficiaires, code })
    }
}

fn nom(texte: &str) -> R<String> {
    let texte = texte.trim();
    let bon = texte.starts_with(|c: char| c.is_ascii_alphabetic())
        && texte.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    if bon { Ok(texte.to_owned()) } else { Err(format!("« {texte} » n'est pas un nom")) }
}

fn entree(code: &str, type_: &Type) -> Entree {
    let (min, max) = match &type_.genre {
        Genre::OuiNon => (0, 1),
        Genre::Date => (i64::from(Date::MIN.0), i64::from(Date::MAX.0)),
        Genre::Choix(codes) => (0, codes.len() as i64 - 1),
        // A rate goes from 0 to 1, a count up to a million, an amount up to a million euros.
        Genre::Nombre(_) if type_.echelle == 10_000 => (0, type_.echelle),
        _ => (0, 1_000_000 * type_.echelle),
    };
    Entree {
        code: code.to_owned(),
        libelle: code.to_owned(),
        genre: type_.genre.clone(),
        min,
        max,
        echelle: type_.echelle,
        facultative: false,
        non_declare: None,
        au_plus: None,
        libelles: Vec::new(),
        declaree: false,
    }
}

fn mentionner(entree: &mut Entree, mentions: &[&str]) -> R<()> {
    for mention in mentions {
        let tenue = |texte: &str| -> R<i64> {
            let ecrite = valeurs::lire(texte)?;
            valeurs::tenue(ecrite.valeur.map_err(|_| "une valeur connue était attendue")?, entree.echelle)
        };
        if *mention == "facultatif" {
            entree.facultative = true;
        } else if let Some(v) = mention.strip_prefix("max ") {
            entree.max = tenue(v)?;
        } else if let Some(v) = mention.strip_prefix("min ") {
            entree.min = tenue(v)?;
        } else if let Some(v) = mention.strip_prefix("sans réponse vaut ") {
            entree.non_declare = Some(tenue(v)?);
            entree.facultative = false;
        } else if let Some(code) = mention.strip_prefix("au plus ") {
            entree.au_plus = Some(nom(code)?);
        } else {
            return Err(format!("« {mention} » n'est pas une mention"));
        }
    }
    Ok(())
}

/// The type of a value: its own, or the one declared before when it is written without unit.
fn type_de(ecrite: &Ecrite, deja: Option<&Entree>) -> Option<Type> {
    match (&ecrite.type_, deja) {
        (Some(t), Some(_)) if !ecrite.nue => Some(t.clone()),
        (_, Some(e)) => Some(Type { genre: e.genre.clone(), echelle: e.echelle }),
        (t, None) => t.clone(),
    }
}

fn cellule(entree: &mut Entree, ecrite: &Ecrite) -> R<Cellule> {
    if let (Some(code), Genre::Choix(codes)) = (&ecrite.choix, &entree.genre) {
        let rang = codes.iter().position(|c| c == code).ok_or_else(|| format!("aucun choix « {code} »"))?;
        return Ok(Ok(rang as i64));
    }
    match ecrite.valeur {
        Err(absence) => {
            // An example of this absence is one of an input that may have it.
            entree.facultative |= absence == formule::Absence::SansObjet && entree.non_declare.is_none();
            Ok(Err(absence))
        }
        Ok(v) => {
            let tenue = valeurs::tenue(v, entree.echelle)?;
            if tenue < 0 && entree.min == 0 {
                entree.min = -entree.max;
            }
            Ok(Ok(tenue))
        }
    }
}

/// A value and its mentions; what stands in parentheses holds together.
pub(super) fn couper(texte: &str) -> (&str, Vec<&str>) {
    let fermee = texte.rfind(')').unwrap_or(0);
    match texte[fermee..].find(", ") {
        None => (texte.trim(), Vec::new()),
        Some(i) => (texte[..fermee + i].trim(), texte[fermee + i + 2..].split(", ").map(str::trim).collect()),
    }
}
