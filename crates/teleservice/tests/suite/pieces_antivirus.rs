//! With an antivirus: a real clamd, and one signature made for the test.

use crate::Visiteur;
use crate::lieu::Lieu;
use crate::monde;
use crate::pieces::PAGE;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use teleservice::{Antivirus, Reglages};

/// What the signature looks for.
const MARQUE: &str = "PROGRAMME-DANGEREUX-D-ESSAI";

struct Clamd {
    processus: Child,
    dossier: PathBuf,
}

impl Clamd {
    fn start_if_installed() -> Option<Self> {
        if !Path::new("/usr/sbin/clamd").is_file() {
            eprintln!("ignoré : aucun clamd sous /usr/sbin");
            return None;
        }
        let dossier = std::env::temp_dir().join(format!("clamd-{}", std::process::id()));
        std::fs::create_dir_all(dossier.join("base")).unwrap();
        let marque: String = MARQUE.bytes().map(|octet| format!("{octet:02x}")).collect();
        std::fs::write(dossier.join("base/essai.ndb"), format!("Essai.Piece:0:*:{marque}\n")).unwrap();
        let ici = dossier.display();
        let reglages = format!(
            "DatabaseDirectory {ici}/base\nLocalSocket {ici}/porte\nTemporaryDirectory {ici}\nForeground yes\n"
        );
        std::fs::write(dossier.join("clamd.conf"), reglages).unwrap();
        let processus = Command::new("/usr/sbin/clamd")
            .arg("-c")
            .arg(dossier.join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let clamd = Self { processus, dossier };
        for _ in 0..600 {
            if clamd.porte().exists() {
                return Some(clamd);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("clamd n'a pas ouvert sa porte");
    }

    fn porte(&self) -> PathBuf {
        self.dossier.join("porte")
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.processus.kill();
        let _ = self.processus.wait();
        let _ = std::fs::remove_dir_all(&self.dossier);
    }
}

fn chez(porte: PathBuf) -> Visiteur {
    let reglages = Reglages { antivirus: Some(Antivirus::Local(porte)), ..crate::lieu::reglages() };
    Visiteur::dans(&Lieu::regle(monde::monde(), reglages)).entre("A1")
}

/// Shows the page until it says this.
fn attendre_que(visiteur: &mut Visiteur, phrase: &str) {
    for _ in 0..200 {
        if visiteur.lire(PAGE).texte.contains(phrase) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    visiteur.lire(PAGE).dit(&[phrase]);
}

#[test]
fn a_clean_piece_is_accepted_and_a_dangerous_one_is_refused_and_never_given_back() {
    let Some(clamd) = Clamd::start_if_installed() else { return };
    let mut visiteur = chez(clamd.porte());
    let long = [b"%PDF-1.4 rien de mal ".as_slice(), &[b' '; 200_000]].concat();
    assert_eq!(visiteur.joindre_un("saine.pdf", &long).code.as_u16(), 303);
    attendre_que(&mut visiteur, "Déposée");
    let saine = visiteur.premiere_piece();
    assert_eq!(visiteur.lire(&saine).octets, long);
    visiteur.joindre_un("dangereuse.pdf", format!("%PDF-1.4 {MARQUE}").as_bytes());
    attendre_que(&mut visiteur, "Refusée");
    let page = visiteur.lire(PAGE);
    page.dit(&["L&#39;antivirus a trouvé un programme dangereux"]);
    assert_eq!(page.texte.matches("href=\"/pieces/").count(), 1, "only the clean one opens");
}

#[test]
fn without_an_answer_of_the_antivirus_a_piece_stays_in_analysis() {
    let mut visiteur = chez(std::env::temp_dir().join("aucune-porte"));
    assert_eq!(visiteur.joindre_un("facture.pdf", crate::pieces::PDF).code.as_u16(), 303);
    let page = visiteur.lire(PAGE);
    page.dit(&["En analyse", "facture.pdf"]);
    assert!(!page.texte.contains("href=\"/pieces/"), "it is not given back unread");
    let (_, suite) = page.texte.split_once("formaction=\"/pieces/").unwrap();
    let piece = format!("/pieces/{}", suite.split('/').next().unwrap());
    let reponse = visiteur.lire(&piece);
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&["L&#39;antivirus lit encore cette pièce"]);
}
