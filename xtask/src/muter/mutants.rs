//! The changes to try on a rule folder: one at a time, each small, each such that some case should notice it.

use super::{formules, valeurs};
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One change of the text of `regles.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mutant {
    /// Where and what, in words that stay the same from one run to the next.
    pub(crate) nom: String,
    /// Bytes to replace.
    pub(crate) place: Range<usize>,
    pub(crate) remplacement: String,
}

/// Flags of a role: each may be the one that pays, or the one that closes.
const DRAPEAUX: [&str; 4] = ["actif", "socle", "remunere", "malus"];
/// A socle whose effect is suspended: its change is to give the effect back.
const NEUTRALISE: &str = "socle_neutralise";
/// Formulas of an indicator that a case can see. `objectif` is only displayed: no amount depends on it.
const FORMULES_D_INDICATEUR: [&str; 5] = ["valeur", "atteint", "sans_objet_si", "montant", "malus"];
/// What a line of a table says beside its keys and its figures.
const HORS_CELLULES: [&str; 11] = [
    "libelle",
    "depuis",
    "jusqu_a",
    "source",
    "confiance",
    "confiances",
    "verifie_le",
    "texte",
    "article",
    "note",
    "motif",
];

type Valeur<'i> = Spanned<DeValue<'i>>;

/// Every change of a rule file, in the order of the file.
pub(crate) fn all(texte: &str) -> Result<Vec<Mutant>, String> {
    let racine = DeTable::parse(texte).map_err(|defaut| defaut.to_string())?;
    let mut chantier = Chantier { texte, mutants: Vec::new() };
    for (section, valeur) in racine.get_ref() {
        let section: &str = section.get_ref();
        match valeur.get_ref() {
            DeValue::Table(table) => chantier.section(section, table),
            DeValue::Array(suite) if section == "versements" => {
                for versement in tables(suite) {
                    let nom = format!("versements.{}", text(versement, "code"));
                    chantier.formula(&nom, versement, "formule");
                }
            }
            _ => {}
        }
    }
    let mut mutants = chantier.mutants;
    mutants.sort_by_key(|mutant| mutant.place.start);
    Ok(mutants)
}

struct Chantier<'t> {
    texte: &'t str,
    mutants: Vec<Mutant>,
}

impl Chantier<'_> {
    fn section(&mut self, section: &str, table: &DeTable<'_>) {
        for (code, valeur) in table {
            let nom = format!("{section}.{}", code.get_ref());
            match (section, valeur.get_ref()) {
                ("total", DeValue::String(_) | DeValue::Array(_)) => self.formula("total", table, code.get_ref()),
                ("entrees", DeValue::Table(entree)) => self.unanswered(&nom, entree),
                ("parametres", DeValue::Table(parametre)) => self.parametre(&nom, parametre),
                ("tables", DeValue::Table(regle)) => self.keyed_table(&nom, regle),
                ("calculs", DeValue::Table(calcul)) => self.formula(&nom, calcul, "formule"),
                ("indicateurs", DeValue::Table(indicateur)) => self.indicateur(&nom, indicateur),
                ("modeles", DeValue::Table(modele)) => self.modele(&nom, modele),
                ("nationaux" | "repartitions", DeValue::Table(regle)) => self.national(&nom, regle),
                _ => {}
            }
        }
    }

    fn unanswered(&mut self, nom: &str, entree: &DeTable<'_>) {
        if let Some(valeur) = entree.get("non_declare") {
            self.value(&format!("{nom}.non_declare"), text(entree, "type"), valeur);
        }
    }

    fn parametre(&mut self, nom: &str, parametre: &DeTable<'_>) {
        let genre = text(parametre, "type");
        let (entree, sortie) = (text(parametre, "entree"), text(parametre, "sortie"));
        for datee in array(parametre, "valeurs") {
            let nom = format!("{nom}[{}]", raw(self.texte, datee.get("depuis")));
            if let Some(valeur) = datee.get("valeur") {
                self.value(&nom, genre, valeur);
            }
            for (rang, palier) in array(datee, "paliers").enumerate() {
                let nom = format!("{nom}.palier {}", rang + 1);
                for (cle, genre) in [("jusqu_a", entree), ("inclus", "oui_non"), ("valeur", sortie)] {
                    if let Some(valeur) = palier.get(cle) {
                        self.value(&format!("{nom}.{cle}"), genre, valeur);
                    }
                }
            }
        }
    }

    fn keyed_table(&mut self, nom: &str, table: &DeTable<'_>) {
        let genres: Vec<(&str, &str)> =
            array(table, "colonnes").map(|colonne| (text(colonne, "code"), text(colonne, "type"))).collect();
        let cles: Vec<&str> = array(table, "cles").map(|cle| text(cle, "code")).collect();
        for (rang, ligne) in array(table, "lignes").enumerate() {
            let nom = format!("{nom}.ligne {}", rang + 1);
            for (colonne, valeur) in ligne {
                let colonne: &str = colonne.get_ref();
                let nom = format!("{nom}.{colonne}");
                if cles.contains(&colonne) {
                    self.key(&nom, valeur);
                } else if !HORS_CELLULES.contains(&colonne) {
                    let genre = genres.iter().find(|(code, _)| *code == colonne).map_or("", |(_, genre)| genre);
                    self.value(&nom, genre, valeur);
                }
            }
        }
    }

    fn indicateur(&mut self, nom: &str, indicateur: &DeTable<'_>) {
        for cle in FORMULES_D_INDICATEUR {
            self.formula(nom, indicateur, cle);
        }
        for (rang, role) in array(indicateur, "roles").enumerate() {
            let nom = format!("{nom}.roles {}", rang + 1);
            for drapeau in DRAPEAUX {
                if let Some(valeur) = role.get(drapeau) {
                    self.value(&format!("{nom}.{drapeau}"), "oui_non", valeur);
                }
            }
            if let Some((cle, valeur)) = role.get_key_value(NEUTRALISE)
                && matches!(valeur.get_ref(), DeValue::Boolean(true))
            {
                self.mutants.push(Mutant {
                    nom: format!("{nom} : {NEUTRALISE} → socle"),
                    place: cle.span().start..cle.span().end,
                    remplacement: "socle".to_owned(),
                });
            }
        }
    }

    fn modele(&mut self, nom: &str, modele: &DeTable<'_>) {
        if let Some(DeValue::Table(calculs)) = modele.get("calculs").map(Spanned::get_ref) {
            for (code, calcul) in calculs {
                if let DeValue::Table(calcul) = calcul.get_ref() {
                    self.formula(&format!("{nom}.calculs.{}", code.get_ref()), calcul, "formule");
                }
            }
        }
        if let Some(DeValue::Table(indicateur)) = modele.get("indicateur").map(Spanned::get_ref) {
            self.indicateur(&format!("{nom}.indicateur"), indicateur);
        }
    }

    fn national(&mut self, nom: &str, regle: &DeTable<'_>) {
        for (cle, valeur) in regle {
            let cle: &str = cle.get_ref();
            match valeur.get_ref() {
                DeValue::String(_) if !matches!(cle, "libelle" | "reste") => self.formula(nom, regle, cle),
                DeValue::Table(enfant) => {
                    for (sous_cle, _) in enfant {
                        self.formula(&format!("{nom}.{cle}"), enfant, sous_cle.get_ref());
                    }
                }
                _ => {}
            }
        }
    }

    /// A formula, written once or by dates.
    fn formula(&mut self, nom: &str, table: &DeTable<'_>, cle: &str) {
        let Some(valeur) = table.get(cle) else { return };
        let nom = if cle == "formule" { nom.to_owned() } else { format!("{nom}.{cle}") };
        match valeur.get_ref() {
            DeValue::String(_) => self.expression(&nom, valeur.span()),
            DeValue::Array(suite) => {
                for datee in tables(suite) {
                    if let Some(formule) = datee.get("formule") {
                        let depuis = raw(self.texte, datee.get("depuis"));
                        self.expression(&format!("{nom}[{depuis}]"), formule.span());
                    }
                }
            }
            _ => {}
        }
    }

    fn expression(&mut self, nom: &str, place: Range<usize>) {
        let formule = &self.texte[place.clone()];
        for (dedans, ancien, nouveau, rang) in formules::changes(formule) {
            self.mutants.push(Mutant {
                nom: format!("{nom} : « {ancien} » n° {rang} → « {nouveau} »"),
                place: place.start + dedans.start..place.start + dedans.end,
                remplacement: nouveau,
            });
        }
    }

    fn value(&mut self, nom: &str, genre: &str, valeur: &Valeur<'_>) {
        let ancien = &self.texte[valeur.span()];
        for nouveau in valeurs::near(genre, ancien) {
            self.push(nom, valeur.span(), ancien, nouveau);
        }
    }

    /// A key of a line: only the bounds of a range are moved, since a changed name is refused by the loader.
    fn key(&mut self, nom: &str, valeur: &Valeur<'_>) {
        let ancien = &self.texte[valeur.span()];
        for nouveau in valeurs::near_range(ancien) {
            self.push(nom, valeur.span(), ancien, nouveau);
        }
    }

    fn push(&mut self, nom: &str, place: Range<usize>, ancien: &str, nouveau: String) {
        let nu = |texte: &str| texte.trim_matches('"').to_owned();
        let nom = format!("{nom} : {} → {}", nu(ancien), nu(&nouveau));
        self.mutants.push(Mutant { nom, place, remplacement: nouveau });
    }
}

fn tables<'a, 'i: 'a>(suite: &'a [Valeur<'i>]) -> impl Iterator<Item = &'a DeTable<'i>> {
    suite.iter().filter_map(|element| match element.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    })
}

fn array<'a, 'i: 'a>(table: &'a DeTable<'i>, cle: &str) -> impl Iterator<Item = &'a DeTable<'i>> {
    let suite: &[Valeur<'i>] = match table.get(cle).map(Spanned::get_ref) {
        Some(DeValue::Array(suite)) => suite,
        _ => &[],
    };
    tables(suite)
}

fn text<'a>(table: &'a DeTable<'_>, cle: &str) -> &'a str {
    match table.get(cle).map(Spanned::get_ref) {
        Some(DeValue::String(Cow::Borrowed(texte))) => texte,
        Some(DeValue::String(Cow::Owned(texte))) => texte,
        _ => "",
    }
}

fn raw<'t>(texte: &'t str, valeur: Option<&Valeur<'_>>) -> &'t str {
    valeur.map_or("", |valeur| &texte[valeur.span()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noms(texte: &str) -> Vec<String> {
        all(texte).expect("the example is TOML").into_iter().map(|mutant| mutant.nom).collect()
    }

    #[test]
    fn a_value_moves_by_one_step_on_each_side() {
        let regles = "[parametres.seuil]\ntype = \"taux\"\n[[parametres.seuil.valeurs]]\ndepuis = 2022-01-01\nvaleur = \"95 %\"\n";
        assert_eq!(
            noms(regles),
            ["parametres.seuil[2022-01-01] : 95 % → 96 %", "parametres.seuil[2022-01-01] : 95 % → 94 %"]
        );
    }

    #[test]
    fn bounds_and_inclusion_of_a_palier_are_changed() {
        let regles = "[parametres.b]\ntype = \"bareme\"\nentree = \"nombre point\"\nsortie = \"taux\"\n\
                      [[parametres.b.valeurs]]\ndepuis = 2022-01-01\n\
                      paliers = [ { jusqu_a = 3, inclus = false, valeur = \"0 %\" } ]\n";
        let noms = noms(regles);
        assert!(noms.contains(&"parametres.b[2022-01-01].palier 1.jusqu_a : 3 → 4".to_owned()));
        assert!(noms.contains(&"parametres.b[2022-01-01].palier 1.inclus : false → true".to_owned()));
        assert!(noms.contains(&"parametres.b[2022-01-01].palier 1.valeur : 0 % → 1 %".to_owned()));
    }

    #[test]
    fn a_comparison_of_a_formula_is_changed_in_place() {
        let regles = "[indicateurs.a]\natteint = \"x >= p.s\"\n[[indicateurs.a.roles]]\nsocle = true\n";
        let mutants = all(regles).expect("the example is TOML");
        let mut change = regles.to_owned();
        change.replace_range(mutants[0].place.clone(), &mutants[0].remplacement);
        assert!(change.contains("x > p.s"));
        assert_eq!(mutants[1].nom, "indicateurs.a.roles 1.socle : true → false");
    }

    #[test]
    fn what_only_describes_a_line_is_left_alone() {
        let regles = "[tables.t]\ncles = [{ code = \"k\", type = \"choix\" }]\n\
                      colonnes = [{ code = \"prix\", type = \"montant\" }]\n\
                      [[tables.t.lignes]]\nk = \"alpha\"\nlibelle = \"Alpha\"\nprix = \"2 €\"\nsource = \"S1\"\n";
        assert_eq!(noms(regles), ["tables.t.ligne 1.prix : 2 € → 2,01 €", "tables.t.ligne 1.prix : 2 € → 1,99 €"]);
    }
}
