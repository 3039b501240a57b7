//! A formula of the rules read aloud: what `explication` says of its tree, with what this folder
//! calls its names.

use crate::mots;
use convention::ecriture::{self, typographier};
use convention::{ContenuDeParametre, Dispositif, PalierDeBareme, Parametre, Portee, TypeValeur};
use explication::Lexique;
use formule::programme::Scalaire;
use formule::syntaxe::{Binaire, Expr, Nature};
use formule::{Date, Unite};

/// Reads the formulas of a dispositif on a day, and notes which parameters and named formulas they count on.
pub(crate) struct Lecteur<'a> {
    dispositif: &'a Dispositif,
    jour: Date,
    /// What the names of the formula being read mean.
    pub(crate) portee: &'a Portee,
    /// The indicator whose formulas are read.
    indicateur: &'a str,
    /// Codes of the parameters met, in order.
    pub(crate) parametres: Vec<String>,
    /// Codes of the named formulas met, in order.
    pub(crate) calculs: Vec<String>,
}

impl<'a> Lecteur<'a> {
    pub(crate) fn new(dispositif: &'a Dispositif, jour: Date, portee: &'a Portee, indicateur: &'a str) -> Self {
        Self { dispositif, jour, portee, indicateur, parametres: Vec::new(), calculs: Vec::new() }
    }

    /// A formula in words.
    pub(crate) fn dire(&mut self, formule: &str) -> String {
        // A folder whose formulas are not read is not served.
        formule::lire(formule).map_or_else(|_| formule.to_owned(), |e| explication::en_mots(self, &e))
    }

    /// The name that a short one stands for here.
    fn complet(&self, court: &str) -> String {
        let alias = self.portee.alias.iter().find(|(autre, _)| autre == court);
        alias.map_or(court, |(_, complet)| complet.as_str()).to_owned()
    }

    /// The indicator whose state is read, when it is what a name says.
    fn atteint(&self, e: &Expr) -> Option<String> {
        let Nature::Nom(segments) = &e.nature else { return None };
        let complet = self.complet(&segments.join("."));
        let code = match complet.strip_suffix(".atteint") {
            Some(code) => self.complet(code),
            None => return None,
        };
        let indicateur = self.dispositif.indicateurs.iter().find(|i| i.code == code)?;
        Some(match code == self.indicateur {
            true => "l'objectif".to_owned(),
            false => format!("«\u{a0}{}\u{a0}»", indicateur.libelle),
        })
    }

    fn cellule(&self, table: &str, colonne: &str) -> String {
        let table = self.dispositif.table(table);
        let libelle = table.and_then(|t| t.colonnes.iter().find(|c| c.code == colonne)).and_then(|c| c.libelle.clone());
        let libelle = libelle.unwrap_or_else(|| mots::majuscule(&lisible(colonne)));
        match table {
            Some(table) => format!("«\u{a0}{libelle}\u{a0}» de «\u{a0}{}\u{a0}»", table.libelle),
            None => format!("«\u{a0}{libelle}\u{a0}»"),
        }
    }

    fn parametre(&mut self, code: &str) -> String {
        let complet = self.complet(code);
        let Some(parametre) = self.dispositif.parametre(&complet) else { return lisible(code) };
        if !self.parametres.contains(&complet) {
            self.parametres.push(complet);
        }
        match parametre.au(self.jour).map(|version| &version.contenu) {
            Some(ContenuDeParametre::Valeur(valeur)) => {
                format!("«\u{a0}{}\u{a0}» ({})", parametre.libelle, ecrire(*valeur, parametre.type_de_valeur()))
            }
            _ => format!("«\u{a0}{}\u{a0}»", parametre.libelle),
        }
    }

    fn nom(&mut self, code: &str, suite: Option<&str>) -> String {
        let d = self.dispositif;
        if let (Some(indicateur), Some(suite)) = (d.indicateurs.iter().find(|i| i.code == code), suite) {
            let sien = indicateur.code == self.indicateur;
            return match suite {
                "valeur" if sien => "la valeur mesurée".to_owned(),
                autre => format!("{} de «\u{a0}{}\u{a0}»", lisible(autre), indicateur.libelle),
            };
        }
        if let (Some(_), Some(colonne)) = (d.table(code), suite) {
            return self.cellule(code, colonne);
        }
        if let Some(calcul) = d.calculs.iter().find(|c| c.code == code) {
            if !self.calculs.contains(&calcul.code) {
                self.calculs.push(calcul.code.clone());
            }
            return format!("«\u{a0}{}\u{a0}»", calcul.libelle);
        }
        let libelle = d
            .entree(code)
            .map(|e| &e.libelle)
            .or_else(|| d.details.iter().flat_map(|x| &x.entrees).find(|e| e.code == code).map(|e| &e.libelle))
            .or_else(|| d.table(code).map(|t| &t.libelle))
            .or_else(|| d.details.iter().find(|x| x.code == code).map(|x| &x.libelle));
        match (libelle, suite) {
            (Some(libelle), None) => format!("«\u{a0}{libelle}\u{a0}»"),
            (Some(libelle), Some(suite)) => format!("{} de «\u{a0}{libelle}\u{a0}»", lisible(suite)),
            (None, None) => lisible(code),
            (None, Some(suite)) => {
                let code = format!("{code}.{suite}");
                let nomme = explication::nommer(d, &code);
                if nomme.libelle == code { lisible(&code) } else { format!("«\u{a0}{}\u{a0}»", nomme.libelle) }
            }
        }
    }

    fn choix(&self, code: &str) -> String {
        let mut choix = self.dispositif.entrees.iter().flat_map(|e| &e.choix);
        let libelle = choix.find(|c| c.code == code).map_or(code, |c| c.libelle.as_str());
        format!("«\u{a0}{libelle}\u{a0}»")
    }
}

impl Lexique for Lecteur<'_> {
    fn dire(&mut self, e: &Expr) -> String {
        if let Some(indicateur) = self.atteint(e) {
            return format!("{indicateur} est atteint");
        }
        match &e.nature {
            Nature::Chaine(code) => self.choix(code),
            Nature::Ligne { table, colonne, .. } => self.cellule(table, colonne),
            Nature::Appel(nom, arguments) if nom == "deja_verse" => {
                let code = match arguments.first().map(|a| &a.nature) {
                    Some(Nature::Nom(segments)) => segments.join("."),
                    _ => String::new(),
                };
                let titre =
                    self.dispositif.versements.iter().find(|v| v.code == code).map_or(code, |v| v.titre.clone());
                format!("«\u{a0}Déjà versé\u{a0}: {titre}\u{a0}»")
            }
            Nature::Appel(_, arguments) => arguments.first().map_or_else(String::new, |a| Lexique::dire(self, a)),
            Nature::Nom(segments) => {
                let ecrit = self.complet(&segments.join("."));
                let (racine, suite) = ecrit.split_once('.').map_or((ecrit.as_str(), None), |(r, s)| (r, Some(s)));
                match (racine, suite) {
                    ("p", Some(code)) => self.parametre(code),
                    ("exercice", Some("debut")) => "le premier jour de l'exercice".to_owned(),
                    ("exercice", Some("fin")) => "le dernier jour de l'exercice".to_owned(),
                    ("ligne", Some(colonne)) => match &self.portee.ligne {
                        Some((table, _)) => self.cellule(table, colonne),
                        None => lisible(colonne),
                    },
                    _ => self.nom(&self.complet(racine), suite),
                }
            }
            _ => String::new(),
        }
    }

    fn est_une_regle(&mut self, e: &Expr) -> bool {
        match &e.nature {
            Nature::Nombre(..) => true,
            Nature::Nom(segments) => self.complet(&segments.join(".")).starts_with("p."),
            _ => false,
        }
    }

    fn nier(&mut self, e: &Expr) -> Option<String> {
        self.atteint(e).map(|indicateur| format!("{indicateur} n'est pas atteint"))
    }

    fn est_une_date(&mut self, e: &Expr) -> bool {
        match &e.nature {
            Nature::Jour(_) => true,
            Nature::Nom(segments) => {
                let code = self.complet(&segments.join("."));
                let entree = self.dispositif.entree(&code);
                code.starts_with("exercice.") || entree.is_some_and(|e| matches!(e.type_, TypeValeur::Date))
            }
            Nature::Appel(nom, _) => matches!(nom.as_str(), "anniversaire" | "plus_mois" | "plus_jours"),
            _ => false,
        }
    }

    fn signe(&self, op: Binaire) -> &'static str {
        match op {
            Binaire::Ou => "ou",
            Binaire::Et => "et",
            Binaire::Egal => "est égal à",
            Binaire::Different => "n'est pas",
            Binaire::Superieur => "dépasse",
            Binaire::SuperieurOuEgal => "est au moins égal à",
            Binaire::Inferieur => "est inférieur à",
            Binaire::InferieurOuEgal => "est au plus égal à",
            Binaire::Plus => "+",
            Binaire::Moins => "−",
            Binaire::Fois => "×",
            Binaire::Sur => "÷",
        }
    }
}

fn lisible(code: &str) -> String {
    code.replace(['_', '.'], " ")
}

/// The value of a parameter, or the steps of its barème.
pub(crate) fn valeur_du_parametre(parametre: &Parametre, jour: Date) -> String {
    let Some(version) = parametre.au(jour) else { return "sans valeur à cette date".to_owned() };
    match &version.contenu {
        ContenuDeParametre::Valeur(valeur) => ecrire(*valeur, parametre.type_de_valeur()),
        ContenuDeParametre::Bareme(paliers) => {
            let entree = match &parametre.type_ {
                convention::TypeParametre::Bareme { entree, .. } => entree,
                convention::TypeParametre::Valeur(type_) => type_,
            };
            let sortie = parametre.type_de_valeur();
            let paliers: Vec<_> = paliers.iter().map(|palier| dire_un_palier(palier, entree, sortie)).collect();
            typographier(&paliers.join(" ; "))
        }
    }
}

fn dire_un_palier(palier: &PalierDeBareme, entree: &TypeValeur, sortie: &TypeValeur) -> String {
    let valeur = ecrire(palier.valeur, sortie);
    match palier.jusqu_a {
        Some((borne, inclus)) => {
            let inclus = if inclus { "inclus" } else { "exclu" };
            format!("jusqu'à {} {inclus} : {valeur}", ecrire(Some(Scalaire::Nombre(borne)), entree))
        }
        None => format!("au-delà : {valeur}"),
    }
}

/// A value as the texts write it. What is counted is said by the name beside it; a price keeps what it is the price of.
pub(crate) fn ecrire(valeur: Option<Scalaire>, type_: &TypeValeur) -> String {
    let Some(valeur) = valeur else { return "inconnu".to_owned() };
    match (valeur, type_) {
        (Scalaire::OuiNon(oui), _) => if oui { "oui" } else { "non" }.to_owned(),
        (Scalaire::Date(date), _) => mots::jour(date),
        (Scalaire::Choix(rang), TypeValeur::Choix(codes)) => {
            codes.get(rang as usize).map_or_else(String::new, |c| lisible(c))
        }
        (Scalaire::Choix(rang), _) => rang.to_string(),
        (Scalaire::Nombre(f), TypeValeur::Taux) => ecriture::taux(f),
        (Scalaire::Nombre(f), TypeValeur::Montant(unite)) => {
            format!("{} {}", ecriture::euros(f), unite.sur(&Unite::euro())).trim_end().to_owned()
        }
        (Scalaire::Nombre(f), _) => ecriture::nombre(f),
    }
}
