//! The file of results: `beneficiaire,montant,etat`, then one amount per indicator; `contrat` comes second where each
//! contract is computed alone.

use crate::beneficiaires::Beneficiaires;
use crate::brouillon::Brouillon;
use crate::contrats::CONTRAT;
use crate::defauts::Refus;
use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use formule::Etat;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Cents of each row, none where the amount is not known.
pub type Centimes<'a> = Box<dyn Fn(usize) -> Option<i64> + 'a>;

/// What a run gives.
pub struct Resultats<'a> {
    /// Who the rows are about.
    pub beneficiaires: &'a Beneficiaires,
    /// The amount due.
    pub montant: Centimes<'a>,
    /// Its state.
    pub etat: &'a dyn Fn(usize) -> Etat,
    /// One amount per indicator: its code, and its cents.
    pub indicateurs: Vec<(&'a str, Centimes<'a>)>,
}

/// Rows written at a time.
const LIGNES_PAR_LOT: usize = 1 << 16;

/// Writes the results in a draft of `chemin`, CSV or Parquet by its extension.
///
/// # Errors
/// When the extension is neither, or the disk refuses.
pub fn ecrire(chemin: &Path, resultats: &Resultats<'_>) -> Result<Brouillon, Refus> {
    ouvrir(chemin, |sortie| ecrire_csv(sortie, resultats), |sortie| ecrire_parquet(sortie, resultats))
}

/// A draft of `chemin`, filled in the format that its extension says.
pub(crate) fn ouvrir(
    chemin: &Path,
    en_csv: impl FnOnce(&mut Brouillon) -> io::Result<()>,
    en_parquet: impl FnOnce(&mut Brouillon) -> io::Result<()>,
) -> Result<Brouillon, Refus> {
    let extension = chemin.extension().map(|e| e.to_string_lossy().to_lowercase());
    let csv = match extension.as_deref() {
        Some("csv") => true,
        Some("parquet" | "pq") => false,
        _ => {
            return Err(Refus::acces(
                chemin,
                "on ne sait pas dans quel format écrire ce fichier",
                "Donnez à la sortie l'extension .csv ou .parquet",
            ));
        }
    };
    let refus = |e: io::Error| {
        Refus::acces(
            chemin,
            format!("écriture impossible ({e})"),
            "Vérifiez que le dossier existe et que le disque a de la place",
        )
    };
    let mut brouillon = Brouillon::ouvrir(chemin).map_err(refus)?;
    let ecrit = if csv { en_csv(&mut brouillon) } else { en_parquet(&mut brouillon) };
    ecrit.and_then(|()| brouillon.terminer()).map_err(refus)?;
    Ok(brouillon)
}

fn ecrire_csv(sortie: &mut Brouillon, resultats: &Resultats<'_>) -> io::Result<()> {
    let mut tampon = Vec::with_capacity(1 << 16);
    let par_contrat = matches!(resultats.beneficiaires, Beneficiaires::ParContrat { .. });
    tampon.extend_from_slice(if par_contrat { b"beneficiaire,contrat" } else { b"beneficiaire" });
    tampon.extend_from_slice(b",montant,etat");
    for (code, _) in &resultats.indicateurs {
        tampon.push(b',');
        champ_csv(&mut tampon, code);
    }
    tampon.push(b'\n');
    for rang in 0..resultats.beneficiaires.len() {
        champ_csv(&mut tampon, &resultats.beneficiaires.id(rang));
        tampon.push(b',');
        if let Some(contrat) = resultats.beneficiaires.contrat(rang) {
            champ_csv(&mut tampon, contrat);
            tampon.push(b',');
        }
        euros(&mut tampon, (resultats.montant)(rang));
        tampon.push(b',');
        tampon.extend_from_slice((resultats.etat)(rang).mot().as_bytes());
        for (_, centimes) in &resultats.indicateurs {
            tampon.push(b',');
            euros(&mut tampon, centimes(rang));
        }
        tampon.push(b'\n');
        if tampon.len() > (1 << 16) - 4096 {
            sortie.write_all(&tampon)?;
            tampon.clear();
        }
    }
    sortie.write_all(&tampon)
}

/// A text, quoted when it holds what would be read otherwise.
pub(crate) fn champ_csv(tampon: &mut Vec<u8>, texte: &str) {
    if texte.contains([',', ';', '"', '\n', '\r']) {
        tampon.push(b'"');
        tampon.extend_from_slice(texte.replace('"', "\"\"").as_bytes());
        tampon.push(b'"');
    } else {
        tampon.extend_from_slice(texte.as_bytes());
    }
}

/// `1234.56`, or nothing.
fn euros(tampon: &mut Vec<u8>, centimes: Option<i64>) {
    let Some(centimes) = centimes else { return };
    if centimes < 0 {
        tampon.push(b'-');
    }
    let mut reste = centimes.unsigned_abs();
    // The 20 digits of the longest one, and its point, from the last to the first.
    let mut chiffres = [b'0'; 21];
    let mut place = chiffres.len();
    let mut pousser = |octet: u8| {
        place -= 1;
        chiffres[place] = octet;
    };
    for _ in 0..2 {
        pousser(b'0' + (reste % 10) as u8);
        reste /= 10;
    }
    pousser(b'.');
    loop {
        pousser(b'0' + (reste % 10) as u8);
        reste /= 10;
        if reste == 0 {
            break;
        }
    }
    tampon.extend_from_slice(&chiffres[place..]);
}

fn ecrire_parquet(sortie: &mut Brouillon, resultats: &Resultats<'_>) -> io::Result<()> {
    let montant = DataType::Decimal128(18, 2);
    let mut champs = vec![Field::new("beneficiaire", DataType::Utf8, false)];
    if matches!(resultats.beneficiaires, Beneficiaires::ParContrat { .. }) {
        champs.push(Field::new(CONTRAT, DataType::Utf8, false));
    }
    champs.push(Field::new("montant", montant.clone(), true));
    champs.push(Field::new("etat", DataType::Utf8, false));
    champs.extend(resultats.indicateurs.iter().map(|(code, _)| Field::new(*code, montant.clone(), true)));
    let schema = Arc::new(Schema::new(champs));
    let proprietes = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        // Everybody has their own identifier: a dictionary of them would only be built to be thrown away.
        .set_column_dictionary_enabled("beneficiaire".into(), false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .build();
    let mut ecrivain = ArrowWriter::try_new(sortie, schema.clone(), Some(proprietes)).map_err(io::Error::other)?;
    let total = resultats.beneficiaires.len();
    for debut in (0..total).step_by(LIGNES_PAR_LOT) {
        let lignes = debut..(debut + LIGNES_PAR_LOT).min(total);
        let montants = |centimes: &Centimes<'_>| -> io::Result<ArrayRef> {
            let valeurs = lignes.clone().map(|rang| centimes(rang).map(i128::from));
            let colonne =
                Decimal128Array::from_iter(valeurs).with_precision_and_scale(18, 2).map_err(io::Error::other)?;
            colonne.validate_decimal_precision(18).map_err(io::Error::other)?;
            Ok(Arc::new(colonne))
        };
        let qui = resultats.beneficiaires;
        let mut colonnes: Vec<ArrayRef> =
            vec![Arc::new(StringArray::from_iter_values(lignes.clone().map(|rang| qui.id(rang))))];
        if matches!(qui, Beneficiaires::ParContrat { .. }) {
            let contrats = lignes.clone().map(|rang| qui.contrat(rang).unwrap_or(""));
            colonnes.push(Arc::new(StringArray::from_iter_values(contrats)));
        }
        colonnes.push(montants(&resultats.montant)?);
        let etats = lignes.clone().map(|rang| (resultats.etat)(rang).mot());
        colonnes.push(Arc::new(StringArray::from_iter_values(etats)));
        for (_, centimes) in &resultats.indicateurs {
            colonnes.push(montants(centimes)?);
        }
        let lot = RecordBatch::try_new(schema.clone(), colonnes).map_err(io::Error::other)?;
        ecrivain.write(&lot).map_err(io::Error::other)?;
    }
    ecrivain.close().map_err(io::Error::other)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_written_as_euros_with_a_point() {
        let ecrit = |centimes| {
            let mut tampon = Vec::new();
            euros(&mut tampon, centimes);
            String::from_utf8(tampon).unwrap()
        };
        assert_eq!(ecrit(Some(0)), "0.00");
        assert_eq!(ecrit(Some(5)), "0.05");
        assert_eq!(ecrit(Some(-123_456)), "-1234.56");
        assert_eq!(ecrit(Some(i64::MIN)), "-92233720368547758.08");
        assert_eq!(ecrit(None), "");
    }
}
