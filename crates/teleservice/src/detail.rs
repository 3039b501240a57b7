//! The detail of a remuneration: each line, the sum that adds up, and why.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::contrats::{self, Choix};
use crate::mots::{self, Pastille};
use crate::postes::{self, Poste};
use crate::refus::Refus;
use crate::remunerations::{self, Verse};
use crate::sessions::Connecte;
use crate::suivi::{self, Forme, Montre, Section, SurEcran, sections};
use crate::{Calcul, Monde, Service, declaration};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use convention::{Dispositif, Ecran, Nature};
use explication::{
    Etape, Explication, IndicateurExplique, LigneExpliquee, Progression, SommeExpliquee, SourceLue, TAMPON,
};
use formule::Etat;
use registre::Paiement;

pub(crate) const ROUTES: &[Route] = &[Route::get("/remunerations/{dispositif}/{exercice}", || get(page))];

/// The indicators of a group.
struct Groupe<'a> {
    titre: &'a str,
    indicateurs: Vec<&'a IndicateurExplique>,
    /// What they pay together, when it is known.
    sous_total: Option<String>,
}

/// A payment of this remuneration.
struct Versement<'a> {
    titre: String,
    /// « Montant de l'avance 1 transmise le 07/01/2025 »; nothing for the initial one, which is said apart.
    annonce: Option<String>,
    jour: String,
    montant: String,
    fictif: bool,
    /// What its own formula comes to today, and why.
    calcul: Option<&'a SommeExpliquee>,
}

#[derive(Template)]
#[template(path = "detail.html")]
struct Page<'a> {
    cadre: Cadre,
    e: &'a Explication,
    d: &'a Dispositif,
    /// How it changes its name, in the exercices around that change.
    change: Option<String>,
    introduction: Option<&'a str>,
    adresse: String,
    /// The other contracts of the exercice, where each is computed alone.
    contrats: Vec<Choix>,
    /// What an address adds to name this one; nothing where there is only one.
    contrat: String,
    /// Where the page is printed, when the service can.
    pdf: Option<String>,
    debut: String,
    fin: String,
    /// When it should be paid, or how late it was; nothing once it was paid in time.
    echeance: Option<String>,
    /// The day of the initial payment.
    paye_le: Option<String>,
    montant: String,
    pastille: Option<Pastille>,
    /// How many conditions that come first are met, out of how many.
    socles: Option<(usize, usize)>,
    groupes: Vec<Groupe<'a>>,
    postes: Vec<Poste>,
    /// What the rules show of the follow-up on this screen.
    sections: Vec<Section<'a>>,
    /// Who is paid.
    identite: Vec<String>,
    /// What was paid, the oldest first.
    versements: Vec<Versement<'a>>,
    /// What the rules will pay after that, as far as it is known today.
    a_venir: Vec<&'a SommeExpliquee>,
    /// Their sum.
    verse: String,
    /// What the sum of payments lacks to make the amount computed.
    ecart: Option<String>,
}

/// A step of an explanation and, inside it, the steps that it read.
#[derive(Template)]
#[template(path = "etape.html")]
struct PageEtape<'a> {
    e: &'a Etape,
}

/// The same step as the rule folder writes it.
#[derive(Template)]
#[template(path = "etape_technique.html")]
struct PageEtapeTechnique<'a> {
    e: &'a Etape,
}

/// What was read, with its text, its source and how sure it is.
#[derive(Template)]
#[template(path = "sources.html")]
struct PageSources<'a> {
    sources: &'a [SourceLue],
}

/// The dispositif and the computation behind an address: of somebody whom they concern, or who was paid.
pub(crate) async fn trouver<'m>(
    service: &'m Service,
    connecte: &Connecte,
    code: &str,
    (exercice, contrat): (&str, Option<&str>),
) -> Result<(&'m Dispositif, &'m Calcul), Refus> {
    let (monde, qui) = (&service.monde, connecte.qui);
    let absente = || Refus::absent("Cette rémunération n'existe pas");
    let trouve = exercice.parse().ok().and_then(|exercice| match contrat {
        None => monde.calcul_compte(qui, code, exercice),
        Some(_) => {
            let calcul = monde.contrats(qui, code, exercice).find(|c| c.code_du_contrat(qui) == contrat)?;
            Some((monde.dispositif_de(qui, code)?, calcul))
        }
    });
    let (d, calcul) = trouve.filter(|(_, calcul)| calcul.remunere()).ok_or_else(absente)?;
    if !calcul.concerne(qui) && remunerations::verse(service, connecte, calcul).await?.paiements.is_empty() {
        return Err(absente());
    }
    Ok((d, calcul))
}

async fn page(
    State(service): State<Service>,
    connecte: Connecte,
    Path((code, exercice)): Path<(String, String)>,
    RawQuery(question): RawQuery,
) -> Result<Response, Refus> {
    let (d, calcul) = trouver(&service, &connecte, &code, (&exercice, contrats::demande(question.as_deref()))).await?;
    let (monde, qui) = (&service.monde, connecte.qui);
    let adresse = format!("/remunerations/{}/{}", d.code, calcul.exercice());
    let e = declaration::expliquer(&service, &connecte, d, calcul).await?;
    let annee = d.exercice(e.exercice).ok();
    let jour = |date: Option<formule::Date>| date.map_or_else(String::new, mots::jour);
    let Verse { paiements, total: verse } = remunerations::verse(&service, &connecte, calcul).await?;
    let montre = montrer_au_detail(&service, &connecte, (d, calcul, &e), &paiements).await?;
    let initial = paiements.iter().find(|p| p.nature == Nature::Initial);
    let a_venir = a_venir(d, &e, &paiements);
    let limite = annee.and_then(|a| a.versement_au_plus_tard);
    let ecart = verse
        .zip(e.montant)
        .map(|(verse, du)| du - verse)
        .filter(|ecart| *ecart != 0 && !paiements.is_empty() && a_venir.is_empty());
    // The initial payment is what the limit is about; without one, what completed the others.
    let paye = initial.or_else(|| paiements.last().filter(|_| a_venir.is_empty()));
    Ok(cadre::html(&Page {
        paye_le: initial.map(|p| mots::jour(p.jour)),
        versements: paiements.iter().map(|p| Versement::de(d, &e, p)).collect(),
        ecart: ecart.map(|ecart| mots::montant(Some(ecart))),
        verse: mots::montant(verse),
        cadre: Cadre::connecte(
            &service,
            &connecte,
            "/remunerations",
            montre.titre_de(&e) + &contrats::suite(monde, qui, calcul),
        ),
        contrats: contrats::choix(monde, qui, calcul, |code| format!("{adresse}?contrat={code}")),
        contrat: contrats::question(monde, qui, calcul),
        change: suivi::change_de_nom(d, e.exercice),
        introduction: d.textes_de_page.iter().find(|t| t.code == "introduction").map(|t| t.texte.as_str()),
        pdf: service.reglages.imprimeur.is_some().then(|| format!("{adresse}/detail.pdf")),
        adresse,
        debut: jour(annee.map(|a| a.exercice.debut)),
        fin: jour(annee.map(|a| a.exercice.fin)),
        echeance: match paye {
            None => Some(mots::echeance(limite)),
            Some(p) => limite.filter(|limite| p.jour.0 > limite.0).map(mots::retard),
        },
        montant: mots::montant(e.montant),
        pastille: match paye.filter(|_| matches!(e.etat, Etat::AConfirmer | Etat::Payable) && e.montant != Some(0)) {
            None => Some(mots::du_montant(e.etat, e.montant)),
            Some(_) => (ecart.is_none() && a_venir.is_empty()).then_some(mots::VERSE),
        },
        socles: socles(&e),
        groupes: groupes(&e),
        postes: postes::postes(&e),
        sections: sections(&montre.volets, &montre.widgets),
        identite: identite(&service.monde, connecte.qui),
        a_venir,
        d,
        e: &e,
    }))
}

/// What the rules show of the follow-up on the screen of a remuneration.
pub(crate) async fn montrer_au_detail(
    service: &Service,
    connecte: &Connecte,
    (d, calcul, explication): (&Dispositif, &Calcul, &Explication),
    paiements: &[Paiement],
) -> Result<Montre, Refus> {
    let versement = paiements.last().map(|p| nom(d, p));
    let sur = SurEcran { d, calcul, explication, versement, ecran: Ecran::Detail };
    suivi::montrer(service, connecte, &sur).await
}

/// How a sentence names a payment.
fn nom<'d>(d: &'d Dispositif, p: &Paiement) -> &'d str {
    let regle = d.versements.iter().find(|v| p.code.as_ref() == Some(&v.code));
    regle.and_then(|v| v.nom.as_deref()).unwrap_or_else(|| p.nature.nom())
}

/// « Montant de l'avance 1 transmise le 07/01/2025 ».
pub(crate) fn annonce(d: &Dispositif, p: &Paiement) -> Option<String> {
    let accord = if p.nature.feminin() { "e" } else { "" };
    let phrase = format!("Montant de {} transmis{accord} le {}", nom(d, p), mots::jour(p.jour));
    (p.nature != Nature::Initial).then(|| mots::contracter(&phrase))
}

/// The parts of a remuneration that follow what was already paid of it: not what would correct it.
pub(crate) fn a_venir<'e>(d: &Dispositif, e: &'e Explication, paiements: &[Paiement]) -> Vec<&'e SommeExpliquee> {
    let part = |code: &str| {
        let nature = d.versements.iter().find(|v| v.code == code).map(|v| v.nature);
        matches!(nature, Some(Nature::Initial | Nature::Avance | Nature::Solde | Nature::Complement))
    };
    let paye = |code: &str| paiements.iter().any(|p| p.code.as_deref() == Some(code));
    let attendus = e.versements.iter().filter(|v| part(&v.code) && !paye(&v.code) && v.montant.centimes != Some(0));
    attendus.filter(|_| !paiements.is_empty()).collect()
}

/// Who is paid: their name, what they are, where they practise.
fn identite(monde: &Monde, qui: usize) -> Vec<String> {
    let Some(b) = monde.beneficiaires.get(qui) else { return Vec::new() };
    let precision = b.precision.clone().unwrap_or_else(|| monde.profession_de(qui).to_owned());
    [b.nom.clone(), precision].into_iter().chain(b.adresse.iter().cloned()).collect()
}

impl<'a> Versement<'a> {
    fn de(d: &Dispositif, e: &'a Explication, p: &Paiement) -> Self {
        Self {
            titre: p.titre.clone(),
            annonce: annonce(d, p),
            jour: mots::jour(p.jour),
            montant: mots::montant(Some(p.centimes)),
            fictif: p.fictif,
            calcul: e.versements.iter().find(|v| p.code.as_ref() == Some(&v.code)),
        }
    }
}

fn socles(e: &Explication) -> Option<(usize, usize)> {
    // One that does not apply is neither reached nor missed.
    let compte = |i: &&IndicateurExplique| i.actif && i.roles.contains(&"socle") && i.etat != Some("sans_objet");
    let socles: Vec<_> = e.indicateurs.iter().filter(compte).collect();
    let atteints = socles.iter().filter(|i| i.etat == Some("atteint")).count();
    (!socles.is_empty()).then_some((atteints, socles.len()))
}

fn groupes(e: &Explication) -> Vec<Groupe<'_>> {
    let mut groupes: Vec<Groupe<'_>> = Vec::new();
    for i in e.indicateurs.iter().filter(|i| i.actif) {
        let titre = i.groupe.as_deref().unwrap_or("Indicateurs");
        match groupes.iter_mut().find(|g| g.titre == titre) {
            Some(groupe) => groupe.indicateurs.push(i),
            None => groupes.push(Groupe { titre, indicateurs: vec![i], sous_total: None }),
        }
    }
    for groupe in &mut groupes {
        let payes: Vec<_> = groupe.indicateurs.iter().filter_map(|i| i.montant.as_ref()).collect();
        let somme: Option<i64> = payes.iter().map(|m| m.centimes).sum();
        groupe.sous_total = somme.filter(|_| payes.len() > 1).map(|somme| mots::montant(Some(somme)));
    }
    groupes
}

impl Page<'_> {
    /// What it is, in the words of this exercice.
    fn resume(&self) -> &str {
        self.d.resume_en(self.e.exercice)
    }

    fn pastille_de(&self, i: &IndicateurExplique) -> Option<Pastille> {
        mots::de_l_indicateur(i)
    }

    fn pastille_de_l_etat(&self, s: &SommeExpliquee) -> Pastille {
        mots::de_l_etat(s.etat)
    }

    /// « 85 % ou plus »: which side of a figure is the right one.
    fn objectif_de(&self, i: &IndicateurExplique) -> Option<String> {
        let objectif = i.objectif.as_deref()?;
        let chiffre = objectif.starts_with(|c: char| c.is_ascii_digit());
        Some(match (chiffre, i.objectif_exclu, i.baisse) {
            (false, ..) => objectif.to_owned(),
            (_, true, false) => format!("plus de {objectif}"),
            (_, true, true) => format!("moins de {objectif}"),
            (_, false, true) => format!("{objectif} au plus"),
            (_, false, false) => format!("{objectif} ou plus"),
        })
    }

    /// What the rules call a value, unless the title says it already.
    fn precision<'i>(&self, i: &'i IndicateurExplique, nom: Option<&'i String>) -> Option<&'i str> {
        nom.map(String::as_str).filter(|nom| *nom != i.libelle)
    }

    fn roles_de(&self, i: &IndicateurExplique) -> String {
        let mut dits = vec![i.nature];
        dits.extend(i.roles.iter().copied());
        mots::majuscule(&dits.join(", "))
    }

    fn etat_de_ligne(&self, l: &LigneExpliquee) -> Pastille {
        match l.montant.centimes {
            Some(0) => Pastille::new("neutre", "–", "Non rémunérée"),
            Some(_) => Pastille::new("succes", "✓", "Rémunérée"),
            None => mots::de_l_atteinte("inconnu"),
        }
    }

    fn etape<'e>(&self, e: &'e Etape) -> PageEtape<'e> {
        PageEtape { e }
    }

    fn technique<'e>(&self, e: &'e Etape) -> PageEtapeTechnique<'e> {
        PageEtapeTechnique { e }
    }

    fn sources<'e>(&self, sources: &'e [SourceLue]) -> PageSources<'e> {
        PageSources { sources }
    }

    fn barre(&self, p: &Progression) -> Barre {
        let (depart, arrivee) = (Progression::milliemes(p.depart), Progression::milliemes(p.arrivee));
        let (bas, haut) = (depart.min(arrivee), depart.max(arrivee));
        let classe = if p.passe() == Some(true) { "gagne" } else { "manque" };
        let signe = match p.passe() {
            Some(true) => "▲",
            Some(false) => "▼",
            None => "=",
        };
        Barre { bas, ecart: haut - bas, depart, classe, signe }
    }

    fn tampon(&self) -> &'static str {
        TAMPON
    }
}

/// A bar from departure to arrival, in thousandths.
struct Barre {
    /// The end of what both cover.
    bas: i64,
    /// What separates them.
    ecart: i64,
    depart: i64,
    classe: &'static str,
    signe: &'static str,
}

impl<'a> PageEtape<'a> {
    fn suite(&self, e: &'a Etape) -> PageEtape<'a> {
        PageEtape { e }
    }

    /// Lines have their table, where each is explained.
    fn lues(&self) -> impl Iterator<Item = &'a Etape> {
        self.e.etapes.iter().filter(|e| !e.ligne)
    }

    fn valeurs_utiles(&self) -> bool {
        self.e.avec_valeurs != self.e.phrase && self.e.avec_valeurs != self.e.resultat
    }
}

impl<'a> PageEtapeTechnique<'a> {
    fn suite(&self, e: &'a Etape) -> PageEtapeTechnique<'a> {
        PageEtapeTechnique { e }
    }
}

impl PageSources<'_> {
    fn chiffres(&self) -> Vec<&SourceLue> {
        self.sources.iter().filter(|s| s.chiffre).collect()
    }

    fn regles(&self) -> Vec<&SourceLue> {
        self.sources.iter().filter(|s| !s.chiffre).collect()
    }
}
