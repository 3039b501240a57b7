//! The e-mails of the demonstration: the same as those of a real service, when a relay is set.

use ::courriels::{AVANCES, EtatDeDeclaration, Facteur, Fermeture, rappels_dus};
use convention::{Dispositif, IdBeneficiaire};
use registre::{
    Avis, Brouillon, CleDeDeclaration, Destinataire, Instant, NouveauCourriel, Qualite, Registre, Resultat,
};
use std::time::Duration;
use teleservice::{Horloge, fin_du_jour, instant_de_paris, jour_et_heure};

/// How often the e-mails that wait are sent.
const TOURNEE: Duration = Duration::from_secs(60);

/// What the reminders are about.
pub(super) struct Rappels {
    /// Those in which something is declared.
    pub(super) dispositifs: Vec<Dispositif>,
    pub(super) structures: Vec<IdBeneficiaire>,
}

/// Sends what waits, then looks for reminders, until the process ends. What fails is told and tried again.
pub(super) async fn porter(facteur: Facteur, registre: Registre, horloge: Horloge, rappels: Vec<Rappels>) {
    loop {
        let maintenant = horloge.maintenant();
        for rappels in &rappels {
            if let Err(erreur) = rappels.deposer(&registre, maintenant).await {
                tracing::error!(cause = %erreur.pour_le_journal, "les rappels n'ont pas été déposés");
            }
        }
        match facteur.tournee(&registre, maintenant).await {
            Ok(tournee) => {
                for constat in &tournee.constats {
                    tracing::warn!(%constat, "un courriel n'est pas parti");
                }
            }
            Err(erreur) => tracing::error!(cause = %erreur.pour_le_journal, "la tournée s'est arrêtée"),
        }
        tokio::time::sleep(TOURNEE).await;
    }
}

impl Rappels {
    async fn deposer(&self, registre: &Registre, maintenant: Instant) -> Resultat<()> {
        let fermetures = self.fermetures(registre, maintenant).await?;
        for rappel in rappels_dus(&fermetures, &AVANCES, maintenant) {
            let f = rappel.fermeture;
            let Some(d) = self.dispositifs.iter().find(|d| d.code == f.dispositif) else { continue };
            let avis = Avis::Rappel {
                dispositif: d.titre.clone(),
                exercice: f.exercice.clone(),
                reste: rappel.reste,
                ferme_le: jour_et_heure(f.ferme.minus(Duration::from_secs(1))),
                chemin: format!("/declarations/{}/{}", f.dispositif, f.exercice),
            };
            for droit in registre.droits_sur(&f.beneficiaire).await? {
                if droit.qualite != Qualite::Titulaire || !droit.vaut(maintenant) {
                    continue;
                }
                let personne = registre.personne_lire(&droit.personne).await?;
                let Some(destinataire) = personne.as_ref().and_then(Destinataire::de) else { continue };
                let courriel = NouveauCourriel {
                    cle: &rappel.cle,
                    destinataire: &destinataire,
                    avis: &avis,
                    perime: Some(f.ferme),
                };
                registre.courriel_deposer(&courriel, maintenant).await?;
            }
        }
        Ok(())
    }

    /// The periods that close within the longest notice; the others need no look at their declarations.
    async fn fermetures(&self, registre: &Registre, maintenant: Instant) -> Resultat<Vec<Fermeture>> {
        let plus_longue = AVANCES.iter().max().copied().unwrap_or_default();
        let mut fermetures = Vec::new();
        for d in &self.dispositifs {
            for exercice in &d.exercices {
                let fenetre = exercice.saisies.iter().find_map(|s| {
                    let (ouvre, ferme) = (instant_de_paris(s.ouverture?, 0, 0, 0), fin_du_jour(s.fermeture?));
                    let proche = ouvre <= maintenant && maintenant < ferme && ferme.minus(plus_longue) <= maintenant;
                    proche.then_some((ouvre, ferme))
                });
                let Some((ouvre, ferme)) = fenetre else { continue };
                for structure in &self.structures {
                    let cle = CleDeDeclaration {
                        beneficiaire: structure.clone(),
                        dispositif: d.code.clone(),
                        exercice: exercice.exercice.annee.to_string(),
                    };
                    let etat = etat(&registre.brouillon_lire(&cle).await?);
                    let CleDeDeclaration { beneficiaire, dispositif, exercice } = cle;
                    fermetures.push(Fermeture { beneficiaire, dispositif, exercice, ouvre, ferme, etat });
                }
            }
        }
        Ok(fermetures)
    }
}

fn etat(brouillon: &Brouillon) -> EtatDeDeclaration {
    match (brouillon.transmissions > 0, brouillon.en_attente()) {
        (true, true) => EtatDeDeclaration::ModifieeDepuis,
        (true, false) => EtatDeDeclaration::Transmise,
        (false, true) => EtatDeDeclaration::Commencee,
        (false, false) => EtatDeDeclaration::NonCommencee,
    }
}
