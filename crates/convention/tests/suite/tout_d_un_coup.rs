//! One folder with a defect of each family: all are reported in one reading, each at its place, and nothing that only
//! follows from them.

use convention::{Fichier, Regles};

/// Where defects lie is written beside them: `#!` and the column of each one on its line, from 1.
const REGLES: &str = r#"
[dispositif] #! 2
code = "essai"
titre = "Essai"
jour_du_droit = "fin_exercise" #! 17
texte = "tekste" #! 9

[[exercices]]
annee = 2023
[[exercices.saisies]] #! 1
fermeture = 2024-02-26
[[exercices]]
annee = 2024
debut = "2024-01-01" #! 9

[entrees.nb] #! 10
type = "nombre FSE"
max = 1_000
origine = "mesure"

[entrees.sans_type]
libelle = "Type mal écrit"
type = "nonbre" #! 8
max = 10
origine = "mesure"

[entrees.sans_max] #! 10
libelle = "Maximum absent"
type = "nombre patient"
origine = "mesure"

[entrees.mal_ecrite] #! 10
libelle = "Clé mal écrite"
type = "nombre patient"
max = 10
origine = "mesure"
couleur = "bleu" #! 1
au_plus = "nb_patients"

[entrees.sans_origine] #! 10
libelle = "Origine mal écrite"
type = "oui_non"
origin = "declaration" #! 1
non_declare = false

[entrees.jamais_lue] #! 10
libelle = "Que rien ne lit"
type = "oui_non"
origine = "mesure"

[parametres.seuil]
libelle = "Objectif"
type = "nombre FSE"
[[parametres.seuil.valeurs]]
depuis = 2023-01-01
valeur = 1.5 #! 10
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[parametres.tarif]
libelle = "Tarif"
type = "montant par FSE"
[[parametres.tarif.valeurs]] #! 1
depui = 2023-01-01 #! 1
valeur = "1 €"
source = "S1"
confiance = "secondère" #! 13
verifie_le = 2026-11-21

[parametres.prime]
libelle = "Prime"
type = "montant"
[[parametres.prime.valeurs]]
depuis = 2023-01-01
valeur = "10 €"
source = "S2" #! 10
confiance = "officiel"
verifie_le = 2026-11-21
[[parametres.prime.valeurs]] #! 1
depuis = 2024-01-01
valeur = "12 €"
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[parametres.bareme]
libelle = "Barème"
type = "bareme"
mode = "palier"
entree = "nombre FSE"
sortie = "taux"
[[parametres.bareme.valeurs]]
depuis = 2023-01-01
paliers = [
  { jusqu_a = 3, valeur = "1 %" }, #! 3
  { valeur = "2 %" },
]
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[tables.produits]
libelle = "Produits"
cles = [ { code = "produit", type = "choix" } ]
colonnes = [ { code = "prix", type = "montant par boite" } ]
[[tables.produits.lignes]]
produit = "alpha"
prix = "2" #! 8
depuis = 2023-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[details.produit]
libelle = "Produits"
table = "produits"
[details.produit.entrees.boites]
libelle = "Boîtes"
type = "nombre boite"
max = 100
origine = "mesure"

[calculs.sans_formule] #! 10
libelle = "Formule absente"

[calculs.lit_ce_qui_manque]
formule = "sans_formule + sans_type"

[calculs.inconnus]
formule = "nb + nbb" #! 17

[calculs.lit_un_calcul_rate]
formule = "inconnus + nb"

[calculs.parametre_inconnu]
formule = "nb >= p.seuill" #! 18

[calculs.unites]
formule = "nb + sans_max" #! 12

[calculs.lecture]
formule = "si mal_ecrite > 0 alors nb ou sans_origine sinon nb" #! 36

[calculs.nombre_nu]
formule = "nb > 12" #! 17

[calculs.syntaxe]
formule = "nb + + )" #! 17

[calculs.par_ligne]
niveau = "produit"
formule = "boites * produits.prix + nb" #! 12

[calculs.taux]
type = "taux"
formule = "bareme(p.bareme, nb) * p.prime" #! 12

[indicateurs.volume]
libelle = "Volume"
atteint = "nb >= p.seuil"
montant = "nb * p.tarif"
[[indicateurs.volume.roles]]
exercices = [2023, 2025] #! 20
remunere = true
socle = "oui" #! 9
confiance = "officiel"
verifie_le = 2026-11-21

[indicateurs.sans_montant]
libelle = "Sans montant"
[[indicateurs.sans_montant.roles]] #! 1
exercices = [2023, 2024]
remunere = true
confiance = "officiel"
verifie_le = 2026-11-21

[nationaux.moyen] #! 12
libelle = "Moyenne"

[calculs.lit_le_national]
formule = "national.moyen + nb"

[[versements]]
code = "initial"
titre = "Paiement"
nature = "inital" #! 10
formule = "montant + nb" #! 12

[[pieces]] #! 1
code = "attestation"
"#;

const CAS: &str = r#"
[[cas]]
nom = "Un cas"
exercice = 2030 #! 12
base = "officine" #! 8
[cas.attendu]
montan = "1 €" #! 1
"#;

/// `line:column` of each mark of a text.
fn marques(texte: &str) -> Vec<String> {
    let ligne = |(rang, ligne): (usize, &str)| {
        let colonnes = ligne.split_once("#! ").map_or("", |(_, colonnes)| colonnes);
        colonnes.split(' ').filter(|c| !c.is_empty()).map(|c| format!("{}:{c}", rang + 1)).collect::<Vec<_>>()
    };
    texte.lines().enumerate().flat_map(ligne).collect()
}

/// `line:column` of each defect of a file, and the defects.
fn trouves(fichiers: &[Fichier], fin: &str) -> (Vec<String>, String) {
    let defauts = Regles::charger(fichiers).unwrap_err();
    let siens: Vec<_> = defauts.into_iter().filter(|d| d.place.chemin().ends_with(fin)).collect();
    let places = siens.iter().map(|d| format!("{}:{}", d.place.ligne(), d.place.colonne())).collect();
    (places, crate::exemple::en_lignes(&siens))
}

#[test]
fn defects_of_every_family_are_reported_in_one_reading_and_no_consequence_of_them() {
    let fichiers = crate::exemple::fichiers(REGLES, CAS);
    for (texte, fin) in [(REGLES, "regles.toml"), (CAS, "un.toml")] {
        let (places, ecrits) = trouves(&fichiers, fin);
        assert_eq!(places.join("\n"), marques(texte).join("\n"), "\n{ecrits}");
    }
}

/// Models, jalons, dated formulas, shares of an envelope.
const COPIES: &str = r#"
[dispositif]
code = "essai"
titre = "Essai"
resume = "Un essai."

[[exercices]]
annee = 2023
[[exercices]]
annee = 2024

[[jalons]]
code = "mi_2023"
libelle = "À mi-2023"
date = 2023-06-30
[[jalons]] #! 1
code = "fin_2023"
libelle = "À fin 2023"

[entrees.vus]
libelle = "Vus"
type = "nombre patient"
max = 100
origine = "registre"
jalon = true

[entrees.suivis]
libelle = "Suivis"
type = "nombre patient"
max = 100
origine = "registre"
jallon = true #! 1

[calculs.part]
jalons = true
formule = "vus / vus_tous" #! 18

[calculs.lit_un_jalon_sans_date]
formule = "part_fin_2023 + suivis_mi_2023"

[tables.cibles]
libelle = "Cibles"
cles = [ { code = "cle", type = "choix" } ]
colonnes = [ { code = "cible", type = "taux" } ]
[[tables.cibles.lignes]]
cle = "un"
cible = "80 %"
depuis = 2023-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21
[[tables.cibles.lignes]] #! 1
cle = "deux"
cible = "80 %"
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21
[[tables.cibles.lignes]] #! 1
cible = "80 %"
depuis = 2023-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2026-11-21

[modeles.m]
table = "cibles"
[modeles.m.entrees.n]
libelle = "Numérateur"
type = "nombre patient"
max = 100
origine = "mesure"
[modeles.m.calculs.taux]
formule = "n / patients" #! 16
[modeles.m.indicateur]
atteint = "n >= ligne.cible" #! 12
[[modeles.m.indicateur.roles]]
exercices = [2023]
confiance = "officiel"
verifie_le = 2026-11-21

[calculs.lit_une_ligne_perdue]
formule = "m_trois.atteint ou m_un_taux > m_deux_n"

[calculs.lit_une_ligne_de_table]
formule = "cibles[\"trois\"].cible"

[entrees.nb]
libelle = "Nombre"
type = "nombre patient"
max = 100
origine = "mesure"
exercices = [2023]

[calculs.datee]
formule = [ { jusqu_a = 2023-12-31, formule = "nb" } ] #! 13

[repartitions.part_r]
libelle = "Part"
enveloppe = "nb" #! 14 14
cle = "1 /" #! 11
plancher = "0 €"
rest = "conserve" #! 1

[calculs.d_une_annee]
formule = "(nb + 0 €) dans (\"a\")" #! 12

[[versements]] #! 1
code = "solde"
titre = "Solde"
nature = "solde"

[[versements]]
code = "reste"
titre = "Reste"
nature = "complement"
formule = "montant - deja_verse(solde) + repartition.part_r + nb" #! 12 63
"#;

#[test]
fn copies_of_models_and_jalons_are_blamed_once_and_their_readers_not_at_all() {
    let fichiers = crate::exemple::fichiers(COPIES, "");
    let (places, ecrits) = trouves(&fichiers, "regles.toml");
    assert_eq!(places.join("\n"), marques(COPIES).join("\n"), "\n{ecrits}");
}

#[test]
fn formulas_of_several_dispositifs_are_reported_together_and_once_for_all_exercices() {
    let faux = crate::exemple::avec("montant = \"si nb", "montant = \"si nbb");
    let mut fichiers = crate::exemple::fichiers(&faux, "");
    let autre = faux.replace("code = \"essai\"", "code = \"autre\"").replacen("annee = 2024", "annee = 2025", 1);
    fichiers.push(Fichier { chemin: "p/autre/regles.toml".into(), contenu: autre.replace("2023, 2024", "2023") });
    let (_, ecrits) = trouves(&fichiers, "regles.toml");
    assert_eq!(
        ecrits,
        "p/autre/regles.toml:60:15 : exercice 2023 : aucun nom « nbb » (vouliez-vous dire « nb » ?)\n\
         regles.toml:60:15 : aucun nom « nbb » (vouliez-vous dire « nb » ?)"
    );
}

#[test]
fn what_stands_before_the_part_that_a_syntax_error_breaks_is_still_read() {
    let regles = crate::exemple::avec("libelle = \"Feuilles\"", "libele = \"Feuilles\"");
    let regles = regles.replacen("libelle = \"Objectif\"", "libelle = \"Objectif", 1);
    let (places, ecrits) = trouves(&crate::exemple::fichiers(&regles, ""), "regles.toml");
    assert_eq!(places[..2], ["13:10", "14:1"], "{ecrits}");
    assert!(places[2..].iter().all(|p| p.starts_with("26:")), "{ecrits}");
}

#[test]
fn a_line_missing_anywhere_from_rules_full_of_defects_never_stops_the_reading() {
    for regles in [REGLES, COPIES] {
        let lignes: Vec<&str> = regles.lines().collect();
        for sans in 0..lignes.len() {
            let reste: Vec<&str> = [&lignes[..sans], &lignes[sans + 1..]].concat();
            assert!(Regles::charger(&crate::exemple::fichiers(&reste.join("\n"), CAS)).is_err());
        }
    }
}
