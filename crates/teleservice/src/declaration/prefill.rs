//! What fills a field in beforehand, and where it comes from.

use super::saisie;
use crate::Service;
use crate::horloge::jour_de_paris;
use convention::{Dispositif, Entree, Prefill};
use registre::Transmission;

/// A value that was there before anybody typed.
#[derive(Debug, Clone)]
pub(crate) struct Prerempli {
    pub(crate) canonique: String,
    /// « Repris de … ».
    pub(crate) origine: String,
}

/// Where prefilled values may come from, for one declaration.
pub(crate) struct Sources<'s> {
    pub(crate) service: &'s Service,
    pub(crate) dispositif: &'s Dispositif,
    pub(crate) annee: i32,
    pub(crate) qui: usize,
    /// The exercice before, if the dispositif has one, and what was transmitted for it.
    pub(crate) precedente: Option<(i32, Option<Transmission>)>,
}

impl Sources<'_> {
    pub(crate) fn pour(&self, entree: &Entree) -> Option<Prerempli> {
        let champ = entree.champ.as_ref()?;
        match champ.prefill? {
            Prefill::DeclarationPrecedente => self.precedente(entree),
            Prefill::Situation => self.chiffre(entree, self.annee, "Repris de votre situation enregistrée"),
            Prefill::Mesure => self.chiffre(entree, self.annee, "Repris de ce que nous avons mesuré"),
            Prefill::Registre => self.chiffre(entree, self.annee, "Repris du registre des structures"),
        }
    }

    fn precedente(&self, entree: &Entree) -> Option<Prerempli> {
        let (annee, transmission) = self.precedente.as_ref()?;
        let origine = format!("Repris de votre déclaration {annee}");
        let Some(transmission) = transmission else { return self.chiffre(entree, *annee, &origine) };
        // A question may have changed since: what is no longer an answer fills nothing in.
        let lue = saisie::lire(entree, transmission.reponses.get(&entree.code)?);
        let jour = explication::jour(jour_de_paris(transmission.recu.instant));
        Some(Prerempli { canonique: lue.canonique()?.to_owned(), origine: format!("{origine}, transmise le {jour}") })
    }

    /// The figure of an input, when it has one.
    fn chiffre(&self, entree: &Entree, annee: i32, origine: &str) -> Option<Prerempli> {
        let (_, calcul) = self.service.monde.calcul(self.qui, &self.dispositif.code, annee)?;
        let rang = calcul.compile.plan.entrees().iter().position(|e| e.code == entree.code)?;
        let tenue = (*calcul.ligne(self.qui).entrees.get(rang)?).ok()?;
        let canonique = saisie::ecrire(entree, tenue);
        let juste = saisie::lire(entree, &canonique).canonique().is_some();
        juste.then(|| Prerempli { canonique, origine: origine.to_owned() })
    }
}
