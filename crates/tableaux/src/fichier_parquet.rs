//! Parquet: whole numbers, decimals, booleans, days and texts. A null is « pas encore disponible ».

use crate::beneficiaires::Textes;
use crate::cellule::{self, Phrase, attendu};
use crate::chantier::Chantier;
use crate::defauts::{Collecteur, Refus};
use crate::lecture::{Demande, Lecture, Lignes, Lue, placer};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use formule::Absence;
use formule::programme::{Entree, Genre};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use std::cell::Cell;
use std::fs::File;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

/// Rows decoded at a time: enough to spread the cost of a call, few enough to stay in the cache.
const LIGNES_PAR_LOT: usize = 1 << 15;

/// Reads the columns asked for.
pub(crate) fn lire(
    chemin: &Path,
    fichier: File,
    demandes: &[Demande<'_>],
    defauts: &mut Collecteur,
) -> Result<Lecture, Refus> {
    // On some damaged files the decoder panics instead of answering with an error.
    let lecture = sans_bruit(|| decoder(chemin, fichier, demandes, defauts));
    lecture.unwrap_or_else(|| {
        let message = "ce fichier Parquet est abîmé : une page ne se décode pas";
        Err(Refus::entier(chemin, message, "Écrivez-le ou copiez-le de nouveau"))
    })
}

/// What a computation gives, or nothing when it panics, without the message of the panic.
fn sans_bruit<T>(calcul: impl FnOnce() -> T) -> Option<T> {
    thread_local! {
        static MUET: Cell<bool> = const { Cell::new(false) };
    }
    static CROCHET: Once = Once::new();
    CROCHET.call_once(|| {
        let avant = panic::take_hook();
        panic::set_hook(Box::new(move |panique| {
            if !MUET.get() {
                avant(panique);
            }
        }));
    });
    MUET.set(true);
    let resultat = panic::catch_unwind(AssertUnwindSafe(calcul)).ok();
    MUET.set(false);
    resultat
}

fn decoder(chemin: &Path, fichier: File, demandes: &[Demande<'_>], defauts: &mut Collecteur) -> Result<Lecture, Refus> {
    let illisible = |e: &dyn std::fmt::Display| {
        let message = format!("ce fichier Parquet est tronqué ou abîmé ({e})");
        Refus::entier(chemin, message, "Écrivez-le ou copiez-le de nouveau")
    };
    // The Arrow schema that some writers embed is left aside: the types of Parquet itself are fewer.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let lecteur = ParquetRecordBatchReaderBuilder::try_new_with_options(fichier, options)
        .map_err(|e| refus_du_lecteur(chemin, &e))?;
    let schema = lecteur.schema().clone();
    let noms: Vec<String> = schema.fields().iter().map(|champ| champ.name().clone()).collect();
    let (mut places, ignorees) = placer(&noms, None, demandes, defauts);
    for (demande, place) in demandes.iter().zip(&mut places) {
        let Some(rang) = *place else { continue };
        let type_lu = schema.field(rang).data_type();
        let refus = match demande {
            Demande::Chiffres { entree, .. } => refus_du_type(type_lu, entree),
            Demande::Mots(_) => match type_lu {
                DataType::Utf8 => None,
                t if t.is_integer() => None,
                t => {
                    Some((format!("cette colonne est de type {}", nom_du_type(t)), "Écrivez-la en texte (utf8)".into()))
                }
            },
        };
        if let Some(phrase) = refus {
            *place = None;
            defauts.ajouter(None, Some((rang, &noms[rang])), || phrase);
        }
    }
    let masque = ProjectionMask::roots(lecteur.parquet_schema(), places.iter().flatten().copied());
    let lots = lecteur
        .with_projection(masque)
        .with_batch_size(LIGNES_PAR_LOT)
        .build()
        .map_err(|e| refus_du_lecteur(chemin, &e))?;
    let mut colonnes: Vec<Lue> = demandes
        .iter()
        .zip(&places)
        .map(|(demande, place)| match (demande, place) {
            (_, None) => Lue::Absente,
            (Demande::Chiffres { entree, .. }, _) => Lue::Chiffres(Chantier::de(entree)),
            (Demande::Mots(_), _) => Lue::Mots(Textes::default()),
        })
        .collect();
    let mut lignes = 0;
    for lot in lots {
        let lot: RecordBatch = lot.map_err(|e| illisible(&e))?;
        if lignes + lot.num_rows() >= u32::MAX as usize {
            return Err(Refus::entier(chemin, "ce fichier a plus de 4 milliards de lignes", "Coupez-le en plusieurs"));
        }
        for ((demande, place), colonne) in demandes.iter().zip(&places).zip(&mut colonnes) {
            let Some(rang) = *place else { continue };
            let Some(valeurs) = lot.column_by_name(&noms[rang]) else { continue };
            let ou = Ou { premiere: lignes as u64 + 1, colonne: (rang, &noms[rang]) };
            match (demande, colonne) {
                (Demande::Chiffres { entree, .. }, Lue::Chiffres(chantier)) => {
                    chiffres(valeurs, entree, chantier, ou, defauts);
                }
                (_, Lue::Mots(mots)) => lire_mots(valeurs, mots),
                _ => {}
            }
        }
        lignes += lot.num_rows();
    }
    Ok(Lecture { colonnes, lignes: Lignes::Rangs(lignes), ignorees })
}

fn refus_du_lecteur(chemin: &Path, erreur: &ParquetError) -> Refus {
    match erreur {
        ParquetError::NYI(quoi) => Refus::entier(
            chemin,
            format!("ce fichier Parquet emploie ce que nous ne lisons pas ({quoi})"),
            "Écrivez-le de nouveau avec la compression snappy ou zstd",
        ),
        autre => Refus::entier(
            chemin,
            format!("ce fichier Parquet est tronqué ou abîmé ({autre})"),
            "Écrivez-le ou copiez-le de nouveau",
        ),
    }
}

/// Why a column of this type cannot hold this input, and how to write it.
fn refus_du_type(type_lu: &DataType, entree: &Entree) -> Option<Phrase> {
    let nombre = matches!(entree.genre, Genre::Nombre(_));
    let convient = match type_lu {
        DataType::Null | DataType::Utf8 => true,
        t if t.is_integer() => nombre || entree.genre == Genre::OuiNon,
        DataType::Boolean => entree.genre == Genre::OuiNon,
        DataType::Decimal128(..) => nombre,
        DataType::Date32 => entree.genre == Genre::Date,
        _ => false,
    };
    if convient || entree.genre == Genre::Texte {
        return None;
    }
    let conseil = match (&entree.genre, type_lu) {
        (Genre::Nombre(_), _) if entree.echelle == 1 => "Convertissez-la en entiers (int64)".to_owned(),
        (Genre::Nombre(_), _) => format!("Convertissez-la en decimal(18, {})", entree.echelle.ilog10()),
        (Genre::OuiNon, _) => "Convertissez-la en booléens, ou en entiers 0 et 1".to_owned(),
        (Genre::Date, _) => "Convertissez-la en dates (date32)".to_owned(),
        _ => "Convertissez-la en texte (utf8)".to_owned(),
    };
    let message = if type_lu.is_floating() {
        "cette colonne est en virgule flottante, qui ne tient pas les nombres exactement".to_owned()
    } else {
        format!("cette colonne est de type {}, là où il faut {}", nom_du_type(type_lu), attendu(entree))
    };
    Some((message, conseil))
}

fn nom_du_type(type_lu: &DataType) -> String {
    match type_lu {
        DataType::Boolean => "booléen".into(),
        DataType::Utf8 => "texte".into(),
        DataType::Date32 => "date".into(),
        t if t.is_integer() => "entier".into(),
        t if t.is_floating() => "virgule flottante".into(),
        DataType::Struct(_) | DataType::List(_) | DataType::Map(..) => "composé".into(),
        DataType::Binary => "binaire".into(),
        t => t.to_string().to_lowercase(),
    }
}

/// Where a batch begins, and which column it is.
#[derive(Clone, Copy)]
struct Ou<'a> {
    premiere: u64,
    colonne: (usize, &'a str),
}

fn chiffres(valeurs: &ArrayRef, entree: &Entree, chantier: &mut Chantier, ou: Ou<'_>, defauts: &mut Collecteur) {
    let a = valeurs.as_ref();
    match a.data_type() {
        _ if entree.genre == Genre::Texte => (0..a.len()).for_each(|_| chantier.pousser(0)),
        DataType::Int8 => entiers::<Int8Type>(a, entree, chantier, ou, defauts),
        DataType::Int16 => entiers::<Int16Type>(a, entree, chantier, ou, defauts),
        DataType::Int32 => entiers::<Int32Type>(a, entree, chantier, ou, defauts),
        DataType::Int64 => entiers::<Int64Type>(a, entree, chantier, ou, defauts),
        DataType::UInt8 => entiers::<UInt8Type>(a, entree, chantier, ou, defauts),
        DataType::UInt16 => entiers::<UInt16Type>(a, entree, chantier, ou, defauts),
        DataType::UInt32 => entiers::<UInt32Type>(a, entree, chantier, ou, defauts),
        DataType::Date32 => entiers::<Date32Type>(a, entree, chantier, ou, defauts),
        DataType::UInt64 => {
            let v = a.as_primitive::<UInt64Type>();
            une_a_une(a, entree, chantier, ou, defauts, |rang| {
                cellule::d_un_entier(i128::from(v.value(rang)), entree).map(Ok)
            });
        }
        DataType::Decimal128(_, decimales) => {
            let (v, decimales) = (a.as_primitive::<Decimal128Type>(), u32::from(decimales.unsigned_abs()));
            une_a_une(a, entree, chantier, ou, defauts, |rang| {
                cellule::d_un_decimal(v.value(rang), decimales, entree).map(Ok)
            });
        }
        DataType::Boolean => {
            let v = a.as_boolean();
            une_a_une(a, entree, chantier, ou, defauts, |rang| Ok(Ok(i64::from(v.value(rang)))));
        }
        DataType::Utf8 => {
            let v = a.as_string::<i32>();
            une_a_une(a, entree, chantier, ou, defauts, |rang| cellule::lire(v.value(rang), entree));
        }
        // Other types were refused before anything was read; what remains holds nulls alone.
        _ => une_a_une(a, entree, chantier, ou, defauts, |_| Ok(cellule::vide(entree))),
    }
}

/// Whole columns at once when nothing is absent and everything lies within the range.
fn entiers<T>(a: &dyn Array, entree: &Entree, chantier: &mut Chantier, ou: Ou<'_>, defauts: &mut Collecteur)
where
    T: ArrowPrimitiveType,
    T::Native: Copy + Into<i64> + Ord,
{
    let v = a.as_primitive::<T>();
    if v.null_count() == 0 && entree.echelle == 1 {
        let (bas, haut) = (v.values().iter().min().copied(), v.values().iter().max().copied());
        let dans = |x: Option<T::Native>| x.is_none_or(|x| (entree.min..=entree.max).contains(&x.into()));
        if dans(bas) && dans(haut) {
            return chantier.etendre(v.values());
        }
    }
    une_a_une(a, entree, chantier, ou, defauts, |rang| {
        let valeur: i64 = v.value(rang).into();
        match entree.genre {
            Genre::Nombre(_) => cellule::d_un_entier(i128::from(valeur), entree),
            Genre::OuiNon if !(0..=1).contains(&valeur) => {
                Err((format!("{valeur} n'est ni oui ni non"), format!("Donnez {}", attendu(entree))))
            }
            _ => cellule::dans_la_plage(valeur, entree),
        }
        .map(Ok)
    });
}

fn une_a_une(
    a: &dyn Array,
    entree: &Entree,
    chantier: &mut Chantier,
    ou: Ou<'_>,
    defauts: &mut Collecteur,
    lire: impl Fn(usize) -> Result<formule::Cellule, Phrase>,
) {
    for rang in 0..a.len() {
        let cellule = if a.is_null(rang) { Ok(cellule::vide(entree)) } else { lire(rang) };
        match cellule {
            Ok(Ok(valeur)) => chantier.pousser(valeur),
            Ok(Err(absence)) => chantier.pousser_absence(absence),
            Err(phrase) => {
                chantier.pousser_absence(Absence::Inconnu);
                defauts.ajouter(Some(ou.premiere + rang as u64), Some(ou.colonne), || phrase);
            }
        }
    }
}

fn lire_mots(valeurs: &ArrayRef, mots: &mut Textes) {
    fn nombres<T: ArrowPrimitiveType>(a: &dyn Array, mots: &mut Textes)
    where
        T::Native: std::fmt::Display,
    {
        for valeur in a.as_primitive::<T>() {
            mots.pousser(&valeur.map_or_else(String::new, |v| v.to_string()));
        }
    }
    let a = valeurs.as_ref();
    match a.data_type() {
        DataType::Utf8 => a.as_string::<i32>().iter().for_each(|mot| mots.pousser(mot.unwrap_or("").trim())),
        DataType::Int8 => nombres::<Int8Type>(a, mots),
        DataType::Int16 => nombres::<Int16Type>(a, mots),
        DataType::Int32 => nombres::<Int32Type>(a, mots),
        DataType::Int64 => nombres::<Int64Type>(a, mots),
        DataType::UInt8 => nombres::<UInt8Type>(a, mots),
        DataType::UInt16 => nombres::<UInt16Type>(a, mots),
        DataType::UInt32 => nombres::<UInt32Type>(a, mots),
        DataType::UInt64 => nombres::<UInt64Type>(a, mots),
        _ => (0..a.len()).for_each(|_| mots.pousser("")),
    }
}
