//! What was read: figures, parameters with their article, source and confidence.

use super::formules::Redacteur;
use super::noms::Nomme;
use convention::ConfianceDite;
use convention::ecriture::typographier;
use convention::valeurs_ecrites as valeurs;
use formule::plan::Plan;
use formule::programme::{Constante, Contenu, Entree, Genre, ModeBareme, ModeNational, Scalaire};
use formule::trace::Source;
use formule::{Absence, Date, Marques, NoeudId};
use std::collections::BTreeMap;

/// One thing that was read.
#[derive(Debug)]
pub struct SourceLue {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub libelle: Nomme,
    /// What exactly is counted or asked.
    pub sens: Option<String>,
    /// What was read, in words.
    pub valeur: String,
    /// A figure of the beneficiary, or something that the rules say?
    pub chiffre: bool,
    /// Title of the text.
    pub texte: Option<String>,
    /// Article of the text.
    pub article: Option<String>,
    /// Code of the source, then its title.
    pub source: Option<String>,
    /// Title of the source.
    pub titre_de_la_source: Option<String>,
    /// Where to read it.
    pub adresse: Option<String>,
    /// How sure it is.
    pub confiance: Option<&'static str>,
    /// The day of the last check.
    pub verifie_le: Option<String>,
    /// What the author wanted to add.
    pub note: Option<String>,
}

/// « article 2 », « annexe 21 »: an article as a sentence quotes it, which names what it is only once.
pub fn article(dit: &str) -> String {
    let nomme = dit.starts_with(char::is_lowercase) || dit.to_lowercase().starts_with("article ");
    if nomme { dit.to_owned() } else { format!("article {dit}") }
}

/// What some nodes read, on the branches taken.
pub(super) fn de(redacteur: &Redacteur<'_>, noeuds: &[NoeudId]) -> Vec<SourceLue> {
    let mut lues: BTreeMap<Source, Marques> = BTreeMap::new();
    for n in noeuds {
        lues.extend(redacteur.trace.sources(*n, 0));
    }
    lues.into_iter().filter_map(|(source, marques)| une(redacteur, &source, marques)).collect()
}

/// What the amount of a detail line read in the rules.
pub(super) fn de_ligne(redacteur: &Redacteur<'_>, n: NoeudId, ligne: usize) -> Vec<SourceLue> {
    let lues = redacteur.trace.sources(n, ligne);
    lues.into_iter().filter_map(|(source, marques)| une(redacteur, &source, marques)).collect()
}

fn une(redacteur: &Redacteur<'_>, source: &Source, marques: Marques) -> Option<SourceLue> {
    let plan = redacteur.plan();
    let programme = plan.programme();
    let code = plan.nommer(source);
    let (valeur, chiffre) = match source {
        Source::Entree(e) => {
            let entree = programme.entrees.get(*e as usize)?;
            (cellule(redacteur, entree, *e as usize), true)
        }
        // Lines are shown one by one beside their formula.
        Source::EntreeDetail(..) => return None,
        Source::Parametre(p, version) => {
            let parametre = programme.parametres.get(*p as usize)?;
            let contenu = version.and_then(|v| parametre.versions.get(v)).map(|v| &v.contenu);
            match contenu {
                Some(Contenu::Valeur(constante)) => (constante_ecrite(plan, constante, &parametre.genre), false),
                _ => ("inconnu".to_owned(), false),
            }
        }
        Source::Palier(p, version, palier) => {
            let parametre = programme.parametres.get(*p as usize)?;
            let Contenu::Bareme(paliers) = &parametre.versions.get(*version as usize)?.contenu else { return None };
            let valeur = constante_ecrite(plan, &paliers.get(*palier)?.valeur, &parametre.genre);
            let (mode, unite) = parametre.bareme.as_ref()?;
            let borne = |rang: usize| paliers.get(rang).and_then(|p| p.jusqu_a);
            let ecrite = |f| valeurs::quantite(f, unite, unite.est_aucune());
            let bas = palier.checked_sub(1).and_then(borne);
            let plage = match (bas, borne(*palier)) {
                (None, None) => "quelle que soit la valeur".to_owned(),
                (None, Some((haut, inclus))) => {
                    format!("{} {}", if inclus { "jusqu'à" } else { "au-dessous de" }, ecrite(haut))
                }
                (Some((bas, inclus)), None) => {
                    format!("{} {}", if inclus { "au-dessus de" } else { "à partir de" }, ecrite(bas))
                }
                (Some((bas, bas_inclus)), Some((haut, inclus))) => format!(
                    "{} {} et {} {}",
                    if bas_inclus { "au-dessus de" } else { "à partir de" },
                    ecrite(bas),
                    if inclus { "jusqu'à" } else { "au-dessous de" },
                    ecrite(haut)
                ),
            };
            let mot = if *mode == ModeBareme::Palier { "palier" } else { "tranche" };
            (format!("{valeur} ({mot} {} : {plage})", palier + 1), false)
        }
        Source::Cellule(t, c, ligne) => {
            let table = programme.tables.get(*t as usize)?;
            let genre = &table.colonnes.get(*c as usize)?.1;
            let valeur = ligne.and_then(|l| table.lignes.get(l)).and_then(|l| l.valeurs.get(*c as usize));
            (valeur.map_or_else(|| "inconnu".to_owned(), |v| constante_ecrite(plan, v, genre)), false)
        }
        Source::National(r) => (national(redacteur, *r as usize), true),
        Source::Repartition(r) => (part(redacteur, *r as usize), true),
        Source::Formule(_) => ("lecture du texte".to_owned(), false),
    };
    // What the demonstration invents comes from no text.
    let inventee = chiffre || marques.contient(Marques::FICTIF);
    let dite = if inventee { None } else { redacteur.dispositif.dite(programme, source) };
    let provenance = dite.map(|d| d.provenance);
    // Some inputs are in no field of the folder: what was already paid has its name in the programme alone.
    let libelle = match source {
        Source::Entree(e) => {
            let entree = programme.entrees.get(*e as usize)?;
            Nomme { libelle: typographier(&entree.libelle), code: code.clone() }
        }
        Source::Cellule(t, c, Some(ligne)) => {
            let dite = rangee(redacteur, usize::from(*t), usize::from(*c), *ligne);
            dite.map_or_else(|| redacteur.nommer(&code), |libelle| Nomme { libelle, code: code.clone() })
        }
        _ => redacteur.nommer(&code),
    };
    Some(SourceLue {
        libelle,
        valeur: redacteur.accentuer(&valeur),
        chiffre,
        texte: provenance.and_then(|p| p.texte.as_deref()).map(|code| redacteur.titre_du_texte(code)),
        article: provenance.and_then(|p| p.article.clone()),
        source: provenance.and_then(|p| p.source.clone()),
        titre_de_la_source: provenance
            .and_then(|p| p.source.as_deref())
            .and_then(|code| redacteur.titre_de_la_source(code)),
        adresse: provenance.and_then(|p| p.source.as_deref()).and_then(|code| redacteur.adresse_de_la_source(code)),
        sens: redacteur.dispositif.entree(&code).and_then(|e| e.sens.clone()),
        confiance: confiance(marques, dite.map(|d| d.confiance), chiffre),
        verifie_le: provenance.and_then(|p| p.verifie_le).map(valeurs::jour),
        note: provenance.and_then(|p| p.note.clone()).filter(|note| !note.is_empty()),
        code,
    })
}

/// A row that has no name is said by its keys, in words.
fn rangee(redacteur: &Redacteur<'_>, table: usize, colonne: usize, ligne: usize) -> Option<String> {
    let programme = redacteur.plan().programme();
    let tenue = programme.tables.get(table)?;
    let table = redacteur.dispositif.table(&tenue.code)?;
    let rangee = table.lignes.get(ligne).filter(|l| l.libelle.is_none())?;
    let cles = rangee.cles.iter().zip(&tenue.cles).zip(&table.cles).map(|((cle, (_, genre)), declaree)| match genre {
        Genre::Choix(codes) => {
            let demandes = redacteur.dispositif.entrees.iter().filter(|e| e.code == declaree.code);
            let demande = demandes.flat_map(|e| &e.choix).find(|c| c.code == cle.ecrite).map(|c| c.libelle.clone());
            let rang = codes.iter().position(|code| *code == cle.ecrite);
            demande.or_else(|| redacteur.choix(codes, rang?)).unwrap_or_else(|| cle.ecrite.replace('_', " "))
        }
        _ => {
            let dite = plage(&cle.ecrite);
            declaree.libelle.as_ref().map_or_else(|| dite.clone(), |nom| format!("{nom} {dite}"))
        }
    });
    let cles: Vec<String> = cles.collect();
    let colonne = super::noms::colonne(Some(table), &tenue.colonnes.get(colonne)?.0);
    Some(typographier(&format!("{}, {} : {}", table.libelle, cles.join(", "), mots_de_colonne(&colonne))))
}

/// A heading inside a sentence; an acronym keeps its capitals.
fn mots_de_colonne(colonne: &str) -> String {
    let mut lettres = colonne.chars();
    match (lettres.next(), lettres.clone().next()) {
        (Some(premiere), Some(seconde)) if seconde.is_lowercase() => premiere.to_lowercase().chain(lettres).collect(),
        _ => colonne.to_owned(),
    }
}

/// The numbers that the key of a row covers: « 3 ou plus », « de 0 à 89 ».
fn plage(ecrite: &str) -> String {
    if let Some((bas, haut)) = ecrite.split_once("..") {
        return format!("de {} à {}", bas.trim(), haut.trim());
    }
    for (signe, mots) in [(">=", "ou plus"), ("<=", "ou moins")] {
        if let Some(borne) = ecrite.strip_prefix(signe) {
            return format!("{} {mots}", borne.trim());
        }
    }
    for (signe, mots) in [(">", "plus de"), ("<", "moins de")] {
        if let Some(borne) = ecrite.strip_prefix(signe) {
            return format!("{mots} {}", borne.trim());
        }
    }
    ecrite.to_owned()
}

/// The figure of an input, as the file gave it.
fn cellule(redacteur: &Redacteur<'_>, entree: &Entree, rang: usize) -> String {
    let valeur = match redacteur.ligne.entrees.get(rang) {
        Some(Ok(valeur)) => *valeur,
        Some(Err(Absence::SansObjet)) if entree.declaree => return "non déclaré".to_owned(),
        Some(Err(absence)) => return valeurs::absence(absence.marques()).to_owned(),
        None => return valeurs::absence(Marques::INCONNU).to_owned(),
    };
    match &entree.genre {
        Genre::OuiNon => if valeur == 1 { "oui" } else { "non" }.to_owned(),
        Genre::Date => valeurs::jour(Date(i32::try_from(valeur).unwrap_or_default())),
        Genre::Choix(codes) => usize::try_from(valeur)
            .ok()
            .and_then(|rang| redacteur.choix(codes, rang))
            .unwrap_or_else(|| valeur.to_string()),
        Genre::Nombre(unite) => valeurs::tenu(entree, unite, valeur),
        Genre::Texte => String::new(),
    }
}

/// A national result, as the run gave it.
fn national(redacteur: &Redacteur<'_>, rang: usize) -> String {
    let moyenne = redacteur
        .plan()
        .programme()
        .nationaux
        .get(rang)
        .is_some_and(|n| matches!(n.mode, ModeNational::Moyenne { .. }));
    match redacteur.ligne.nationaux.get(rang) {
        Some(Some(national)) if national.marques.connu() && moyenne => {
            format!("{} = {}", national.valeur, valeurs::pourcent(national.valeur))
        }
        Some(Some(national)) if national.marques.connu() => crate::nombres::exact(national.valeur),
        Some(Some(national)) => valeurs::absence(national.marques).to_owned(),
        _ => valeurs::absence(Marques::EN_ATTENTE).to_owned(),
    }
}

/// The share of an envelope, as the run gave it.
fn part(redacteur: &Redacteur<'_>, rang: usize) -> String {
    match redacteur.ligne.repartitions.get(rang) {
        Some(Some((Ok(centimes), _))) => crate::nombres::euros(i128::from(*centimes)),
        Some(Some((Err(absence), _))) => valeurs::absence(absence.marques()).to_owned(),
        _ => valeurs::absence(Marques::EN_ATTENTE).to_owned(),
    }
}

/// The marks say what was really used, overlays included; the folder tells the rest apart.
fn confiance(marques: Marques, dite: Option<ConfianceDite>, chiffre: bool) -> Option<&'static str> {
    if marques.contient(Marques::FICTIF) {
        Some("valeur fictive de démonstration")
    } else if marques.contient(Marques::INCONNU) {
        Some("inconnu")
    } else if marques.contient(Marques::HYPOTHESE) {
        Some("hypothèse")
    } else if chiffre {
        None
    } else {
        dite.map(ConfianceDite::mot)
    }
}

/// Constants of the rules hold euros, those of the engine cents.
fn constante_ecrite(plan: &Plan, constante: &Constante, genre: &Genre) -> String {
    match (constante.valeur, genre) {
        (None, _) => "inconnu".to_owned(),
        (Some(Scalaire::OuiNon(oui)), _) => if oui { "oui" } else { "non" }.to_owned(),
        (Some(Scalaire::Date(date)), _) => valeurs::jour(date),
        (Some(Scalaire::Choix(rang)), Genre::Choix(codes)) => {
            plan.programme().choix_ecrit(codes, rang as usize).map_or_else(|| rang.to_string(), str::to_owned)
        }
        (Some(Scalaire::Nombre(f)), Genre::Nombre(unite)) if unite.est_aucune() => valeurs::taux_dit(f),
        (Some(Scalaire::Choix(rang)), _) => rang.to_string(),
        (Some(Scalaire::Nombre(f)), Genre::Nombre(unite)) => {
            let tenu = if unite.en_euros() { f.fois(formule::Fraction::entier(100)).unwrap_or(f) } else { f };
            valeurs::quantite(tenu, unite, unite.est_aucune())
        }
        (Some(Scalaire::Nombre(f)), _) => crate::nombres::exact(f),
    }
}

#[cfg(test)]
mod tests {
    use super::{article, mots_de_colonne, plage};

    #[test]
    fn an_article_is_named_once() {
        let dits = ["2.1", "article 1", "article modifiant le II.IV", "annexe 21", "L. 162-1"].map(article);
        let attendus = ["article 2.1", "article 1", "article modifiant le II.IV", "annexe 21", "article L. 162-1"];
        assert_eq!(dits, attendus);
    }

    #[test]
    fn the_key_of_a_row_is_said_in_words() {
        let dites = [">= 3", "0..89", "<= 2", "> 5", "1"].map(plage);
        assert_eq!(dites, ["3 ou plus", "de 0 à 89", "2 ou moins", "plus de 5", "1"]);
        assert_eq!((mots_de_colonne("Annuel").as_str(), mots_de_colonne("ALD").as_str()), ("annuel", "ALD"));
    }
}
