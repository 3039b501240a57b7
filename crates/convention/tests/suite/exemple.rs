//! A dispositif small enough to be read whole, which each test bends to its needs.

use convention::{Defaut, Dispositif, Fichier, Regles};

pub(crate) const CONVENTION: &str = r#"
[convention]
code = "essai"
titre = "Convention d'essai"
profession = "Pharmacien"
beneficiaire = "structure"

[[textes]]
code = "texte"
titre = "Texte d'essai"

[[sources]]
code = "S1"
titre = "Source d'essai"
"#;

/// 1 € per sheet when the objective is reached, and a socle.
pub(crate) const REGLES: &str = r#"
[dispositif]
code = "essai"
titre = "Essai"
resume = "Un essai."

[[exercices]]
annee = 2023

[[exercices]]
annee = 2024

[entrees.nb]
libelle = "Feuilles"
type = "nombre FSE"
max = 1_000
origine = "mesure"

[entrees.adhesion]
libelle = "Adhésion"
type = "oui_non"
origine = "declaration"
non_declare = false

[parametres.seuil]
libelle = "Objectif"
type = "nombre FSE"
[[parametres.seuil.valeurs]]
depuis = 2023-01-01
valeur = 100
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[parametres.tarif]
libelle = "Tarif"
type = "montant par FSE"
[[parametres.tarif.valeurs]]
depuis = 2023-01-01
valeur = "1 €"
source = "S1"
confiance = "secondaire"
verifie_le = 2026-11-21

[indicateurs.adherent]
libelle = "Être adhérent"
type = "declaratif"
atteint = "adhesion"
[[indicateurs.adherent.roles]]
exercices = [2023, 2024]
socle = true
confiance = "officiel"
verifie_le = 2026-11-21

[indicateurs.volume]
libelle = "Volume"
valeur = "nb"
objectif = "p.seuil"
atteint = "nb >= p.seuil"
montant = "si nb >= p.seuil alors nb * p.tarif sinon 0 €"
[[indicateurs.volume.roles]]
exercices = [2023, 2024]
remunere = true
confiance = "officiel"
verifie_le = 2026-11-21
"#;

pub(crate) fn fichiers(regles: &str, cas: &str) -> Vec<Fichier> {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.into(), contenu: contenu.into() };
    let mut fichiers = vec![fichier("p/convention.toml", CONVENTION), fichier("p/essai/regles.toml", regles)];
    if !cas.is_empty() {
        fichiers.push(fichier("p/essai/cas/un.toml", cas));
    }
    fichiers
}

/// Every defect of the rules, one per line, without the path of the file nor its no-break spaces.
pub(crate) fn defauts_de(regles: &str) -> String {
    en_lignes(&Regles::charger_sans_arret(&fichiers(regles, "")).1)
}

pub(crate) fn en_lignes(defauts: &[Defaut]) -> String {
    let ligne = |d: &Defaut| d.to_string().replace("p/essai/", "").replace('\u{a0}', " ");
    defauts.iter().map(ligne).collect::<Vec<_>>().join("\n")
}

/// The dispositif, its formulas being right or wrong.
pub(crate) fn dispositif(regles: &str, cas: &str) -> Dispositif {
    let (regles, defauts) = Regles::charger_sans_arret(&fichiers(regles, cas));
    regles.dispositif("essai").unwrap_or_else(|_| panic!("{}", en_lignes(&defauts))).clone()
}

/// The rules with one text replaced, which must be there.
pub(crate) fn avec(avant: &str, apres: &str) -> String {
    assert!(REGLES.contains(avant), "{avant}");
    REGLES.replacen(avant, apres, 1)
}
