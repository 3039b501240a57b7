//! Keyed, dated tables.

use crate::formules::{Periode, chevauchements};
use crate::lecture::{Bloc, Brut};
use crate::parametres::{lire_type, lire_valeur};
use crate::provenance::{ConfianceDite, Provenance, confiance};
use crate::valeurs::TypeValeur;
use crate::{Defaut, Lu, Place};
use formule::Date;
use formule::programme::Scalaire;
use std::collections::BTreeMap;

/// A table: one row per key and period.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// Its keys, `choix` or `nombre`.
    pub cles: Vec<ColonneDeTable>,
    /// Its columns.
    pub colonnes: Vec<ColonneDeTable>,
    /// Its rows, in the order of the file.
    pub lignes: Vec<LigneDeTable>,
    /// Where it is written.
    pub place: Place,
    /// Are its keys or its columns unknown, as was reported?
    pub(crate) douteuse: bool,
    /// Could some of its rows not be read, as was reported?
    pub(crate) incomplete: bool,
}

/// A key or a column.
#[derive(Debug, Clone)]
pub struct ColonneDeTable {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: Option<String>,
    /// Its kind; the codes of a choice are those found in the rows, in their order.
    pub type_: TypeValeur,
}

/// A row.
#[derive(Debug, Clone)]
pub struct LigneDeTable {
    /// One per key.
    pub cles: Vec<CleDeLigne>,
    /// Its name for people.
    pub libelle: Option<String>,
    /// First day.
    pub depuis: Date,
    /// Last day, included.
    pub jusqu_a: Option<Date>,
    /// One per column: the value, and how sure it is.
    pub valeurs: Vec<(Option<Scalaire>, ConfianceDite)>,
    /// One per column: what it says in words, when it is a text or a choice.
    pub textes: Vec<Option<String>>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// The key of a row: as it is written, and the interval of ranks or numbers that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleDeLigne {
    /// `alpha`, `1`, `>= 3`, `90..94`.
    pub ecrite: String,
    /// Both ends included.
    pub plage: (i64, i64),
}

impl Table {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        let avant = bloc.lecture.compte();
        let mut cles = lire_colonnes(bloc, "cles");
        let mut colonnes = lire_colonnes(bloc, "colonnes");
        for cle in &cles {
            if !matches!(cle.type_, TypeValeur::Choix(_) | TypeValeur::Nombre(_) | TypeValeur::Texte) {
                let defaut =
                    Defaut::new(&bloc.place_de("cles"), format!("une clé ne peut pas être de type « {} »", cle.type_));
                bloc.defaut(defaut.conseil("une clé est un choix ou un nombre"));
            }
        }
        let blocs = bloc.blocs("lignes");
        let douteuse = bloc.lecture.compte() > avant;
        let mut incomplete = blocs.is_empty();
        if blocs.is_empty() {
            let defaut = Defaut::new(&code.place, format!("la table « {} » n'a aucune ligne", code.valeur));
            bloc.defaut(defaut.conseil(format!("ajoutez [[tables.{}.lignes]]", code.valeur)));
        }
        for colonne in cles.iter_mut().chain(&mut colonnes) {
            relever_les_choix(colonne, &blocs);
        }
        let (mut lignes, mut sans_date) = (Vec::new(), Vec::new());
        for ligne in blocs {
            let lue = lire_ligne(&ligne, &cles, &colonnes);
            let datee = !ligne.touche(&["depuis", "jusqu_a"]);
            incomplete |= lue.is_none() || !datee;
            if datee { &mut lignes } else { &mut sans_date }.extend(lue);
            ligne.fin();
        }
        bloc.texte_libre("note");
        bloc.fin();
        let mut table =
            Self { code: code.valeur, libelle, cles, colonnes, lignes, place: code.place, douteuse, incomplete };
        for defaut in table.lignes_qui_se_recouvrent() {
            bloc.defaut(defaut);
        }
        // A model still makes its indicator from a row whose dates are unreadable.
        table.lignes.append(&mut sans_date);
        table
    }

    /// The rank of a column.
    pub fn rang(&self, colonne: &str) -> Option<usize> {
        self.colonnes.iter().position(|c| c.code == colonne)
    }

    /// The codes of the first key, in the order of the file.
    pub fn codes(&self) -> &[String] {
        match self.cles.first().map(|c| &c.type_) {
            Some(TypeValeur::Choix(codes)) => codes,
            _ => &[],
        }
    }

    /// The name of a row by its first key: that of the row valid on a day, else of the first one.
    pub fn libelle_de_ligne(&self, cle: &str, jour: Date) -> Option<&str> {
        let siennes = || self.lignes.iter().filter(|l| l.cles.first().is_some_and(|c| c.ecrite == cle));
        let ligne = siennes().find(|l| l.vaut_au(jour)).or_else(|| siennes().next());
        ligne.and_then(|l| l.libelle.as_deref())
    }

    /// How messages and overlays name a cell: `table[cle].colonne`.
    pub fn nom_de_cellule(&self, ligne: &LigneDeTable, colonne: usize) -> String {
        let colonne = self.colonnes.get(colonne).map_or("", |c| c.code.as_str());
        format!("{}[{}].{colonne}", self.code, ligne.cle_ecrite())
    }

    fn lignes_qui_se_recouvrent(&self) -> Vec<Defaut> {
        let mut defauts = Vec::new();
        let mut groupes: BTreeMap<String, Vec<Periode>> = BTreeMap::new();
        for ligne in &self.lignes {
            let periode = (ligne.depuis, ligne.jusqu_a, ligne.provenance.place.clone());
            groupes.entry(ligne.cle_ecrite()).or_default().push(periode);
        }
        for (cle, periodes) in &groupes {
            defauts.extend(chevauchements(periodes, &format!("la ligne « {cle} » de la table « {} »", self.code)));
        }
        for (rang, a) in self.lignes.iter().enumerate() {
            for b in &self.lignes[rang + 1..] {
                let memes = a.cles.iter().zip(&b.cles).all(|(x, y)| x.plage.0 <= y.plage.1 && y.plage.0 <= x.plage.1);
                let ensemble =
                    a.jusqu_a.is_none_or(|fin| b.depuis <= fin) && b.jusqu_a.is_none_or(|fin| a.depuis <= fin);
                if memes && ensemble && a.cle_ecrite() != b.cle_ecrite() {
                    let message =
                        format!("les lignes « {} » et « {} » valent pour la même clé", a.cle_ecrite(), b.cle_ecrite());
                    defauts.push(Defaut::new(&b.provenance.place, message).conseil("séparez les plages"));
                }
            }
        }
        defauts
    }
}

impl LigneDeTable {
    /// Its keys as they are written.
    pub fn cle_ecrite(&self) -> String {
        self.cles.iter().map(|c| c.ecrite.as_str()).collect::<Vec<_>>().join(",")
    }

    /// Is it valid on a day?
    pub fn vaut_au(&self, jour: Date) -> bool {
        self.depuis <= jour && self.jusqu_a.is_none_or(|fin| jour <= fin)
    }
}

/// Keys of a row that cannot name a key or a column.
const CLES_DE_LIGNE: [&str; 10] =
    ["libelle", "depuis", "jusqu_a", "texte", "article", "source", "confiance", "confiances", "verifie_le", "note"];

fn lire_colonnes(bloc: &Bloc<'_>, cle: &str) -> Vec<ColonneDeTable> {
    let blocs = bloc.blocs(cle);
    if blocs.is_empty() {
        bloc.manque(cle);
    }
    let mut colonnes: Vec<ColonneDeTable> = Vec::new();
    for colonne in blocs {
        let code = colonne.code_requis("code");
        if colonnes.iter().any(|c| c.code == code.valeur) || CLES_DE_LIGNE.contains(&code.valeur.as_str()) {
            let defaut = Defaut::new(&code.place, format!("la colonne « {} » porte un nom déjà pris", code.valeur));
            colonne.defaut(defaut.conseil("choisissez un autre code"));
        }
        let type_ = lire_type(&colonne, "type");
        let libelle = colonne.texte_libre("libelle").filter(|l| !l.is_empty());
        colonne.fin();
        colonnes.push(ColonneDeTable { code: code.valeur, libelle, type_ });
    }
    colonnes
}

fn relever_les_choix(colonne: &mut ColonneDeTable, lignes: &[Bloc<'_>]) {
    if let TypeValeur::Choix(codes) = &mut colonne.type_ {
        for ligne in lignes {
            if let Some(lu) = ligne.texte_brut(&colonne.code)
                && lu.valeur != "inconnu"
                && !codes.contains(&lu.valeur)
            {
                codes.push(lu.valeur);
            }
        }
    }
}

fn lire_ligne(bloc: &Bloc<'_>, cles: &[ColonneDeTable], colonnes: &[ColonneDeTable]) -> Option<LigneDeTable> {
    let libelle = bloc.texte_libre("libelle");
    let depuis = bloc.date_requise("depuis");
    let jusqu_a = bloc.date("jusqu_a").map(|d| d.valeur);
    let provenance = Provenance::lire(bloc);
    let par_colonne = bloc.bloc("confiances");
    let mut lues = Vec::new();
    for cle in cles {
        lues.push(lire_cle(bloc, cle));
    }
    let (mut valeurs, mut textes) = (Vec::new(), Vec::new());
    for colonne in colonnes {
        let en_mots = matches!(colonne.type_, TypeValeur::Texte | TypeValeur::Choix(_));
        textes.push(bloc.texte_brut(&colonne.code).filter(|_| en_mots).map(|t| t.valeur));
        let valeur = lire_valeur(bloc, &colonne.code, &colonne.type_).flatten();
        let propre = par_colonne.as_ref().and_then(|c| confiance(c, &colonne.code));
        let dite = propre.unwrap_or(provenance.confiance);
        if valeur.is_some() && dite == ConfianceDite::Inconnu && !bloc.touche(&["confiance"]) {
            let defaut = Defaut::new(
                &bloc.place_de(&colonne.code),
                "une valeur donnée ne peut pas être de confiance « inconnu »",
            );
            bloc.defaut(defaut.conseil("dites officiel, secondaire ou hypothese, ou valeur \"inconnu\""));
        }
        valeurs.push((
            valeur,
            if valeur.is_none() && colonne.type_ != TypeValeur::Texte { ConfianceDite::Inconnu } else { dite },
        ));
    }
    if let Some(bloc) = par_colonne {
        bloc.fin();
    }
    let cles = lues.into_iter().collect::<Option<Vec<_>>>()?;
    Some(LigneDeTable { cles, libelle, depuis: depuis.unwrap_or(Date::MIN), jusqu_a, valeurs, textes, provenance })
}

fn lire_cle(bloc: &Bloc<'_>, cle: &ColonneDeTable) -> Option<CleDeLigne> {
    if !bloc.contient(&cle.code) {
        bloc.manque(&cle.code);
    }
    let lu = bloc.brut(&cle.code)?;
    let ecrite = lu.valeur.en_texte();
    let plage = match (&cle.type_, &lu.valeur) {
        (TypeValeur::Choix(codes), Brut::Texte(t)) => codes.iter().position(|c| c == t).map(|r| (r as i64, r as i64)),
        (TypeValeur::Nombre(_), Brut::Entier(n)) => Some((*n, *n)),
        (TypeValeur::Nombre(_), Brut::Texte(t)) => plage(t),
        (TypeValeur::Texte, _) => return None,
        _ => None,
    };
    if plage.is_none() {
        let defaut = Defaut::new(&lu.place, format!("« {ecrite} » n'est pas une clé de type « {} »", cle.type_));
        bloc.defaut(defaut.conseil("un code entre guillemets, ou un nombre : 1, \">= 3\", \"90..94\""));
    }
    Some(CleDeLigne { ecrite, plage: plage? })
}

/// `1`, `>= 3`, `> 3`, `<= 3`, `< 3`, `90..94`: both ends included.
pub(crate) fn plage(texte: &str) -> Option<(i64, i64)> {
    let entier = |t: &str| t.trim().replace([' ', '\u{a0}', '\u{202f}'], "").parse::<i64>().ok();
    let texte = texte.trim();
    if let Some((a, b)) = texte.split_once("..") {
        let (a, b) = (entier(a)?, entier(b)?);
        return (a <= b).then_some((a, b));
    }
    for (signe, bornes) in [
        (">=", (|n| Some((n, i64::MAX))) as fn(i64) -> Option<(i64, i64)>),
        ("<=", |n| Some((i64::MIN, n))),
        (">", |n| Some((n.checked_add(1)?, i64::MAX))),
        ("<", |n| Some((i64::MIN, n.checked_sub(1)?))),
    ] {
        if let Some(reste) = texte.strip_prefix(signe) {
            return bornes(entier(reste)?);
        }
    }
    entier(texte).map(|n| (n, n))
}

#[cfg(test)]
mod tests {
    use super::plage;

    #[test]
    fn a_key_may_be_a_number_or_a_range_with_both_ends_included() {
        assert_eq!(plage("1"), Some((1, 1)));
        assert_eq!(plage("90..94"), Some((90, 94)));
        assert_eq!(plage(">= 3"), Some((3, i64::MAX)));
        assert_eq!(plage("< 3"), Some((i64::MIN, 2)));
        assert_eq!(plage("94..90"), None);
        assert_eq!(plage("alpha"), None);
    }
}
