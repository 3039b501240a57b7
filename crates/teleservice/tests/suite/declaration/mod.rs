//! Declaring: what a titulaire, a delegate and two people at once do with a form that no code knows.

mod pieces;
mod saisie;
mod suivi;
mod transmission;

use crate::lieu::{Lieu, attendre};
use crate::{Reponse, Visiteur};
use axum::http::StatusCode;
use convention::IdBeneficiaire;
use registre::CleDeDeclaration;
use std::sync::Arc;

const FORMULAIRE: &str = "/declarations/equipement/2024";

/// A page read as its visible questions.
impl Reponse {
    /// The codes of the fields that are shown: not hidden, nor inside one that is.
    fn montres(&self) -> Vec<String> {
        let mut montres = Vec::new();
        for (rang, _) in self.texte.match_indices("data-champ=\"") {
            let suite = &self.texte[rang + 12..];
            let (code, reste) = suite.split_once('"').unwrap();
            let balise = reste.split('>').next().unwrap();
            if !balise.ends_with(" hidden") {
                montres.push(code.to_owned());
            }
        }
        montres
    }

    /// « Indicateurs déjà déclarés : n/m ».
    fn compte(&self) -> (usize, usize) {
        let (_, suite) = self.texte.split_once("Indicateurs déjà déclarés\u{a0}: <strong>").unwrap();
        let (n, m) = suite.split('<').next().unwrap().split_once('/').unwrap();
        (n.parse().unwrap(), m.parse().unwrap())
    }

    /// How many numbered indicators are shown.
    fn indicateurs(&self) -> usize {
        let montre = |suite: &&str| !suite.split('>').next().unwrap().ends_with(" hidden");
        self.texte.split("<section class=\"carte demande\"").skip(1).filter(montre).count()
    }

    fn grise(&self) -> bool {
        let (_, bouton) = self.texte.split_once("id=\"transmettre\"").unwrap();
        bouton.split('>').next().unwrap().contains("aria-disabled=\"true\"")
    }

    /// What the form would send back, as a browser without a script does.
    fn champs(&self) -> Vec<(String, String)> {
        let mut champs: Vec<(String, String)> = Vec::new();
        let (_, formulaire) = self.texte.split_once("<form id=\"declaration\"").unwrap();
        let formulaire = formulaire.split("</form>").next().unwrap();
        for balise in formulaire.split("<input").skip(1).map(|b| b.split('>').next().unwrap()) {
            let attribut = |nom: &str| {
                let (_, suite) = balise.split_once(&format!(" {nom}=\""))?;
                Some(suite.split('"').next().unwrap().replace("&#39;", "'").replace("&#34;", "\""))
            };
            let choix = balise.contains("type=\"radio\"") || balise.contains("type=\"checkbox\"");
            if balise.contains(" disabled") || (choix && !balise.contains(" checked")) {
                continue;
            }
            if let Some(nom) = attribut("name") {
                champs.push((nom, attribut("value").unwrap_or_default()));
            }
        }
        champs
    }

    /// The whole form, some answers being changed.
    fn corps(&self, reponses: &[(&str, &str)]) -> String {
        let mut champs = self.champs();
        for (nom, valeur) in reponses {
            let nom = if nom.contains("attestation") || nom.contains('@') {
                nom.trim_start_matches('@').to_owned()
            } else {
                format!("champ.{nom}")
            };
            champs.retain(|(connu, _)| *connu != nom);
            champs.push((nom, (*valeur).to_owned()));
        }
        let champs: Vec<String> =
            champs.iter().map(|(nom, valeur)| format!("{}={}", pour(nom), pour(valeur))).collect();
        champs.join("&")
    }
}

fn pour(texte: &str) -> String {
    texte
        .bytes()
        .map(|o| if o.is_ascii_alphanumeric() { char::from(o).to_string() } else { format!("%{o:02X}") })
        .collect()
}

pub(crate) const REPONSES: [(&str, &str); 4] =
    [("lecteur", "oui"), ("nb_lecteurs", "3"), ("marque", "Alpha n° 2"), ("boite", "oui")];

impl Visiteur {
    /// The token of a page that has no form of its own but the way out.
    fn form_jeton(&mut self) -> String {
        self.lire("/tableau-de-bord").jeton()
    }

    fn form(&mut self) -> Reponse {
        self.lire(FORMULAIRE)
    }

    /// Saves the whole form, as without a script.
    fn enregistre(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let corps = self.form().corps(reponses);
        self.envoyer(&format!("{FORMULAIRE}/enregistrer"), &corps)
    }

    fn resume(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let corps = self.form().corps(reponses);
        self.resumer(FORMULAIRE, &corps)
    }

    /// Sends a form to its summary, and reads it; or what stands in the way.
    fn resumer(&mut self, formulaire: &str, corps: &str) -> Reponse {
        let envoi = self.envoyer(&format!("{formulaire}/resume"), corps);
        match envoi.code {
            StatusCode::SEE_OTHER => self.lire(envoi.entete("location")),
            _ => envoi,
        }
    }

    /// Confirms a summary.
    fn confirme(&mut self, resume: &Reponse) -> Reponse {
        let (_, version) = resume.texte.split_once("name=\"version_lue\" value=\"").unwrap();
        let version = version.split('"').next().unwrap();
        let corps = format!("jeton={}&version_lue={version}&attestation=oui", resume.jeton());
        self.envoyer(&format!("{FORMULAIRE}/transmettre"), &corps)
    }

    /// From the form to the receipt.
    pub(crate) fn transmet(&mut self, reponses: &[(&str, &str)]) -> Reponse {
        let reponses: Vec<_> = reponses.iter().copied().chain([("attestation", "oui")]).collect();
        let resume = self.resume(&reponses);
        assert_eq!(resume.code, StatusCode::OK, "{}", resume.texte);
        let recu = self.confirme(&resume);
        assert_eq!(recu.code, StatusCode::SEE_OTHER, "{}", recu.texte);
        let adresse = recu.entete("location").to_owned();
        self.lire(&adresse)
    }

    /// One field, as the script sends it.
    fn champ(&mut self, champ: &str, valeur: &str, version: i64) -> Reponse {
        let jeton = self.form().jeton();
        let corps = format!("jeton={jeton}&champ={champ}&valeur={}&version={version}", pour(valeur));
        self.envoyer(&format!("{FORMULAIRE}/champ"), &corps)
    }
}

fn transmissions(lieu: &Arc<Lieu>) -> usize {
    let registre = lieu.registre.clone();
    attendre(async move { registre.transmissions(&cle("2024")).await.unwrap().len() })
}

fn cle(exercice: &str) -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        dispositif: "equipement".to_owned(),
        exercice: exercice.to_owned(),
    }
}

fn date(annee: i32, mois: u32, jour: u32) -> formule::Date {
    formule::Date::du_calendrier(annee, mois, jour)
}
