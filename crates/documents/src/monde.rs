//! All that the typesetter can see: two fonts, a template, and one file of content.

use crate::caracteres::Caracteres;
use crate::erreur::ErreurDeDocument;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

const POLICES: [&[u8]; 2] =
    [include_bytes!("../polices/LiberationSans-Regular.ttf"), include_bytes!("../polices/LiberationSans-Bold.ttf")];

/// The template, one subject by file. The first is the one that starts.
const MODELE: [(&str, &str); 4] = [
    ("principal.typ", include_str!("../modele/principal.typ")),
    ("page.typ", include_str!("../modele/page.typ")),
    ("blocs.typ", include_str!("../modele/blocs.typ")),
    ("jetons.typ", include_str!("../modele/jetons.typ")),
];

/// The name under which the template reads the content.
const CONTENU: &str = "contenu.json";

/// What serves every document.
pub(crate) struct Atelier {
    bibliotheque: LazyHash<Library>,
    index: LazyHash<FontBook>,
    polices: Vec<Font>,
    principal: Source,
    modele: Vec<Source>,
    contenu: FileId,
    pub(crate) caracteres: Caracteres,
}

impl Atelier {
    pub(crate) fn new() -> Result<Self, ErreurDeDocument> {
        let polices: Vec<Font> = POLICES.iter().flat_map(|octets| Font::iter(Bytes::new(*octets))).collect();
        let mut modele = Vec::new();
        for (nom, texte) in MODELE {
            modele.push(Source::new(file(nom)?, texte.to_owned()));
        }
        // Row headers of tables can only be said with this feature, as of 0.15.
        let options = std::iter::once(Feature::A11yExtras).collect();
        Ok(Self {
            bibliotheque: LazyHash::new(Library::builder().with_features(options).build()),
            index: LazyHash::new(FontBook::from_fonts(&polices)),
            caracteres: Caracteres::of_fonts(&polices),
            polices,
            principal: modele.first().cloned().ok_or_else(|| ErreurDeDocument::panne("lire le modèle", "vide"))?,
            modele,
            contenu: file(CONTENU)?,
        })
    }
}

fn file(nom: &str) -> Result<FileId, ErreurDeDocument> {
    let chemin = VirtualPath::new(nom).map_err(|_| ErreurDeDocument::panne("nommer un fichier du modèle", nom))?;
    Ok(RootedPath::new(VirtualRoot::Project, chemin).intern())
}

/// What serves one document: the workshop, and the content.
pub(crate) struct Monde<'a> {
    atelier: &'a Atelier,
    contenu: Bytes,
}

impl<'a> Monde<'a> {
    pub(crate) fn new(atelier: &'a Atelier, contenu: String) -> Self {
        Self { atelier, contenu: Bytes::from_string(contenu) }
    }
}

impl World for Monde<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.atelier.bibliotheque
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.atelier.index
    }

    fn main(&self) -> FileId {
        self.atelier.principal.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.atelier.modele.iter().find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.atelier.contenu { Ok(self.contenu.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.atelier.polices.get(index).cloned()
    }

    /// No clock: the date of a document is in its content.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
