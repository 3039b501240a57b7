//! The table of a chart.

/// Headers and rows; the first cell of a row is its header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tableau {
    /// One per column.
    pub entetes: Vec<String>,
    /// As many cells as headers.
    pub lignes: Vec<Vec<String>>,
}

impl Tableau {
    pub(crate) fn new<const N: usize>(entetes: [&str; N]) -> Self {
        Self { entetes: entetes.map(str::to_owned).into(), lignes: Vec::new() }
    }

    pub(crate) fn ligne<const N: usize>(&mut self, cellules: [String; N]) {
        self.lignes.push(cellules.into());
    }
}

/// A list as one says it: « a, b et c ».
pub(crate) fn enumerer(morceaux: &[String]) -> String {
    match morceaux {
        [] => String::new(),
        [seul] => seul.clone(),
        [debut @ .., dernier] => format!("{} et {dernier}", debut.join(", ")),
    }
}

/// A name inside a sentence; an acronym keeps its capitals.
pub(crate) fn minuscule(nom: &str) -> String {
    let mut lettres = nom.chars();
    match (lettres.next(), lettres.clone().next()) {
        (Some(initiale), Some(suite)) if !suite.is_uppercase() => initiale.to_lowercase().chain(lettres).collect(),
        _ => nom.to_owned(),
    }
}
