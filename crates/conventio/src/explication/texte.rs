//! The explanation for people, as a tree in the terminal.

use crate::nombres;
use crate::tableau::{largeur, replie};
use ::explication::{Etape, Explication, IndicateurExplique, SourceLue, TAMPON, article};
use formule::Etat;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Width of the page.
const LARGEUR: usize = 100;

/// The explanation as a text.
pub(crate) fn en_texte(e: &Explication) -> String {
    let mut page = Page::default();
    let montant = e.montant.map_or_else(|| "montant non connu".to_owned(), |c| nombres::euros(i128::from(c)));
    page.ligne(&format!("{} — exercice {}", e.titre, e.exercice));
    let contrat = e.contrat.as_ref().map_or_else(String::new, |c| format!(", {}", c.dans_une_phrase()));
    page.ligne(&format!("Bénéficiaire {}{contrat}, règles au {}", e.beneficiaire, e.jour_du_droit));
    let tampon = if e.fictif { format!(" — {TAMPON}") } else { String::new() };
    let quoi = match e.etat {
        Etat::Suivi => phrase_d_etat(e).to_owned(),
        _ => format!("{montant} — {}", phrase_d_etat(e)),
    };
    page.ligne(&format!("\n  {quoi}{tampon}"));
    for (titre, noms) in [
        ("Ce qui n'est pas connu", &e.inconnus),
        ("Ce qui n'est pas encore arrivé", &e.attendus),
        ("Ce qui repose sur une hypothèse", &e.hypotheses),
    ] {
        if !noms.is_empty() {
            page.ligne(&format!("\n  {titre} :"));
            for nom in noms {
                page.ligne(&replie("    • ", &nom.to_string(), LARGEUR, 6));
            }
        }
    }
    let mut groupe: Option<&str> = None;
    for indicateur in e.indicateurs.iter().filter(|i| i.actif) {
        if indicateur.groupe.as_deref() != groupe {
            groupe = indicateur.groupe.as_deref();
            if let Some(groupe) = groupe {
                page.ligne(&format!("\n{}", groupe.to_uppercase()));
            }
        }
        page.indicateur(indicateur);
    }
    if e.etat != Etat::Suivi {
        page.addition(e);
    }
    page.renvois();
    page.texte
}

fn phrase_d_etat(e: &Explication) -> &'static str {
    match e.etat {
        Etat::Payable => "payable",
        Etat::NonEligible => "non éligible, un socle n'est pas atteint",
        Etat::AConfirmer if e.eligible == Some(false) => "non éligible, à confirmer",
        Etat::AConfirmer => "à confirmer, ne peut pas être payé en l'état",
        Etat::Incomplet => "incomplet, ne peut pas être payé en l'état",
        Etat::EnAttente => "en attente de données",
        Etat::Suivi => "Suivi seulement : rien n'est rémunéré pour cet exercice",
    }
}

/// What is written so far, and the texts and sources to list at the end.
#[derive(Default)]
struct Page {
    texte: String,
    textes: Vec<String>,
    sources: BTreeMap<String, String>,
}

impl Page {
    fn ligne(&mut self, ligne: &str) {
        self.texte.push_str(ligne);
        self.texte.push('\n');
    }

    fn rubrique(&mut self, nom: &str, texte: &str) {
        let debut = format!("    {nom:<11} ");
        self.ligne(&replie(&debut, texte, LARGEUR, 16));
    }

    /// `T1, article V.I`: the title comes once, at the end.
    fn cite(&mut self, texte: Option<&String>, dit: Option<&String>) -> Option<String> {
        let texte = texte.map(|titre| {
            let rang = self.textes.iter().position(|deja| deja == titre).unwrap_or_else(|| {
                self.textes.push(titre.clone());
                self.textes.len() - 1
            });
            format!("T{}", rang + 1)
        });
        match (texte, dit) {
            (Some(texte), Some(dit)) => Some(format!("{texte}, {}", article(dit))),
            (texte, dit) => texte.or_else(|| dit.cloned()),
        }
    }

    fn indicateur(&mut self, i: &IndicateurExplique) {
        let (signe, mot) = match i.etat {
            Some("atteint") => ("✔", "atteint"),
            Some("non_atteint") => ("✘", "non atteint"),
            Some("sans_objet") => ("–", "sans objet"),
            Some("en_attente") => ("…", "en attente"),
            Some(_) => ("?", "inconnu"),
            None => ("•", ""),
        };
        let mot = i.mot_de_l_etat.as_ref().map_or_else(|| mot.to_owned(), |mot| mot.to_lowercase());
        let mot = mot.as_str();
        let mut precisions: Vec<&str> = i.roles.clone();
        if !mot.is_empty() {
            precisions.insert(0, mot);
        }
        let a_droite = match (&i.malus, &i.montant) {
            (Some(malus), _) => format!("malus {malus}"),
            (None, Some(montant)) => montant.ecrit.clone(),
            (None, None) => String::new(),
        };
        let gauche = format!("{signe} {} ({})", i.libelle, precisions.join(", "));
        let points = LARGEUR.saturating_sub(largeur(&gauche) + largeur(&a_droite) + 2);
        if a_droite.is_empty() {
            self.ligne(&format!("\n{gauche}"));
        } else {
            self.ligne(&format!("\n{gauche} {} {a_droite}", ".".repeat(points.max(2))));
        }
        if let Some(motif) = &i.motif {
            self.rubrique("motif", motif);
        }
        if let Some(valeur) = &i.valeur {
            match &valeur.quotient {
                Some(quotient) => self.rubrique("valeur", &format!("{quotient} = {}", valeur.ecrit)),
                None => self.rubrique("valeur", &valeur.ecrit),
            }
        }
        if let Some(objectif) = &i.objectif {
            self.rubrique("objectif", objectif);
        }
        for manquait in &i.manquait {
            self.rubrique("à savoir", manquait);
        }
        for etape in &i.etapes {
            self.etape(etape, 4);
        }
        for source in &i.sources {
            self.source(source);
        }
        if let Some(cite) = self.cite(i.texte.as_ref(), i.article.as_ref()) {
            self.rubrique("texte", &cite);
        }
    }

    /// `montant = quantite × tarif = 24 000 × 0,064 € par FSE = 1 536,00 €`, without saying the same thing twice.
    fn etape(&mut self, e: &Etape, retrait: usize) {
        let marge = " ".repeat(retrait);
        let mut morceaux = vec![e.formule.as_str()];
        // « vrai → oui » would say the same thing twice.
        let chiffree = if matches!(e.chiffree.as_str(), "vrai" | "faux") { e.resultat.as_str() } else { &e.chiffree };
        for suivant in [chiffree, e.resultat.as_str()] {
            if morceaux.last().is_none_or(|dernier| *dernier != suivant) {
                morceaux.push(suivant);
            }
        }
        // A constant says no more than its value.
        if e.formule == e.chiffree && morceaux.len() == 2 {
            morceaux.remove(0);
        }
        let question = matches!(e.resultat.as_str(), "oui" | "non");
        let debut = format!("{marge}{}{} ", e.nom, if question { " :" } else { " =" });
        self.ligne(&replie(&debut, &morceaux.join(if question { " → " } else { " = " }), LARGEUR, retrait + 4));
        for b in &e.branches {
            let verdict = if b.vraie { "oui" } else { "non" };
            let chiffree = if b.condition == b.chiffree || matches!(b.chiffree.as_str(), "vrai" | "faux") {
                String::new()
            } else {
                format!(" → {}", b.chiffree)
            };
            let condition = format!("{}{chiffree} → {verdict}", b.condition);
            self.ligne(&replie(&format!("{marge}  car "), &condition, LARGEUR, retrait + 6));
        }
        for sous in &e.etapes {
            self.etape(sous, retrait + 4);
        }
    }

    fn source(&mut self, s: &SourceLue) {
        let mut precisions: Vec<String> = Vec::new();
        precisions.extend(self.cite(s.texte.as_ref(), s.article.as_ref()));
        if let Some(code) = &s.source {
            self.sources.insert(code.clone(), s.titre_de_la_source.clone().unwrap_or_default());
            precisions.push(code.clone());
        }
        precisions.extend(s.confiance.map(str::to_owned));
        let precisions = if precisions.is_empty() { String::new() } else { format!(" [{}]", precisions.join(" ; ")) };
        let ligne = format!("{} = {}{precisions}", s.libelle, s.valeur);
        self.rubrique(if s.chiffre { "chiffre" } else { "règle" }, &ligne);
    }

    /// The sum that adds up: what each indicator pays, the malus, and what is due.
    fn addition(&mut self, e: &Explication) {
        let ecrit =
            |centimes: Option<i64>| centimes.map_or_else(|| "inconnu".to_owned(), |c| nombres::euros(i128::from(c)));
        let mut lignes: Vec<(&str, String)> = Vec::new();
        for i in e.indicateurs.iter().filter(|i| i.actif && i.roles.contains(&"rémunéré")) {
            if let Some(montant) = &i.montant {
                lignes.push((&i.libelle, montant.ecrit.clone()));
            }
        }
        lignes.push(("Somme des indicateurs", ecrit(e.brut)));
        let un_malus = e.indicateurs.iter().any(|i| i.actif && i.malus.is_some());
        if un_malus && e.ligne_malus != Some(0) {
            lignes.push(("Malus", ecrit(e.ligne_malus)));
        }
        let du =
            if e.eligible == Some(false) { "Montant dû : rien, un socle n'est pas atteint" } else { "Montant dû" };
        lignes.push((du, ecrit(e.montant)));
        lignes.extend(e.versements.iter().map(|v| (v.titre.as_str(), v.montant.ecrit.clone())));
        let chiffres = lignes.iter().map(|(_, c)| largeur(c)).max().unwrap_or(0);
        self.ligne("\nADDITION");
        for (nom, chiffre) in &lignes {
            let points = LARGEUR.saturating_sub(largeur(nom) + chiffres + 4);
            let vide = " ".repeat(chiffres - largeur(chiffre));
            self.ligne(&format!("  {nom} {} {vide}{chiffre}", ".".repeat(points)));
        }
    }

    /// The texts and sources that the page cites.
    fn renvois(&mut self) {
        let mut renvois = String::new();
        let textes = self.textes.iter().enumerate().map(|(rang, titre)| (format!("T{}", rang + 1), titre));
        let sources = self.sources.iter().map(|(code, titre)| (code.clone(), titre));
        for (code, titre) in textes.chain(sources) {
            let _ = writeln!(renvois, "{}", replie(&format!("  {code:<4} "), titre, LARGEUR, 7));
        }
        if !renvois.is_empty() {
            self.ligne("\nTEXTES ET SOURCES");
            self.texte.push_str(&renvois);
        }
    }
}
