//! A declaration as it stands: its window, its draft, its last transmission, and each of its answers.

use super::condition;
use super::fenetre::Fenetre;
use super::prefill::{Prerempli, Sources};
use super::saisie::{self, Lue};
use crate::Service;
use crate::refus::Refus;
use convention::{Champ, Dispositif, Entree, IdBeneficiaire};
use formule::Ligne;
use registre::{Brouillon, ChampDeBrouillon, CleDeDeclaration, Instant, Transmission};
use std::collections::BTreeMap;

/// A field and its answer.
#[derive(Debug)]
pub(crate) struct Reponse<'s> {
    pub(crate) entree: &'s Entree,
    pub(crate) champ: &'s Champ,
    pub(crate) prerempli: Option<Prerempli>,
    /// What the draft keeps.
    pub(crate) garde: Option<ChampDeBrouillon>,
    /// What was there before somebody typed: kept, transmitted or prefilled, in this order.
    pub(crate) lu: String,
    /// What the field shows.
    pub(crate) texte: String,
    pub(crate) lue: Lue,
    /// Does its condition hold?
    pub(crate) applicable: bool,
}

impl Reponse<'_> {
    /// Is it something else than what was prefilled?
    pub(crate) fn modifiee(&self) -> bool {
        match (&self.lue, &self.prerempli) {
            (Lue::Vide, None) => false,
            (Lue::Juste { canonique, .. }, Some(prerempli)) => *canonique != prerempli.canonique,
            _ => true,
        }
    }

    pub(crate) fn version(&self) -> i64 {
        self.garde.as_ref().map_or(0, |garde| garde.version)
    }
}

/// A declaration as it stands at a moment.
#[derive(Debug)]
pub(crate) struct Dossier<'s> {
    pub(crate) dispositif: &'s Dispositif,
    pub(crate) annee: i32,
    pub(crate) qui: usize,
    pub(crate) cle: CleDeDeclaration,
    /// When it was looked at: what is decided on the window is written with this very moment.
    pub(crate) instant: Instant,
    pub(crate) fenetre: Fenetre,
    pub(crate) brouillon: Brouillon,
    pub(crate) derniere: Option<Transmission>,
    /// In the order of the form.
    pub(crate) reponses: Vec<Reponse<'s>>,
}

impl<'s> Dossier<'s> {
    /// Reads the declaration of a structure; there is none where the rules ask for nothing.
    pub(crate) async fn lire(
        service: &'s Service,
        structure: &IdBeneficiaire,
        code: &str,
        exercice: &str,
    ) -> Result<Self, Refus> {
        let absente = || Refus::absent("Cette déclaration n'existe pas");
        let qui = service.monde.rang(structure).ok_or_else(absente)?;
        let dispositif = service.monde.dispositif_de(qui, code).ok_or_else(absente)?;
        // « 02024 » is a number too, but it is nobody's exercice.
        let annee: i32 = exercice.parse().ok().filter(|a: &i32| a.to_string() == exercice).ok_or_else(absente)?;
        let exercice = dispositif.exercice(annee).map_err(|_| absente())?;
        let champs = champs_de(dispositif, annee);
        if champs.is_empty() || exercice.saisies.is_empty() {
            return Err(absente());
        }
        let cle = cle_de(structure, dispositif, annee);
        let brouillon = service.registre.brouillon_lire(&cle).await?;
        if brouillon.transmissions == 0 && !service.monde.concerne(qui, &dispositif.code, annee) {
            return Err(absente());
        }
        let derniere = match brouillon.transmissions {
            0 => None,
            _ => service.registre.transmission_retenue(&cle).await?,
        };
        let avant = dispositif.annees().into_iter().filter(|autre| *autre < annee).max();
        let precedente = match avant {
            Some(avant) => {
                let cle = cle_de(structure, dispositif, avant);
                Some((avant, service.registre.transmission_retenue(&cle).await?))
            }
            None => None,
        };
        let sources = Sources { service, dispositif, annee, qui, precedente };
        let reponses = champs.into_iter().map(|(entree, champ)| {
            let garde = brouillon.champs.get(&entree.code).cloned();
            let prerempli = sources.pour(entree);
            let transmise = derniere.as_ref().and_then(|t| t.reponses.get(&entree.code));
            let texte = match (&garde, transmise, &prerempli) {
                (Some(garde), ..) => garde.valeur.clone().unwrap_or_default(),
                (None, Some(transmise), _) => saisie::montrer(entree, transmise),
                (None, None, Some(prerempli)) => saisie::montrer(entree, &prerempli.canonique),
                (None, None, None) => String::new(),
            };
            let lue = saisie::lire(entree, &texte);
            Reponse { entree, champ, prerempli, garde, lu: texte.clone(), texte, lue, applicable: true }
        });
        let reponses = reponses.collect();
        let instant = service.horloge.maintenant();
        let fenetre = Fenetre::de(&exercice.saisies, instant);
        let mut dossier = Self { dispositif, annee, qui, cle, instant, fenetre, brouillon, derniere, reponses };
        dossier.appliquer(service);
        Ok(dossier)
    }

    /// The answers that stand without a draft nor a transmission: those that were prefilled.
    pub(crate) fn sans_brouillon(&mut self, service: &Service) {
        for reponse in &mut self.reponses {
            let prerempli = reponse.prerempli.as_ref();
            reponse.texte = prerempli.map_or_else(String::new, |p| saisie::montrer(reponse.entree, &p.canonique));
            reponse.lue = saisie::lire(reponse.entree, &reponse.texte);
        }
        self.appliquer(service);
    }

    /// Replaces what the fields show by what was just typed.
    pub(crate) fn saisir(&mut self, service: &Service, tapes: &BTreeMap<String, String>) {
        for reponse in &mut self.reponses {
            if let Some(tape) = tapes.get(&reponse.entree.code) {
                reponse.texte.clone_from(tape);
                reponse.lue = saisie::lire(reponse.entree, tape);
            }
        }
        self.appliquer(service);
    }

    fn appliquer(&mut self, service: &Service) {
        let retenus = condition::applicables(service, self);
        for (reponse, retenu) in self.reponses.iter_mut().zip(retenus) {
            reponse.applicable = retenu;
        }
    }

    pub(crate) fn rang(&self, code: &str) -> Option<usize> {
        self.reponses.iter().position(|r| r.entree.code == code)
    }

    /// The field that a condition names, when it names one.
    pub(crate) fn parent(&self, rang: usize) -> Option<usize> {
        self.rang(&self.reponses[rang].champ.parent()?).filter(|parent| *parent != rang)
    }

    /// The answers that apply.
    pub(crate) fn applicables(&self) -> impl Iterator<Item = &Reponse<'s>> {
        self.reponses.iter().filter(|r| r.applicable)
    }

    /// What a transmission would hold.
    pub(crate) fn a_transmettre(&self) -> BTreeMap<String, String> {
        let justes = self.applicables().filter_map(|r| Some((r.entree.code.clone(), r.lue.canonique()?.to_owned())));
        justes.collect()
    }

    /// Is every answer the one that was prefilled?
    pub(crate) fn intacte(&self) -> bool {
        self.applicables().all(|r| r.prerempli.is_some() && !r.modifiee())
    }

    /// Did nothing change since the last transmission?
    pub(crate) fn deja_transmise(&self) -> bool {
        let Some(derniere) = &self.derniere else { return false };
        let fausse = self.applicables().any(|r| matches!(r.lue, Lue::Fausse(_)));
        let reponses = derniere.reponses.iter().filter(|(code, _)| *code != super::ATTESTATION);
        !fausse && reponses.eq(self.a_transmettre().iter())
    }

    /// Was something written that nobody has received?
    pub(crate) fn en_attente(&self) -> bool {
        self.brouillon.en_attente()
            && !self.deja_transmise()
            && (self.derniere.is_some() || self.applicables().any(Reponse::modifiee))
    }

    /// The figures of the structure, with the answers in place of the declared inputs.
    pub(super) fn ligne(&self, service: &Service, retenus: &[bool]) -> Option<Ligne> {
        let (_, calcul) = service.monde.calcul(self.qui, &self.dispositif.code, self.annee)?;
        let mut ligne = calcul.ligne(self.qui);
        for (cellule, entree) in ligne.entrees.iter_mut().zip(calcul.compile.plan.entrees()) {
            let Some(rang) = self.rang(&entree.code) else { continue };
            let reponse = &self.reponses[rang];
            let tenue = reponse.lue.tenue().filter(|_| retenus.get(rang).copied().unwrap_or(true));
            *cellule = tenue.map_or_else(|| reponse.entree.sans_reponse(), Ok);
        }
        Some(ligne)
    }
}

/// The declared fields of an exercice, in the order of the form: by number, then as the rules write them.
pub(crate) fn champs_de(dispositif: &Dispositif, annee: i32) -> Vec<(&Entree, &Champ)> {
    let declares = dispositif.entrees.iter().filter(|e| e.existe_en(annee));
    let mut champs: Vec<_> = declares.filter_map(|e| Some((e, e.champ.as_ref()?))).collect();
    champs.sort_by_key(|(_, champ)| champ.numero.unwrap_or(i64::MAX));
    champs
}

/// The same, each with the number of its indicator: numbers follow one another, whatever the rules left out.
pub(crate) fn champs_numerotes(dispositif: &Dispositif, annee: i32) -> Vec<(usize, &Entree, &Champ)> {
    let (mut numero, mut dernier) = (0, None);
    let champs = champs_de(dispositif, annee).into_iter().map(|(entree, champ)| {
        if champ.numero.is_none() || dernier != champ.numero {
            numero += 1;
        }
        dernier = champ.numero;
        (numero, entree, champ)
    });
    champs.collect()
}

pub(crate) fn cle_de(structure: &IdBeneficiaire, dispositif: &Dispositif, annee: i32) -> CleDeDeclaration {
    CleDeDeclaration {
        beneficiaire: structure.clone(),
        dispositif: dispositif.code.clone(),
        exercice: annee.to_string(),
    }
}
