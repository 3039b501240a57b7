//! What tells two versions of the rules apart.

use crate::exemple::{REGLES, avec, dispositif, fichiers};
use convention::{articles, differences, empreinte, empreinte_de};

#[test]
fn the_hash_is_the_sha_256_that_every_tool_computes() {
    assert_eq!(empreinte_de(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn the_hash_follows_the_rules_and_neither_the_folder_nor_the_cases() {
    let d = dispositif(REGLES, "");
    let ici = fichiers(REGLES, "");
    let avec_cas = fichiers(REGLES, "[[cas]]\nnom = \"a\"\nexercice = 2023\nattendu = { montant = \"0 €\" }\n");
    assert_eq!(empreinte(&ici, &d), empreinte(&avec_cas, &d));
    let mut ailleurs = d.clone();
    ailleurs.fichiers = d.fichiers.iter().map(|f| format!("/ailleurs/{f}")).collect();
    let deplaces: Vec<_> = ici
        .iter()
        .cloned()
        .map(|mut f| {
            f.chemin = format!("/ailleurs/{}", f.chemin);
            f
        })
        .collect();
    assert_eq!(empreinte(&ici, &d), empreinte(&deplaces, &ailleurs));
    assert_ne!(empreinte(&ici, &d), empreinte(&fichiers(&avec("1 €", "2 €"), ""), &d));
}

#[test]
fn a_changed_value_is_named_and_a_space_in_a_formula_is_no_change() {
    let avant = articles(&dispositif(REGLES, ""));
    let apres = articles(&dispositif(&avec("valeur = \"1 €\"", "valeur = \"1,10 €\""), ""));
    let trouvees = differences(&avant, &apres);
    assert_eq!(trouvees.len(), 1, "{trouvees:?}");
    assert_eq!(trouvees[0].nom, "tarif depuis 2023-01-01");
    assert_eq!(trouvees[0].avant.as_deref(), Some("1\u{a0}€ par FSE, secondaire"));
    assert_eq!(trouvees[0].apres.as_deref(), Some("1,10\u{a0}€ par FSE, secondaire"));
    let espaces = articles(&dispositif(&avec("atteint = \"nb >= p.seuil\"", "atteint = \"nb  >=  p.seuil\""), ""));
    assert_eq!(differences(&avant, &espaces), []);
}
