//! A folder of rules put beside the built executable: everything of its dispositif is there at the next start.

use crate::Dossier;
use crate::demo_ouverte::{Demo, entre};
use std::path::Path;

/// The folders of a profession that the program does not know, as somebody would drop them.
fn deposer(dossier: &Dossier) {
    let depose = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/depose");
    for fichier in [
        "departement.toml",
        "conventions/orthoptistes/convention.toml",
        "conventions/orthoptistes/reperage/regles.toml",
    ] {
        dossier.ecrire(fichier, std::fs::read(depose.join(fichier)).unwrap());
    }
}

fn ouvrir(dossier: Dossier) -> Demo {
    Demo::avec(dossier, &["--conventions", "conventions", "--departement", "departement.toml"], "warn")
}

fn dit(demo: &Demo, temoin: &str, adresse: &str, phrases: &[&str]) -> String {
    let (tete, page) = demo.demander("GET", adresse, temoin, "");
    assert!(tete.starts_with("HTTP/1.1 200"), "{adresse} : {tete}");
    for phrase in phrases {
        assert!(page.contains(phrase), "{adresse} : « {phrase} » manque dans :\n{page}");
    }
    page
}

#[test]
fn a_dispositif_of_another_profession_has_its_pages_its_amounts_its_pdf_and_its_api() {
    let dossier = Dossier::new();
    deposer(&dossier);
    let demo = ouvrir(dossier);
    // The first cabinet has not transmitted anything yet.
    let temoin = demo.entrer("990000001");
    // The menu, the cards and the blocks of the dashboard.
    dit(
        &demo,
        &temoin,
        "/tableau-de-bord",
        &["href=\"/suivi/reperage\"", "href=\"/declarations/reperage/2024\"", "Repérage à la crèche"],
    );
    dit(&demo, &temoin, "/declarations", &["Repérage à la crèche", "31/01/2025", "0/1"]);
    let formulaire = dit(
        &demo,
        &temoin,
        "/declarations/reperage/2024",
        &[
            "Votre cabinet a-t-il une vitrine d&#39;optotypes",
            "convention@cpam-essai.example",
            "Photographie de la vitrine",
        ],
    );
    dit(&demo, &temoin, "/suivi/reperage", &["Repérages faits", "<svg", "Atteint", "40"]);
    // 40 repérages × 2,55 € = 102,00 €, and no prime without a vitrine.
    dit(
        &demo,
        &temoin,
        "/remunerations/reperage/2024",
        &["102,00\u{a0}€", "2,55\u{a0}€", "Texte fictif", "Cabinet équipé"],
    );
    // With the vitrine: 102,00 € + 75,00 € = 177,00 €, estimated by the same engine.
    let jeton = entre(&formulaire, "name=\"jeton\" value=\"", "\"");
    let corps = format!("jeton={jeton}&champ.vitrine=oui&fragment=oui");
    let (_, estimation) = demo.demander("POST", "/declarations/reperage/2024/estimer", &temoin, &corps);
    assert!(estimation.contains("177,00\u{a0}€"), "{estimation}");
    let simulee = "/remunerations/reperage/2024/simulation?nb_reperages=19";
    dit(&demo, &temoin, simulee, &["102,00\u{a0}€", "0,00\u{a0}€"]);
    let (tete, pdf) = demo.envoyer("GET", "/remunerations/reperage/2024/detail.pdf", &temoin, "text/plain", b"");
    assert!(tete.to_lowercase().contains("content-type: application/pdf") && pdf.starts_with(b"%PDF-"), "{tete}");
    dit(&demo, &temoin, "/api/v1/remunerations/reperage/2024", &["\"centimes\":10200"]);
    dit(&demo, &temoin, "/api/v1/suivis/reperage", &["Repérages faits"]);
    dit(&demo, &temoin, "/api/v1/declarations/reperage/2024", &["\"vitrine\""]);
    dit(&demo, &temoin, "/documents-utiles/reperage", &["Repérage à la crèche"]);
}

#[test]
fn a_second_folder_is_there_at_the_next_start() {
    let dossier = Dossier::new();
    deposer(&dossier);
    let premier = dossier.lire("conventions/orthoptistes/reperage/regles.toml");
    let second =
        premier.replace("\"reperage\"\n", "\"lunettes\"\n").replace("Repérage à la crèche", "Lunettes d'essai");
    dossier.ecrire("conventions/orthoptistes/lunettes/regles.toml", second);
    let demo = ouvrir(dossier);
    let temoin = demo.entrer("990000001");
    for adresse in ["/tableau-de-bord", "/declarations", "/suivi", "/remunerations"] {
        dit(&demo, &temoin, adresse, &["Repérage à la crèche", "Lunettes d&#39;essai"]);
    }
}

#[test]
fn a_department_that_cannot_be_read_is_named() {
    let dossier = Dossier::new();
    let fin = dossier.lancer(&["demo", "--departement", "rien.toml"]);
    crate::dit(&fin.refusee(4), &["« rien.toml »"]);
}
