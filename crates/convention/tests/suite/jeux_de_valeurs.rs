//! Sets of values laid over the rules.

use crate::exemple::{REGLES, avec, dispositif};
use convention::{Fichier, Surcharges};
use formule::programme::{Contenu, Parametre, Scalaire};
use formule::{Confiance, Fraction};

fn parametre(regles: &str, surcharges: &Surcharges, code: &str) -> Parametre {
    let programme = dispositif(regles, "").programme(2023, surcharges).unwrap();
    programme.parametres.into_iter().find(|p| p.code == code).unwrap()
}

fn valeurs(parametre: &Parametre) -> Vec<(String, Option<Fraction>, Confiance)> {
    let une = |v: &formule::programme::Version| match v.contenu {
        Contenu::Valeur(c) => match c.valeur {
            Some(Scalaire::Nombre(f)) => (v.depuis.to_string(), Some(f), c.confiance),
            _ => (v.depuis.to_string(), None, c.confiance),
        },
        Contenu::Bareme(_) => panic!("un barème"),
    };
    parametre.versions.iter().map(une).collect()
}

#[test]
fn a_replaced_value_keeps_its_confidence_unless_it_is_given_one() {
    let simulee = Surcharges::aucune().avec_texte("tarif=2,50 €").unwrap();
    let deux_et_demi = Fraction::new(5, 2);
    assert_eq!(
        valeurs(&parametre(REGLES, &simulee, "tarif")),
        [("2023-01-01".into(), deux_et_demi, Confiance::Secondaire)]
    );
    let du_cas = Surcharges::aucune().avec("tarif", "2,50 €", Some(Confiance::Officiel)).unwrap();
    assert_eq!(valeurs(&parametre(REGLES, &du_cas, "tarif"))[0].2, Confiance::Officiel);
}

#[test]
fn a_value_from_a_day_on_leaves_what_came_before() {
    let surcharges = Surcharges::aucune().avec_texte("seuil@2024-01-01=150").unwrap();
    let attendu = [
        ("2023-01-01".into(), Fraction::new(100, 1), Confiance::Officiel),
        ("2024-01-01".into(), Fraction::new(150, 1), Confiance::Officiel),
    ];
    assert_eq!(valeurs(&parametre(REGLES, &surcharges, "seuil")), attendu);
}

#[test]
fn nothing_leaks_into_the_rules() {
    let d = dispositif(REGLES, "");
    let avant = format!("{:?}", d.programme(2023, &Surcharges::aucune()).unwrap());
    d.programme(2023, &Surcharges::aucune().avec_texte("tarif=9 €").unwrap()).unwrap();
    assert_eq!(format!("{:?}", d.programme(2023, &Surcharges::aucune()).unwrap()), avant);
}

#[test]
fn an_unknown_name_is_refused_with_the_closest() {
    let d = dispositif(REGLES, "");
    for (texte, conseil) in [
        ("tarrif=1 €", "tarif"),
        ("role.volumme.socle=oui", "volume"),
        ("role.volume.socl=oui", "socle"),
        ("tarif=1", "1 225 €"),
        ("tarif[1]=1 €", "tarif"),
    ] {
        let surcharges = Surcharges::aucune().avec_texte(texte).unwrap();
        let defauts = d.programme(2023, &surcharges).unwrap_err();
        assert!(defauts[0].conseil.as_ref().is_some_and(|c| c.contains(conseil)), "{texte} : {defauts:?}");
    }
    assert!(Surcharges::aucune().avec_texte("tarif").is_err());
}

#[test]
fn a_role_may_be_replaced_to_try_what_a_text_leaves_open() {
    let surcharges = Surcharges::aucune().avec("role.adherent.socle", "non", Some(Confiance::Officiel)).unwrap();
    let programme = dispositif(REGLES, "").programme(2023, &surcharges).unwrap();
    let socles = programme.definitions.iter().find(|d| d.code == "socles_valides").unwrap();
    assert_eq!(socles.formule, "vrai");
}

#[test]
fn the_demonstration_completes_only_what_is_unknown() {
    let regles = avec(
        "valeur = \"1 €\"\nsource = \"S1\"\nconfiance = \"secondaire\"",
        "valeur = \"inconnu\"\nconfiance = \"inconnu\"",
    );
    let fichier = Fichier {
        chemin: "demo/parametres-fictifs.toml".into(),
        contenu: "[essai]\n\"tarif\" = \"3 €\"\n\"seuil\" = 7\n".into(),
    };
    let fictives = Surcharges::fictives(&fichier).unwrap();
    let surcharges = &fictives["essai"];
    assert_eq!(valeurs(&parametre(&regles, surcharges, "tarif"))[0].1, Fraction::new(3, 1));
    assert_eq!(valeurs(&parametre(&regles, surcharges, "tarif"))[0].2, Confiance::Fictif);
    assert_eq!(
        valeurs(&parametre(&regles, surcharges, "seuil"))[0],
        ("2023-01-01".into(), Fraction::new(100, 1), Confiance::Officiel)
    );
}
