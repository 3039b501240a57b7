//! Dated parameters and barèmes.

use crate::formules::{Periode, chevauchements};
use crate::lecture::Bloc;
use crate::provenance::{ConfianceDite, Provenance, confiance};
use crate::valeurs::TypeValeur;
use crate::{Defaut, Lu, Place};
use formule::programme::{Constante, ModeBareme, Scalaire};
use formule::{Date, Fraction};

/// A parameter: one value per period, never overwritten.
#[derive(Debug, Clone)]
pub struct Parametre {
    /// Its code: formulas say `p.code`.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// Its kind.
    pub type_: TypeParametre,
    /// The options of a choice.
    pub choix: Vec<Choix>,
    /// Its values.
    pub versions: Vec<VersionDeParametre>,
    /// Where it is written.
    pub place: Place,
    /// Is its kind unknown, as was reported?
    pub(crate) douteux: bool,
}

/// The kind of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeParametre {
    /// One value.
    Valeur(TypeValeur),
    /// Steps or slices.
    Bareme {
        /// Which of the two.
        mode: ModeBareme,
        /// What it is applied to.
        entree: TypeValeur,
        /// What it gives.
        sortie: TypeValeur,
    },
}

/// The value of a parameter over a period.
#[derive(Debug, Clone)]
pub struct VersionDeParametre {
    /// First day.
    pub depuis: Date,
    /// Last day, included; open when absent.
    pub jusqu_a: Option<Date>,
    /// The value.
    pub contenu: ContenuDeParametre,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A value, or the steps of a barème.
#[derive(Debug, Clone)]
pub enum ContenuDeParametre {
    /// One value; `None` when it was not found.
    Valeur(Option<Scalaire>),
    /// Steps in order; the last has no bound.
    Bareme(Vec<PalierDeBareme>),
}

/// One step of a barème.
#[derive(Debug, Clone)]
pub struct PalierDeBareme {
    /// Upper bound, and whether it belongs to this step.
    pub jusqu_a: Option<(Fraction, bool)>,
    /// The value, or the price; `None` when it was not found.
    pub valeur: Option<Scalaire>,
    /// How sure this step is.
    pub confiance: ConfianceDite,
    /// Where it is written.
    pub place: Place,
}

/// What the engine is told of a value.
pub(crate) fn constante(valeur: Option<Scalaire>, dite: ConfianceDite) -> Constante {
    match valeur {
        Some(_) => Constante { valeur, confiance: dite.confiance() },
        None => Constante::INCONNUE,
    }
}

impl Parametre {
    pub(crate) fn lire(code: Lu<String>, bloc: &Bloc<'_>) -> Self {
        let libelle = bloc.texte_requis("libelle").valeur;
        let avant = bloc.lecture.compte();
        let (type_, choix) = lire_type_de_parametre(bloc);
        let douteux = bloc.lecture.compte() > avant;
        let (mut versions, mut datees) = (Vec::new(), true);
        let blocs = bloc.blocs("valeurs");
        let vide = blocs.is_empty();
        if vide {
            let defaut = Defaut::new(&code.place, format!("le paramètre « {} » n'a aucune valeur", code.valeur));
            bloc.defaut(defaut.conseil(format!(
                "ajoutez [[parametres.{}.valeurs]], au besoin avec valeur = \"inconnu\"",
                code.valeur
            )));
        }
        for version in blocs {
            let lue = lire_version(&version, &type_);
            datees &= lue.is_some() && !version.touche(&["depuis", "jusqu_a"]);
            versions.extend(lue);
            version.fin();
        }
        bloc.texte_libre("note");
        bloc.fin();
        let periodes: Vec<Periode> =
            versions.iter().map(|v| (v.depuis, v.jusqu_a, v.provenance.place.clone())).collect();
        for defaut in chevauchements(&periodes, &format!("le paramètre « {} »", code.valeur)) {
            datees = false;
            bloc.defaut(defaut);
        }
        if vide || !datees {
            // One unknown value for all days: formulas that read it are still typed.
            versions = vec![VersionDeParametre {
                depuis: Date::MIN,
                jusqu_a: None,
                contenu: type_.inconnu(&code.place),
                provenance: Provenance::aucune(&code.place),
            }];
        }
        Self { code: code.valeur, libelle, type_, choix, versions, place: code.place, douteux }
    }

    /// The kind of its values; of what a barème gives.
    pub fn type_de_valeur(&self) -> &TypeValeur {
        match &self.type_ {
            TypeParametre::Valeur(t) => t,
            TypeParametre::Bareme { sortie, .. } => sortie,
        }
    }

    /// The version valid on a day.
    pub fn au(&self, jour: Date) -> Option<&VersionDeParametre> {
        self.versions.iter().find(|v| v.depuis <= jour && v.jusqu_a.is_none_or(|fin| jour <= fin))
    }
}

impl TypeParametre {
    /// What stands for a value that could not be read.
    fn inconnu(&self, place: &Place) -> ContenuDeParametre {
        match self {
            Self::Valeur(_) => ContenuDeParametre::Valeur(None),
            Self::Bareme { .. } => {
                let confiance = ConfianceDite::Inconnu;
                let palier = PalierDeBareme { jusqu_a: None, valeur: None, confiance, place: place.clone() };
                ContenuDeParametre::Bareme(vec![palier])
            }
        }
    }
}

fn lire_type_de_parametre(bloc: &Bloc<'_>) -> (TypeParametre, Vec<Choix>) {
    if bloc.texte_brut("type").is_some_and(|t| t.valeur == "bareme") {
        bloc.texte("type");
        let modes = [("palier", ModeBareme::Palier), ("tranche", ModeBareme::Tranche)];
        if !bloc.contient("mode") {
            bloc.manque("mode");
        }
        let mode = bloc.mot("mode", &modes).unwrap_or(ModeBareme::Palier);
        let (entree, sortie) = (lire_type(bloc, "entree"), lire_type(bloc, "sortie"));
        return (TypeParametre::Bareme { mode, entree, sortie }, Vec::new());
    }
    let (type_, choix) = lire_type_et_choix(bloc);
    (TypeParametre::Valeur(type_), choix)
}

/// Reads the word of a kind; a wrong one is reported and taken for a text, so that its values raise no other defect.
pub(crate) fn lire_type(bloc: &Bloc<'_>, cle: &str) -> TypeValeur {
    let texte = bloc.texte_requis(cle);
    if texte.valeur.is_empty() {
        return TypeValeur::Texte;
    }
    TypeValeur::lire(&texte.valeur).unwrap_or_else(|refus| {
        bloc.rater(cle);
        bloc.defaut(Defaut::new(&texte.place, refus.message).conseil(refus.conseil));
        TypeValeur::Texte
    })
}

/// A code and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choix {
    /// What files and formulas say.
    pub code: String,
    /// What people read.
    pub libelle: String,
}

/// Reads `type`, and `choix` when the kind needs it.
pub(crate) fn lire_type_et_choix(bloc: &Bloc<'_>) -> (TypeValeur, Vec<Choix>) {
    let type_ = lire_type(bloc, "type");
    let mut choix: Vec<Choix> = Vec::new();
    for option in bloc.blocs("choix") {
        let code = option.code_requis("code");
        if choix.iter().any(|c| c.code == code.valeur) {
            bloc.defaut(Defaut::new(&code.place, format!("le choix « {} » est déjà écrit", code.valeur)));
        }
        choix.push(Choix { code: code.valeur, libelle: option.texte_requis("libelle").valeur });
        option.fin();
    }
    match type_ {
        TypeValeur::Choix(_) if choix.is_empty() => {
            bloc.manque("choix");
            (TypeValeur::Texte, choix)
        }
        TypeValeur::Choix(_) => (TypeValeur::Choix(choix.iter().map(|c| c.code.clone()).collect()), choix),
        // Beside a free text, the list is only suggested.
        TypeValeur::Texte => (TypeValeur::Texte, choix),
        autre => {
            if !choix.is_empty() {
                let defaut =
                    Defaut::new(&bloc.place_de("choix"), format!("« choix » ne va pas avec le type « {autre} »"));
                bloc.defaut(defaut.conseil("écrivez type = \"choix\", ou retirez la liste"));
            }
            (autre, choix)
        }
    }
}

/// Reads a value of a kind; the outer `None` when it could not be read, and that was reported.
pub(crate) fn lire_valeur(bloc: &Bloc<'_>, cle: &str, type_: &TypeValeur) -> Option<Option<Scalaire>> {
    if !bloc.contient(cle) {
        bloc.manque(cle);
    }
    let lu = bloc.brut(cle)?;
    if *type_ == TypeValeur::Texte {
        return Some(None);
    }
    match type_.valeur(&lu.valeur) {
        Ok(valeur) => Some(valeur),
        Err(refus) => {
            bloc.defaut(Defaut::new(&lu.place, refus.message).conseil(refus.conseil));
            None
        }
    }
}

fn lire_version(bloc: &Bloc<'_>, type_: &TypeParametre) -> Option<VersionDeParametre> {
    let depuis = bloc.date_requise("depuis");
    let jusqu_a = bloc.date("jusqu_a").map(|d| d.valeur);
    let mut provenance = Provenance::lire(bloc);
    let contenu = match type_ {
        TypeParametre::Valeur(t) => {
            let lue = lire_valeur(bloc, "valeur", t);
            let valeur = lue.flatten();
            if lue.is_some() && *t != TypeValeur::Texte && !bloc.touche(&["confiance"]) {
                verifier_inconnu(bloc, valeur.is_none(), provenance.confiance);
            }
            if valeur.is_none() {
                provenance.confiance = ConfianceDite::Inconnu;
            }
            ContenuDeParametre::Valeur(valeur)
        }
        TypeParametre::Bareme { entree, sortie, .. } => {
            let avant = bloc.lecture.compte();
            let paliers = lire_paliers(bloc, entree, sortie, provenance.confiance);
            match bloc.lecture.compte() > avant {
                true => type_.inconnu(&bloc.place()),
                false => ContenuDeParametre::Bareme(paliers),
            }
        }
    };
    Some(VersionDeParametre { depuis: depuis?, jusqu_a, contenu, provenance })
}

fn verifier_inconnu(bloc: &Bloc<'_>, inconnue: bool, dite: ConfianceDite) {
    if inconnue && dite != ConfianceDite::Inconnu && bloc.contient("confiance") {
        let defaut = Defaut::new(
            &bloc.place_de("confiance"),
            format!("une valeur inconnue ne peut pas être « {} »", dite.mot()),
        );
        bloc.defaut(defaut.conseil("écrivez confiance = \"inconnu\""));
    }
    if !inconnue && dite == ConfianceDite::Inconnu {
        let defaut =
            Defaut::new(&bloc.place_de("confiance"), "une valeur donnée ne peut pas être de confiance « inconnu »");
        bloc.defaut(defaut.conseil("dites officiel, secondaire ou hypothese, ou valeur = \"inconnu\""));
    }
}

fn lire_paliers(
    bloc: &Bloc<'_>,
    entree: &TypeValeur,
    sortie: &TypeValeur,
    defaut: ConfianceDite,
) -> Vec<PalierDeBareme> {
    let blocs = bloc.blocs("paliers");
    if blocs.is_empty() {
        bloc.manque("paliers");
    }
    let dernier = blocs.len().saturating_sub(1);
    let mut paliers: Vec<PalierDeBareme> = Vec::new();
    for (rang, palier) in blocs.iter().enumerate() {
        let borne = palier.contient("jusqu_a").then(|| lire_valeur(palier, "jusqu_a", entree)).flatten().flatten();
        let inclus = palier.oui_non("inclus");
        let jusqu_a = match (borne, inclus) {
            (Some(Scalaire::Nombre(f)), Some(inclus)) => Some((f, inclus)),
            (Some(Scalaire::Nombre(f)), None) => {
                let manque = Defaut::new(&palier.place(), "on ne sait pas si la borne appartient à ce palier");
                palier.defaut(manque.conseil("ajoutez inclus = true ou inclus = false"));
                Some((f, true))
            }
            _ => None,
        };
        if jusqu_a.is_none() != (rang == dernier) {
            let message = if rang == dernier {
                "le dernier palier n'a pas de borne"
            } else {
                "seul le dernier palier n'a pas de borne"
            };
            palier.defaut(Defaut::new(&palier.place(), message).conseil("les paliers vont du plus bas au plus haut"));
        }
        if let (Some((f, _)), Some(Some((avant, _)))) = (jusqu_a, paliers.last().map(|p| p.jusqu_a))
            && f <= avant
        {
            let ordre = Defaut::new(&palier.place(), "la borne de ce palier n'est pas au-dessus de la précédente");
            palier.defaut(ordre.conseil("rangez les paliers du plus bas au plus haut"));
        }
        let valeur = lire_valeur(palier, "valeur", sortie).flatten();
        let dite = confiance(palier, "confiance").unwrap_or(defaut);
        palier.reference("source", crate::lecture::Famille::Source);
        palier.texte_libre("note");
        palier.fin();
        let dite = if valeur.is_none() { ConfianceDite::Inconnu } else { dite };
        paliers.push(PalierDeBareme { jusqu_a, valeur, confiance: dite, place: palier.place() });
    }
    paliers
}
