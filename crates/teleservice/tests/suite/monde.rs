//! A small world: a fictional convention of another profession, two beneficiaries, figures written by hand.

use convention::{Fichier, Regles, Surcharges};
use formule::{Colonne, Date, Jeu};
use teleservice::{Beneficiaire, Calcul, Monde};

const CONVENTION: &str = r#"
[convention]
code = "essai"
titre = "Convention d'essai"
profession = "Orthoptistes"
beneficiaire = "personne"

[[textes]]
code = "texte_essai"
titre = "Texte d'essai"

[[sources]]
code = "S1"
titre = "Source d'essai"
"#;

const REGLES: &str = r#"
[dispositif]
code = "depistage"
titre = "Dépistage à l'école"
resume = "Une somme par dépistage, dès le dixième."
jour_du_droit = "fin_exercice"
detail = true
texte = "texte_essai"
article = "1"

[[suivis]]
code = "depistages"
type = "jauge"
titre = "Dépistages"
indicateur = "depistages"

[[exercices]]
annee = 2023
versement_au_plus_tard = 2024-06-30
versement_source = "S1"
versement_confiance = "officiel"

[[exercices]]
annee = 2024
[[exercices.saisies]]
ouverture = 2024-12-09
fermeture = 2025-01-31
acte = "ouverture"
source = "S1"
confiance = "officiel"

[entrees.nb_depistages]
libelle = "Nombre de dépistages"
type = "nombre depistage"
max = 1000
origine = "mesure"

[parametres.seuil]
libelle = "Dépistages qu'il faut"
type = "nombre depistage"
[[parametres.seuil.valeurs]]
depuis = 2020-01-01
valeur = 10
texte = "texte_essai"
article = "1"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.tarif]
libelle = "Somme par dépistage"
type = "montant par depistage"
[[parametres.tarif.valeurs]]
depuis = 2020-01-01
valeur = "2,50 €"
texte = "texte_essai"
article = "1"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.depistages]
libelle = "Dépistages faits"
groupe = "Activité"
type = "automatise"
valeur = "nb_depistages"
objectif = "p.seuil"
atteint = "nb_depistages >= p.seuil"
montant = "arrondi(nb_depistages * p.tarif)"
texte = "texte_essai"
article = "1"
[[indicateurs.depistages.roles]]
exercices = [2023, 2024]
socle = true
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[[versements]]
code = "annuel"
titre = "Dépistage à l'école"
nature = "initial"
formule = "montant"
"#;

/// The day is 15 January 2025: 2023 is behind, 2024 is declared.
pub(crate) fn monde() -> Monde {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.to_owned(), contenu: contenu.to_owned() };
    let fichiers = [fichier("essai/convention.toml", CONVENTION), fichier("essai/depistage/regles.toml", REGLES)];
    let regles = Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{defauts:#?}"));
    let convention = regles.conventions[0].clone();
    let dispositif = &convention.dispositifs[0];
    let calculs = [2023, 2024].map(|exercice| {
        let compile = dispositif.compiler(exercice, &Surcharges::default()).unwrap();
        let entrees = vec![Colonne::de([Ok(40), Ok(9)].to_vec(), 0)];
        let jeu = Jeu { lignes: 2, entrees, ..Jeu::default() };
        Calcul::executer(dispositif, compile, jeu).unwrap().unwrap()
    });
    let beneficiaire = |id: &str, nom: &str| Beneficiaire { id: id.to_owned(), nom: nom.to_owned() };
    Monde {
        jour: Date::du_calendrier(2025, 1, 15),
        origine: "Personnes fictives.".to_owned(),
        beneficiaires: vec![beneficiaire("A1", "Camille <Essai>"), beneficiaire("B2", "Dominique Essai")],
        calculs: calculs.into(),
        convention,
    }
}
