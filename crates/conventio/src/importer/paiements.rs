//! A file of payments, read cell by cell: every defect at once, or every payment.

use crate::echec::{Code, Echec};
use convention::{Date, Dispositif, IdBeneficiaire, Nature, Regles, TypeValeur};
use formule::defaut::le_plus_proche;
use formule::programme::Scalaire;
use formule::{Fraction, Unite};
use registre::PaiementAImporter;
use std::collections::HashMap;
use std::path::Path;
use tableaux::{TableDeTextes, contrat_attendu, contrat_valable, lire_textes};

const COLONNES: [(&str, bool); 12] = [
    ("beneficiaire", true),
    ("convention", true),
    ("exercice", true),
    ("titre", true),
    ("date", true),
    ("montant", true),
    ("nature", true),
    ("dispositif", false),
    ("code", false),
    ("periode", false),
    ("exercice_affiche", false),
    ("contrat", false),
];

const BENEFICIAIRE: usize = 0;
const CONVENTION: usize = 1;
const EXERCICE: usize = 2;
const TITRE: usize = 3;
const DATE: usize = 4;
const MONTANT: usize = 5;
const NATURE: usize = 6;
const DISPOSITIF: usize = 7;
const CODE: usize = 8;
const PERIODE: usize = 9;
const EXERCICE_AFFICHE: usize = 10;
const CONTRAT: usize = 11;

const NATURES: [Nature; 6] =
    [Nature::Initial, Nature::Avance, Nature::Solde, Nature::Complement, Nature::Regularisation, Nature::Indu];

/// Longer texts fit no tile.
const LONGUEUR: usize = 200;

/// A file being read.
pub(super) struct Lecture<'r> {
    table: Option<TableDeTextes>,
    regles: &'r Regles,
    fichier: String,
    lignes: Vec<u64>,
}

/// What is wrong in a cell, and what to do.
type Phrase = (String, String);

fn phrase(message: impl Into<String>, conseil: impl Into<String>) -> Phrase {
    (message.into(), conseil.into())
}

impl<'r> Lecture<'r> {
    pub(super) fn lire(chemin: &Path, regles: &'r Regles) -> Result<Self, Echec> {
        let table = lire_textes(chemin, &COLONNES)?;
        let lignes = (0..table.len()).map(|rang| table.ligne(rang)).collect();
        Ok(Self { table: Some(table), regles, fichier: chemin.display().to_string(), lignes })
    }

    pub(super) fn avertissements(&self) -> Vec<String> {
        let ignorees = self.table.iter().flat_map(|table| table.ignorees());
        ignorees.map(|nom| format!("{} : la colonne « {nom} » n'est pas lue, elle est ignorée", self.fichier)).collect()
    }

    /// The payments, when nothing is wrong in the whole file.
    pub(super) fn controler(&mut self) -> Result<Vec<PaiementAImporter>, Echec> {
        let Some(mut table) = self.table.take() else { return Ok(Vec::new()) };
        let mut paiements = Vec::with_capacity(table.len());
        let mut vus: HashMap<(String, String, String, Date), u64> = HashMap::new();
        for rang in 0..table.len() {
            let Some(p) = self.ligne(&mut table, rang) else { continue };
            let cle = (p.beneficiaire.0.clone(), p.exercice.clone(), p.titre.clone(), p.jour);
            let ligne = table.ligne(rang);
            if let Some(premiere) = vus.insert(cle, ligne) {
                let quoi =
                    format!("un paiement de même bénéficiaire, exercice, titre et date est à la ligne {premiere}");
                table.defaut(rang, TITRE, quoi, "Donnez-leur des titres que l'on ne peut pas confondre");
            }
            paiements.push(p);
        }
        let vide = table.is_empty();
        table.conclure()?;
        if vide {
            let phrase = format!("{} : ce fichier n'a aucun paiement. Ajoutez une ligne par paiement.", self.fichier);
            return Err(Echec::new(Code::Contenu, phrase));
        }
        Ok(paiements)
    }

    /// Payments that the register already has from elsewhere.
    pub(super) fn deja_au_registre(&self, rangs: &[usize]) -> Echec {
        let mut texte = String::new();
        for rang in rangs.iter().take(20) {
            let ligne = self.lignes.get(*rang).copied().unwrap_or_default();
            texte.push_str(&format!(
                "{}, ligne {ligne} : le registre a déjà un paiement de même bénéficiaire, exercice, titre et date. Ôtez cette ligne, ou donnez-lui un titre que l'on ne peut pas confondre.\n",
                self.fichier
            ));
        }
        if rangs.len() > 20 {
            texte.push_str(&format!("… et {} autres.\n", rangs.len() - 20));
        }
        texte.push_str("Rien n'est écrit.");
        Echec::new(Code::Contenu, texte)
    }

    /// One payment; all the defects of its line are told.
    fn ligne(&self, table: &mut TableDeTextes, rang: usize) -> Option<PaiementAImporter> {
        let mut bon = true;
        let mut lu = |colonne: usize, lire: &dyn Fn(&str) -> Result<Option<String>, Phrase>| {
            let cellule = table.lire(rang, colonne).to_owned();
            lire(&cellule).unwrap_or_else(|(message, conseil)| {
                table.defaut(rang, colonne, message, conseil);
                bon = false;
                None
            })
        };
        let requis = |quoi: &'static str| {
            move |texte: &str| match texte {
                "" => Err(phrase(format!("{quoi} manque"), "Remplissez cette cellule, ou ôtez la ligne")),
                texte => propre(texte),
            }
        };
        let beneficiaire = lu(BENEFICIAIRE, &requis("le bénéficiaire"));
        let convention = lu(CONVENTION, &requis("la convention"));
        let exercice = lu(EXERCICE, &annee);
        let titre = lu(TITRE, &requis("le titre"));
        let affiche = lu(EXERCICE_AFFICHE, &|texte| if texte.is_empty() { Ok(None) } else { annee(texte) });
        let periode = lu(PERIODE, &propre);
        let dispositif = lu(DISPOSITIF, &propre);
        let code = lu(CODE, &propre);
        let contrat = lu(CONTRAT, &propre);
        let mut noter = |colonne: usize, (message, conseil): Phrase| {
            table.defaut(rang, colonne, message, conseil);
            bon = false;
        };
        if let Err((colonne, phrase)) = self.designer(convention.as_deref(), dispositif.as_deref(), code.as_deref()) {
            noter(colonne, phrase);
        }
        if let Err(phrase) = self.sous_contrat(dispositif.as_deref(), code.as_deref(), contrat.as_deref()) {
            noter(CONTRAT, phrase);
        }
        let cellules = [DATE, MONTANT, NATURE].map(|colonne| table.lire(rang, colonne).to_owned());
        let mut noter = |colonne: usize, (message, conseil): Phrase| {
            table.defaut(rang, colonne, message, conseil);
            bon = false;
        };
        let jour = lire_jour(&cellules[0]).map_err(|phrase| noter(DATE, phrase)).ok();
        let centimes = lire_montant(&cellules[1]).map_err(|phrase| noter(MONTANT, phrase)).ok();
        let nature = lire_nature(&cellules[2]).map_err(|phrase| noter(NATURE, phrase)).ok();
        if let (Some(centimes), Some(nature)) = (centimes, nature)
            && let Err(phrase) = accorder(centimes, nature)
        {
            noter(MONTANT, phrase);
        }
        let (exercice, jour) = (exercice?, jour?);
        let paiement = PaiementAImporter {
            beneficiaire: IdBeneficiaire(beneficiaire?),
            convention: convention?,
            exercice_affiche: affiche.unwrap_or_else(|| exercice.clone()),
            exercice,
            dispositif,
            code,
            contrat,
            titre: titre?,
            nature: nature?,
            centimes: centimes?,
            jour,
            periode,
        };
        bon.then_some(paiement)
    }

    /// A dispositif and a code are those of the rules: a later run will subtract what was paid under them.
    fn designer(
        &self,
        convention: Option<&str>,
        dispositif: Option<&str>,
        code: Option<&str>,
    ) -> Result<(), (usize, Phrase)> {
        let Some(nom) = dispositif else {
            return match code {
                None => Ok(()),
                Some(_) => Err((
                    DISPOSITIF,
                    phrase(
                        "le code d'un versement ne dit rien sans son dispositif",
                        "Nommez le dispositif, ou ôtez le code",
                    ),
                )),
            };
        };
        let connus: Vec<&Dispositif> = self.regles.dispositifs().collect();
        let Some(d) = connus.iter().find(|d| d.code == nom) else {
            let conseil =
                conseil(nom, connus.iter().map(|d| d.code.as_str()), "Laissez la cellule vide s'il n'a pas de règles");
            return Err((DISPOSITIF, phrase(format!("aucune règle ne porte le nom « {nom} »"), conseil)));
        };
        let sienne = |convention: &&str| {
            self.regles
                .convention(convention)
                .is_some_and(|c| self.regles.dispositifs_de(c).any(|sien| sien.code == nom))
        };
        if let Some(convention) = convention.filter(|convention| !sienne(convention)) {
            let quoi = format!("« {nom} » est de la convention « {} », pas « {convention} »", d.convention);
            return Err((CONVENTION, phrase(quoi, "Corrigez la convention ou le dispositif")));
        }
        match code {
            Some(code) if !d.versements.iter().any(|v| v.code == code) => {
                let quoi = format!("« {nom} » n'a pas de versement « {code} »");
                let conseil = conseil(code, d.versements.iter().map(|v| v.code.as_str()), "Laissez la cellule vide");
                Err((CODE, phrase(quoi, conseil)))
            }
            _ => Ok(()),
        }
    }

    /// A payment of rules computed by contract says under which one it was made: the next run subtracts it from that
    /// one.
    fn sous_contrat(&self, dispositif: Option<&str>, code: Option<&str>, contrat: Option<&str>) -> Result<(), Phrase> {
        let regles = dispositif.and_then(|nom| self.regles.dispositifs().find(|d| d.code == nom));
        match (contrat, regles) {
            (Some(contrat), _) if !contrat_valable(contrat) => {
                Err(phrase(format!("« {contrat} » n'est pas un code de contrat"), contrat_attendu()))
            }
            (Some(_), Some(d)) if !d.par_contrat() => {
                Err(phrase(format!("« {} » ne se calcule pas par contrat", d.code), "Laissez la cellule vide"))
            }
            (Some(_), None) => {
                Err(phrase("un contrat ne dit rien sans son dispositif", "Nommez le dispositif, ou ôtez le contrat"))
            }
            (None, Some(d)) if d.par_contrat() && code.is_some() => Err(phrase(
                format!("« {} » se calcule par contrat : le contrat manque", d.code),
                "Donnez son code, celui du fichier de mesures, ou ôtez le code du versement",
            )),
            _ => Ok(()),
        }
    }
}

fn conseil<'a>(nom: &str, connus: impl Iterator<Item = &'a str>, sinon: &str) -> String {
    match le_plus_proche(nom, connus) {
        Some(proche) => format!("Vouliez-vous dire « {proche} » ?").trim_end_matches('?').trim_end().to_owned(),
        None => sinon.to_owned(),
    }
}

/// A text that can be shown; none when the cell is empty.
fn propre(texte: &str) -> Result<Option<String>, Phrase> {
    if texte.chars().any(char::is_control) {
        return Err(phrase("cette cellule contient un caractère invisible", "Saisissez-la à nouveau"));
    }
    if texte.chars().count() > LONGUEUR {
        return Err(phrase(format!("ce texte dépasse {LONGUEUR} caractères"), "Raccourcissez-le"));
    }
    Ok(Some(texte.to_owned()).filter(|texte| !texte.is_empty()))
}

fn annee(texte: &str) -> Result<Option<String>, Phrase> {
    match texte.parse::<i32>() {
        Ok(1900..=2199) if texte.len() == 4 => Ok(Some(texte.to_owned())),
        _ => Err(phrase(format!("« {texte} » n'est pas une année"), "Écrivez-la sur quatre chiffres, comme 2023")),
    }
}

/// `2024-04-15` or `15/04/2024`.
fn lire_jour(texte: &str) -> Result<Date, Phrase> {
    let francais = || {
        let mut morceaux = texte.split('/');
        let mut morceau = |longueur: usize| morceaux.next().filter(|m| m.len() == longueur)?.parse::<u32>().ok();
        let (jour, mois, annee) = (morceau(2)?, morceau(2)?, morceau(4)?);
        Date::new(i32::try_from(annee).ok()?, mois, jour).filter(|_| morceaux.next().is_none())
    };
    texte.parse().ok().or_else(francais).ok_or_else(|| {
        phrase(
            format!("« {texte} » n'est pas un jour qui existe"),
            "Écrivez AAAA-MM-JJ ou JJ/MM/AAAA, comme 15/04/2024",
        )
    })
}

/// `1 225,50`, with or without €, exact to the cent.
fn lire_montant(texte: &str) -> Result<i64, Phrase> {
    let refus = || {
        phrase(
            format!("« {texte} » n'est pas un montant"),
            "Écrivez des euros et deux décimales au plus, comme 1 225,50",
        )
    };
    let ecrit = if texte.contains('€') { texte.to_owned() } else { format!("{texte} €") };
    let Ok(Some(Scalaire::Nombre(euros))) = TypeValeur::Montant(Unite::euro()).lire_valeur(&ecrit) else {
        return Err(refus());
    };
    let centimes = euros.fois(Fraction::entier(100)).and_then(Fraction::en_entier).and_then(|c| i64::try_from(c).ok());
    match centimes {
        None => Err(refus()),
        Some(0) => Err(phrase("un paiement de 0 € n'en est pas un", "Ôtez la ligne, ou corrigez le montant")),
        Some(centimes) => Ok(centimes),
    }
}

fn lire_nature(texte: &str) -> Result<Nature, Phrase> {
    NATURES.into_iter().find(|nature| nature.mot() == texte).ok_or_else(|| {
        let mots: Vec<&str> = NATURES.iter().map(|nature| nature.mot()).collect();
        phrase(
            format!("« {texte} » n'est pas une nature de paiement"),
            format!("Écrivez l'une de : {}", mots.join(", ")),
        )
    })
}

/// The sign says which way the money goes; the nature must agree.
fn accorder(centimes: i64, nature: Nature) -> Result<(), Phrase> {
    match nature {
        Nature::Indu if centimes > 0 => {
            Err(phrase("un indu est repris au bénéficiaire", "Écrivez son montant avec un signe moins, comme -120,00"))
        }
        Nature::Indu | Nature::Regularisation => Ok(()),
        _ if centimes < 0 => Err(phrase(
            format!("un montant négatif n'est pas un paiement de nature « {} »", nature.mot()),
            "Seuls un indu ou une régularisation reprennent : corrigez la nature ou le signe",
        )),
        _ => Ok(()),
    }
}
