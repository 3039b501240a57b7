//! What the fictional structures have already declared, and the pieces that they sent.

use super::departement::Departement;
use super::population::Avancement;
use convention::{Date, Dispositif, IdBeneficiaire, empreinte_de};
use registre::{
    ATransmettre, CleDeDeclaration, Coffre, Decision, Envoi, EtatDePiece, Instant, NouvellePiece, Qualite, Registre,
    Resultat, ValeurSaisie,
};
use std::collections::BTreeMap;
use std::time::Duration;
use teleservice::{Service, instant_de_paris};

/// Every structure has declared the exercices behind us; only these many have the exercice in progress under way.
const EN_COURS: usize = 40;

const HEURE: Duration = Duration::from_secs(3_600);

/// What is filled, and by what.
pub(super) struct Remplissage<'a> {
    pub(super) service: &'a Service,
    pub(super) departement: &'a Departement,
    pub(super) registre: &'a Registre,
    pub(super) coffre: &'a Coffre,
    pub(super) debut: Instant,
    pub(super) exercice: i32,
}

impl Remplissage<'_> {
    /// Declares for everybody.
    pub(super) async fn declarer(&self) -> Result<(), String> {
        let monde = self.service.monde();
        for (rang, d) in
            monde.conventions.iter().enumerate().flat_map(|(rang, c)| monde.offerts_par(c).map(move |d| (rang, d)))
        {
            for annee in d.annees().into_iter().filter(|annee| *annee <= self.exercice) {
                let structures = monde.beneficiaires.iter().filter(|b| b.convention == rang).enumerate();
                for (qui, beneficiaire) in structures.take(EN_COURS) {
                    let structure = IdBeneficiaire(beneficiaire.id.clone());
                    let etat = if annee < self.exercice {
                        Avancement::Transmise
                    } else {
                        self.avancement(&beneficiaire.id, qui)
                    };
                    if etat == Avancement::Rien {
                        continue;
                    }
                    let reponses = teleservice::reponses_des_chiffres(self.service, &structure, &d.code, annee).await?;
                    if let Some(reponses) = reponses {
                        self.une(d, annee, qui, &structure, &reponses, etat).await.map_err(|e| e.pour_le_journal)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Where a structure stands in the exercice in progress.
    fn avancement(&self, numero: &str, qui: usize) -> Avancement {
        let dite = self.departement.rang_de(numero).and_then(|rang| {
            let population = self.departement.population_de(rang)?;
            population.declaration_dite(rang - population.premier, self.exercice)
        });
        dite.unwrap_or_else(|| avancement(qui))
    }

    async fn une(
        &self,
        d: &Dispositif,
        annee: i32,
        qui: usize,
        structure: &IdBeneficiaire,
        reponses: &BTreeMap<String, String>,
        etat: Avancement,
    ) -> Resultat<()> {
        let droits = self.registre.droits_sur(structure).await?;
        let titulaire = droits.into_iter().find(|droit| droit.qualite == Qualite::Titulaire);
        let auteur = titulaire.map_or_else(|| format!("p-{}", structure.0), |droit| droit.personne);
        let cle = CleDeDeclaration {
            beneficiaire: structure.clone(),
            dispositif: d.code.clone(),
            exercice: annee.to_string(),
        };
        // Before the opening there is nothing to write in.
        let Some(instant) = self.quand(d, annee, qui) else { return Ok(()) };
        let premiere = reponses.iter().find(|(code, _)| !code.starts_with('@'));
        let change = premiere.map(|(champ, valeur)| (champ, if valeur == "oui" { "non" } else { valeur.as_str() }));
        let change = change.filter(|_| matches!(etat, Avancement::Brouillon | Avancement::Reprise));
        if etat != Avancement::Brouillon {
            let regles = self.service.monde().empreintes.get(&d.code).cloned().unwrap_or_default();
            let envoi = ATransmettre { version_lue: 0, regles: &regles, reponses, auteur: &auteur };
            if matches!(self.registre.transmettre(&cle, &envoi, instant).await?, Envoi::Conflit(_)) {
                return Ok(());
            }
            if annee == self.exercice {
                // What is being changed counts as the page shows it.
                let montrees = |code: &str| match change {
                    Some((champ, valeur)) if champ == code => Some(valeur),
                    _ => reponses.get(code).map(String::as_str),
                };
                self.pieces(d, &cle, montrees, (qui, &auteur, instant)).await?;
            }
        }
        if let Some((champ, valeur)) = change {
            let saisie = ValeurSaisie { champ, valeur: Some(valeur), version_lue: 0, auteur: &auteur };
            self.registre.brouillon_enregistrer(&cle, &saisie, instant.plus(HEURE)).await?;
        }
        Ok(())
    }

    /// A few days before the end of the first window, or before the demonstration opens; never before the window
    /// does, and nothing while it has not.
    fn quand(&self, d: &Dispositif, annee: i32, qui: usize) -> Option<Instant> {
        let saisies = d.exercice(annee).map_or(&[][..], |e| &e.saisies);
        let premiere = saisies.iter().find(|s| s.fermeture.is_some()).or(saisies.first());
        // Where the rules do not know when one declared, it was in the winter that follows the exercice.
        let fermeture = premiere.and_then(|s| s.fermeture).or_else(|| Date::new(annee + 1, 2, 28));
        let fin = fermeture.map_or(self.debut, |jour| instant_de_paris(jour, 18, 0, 0)).min(self.debut);
        let qui = u32::try_from(qui).unwrap_or(0);
        let voulu = fin.minus(HEURE * (24 + qui % 96));
        // On its first day, somebody arrives late enough for a piece sent before, and early enough for what follows.
        let ouvre =
            premiere.and_then(|s| s.ouverture).map(|jour| instant_de_paris(jour, 9, 0, 0).plus(HEURE * (1 + qui % 8)));
        let instant = ouvre.map_or(voulu, |ouvre| voulu.max(ouvre));
        (instant.plus(HEURE) <= self.debut).then_some(instant)
    }

    /// One piece for each answer that a piece can prove, each in a state of its own.
    async fn pieces<'r>(
        &self,
        d: &Dispositif,
        cle: &CleDeDeclaration,
        reponse: impl Fn(&str) -> Option<&'r str>,
        (qui, auteur, instant): (usize, &str, Instant),
    ) -> Resultat<()> {
        let demandees = d.entrees.iter().filter(|e| e.existe_en(self.exercice));
        let demandees = demandees.filter(|e| e.champ.as_ref().is_some_and(|champ| champ.piece.is_some()));
        for (rang, entree) in demandees.enumerate() {
            // Nobody proves what they answer no to.
            if !reponse(&entree.code).is_some_and(affirme) {
                continue;
            }
            let contenu = piece(&d.titre, &cle.beneficiaire.0, rang);
            let empreinte = self.coffre.deposer(&contenu)?;
            let id = empreinte_de(format!("{}/{}/{}", cle.beneficiaire.0, d.code, entree.code).as_bytes());
            let id = id.get(..32).unwrap_or(&id);
            let nouvelle = NouvellePiece {
                id,
                cle,
                indicateurs: &[entree.code.as_str()],
                nom: &format!("justificatif-{}.pdf", rang + 1),
                taille: i64::try_from(contenu.len()).unwrap_or(i64::MAX),
                empreinte: &empreinte,
                auteur,
            };
            self.registre.piece_deposer(&nouvelle, instant.minus(HEURE)).await?;
            let vers: &[(EtatDePiece, Option<&str>)] = match (qui + rang) % 4 {
                0 => &[(EtatDePiece::AControler, None), (EtatDePiece::Validee, None)],
                1 => &[
                    (EtatDePiece::AControler, None),
                    (EtatDePiece::Refusee, Some("La date est illisible. Envoyez une pièce datée de l'exercice.")),
                ],
                2 => &[(EtatDePiece::AControler, None)],
                _ => &[],
            };
            let mut depuis = EtatDePiece::Deposee;
            for (etat, motif) in vers {
                let decision = Decision { depuis, vers: *etat, motif: *motif, auteur: "agent-fictif" };
                self.registre.piece_decider(id, &decision, instant.plus(HEURE)).await?;
                depuis = *etat;
            }
        }
        Ok(())
    }
}

/// Where a structure stands in the exercice in progress, by its rank.
fn avancement(qui: usize) -> Avancement {
    match qui % 5 {
        0 | 2 => Avancement::Rien,
        1 => Avancement::Transmise,
        3 => Avancement::Brouillon,
        _ => Avancement::Reprise,
    }
}

/// Does an answer say that there is something to prove? No, none and zero do not.
fn affirme(reponse: &str) -> bool {
    !matches!(reponse, "non" | "aucun" | "aucune") && reponse.chars().any(|c| !matches!(c, '0' | ',' | ' '))
}

/// A page that says what it is: one line of text in the smallest PDF that viewers open.
fn piece(titre: &str, structure: &str, rang: usize) -> Vec<u8> {
    let ascii: String = titre.chars().filter(char::is_ascii).collect();
    let dessin = format!("BT /F1 14 Tf 60 760 Td (Piece fictive {} - {ascii} - {structure}) Tj ET", rang + 1);
    let objets = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{dessin}\nendstream", dessin.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (rang, objet) in objets.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{objet}\nendobj\n", rang + 1));
    }
    let table = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objets.len() + 1));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objets.len() + 1));
    pdf.into_bytes()
}
