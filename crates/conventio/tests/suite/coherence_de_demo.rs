//! What the fictional people have done and counted must be possible: somebody who looks would see it.

use crate::demo_ouverte::{Demo, entre};
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
    nobody_is_there_before_they_come(&demo);
    the_same_count_is_the_same_everywhere(&demo);
    the_entry_says_the_amount_of_the_page(&demo);
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

fn nobody_is_there_before_they_come(demo: &Demo) {
    for (qui, dispositif) in [("960000006", "remuneration_specifique"), ("970000015", "fami")] {
        let temoin = demo.entrer(qui);
        let lues = lire(demo, &temoin, "/api/v1/remunerations");
        let avant = lues["remunerations"].as_array().unwrap().iter().filter(|r| r["exercice"] != 2024);
        assert_eq!(avant.count(), 0, "{qui} : {lues}");
        let (tete, _) = demo.demander("GET", &format!("/api/v1/declarations/{dispositif}/2023"), &temoin, "");
        assert!(tete.starts_with("HTTP/1.1 404"), "{qui} : {tete}");
    }
}

fn the_same_count_is_the_same_everywhere(demo: &Demo) {
    for rang in 3..=8 {
        let temoin = demo.entrer(&format!("99{rang:07}"));
        let chiffres = |adresse: &str| {
            let lue = lire(demo, &temoin, adresse);
            let indicateurs = lue["indicateurs"].as_array().unwrap().clone();
            let sources = indicateurs.into_iter().flat_map(|i| i["sources"].as_array().unwrap().clone());
            let dit = |s: Value| Some((s["code"].as_str()?.to_owned(), s["valeur"].as_str()?.parse::<i64>().ok()?));
            sources.filter_map(dit).collect::<std::collections::BTreeMap<_, _>>()
        };
        let exceptionnel = chiffres("/api/v1/remunerations/dispositif_exceptionnel/2024");
        let (kits, avant) =
            ("/api/v1/remunerations/kits_colorectaux/2024", "/api/v1/remunerations/kits_colorectaux/2023");
        assert_eq!(exceptionnel["kits_colorectaux"], chiffres(kits)["kits_remis"]);
        assert_eq!(exceptionnel["kits_colorectaux_n_1"], chiffres(avant)["kits_remis"]);
        let tests = chiffres("/api/v1/remunerations/tests_et_depistage/2024");
        assert_eq!(exceptionnel["trod_angine"], tests["angine_sans_delivrance"] + tests["angine_avec_delivrance"]);
    }
}

fn the_entry_says_the_amount_of_the_page(demo: &Demo) {
    let (_, entree) = demo.demander("GET", "/", "", "");
    let (mut comptees, mut plafonds) = (0, 0);
    for carte in entree.split("<li><button class=\"carte choix\"").skip(1) {
        let precision = entre(carte, "<span class=\"petit discret\">", "</span>");
        let Some((debut, montant)) = precision.split_once(" : ").or_else(|| precision.split_once("\u{a0}: ")) else {
            continue;
        };
        let Some((titre, exercice)) = debut.rsplit_once(", exercice ") else { continue };
        plafonds += usize::from(carte.contains("Plafond atteint"));
        let temoin = demo.entrer(entre(carte, "value=\"", "\""));
        let lues = lire(demo, &temoin, "/api/v1/dispositifs");
        let mut dispositifs = lues["dispositifs"].as_array().unwrap().iter();
        let titre = titre.replace("&#39;", "'");
        let code = dispositifs.find(|d| d["titre"] == titre.as_str()).unwrap()["code"].as_str().unwrap().to_owned();
        let lue = lire(demo, &temoin, &format!("/api/v1/remunerations/{code}/{exercice}"));
        let ecrit = lue["montant"]["ecrit"].as_str().unwrap_or("Non connu").replace(['\u{a0}', '\u{202f}'], " ");
        let montant = montant.replace("&nbsp;", " ").replace(['\u{a0}', '\u{202f}'], " ");
        let inconnu = montant == "Non connu" && lue["montant"]["centimes"].is_null();
        assert!(inconnu || ecrit == montant, "{precision} : {}", lue["montant"]);
        comptees += 1;
    }
    assert!(comptees > 6, "{comptees} cartes");
    // The only caps that bind are those of doctors who are presented under their own case.
    assert!(plafonds <= 2);
}
