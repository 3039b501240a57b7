//! The pages of the demonstration: the department computed for every exercice known, then served on loopback.

use super::departement::Departement;
use super::dossier::Dossier;
use super::generateur::Figures;
use super::hasard::Hasard;
use super::passes::Passes;
use super::population::Population;
use super::{courriels, declarations, generateur, peuplement, versements};
use crate::calcul::Preparation;
use crate::echec::{Code, Echec};
use crate::nombres::effectif;
use crate::progression::Progression;
use crate::regles::Source;
use convention::{ConfianceDite, Convention, Dispositif, Fichier, IdBeneficiaire, Regles, Saisie, Surcharges};
use formule::{Date, Jeu, Plan};
use registre::{Coffre, Import, Instant, Registre};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use teleservice::{Antivirus, Beneficiaire, Caisse, Calcul, Horloge, Imprimeur, Monde, Reglages, Service};

/// Names that no real place of the department bears: it does not exist either.
const LIEUX: [&str; 16] = [
    "des Trois-Tilleuls",
    "du Vieux-Lavoir",
    "de la Halle",
    "du Pont-Neuf",
    "des Quatre-Vents",
    "de la Fontaine",
    "du Moulin",
    "des Remparts",
    "de la Gare",
    "du Grand-Chêne",
    "des Lavandières",
    "de l'Octroi",
    "du Belvédère",
    "des Glycines",
    "de la Source",
    "du Champ-de-Foire",
];

const COMMUNES: [&str; 13] = [
    "Valmière",
    "Orvaille-le-Haut",
    "Saint-Ambrois-sur-Ourle",
    "Montrel",
    "Brézancy",
    "Les Aubrais-Neuves",
    "Castelourde",
    "Fontvielle-en-Orve",
    "Marsenoy",
    "Pierrelaye-d'Orve",
    "Rochebrune-le-Lac",
    "Tournelles",
    "Vaucreux",
];

/// How many exercices behind the day are computed: those that the pages show.
const EXERCICES: i32 = 5;

/// Names where clamd listens.
const ANTIVIRUS: &str = "CONVENTIO_ANTIVIRUS";

/// What the pages open on.
pub(super) struct Ouverture {
    pub(super) departement: Departement,
    pub(super) source: Source,
    pub(super) parametres: Fichier,
    /// The day of the law, for which everything is computed.
    pub(super) date: Date,
    /// When the clock starts.
    pub(super) debut: Instant,
    /// Where what is done is kept.
    pub(super) dossier: PathBuf,
    /// A PostgreSQL server, instead of a file there.
    pub(super) base: Option<String>,
    pub(super) port: u16,
    /// What the installation says in its own words.
    pub(super) textes: BTreeMap<String, String>,
}

/// Of the cases, only the examples of the documents are shown: the others leave before anything is computed.
fn oublier_les_cas(regles: &mut Regles) {
    let documents = regles.conventions.iter().flat_map(|convention| &convention.documents);
    let montres: BTreeSet<String> = documents.flat_map(|d| &d.exemples).map(|nom| sans_insecables(nom)).collect();
    for d in regles.conventions.iter_mut().flat_map(|convention| &mut convention.dispositifs) {
        d.cas.retain(|cas| montres.contains(&sans_insecables(&cas.nom)));
        d.cas.shrink_to_fit();
    }
}

/// Serves until the process ends.
pub(super) fn servir(mut ouverture: Ouverture) -> Result<(), Echec> {
    oublier_les_cas(&mut ouverture.source.regles);
    let moteur = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let moteur = moteur.map_err(|e| Echec::new(Code::Acces, format!("le service ne peut pas démarrer ({e}).")))?;
    moteur.block_on(ouvrir(ouverture))
}

async fn ouvrir(ouverture: Ouverture) -> Result<(), Echec> {
    let empreintes = empreintes(&ouverture.source);
    let empreinte = empreinte(&ouverture, &empreintes);
    let dossier = Dossier::ouvrir(&ouverture.dossier, &empreinte)?;
    let passes = passes(&ouverture, &dossier).await?;
    let Ouverture { departement, source, parametres, date, debut, base, port, textes, dossier: _ } = ouverture;
    // The text of the rules is no longer needed once they are read.
    let Source { regles, .. } = source;
    let fond = Fond { departement: &departement, parametres: &parametres, date, passes: &passes, empreintes };
    let mut monde = monde(regles, &fond)?;
    let facteur = facteur()?;
    // Without a relay nobody is reminded of anything.
    let rappeles = monde.conventions.iter().enumerate().filter(|_| facteur.is_some());
    let rappels: Vec<_> = rappeles.map(|(rang, convention)| rappels(&monde, rang, convention)).collect();
    let coffre = Coffre::ouvrir(&dossier.coffre()).map_err(registre_refuse)?;
    let vide = match &base {
        Some(url) => {
            let registre = Registre::ouvrir_url(url).await.map_err(registre_refuse)?;
            registre.personnes().await.map_err(registre_refuse)?.is_empty().then_some(registre)
        }
        None if dossier.complet() => None,
        None => Some(Registre::ouvrir_fichier_a_remplir(&dossier.registre()).await.map_err(registre_refuse)?),
    };
    if let Some(registre) = vide {
        let a_remplir = ARemplir { departement: &departement, date, debut, empreinte: &empreinte };
        monde = remplir(&a_remplir, monde, &registre, &coffre).await?;
        registre.fermer().await;
        dossier.noter_complet()?;
    }
    let registre = match &base {
        Some(url) => Registre::ouvrir_url(url).await,
        None => Registre::ouvrir_fichier(&dossier.registre()).await,
    }
    .map_err(registre_refuse)?;
    passes.fixer(&registre, debut).await?;
    let horloge = horloge(&registre, debut).await?;
    let ferme = |e: io::Error| {
        Echec::new(
            Code::Acces,
            format!("le port {port} ne peut pas être ouvert ({e}). Choisissez-en un autre avec --port."),
        )
    };
    let porte = TcpListener::bind(("127.0.0.1", port)).map_err(ferme)?;
    let adresse = porte.local_addr().map_err(ferme)?;
    let reglages = Reglages {
        adresse: format!("http://{adresse}"),
        imprimeur: Some(imprimeur()),
        textes,
        antivirus: antivirus()?,
        ..Reglages::default()
    };
    if let Some(facteur) = facteur {
        tokio::spawn(courriels::porter(facteur, registre.clone(), horloge.clone(), rappels));
    }
    let service = Service::new(monde, registre, coffre, horloge, reglages);
    let comptes = departement.populations.iter().map(|p| format!("{} {}", effectif(p.beneficiaires), p.plusieurs));
    let comptes = comptes.collect::<Vec<_>>().join(", ");
    let phrase = format!("{comptes}\u{a0}: tout est fictif. Ouvrez http://{adresse}/ ; arrêtez avec Ctrl+C.\n");
    let mut sortie = io::stdout().lock();
    if sortie.write_all(phrase.as_bytes()).and_then(|()| sortie.flush()).is_err() {
        // Whoever does not read the address may still know the port.
    }
    drop(sortie);
    teleservice::servir(service, porte).await.map_err(ferme)
}

/// Where the clamd that the environment names listens; without one, pieces are not read.
fn antivirus() -> Result<Option<Antivirus>, Echec> {
    let Ok(lieu) = std::env::var(ANTIVIRUS) else { return Ok(None) };
    if lieu.starts_with('/') {
        return Ok(Some(Antivirus::Local(PathBuf::from(lieu))));
    }
    let port = lieu.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
    let phrase =
        format!("{ANTIVIRUS} : « {lieu} » ne dit pas où écoute clamd. Écrivez /chemin/de/la/socket ou hôte:port.");
    port.map(|_| Some(Antivirus::Reseau(lieu))).ok_or_else(|| Echec::new(Code::Usage, phrase))
}

/// Who takes e-mails to the relay that the environment names; without one, none leaves.
fn facteur() -> Result<Option<::courriels::Facteur>, Echec> {
    let fautif = |erreur: ::courriels::ReglageFautif| Echec::new(Code::Usage, format!("{erreur}."));
    let reglages = ::courriels::Reglages::read(|nom| std::env::var(nom).ok()).map_err(fautif)?;
    reglages.map(::courriels::Facteur::new).transpose().map_err(fautif)
}

/// The typesetter, made warm at the first sheet: a service that starts must not wait for its fonts.
fn imprimeur() -> Imprimeur {
    let chaud: OnceLock<Result<documents::Imprimeur, documents::ErreurDeDocument>> = OnceLock::new();
    Imprimeur(Arc::new(move |feuille| {
        let pret = chaud.get_or_init(documents::Imprimeur::new).as_ref().map_err(ToString::to_string)?;
        pret.imprimer(feuille).map_err(|erreur| erreur.to_string())
    }))
}

/// What an empty register is filled with.
struct ARemplir<'a> {
    departement: &'a Departement,
    date: Date,
    debut: Instant,
    /// That of the rules, the department and the day.
    empreinte: &'a str,
}

/// What the fictional people have already done. The world goes into a service, and comes back.
async fn remplir(a_remplir: &ARemplir<'_>, monde: Monde, registre: &Registre, coffre: &Coffre) -> Result<Monde, Echec> {
    let ARemplir { departement, date, debut, empreinte } = a_remplir;
    let progression = Progression::new();
    progression.etape("Inscription des personnes fictives");
    peuplement::peupler(registre, departement, &monde.beneficiaires, *debut).await.map_err(registre_refuse)?;
    progression.etape("Versements déjà faits");
    let paiements = versements::deja_faits(departement, &monde, *date)?;
    let import = Import { empreinte, fictif: true, auteur: "demonstration", paiements: &paiements };
    registre.importer_paiements(&import, *debut).await.map_err(registre_refuse)?;
    progression.etape("Déclarations et pièces déjà transmises");
    let debut = *debut;
    let arretee = Horloge(Arc::new(move || debut));
    let service = Service::new(monde, registre.clone(), coffre.clone(), arretee, Reglages::default());
    let remplissage = declarations::Remplissage {
        service: &service,
        departement,
        registre,
        coffre,
        debut,
        exercice: date.annee() - 1,
    };
    remplissage.declarer().await.map_err(|cause| Echec::new(Code::Acces, format!("{cause}.")))?;
    service.rendre().ok_or_else(|| Echec::new(Code::Acces, "le service est resté ouvert."))
}

/// The windows that the department has in place of those of the rules.
fn calendrier(convention: &mut Convention, departement: &Departement) {
    for d in &mut convention.dispositifs {
        for exercice in &mut d.exercices {
            let annee = exercice.exercice.annee;
            let dites: Vec<_> =
                departement.calendrier.iter().filter(|f| f.dispositif == d.code && f.exercice == annee).collect();
            if dites.is_empty() {
                continue;
            }
            exercice.saisies = dites
                .into_iter()
                .map(|f| Saisie {
                    ouverture: f.ouverture,
                    fermeture: f.fermeture,
                    prolongation: f.prolongation,
                    source: None,
                    confiance: ConfianceDite::Hypothese,
                    note: Some("Fenêtre fictive de la démonstration.".to_owned()),
                })
                .collect();
        }
    }
}

fn registre_refuse(erreur: registre::ErreurDeRegistre) -> Echec {
    Echec::new(Code::Acces, format!("{} ({})", erreur.message, erreur.pour_le_journal))
}

/// The national results that the register has fixed, when there is one already.
async fn passes(ouverture: &Ouverture, dossier: &Dossier) -> Result<Passes, Echec> {
    let registre = match &ouverture.base {
        Some(url) => Registre::ouvrir_url(url).await,
        None if dossier.complet() => Registre::ouvrir_fichier(&dossier.registre()).await,
        None => return Ok(Passes::default()),
    }
    .map_err(registre_refuse)?;
    let passes = Passes::lire(&registre).await;
    registre.fermer().await;
    passes
}

/// What the rules are computed with.
struct Fond<'a> {
    departement: &'a Departement,
    parametres: &'a Fichier,
    date: Date,
    passes: &'a Passes,
    /// The hash of the rules of each dispositif.
    empreintes: BTreeMap<String, String>,
}

/// Whose figures are computed, and what was fixed over everybody.
struct Fiction<'a> {
    departement: &'a Departement,
    population: &'a Population,
    /// The input that says what they are, in words.
    precision: Option<&'a String>,
    passes: &'a Passes,
}

/// What the pages are made from: each population under its convention, and everything computed for it. The rules go
/// into it.
fn monde(regles: Regles, fond: &Fond<'_>) -> Result<Monde, Echec> {
    let Fond { departement, parametres, date, passes, .. } = fond;
    let surcharges = Surcharges::fictives(parametres).map_err(|defauts| Echec::regles(&defauts))?;
    let (mut beneficiaires, mut calculs) = (Vec::new(), Vec::new());
    let servies = servies(&regles, departement)?;
    for population in &departement.populations {
        let rang = servies.iter().position(|code| *code == population.convention).unwrap_or_default();
        let Some(convention) = regles.convention(&population.convention) else { continue };
        let mut precisions = Vec::new();
        let precision = population.precision.as_ref().or(convention.profession_selon.as_ref());
        let fiction = Fiction { departement, population, precision, passes };
        for (siens, dites) in calculer(&fiction, regles.dispositifs_de(convention), &surcharges, *date)? {
            calculs.extend(siens.into_iter().map(|calcul| calcul.a_partir_de(population.premier)));
            if precisions.is_empty() {
                precisions = dites;
            }
        }
        beneficiaires.extend((0..population.beneficiaires).map(|qui| {
            let mut beneficiaire = beneficiaire(departement, population, qui);
            beneficiaire.convention = rang;
            beneficiaire.precision = precisions.get(qui).cloned();
            beneficiaire
        }));
    }
    if calculs.is_empty() {
        let phrase = format!("aucune règle avant le {}. Choisissez une autre --date.", crate::explication::jour(*date));
        return Err(Echec::new(Code::Usage, phrase));
    }
    let rang = |convention: &Convention| servies.iter().position(|code| *code == convention.code);
    let mut conventions = regles.conventions;
    conventions.retain(|convention| rang(convention).is_some());
    conventions.sort_by_key(rang);
    conventions.iter_mut().for_each(|convention| calendrier(convention, departement));
    let caisse = &departement.caisse;
    Ok(Monde {
        origine: format!("{}. Personnes, lieux et chiffres fictifs.", departement.nom),
        personas: peuplement::personas(departement, &beneficiaires),
        caisses: vec![Caisse {
            code: caisse.code.clone(),
            nom: caisse.nom.clone(),
            courriel: caisse.courriel.clone(),
            adresse: caisse.adresse.clone(),
        }],
        beneficiaires,
        calculs,
        empreintes: fond.empreintes.clone(),
        conventions,
    })
}

/// The codes of the conventions of those who are here, then those in whose folders stands what they share.
fn servies(regles: &Regles, departement: &Departement) -> Result<Vec<String>, Echec> {
    let mut codes: Vec<String> = Vec::new();
    for population in &departement.populations {
        if regles.convention(&population.convention).is_none() {
            let phrase = format!("la convention « {} » n'est pas dans ces règles.", population.convention);
            return Err(Echec::new(Code::Regles, phrase));
        }
        if !codes.contains(&population.convention) {
            codes.push(population.convention.clone());
        }
    }
    let ici = regles.conventions.iter().filter(|c| codes.contains(&c.code));
    let ailleurs = ici.flat_map(|c| regles.dispositifs_de(c)).map(|d| d.convention.clone()).collect::<BTreeSet<_>>();
    codes.extend(ailleurs.into_iter().filter(|code| !codes.contains(code)).collect::<Vec<_>>());
    Ok(codes)
}

fn rappels(monde: &Monde, rang: usize, convention: &Convention) -> courriels::Rappels {
    let siens = monde.beneficiaires.iter().filter(|b| b.convention == rang);
    let structures = siens.map(|b| IdBeneficiaire(b.id.clone())).collect();
    let declares = monde.offerts_par(convention).filter(|d| d.entrees.iter().any(|e| e.champ.is_some()));
    courriels::Rappels { dispositifs: declares.cloned().collect(), structures }
}

/// The hash of the rules of each dispositif.
fn empreintes(source: &Source) -> BTreeMap<String, String> {
    let empreinte = |d: &Dispositif| (d.code.clone(), convention::empreinte(&source.fichiers, d));
    source.regles.dispositifs().map(empreinte).collect()
}

/// What a filled folder depends on: the rules, the department, its parameters and the day.
fn empreinte(ouverture: &Ouverture, regles: &BTreeMap<String, String>) -> String {
    let Ouverture { departement, parametres, debut, .. } = ouverture;
    let texte = format!("{regles:?}\n{departement:?}\n{}\n{}", parametres.contenu, debut.0);
    convention::empreinte_de(texte.as_bytes())
}

/// The clock of the demonstration: its own day, going on from the last act that was kept.
async fn horloge(registre: &Registre, debut: Instant) -> Result<Horloge, Echec> {
    let rang = registre.journal_tete().await.map_err(registre_refuse)?.rang;
    let derniere = registre.journal_lire(rang.saturating_sub(1), 1).await.map_err(registre_refuse)?;
    let debut = derniere.last().map_or(debut, |ligne| ligne.instant.max(debut));
    let depart = std::time::Instant::now();
    Ok(Horloge(Arc::new(move || debut.plus(depart.elapsed()))))
}

fn beneficiaire(departement: &Departement, population: &Population, qui: usize) -> Beneficiaire {
    // 16 and 13 have no common divisor: the first 208 names differ.
    let (lieu, commune) = (LIEUX[qui % LIEUX.len()], COMMUNES[qui % COMMUNES.len()]);
    let nom = match (population.nom_dit(qui), population.personnes) {
        (Some(nom), _) => nom.to_owned(),
        (None, true) => peuplement::nom_de(Hasard::new(departement.graine), population.premier + qui),
        (None, false) => format!("{lieu}, {commune}"),
    };
    let nom = format!("{} {nom}", population.un).trim_start().to_owned();
    let adresse =
        vec![format!("{}, rue {lieu}", 1 + qui % 90), format!("99{:03} {}", 10 + qui % 13, commune.to_uppercase())];
    Beneficiaire { id: population.identifiant(qui), nom, adresse, caisse: 0, convention: 0, precision: None }
}

/// A dispositif computed for an exercice, once or once per contract of somebody, and what its people are in words,
/// when it knows.
type Exercice = (Vec<Calcul>, Vec<String>);

/// Every dispositif for every exercice that has begun and ended before the day.
fn calculer<'d>(
    fiction: &Fiction<'_>,
    dispositifs: impl Iterator<Item = &'d Dispositif>,
    surcharges: &BTreeMap<String, Surcharges>,
    date: Date,
) -> Result<Vec<Exercice>, Echec> {
    let montres = date.annee() - EXERCICES..date.annee();
    let faits: Vec<(&Dispositif, i32)> = dispositifs
        .flat_map(|d| d.annees().into_iter().filter(|annee| montres.contains(annee)).map(move |annee| (d, annee)))
        .collect();
    let aucune = Surcharges::default();
    let suivant = AtomicUsize::new(0);
    let une_main = || {
        let mut calculs = Vec::new();
        loop {
            let rang = suivant.fetch_add(1, Ordering::Relaxed);
            let Some((d, annee)) = faits.get(rang) else { return Ok::<_, Echec>(calculs) };
            let surcharges = surcharges.get(&d.code).unwrap_or(&aucune);
            calculs.push((rang, un(fiction, d, *annee, surcharges)?));
        }
    };
    // Two hands, each taking the next when it is free: everything is computed again at each start.
    let (ici, ailleurs) = std::thread::scope(|s| {
        let autre = s.spawn(une_main);
        (une_main(), autre.join())
    });
    let ailleurs = ailleurs.map_err(|_| Echec::new(Code::Contenu, "le calcul du département s'est arrêté."))?;
    let mut calculs: Vec<_> = ici?.into_iter().chain(ailleurs?).collect();
    calculs.sort_by_key(|(rang, _)| *rang);
    Ok(calculs.into_iter().filter_map(|(_, calcul)| calcul).collect())
}

fn sans_insecables(texte: &str) -> String {
    texte.replace(['\u{a0}', '\u{202f}'], " ")
}

fn un(
    fiction: &Fiction<'_>,
    dispositif: &Dispositif,
    exercice: i32,
    surcharges: &Surcharges,
) -> Result<Option<Exercice>, Echec> {
    let Fiction { departement, population, precision, passes } = *fiction;
    let preparation = Preparation::de(dispositif, exercice, surcharges)?;
    if preparation.indicateurs.is_empty() && dispositif.suivis.is_empty() {
        return Ok(None);
    }
    let programme = preparation.compile.plan.programme();
    let Figures { mut jeu, qui, contrats } =
        generateur::figures(departement, &[population], (dispositif, programme), exercice)?;
    passes.poser(&qui, dispositif, &preparation, &mut jeu)?;
    let mut precisions =
        precision.map_or_else(Vec::new, |code| precisions(code, dispositif, &preparation.compile.plan, &jeu));
    if dispositif.par_contrat() {
        // One for each person, whatever their contracts.
        let premiers = contrats.iter().zip(precisions).filter(|((_, code), _)| code == generateur::PREMIER_CONTRAT);
        precisions = premiers.map(|(_, dite)| dite).collect();
    }
    let calcul = Calcul::executer(dispositif, preparation.compile, jeu);
    let calcul = calcul.map_err(|e| Echec::new(Code::Contenu, format!("{e}.")))?;
    Ok(calcul.map(|calcul| {
        let calcul = calcul.arreter(arretes(departement, population, exercice));
        let calculs = if dispositif.par_contrat() { calcul.par_contrat(dispositif, &contrats) } else { vec![calcul] };
        (calculs, precisions)
    }))
}

/// The day up to which inputs were counted, where the population says one.
fn arretes(departement: &Departement, population: &Population, exercice: i32) -> BTreeMap<String, Date> {
    let lois = population.entrees.iter().filter(|_| exercice == departement.reference);
    let dits = lois.filter_map(|(code, loi)| {
        let (mois, jour) = loi.arrete_le?;
        Some((code.clone(), Date::new(exercice, mois, jour)?))
    });
    dits.collect()
}

/// What each one is in words: the label of what they chose in an input.
fn precisions(code: &str, dispositif: &Dispositif, plan: &Plan, jeu: &Jeu<'_>) -> Vec<String> {
    let rang = plan.entrees().iter().position(|entree| entree.code == code);
    let Some((rang, entree)) = rang.zip(dispositif.entree(code)) else { return Vec::new() };
    let dire = |qui| {
        let choisi = jeu.ligne(qui).entrees.get(rang).and_then(|cellule| usize::try_from((*cellule).ok()?).ok());
        choisi.and_then(|choisi| entree.choix.get(choisi)).map_or_else(String::new, |choix| choix.libelle.clone())
    };
    (0..jeu.lignes).map(dire).collect()
}
