//! A sheet as the template reads it: a tree of data, every text of which is only ever shown.

use crate::caracteres::Caracteres;
use crate::erreur::ErreurDeDocument;
use feuille::{Bloc, Cellule, Encadre, Etat, Feuille, Genre, Jauge, Niveau, Tableau};
use serde_json::{Value, json};

/// Beyond this many characters a cell may be cut at the foot of a page; a shorter one is kept whole.
const CELLULE_LONGUE: usize = 600;

/// How many characters of a title are repeated at the head and the foot of each page.
const REPETE: usize = 60;

/// Widths of columns of words are shared in proportion of their longest text, within these bounds.
const LARGEURS: std::ops::RangeInclusive<usize> = 8..=48;

/// The width of a page between its margins and what a cell leaves on both its sides, in points.
const PAGE: usize = 480;
const MARGES: usize = 12;

/// The sizes of the text of a table, in hundredths of a point: the usual one, and the least that is still read.
const CORPS: usize = 900;
const CORPS_SERRE: usize = 600;

/// The whole sheet, written in JSON.
pub(crate) fn of_feuille(feuille: &Feuille, caracteres: &Caracteres) -> Result<String, ErreurDeDocument> {
    let redaction = Redaction { caracteres };
    let (langue, region) = feuille.langue.codes();
    let contenu = json!({
        "langue": langue,
        "region": region,
        "titre": redaction.titre(&feuille.titre),
        "titre_court": redaction.court(&feuille.titre),
        "sous_titre": feuille.sous_titre.as_deref().map(|texte| redaction.texte(texte)),
        "organisme": {
            "nom": redaction.texte(&feuille.organisme.nom),
            "nom_court": redaction.court(&feuille.organisme.nom),
            "service": feuille.organisme.service.as_deref().map(|texte| redaction.texte(texte)),
        },
        "identite": feuille.identite.iter().map(|ligne| redaction.texte(ligne)).collect::<Value>(),
        "mention": feuille.mention.as_ref().map(|mention| json!({
            "titre": redaction.texte(&mention.tampon),
            "tampon": redaction.court(&mention.tampon),
            "explication": redaction.texte(&mention.explication),
        })),
        "date": feuille.date.to_string(),
        "preuve": feuille.preuve.as_ref().map(|preuve| json!({
            "empreinte": preuve.empreinte.as_str(),
            "debut": preuve.empreinte.debut(),
            "adresse": redaction.texte(&preuve.adresse),
            "lien": preuve.adresse.starts_with("https://") || preuve.adresse.starts_with("http://"),
            "explication": redaction.texte(&preuve.explication),
        })),
        "blocs": redaction.blocs(&feuille.blocs)?,
    });
    Ok(contenu.to_string())
}

/// Turns texts and blocks into values of the tree.
struct Redaction<'a> {
    caracteres: &'a Caracteres,
}

impl Redaction<'_> {
    fn texte(&self, texte: &str) -> Value {
        Value::String(self.caracteres.printable(texte))
    }

    /// A document has a title, even when nobody gave it one.
    fn titre(&self, texte: &str) -> Value {
        let propre = self.caracteres.printable(texte);
        Value::String(if propre.trim().is_empty() { "Document".to_owned() } else { propre })
    }

    /// What is repeated on every page stays on one line, whatever was given.
    fn court(&self, texte: &str) -> Value {
        let propre = self.caracteres.printable(texte);
        let mut debut: String = propre.chars().take(REPETE).collect();
        if debut.len() < propre.len() {
            debut.push('…');
        }
        Value::String(debut)
    }

    fn blocs(&self, blocs: &[Bloc]) -> Result<Value, ErreurDeDocument> {
        let mut valeurs = Vec::with_capacity(blocs.len());
        // A heading never jumps a rank, else a screen reader announces a part that does not exist.
        let mut section_ouverte = false;
        for bloc in blocs {
            let valeur = match bloc {
                // A heading without a word announces nothing: PDF/UA refuses it.
                Bloc::Titre { texte, .. } if texte.trim().is_empty() => continue,
                Bloc::Titre { niveau, texte } => {
                    let rang = if *niveau == Niveau::SousSection && section_ouverte { 3 } else { 2 };
                    section_ouverte = true;
                    json!({ "genre": "titre", "niveau": rang, "texte": self.texte(texte) })
                }
                Bloc::Paragraphe(texte) => json!({ "genre": "paragraphe", "texte": self.texte(texte) }),
                Bloc::Liste(elements) => {
                    let elements: Value = elements.iter().map(|element| self.texte(element)).collect();
                    json!({ "genre": "liste", "elements": elements })
                }
                Bloc::Definitions(paires) => {
                    let paires: Value =
                        paires.iter().map(|(terme, valeur)| json!([self.texte(terme), self.cellule(valeur)])).collect();
                    json!({ "genre": "definitions", "paires": paires })
                }
                Bloc::Tableau(tableau) => self.tableau(tableau)?,
                Bloc::Encadre(encadre) => self.encadre(encadre),
                Bloc::Jauge(jauge) => self.jauge(jauge),
            };
            valeurs.push(valeur);
        }
        Ok(Value::Array(valeurs))
    }

    fn cellule(&self, cellule: &Cellule) -> Value {
        let (texte, precision, etat) = match cellule {
            Cellule::Texte(texte) => (texte, None, None),
            Cellule::Detaille { texte, precision } => (texte, Some(precision), None),
            Cellule::Pastille { etat, texte } => (texte, None, Some(name_of_state(*etat))),
        };
        let longueur = texte.len() + precision.map_or(0, String::len);
        json!({
            "texte": self.texte(texte),
            "precision": precision.map(|precision| self.texte(precision)),
            "etat": etat,
            "longue": longueur > CELLULE_LONGUE,
        })
    }

    fn tableau(&self, tableau: &Tableau) -> Result<Value, ErreurDeDocument> {
        let colonnes = tableau.colonnes.len();
        let toutes = || tableau.lignes.iter().chain(&tableau.pied);
        // A figure that stands under another header would be read as something else.
        if colonnes == 0 || toutes().any(|ligne| ligne.len() != colonnes) {
            return Err(ErreurDeDocument::panne("composer un tableau", "une ligne n'a pas une cellule par colonne"));
        }
        let rangee = |ligne: &Vec<Cellule>| ligne.iter().map(|cellule| self.cellule(cellule)).collect::<Value>();
        let cellules = |rang: usize| toutes().filter_map(move |ligne| ligne.get(rang));
        // What no column can do without is its longest word, or its longest figure.
        let moindres: Vec<usize> = tableau
            .colonnes
            .iter()
            .enumerate()
            .map(|(rang, colonne)| {
                cellules(rang).map(longest_word).fold(word(&colonne.entete), usize::max).clamp(4, *LARGEURS.end())
            })
            .collect();
        let demandees = tableau.colonnes.iter().enumerate().map(|(rang, colonne)| match colonne.numerique {
            true => cellules(rang).map(width).fold(colonne.entete.chars().count(), usize::max),
            false => moindres.get(rang).copied().unwrap_or(0),
        });
        let place = PAGE.saturating_sub(MARGES * colonnes);
        // Figures keep to one line as long as columns of words have room beside them; otherwise each column has its
        // share of the page, and the text is as small as the longest words ask for.
        let serre = points(demandees.sum()) > place;
        let corps = CORPS * place / points(moindres.iter().sum()).max(1);
        let corps = if serre { corps.clamp(CORPS_SERRE, CORPS) } else { CORPS };
        let entetes = tableau.colonnes.iter().enumerate().map(|(rang, colonne)| {
            let longueur = toutes().filter_map(|ligne| ligne.get(rang)).map(width).max().unwrap_or(0);
            let largeur = longueur.max(colonne.entete.chars().count()).clamp(*LARGEURS.start(), *LARGEURS.end());
            json!({
                "texte": self.texte(&colonne.entete),
                "numerique": colonne.numerique,
                "largeur": largeur,
                "part": points(moindres.get(rang).copied().unwrap_or(0)) * corps / CORPS + MARGES,
            })
        });
        Ok(json!({
            "genre": "tableau",
            "legende": self.texte(&tableau.legende),
            "colonnes": entetes.collect::<Value>(),
            "serre": serre,
            "corps": corps,
            // A header as long as a page would leave no room for the rows.
            "repeter": tableau.colonnes.iter().all(|colonne| colonne.entete.len() <= CELLULE_LONGUE),
            "lignes": tableau.lignes.iter().map(rangee).collect::<Value>(),
            "pied": tableau.pied.as_ref().map(rangee),
        }))
    }

    fn encadre(&self, encadre: &Encadre) -> Value {
        let ton = match encadre.genre {
            Genre::Info => "info",
            Genre::Alerte => "alerte",
            Genre::Fictif => "fictif",
        };
        json!({
            "genre": "encadre",
            "ton": ton,
            "titre": self.texte(&encadre.titre),
            "texte": self.texte(&encadre.texte),
        })
    }

    fn jauge(&self, jauge: &Jauge) -> Value {
        json!({
            "genre": "jauge",
            "libelle": self.texte(&jauge.libelle),
            "valeur": self.texte(&jauge.valeur),
            "milliemes": jauge.milliemes.min(1000),
            "objectif": jauge.objectif.as_ref().map(|objectif| json!({
                "texte": self.texte(&objectif.texte),
                "milliemes": objectif.milliemes.min(1000),
            })),
            "debut": self.texte(&jauge.echelle.0),
            "fin": self.texte(&jauge.echelle.1),
        })
    }
}

fn name_of_state(etat: Etat) -> &'static str {
    match etat {
        Etat::Favorable => "favorable",
        Etat::Defavorable => "defavorable",
        Etat::Attente => "attente",
        Etat::Neutre => "neutre",
    }
}

/// How many points so many characters take in bold, at the usual size of a table.
const fn points(caracteres: usize) -> usize {
    caracteres.saturating_mul(27) / 5
}

/// How many characters of a text cannot be cut: no line ends at a no-break space.
fn word(texte: &str) -> usize {
    texte.split(' ').map(|mot| mot.chars().count()).max().unwrap_or(0)
}

fn longest_word(cellule: &Cellule) -> usize {
    match cellule {
        Cellule::Texte(texte) => word(texte),
        Cellule::Detaille { texte, precision } => word(texte).max(word(precision)),
        Cellule::Pastille { texte, .. } => word(texte) + 6,
    }
}

/// How many characters a cell asks for; a state also needs room for its sign.
fn width(cellule: &Cellule) -> usize {
    match cellule {
        Cellule::Texte(texte) => texte.chars().count(),
        Cellule::Detaille { texte, precision } => texte.chars().count().max(precision.chars().count()),
        Cellule::Pastille { texte, .. } => texte.chars().count() + 6,
    }
}
