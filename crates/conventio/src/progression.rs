//! What a long work is at, for whoever watches the terminal; nothing for a program that reads.

use std::io::{IsTerminal, Write, stderr};

/// A line on the error output, wiped when the work goes on or ends.
pub(crate) struct Progression {
    visible: bool,
}

impl Progression {
    pub(crate) fn new() -> Self {
        Self { visible: stderr().is_terminal() }
    }

    /// Says what begins.
    pub(crate) fn etape(&self, quoi: &str) {
        self.ecrire(&format!("\r\u{1b}[2K{quoi}…"));
    }

    fn ecrire(&self, texte: &str) {
        if self.visible {
            let mut sortie = stderr().lock();
            // A terminal that cannot be written to has nobody to watch it.
            let _ = sortie.write_all(texte.as_bytes()).and_then(|()| sortie.flush());
        }
    }
}

impl Drop for Progression {
    fn drop(&mut self) {
        self.ecrire("\r\u{1b}[2K");
    }
}
