//! `demo` with its pages: the real executable, on a real port.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The service, stopped when the test ends.
struct Demo {
    processus: Child,
    hote: String,
    /// Removed with the service.
    _dossier: crate::Dossier,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.processus.kill();
        let _ = self.processus.wait();
    }
}

impl Demo {
    fn ouvrir() -> Self {
        let dossier = crate::Dossier::new();
        let mut demo = Command::new(env!("CARGO_BIN_EXE_conventio"));
        demo.args(["demo", "--donnees"]).arg(dossier.chemin("donnees"));
        let mut processus = demo.stdout(Stdio::piped()).spawn().unwrap();
        let mut phrase = String::new();
        BufReader::new(processus.stdout.take().unwrap()).read_line(&mut phrase).unwrap();
        let (_, suite) = phrase.split_once("http://").unwrap();
        let hote = suite.split('/').next().unwrap().to_owned();
        Self { processus, hote, _dossier: dossier }
    }

    /// The head and the body of an answer.
    fn demander(&self, methode: &str, adresse: &str, temoin: &str, corps: &str) -> (String, String) {
        let mut prise = TcpStream::connect(&self.hote).unwrap();
        let (hote, longueur) = (&self.hote, corps.len());
        write!(
            prise,
            "{methode} {adresse} HTTP/1.1\r\nHost: {hote}\r\nCookie: {temoin}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {longueur}\r\n\r\n{corps}"
        )
        .unwrap();
        let mut reponse = String::new();
        prise.read_to_string(&mut reponse).unwrap();
        let (tete, corps) = reponse.split_once("\r\n\r\n").unwrap();
        (tete.to_owned(), corps.to_owned())
    }

    fn entrer(&self, id: &str) -> String {
        let (tete, corps) = self.demander("GET", "/", "", "");
        let jeton = entre(&corps, "name=\"jeton\" value=\"", "\"");
        let (tete, _) = self.demander("POST", "/connexion", &pose(&tete), &format!("jeton={jeton}&personne={id}"));
        assert!(tete.starts_with("HTTP/1.1 303"), "{tete}");
        pose(&tete)
    }
}

fn pose(tete: &str) -> String {
    let minuscules = tete.replace("Set-Cookie", "set-cookie");
    entre(&minuscules, "set-cookie: ", ";").to_owned()
}

fn entre<'t>(texte: &'t str, debut: &str, fin: &str) -> &'t str {
    let (_, suite) = texte.split_once(debut).unwrap_or_else(|| panic!("« {debut} » manque dans :\n{texte}"));
    suite.split_once(fin).unwrap().0
}

/// The cents of an amount as a page writes it.
fn centimes(ecrit: &str) -> Option<i64> {
    let chiffres: String = ecrit.strip_suffix('€')?.chars().filter(|c| !c.is_whitespace()).collect();
    let (euros, decimales) = chiffres.split_once(',')?;
    (decimales.len() == 2).then(|| format!("{euros}{decimales}").replace('−', "-").parse().ok())?
}

#[test]
fn for_everybody_the_lines_shown_add_up_to_the_total_shown() {
    let demo = Demo::ouvrir();
    let mut totaux = 0;
    for rang in 1..=200 {
        let temoin = demo.entrer(&format!("99{rang:07}"));
        let (_, tuiles) = demo.demander("GET", "/remunerations", &temoin, "");
        let adresses: BTreeSet<&str> = tuiles
            .match_indices("href=\"/remunerations/")
            .map(|(debut, _)| entre(&tuiles[debut..], "href=\"", "\""))
            .collect();
        assert!(adresses.len() > 10);
        for adresse in adresses {
            let (tete, page) = demo.demander("GET", adresse, &temoin, "");
            assert!(tete.starts_with("HTTP/1.1 200"), "{adresse} : {tete}");
            let tableau = entre(&page, "<table class=\"tableau\">", "</table>");
            let montants: Vec<_> = tableau
                .match_indices("<td class=\"num\">")
                .map(|(debut, _)| centimes(entre(&tableau[debut..], "<td class=\"num\">", "</td>")))
                .collect();
            let (total, lignes) = montants.split_last().unwrap();
            let Some(total) = total else { continue };
            let somme: Option<i64> = lignes.iter().copied().sum();
            assert_eq!(somme, Some(*total), "pharmacie {rang}, {adresse} :\n{tableau}");
            assert_eq!(centimes(entre(&page, "class=\"grand\">", "</strong>")), Some(*total));
            totaux += 1;
        }
    }
    assert!(totaux > 2_000, "{totaux} totaux connus");
}

#[test]
fn a_port_that_is_no_port_is_refused() {
    crate::dit(&crate::Dossier::new().lancer(&["demo", "--port", "mille"]).refusee(2), &["« mille »", "65535"]);
}
