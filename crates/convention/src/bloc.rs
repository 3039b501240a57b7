//! A table of a TOML file, read key by key.

use crate::lecture::{Brut, Famille, Lecture, verifier_code};
use crate::{Defaut, Lu, Place};
use formule::Date;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A TOML table being read. Every key asked for is known; [`Bloc::fin`] reports the others.
pub(crate) struct Bloc<'a> {
    pub(crate) lecture: &'a Lecture,
    /// How messages call it: `[parametres.seuil]`.
    pub(crate) nom: String,
    table: &'a DeTable<'a>,
    octets: Range<usize>,
    demandees: RefCell<Vec<String>>,
    /// Keys that are missing or could not be read.
    ratees: RefCell<Vec<String>>,
}

impl<'a> Bloc<'a> {
    pub(crate) fn new(lecture: &'a Lecture, nom: String, table: &'a DeTable<'a>, octets: Range<usize>) -> Self {
        Self { lecture, nom, table, octets, demandees: RefCell::default(), ratees: RefCell::default() }
    }

    pub(crate) fn place(&self) -> Place {
        self.lecture.place(self.octets.clone())
    }

    pub(crate) fn defaut(&self, defaut: Defaut) {
        self.lecture.defaut(defaut);
    }

    /// Every key with its value, whether it was asked for or not.
    pub(crate) fn cles(&self) -> Vec<Lu<String>> {
        self.table.keys().map(|c| Lu { valeur: c.get_ref().to_string(), place: self.lecture.place(c.span()) }).collect()
    }

    pub(crate) fn contient(&self, cle: &str) -> bool {
        self.table.contains_key(cle)
    }

    /// Declares a key as known without reading it yet.
    fn demander(&self, cle: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.demandees.borrow_mut().push(cle.to_owned());
        self.table.get(cle)
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn fin(&self) {
        let demandees = self.demandees.borrow();
        for cle in self.table.keys() {
            if !demandees.iter().any(|d| d == cle.get_ref()) {
                let place = self.lecture.place(cle.span());
                let ou = if self.nom.is_empty() { "à la racine".to_owned() } else { format!("dans {}", self.nom) };
                let defaut = Defaut::new(&place, format!("la clé « {} » n'existe pas {ou}", cle.get_ref()));
                self.defaut(defaut.plutot(cle.get_ref(), demandees.iter().map(String::as_str)));
                if let Some(texte) = self.table.get(cle).and_then(|v| v.get_ref().as_str()) {
                    self.lecture.perdre(texte);
                }
            }
        }
    }

    /// Says that what a key holds is not known.
    pub(crate) fn rater(&self, cle: &str) {
        self.ratees.borrow_mut().push(cle.to_owned());
    }

    /// Is what one of these keys says unknown: missing though due, unreadable, or written under a misspelt key?
    /// Asked once every key of the block has been.
    pub(crate) fn touche(&self, cles: &[&str]) -> bool {
        if self.ratees.borrow().iter().any(|r| cles.contains(&r.as_str())) {
            return true;
        }
        let demandees = self.demandees.borrow();
        let inconnues = self.table.keys().filter(|c| !demandees.iter().any(|d| d == c.get_ref()));
        inconnues.into_iter().any(|cle| {
            let libres = demandees.iter().map(String::as_str).filter(|d| !self.contient(d));
            formule::defaut::le_plus_proche(cle.get_ref(), libres).is_some_and(|proche| cles.contains(&proche))
        })
    }

    fn genre_inattendu(&self, cle: &str, valeur: &Spanned<DeValue<'_>>, attendu: &str) {
        self.rater(cle);
        let place = self.lecture.place(valeur.span());
        let defaut = Defaut::new(&place, format!("« {cle} » doit être {attendu}"));
        self.defaut(match valeur.get_ref() {
            DeValue::Float(f) => {
                let ecrit = f.as_str().replace('.', ",");
                defaut.conseil(format!(
                    "un nombre à virgule s'écrit dans une chaîne : \"{ecrit}\", \"{ecrit} %\" ou \"{ecrit} €\""
                ))
            }
            autre => defaut.conseil(format!("ici : {}", nature(autre))),
        });
    }

    pub(crate) fn manque(&self, cle: &str) {
        self.rater(cle);
        let defaut = Defaut::new(&self.place(), format!("il manque « {cle} » dans {}", self.nom));
        self.defaut(defaut.conseil(format!("ajoutez la ligne « {cle} = … »")));
    }

    /// Text of a string.
    pub(crate) fn texte(&self, cle: &str) -> Option<Lu<String>> {
        let valeur = self.demander(cle)?;
        match valeur.get_ref() {
            DeValue::String(t) => Some(Lu { valeur: t.to_string(), place: self.lecture.place(valeur.span()) }),
            _ => {
                self.genre_inattendu(cle, valeur, "un texte entre guillemets");
                None
            }
        }
    }

    /// Text of a string if it is one, without any defect.
    pub(crate) fn texte_brut(&self, cle: &str) -> Option<Lu<String>> {
        let valeur = self.table.get(cle)?;
        let texte = valeur.get_ref().as_str()?;
        Some(Lu { valeur: texte.to_owned(), place: self.lecture.place(valeur.span()) })
    }

    /// Is the value of this key a list?
    pub(crate) fn est_liste(&self, cle: &str) -> bool {
        self.table.get(cle).is_some_and(|v| v.get_ref().is_array())
    }

    /// Where a key stands.
    pub(crate) fn place_de(&self, cle: &str) -> Place {
        self.table.get_key_value(cle).map_or_else(|| self.place(), |(c, _)| self.lecture.place(c.span()))
    }

    /// Text of a string, or nothing.
    pub(crate) fn texte_libre(&self, cle: &str) -> Option<String> {
        self.texte(cle).map(|t| t.valeur)
    }

    /// Text that must be there.
    pub(crate) fn texte_requis(&self, cle: &str) -> Lu<String> {
        if !self.contient(cle) {
            self.manque(cle);
        }
        self.texte(cle).unwrap_or_else(|| Lu { valeur: String::new(), place: self.place() })
    }

    /// A code that must exist elsewhere.
    pub(crate) fn reference(&self, cle: &str, famille: Famille) -> Option<Lu<String>> {
        let lu = self.texte(cle)?;
        self.lecture.reference(famille, &lu);
        Some(lu)
    }

    pub(crate) fn oui_non(&self, cle: &str) -> Option<bool> {
        let valeur = self.demander(cle)?;
        match valeur.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            _ => {
                self.genre_inattendu(cle, valeur, "true ou false");
                None
            }
        }
    }

    pub(crate) fn entier(&self, cle: &str) -> Option<Lu<i64>> {
        let valeur = self.demander(cle)?;
        self.entier_de(cle, valeur)
    }

    fn entier_de(&self, cle: &str, valeur: &Spanned<DeValue<'_>>) -> Option<Lu<i64>> {
        let entier = match valeur.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
            _ => None,
        };
        if entier.is_none() {
            self.genre_inattendu(cle, valeur, "un nombre entier d'au plus 18 chiffres");
        }
        Some(Lu { valeur: entier?, place: self.lecture.place(valeur.span()) })
    }

    pub(crate) fn date(&self, cle: &str) -> Option<Lu<Date>> {
        match self.brut(cle)? {
            Lu { valeur: Brut::Jour(d), place } => Some(Lu { valeur: d, place }),
            lu => {
                self.rater(cle);
                let defaut = Defaut::new(&lu.place, format!("« {cle} » doit être une date"));
                self.defaut(defaut.conseil("écrivez-la sans guillemets : 2024-02-29"));
                None
            }
        }
    }

    pub(crate) fn date_requise(&self, cle: &str) -> Option<Date> {
        if !self.contient(cle) {
            self.manque(cle);
        }
        self.date(cle).map(|d| d.valeur)
    }

    /// A date, or `"inconnu"` which gives the inner `None`.
    pub(crate) fn date_ou_inconnu(&self, cle: &str) -> Option<Option<Date>> {
        match self.brut(cle)? {
            Lu { valeur: Brut::Jour(d), .. } => Some(Some(d)),
            Lu { valeur: Brut::Texte(t), .. } if t == "inconnu" => Some(None),
            lu => {
                self.defaut(Defaut::new(&lu.place, format!("« {cle} » doit être une date, ou \"inconnu\"")));
                None
            }
        }
    }

    /// A value of any simple kind; a float is refused with its advice.
    pub(crate) fn brut(&self, cle: &str) -> Option<Lu<Brut>> {
        let valeur = self.demander(cle)?;
        self.brut_de(cle, valeur)
    }

    fn brut_de(&self, cle: &str, valeur: &Spanned<DeValue<'_>>) -> Option<Lu<Brut>> {
        let place = self.lecture.place(valeur.span());
        let brut = match valeur.get_ref() {
            DeValue::String(t) => Brut::Texte(t.to_string()),
            DeValue::Boolean(b) => Brut::OuiNon(*b),
            DeValue::Integer(_) => Brut::Entier(self.entier_de(cle, valeur)?.valeur),
            DeValue::Datetime(jour) => {
                let date = jour.date.filter(|_| jour.time.is_none());
                let date = date.and_then(|d| Date::new(i32::from(d.year), u32::from(d.month), u32::from(d.day)));
                if date.is_none() {
                    self.rater(cle);
                    let defaut = Defaut::new(
                        &place,
                        format!("« {cle} » n'est pas un jour entre {} et {}", Date::MIN, Date::MAX),
                    );
                    self.defaut(defaut.conseil("écrivez le jour seul : 2024-02-29"));
                }
                Brut::Jour(date?)
            }
            DeValue::Float(_) => {
                self.genre_inattendu(cle, valeur, "un entier, ou un texte entre guillemets");
                return None;
            }
            _ => {
                self.genre_inattendu(cle, valeur, "une valeur simple");
                return None;
            }
        };
        Some(Lu { valeur: brut, place })
    }

    /// One word of a closed list.
    pub(crate) fn mot<T: Copy>(&self, cle: &str, mots: &[(&str, T)]) -> Option<T> {
        let lu = self.texte(cle)?;
        let trouve = mots.iter().find(|(m, _)| *m == lu.valeur).map(|(_, t)| *t);
        if trouve.is_none() {
            self.rater(cle);
            let defaut = Defaut::new(&lu.place, format!("« {} » n'est pas une valeur de « {cle} »", lu.valeur));
            self.defaut(defaut.plutot(&lu.valeur, mots.iter().map(|(m, _)| *m)));
        }
        trouve
    }

    fn elements(&self, cle: &str, attendu: &str) -> &'a [Spanned<DeValue<'a>>] {
        match self.demander(cle) {
            None => &[],
            Some(valeur) => match valeur.get_ref() {
                DeValue::Array(liste) => liste,
                _ => {
                    self.genre_inattendu(cle, valeur, attendu);
                    &[]
                }
            },
        }
    }

    /// A list of texts.
    pub(crate) fn textes(&self, cle: &str) -> Vec<Lu<String>> {
        let mut textes = Vec::new();
        for element in self.elements(cle, "une liste de textes") {
            match element.get_ref() {
                DeValue::String(t) => {
                    textes.push(Lu { valeur: t.to_string(), place: self.lecture.place(element.span()) })
                }
                _ => self.genre_inattendu(cle, element, "une liste de textes"),
            }
        }
        textes
    }

    /// A list of codes that must exist elsewhere.
    pub(crate) fn references(&self, cle: &str, famille: Famille) -> Vec<String> {
        let textes = self.textes(cle);
        for texte in &textes {
            self.lecture.reference(famille, texte);
        }
        textes.into_iter().map(|t| t.valeur).collect()
    }

    /// A list of years, each of which must be an exercice of the dispositif; `None` when the key is absent.
    pub(crate) fn annees(&self, cle: &str) -> Option<Vec<i32>> {
        if !self.contient(cle) {
            self.demander(cle);
            return None;
        }
        let mut annees = Vec::new();
        for element in self.elements(cle, "une liste d'années") {
            if let Some(lu) = self.entier_de(cle, element) {
                self.lecture.reference(Famille::Exercice, &Lu { valeur: lu.valeur.to_string(), place: lu.place });
                annees.push(i32::try_from(lu.valeur).unwrap_or(0));
            }
        }
        Some(annees)
    }

    /// A table inside this one.
    pub(crate) fn bloc(&self, cle: &str) -> Option<Bloc<'a>> {
        let valeur = self.demander(cle)?;
        match valeur.get_ref() {
            DeValue::Table(table) => Some(Bloc::new(self.lecture, self.sous(cle), table, self.octets_de(cle, valeur))),
            _ => {
                self.genre_inattendu(cle, valeur, "une table");
                None
            }
        }
    }

    /// The tables of a list: `[[roles]]`, or a list of inline tables.
    pub(crate) fn blocs(&self, cle: &str) -> Vec<Bloc<'a>> {
        let mut blocs = Vec::new();
        for (rang, element) in self.elements(cle, "une liste de tables").iter().enumerate() {
            match element.get_ref() {
                DeValue::Table(table) => {
                    let nom = format!("{} n° {}", self.sous(cle), rang + 1);
                    blocs.push(Bloc::new(self.lecture, nom, table, element.span()));
                }
                _ => self.genre_inattendu(cle, element, "une liste de tables"),
            }
        }
        blocs
    }

    /// The tables of a table, by name: `[parametres.seuil]`. Names must be codes.
    pub(crate) fn blocs_nommes(&self, cle: &str) -> Vec<(Lu<String>, Bloc<'a>)> {
        let Some(bloc) = self.bloc(cle) else { return Vec::new() };
        let blocs = bloc.sous_blocs();
        for (nom, _) in &blocs {
            verifier_code(self.lecture, nom);
        }
        blocs
    }

    /// Every table directly inside this one, by name.
    pub(crate) fn sous_blocs(&self) -> Vec<(Lu<String>, Bloc<'a>)> {
        let mut blocs = Vec::new();
        for cle in self.cles() {
            if let Some(bloc) = self.bloc(&cle.valeur) {
                blocs.push((cle, bloc));
            }
        }
        blocs
    }

    /// The key where a named value stands: what a person looks for.
    fn octets_de(&self, cle: &str, valeur: &Spanned<DeValue<'_>>) -> Range<usize> {
        self.table.get_key_value(cle).map_or_else(|| valeur.span(), |(c, _)| c.span())
    }

    fn sous(&self, cle: &str) -> String {
        match self.nom.strip_suffix(']') {
            Some(avant) => format!("{avant}.{cle}]"),
            None => format!("[{}{}{cle}]", self.nom, if self.nom.is_empty() { "" } else { " " }),
        }
    }

    /// A code that this block declares.
    pub(crate) fn code_requis(&self, cle: &str) -> Lu<String> {
        let code = self.texte_requis(cle);
        if !code.valeur.is_empty() {
            verifier_code(self.lecture, &code);
        }
        code
    }
}

fn nature(valeur: &DeValue<'_>) -> &'static str {
    match valeur {
        DeValue::String(_) => "un texte",
        DeValue::Integer(_) => "un entier",
        DeValue::Float(_) => "un nombre à virgule",
        DeValue::Boolean(_) => "un oui/non",
        DeValue::Datetime(_) => "une date",
        DeValue::Array(_) => "une liste",
        DeValue::Table(_) => "une table",
    }
}
