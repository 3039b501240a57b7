//! Which reminders are due: nothing but dates and states, no sending.

use convention::IdBeneficiaire;
use registre::{Instant, ResteAFaire};
use std::time::Duration;

const JOUR: Duration = Duration::from_secs(24 * 3600);

/// How long before the closing a reminder is sent, unless the operator says otherwise: fourteen days, then two.
pub const AVANCES: [Duration; 2] = [JOUR.saturating_mul(14), JOUR.saturating_mul(2)];

/// Where a declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtatDeDeclaration {
    /// Nothing was typed.
    NonCommencee,
    /// Something was typed, nothing was transmitted.
    Commencee,
    /// It was transmitted, and nothing changed since.
    Transmise,
    /// It was transmitted, then changed.
    ModifieeDepuis,
}

/// A period that closes for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fermeture {
    /// For whom.
    pub beneficiaire: IdBeneficiaire,
    /// The code of the dispositif.
    pub dispositif: String,
    /// The exercice.
    pub exercice: String,
    /// When the period opens for them: no reminder before.
    pub ouvre: Instant,
    /// The first moment at which nothing can be transmitted any more, prolongations included.
    pub ferme: Instant,
    /// Where their declaration stands.
    pub etat: EtatDeDeclaration,
}

/// A reminder that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rappel<'a> {
    /// What closes.
    pub fermeture: &'a Fermeture,
    /// What is left to do.
    pub reste: ResteAFaire,
    /// The key under which it is kept once. A prolongation is another closing, with its own reminders.
    pub cle: String,
}

/// The reminders due now: for each declaration not transmitted, the one of the shortest notice whose time has come. One
/// that was missed is not caught up when a later one is due. The same reminder is due until the next: its key keeps it
/// from being sent twice.
pub fn rappels_dus<'a>(fermetures: &'a [Fermeture], avances: &[Duration], maintenant: Instant) -> Vec<Rappel<'a>> {
    let du = |fermeture: &'a Fermeture| {
        let reste = match fermeture.etat {
            EtatDeDeclaration::NonCommencee => ResteAFaire::Commencer,
            EtatDeDeclaration::Commencee => ResteAFaire::Transmettre,
            EtatDeDeclaration::ModifieeDepuis => ResteAFaire::TransmettreANouveau,
            EtatDeDeclaration::Transmise => return None,
        };
        if maintenant < fermeture.ouvre || maintenant >= fermeture.ferme {
            return None;
        }
        let avance = avances.iter().filter(|avance| fermeture.ferme.minus(**avance) <= maintenant).min()?;
        let Fermeture { beneficiaire, dispositif, exercice, ferme, .. } = fermeture;
        let cle = format!("rappel/{}/{dispositif}/{exercice}/{}/{}", beneficiaire.0, ferme.0, avance.as_secs());
        Some(Rappel { fermeture, reste, cle })
    };
    fermetures.iter().filter_map(du).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FERME: Instant = Instant(1_740_783_600_000);
    const MILLISECONDE: Duration = Duration::from_millis(1);

    fn fermeture(etat: EtatDeDeclaration) -> Fermeture {
        Fermeture {
            beneficiaire: IdBeneficiaire("990000018".to_owned()),
            dispositif: "essai".to_owned(),
            exercice: "2024".to_owned(),
            ouvre: FERME.minus(JOUR * 40),
            ferme: FERME,
            etat,
        }
    }

    /// The notice, in days, of the reminder due at a moment.
    fn avance(fermeture: &Fermeture, maintenant: Instant) -> Option<u64> {
        let seules = std::slice::from_ref(fermeture);
        let rappel = rappels_dus(seules, &AVANCES, maintenant).pop()?;
        rappel.cle.rsplit('/').next().and_then(|secondes| secondes.parse::<u64>().ok()).map(|s| s / 86_400)
    }

    #[test]
    fn a_reminder_is_due_from_its_day_until_the_next_one_or_the_closing() {
        let commencee = fermeture(EtatDeDeclaration::Commencee);
        let quatorze = FERME.minus(JOUR * 14);
        assert_eq!(avance(&commencee, quatorze.minus(MILLISECONDE)), None);
        assert_eq!(avance(&commencee, quatorze), Some(14));
        assert_eq!(avance(&commencee, FERME.minus(JOUR * 2).minus(MILLISECONDE)), Some(14));
        assert_eq!(avance(&commencee, FERME.minus(JOUR * 2)), Some(2));
        assert_eq!(avance(&commencee, FERME.minus(MILLISECONDE)), Some(2));
        assert_eq!(avance(&commencee, FERME), None);
    }

    #[test]
    fn what_is_left_to_do_follows_the_declaration() {
        let maintenant = FERME.minus(JOUR);
        for (etat, attendu) in [
            (EtatDeDeclaration::NonCommencee, Some(ResteAFaire::Commencer)),
            (EtatDeDeclaration::Commencee, Some(ResteAFaire::Transmettre)),
            (EtatDeDeclaration::ModifieeDepuis, Some(ResteAFaire::TransmettreANouveau)),
            (EtatDeDeclaration::Transmise, None),
        ] {
            let fermetures = [fermeture(etat)];
            let restes: Vec<_> = rappels_dus(&fermetures, &AVANCES, maintenant).iter().map(|r| r.reste).collect();
            assert_eq!(restes, Vec::from_iter(attendu), "{etat:?}");
        }
    }

    #[test]
    fn nothing_is_recalled_before_the_opening() {
        let courte = Fermeture { ouvre: FERME.minus(JOUR * 5), ..fermeture(EtatDeDeclaration::NonCommencee) };
        assert_eq!(avance(&courte, FERME.minus(JOUR * 5).minus(MILLISECONDE)), None);
        assert_eq!(avance(&courte, FERME.minus(JOUR * 5)), Some(14));
    }

    #[test]
    fn a_prolongation_has_its_own_reminders() {
        let une = fermeture(EtatDeDeclaration::Commencee);
        let prolongee = Fermeture { ferme: FERME.plus(JOUR * 10), ..une.clone() };
        let fermetures = [une, prolongee];
        let cles: Vec<_> =
            rappels_dus(&fermetures, &AVANCES, FERME.minus(JOUR)).into_iter().map(|rappel| rappel.cle).collect();
        assert_eq!(cles.len(), 2);
        assert_ne!(cles[0], cles[1]);
    }

    #[test]
    fn the_notices_are_settings() {
        let fermetures = [fermeture(EtatDeDeclaration::Commencee)];
        assert!(rappels_dus(&fermetures, &[], FERME.minus(JOUR)).is_empty());
        assert!(rappels_dus(&fermetures, &[JOUR / 2], FERME.minus(JOUR)).is_empty());
        assert_eq!(rappels_dus(&fermetures, &[JOUR * 30], FERME.minus(JOUR * 30)).len(), 1);
    }
}
