//! Sending pieces: what is kept, what is refused, and that a refusal leaves nothing behind.

use crate::Reponse;
use crate::Visiteur;
use crate::lieu::{Lieu, attendre};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, header};
use http_body::Frame;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::ServiceExt;

pub(crate) const PAGE: &str = "/declarations/logiciels/2024/pieces";
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n";
const DIX_MO: usize = 10 * 1024 * 1024;

/// A multipart body being written, the token first.
#[derive(Clone)]
pub(crate) struct Envoi(pub(crate) Vec<u8>);

impl Envoi {
    pub(crate) fn new(jeton: &str) -> Self {
        Self(Vec::new()).champ("jeton", jeton)
    }

    pub(crate) fn champ(mut self, nom: &str, valeur: &str) -> Self {
        let partie = format!("--limite\r\nContent-Disposition: form-data; name=\"{nom}\"\r\n\r\n{valeur}\r\n");
        self.0.extend_from_slice(partie.as_bytes());
        self
    }

    pub(crate) fn fichier(mut self, champ: &str, nom: &str, contenu: &[u8]) -> Self {
        let tete = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"{champ}\"; filename=\"{nom}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        self.0.extend_from_slice(tete.as_bytes());
        self.0.extend_from_slice(contenu);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    pub(crate) fn fini(mut self) -> Vec<u8> {
        self.0.extend_from_slice(b"--limite--\r\n");
        self.0
    }
}

pub(crate) fn demande(corps: Body) -> Request<Body> {
    Request::post(PAGE)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(corps)
        .unwrap()
}

impl Visiteur {
    pub(crate) fn jeton(&mut self) -> String {
        self.lire("/tableau-de-bord").jeton()
    }

    pub(crate) fn joindre(&mut self, envoi: Envoi) -> Reponse {
        self.repondre(demande(Body::from(envoi.fini())))
    }

    /// Sends one file for the first answer.
    pub(crate) fn joindre_un(&mut self, nom: &str, contenu: &[u8]) -> Reponse {
        let jeton = self.jeton();
        self.joindre(Envoi::new(&jeton).fichier("piece.logiciel", nom, contenu))
    }

    /// Sends one file, which must be refused, and checks that nothing of it is left.
    fn refuse(&mut self, nom: &str, contenu: &[u8], phrases: &[&str]) {
        let reponse = self.joindre_un(nom, contenu);
        assert_eq!(reponse.code.as_u16(), 422, "{nom}");
        reponse.dit(&["role=\"alert\"", "aria-invalid=\"true\"", "n'a pas été joint"]);
        reponse.dit(phrases);
        assert_eq!(self.lieu.fichiers(), 0, "{nom}");
    }

    /// The address of the first piece shown.
    pub(crate) fn premiere_piece(&mut self) -> String {
        let page = self.lire(PAGE);
        let (_, suite) = page.texte.split_once("href=\"/pieces/").unwrap();
        format!("/pieces/{}", suite.split('"').next().unwrap())
    }
}

/// A body given piece by piece, which then ends, breaks, or stays silent.
pub(crate) struct Corps {
    morceaux: VecDeque<Vec<u8>>,
    fin: Fin,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fin {
    Finie,
    Coupee,
    Muette,
}

impl Corps {
    pub(crate) fn de(octets: &[u8], fin: Fin) -> Body {
        Body::new(Self { morceaux: octets.chunks(16_000).map(<[u8]>::to_vec).collect(), fin })
    }
}

impl HttpBody for Corps {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match (self.morceaux.pop_front(), self.fin) {
            (Some(octets), _) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(octets))))),
            (None, Fin::Finie) => Poll::Ready(None),
            (None, Fin::Coupee) => Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into()))),
            (None, Fin::Muette) => Poll::Pending,
        }
    }
}

#[test]
fn a_piece_is_kept_shown_and_read_back() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.lire(PAGE).dit(&[
        "1. Logiciel de dossier",
        "Facture de l&#39;éditeur",
        "Obligatoire si votre réponse est «\u{a0}Oui\u{a0}»",
        "Non exigée pour transmettre",
        ".pdf, .doc, .docx, .odt, .zip, .7z, .jpeg, .jpg, .png. 10\u{a0}Mo au plus par fichier",
        "Engagement signé",
        "name=\"piece.engagement\"",
    ]);
    let reponse = visiteur.joindre_un("facture été.pdf", PDF);
    assert_eq!(reponse.code.as_u16(), 303);
    assert_eq!(reponse.entete("location"), "/declarations/logiciels/2024/pieces#pieces-logiciel");
    visiteur.lire(PAGE).dit(&["facture été.pdf", "Déposée", "déposée le 15/01/2025 à 12\u{a0}h\u{a0}00"]);
    assert_eq!(visiteur.lieu.fichiers(), 1);
    let adresse = visiteur.premiere_piece();
    let piece = visiteur.lire(&adresse);
    assert_eq!(piece.octets, PDF);
    assert_eq!(
        piece.entete("content-disposition"),
        "attachment; filename=\"facture _t_.pdf\"; filename*=UTF-8''facture%20%C3%A9t%C3%A9.pdf"
    );
    assert_eq!(piece.entete("x-content-type-options"), "nosniff");
    assert_eq!(piece.entete("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(piece.entete("cache-control"), "no-store");
}

#[test]
fn ten_megabytes_are_kept_and_one_byte_more_is_refused() {
    let mut contenu = PDF.to_vec();
    contenu.resize(DIX_MO + 1, b' ');
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.refuse("grand.pdf", &contenu, &["«\u{a0}grand.pdf\u{a0}»", "dépasse 10\u{a0}Mo", "Réduisez-le"]);
    contenu.pop();
    assert_eq!(visiteur.joindre_un("grand.pdf", &contenu).code.as_u16(), 303);
    visiteur.lire(PAGE).dit(&["10,0\u{a0}Mo"]);
}

#[test]
fn an_empty_file_is_refused() {
    Visiteur::titulaire("A1").refuse("vide.pdf", b"", &["ce fichier est vide", "Vérifiez"]);
}

#[test]
fn a_content_that_is_not_what_its_name_says_is_refused() {
    let mut visiteur = Visiteur::titulaire("A1");
    let exe = b"MZ\x90\0\x03\0\0\0programme".as_slice();
    for (nom, contenu) in [
        ("facture.pdf", exe),
        ("facture.exe.pdf", exe),
        ("facture.pdf", b"%P"),
        ("facture.png", PDF),
        ("facture.docx", b"PK\x03\x04 une archive sans table"),
        ("facture.zip", b"PK\x03\x04 une archive sans table"),
        ("facture.odt", archive(&[("word/document.xml", b"")]).as_slice()),
        ("facture.docx", archive(&[("word/document.xml", b"")]).as_slice()),
        ("facture.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 un autre fichier"),
        ("facture.7z", b"7z\xBC\xAF\x27\x1C"),
    ] {
        let fin = format!("contenu n&#39;est pas celui d&#39;un fichier .{}", nom.rsplit('.').next().unwrap());
        visiteur.refuse(nom, contenu, &[nom, &fin, "enregistrez-le en PDF"]);
    }
}

#[test]
fn each_format_is_accepted_with_its_own_content() {
    let doc = {
        let mut doc = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        doc.resize(1024, 0);
        doc.extend("WordDocument".bytes().flat_map(|octet| [octet, 0]));
        doc.resize(2048, 0);
        doc
    };
    let sept = [b"7z\xBC\xAF\x27\x1C".as_slice(), &[0; 40]].concat();
    let odt = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    let docx = archive(&[("word/document.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>")]);
    let mut visiteur = Visiteur::titulaire("A1");
    for (nom, contenu) in [
        ("a.PDF", PDF),
        ("a.pdf.doc", &doc),
        ("a.docx", &docx),
        ("a.odt", &odt),
        ("a.zip", &docx),
        ("a.7z", &sept),
        ("a.jpeg", b"\xFF\xD8\xFF\xE0 une photo"),
        ("a.jpg", b"\xFF\xD8\xFF\xE1 une autre"),
        ("a.png", b"\x89PNG\r\n\x1A\n une image"),
    ] {
        assert_eq!(visiteur.joindre_un(nom, contenu).code.as_u16(), 303, "{nom}");
    }
}

#[test]
fn a_double_extension_or_none_is_refused() {
    let mut visiteur = Visiteur::titulaire("A1");
    for nom in ["facture.pdf.exe", "facture.html", "facture", "facture.pdf.", "facture.svg"] {
        visiteur.refuse(nom, PDF, &[nom, "ce format n&#39;est pas accepté", "Enregistrez ce document en PDF"]);
    }
}

#[test]
fn a_name_with_folders_is_shortened_and_one_that_hides_something_is_refused() {
    let mut visiteur = Visiteur::titulaire("A1");
    for nom in ["fac%0Ature.pdf", "facture\u{202e}fdp.pdf", "fac\u{200b}ture.pdf"] {
        visiteur.refuse(nom, PDF, &["caractères invisibles", "Renommez"]);
    }
    visiteur.refuse(".pdf", PDF, &["pas de nom"]);
    assert_eq!(visiteur.joindre_un("..\\..\\Bureau/facture.pdf", PDF).code.as_u16(), 303);
    let page = visiteur.lire(PAGE);
    page.dit(&["</span>facture.pdf</a>"]);
    assert!(!page.texte.contains("Bureau"));
}

#[test]
fn a_control_character_that_no_header_allows_refuses_the_whole_sending() {
    let mut visiteur = Visiteur::titulaire("A1");
    let reponse = visiteur.joindre_un("fac\u{1}ture.pdf", PDF);
    assert_eq!(reponse.code.as_u16(), 400);
    reponse.dit(&["le nom d&#39;un fichier est illisible", "rien n&#39;a été gardé", "Recommencez"]);
    assert_eq!(visiteur.lieu.fichiers(), 0);
}

#[test]
fn what_people_call_a_file_is_escaped() {
    let mut visiteur = Visiteur::titulaire("A1");
    visiteur.refuse("<img src=x>.exe", PDF, &["&#60;img src=x&#62;.exe"]);
    visiteur.joindre_un("<b>.pdf", PDF);
    visiteur.lire(PAGE).dit(&["&#60;b&#62;.pdf"]);
}

#[test]
fn of_several_files_the_good_ones_are_kept() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let envoi = Envoi::new(&jeton)
        .champ("champ.logiciel", "oui")
        .fichier("piece.logiciel", "bonne.pdf", PDF)
        .fichier("piece.logiciel", "programme.exe", b"MZ")
        .fichier("piece.messagerie", "", b"")
        .fichier("piece.local", "plan.png", b"\x89PNG\r\n\x1A\n un plan");
    let reponse = visiteur.joindre(envoi);
    assert_eq!(reponse.code.as_u16(), 422);
    reponse.dit(&[
        "bonne.pdf",
        "plan.png",
        "«\u{a0}programme.exe\u{a0}» n'a pas été joint",
        "Un fichier n'a pas été joint.",
    ]);
    assert_eq!(visiteur.lieu.fichiers(), 2);
}

#[test]
fn a_sending_announced_as_too_long_is_answered_before_it_is_read() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    // The body never ends: only an answer given before it is read comes back.
    let corps = Corps::de(&Envoi::new(&jeton).0, Fin::Muette);
    let mut demande = demande(corps);
    demande.headers_mut().insert(header::CONTENT_LENGTH, "60000000".parse().unwrap());
    let reponse = visiteur.repondre(demande);
    assert_eq!(reponse.code.as_u16(), 413);
    reponse.dit(&["Cet envoi est trop lourd", "au plus 50\u{a0}Mo"]);
    assert_eq!(visiteur.lieu.fichiers(), 0);
}

#[test]
fn a_sending_that_lies_about_its_length_or_says_none_is_counted() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let mut envoi = Envoi::new(&jeton);
    let mut contenu = PDF.to_vec();
    contenu.resize(DIX_MO, b' ');
    for rang in 0..6 {
        envoi = envoi.fichier("piece.logiciel", &format!("{rang}.pdf"), &contenu);
    }
    let octets = envoi.fini();
    for annonce in [None, Some("1000")] {
        let mut demande = demande(Corps::de(&octets, Fin::Finie));
        if let Some(annonce) = annonce {
            demande.headers_mut().insert(header::CONTENT_LENGTH, annonce.parse().unwrap());
        }
        let reponse = visiteur.repondre(demande);
        assert_eq!(reponse.code.as_u16(), 413);
        reponse.dit(&["rien n&#39;a été gardé"]);
        assert_eq!(visiteur.lieu.fichiers(), 0);
    }
}

#[test]
fn a_sending_without_the_token_first_is_refused_unread() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let apres = Envoi(Vec::new()).fichier("piece.logiciel", "a.pdf", PDF).champ("jeton", &jeton);
    let faux = Envoi::new(&"0".repeat(64)).fichier("piece.logiciel", "a.pdf", PDF);
    for envoi in [apres, faux] {
        // The rest never comes: nobody waits for it.
        let reponse = visiteur.repondre(demande(Corps::de(&envoi.0, Fin::Muette)));
        assert_eq!(reponse.code.as_u16(), 403);
        assert_eq!(visiteur.lieu.fichiers(), 0);
    }
}

#[test]
fn a_connection_cut_midway_leaves_nothing() {
    let mut visiteur = Visiteur::titulaire("A1");
    let jeton = visiteur.jeton();
    let mut contenu = PDF.to_vec();
    contenu.resize(1_000_000, b' ');
    let octets =
        Envoi::new(&jeton).fichier("piece.logiciel", "a.pdf", PDF).fichier("piece.logiciel", "b.pdf", &contenu).fini();
    let moitie = &octets[..octets.len() / 2];
    for fin in [Fin::Coupee, Fin::Finie] {
        let reponse = visiteur.repondre(demande(Corps::de(moitie, fin)));
        assert_eq!(reponse.code.as_u16(), 400);
        assert_eq!(visiteur.lieu.fichiers(), 0);
    }
    // The server drops what it was doing when the person leaves.
    let mut silence = demande(Corps::de(moitie, Fin::Muette));
    silence.headers_mut().insert(header::COOKIE, visiteur.temoin.clone().unwrap().parse().unwrap());
    let routeur = visiteur.lieu.routeur.clone();
    let lieu = visiteur.lieu.clone();
    attendre(async move {
        let tache = tokio::spawn(routeur.oneshot(silence));
        while lieu.fichiers() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        tache.abort();
        let _ = tache.await;
    });
    attendre({
        let lieu = visiteur.lieu.clone();
        async move {
            // A write that had begun on its own thread ends there.
            for _ in 0..200 {
                if lieu.fichiers() == 0 {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            panic!("une moitié de fichier est restée");
        }
    });
    assert!(!visiteur.lire(PAGE).texte.contains("a.pdf"));
}

#[test]
fn the_same_content_sent_twice_at_once_is_one_file_and_one_piece() {
    let lieu = Lieu::new();
    let mut visiteur = Visiteur::dans(&lieu).entre("A1");
    let jeton = visiteur.jeton();
    let octets = Envoi::new(&jeton).fichier("piece.logiciel", "a.pdf", PDF).fini();
    let temoin = visiteur.temoin.clone().unwrap();
    let codes = attendre({
        let routeur = lieu.routeur.clone();
        async move {
            let envois = (0..4).map(|_| {
                let mut demande = demande(Corps::de(&octets, Fin::Finie));
                demande.headers_mut().insert(header::COOKIE, temoin.parse().unwrap());
                tokio::spawn(routeur.clone().oneshot(demande))
            });
            let mut codes = Vec::new();
            for envoi in envois.collect::<Vec<_>>() {
                codes.push(envoi.await.unwrap().unwrap().status().as_u16());
            }
            codes
        }
    });
    assert_eq!(codes, [303; 4]);
    assert_eq!(lieu.fichiers(), 1);
    assert_eq!(visiteur.lire(PAGE).texte.matches("</span>a.pdf</a>").count(), 1);
}

/// A zip archive of entries stored as they are.
fn archive(entrees: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut corps, mut table) = (Vec::new(), Vec::new());
    for (nom, contenu) in entrees {
        let place = u32::try_from(corps.len()).unwrap().to_le_bytes();
        let taille = u32::try_from(contenu.len()).unwrap().to_le_bytes();
        let long = u16::try_from(nom.len()).unwrap().to_le_bytes();
        corps.extend([b"PK\x03\x04".as_slice(), &[0; 14], &taille, &taille, &long, &[0; 2], nom.as_bytes()].concat());
        corps.extend_from_slice(contenu);
        table.extend([b"PK\x01\x02".as_slice(), &[0; 16], &taille, &taille, &long, &[0; 12], &place].concat());
        table.extend_from_slice(nom.as_bytes());
    }
    let place = u32::try_from(corps.len()).unwrap().to_le_bytes();
    let taille = u32::try_from(table.len()).unwrap().to_le_bytes();
    let combien = u16::try_from(entrees.len()).unwrap().to_le_bytes();
    corps.extend(table);
    corps.extend([b"PK\x05\x06".as_slice(), &[0; 4], &combien, &combien, &taille, &place, &[0; 2]].concat());
    corps
}
