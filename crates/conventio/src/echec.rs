//! How a command ends badly: a code that programs read, a sentence that people read.

use tableaux::Refus;

/// The codes of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Code {
    /// A defect in the rules, a failed case, a refused or different result.
    Regles = 1,
    /// The command is badly written.
    Usage = 2,
    /// The content of a file is refused.
    Contenu = 3,
    /// A file cannot be read or written.
    Acces = 4,
}

/// A failure.
#[derive(Debug)]
pub(crate) struct Echec {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl Echec {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// All the defects of the rules.
    pub(crate) fn regles(defauts: &[convention::Defaut]) -> Self {
        let lignes: Vec<String> = defauts.iter().map(ToString::to_string).collect();
        let nombre = match defauts.len() {
            1 => "1 défaut".to_owned(),
            n => format!("{n} défauts"),
        };
        Self::new(Code::Regles, format!("les règles ne peuvent pas être chargées : {nombre}.\n{}", lignes.join("\n")))
    }

    /// A file that is neither measures nor results.
    pub(crate) fn acces(chemin: &std::path::Path, erreur: &std::io::Error) -> Self {
        let cause = match erreur.kind() {
            std::io::ErrorKind::NotFound => "ce fichier ou ce dossier n'existe pas. Vérifiez le chemin".to_owned(),
            std::io::ErrorKind::PermissionDenied => "l'accès est refusé. Vérifiez vos droits".to_owned(),
            _ => format!("lecture ou écriture impossible ({erreur}). Vérifiez le chemin et le disque"),
        };
        Self::new(Code::Acces, format!("{} : {cause}.", chemin.display()))
    }
}

impl From<Refus> for Echec {
    fn from(refus: Refus) -> Self {
        Self::new(if refus.acces { Code::Acces } else { Code::Contenu }, refus.to_string())
    }
}
