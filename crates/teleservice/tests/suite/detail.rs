//! The detail of a remuneration, from rules that hold lines, a malus, a cap, a socle, and every kind of absence.

use crate::lieu::Lieu;
use crate::{Reponse, Visiteur, monde};
use convention::{Fichier, Regles, Surcharges};
use formule::colonne::JeuDetail;
use formule::{Absence, Cellule, Colonne, Jeu};
use teleservice::Calcul;

/// The figures of A1. What is not named here is what most people have.
#[derive(Clone, Copy)]
pub(crate) struct Chiffres {
    pub(crate) controles_bons: i64,
    pub(crate) erreurs: i64,
    pub(crate) visites: Cellule,
    pub(crate) charte: i64,
    pub(crate) enfants: i64,
    pub(crate) enfants_revus: i64,
    /// Of 100 pairs of each.
    pub(crate) adaptees: [i64; 2],
}

/// 100 € of charte, 2 × (60 − 50) = 20 € and nothing under 80 %, 3 visits at 30 €: 210 €, nothing taken away.
pub(crate) const ORDINAIRE: Chiffres = Chiffres {
    controles_bons: 90,
    erreurs: 2,
    visites: Ok(3),
    charte: 1,
    enfants: 0,
    enfants_revus: 0,
    adaptees: [60, 70],
};

pub(crate) fn chez(chiffres: Chiffres) -> Visiteur {
    chez_avec(chiffres, include_str!("regles_de_detail.toml").to_owned())
}

fn chez_avec(chiffres: Chiffres, regles: String) -> Visiteur {
    let mut monde = monde::monde();
    let fichiers = [
        Fichier { chemin: "essai/convention.toml".to_owned(), contenu: monde::CONVENTION.to_owned() },
        Fichier { chemin: "essai/lunettes/regles.toml".to_owned(), contenu: regles },
    ];
    monde.conventions[0] = Regles::charger(&fichiers).unwrap_or_else(|d| panic!("{d:#?}")).conventions[0].clone();
    let d = &monde.conventions[0].dispositifs[0];
    let compile = d.compiler(2024, &Surcharges::default()).unwrap_or_else(|d| panic!("{d:#?}"));
    let figure = |code: &str| match code {
        "controles" => Ok(100),
        "controles_bons" => Ok(chiffres.controles_bons),
        "erreurs" => Ok(chiffres.erreurs),
        "visites" => chiffres.visites,
        "charte" => Ok(chiffres.charte),
        "enfants" => Ok(chiffres.enfants),
        "enfants_revus" => Ok(chiffres.enfants_revus),
        autre => panic!("{autre}"),
    };
    let entrees = compile.plan.entrees().iter().map(|e| Colonne::de([figure(&e.code); 2], 0)).collect();
    let [alpha, beta] = chiffres.adaptees;
    let lignes = vec![Colonne::de([Ok(100), Ok(100), Ok(0)], 0), Colonne::de([Ok(alpha), Ok(beta), Ok(0)], 0)];
    let details = vec![JeuDetail { debuts: vec![0, 3, 3], cles: vec![0, 1, 2], entrees: lignes }];
    let jeu = Jeu { lignes: 2, entrees, details, ..Jeu::default() };
    monde.calculs = vec![Calcul::executer(d, compile, jeu).unwrap().unwrap()];
    monde.beneficiaires.truncate(2);
    Visiteur::dans(&Lieu::avec(monde)).entre("A1")
}

pub(crate) const ADRESSE: &str = "/remunerations/lunettes/2024";

/// The words of a page, as a browser would show them.
pub(crate) fn lu(reponse: &Reponse) -> String {
    let mut texte = String::new();
    let mut dans_une_balise = false;
    for c in reponse.texte.chars() {
        match c {
            '<' => dans_une_balise = true,
            '>' => {
                dans_une_balise = false;
                texte.push(' ');
            }
            _ if !dans_une_balise => texte.push(if c.is_whitespace() { ' ' } else { c }),
            _ => {}
        }
    }
    let texte = texte.replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
    texte.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn dit(texte: &str, phrases: &[&str]) {
    for phrase in phrases {
        assert!(texte.contains(phrase), "« {phrase} » manque dans :\n{texte}");
    }
}

/// The cents of `1 234,50 €`; nothing for what is not known.
fn centimes(ecrit: &str) -> Option<i64> {
    let ecrit = ecrit.replace('−', "-");
    let chiffres: String = ecrit.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '-')).collect();
    let (euros, decimales) = chiffres.split_once(',')?;
    format!("{euros}{decimales}").parse().ok()
}

/// The amounts of the sum, the total last.
fn somme(page: &Reponse) -> Vec<Option<i64>> {
    let (_, suite) = page.texte.split_once("<table class=\"tableau\">").unwrap();
    let tableau = suite.split("</table>").next().unwrap();
    let cellules = tableau.split("<td class=\"num\">").skip(1);
    cellules.map(|cellule| centimes(cellule.split('<').next().unwrap())).collect()
}

#[test]
fn each_indicator_says_its_result_its_objective_its_state_and_its_amount() {
    let page = chez(ORDINAIRE).lire(ADRESSE);
    dit(
        &lu(&page),
        &[
            "Réussir les contrôles Mesuré, socle ✓ Atteint Sans montant",
            "Votre taux d'atteinte 90,00 % (90 / 100)",
            "Objectif 80 % ou plus Part des contrôles à réussir",
            "Écart + 10,00 points",
            "Objectif 5 % au plus Part d'erreurs admise",
            "Taux d'erreurs relevé",
            "Signer la charte Déclaré, rémunéré ✓ Atteint 100,00 €",
            "Revoir les enfants Mesuré, rémunéré – Sans objet 0,00 €",
            "Conditions à remplir d'abord : 1 sur 1",
            "Contrôles faits dans l'exercice.",
            "Cette somme aide à équiper chaque enfant.",
            "Voir clair partout.",
            "Comprendre ce dispositif",
        ],
    );
    page.dit(&["href=\"/documents-utiles/lunettes\""]);
}

#[test]
fn what_is_set_aside_is_listed_apart_with_its_reason() {
    let texte = lu(&chez(ORDINAIRE).lire(ADRESSE));
    dit(
        &texte,
        &[
            "Indicateurs sans effet pour cet exercice Indicateur à venir",
            "Mis de côté pour l'exercice 2024.",
            "Confiance : hypothèse",
        ],
    );
}

#[test]
fn an_indicator_paid_line_by_line_has_its_table_and_each_line_says_why() {
    let page = chez(ORDINAIRE).lire(ADRESSE);
    page.dit(&[
        "Verre &#60;alpha&#62;</th>",
        "data-titre=\"Paires\">100</td>",
        "data-titre=\"Paires adaptées\">60</td>",
        "data-titre=\"Taux de départ\">50\u{a0}%</td>",
        "data-titre=\"Taux d&#39;arrivée\">60\u{a0}%</td>",
        "data-titre=\"Prime\">2\u{a0}€ par paire</td>",
        // From the departure at 50 % to the arrival at 60 %.
        "<rect class=\"ecart\" x=\"500\" width=\"100\"",
        "<rect class=\"ecart\" x=\"700\" width=\"100\"",
        "progression b-gagne",
        "progression b-manque",
    ]);
    dit(
        &lu(&page),
        &[
            "▲ + 10,00 points 20,00 € ✓ Rémunérée Pourquoi ce montant ? Verre <alpha>",
            "▼ − 10,00 points 0,00 € – Non rémunérée Pourquoi ce montant ? Verre bêta",
            "il en manquait 11 (« Paires adaptées » : 70, il en fallait 81), pour 3,00 €",
            "Verre gamma 0 0 10 % sans objet 3 € par paire Sans objet 0,00 €",
            "Total des lignes 20,00 €",
            "« Paires adaptées » − « Seuil » × « Paires », sans descendre sous 0",
        ],
    );
}

#[test]
fn a_malus_is_named_with_its_rate_what_it_bears_on_and_its_cause() {
    let page = chez(Chiffres { erreurs: 6, ..ORDINAIRE }).lire(ADRESSE);
    dit(
        &lu(&page),
        &[
            "Sous-total 210,00 €",
            "Malus : 20 % de 210,00 € « Se tromper rarement » n'est pas atteint −42,00 €",
            "Montant calculé 168,00 €",
            "il y en avait 1 de trop (« Erreurs relevées » : 6, au plus 5)",
        ],
    );
    // What does not concern them is no line of the sum.
    assert_eq!(somme(&page), [Some(10_000), Some(2_000), Some(9_000), Some(-4_200), Some(16_800)]);
}

#[test]
fn an_amount_held_down_by_a_cap_says_so_and_so_does_the_total() {
    let page = chez(Chiffres { visites: Ok(9), adaptees: [100, 90], ..ORDINAIRE }).lire(ADRESSE);
    dit(
        &lu(&page),
        &[
            "Plafond appliqué. Plafond des visites : 200,00 €, au lieu de 270,00 €",
            "Sous-total 430,00 €",
            "Plafond annuel : 300,00 € au plus sans cette limite : 430,00 € −130,00 €",
            "Montant calculé 300,00 €",
        ],
    );
}

#[test]
fn a_malus_and_a_cap_on_one_total_are_two_lines() {
    let chiffres = Chiffres { visites: Ok(9), adaptees: [100, 90], erreurs: 6, ..ORDINAIRE };
    let page = chez(chiffres).lire(ADRESSE);
    // 430 € less 20 % is 344 €, and no more than 300 € is due.
    assert_eq!(somme(&page)[3..], [Some(-8_600), Some(-4_400), Some(30_000)]);
}

#[test]
fn groups_of_indicators_stand_in_the_order_of_the_rules_on_the_page_and_in_the_sum() {
    let regles = include_str!("regles_de_detail.toml").to_owned();
    let places = |regles: String| {
        let page = chez_avec(ORDINAIRE, regles).lire(ADRESSE);
        let titre = |groupe: &str| page.texte.find(&format!(">{groupe}</h2>")).unwrap_or_else(|| panic!("{groupe}"));
        (titre("Engagements") < titre("Activité"), somme(&page))
    };
    let (avant, sommes) = places(regles.clone());
    assert!(avant, "celui du fichier");
    let (avant, autres) = places(regles.replacen("resume = ", "groupes = [\"Activité\"]\nresume = ", 1));
    assert!(!avant);
    // The same lines, otherwise.
    let range = |mut sommes: Vec<Option<i64>>| {
        sommes.sort_unstable();
        sommes
    };
    assert!(sommes != autres && range(sommes) == range(autres));
}

#[test]
fn a_missed_socle_is_named_where_it_closes_everything() {
    let page = chez(Chiffres { controles_bons: 70, ..ORDINAIRE }).lire(ADRESSE);
    dit(
        &lu(&page),
        &[
            "Condition non remplie : rien n'est dû « Réussir les contrôles » −210,00 €",
            "Montant calculé 0,00 €",
            "il en manquait 10 (« Contrôles réussis » : 70, il en fallait 80)",
        ],
    );
}

#[test]
fn what_is_unknown_or_has_not_arrived_is_told_by_its_name() {
    let inconnu = chez(Chiffres { enfants: 10, enfants_revus: 9, ..ORDINAIRE }).lire(ADRESSE);
    dit(&lu(&inconnu), &["Ce qui n'est pas connu : Somme par enfant revu", "Montant calculé Non connu"]);
    let attendu = chez(Chiffres { visites: Err(Absence::EnAttente), ..ORDINAIRE }).lire(ADRESSE);
    dit(&lu(&attendu), &["Ce qui n'est pas encore arrivé : Visites en école", "Montant calculé Non connu"]);
}

#[test]
fn every_link_inside_the_page_leads_somewhere_and_no_id_is_given_twice() {
    let mut visiteur = chez(Chiffres { erreurs: 6, controles_bons: 70, ..ORDINAIRE });
    let detail = visiteur.lire(ADRESSE).texte;
    let simulation = visiteur.lire(&format!("{ADRESSE}/simulation?visites=douze")).texte;
    let dans = |page: &str, id: &str| page.matches(&format!(" id=\"{id}\"")).count();
    for page in [&detail, &simulation] {
        for morceau in page.split(" href=\"#").skip(1) {
            assert_eq!(dans(page, morceau.split('"').next().unwrap()), 1, "{morceau}");
        }
        for morceau in page.split(" id=\"").skip(1) {
            assert_eq!(dans(page, morceau.split('"').next().unwrap()), 1, "{morceau}");
        }
    }
    for morceau in detail.split("/simulation#").skip(1) {
        assert_eq!(dans(&simulation, morceau.split('"').next().unwrap()), 1, "{morceau}");
    }
}

#[test]
fn codes_are_only_for_the_technicians() {
    let page = chez(ORDINAIRE).lire(ADRESSE);
    let mut montre = String::new();
    for (rang, morceau) in page.texte.split("<code>").enumerate() {
        montre.push_str(if rang == 0 { morceau } else { morceau.split_once("</code>").unwrap().1 });
    }
    let texte = lu(&Reponse { texte: montre, ..page });
    for code in ["controles_bons", "seuil_controles", "prime_verre", "taux_malus", "p.", "a_defaut", "arrondi("] {
        assert!(!texte.contains(code), "« {code} » dans :\n{texte}");
    }
}

#[test]
fn whatever_the_figures_the_lines_shown_add_up_to_the_total_shown() {
    let mut vus = 0;
    for controles_bons in [70, 90] {
        for erreurs in [0, 6] {
            for visites in [0, 9] {
                for adaptees in [[0, 70], [100, 81]] {
                    for charte in [0, 1] {
                        let visites = Ok(visites);
                        let chiffres = Chiffres { controles_bons, erreurs, visites, adaptees, charte, ..ORDINAIRE };
                        let montants = somme(&chez(chiffres).lire(ADRESSE));
                        let (total, lignes) = montants.split_last().unwrap();
                        assert_eq!(lignes.iter().copied().sum::<Option<i64>>(), *total, "{montants:?}");
                        assert!(total.unwrap() <= 30_000);
                        vus += 1;
                    }
                }
            }
        }
    }
    assert_eq!(vus, 32);
}
