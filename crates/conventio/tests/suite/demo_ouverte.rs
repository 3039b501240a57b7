//! A demonstration that a test has opened: the real executable, on a real port.

use crate::Dossier;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The service, stopped when the test ends.
pub(crate) struct Demo {
    processus: Child,
    hote: String,
    /// Removed with the service.
    dossier: Dossier,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.processus.kill();
        let _ = self.processus.wait();
    }
}

impl Demo {
    pub(crate) fn ouvrir() -> Self {
        Self::avec(Dossier::new(), &[], "warn")
    }

    /// The same, started in a folder with more arguments, its log written at this level.
    pub(crate) fn avec(dossier: Dossier, arguments: &[&str], niveau: &str) -> Self {
        let mut demo = Command::new(env!("CARGO_BIN_EXE_conventio"));
        demo.args(["demo", "--donnees", "donnees"]).args(arguments).current_dir(dossier.chemin(""));
        demo.env("CONVENTIO_JOURNAL", niveau).stderr(File::create(dossier.chemin("journal.txt")).unwrap());
        let mut processus = demo.stdout(Stdio::piped()).spawn().unwrap();
        let mut phrase = String::new();
        BufReader::new(processus.stdout.take().unwrap()).read_line(&mut phrase).unwrap();
        let (_, suite) = phrase.split_once("http://").unwrap();
        let hote = suite.split('/').next().unwrap().to_owned();
        Self { processus, hote, dossier }
    }

    /// Stops it, as a machine that is switched off would; its folder may be opened again.
    pub(crate) fn arreter(mut self) -> Dossier {
        std::mem::replace(&mut self.dossier, Dossier::new())
    }

    /// What the log holds so far.
    pub(crate) fn journal(&self) -> String {
        self.dossier.lire("journal.txt")
    }

    /// The head and the body of an answer.
    pub(crate) fn demander(&self, methode: &str, adresse: &str, temoin: &str, corps: &str) -> (String, String) {
        let (tete, octets) =
            self.envoyer(methode, adresse, temoin, "application/x-www-form-urlencoded", corps.as_bytes());
        (tete, String::from_utf8(octets).unwrap())
    }

    /// The head and the bytes of an answer to what is sent under this type.
    pub(crate) fn envoyer(
        &self,
        methode: &str,
        adresse: &str,
        temoin: &str,
        genre: &str,
        corps: &[u8],
    ) -> (String, Vec<u8>) {
        let mut prise = TcpStream::connect(&self.hote).unwrap();
        let (hote, longueur) = (&self.hote, corps.len());
        write!(
            prise,
            "{methode} {adresse} HTTP/1.1\r\nHost: {hote}\r\nCookie: {temoin}\r\nConnection: close\r\n\
             Content-Type: {genre}\r\nContent-Length: {longueur}\r\n\r\n"
        )
        .unwrap();
        prise.write_all(corps).unwrap();
        let mut reponse = Vec::new();
        prise.read_to_end(&mut reponse).unwrap();
        let fin = reponse.windows(4).position(|quatre| quatre == b"\r\n\r\n").unwrap();
        let corps = reponse.split_off(fin + 4);
        (String::from_utf8(reponse).unwrap(), corps)
    }

    /// Comes in as this persona; the cookie of the session.
    pub(crate) fn entrer(&self, id: &str) -> String {
        let (tete, corps) = self.demander("GET", "/", "", "");
        let jeton = entre(&corps, "name=\"jeton\" value=\"", "\"");
        let (tete, _) = self.demander("POST", "/connexion", &pose(&tete), &format!("jeton={jeton}&personne={id}"));
        assert!(tete.starts_with("HTTP/1.1 303"), "{tete}");
        pose(&tete)
    }
}

pub(crate) fn pose(tete: &str) -> String {
    let minuscules = tete.replace("Set-Cookie", "set-cookie");
    entre(&minuscules, "set-cookie: ", ";").to_owned()
}

/// What stands between two marks of a text.
pub(crate) fn entre<'t>(texte: &'t str, debut: &str, fin: &str) -> &'t str {
    let (_, suite) = texte.split_once(debut).unwrap_or_else(|| panic!("« {debut} » manque dans :\n{texte}"));
    suite.split_once(fin).unwrap().0
}
