//! From a dispositif to the programme of one exercice, which the engine compiles.

use crate::calendrier::ExerciceDeDispositif;
use crate::entrees::Entree;
use crate::formules::Formules;
use crate::indicateurs::{Affichage, Indicateur, Portee};
use crate::mots::Mots;
use crate::nationaux::{National, Repartition};
use crate::parametres::Parametre;
use crate::roles::{Effets, effets};
use crate::surcharges::Surcharges;
use crate::transcription::{
    choix_du_programme, national_du_programme, parametre_du_programme, repartition_du_programme, table_du_programme,
};
use crate::valeurs::TypeValeur;
use crate::{Defaut, Dispositif, Lu, Place, application, depliage, selection};
use formule::programme::{self, Definition, Genre, Programme};
use formule::{Date, Unite};
use std::collections::{BTreeMap, BTreeSet};

/// Names of what is computed for every dispositif, which no code may take.
pub(crate) const GENERES: [&str; 9] = [
    "concerne",
    "somme_remuneres",
    "socles_valides",
    "taux_malus",
    "eligible",
    "brut",
    "montant_calcule",
    "montant",
    "ligne_malus",
];

/// The definitions of a programme that are its results.
#[derive(Debug, Clone, Default)]
pub struct Sorties {
    /// Is anything paid in this exercice? If not, `montant` is worth 0 € and nobody is to be shown it.
    pub remuneration: bool,
    /// What is due.
    pub montant: String,
    /// Is anything due at all?
    pub eligible: String,
    /// The sum before the adjustments of the total.
    pub brut: String,
    /// What would be due if it were eligible.
    pub montant_calcule: String,
    /// What the adjustments took away: net less gross.
    pub ligne_malus: String,
    /// The indicators that exist in the exercice, in the order of the rules.
    pub indicateurs: Vec<SortieIndicateur>,
    /// Code of each payment, and its definition.
    pub versements: Vec<(String, String)>,
    /// Code of each figure shown beside the payments, and its definition.
    pub estimations: Vec<(String, String)>,
    /// Is it for this beneficiary? For everybody when there is no such definition.
    pub concerne: Option<String>,
    /// Codes of the calculs kept in this exercice.
    pub calculs: Vec<String>,
}

/// The definitions of an indicator.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct SortieIndicateur {
    pub code: String,
    pub libelle: String,
    /// Is it in force, as far as the rules say?
    pub actif: bool,
    /// How its value is shown.
    pub affichage: Affichage,
    pub valeur: Option<String>,
    pub objectif: Option<String>,
    pub atteint: Option<String>,
    pub sans_objet: Option<String>,
    pub montant: Option<String>,
    pub malus: Option<String>,
    /// The detail whose lines are paid, and the definition of the amount of a line.
    pub ligne: Option<(String, String)>,
}

/// Where the text of a definition stands, and whether defects point inside it.
#[derive(Debug, Clone)]
pub(crate) struct Origine {
    pub(crate) place: Place,
    pub(crate) est_formule: bool,
}

/// A programme, its results, and where each of its parts is written.
#[derive(Debug, Clone)]
pub(crate) struct Construction {
    pub(crate) programme: Programme,
    pub(crate) sorties: Sorties,
    pub(crate) origines: BTreeMap<String, Origine>,
    /// Definitions that could not be made.
    pub(crate) manquantes: BTreeSet<String>,
    pub(crate) defauts: Vec<Defaut>,
}

/// Definitions that stand or fall together: those of a calcul, of a national result, of a share.
pub(crate) struct Groupe {
    /// The name under which formulas read it.
    pub(crate) nom: String,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) manques: Vec<Defaut>,
}

pub(crate) struct Constructeur<'d> {
    pub(crate) d: &'d Dispositif,
    pub(crate) annee: i32,
    /// Is anything paid in this exercice?
    pub(crate) remunere: bool,
    exercice: &'d ExerciceDeDispositif,
    jour: Date,
    pub(crate) definitions: Vec<Definition>,
    origines: BTreeMap<String, Origine>,
    pub(crate) defauts: Vec<Defaut>,
    pub(crate) roles: Vec<programme::Parametre>,
    pub(crate) sorties: Sorties,
    manquantes: BTreeSet<String>,
}

impl Dispositif {
    pub(crate) fn construire(&self, annee: i32, surcharges: &Surcharges) -> Result<Construction, Vec<Defaut>> {
        let construction = self.construire_sans_arret(annee, surcharges)?;
        if construction.defauts.is_empty() { Ok(construction) } else { Err(construction.defauts) }
    }

    /// The same, with what could be made when there are defects.
    pub(crate) fn construire_sans_arret(
        &self,
        annee: i32,
        surcharges: &Surcharges,
    ) -> Result<Construction, Vec<Defaut>> {
        let exercice = self.exercice(annee).map_err(|message| vec![Defaut::new(&self.place, message)])?;
        let constructeur = Constructeur {
            d: self,
            annee,
            remunere: self.remunere_en(annee),
            exercice,
            jour: self.jour_du_droit(exercice),
            definitions: Vec::new(),
            origines: BTreeMap::new(),
            defauts: Vec::new(),
            roles: Vec::new(),
            sorties: Sorties { remuneration: self.remunere_en(annee), ..Sorties::default() },
            manquantes: BTreeSet::new(),
        };
        Ok(constructeur.construire(surcharges))
    }

    /// The programme of an exercice, some values being replaced.
    ///
    /// # Errors
    /// Every defect that keeps it from being made.
    pub fn programme(&self, annee: i32, surcharges: &Surcharges) -> Result<Programme, Vec<Defaut>> {
        self.construire(annee, surcharges).map(|c| c.programme)
    }
}

impl Constructeur<'_> {
    fn construire(mut self, surcharges: &Surcharges) -> Construction {
        let mut absents = BTreeSet::new();
        let mut presents: Vec<(&Indicateur, Effets)> = Vec::new();
        let d = self.d;
        for indicateur in &d.indicateurs {
            let effets = indicateur.role(self.annee).map(|role| effets(indicateur, role, surcharges));
            match effets.filter(|e| e.present && self.ligne_existe(&indicateur.portee)) {
                Some(effets) => presents.push((indicateur, effets)),
                None => {
                    absents.insert(indicateur.code.clone());
                }
            }
        }
        for (indicateur, effets) in &presents {
            self.indicateur(indicateur, effets);
        }
        self.roles_et_total(&presents);
        self.versements();
        self.estimations();
        self.concerne();
        let mut groupes: Vec<Groupe> = d.calculs.iter().map(|c| self.calcul(c)).collect();
        groupes.extend(d.nationaux.iter().map(|n| self.national(n)));
        groupes.extend(d.repartitions.iter().map(|r| self.repartition(r)));
        let presentes: Vec<&Entree> = d.entrees.iter().filter(|e| e.existe_en(self.annee)).collect();
        groupes.extend(presentes.into_iter().filter_map(|e| self.condition_d_affichage(e)));
        absents.extend(d.entrees.iter().filter(|e| !e.existe_en(self.annee)).map(|e| e.code.clone()));
        absents.extend(d.parametres.iter().filter(|p| !self.a_une_valeur(p)).map(|p| format!("p.{}", p.code)));
        let gardes = selection::garder(groupes, &self.definitions, absents);
        let mut noms = BTreeSet::new();
        for groupe in gardes {
            self.defauts.extend(groupe.manques);
            self.definitions.extend(groupe.definitions);
            noms.insert(groupe.nom);
        }
        self.sorties.calculs = d.calculs.iter().map(|c| c.code.clone()).filter(|c| noms.contains(c)).collect();
        self.lignes_de_modele();
        self.finir(&noms, surcharges)
    }

    fn finir(mut self, noms: &BTreeSet<String>, surcharges: &Surcharges) -> Construction {
        let d = self.d;
        let mut entrees: Vec<programme::Entree> = d.entrees_de(self.annee).into_iter().map(Entree::programme).collect();
        entrees.extend(self.deja_verses().iter().map(Entree::programme));
        let details = d.details.iter().map(|detail| programme::Detail {
            code: detail.code.clone(),
            table: detail.table.clone(),
            entrees: detail.entrees.iter().filter(|e| e.existe_en(self.annee)).map(Entree::programme).collect(),
        });
        let mut programme = Programme {
            exercice: self.exercice.exercice,
            jour_du_droit: Some(self.jour),
            jour_dit: d.jour_du_droit.is_some(),
            arrondi: d.arrondi,
            entrees,
            details: details.collect(),
            parametres: d.parametres.iter().map(parametre_du_programme).collect(),
            tables: d.tables.iter().map(table_du_programme).collect(),
            definitions: self.definitions,
            nationaux: d
                .nationaux
                .iter()
                .filter(|n| noms.contains(&nom_national(n)))
                .map(national_du_programme)
                .collect(),
            repartitions: d
                .repartitions
                .iter()
                .filter(|r| noms.contains(&nom_repartition(r)))
                .map(repartition_du_programme)
                .collect(),
            choix: choix_du_programme(d, self.jour),
        };
        self.defauts.extend(application::appliquer(d, &mut programme, surcharges));
        programme.parametres.extend(self.roles);
        Construction {
            programme,
            sorties: self.sorties,
            origines: self.origines,
            manquantes: self.manquantes,
            defauts: self.defauts,
        }
    }

    // ---- formulas ----

    /// One definition of a formula at the day of the law, or at its jalon; or what keeps it from being made, unless
    /// that was reported when it was read.
    pub(crate) fn definition(
        &mut self,
        code: &str,
        formules: &Formules,
        portee: &Portee,
        quoi: &str,
    ) -> Result<Definition, Option<Defaut>> {
        let faite = if formules.versions.is_empty() {
            Err(None)
        } else {
            self.definition_lue(code, formules, portee, quoi).map_err(Some)
        };
        if faite.is_err() {
            self.manquantes.insert(code.to_owned());
        }
        faite
    }

    fn definition_lue(
        &mut self,
        code: &str,
        formules: &Formules,
        portee: &Portee,
        quoi: &str,
    ) -> Result<Definition, Defaut> {
        let jour = portee.jour.unwrap_or(self.jour);
        let Some(version) = formules.au(jour) else {
            let defaut = Defaut::new(&formules.place, format!("{quoi} n'a pas de formule au {jour}"));
            return Err(
                defaut.conseil("ajoutez une ligne datée qui couvre ce jour, ou retirez l'indicateur de cet exercice")
            );
        };
        let exercice = self.exercice.exercice;
        if self.d.jour_du_droit.is_none()
            && portee.jour.is_none()
            && !formules.au(exercice.debut).is_some_and(|v| std::ptr::eq(v, version))
        {
            let defaut = Defaut::new(&version.texte.place, format!("{quoi} change pendant l'exercice {}", self.annee));
            return Err(defaut.conseil("dites quel jour compte : jour_du_droit = \"fin_exercice\" dans [dispositif]"));
        }
        // Places inside a formula that was unfolded are no longer those of the file: defects point at the whole.
        let depliee = depliage::deplier(self.d, &version.texte.valeur, |ligne| ligne.vaut_au(jour));
        let origine = Origine { place: version.texte.place.clone(), est_formule: depliee.is_none() };
        self.origines.insert(code.to_owned(), origine);
        let mut definition = Definition::simple(code, depliee.unwrap_or_else(|| version.texte.valeur.clone()));
        definition.confiance = version.confiance.confiance();
        definition.alias.clone_from(&portee.alias);
        if let Some((table, cle)) = &portee.ligne {
            for colonne in self.colonnes_lues(&version.texte, table) {
                definition.alias.push((format!("ligne.{colonne}"), format!("{table}[{cle}].{colonne}")));
            }
        }
        definition.jour = portee.jour;
        Ok(definition)
    }

    fn colonnes_lues(&self, texte: &Lu<String>, table: &str) -> Vec<String> {
        let Ok(expr) = formule::lire(&texte.valeur) else { return Vec::new() };
        let mots = Mots::de(&expr, &[]);
        let Some(table) = self.d.table(table) else { return Vec::new() };
        mots.colonnes_de_ligne().filter(|c| table.rang(c).is_some()).map(str::to_owned).collect()
    }

    /// A definition that the rules did not write.
    pub(crate) fn generer(&mut self, code: &str, formule: String, genre: Genre, place: &Place) -> &mut Definition {
        let mut definition = Definition::simple(code, formule);
        definition.genre = Some(genre);
        definition.sans_objet_admis = false;
        self.origines.insert(code.to_owned(), Origine { place: place.clone(), est_formule: false });
        self.definitions.push(definition);
        let rang = self.definitions.len() - 1;
        &mut self.definitions[rang]
    }

    /// Rows of model tables, each read under its own name so that what is missing is named by its cell.
    fn lignes_de_modele(&mut self) {
        let mut cellules: BTreeMap<String, (String, Place)> = BTreeMap::new();
        for definition in &self.definitions {
            for (court, plein) in &definition.alias {
                let Some((table, suite)) = plein.split_once('[').filter(|_| court.starts_with("ligne.")) else {
                    continue;
                };
                let Some((cle, colonne)) = suite.split_once("].") else { continue };
                let choix = self
                    .d
                    .table(table)
                    .is_some_and(|t| matches!(t.cles.first().map(|c| &c.type_), Some(TypeValeur::Choix(_))));
                let cle = if choix { format!("\"{cle}\"") } else { cle.to_owned() };
                let place = self.d.table(table).map_or_else(|| self.d.place.clone(), |t| t.place.clone());
                cellules.insert(plein.clone(), (format!("{table}[{cle}].{colonne}"), place));
            }
        }
        for (code, (formule, place)) in cellules {
            self.origines.insert(code.clone(), Origine { place, est_formule: false });
            self.definitions.push(Definition::simple(code, formule));
        }
    }

    /// Does the row of a model exist on the day of the law? An indicator without a row does not exist that year.
    pub(crate) fn ligne_existe(&self, portee: &Portee) -> bool {
        let jour = portee.jour.unwrap_or(self.jour);
        portee.ligne.as_ref().is_none_or(|(table, cle)| {
            let table = self.d.table(table);
            table.is_some_and(|t| {
                t.lignes.iter().any(|l| l.cles.first().is_some_and(|c| c.ecrite == *cle) && l.vaut_au(jour))
            })
        })
    }

    /// Has a parameter a value on some day of the exercice, or of a jalon?
    fn a_une_valeur(&self, parametre: &Parametre) -> bool {
        let exercice = self.exercice.exercice;
        let jalons = self.d.jalons.iter().map(|j| (j.date, j.date));
        jalons.chain([(exercice.debut, exercice.fin)]).any(|(debut, fin)| {
            parametre.versions.iter().any(|v| v.depuis <= fin && v.jusqu_a.is_none_or(|f| debut <= f))
        })
    }

    // ---- indicators, roles, total ----

    fn indicateur(&mut self, i: &Indicateur, effets: &Effets) {
        // An indicator that is only followed may have no objective yet.
        let suivi = effets.socle.is_none() && effets.remunere.is_none() && effets.malus.is_none();
        let jour = i.portee.jour.unwrap_or(self.jour);
        let mut sortie = SortieIndicateur {
            code: i.code.clone(),
            libelle: self.d.libelle_de(i, self.annee).to_owned(),
            affichage: i.affichage,
            actif: i.role(self.annee).is_some_and(|r| r.actif),
            ..SortieIndicateur::default()
        };
        for (nom, formules) in i.formules() {
            let pas_encore = suivi
                && matches!(nom, "objectif" | "atteint" | "montant")
                && !formules.versions.is_empty()
                && formules.au(jour).is_none();
            if pas_encore || (!self.remunere && matches!(nom, "montant" | "malus")) {
                continue;
            }
            let par_ligne = i.par.as_ref().filter(|_| nom == "montant");
            let code = format!("{}.{}", i.code, if par_ligne.is_some() { "ligne" } else { nom });
            let quoi = format!("« {nom} » de l'indicateur « {} »", i.code);
            let mut definition = match self.definition(&code, formules, &i.portee, &quoi) {
                Ok(definition) => definition,
                Err(defaut) => {
                    self.defauts.extend(defaut);
                    if par_ligne.is_some() {
                        self.manquantes.insert(format!("{}.{nom}", i.code));
                    }
                    continue;
                }
            };
            (definition.genre, definition.sans_objet_admis) = match nom {
                "atteint" | "sans_objet" => (Some(Genre::OuiNon), false),
                "montant" => (Some(montant()), false),
                "malus" => (Some(Genre::Nombre(Unite::aucune())), false),
                _ => (None, true),
            };
            definition.au_centime = nom == "montant";
            definition.niveau = par_ligne.cloned();
            self.definitions.push(definition);
            let place = &mut match nom {
                "valeur" => &mut sortie.valeur,
                "objectif" => &mut sortie.objectif,
                "atteint" => &mut sortie.atteint,
                "sans_objet" => &mut sortie.sans_objet,
                "malus" => &mut sortie.malus,
                _ => &mut sortie.montant,
            };
            **place = Some(format!("{}.{nom}", i.code));
            if let Some(detail) = par_ligne {
                let somme = format!("somme({detail}, {code})");
                self.generer(&format!("{}.montant", i.code), somme, montant(), &formules.place).au_centime = true;
                sortie.ligne = Some((detail.clone(), code));
            }
        }
        self.sorties.indicateurs.push(sortie);
    }

    fn versements(&mut self) {
        let d = self.d;
        if !self.remunere {
            return;
        }
        for versement in &d.versements {
            let code = format!("versement.{}", versement.code);
            match self.definition(
                &code,
                &versement.formules,
                &Portee::default(),
                &format!("le versement « {} »", versement.code),
            ) {
                Ok(mut definition) => {
                    definition.genre = Some(montant());
                    definition.au_centime = true;
                    definition.sans_objet_admis = false;
                    self.definitions.push(definition);
                    self.sorties.versements.push((versement.code.clone(), code));
                }
                Err(defaut) => self.defauts.extend(defaut),
            }
        }
    }

    /// What is shown beside the payments, where it is said.
    fn estimations(&mut self) {
        let d = self.d;
        for estimation in &d.estimations {
            let lisible = !estimation.formules.versions.is_empty();
            if !self.remunere || (lisible && estimation.formules.au(self.jour).is_none()) {
                continue;
            }
            let code = format!("estimation.{}", estimation.code);
            let quoi = format!("l'estimation « {} »", estimation.code);
            match self.definition(&code, &estimation.formules, &Portee::default(), &quoi) {
                Ok(mut definition) => {
                    definition.genre = Some(montant());
                    definition.au_centime = true;
                    definition.sans_objet_admis = false;
                    self.definitions.push(definition);
                    self.sorties.estimations.push((estimation.code.clone(), code));
                }
                Err(defaut) => self.defauts.extend(defaut),
            }
        }
    }

    /// Whom it is for.
    fn concerne(&mut self) {
        let Some(formules) = &self.d.concerne else { return };
        match self.definition("concerne", formules, &Portee::default(), "« concerne »") {
            Ok(mut definition) => {
                definition.genre = Some(Genre::OuiNon);
                definition.sans_objet_admis = false;
                self.definitions.push(definition);
                self.sorties.concerne = Some("concerne".to_owned());
            }
            Err(defaut) => self.defauts.extend(defaut),
        }
    }

    /// The inputs of what was already paid, for the payments that some formula reads.
    fn deja_verses(&self) -> Vec<Entree> {
        let mut lus = BTreeSet::new();
        for definition in &self.definitions {
            if definition.formule.contains("deja_verse")
                && let Ok(expr) = formule::lire(&definition.formule)
            {
                lus.extend(Mots::de(&expr, &definition.alias).noms);
            }
        }
        let entrees = self.d.versements.iter().map(|v| Entree::deja_verse(&v.code, &v.titre, &v.place));
        entrees.filter(|e| lus.contains(&e.code)).collect()
    }
}

pub(crate) fn montant() -> Genre {
    Genre::Nombre(Unite::euro())
}

pub(crate) fn nom_national(n: &National) -> String {
    format!("national.{}", n.code)
}

pub(crate) fn nom_repartition(r: &Repartition) -> String {
    format!("repartition.{}", r.code)
}
