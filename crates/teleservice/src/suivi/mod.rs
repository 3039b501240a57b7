//! The follow-up: cards of the dashboard, and a page per dispositif made of the widgets that its rules declare.

mod cartes;
mod comparaisons;
mod courbes;
mod dessins;
mod figures;
mod jauges;
mod listes;
mod modeles;
mod page;
mod periodes;
mod reserves;
mod tableaux;
mod volets;
mod widgets;

pub(crate) use cartes::{Carte, cartes};
pub(crate) use figures::au;
pub(crate) use page::{Montre, ROUTES, SurEcran, change_de_nom, montrer, suivre};
pub(crate) use reserves::{a_confirmer, reserve};
pub(crate) use volets::{Section, VoletDit, sections};
pub(crate) use widgets::{Dessin, Forme, Widget};
