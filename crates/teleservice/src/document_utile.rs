//! A useful document of a convention: the same content as a page and as a PDF, from the folders of its dispositifs.

use crate::adresses::Route;
use crate::cadre::{self, Cadre};
use crate::formules_en_mots::ecrire;
use crate::impression::{Document, envoyer, feuille_publique};
use crate::mots::{self, composer};
use crate::refus::Refus;
use crate::{Monde, Service};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use convention::{Convention, Dispositif, DocumentUtile, Partie, Table, TypeValeur};
use feuille::{Bloc, Cellule, Colonne, Niveau, Tableau};
use formule::Date;

pub(crate) const ROUTES: &[Route] = &[Route::get("/documents-utiles/{dispositif}/document.pdf", || get(pdf))];

#[derive(Template)]
#[template(path = "document_utile.html")]
struct Page<'a> {
    cadre: Cadre,
    convention: &'a Convention,
    titre: String,
    annee: i32,
    blocs: Vec<Bloc>,
    pdf: Option<String>,
    dispositifs: Vec<&'a Dispositif>,
}

/// The document of this code, with its convention.
fn trouver<'m>(monde: &'m Monde, code: &str) -> Option<(&'m Convention, &'m DocumentUtile)> {
    let mut conventions = monde.conventions.iter();
    conventions.find_map(|convention| Some((convention, convention.documents.iter().find(|d| d.code == code)?)))
}

/// The page of a document, when a code names one.
pub(crate) async fn page(service: &Service, entetes: &HeaderMap, code: &str) -> Result<Option<Response>, Refus> {
    let monde = &service.monde;
    let Some((convention, document)) = trouver(monde, code) else { return Ok(None) };
    let titre = composer(&document.titre);
    let annee = service.exercice_en_cours();
    let dispositifs = dispositifs(monde, convention, document);
    Ok(Some(cadre::html(&Page {
        cadre: Cadre::de_passage(service, entetes, "/documents-utiles", titre.clone()).await?,
        convention,
        annee,
        blocs: blocs(&dispositifs, document, annee),
        pdf: service.reglages.imprimeur.as_ref().map(|_| format!("/documents-utiles/{code}/document.pdf")),
        dispositifs,
        titre,
    })))
}

async fn pdf(State(service): State<Service>, Path(code): Path<String>) -> Result<Response, Refus> {
    let absent = || Refus::absent("Ce document n'existe pas");
    let (convention, document) = trouver(&service.monde, &code).ok_or_else(absent)?;
    let annee = service.exercice_en_cours();
    let titre = composer(&document.titre);
    let sous_titre = format!("{}, exercice {annee}", convention.titre);
    let mut feuille = feuille_publique(&service, &titre, sous_titre)?;
    for bloc in blocs(&dispositifs(&service.monde, convention, document), document, annee) {
        feuille.push(bloc);
    }
    let nom = code.replace('_', "-");
    envoyer(&service, Document { genre: "document_utile", intitule: titre, nom }, feuille).await
}

fn dispositifs<'m>(monde: &'m Monde, convention: &'m Convention, document: &DocumentUtile) -> Vec<&'m Dispositif> {
    document.dispositifs.iter().filter_map(|code| monde.offerts_par(convention).find(|d| d.code == *code)).collect()
}

/// What a document says, part by part.
fn blocs(dispositifs: &[&Dispositif], document: &DocumentUtile, en_cours: i32) -> Vec<Bloc> {
    let mut blocs = Vec::new();
    let plusieurs = dispositifs.len() > 1;
    for d in dispositifs.iter().copied() {
        let exercice = d.exercices.iter().find(|e| e.exercice.annee == en_cours).or(d.exercices.last());
        let jour = exercice.map_or(Date(0), |e| e.exercice.fin);
        if plusieurs {
            blocs.push(Bloc::section(composer(&d.titre)));
        }
        let titre = |texte: &str| match plusieurs {
            true => Bloc::sous_section(composer(texte)),
            false => Bloc::section(composer(texte)),
        };
        for partie in &document.parties {
            let dites = match partie {
                Partie::Textes => textes(d, &titre),
                Partie::Calendrier => calendrier(d, &titre),
                Partie::Definitions => definitions(d, jour, &titre),
                Partie::Tables => d.tables.iter().filter_map(|table| une_table(d, table, jour)).collect(),
                Partie::Exemples => exemples(d, document, &titre),
                Partie::Lectures => lectures(d, &titre),
            };
            blocs.extend(dites);
        }
    }
    blocs
}

/// The introduction, then every text that has a title: the others belong to forms.
fn textes(d: &Dispositif, titre: &impl Fn(&str) -> Bloc) -> Vec<Bloc> {
    let introduction = d.textes_de_page.iter().find(|t| t.code == "introduction");
    let mut blocs: Vec<Bloc> = introduction.map(|t| Bloc::paragraphe(composer(&t.texte))).into_iter().collect();
    for texte in d.textes_de_page.iter().filter(|t| t.code != "introduction") {
        let Some(nom) = &texte.titre else { continue };
        blocs.push(titre(nom));
        blocs.extend(texte.texte.split("\n\n").map(|paragraphe| Bloc::paragraphe(composer(paragraphe.trim()))));
    }
    blocs
}

fn calendrier(d: &Dispositif, titre: &impl Fn(&str) -> Bloc) -> Vec<Bloc> {
    let lignes = d.exercices.iter().rev().map(|e| {
        let versement = match e.versement_au_plus_tard {
            Some(jour) => format!("au plus tard le {}", mots::jour(jour)),
            None => "date non publiée".to_owned(),
        };
        vec![Cellule::Texte(format!("Exercice {}", e.exercice.annee)), Cellule::Texte(versement)]
    });
    let tableau = Tableau {
        legende: "Versement, par exercice".to_owned(),
        colonnes: vec![Colonne::texte("Exercice"), Colonne::texte("Versement")],
        lignes: lignes.collect(),
        pied: None,
    };
    vec![titre("Calendrier"), Bloc::Tableau(tableau)]
}

/// What each figure is, in words.
fn definitions(d: &Dispositif, jour: Date, titre: &impl Fn(&str) -> Bloc) -> Vec<Bloc> {
    let dits = d.entrees.iter().filter(|e| e.existe_en(jour.annee())).filter_map(|e| {
        let sens = e.sens.as_ref()?;
        Some((e.libelle.clone(), Cellule::Texte(composer(sens))))
    });
    let dits: Vec<_> = dits.collect();
    if dits.is_empty() { Vec::new() } else { vec![titre("Les données, une à une"), Bloc::Definitions(dits)] }
}

/// The rows of a table that stand on a day.
fn une_table(d: &Dispositif, table: &Table, jour: Date) -> Option<Bloc> {
    let cles: Vec<&str> = table.cles.iter().filter_map(|cle| cle.libelle.as_deref()).collect();
    let mut colonnes =
        vec![Colonne::texte(if cles.is_empty() { "Ligne".to_owned() } else { composer(&cles.join(", ")) })];
    colonnes.extend(table.colonnes.iter().map(|colonne| {
        let entete =
            colonne.libelle.as_deref().map_or_else(|| mots::majuscule(&colonne.code.replace('_', " ")), composer);
        match colonne.type_ {
            TypeValeur::Choix(_) | TypeValeur::Texte => Colonne::texte(entete),
            _ => Colonne::nombre(entete),
        }
    }));
    let lignes = table.lignes.iter().filter(|ligne| ligne.vaut_au(jour)).map(|ligne| {
        let cles: Vec<&str> = ligne.cles.iter().map(|cle| cle.ecrite.as_str()).collect();
        let mut cellules = vec![Cellule::Texte(ligne.libelle.as_deref().map_or_else(|| cles.join(", "), composer))];
        let valeurs = ligne.valeurs.iter().zip(&ligne.textes).zip(&table.colonnes);
        cellules.extend(valeurs.map(|(((valeur, _), texte), colonne)| {
            let ecrite = match (&colonne.type_, texte) {
                (TypeValeur::Texte, Some(texte)) => composer(texte),
                (TypeValeur::Choix(codes), Some(code)) => composer(mot_du_choix(d, codes, code)),
                _ => ecrire(*valeur, &colonne.type_),
            };
            Cellule::Texte(ecrite)
        }));
        cellules
    });
    let lignes: Vec<Vec<Cellule>> = lignes.collect();
    let legende = format!("{}, au {}", composer(&table.libelle), mots::jour(jour));
    (!lignes.is_empty()).then_some(Bloc::Tableau(Tableau { legende, colonnes, lignes, pied: None }))
}

/// What people read of a code: the label that the dispositif gives it where it lists the same choices.
fn mot_du_choix<'d>(d: &'d Dispositif, codes: &[String], code: &'d str) -> &'d str {
    let entrees = d.entrees.iter().map(|e| &e.choix);
    let mut listes = entrees.chain(d.parametres.iter().map(|p| &p.choix)).chain(d.calculs.iter().map(|c| &c.choix));
    let liste = listes.find(|liste| codes.iter().all(|code| liste.iter().any(|choix| choix.code == *code)));
    liste.and_then(|liste| liste.iter().find(|choix| choix.code == code)).map_or(code, |choix| &choix.libelle)
}

/// The cases that the document names, each with its arithmetic.
fn exemples(d: &Dispositif, document: &DocumentUtile, titre: &impl Fn(&str) -> Bloc) -> Vec<Bloc> {
    let dits: Vec<(String, Cellule)> = document
        .exemples_de(d)
        .into_iter()
        .map(|cas| {
            let calcul = cas.calcul.clone().unwrap_or_else(|| "Voyez les cas du dossier.".to_owned());
            (composer(&cas.nom), Cellule::Texte(composer(calcul.trim())))
        })
        .collect();
    if dits.is_empty() { Vec::new() } else { vec![titre("Exemples calculés à la main"), Bloc::Definitions(dits)] }
}

fn lectures(d: &Dispositif, titre: &impl Fn(&str) -> Bloc) -> Vec<Bloc> {
    let dites: Vec<(String, Cellule)> = d
        .lectures
        .iter()
        .map(|l| (composer(&l.question), Cellule::detaillee(composer(&l.choix), composer(&l.motif))))
        .collect();
    if dites.is_empty() {
        return Vec::new();
    }
    vec![titre("Ce que le texte ne dit pas, et ce qui a été retenu"), Bloc::Definitions(dites)]
}

impl Page<'_> {
    /// The words of a cell, and what makes them precise.
    fn mots<'c>(&self, cellule: &'c Cellule) -> (&'c str, Option<&'c str>) {
        match cellule {
            Cellule::Texte(texte) | Cellule::Pastille { texte, .. } => (texte, None),
            Cellule::Detaille { texte, precision } => (texte, Some(precision)),
        }
    }

    fn est_section(&self, niveau: &Niveau) -> bool {
        *niveau == Niveau::Section
    }
}
