//! Any file is a rule folder or a list of defects; what loads is compiled, run on its cases, and described.

use convention::{Fichier, Regles, Surcharges, verifier};
use std::collections::BTreeSet;

/// What separates `regles.toml`, a file of cases, and sets of values (one per line) in one input.
const COUPE: &str = "\n####\n";

/// Tries one rule folder.
pub fn essayer(octets: &[u8]) {
    let Ok(texte) = std::str::from_utf8(octets) else { return };
    let mut morceaux = texte.splitn(3, COUPE);
    let regles = morceaux.next().unwrap_or_default();
    let cas = morceaux.next().unwrap_or_default();
    let surcharges = morceaux.next().unwrap_or_default();
    let fichier = |chemin: String, contenu: &str| Fichier { chemin, contenu: contenu.to_owned() };
    let code = apres(regles, "code = \"").next().filter(|c| !c.contains('/')).unwrap_or("essai");
    let fichiers = [
        fichier("essais/convention.toml".to_owned(), &convention_de(regles)),
        fichier(format!("essais/{code}/regles.toml"), regles),
        fichier(format!("essais/{code}/cas/un.toml"), cas),
    ];
    let (lues, defauts) = Regles::charger_sans_arret(&fichiers);
    for defaut in &defauts {
        assert!(defaut.to_string().contains(':'));
    }
    assert_eq!(Regles::charger(&fichiers).is_ok(), defauts.is_empty());
    let mut jeu = Surcharges::aucune();
    for ligne in surcharges.lines().take(8) {
        jeu = jeu.clone().avec_texte(ligne).unwrap_or(jeu);
    }
    for dispositif in lues.dispositifs() {
        for annee in dispositif.annees() {
            for jeu in [&Surcharges::aucune(), &jeu] {
                if let Err(defauts) = dispositif.compiler(annee, jeu) {
                    assert!(!defauts.is_empty());
                    defauts.iter().for_each(|d| assert!(!d.to_string().is_empty()));
                }
            }
        }
        assert_eq!(convention::articles(dispositif), convention::articles(dispositif));
        let _ = convention::empreinte(&fichiers, dispositif);
    }
    let rapport = verifier(&lues);
    assert!(rapport.cas_passes() <= rapport.cas_total());
}

/// A `convention.toml` that holds every text and source that the rules quote.
fn convention_de(regles: &str) -> String {
    let mut toml =
        "[convention]\ncode = \"essais\"\ntitre = \"Essai\"\nprofession = \"Essai\"\nbeneficiaire = \"structure\"\n"
            .to_owned();
    for (cle, table) in [("texte = \"", "textes"), ("source = \"", "sources")] {
        for code in apres(regles, cle)
            .filter(|c| c.bytes().all(|o| o.is_ascii_alphanumeric() || o == b'_'))
            .collect::<BTreeSet<_>>()
        {
            toml.push_str(&format!("[[{table}]]\ncode = \"{code}\"\ntitre = \"{code}\"\n"));
        }
    }
    toml
}

/// What stands between each occurrence of some text and the quote that follows it.
fn apres<'a>(texte: &'a str, avant: &'a str) -> impl Iterator<Item = &'a str> {
    texte.split(avant).skip(1).filter_map(|suite| suite.split_once('"').map(|(code, _)| code))
}
