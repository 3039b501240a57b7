//! The explanation of an amount: what was reached, what was read, which branch was taken, what was missing.

mod chiffres;
mod contrats;
mod formules;
mod lignes;
mod manques;
mod noms;
mod phrases;
mod sources;
mod total;
mod traces_en_mots;

pub use chiffres::{Chiffre, Nature};
pub use contrats::{ContratNomme, nommer_les_contrats};
pub use convention::nombres;
pub use convention::valeurs_ecrites::jour;
pub use formules::{Branche, Etape};
pub use lignes::{LigneExpliquee, Lignes, Progression};
pub use noms::{Nomme, nommer};
pub use phrases::{Lexique, en_mots};
pub use sources::{SourceLue, article};
pub use total::{Effet, GenreDEffet};

use convention::valeurs_ecrites as valeurs;

use convention::{Compile, ConfianceDite, Dispositif, Indicateur, Role, Sens, SortieIndicateur, TypeIndicateur};
use formule::trace::{Contenu, Trace};
use formule::{Etat, Ligne, Marques, NoeudId, Plan};
use formules::{Memoire, Redacteur};
use std::collections::BTreeSet;

/// Everything that can be said of one result.
#[derive(Debug)]
pub struct Explication {
    /// Code of the dispositif.
    pub dispositif: String,
    /// Its title.
    pub titre: String,
    /// Year of the exercice.
    pub exercice: i32,
    /// The day whose rules apply, in words.
    pub jour_du_droit: String,
    /// Who is paid.
    pub beneficiaire: String,
    /// Under which of their contracts, where each is computed alone; said by whoever chose it.
    pub contrat: Option<ContratNomme>,
    /// What is due or paid, when it is known.
    pub montant: Option<i64>,
    /// What can be done with it.
    pub etat: Etat,
    /// Was a value of the demonstration used?
    pub fictif: bool,
    /// What is not known, in words.
    pub inconnus: Vec<Nomme>,
    /// What has not arrived, in words.
    pub attendus: Vec<Nomme>,
    /// What rests on a reading of ours, in words.
    pub hypotheses: Vec<Nomme>,
    /// Is anything due at all; `None` when it is not known.
    pub eligible: Option<bool>,
    /// The amount before what is taken away.
    pub brut: Option<i64>,
    /// What is taken away, negative.
    pub ligne_malus: Option<i64>,
    /// Line by line.
    pub indicateurs: Vec<IndicateurExplique>,
    /// From their sum to the amount: what each rule of the total did.
    pub effets: Vec<Effet>,
    /// The indicators that the rules set aside in this exercice.
    pub inactifs: Vec<Inactif>,
    /// What is paid, each by its own formula.
    pub versements: Vec<SommeExpliquee>,
    /// What is shown beside the payments and is none.
    pub estimations: Vec<SommeExpliquee>,
}

/// A payment of the rules, or an estimate, with its own formula.
#[derive(Debug)]
pub struct SommeExpliquee {
    /// Its code.
    pub code: String,
    /// Its title.
    pub titre: String,
    /// What its formula comes to.
    pub montant: Montant,
    /// The state of this very amount, which may be payable when the whole is not.
    pub etat: Etat,
    /// Does it rest on a value of the demonstration?
    pub fictif: bool,
    /// How it is reached.
    pub etape: Etape,
    /// What was read.
    pub sources: Vec<SourceLue>,
}

/// One indicator.
#[derive(Debug)]
pub struct IndicateurExplique {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: String,
    /// The group it is shown in.
    pub groupe: Option<String>,
    /// Does it count in this exercice?
    pub actif: bool,
    /// What it does to the amount.
    pub roles: Vec<&'static str>,
    /// Why it has this role.
    pub motif: Option<String>,
    /// Title of the text.
    pub texte: Option<String>,
    /// Article of the text.
    pub article: Option<String>,
    /// `atteint`, `non_atteint`, `sans_objet`, `inconnu`, `en_attente`; nothing when nothing is to be reached.
    pub etat: Option<&'static str>,
    /// What this state rests on: a reading that is still to be confirmed, a value of the demonstration.
    pub marques: Marques,
    /// Codes of the readings of ours that its state rests on.
    pub hypotheses: Vec<String>,
    /// What is reached, with its counts.
    pub valeur: Option<Dit>,
    /// The objective, in words.
    pub objectif: Option<String>,
    /// What the rules call it, when they name it.
    pub nom_de_l_objectif: Option<String>,
    /// Is less better?
    pub baisse: bool,
    /// Must the value go past the objective, which does not itself suffice?
    pub objectif_exclu: bool,
    /// What the rules call its state, where « Atteint » or « Non atteint » would mislead.
    pub mot_de_l_etat: Option<String>,
    /// Measured, declared, or both.
    pub nature: &'static str,
    /// What is asked.
    pub aide: Option<String>,
    /// The caps that held the amount down.
    pub plafonds: Vec<String>,
    /// The lines, when it is paid line by line.
    pub lignes: Option<Lignes>,
    /// What is due or paid, when it is known.
    pub montant: Option<Montant>,
    /// The rate that it takes away.
    pub malus: Option<String>,
    /// How the state, the amount and the malus were reached.
    pub etapes: Vec<Etape>,
    /// What one count lacked to reach it.
    pub manquait: Vec<String>,
    /// What was read.
    pub sources: Vec<SourceLue>,
}

/// An indicator that does not count in an exercice.
#[derive(Debug)]
pub struct Inactif {
    /// Its name for people.
    pub libelle: String,
    /// Why.
    pub motif: Option<String>,
    /// How sure that is.
    pub confiance: &'static str,
    /// Title of the text.
    pub texte: Option<String>,
    /// Article of the text.
    pub article: Option<String>,
}

/// A value, and the counts behind it.
#[derive(Debug)]
pub struct Dit {
    /// What the rules call it, when they name it.
    pub nom: Option<String>,
    /// Is it a rate?
    pub taux: bool,
    /// What separates it from the objective, in points.
    pub ecart: Option<String>,
    /// In words.
    pub ecrit: String,
    /// `23 040 / 24 000`, when the value is the quotient of two counts.
    pub quotient: Option<String>,
}

/// An amount, or why there is none.
#[derive(Debug)]
pub struct Montant {
    /// Cents.
    pub centimes: Option<i64>,
    /// In words.
    pub ecrit: String,
}

/// The stamp of what rests on a value of the demonstration.
pub const TAMPON: &str = "valeur fictive de démonstration";

/// Explains the result of one beneficiary.
///
/// # Errors
/// When the figures do not fit the programme, or an exact value overflows.
pub fn expliquer(
    dispositif: &Dispositif,
    convention: Option<&convention::Convention>,
    compile: &Compile,
    beneficiaire: &str,
    ligne: &Ligne,
) -> Result<Explication, formule::ErreurDExecution> {
    let plan = &compile.plan;
    let trace = formule::evaluer(plan, ligne)?;
    let redacteur = Redacteur { dispositif, convention, trace: &trace, ligne, memoire: Memoire::default() };
    let sorties = &compile.sorties;
    let noeud = |code: &str| plan.definition(code);
    let montant = noeud(&sorties.montant);
    let marques = montant.map_or(Marques::INCONNU, |n| trace.marques(n));
    let eligible = noeud(&sorties.eligible).and_then(|n| verite(&trace, n));
    let nommer = |marque: Marques| {
        noms::une_fois_par_modele(dispositif, montant.map_or_else(Vec::new, |n| redacteur.noms(n, marque)))
    };
    let roles = dispositif.indicateurs_de(compile.exercice);
    let mut indicateurs = sorties
        .indicateurs
        .iter()
        .filter_map(|sortie| {
            let (indicateur, role) = roles.iter().find(|(indicateur, _)| indicateur.code == sortie.code)?;
            Some(un_indicateur(&redacteur, sortie, indicateur, role))
        })
        .collect::<Vec<_>>();
    indicateurs.sort_by_key(|i| dispositif.rang_du_groupe(i.groupe.as_deref()));
    let inactifs = roles.iter().filter(|(_, role)| !role.actif).map(|(i, role)| Inactif {
        libelle: i.libelle.clone(),
        motif: role.motif.clone().filter(|motif| !motif.is_empty()),
        confiance: match role.provenance.confiance {
            ConfianceDite::Hypothese => "hypothèse",
            autre => autre.mot(),
        },
        texte: i.texte.as_deref().map(|code| redacteur.titre_du_texte(code)),
        article: i.article.clone(),
    });
    let inactifs = inactifs.collect();
    Ok(Explication {
        dispositif: dispositif.code.clone(),
        titre: dispositif.titre_en(compile.exercice).to_owned(),
        exercice: compile.exercice,
        jour_du_droit: valeurs::jour(plan.jour()),
        beneficiaire: beneficiaire.to_owned(),
        contrat: None,
        montant: montant.filter(|_| sorties.remuneration).and_then(|n| centimes(&trace, n)),
        etat: compile.etat(marques, eligible),
        fictif: marques.contient(Marques::FICTIF),
        inconnus: nommer(Marques::INCONNU),
        attendus: nommer(Marques::EN_ATTENTE),
        hypotheses: if marques.connu() { nommer(Marques::HYPOTHESE) } else { Vec::new() },
        eligible,
        brut: noeud(&sorties.brut).and_then(|n| centimes(&trace, n)),
        ligne_malus: noeud(&sorties.ligne_malus).and_then(|n| centimes(&trace, n)),
        effets: total::effets(&redacteur, sorties, &indicateurs),
        inactifs,
        indicateurs,
        estimations: sommes(&redacteur, compile, &sorties.estimations, |code| {
            dispositif.estimations.iter().find(|e| e.code == code).map(|e| &e.titre)
        }),
        versements: sommes(&redacteur, compile, &sorties.versements, |code| {
            dispositif.versements.iter().find(|v| v.code == code).map(|v| &v.titre)
        }),
    })
}

fn un_indicateur(
    redacteur: &Redacteur<'_>,
    sortie: &SortieIndicateur,
    indicateur: &Indicateur,
    role: &Role,
) -> IndicateurExplique {
    let plan = redacteur.plan();
    let trace = redacteur.trace;
    let noeud = |code: &Option<String>| code.as_deref().and_then(|code| plan.definition(code));
    let mut roles = Vec::new();
    for (vrai, mot) in [
        (role.socle && !role.socle_neutralise, "socle"),
        (role.socle_neutralise, "socle neutralisé"),
        (role.remunere, "rémunéré"),
        (role.malus, "malus"),
    ] {
        if vrai {
            roles.push(mot);
        }
    }
    if roles.is_empty() && role.actif {
        roles.push("suivi");
    }
    let (atteint, sans_objet) = (noeud(&sortie.atteint), noeud(&sortie.sans_objet));
    let etat = if sans_objet.and_then(|n| verite(trace, n)) == Some(true) {
        Some("sans_objet")
    } else {
        atteint.map(|n| etat_de(trace, n))
    };
    let marques = sans_objet.filter(|_| etat == Some("sans_objet")).or(atteint);
    let hypotheses = marques.map_or_else(Vec::new, |n| trace.noms_marques(n, Marques::HYPOTHESE));
    let marques = marques.map_or(Marques::AUCUNE, |n| trace.marques(n));
    let paye = noeud(&sortie.montant).filter(|_| role.remunere);
    let montant = paye.map(|n| redacteur.montant(n));
    let malus = noeud(&sortie.malus).filter(|_| role.malus).map(|n| redacteur.valeur_de_taux(n));
    let objectif = noeud(&sortie.objectif).map(|n| valeurs::affichee(trace, n, 0, None));
    let valeur = noeud(&sortie.valeur).map(|n| Dit {
        nom: sortie.valeur.as_deref().and_then(|code| nom_de_formule(redacteur, code)),
        taux: valeurs::est_un_taux(plan, n),
        ecart: noeud(&sortie.objectif).and_then(|objectif| redacteur.ecart(n, objectif)),
        ecrit: redacteur.valeur_affichee(n, indicateur.affichage),
        quotient: redacteur.quotient(n),
    });
    let mut etapes = Vec::new();
    let mut lus: Vec<NoeudId> = Vec::new();
    let mut dites = BTreeSet::new();
    // What does not concern somebody is not judged: only why is said.
    let juge = etat != Some("sans_objet");
    let montre = [
        (&sortie.sans_objet, "sans_objet", "Sans objet\u{a0}?", !juge),
        (&sortie.atteint, "atteint", "Objectif atteint\u{a0}?", juge),
        (&sortie.montant, "montant", "Montant", role.remunere),
        (&sortie.malus, "malus", "Malus", role.malus),
    ];
    for (code, nom, mot, utile) in montre {
        let Some(formule) = code.as_deref().filter(|_| utile).and_then(|code| plan.formule(code)) else { continue };
        lus.push(formule.noeud);
        let mut etape = redacteur.etape(formule, nom, sortie.ligne.as_ref(), &mut dites);
        // The title of the indicator is above: what is said of it need not name it again.
        if etape.libelle == redacteur.libelle(&formule.code) {
            mot.clone_into(&mut etape.libelle);
        }
        etapes.push(etape);
    }
    let mut manquait = Vec::new();
    if etat == Some("non_atteint") {
        manquait.extend(atteint.and_then(|n| manques::pour_atteindre(trace, redacteur.ligne, n, paye)));
    }
    if let Some(n) = paye.filter(|_| manquait.is_empty()) {
        manquait.extend(manques::pour_le_palier_suivant(trace, redacteur.ligne, n));
    }
    IndicateurExplique {
        code: sortie.code.clone(),
        libelle: sortie.libelle.clone(),
        groupe: indicateur.groupe.clone(),
        actif: sortie.actif,
        roles,
        motif: role.motif.clone().filter(|motif| !motif.is_empty()),
        texte: indicateur.texte.as_deref().map(|code| redacteur.titre_du_texte(code)),
        article: indicateur.article.clone(),
        etat,
        marques,
        hypotheses,
        valeur,
        objectif,
        nom_de_l_objectif: sortie.objectif.as_deref().and_then(|code| nom_de_formule(redacteur, code)),
        baisse: indicateur.sens == Sens::Baisse,
        objectif_exclu: indicateur.objectif_exclu,
        mot_de_l_etat: match etat {
            Some("atteint") => indicateur.mots.atteint.clone(),
            Some("non_atteint") => indicateur.mots.non_atteint.clone(),
            _ => None,
        },
        nature: match indicateur.type_ {
            TypeIndicateur::Automatise => "mesuré",
            TypeIndicateur::Declaratif => "déclaré",
            TypeIndicateur::Mixte => "déclaré et mesuré",
        },
        aide: indicateur.aide.clone().filter(|aide| !aide.is_empty()),
        plafonds: paye.map_or_else(Vec::new, |n| total::plafonds(redacteur, n)),
        lignes: lignes::de(redacteur, sortie.ligne.as_ref(), indicateur.sens),
        montant,
        malus,
        etapes,
        manquait,
        sources: sources::de(redacteur, &lus),
    }
}

/// What a formula is called when it only names something.
fn nom_de_formule(redacteur: &Redacteur<'_>, code: &str) -> Option<String> {
    let formule = redacteur.plan().formule(code)?;
    if !formule.arbre.enfants.is_empty() {
        return None;
    }
    match formule.arbre.definition {
        Some(rang) => Some(redacteur.libelle(&redacteur.plan().formule_de_rang(rang).code)),
        None => redacteur.nom_du_noeud(formule.arbre.noeud),
    }
}

/// What the rules of a payment or of an estimate come to; `titre` is what they call it.
fn sommes<'d>(
    redacteur: &Redacteur<'_>,
    compile: &Compile,
    sorties: &[(String, String)],
    titre: impl Fn(&str) -> Option<&'d String>,
) -> Vec<SommeExpliquee> {
    let (plan, trace) = (redacteur.plan(), redacteur.trace);
    let eligible = plan.definition(&compile.sorties.eligible).and_then(|n| verite(trace, n));
    let une = |(code, definition): &(String, String)| {
        let formule = plan.formule(definition)?;
        let (titre, marques) = (titre(code)?.clone(), trace.marques(formule.noeud));
        let mut etape = redacteur.etape(formule, definition, None, &mut BTreeSet::new());
        etape.libelle.clone_from(&titre);
        Some(SommeExpliquee {
            code: code.clone(),
            titre,
            montant: redacteur.montant(formule.noeud),
            etat: compile.etat(marques, eligible),
            fictif: marques.contient(Marques::FICTIF),
            etape,
            sources: sources::de(redacteur, &[formule.noeud]),
        })
    };
    sorties.iter().filter_map(une).collect()
}

/// The state of a question, from the node that answers it.
fn etat_de(trace: &Trace<'_>, n: NoeudId) -> &'static str {
    let marques = trace.marques(n);
    if marques.contient(Marques::INCONNU) {
        "inconnu"
    } else if marques.contient(Marques::EN_ATTENTE) {
        "en_attente"
    } else if marques.contient(Marques::SANS_OBJET) {
        "sans_objet"
    } else if verite(trace, n) == Some(true) {
        "atteint"
    } else {
        "non_atteint"
    }
}

/// The answer of a node, when it is known.
fn verite(trace: &Trace<'_>, n: NoeudId) -> Option<bool> {
    let valeur = trace.valeur(n);
    match valeur.contenu {
        Contenu::OuiNon(oui) if valeur.marques.connu() => Some(oui),
        _ => None,
    }
}

/// The cents of a node, when they are known and whole.
fn centimes(trace: &Trace<'_>, n: NoeudId) -> Option<i64> {
    let valeur = trace.valeur(n);
    match valeur.contenu {
        Contenu::Nombre(f) if valeur.marques.connu() => f.en_entier().and_then(|n| i64::try_from(n).ok()),
        _ => None,
    }
}

/// A definition of a plan by its code, for what reads several.
pub(crate) fn definition<'p>(plan: &'p Plan, code: &str) -> Option<&'p formule::plan::Formule> {
    plan.formule(code)
}
