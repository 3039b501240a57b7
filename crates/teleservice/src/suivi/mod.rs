//! The follow-up: cards of the dashboard, and a page per dispositif made of the widgets that its rules declare.

mod cartes;
mod dessins;
mod figures;
mod page;
mod tableaux;
mod widgets;

pub(crate) use cartes::{Carte, cartes};
pub(crate) use page::{ROUTES, suivre};
pub(crate) use widgets::{Dessin, Widget};
