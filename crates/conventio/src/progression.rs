//! What a long work is at: a line or a bar for whoever watches the terminal.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;

/// How wide a bar is.
const LARGEUR: usize = 24;

/// A line on the error output, wiped when the work goes on or ends; nothing for a program that reads.
pub(crate) struct Progression {
    visible: bool,
}

impl Progression {
    pub(crate) fn new() -> Self {
        Self { visible: stderr().is_terminal() }
    }

    /// For a work of which somebody else says how far it is.
    pub(crate) const fn muette() -> Self {
        Self { visible: false }
    }

    /// Says what begins.
    pub(crate) fn etape(&self, quoi: &str) {
        self.ecrire(&format!("\r\u{1b}[2K{quoi}…"));
    }

    fn ecrire(&self, texte: &str) {
        if self.visible {
            dire(texte);
        }
    }
}

impl Drop for Progression {
    fn drop(&mut self) {
        self.ecrire("\r\u{1b}[2K");
    }
}

/// How many of so many tasks are done: one bar on a terminal, one plain line a task elsewhere.
pub(crate) struct Avancee {
    terminal: bool,
    total: usize,
    etat: Mutex<Etat>,
}

#[derive(Default)]
struct Etat {
    faites: usize,
    en_cours: Vec<String>,
}

impl Avancee {
    pub(crate) fn new(total: usize) -> Self {
        Self { terminal: stderr().is_terminal(), total, etat: Mutex::default() }
    }

    /// A task begins.
    pub(crate) fn commence(&self, quoi: &str) {
        let Ok(mut etat) = self.etat.lock() else { return };
        etat.en_cours.push(quoi.to_owned());
        if self.terminal {
            dire(&format!("\r\u{1b}[2K{}", barre(etat.faites, self.total, &etat.en_cours)));
        }
    }

    /// A task is done, and how it ended.
    pub(crate) fn finit(&self, quoi: &str, comment: &str) {
        let Ok(mut etat) = self.etat.lock() else { return };
        etat.faites += 1;
        etat.en_cours.retain(|autre| autre != quoi);
        match self.terminal {
            true => dire(&format!("\r\u{1b}[2K{}", barre(etat.faites, self.total, &etat.en_cours))),
            false => dire(&format!("[{}/{}] {quoi} : {comment}\n", etat.faites, self.total)),
        }
    }
}

impl Drop for Avancee {
    fn drop(&mut self) {
        if self.terminal {
            dire("\r\u{1b}[2K");
        }
    }
}

fn barre(faites: usize, total: usize, en_cours: &[String]) -> String {
    let pleins = LARGEUR * faites / total.max(1);
    let mut texte = format!("[{}{}] {faites}/{total}", "█".repeat(pleins), "·".repeat(LARGEUR - pleins));
    if !en_cours.is_empty() {
        let _ = write!(texte, " {}…", en_cours.join(", "));
    }
    // One line, whatever the terminal: a longer one would not be wiped whole.
    texte.chars().take(78).collect()
}

fn dire(texte: &str) {
    let mut sortie = stderr().lock();
    // A terminal that cannot be written to has nobody to watch it.
    let _ = sortie.write_all(texte.as_bytes()).and_then(|()| sortie.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_as_tasks_end_and_stays_on_one_line() {
        let noms = vec!["a".repeat(60), "b".repeat(60)];
        assert_eq!(barre(0, 4, &[]), "[························] 0/4");
        assert_eq!(barre(1, 4, &noms[..0]), "[██████··················] 1/4");
        assert_eq!(barre(4, 4, &[]), "[████████████████████████] 4/4");
        assert_eq!(barre(2, 4, &noms).chars().count(), 78);
    }
}
