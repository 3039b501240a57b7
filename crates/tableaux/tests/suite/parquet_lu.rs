//! Reading Parquet.

use crate::{Dossier, entrees, tout_lire};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    UInt64Array,
};
use formule::Absence;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

fn octets(colonnes: Vec<(&str, ArrayRef)>, compression: Compression) -> Vec<u8> {
    let lot = RecordBatch::try_from_iter(colonnes).unwrap();
    let proprietes = WriterProperties::builder().set_compression(compression).build();
    let mut ecrivain = ArrowWriter::try_new(Vec::new(), lot.schema(), Some(proprietes)).unwrap();
    ecrivain.write(&lot).unwrap();
    ecrivain.into_inner().unwrap()
}

fn bon(compression: Compression) -> Vec<u8> {
    octets(
        vec![
            ("professionnel", Arc::new(StringArray::from(vec!["A", "B"])) as ArrayRef),
            ("nb_factures", Arc::new(Int32Array::from(vec![100, 10]))),
            ("nb_fse", Arc::new(Int64Array::from(vec![Some(92), None]))),
            ("coordonne", Arc::new(BooleanArray::from(vec![true, false]))),
        ],
        compression,
    )
}

fn refus(colonnes: Vec<(&str, ArrayRef)>) -> String {
    let dossier = Dossier::new();
    let chemin = dossier.ecrire("m.parquet", octets(colonnes, Compression::SNAPPY));
    tout_lire(&chemin).unwrap_err().to_string().replace('\u{a0}', " ")
}

#[test]
fn whole_numbers_booleans_and_nulls_are_read_whatever_the_usual_compression() {
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())] {
        let dossier = Dossier::new();
        let mesures = tout_lire(&dossier.ecrire("m.parquet", bon(compression))).unwrap();
        assert_eq!(mesures.beneficiaires.id(0), "A");
        assert_eq!(mesures.entrees[1].lire(0), Ok(92));
        assert_eq!(mesures.entrees[1].lire(1), Err(Absence::EnAttente));
        assert_eq!(mesures.entrees[2].lire(1), Ok(0));
    }
}

#[test]
fn flags_written_as_integers_are_flags() {
    let dossier = Dossier::new();
    let un = || Arc::new(Int32Array::from(vec![1])) as ArrayRef;
    let contenu = octets(vec![("nb_factures", un()), ("nb_fse", un()), ("coordonne", un())], Compression::SNAPPY);
    assert_eq!(tout_lire(&dossier.ecrire("m.parquet", contenu)).unwrap().entrees[2].lire(0), Ok(1));
    let deux = refus(vec![("nb_factures", un()), ("nb_fse", un()), ("coordonne", Arc::new(Int32Array::from(vec![2])))]);
    assert!(deux.contains("ni oui ni non"), "{deux}");
}

#[test]
fn decimals_are_read_when_they_are_exact() {
    let dossier = Dossier::new();
    let decimal =
        |n: i128| Arc::new(Decimal128Array::from(vec![n]).with_precision_and_scale(18, 2).unwrap()) as ArrayRef;
    let un = || Arc::new(Int32Array::from(vec![1])) as ArrayRef;
    let contenu =
        octets(vec![("nb_factures", decimal(1_200)), ("nb_fse", un()), ("coordonne", un())], Compression::SNAPPY);
    assert_eq!(tout_lire(&dossier.ecrire("m.parquet", contenu)).unwrap().entrees[0].lire(0), Ok(12));
    let phrase = refus(vec![("nb_factures", decimal(1_250)), ("nb_fse", un()), ("coordonne", un())]);
    assert!(phrase.contains("fraction"), "{phrase}");
}

#[test]
fn floats_and_numbers_over_64_bits_are_refused_with_an_advice() {
    let un = || Arc::new(Int32Array::from(vec![1])) as ArrayRef;
    let phrase = refus(vec![
        ("nb_factures", Arc::new(Float64Array::from(vec![1.0]))),
        ("nb_fse", un()),
        ("coordonne", Arc::new(StringArray::from(vec!["vrai"]))),
    ]);
    assert!(phrase.contains("virgule flottante") && phrase.contains("int64"), "{phrase}");
    let phrase = refus(vec![
        ("nb_factures", Arc::new(UInt64Array::from(vec![u64::MAX]))),
        ("nb_fse", un()),
        ("coordonne", un()),
    ]);
    assert!(phrase.contains("64 bits") && phrase.contains("ligne 1"), "{phrase}");
}

#[test]
fn a_truncated_file_is_refused_wherever_it_is_cut() {
    let dossier = Dossier::new();
    let entier = bon(Compression::SNAPPY);
    for longueur in 1..entier.len() {
        let chemin = dossier.ecrire("m.parquet", &entier[..longueur]);
        assert!(tout_lire(&chemin).is_err(), "cut at {longueur}");
    }
}

#[test]
fn a_damaged_file_never_brings_the_program_down() {
    let dossier = Dossier::new();
    let entier = bon(Compression::SNAPPY);
    for place in 0..entier.len() {
        for masque in [0xff, 0x01] {
            let mut abime = entier.clone();
            abime[place] ^= masque;
            // Some bytes can change without harm; none may panic.
            let _ = tableaux::lire(
                &dossier.ecrire("m.parquet", abime),
                &entrees(),
                tableaux::UneLignePar::Beneficiaire,
                &|_| true,
            );
        }
    }
}
