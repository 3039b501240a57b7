//! What tells one version of the rules from another: the hash of their files, and what they say item by item.

use crate::parametres::ContenuDeParametre;
use crate::{Dispositif, Fichier, Formules};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The SHA-256 of some bytes, in hexadecimal.
pub fn empreinte_de(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().fold(String::with_capacity(64), |mut hexa, octet| {
        // Writing to a string cannot fail.
        let _ = write!(hexa, "{octet:02x}");
        hexa
    })
}

/// The SHA-256 of the files that make the rules of a dispositif: its `regles.toml` and the `convention.toml` above.
/// Folders do not count, so that the same rules have the same hash wherever they are; nor do cases, which pay nobody.
pub fn empreinte(fichiers: &[Fichier], dispositif: &Dispositif) -> String {
    let mut lus: Vec<&Fichier> = fichiers.iter().filter(|f| dispositif.fichiers.contains(&f.chemin)).collect();
    lus.sort_by_key(|f| f.chemin.rsplit('/').next());
    let mut octets = Vec::new();
    for fichier in lus {
        let nom = fichier.chemin.rsplit('/').next().unwrap_or_default();
        octets.extend_from_slice(format!("{nom} {}\n", fichier.contenu.len()).as_bytes());
        octets.extend_from_slice(fichier.contenu.as_bytes());
    }
    empreinte_de(&octets)
}

/// What the rules say, item by item: the code of each value or formula, and its canonical text.
pub fn articles(d: &Dispositif) -> BTreeMap<String, String> {
    let mut articles = BTreeMap::new();
    if d.par_contrat() {
        articles.insert("unité".to_owned(), "contrat".to_owned());
    }
    for parametre in &d.parametres {
        for version in &parametre.versions {
            let fin = version.jusqu_a.map_or_else(String::new, |f| format!(" jusqu'au {f}"));
            let confiance = version.provenance.confiance.mot();
            let nom = format!("{} depuis {}{fin}", parametre.code, version.depuis);
            match &version.contenu {
                ContenuDeParametre::Valeur(valeur) => {
                    let valeur = valeur.map_or_else(|| "inconnu".to_owned(), |v| parametre.type_de_valeur().ecrire(v));
                    articles.insert(nom, format!("{valeur}, {confiance}"));
                }
                ContenuDeParametre::Bareme(paliers) => {
                    for (rang, palier) in paliers.iter().enumerate() {
                        let valeur = palier
                            .valeur
                            .map_or_else(|| "inconnu".to_owned(), |v| parametre.type_de_valeur().ecrire(v));
                        let borne = palier.jusqu_a.map_or_else(String::new, |(f, inclus)| {
                            format!(" jusqu'à {f} {}", if inclus { "inclus" } else { "exclu" })
                        });
                        articles.insert(
                            format!("{nom} [{}]", rang + 1),
                            format!("{valeur}{borne}, {}", palier.confiance.mot()),
                        );
                    }
                }
            }
        }
    }
    for table in &d.tables {
        for ligne in &table.lignes {
            let fin = ligne.jusqu_a.map_or_else(String::new, |f| format!(" jusqu'au {f}"));
            for (rang, (colonne, (valeur, confiance))) in table.colonnes.iter().zip(&ligne.valeurs).enumerate() {
                let valeur = valeur.map_or_else(|| "inconnu".to_owned(), |v| colonne.type_.ecrire(v));
                let nom = format!("{} depuis {}{fin}", table.nom_de_cellule(ligne, rang), ligne.depuis);
                articles.insert(nom, format!("{valeur}, {}", confiance.mot()));
            }
        }
    }
    for calcul in &d.calculs {
        formules(&mut articles, &calcul.code, &calcul.formules);
    }
    for indicateur in &d.indicateurs {
        for (nom, f) in indicateur.formules() {
            formules(&mut articles, &format!("{}.{nom}", indicateur.code), f);
        }
        for role in &indicateur.roles {
            for annee in &role.exercices {
                let attributs: Vec<&str> =
                    crate::Role::ATTRIBUTS.into_iter().filter(|a| role.attribut(a) == Some(true)).collect();
                let texte = format!("{}, {}", attributs.join(" "), role.provenance.confiance.mot());
                articles.insert(format!("role.{} en {annee}", indicateur.code), texte);
            }
        }
    }
    let total = [("eligible", &d.total.eligible), ("brut", &d.total.brut), ("montant", &d.total.montant)];
    for (nom, f) in total {
        if let Some(f) = f {
            formules(&mut articles, &format!("total.{nom}"), f);
        }
    }
    for national in &d.nationaux {
        for (nom, f) in national.mode.formules() {
            formules(&mut articles, &format!("national.{}.{nom}", national.code), f);
        }
    }
    for repartition in &d.repartitions {
        let parts = [
            ("enveloppe", Some(&repartition.enveloppe)),
            ("cle", Some(&repartition.cle)),
            ("plancher", repartition.plancher.as_ref()),
        ];
        for (nom, f) in parts {
            if let Some(f) = f {
                formules(&mut articles, &format!("repartition.{}.{nom}", repartition.code), f);
            }
        }
    }
    for versement in &d.versements {
        formules(&mut articles, &format!("versement.{}", versement.code), &versement.formules);
    }
    for entree in d.entrees.iter().chain(d.details.iter().flat_map(|x| &x.entrees)) {
        let texte = format!("{} de {} à {}, {}", entree.type_, entree.min, entree.max, entree.periode);
        articles.insert(format!("entrée {}", entree.code), texte);
    }
    articles
}

/// Formulas in their canonical form, so that a space more or less is no change of the rules.
fn formules(articles: &mut BTreeMap<String, String>, nom: &str, formules: &Formules) {
    for version in &formules.versions {
        let texte = formule::formater(&version.texte.valeur).unwrap_or_else(|_| version.texte.valeur.clone());
        let quand = match (version.depuis, version.jusqu_a) {
            (None, _) => String::new(),
            (Some(d), None) => format!(" depuis {d}"),
            (Some(d), Some(f)) => format!(" depuis {d} jusqu'au {f}"),
        };
        articles.insert(format!("{nom}{quand}"), format!("{texte}, {}", version.confiance.mot()));
    }
}

/// A change between two versions of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The item.
    pub nom: String,
    /// What it said; nothing when it is new.
    pub avant: Option<String>,
    /// What it says; nothing when it is gone.
    pub apres: Option<String>,
}

/// What changed, in the order of the names.
pub fn differences(avant: &BTreeMap<String, String>, apres: &BTreeMap<String, String>) -> Vec<Difference> {
    let noms: std::collections::BTreeSet<&String> = avant.keys().chain(apres.keys()).collect();
    let difference = |nom: &String| {
        let (a, b) = (avant.get(nom).cloned(), apres.get(nom).cloned());
        (a != b).then(|| Difference { nom: nom.clone(), avant: a, apres: b })
    };
    noms.into_iter().filter_map(difference).collect()
}
