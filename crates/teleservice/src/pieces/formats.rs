//! The formats that are accepted, and how a content shows that it is what its name says.

/// An accepted format.
#[derive(Debug)]
pub(crate) struct Format {
    /// Without its dot.
    pub(crate) extension: &'static str,
    /// What a download announces.
    pub(crate) genre: &'static str,
    magie: &'static [u8],
    structure: fn(&[u8]) -> bool,
}

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const JPEG: &[u8] = b"\xFF\xD8\xFF";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// How many bytes decide of the magic number.
pub(crate) const TETE: usize = 8;

pub(crate) const FORMATS: &[Format] = &[
    Format { extension: "pdf", genre: "application/pdf", magie: b"%PDF-", structure: |_| true },
    Format { extension: "doc", genre: "application/msword", magie: OLE, structure: est_un_doc },
    Format { extension: "docx", genre: DOCX, magie: ZIP, structure: est_un_docx },
    Format { extension: "odt", genre: ODT, magie: ZIP, structure: est_un_odt },
    Format { extension: "zip", genre: "application/zip", magie: ZIP, structure: |c| !noms_du_zip(c).is_empty() },
    Format {
        extension: "7z",
        genre: "application/x-7z-compressed",
        magie: b"7z\xBC\xAF\x27\x1C",
        structure: |c| c.len() > 32,
    },
    Format { extension: "jpeg", genre: "image/jpeg", magie: JPEG, structure: |_| true },
    Format { extension: "jpg", genre: "image/jpeg", magie: JPEG, structure: |_| true },
    Format { extension: "png", genre: "image/png", magie: b"\x89PNG\r\n\x1A\n", structure: |_| true },
];

/// « .pdf, .doc, … », as a file input reads it and as people do.
pub(crate) fn extensions() -> String {
    FORMATS.iter().map(|f| format!(".{}", f.extension)).collect::<Vec<_>>().join(", ")
}

impl Format {
    /// The format that a name announces by its last extension.
    pub(crate) fn du_nom(nom: &str) -> Option<&'static Self> {
        let (_, extension) = nom.rsplit_once('.')?;
        FORMATS.iter().find(|f| f.extension.eq_ignore_ascii_case(extension))
    }

    /// Do the first bytes announce it? Asked before the rest is kept.
    pub(crate) fn commence(&self, tete: &[u8]) -> bool {
        tete.starts_with(self.magie)
    }

    /// Is the whole content built as this format is?
    pub(crate) fn tient(&self, contenu: &[u8]) -> bool {
        self.commence(contenu) && (self.structure)(contenu)
    }
}

/// A compound file holds a stream of this name when it comes from a word processor.
fn est_un_doc(contenu: &[u8]) -> bool {
    let nom: Vec<u8> = "WordDocument".bytes().flat_map(|octet| [octet, 0]).collect();
    // Names of streams stand at the beginning of entries of 128 bytes.
    contenu.chunks(128).any(|entree| entree.starts_with(&nom))
}

fn est_un_docx(contenu: &[u8]) -> bool {
    let noms = noms_du_zip(contenu);
    noms.contains(&b"[Content_Types].xml".as_slice()) && noms.iter().any(|nom| nom.starts_with(b"word/"))
}

/// The format wants the entry `mimetype` first, stored as it is.
fn est_un_odt(contenu: &[u8]) -> bool {
    let nom = contenu.get(30..).unwrap_or_default();
    let Some(suite) = nom.strip_prefix(b"mimetype") else { return false };
    let supplement = contenu.get(28..30).map_or(0, entier);
    suite.get(supplement..).is_some_and(|type_| type_.starts_with(ODT.as_bytes())) && !noms_du_zip(contenu).is_empty()
}

/// More names than any document has: the rest is not read.
const NOMS_AU_PLUS: usize = 10_000;

/// The names of the entries of an archive, from its central directory; none when it has none.
fn noms_du_zip(contenu: &[u8]) -> Vec<&[u8]> {
    let debut = contenu.len().saturating_sub(65_557);
    let queue = contenu.get(debut..).unwrap_or_default();
    let Some(fin) = queue.windows(4).rposition(|quatre| quatre == b"PK\x05\x06") else { return Vec::new() };
    let Some(place) = queue.get(fin + 16..fin + 20).map(entier) else { return Vec::new() };
    let mut noms = Vec::new();
    let mut reste = contenu.get(place..debut + fin).unwrap_or_default();
    while noms.len() < NOMS_AU_PLUS && reste.starts_with(b"PK\x01\x02") {
        let longueur = |a: usize| reste.get(a..a + 2).map_or(0, entier);
        let (nom, autres) = (longueur(28), longueur(30) + longueur(32));
        let Some(lu) = reste.get(46..46 + nom) else { break };
        noms.push(lu);
        reste = reste.get(46 + nom + autres..).unwrap_or_default();
    }
    noms
}

/// Archives write their integers from the least byte.
fn entier(octets: &[u8]) -> usize {
    octets.iter().rev().fold(0, |somme, octet| somme << 8 | usize::from(*octet))
}
