//! A convention: who signed what, the texts and the sources that its dispositifs cite.

use crate::documents::{self, DocumentUtile};
use crate::lecture::{Bloc, Lecture};
use crate::menu::{self, EntreeDeMenu};
use crate::{Defaut, Dispositif, Fichier, Lu, Place};
use formule::Date;
use std::collections::BTreeSet;

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beneficiaire {
    /// A structure, known by its FINESS: a pharmacy, a health centre.
    #[default]
    Structure,
    /// A person, known by their RPPS.
    Personne,
}

impl Beneficiaire {
    pub(crate) const MOTS: [(&'static str, Self); 2] = [("structure", Self::Structure), ("personne", Self::Personne)];

    /// The word used in rule folders.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Personne => "personne",
        }
    }
}

/// The opaque id of who is paid. Equal shares of an envelope are settled in its order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdBeneficiaire(pub String);

/// A convention and its dispositifs.
#[derive(Debug, Clone)]
pub struct Convention {
    /// Its code, the name of its folder.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// The profession, as people call it.
    pub profession: String,
    /// The same, when there are several; with an « s » when it is not said.
    pub pluriel: Option<String>,
    /// How the portal calls the heading under which its pages stand; « Ma Convention » when it is not said.
    pub rubrique: Option<String>,
    /// The input that says the profession of each, where the convention has several.
    pub profession_selon: Option<String>,
    /// Who is paid, unless a dispositif says otherwise.
    pub beneficiaire: Beneficiaire,
    /// Texts that articles refer to.
    pub textes: Vec<TexteCite>,
    /// Sources that values quote.
    pub sources: Vec<SourceCitee>,
    /// What its menu offers, in order; empty when it does not choose.
    pub menu: Vec<EntreeDeMenu>,
    /// Its useful documents, in order; empty when it does not choose.
    pub documents: Vec<DocumentUtile>,
    /// Its dispositifs, by code.
    pub dispositifs: Vec<Dispositif>,
    /// The codes of dispositifs that it shares with the convention in whose folder they are written.
    pub partages: Vec<String>,
    pub(crate) place: Place,
    /// No `convention.toml` was given: texts and sources cannot be checked.
    pub sans_textes: bool,
}

/// A text of law.
#[derive(Debug, Clone)]
pub struct TexteCite {
    /// Its code.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// Where it was published.
    pub reference: Option<String>,
    /// The day it came into force.
    pub entree_en_vigueur: Option<Date>,
}

/// A document in which a value was read.
#[derive(Debug, Clone)]
pub struct SourceCitee {
    /// Its code.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// Where to read it.
    pub adresse: Option<String>,
}

impl Convention {
    /// The convention of a folder without `convention.toml`.
    pub(crate) fn muette(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            titre: code.to_owned(),
            profession: code.to_owned(),
            pluriel: None,
            rubrique: None,
            profession_selon: None,
            beneficiaire: Beneficiaire::default(),
            textes: Vec::new(),
            sources: Vec::new(),
            menu: Vec::new(),
            documents: Vec::new(),
            dispositifs: Vec::new(),
            partages: Vec::new(),
            place: Place::du_fichier(code),
            sans_textes: true,
        }
    }

    /// What a `convention.toml` says by itself, before its dispositifs are read. Its defects are told by
    /// [`Regles::charger`](crate::Regles::charger).
    pub fn du_fichier(fichier: &Fichier) -> Self {
        Lecture::lire(fichier, Self::lire).lu
    }

    /// Its dispositifs, then those that it shares with one of these conventions.
    pub fn avec_partages<'c>(&'c self, toutes: &'c [Self]) -> impl Iterator<Item = &'c Dispositif> {
        let ailleurs = || toutes.iter().filter(|autre| autre.code != self.code).flat_map(|autre| &autre.dispositifs);
        let partages = self.partages.iter().filter_map(move |code| ailleurs().find(|d| d.code == *code));
        self.dispositifs.iter().chain(partages)
    }

    pub(crate) fn lire(racine: &Bloc<'_>) -> Self {
        let mut convention = Self::muette("");
        convention.sans_textes = false;
        match racine.bloc("convention") {
            None => racine.defaut(
                Defaut::new(&racine.place(), "il manque la section [convention]")
                    .conseil("ajoutez-la, avec code, titre et profession"),
            ),
            Some(bloc) => {
                convention.code = bloc.code_requis("code").valeur;
                convention.titre = bloc.texte_requis("titre").valeur;
                convention.profession = bloc.texte_requis("profession").valeur;
                convention.beneficiaire = bloc.mot("beneficiaire", &Beneficiaire::MOTS).unwrap_or_default();
                convention.pluriel = bloc.texte_libre("pluriel");
                convention.rubrique = bloc.texte_libre("rubrique");
                convention.profession_selon = bloc.texte_libre("profession_selon");
                convention.partages = bloc.textes("partage").into_iter().map(|code| code.valeur).collect();
                convention.place = bloc.place();
                bloc.fin();
            }
        }
        let mut codes = BTreeSet::new();
        for bloc in racine.blocs("textes") {
            let code = bloc.code_requis("code");
            sans_double(&bloc, &mut codes, &code, "ce texte");
            convention.textes.push(TexteCite {
                code: code.valeur,
                titre: bloc.texte_requis("titre").valeur,
                reference: bloc.texte_libre("reference"),
                entree_en_vigueur: bloc.date("entree_en_vigueur").map(|d| d.valeur),
            });
            bloc.fin();
        }
        codes.clear();
        for bloc in racine.blocs("sources") {
            let code = bloc.texte_requis("code");
            sans_double(&bloc, &mut codes, &code, "cette source");
            convention.sources.push(SourceCitee {
                code: code.valeur,
                titre: bloc.texte_requis("titre").valeur,
                adresse: bloc.texte_libre("adresse"),
            });
            bloc.fin();
        }
        convention.menu = menu::lire(racine);
        convention.documents = documents::lire(racine);
        convention
    }
}

/// Reports a code already seen in its list.
pub(crate) fn sans_double(bloc: &Bloc<'_>, codes: &mut BTreeSet<String>, code: &Lu<String>, quoi: &str) {
    if !code.valeur.is_empty() && !codes.insert(code.valeur.clone()) {
        let defaut = Defaut::new(&code.place, format!("{quoi} est déjà écrit : « {} »", code.valeur));
        bloc.defaut(defaut.conseil("gardez-en un, ou changez le code"));
    }
}
