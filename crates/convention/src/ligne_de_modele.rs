//! What a model takes from the words of each row of its table: `"ligne"` is the name of the row, `"ligne.colonne"` one of
//! its cells.

use crate::entrees::Entree;
use crate::indicateurs::{Indicateur, Sens};
use crate::tables::{LigneDeTable, Table};
use crate::{Defaut, Place};
use formule::programme::Scalaire;

/// One row, for the copy of a model that it makes.
pub(crate) struct LigneDeModele<'t> {
    pub(crate) table: &'t Table,
    pub(crate) ligne: &'t LigneDeTable,
    pub(crate) defauts: Vec<Defaut>,
}

impl LigneDeModele<'_> {
    /// Puts the words of the row in an input.
    pub(crate) fn dans_l_entree(&mut self, entree: &mut Entree) {
        let place = entree.place.clone();
        self.texte(&mut entree.sens, &place);
        self.texte(&mut entree.aide, &place);
        let Some(champ) = &mut entree.champ else { return };
        self.texte(&mut champ.titre, &place);
        self.texte(&mut champ.aide, &place);
        let mut question = Some(std::mem::take(&mut champ.question));
        self.texte(&mut question, &place);
        champ.question = question.unwrap_or_default();
        if let Some(selon) = &champ.numero_selon {
            champ.numero = match self.cellule(selon, &place) {
                Some((Some(Scalaire::Nombre(n)), _)) => n.en_entier().and_then(|n| i64::try_from(n).ok()),
                _ => None,
            };
            if champ.numero.is_none() {
                self.refus(&place, format!("« {selon} » n'est pas un numéro"), "c'est une colonne de type nombre");
            }
        }
    }

    /// Puts the words of the row in an indicator.
    pub(crate) fn dans_l_indicateur(&mut self, indicateur: &mut Indicateur) {
        let place = indicateur.place.clone();
        self.texte(&mut indicateur.groupe, &place);
        self.texte(&mut indicateur.aide, &place);
        if let Some(selon) = indicateur.sens_selon.take() {
            match self.cellule(&selon.valeur, &selon.place) {
                Some((Some(Scalaire::OuiNon(baisse)), _)) => {
                    indicateur.sens = if baisse { Sens::Baisse } else { Sens::Hausse };
                }
                _ => self.refus(
                    &selon.place,
                    format!("« {} » ne dit pas si moins vaut mieux", selon.valeur),
                    "c'est une colonne de type oui_non, vraie quand le sens est la baisse",
                ),
            }
        }
    }

    fn texte(&mut self, texte: &mut Option<String>, place: &Place) {
        let Some(ecrit) = texte.as_deref() else { return };
        if ecrit == "ligne" {
            *texte = self.ligne.libelle.clone();
        } else if est_une_cellule(ecrit) {
            let lue = self.cellule(ecrit, place).and_then(|(_, en_mots)| en_mots);
            if lue.is_none() {
                self.refus(
                    place,
                    format!("« {ecrit} » n'est pas un texte"),
                    "c'est une colonne de type texte ou choix",
                );
            }
            *texte = lue;
        }
    }

    /// The value and the words of a cell.
    fn cellule(&mut self, ecrite: &str, place: &Place) -> Option<(Option<Scalaire>, Option<String>)> {
        let code = ecrite.strip_prefix("ligne.").unwrap_or(ecrite);
        let Some(rang) = self.table.rang(code) else {
            let connues = self.table.colonnes.iter().map(|c| c.code.as_str());
            let defaut = Defaut::new(place, format!("la table « {} » n'a pas de colonne « {code} »", self.table.code));
            self.defauts.push(defaut.plutot(code, connues));
            return None;
        };
        let valeur = self.ligne.valeurs.get(rang).and_then(|(valeur, _)| *valeur);
        Some((valeur, self.ligne.textes.get(rang).cloned().flatten()))
    }

    fn refus(&mut self, place: &Place, message: String, conseil: &str) {
        // A column that does not exist was already reported.
        if self.defauts.last().is_none_or(|dernier| dernier.place.cle() != place.cle()) {
            self.defauts.push(Defaut::new(place, message).conseil(conseil));
        }
    }
}

/// `ligne.colonne`, and nothing else.
fn est_une_cellule(texte: &str) -> bool {
    let lettre = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    texte.strip_prefix("ligne.").is_some_and(|code| !code.is_empty() && code.chars().all(lettre))
}
