//! The period that an input counts, exercice by exercice: its name, its months in words, its end.

use convention::Dispositif;
use feuille::MOIS;
use formule::Date;

/// A period of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Periode {
    /// « Exercice 2024 », « T1 2024 ».
    pub(super) nom: String,
    pub(super) debut: Date,
    pub(super) fin: Date,
}

impl Periode {
    /// What an input says of the period that it counts; nothing for words that are not a period of the calendar.
    pub(super) fn lire(texte: &str, d: &Dispositif, exercice: i32) -> Option<Self> {
        if let Some(reste) = texte.strip_prefix("exercice") {
            return Self::exercice(d, exercice, decalage(reste)?);
        }
        if let Ok(annee) = texte.parse::<i32>() {
            let (debut, fin) = (Date::new(annee, 1, 1)?, Date::new(annee, 12, 31)?);
            return Some(Self { nom: annee.to_string(), debut, fin });
        }
        let (de, a) = texte.split_once(" a ").or_else(|| texte.split_once(" à ")).unwrap_or((texte, texte));
        let ((q1, a1), (q2, a2)) = (trimestre(de, exercice)?, trimestre(a, exercice)?);
        let nom = if de == a { format!("T{q1} {a1}") } else { format!("T{q1} {a1} à T{q2} {a2}") };
        let debut = Date::new(a1, 3 * q1 - 2, 1)?;
        let fin = if q2 == 4 { Date::new(a2, 12, 31)? } else { Date(Date::new(a2, 3 * q2 + 1, 1)?.0 - 1) };
        Some(Self { nom, debut, fin })
    }

    /// An exercice as the rules write it, or as this one would be some years before or after.
    pub(super) fn exercice(d: &Dispositif, exercice: i32, decalage: i32) -> Option<Self> {
        let annee = exercice + decalage;
        let nom = format!("Exercice {annee}");
        if let Ok(ecrit) = d.exercice(annee) {
            return Some(Self { nom, debut: ecrit.exercice.debut, fin: ecrit.exercice.fin });
        }
        let ici = &d.exercice(exercice).ok()?.exercice;
        let decaler = |date: Date| {
            let (a, m, j) = date.calendrier();
            Date::new(a + decalage, m, j).or_else(|| Date::new(a + decalage, m, 28))
        };
        Some(Self { nom, debut: decaler(ici.debut)?, fin: decaler(ici.fin)? })
    }

    /// « janvier à décembre 2024 ».
    pub(super) fn en_mots(&self) -> String {
        let ((a1, m1, j1), (a2, m2, _)) = (self.debut.calendrier(), self.fin.calendrier());
        let mois = |m: u32| MOIS.get(m as usize - 1).copied().unwrap_or_default();
        let entiers = j1 == 1 && Date(self.fin.0 + 1).calendrier().2 == 1;
        match (entiers, a1 == a2) {
            (false, _) => format!("du {} au {}", crate::mots::jour(self.debut), crate::mots::jour(self.fin)),
            (true, true) if m1 == m2 => format!("{} {a1}", mois(m1)),
            (true, true) => format!("{} à {} {a1}", mois(m1), mois(m2)),
            (true, false) => format!("{} {a1} à {} {a2}", mois(m1), mois(m2)),
        }
    }
}

/// The years between an exercice and the one that is counted: nothing, `- 1`, `-1`.
fn decalage(reste: &str) -> Option<i32> {
    let sans_espace: String = reste.chars().filter(|c| !c.is_whitespace()).collect();
    if sans_espace.is_empty() { Some(0) } else { sans_espace.parse().ok() }
}

/// `T4 N-1`: a quarter, and its year.
fn trimestre(texte: &str, exercice: i32) -> Option<(u32, i32)> {
    let (quart, annee) = texte.trim().strip_prefix('T')?.split_once(' ')?;
    let quart = quart.parse().ok().filter(|q| (1..=4).contains(q))?;
    Some((quart, exercice + decalage(annee.trim().strip_prefix('N')?)?))
}
