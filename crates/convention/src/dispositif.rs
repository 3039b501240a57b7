//! A dispositif: everything that its folder says.

use crate::calendrier::{ExerciceDeDispositif, Jalon, lire_exercices, lire_jalons};
use crate::carte::{self, Carte};
use crate::cas::Cas;
use crate::convention::{Beneficiaire, sans_double};
use crate::depliage::ModeleCopie;
use crate::ecriture::typographier;
use crate::entrees::{Detail, Entree};
use crate::estimations::{Estimation, lire_estimations};
use crate::formules::Formules;
use crate::indicateurs::{Calcul, Indicateur, Role};
use crate::lecture::{Bloc, Famille};
use crate::modeles::Modele;
use crate::mots::Mots;
use crate::nationaux::{National, Repartition, formule_requise};
use crate::pages::{self, LectureDuTexte, Piece, TexteDePage};
use crate::parametres::Parametre;
use crate::phrases::Phrase;
use crate::suivis::{Ecran, Suivi, Volet, lire_suivis, lire_volets};
use crate::tables::Table;
use crate::titres::TexteDate;
use crate::{Defaut, Place, contrats, expansion};
use formule::Date;
use formule::programme::Arrondi;
use std::collections::BTreeSet;

/// The rules of a dispositif. Models and jalons are already copied into inputs, calculs and indicators.
#[derive(Debug, Clone)]
pub struct Dispositif {
    /// Its code, the name of its folder.
    pub code: String,
    /// Its title; the last one, when it changed.
    pub titre: String,
    /// What it is, in a sentence; the last one, when it changed.
    pub resume: String,
    /// Its titles by date.
    pub titres: TexteDate,
    /// Its summaries by date.
    pub resumes: TexteDate,
    /// Whom it is for: the others need not see it. Everybody when it is not said.
    pub concerne: Option<Formules>,
    /// The title of the screen of a remuneration, when it is not that of the dispositif and its exercice.
    pub titre_de_detail: Option<Phrase>,
    /// Code of its convention.
    pub convention: String,
    /// Who is paid.
    pub beneficiaire: Beneficiaire,
    /// What is computed.
    pub unite: UniteDeCalcul,
    /// What a contract is called, when the rules say it.
    pub nom_du_contrat: Option<Phrase>,
    /// How `arrondi` rounds.
    pub arrondi: Arrondi,
    /// Which day counts; said or not.
    pub jour_du_droit: Option<JourDuDroit>,
    /// Code of its text.
    pub texte: Option<String>,
    /// Article of its text.
    pub article: Option<String>,
    /// Is anything paid, in any exercice? If not, its indicators are only followed.
    pub remuneration: bool,
    /// Has the remuneration a screen of details?
    pub detail: bool,
    /// What it is for.
    pub enjeux: Vec<String>,
    /// The groups of indicators in the order in which pages show them; the others come after.
    pub groupes: Vec<String>,
    /// Its exercices, in order.
    pub exercices: Vec<ExerciceDeDispositif>,
    /// Dates at which some formulas are computed again.
    pub jalons: Vec<Jalon>,
    /// What is read.
    pub entrees: Vec<Entree>,
    /// Dated parameters.
    pub parametres: Vec<Parametre>,
    /// Keyed tables.
    pub tables: Vec<Table>,
    /// Detail lines.
    pub details: Vec<Detail>,
    /// Named formulas.
    pub calculs: Vec<Calcul>,
    /// Indicators.
    pub indicateurs: Vec<Indicateur>,
    /// From the indicators to the amount.
    pub total: Total,
    /// National results.
    pub nationaux: Vec<National>,
    /// Shares of envelopes.
    pub repartitions: Vec<Repartition>,
    /// What is paid, and when.
    pub versements: Vec<Versement>,
    /// What is shown beside the payments, and is none.
    pub estimations: Vec<Estimation>,
    /// Supporting documents.
    pub pieces: Vec<Piece>,
    /// Widgets of the follow-up.
    pub suivis: Vec<Suivi>,
    /// The accordions that gather some of them, in their order.
    pub volets: Vec<Volet>,
    /// What the text does not say.
    pub lectures: Vec<LectureDuTexte>,
    /// Its card on the dashboard, when its rules choose.
    pub carte: Option<Carte>,
    /// Texts of pages.
    pub textes_de_page: Vec<TexteDePage>,
    /// Cases computed by hand.
    pub cas: Vec<Cas>,
    /// Paths of the files it was read from, cases excepted.
    pub fichiers: Vec<String>,
    /// Where it is written.
    pub place: Place,
    /// Codes of models and of what they hold, which readings of the text may be about.
    pub(crate) noms_de_modeles: BTreeSet<String>,
    /// The models, for formulas that run along their copies.
    pub(crate) modeles: Vec<ModeleCopie>,
    /// What could not be fully read: formulas that count on it are not blamed.
    pub(crate) lacunes: Lacunes,
}

/// What is known to be missing from a dispositif, because something of it could not be read and was reported.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lacunes {
    /// Some exercice is missing.
    pub(crate) exercices: bool,
    /// Beginnings of codes that would exist.
    pub(crate) prefixes: BTreeSet<String>,
    /// What formulas that were lost may have read.
    pub(crate) lus: Mots,
}

/// What one computation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UniteDeCalcul {
    /// A beneficiary and an exercice.
    #[default]
    Exercice,
    /// A contract of a beneficiary, and an exercice.
    Contrat,
}

/// The day whose parameters and formulas apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JourDuDroit {
    /// The last day of the exercice.
    FinExercice,
    /// The first day of the exercice.
    DebutExercice,
}

/// From the indicators to the amount; what is absent keeps its default.
#[derive(Debug, Clone, Default)]
pub struct Total {
    /// Is anything due at all? `socles_valides` by default.
    pub eligible: Option<Formules>,
    /// `somme_remuneres` by default.
    pub brut: Option<Formules>,
    /// `arrondi(brut * (1 - taux_malus))` by default.
    pub montant: Option<Formules>,
}

/// A payment.
#[derive(Debug, Clone)]
pub struct Versement {
    /// Its code.
    pub code: String,
    /// Its title, never twice the same.
    pub titre: String,
    /// How a sentence names it: « l'avance 1 ».
    pub nom: Option<String>,
    /// Its nature.
    pub nature: Nature,
    /// Its amount.
    pub formules: Formules,
    /// When, in words.
    pub au_plus_tot: Option<String>,
    /// Is it shown under the year it is paid in?
    pub affiche_l_annee_du_versement: bool,
    /// The period it is about, in words.
    pub periode_de_reference: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// The nature of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Nature {
    Initial,
    Avance,
    Solde,
    Complement,
    Regularisation,
    Indu,
}

const NATURES: [(&str, Nature); 6] = [
    ("initial", Nature::Initial),
    ("avance", Nature::Avance),
    ("solde", Nature::Solde),
    ("complement", Nature::Complement),
    ("regularisation", Nature::Regularisation),
    ("indu", Nature::Indu),
];

impl Nature {
    /// The word used in rule folders.
    pub fn mot(self) -> &'static str {
        NATURES.iter().find(|(_, n)| *n == self).map_or("", |(mot, _)| mot)
    }

    /// How a sentence names a payment of this nature, when the rules give it no name of its own.
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Initial => "le paiement initial",
            Self::Avance => "l'avance",
            Self::Solde => "le solde",
            Self::Complement => "le complément",
            Self::Regularisation => "la régularisation",
            Self::Indu => "la reprise",
        }
    }

    /// Is its name feminine?
    pub const fn feminin(self) -> bool {
        matches!(self, Self::Avance | Self::Regularisation | Self::Indu)
    }
}

impl Dispositif {
    /// Reads `regles.toml`.
    pub(crate) fn lire(racine: &Bloc<'_>, dossier: &str, beneficiaire: Beneficiaire) -> Self {
        let entete = racine.bloc("dispositif");
        if entete.is_none() {
            let defaut = Defaut::new(&racine.place(), "il manque la section [dispositif]");
            racine.defaut(defaut.conseil("ajoutez-la, avec code, titre et resume"));
        }
        let entete = entete.as_ref();
        let date = |cle: &str| entete.map_or_else(TexteDate::default, |e| TexteDate::lire(e, cle));
        let (titres, resumes) = (date("titre"), date("resume"));
        let code = entete.map_or_else(|| dossier.to_owned(), |e| lire_code(e, dossier));
        let unite = entete.and_then(|e| e.mot("unite", &UNITES)).unwrap_or_default();
        let (exercices, exercices_perdus) = lire_exercices(racine);
        let (jalons, jalons_perdus) = lire_jalons(racine);
        let suivis = lire_suivis(racine);
        let mut dispositif = Self {
            titre: titres.dernier().to_owned(),
            resume: resumes.dernier().to_owned(),
            titres,
            resumes,
            concerne: entete.and_then(|e| Formules::lire(e, "concerne")),
            titre_de_detail: entete.and_then(|e| e.texte("titre_de_detail").map(|t| Phrase::lire(&t, e))),
            convention: String::new(),
            beneficiaire: entete.and_then(|e| e.mot("beneficiaire", &Beneficiaire::MOTS)).unwrap_or(beneficiaire),
            unite,
            nom_du_contrat: entete.and_then(|e| contrats::lire_le_nom(e, unite)),
            arrondi: entete.and_then(|e| e.mot("arrondi", &ARRONDIS)).unwrap_or_default(),
            jour_du_droit: entete.and_then(|e| e.mot("jour_du_droit", &JOURS)),
            texte: entete.and_then(|e| e.reference("texte", Famille::Texte)).map(|t| t.valeur),
            article: entete.and_then(|e| e.texte_libre("article")),
            remuneration: entete.and_then(|e| e.oui_non("remuneration")).unwrap_or(true),
            detail: entete.and_then(|e| e.oui_non("detail")).unwrap_or(false),
            groupes: entete.map_or_else(Vec::new, |e| e.textes("groupes").into_iter().map(|t| t.valeur).collect()),
            enjeux: entete.map_or_else(Vec::new, |e| e.textes("enjeux").into_iter().map(|t| t.valeur).collect()),
            exercices,
            jalons,
            entrees: racine.blocs_nommes("entrees").into_iter().map(|(c, b)| Entree::lire(c, &b)).collect(),
            parametres: racine.blocs_nommes("parametres").into_iter().map(|(c, b)| Parametre::lire(c, &b)).collect(),
            tables: racine.blocs_nommes("tables").into_iter().map(|(c, b)| Table::lire(c, &b)).collect(),
            details: racine.blocs_nommes("details").into_iter().map(|(c, b)| Detail::lire(c, &b)).collect(),
            calculs: racine.blocs_nommes("calculs").into_iter().map(|(c, b)| Calcul::lire(c, &b)).collect(),
            indicateurs: racine
                .blocs_nommes("indicateurs")
                .into_iter()
                .map(|(c, b)| Indicateur::lire(c, &b, None))
                .collect(),
            total: racine.bloc("total").map_or_else(Total::default, |b| lire_total(&b)),
            nationaux: racine.blocs_nommes("nationaux").into_iter().map(|(c, b)| National::lire(c, &b)).collect(),
            repartitions: racine
                .blocs_nommes("repartitions")
                .into_iter()
                .map(|(c, b)| Repartition::lire(c, &b))
                .collect(),
            versements: lire_versements(racine),
            estimations: lire_estimations(racine),
            pieces: pages::lire_pieces(racine),
            volets: lire_volets(racine, &suivis),
            suivis,
            lectures: pages::lire_lectures(racine),
            carte: carte::lire(racine),
            textes_de_page: pages::lire_textes_de_page(racine),
            cas: Vec::new(),
            fichiers: Vec::new(),
            place: entete.map_or_else(|| racine.place(), Bloc::place),
            noms_de_modeles: BTreeSet::new(),
            modeles: Vec::new(),
            lacunes: Lacunes::default(),
            code,
        };
        if let Some(e) = entete {
            e.texte_libre("note");
            if e.touche(&["jour_du_droit"]) {
                // Which day counts was said, though it could not be read.
                dispositif.jour_du_droit = Some(JourDuDroit::FinExercice);
            }
            e.fin();
        }
        let modeles: Vec<Modele> =
            racine.blocs_nommes("modeles").into_iter().map(|(c, b)| Modele::lire(c, &b)).collect();
        dispositif.lacunes.exercices = exercices_perdus || racine.touche(&["exercices"]);
        for defaut in expansion::developper(&mut dispositif, &modeles, jalons_perdus) {
            racine.defaut(defaut);
        }
        dispositif
    }

    /// Has it a screen of follow-up?
    pub fn a_un_suivi(&self) -> bool {
        self.suivis.iter().any(|suivi| suivi.ecrans.contains(&Ecran::Suivi))
    }

    /// The years of its exercices.
    pub fn annees(&self) -> Vec<i32> {
        self.exercices.iter().map(|e| e.exercice.annee).collect()
    }

    /// An exercice by its year.
    ///
    /// # Errors
    /// A sentence that names the exercices that exist.
    pub fn exercice(&self, annee: i32) -> Result<&ExerciceDeDispositif, String> {
        self.exercices.iter().find(|e| e.exercice.annee == annee).ok_or_else(|| {
            let annees: Vec<String> = self.annees().iter().map(ToString::to_string).collect();
            let (code, connus) = (&self.code, annees.join(", "));
            typographier(&format!("« {code} » n'a pas de règles pour l'exercice {annee} (exercices connus : {connus})"))
        })
    }

    /// The day whose parameters and formulas apply in an exercice.
    pub fn jour_du_droit(&self, exercice: &ExerciceDeDispositif) -> Date {
        match self.jour_du_droit {
            Some(JourDuDroit::DebutExercice) => exercice.exercice.debut,
            _ => exercice.exercice.fin,
        }
    }

    /// The inputs that files of figures hold in an exercice, in the order of the programme.
    pub fn entrees_de(&self, annee: i32) -> Vec<&Entree> {
        let lue = |e: &&Entree| e.existe_en(annee) && e.type_ != crate::TypeValeur::Texte;
        self.entrees.iter().filter(lue).collect()
    }

    /// The name of an indicator in an exercice: where a model took it from its rows, that of the row of that year.
    pub fn libelle_de<'d>(&'d self, indicateur: &'d Indicateur, annee: i32) -> &'d str {
        let jour = self.exercice(annee).map(|e| indicateur.portee.jour.unwrap_or_else(|| self.jour_du_droit(e)));
        let ligne = indicateur.portee.ligne.as_ref().filter(|_| indicateur.libelle_de_ligne);
        let nom = ligne.zip(jour.ok()).and_then(|((table, cle), jour)| self.table(table)?.libelle_de_ligne(cle, jour));
        nom.unwrap_or(&indicateur.libelle)
    }

    /// Its title in an exercice: that of its last day.
    pub fn titre_en(&self, annee: i32) -> &str {
        self.exercice(annee).map_or(&self.titre, |e| self.titres.au(e.exercice.fin))
    }

    /// What it is in an exercice, in a sentence: that of its last day.
    pub fn resume_en(&self, annee: i32) -> &str {
        self.exercice(annee).map_or(&self.resume, |e| self.resumes.au(e.exercice.fin))
    }

    /// Is anything paid for an exercice? If not, it has no amount and no payment: only a follow-up.
    pub fn remunere_en(&self, annee: i32) -> bool {
        self.remuneration && self.exercice(annee).is_ok_and(|e| e.remuneration)
    }

    /// The place of a group of indicators among those that the rules put in order.
    pub fn rang_du_groupe(&self, groupe: Option<&str>) -> usize {
        let rang = groupe.and_then(|groupe| self.groupes.iter().position(|dit| dit == groupe));
        rang.unwrap_or(self.groupes.len())
    }

    /// The indicators that exist in an exercice, active or not, with their role.
    pub fn indicateurs_de(&self, annee: i32) -> Vec<(&Indicateur, &Role)> {
        self.indicateurs.iter().filter_map(|i| Some((i, i.role(annee)?))).collect()
    }

    /// A parameter by its code.
    pub fn parametre(&self, code: &str) -> Option<&Parametre> {
        self.parametres.iter().find(|p| p.code == code)
    }

    /// A table by its code.
    pub fn table(&self, code: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.code == code)
    }

    /// An input by its code.
    pub fn entree(&self, code: &str) -> Option<&Entree> {
        self.entrees.iter().find(|e| e.code == code)
    }
}

const UNITES: [(&str, UniteDeCalcul); 2] = [("exercice", UniteDeCalcul::Exercice), ("contrat", UniteDeCalcul::Contrat)];

const JOURS: [(&str, JourDuDroit); 2] =
    [("fin_exercice", JourDuDroit::FinExercice), ("debut_exercice", JourDuDroit::DebutExercice)];

const ARRONDIS: [(&str, Arrondi); 4] = [
    ("demi_loin_de_zero", Arrondi::DemiLoinDeZero),
    ("demi_superieur", Arrondi::DemiSuperieur),
    ("demi_pair", Arrondi::DemiPair),
    ("troncature", Arrondi::Troncature),
];

fn lire_code(entete: &Bloc<'_>, dossier: &str) -> String {
    let code = entete.code_requis("code");
    if !code.valeur.is_empty() && code.valeur != dossier {
        let defaut =
            Defaut::new(&code.place, format!("le dispositif « {} » est dans le dossier « {dossier} »", code.valeur));
        entete.defaut(defaut.conseil("donnez le même nom aux deux"));
    }
    code.valeur
}

fn lire_total(bloc: &Bloc<'_>) -> Total {
    let total = Total {
        eligible: Formules::lire(bloc, "eligible"),
        brut: Formules::lire(bloc, "brut"),
        montant: Formules::lire(bloc, "montant"),
    };
    bloc.texte_libre("note");
    bloc.fin();
    total
}

fn lire_versements(racine: &Bloc<'_>) -> Vec<Versement> {
    let (mut codes, mut titres) = (BTreeSet::new(), BTreeSet::new());
    let mut versements = Vec::new();
    for bloc in racine.blocs("versements") {
        let code = bloc.code_requis("code");
        sans_double(&bloc, &mut codes, &code, "ce versement");
        let titre = bloc.texte_requis("titre");
        if !titre.valeur.is_empty() && !titres.insert(titre.valeur.clone()) {
            let defaut = Defaut::new(&titre.place, "deux versements ont le même titre");
            bloc.defaut(defaut.conseil("une personne qui lit son relevé doit pouvoir les distinguer"));
        }
        if !bloc.contient("nature") {
            bloc.manque("nature");
        }
        let nature = bloc.mot("nature", &NATURES).unwrap_or(Nature::Initial);
        let affichages = [("exercice", false), ("annee_du_versement", true)];
        versements.push(Versement {
            code: code.valeur,
            titre: titre.valeur,
            nom: bloc.texte_libre("nom"),
            nature,
            formules: formule_requise(&bloc, "formule"),
            au_plus_tot: bloc.texte_libre("au_plus_tot"),
            affiche_l_annee_du_versement: bloc.mot("exercice_affiche", &affichages).unwrap_or(false),
            periode_de_reference: bloc.texte_libre("periode_de_reference"),
            place: code.place,
        });
        bloc.reference("source", Famille::Source);
        crate::provenance::confiance(&bloc, "confiance");
        bloc.texte_libre("note");
        bloc.fin();
    }
    versements
}
