//! What the service writes for whoever runs it: enough to follow it, and nothing of anybody.

use crate::Dossier;
use crate::demo_ouverte::{Demo, entre};

const FORMULAIRE: &str = "/declarations/remu_num/2024";

#[test]
fn at_its_most_talkative_the_log_holds_nothing_of_anybody() {
    let demo = Demo::avec(Dossier::new(), &[], "trace");
    let temoin = demo.entrer("990000003");
    let (_, compte) = demo.demander("GET", "/compte", &temoin, "");
    let jeton = entre(&compte, "name=\"jeton\" value=\"", "\"").to_owned();
    let poster =
        |adresse: &str, corps: &str| demo.demander("POST", adresse, &temoin, &format!("jeton={jeton}&{corps}"));
    let (tete, _) =
        poster(&format!("{FORMULAIRE}/champ"), "champ=lad_has_logiciel&valeur=Logiciel+de+Perceval&version=0");
    assert!(tete.starts_with("HTTP/1.1 200"), "{tete}");
    let (_, page) = demo.demander("GET", FORMULAIRE, &temoin, "");
    assert!(page.contains("Logiciel de Perceval"));
    // A piece, whose name says too much.
    let champ = entre(&page, "name=\"piece.", "\"");
    let corps = format!(
        "--b\r\nContent-Disposition: form-data; name=\"jeton\"\r\n\r\n{jeton}\r\n--b\r\nContent-Disposition: \
         form-data; name=\"piece.{champ}\"; filename=\"ordonnance-perceval.pdf\"\r\n\r\n%PDF-1.4 Perceval\r\n--b--\r\n"
    );
    let genre = "multipart/form-data; boundary=b";
    let (tete, _) = demo.envoyer("POST", &format!("{FORMULAIRE}/pieces"), &temoin, genre, corps.as_bytes());
    assert!(tete.starts_with("HTTP/1.1 303"), "{tete}");
    let (_, pieces) = demo.demander("GET", &format!("{FORMULAIRE}/pieces"), &temoin, "");
    assert!(pieces.contains("ordonnance-perceval.pdf"));
    // Somebody is invited, and the wrong things are asked.
    let invite = "nom=Perceval+Legallois&courriel=perceval%40ailleurs.example&portee=voir&fin=2025-06-30";
    let (tete, _) = poster("/compte/invitations", invite);
    assert!(tete.starts_with("HTTP/1.1 303"), "{tete}");
    let invitation = entre(&tete.to_lowercase(), "location: ", "\r").to_owned();
    let (_, invitation) = demo.demander("GET", &invitation, &temoin, "");
    let code = entre(&invitation, "/invitation/", "<");
    demo.demander("GET", &format!("/invitation/{code}"), "", "");
    poster("/compte/invitations", "nom=Perceval&courriel=perceval&portee=tout&fin=hier");
    demo.demander("GET", "/pieces/1840578123456?nom=Perceval", &temoin, "");
    demo.demander("PATCH", "/api/v1/declarations/remu_num/2024", &temoin, "{\"Perceval\":");
    for adresse in ["/remunerations/remu_num/2023", "/api/v1/moi", "/depots", "/remunerations/remu_num/2023/detail.pdf"]
    {
        demo.envoyer("GET", adresse, &temoin, "text/plain", b"");
    }
    poster("/deconnexion", "");

    let journal = demo.journal();
    // It speaks: each request by its route, each statement without its values.
    for dit in
        ["route=\"/declarations/{dispositif}/{exercice}/champ\" code=200", "INSERT INTO", "route=\"/pieces/{id}\""]
    {
        assert!(journal.contains(dit), "« {dit} » manque");
    }
    let nom = entre(&compte, "<dd>", "</dd>");
    let secret = temoin.split_once('=').unwrap().1;
    let minuscules = journal.to_lowercase();
    for signe in [
        "perceval",
        "990000003",
        "1840578123456",
        "ordonnance",
        "@ailleurs",
        "officine.example",
        "pharmacie ",
        "€",
        nom,
        &jeton,
        secret,
        code,
    ] {
        assert!(signe.len() > 2, "« {signe} » se trouverait partout");
        let lignes: Vec<&str> = minuscules.lines().filter(|ligne| ligne.contains(&signe.to_lowercase())).collect();
        assert!(lignes.is_empty(), "« {signe} » est dans le journal :\n{}", lignes.join("\n"));
    }
}

#[test]
fn a_level_that_is_none_is_refused_with_those_that_are() {
    let sortie = std::process::Command::new(env!("CARGO_BIN_EXE_conventio"))
        .arg("adresses")
        .env("CONVENTIO_JOURNAL", "bavard")
        .output()
        .unwrap();
    assert_eq!(sortie.status.code(), Some(2));
    let plainte = String::from_utf8(sortie.stderr).unwrap();
    assert!(plainte.contains("« bavard »") && plainte.contains("debug"), "{plainte}");
}
