//! The manifest of a run: what it takes to do it again, and to know whether anything changed.

use crate::calculer::{Demande, LigneDeBilan};
use crate::chiffres::Fichiers;
use crate::echec::{Code, Echec};
use crate::empreintes;
use crate::regles::Source;
use convention::{Dispositif, Surcharges};
use formule::Etat;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tableaux::Brouillon;

/// Version of the layout of manifests.
const FORMAT: i64 = 1;

/// A manifest.
#[derive(Debug, Clone)]
pub(crate) struct Manifeste(Value);

/// The name of the manifest of an output.
pub(crate) fn chemin(sortie: &Path) -> PathBuf {
    let mut nom = sortie.as_os_str().to_os_string();
    nom.push(".manifeste.json");
    PathBuf::from(nom)
}

impl Manifeste {
    /// The manifest of a run that has just been made.
    pub(crate) fn de(
        demande: &Demande,
        source: &Source,
        dispositif: &Dispositif,
        surcharges: &Surcharges,
        sortie: &Path,
        empreinte_de_sortie: &str,
    ) -> Result<Self, Echec> {
        let fichier = |chemin: &Path| -> Result<Value, Echec> {
            Ok(json!({ "chemin": chemin.display().to_string(), "sha256": empreintes::du_fichier(chemin)? }))
        };
        let option = |chemin: &Option<PathBuf>| chemin.as_deref().map(fichier).transpose();
        let mut details = Map::new();
        for (table, chemin) in &demande.fichiers.details {
            details.insert(table.clone(), fichier(chemin)?);
        }
        let regles: Map<String, Value> = source
            .fichiers
            .iter()
            .filter(|f| dispositif.fichiers.contains(&f.chemin))
            .map(|f| {
                let nom = f.chemin.rsplit('/').next().unwrap_or_default().to_owned();
                (nom, Value::from(convention::empreinte_de(f.contenu.as_bytes())))
            })
            .collect();
        let articles: Map<String, Value> =
            convention::articles(dispositif).into_iter().map(|(nom, texte)| (nom, Value::from(texte))).collect();
        let exercice = dispositif.exercice(demande.exercice).map_err(|phrase| Echec::new(Code::Usage, phrase))?;
        Ok(Self(json!({
            "format": FORMAT,
            "dispositif": dispositif.code,
            "exercice": demande.exercice,
            "jour_du_droit": dispositif.jour_du_droit(exercice).to_string(),
            "programme": {
                "version": env!("CARGO_PKG_VERSION"),
                "sources_sha256": empreintes::SOURCES,
                "executable_sha256": empreintes::de_l_executable(),
            },
            "regles": {
                "dossier": source.dossier.as_ref().map(|d| d.display().to_string()),
                "sha256": convention::empreinte(&source.fichiers, dispositif),
                "fichiers_sha256": regles,
                "articles": articles,
            },
            "mesures": fichier(&demande.fichiers.mesures)?,
            "details": details,
            "nationaux": option(&demande.fichiers.nationaux)?,
            "parametres": option(&demande.parametres)?,
            "valeurs_remplacees": surcharges.lignes(),
            "sortie": { "chemin": sortie.display().to_string(), "sha256": empreinte_de_sortie },
        })))
    }

    /// How many results of each state, and their total.
    pub(crate) fn noter_le_bilan(&mut self, bilan: &[LigneDeBilan]) {
        let etats = bilan.iter().map(|ligne| {
            let dit = json!({ "combien": ligne.combien, "centimes": ligne.centimes.to_string() });
            (ligne.etat.mot().to_owned(), dit)
        });
        self.0["bilan"] = Value::Object(etats.collect());
    }

    /// The hash of the national results that go with the output.
    pub(crate) fn noter_les_nationaux(&mut self, contenu: Option<&str>) {
        self.0["resultats_nationaux_sha256"] =
            contenu.map_or(Value::Null, |contenu| Value::from(convention::empreinte_de(contenu.as_bytes())));
    }

    /// What was noted of the results, when everything else is what this other manifest says.
    pub(crate) fn bilan_si_semblable(&self, autre: &Self) -> Option<Vec<LigneDeBilan>> {
        let sans_les_notes = |manifeste: &Self| {
            let mut champs = manifeste.0.as_object().cloned().unwrap_or_default();
            champs.retain(|nom, _| nom != "bilan" && nom != "resultats_nationaux_sha256");
            champs
        };
        if sans_les_notes(self) != sans_les_notes(autre) {
            return None;
        }
        let lire = |(mot, dit): (&String, &Value)| {
            let combien = usize::try_from(dit.get("combien")?.as_u64()?).ok()?;
            let centimes = dit.get("centimes")?.as_str()?.parse().ok()?;
            let etat = Etat::TOUS.into_iter().find(|etat| etat.mot() == mot)?;
            Some(LigneDeBilan { etat, combien, centimes })
        };
        self.0.get("bilan")?.as_object()?.iter().map(lire).collect()
    }

    /// Writes it, not yet in its place.
    pub(crate) fn brouillon(&self, chemin: &Path) -> Result<Brouillon, Echec> {
        let texte = serde_json::to_string_pretty(&self.0).map_err(|e| Echec::new(Code::Acces, e.to_string()))?;
        let mut brouillon = Brouillon::ouvrir(chemin).map_err(|e| Echec::acces(chemin, &e))?;
        writeln!(brouillon, "{texte}").and_then(|()| brouillon.terminer()).map_err(|e| Echec::acces(chemin, &e))?;
        Ok(brouillon)
    }

    /// Reads a manifest.
    pub(crate) fn lire(chemin: &Path) -> Result<Self, Echec> {
        let refus = |quoi: &str| {
            Echec::new(
                Code::Contenu,
                format!("{} : {quoi}. Donnez le fichier .manifeste.json écrit par « calculer ».", chemin.display()),
            )
        };
        let texte = std::fs::read_to_string(chemin).map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => refus("ce n'est pas un manifeste"),
            _ => Echec::acces(chemin, &e),
        })?;
        let valeur: Value = serde_json::from_str(&texte)
            .map_err(|e| refus(&format!("ce n'est pas un manifeste (ligne {}, colonne {})", e.line(), e.column())))?;
        match valeur.get("format").and_then(Value::as_i64) {
            Some(FORMAT) => {}
            Some(autre) => {
                return Err(refus(&format!("ce manifeste est au format {autre}, nous lisons le format {FORMAT}")));
            }
            None => return Err(refus("ce n'est pas un manifeste")),
        }
        let manifeste = Self(valeur);
        for cle in
            ["/dispositif", "/regles/sha256", "/mesures/chemin", "/mesures/sha256", "/sortie/chemin", "/sortie/sha256"]
        {
            if manifeste.texte(cle).is_none() {
                return Err(refus(&format!("il manque « {} »", cle.trim_start_matches('/').replace('/', "."))));
            }
        }
        Ok(manifeste)
    }

    /// A text, by its path.
    pub(crate) fn texte(&self, chemin: &str) -> Option<&str> {
        self.0.pointer(chemin).and_then(Value::as_str)
    }

    /// The texts of a list.
    pub(crate) fn textes(&self, chemin: &str) -> Vec<&str> {
        self.0.pointer(chemin).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The exercice.
    pub(crate) fn exercice(&self) -> i32 {
        self.0.get("exercice").and_then(Value::as_i64).and_then(|a| i32::try_from(a).ok()).unwrap_or_default()
    }

    /// The results, where they were or beside the manifest, with the same content.
    pub(crate) fn sortie(&self, manifeste: &Path) -> Result<PathBuf, Echec> {
        let texte = |cle: &str| self.texte(cle).unwrap_or_default();
        let chemin = Path::new(texte("/sortie/chemin"));
        retrouver("le fichier de résultats", chemin, manifeste, texte("/sortie/sha256"))
    }

    /// One hash for everything that was read beside the rules.
    pub(crate) fn empreinte_des_entrees(&self) -> String {
        let lus = ["mesures", "details", "nationaux", "parametres", "valeurs_remplacees"];
        let mut texte = String::new();
        for cle in lus {
            let valeur = sans_chemins(self.0.get(cle).cloned().unwrap_or_default());
            texte.push_str(&format!("{cle} {valeur}\n"));
        }
        convention::empreinte_de(texte.as_bytes())
    }

    /// What the rules said, item by item.
    pub(crate) fn articles(&self) -> BTreeMap<String, String> {
        let articles = self.0.pointer("/regles/articles").and_then(Value::as_object);
        articles
            .into_iter()
            .flatten()
            .filter_map(|(nom, texte)| Some((nom.clone(), texte.as_str()?.to_owned())))
            .collect()
    }

    /// Detail tables and the paths of their entries.
    fn details(&self) -> Vec<(String, String)> {
        let details = self.0.get("details").and_then(Value::as_object);
        details.into_iter().flatten().map(|(table, _)| (table.clone(), format!("/details/{table}"))).collect()
    }

    /// The run to make again: each file where it was, or beside the manifest, with the same content.
    pub(crate) fn demande(&self, manifeste: &Path) -> Result<Demande, Echec> {
        let fichier = |nom: &str, cle: &str| -> Result<PathBuf, Echec> {
            let (chemin, attendue) = (self.texte(&format!("{cle}/chemin")), self.texte(&format!("{cle}/sha256")));
            retrouver(nom, Path::new(chemin.unwrap_or_default()), manifeste, attendue.unwrap_or_default())
        };
        let facultatif = |nom: &str, cle: &str| match self.texte(&format!("{cle}/chemin")) {
            Some(_) => fichier(nom, cle).map(Some),
            None => Ok(None),
        };
        let mut details = Vec::new();
        for (table, cle) in self.details() {
            let chemin = fichier(&format!("le détail « {table} »"), &cle)?;
            details.push((table, chemin));
        }
        let dossier = self.texte("/regles/dossier").map(PathBuf::from);
        Ok(Demande {
            dispositif: self.texte("/dispositif").unwrap_or_default().to_owned(),
            conventions: dossier,
            exercice: self.exercice(),
            fichiers: Fichiers {
                mesures: fichier("le fichier de mesures", "/mesures")?,
                details,
                nationaux: facultatif("le fichier des résultats nationaux", "/nationaux")?,
            },
            parametres: facultatif("le fichier de paramètres", "/parametres")?,
        })
    }
}

/// The same files elsewhere are the same files.
fn sans_chemins(valeur: Value) -> Value {
    match valeur {
        Value::Object(champs) => {
            champs.into_iter().filter(|(nom, _)| nom != "chemin").map(|(nom, v)| (nom, sans_chemins(v))).collect()
        }
        autre => autre,
    }
}

/// The file that a manifest names, provided that its content is the same.
fn retrouver(nom: &str, chemin: &Path, manifeste: &Path, attendue: &str) -> Result<PathBuf, Echec> {
    let dossier = manifeste.parent().unwrap_or(Path::new(""));
    let mut candidats = vec![chemin.to_owned(), dossier.join(chemin)];
    candidats.extend(chemin.file_name().map(|nom| dossier.join(nom)));
    candidats.retain(|c| c.is_file());
    if candidats.is_empty() {
        let phrase =
            format!("{nom}, « {} », n'existe plus. Remettez-le à sa place, ou à côté du manifeste.", chemin.display());
        return Err(Echec::new(Code::Acces, phrase));
    }
    for candidat in &candidats {
        if empreintes::du_fichier(candidat)? == attendue {
            return Ok(candidat.clone());
        }
    }
    let phrase = format!(
        "rejeu refusé : {nom}, « {} », a changé depuis le calcul (SHA-256 attendu : {attendue}). Retrouvez le fichier d'origine, ou lancez un nouveau « calculer ».",
        candidats[0].display()
    );
    Err(Echec::new(Code::Regles, phrase))
}
