//! A run made again from its manifest, and what it pays to each once what was already paid is taken off.

use super::comptes::{Comptes, Dejas};
use crate::calcul::Preparation;
use crate::calculer::{self, Demande};
use crate::chiffres::{self, Chiffres};
use crate::deja_verse::{self, AVerser};
use crate::echec::{Code, Echec};
use crate::manifeste::Manifeste;
use crate::rejouer::{provisoire, regles_inchangees};
use convention::{Dispositif, IdBeneficiaire, Versement};
use formule::defaut::le_plus_proche;
use formule::{Execution, Marques, NoeudId, Resultat};
use registre::{LigneDeLiquidation, MotifDeReserve, Reserve};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is asked.
pub(super) struct Demandee<'a> {
    pub(super) manifeste: &'a Manifeste,
    pub(super) chemin: &'a Path,
    pub(super) conventions: Option<&'a Path>,
    /// The code of the payment; the only one of the rules by default.
    pub(super) versement: Option<&'a str>,
    /// What was already paid, by beneficiary or by contract.
    pub(super) deja: &'a Dejas,
}

/// What it gives.
pub(super) struct Reprise {
    pub(super) versement: String,
    pub(super) titre: String,
    pub(super) annee_du_versement: bool,
    pub(super) periode: Option<String>,
    pub(super) lignes: Vec<LigneDeLiquidation>,
    pub(super) reserves: Vec<Reserve>,
    /// Rows whose figures have not all arrived.
    pub(super) en_attente: usize,
    /// Rows on which nothing more is due.
    pub(super) sans_changement: usize,
    /// Is a row a contract, and not somebody?
    pub(super) par_contrat: bool,
}

impl Reprise {
    /// How many people are paid: somebody may be paid under several contracts.
    pub(super) fn payes(&self) -> usize {
        self.lignes.iter().map(|ligne| &ligne.beneficiaire.0).collect::<BTreeSet<_>>().len()
    }
}

/// The files that a manifest names still have their content: figures, results, rules.
pub(super) fn controler_les_fichiers(
    manifeste: &Manifeste,
    chemin: &Path,
    conventions: Option<&Path>,
) -> Result<Demande, Echec> {
    let mut demande = manifeste.demande(chemin)?;
    if let Some(conventions) = conventions {
        demande.conventions = Some(conventions.to_owned());
    }
    manifeste.sortie(chemin)?;
    regles_inchangees(manifeste, &demande, &mut String::new())?;
    Ok(demande)
}

pub(super) fn reprendre(d: &Demandee<'_>) -> Result<Reprise, Echec> {
    let demande = controler_les_fichiers(d.manifeste, d.chemin, d.conventions)?;
    memes_octets(d.manifeste, &demande)?;
    let (source, code) = demande.regles()?;
    let dispositif = source.dispositif(&code)?;
    let versement = choisir(dispositif, d.versement)?;
    let mut preparation = Preparation::de(dispositif, demande.exercice, &demande.surcharges(dispositif)?)?;
    let compile = &preparation.compile;
    let definition = compile.sorties.versements.iter().find(|(code, _)| *code == versement.code);
    let noeud = definition.and_then(|(_, definition)| compile.plan.definition(definition)).ok_or_else(|| {
        let phrase = format!("« {code} » ne verse pas « {} » pour l'exercice {}.", versement.code, demande.exercice);
        Echec::new(Code::Regles, phrase)
    })?;
    preparation.autres.push(noeud);
    let mut chiffres = chiffres::lire(dispositif, &preparation, &demande.fichiers)?;
    let plan = &preparation.compile.plan;
    let a_verser = AVerser { versement, plan, noeud };
    let comptes = Comptes::de(dispositif, &preparation, &chiffres, d.deja)?;
    let sous = |ligne: usize, code: &str| comptes.deja(ligne).map_or(0, |deja| deja.sous(code));
    a_verser.poser(&mut chiffres.jeu, sous).map_err(|ligne| excessif(&comptes.dire(ligne)))?;
    let reste = a_verser.reste();
    let execution = Execution::avec_etat(plan, &[noeud], noeud, preparation.eligible);
    let resultats = execution.executer(&chiffres.jeu).map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
    let montants = Montants { dispositif, preparation: &preparation, chiffres: &chiffres, noeud };
    let mut reprise = Reprise {
        versement: versement.code.clone(),
        titre: versement.titre.clone(),
        annee_du_versement: versement.affiche_l_annee_du_versement,
        periode: versement.periode_de_reference.as_deref().map(|periode| match periode {
            "exercice" => format!("exercice {}", demande.exercice),
            autre => autre.to_owned(),
        }),
        lignes: Vec::new(),
        reserves: montants.reserves(&resultats.colonnes[0], &comptes)?,
        en_attente: 0,
        sans_changement: 0,
        par_contrat: preparation.par_contrat,
    };
    for rang in 0..chiffres.jeu.lignes {
        let marques = resultats.colonnes[0].marques(rang);
        if !marques.connu() {
            reprise.en_attente += usize::from(marques.contient(Marques::EN_ATTENTE));
            continue;
        }
        let excessif = || excessif(&comptes.dire(rang));
        let deja = comptes.deja(rang).cloned().unwrap_or_default();
        let du = resultats.colonnes[0].centimes(rang).ok_or_else(excessif)?;
        let centimes = reste(du, deja.sous(&versement.code)).ok_or_else(excessif)?;
        if centimes == 0 {
            reprise.sans_changement += 1;
            continue;
        }
        let nature = deja_verse::nature(versement, centimes);
        let (beneficiaire, contrat) = (comptes.beneficiaire(rang).clone(), comptes.contrat(rang));
        reprise.lignes.push(LigneDeLiquidation { beneficiaire, contrat, nature, centimes, deja });
    }
    Ok(reprise)
}

/// The run made again gives the results of the manifest, byte for byte.
fn memes_octets(manifeste: &Manifeste, demande: &Demande) -> Result<(), Echec> {
    let attendue = manifeste.texte("/sortie/sha256").unwrap_or_default().to_owned();
    let ancienne = Path::new(manifeste.texte("/sortie/chemin").unwrap_or_default());
    let run = calculer::executer(demande, &provisoire(ancienne))?;
    let obtenue = run.manifeste.texte("/sortie/sha256").unwrap_or_default().to_owned();
    run.abandonner();
    if obtenue == attendue {
        return Ok(());
    }
    let phrase = "le calcul refait ne donne pas les résultats du manifeste : rien n'est préparé ni validé. « conventio rejouer » dit en quoi il diffère.";
    Err(Echec::new(Code::Regles, phrase))
}

/// The payment asked for, or the only one of the rules.
fn choisir<'d>(dispositif: &'d Dispositif, code: Option<&str>) -> Result<&'d Versement, Echec> {
    let tous = &dispositif.versements;
    let dits = || tous.iter().map(|v| format!("\n  {} : {}", v.code, v.titre)).collect::<String>();
    match (code, tous.as_slice()) {
        (_, []) => Err(Echec::new(
            Code::Regles,
            format!("« {} » ne déclare aucun versement : ses règles ne disent pas quoi payer.", dispositif.code),
        )),
        (None, [seul]) => Ok(seul),
        (None, _) => {
            let phrase = format!(
                "« {} » a plusieurs versements : dites lequel payer avec --versement.{}",
                dispositif.code,
                dits()
            );
            Err(Echec::new(Code::Usage, phrase))
        }
        (Some(code), _) => tous.iter().find(|v| v.code == code).ok_or_else(|| {
            let conseil = match le_plus_proche(code, tous.iter().map(|v| v.code.as_str())) {
                Some(proche) => format!("Vouliez-vous dire « {proche} » ?"),
                None => format!("Ses versements sont :{}", dits()),
            };
            Echec::new(Code::Usage, format!("« {} » n'a pas de versement « {code} ». {conseil}", dispositif.code))
        }),
    }
}

struct Montants<'a> {
    dispositif: &'a Dispositif,
    preparation: &'a Preparation,
    chiffres: &'a Chiffres,
    noeud: NoeudId,
}

impl Montants<'_> {
    /// Everything to confirm before anybody may be paid, each thing once, with how many depend on it.
    fn reserves(&self, montants: &Resultat, comptes: &Comptes<'_>) -> Result<Vec<Reserve>, Echec> {
        let motifs = [
            (Marques::INCONNU, MotifDeReserve::Inconnu),
            (Marques::HYPOTHESE, MotifDeReserve::Hypothese),
            (Marques::FICTIF, MotifDeReserve::Fictif),
        ];
        // Somebody who has several contracts is counted once.
        let mut trouvees: BTreeMap<(MotifDeReserve, String), BTreeSet<&IdBeneficiaire>> = BTreeMap::new();
        let compile = &self.preparation.compile;
        for rang in 0..self.chiffres.jeu.lignes {
            let marques = montants.marques(rang);
            if marques.sans(Marques::EN_ATTENTE) != Marques::AUCUNE {
                // Names come from the branches that this beneficiary took: the columns only keep the marks.
                let trace = formule::evaluer(&compile.plan, &self.chiffres.jeu.ligne(rang))
                    .map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
                for (marque, motif) in motifs.into_iter().filter(|(marque, _)| marques.contient(*marque)) {
                    let mut noms = compile.noms_marques(&trace, self.noeud, marque);
                    if noms.is_empty() {
                        noms.push(self.preparation.compile.sorties.montant.clone());
                    }
                    for nom in noms {
                        let nom = ::explication::nommer(self.dispositif, &nom).to_string();
                        trouvees.entry((motif, nom)).or_default().insert(comptes.beneficiaire(rang));
                    }
                }
                if marques.contient(Marques::SANS_OBJET) {
                    let nom = "montant sans objet".to_owned();
                    trouvees.entry((MotifDeReserve::Inconnu, nom)).or_default().insert(comptes.beneficiaire(rang));
                }
            }
            if comptes.deja(rang).is_some_and(|deja| deja.fictif) {
                let nom = "versements déjà importés comme fictifs dans ce registre".to_owned();
                trouvees.entry((MotifDeReserve::Fictif, nom)).or_default().insert(comptes.beneficiaire(rang));
            }
        }
        let reserve = |((motif, nom), qui): (_, BTreeSet<&IdBeneficiaire>)| Reserve {
            motif,
            nom,
            beneficiaires: i64::try_from(qui.len()).unwrap_or(i64::MAX),
        };
        Ok(trouvees.into_iter().map(reserve).collect())
    }
}

fn excessif(qui: &str) -> Echec {
    let phrase = format!("{qui} : son montant dépasse ce qui peut être compté. Vérifiez ses chiffres.");
    Echec::new(Code::Contenu, phrase)
}
