//! What the fictional caisse has already paid, as its pages say it.

use crate::demo_ouverte::{Demo, entre};
use serde_json::Value;
use std::collections::BTreeMap;

/// Title and cents of each payment made, by day.
type Verses = Vec<(String, String, i64)>;

fn lire(demo: &Demo, temoin: &str, adresse: &str) -> Value {
    let (tete, corps) = demo.demander("GET", adresse, temoin, "");
    assert!(tete.starts_with("HTTP/1.1 200"), "{adresse} : {tete}");
    serde_json::from_str(&corps).unwrap()
}

fn verses(demo: &Demo, temoin: &str) -> Verses {
    let lues = lire(demo, temoin, "/api/v1/remunerations");
    let lues = lues["remunerations"].as_array().unwrap().iter().filter(|r| !r["versee"].is_null());
    let mot = |valeur: &Value| valeur.as_str().unwrap().replace('\u{a0}', " ");
    lues.map(|r| (mot(&r["versee"]), mot(&r["titre"]), r["montant"]["centimes"].as_i64().unwrap())).collect()
}

fn sont(verses: &Verses, dispositif: &str, attendus: &[(&str, &str, i64)]) {
    let siens = verses.iter().filter(|(_, titre, _)| titre.contains(dispositif));
    let mut siens: Vec<_> = siens.map(|(jour, titre, centimes)| (jour.as_str(), titre.as_str(), *centimes)).collect();
    siens.sort_unstable();
    assert_eq!(siens, attendus);
}

#[test]
fn each_payment_is_that_of_its_own_formula_on_its_own_day() {
    let demo = Demo::ouvrir();
    // The doctor of the screen: two whole years, then advances; the third year's advances paid everything.
    let temoin = demo.entrer("980000002");
    let siens = verses(&demo, &temoin);
    sont(
        &siens,
        "Assistants médicaux",
        &[
            ("2022-01-07", "Aide à l'emploi Assistants médicaux : année entière, exercice 2021", 3_600_000),
            ("2023-01-07", "Aide à l'emploi Assistants médicaux : année entière, exercice 2022", 2_700_000),
            ("2024-01-07", "Avance aide à l'emploi Assistants médicaux : avance 1, exercice 2023", 1_050_000),
            ("2024-04-08", "Avance aide à l'emploi Assistants médicaux : avance 2, exercice 2023", 1_050_000),
            ("2025-01-07", "Avance aide à l'emploi Assistants médicaux : avance 1, exercice 2024", 1_100_000),
        ],
    );
    let (_, page) = demo.demander("GET", "/remunerations", &temoin, "");
    let tuile = entre(&page.replace('\u{a0}', " "), "avance 1, exercice 2024", "</li>").to_owned();
    crate::dit(&tuile, &["07/01/2025", "11 000,00 €"]);
    // Three instalments in the year, and what remains after it; not yet for the exercice in progress.
    let jours = |exercice: &str| -> Vec<String> {
        let titre = format!(", exercice {exercice}");
        let siens = siens.iter().filter(|(_, t, _)| t.contains("Forfait patientèle") && t.ends_with(&titre));
        siens.map(|(jour, ..)| jour.clone()).rev().collect()
    };
    assert_eq!(jours("2023"), ["2023-06-28", "2023-09-27", "2023-12-27", "2024-03-29"]);
    assert_eq!(jours("2024"), ["2024-06-28", "2024-09-27", "2024-12-27"]);
    // Everything with the complement; then a first payment, and what the complement adds to it.
    let verses_a = |id: &str| verses(&demo, &demo.entrer(id));
    let complement = "Volet de synthèse médicale : objectifs atteints à mi-2024, exercice 2023";
    sont(&verses_a("980000010"), "Volet de synthèse", &[("2024-11-19", complement, 229_500)]);
    sont(
        &verses_a("980000020"),
        "Volet de synthèse",
        &[
            ("2024-06-18", "Volet de synthèse médicale : objectifs atteints à fin 2023, exercice 2023", 203_625),
            ("2024-11-19", complement, 206_325),
        ],
    );
    sont(
        &verses_a("980000008"),
        "Prime Optam",
        &[
            ("2023-07-11", "Prime Optam, exercice 2022", 1_910_000),
            ("2024-07-09", "Prime Optam, exercice 2023", 2_080_000),
        ],
    );
    two_contracts_are_paid_apart(&demo);
    payments_add_up(&demo);
}

/// A doctor whose second contract began in 2024: what is paid then says under which one, and each has its detail.
fn two_contracts_are_paid_apart(demo: &Demo) {
    let temoin = demo.entrer("980000021");
    let siens = verses(demo, &temoin);
    let de_2024: Vec<_> = siens.iter().filter(|(_, titre, _)| titre.contains("contrat du")).collect();
    let avance = "Avance aide à l'emploi Assistants médicaux : avance 1, contrat du 01/10/2020, exercice 2024";
    let entiere = "Aide à l'emploi Assistants médicaux : année entière, contrat du 01/03/2024, exercice 2024";
    let attendus = [("2025-01-07", avance, 550_000), ("2025-01-07", entiere, 1_800_000)];
    let mut vus: Vec<_> = de_2024.iter().map(|(jour, titre, c)| (jour.as_str(), titre.as_str(), *c)).collect();
    vus.sort_unstable_by_key(|(_, _, centimes)| *centimes);
    assert_eq!(vus, attendus);
    let second = lire(demo, &temoin, "/api/v1/remunerations/assmed/2024");
    assert_eq!((&second["contrat"], &second["verse"]["centimes"]), (&"2".into(), &1_800_000.into()));
    let premier = lire(demo, &temoin, "/api/v1/remunerations/assmed/2024?contrat=1");
    assert_eq!(premier["verse"]["centimes"], 550_000);
    let (tete, _) = demo.demander("GET", "/suivi/assmed?contrat=1", &demo.entrer("980000002"), "");
    assert!(tete.starts_with("HTTP/1.1 200"), "{tete}");
    let (tete, _) = demo.demander("GET", "/suivi/assmed?contrat=2", &demo.entrer("980000002"), "");
    assert!(tete.starts_with("HTTP/1.1 404"), "the contract of somebody else : {tete}");
}

/// For doctors, every payment of an exercice that is over makes its amount, to the cent; nobody has a payment of
/// nothing, nor one to come. For pharmacies, what settles an incomplete payment makes it whole.
fn payments_add_up(demo: &Demo) {
    let (mut entiers, mut regularises) = (0, 0);
    let personnes = (1..=30).map(|rang| format!("98{rang:07}")).chain((1..=40).map(|rang| format!("99{rang:07}")));
    for id in personnes {
        let temoin = demo.entrer(&id);
        let lues = lire(demo, &temoin, "/api/v1/remunerations");
        let mut payes: BTreeMap<&str, i64> = BTreeMap::new();
        for r in lues["remunerations"].as_array().unwrap().iter().filter(|r| !r["versee"].is_null()) {
            let centimes = r["montant"]["centimes"].as_i64().unwrap();
            let titre = r["titre"].as_str().unwrap();
            assert!(r["versee"].as_str().unwrap() <= "2025-01-15", "{id} : {titre}");
            assert!(centimes != 0 || titre.contains("régularisation"), "{id} : {titre}");
            regularises += usize::from(centimes > 0 && titre.contains("régularisation"));
            if let Some(detail) = r["detail"].as_str().filter(|d| d.ends_with("/2022") || d.ends_with("/2023")) {
                *payes.entry(detail).or_default() += centimes;
            }
        }
        for (detail, paye) in payes {
            let e = lire(demo, &temoin, detail);
            assert_eq!(e["montant"]["centimes"].as_i64(), Some(paye), "{id}, {detail}");
            entiers += 1;
        }
    }
    assert!(entiers > 400 && regularises > 1, "{entiers} {regularises}");
}
