//! The contracts of a file: a column of short codes beside the beneficiaries, where each contract is computed alone.

use crate::beneficiaires::Textes;
use crate::defauts::Collecteur;
use crate::lecture::Lignes;

/// What one row of a file of measures is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UneLignePar {
    /// Somebody.
    Beneficiaire,
    /// One of the contracts of somebody.
    Contrat,
}

/// The column that holds the code of a contract.
pub(crate) const CONTRAT: &str = "contrat";

/// A longer code is no longer a code.
const LONGUEUR: usize = 40;

/// May a contract bear this code? It goes in addresses and in keys.
pub fn contrat_valable(code: &str) -> bool {
    let permis = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    (1..=LONGUEUR).contains(&code.len()) && code.bytes().all(permis)
}

/// What a code looks like, for whoever wrote another.
pub fn contrat_attendu() -> String {
    format!("Un code a de 1 à {LONGUEUR} caractères : lettres sans accent, chiffres, « - » et « _ »")
}

/// Every row names its contract; `place` is the rank of the column.
pub(crate) fn controler(contrats: &Textes, lignes: &Lignes, place: usize, defauts: &mut Collecteur) {
    for rang in 0..contrats.len() {
        let code = contrats.lire(rang);
        if !contrat_valable(code) {
            defauts.ajouter(Some(lignes.de(rang)), Some((place, CONTRAT)), || match code {
                "" => ("le contrat n'est pas nommé".into(), "Donnez son code, ou ôtez la ligne".into()),
                code => (format!("« {code} » n'est pas un code de contrat"), contrat_attendu()),
            });
        }
    }
}

/// The file should have this column.
pub(crate) fn manque(colonne: &str) -> (String, String) {
    (
        format!("la colonne « {colonne} » manque : chaque contrat se calcule à part"),
        "Dites de qui et de quel contrat est chaque ligne, par « beneficiaire » et « contrat »".to_owned(),
    )
}

/// The file should not have one.
pub(crate) fn de_trop() -> (String, String) {
    (
        "la colonne « contrat » est de trop : ces règles font un seul calcul par bénéficiaire".to_owned(),
        "Ôtez-la, et gardez une ligne par bénéficiaire".to_owned(),
    )
}
