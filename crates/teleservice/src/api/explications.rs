//! Why an amount: indicators, lines, steps and what was read, as a tree.

use crate::mots;
use explication::{Branche, Effet, Etape, GenreDEffet, IndicateurExplique, LigneExpliquee, Montant, SourceLue};
use serde_json::{Value, json};

/// The kinds of rule of a total.
pub(super) const GENRES: [&str; 4] = ["regle", "malus", "plafond", "socle"];

pub(super) fn effet(e: &Effet) -> Value {
    let genre = match e.genre {
        GenreDEffet::Regle => "regle",
        GenreDEffet::Malus => "malus",
        GenreDEffet::Plafond => "plafond",
        GenreDEffet::Socle => "socle",
    };
    json!({ "genre": genre, "libelle": e.libelle, "precision": e.precision, "centimes": e.centimes })
}

pub(super) fn indicateur(i: &IndicateurExplique) -> Value {
    let valeur = i.valeur.as_ref().map(|v| json!({ "ecrit": v.ecrit, "quotient": v.quotient, "ecart": v.ecart }));
    let lignes = i.lignes.as_ref().map(|l| {
        json!({
            "titre": l.titre,
            "colonnes": l.colonnes,
            "lignes": l.lignes.iter().map(ligne).collect::<Vec<_>>(),
        })
    });
    json!({
        "code": i.code,
        "libelle": i.libelle,
        "groupe": i.groupe,
        "nature": i.nature,
        "roles": i.roles,
        "etat": i.etat,
        "mot": mots::de_l_indicateur(i).map(|p| p.mot),
        "valeur": valeur,
        "objectif": i.objectif,
        "montant": i.montant.as_ref().map(somme),
        "malus": i.malus,
        "manquait": i.manquait,
        "plafonds": i.plafonds,
        "texte": i.texte,
        "article": i.article,
        "lignes": lignes,
        "etapes": i.etapes.iter().map(etape).collect::<Vec<_>>(),
        "sources": i.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn somme(m: &Montant) -> Value {
    json!({ "centimes": m.centimes, "ecrit": m.ecrit })
}

fn ligne(l: &LigneExpliquee) -> Value {
    json!({
        "libelle": l.libelle,
        "cle": l.cle,
        "valeurs": l.valeurs,
        "montant": somme(&l.montant),
        "manquait": l.manquait,
        "etape": etape(&l.etape),
    })
}

fn etape(e: &Etape) -> Value {
    json!({
        "libelle": e.libelle,
        "phrase": e.phrase,
        "avec_valeurs": e.avec_valeurs,
        "formule": e.formule,
        "resultat": e.resultat,
        "branches": e.branches.iter().map(branche).collect::<Vec<_>>(),
        "etapes": e.etapes.iter().map(etape).collect::<Vec<_>>(),
    })
}

fn branche(b: &Branche) -> Value {
    json!({ "phrase": b.phrase, "avec_valeurs": b.avec_valeurs, "vraie": b.vraie })
}

fn source(s: &SourceLue) -> Value {
    json!({
        "code": s.code,
        "libelle": s.libelle.libelle,
        "valeur": s.valeur,
        "chiffre": s.chiffre,
        "texte": s.texte,
        "article": s.article,
        "source": s.titre_de_la_source,
        "confiance": s.confiance,
    })
}
