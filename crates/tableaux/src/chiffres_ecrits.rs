//! Files of figures, written so that they are read back the same: measures, or detail lines.

use crate::brouillon::Brouillon;
use crate::cellule::{montrer, vide};
use crate::defauts::Refus;
use crate::sortie::{champ_csv, ouvrir};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use formule::programme::{Entree, Genre};
use formule::{Absence, Cellule, Colonne};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// A text of each row: who it is about, or what it counts.
pub type Mots<'a> = Box<dyn Fn(usize) -> Cow<'a, str> + 'a>;

/// Figures to write: a row is one beneficiary, or one detail line.
pub struct ChiffresAEcrire<'a> {
    /// Number of rows.
    pub lignes: usize,
    /// The columns of texts, first: their name, and the text of each row.
    pub mots: Vec<(&'a str, Mots<'a>)>,
    /// The inputs, one per column below. Those of free texts are left out: no formula reads them.
    pub entrees: &'a [Entree],
    /// Their figures.
    pub colonnes: &'a [Colonne<'a>],
}

impl ChiffresAEcrire<'_> {
    fn colonnes(&self) -> impl Iterator<Item = (&Entree, &Colonne<'_>)> {
        self.entrees.iter().zip(self.colonnes).filter(|(entree, _)| entree.genre != Genre::Texte)
    }
}

/// Writes figures in a draft of `chemin`, CSV or Parquet by its extension.
///
/// # Errors
/// When the extension is neither, or the disk refuses.
pub fn ecrire_chiffres(chemin: &Path, chiffres: &ChiffresAEcrire<'_>) -> Result<Brouillon, Refus> {
    ouvrir(chemin, |sortie| en_csv(sortie, chiffres), |sortie| en_parquet(sortie, chiffres))
}

/// The word for an absence, and nothing where an empty cell says it.
fn absence(absence: Absence, entree: &Entree) -> &'static str {
    match absence {
        _ if vide(entree) == Err(absence) => "",
        Absence::Inconnu => "inconnu",
        Absence::EnAttente => "en_attente",
        Absence::SansObjet => "sans_objet",
    }
}

fn texte(cellule: Cellule, entree: &Entree) -> Cow<'_, str> {
    match (cellule, &entree.genre) {
        (Err(manque), _) => Cow::Borrowed(absence(manque, entree)),
        (Ok(rang), Genre::Choix(codes)) => {
            let code = usize::try_from(rang).ok().and_then(|rang| codes.get(rang));
            code.map_or(Cow::Borrowed("inconnu"), |code| Cow::Borrowed(code.as_str()))
        }
        (Ok(valeur), _) => Cow::Owned(montrer(valeur, entree)),
    }
}

fn en_csv(sortie: &mut Brouillon, chiffres: &ChiffresAEcrire<'_>) -> io::Result<()> {
    let mut tampon = Vec::with_capacity(1 << 16);
    let mots = chiffres.mots.iter().map(|(nom, _)| *nom);
    for (rang, nom) in mots.chain(chiffres.colonnes().map(|(entree, _)| entree.code.as_str())).enumerate() {
        if rang > 0 {
            tampon.push(b',');
        }
        champ_csv(&mut tampon, nom);
    }
    tampon.push(b'\n');
    for ligne in 0..chiffres.lignes {
        for (rang, (_, mot)) in chiffres.mots.iter().enumerate() {
            if rang > 0 {
                tampon.push(b',');
            }
            champ_csv(&mut tampon, &mot(ligne));
        }
        for (entree, colonne) in chiffres.colonnes() {
            tampon.push(b',');
            champ_csv(&mut tampon, &texte(colonne.lire(ligne), entree));
        }
        tampon.push(b'\n');
        if tampon.len() > 1 << 15 {
            sortie.write_all(&tampon)?;
            tampon.clear();
        }
    }
    sortie.write_all(&tampon)
}

fn en_parquet(sortie: &mut Brouillon, chiffres: &ChiffresAEcrire<'_>) -> io::Result<()> {
    let mut champs = Vec::new();
    let mut colonnes: Vec<ArrayRef> = Vec::new();
    for (nom, mot) in &chiffres.mots {
        champs.push(Field::new(*nom, DataType::Utf8, false));
        colonnes.push(Arc::new(StringArray::from_iter_values((0..chiffres.lignes).map(mot))));
    }
    for (entree, colonne) in chiffres.colonnes() {
        let valeurs = colonne_parquet(entree, colonne, chiffres.lignes)?;
        champs.push(Field::new(&entree.code, valeurs.data_type().clone(), true));
        colonnes.push(valeurs);
    }
    let schema = Arc::new(Schema::new(champs));
    let proprietes = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut ecrivain = ArrowWriter::try_new(sortie, schema.clone(), Some(proprietes)).map_err(io::Error::other)?;
    ecrivain.write(&RecordBatch::try_new(schema, colonnes).map_err(io::Error::other)?).map_err(io::Error::other)?;
    ecrivain.close().map_err(io::Error::other)?;
    Ok(())
}

/// A column in the type of its input; in words when some absence is not what a null says.
fn colonne_parquet(entree: &Entree, colonne: &Colonne<'_>, lignes: usize) -> io::Result<ArrayRef> {
    let cellules = || (0..lignes).map(|rang| colonne.lire(rang));
    let un_null_suffit = cellules().all(|cellule| match cellule {
        Ok(_) => true,
        Err(manque) => absence(manque, entree).is_empty(),
    });
    if !un_null_suffit {
        return Ok(Arc::new(StringArray::from_iter(cellules().map(|cellule| {
            let texte = texte(cellule, entree);
            (!texte.is_empty()).then_some(texte)
        }))));
    }
    Ok(match &entree.genre {
        Genre::OuiNon => Arc::new(BooleanArray::from_iter(cellules().map(|c| c.ok().map(|v| v != 0)))),
        Genre::Date => Arc::new(Date32Array::from_iter(cellules().map(|c| c.ok().and_then(|v| i32::try_from(v).ok())))),
        Genre::Nombre(_) if entree.echelle == 1 => Arc::new(Int64Array::from_iter(cellules().map(Cellule::ok))),
        Genre::Nombre(_) => {
            let decimales = i8::try_from(entree.echelle.ilog10()).map_err(io::Error::other)?;
            let valeurs = Decimal128Array::from_iter(cellules().map(|c| c.ok().map(i128::from)));
            Arc::new(valeurs.with_precision_and_scale(38, decimales).map_err(io::Error::other)?)
        }
        Genre::Choix(_) | Genre::Texte => {
            Arc::new(StringArray::from_iter(cellules().map(|cellule| cellule.is_ok().then(|| texte(cellule, entree)))))
        }
    })
}
