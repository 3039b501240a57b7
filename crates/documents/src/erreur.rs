//! Why a sheet was not printed.

use std::fmt;
use typst::diag::SourceDiagnostic;

/// A sheet that could not be printed. Neither text holds anything of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErreurDeDocument {
    /// For the person: a French sentence that says what to do next.
    pub message: String,
    /// For the log: what was attempted, and why it failed.
    pub pour_le_journal: String,
}

impl ErreurDeDocument {
    /// Whatever the cause, the person can do the same thing: try again, then report it.
    pub(crate) fn panne(tentative: &str, cause: &str) -> Self {
        Self {
            message: "Le document n'a pas pu être préparé. Ce que vous avez enregistré est conservé\u{a0}; réessayez \
                      dans quelques minutes et, si cela se répète, signalez-le en citant l'heure."
                .to_owned(),
            pour_le_journal: format!("{tentative} : {cause}"),
        }
    }

    /// The typesetter's own reasons. They may quote a text of the sheet between quotation marks: what is quoted is
    /// left out.
    pub(crate) fn du_compositeur(tentative: &str, causes: &[SourceDiagnostic]) -> Self {
        let causes: Vec<String> = causes.iter().map(|cause| without_quotes(&cause.message)).collect();
        Self::panne(tentative, &causes.join(" ; "))
    }
}

/// The same sentence, each quoted part replaced by an ellipsis.
fn without_quotes(message: &str) -> String {
    let mut garde = String::new();
    for (rang, part) in message.split(['"', '`', '“', '”']).enumerate() {
        garde.push_str(if rang % 2 == 0 { part } else { "…" });
    }
    garde
}

impl fmt::Display for ErreurDeDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pour_le_journal)
    }
}

impl std::error::Error for ErreurDeDocument {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_typesetter_quotes_does_not_reach_the_log() {
        assert_eq!(without_quotes("the text \"Camille Roux\" could not be shown"), "the text … could not be shown");
        assert_eq!(without_quotes("unknown variable: `x` in “y”"), "unknown variable: … in …");
        assert_eq!(without_quotes("never closed \"Camille"), "never closed …");
    }
}
