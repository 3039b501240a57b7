//! CSV: UTF-8, a header, `,` or `;` recognised. Every bad cell is told, not only the first.
//!
//! arrow-csv is not used: it stops at the first bad row without naming its column, and it brings arrow-cast,
//! arrow-ord and a regex engine (a minute of build). Since no cell of a file of figures spans several lines,
//! each line stands alone: a quote left open spoils its line, and its line only.

use crate::beneficiaires::Textes;
use crate::cellule;
use crate::chantier::Chantier;
use crate::defauts::{Collecteur, Refus};
use crate::lecture::{Demande, Lecture, Lignes, Lue, placer};
use formule::Absence;
use formule::programme::{Entree, Genre};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

/// Reads the columns asked for.
pub(crate) fn lire(
    chemin: &Path,
    fichier: File,
    demandes: &[Demande<'_>],
    defauts: &mut Collecteur,
) -> Result<Lecture, Refus> {
    let mut lecteur = Lecteur::ouvrir(fichier);
    let mut cellules = Vec::new();
    if !lecteur.suivante(chemin)? {
        return Err(Refus::entier(
            chemin,
            "ce fichier est vide",
            "Il faut une ligne d'en-tête, puis les lignes de chiffres",
        ));
    }
    let premiere = lecteur.numero;
    let noms = lecteur.entete(&mut cellules).map_err(|(message, conseil)| {
        Refus::a_la_ligne(chemin, Some(premiere), format!("en-tête : {message}"), conseil)
    })?;
    let (places, ignorees) = placer(&noms, Some(premiere), demandes, defauts);
    let mut colonnes: Vec<Lue> = demandes
        .iter()
        .zip(&places)
        .map(|(demande, place)| match (demande, place) {
            (_, None) => Lue::Absente,
            (Demande::Chiffres { entree, .. }, _) => Lue::Chiffres(Chantier::de(entree)),
            (Demande::Mots(_), _) => Lue::Mots(Textes::default()),
        })
        .collect();
    let mut lignes = Vec::new();
    while lecteur.suivante(chemin)? {
        let numero = lecteur.numero;
        if lignes.len() >= u32::MAX as usize - 1 {
            return Err(Refus::entier(chemin, "ce fichier a plus de 4 milliards de lignes", "Coupez-le en plusieurs"));
        }
        if let Err(phrase) = couper(&mut lecteur.ligne, lecteur.separateur, &mut cellules) {
            defauts.ajouter(Some(numero), None, || phrase);
            continue;
        }
        if cellules.len() != noms.len() {
            defauts.ajouter(Some(numero), None, || {
                let nombre = match cellules.len() {
                    1 => "1 cellule".to_owned(),
                    n => format!("{n} cellules"),
                };
                (
                    format!("{nombre}, alors que l'en-tête en annonce {}", noms.len()),
                    "Vérifiez les séparateurs et les guillemets de cette ligne".into(),
                )
            });
            continue;
        }
        // Only whole rows are kept, so that columns and lines stay of one length.
        lignes.push(u32::try_from(numero).unwrap_or(u32::MAX));
        for ((demande, place), colonne) in demandes.iter().zip(&places).zip(&mut colonnes) {
            let Some(rang) = *place else { continue };
            let octets = &lecteur.ligne[cellules[rang].clone()];
            let ou = (rang, noms[rang].as_str());
            match (demande, colonne) {
                (Demande::Chiffres { entree, .. }, Lue::Chiffres(chantier)) => {
                    chiffre(octets, entree, chantier, numero, ou, defauts);
                }
                (_, Lue::Mots(mots)) => match texte(octets) {
                    Ok(mot) => mots.pousser(mot.trim()),
                    Err(phrase) => {
                        mots.pousser("");
                        defauts.ajouter(Some(numero), Some(ou), || phrase);
                    }
                },
                _ => {}
            }
        }
    }
    Ok(Lecture { colonnes, lignes: Lignes::Texte(lignes), ignorees })
}

fn chiffre(
    octets: &[u8],
    entree: &Entree,
    chantier: &mut Chantier,
    ligne: u64,
    ou: (usize, &str),
    defauts: &mut Collecteur,
) {
    // Nearly every cell is a short run of digits within its range.
    if entree.echelle == 1
        && matches!(entree.genre, Genre::Nombre(_))
        && (1..=18).contains(&octets.len())
        && octets.iter().all(u8::is_ascii_digit)
    {
        let valeur = octets.iter().fold(0_i64, |n, chiffre| n * 10 + i64::from(chiffre - b'0'));
        if (entree.min..=entree.max).contains(&valeur) {
            return chantier.pousser(valeur);
        }
    }
    match texte(octets).and_then(|texte| cellule::lire(texte, entree)) {
        Ok(Ok(valeur)) => chantier.pousser(valeur),
        Ok(Err(absence)) => chantier.pousser_absence(absence),
        Err(phrase) => {
            chantier.pousser_absence(Absence::Inconnu);
            defauts.ajouter(Some(ligne), Some(ou), || phrase);
        }
    }
}

fn texte(octets: &[u8]) -> Result<&str, cellule::Phrase> {
    std::str::from_utf8(octets).map_err(|_| {
        (
            format!("« {} » n'est pas en UTF-8", cellule::extrait(&String::from_utf8_lossy(octets))),
            "Enregistrez le fichier au format CSV UTF-8".into(),
        )
    })
}

/// Finds the cells of a line, and takes the quotes around them off.
fn couper(ligne: &mut Vec<u8>, separateur: u8, cellules: &mut Vec<Range<usize>>) -> Result<(), cellule::Phrase> {
    cellules.clear();
    if ligne.contains(&b'"') {
        return couper_cite(ligne, separateur, cellules);
    }
    let mut debut = 0;
    for (place, octet) in ligne.iter().enumerate() {
        if *octet == separateur {
            cellules.push(debut..place);
            debut = place + 1;
        }
    }
    cellules.push(debut..ligne.len());
    Ok(())
}

fn couper_cite(ligne: &mut Vec<u8>, separateur: u8, cellules: &mut Vec<Range<usize>>) -> Result<(), cellule::Phrase> {
    let mal_cite =
        |quoi: &str| Err((quoi.to_owned(), "Ôtez ce guillemet, ou doublez-le s'il fait partie du texte".to_owned()));
    let mut propre = Vec::with_capacity(ligne.len());
    let mut reste = ligne.as_slice();
    loop {
        let debut = propre.len();
        if let Some(cite) = reste.strip_prefix(b"\"") {
            reste = cite;
            loop {
                let Some(fin) = reste.iter().position(|octet| *octet == b'"') else {
                    return mal_cite("un guillemet ouvert n'est pas refermé sur la même ligne");
                };
                propre.extend_from_slice(&reste[..fin]);
                reste = &reste[fin + 1..];
                match reste.strip_prefix(b"\"") {
                    Some(suite) => {
                        propre.push(b'"');
                        reste = suite;
                    }
                    None => break,
                }
            }
        } else {
            let fin = reste.iter().position(|octet| *octet == separateur).unwrap_or(reste.len());
            propre.extend_from_slice(&reste[..fin]);
            reste = &reste[fin..];
        }
        cellules.push(debut..propre.len());
        match reste.split_first() {
            None => break,
            Some((octet, suite)) if *octet == separateur => reste = suite,
            Some(_) => return mal_cite("un texte suit un guillemet refermé"),
        }
    }
    *ligne = propre;
    Ok(())
}

/// The lines of a file, one by one, blank ones left out.
struct Lecteur {
    source: BufReader<File>,
    ligne: Vec<u8>,
    numero: u64,
    separateur: u8,
}

impl Lecteur {
    fn ouvrir(fichier: File) -> Self {
        let source = BufReader::with_capacity(1 << 18, fichier);
        Self { source, ligne: Vec::new(), numero: 0, separateur: b',' }
    }

    /// Reads the next line that holds anything; false at the end.
    fn suivante(&mut self, chemin: &Path) -> Result<bool, Refus> {
        loop {
            self.ligne.clear();
            let lus = self.source.read_until(b'\n', &mut self.ligne).map_err(|e| {
                Refus::acces(chemin, format!("lecture interrompue ({e})"), "Vérifiez le disque, puis recommencez")
            })?;
            if lus == 0 {
                return Ok(false);
            }
            self.numero += 1;
            while matches!(self.ligne.last(), Some(b'\n' | b'\r')) {
                self.ligne.pop();
            }
            if !self.ligne.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    /// The names of the columns, from the line just read. The separator is the one that they use.
    fn entete(&mut self, cellules: &mut Vec<Range<usize>>) -> Result<Vec<String>, cellule::Phrase> {
        let utf8 = || String::from("Enregistrez le fichier au format CSV UTF-8, ou donnez un fichier Parquet");
        if self.ligne.contains(&0) || self.ligne.starts_with(b"\xff\xfe") || self.ligne.starts_with(b"\xfe\xff") {
            return Err(("ce fichier n'est pas un texte UTF-8".into(), utf8()));
        }
        if self.ligne.contains(&b'\r') {
            let message = "les lignes sont séparées par des retours chariot seuls";
            return Err((message.into(), "Enregistrez le fichier au format CSV UTF-8".into()));
        }
        if self.ligne.starts_with("\u{feff}".as_bytes()) {
            self.ligne.drain(..3);
        }
        let compte = |separateur: u8| self.ligne.iter().filter(|octet| **octet == separateur).count();
        let (virgules, points_virgules, tabulations) = (compte(b','), compte(b';'), compte(b'\t'));
        if tabulations > 0 && virgules == 0 && points_virgules == 0 {
            let conseil = "Enregistrez le fichier avec la virgule ou le point-virgule pour séparateur";
            return Err(("les colonnes sont séparées par des tabulations".into(), conseil.into()));
        }
        self.separateur = if points_virgules > virgules { b';' } else { b',' };
        couper(&mut self.ligne, self.separateur, cellules)?;
        cellules.iter().map(|place| texte(&self.ligne[place.clone()]).map(|nom| nom.trim().to_owned())).collect()
    }
}
