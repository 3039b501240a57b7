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
