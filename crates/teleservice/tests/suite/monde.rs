//! A small world: a fictional convention of another profession, three beneficiaries of two caisses, figures written by hand.

use crate::equipement;
use crate::lieu::MIDI;
use convention::{Fichier, IdBeneficiaire, Regles, Surcharges};
use formule::{Colonne, Jeu};
use registre::{Droit, Personne, Portee, Qualite, Registre};
use teleservice::{Beneficiaire, Caisse, Calcul, Monde, Persona};

pub(crate) const CONVENTION: &str = r#"
[convention]
code = "essai"
titre = "Convention d'essai"
profession = "Orthoptistes"
rubrique = "Convention - Rosp"
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
enjeux = ["Voir tôt ce qui se corrige tôt."]

[[suivis]]
code = "depistages"
type = "jauge"
titre = "Dépistages"
indicateur = "depistages"

[[suivis]]
code = "par_annee"
type = "courbe_annuelle"
titre = "Dépistages par exercice"
indicateur = "depistages"

[[suivis]]
code = "par_trimestre"
type = "courbe_trimestrielle"
titre = "Dépistages par trimestre"
entrees = ["nb_depistages"]

[[suivis]]
code = "compares"
type = "comparaison"
titre = "Dépistages comparés"
entrees = ["nb_depistages"]

[[suivis]]
code = "comptes"
type = "tableau"
titre = "Comptes"
entrees = ["nb_depistages"]

[[suivis]]
code = "etapes"
type = "etapes"
titre = "Étapes"
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

/// What is asked with documents: two answers that may share one, one alone, and a document without an answer.
const LOGICIELS: &str = r#"
[dispositif]
code = "logiciels"
titre = "Logiciels du cabinet"
resume = "Un cabinet équipé."
jour_du_droit = "fin_exercice"
detail = false
texte = "texte_essai"
article = "2"

[[exercices]]
annee = 2023
[[exercices.saisies]]
ouverture = 2023-12-09
fermeture = 2024-01-31
acte = "ouverture"
source = "S1"
confiance = "officiel"

[[exercices]]
annee = 2024
[[exercices.saisies]]
ouverture = 2024-12-09
fermeture = 2025-01-31
acte = "ouverture"
source = "S1"
confiance = "officiel"

[entrees.logiciel]
libelle = "Logiciel de dossier"
type = "oui_non"
origine = "declaration"
non_declare = false
[entrees.logiciel.champ]
numero = 1
titre = "Logiciel de dossier"
question = "Avez-vous un logiciel de dossier ?"
piece = "facture"

[entrees.messagerie]
libelle = "Messagerie"
type = "oui_non"
origine = "declaration"
non_declare = false
[entrees.messagerie.champ]
numero = 2
titre = "Messagerie"
question = "Avez-vous une messagerie ?"
piece = "facture"

[entrees.local]
libelle = "Local accessible"
type = "oui_non"
origine = "declaration"
non_declare = false
[entrees.local.champ]
numero = 3
titre = "Local accessible"
question = "Votre local est-il accessible ?"
piece = "plan"

[[pieces]]
code = "facture"
libelle = "Facture de l'éditeur"
obligatoire = true
commune_avec = ["logiciel", "messagerie"]
valable = "tant que rien ne change"
source = "S1"
confiance = "officiel"

[[pieces]]
code = "plan"
libelle = "Plan du local"
valable = "exercice"
source = "S1"
confiance = "officiel"

[[pieces]]
code = "engagement"
libelle = "Engagement signé"
valable = "exercice"
source = "S1"
confiance = "officiel"

[parametres.forfait]
libelle = "Forfait"
type = "montant"
[[parametres.forfait.valeurs]]
depuis = 2020-01-01
valeur = "100 €"
texte = "texte_essai"
article = "2"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.equipe]
libelle = "Cabinet équipé"
groupe = "Équipement"
type = "declaratif"
valeur = "logiciel et messagerie et local"
atteint = "logiciel et messagerie et local"
montant = "p.forfait"
texte = "texte_essai"
article = "2"
[[indicateurs.equipe.roles]]
exercices = [2023, 2024]
socle = true
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[[versements]]
code = "annuel"
titre = "Logiciels du cabinet"
nature = "initial"
formule = "montant"
"#;

/// The day is 15 January 2025: 2023 is behind, 2024 is declared.
pub(crate) fn monde() -> Monde {
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.to_owned(), contenu: contenu.to_owned() };
    let fichiers = [
        fichier("essai/convention.toml", CONVENTION),
        fichier("essai/depistage/regles.toml", REGLES),
        fichier("essai/equipement/regles.toml", equipement::REGLES),
        fichier("essai/logiciels/regles.toml", LOGICIELS),
    ];
    let regles = Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{defauts:#?}"));
    let convention = regles.conventions[0].clone();
    let dispositif = &convention.dispositifs[0];
    let calculs = [2023, 2024].map(|exercice| {
        let compile = dispositif.compiler(exercice, &Surcharges::default()).unwrap();
        let entrees = vec![Colonne::de([Ok(40), Ok(9), Ok(12)].to_vec(), 0)];
        let jeu = Jeu { lignes: 3, entrees, ..Jeu::default() };
        Calcul::executer(dispositif, compile, jeu).unwrap().unwrap()
    });
    let beneficiaire = |id: &str, nom: &str, caisse: usize| Beneficiaire {
        id: id.to_owned(),
        nom: nom.to_owned(),
        adresse: vec!["1, rue d'Essai".to_owned(), "99001 ESSAIVILLE".to_owned()],
        caisse,
        convention: 0,
        precision: None,
    };
    let caisse = |code: &str, lieu: &str, nom: &str| Caisse {
        code: code.to_owned(),
        nom: format!("CPAM {nom}"),
        courriel: format!("convention@cpam-{lieu}.example"),
        adresse: vec![format!("CPAM {nom}"), format!("2, place {nom}"), format!("99002 {}VILLE", lieu.to_uppercase())],
    };
    Monde {
        origine: "Personnes fictives.".to_owned(),
        beneficiaires: vec![
            beneficiaire("A1", "Cabinet <Essai>", 0),
            beneficiaire("B2", "Cabinet Dominique", 0),
            beneficiaire("C3", "Cabinet Lointain", 1),
        ],
        caisses: vec![caisse("999", "essai", "d'Essai"), caisse("998", "ailleurs", "d'Ailleurs")],
        personas: vec![Persona {
            personne: "p-deux".to_owned(),
            cas: "Deux structures".to_owned(),
            precision: "Les deux cabinets".to_owned(),
            convention: None,
        }],
        calculs: calculs.into_iter().chain(equipement::calculs(&convention.dispositifs[1])).collect(),
        empreintes: ["depistage", "equipement", "logiciels"].map(|code| (code.to_owned(), "e".repeat(64))).into(),
        conventions: vec![convention],
    }
}

/// A titulaire for each structure, one for both, and a delegate of A1 for each reach.
pub(crate) async fn peupler(registre: &Registre) {
    let un_mois = std::time::Duration::from_secs(30 * 86_400);
    for (id, nom) in [
        ("p-a1", "Camille Essai"),
        ("p-b2", "Dominique Essai"),
        ("p-c3", "Maxence Ailleurs"),
        ("p-deux", "Sacha Essai"),
        ("d-voir", "Noa Essai"),
        ("d-preparer", "Yaël Essai"),
        ("d-transmettre", "Inès Essai"),
        ("sans-droit", "Rémi Essai"),
    ] {
        let courriel = Some(format!("{id}@essai.example"));
        registre.personne_inscrire(&Personne { id: id.to_owned(), nom: nom.to_owned(), courriel }).await.unwrap();
    }
    let droits = [
        ("p-a1", "A1", Qualite::Titulaire, Portee::Transmettre),
        ("p-b2", "B2", Qualite::Titulaire, Portee::Transmettre),
        ("p-c3", "C3", Qualite::Titulaire, Portee::Transmettre),
        ("p-deux", "A1", Qualite::Titulaire, Portee::Transmettre),
        ("p-deux", "B2", Qualite::Titulaire, Portee::Transmettre),
        ("d-voir", "A1", Qualite::Delegue, Portee::Voir),
        ("d-preparer", "A1", Qualite::Delegue, Portee::Preparer),
        ("d-transmettre", "A1", Qualite::Delegue, Portee::Transmettre),
    ];
    for (personne, structure, qualite, portee) in droits {
        let droit = Droit {
            id: format!("{personne}-{structure}"),
            personne: personne.to_owned(),
            structure: IdBeneficiaire(structure.to_owned()),
            qualite,
            portee,
            depuis: MIDI.minus(un_mois),
            fin: (qualite == Qualite::Delegue).then(|| MIDI.plus(un_mois)),
            accorde_par: "annuaire".to_owned(),
            revoque: None,
        };
        registre.droit_accorder(&droit).await.unwrap();
    }
}
