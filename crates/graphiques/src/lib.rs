//! Charts of the follow-up. Each gives three readings of the same figures: an SVG for those who look, a table for
//! those who want every figure, and one sentence.
//!
//! Figures come as integers on one scale, already written in words by the caller; geometry is made of integers too, so
//! that the same figures give the same bytes everywhere. Nothing rests on colour alone: what is reached is solid, what
//! is provisional or missed is hatched, an objective is a thick line with a diamond, what is not available is a dashed
//! empty box with its sign. There is no inline style: presentation attributes stand alone, and a style sheet may
//! change them through the classes.

mod axe;
mod barres;
mod comparaison;
mod courbe;
mod etapes;
mod jauge;
mod legende;
mod lignes;
mod mesure;
mod svg;
mod tableau;

pub use axe::Axe;
pub use comparaison::Comparaison;
pub use courbe::{Courbe, Serie};
pub use etapes::{Avancement, Etape, Etapes};
pub use jauge::{Jauge, Objectif};
pub use legende::Cle;
pub use mesure::{Absence, Mesure, Sens, Valeur};
pub use tableau::Tableau;

/// Something that can be looked at, read line by line, or said.
pub trait Graphique {
    /// The drawing. `id` is unique in the page: every id inside begins with it.
    fn svg(&self, id: &str) -> String;

    /// Every figure of the drawing.
    fn tableau(&self) -> Tableau;

    /// What there is to see, in one sentence.
    fn phrase(&self) -> String;

    /// What its fills and its signs mean, where the drawing does not say it beside them. `id` is that of the drawing.
    fn legende(&self, _id: &str) -> Vec<Cle> {
        Vec::new()
    }
}
