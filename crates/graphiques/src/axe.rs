//! A scale from zero, with few lines and round figures.

use crate::Valeur;

/// How many intervals a scale has at most.
const INTERVALLES: i128 = 4;

/// A scale: its lines from the lowest to the highest, zero among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axe {
    /// Two lines at least.
    pub(crate) graduations: Vec<Valeur>,
}

impl Axe {
    /// The scale that holds these figures. `unite` is the least step that means something: one, or one percent.
    pub fn pour(figures: impl IntoIterator<Item = i64>, unite: i64, ecrire: impl Fn(i64) -> String) -> Self {
        let (bas, haut) =
            figures.into_iter().fold((0, 0), |(bas, haut): (i128, i128), f| (bas.min(f.into()), haut.max(f.into())));
        let pas = pas(haut - bas, i128::from(unite.max(1)));
        let (premier, dernier) = (bas.div_euclid(pas), -(-haut).div_euclid(pas));
        let dernier = dernier.max(premier + 1);
        let graduations = (premier..=dernier).filter_map(|rang| {
            let mesure = i64::try_from(rang * pas).ok()?;
            Some(Valeur::new(mesure, ecrire(mesure)))
        });
        Self { graduations: graduations.collect() }
    }

    /// Its lowest and its highest line.
    pub fn bouts(&self) -> (Valeur, Valeur) {
        let bout = |graduation: Option<&Valeur>| graduation.cloned().unwrap_or_else(|| Valeur::new(0, ""));
        (bout(self.graduations.first()), bout(self.graduations.last()))
    }

    pub(crate) fn bas(&self) -> i64 {
        self.graduations.first().map_or(0, |g| g.mesure)
    }

    pub(crate) fn haut(&self) -> i64 {
        self.graduations.last().map_or(1, |g| g.mesure)
    }

    /// Where a figure stands along a length; beyond the ends, at the end.
    pub(crate) fn place(&self, mesure: i64, longueur: i32) -> i32 {
        place(mesure, self.bas(), self.haut(), longueur)
    }
}

/// Where a figure stands between two others, along a length.
pub(crate) fn place(mesure: i64, bas: i64, haut: i64, longueur: i32) -> i32 {
    let (bas, haut) = (i128::from(bas), i128::from(haut));
    let etendue = (haut - bas).max(1);
    let place = (i128::from(mesure) - bas).clamp(0, etendue) * i128::from(longueur) / etendue;
    i32::try_from(place).unwrap_or(longueur)
}

/// The least round step, above one unit, that cuts an extent into few intervals.
fn pas(etendue: i128, unite: i128) -> i128 {
    let mut dizaine = unite;
    loop {
        for (n, d) in [(1, 1), (2, 1), (5, 2), (5, 1)] {
            let essai = dizaine * n / d;
            if (dizaine * n) % (d * unite) == 0 && essai * INTERVALLES >= etendue {
                return essai;
            }
        }
        dizaine *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lignes(figures: &[i64], unite: i64) -> Vec<i64> {
        let axe = Axe::pour(figures.iter().copied(), unite, |m| m.to_string());
        axe.graduations.iter().map(|g| g.mesure).collect()
    }

    #[test]
    fn a_scale_has_round_lines_and_holds_zero() {
        assert_eq!(lignes(&[9, 4], 1), [0, 5, 10]);
        assert_eq!(lignes(&[97], 1), [0, 25, 50, 75, 100]);
        assert_eq!(lignes(&[1_050], 1), [0, 500, 1_000, 1_500]);
        assert_eq!(lignes(&[-12, 5], 1), [-15, -10, -5, 0, 5]);
        assert_eq!(lignes(&[-12], 1), [-15, -10, -5, 0]);
    }

    #[test]
    fn nothing_at_all_still_has_a_scale() {
        assert_eq!(lignes(&[], 1), [0, 1]);
        assert_eq!(lignes(&[0, 0], 10_000), [0, 10_000]);
    }

    #[test]
    fn the_extremes_of_the_scale_do_not_overflow() {
        assert!(lignes(&[i64::MIN, i64::MAX], 1).len() >= 2);
        let axe = Axe::pour([i64::MAX], 1, |m| m.to_string());
        assert_eq!(axe.place(i64::MIN, 100), 0);
        assert_eq!(place(i64::MAX, i64::MIN, i64::MAX, 100), 100);
    }
}
