//! A dispositif where each contract is computed alone.

use crate::exemple::{avec, defauts_de, dispositif};
use convention::{Morceau, articles};

const PAR_CONTRAT: &str = "resume = \"Un essai.\"\nunite = \"contrat\"";

fn nomme(nom: &str) -> String {
    avec("resume = \"Un essai.\"", &format!("{PAR_CONTRAT}\nnom_du_contrat = \"{nom}\"")).replace(
        "[parametres.seuil]",
        "[entrees.signature]\nlibelle = \"Signature\"\ntype = \"date\"\norigine = \"situation\"\n\n[parametres.seuil]",
    )
}

#[test]
fn the_rules_say_what_a_contract_is_called() {
    let regles = nomme("Contrat du {signature}");
    assert_eq!(defauts_de(&regles), "", "what only the name reads is read");
    let d = dispositif(&regles, "");
    assert!(d.par_contrat());
    let attendus = [Morceau::Texte("Contrat du ".to_owned()), Morceau::Sujet("signature".to_owned())];
    assert_eq!(d.nom_du_contrat.as_ref().unwrap().morceaux, attendus);
    assert_eq!(articles(&d)["unité"], "contrat");
    assert!(!articles(&dispositif(crate::exemple::REGLES, "")).contains_key("unité"));
}

#[test]
fn a_name_quotes_inputs_of_the_contract_and_belongs_to_contracts() {
    let trouves = defauts_de(&nomme("Contrat du {signatur}"));
    assert!(
        trouves.contains("regles.toml:7:18 : entrée inconnue : « signatur » (vouliez-vous dire « signature » ?)"),
        "{trouves}"
    );
    let trouves = defauts_de(&nomme("Contrat du {signature"));
    assert!(trouves.contains("n'est pas refermée"), "{trouves}");
    let trouves = defauts_de(&nomme("Contrat du {signature}").replace("unite = \"contrat\"\n", ""));
    assert!(trouves.contains("regles.toml:6:18 : « nom_du_contrat » ne sert qu'à"), "{trouves}");
    let lignes = "[details.poste]\nlibelle = \"Postes\"\n[details.poste.entrees.debut]\nlibelle = \"Début\"\ntype = \"date\"\norigine = \"mesure\"\n\n[parametres.seuil]";
    let trouves = defauts_de(&nomme("Contrat du {debut}").replace("[parametres.seuil]", lignes));
    assert!(trouves.contains("« debut » est dans des lignes de détail"), "{trouves}");
}

#[test]
fn the_columns_that_name_the_contract_are_taken() {
    let trouves = defauts_de(
        &avec("resume = \"Un essai.\"", PAR_CONTRAT)
            .replace("entrees.nb]", "entrees.contrat]")
            .replace("\"nb", "\"contrat")
            .replace("nb *", "contrat *"),
    );
    assert!(
        trouves.contains("« contrat » est la colonne qui dit de quel contrat est une ligne (donnez un autre code"),
        "{trouves}"
    );
}

#[test]
fn nothing_is_declared_for_a_contract() {
    let champ = "non_declare = false\n[entrees.adhesion.champ]\nnumero = 1\ntitre = \"Adhésion\"\nquestion = \"Adhérez-vous ?\"\n";
    let trouves = defauts_de(&avec("resume = \"Un essai.\"", PAR_CONTRAT).replace("non_declare = false\n", champ));
    assert!(
        trouves.contains("n'a pas de champ à déclarer (une déclaration ne dit pas de quel contrat elle parle"),
        "{trouves}"
    );
}
