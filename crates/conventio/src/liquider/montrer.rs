//! `liquider montrer`: one run with its steps, or all of them.

use super::{compter, dire_les_reserves, texte};
use crate::Sortie;
use crate::base::avec_registre;
use crate::echec::Echec;
use crate::explication::jour;
use crate::instants::a_paris;
use crate::nombres::{entier, euros};
use crate::tableau::{Cote, coupe, tableau};
use clap::ArgMatches;
use convention::Nature;
use registre::{CleDePaiement, EtatDeLiquidation, Liquidation};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn montrer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let en_json = texte(lus, "format") == "json";
    avec_registre(lus, async |registre| {
        if lus.get_one::<i64>("NUMERO").is_none() {
            let toutes = registre.liquidations().await?;
            let montrees = if en_json {
                format!("{:#}\n", toutes.iter().map(|l| json_de(l, None)).collect::<Value>())
            } else {
                liste(&toutes)
            };
            return Ok(montrees.into());
        }
        let l = super::demandee(&registre, lus).await?;
        if !en_json {
            return Ok(detail(&l).into());
        }
        let lignes = registre.lignes_de_liquidation(l.numero).await?;
        Ok(format!("{:#}\n", json_de(&l, Some(&lignes))).into())
    })
}

fn etat(etat: EtatDeLiquidation) -> &'static str {
    match etat {
        EtatDeLiquidation::Preparee => "préparée",
        EtatDeLiquidation::Validee => "validée",
        EtatDeLiquidation::Payee => "payée",
        EtatDeLiquidation::Abandonnee => "abandonnée",
    }
}

fn liste(toutes: &[Liquidation]) -> String {
    if toutes.is_empty() {
        return "Aucune liquidation dans ce registre.\n".to_owned();
    }
    let lignes: Vec<Vec<String>> = toutes
        .iter()
        .map(|l| {
            let mut dit = etat(l.etat()).to_owned();
            if l.etat() == EtatDeLiquidation::Preparee && !l.reserves.is_empty() {
                dit.push_str(", à confirmer");
            }
            vec![
                l.numero.to_string(),
                l.exercice.clone(),
                coupe(&l.titre, 60),
                dit,
                entier(l.total.0),
                euros(l.total.1),
            ]
        })
        .collect();
    let entetes = [
        ("n°", Cote::Droite),
        ("exercice", Cote::Gauche),
        ("titre", Cote::Gauche),
        ("état", Cote::Gauche),
        ("versements", Cote::Droite),
        ("total", Cote::Droite),
    ];
    tableau(&entetes, &lignes)
}

fn detail(l: &Liquidation) -> String {
    let mut texte = format!(
        "Liquidation {}, {} : {}\n  {}, exercice {}, versement {}\n  {}, {} au total\n\n",
        l.numero,
        etat(l.etat()),
        l.titre,
        l.dispositif,
        l.exercice,
        l.versement,
        compter(usize::try_from(l.total.0).unwrap_or(usize::MAX), "versement", "versements"),
        euros(l.total.1)
    );
    for etape in &l.etapes {
        let _ = write!(texte, "  {:<11} {} par {}", etat(etape.etat), a_paris(etape.instant), etape.auteur);
        if let Some(date) = etape.jour {
            let _ = write!(texte, ", au {}", jour(date));
        }
        if let Some(motif) = &etape.motif {
            let _ = write!(texte, " : {motif}");
        }
        texte.push('\n');
    }
    if !l.reserves.is_empty() {
        texte.push_str("\nCe n'est pas un ordre de paiement.\n");
        texte.push_str(&dire_les_reserves(&l.reserves));
    }
    texte.push_str("\n  Empreintes SHA-256\n");
    for (nom, empreinte) in empreintes(l) {
        let _ = writeln!(texte, "  {nom:<11} {}", if empreinte.is_empty() { "non connue" } else { empreinte });
    }
    let _ = writeln!(texte, "  Manifeste : {}", l.manifeste);
    texte
}

fn empreintes(l: &Liquidation) -> [(&'static str, &str); 6] {
    [
        ("règles", &l.empreintes.regles),
        ("entrées", &l.empreintes.entrees),
        ("programme", &l.empreintes.executable),
        ("résultats", &l.empreintes.sortie),
        ("manifeste", &l.empreintes.manifeste),
        ("versements", &l.lignes),
    ]
}

fn json_de(l: &Liquidation, lignes: Option<&[(CleDePaiement, Nature, i64)]>) -> Value {
    let mut valeur = json!({
        "numero": l.numero,
        "etat": l.etat().mot(),
        "dispositif": l.dispositif,
        "exercice": l.exercice,
        "versement": l.versement,
        "titre": l.titre,
        "versements": l.total.0,
        "total_centimes": l.total.1.to_string(),
        "calcul": l.calcul,
        "manifeste": l.manifeste,
        "empreintes": {
            "regles": l.empreintes.regles,
            "entrees": l.empreintes.entrees,
            "executable": l.empreintes.executable,
            "sortie": l.empreintes.sortie,
            "manifeste": l.empreintes.manifeste,
            "lignes": l.lignes,
        },
        "a_confirmer": l.reserves.iter().map(|r| json!({
            "motif": r.motif.mot(),
            "nom": r.nom,
            "beneficiaires": r.beneficiaires,
        })).collect::<Value>(),
        "etapes": l.etapes.iter().map(|e| json!({
            "etat": e.etat.mot(),
            "auteur": e.auteur,
            "instant_ms": e.instant.0,
            "jour": e.jour.map(|jour| jour.to_string()),
            "motif": e.motif,
        })).collect::<Value>(),
    });
    if let Some(lignes) = lignes {
        valeur["lignes"] = lignes
            .iter()
            .map(|(cle, nature, centimes)| {
                let qui = &cle.beneficiaire.0;
                let mut ligne =
                    json!({ "beneficiaire": qui, "nature": nature.mot(), "centimes": centimes.to_string() });
                if let Some(contrat) = &cle.contrat {
                    ligne["contrat"] = Value::from(contrat.as_str());
                }
                ligne
            })
            .collect();
    }
    valeur
}
