//! Somebody who has two contracts of the same dispositif: each is followed, paid and explained alone.

use crate::lieu::{Lieu, attendre};
use crate::{Visiteur, monde};
use axum::http::StatusCode;
use convention::{Date, Fichier, IdBeneficiaire, Nature, Regles, Surcharges};
use formule::{Colonne, Jeu};
use registre::{Import, PaiementAImporter};
use std::sync::Arc;
use teleservice::Calcul;

/// 10 € a day of presence, a contract of 2020 and one of 2024; what remains once the advance is paid.
const PRESENCE: &str = r#"
[dispositif]
code = "presence"
titre = "Présence au cabinet"
resume = "Une somme par jour."
unite = "contrat"
nom_du_contrat = "Contrat du {signature}"
detail = true

[[exercices]]
annee = 2023
[[exercices]]
annee = 2024

[entrees.signature]
libelle = "Date de signature"
type = "date"
origine = "situation"

[entrees.jours]
libelle = "Jours de présence"
type = "nombre jour"
max = 366
origine = "mesure"

[parametres.tarif]
libelle = "Somme par jour"
type = "montant par jour"
[[parametres.tarif.valeurs]]
depuis = 2023-01-01
valeur = "10 €"
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[parametres.minimum]
libelle = "Jours qu'il faut"
type = "nombre jour"
[[parametres.minimum.valeurs]]
depuis = 2023-01-01
valeur = 6
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[indicateurs.jours_faits]
libelle = "Jours faits"
type = "automatise"
valeur = "jours"
objectif = "p.minimum"
atteint = "jours >= p.minimum"
montant = "arrondi(jours * p.tarif)"
[[indicateurs.jours_faits.roles]]
exercices = [2023, 2024]
remunere = true
source = "S1"
confiance = "officiel"
verifie_le = 2024-11-01

[[suivis]]
code = "jours"
type = "jauge"
titre = "Jours de présence"
indicateur = "jours_faits"

[[suivis]]
code = "par_annee"
type = "courbe_annuelle"
titre = "Jours par exercice"
indicateur = "jours_faits"

[[versements]]
code = "avance"
titre = "Présence : avance"
nature = "avance"
formule = "montant"

[[versements]]
code = "solde"
titre = "Présence : solde"
nature = "solde"
formule = "montant - deja_verse(avance)"
"#;

/// A1 has both contracts in 2024 (10 and 5 days), the first alone in 2023 (8 days). B2 has one, C3 none.
fn lieu() -> Arc<Lieu> {
    let mut monde = monde::monde();
    let fichier = |chemin: &str, contenu: &str| Fichier { chemin: chemin.to_owned(), contenu: contenu.to_owned() };
    let fichiers =
        [fichier("essai/convention.toml", monde::CONVENTION), fichier("essai/presence/regles.toml", PRESENCE)];
    let regles = Regles::charger(&fichiers).unwrap_or_else(|defauts| panic!("{defauts:#?}"));
    let d = regles.conventions[0].dispositifs[0].clone();
    let jour = |annee, mois| Ok(i64::from(Date::du_calendrier(annee, mois, 1).0));
    for (annee, lignes) in [
        (2023, vec![(0, "c2020", jour(2020, 10), 8)]),
        (2024, vec![(0, "c2020", jour(2020, 10), 10), (1, "c2022", jour(2022, 1), 7), (0, "c2024", jour(2024, 3), 5)]),
    ] {
        let compile = d.compiler(annee, &Surcharges::default()).unwrap();
        let colonne = |entree: &formule::programme::Entree| match entree.code.as_str() {
            "signature" => Colonne::de(lignes.iter().map(|l| l.2).collect::<Vec<_>>(), entree.min),
            "jours" => Colonne::de(lignes.iter().map(|l| Ok(l.3)).collect::<Vec<_>>(), entree.min),
            _ => Colonne::de(vec![Ok(0); lignes.len()], entree.min),
        };
        let entrees = compile.plan.entrees().iter().map(colonne).collect();
        let jeu = Jeu { lignes: lignes.len(), entrees, ..Jeu::default() };
        let contrats: Vec<(usize, String)> = lignes.iter().map(|l| (l.0, l.1.to_owned())).collect();
        monde.calculs.extend(Calcul::executer(&d, compile, jeu).unwrap().unwrap().par_contrat(&d, &contrats));
    }
    monde.conventions[0].dispositifs.push(d);
    Lieu::avec(monde)
}

/// The advance of the contract of 2020, 30 € on 1 December 2024.
fn payer(lieu: &Arc<Lieu>) {
    let paiement = PaiementAImporter {
        beneficiaire: IdBeneficiaire("A1".to_owned()),
        convention: "essai".to_owned(),
        exercice: "2024".to_owned(),
        exercice_affiche: "2024".to_owned(),
        dispositif: Some("presence".to_owned()),
        code: Some("avance".to_owned()),
        contrat: Some("c2020".to_owned()),
        titre: "Présence : avance, contrat du 01/10/2020".to_owned(),
        nature: Nature::Avance,
        centimes: 3_000,
        jour: Date::du_calendrier(2024, 12, 1),
        periode: None,
    };
    let (registre, instant) = (lieu.registre.clone(), lieu.maintenant());
    attendre(async move {
        let import = Import { empreinte: "essai", fictif: false, auteur: "essai", paiements: &[paiement] };
        registre.importer_paiements(&import, instant).await.unwrap();
    });
}

#[test]
fn the_most_recent_contract_is_followed_first_and_another_may_be_chosen() {
    let mut a1 = Visiteur::dans(&lieu()).entre("A1");
    let page = a1.lire("/suivi/presence");
    page.dit(&["exercice 2024, contrat du 01/03/2024", "aria-label=\"Contrats\"", "Non atteint"]);
    let choisi = "<a class=\"bouton second compact\" href=\"/suivi/presence?exercice=2024&#38;contrat=c2024\" aria-current=\"page\">Contrat du 01/03/2024</a>";
    let autre = "href=\"/suivi/presence?exercice=2024&#38;contrat=c2020\">Contrat du 01/10/2020</a>";
    page.dit(&[choisi, autre, "/remunerations/presence/2024?contrat=c2024", "suivi.pdf?contrat=c2024"]);
    let ancien = a1.lire("/suivi/presence?exercice=2024&contrat=c2020");
    ancien.dit(&["contrat du 01/10/2020", "8 en 2023", "10 en 2024"]);
    // Its own exercices, and those of no other contract: 2023 had only this one.
    assert!(!page.texte.contains("8 en 2023"), "{}", page.texte);
    let seul = a1.lire("/suivi/presence?exercice=2023");
    assert!(!seul.texte.contains("aria-label=\"Contrats\""), "one contract alone is not chosen");
    seul.dit(&["href=\"/suivi/presence?exercice=2024&#38;contrat=c2020\""]);
}

#[test]
fn a_contract_that_is_unknown_or_of_somebody_else_is_not_there() {
    let mut a1 = Visiteur::dans(&lieu()).entre("A1");
    for adresse in [
        "/suivi/presence?exercice=2024&contrat=c2022",
        "/suivi/presence?exercice=2023&contrat=c2024",
        "/suivi/presence/2024/suivi.pdf?contrat=c2022",
        "/suivi/depistage?contrat=c2020",
        "/remunerations/presence/2024?contrat=c2022",
        "/remunerations/presence/2024?contrat=",
        "/remunerations/presence/2024/detail.pdf?contrat=rien",
        "/remunerations/presence/2024/simulation?contrat=c2022",
        "/remunerations/depistage/2023?contrat=c2020",
        "/api/v1/remunerations/presence/2024?contrat=c2022",
        "/api/v1/suivis/presence?contrat=c2022",
    ] {
        assert_eq!(a1.lire(adresse).code, StatusCode::NOT_FOUND, "{adresse}");
    }
    let mut b2 = Visiteur::dans(&lieu()).entre("B2");
    assert_eq!(b2.lire("/remunerations/presence/2024?contrat=c2022").code, StatusCode::OK);
    assert_eq!(Visiteur::dans(&lieu()).entre("C3").lire("/suivi/presence").code, StatusCode::NOT_FOUND);
}

#[test]
fn each_contract_has_its_tile_and_its_detail_with_what_was_paid_for_it() {
    let lieu = lieu();
    payer(&lieu);
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let page = a1.lire("/remunerations?exercice=2024");
    page.dit(&[
        "Présence : avance, contrat du 01/10/2020, exercice 2024",
        "href=\"/remunerations/presence/2024?contrat=c2020\"",
        "Présence au cabinet 2024, contrat du 01/03/2024, estimation",
        "href=\"/remunerations/presence/2024?contrat=c2024\"",
        "50,00\u{a0}€",
    ]);
    assert!(!page.texte.contains("contrat du 01/10/2020, estimation"), "what was paid is not estimated again");
    let ancien = a1.lire("/remunerations/presence/2024?contrat=c2020");
    ancien.dit(&[
        "contrat du 01/10/2020",
        "100,00\u{a0}€",
        "Total versé",
        "30,00\u{a0}€",
        "detail.pdf?contrat=c2020",
        "70,00\u{a0}€",
    ]);
    let recent = a1.lire("/remunerations/presence/2024");
    recent.dit(&["contrat du 01/03/2024", "50,00\u{a0}€"]);
    assert!(!recent.texte.contains("Total versé"), "nothing was paid under this one");
    a1.lire("/remunerations/presence/2024/detail.pdf?contrat=c2020").dit(&["contrat du 01/10/2020", "30,00\u{a0}€"]);
    a1.lire("/suivi/presence/2024/suivi.pdf?contrat=c2020").dit(&["contrat du 01/10/2020"]);
    a1.lire("/suivi/indicateurs.pdf")
        .dit(&["Présence au cabinet, contrat du 01/10/2020", "Présence au cabinet, contrat du 01/03/2024"]);
    let seul = Visiteur::dans(&lieu).entre("B2").lire("/remunerations?exercice=2024");
    seul.dit(&["Présence au cabinet 2024, estimation", "href=\"/remunerations/presence/2024\""]);
}

#[test]
fn what_if_stays_on_its_contract() {
    let mut a1 = Visiteur::dans(&lieu()).entre("A1");
    let page = a1.lire("/remunerations/presence/2024/simulation?contrat=c2020");
    page.dit(&["contrat du 01/10/2020", "<input type=\"hidden\" name=\"contrat\" value=\"c2020\">", "100,00\u{a0}€"]);
    assert!(!page.texte.contains("Écart"), "nothing was changed yet");
    let essai = a1.lire("/remunerations/presence/2024/simulation?contrat=c2020&jours=20");
    essai.dit(&["200,00\u{a0}€", "value=\"c2020\""]);
}

#[test]
fn programs_name_contracts_too() {
    let lieu = lieu();
    payer(&lieu);
    let mut a1 = Visiteur::dans(&lieu).entre("A1");
    let mut lire = |adresse: &str| -> serde_json::Value { serde_json::from_str(&a1.lire(adresse).texte).unwrap() };
    let toutes = lire("/api/v1/remunerations?exercice=2024");
    let siennes = toutes["remunerations"].as_array().unwrap().iter().filter(|r| r["dispositif"] == "presence");
    let details: Vec<_> = siennes.map(|r| (r["contrat"].as_str().unwrap(), r["detail"].as_str().unwrap())).collect();
    let attendus = [
        ("c2020", "/api/v1/remunerations/presence/2024?contrat=c2020"),
        ("c2024", "/api/v1/remunerations/presence/2024?contrat=c2024"),
    ];
    assert_eq!(details, attendus);
    let une = lire(attendus[0].1);
    assert_eq!((&une["contrat"], &une["versements"][0]["contrat"]), (&"c2020".into(), &"c2020".into()));
    assert_eq!(une["contrats"][0], serde_json::json!({ "code": "c2024", "nom": "Contrat du 01/03/2024" }));
    let suivi = lire("/api/v1/suivis/presence?exercice=2024&contrat=c2020");
    assert_eq!((&suivi["contrat"], suivi["contrats"].as_array().unwrap().len()), (&"c2020".into(), 2));
    assert!(lire("/api/v1/suivis/depistage")["contrat"].is_null());
}
