//! The names that a formula reads.

use crate::expansion::traduire;
use formule::syntaxe::{Expr, Nature};
use std::collections::BTreeSet;

/// What a formula reads.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mots {
    /// Dotted names, in full: aliases are already replaced. Parameters begin with `p.`.
    pub(crate) noms: BTreeSet<String>,
    /// Tables read by their keys.
    pub(crate) tables: BTreeSet<String>,
}

impl Mots {
    /// The names that an expression reads; nothing of it is hidden, not even the branch that is not taken.
    pub(crate) fn de(expr: &Expr, alias: &[(String, String)]) -> Self {
        let mut mots = Self::default();
        mots.lire(expr, alias);
        mots
    }

    /// Every word of a text that is no formula, or no longer one: whatever it may read.
    pub(crate) fn du_texte(texte: &str) -> Self {
        let mot = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let noms: BTreeSet<String> = texte.split(mot).filter(|m| !m.is_empty()).map(str::to_owned).collect();
        Self { tables: noms.clone(), noms }
    }

    pub(crate) fn ajouter(&mut self, autres: Self) {
        self.noms.extend(autres.noms);
        self.tables.extend(autres.tables);
    }

    fn lire(&mut self, expr: &Expr, alias: &[(String, String)]) {
        match &expr.nature {
            Nature::Nom(segments) => {
                self.noms.insert(traduire(&segments.join("."), alias));
            }
            Nature::Ligne { table, .. } => {
                self.tables.insert(table.clone());
            }
            Nature::Appel(fonction, arguments) if fonction == "deja_verse" => {
                if let Some(Nature::Nom(segments)) = arguments.first().map(|a| &a.nature) {
                    self.noms.insert(format!("deja_verse_{}", segments.join(".")));
                }
                return;
            }
            _ => {}
        }
        for enfant in expr.enfants() {
            self.lire(enfant, alias);
        }
    }

    /// Codes of the parameters read.
    pub(crate) fn parametres(&self) -> impl Iterator<Item = &str> {
        self.noms.iter().filter_map(|n| n.strip_prefix("p."))
    }

    /// Columns read by `ligne.colonne`.
    pub(crate) fn colonnes_de_ligne(&self) -> impl Iterator<Item = &str> {
        self.noms.iter().filter_map(|n| n.strip_prefix("ligne."))
    }
}
