//! What the fictional caisse has already paid: each payment of the rules by its own formula, and older payments.

use super::departement::{Departement, Versements};
use super::hasard::Hasard;
use crate::deja_verse::{self, AVerser};
use crate::echec::{Code, Echec};
use convention::{Date, Dispositif, IdBeneficiaire, Nature, Versement};
use formule::Execution;
use registre::PaiementAImporter;
use std::collections::BTreeMap;
use teleservice::{Calcul, Monde};

/// One structure in this many was first paid on incomplete figures.
const UNE_SUR: i64 = 8;

/// Every payment made before the day, computed by columns; then the older ones.
pub(super) fn deja_faits(
    departement: &Departement,
    monde: &Monde,
    jour: Date,
) -> Result<Vec<PaiementAImporter>, Echec> {
    let mut paiements = Vec::new();
    for calcul in monde.calculs.iter().filter(|calcul| calcul.remunere()) {
        let mut dispositifs = monde.conventions.iter().flat_map(|c| &c.dispositifs);
        let Some(dispositif) = dispositifs.find(|d| d.code == calcul.dispositif()) else { continue };
        let verses = Verses { departement, monde, calcul, dispositif };
        verses.verser(jour, &mut paiements)?;
    }
    anciens(departement, monde, &mut paiements);
    Ok(paiements)
}

/// The payments of one dispositif for one exercice.
struct Verses<'a> {
    departement: &'a Departement,
    monde: &'a Monde,
    calcul: &'a Calcul,
    dispositif: &'a Dispositif,
}

impl Verses<'_> {
    /// Pays in the order of the days, those of one day in that of the rules: each payment knows those before it.
    fn verser(&self, jour: Date, paiements: &mut Vec<PaiementAImporter>) -> Result<(), Echec> {
        let mut faits: Vec<(Date, &Versement)> = self
            .dispositif
            .versements
            .iter()
            .filter_map(|v| Some((self.quand(&v.code)?, v)))
            .filter(|(verse_le, _)| *verse_le <= jour)
            .collect();
        faits.sort_by_key(|(verse_le, _)| *verse_le);
        // What each code paid so far, by row.
        let mut deja: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (verse_le, versement) in faits {
            let sommes = self.sommes(versement, &deja)?;
            for (qui, rang) in self.calcul.comptes() {
                let centimes = sommes.get(rang).copied().flatten();
                // Nothing is written of what was not due; a settlement of nothing is told.
                let Some(centimes) = centimes.filter(|c| *c != 0 || versement.nature == Nature::Regularisation) else {
                    continue;
                };
                paiements.extend(self.paiement(qui, versement, verse_le, centimes));
            }
            let payees = sommes.into_iter().map(Option::unwrap_or_default).collect();
            deja.insert(&versement.code, payees);
        }
        Ok(())
    }

    /// What a payment comes to for everybody; nothing for those whose figures are not known.
    fn sommes(&self, versement: &Versement, deja: &BTreeMap<&str, Vec<i64>>) -> Result<Vec<Option<i64>>, Echec> {
        let refus = |quoi: String| {
            let (d, exercice) = (&self.dispositif.code, self.calcul.exercice());
            Echec::new(
                Code::Contenu,
                format!("« {d} », exercice {exercice}, versement « {} » : {quoi}.", versement.code),
            )
        };
        let compile = self.calcul.compile();
        let plan = &compile.plan;
        let formule = compile.sorties.versements.iter().find(|(code, _)| *code == versement.code);
        let noeud = formule.and_then(|(_, definition)| plan.definition(definition));
        let Some((noeud, eligible)) = noeud.zip(plan.definition(&compile.sorties.eligible)) else {
            return Ok(Vec::new());
        };
        let sous = |rang: usize, code: &str| deja.get(code).and_then(|payees| payees.get(rang)).copied().unwrap_or(0);
        let a_verser = AVerser { versement, plan, noeud };
        let mut jeu = self.calcul.jeu().clone();
        a_verser
            .poser(&mut jeu, sous)
            .map_err(|_| refus("ce qui a été versé dépasse ce qui peut être compté".into()))?;
        let execution = Execution::avec_etat(plan, &[noeud], noeud, eligible);
        let resultats = execution.executer(&jeu).map_err(|e| refus(e.to_string()))?;
        let (reste, hasard) = (a_verser.reste(), Hasard::new(self.departement.graine));
        let regularise = self.regularise_ensuite(versement);
        let qui: BTreeMap<usize, usize> = self.calcul.comptes().into_iter().map(|(qui, rang)| (rang, qui)).collect();
        let somme = |rang| {
            let du = resultats.colonnes[0].centimes(rang)?;
            let qui = qui.get(&rang).copied()?;
            let incomplet =
                regularise && hasard.entre(qui, &format!("{}/incomplet", self.dispositif.code), 0, UNE_SUR - 1) == 0;
            reste(if incomplet { du - du / 10 } else { du }, sous(rang, &versement.code))
        };
        Ok((0..jeu.lignes).map(somme).collect())
    }

    fn paiement(&self, qui: usize, versement: &Versement, jour: Date, centimes: i64) -> Option<PaiementAImporter> {
        let beneficiaire = self.monde.beneficiaires.get(qui)?;
        let contrat = self.calcul.contrat(qui);
        let plusieurs = self.monde.calculs.iter().filter(|c| {
            let meme = (c.dispositif(), c.exercice()) == (self.calcul.dispositif(), self.calcul.exercice());
            meme && c.compte(qui)
        });
        let nomme = contrat.filter(|_| plusieurs.count() > 1);
        let suite = nomme.map_or_else(String::new, |contrat| format!(", {}", contrat.dans_une_phrase()));
        let exercice = self.calcul.exercice();
        let affiche = if versement.affiche_l_annee_du_versement { jour.annee() } else { exercice };
        Some(PaiementAImporter {
            beneficiaire: IdBeneficiaire(beneficiaire.id.clone()),
            convention: self.monde.conventions.get(beneficiaire.convention)?.code.clone(),
            exercice: exercice.to_string(),
            exercice_affiche: affiche.to_string(),
            dispositif: Some(self.dispositif.code.clone()),
            code: Some(versement.code.clone()),
            contrat: contrat.map(|contrat| contrat.code.clone()),
            titre: format!("{}{suite}", versement.titre),
            nature: deja_verse::nature(versement, centimes),
            centimes,
            jour,
            periode: None,
        })
    }

    /// The day of a payment. Only the first one of the rules has a day that nobody said.
    fn quand(&self, code: &str) -> Option<Date> {
        let (dits, exercice) = (&self.departement.versements, self.calcul.exercice());
        if let Some(dit) = dits.jour_de(&self.dispositif.code, code, exercice) {
            return Some(dit);
        }
        let premier = self.dispositif.versements.first().is_some_and(|v| v.code == code);
        (premier && dits.exercices.contains(&exercice)).then(|| dits.jour_par_defaut(exercice)).flatten()
    }

    /// Is an initial payment settled later, on complete figures?
    fn regularise_ensuite(&self, versement: &Versement) -> bool {
        let mut seconds = self.dispositif.versements.iter().filter(|v| v.nature == Nature::Regularisation);
        versement.nature == Nature::Initial && seconds.any(|v| self.quand(&v.code).is_some())
    }
}

/// Payments that no rule explains.
fn anciens(departement: &Departement, monde: &Monde, paiements: &mut Vec<PaiementAImporter>) {
    let hasard = Hasard::new(departement.graine);
    let Versements { anciens, .. } = &departement.versements;
    for (qui, beneficiaire) in monde.beneficiaires.iter().enumerate() {
        let Some(convention) = monde.conventions.get(beneficiaire.convention) else { continue };
        let premiere = beneficiaire.convention == 0;
        let siens = anciens.iter().filter(|a| a.convention.as_ref().map_or(premiere, |c| *c == convention.code));
        for ancien in siens {
            let Some(verse_le) = ancien.jour else { continue };
            let centimes = hasard.entre(qui, &ancien.titre, ancien.de * 100, ancien.a * 100);
            paiements.push(PaiementAImporter {
                beneficiaire: IdBeneficiaire(beneficiaire.id.clone()),
                convention: convention.code.clone(),
                exercice: ancien.exercice.to_string(),
                exercice_affiche: ancien.exercice.to_string(),
                dispositif: None,
                code: None,
                contrat: None,
                titre: ancien.titre.clone(),
                nature: Nature::Initial,
                centimes,
                jour: verse_le,
                periode: None,
            });
        }
    }
}
