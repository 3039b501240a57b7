//! What the fictional people have done and counted must be possible: somebody who looks would see it.

use crate::demo_ouverte::Demo;
use serde_json::Value;

fn lire(demo: &Demo, temoin: &str, adresse: &str) -> Value {
    let (tete, corps) = demo.demander("GET", adresse, temoin, "");
    assert!(tete.starts_with("HTTP/1.1 200"), "{adresse} : {tete}");
    serde_json::from_str(&corps).unwrap()
}

#[test]
fn what_the_fictional_people_did_is_possible() {
    let demo = Demo::ouvrir();
    nothing_is_declared_before_the_opening(&demo);
    a_piece_stands_under_an_answer_that_it_can_prove(&demo);
}

fn nothing_is_declared_before_the_opening(demo: &Demo) {
    for rang in 1..=10 {
        let temoin = demo.entrer(&format!("99{rang:07}"));
        let lue = lire(demo, &temoin, "/api/v1/declarations/dispositif_exceptionnel/2024");
        assert_eq!(lue["fenetre"]["etat"], "a_venir");
        assert!(lue["derniere_transmission"].is_null() && lue["en_attente"] == false, "pharmacie {rang} : {lue}");
    }
}

fn a_piece_stands_under_an_answer_that_it_can_prove(demo: &Demo) {
    let mut pieces = 0;
    let pharmacies = (1..=20).map(|rang| (format!("99{rang:07}"), "remu_num"));
    let centres = (2..=8).map(|rang| (format!("96{rang:07}"), "remuneration_specifique"));
    for (qui, dispositif) in pharmacies.chain(centres) {
        let temoin = demo.entrer(&qui);
        let adresse = format!("/api/v1/declarations/{dispositif}/2024");
        let champs = lire(demo, &temoin, &adresse);
        let demandes = lire(demo, &temoin, &format!("{adresse}/pieces"));
        for demande in demandes["demandes"].as_array().unwrap() {
            let jointes = demande["pieces"].as_array().unwrap().len();
            if jointes > 0 {
                let mut champs = champs["champs"].as_array().unwrap().iter();
                let champ = champs.find(|champ| champ["code"] == demande["code"]).unwrap();
                let ecrit = champ["ecrit"].as_str().unwrap();
                assert!(!["", "Non", "0"].contains(&ecrit), "{qui}, {} : {ecrit}", demande["titre"]);
                pieces += jointes;
            }
        }
    }
    assert!(pieces > 50, "{pieces} pièces");
}
