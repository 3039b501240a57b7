//! Named formulas and indicators.

use crate::formules::Formules;
use crate::lecture::{Bloc, Famille};
use crate::parametres::Choix;
use crate::provenance::{ConfianceDite, Provenance, confiance};
use crate::valeurs::TypeValeur;
use crate::{Defaut, Lu, Place};
use formule::Date;
use std::collections::BTreeSet;

/// A named formula.
#[derive(Debug, Clone)]
pub struct Calcul {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The kind it must have.
    pub type_: Option<TypeValeur>,
    /// The options of a choice.
    pub choix: Vec<Choix>,
    /// The formula.
    pub formules: Formules,
    /// The detail whose lines it is computed on.
    pub niveau: Option<String>,
    /// How sure the formula itself is, where its period does not say.
    pub confiance: ConfianceDite,
    /// Is it computed at each jalon?
    pub jalons: bool,
    /// How its formulas name things.
    pub portee: Portee,
    /// Where it is written.
    pub place: Place,
    /// Is something that its readers count on unknown, as was reported?
    pub(crate) douteux: bool,
}

/// What the names of a formula mean when it was copied from a model or for a jalon.
#[derive(Debug, Clone, Default)]
pub struct Portee {
    /// Short name, full code.
    pub alias: Vec<(String, String)>,
    /// The day at which parameters are read.
    pub jour: Option<Date>,
    /// The row that `ligne.colonne` reads: table and key.
    pub ligne: Option<(String, String)>,
    /// The model that it was copied from.
    pub modele: Option<String>,
}

/// What is asked, counted, paid and shown.
#[derive(Debug, Clone)]
pub struct Indicateur {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The group it is shown in.
    pub groupe: Option<String>,
    /// Measured, declared, or both.
    pub type_: TypeIndicateur,
    /// Is its name that of the row of its model?
    pub libelle_de_ligne: bool,
    /// Is more better?
    pub sens: Sens,
    /// In a model: the column that says whether less is better.
    pub(crate) sens_selon: Option<Lu<String>>,
    /// Code of the text.
    pub texte: Option<String>,
    /// Article of the text.
    pub article: Option<String>,
    /// Its help.
    pub aide: Option<String>,
    /// Must its value go past the objective, which does not itself suffice?
    pub objectif_exclu: bool,
    /// What its states are called, where the usual words would mislead.
    pub mots: MotsDEtat,
    /// What is reached, shown.
    pub valeur: Option<Formules>,
    /// The objective, shown.
    pub objectif: Option<Formules>,
    /// Is it reached?
    pub atteint: Option<Formules>,
    /// Is there nothing to measure?
    pub sans_objet_si: Option<Formules>,
    /// What it pays.
    pub montant: Option<Formules>,
    /// What it takes away from the total.
    pub malus: Option<Formules>,
    /// The detail whose lines are paid one by one.
    pub par: Option<String>,
    /// How its value is shown.
    pub affichage: Affichage,
    /// Exercices in which it is new.
    pub nouveaute: Vec<i32>,
    /// What it is in each exercice.
    pub roles: Vec<Role>,
    /// Is it computed at each jalon?
    pub jalons: bool,
    /// How its formulas name things.
    pub portee: Portee,
    /// Where it is written.
    pub place: Place,
    /// Is something that its readers count on unknown, as was reported?
    pub(crate) douteux: bool,
}

/// What the states of an indicator are called; nothing keeps « Atteint » and « Non atteint ».
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MotsDEtat {
    /// The objective is reached: « Respecté ».
    pub atteint: Option<String>,
    /// It is not: « Dépassé ».
    pub non_atteint: Option<String>,
}

/// Where the facts of an indicator come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeIndicateur {
    /// Measured.
    Automatise,
    /// Declared.
    Declaratif,
    /// Both.
    Mixte,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sens {
    /// More is better.
    #[default]
    Hausse,
    /// Less is better.
    Baisse,
}

/// How a value is shown, apart from what is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affichage {
    /// Number of decimals.
    pub decimales: u8,
    /// Cut instead of rounded?
    pub tronque: bool,
}

impl Default for Affichage {
    fn default() -> Self {
        Self { decimales: 2, tronque: false }
    }
}

/// What an indicator is in some exercices. The attributes are independent.
#[derive(Debug, Clone)]
pub struct Role {
    /// The exercices.
    pub exercices: Vec<i32>,
    /// Is it in force?
    pub actif: bool,
    /// Must it be reached for anything to be paid?
    pub socle: bool,
    /// Would it be a socle, were its effect not suspended?
    pub socle_neutralise: bool,
    /// Does its amount count?
    pub remunere: bool,
    /// Does it take away from the total?
    pub malus: bool,
    /// Why it is inactive or neutralised.
    pub motif: Option<String>,
    /// Where the role comes from.
    pub provenance: Provenance,
}

impl Role {
    /// Names of the attributes, which overlays may replace.
    pub const ATTRIBUTS: [&'static str; 5] = ["actif", "socle", "socle_neutralise", "remunere", "malus"];

    /// The value of an attribute.
    pub fn attribut(&self, nom: &str) -> Option<bool> {
        match nom {
            "actif" => Some(self.actif),
            "socle" => Some(self.socle),
            "socle_neutralise" => Some(self.socle_neutralise),
            "remunere" => Some(self.remunere),
            "malus" => Some(self.malus),
            _ => None,
        }
    }
}

impl Indicateur {
    /// What it is in an exercice; nothing when it does not exist there.
    pub fn role(&self, annee: i32) -> Option<&Role> {
        self.roles.iter().find(|r| r.exercices.contains(&annee))
    }

    /// Its formulas, by the name of their key.
    pub fn formules(&self) -> impl Iterator<Item = (&'static str, &Formules)> {
        [
            ("valeur", &self.valeur),
            ("objectif", &self.objectif),
            ("atteint", &self.atteint),
            ("sans_objet", &self.sans_objet_si),
            ("montant", &self.montant),
            ("malus", &self.malus),
        ]
        .into_iter()
        .filter_map(|(nom, formules)| formules.as_ref().map(|f| (nom, f)))
    }
}

impl Calcul {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let lus = bloc.contient("type").then(|| crate::parametres::lire_type_et_choix(bloc));
        let (type_, choix) = lus.map_or((None, Vec::new()), |(type_, choix)| (Some(type_), choix));
        let formules = crate::nationaux::formule_requise(bloc, "formule");
        let mut calcul = Self {
            libelle: bloc.texte_libre("libelle").unwrap_or_else(|| code.valeur.clone()),
            choix,
            type_: type_.filter(|_| !bloc.touche(&["type", "choix"])),
            formules,
            niveau: bloc.reference("niveau", Famille::Detail).map(|d| d.valeur),
            confiance: confiance(bloc, "confiance").unwrap_or(ConfianceDite::Officiel),
            jalons: bloc.oui_non("jalons").unwrap_or(false),
            portee: Portee::default(),
            code: code.valeur,
            place: code.place,
            douteux: false,
        };
        bloc.reference("texte", Famille::Texte);
        bloc.texte_libre("article");
        bloc.reference("source", Famille::Source);
        bloc.texte_libre("note");
        calcul.douteux = bloc.touche(&["niveau", "jalons"]);
        bloc.fin();
        calcul
    }
}

impl Indicateur {
    /// `libelle` is that of the row when a model leaves it out.
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>, libelle: Option<String>) -> Self {
        let types = [
            ("automatise", TypeIndicateur::Automatise),
            ("declaratif", TypeIndicateur::Declaratif),
            ("mixte", TypeIndicateur::Mixte),
        ];
        let libelle = match (bloc.contient("libelle"), libelle) {
            (false, Some(libelle)) => libelle,
            _ => bloc.texte_requis("libelle").valeur,
        };
        bloc.texte("libelle");
        let mut indicateur = Self {
            libelle_de_ligne: libelle.is_empty(),
            sens_selon: bloc.texte("sens_selon"),
            libelle,
            groupe: bloc.texte_libre("groupe"),
            type_: bloc.mot("type", &types).unwrap_or(TypeIndicateur::Automatise),
            sens: bloc.mot("sens", &[("hausse", Sens::Hausse), ("baisse", Sens::Baisse)]).unwrap_or_default(),
            texte: bloc.reference("texte", Famille::Texte).map(|t| t.valeur),
            article: bloc.texte_libre("article"),
            aide: bloc.texte_libre("aide"),
            objectif_exclu: bloc.oui_non("objectif_exclu").unwrap_or(false),
            mots: bloc.bloc("mots").map_or_else(MotsDEtat::default, |b| lire_mots(&b)),
            valeur: Formules::lire(bloc, "valeur"),
            objectif: Formules::lire(bloc, "objectif"),
            atteint: Formules::lire(bloc, "atteint"),
            sans_objet_si: Formules::lire(bloc, "sans_objet_si"),
            montant: Formules::lire(bloc, "montant"),
            malus: Formules::lire(bloc, "malus"),
            par: bloc.reference("par", Famille::Detail).map(|d| d.valeur),
            affichage: bloc.bloc("affichage").map_or_else(Affichage::default, |b| lire_affichage(&b)),
            nouveaute: bloc.annees("nouveaute").unwrap_or_default(),
            roles: Vec::new(),
            jalons: bloc.oui_non("jalons").unwrap_or(false),
            portee: Portee::default(),
            code: code.valeur,
            place: code.place,
            douteux: false,
        };
        for role in bloc.blocs("roles") {
            indicateur.roles.push(lire_role(&role));
            indicateur.douteux |= role.touche(&["exercices", "actif"]);
            role.fin();
        }
        bloc.reference("source", Famille::Source);
        bloc.texte_libre("note");
        indicateur.douteux |= bloc.touche(&["roles", "par", "jalons"]);
        for (cle, formules) in indicateur.formules_par_cle() {
            if formules.is_none() && bloc.touche(&[cle]) {
                *formules = Some(Formules::illisible(bloc.place()));
            }
        }
        bloc.fin();
        indicateur.verifier(bloc);
        indicateur
    }

    fn formules_par_cle(&mut self) -> [(&'static str, &mut Option<Formules>); 6] {
        [
            ("valeur", &mut self.valeur),
            ("objectif", &mut self.objectif),
            ("atteint", &mut self.atteint),
            ("sans_objet_si", &mut self.sans_objet_si),
            ("montant", &mut self.montant),
            ("malus", &mut self.malus),
        ]
    }

    fn verifier(&self, bloc: &Bloc<'_>) {
        let mut vus = BTreeSet::new();
        for role in &self.roles {
            for annee in &role.exercices {
                if !vus.insert(*annee) {
                    let message = format!("l'indicateur « {} » a deux rôles en {annee}", self.code);
                    bloc.defaut(
                        Defaut::new(&role.provenance.place, message).conseil("retirez l'exercice de l'un des deux"),
                    );
                }
            }
            let manque = |due: bool, formule: &Option<Formules>, attribut: &str, cle: &str| {
                if due && formule.is_none() {
                    let message =
                        format!("l'indicateur « {} » est {attribut} et n'a pas de formule « {cle} »", self.code);
                    bloc.defaut(
                        Defaut::new(&role.provenance.place, message)
                            .conseil(format!("ajoutez {cle} = \"…\" à l'indicateur")),
                    );
                }
            };
            manque(role.socle || role.socle_neutralise, &self.atteint, "socle", "atteint");
            manque(role.remunere, &self.montant, "rémunéré", "montant");
            manque(role.malus, &self.malus, "un malus", "malus");
            if role.socle && role.socle_neutralise {
                let message = format!("l'indicateur « {} » est à la fois socle et socle neutralisé", self.code);
                bloc.defaut(Defaut::new(&role.provenance.place, message).conseil("gardez l'un des deux"));
            }
        }
        for (cle, formules, dit) in [
            ("objectif_exclu", &self.objectif, self.objectif_exclu),
            ("mots", &self.atteint, self.mots != MotsDEtat::default()),
        ] {
            if dit && formules.is_none() {
                let voulue = if cle == "mots" { "atteint" } else { "objectif" };
                let defaut = Defaut::new(&bloc.place_de(cle), format!("« {cle} » ne vaut qu'avec « {voulue} »"));
                bloc.defaut(defaut.conseil(format!("ajoutez {voulue} = \"…\", ou retirez « {cle} »")));
            }
        }
        if self.par.is_some() && self.montant.is_none() {
            bloc.defaut(
                Defaut::new(&bloc.place_de("par"), "« par » ne vaut que pour un montant")
                    .conseil("ajoutez montant = \"…\""),
            );
        }
    }
}

fn lire_mots(bloc: &Bloc<'_>) -> MotsDEtat {
    let mot = |cle: &str| bloc.texte_libre(cle).filter(|mot| !mot.is_empty());
    let mots = MotsDEtat { atteint: mot("atteint"), non_atteint: mot("non_atteint") };
    bloc.fin();
    mots
}

fn lire_affichage(bloc: &Bloc<'_>) -> Affichage {
    let decimales = bloc.entier("decimales");
    if let Some(d) = &decimales
        && !(0..=9).contains(&d.valeur)
    {
        bloc.defaut(Defaut::new(&d.place, "le nombre de décimales va de 0 à 9"));
    }
    let tronque = bloc.mot("mode", &[("arrondi", false), ("troncature", true)]).unwrap_or(false);
    bloc.fin();
    Affichage { decimales: decimales.and_then(|d| u8::try_from(d.valeur).ok()).unwrap_or(2), tronque }
}

fn lire_role(bloc: &Bloc<'_>) -> Role {
    for cle in ["exercices", "confiance", "verifie_le"] {
        if !bloc.contient(cle) {
            bloc.manque(cle);
        }
    }
    let role = Role {
        exercices: bloc.annees("exercices").unwrap_or_default(),
        actif: bloc.oui_non("actif").unwrap_or(true),
        socle: bloc.oui_non("socle").unwrap_or(false),
        socle_neutralise: bloc.oui_non("socle_neutralise").unwrap_or(false),
        remunere: bloc.oui_non("remunere").unwrap_or(false),
        malus: bloc.oui_non("malus").unwrap_or(false),
        motif: bloc.texte_libre("motif").filter(|m| !m.is_empty()),
        provenance: Provenance::lire_facultative(bloc),
    };
    if !role.actif && role.motif.is_none() && !bloc.touche(&["motif"]) {
        let defaut = Defaut::new(&bloc.place(), "un indicateur inactif doit dire pourquoi");
        bloc.defaut(defaut.conseil("ajoutez motif = \"…\""));
    }
    role
}
