//! `verifier`: rules loaded, checked, every case run again.

use crate::echec::{Code, Echec};
use crate::nombres::effectif;
use crate::tableau::{Cote, coupe, tableau};
use crate::{Sortie, regles};
use clap::ArgMatches;
use convention::{Decompte, Rapport, Regles};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

/// Values that no case reads, quoted for a dispositif; `--format json` gives them all.
const VALEURS_CITEES: usize = 8;

pub(crate) fn verifier(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let dossier = lus.get_one::<String>("DOSSIER").or_else(|| lus.get_one::<String>("conventions")).map(Path::new);
    let fichiers = regles::fichiers(dossier)?;
    let (regles, defauts) = Regles::charger_sans_arret(&fichiers);
    let rapport = convention::verifier(&regles);
    let bon = defauts.is_empty() && rapport.sans_defaut();
    let texte = if lus.get_one::<String>("format").is_some_and(|f| f == "json") {
        format!("{:#}\n", en_json(&rapport, &defauts, bon))
    } else {
        en_texte(&rapport, &defauts, bon)
    };
    Ok(Sortie { texte, code: if bon { 0 } else { Code::Regles as u8 } })
}

fn en_texte(rapport: &Rapport, defauts: &[convention::Defaut], bon: bool) -> String {
    let mut texte = String::new();
    let nombres = |d: Decompte| [d.officiel, d.secondaire, d.hypothese, d.inconnu].map(effectif);
    let mut lignes: Vec<Vec<String>> = Vec::new();
    for d in &rapport.dispositifs {
        let annees = match (d.exercices.first(), d.exercices.last()) {
            (Some(premier), Some(dernier)) if premier != dernier => format!("{premier}–{dernier}"),
            (Some(seul), _) => seul.to_string(),
            _ => String::new(),
        };
        let mut ligne = vec![coupe(&d.code, 34), annees, effectif(d.indicateurs)];
        ligne.extend(nombres(d.confiances));
        ligne.push(format!("{}/{}", d.cas_passes(), d.cas.len()));
        lignes.push(ligne);
    }
    let mut total = vec!["total".to_owned(), String::new(), effectif(rapport.indicateurs())];
    total.extend(nombres(rapport.confiances()));
    total.push(format!("{}/{}", rapport.cas_passes(), rapport.cas_total()));
    lignes.push(total);
    texte.push_str(&tableau(
        &[
            ("dispositif", Cote::Gauche),
            ("exercices", Cote::Gauche),
            ("indicateurs", Cote::Droite),
            ("officiel", Cote::Droite),
            ("secondaire", Cote::Droite),
            ("hypothèse", Cote::Droite),
            ("inconnu", Cote::Droite),
            ("cas", Cote::Droite),
        ],
        &lignes,
    ));
    for d in &rapport.dispositifs {
        for cas in d.cas.iter().filter(|cas| !cas.passe()) {
            let _ = writeln!(texte, "\nCas raté : {} ({})", cas.nom, cas.place);
            for ecart in &cas.ecarts {
                let _ = writeln!(texte, "  {ecart}");
            }
        }
        if !d.jamais_atteints.is_empty() {
            let cites = d.jamais_atteints.iter().take(VALEURS_CITEES).cloned().collect::<Vec<_>>().join(", ");
            let reste = match d.jamais_atteints.len().saturating_sub(VALEURS_CITEES) {
                0 => String::new(),
                n => format!(" et {n} autres"),
            };
            let _ = writeln!(texte, "\n{} : valeurs qu'aucun cas ne lit : {cites}{reste}", d.code);
        }
    }
    if !defauts.is_empty() {
        texte.push_str("\nDéfauts\n");
        for defaut in defauts {
            let _ = writeln!(texte, "  {defaut}");
        }
    }
    let rates = rapport.cas_total() - rapport.cas_passes();
    let accord =
        |n: usize, un: &str, plusieurs: &str| format!("{} {}", effectif(n), if n > 1 { plusieurs } else { un });
    let _ = writeln!(
        texte,
        "\n{}, {}, {}, {}, {}.",
        accord(rapport.dispositifs.len(), "dispositif", "dispositifs"),
        accord(rapport.confiances().total(), "valeur", "valeurs"),
        accord(rapport.cas_passes(), "cas réussi", "cas réussis"),
        accord(rates, "cas raté", "cas ratés"),
        accord(defauts.len(), "défaut", "défauts"),
    );
    if !bon {
        texte.push_str("Les règles ne sont pas bonnes en l'état.\n");
    }
    texte
}

fn en_json(rapport: &Rapport, defauts: &[convention::Defaut], bon: bool) -> serde_json::Value {
    let confiances = |d: Decompte| json!({ "officiel": d.officiel, "secondaire": d.secondaire, "hypothese": d.hypothese, "inconnu": d.inconnu });
    let un_defaut = |d: &convention::Defaut| {
        json!({ "fichier": d.place.chemin(), "ligne": d.place.ligne(), "colonne": d.place.colonne(),
                "message": d.message, "conseil": d.conseil })
    };
    json!({
        "bon": bon,
        "cas_reussis": rapport.cas_passes(),
        "cas_rates": rapport.cas_total() - rapport.cas_passes(),
        "confiances": confiances(rapport.confiances()),
        "defauts": defauts.iter().map(un_defaut).collect::<Vec<_>>(),
        "dispositifs": rapport.dispositifs.iter().map(|d| json!({
            "code": d.code,
            "titre": d.titre,
            "exercices": d.exercices,
            "indicateurs": d.indicateurs,
            "confiances": confiances(d.confiances),
            "jamais_atteints": d.jamais_atteints,
            "defauts": d.defauts.iter().map(un_defaut).collect::<Vec<_>>(),
            "cas": d.cas.iter().map(|c| json!({
                "nom": c.nom, "fichier": c.place.chemin(), "ligne": c.place.ligne(), "reussi": c.passe(),
                "ecarts": c.ecarts.iter().map(un_defaut).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
