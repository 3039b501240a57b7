//! The numbered indicators of a form: fields that bear the same number are one indicator.

use super::dossier::Dossier;
use super::saisie::Lue;
use convention::ecriture::typographier;

/// An indicator: the ranks of its fields among the answers.
#[derive(Debug)]
pub(crate) struct Indicateur {
    pub(crate) numero: usize,
    pub(crate) titre: String,
    pub(crate) rangs: Vec<usize>,
}

impl Indicateur {
    /// Is anything of it asked, as the answers stand?
    pub(crate) fn applicable(&self, dossier: &Dossier<'_>) -> bool {
        self.rangs.iter().any(|rang| dossier.reponses[*rang].applicable)
    }

    /// Are all its fields answered, among those that apply?
    pub(crate) fn declare(&self, dossier: &Dossier<'_>) -> bool {
        let mut poses = self.rangs.iter().map(|rang| &dossier.reponses[*rang]).filter(|r| r.applicable).peekable();
        poses.peek().is_some() && poses.all(|r| matches!(r.lue, Lue::Juste { .. }))
    }
}

/// The indicators of a form. Their numbers follow one another, whatever the rules left out in this exercice.
pub(crate) fn indicateurs(dossier: &Dossier<'_>) -> Vec<Indicateur> {
    let mut indicateurs: Vec<Indicateur> = Vec::new();
    let mut dernier = None;
    for (rang, reponse) in dossier.reponses.iter().enumerate() {
        let numero = reponse.champ.numero;
        if let Some(indicateur) = indicateurs.last_mut().filter(|_| numero.is_some() && dernier == Some(numero)) {
            indicateur.rangs.push(rang);
        } else {
            let titre = reponse.champ.titre.as_deref().unwrap_or(&reponse.entree.libelle);
            let numero = indicateurs.len() + 1;
            indicateurs.push(Indicateur { numero, titre: typographier(titre), rangs: vec![rang] });
        }
        dernier = Some(numero);
    }
    indicateurs
}

/// « Indicateurs déjà déclarés : n/m »: m are those that the form shows, n those that are answered in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Compte {
    pub(crate) declares: usize,
    pub(crate) montres: usize,
}

pub(crate) fn compter(dossier: &Dossier<'_>) -> Compte {
    let montres: Vec<Indicateur> = indicateurs(dossier).into_iter().filter(|i| i.applicable(dossier)).collect();
    Compte { declares: montres.iter().filter(|i| i.declare(dossier)).count(), montres: montres.len() }
}
