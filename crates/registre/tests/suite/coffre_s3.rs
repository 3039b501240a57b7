//! The store in a bucket, against `moto_server` (PyPI, `pip install 'moto[server]'`): a server made for tests, which
//! speaks S3 over HTTP and keeps objects in memory. It does not check signatures: those are `rusty-s3`'s own tests.
//! Its program is found by `CONVENTIO_MOTO`, or in the path.

use registre::{AccesAuSeau, Coffre, Instant};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

struct Serveur {
    enfant: Child,
    adresse: String,
}

impl Serveur {
    /// Started with one bucket, `pieces`; nothing when the program is not installed.
    fn start() -> Option<Self> {
        let programme = std::env::var("CONVENTIO_MOTO").unwrap_or_else(|_| "moto_server".to_owned());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut commande = Command::new(programme);
        commande.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let enfant = commande.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let Ok(enfant) = enfant else {
            eprintln!("ignoré : le coffre S3, aucun « moto_server » (nommez-le par CONVENTIO_MOTO)");
            return None;
        };
        let serveur = Self { enfant, adresse: format!("http://127.0.0.1:{port}") };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                ureq::put(format!("{}/pieces", serveur.adresse)).send_empty().unwrap();
                return Some(serveur);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("moto_server ne répond pas");
    }

    fn coffre(&self, url: &str) -> Coffre {
        let acces = AccesAuSeau {
            adresse: self.adresse.clone(),
            region: "us-east-1".to_owned(),
            cle: "essai".to_owned(),
            secret: "tres-secret".to_owned(),
            horloge: Arc::new(maintenant),
        };
        Coffre::ouvrir_url(url, &acces).unwrap()
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        let _ = self.enfant.kill();
        let _ = self.enfant.wait();
    }
}

fn maintenant() -> Instant {
    let duree = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant(i64::try_from(duree.as_millis()).unwrap())
}

#[test]
fn a_bucket_keeps_contents_by_their_hash_and_betrays_what_was_altered() {
    let Some(serveur) = Serveur::start() else { return };
    let coffre = serveur.coffre("s3://pieces/2025");
    // Above what a client reads by default.
    let contenu: Vec<u8> = (0..12_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let empreinte = coffre.deposer(&contenu).unwrap();
    assert_eq!(coffre.deposer(&contenu).unwrap(), empreinte);
    assert!(coffre.lire(&empreinte).unwrap() == contenu);
    assert!(serveur.coffre("s3://pieces/2025/").lire(&empreinte).unwrap() == contenu, "a final slash changes nothing");
    let ailleurs = serveur.coffre("s3://pieces").lire(&empreinte).unwrap_err();
    assert!(ailleurs.pour_le_journal.contains("n'y est pas"), "{ailleurs}");

    // Somebody who has a key to the bucket writes over the object.
    let objet = ureq::put(format!("{}/pieces/2025/{empreinte}", serveur.adresse));
    let cle = "AWS4-HMAC-SHA256 Credential=essai/20250101/us-east-1/s3/aws4_request";
    objet.header("Authorization", cle).send(b"autre").unwrap();
    assert!(coffre.lire(&empreinte).unwrap_err().pour_le_journal.contains("n'a plus son contenu"));
    coffre.deposer(&contenu).unwrap();
    assert!(coffre.lire(&empreinte).unwrap() == contenu, "a new deposit puts it right");

    let absent = serveur.coffre("s3://absent").deposer(b"x").unwrap_err();
    assert!(absent.pour_le_journal.contains("répond 404"), "{absent}");
    for faux in ["..", "../../etc/passwd", &"A".repeat(64)] {
        assert!(coffre.lire(faux).unwrap_err().pour_le_journal.contains("mal formée"), "{faux}");
    }
}

#[test]
fn a_store_that_does_not_answer_is_a_failure_without_its_secret() {
    let Some(serveur) = Serveur::start() else { return };
    let coffre = serveur.coffre("s3://pieces");
    drop(serveur);
    let panne = coffre.deposer(b"contenu").unwrap_err();
    assert!(panne.pour_le_journal.contains("liaison"), "{panne}");
    let tout = format!("{panne:?} {coffre:?}");
    assert!(!tout.contains("tres-secret") && !tout.contains("X-Amz-Signature"), "{tout}");
}

#[test]
fn an_address_that_is_not_one_is_refused() {
    let acces = |adresse: &str| AccesAuSeau {
        adresse: adresse.to_owned(),
        region: "us-east-1".to_owned(),
        cle: String::new(),
        secret: String::new(),
        horloge: Arc::new(maintenant),
    };
    for (url, adresse, dit) in [
        ("/var/pieces", "http://ici", "s3://"),
        ("s3://", "http://ici", "s3://seau/prefixe"),
        ("s3://pieces", "ici", "n'en est pas une"),
        ("s3://pieces", "ftp://ici", "http://"),
    ] {
        let refus = Coffre::ouvrir_url(url, &acces(adresse)).unwrap_err();
        assert!(refus.message.contains(dit), "« {dit} » manque dans {}", refus.message);
    }
}
