//! The explanation for programs: amounts in cents, the same words as the text.

use ::explication::{Etape, Explication, IndicateurExplique, Nomme, SommeExpliquee, SourceLue};
use serde_json::{Value, json};

/// The explanation as JSON.
pub(crate) fn en_json(e: &Explication) -> Value {
    let mut json = json!({
        "dispositif": e.dispositif,
        "titre": e.titre,
        "exercice": e.exercice,
        "jour_du_droit": e.jour_du_droit,
        "beneficiaire": e.beneficiaire,
        "montant_centimes": e.montant,
        "etat": e.etat.mot(),
        "fictif": e.fictif,
        "inconnus": noms(&e.inconnus),
        "en_attente": noms(&e.attendus),
        "hypotheses": noms(&e.hypotheses),
        "eligible": e.eligible,
        "brut_centimes": e.brut,
        "malus_centimes": e.ligne_malus,
        "indicateurs": e.indicateurs.iter().map(indicateur).collect::<Vec<_>>(),
        "versements": e.versements.iter()
            .map(somme).collect::<Vec<_>>(),
        "estimations": e.estimations.iter().map(somme).collect::<Vec<_>>(),
    });
    if let Some(contrat) = &e.contrat {
        json["contrat"] = json!({ "code": contrat.code, "nom": contrat.nom });
    }
    json
}

fn somme(s: &SommeExpliquee) -> Value {
    json!({
        "code": s.code, "titre": s.titre, "centimes": s.montant.centimes, "ecrit": s.montant.ecrit,
        "etat": s.etat.mot(), "fictif": s.fictif,
    })
}

fn noms(noms: &[Nomme]) -> Vec<String> {
    noms.iter().map(ToString::to_string).collect()
}

fn indicateur(i: &IndicateurExplique) -> Value {
    json!({
        "code": i.code,
        "libelle": i.libelle,
        "groupe": i.groupe,
        "actif": i.actif,
        "roles": i.roles,
        "motif": i.motif,
        "texte": i.texte,
        "article": i.article,
        "etat": i.etat,
        "valeur": i.valeur.as_ref().map(|v| json!({ "ecrite": v.ecrit, "quotient": v.quotient })),
        "objectif": i.objectif,
        "montant": i.montant.as_ref().map(|m| json!({ "centimes": m.centimes, "ecrit": m.ecrit })),
        "malus": i.malus,
        "manquait": i.manquait,
        "etapes": i.etapes.iter().map(etape).collect::<Vec<_>>(),
        "sources": i.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn etape(e: &Etape) -> Value {
    json!({
        "nom": e.nom,
        "formule": e.formule,
        "chiffree": e.chiffree,
        "resultat": e.resultat,
        "branches": e.branches.iter()
            .map(|b| json!({ "condition": b.condition, "chiffree": b.chiffree, "vraie": b.vraie }))
            .collect::<Vec<_>>(),
        "etapes": e.etapes.iter().map(etape).collect::<Vec<_>>(),
    })
}

fn source(s: &SourceLue) -> Value {
    json!({
        "code": s.code,
        "libelle": s.libelle.to_string(),
        "valeur": s.valeur,
        "nature": if s.chiffre { "chiffre" } else { "regle" },
        "texte": s.texte,
        "article": s.article,
        "source": s.source,
        "titre_de_la_source": s.titre_de_la_source,
        "confiance": s.confiance,
        "verifie_le": s.verifie_le,
        "note": s.note,
    })
}
