//! The hands of the machine: rows cut between them, or tasks taken one after the other.

use std::num::NonZero;
use std::ops::Range;
use std::sync::Mutex;
use std::thread;

/// Fewer rows than this are not worth a second thread.
const LIGNES_PAR_FIL: usize = 1 << 13;

/// How many threads share a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fils(usize);

impl Fils {
    /// This thread alone.
    pub(crate) const UN: Self = Self(1);

    /// As many as the machine has processors.
    pub(crate) fn de_la_machine() -> Self {
        Self(thread::available_parallelism().map_or(1, NonZero::get))
    }

    /// How many.
    pub(crate) const fn combien(self) -> usize {
        self.0
    }

    /// Cuts so many rows, and gives what each run of them is worth, in the order of the rows.
    pub(crate) fn morceaux<T: Send>(self, lignes: usize, faire: &(dyn Fn(Range<usize>) -> T + Sync)) -> Vec<T> {
        let combien = self.0.min(lignes / LIGNES_PAR_FIL).max(1);
        let bord = |rang: usize| lignes * rang / combien;
        let morceaux: Vec<Range<usize>> = (0..combien).map(|rang| bord(rang)..bord(rang + 1)).collect();
        self.taches(&morceaux, &|plage| faire(plage.clone()))
    }

    /// What each task is worth, in their order; a thread that has finished one takes the next.
    pub(crate) fn taches<E: Sync, T: Send>(self, taches: &[E], faire: &(dyn Fn(&E) -> T + Sync)) -> Vec<T> {
        let suivante = Mutex::new(taches.iter().enumerate());
        let prendre = || suivante.lock().ok().and_then(|mut suivante| suivante.next());
        let travailler =
            || -> Vec<(usize, T)> { std::iter::from_fn(prendre).map(|(rang, tache)| (rang, faire(tache))).collect() };
        let mut faites = thread::scope(|portee| {
            let aides: Vec<_> = (1..self.0.min(taches.len())).map(|_| portee.spawn(travailler)).collect();
            let mut faites = travailler();
            for aide in aides {
                // A thread that panics takes everything with it, as if its work had been done here.
                faites.extend(aide.join().unwrap_or_else(|panique| std::panic::resume_unwind(panique)));
            }
            faites
        });
        faites.sort_by_key(|(rang, _)| *rang);
        faites.into_iter().map(|(_, faite)| faite).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_taken_once_and_in_order() {
        for (fils, lignes) in [(1, 0), (4, 10), (3, 100_000), (7, 65_537)] {
            let morceaux = Fils(fils).morceaux(lignes, &|plage| plage);
            let toutes: Vec<usize> = morceaux.into_iter().flatten().collect();
            assert!(toutes.iter().copied().eq(0..lignes), "{lignes} rows on {fils} threads");
        }
    }

    #[test]
    fn tasks_come_back_in_their_order() {
        let taches: Vec<usize> = (0..100).collect();
        assert!(Fils(5).taches(&taches, &|t| t * 2).into_iter().eq((0..100).map(|t| t * 2)));
    }
}
