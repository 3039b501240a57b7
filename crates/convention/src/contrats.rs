//! Contracts, where each is computed alone: how the rules call them, and the names that files keep for them.

use crate::lecture::{Bloc, Famille};
use crate::phrases::Phrase;
use crate::{Defaut, Dispositif, Lu, Place, UniteDeCalcul};

/// The columns that tell whose contract a row is.
const COLONNES: [&str; 2] = ["beneficiaire", "contrat"];

/// What the pages and the titles of payments call a contract: a sentence with inputs in its holes.
pub(crate) fn lire_le_nom(entete: &Bloc<'_>, unite: UniteDeCalcul) -> Option<Phrase> {
    let lu: Lu<String> = entete.texte("nom_du_contrat")?;
    if unite != UniteDeCalcul::Contrat {
        let defaut = Defaut::new(&lu.place, "« nom_du_contrat » ne sert qu'à ce qui se calcule par contrat");
        entete.defaut(defaut.conseil("ajoutez unite = \"contrat\", ou retirez-le"));
    }
    Some(Phrase::lire_parmi(&lu, entete, Famille::Entree, &[]))
}

/// What a dispositif computed by contract cannot have.
pub(crate) fn verifier(d: &Dispositif, defauts: &mut Vec<Defaut>) {
    if d.unite != UniteDeCalcul::Contrat {
        return;
    }
    let mut reserve = |code: &str, place: &Place| {
        if COLONNES.contains(&code) {
            let defaut = Defaut::new(place, format!("« {code} » est la colonne qui dit de quel contrat est une ligne"));
            defauts.push(defaut.conseil("donnez un autre code : le dispositif se calcule par contrat"));
        }
    };
    for entree in d.entrees.iter().chain(d.details.iter().flat_map(|x| &x.entrees)) {
        reserve(&entree.code, &entree.place);
    }
    for detail in &d.details {
        if let Some(table) = detail.table.as_ref().and_then(|code| d.table(code)) {
            table.cles.iter().for_each(|cle| reserve(&cle.code, &table.place));
        }
    }
    for entree in d.entrees.iter().filter(|e| e.champ.is_some()) {
        let defaut = Defaut::new(&entree.place, "un dispositif calculé par contrat n'a pas de champ à déclarer");
        defauts.push(defaut.conseil("une déclaration ne dit pas de quel contrat elle parle : retirez « champ »"));
    }
    let des_lignes = |code: &&str| d.details.iter().any(|x| x.entrees.iter().any(|entree| entree.code == *code));
    for code in d.nom_du_contrat.iter().flat_map(Phrase::sujets).filter(des_lignes) {
        let message = format!("« {code} » est dans des lignes de détail : le nom d'un contrat ne peut pas le citer");
        defauts.push(Defaut::new(&d.place, message).conseil("citez une entrée du contrat, comme sa date de signature"));
    }
}

impl Dispositif {
    /// Is each contract of somebody computed, paid and followed alone?
    pub fn par_contrat(&self) -> bool {
        self.unite == UniteDeCalcul::Contrat
    }
}
