//! A fictional dispositif that asks a question of every kind, and the figures with which its amounts are computed.

use convention::{Dispositif, Surcharges};
use formule::{Absence, Cellule, Colonne, Jeu};
use teleservice::Calcul;

/// 2023 is behind, 2024 is open until 31 January 2025 then until 20 February, 2025 is to come.
pub(crate) const REGLES: &str = r#"
[dispositif]
code = "equipement"
titre = "Équipement du cabinet"
resume = "Une somme par lecteur et par boîte aux lettres."
detail = true
texte = "texte_essai"
article = "2"

[[exercices]]
annee = 2023
[[exercices.saisies]]
ouverture = 2023-12-01
fermeture = 2024-02-26
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
[[exercices.saisies]]
ouverture = 2025-02-10
fermeture = 2025-02-20
acte = "prolongation"
source = "S1"
confiance = "officiel"

[[exercices]]
annee = 2025
[[exercices.saisies]]
ouverture = 2025-12-01
fermeture = 2026-02-27
acte = "ouverture"
source = "S1"
confiance = "officiel"

[entrees.lecteur]
libelle = "Lecteur de cartes"
type = "oui_non"
origine = "declaration"
non_declare = false
[entrees.lecteur.champ]
numero = 1
titre = "Lecteur de cartes"
question = "Avez-vous un lecteur de cartes ?"
aide = "Tout lecteur compte."
prefill = "declaration_precedente"
piece = "facture"

[entrees.nb_lecteurs]
libelle = "Nombre de lecteurs"
type = "nombre lecteur"
max = 12
origine = "declaration"
non_declare = 0
[entrees.nb_lecteurs.champ]
numero = 1
titre = "Nombre de lecteurs"
question = "Combien en avez-vous ?"
prefill = "declaration_precedente"
si = "lecteur"

[entrees.marque]
libelle = "Marque du lecteur"
type = "texte"
choix = [ { code = "alpha", libelle = "Lecteur Alpha" }, { code = "beta", libelle = "Lecteur Bêta" } ]
origine = "declaration"
[entrees.marque.champ]
numero = 1
titre = "Marque"
question = "De quelle marque ?"
si = "lecteur"

[entrees.lieu]
libelle = "Lieu d'exercice"
type = "choix"
choix = [
  { code = "cabinet", libelle = "Au cabinet" },
  { code = "domicile", libelle = "À domicile" },
  { code = "ecole", libelle = "À l'école" },
]
origine = "declaration"
non_declare = "cabinet"
[entrees.lieu.champ]
numero = 2
titre = "Lieu d'exercice"
question = "Où exercez-vous surtout ?"
prefill = "situation"

[entrees.cout]
libelle = "Coût de l'équipement"
type = "montant"
max = "10 000 €"
origine = "declaration"
non_declare = "0 €"
[entrees.cout.champ]
numero = 3
titre = "Coût"
question = "Combien l'équipement a-t-il coûté ?"
prefill = "mesure"

[entrees.part]
libelle = "Part du temps"
type = "taux"
decimales = 4
origine = "declaration"
non_declare = "0 %"
[entrees.part.champ]
numero = 4
titre = "Part du temps"
question = "Quelle part de votre temps y consacrez-vous ?"
prefill = "registre"

[entrees.depuis_le]
libelle = "Date de mise en service"
type = "date"
min = 2000-01-01
max = 2025-12-31
origine = "declaration"
non_declare = 2024-12-31
[entrees.depuis_le.champ]
numero = 5
titre = "Mise en service"
question = "Depuis quel jour ?"
prefill = "declaration_precedente"

[entrees.boite]
libelle = "Boîte aux lettres"
type = "oui_non"
origine = "declaration"
non_declare = false
exercices = [2024, 2025]
[entrees.boite.champ]
numero = 6
titre = "Boîte aux lettres"
question = "Avez-vous une boîte aux lettres sécurisée ?"
nouveaute = [2024]

[entrees.garantie]
libelle = "Garantie"
type = "oui_non"
origine = "declaration"
non_declare = false
[entrees.garantie.champ]
numero = 7
titre = "Garantie"
question = "Vos lecteurs sont-ils garantis ?"
si = "nb_lecteurs > p.garantie_des"

[entrees.nb_seances]
libelle = "Séances"
type = "nombre seance"
max = 10_000
origine = "mesure"

[parametres.garantie_des]
libelle = "Lecteurs à partir desquels la garantie est demandée"
type = "nombre lecteur"
[[parametres.garantie_des.valeurs]]
depuis = 2020-01-01
valeur = 5
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.prime]
libelle = "Prime par lecteur"
type = "montant par lecteur"
[[parametres.prime.valeurs]]
depuis = 2020-01-01
valeur = "100 €"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.prime_boite]
libelle = "Prime de la boîte aux lettres"
type = "montant"
[[parametres.prime_boite.valeurs]]
depuis = 2020-01-01
valeur = "50 €"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.prime_seance]
libelle = "Prime par séance"
type = "montant par seance"
[[parametres.prime_seance.valeurs]]
depuis = 2020-01-01
valeur = "1 €"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.debut]
libelle = "Premier jour qui compte"
type = "date"
[[parametres.debut.valeurs]]
depuis = 2020-01-01
valeur = 2025-01-01
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.lecteurs]
libelle = "Lecteurs"
type = "declaratif"
atteint = "lecteur"
montant = "si lecteur alors nb_lecteurs * p.prime sinon 0 €"
[[indicateurs.lecteurs.roles]]
exercices = [2023, 2024, 2025]
socle = true
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.appui]
libelle = "Appui à l'équipement"
type = "declaratif"
montant = "si lieu = \"cabinet\" et depuis_le < p.debut et non garantie alors arrondi(cout * part) sinon 0 €"
[[indicateurs.appui.roles]]
exercices = [2023, 2024, 2025]
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.boites]
libelle = "Boîte aux lettres"
type = "declaratif"
montant = "si boite alors p.prime_boite sinon 0 €"
[[indicateurs.boites.roles]]
exercices = [2024, 2025]
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.seances]
libelle = "Séances"
type = "automatise"
montant = "nb_seances * p.prime_seance"
[[indicateurs.seances.roles]]
exercices = [2023, 2024, 2025]
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[[versements]]
code = "annuel"
titre = "Équipement du cabinet"
nature = "initial"
formule = "montant"

[[pieces]]
code = "facture"
libelle = "Facture du lecteur"
obligatoire = false
source = "S1"
confiance = "officiel"
"#;

/// Two beneficiaries. The figures also hold declared inputs, as a generator writes them: only those of 2023, and those
/// that a register prefills, may ever be seen.
pub(crate) fn calculs(dispositif: &Dispositif) -> Vec<Calcul> {
    [2023, 2024].map(|exercice| calcul(dispositif, exercice)).into()
}

fn calcul(dispositif: &Dispositif, exercice: i32) -> Calcul {
    let compile = dispositif.compiler(exercice, &Surcharges::default()).unwrap();
    let entrees = compile.plan.entrees().iter();
    let colonnes = entrees.map(|entree| Colonne::de(cellules(&entree.code), entree.min)).collect();
    let jeu = Jeu { lignes: 3, entrees: colonnes, ..Jeu::default() };
    Calcul::executer(dispositif, compile, jeu).unwrap().unwrap()
}

/// A1 declared two lecteurs in 2023; nothing is known of the others.
fn cellules(code: &str) -> [Cellule; 3] {
    let a1 = match code {
        "lecteur" | "boite" | "garantie" => 1,
        "nb_lecteurs" => 2,
        "lieu" => 0,
        "cout" => 120_050,
        "part" => 2_500,
        // 2021-06-15.
        "depuis_le" => 18_793,
        "nb_seances" => 300,
        _ => return [Err(Absence::EnAttente); 3],
    };
    let autre = if code == "nb_seances" { Ok(10) } else { Err(Absence::EnAttente) };
    [Ok(a1), autre, autre]
}
