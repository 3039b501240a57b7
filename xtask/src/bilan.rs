//! What a step of the checks found, and how libtest's own counts are read.

/// Counts of a step, and the sentences that say what is wrong.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Bilan {
    pub(crate) reussis: u64,
    pub(crate) rates: u64,
    /// One sentence per thing found; shown whether the step passes or not.
    pub(crate) constats: Vec<String>,
}

impl Bilan {
    /// A step that is one statement about the whole tree, and what contradicts it.
    pub(crate) fn of(defauts: Vec<String>) -> Self {
        Self { reussis: u64::from(defauts.is_empty()), rates: defauts.len() as u64, constats: defauts }
    }

    /// A step that is one thing: it holds, or it does not.
    pub(crate) fn single(reussi: bool) -> Self {
        Self { reussis: u64::from(reussi), rates: u64::from(!reussi), constats: Vec::new() }
    }

    pub(crate) fn add(&mut self, autre: Self) {
        self.reussis += autre.reussis;
        self.rates += autre.rates;
        self.constats.extend(autre.constats);
    }
}

/// Sums the `test result:` lines that libtest writes, one per test executable.
pub(crate) fn of_libtest(sortie: &str) -> Bilan {
    let mut bilan = Bilan::default();
    for ligne in sortie.lines() {
        if let Some(suite) = ligne.trim_start().strip_prefix("test result: ") {
            bilan.reussis += count_before(suite, " passed");
            bilan.rates += count_before(suite, " failed");
            let ignores = count_before(suite, " ignored");
            if ignores > 0 {
                bilan.rates += ignores;
                bilan.constats.push(format!("{ignores} test(s) ignoré(s) : un test affirme ou n'existe pas"));
            }
        }
    }
    bilan
}

/// The whole number that stands just before a word: 12 in `ok. 12 passed; 0 failed`.
fn count_before(texte: &str, mot: &str) -> u64 {
    let Some(fin) = texte.find(mot) else { return 0 };
    let avant = &texte[..fin];
    let debut = avant.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + 1);
    avant[debut..].parse().unwrap_or(0)
}

/// The whole number that stands just after a mark: 12 in `"cas_reussis": 12,`.
pub(crate) fn count_after(texte: &str, marque: &str) -> u64 {
    let Some(debut) = texte.find(marque) else { return 0 };
    let apres = &texte[debut + marque.len()..];
    let fin = apres.find(|c: char| !c.is_ascii_digit()).unwrap_or(apres.len());
    apres[..fin].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_every_executable_are_summed() {
        let sortie = "running 2 tests\n\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                      test result: FAILED. 10 passed; 1 failed; 0 ignored; 0 measured\n";
        let bilan = of_libtest(sortie);
        assert_eq!((bilan.reussis, bilan.rates), (12, 1));
    }

    #[test]
    fn an_ignored_test_is_a_failure() {
        let bilan = of_libtest("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n");
        assert_eq!((bilan.reussis, bilan.rates), (3, 1));
    }
}
