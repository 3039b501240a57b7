//! What people read: titles by date, choices by their labels, values as a page writes them.

use crate::exemple::{REGLES, avec, defauts_de, dispositif, en_lignes};
use convention::Surcharges;

#[test]
fn a_title_changes_on_its_day_and_the_dispositif_stays_the_same() {
    let regles = avec(
        "titre = \"Essai\"",
        "titre = [ { depuis = 2017-01-01, jusqu_a = 2023-12-31, titre = \"Premier essai\" }, { depuis = 2024-01-01, titre = \"Second essai\" } ]",
    );
    let d = dispositif(&regles, "");
    assert_eq!(
        (d.titre_en(2023), d.titre_en(2024), d.titre.as_str()),
        ("Premier essai", "Second essai", "Second essai")
    );
    assert_eq!(d.titres.au("2016-12-31".parse().unwrap()), "Second essai");
    assert_eq!(d.resume_en(2023), "Un essai.");
    let double = defauts_de(&regles.replace("jusqu_a = 2023-12-31", "jusqu_a = 2024-12-31"));
    assert!(double.contains("« titre » a deux valeurs le 2024-01-01"), "{double}");
    let vide = defauts_de(&avec("titre = \"Essai\"", "titre = []"));
    assert!(vide.contains("« titre » n'a aucun texte"), "{vide}");
}

#[test]
fn a_case_may_expect_what_the_page_writes() {
    let regles = avec("valeur = \"nb\"", "valeur = \"part\"\naffichage = { decimales = 2, mode = \"troncature\" }")
        .replace("[indicateurs.adherent]", "[calculs.part]\nlibelle = \"Part\"\ntype = \"taux\"\nformule = \"nb / p.seuil\"\n[calculs.mode]\nlibelle = \"Mode\"\ntype = \"choix\"\nchoix = [ { code = \"plein\", libelle = \"1 ETP\" }, { code = \"demi\", libelle = \"1/2 ETP\" } ]\nformule = \"quotite\"\n[entrees.quotite]\nlibelle = \"Quotité\"\ntype = \"choix\"\nchoix = [ { code = \"plein\", libelle = \"1 ETP\" }, { code = \"demi\", libelle = \"1/2 ETP\" } ]\norigine = \"registre\"\n[parametres.tiers]\nlibelle = \"Un tiers\"\ntype = \"taux\"\n[[parametres.tiers.valeurs]]\ndepuis = 2023-01-01\nvaleur = \"1/3\"\nsource = \"S1\"\nconfiance = \"officiel\"\nverifie_le = 2026-11-21\n[calculs.repere]\nlibelle = \"Repère\"\nformule = \"p.tiers\"\n[indicateurs.adherent]");
    let cas = |affiches: &str| {
        format!(
            "[[cas]]\nnom = \"Écrit\"\nexercice = 2023\nentrees = {{ nb = 99, adhesion = true, quotite = \"demi\" }}\nparametres = {{ seuil = 700 }}\n[cas.attendu]\naffiches = {affiches}\n"
        )
    };
    let ecarts = |affiches: &str| {
        let d = dispositif(&regles, &cas(affiches));
        en_lignes(&d.cas[0].executer(&d).ecarts)
    };
    // 99/700 = 14,142… % ; the indicator cuts, the calcul rounds.
    assert_eq!(ecarts("{ volume = \"14,14 %\", part = \"14,14 %\", mode = \"1/2 ETP\", repere = \"1/3\" }"), "");
    let faux = ecarts("{ volume = \"14,15 %\", rien = \"1\" }");
    assert!(faux.contains("« volume » : attendu à l'écran « 14,15 % », obtenu « 14,14 % »"), "{faux}");
    assert!(faux.contains("aucun calcul « rien »"), "{faux}");
}

#[test]
fn an_indicator_names_its_states_and_says_on_which_side_its_objective_stands() {
    let regles = avec("valeur = \"nb\"", "valeur = \"nb\"\nobjectif_exclu = true\nmots = { atteint = \"Respecté\" }");
    let d = dispositif(&regles, "");
    let volume = &d.indicateurs[1];
    assert!(volume.objectif_exclu);
    assert_eq!((volume.mots.atteint.as_deref(), volume.mots.non_atteint.as_deref()), (Some("Respecté"), None));
    let sans = defauts_de(&regles.replace("objectif = \"p.seuil\"\natteint = \"nb >= p.seuil\"\n", ""));
    assert!(sans.contains("« objectif_exclu » ne vaut qu'avec « objectif »"), "{sans}");
    assert!(sans.contains("« mots » ne vaut qu'avec « atteint »"), "{sans}");
    let inconnue = defauts_de(&regles.replace("atteint = \"Respecté\"", "respecte = \"Respecté\""));
    assert!(inconnue.contains("la clé « respecte » n'existe pas"), "{inconnue}");
}

#[test]
fn an_input_has_a_short_help_beside_its_definition() {
    let regles = avec("libelle = \"Feuilles\"", "libelle = \"Feuilles\"\naide = \"Au moins une feuille.\"");
    let d = dispositif(&regles, "");
    assert_eq!(d.entree("nb").and_then(|e| e.aide.as_deref()), Some("Au moins une feuille."));
    assert!(dispositif(REGLES, "").compiler(2023, &Surcharges::aucune()).is_ok());
}
