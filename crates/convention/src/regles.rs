//! All the conventions, read from their files.

use crate::cas::{self, Bases, Cas};
use crate::defaut::voisin;
use crate::ecriture::typographier;
use crate::fichier::{Nature, dernier, parent_de};
use crate::lecture::Lecture;
use crate::{Convention, Defaut, Dispositif, Fichier, Place, coherence, documents, examen, menu};
use std::collections::{BTreeMap, BTreeSet};

/// Conventions and their dispositifs.
#[derive(Debug, Clone, Default)]
pub struct Regles {
    /// By the path of their folder.
    pub conventions: Vec<Convention>,
}

impl Regles {
    /// Reads rule files.
    ///
    /// # Errors
    /// Every defect of every file, in the order of the files.
    pub fn charger(fichiers: &[Fichier]) -> Result<Regles, Vec<Defaut>> {
        let (regles, defauts) = Self::charger_sans_arret(fichiers);
        if defauts.is_empty() { Ok(regles) } else { Err(defauts) }
    }

    /// Reads rule files: the dispositifs whose files are well made, even when some of their formulas are wrong, and
    /// every defect of all of them, formulas included.
    pub fn charger_sans_arret(fichiers: &[Fichier]) -> (Regles, Vec<Defaut>) {
        let mut defauts = Vec::new();
        let mut conventions: BTreeMap<String, Convention> = BTreeMap::new();
        for fichier in fichiers.iter().filter(|f| f.nature() == Nature::Convention) {
            let lue = Lecture::lire(fichier, Convention::lire);
            defauts.extend(lue.defauts);
            let mut convention = lue.lu;
            // A source that seems to be missing may only have been misread.
            convention.sans_textes = !lue.entier;
            conventions.insert(fichier.dossier().to_owned(), convention);
        }
        let mut regles = 0;
        for fichier in fichiers.iter().filter(|f| f.nature() == Nature::Regles) {
            regles += 1;
            let dossier = parent_de(fichier.dossier()).to_owned();
            let convention =
                conventions.entry(dossier.clone()).or_insert_with(|| Convention::muette(dernier(&dossier)));
            let (dispositif, trouves) = lire_dispositif(fichier, fichiers, convention);
            convention.dispositifs.extend(dispositif);
            defauts.extend(trouves);
        }
        for fichier in fichiers.iter().filter(|f| f.nature() == Nature::Autre) {
            let defaut = Defaut::new(&Place::du_fichier(&fichier.chemin), "ce fichier ne dit aucune règle");
            defauts
                .push(defaut.conseil("un dossier contient regles.toml et cas/*.toml ; sa profession, convention.toml"));
        }
        if regles == 0 {
            let chemin = fichiers.first().map_or("dossier de règles", |f| f.chemin.as_str());
            let defaut = Defaut::new(&Place::du_fichier(chemin), "aucun dispositif ici");
            defauts.push(defaut.conseil("donnez un dossier qui contient <profession>/<dispositif>/regles.toml"));
        }
        let mut conventions: Vec<Convention> = conventions.into_values().collect();
        codes_en_double(&mut conventions, &mut defauts);
        // What is refused elsewhere would seem to be missing here, and a folder read alone has no neighbours.
        let entier = defauts.is_empty() && regles > 1;
        let regles = Regles { conventions };
        for convention in regles.conventions.iter().filter(|_| entier) {
            let siens: Vec<&Dispositif> = regles.dispositifs_de(convention).collect();
            let connus = siens.iter().map(|d| d.code.as_str()).collect();
            defauts.extend(regles.partages_sans_dossier(convention));
            defauts.extend(professions_sans_choix(convention, &siens));
            defauts.extend(menu::verifier(&convention.menu, &connus));
            defauts.extend(documents::verifier(&convention.documents, &siens));
        }
        (regles, ranger(defauts))
    }

    /// All the dispositifs.
    pub fn dispositifs(&self) -> impl Iterator<Item = &Dispositif> {
        self.conventions.iter().flat_map(|c| &c.dispositifs)
    }

    /// A convention by its code.
    pub fn convention(&self, code: &str) -> Option<&Convention> {
        self.conventions.iter().find(|convention| convention.code == code)
    }

    /// The dispositifs of a convention: those of its folder, then those that it shares.
    pub fn dispositifs_de<'r>(&'r self, convention: &'r Convention) -> impl Iterator<Item = &'r Dispositif> {
        convention.avec_partages(&self.conventions)
    }

    /// What a convention shares, and that no folder holds.
    fn partages_sans_dossier(&self, convention: &Convention) -> Vec<Defaut> {
        let absent = |code: &&String| !self.dispositifs().any(|d| d.code == **code && d.convention != convention.code);
        let dire = |code: &String| {
            let defaut =
                Defaut::new(&convention.place, format!("« {code} » n'est le dispositif d'aucune autre convention"));
            defaut.conseil("corrigez « partage », ou donnez aussi le dossier de l'autre convention")
        };
        convention.partages.iter().filter(absent).map(dire).collect()
    }

    /// The convention in whose folder a dispositif is written.
    pub fn convention_de(&self, dispositif: &str) -> Option<&Convention> {
        self.conventions.iter().find(|c| c.dispositifs.iter().any(|d| d.code == dispositif))
    }

    /// A dispositif by its code.
    ///
    /// # Errors
    /// A sentence with the closest code.
    pub fn dispositif(&self, code: &str) -> Result<&Dispositif, String> {
        self.dispositifs().find(|d| d.code == code).ok_or_else(|| {
            let conseil = voisin(code, self.dispositifs().map(|d| d.code.as_str()))
                .map_or_else(String::new, |c| format!(" ({c})"));
            typographier(&format!("aucun dispositif « {code} »{conseil}"))
        })
    }
}

/// The input that says the profession of each must exist, and have something to say.
fn professions_sans_choix(convention: &Convention, siens: &[&Dispositif]) -> Option<Defaut> {
    let code = convention.profession_selon.as_ref()?;
    let dite = siens.iter().any(|d| d.entree(code).is_some_and(|entree| !entree.choix.is_empty()));
    let defaut =
        || Defaut::new(&convention.place, format!("« {code} » n'est l'entrée de type choix d'aucun dispositif d'ici"));
    (!dite).then(|| defaut().conseil("corrigez « profession_selon », ou retirez-le"))
}

/// A dispositif, unless something else than its formulas is wrong; and every defect.
fn lire_dispositif(
    fichier: &Fichier,
    fichiers: &[Fichier],
    convention: &Convention,
) -> (Option<Dispositif>, Vec<Defaut>) {
    let dossier = fichier.dossier();
    let lues = Lecture::lire(fichier, |racine| Dispositif::lire(racine, dernier(dossier), convention.beneficiaire));
    let (mut dispositif, mut defauts) = (lues.lu, lues.defauts);
    dispositif.convention.clone_from(&convention.code);
    dispositif.fichiers.push(fichier.chemin.clone());
    let au_dessus = fichiers.iter().filter(|f| f.nature() == Nature::Convention && f.dossier() == parent_de(dossier));
    dispositif.fichiers.extend(au_dessus.map(|f| f.chemin.clone()));
    if lues.entier {
        defauts.extend(coherence::verifier(&dispositif, convention, &lues.references, &lues.perdus));
    }
    // A file that is not TOML throughout has formulas that only seem to be wrong.
    let formules = if lues.entier { examen::examiner(&dispositif, &defauts) } else { Vec::new() };
    let mut cas: Vec<Cas> = Vec::new();
    let mut bases = Bases::default();
    for fichier in fichiers.iter().filter(|f| f.nature() == Nature::Cas && f.dossier() == dossier) {
        let lue = Lecture::lire(fichier, cas::lire);
        let (siens, siennes) = lue.lu;
        defauts.extend(lue.defauts);
        cas.extend(siens);
        defauts.extend(bases.ajouter(siennes));
    }
    let annees_sures = lues.entier && !dispositif.lacunes.exercices;
    defauts.extend(cas::relier(&mut cas, &bases, annees_sures.then(|| dispositif.annees()).as_deref()));
    dispositif.cas = cas;
    let bien_fait = defauts.is_empty();
    defauts.extend(formules);
    (bien_fait.then_some(dispositif), defauts)
}

/// Two dispositifs under one code could not be told apart on a command line.
fn codes_en_double(conventions: &mut [Convention], defauts: &mut Vec<Defaut>) {
    let mut vus: BTreeSet<String> = BTreeSet::new();
    for dispositif in conventions.iter().flat_map(|c| &c.dispositifs) {
        if !vus.insert(dispositif.code.clone()) {
            let defaut =
                Defaut::new(&dispositif.place, format!("un autre dispositif s'appelle déjà « {} »", dispositif.code));
            defauts.push(defaut.conseil("changez le nom du dossier et le code"));
        }
    }
    for convention in conventions {
        convention.dispositifs.sort_by(|a, b| a.code.cmp(&b.code));
    }
}

/// By file and place; what was found twice is said once.
pub fn ranger(mut defauts: Vec<Defaut>) -> Vec<Defaut> {
    defauts.sort_by(|a, b| a.place.cle().cmp(&b.place.cle()).then_with(|| a.message.cmp(&b.message)));
    defauts.dedup_by(|a, b| a.place.cle() == b.place.cle() && a.message == b.message);
    defauts
}
