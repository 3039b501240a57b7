//! What is wrong in a rule folder, where, and what to do about it.

use crate::Place;
use crate::ecriture::typographier;
use std::fmt;

/// A defect of a rule folder.
#[derive(Debug, Clone)]
pub struct Defaut {
    /// Where it lies.
    pub place: Place,
    /// What is wrong, in French, one sentence without a final full stop.
    pub message: String,
    /// What to do about it, without a final full stop.
    pub conseil: Option<String>,
}

impl Defaut {
    /// A defect without advice.
    pub fn new(place: &Place, message: impl Into<String>) -> Self {
        Self { place: place.clone(), message: message.into(), conseil: None }
    }

    /// The same, with an advice.
    #[must_use]
    pub fn conseil(mut self, conseil: impl Into<String>) -> Self {
        self.conseil = Some(conseil.into());
        self
    }

    /// The same, with the closest known word as an advice, if one is close, else the list when it is short.
    #[must_use]
    pub fn plutot<'a>(self, cherche: &str, connus: impl IntoIterator<Item = &'a str>) -> Self {
        match voisin(cherche, connus) {
            Some(conseil) => self.conseil(conseil),
            None => self,
        }
    }
}

/// « vouliez-vous dire … », or the short list of what is known.
pub(crate) fn voisin<'a>(cherche: &str, connus: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let connus: Vec<&str> = connus.into_iter().collect();
    if let Some(proche) = formule::defaut::le_plus_proche(cherche, connus.iter().copied()) {
        return Some(format!("vouliez-vous dire « {proche} » ?"));
    }
    let liste = connus.join(", ");
    (!connus.is_empty() && connus.len() <= 12).then(|| format!("connus : {liste}"))
}

impl fmt::Display for Defaut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        f.write_str(&typographier(&format!(" : {}", self.message)))?;
        match &self.conseil {
            Some(conseil) => f.write_str(&typographier(&format!(" ({conseil})"))),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Defaut {}
