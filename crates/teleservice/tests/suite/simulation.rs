//! « Et si… ? »: what the amount would become, beside what it is; nothing is kept.

use crate::detail::{ADRESSE, Chiffres, ORDINAIRE, chez, dit, lu};
use formule::Absence;

fn adresse(question: &str) -> String {
    format!("{ADRESSE}/simulation{question}")
}

#[test]
fn the_form_holds_the_figures_that_the_amount_reads_with_their_present_values() {
    let page = chez(ORDINAIRE).lire(&adresse(""));
    page.dit(&[
        "method=\"get\"",
        "name=\"controles_bons\" value=\"90\"",
        "name=\"verre.alpha.adaptees\" value=\"60\"",
        "<option value=\"oui\" selected>Oui</option>",
        "id=\"sim-erreurs_rares\"",
        "inputmode=\"decimal\"",
    ]);
    dit(
        &lu(&page),
        &[
            "Verre <alpha> : Paires adaptées",
            "Nombre entier, de 0 à 1 000.",
            "Contrôles faits dans l'exercice.",
            "Montant calculé aujourd'hui : 210,00 €",
        ],
    );
    let texte = lu(&page);
    assert!(!texte.contains("Ce que cela changerait"));
    // One field per figure, wherever it is read.
    assert_eq!(page.texte.matches("name=\"controles\"").count(), 1);
}

#[test]
fn other_figures_give_another_amount_side_by_side_and_say_what_tips_over() {
    let page = chez(ORDINAIRE).lire(&adresse("?erreurs=6&visites=4"));
    dit(
        &lu(&page),
        &[
            "Simulation : rien n'est enregistré",
            // 240 € less 20 %.
            "Aujourd'hui 210,00 € Dans cette simulation 192,00 € Différence − 18,00 €",
            "Se tromper rarement : non atteint au lieu de atteint",
            "Visiter les écoles 90,00 € 120,00 € + 30,00 €",
            "Malus : 20 % de 240,00 € 0,00 € −48,00 € − 48,00 €",
            "Montant calculé 210,00 € 192,00 € − 18,00 €",
        ],
    );
    page.dit(&["name=\"erreurs\" value=\"6\"", "champ change"]);
}

#[test]
fn a_line_may_be_changed_and_nothing_is_kept() {
    let mut visiteur = chez(ORDINAIRE);
    // Ten more pairs past the threshold, at 2 € each.
    let page = visiteur.lire(&adresse("?verre.alpha.adaptees=70"));
    dit(&lu(&page), &["Adapter les verres 20,00 € 40,00 € + 20,00 €"]);
    dit(&lu(&visiteur.lire(&adresse(""))), &["Montant calculé aujourd'hui : 210,00 €"]);
    dit(&lu(&visiteur.lire(ADRESSE)), &["Montant calculé 210,00 €"]);
}

#[test]
fn a_wrong_figure_is_told_beside_its_field_and_kept() {
    let cas = [
        ("visites=douze", "visites", "Ce nombre n'est pas lisible. Nombre entier, de 0 à 1 000."),
        ("visites=1001", "visites", "Cette valeur sort des limites. Nombre entier, de 0 à 1 000."),
        ("visites=-1", "visites", "Cette valeur sort des limites."),
        ("visites=1,5", "visites", "Ce nombre n'est pas lisible."),
        ("visites=", "visites", "Indiquez une valeur."),
        ("charte=peut-etre", "charte", "Choisissez une réponse de la liste."),
        ("erreurs=101", "erreurs", "Ce nombre ne peut pas dépasser « Contrôles faits » (100)."),
        ("verre.beta.paires=50", "verre.beta.adaptees", "Ce nombre ne peut pas dépasser « Verre bêta : Paires » (50)."),
    ];
    let mut visiteur = chez(ORDINAIRE);
    for (question, champ, phrase) in cas {
        let page = visiteur.lire(&adresse(&format!("?{question}")));
        assert_eq!(page.code.as_u16(), 200);
        dit(&lu(&page), &[phrase, "La simulation n'a pas été faite."]);
        page.dit(&[
            &format!("<a href=\"#{champ}\">"),
            &format!("id=\"{champ}-erreur\""),
            &format!("aria-describedby=\"{champ}-aide {champ}-erreur\" aria-invalid=\"true\""),
        ]);
        assert!(!page.texte.contains("Ce que cela changerait"), "{question}");
    }
    visiteur.lire(&adresse("?visites=douze")).dit(&["name=\"visites\" value=\"douze\""]);
    let long = "9".repeat(500);
    let page = visiteur.lire(&adresse(&format!("?visites={long}")));
    assert!(page.texte.contains("n'est pas lisible") || lu(&page).contains("n'est pas lisible"));
    assert!(!page.texte.contains(&long));
}

#[test]
fn what_is_not_known_today_may_be_supposed_and_what_is_unknown_in_the_rules_stays_so() {
    let mut visiteur = chez(Chiffres { visites: Err(Absence::EnAttente), ..ORDINAIRE });
    let page = visiteur.lire(&adresse("?visites=3"));
    dit(&lu(&page), &["Aujourd'hui Non connu Dans cette simulation 210,00 €"]);
    let page = visiteur.lire(&adresse("?visites=3&enfants=10&enfants_revus=9"));
    dit(&lu(&page), &["Dans cette simulation Non connu", "une valeur dont il dépend n'est pas connue"]);
}
