use crate::support::Dossier;
use registre::Coffre;

#[test]
fn a_content_is_read_back_by_its_hash_and_kept_once() {
    let dossier = Dossier::new();
    let coffre = Coffre::ouvrir(&dossier.0).unwrap();
    let empreinte = coffre.deposer(b"contenu").unwrap();
    assert_eq!(coffre.deposer(b"contenu").unwrap(), empreinte);
    assert_eq!(coffre.lire(&empreinte).unwrap(), b"contenu");
    assert_eq!(std::fs::read_dir(dossier.0.join("en-cours")).unwrap().count(), 0);
}

#[test]
fn an_altered_file_is_a_failure_and_a_new_deposit_puts_it_right() {
    let dossier = Dossier::new();
    let coffre = Coffre::ouvrir(&dossier.0).unwrap();
    let empreinte = coffre.deposer(b"contenu").unwrap();
    std::fs::write(dossier.0.join(&empreinte[..2]).join(&empreinte[2..]), b"autre").unwrap();
    assert!(coffre.lire(&empreinte).unwrap_err().pour_le_journal.contains("n'a plus son contenu"));
    coffre.deposer(b"contenu").unwrap();
    assert_eq!(coffre.lire(&empreinte).unwrap(), b"contenu");
}

#[test]
fn what_is_not_a_hash_names_no_file() {
    let dossier = Dossier::new();
    let coffre = Coffre::ouvrir(&dossier.0).unwrap();
    for faux in ["", "..", "../../etc/passwd", "é", &"A".repeat(64), &"a".repeat(63)] {
        assert!(coffre.lire(faux).unwrap_err().pour_le_journal.contains("mal formée"), "{faux}");
    }
}

#[test]
fn a_file_half_written_goes_at_the_next_opening() {
    let dossier = Dossier::new();
    Coffre::ouvrir(&dossier.0).unwrap();
    std::fs::write(dossier.0.join("en-cours").join("reste.0"), b"moiti").unwrap();
    Coffre::ouvrir(&dossier.0).unwrap();
    assert_eq!(std::fs::read_dir(dossier.0.join("en-cours")).unwrap().count(), 0);
}
